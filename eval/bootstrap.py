"""Document-level bootstrap: how sure a score is, and how sure one system is to be better than another.

Knows arrays of counts; knows no document.

A resample draws as many documents as there are, with replacement; its score is computed from the summed counts, not averaged over
documents. The interval is the 2.5th to the 97.5th percentile of the resamples' scores. Documents are drawn, not sentences or spans,
because the errors within one text depend on one another. Resamples in which a score is undefined (no gold and no predicted item, as may
happen with rare labels) are left out of the interval; in a comparison they count as ties. Few documents give intervals that are wide and
still a little too narrow: give support beside.

Counts have shape (documents, 3): tp, fp, fn, for micro F1; or (documents, types, 3) for macro F1, the mean over the types that have gold
items in the resample.

Sources: Efron & Tibshirani 1993, ch. 13 (percentile interval); Berg-Kirkpatrick, Burkett & Klein 2012 (paired comparison).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mithaq.errors import InputError

SAMPLES = 1000
LEVEL = 0.95
"""Share of the resamples inside an interval."""


@dataclass(frozen=True)
class Interval:
    """A score and its percentile interval, in the score's unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Paired:
    """Two systems on the same resamples."""

    a: float
    """F1 of the first on all documents."""
    b: float
    """F1 of the second on all documents."""
    difference: Interval
    """b minus a."""
    not_better: float
    """Share of the resamples in which b is not better than a: small means that b wins reliably. Ties count as not better.
    (Berg-Kirkpatrick et al. count resamples with more than twice the observed gain; for a symmetric spread the two agree.)"""


def f1(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of summed counts.

    Args:
        counts: shape (..., 3): tp, fp, fn.
    Returns:
        Shape (...): 2 tp / (2 tp + fp + fn), 0.0 where undefined.
    """
    tp, fp, fn = (counts[..., i].astype(np.float64) for i in range(3))
    whole = 2 * tp + fp + fn
    return np.asarray(np.divide(2 * tp, whole, out=np.zeros_like(whole), where=whole > 0))


def macro_f1(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean F1 over the types with gold items.

    Args:
        counts: shape (..., types, 3): tp, fp, fn.
    Returns:
        Shape (...); 0.0 where no type has gold items.
    """
    present = (counts[..., 0] + counts[..., 2]) > 0
    number = present.sum(axis=-1)
    total = np.where(present, f1(counts), 0.0).sum(axis=-1)
    return np.asarray(np.divide(total, number, out=np.zeros_like(total), where=number > 0))


def intervals(counts: Mapping[str, NDArray[np.int64]], samples: int = SAMPLES, seed: int = 0) -> dict[str, Interval]:
    """Intervals of several metrics over the same documents, from the same resamples.

    Args:
        counts: metric -> counts, shape (documents, 3) or (documents, types, 3).
        samples: number of resamples.
    Raises:
        InputError: no document, unequal numbers of documents, a wrong shape, or no sample.
    """
    if not counts:
        return {}
    weights = _weights(counts, samples, seed)
    found = {}
    for name, array in counts.items():
        low, high = _percentiles(_scores(weights, array), _defined(weights, array))
        found[name] = Interval(_score(array), low, high)
    return found


def interval(counts: NDArray[np.int64], samples: int = SAMPLES, seed: int = 0) -> Interval:
    """The interval of one metric; shapes and errors as ``intervals``."""
    return intervals({"counts": counts}, samples, seed)["counts"]


def paired(a: NDArray[np.int64], b: NDArray[np.int64], samples: int = SAMPLES, seed: int = 0) -> Paired:
    """Compare two systems on the same documents in the same order; shapes and errors as ``intervals``."""
    weights = _weights({"a": a, "b": b}, samples, seed)
    gains = _scores(weights, b) - _scores(weights, a)
    low, high = _percentiles(gains, np.ones(len(gains), dtype=bool))
    first, second = _score(a), _score(b)
    # Equal systems may differ in the last bit, so a gain below rounding is no gain.
    return Paired(first, second, Interval(second - first, low, high), float(np.mean(gains <= 1e-12)))


def _weights(counts: Mapping[str, NDArray[np.int64]], samples: int, seed: int) -> NDArray[np.float64]:
    """How often each resample drew each document, shape (samples, documents)."""
    for name, array in counts.items():
        if array.ndim not in (2, 3) or array.shape[-1] != 3:
            raise InputError(f"counts '{name}' have shape {array.shape}; give (documents, 3) or (documents, types, 3).")
    numbers = {name: len(array) for name, array in counts.items()}
    documents = next(iter(numbers.values()))
    if documents == 0 or set(numbers.values()) != {documents}:
        raise InputError(f"numbers of documents are {numbers}; give the same documents for each, at least one.")
    if samples < 1:
        raise InputError(f"samples must be at least 1, found {samples}.")
    drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=samples)
    return drawn.astype(np.float64)


def _scores(weights: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    summed = _sums(weights, counts)
    return f1(summed) if counts.ndim == 2 else macro_f1(summed)


def _defined(weights: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which resamples have a score: any item for micro, a gold item for macro; shape (samples,)."""
    items = counts.sum(axis=1) if counts.ndim == 3 else counts
    summed = _sums(weights, items)
    return np.asarray((summed[:, 0] + summed[:, 2] > 0) if counts.ndim == 3 else summed.sum(axis=1) > 0)


def _sums(weights: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.tensordot(weights, counts.astype(np.float64), axes=(1, 0)))


def _score(counts: NDArray[np.int64]) -> float:
    summed = counts.sum(axis=0)
    return float(f1(summed) if counts.ndim == 2 else macro_f1(summed))


def _percentiles(scores: NDArray[np.float64], defined: NDArray[np.bool_]) -> tuple[float, float]:
    """Ends of the interval; both 0.0, as the score itself, if no resample has one."""
    if not defined.any():
        return 0.0, 0.0
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(scores[defined], (tail, 1 - tail))
    return float(low), float(high)
