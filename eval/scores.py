"""Counts of right, wrong and missed items, and the three ratios made of them.

Knows arithmetic only; knows no document and no label.

Definitions:
    tp  items of the prediction that match a gold item, one to one
    fp  items of the prediction that match none
    fn  gold items that nothing matched
    precision = tp / (tp + fp)     recall = tp / (tp + fn)     F1 = 2 tp / (2 tp + fp + fn)
A ratio whose denominator is zero is undefined and given as 0.0, as seqeval and nervaluate do; ``support`` tells such a 0 from a bad score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


def ratio(part: float, whole: float) -> float:
    """``part / whole``, or 0.0 where ``whole`` is 0 and the ratio undefined."""
    return part / whole if whole else 0.0


@dataclass(frozen=True)
class Prf:
    """Precision, recall and F1, each in [0, 1], with the number of gold items behind them."""

    precision: float
    recall: float
    f1: float
    support: int
    """Gold items."""


@dataclass(frozen=True)
class Counts:
    """True positives, false positives, false negatives: numbers of items."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """tp / (tp + fp); 0.0 if nothing was predicted."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """tp / (tp + fn); 0.0 if the gold has nothing."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """2 tp / (2 tp + fp + fn); 0.0 if neither side has anything."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def support(self) -> int:
        """Gold items: tp + fn."""
        return self.tp + self.fn

    @property
    def predicted(self) -> int:
        """Predicted items: tp + fp."""
        return self.tp + self.fp

    def prf(self) -> Prf:
        return Prf(self.precision, self.recall, self.f1, self.support)


def compare(gold: Iterable[tuple[str, Hashable]], predicted: Iterable[tuple[str, Hashable]]) -> dict[str, Counts]:
    """Counts by type of two bags of (type, key): equal items match one to one, so a repeated prediction is a false positive."""
    want, got = Counter(gold), Counter(predicted)
    found: dict[str, Counts] = {}
    for item in want | got:
        hit = min(want[item], got[item])
        found[item[0]] = found.get(item[0], Counts()) + Counts(hit, got[item] - hit, want[item] - hit)
    return found
