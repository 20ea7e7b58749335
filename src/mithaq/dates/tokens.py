"""From the text of a temporal expression to words with their categories.

Knows spelling (hamza seats, ى and ة, the article, proclitics, tanwin, digits); knows no grammar and no calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mithaq.dates.words import CATEGORIES, PARTICLES, UNITS
from mithaq.text import normalise

_ALIKE = str.maketrans("أإآٱىةؤئ–—−‐‑", "اااايهوي-----")
# A mark between two digits belongs to a clock time or a date; elsewhere punctuation carries no meaning here, but / and - do.
_WORD = re.compile(r"\d+|[^\W\d_]+|(?<=\d)[.,٫،:](?=\d)|[/\-]")
_MARKS = {".": "point", ",": "point", "٫": "point", "،": "point", ":": "point", "/": "slash", "-": "dash"}
# «ال» opens these words without being an article.
_NO_ARTICLE = frozenset({"الان", "الي", "الف", "الفان", "الفين", "الفي", "الا", "الاف"})
_BARE_ARTICLES = frozenset({"ال", "وال", "بال", "فال", "لل"})  # before digits: «الـ48 ساعة»
_MOST_DIGITS = 6  # more is no date and no length of time
_PROCLITICS = "وفبل"
_MUST_BE_DEFINITE = {
    "WEEKDAY": True,
    "THE2": True,
    "THES": True,
    "UNIT": False,
    "UNIT2": False,
    "UNITS": False,
    "day": False,
    "month": False,
}


@dataclass(frozen=True)
class Token:
    """A word without article and proclitics."""

    text: str
    definite: bool = False


@dataclass(frozen=True)
class Entry:
    """One meaning of one word or of several words in a row."""

    category: str
    value: object
    length: int
    """Words that it takes."""


def fold(text: str) -> str:
    """Normalised text with one alef, ى as ي, ة as ه, hamza seats as their bearers, one dash, lower-case Latin."""
    return normalise(text).text.translate(_ALIKE).lower()


def tokens(text: str) -> list[Token]:
    """The words of an expression; punctuation that carries no meaning is left out.

    >>> [t.text for t in tokens("وبحلول الأحد")]
    ['و', 'ب', 'حلول', 'احد']
    """
    found: list[Token] = []
    definite = False
    for match in _WORD.finditer(fold(text)):
        word = match[0]
        if word in _MARKS:
            found.append(Token(word))
        elif word in _BARE_ARTICLES:
            definite = True
        else:
            analysed = _analyse(word) or [Token(word)]
            found += [Token(t.text, t.definite or definite) for t in analysed]
            definite = False
    return found


def entries(words: list[Token], at: int) -> Iterator[Entry]:
    """Every meaning of the words that begin at a place, longest spellings included."""
    token = words[at]
    if token.text.isdecimal() and len(token.text) <= _MOST_DIGITS:
        yield Entry("DIGITS", token.text, 1)
    if token.text in _MARKS:
        yield Entry(_MARKS[token.text], None, 1)
    for length, rows in _lexicon().get(token.text, {}).items():
        spelling = tuple(t.text for t in words[at : at + length])
        for category, value in rows.get(spelling, ()):
            needed = True if category.startswith("the-") else _MUST_BE_DEFINITE.get(category, token.definite)
            if needed == token.definite:
                yield Entry(category, value, length)


def tables() -> list[tuple[str, object, str]]:
    """Every row of ``mithaq.dates.words``: category, meaning, one spelling."""
    rows = [(name, value, form) for name, table in CATEGORIES.items() for value, forms in table.items() for form in forms.split("|")]
    particles = [(str(name), None, form) for name, forms in PARTICLES.items() for form in forms.split("|")]
    units = [
        (category, unit, form)
        for unit, (one, two, many) in UNITS.items()
        for category, forms in (
            (f"the-{unit}", one),
            ("UNIT", one),
            ("UNIT2", two),
            ("UNITS", many),
            ("THE2", two),
            ("THES", many),
        )
        for form in forms.split("|")
    ]
    return [*rows, *particles, *units]


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[int, dict[tuple[str, ...], list[tuple[str, object]]]]]:
    """First word -> number of words -> words -> meanings."""
    index: dict[str, dict[int, dict[tuple[str, ...], list[tuple[str, object]]]]] = {}
    for category, value, spelling in tables():
        key = tuple(word if word in _NO_ARTICLE else word.removeprefix("ال") for word in fold(spelling).split())
        rows = index.setdefault(key[0], {}).setdefault(len(key), {}).setdefault(key, [])
        rows.append((category, value))
    return index


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return frozenset(word for by_length in _lexicon().values() for rows in by_length.values() for key in rows for word in key)


def _analyse(word: str) -> list[Token]:
    """The word as known words: proclitics, article, tanwin taken off only when what remains is known; [] if nothing fits."""
    known = _vocabulary()
    if word in known or word.isdecimal():
        return [Token(word)]
    if word.startswith("ال") and word[2:] in known:
        return [Token(word[2:], definite=True)]
    if word.endswith("ا") and word[:-1] in known:
        return [Token(word[:-1])]
    if word.startswith("لل") and word[2:] in known:
        return [Token("ل"), Token(word[2:], definite=True)]
    # «باب» is a door and not «بآب».
    if word[0] in _PROCLITICS and len(word) > (2 if word[0] == "و" else 3) and (rest := _analyse(word[1:])):
        return [Token(word[0]), *rest]
    return []
