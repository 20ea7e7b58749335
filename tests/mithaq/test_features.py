"""Words, windows and arrays: nothing lost, every word owned once, offsets exact."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from mithaq.errors import BundleError
from mithaq.features import EDGE_LETTERS, LETTER_CODES, FeatureSettings, Featurizer
from mithaq.span_features import GAP_CODES, gap_codes, pack_spans
from tests.strategies import texts

TOKENIZER = "models/encoders/mithaq-mini/tokenizer.json"
SMALL = FeatureSettings(pieces=24, overlap=8, width=4)


def featurizer(settings: FeatureSettings = SMALL) -> Featurizer:
    return Featurizer(Tokenizer.from_file(TOKENIZER), settings)


FEATURIZER = featurizer()


def test_a_word_and_its_pieces():
    words = FEATURIZER.words("وقّع الوزيران، أمس.")
    said = [words.plain.text[a:b] for a, b in words.bounds]
    assert said == ["وقع", "الوزيران", "،", "أمس", "."]
    assert len(words.begin) == 6
    assert words.begin[-1] == len(words.pieces)
    assert words.span(0, 0) == (0, 4)
    assert words.span(1, 1, skip=2) == (7, 13)


def test_sentences_are_numbered():
    words = FEATURIZER.words("وقع الوزير. غادر الوفد.\nعاد.")
    assert words.sentence.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]


def test_letters_of_both_ends_fold_hamza_and_stop_at_the_word():
    letters = FEATURIZER.words("أمس امس من").letters
    assert letters.shape == (3, 2 * EDGE_LETTERS)
    assert letters[0].tolist() == letters[1].tolist()
    assert letters[2, 2:4].tolist() == [0, 0]
    assert letters.max() < LETTER_CODES


@settings(max_examples=150, deadline=None)
@given(texts)
def test_words_locate_their_own_offsets(text: str):
    words = FEATURIZER.words(text)
    for i in range(len(words)):
        start, end = words.span(i, i)
        assert 0 <= start < end <= len(text)
        assert words.locate(start, end) == (i, i, 0)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_windows_hold_every_word_and_each_is_owned_once(text: str):
    words = FEATURIZER.words(text)
    windows = FEATURIZER.windows(words)
    owned = [i for w in windows for i in range(w.own_start, w.own_end)]
    assert owned == list(range(len(words)))
    for w in windows:
        assert w.start <= w.own_start <= w.own_end <= w.end
        pieces = words.begin[w.end] - words.begin[w.start]
        assert w.end - w.start == 1 or pieces + 2 <= SMALL.pieces


def test_windows_break_between_sentences_and_share_the_last():
    text = " ".join(f"غادر الوفد رقم {i} المدينة." for i in range(12))
    words = FEATURIZER.words(text)
    windows = FEATURIZER.windows(words)
    starts = {int(np.flatnonzero(words.sentence == s)[0]) for s in set(words.sentence.tolist())}
    assert len(windows) > 2
    assert all(w.start in starts for w in windows)
    assert all(later.start < earlier.end for earlier, later in pairwise(windows))


def test_a_sentence_longer_than_a_window_is_cut_between_words():
    words = FEATURIZER.words("غادر الوفد " * 60)
    windows = FEATURIZER.windows(words)
    assert windows[-1].end == len(words)
    assert all(later.start < earlier.end for earlier, later in pairwise(windows))


def test_a_word_of_hundreds_of_letters_keeps_both_ends():
    words = FEATURIZER.words("س" * 3000 + " عاد")
    assert int(words.begin[1]) <= 24
    assert len(FEATURIZER.windows(words)) >= 1


def test_pack_points_to_first_and_last_pieces():
    text = FEATURIZER.words("وقع المستشارون الاستراتيجيون")
    arrays = FEATURIZER.pack([(text, FEATURIZER.windows(text)[0])])
    ids = arrays["input_ids"][0]
    for i in range(len(text)):
        own = text.pieces[text.begin[i] : text.begin[i + 1]]
        assert ids[arrays["first"][0, i]] == own[0]
        assert ids[arrays["last"][0, i]] == own[-1]
    assert arrays["attention_mask"].sum() == len(text.pieces) + 2


def test_gap_codes_tell_inside_from_around_and_before_from_after():
    first, last, sentence = np.array([0, 1, 5]), np.array([3, 2, 5]), np.array([0, 0, 1])
    codes = gap_codes(first, last, sentence)
    assert codes.max() < GAP_CODES
    assert len({int(codes[0, 1]), int(codes[1, 0]), int(codes[0, 0]), int(codes[0, 2]), int(codes[2, 0])}) == 5


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=8))
def test_gap_codes_stay_in_range(rows: list[tuple[int, int, int]]):
    first = np.array([r[0] for r in rows])
    codes = gap_codes(first, first + np.array([r[1] for r in rows]), np.array([r[2] for r in rows]))
    assert codes.min() >= 0
    assert codes.max() < GAP_CODES


def test_pack_spans_pads():
    empty, one = np.zeros(0, dtype=np.int64), np.array([2])
    arrays = pack_spans([(empty, empty, empty, empty), (one, one, one, one)])
    assert arrays["span_mask"].tolist() == [[0], [1]]
    assert arrays["gap"].shape == (2, 1, 1)


def test_settings_are_read_strictly():
    assert FeatureSettings.from_dict(SMALL.to_dict(), "here") == SMALL
    with pytest.raises(BundleError, match="Did you mean 'pieces'"):
        FeatureSettings.from_dict({"peices": 3}, "here")


def test_a_larger_budget_gives_fewer_windows():
    text = "غادر الوفد المدينة. " * 20
    large = featurizer(replace(SMALL, pieces=200))
    assert len(large.windows(large.words(text))) < len(FEATURIZER.windows(FEATURIZER.words(text)))
