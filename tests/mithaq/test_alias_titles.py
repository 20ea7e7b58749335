"""Titles that stand alone, and the persons to whom they belong."""

from __future__ import annotations

import re

import pytest

from mithaq.aliases import group_aliases
from mithaq.markup import parse
from mithaq.schema import Schema

ERDOGAN = "⟦1:OCC الرئيس ⟦2:NORP التركي⟧⟧ ⟦3:PERS رجب طيب أردوغان⟧"
FIDAN = "⟦4:OCC وزير ⟦5:ORG الخارجية⟧ ⟦6:NORP التركي⟧⟧ ⟦7:PERS هاكان فيدان⟧"


def in_markup(markup: str, schema: Schema, edges: str = "") -> list[tuple[str, ...]]:
    """The groups of a passage in bracket markup, as mention texts."""
    doc = parse(f"### d\n{markup}\n---\n{edges}\n", schema)[0]
    return [tuple(map(doc.mention, group)) for group in group_aliases(doc.text, doc.spans, doc.edges)]


@pytest.mark.parametrize(
    ("title", "holder"),
    [
        ("⟦9:OCC الرئيس التركي⟧", "رجب طيب أردوغان"),
        ("⟦9:OCC الرئيس⟧", "رجب طيب أردوغان"),
        ("⟦9:OCC رئيس ⟦10:GPE تركيا⟧⟧", "رجب طيب أردوغان"),
        ("⟦9:OCC الوزير⟧", "هاكان فيدان"),
        ("⟦9:OCC الوزير التركي⟧", "هاكان فيدان"),
        ("⟦9:OCC وزير الخارجية⟧", "هاكان فيدان"),
        ("⟦9:OCC وزير الدفاع⟧", ""),
        ("⟦9:OCC الوزير الروسي⟧", ""),
        ("⟦9:OCC الرئيس السابق⟧", ""),
        ("⟦9:OCC رئيس الحكومة⟧", ""),
        ("⟦9:OCC وزير⟧", ""),
        ("⟦9:OCC المتحدث⟧", ""),
    ],
)
def test_a_title_standing_alone(title: str, holder: str, schema: Schema) -> None:
    groups = in_markup(f"{ERDOGAN} و{FIDAN} ثم قال {title} ذلك", schema)
    plain = re.sub(r"⟦\d+:\w+ |⟧", "", title)
    assert groups == ([(holder, plain)] if holder else [])


def test_one_office_under_two_names(schema: Schema) -> None:
    markup = "⟦1:OCC رئيس الوزراء⟧ ⟦2:PERS معروف البخيت⟧ ثم ⟦3:OCC رئيس الحكومة⟧"
    assert in_markup(markup, schema) == [("معروف البخيت", "رئيس الحكومة")]


def test_a_bare_president_is_a_head_of_state(schema: Schema) -> None:
    assert in_markup("⟦1:OCC رئيس ⟦2:ORG المجلس⟧⟧ ⟦3:PERS سعد الكتاتني⟧ ثم ⟦4:OCC الرئيس⟧", schema) == []
    assert in_markup("⟦1:OCC رئيس الجمهورية⟧ ⟦3:PERS ميشال عون⟧ ثم ⟦4:OCC الرئيس⟧", schema) == [("ميشال عون", "الرئيس")]


def test_a_title_that_fits_two_joins_neither(schema: Schema) -> None:
    other = "⟦11:OCC وزير ⟦12:ORG الدفاع⟧⟧ ⟦13:PERS يشار غولر⟧"
    assert in_markup(f"{FIDAN} و{other} ثم ⟦9:OCC الوزير⟧", schema) == []
    unnamed = "⟦11:OCC وزير ⟦12:ORG الدفاع⟧⟧"
    assert in_markup(f"{FIDAN} و{unnamed} ثم ⟦9:OCC الوزير⟧", schema) == []


def test_a_bare_title_looks_back_and_a_long_one_ahead(schema: Schema) -> None:
    assert in_markup(f"قال ⟦9:OCC الوزير⟧ ثم {FIDAN}", schema) == []
    assert in_markup(f"قال ⟦9:OCC وزير الخارجية⟧ ثم {FIDAN}", schema) == [("وزير الخارجية", "هاكان فيدان")]


def test_titles_beside_names_stay_outside_groups(schema: Schema) -> None:
    markup = "⟦1:OCC الرئيس⟧ ⟦2:PERS نزار عون⟧ و⟦3:OCC الرئيس⟧ ⟦4:PERS كمال سليم⟧"
    assert in_markup(markup, schema) == []


def test_an_edge_tells_a_title_behind_the_name(schema: Schema) -> None:
    markup = "⟦1:PERS هالة السعدي⟧، ⟦2:OCC وزيرة الإعلام⟧، ثم قالت ⟦3:OCC الوزيرة⟧"
    assert in_markup(markup, schema, "1 HOLDS_OFFICE 2") == [("هالة السعدي", "الوزيرة")]
    assert in_markup(markup, schema) == [("وزيرة الإعلام", "الوزيرة")], "without the edge nobody is known to hold it"
