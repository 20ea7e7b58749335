"""Which mentions denote one actor: a first, careful grouping by name.

Knows names as words; knows no gazetteer and no model. A delegation is never its head, because spans of different types never join.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mithaq.text import normalise

if TYPE_CHECKING:
    from mithaq.documents import Document, Span

_ALIKE = str.maketrans("أإآىة", "ااايه")
_GROUPED_WHOLE = frozenset({"ORG", "GPE"})


def name_words(mention: str) -> tuple[str, ...]:
    """The words of a name in a spelling-tolerant form: no marks, one alef, ى as ي, ة as ه, no article."""
    plain = re.sub(r"[^\w\s]", " ", normalise(mention).text).translate(_ALIKE)
    return tuple(word.removeprefix("ال") or word for word in plain.split())


def group_aliases(text: str, spans: Sequence[Span]) -> tuple[tuple[int, ...], ...]:
    """Group mentions of one actor.

    A person's short name joins the longer name that contains its words as the beginning or the end, if only one such longer
    name exists (two people of one family stay apart). Organisations and places join when their words are the same.

    Returns:
        Groups of two or more indexes into ``spans``, each in text order.
    """
    names: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for i, span in enumerate(spans):
        if span.type == "PERS" or span.type in _GROUPED_WHOLE:
            if key := name_words(text[span.start : span.end]):
                names.setdefault((span.type, key), []).append(i)
    people = [words for kind, words in names if kind == "PERS"]
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for (kind, words), members in names.items():
        home = _longest(words, people) if kind == "PERS" else words
        groups.setdefault((kind, home), []).extend(members)
    return tuple(tuple(sorted(g, key=lambda i: spans[i].start)) for g in groups.values() if len(g) > 1)


def canonical(doc: Document, span: int) -> str:
    """The fullest name of a mention's actor: the longest mention of its alias group that is of the same type."""
    kind = doc.spans[span].type
    group = next((g for g in doc.aliases if span in g), (span,))
    candidates = [i for i in group if doc.spans[i].type == kind]
    # The first of the longest: later mentions repeat, and ties must not depend on the order of a set.
    return max((doc.mention(i) for i in candidates), key=len)


def _longest(words: tuple[str, ...], people: list[tuple[str, ...]]) -> tuple[str, ...]:
    longer = [p for p in people if len(p) > len(words) and (p[: len(words)] == words or p[-len(words) :] == words)]
    top = [p for p in longer if not any(len(q) > len(p) and (q[: len(p)] == p or q[-len(p) :] == p) for q in longer)]
    return top[0] if len(top) == 1 else words
