"""The tokenizer: its rules agree with mithaq.text, its offsets refer to the caller's text, its files load everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from mithaq.text import normalise, words
from training.tokenizer import SPECIAL, save, train

TEXTS = [
    "وقّع الوزيران اتفاقا في تونس يوم 12 يناير 2020، وطلبا مهلة حتى الأحد.",
    "قال المتحدث باسم الوزارة إن الاتفاق وقع أمس في موسكو.",
    "the minister signed 3.5% of the agreement (GDP)",
] * 3


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train(TEXTS, vocabulary=300, alphabet=120)


def pieces(tokenizer: Tokenizer, text: str) -> list[str]:
    return list(tokenizer.encode(text, add_special_tokens=False).tokens)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("وقَّعَ", "وقع"),
        ("الـــوزارة", "الوزارة"),
        ("الأحد", "الاحد"),
        ("إن ٱلاتفاق", "ان الاتفاق"),
        ("١٢ يناير", "12 يناير"),
        ("۲۰۲۰", "2020"),
        ("قال\u200f أمس\u200b", "قال امس"),
        ("المتحدث باسم الوزیران", "المتحدث باسم الوزيران"),
        ("ﻗﺎﻝ", "قال"),
        ("GDP", "gdp"),
    ],
)
def test_spellings_of_one_word_are_one(tokenizer: Tokenizer, written: str, plain: str) -> None:
    assert pieces(tokenizer, written) == pieces(tokenizer, plain)


@pytest.mark.parametrize(("one", "other"), [("على", "علي"), ("وزارة", "وزاره")])
def test_final_letters_are_kept_apart(tokenizer: Tokenizer, one: str, other: str) -> None:
    assert pieces(tokenizer, one) != pieces(tokenizer, other)


def test_digits_and_marks_stand_alone(tokenizer: Tokenizer) -> None:
    text = "يوم12في(تونس)3.5%"
    spans = [piece for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text)]
    assert spans == ["يوم", "12", "في", "(", "تونس", ")", "3", ".", "5", "%"]


def test_offsets_refer_to_the_text_as_given(tokenizer: Tokenizer) -> None:
    text = "ثم وقّـــعَ 🙂 الوزيران ١٢"
    encoded = tokenizer.encode(text)
    first = encoded.char_to_token(text.index("وقّ"))
    last = encoded.char_to_token(text.index("عَ"))
    assert text[encoded.offsets[first][0] : encoded.offsets[last][1]].rstrip("َ") == "وقّـــع"
    digits = encoded.char_to_token(text.index("١"))
    assert encoded.offsets[digits][0] == text.index("١")


def test_special_tokens_frame_a_text_and_a_pair(tokenizer: Tokenizer) -> None:
    assert [tokenizer.token_to_id(name) for name in SPECIAL] == [0, 1, 2, 3, 4]
    tokens = tokenizer.encode("قال", "أمس").tokens
    assert (tokens[0], tokens[-1], tokens.count("[SEP]")) == ("[CLS]", "[SEP]", 2)


def test_the_files_load_in_both_libraries(tokenizer: Tokenizer, tmp_path: Path) -> None:
    save(tokenizer, tmp_path, positions=512)
    fast = AutoTokenizer.from_pretrained(tmp_path)
    assert fast.pad_token_id == 0
    assert fast.mask_token_id == 4
    assert fast.model_max_length == 512
    text = TEXTS[0]
    assert fast(text)["input_ids"] == Tokenizer.from_file(str(tmp_path / "tokenizer.json")).encode(text).ids
    assert fast(text, return_offsets_mapping=True)["offset_mapping"] == tokenizer.encode(text).offsets


# Letters, marks, digits of three scripts, controls, presentation forms, symbols, white space.
_CHARACTERS = st.sampled_from(
    [*"وقعأآإٱىيیکةه ٠١۲3x.،«»$€🙂ﻻﷲ\n\tـًَّٰ۞ۖۥ", "\u200c", "\u200f", "\u2066", "\ufeff", "\u00ad", "\u0610", "\ufe0f"]
)


@settings(max_examples=150, deadline=None)
@given(st.text(_CHARACTERS, max_size=25))
def test_every_word_of_the_package_has_a_piece_inside_it(tokenizer: Tokenizer, text: str) -> None:
    plain = normalise(text)
    encoded = tokenizer.encode(plain.text, add_special_tokens=False)
    for start, end in words(plain.text):
        assert any(start <= left < right <= end for left, right in encoded.offsets), plain.text[start:end]


@settings(max_examples=150, deadline=None)
@given(st.text(_CHARACTERS, max_size=25))
def test_a_text_and_its_normalised_form_have_the_same_pieces(tokenizer: Tokenizer, text: str) -> None:
    assert pieces(tokenizer, text) == pieces(tokenizer, normalise(text).text)
