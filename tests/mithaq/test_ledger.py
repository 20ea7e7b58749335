"""The ledger: a row a stance, deadlines as intervals, names across documents, chains and contradictions, every output form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import pytest

from mithaq.ledger import Ledger, ledger
from mithaq.ledger_export import COLUMNS, to_csv, to_json, to_markdown, to_pandas, to_records
from mithaq.markup import parse

DELAY = """### day1 date=2020-01-13
⟦1:STATE+ قال⟧ ⟦2:PERS سيف المهري⟧ إن ⟦3:PERS نادر عون⟧ ⟦4:REQUEST_DELAY+ طلب⟧ مهلة تنتهي ⟦5:DATE صباح الثلاثاء⟧ قبل ⟦6:SIGN? التوقيع⟧ على ⟦7:DOC اتفاق الهدنة⟧. وغادر ⟦8:ACTOR الوفدان⟧ دون ⟦9:SIGN- توقيع⟧.
---
1 AGENT 2
4 AGENT 3
4 UNTIL 5
4 OBJECT 6
4 SOURCE 2
6 OBJECT 7
"""  # noqa: E501

REFUSAL = """### day2 date=2020-01-14
⟦1:REJECT+ رفض⟧ ⟦2:PERS عون⟧ ⟦3:DOC الاتفاق⟧ وفق ⟦4:ORG رويترز⟧. لكن ⟦5:PERS المهري⟧ قال إن ⟦6:PERS عون⟧ ⟦7:ACCEPT+ قبل⟧ ⟦8:DOC الاتفاق⟧. و⟦9:ATTACK- لم تهاجم⟧ ⟦10:ORG القوة⟧ أحدا، وقال شهود إن ⟦11:ORG القوة⟧ ⟦12:ATTACK+ هاجمت⟧ القرية.
---
1 AGENT 2
1 OBJECT 3
1 SOURCE 4
7 AGENT 6
7 OBJECT 8
7 SOURCE 5
9 AGENT 10
12 AGENT 11
SAME 2 6
SAME 3 8
"""  # noqa: E501


@pytest.fixture
def day1(schema):
    return parse(DELAY, schema)[0]


@pytest.fixture
def day2(schema):
    return parse(REFUSAL, schema)[0]


def test_a_delay_with_deadline_matter_and_source(day1):
    (row,) = ledger(day1).only(["REQUEST_DELAY"])
    assert (row.actor, row.factuality, row.source) == ("نادر عون", "asserted", ("سيف المهري",))
    assert row.matter == ("التوقيع على اتفاق الهدنة",)
    (when,) = row.until
    assert when.value is not None
    assert (when.value.start.date().isoformat(), when.value.end <= datetime(2020, 1, 14, 12, 1)) == ("2020-01-14", True)
    assert day1.text[slice(*row.evidence)] == row.sentence
    assert day1.text[slice(*row.trigger)] == "طلب"


def test_an_event_of_nobody_named_has_a_row_without_actor(day1):
    rows = [row for row in ledger(day1).only(["SIGN"]) if row.factuality == "negated"]
    assert [row.actor for row in rows] == [None]


def test_a_row_is_as_certain_as_its_least_certain_part(day1):
    spans = tuple(replace(s, p=0.5) for s in day1.spans)
    edges = tuple(replace(e, p=0.4) for e in day1.edges)
    (row,) = ledger(replace(day1, spans=spans, edges=edges)).only(["REQUEST_DELAY"])
    assert row.p == pytest.approx(0.4)


def test_merge_gives_the_fullest_name_and_chains_run_by_date(day1, day2):
    merged = Ledger.merge([day2, day1])
    chain = next(c for c in merged.chains() if c.actor == "نادر عون")
    assert [(r.stance, r.published) for r in chain.rows] == [
        ("REQUEST_DELAY", "2020-01-13"),
        ("REJECT", "2020-01-14"),
        ("ACCEPT", "2020-01-14"),
    ]


def test_two_people_of_one_family_name_stay_apart(day1, day2, schema):
    other = parse("### x date=2020-01-13\n⟦1:MEET+ التقى⟧ ⟦2:PERS سامي عون⟧ الوفد.\n---\n1 AGENT 2\n", schema)[0]
    assert {row.actor for row in Ledger.merge([day1, day2, other])} >= {"نادر عون", "سامي عون", "عون"}


def test_spellings_of_one_name_are_one_actor_and_bodies_stay_as_they_are(schema):
    texts = [
        "### a date=2020-01-13\n⟦1:CALL_FOR+ دعا⟧ ⟦2:PERS أنطونيو غوتيريش⟧ و⟦3:ORG الحكومة الليبية⟧.\n---\n1 AGENT 2\n1 AGENT 3\n",
        "### b date=2020-01-14\n⟦1:CALL_FOR+ دعا⟧ ⟦2:PERS جوتيريش⟧ و⟦3:ORG الحكومة⟧.\n---\n1 AGENT 2\n1 AGENT 3\n",
    ]
    merged = Ledger.merge([parse(text, schema)[0] for text in texts])
    assert [(row.actor, row.actor_type) for row in merged] == [
        ("أنطونيو غوتيريش", "PERS"),
        ("الحكومة الليبية", "ORG"),
        ("أنطونيو غوتيريش", "PERS"),
        ("الحكومة", "ORG"),
    ]


def test_contradictions_are_flagged_and_changes_of_mind_are_not(day1, day2):
    reasons = [c.reason for c in Ledger.merge([day1, day2]).conflicts()]
    assert len(reasons) == 2
    assert any("REJECT and ACCEPT" in r or "ACCEPT and REJECT" in r for r in reasons)
    assert any("ATTACK: asserted" in r for r in reasons)


def test_every_form_has_the_same_rows(day1, day2):
    merged = Ledger.merge([day1, day2])
    records = to_records(merged)
    assert [tuple(r) for r in records] == [COLUMNS] * len(merged)
    assert json.loads(to_json(merged)) == records
    read = list(csv.DictReader(io.StringIO(to_csv(merged))))
    assert [r["actor"] for r in read] == [r["actor"] or "" for r in records]
    assert to_markdown(merged).count("\n") == len(merged) + 2
    frame = to_pandas(merged)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(merged)


def test_intervals_in_records(day1):
    record = to_records(ledger(day1).only(["REQUEST_DELAY"]))[0]
    assert record["until"] == "صباح الثلاثاء"
    assert record["until_start"].startswith("2020-01-14T")


def test_a_cell_is_never_a_formula(day1):
    row = replace(next(iter(ledger(day1))), actor='=HYPERLINK("x")')
    assert "'=HYPERLINK" in to_csv(Ledger((row,)))


def test_a_document_lists_its_own_ledger(day1):
    assert day1.ledger() == ledger(day1)
