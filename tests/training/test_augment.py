"""Other names in the same sentences: every mention of a person changes alike, and the annotation stays exact."""

from __future__ import annotations

from random import Random

from mithaq.documents import read_jsonl
from mithaq.markup import parse
from training.augment import Names

PEOPLE = "### p\n⟦1:PERS نادر عون⟧ ⟦2:PERS ليلى حداد⟧ ⟦3:PERS سليم⟧\n---\n"


def test_all_mentions_of_a_person_change_alike(treaty, schema):
    names = Names(parse(PEOPLE, schema))
    made = names.swap(treaty, 1.0, Random(1))
    called = {treaty.mention(a): made.mention(b) for a, b in zip(treaty.spans, made.spans, strict=True) if a.type == "PERS"}
    assert called["كريم الطائي"] == "نادر عون"
    assert called["الطائي"] == "عون"
    assert called["هالة السعدي"] == "ليلى حداد", "a name in ة takes a name in ى"
    assert made.who("SIGN")[0].actor == "نادر عون"
    assert made.who("SIGN")[0].source == ("ليلى حداد",)


def test_nothing_else_moves(schema):
    docs = list(read_jsonl("data/dev.jsonl", schema))
    names = Names(docs)
    for number, doc in enumerate(docs):
        made = names.swap(doc, 0.7, Random(number))
        assert made.edges == doc.edges
        for before, after in zip(doc.spans, made.spans, strict=True):
            assert (before.type, before.factuality) == (after.type, after.factuality)
            inner = any(s.type == "PERS" and before.start <= s.start and s.end <= before.end for s in doc.spans)
            assert inner or doc.mention(before) == made.mention(after)


def test_a_share_of_none_changes_nothing(treaty, schema):
    assert Names(parse(PEOPLE, schema)).swap(treaty, 0.0, Random(1)) == treaty


def test_a_person_without_a_fitting_name_keeps_it(treaty, schema):
    only_short = Names(parse("### p\n⟦1:PERS سليم⟧\n---\n", schema))
    assert only_short.swap(treaty, 1.0, Random(1)).text == treaty.text
