"""Scores of edges: roles (trigger -> span) and relations (entity -> entity), apart.

Knows edges and the spans at their ends; knows no answer.

Definitions (a document's items are bags: equal items match one to one):
    strict    an item is (head start, end, type; tail start, end, type; edge type). A trigger's factuality is not in it.
    boundary  an item is (head start, end; tail start, end; edge type)
Two settings, never in one table: *end to end*, where predicted edges join predicted spans, and *given gold spans*, where the gold's spans
were given and only factuality and edges predicted. In the second, strict and boundary are the same.

Sources: Bekoulis et al. 2018 (strict / boundaries); Taillé et al. 2020, "Let's Stop Incorrect Comparisons"; SpERT ``evaluator.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable

from eval.align import Pairs
from eval.scores import compare
from eval.tally import Tally
from mithaq.documents import Document, Span


def strict(pairs: Pairs, types: Collection[str]) -> Tally:
    """Strict edge counts by edge type.

    Args:
        types: edge types to count: a schema's ``role_names``, or the names of its relations.
    """
    return Tally(tuple(compare(_edges(p.gold, types, True), _edges(p.predicted, types, True)) for p in pairs))


def boundaries(pairs: Pairs, types: Collection[str]) -> Tally:
    """Edge counts by edge type that leave out the types of the spans."""
    return Tally(tuple(compare(_edges(p.gold, types, False), _edges(p.predicted, types, False)) for p in pairs))


def _edges(doc: Document, types: Collection[str], typed: bool) -> list[tuple[str, Hashable]]:
    return [(e.type, (_end(doc.spans[e.head], typed), _end(doc.spans[e.tail], typed))) for e in doc.edges if e.type in types]


def _end(span: Span, typed: bool) -> tuple[int, int, str]:
    return span.start, span.end, span.type if typed else ""
