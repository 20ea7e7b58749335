"""The counts of one metric for every document, by type: what every table, macro average and bootstrap is made of.

Knows counts; knows no document's content.

Definitions:
    micro  counts summed over documents and types, then the ratios
    macro  the unweighted mean of the ratios of the types *present in the gold*; a type that is only predicted harms micro alone
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eval.scores import Counts, Prf, ratio


@dataclass(frozen=True)
class Tally:
    """One metric's counts, document by document."""

    documents: tuple[Mapping[str, Counts], ...]
    """For each document, in the order of the gold: type -> counts."""

    @cached_property
    def by_type(self) -> dict[str, Counts]:
        """Counts of each type over all documents, in alphabetical order."""
        found: dict[str, Counts] = {}
        for document in self.documents:
            for name, counts in document.items():
                found[name] = found.get(name, Counts()) + counts
        return dict(sorted(found.items()))

    @property
    def micro(self) -> Counts:
        """Counts over all documents and types."""
        return sum(self.by_type.values(), Counts())

    @property
    def macro(self) -> Prf:
        """Mean precision, recall and F1 of the types with gold items; all 0.0 if there is none."""
        present = [c for c in self.by_type.values() if c.support]
        means = [ratio(sum(getattr(c, name) for c in present), len(present)) for name in ("precision", "recall", "f1")]
        return Prf(means[0], means[1], means[2], self.micro.support)

    def only(self, types: Collection[str]) -> Tally:
        """The same documents with the counts of some types."""
        return Tally(tuple({name: c for name, c in document.items() if name in types} for document in self.documents))

    def per_type(self) -> NDArray[np.int64]:
        """Counts, shape (documents, types, 3): tp, fp, fn; types in the order of ``by_type``."""
        place = {name: i for i, name in enumerate(self.by_type)}
        counts = np.zeros((len(self.documents), len(place), 3), dtype=np.int64)
        for row, document in enumerate(self.documents):
            for name, c in document.items():
                counts[row, place[name]] = (c.tp, c.fp, c.fn)
        return counts

    def per_document(self) -> NDArray[np.int64]:
        """Counts, shape (documents, 3): tp, fp, fn summed over types."""
        return np.asarray(self.per_type().sum(axis=1), dtype=np.int64)
