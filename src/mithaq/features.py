"""The only way from text to arrays, for training, evaluation and the API alike.

Knows words, pieces, sentences and windows; knows no label and no network. A text becomes words, words become pieces of the tokenizer,
and windows cut the words at sentence boundaries so that every word is seen by some window and owned by exactly one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from mithaq.errors import BundleError, did_you_mean
from mithaq.text import Normalised, normalise, sentences, words

Arrays = dict[str, NDArray[Any]]
Ints = NDArray[np.int64]

EDGE_LETTERS = 4
"""Letters seen at either end of a word: most Arabic affixes are no longer."""
_PIECES_A_WORD = 24
# Letters that outlets write for one another share a code; ى and ة change the word and keep theirs.
_FOLDED = str.maketrans("أإآٱ", "اااا")
_ARABIC = "ءابةتثجحخدذرزسشصضطظعغفقكلمنهويىؤئپچژگڤ"
_CLASSES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "\"«»“”„'", "()[]{}", "،,؛;:", ".!?؟…", "-–—/")
_OTHER = len(_ARABIC) + len(_CLASSES) + 1
LETTER_CODES = _OTHER + 1
"""Codes of ``Words.letters``: 0 for none, then letters, then classes of other characters."""


@dataclass(frozen=True)
class FeatureSettings:
    """What a model fixes about its input; stored with it."""

    pieces: int = 320
    """Pieces of a window, special tokens included."""
    overlap: int = 64
    """Pieces that neighbouring windows share at most."""
    width: int = 14
    """Words of the longest span."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], where: str) -> FeatureSettings:
        known = set(cls.__dataclass_fields__)
        if unknown := sorted(set(data) - known):
            raise BundleError(f"{where}: unknown feature setting '{unknown[0]}'. {did_you_mean(unknown[0], sorted(known))}")
        return cls(**data)

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Words:
    """A text cut into n words, with all that a model sees of them."""

    plain: Normalised
    bounds: Ints
    """Shape (n, 2): start and end of each word in the normalised text."""
    sentence: Ints
    """Shape (n,): number of the sentence that holds the word; non-decreasing."""
    letters: Ints
    """Shape (n, 2 * EDGE_LETTERS): codes of the first and last letters; 0 where the word is shorter."""
    pieces: Ints
    """Ids of all pieces, word after word."""
    begin: Ints
    """Shape (n + 1,): where the pieces of each word begin."""

    def __len__(self) -> int:
        return len(self.bounds)

    def span(self, first: int, last: int, skip: int = 0) -> tuple[int, int]:
        """Offsets in the original text of the words ``first`` to ``last`` (inclusive), without ``skip`` leading letters."""
        start, end = int(self.bounds[first, 0]), int(self.bounds[last, 1])
        # At least one letter of the first word stays inside.
        start = min(start + skip, int(self.bounds[first, 1]) - 1)
        return self.plain.to_original(start, end)

    def locate(self, start: int, end: int) -> tuple[int, int, int] | None:
        """The words that hold a stretch of the original text: first, last (inclusive) and skipped leading letters; None if none does."""
        left, right = self.plain.from_original(start, end)
        first = int(np.searchsorted(self.bounds[:, 0], left, side="right")) - 1
        if first < 0 or left >= self.bounds[first, 1]:
            first += 1
        last = int(np.searchsorted(self.bounds[:, 0], right, side="left")) - 1
        if first >= len(self) or last < first:
            return None
        return first, last, max(0, left - int(self.bounds[first, 0]))


@dataclass(frozen=True)
class Window:
    """A stretch of words that a model reads at once."""

    start: int
    end: int
    """Words [start, end) are read."""
    own_start: int
    own_end: int
    """Spans that begin in [own_start, own_end) are taken from this window: there it has most context on either side."""


