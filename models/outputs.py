"""What the modules give back. Shapes: b windows, n words, s spans."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class ReadOutput:
    """Of the words of a window."""

    words: Tensor
    """Word vectors, shape (b, n, hidden)."""
    spans: Tensor
    """Scores, shape (b, n, width, 1 + span types): of the span of 1 + w words that begins at each word. Column 0 is no span."""
    proclitic: Tensor
    """Scores, shape (b, n, 1 + most letters): how many leading letters of the word lie outside the spans that begin there."""


@dataclass(frozen=True)
class LinkOutput:
    """Of chosen spans."""

    factuality: Tensor
    """Scores, shape (b, s, factualities); of no meaning for entities."""
    edges: Tensor
    """Scores before the sigmoid, shape (b, s as head, s as tail, edge types)."""


@dataclass(frozen=True)
class Losses:
    """Nats; ``total`` is what is minimised."""

    total: Tensor
    spans: Tensor
    proclitic: Tensor
    factuality: Tensor
    edges: Tensor
