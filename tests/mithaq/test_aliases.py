"""Which mentions denote one actor, and which stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.aliases import canonical, group_aliases
from mithaq.documents import Document, Edge, Span
from mithaq.markup import parse
from mithaq.schema import Schema
from tests.strategies import documents

NAMES = ["فايز السراج", "السراج", "فايز", "خليفة حفتر", "حفتر", "صدام حفتر", "نزار بن عمار", "عمار", "،", "مصر"]
NEVER = frozenset({("PERS", "ORG"), ("PERS", "GPE"), ("ORG", "GPE"), ("DOC", "ORG"), ("PERS", "DOC")})
"""Pairs of types that no group holds."""


def laid_out(mentions: list[tuple[str, str]]) -> tuple[str, list[Span]]:
    """A text that lists mentions (text, type), and their spans."""
    text, spans = "", []
    for mention, kind in mentions:
        spans.append(Span(len(text), len(text) + len(mention), kind))
        text += mention + " ثم "
    return text, spans


def grouped(*mentions: tuple[str, str]) -> tuple[tuple[int, ...], ...]:
    return group_aliases(*laid_out(list(mentions)))


def of(kind: str, *mentions: str) -> tuple[tuple[int, ...], ...]:
    return grouped(*((m, kind) for m in mentions))


def in_markup(markup: str, schema: Schema) -> list[tuple[str, ...]]:
    """The groups of a passage in bracket markup, as mention texts."""
    doc = parse(f"### d\n{markup}\n---\n", schema)[0]
    return [tuple(map(doc.mention, group)) for group in group_aliases(doc.text, doc.spans, doc.edges)]


# People


def test_a_short_name_joins_its_full_name() -> None:
    assert of("PERS", "فايز السراج", "السراج", "فايز") == ((0, 1, 2),)
    assert of("PERS", "السراج", "فايز السراج") == ((0, 1),), "headlines name the family first"
    assert of("PERS", "رجب طيب أردوغان", "أردوغان", "رجب أردوغان", "الطيب") == ((0, 1, 2),)


def test_spelling_does_not_part_a_name() -> None:
    assert of("PERS", "أحمد العيسى", "احمد العيسي", "أحمد العيـسى") == ((0, 1, 2),)
    assert of("PERS", "أنطونيو غوتيريش", "جوتيريس", "انطونيو قوتيريش") == ((0, 1, 2),)
    assert of("PERS", "مولود جاويش أوغلو", "جاووش اوغلو") == ((0, 1),)
    assert of("ORG", "غازبروم", "جازبروم") == ((0, 1),)


def test_two_people_of_one_family_stay_apart() -> None:
    assert of("PERS", "خليفة حفتر", "صدام حفتر", "حفتر") == ()
    assert of("PERS", "محمد السعدي", "محمود السعدي", "السعدي") == ()
    assert of("PERS", "محمد بن سلمان", "سلمان بن عبد العزيز", "سلمان") == ((1, 2),)


def test_a_middle_word_is_no_short_name() -> None:
    assert of("PERS", "نزار بن عمار", "بن") == ()
    assert of("PERS", "علي عبد الله صالح", "عبد الله") == ()


def test_a_given_name_is_not_of_somebody_named_later() -> None:
    assert of("PERS", "كيم", "كيم يو جونغ") == ()


def test_another_name_in_brackets_or_after_a_phrase(schema: Schema) -> None:
    assert in_markup("دفاع ⟦1:PERS علي عبد الرحمن⟧، المعروف بـ⟦2:PERS كوشيب⟧", schema) == [("علي عبد الرحمن", "كوشيب")]
    assert in_markup("⟦1:ORG الهيئة الحكومية للتنمية⟧ (⟦2:ORG إيغاد⟧)", schema) == [("الهيئة الحكومية للتنمية", "إيغاد")]
    assert in_markup('⟦1:ORG الاتحاد الأفريقي⟧ "⟦2:ORG كاف⟧"', schema) == [("الاتحاد الأفريقي", "كاف")]
    assert in_markup("في ⟦1:GPE فالنسيا⟧ (⟦2:GPE إسبانيا⟧)", schema) == []
    assert in_markup("⟦1:ORG الهيئة⟧ ⟦2:ORG إيغاد⟧", schema) == []


# Bodies and places


def test_a_delegation_is_not_its_head() -> None:
    assert grouped(("وفد حفتر", "ORG"), ("حفتر", "PERS"), ("حفتر", "ORG")) == ()
    assert of("ORG", "بعثة الأمم المتحدة", "الأمم المتحدة") == ()
    assert of("ORG", "مجلس إدارة سلامة", "سلامة") == ()


def test_a_whole_is_never_its_part(schema: Schema) -> None:
    markup = "⟦1:ORG المجلس الوزاري ل⟦2:ORG مجلس التعاون⟧⟧ ثم ⟦3:ORG المجلس⟧ ثم ⟦4:ORG مجلس التعاون⟧"
    assert in_markup(markup, schema) == [("مجلس التعاون", "مجلس التعاون")]


def test_equal_names_of_bodies_and_places() -> None:
    assert of("ORG", "الأمم المتحدة", "الامم المتحده", "الأمم") == ((0, 1),)
    assert grouped(("مصر", "GPE"), ("مصر", "GPE"), ("مصر", "ORG"), ("القاهرة", "GPE")) == ((0, 1),)
    assert of("GPE", "البرازيل", "برازيليا") == of("GPE", "النيجر", "نيجيريا") == ()


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("حركة حماس", "حماس"),
        ("حركة حماس", "الحركة"),
        ('شركة "إيني"', "إيني"),
        ("البنك المركزي", "المركزي"),
        ("قوات الدعم السريع", "الدعم السريع"),
        ("المحكمة الدستورية العليا", "المحكمة الدستورية"),
        ("صندوق النقد الدولي", "الصندوق"),
        ("حكومة الوفاق الوطني", "الحكومة"),
        ("قوات سوريا الديمقراطية", "قسد"),
        ("وكالة الأنباء السعودية", "واس"),
        ("بولتون واندررز", "بولتون"),
        ("الاتحاد الدولي (فيفا)", "فيفا"),
        ("مجموعة فولكسفاغن", "الشركة"),
    ],
)
def test_shorter_forms_of_a_body(full: str, short: str) -> None:
    assert of("ORG", full, short) == ((0, 1),)


@pytest.mark.parametrize(
    "mentions",
    [
        ("حكومة الوفاق", "حكومة الإنقاذ", "الحكومة"),
        ("الحكومة", "حكومة الوفاق"),
        ("حكومة", "حكومة"),
        ("حزبه", "حزبه"),
        ("فصائل المعارضة", "فصائل معارضة"),
        ("وزارة الدفاع", "وزارة الداخلية"),
        ("مجلس الأمن", "الأمن"),
        ("بوينغ", "إيرباص", "الشركة"),
        ("البرلمان", "برلمانها"),
        ("حزب الأمة", "حزب البعث", "الحزب"),
    ],
)
def test_bodies_on_doubt_apart(mentions: tuple[str, ...]) -> None:
    assert of("ORG", *mentions) == ()


def test_a_noun_stands_for_the_only_body_named_without_one(schema: Schema) -> None:
    assert in_markup("(⟦1:ORG رويترز⟧) أعلنت ⟦2:ORG بوينغ⟧ وقالت ⟦3:ORG الشركة⟧", schema) == [("بوينغ", "الشركة")]


def test_nationalities_part_organs_of_states_only(schema: Schema) -> None:
    ministry = "⟦1:ORG وزارة الخارجية⟧ ثم ⟦2:ORG وزارة الخارجية ⟦3:NORP الروسية⟧⟧"
    assert in_markup(ministry, schema) == []
    company = "⟦1:ORG جنرال إلكتريك⟧ ثم ⟦2:ORG جنرال إلكتريك ⟦3:NORP الأميركية⟧⟧ ثم ⟦4:ORG شركة إيني ⟦5:NORP الإيطالية⟧⟧ و⟦6:ORG إيني⟧"
    assert in_markup(company, schema) == [("جنرال إلكتريك", "جنرال إلكتريك الأميركية"), ("شركة إيني الإيطالية", "إيني")]


def test_an_article_melted_into_a_preposition(schema: Schema) -> None:
    markup = "⟦1:ORG محكمة العدل⟧ ثم ل⟦2:ORG لمحكمة⟧ في ⟦3:GPE ليبيا⟧ ثم ل⟦4:GPE ليبيا⟧"
    assert in_markup(markup, schema) == [("محكمة العدل", "لمحكمة"), ("ليبيا", "ليبيا")]
    assert in_markup("⟦1:GPE الخرطوم⟧ ثم ل⟦2:GPE لخرطوم⟧", schema) == [("الخرطوم", "لخرطوم")]


def test_places() -> None:
    assert of("GPE", "قطاع غزة", "القطاع") == ((0, 1),)
    assert of("GPE", "الولايات المتحدة", "الولايات المتحدة الأميركية") == ((0, 1),)
    assert of("GPE", "بلاده", "بلاده") == ()


# Documents and nominal actors


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("اتفاق سلام", "الاتفاق"),
        ("اتفاقا", "الاتفاق"),
        ("مذكرة تفاهم", "المذكرة"),
        ("معاهدة ستارت", "الوثيقة"),
        ("اتفاقية تجارة حرة", "اتفاقية التجارة الحرة"),
    ],
)
def test_a_document_by_its_noun(first: str, later: str) -> None:
    assert of("DOC", first, later) == ((0, 1),)
    assert grouped((first, "DOC"), (later, "ORG")) == ()


@pytest.mark.parametrize(
    "mentions",
    [
        ("اتفاق جدة", "اتفاق الرياض", "الاتفاق"),
        ("اتفاق", "اتفاق"),
        ("الاتفاق", "اتفاق"),
        ("معاهدة ستارت", "مذكرة تفاهم", "الوثيقة"),
        ("نسختين", "الوثيقة"),
        ("مسودة الاتفاق", "الاتفاق"),
    ],
)
def test_documents_on_doubt_apart(mentions: tuple[str, ...]) -> None:
    assert of("DOC", *mentions) == ()


def test_nominal_actors_whatever_their_case() -> None:
    assert of("ACTOR", "الطرفان", "الطرفين", "طرفان") == ((0, 1),)
    assert of("ACTOR", "مصدر أمني", "المصدر", "مسؤولون") == ((0, 1),)


def test_types_that_name_nobody_are_left_out() -> None:
    assert grouped(("أمس", "DATE"), ("أمس", "DATE"), ("الليبي", "NORP"), ("الليبي", "NORP")) == ()


# Whatever the input


def test_groups_stand_in_text_order_whatever_the_order_of_the_spans() -> None:
    text, spans = laid_out([("فايز السراج", "PERS"), ("مصر", "GPE"), ("السراج", "PERS")])
    assert group_aliases(text, spans[::-1]) == ((2, 0),)
    assert group_aliases(text, spans[::-1], (Edge(0, 1, "AFFILIATED"),)) == ((2, 0),)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["PERS", "ORG", "GPE", "DATE"])), max_size=10))
def test_groups_part_the_mentions(mentions: list[tuple[str, str]]) -> None:
    text, spans = laid_out(mentions)
    groups = group_aliases(text, spans)
    members = [i for group in groups for i in group]
    assert len(members) == len(set(members)), "nobody is in two groups"
    assert all(len(group) > 1 and len({spans[i].type for i in group}) == 1 for group in groups)


@given(documents())
def test_any_document_has_sound_groups(doc: Document) -> None:
    for group in group_aliases(doc.text, doc.spans, doc.edges):
        spans = [doc.spans[i] for i in group]
        assert len(group) > 1
        assert spans == sorted(spans, key=lambda s: (s.start, s.end))
        pairs = [(a, b) for a in spans for b in spans if a is not b]
        assert not any((a.type, b.type) in NEVER for a, b in pairs)
        assert not any(a.start <= b.start and b.end <= a.end for a, b in pairs), "a whole and its part"


def test_the_canonical_name_of_a_person_or_title_is_the_fullest_name() -> None:
    text, spans = laid_out(
        [("السراج", "PERS"), ("رئيس حكومة الوفاق الوطني", "OCC"), ("فايز السراج", "PERS"), ("فايز سراجو", "PERS"), ("مصر", "GPE")]
    )
    doc = Document("d", text, spans=tuple(spans), aliases=((0, 1, 2),))
    assert [canonical(doc, i) for i in (0, 1, 2)] == ["فايز السراج", "فايز السراج", "فايز السراج"]
    assert canonical(doc, 4) == "مصر", "a mention without a group is its own name"
    assert canonical(Document("d", text, spans=tuple(spans), aliases=((3, 2), (0, 1))), 2) == "فايز السراج"


def test_a_title_is_called_by_its_holders_name(schema: Schema) -> None:
    markup = (
        "### a\nالتقى ⟦1:OCC الرئيس⟧ ⟦2:PERS نزار بن عمار⟧ الوفد. و⟦3:SIGN+ وقع⟧ ⟦4:OCC الرئيس⟧.\n---\n"
        "2 HOLDS_OFFICE 1\n3 AGENT 4\nSAME 2 4\n"
    )
    (doc,) = parse(markup, schema)
    assert [answer.actor for answer in doc.who("SIGN")] == ["نزار بن عمار"]
