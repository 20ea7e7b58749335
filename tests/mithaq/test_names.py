"""Spellings that are one name, and words that only look like it."""

from __future__ import annotations

import pytest

from mithaq.names import alike, edits, is_short_for, key_words, name_words, same_name, skeleton


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبدالفتاح السيسي", "عبد الفتاح السيسى"),
        ("رئيس الهيئة", "رييس الهيية"),
        ("مؤتمر", "موتمر"),
        ("مولود جاويش أوغلو", "مولود جاووش اوغلو"),
        ("ڤانس", "فانس"),
        ("کرزای", "كرزاي"),
        ("#الاتحاد_الأوروبي", "الاتحاد الأوروبي"),
        ("داوود", "داود"),
    ],
)
def test_spellings_of_one_key(one: str, other: str) -> None:
    assert key_words(one) == key_words(other)


@pytest.mark.parametrize(("one", "other"), [("المملكة", "الملكة"), ("ليبيا", "لبنان"), ("عبد الله", "عبيد الله")])
def test_keys_that_differ(one: str, other: str) -> None:
    assert key_words(one) != key_words(other)


def test_a_first_half_is_one_word_with_its_second() -> None:
    assert key_words("محمد بن سلمان بن عبد العزيز") == ("محمد", "بن_سلمان", "بن_عبد_عزيز")
    assert key_words("أحمد أبو الغيط") == ("احمد", "ابو_غيط")
    assert key_words("عبد") == ("عبد",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("غوتيريش", "جوتيريس"),
        ("غوتيريش", "قوتيريش"),
        ("أردوغان", "إردوجان"),
        ("نتنياهو", "نتانياهو"),
        ("ستولتنبرغ", "شتولتنبرج"),
        ("زيلينسكي", "زيلنسكي"),
        ("كلينتون", "كلنتون"),
    ],
)
def test_spellings_of_a_foreign_name(one: str, other: str) -> None:
    assert same_name(key_words(one), key_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("حسن", "حسين"),
        ("محمد", "محمود"),
        ("سلمان", "سليمان"),
        ("مبارك", "مبروك"),
        ("قاسم", "جاسم"),
        ("عبد القادر", "عبد القدير"),
        ("سعيد", "سعود"),
        ("بيرلسكوني", "بيرلسكونيتشو"),
        ("ليبيا", "لبنان"),
    ],
)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    assert not same_name(key_words(one), key_words(other))


def test_a_skeleton_keeps_consonants_by_sound() -> None:
    assert skeleton("غوتيريش") == skeleton("جوتيريس") == "غترس"
    assert skeleton("اوباما") == "ابم"
    assert skeleton("تشرشل") == skeleton("شرشل")


@pytest.mark.parametrize(("a", "b", "count"), [("", "", 0), ("حفتر", "", 4), ("حفتر", "حفتار", 1), ("سراج", "سرجا", 2), ("ابج", "دهو", 3)])
def test_edits(a: str, b: str, count: int) -> None:
    assert edits(a, b) == edits(b, a) == count


def test_alike_is_symmetric() -> None:
    assert alike("غوتيريش", "جوتيريس") is alike("جوتيريس", "غوتيريش") is True


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("السراج", "فايز السراج", True),
        ("فايز", "فايز السراج", True),
        ("رجب أردوغان", "رجب طيب أردوغان", True),
        ("طيب أردوغان", "رجب طيب أردوغان", True),
        ("جوتيريس", "أنطونيو غوتيريش", True),
        ("ولد الشيخ", "إسماعيل ولد الشيخ أحمد", True),
        ("بن سلمان", "محمد بن سلمان", True),
        ("بن سلمان", "محمد بن سلمان بن عبد العزيز", True),
        ("سلمان", "محمد بن سلمان", False),
        ("عبدالله", "علي عبد الله صالح", False),
        ("طيب", "رجب طيب أردوغان", False),
        ("فون", "أورسولا فون دير لاين", False),
        ("فايز السراج", "فايز السراج", False),
        ("فايز السراج", "السراج", False),
        ("أردوغان رجب", "رجب طيب أردوغان", False),
        ("", "فايز السراج", False),
    ],
)
def test_short_names(short: str, full: str, fits: bool) -> None:
    assert is_short_for(key_words(short), key_words(full)) is fits
