"""Which texts repeat a passage of an evaluation text: shared runs of words, on folded letters.

Knows words and the file formats of the evaluation texts; knows no model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mithaq.errors import ConfigError
from mithaq.text import normalise
from training.conll import read_conll

_LETTERS = re.compile(r"[^\W\d_]+")
# Spelling that differs between copies of one text: hamza carriers, final ya and ta marbuta.
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None})
_PRIME = np.uint64(0x9E3779B97F4A7C15)


class Overlap:
    """The runs of ``length`` words (or letters: see ``units``) of some texts, to be looked up in others.

    Runs are kept as 64-bit hashes: about one false alarm in 10**11 look-ups for 100,000 runs.
    """

    def __init__(self, texts: Iterable[str], length: int, units: Callable[[str], Sequence[str]] | None = None) -> None:
        self.length = length
        self._units = units or letter_words
        runs = [self._runs(self._units(text)) for text in texts]
        self._known: NDArray[np.uint64] = np.unique(np.concatenate([*runs, np.zeros(0, np.uint64)]))

    def __len__(self) -> int:
        return len(self._known)

    def hits(self, text: str) -> bool:
        """Whether the text has a run in common with the known texts."""
        runs = self._runs(self._units(text))
        at = np.searchsorted(self._known, runs)
        return bool(len(self._known)) and bool((self._known[np.minimum(at, len(self._known) - 1)] == runs).any())

    def _runs(self, words: Sequence[str]) -> NDArray[np.uint64]:
        """Shape (number of words - length + 1,), or (0,) for a shorter text."""
        count = len(words) - self.length + 1
        if count <= 0:
            return np.zeros(0, np.uint64)
        codes = np.fromiter((hash(word) & 0xFFFFFFFFFFFFFFFF for word in words), np.uint64, len(words))
        runs = np.zeros(count, np.uint64)
        for at in range(self.length):
            runs = runs * _PRIME + codes[at : at + count]
        return runs


def letter_words(text: str) -> list[str]:
    """The letter runs of a text in folded spelling; digits and punctuation separate."""
    return _LETTERS.findall(normalise(text).text.translate(_FOLD))


def letters(text: str) -> str:
    """All letters of a text without white space: copies that cut words differently are alike."""
    return "".join(letter_words(text))


def evaluation_texts(path: str | Path) -> list[str]:
    """The texts of one file: sentences of a .conll file run together, ``text`` of each .jsonl line, the whole of a .txt file.

    Raises:
        ConfigError: the file is missing or of another kind.
    """
    path = Path(path)
    if not path.is_file():
        raise ConfigError(f"{path}: no such evaluation text; mend text.evaluation in the configuration.")
    if path.suffix == ".conll":
        return [" ".join(word for sentence in read_conll(path) for word in sentence.words)]
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix == ".txt":
        return [path.read_text(encoding="utf-8")]
    raise ConfigError(f"{path}: expected .conll, .jsonl or .txt.")
