"""Forms of a name that stay the same across spellings, and when two spellings are one name.

Knows Arabic letters and how Arabic writes foreign sounds; knows no text, no span and no list of people.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mithaq.text import normalise

Name = tuple[str, ...]
"""Words of a name, as ``name_words`` or ``key_words`` gives them."""

_ALIKE = str.maketrans("أإآىة", "ااايه")
_SEATS = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": "", "ٱ": "ا", "ڤ": "ف", "ڨ": "ق", "پ": "ب", "گ": "ك", "چ": "ج", "ژ": "ج"})
"""Letters that one press writes where another does not: seats of hamza, and letters for foreign sounds."""
_SOUNDS = str.maketrans("جقثشصطضذظ", "غغسسستدزز")
"""Consonants that stand for one foreign sound: غوتيريش, جوتيريس, قوتيريش."""
_VOWELS = str.maketrans("", "", "اوي")
_DOUBLED = re.compile(r"(?<=.)(.)\1+")
"""Not in front, where a prefix meets the first letter of a root: المملكة is not الملكة."""
_AFTER_ALEF = re.compile(r"(?<=ا)و[وي]+(?=.)")
"""The sound of جاويش, which is also written جاووش."""
_GLUED = re.compile(r"(?<!\w)عبدال(?=\w)")
_BOUND = frozenset({"عبد", "ابو", "ابي", "ابا", "ام", "بن", "ابن", "بنت", "ولد", "ال"})
"""First halves of a name (عبد الله، أبو الغيط، بن سلمان، آل ثاني): one word with what follows, which alone is somebody else's name."""
_TIE = "_"
_FAMILY = tuple(word + _TIE for word in ("بن", "ابن", "ولد", "ابو", "ابي"))
"""Beginnings of a word that is said alone even from the middle of a name: بن سلمان, not عبد الله."""
_PARTICLES = frozenset({"دا", "دي", "دو", "دير", "فان", "فون"})
"""Words with which no short form ends."""
_ROOT = 4
"""Consonants that words must have before their vowels may differ: the three of an Arabic root make many names (حسن، حسين، حسان)."""
_AFFIXES = re.compile(r"^م|ن$")
"""Consonants that Arabic patterns add to a root (محمود، سلمان); they do not count towards ``_ROOT``."""
_EDITS = 2


def name_words(mention: str) -> Name:
    """The words of a name in a spelling-tolerant form: no marks, one alef, ى as ي, ة as ه, no article."""
    plain = re.sub(r"[^\w\s]", " ", normalise(mention).text).translate(_ALIKE)
    return tuple(word.removeprefix("ال") or word for word in plain.split())


def key_words(mention: str) -> Name:
    """The words of a name in the form in which mentions are compared, coarser than ``name_words``.

    Besides what that unifies: seats of hamza, Persian letters, doubled letters, اوو and اوي, hashtags. A first half such as عبد or بن is
    one word with its second, tied by _.
    """
    made, bound = [], ""
    for word in name_words(_GLUED.sub("عبد ال", normalise(mention).text.replace("_", " "))):
        key = _DOUBLED.sub(r"\1", _AFTER_ALEF.sub("و", word.translate(_SEATS))) or word
        bound += key + _TIE
        if key not in _BOUND:
            made.append(bound.removesuffix(_TIE))
            bound = ""
    return (*made, bound.removesuffix(_TIE)) if bound else tuple(made)


def skeleton(word: str) -> str:
    """The consonants of a word of ``key_words``, by sound; a vowel in front counts as one, a final ه as none."""
    vowel = "ا" if word[:1] in ("ا", "و", "ي") else ""
    sounds = word.replace(_TIE, "").removesuffix("ه").replace("تش", "ش").translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", vowel + sounds.translate(_VOWELS))


@lru_cache(maxsize=1 << 14)
def alike(a: str, b: str) -> bool:
    """Whether two words of ``key_words`` may be one name: equal, or spellings of one long foreign name.

    Spellings have the same skeleton and differ in two letters at most. Words of few consonants must be equal, and so must names with عبد,
    because Arabic names often differ by a vowel alone (سلمان، سليمان؛ عبد القادر، عبد القدير).
    """
    if a == b:
        return True
    bones = skeleton(a)
    if bones != skeleton(b) or a.startswith("عبد" + _TIE) or len(_AFFIXES.sub("", bones)) < _ROOT:
        return False
    return edits(a.translate(_SOUNDS), b.translate(_SOUNDS)) <= _EDITS


def same_name(a: Name, b: Name) -> bool:
    """Whether two names are spellings of one, word by word."""
    return len(a) == len(b) and all(map(alike, a, b))


def edits(a: str, b: str) -> int:
    """Least number of letters to insert, drop or change that turn one word into the other (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


def is_short_for(short: Name, full: Name) -> bool:
    """Whether a person's name is a shorter form of another: its first or last words, two or more words of its middle, or first and last.

    Both as ``key_words`` gives them. A single word of the middle is no short form: it is mostly the father's name.
    """
    spare = len(full) - len(short)
    if not short or spare <= 0 or short[-1] in _PARTICLES:
        return False
    alone = len(short) == 1 and not short[0].startswith(_FAMILY)
    starts = (0, spare) if alone else range(spare + 1)
    if any(same_name(short, full[at : at + len(short)]) for at in starts):
        return True
    return len(short) > 1 and alike(short[0], full[0]) and alike(short[-1], full[-1]) and _in_order(short, full)


def _in_order(short: Name, full: Name) -> bool:
    rest = iter(full)
    return all(any(alike(word, other) for other in rest) for word in short)
