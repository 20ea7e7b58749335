"""Which type is taken for which: span types on equal boundaries, edge types on equal pairs of spans.

Knows spans and edges; computes no score. Rows are gold, columns predictions.

Definitions:
    spans  for each (start, end): equal types pair first, then the rest in alphabetical order; what is left over pairs with NONE
    edges  the same for each (head start, end; tail start, end)
NONE as a column is a gold item without a prediction there, as a row a prediction without a gold item there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from itertools import zip_longest
from typing import TypeAlias

from eval.align import Pairs
from mithaq.documents import Document

NONE = "∅"

Confusion: TypeAlias = Counter[tuple[str, str]]
"""(gold type, predicted type) -> number of items."""


def span_confusion(pairs: Pairs) -> Confusion:
    """Confusions of span types; triggers by type, without factuality."""
    found: Confusion = Counter()
    for pair in pairs:
        found += _confusion(*([((s.start, s.end), s.type) for s in doc.spans] for doc in (pair.gold, pair.predicted)))
    return found


def edge_confusion(pairs: Pairs) -> Confusion:
    """Confusions of edge types; the types of the joined spans do not matter."""
    found: Confusion = Counter()
    for pair in pairs:
        found += _confusion(_edges(pair.gold), _edges(pair.predicted))
    return found


def to_markdown(confusion: Confusion) -> str:
    """A matrix of the types that occur, NONE last; an empty cell is 0."""
    names = [*sorted({name for key in confusion for name in key} - {NONE}), NONE]
    lines = ["| gold \\ predicted | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for gold in names:
        cells = [str(confusion[gold, predicted] or "") for predicted in names]
        lines.append(f"| {gold} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _edges(doc: Document) -> list[tuple[Hashable, str]]:
    places = [(s.start, s.end) for s in doc.spans]
    return [((places[e.head], places[e.tail]), e.type) for e in doc.edges]


def _confusion(gold: Iterable[tuple[Hashable, str]], predicted: Iterable[tuple[Hashable, str]]) -> Confusion:
    places: dict[Hashable, tuple[Counter[str], Counter[str]]] = {}
    for side, items in enumerate((gold, predicted)):
        for place, name in items:
            places.setdefault(place, (Counter(), Counter()))[side][name] += 1
    found: Confusion = Counter()
    for want, got in places.values():
        same = want & got
        found.update({(name, name): count for name, count in same.items()})
        rest = zip_longest(sorted((want - same).elements()), sorted((got - same).elements()), fillvalue=NONE)
        found.update(rest)
    return found
