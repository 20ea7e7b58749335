"""Who did it: agents, their names, their documents and deadlines, and who must not be listed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mithaq.documents import Document
from mithaq.markup import parse
from mithaq.schema import Schema


def test_a_reported_signing(treaty: Document) -> None:
    (answer,) = treaty.who("SIGN")
    assert answer.actor == "كريم الطائي"
    assert treaty.mention(answer.mention) == "كريم الطائي"
    assert (answer.type, answer.factuality) == ("SIGN", "asserted")
    assert answer.object == ("الاتفاق",)
    assert answer.place == ("تونس",)
    assert answer.time == ("أمس",)
    assert answer.until == ()
    assert answer.source == ("هالة السعدي",), "the source is the short mention's fullest name"
    assert answer.p is None


def test_two_requesters_of_a_delay_under_their_full_names(treaty: Document) -> None:
    answers = treaty.who("REQUEST_DELAY")
    assert [a.actor for a in answers] == ["كريم الطائي", "هالة السعدي"]
    assert [treaty.mention(a.mention) for a in answers] == ["الطائي", "السعدي"]
    assert {a.until for a in answers} == {("الأحد",)}


def test_evidence_is_the_sentence_of_the_trigger(treaty: Document) -> None:
    answer = treaty.who("REQUEST_DELAY")[0]
    start, end = answer.evidence
    assert treaty.text[start:end] == "وطلب الطائي والسعدي مهلة حتى الأحد."


@pytest.mark.parametrize(
    ("factuality", "actors"),
    [("asserted", ["كريم الطائي"]), ("negated", ["الوفدان"]), ("unrealised", []), (None, ["كريم الطائي", "الوفدان"])],
)
def test_who_was_there_and_did_not_sign_is_listed_only_on_request(treaty: Document, factuality: str | None, actors: list[str]) -> None:
    assert [a.actor for a in treaty.who("SIGN", factuality=factuality)] == actors


def test_no_agent_no_answer(schema: Schema, bare: Document) -> None:
    (doc,) = parse("### a\nتم ⟦1:SIGN+ توقيع⟧ ⟦2:DOC العقد⟧.\n---\n1 OBJECT 2\n", schema)
    assert doc.who("SIGN") == []
    assert bare.who("SIGN") == []


def test_one_answer_for_an_actor_named_twice_and_one_for_each_event(schema: Schema) -> None:
    edges = "1 AGENT 2\n1 AGENT 3\n4 AGENT 3\nSAME 2 3\n"
    (doc,) = parse(f"### a\n⟦1:SIGN+ وقع⟧ ⟦2:PERS نزار بن عمار⟧ (⟦3:PERS نزار⟧) ثم ⟦4:SIGN+ وقع⟧.\n---\n{edges}", schema)
    assert [(a.actor, a.mention) for a in doc.who("SIGN")] == [("نزار بن عمار", 1), ("نزار بن عمار", 2)]


def test_an_answer_is_as_certain_as_its_least_certain_part(treaty: Document) -> None:
    spans = tuple(replace(s, p=0.8) for s in treaty.spans)
    edges = tuple(replace(e, p=0.5 if treaty.mention(e.tail) == "الطائي" else 0.9) for e in treaty.edges)
    predicted = replace(treaty, spans=spans, edges=edges)
    assert [round(a.p or 0, 6) for a in predicted.who("REQUEST_DELAY")] == [0.5, 0.8]
    assert [a.p for a in replace(predicted, edges=treaty.edges).who("REQUEST_DELAY")] == [None, None]


def test_an_answer_becomes_json(treaty: Document) -> None:
    (answer,) = treaty.who("SIGN")
    read = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    assert read["actor"] == "كريم الطائي"
    assert read["object"] == ["الاتفاق"]
    assert read["evidence"] == list(answer.evidence)
