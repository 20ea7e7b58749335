"""Whether a probability means what it says: of the spans given 0.8, are 80 % right?

Knows the ``p`` of predicted spans and edges; knows no threshold. Says nothing of what was missed: recall does.

Definitions:
    right   a predicted span or edge that matches the gold strictly (``entities.py``, ``relations.py``; factuality left out)
    bins    predictions in order of p, cut into 15 bins of equal mass; equal probabilities are never cut apart, so there may be fewer
    ECE     the mean over predictions of |share right - mean p| of their bin, in [0, 1]; 0 is perfect

Sources: Naeini et al. 2015; Guo et al. 2017; Nixon et al. 2019 (why bins of equal mass: most probabilities lie near 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from eval.align import Pairs
from eval.scores import ratio

BINS = 15

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Bin:
    """Predictions of like probability."""

    low: float
    """Least p."""
    high: float
    """Greatest p."""
    count: int
    mean: float
    """Mean p."""
    right: float
    """Share that is right."""


@dataclass(frozen=True)
class Reliability:
    """A reliability table."""

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """Predictions that carry a probability."""
        return sum(b.count for b in self.bins)

    @property
    def ece(self) -> float:
        """Expected calibration error; 0.0 (undefined) without predictions."""
        return ratio(sum(b.count * abs(b.right - b.mean) for b in self.bins), self.count)


def reliability(outcomes: Iterable[tuple[float, bool]], bins: int = BINS) -> Reliability:
    """The table of predictions given as (p, right)."""
    ordered = sorted(outcomes)
    p = np.asarray([outcome[0] for outcome in ordered], dtype=np.float64)
    right = np.asarray([outcome[1] for outcome in ordered], dtype=bool)
    # A cut moves up to the end of its run of equal probabilities: within a run the order is arbitrary.
    cuts = {int(np.searchsorted(p, p[-(-len(p) * i // bins) - 1], side="right")) for i in range(1, bins + 1)} if len(p) else set()
    edges = [0, *sorted(cuts)]
    return Reliability(
        tuple(Bin(float(p[a]), float(p[b - 1]), b - a, float(p[a:b].mean()), float(right[a:b].mean())) for a, b in pairwise(edges))
    )


def span_outcomes(pairs: Pairs) -> list[tuple[float, bool]]:
    """(p, right) of every predicted span with a probability, entities and triggers together."""
    found: list[tuple[float, bool]] = []
    for pair in pairs:
        want = Counter((s.start, s.end, s.type) for s in pair.gold.spans)
        given = [(s.p, (s.start, s.end, s.type)) for s in pair.predicted.spans if s.p is not None]
        found += _judged(given, want)
    return found


def edge_outcomes(pairs: Pairs) -> list[tuple[float, bool]]:
    """(p, right) of every predicted edge with a probability, roles and relations together."""
    found: list[tuple[float, bool]] = []
    for pair in pairs:
        sides = []
        for doc in (pair.gold, pair.predicted):
            ends = [(s.start, s.end, s.type) for s in doc.spans]
            sides.append([(e.p, (ends[e.head], ends[e.tail], e.type)) for e in doc.edges])
        given = [(p, key) for p, key in sides[1] if p is not None]
        found += _judged(given, Counter(key for _, key in sides[0]))
    return found


def _judged(given: list[tuple[float, _Key]], want: Counter[_Key]) -> list[tuple[float, bool]]:
    """Consume gold items in order of falling p, so that of two equal predictions the surer one is right."""
    found: list[tuple[float, bool]] = []
    for p, key in sorted(given, key=lambda item: -item[0]):
        found.append((p, want[key] > 0))
        want[key] -= 1
    return found
