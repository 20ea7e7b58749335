"""Scores of spans on a dense band (start x width x type), and of leading letters.

Knows word vectors; knows no text. A dense band makes nesting free and keeps data-dependent shapes out of the exported graph
(Zhong & Chen 2021, PURE; SpERT scores the same spans after sampling).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class SpanHead(nn.Module):
    """Scores every span of up to ``width`` words from its first word, last word, mean and width."""

    def __init__(self, size: int, hidden: int, width: int, types: int, dropout: float) -> None:
        super().__init__()
        self.width = width
        self.start = nn.Linear(size, hidden)
        self.end = nn.Linear(size, hidden, bias=False)
        self.mean = nn.Linear(size, hidden, bias=False)
        self.widths = nn.Parameter(torch.zeros(width, hidden))
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(hidden, 1 + types)

    def forward(self, words: Tensor) -> Tensor:
        """Score the spans.

        Args:
            words: shape (b, n, size).

        Returns:
            Shape (b, n, width, 1 + types); spans that reach beyond the last word have scores of no meaning.
        """
        # Dropped before they are combined: on the band itself it would draw width times as many numbers (a quarter of a step).
        start, end, mean = (self.dropout(layer(words)) for layer in (self.start, self.end, self.mean))
        total = mean
        spans = []
        for extra in range(self.width):
            if extra:
                total = total + shifted(mean, extra)
            inner = functional.gelu(start + shifted(end, extra) + total / (extra + 1) + self.widths[extra])
            spans.append(self.out(inner))
        return torch.stack(spans, dim=2)


class ProcliticHead(nn.Module):
    """Scores how many leading letters of a word lie outside the spans that begin at it."""

    def __init__(self, size: int, hidden: int, most: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(size, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, 1 + most))

    def forward(self, words: Tensor) -> Tensor:
        """Shape (b, n, size) to (b, n, 1 + most)."""
        scores: Tensor = self.layers(words)
        return scores


def shifted(words: Tensor, by: int) -> Tensor:
    """Each word's ``by``-th successor; zeros beyond the end. Shape (b, n, d) to (b, n, d)."""
    if by == 0:
        return words
    # Pad before slicing: a window may have fewer words than the shift.
    return functional.pad(words, (0, 0, 0, by))[:, by:]
