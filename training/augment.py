"""Augmentation of annotated documents: other names in the same sentences.

Knows documents; knows no model. A model that meets each name in one article only learns the name with its article; news is full of names
that nobody has seen. Source: label-preserving mention replacement, Dai & Adel 2020 (COLING).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from mithaq.documents import Document, Span

# Endings of given names that most often belong to women: the verb before the name agrees with them.
_FEMININE = ("ة", "ى", "اء")


class Names:
    """Names of persons to choose from, by number of words and presumed gender."""

    def __init__(self, docs: Iterable[Document], kind: str = "PERS") -> None:
        """Collect.

        Args:
            kind: span type of persons.
        """
        self._kind = kind
        found = {tuple(doc.mention(s).split()) for doc in docs for s in doc.spans if s.type == kind}
        self._pool: dict[tuple[int, bool], list[tuple[str, ...]]] = {}
        for name in sorted(found):
            self._pool.setdefault(_shape(name), []).append(name)

    def swap(self, doc: Document, share: float, random: Random) -> Document:
        """The document with other names for about ``share`` of its persons.

        All mentions of a person change alike («السراج» with «فايز السراج»); a person one of whose mentions has words of its own, or holds
        another span, keeps the name. Spans, edges and aliases stay those of the text.
        """
        edits: list[tuple[int, int, str]] = []
        for person in self._persons(doc):
            if random.random() < share:
                edits += self._renamed(doc, person, random)
        return _rewritten(doc, sorted(edits))

    def _persons(self, doc: Document) -> list[list[Span]]:
        """The mentions of each person: an alias group's, or those of one spelling."""
        persons: dict[object, list[Span]] = {}
        home = {i: number for number, group in enumerate(doc.aliases) for i in group}
        for i, span in enumerate(doc.spans):
            if span.type == self._kind:
                persons.setdefault(home.get(i, doc.mention(span)), []).append(span)
        return list(persons.values())

    def _renamed(self, doc: Document, person: Sequence[Span], random: Random) -> list[tuple[int, int, str]]:
        words = [doc.mention(s).split() for s in person]
        full = max(words, key=len)
        options = self._pool.get(_shape(tuple(full)), [])
        known = all(set(mention) <= set(full) for mention in words)
        if not options or not known or any(_holds_another(doc, span) for span in person):
            return []
        new = dict(zip(full, random.choice(options), strict=True))
        return [(s.start, s.end, " ".join(new[w] for w in mention)) for s, mention in zip(person, words, strict=True)]


def _shape(name: tuple[str, ...]) -> tuple[int, bool]:
    return len(name), name[0].endswith(_FEMININE)


def _holds_another(doc: Document, span: Span) -> bool:
    return any(s is not span and span.start <= s.start and s.end <= span.end for s in doc.spans)


def _rewritten(doc: Document, edits: list[tuple[int, int, str]]) -> Document:
    """Apply replacements that do not overlap; every span boundary moves by what was added before it."""
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += [doc.text[at:start], new]
        at = end
    pieces.append(doc.text[at:])

    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)

    spans = tuple(replace(s, start=moved(s.start), end=moved(s.end)) for s in doc.spans)
    return replace(doc, text="".join(pieces), spans=spans)