class Featurizer:
    """Makes words, windows and arrays with the tokenizer of one encoder."""

    def __init__(self, tokenizer: Tokenizer, settings: FeatureSettings) -> None:
        """Keep a tokenizer; its truncation and padding are switched off.

        Args:
            tokenizer: any fast tokenizer; special tokens come from its post-processor.
        """
        self.settings = settings
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        with_specials = tokenizer.encode(["ا"], is_pretokenized=True)
        content = [at for at, special in enumerate(with_specials.special_tokens_mask) if not special]
        self._prefix = with_specials.ids[: content[0]] if content else []
        self._suffix = with_specials.ids[content[-1] + 1 :] if content else []
        self._budget = settings.pieces - len(self._prefix) - len(self._suffix)

    def words(self, text: str) -> Words:
        """Cut one text."""
        return self.words_of([text])[0]

    def words_of(self, texts: Sequence[str]) -> list[Words]:
        """Cut several texts; the tokenizer works on them in parallel."""
        plain = [normalise(text) for text in texts]
        bounds = [words(p.text) for p in plain]
        split = [[p.text[a:b] for a, b in found] for p, found in zip(plain, bounds, strict=True)]
        encoded = self._tokenizer.encode_batch(split, is_pretokenized=True, add_special_tokens=False)
        return [
            _words(p, np.asarray(b, dtype=np.int64).reshape(-1, 2), e.ids, e.word_ids)
            for p, b, e in zip(plain, bounds, encoded, strict=True)
        ]

    def windows(self, text: Words) -> list[Window]:
        """Windows of at most ``settings.pieces`` pieces, cut at sentence boundaries; a longer sentence is cut between words."""
        cuts: list[tuple[int, int]] = []
        start = 0
        while start < len(text):
            end = self._end(text, start)
            if cuts and end <= cuts[-1][1]:
                # The shared sentences leave no room for the next one: give up sharing here.
                start = cuts[-1][1]
                continue
            cuts.append((start, end))
            start = self._next_start(text, start, end) if end < len(text) else end
        borders = [0, *(_border(text, later[0], earlier[1]) for earlier, later in pairwise(cuts)), len(text)]
        return [Window(s, e, borders[i], borders[i + 1]) for i, (s, e) in enumerate(cuts)]

    def pack(self, items: Sequence[tuple[Words, Window]]) -> Arrays:
        """Arrays of b windows, padded to their longest.

        Returns:
            ``input_ids``, ``attention_mask``: shape (b, pieces), int64. ``first``, ``last``: shape (b, words), index of each word's first
            and last piece; 0 where there is no word. ``letters``: shape (b, words, 2 * EDGE_LETTERS). ``word_mask``: shape (b, words), 1
            for words.
        """
        sizes = [int(t.begin[w.end] - t.begin[w.start]) for t, w in items]
        length = max(sizes) + len(self._prefix) + len(self._suffix)
        width = max(w.end - w.start for _, w in items)
        ids, mask = np.zeros((len(items), length), dtype=np.int64), np.zeros((len(items), length), dtype=np.int64)
        first, last = np.zeros((len(items), width), dtype=np.int64), np.zeros((len(items), width), dtype=np.int64)
        letters = np.zeros((len(items), width, 2 * EDGE_LETTERS), dtype=np.int64)
        word_mask = np.zeros((len(items), width), dtype=np.int64)
        for row, (text, window) in enumerate(items):
            count, base = window.end - window.start, int(text.begin[window.start])
            pieces = [*self._prefix, *text.pieces[base : base + sizes[row]].tolist(), *self._suffix]
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
            begin = text.begin[window.start : window.end + 1] - base + len(self._prefix)
            has_piece = begin[1:] > begin[:-1]
            # A word that the tokenizer drops altogether is represented by the first special token.
            first[row, :count] = np.where(has_piece, begin[:-1], 0)
            last[row, :count] = np.where(has_piece, begin[1:] - 1, 0)
            letters[row, :count] = text.letters[window.start : window.end]
            word_mask[row, :count] = 1
        return {"input_ids": ids, "attention_mask": mask, "first": first, "last": last, "letters": letters, "word_mask": word_mask}

    def _end(self, text: Words, start: int) -> int:
        limit = int(np.searchsorted(text.begin, text.begin[start] + self._budget, side="right")) - 1
        limit = max(limit, start + 1)
        if limit >= len(text):
            return len(text)
        starts = _sentence_starts(text)
        whole = starts[(starts > start) & (starts <= limit)]
        return int(whole[-1]) if len(whole) else limit

    def _next_start(self, text: Words, start: int, end: int) -> int:
        earliest = int(np.searchsorted(text.begin, text.begin[end] - self.settings.overlap, side="left"))
        earliest = max(earliest, start + 1)
        starts = _sentence_starts(text)
        whole = starts[(starts >= earliest) & (starts < end)]
        if len(whole):
            return int(whole[0])
        return end if end in starts else earliest


