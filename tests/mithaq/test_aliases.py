"""Which mentions denote one actor, and which stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.aliases import canonical, group_aliases, name_words
from mithaq.documents import Document, Span

NAMES = ["فايز السراج", "السراج", "فايز", "خليفة حفتر", "حفتر", "صدام حفتر", "نزار بن عمار", "عمار", "،", "مصر"]


def laid_out(mentions: list[tuple[str, str]]) -> tuple[str, list[Span]]:
    """A text that lists mentions (text, type), and their spans."""
    text, spans = "", []
    for mention, kind in mentions:
        spans.append(Span(len(text), len(text) + len(mention), kind))
        text += mention + " "
    return text, spans


def grouped(*mentions: tuple[str, str]) -> tuple[tuple[int, ...], ...]:
    return group_aliases(*laid_out(list(mentions)))


@pytest.mark.parametrize(
    ("mention", "words"),
    [
        ("فايز السراج", ("فايز", "سراج")),
        ("أحمد الأحمد", ("احمد", "احمد")),
        ("مصطفى", ("مصطفي",)),
        ("«وكالة الأنباء»", ("وكاله", "انباء")),
        ("مُحَمَّد\u200f", ("محمد",)),
        ("ال", ("ال",)),
        ("…", ()),
    ],
)
def test_name_words(mention: str, words: tuple[str, ...]) -> None:
    assert name_words(mention) == words


def test_a_short_name_joins_its_full_name() -> None:
    assert grouped(("فايز السراج", "PERS"), ("السراج", "PERS"), ("فايز", "PERS")) == ((0, 1, 2),)


def test_spelling_does_not_part_a_name() -> None:
    assert grouped(("أحمد العيسى", "PERS"), ("احمد العيسي", "PERS"), ("أحمد العيـسى", "PERS")) == ((0, 1, 2),)


def test_two_people_of_one_family_stay_apart() -> None:
    assert grouped(("خليفة حفتر", "PERS"), ("صدام حفتر", "PERS"), ("حفتر", "PERS")) == ()


def test_a_middle_word_is_no_short_name() -> None:
    assert grouped(("نزار بن عمار", "PERS"), ("بن", "PERS")) == ()


def test_a_delegation_is_not_its_head() -> None:
    assert grouped(("وفد حفتر", "ORG"), ("حفتر", "PERS"), ("حفتر", "ORG")) == ()


def test_organisations_and_places_join_only_whole() -> None:
    assert grouped(("الأمم المتحدة", "ORG"), ("الامم المتحده", "ORG"), ("الأمم", "ORG")) == ((0, 1),)
    assert grouped(("مصر", "GPE"), ("مصر", "GPE"), ("مصر", "ORG")) == ((0, 1),)


def test_types_that_name_nobody_are_left_out() -> None:
    assert grouped(("أمس", "DATE"), ("أمس", "DATE"), ("الليبي", "NORP"), ("الليبي", "NORP")) == ()


def test_groups_stand_in_text_order_whatever_the_order_of_the_spans() -> None:
    text, spans = laid_out([("فايز السراج", "PERS"), ("مصر", "GPE"), ("السراج", "PERS")])
    assert group_aliases(text, spans[::-1]) == ((2, 0),)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["PERS", "ORG", "GPE", "DATE"])), max_size=10))
def test_groups_part_the_mentions(mentions: list[tuple[str, str]]) -> None:
    text, spans = laid_out(mentions)
    groups = group_aliases(text, spans)
    members = [i for group in groups for i in group]
    assert len(members) == len(set(members)), "nobody is in two groups"
    assert all(len(group) > 1 and len({spans[i].type for i in group}) == 1 for group in groups)


def test_the_canonical_name_is_the_fullest_of_the_same_type() -> None:
    text, spans = laid_out(
        [("السراج", "PERS"), ("رئيس حكومة الوفاق الوطني", "OCC"), ("فايز السراج", "PERS"), ("فايز سراجو", "PERS"), ("مصر", "GPE")]
    )
    doc = Document("d", text, spans=tuple(spans), aliases=((0, 1, 2),))
    assert [canonical(doc, i) for i in (0, 1, 2)] == ["فايز السراج", "رئيس حكومة الوفاق الوطني", "فايز السراج"]
    assert canonical(doc, 4) == "مصر", "a mention without a group is its own name"
    assert canonical(Document("d", text, spans=tuple(spans), aliases=((3, 2), (0, 1))), 2) == "فايز السراج"
