"""Corpora in two columns (token, IOB2 tag): reading, joining clitics that a corpus wrote apart, a held-out part.

Knows words and tags; knows no tokenizer and no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from mithaq.errors import InputError

_BEFORE = {"و", "ف", "ب", "ل", "ك", "س"}
_AFTER = {"ه", "ها", "هما", "هم", "هن", "ك", "كم", "نا", "ي", "ني"}


@dataclass(frozen=True)
class TaggedSentence:
    words: tuple[str, ...]
    tags: tuple[str, ...]
    """IOB2, one a word."""


def read_conll(path: str | Path) -> list[TaggedSentence]:
    """Sentences of a file with ``token<TAB>tag`` lines and blank lines between sentences.

    Raises:
        InputError: the file is missing, or a line has not two columns.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path}: no such corpus; mend the path in the configuration.")
    sentences: list[TaggedSentence] = []
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], start=1):
        if line.strip():
            word, tab, tag = line.rstrip("\r").partition("\t")
            if not tab or not tag or not word:
                raise InputError(f"{path}:{number}: expected token<TAB>tag, found {line!r}.")
            rows.append((word, tag))
        elif rows:
            sentences.append(TaggedSentence(tuple(w for w, _ in rows), tuple(t for _, t in rows)))
            rows = []
    return sentences


def glue(sentence: TaggedSentence, random: Random, share: float) -> TaggedSentence:
    """Write clitics that stand apart (``و الصادرات``, ``عاصمة ها``) on their words, as raw news does.

    A proclitic outside an entity that starts after it takes the tag of its word: the word then begins the entity, as in corpora of
    whole words. ``share`` is the probability with which a sentence is joined.
    """
    if random.random() >= share:
        return sentence
    words: list[str] = []
    tags: list[str] = []
    pending = ""
    for at, (word, tag) in enumerate(zip(sentence.words, sentence.tags, strict=True)):
        last = at + 1 == len(sentence.words)
        if word in _AFTER and words and tag == "O" and not pending and len(words[-1]) > 1 and words[-1][-1].isalpha():
            words[-1] = _with_suffix(words[-1], word)
        elif word in _BEFORE and tag == "O" and not last and sentence.words[at + 1][0].isalpha():
            pending += word
        else:
            words.append(_with_prefix(pending, word))
            tags.append(tag)
            pending = ""
    return TaggedSentence(tuple(words), tuple(tags))


def held_out(sentences: list[TaggedSentence], share: float) -> tuple[list[TaggedSentence], list[TaggedSentence]]:
    """The first part, and the last ``share`` of the sentences: neighbours in a text stay on one side."""
    cut = len(sentences) - round(len(sentences) * share)
    return sentences[:cut], sentences[cut:]


def _with_prefix(prefix: str, word: str) -> str:
    # ل and the article merge: ل + الحكومة = للحكومة.
    return prefix + word[1:] if prefix.endswith("ل") and word.startswith("ال") else prefix + word


def _with_suffix(word: str, suffix: str) -> str:
    return (word[:-1] + "ت" if word.endswith("ة") else word) + suffix
