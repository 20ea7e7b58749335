"""The only way from scores to a document: spans, factualities and edges out of arrays, windows merged.

Knows scores, words and the label set; knows no network and no tokenizer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.aliases import group_aliases
from mithaq.documents import Document, Edge, Span
from mithaq.errors import BundleError, InputError
from mithaq.features import Arrays, Ints, Window, Words
from mithaq.schema import Schema

Floats = NDArray[Any]


@dataclass(frozen=True)
class Head:
    """How one kind of probability is made and cut; fitted on a development set after training."""

    temperature: float = 1.0
    """Scores are divided by it (Guo et al. 2017)."""
    threshold: float = 0.5
    """Least probability that is kept."""
    precision: tuple[tuple[float, float], ...] = ()
    """(threshold, precision of what lies at or above it), rising thresholds."""

    def at_precision(self, target: float, name: str) -> Head:
        """The same head with the lowest threshold whose precision on the development set reached the target.

        Raises:
            InputError: no threshold reached it; the message gives the best.
        """
        reached = [threshold for threshold, precision in self.precision if precision >= target]
        if not reached:
            best = max((precision for _, precision in self.precision), default=0.0)
            raise InputError(f"no threshold gave the {name} a precision of {target}; the best measured is {best:.3f}.")
        return replace(self, threshold=min(reached))


@dataclass(frozen=True)
class Calibration:
    """The heads of a model."""

    spans: Head = Head()
    edges: Head = Head()
    factuality_temperature: float = 1.0

    def at_precision(self, target: float) -> Calibration:
        return replace(self, spans=self.spans.at_precision(target, "spans"), edges=self.edges.at_precision(target, "edges"))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], where: str) -> Calibration:
        try:
            heads = {n: Head(**{**data[n], "precision": tuple((t, p) for t, p in data[n]["precision"])}) for n in ("spans", "edges")}
            return cls(heads["spans"], heads["edges"], float(data["factuality_temperature"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BundleError(f"{where}: damaged calibration ({error!r}). Export the bundle again.") from error


@dataclass(frozen=True)
class WordSpan:
    """A span in words: what decoding works on."""

    first: int
    last: int
    """Inclusive."""
    type: int
    """Index into ``Schema.span_types``."""
    skip: int = 0
    """Leading letters of the first word outside the span."""
    p: float | None = None
    given: tuple[int, int] | None = None
    """Offsets that a caller gave, kept as they are."""


@dataclass(frozen=True)
class LinkRow:
    """The spans of a document that one window holds."""

    window: Window
    members: Ints
    """Shape (s,): indexes into the document's spans."""

    def arrays(self, spans: Sequence[WordSpan], text: Words) -> tuple[Ints, Ints, Ints, Ints]:
        """A row of ``span_features.pack_spans``."""
        first, last, kind = (np.asarray([getattr(spans[i], n) for i in self.members], dtype=np.int64) for n in ("first", "last", "type"))
        sentence = text.sentence[first] if len(first) else first
        return first - self.window.start, last - self.window.start, kind, sentence


def window_spans(window: Window, scores: Arrays, head: Head) -> list[WordSpan]:
    """The spans that one window proposes.

    Args:
        scores: the window's row of READ_OUTPUTS, padding included.

    Returns:
        For each stretch of words that begins in the window's own words its best type, if that is probable enough.
    """
    count, width = window.end - window.start, scores["spans"].shape[1]
    owned = slice(window.own_start - window.start, window.own_end - window.start)
    p = _softmax(scores["spans"][owned] / head.temperature)
    best = 1 + p[..., 1:].argmax(-1)
    top = np.take_along_axis(p, best[..., None], -1)[..., 0]
    reach = np.arange(owned.start, owned.stop)[:, None] + np.arange(width)[None, :]
    skips = scores["proclitic"][owned].argmax(-1)
    found = []
    for row, extra in np.argwhere((top >= head.threshold) & (reach < count)).tolist():
        first = window.own_start + row
        found.append(WordSpan(first, first + extra, int(best[row, extra]) - 1, int(skips[row]), float(top[row, extra])))
    return found


