"""Normalisation and its offsets, words, sentences."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given

from mithaq.text import has_arabic, normalise, sentences, words
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("الـــوفد", "الوفد"),
        ("نِ\u200fزا\u200cر\ufeff", "نزار"),
        ("\u202bسلام\u202c", "سلام"),
        ("إأآٱةى", "إأآٱةى"),
        ("١٢٫٥ و۴۵", "12٫5 و45"),
        ("ایران کرمان", "ايران كرمان"),
        ("ﻻ ﷲ ﻣﺼﺮ", "لا الله مصر"),
        ("ﯼ ﮎ ﷼", "ي ك ريال"),
        ("بﹰ بﱠب ـﹷب", "ب بب ب"),
        ("a\u00a0b", "a b"),
        ("\ud800", "\ufffd"),
        ("😀👩\u200d👧", "😀👩👧"),
        ("", ""),
    ],
)
def test_normalised_text(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@given(texts)
def test_each_kept_character_maps_to_its_origin(text: str) -> None:
    norm = normalise(text)
    offsets = norm.offsets.tolist()
    assert len(offsets) == len(norm.text) + 1
    assert offsets[-1] == len(text)
    assert offsets == sorted(offsets)
    for char, at in zip(norm.text, offsets[:-1], strict=True):
        assert char == text[at] or char in normalise(text[at]).text
    # Nothing that carries meaning is lost: what no offset names is a mark, tatweel, a control or a form that holds only marks.
    for at in set(range(len(text))) - set(offsets):
        folded = unicodedata.normalize("NFKC", text[at]).strip().replace("ـ", "")
        assert all(unicodedata.category(c) in {"Mn", "Cf"} for c in folded), hex(ord(text[at]))


@given(texts)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


def test_every_code_point_is_stable() -> None:
    for start in range(0, 0x11000, 0x100):
        block = "ب".join(map(chr, range(start, start + 0x100)))
        once = normalise(block).text
        assert normalise(once).text == once, hex(start)


@given(texts)
def test_word_spans_come_back(text: str) -> None:
    norm = normalise(text)
    for start, end in words(norm.text):
        left, right = norm.to_original(start, end)
        assert 0 <= left < right <= len(text)
        assert norm.from_original(left, right) == (start, end)
        assert norm.to_original(*norm.from_original(left, right)) == (left, right)


def test_offsets_of_a_marked_word() -> None:
    text = "قال\u200f مُـحَمَّـدٌ، أمس"
    norm = normalise(text)
    assert norm.text == "قال محمد، أمس"
    left, right = norm.to_original(4, 8)
    assert text[left:right] == "مُـحَمَّـدٌ", "marks after the last letter belong to the word"
    assert norm.from_original(left, right) == (4, 8)
    assert normalise("قالـ ثم").to_original(0, 3) == (0, 4), "and so does tatweel"


def test_a_ligature_is_one_place_of_the_original() -> None:
    norm = normalise("و ﻻبد")
    assert norm.text == "و لابد"
    assert norm.offsets.tolist() == [0, 1, 2, 2, 3, 4, 5]
    assert norm.to_original(2, 6) == (2, 5)
    assert norm.from_original(2, 5) == (2, 6)


@given(texts)
def test_words_hold_every_visible_character_once(text: str) -> None:
    spans = words(text)
    covered = [at for start, end in spans for at in range(start, end)]
    assert covered == sorted(set(covered))
    assert set(covered) == {at for at, char in enumerate(text) if not char.isspace()}


def test_words() -> None:
    text = "طلب 3.5 مليون، و1,200 «ب»_A1"
    assert [text[s:e] for s, e in words(text)] == ["طلب", "3.5", "مليون", "،", "و", "1,200", "«", "ب", "»", "_", "A", "1"]


@given(texts)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = sentences(text)
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(text) if not char.isspace())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال نعم. ثم غادر.", ["قال نعم.", "ثم غادر."]),
        ("نما 3.5 بالمئة", ["نما 3.5 بالمئة"]),
        ("لماذا؟ لا نعلم!", ["لماذا؟", "لا نعلم!"]),
        ("قال «لن نوقع.» ثم خرج", ["قال «لن نوقع.»", "ثم خرج"]),
        ("انتهى.\u200f وعاد", ["انتهى.\u200f", "وعاد"]),
        ("عنوان\nنص\r\nنص\u2028نص\x85نص", ["عنوان", "نص", "نص", "نص", "نص"]),
        (" \n\t ", []),
        ("", []),
    ],
)
def test_sentence_ends(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [("خبر", True), ("a ﻣ", True), ("پ", True), ("hello 12 ،؟ ٤٨ ًـ", False), ("", False)])
def test_has_arabic(text: str, expected: bool) -> None:
    assert has_arabic(text) is expected
