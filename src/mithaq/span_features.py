"""Arrays of chosen spans: what the link graph reads beside the word vectors.

Knows places of spans in words and sentences; knows no text and no label's name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mithaq.features import Arrays, Ints

_DISTANCES = (1, 2, 3, 4, 6, 9, 13, 20, 35, 60)
_NESTED, _SENTENCE_GAPS = 2, 5
GAP_CODES = (_NESTED + 1 + 2 * len(_DISTANCES)) * _SENTENCE_GAPS
"""Codes of ``gap_codes``."""


def gap_codes(first: Ints, last: Ints, sentence: Ints) -> Ints:
    """How spans lie to one another.

    Args:
        first, last: shape (s,), first and last word of each span.
        sentence: shape (s,), sentence of its first word.

    Returns:
        Shape (s, s): a code below GAP_CODES of span j seen from span i: inside, around, or a signed bucket of words between them; and
        whether j stands 2 or more sentences before, 1 before, in the same, 1 after, 2 or more after.
    """
    distance = first[None, :] - first[:, None]
    inside = (first[None, :] >= first[:, None]) & (last[None, :] <= last[:, None])
    near = np.where(distance > 0, first[None, :] - last[:, None], first[:, None] - last[None, :])
    bucket = np.searchsorted(np.asarray(_DISTANCES), np.maximum(near, 1), side="right") - 1
    placed = _NESTED + 1 + np.where(distance > 0, bucket, len(_DISTANCES) + bucket)
    placed = np.where(inside.T, 1, placed)
    placed = np.where(inside, 0, placed)
    placed = np.where(inside & inside.T, _NESTED, placed)
    apart = np.clip(sentence[None, :] - sentence[:, None], -2, 2) + 2
    codes: Ints = placed * _SENTENCE_GAPS + apart
    return codes


def pack_spans(rows: Sequence[tuple[Ints, Ints, Ints, Ints]]) -> Arrays:
    """Arrays of the spans of b windows, padded to the most spans.

    Args:
        rows: for each window: first word, last word (both counted from the window's start), type index and sentence, each of shape (s,).

    Returns:
        ``span_first``, ``span_last``, ``span_type``, ``span_mask``: shape (b, spans); ``gap``: shape (b, spans, spans).
    """
    count = max(1, *(len(row[0]) for row in rows))
    flat = {name: np.zeros((len(rows), count), dtype=np.int64) for name in ("span_first", "span_last", "span_type", "span_mask")}
    gap = np.zeros((len(rows), count, count), dtype=np.int64)
    for at, (first, last, kind, sentence) in enumerate(rows):
        size = len(first)
        flat["span_first"][at, :size], flat["span_last"][at, :size], flat["span_type"][at, :size] = first, last, kind
        flat["span_mask"][at, :size] = 1
        gap[at, :size, :size] = gap_codes(first, last, sentence)
    return {**flat, "gap": gap}