def merge_spans(proposed: Sequence[WordSpan], schema: Schema) -> list[WordSpan]:
    """The spans of a document, by (first, -last).

    None cross, no two have the same words, and nothing lies inside a trigger, which is the smallest wording of its event; of two spans
    that cannot stand together the more probable stays.
    """
    triggers = frozenset(i for i, name in enumerate(schema.span_types) if schema.is_trigger(name))
    kept: list[WordSpan] = []
    near: dict[int, list[WordSpan]] = {}
    for span in sorted(proposed, key=lambda s: -(s.p or 0.0)):
        reach = range(span.first, span.last + 1)
        if not any(_clash(span, other, triggers) for word in reach for other in near.get(word, ())):
            kept.append(span)
            for word in reach:
                near.setdefault(word, []).append(span)
    return sorted(kept, key=lambda s: (s.first, -s.last))


def link_rows(windows: Sequence[Window], spans: Sequence[WordSpan]) -> list[LinkRow]:
    """For each window, the spans that lie inside it."""
    first = np.asarray([s.first for s in spans], dtype=np.int64)
    last = np.asarray([s.last for s in spans], dtype=np.int64)
    return [LinkRow(w, np.flatnonzero((first >= w.start) & (last < w.end)).astype(np.int64)) for w in windows]


def decode_links(
    spans: Sequence[WordSpan], links: Sequence[tuple[LinkRow, Arrays]], schema: Schema, calibration: Calibration
) -> tuple[list[tuple[str | None, float]], list[Edge]]:
    """Factualities and edges of one document.

    Args:
        links: each window's spans with its row of LINK_OUTPUTS, padding included.

    Returns:
        For each span its factuality (None for entities) and the factuality's probability; and the edges, by (head, tail).
    """
    count, kinds = len(spans), np.asarray([s.type for s in spans], dtype=np.int64)
    certain = np.asarray([1.0 if s.p is None else s.p for s in spans])
    factuality: list[tuple[str | None, float]] = [(None, 1.0)] * count
    edges: dict[tuple[int, int, int], tuple[int, float]] = {}
    triggers = [schema.is_trigger(schema.span_types[k]) for k in kinds]
    names = schema.factuality_names
    for row, scores in links:
        members, size = row.members, len(row.members)
        owned = [row.window.own_start <= spans[i].first < row.window.own_end for i in members]
        for at, i in enumerate(members.tolist()):
            if triggers[i] and (owned[at] or factuality[i][0] is None):
                p = _softmax(scores["factuality"][at] / calibration.factuality_temperature)
                factuality[i] = (names[int(p.argmax())], float(p.max()))
        allowed = schema.pair_mask[:, kinds[members][:, None], kinds[members][None, :]].transpose(1, 2, 0)
        p = _sigmoid(scores["edges"][:size, :size] / calibration.edges.temperature) * allowed
        # An edge is right only if both its spans are.
        p = p * certain[members][:, None, None] * certain[members][None, :, None]
        p[np.arange(size), np.arange(size)] = 0
        for head, tail, kind in np.argwhere(p >= calibration.edges.threshold).tolist():
            key = (int(members[head]), int(members[tail]), kind)
            # A pair that two windows see is judged by the one that owns its head, else by the one that owns its tail.
            rank = 2 * owned[head] + owned[tail]
            if rank >= edges.get(key, (0, 0.0))[0]:
                edges[key] = (rank, float(p[head, tail, kind]))
    made = [Edge(head, tail, schema.edge_types[kind], p) for (head, tail, kind), (_, p) in sorted(edges.items())]
    return factuality, made


def assemble(
    doc: Document,
    text: Words,
    spans: Sequence[WordSpan],
    factuality: Sequence[tuple[str | None, float]],
    edges: Sequence[Edge],
    schema: Schema,
) -> Document:
    """The document with its predictions, its alias groups made from the names."""
    made = []
    for span, (value, p) in zip(spans, factuality, strict=True):
        start, end = span.given or text.span(span.first, span.last, span.skip)
        certainty = p if span.p is None else span.p * (p if value is not None else 1.0)
        made.append(Span(start, end, schema.span_types[span.type], value, certainty))
    return replace(doc, spans=tuple(made), edges=tuple(edges), aliases=group_aliases(doc.text, made, edges))


def _clash(a: WordSpan, b: WordSpan, triggers: frozenset[int]) -> bool:
    outer, inner = (a, b) if (a.first, -a.last) <= (b.first, -b.last) else (b, a)
    if inner.first > outer.last:
        return False
    same = (a.first, a.last) == (b.first, b.last)
    return same or inner.last > outer.last or outer.type in triggers


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _sigmoid(scores: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return result
