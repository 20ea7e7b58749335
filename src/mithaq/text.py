"""Arabic text: normalisation that keeps an offset map, words, sentences, leading letters.

Knows characters; knows no tokenizer and no label. Every function returns or accepts code-point offsets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_TABLE_SIZE = 0x20000
# Tatweel, zero-width and bidirectional controls, byte-order mark, variation selectors: they carry no letter.
_DROPPED = {0x0640, 0x00AD, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10)}
_KORANIC = {*range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE)}
_DIACRITICS = {*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *_KORANIC}
_LETTERS = {"ی": "ي", "ک": "ك", "ۀ": "ه", "ہ": "ه", "ھ": "ه"}
_WORD = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+|[^\s]")
_ARABIC = re.compile(r"[\u0620-\u063F\u0641-\u064A\u0671-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]")
# A stop ends a sentence only before white space (3.5 is one number); closing quotes and invisible marks may stand between them.
_SENTENCE_END = re.compile(r"[.!?؟…]+[»\"”')\]\u200b-\u200f\u202a-\u202e\u2066-\u2069]*(?=\s|$)|[\r\n]+|[\u2028\u2029\x85]")


@dataclass(frozen=True)
class Normalised:
    """A normalised text and where each of its characters came from."""

    text: str
    offsets: NDArray[np.int32]
    """Shape (len(text) + 1,): code-point offset in the original of each character; last entry, the original length."""
    original: str

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a stretch of the normalised text; marks that follow its last letter stay inside."""
        last = int(self.offsets[end - 1]) + 1
        while last < len(self.original) and _clings(self.original[last]):
            last += 1
        return int(self.offsets[start]), last

    def from_original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the normalised text of a stretch of the original."""
        left, right = np.searchsorted(self.offsets[:-1], [start, end], side="left")
        return int(left), int(right)


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Per code point: its replacement, whether it is dropped, whether it expands to several characters."""
    mapped = np.arange(_TABLE_SIZE, dtype=np.uint32)
    dropped = np.zeros(_TABLE_SIZE, dtype=bool)
    expands = np.zeros(_TABLE_SIZE, dtype=bool)
    dropped[sorted(_DROPPED | _DIACRITICS)] = True
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:
        plain = _unfold(chr(code))
        dropped[code] = not plain
        expands[code] = len(plain) > 1
        if len(plain) == 1:
            mapped[code] = ord(plain)
    for source, target in _LETTERS.items():
        mapped[ord(source)] = ord(target)
    for zero in (0x0660, 0x06F0):
        mapped[zero : zero + 10] = np.arange(ord("0"), ord("0") + 10)
    mapped[0x00A0] = ord(" ")
    return mapped, dropped, expands


def _unfold(form: str) -> str:
    """The letters of a presentation form; empty for one that holds marks only."""
    letters = unicodedata.normalize("NFKC", form).strip()
    return "".join(_LETTERS.get(c, c) for c in letters if ord(c) not in _DIACRITICS and ord(c) not in _DROPPED)


def normalise(text: str) -> Normalised:
    """Drop diacritics, tatweel and invisible controls, unfold presentation forms, unify digits and Persian letter shapes.

    Letter identity (hamza, ى, ة) is kept: merging those is the tokenizer's affair. Lone surrogates become U+FFFD.
    """
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    mapped, dropped, expands = _tables()
    known = np.minimum(codes, _TABLE_SIZE - 1)
    out = np.where(codes < _TABLE_SIZE, mapped[known], codes)
    out[(codes >= 0xD800) & (codes < 0xE000)] = 0xFFFD
    kept = np.flatnonzero(~(dropped[known] & (codes < _TABLE_SIZE)))
    if (expands[known] & (codes < _TABLE_SIZE)).any():
        return _normalise_expanding(text, out, kept, expands)
    offsets = np.append(kept, len(codes)).astype(np.int32)
    return Normalised(out[kept].tobytes().decode("utf-32-le"), offsets, text)


def _normalise_expanding(text: str, out: NDArray[np.uint32], kept: NDArray[np.intp], expands: NDArray[np.bool_]) -> Normalised:
    pieces: list[str] = []
    offsets: list[int] = []
    for at in kept.tolist():
        code = int(out[at])
        plain = chr(code)
        if code < _TABLE_SIZE and expands[code]:
            plain = _unfold(plain)
        pieces.append(plain)
        offsets += [at] * len(plain)
    return Normalised("".join(pieces), np.asarray([*offsets, len(text)], dtype=np.int32), text)


def words(text: str) -> list[tuple[int, int]]:
    """Word spans: letter runs, digit runs (with inner points), and every other visible character alone."""
    return [match.span() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans without surrounding white space; together they hold every visible character."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        if stripped := piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(stripped)))
        start = end
    return spans


def has_arabic(text: str) -> bool:
    """Whether the text has at least one Arabic letter."""
    return _ARABIC.search(text) is not None


def _clings(char: str) -> bool:
    """Whether a character belongs to the letter before it: a combining mark or tatweel."""
    return char == "ـ" or unicodedata.combining(char) != 0