def _words(plain: Normalised, bounds: Ints, ids: list[int], word_ids: list[int | None]) -> Words:
    count = len(bounds)
    owner = np.asarray([-1 if w is None else w for w in word_ids], dtype=np.int64)
    pieces = np.asarray(ids, dtype=np.int64)[owner >= 0]
    sizes = np.bincount(owner[owner >= 0], minlength=count).astype(np.int64) if count else np.zeros(0, dtype=np.int64)
    if count and sizes.max() > _PIECES_A_WORD:
        # A word of hundreds of letters (an address, noise) keeps the pieces of its two ends.
        place = np.arange(len(pieces)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        kept = (place < _PIECES_A_WORD // 2) | (np.repeat(sizes, sizes) - place <= _PIECES_A_WORD // 2)
        pieces, sizes = pieces[kept], np.minimum(sizes, _PIECES_A_WORD)
    begin = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    ends = np.asarray([end for _, end in sentences(plain.text)], dtype=np.int64)
    sentence = np.searchsorted(ends, bounds[:, 0], side="right").astype(np.int64)
    return Words(plain, bounds, sentence, _letters(plain.text, bounds), pieces, begin)


def _letters(text: str, bounds: Ints) -> Ints:
    """Shape (n, 2 * EDGE_LETTERS)."""
    if not len(bounds):
        return np.zeros((0, 2 * EDGE_LETTERS), dtype=np.int64)
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    table = _letter_table()
    codes = np.where(points < len(table), table[np.minimum(points, len(table) - 1)], _OTHER)
    start, end = bounds[:, :1], bounds[:, 1:]
    steps = np.arange(EDGE_LETTERS)
    head, tail = start + steps, end - 1 - steps
    front = np.where(head < end, codes[np.minimum(head, len(codes) - 1)], 0)
    back = np.where(tail >= start, codes[np.maximum(tail, 0)], 0)
    return np.concatenate([front, back], axis=1).astype(np.int64)


@lru_cache(maxsize=1)
def _letter_table() -> Ints:
    table = np.full(0x2100, _OTHER, dtype=np.int64)
    for code, letter in enumerate(_ARABIC, 1):
        table[ord(letter)] = code
    for letter in "أإآٱ":
        table[ord(letter)] = table[ord(letter.translate(_FOLDED))]
    for code, group in enumerate(_CLASSES, len(_ARABIC) + 1):
        for char in group:
            table[ord(char)] = code
    return table


def _sentence_starts(text: Words) -> Ints:
    changes: Ints = np.flatnonzero(np.concatenate([[True], text.sentence[1:] != text.sentence[:-1]]))
    return changes


def _border(text: Words, start: int, end: int) -> int:
    """Where ownership passes on inside the words [start, end) that two windows share: the sentence start nearest to the middle."""
    middle = (start + end) // 2
    starts = _sentence_starts(text)
    inside = starts[(starts >= start) & (starts <= end)]
    return int(inside[np.abs(inside - middle).argmin()]) if len(inside) else middle
