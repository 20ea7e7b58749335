"""Forms of a name that stay the same across spellings, and when two spellings are one name.

Knows Arabic letters and how Arabic writes foreign sounds; knows no text, no span and no list of people.
"""

from __future__ import annotations

import re

from mithaq.text import normalise

_ALIKE = str.maketrans("أإآىة", "ااايه")
_KEYED = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": "", "ٱ": "ا", "ڤ": "ف", "ڨ": "ق", "پ": "ب", "گ": "ك", "چ": "ج", "ژ": "ج"})
"""Letters that one press writes where another does not: seats of hamza, and letters for foreign sounds."""
_SOUNDS = str.maketrans("جقثشصطضذظ", "غغسسستدزز")
"""Consonants that stand for one foreign sound: غوتيريش, جوتيريس, قوتيريش."""
_VOWELS = str.maketrans("", "", "اوي")
_DOUBLED = re.compile(r"(.)\1+")
_AFTER_W = re.compile(r"(?<=ا)و[وي]+(?=.)")
_LEAST_ROOT = 4
"""Consonants that must be left before vowels may differ. The three of an Arabic root make many names (حسن، حسين، حسان)."""
_AFFIXES = re.compile(r"^م|ن$")
"""Consonants that patterns add to a root (محمود، سلمان): they do not count towards ``_LEAST_ROOT``."""
_MOST_EDITS = 2
PARTICLES = frozenset({"بن", "ابن", "بنت", "ولد", "ابو", "ابي", "ام", "عبد", "ال", "دا", "دي", "دو", "فان", "فون", "لي"})
"""Words that are no name without the next one."""


def name_words(mention: str) -> tuple[str, ...]:
    """The words of a name in a spelling-tolerant form: no marks, one alef, ى as ي, ة as ه, no article."""
    plain = re.sub(r"[^\w\s]", " ", normalise(mention).text).translate(_ALIKE)
    return tuple(word.removeprefix("ال") or word for word in plain.split())


def key_words(mention: str) -> tuple[str, ...]:
    """The words of a name in the form in which names are compared, coarser than ``name_words``.

    Besides what that unifies: seats of hamza, Persian letters, doubled letters, او، اوو and اوي inside a word, عبدالله and عبد الله.
    """
    made: list[str] = []
    for word in name_words(re.sub(r"(?<!\w)عبدال(?=\w)", "عبد ال", normalise(mention).text)):
        made.append(_DOUBLED.sub(r"\1", _AFTER_W.sub("و", word.translate(_KEYED))) or word)
    return tuple(made)


def skeleton(word: str) -> str:
    """The consonants of a word of ``key_words``, by sound; a vowel letter in front is kept, and a final ه dropped with the vowels."""
    first = "ا" if word[:1] in "اوي" else ""
    sounds = word.removesuffix("ه").replace("تش", "ش").translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", first + sounds.translate(_VOWELS))


def alike(a: str, b: str) -> bool:
    """Whether two words of ``key_words`` may be one name: equal, or spellings of one long foreign name.

    Spellings share their consonants by sound and differ in two letters at most. Words with few consonants must be equal, because short
    Arabic names differ by a vowel alone.
    """
    if a == b:
        return True
    bones = skeleton(a)
    if bones != skeleton(b) or len(_AFFIXES.sub("", bones)) < _LEAST_ROOT:
        return False
    return edits(a.translate(_SOUNDS), b.translate(_SOUNDS)) <= _MOST_EDITS


def edits(a: str, b: str) -> int:
    """Least number of inserted, dropped and changed letters that turn one word into the other (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


def is_short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a person's name is a shorter form of another: adjoining words of it, or its first and last words with some between.

    Words are those of ``key_words``. A form never begins with a middle particle's second half nor ends in a particle: neither «بن» nor
    «عبد» is short for «نزار بن عبد السلام».
    """
    if not 0 < len(short) < len(full) or short[-1] in PARTICLES:
        return False
    for at in range(len(full) - len(short) + 1):
        # What follows a particle is half a name: «عبد السلام» is never «السلام»; «بن سلمان» and «سلمان» are both said.
        if all(map(alike, short, full[at : at + len(short)])) and not (at and full[at - 1] in _INSEPARABLE):
            return True
    return len(short) > 1 and alike(short[0], full[0]) and alike(short[-1], full[-1]) and _in_order(short, full)


_INSEPARABLE = frozenset({"عبد", "ابو", "ابي", "ام"})


def _in_order(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(any(alike(word, other) for other in rest) for word in short)
