"""Factuality of chosen spans and edges between them.

Knows word vectors, span boundaries, types and how the spans lie to one another; knows no text. The spans first attend to each other, so
that a pair is scored knowing its rivals (the nearest of three possible agents); types enter as embeddings, as in PURE and PL-Marker.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from mithaq.span_features import GAP_CODES
from models.outputs import LinkOutput
from models.word_encoder import gather


class SpanMixer(nn.Module):
    """One pre-norm transformer layer over the spans of a window; the gap between two spans biases their attention."""

    def __init__(self, size: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm_in, self.norm_mid = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.gap = nn.Embedding(GAP_CODES, heads)
        self.feed = nn.Sequential(nn.Linear(size, 2 * size), nn.GELU(), nn.Dropout(dropout), nn.Linear(2 * size, size))
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.gap.weight)

    def forward(self, spans: Tensor, gap: Tensor, mask: Tensor) -> Tensor:
        """Mix.

        Args:
            spans: shape (b, s, size).
            gap: shape (b, s, s), ``span_features.gap_codes``.
            mask: shape (b, s), 1 for spans and 0 for padding.

        Returns:
            Shape (b, s, size).
        """
        batch, count, size = spans.shape
        queries, keys, values = self.qkv(self.norm_in(spans)).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        scores = queries @ keys.transpose(-1, -2) / math.sqrt(size // self.heads) + self.gap(gap).permute(0, 3, 1, 2)
        hidden = (1.0 - mask.to(scores.dtype))[:, None, None, :] * -1e4
        mixed = (functional.softmax(scores + hidden, dim=-1) @ values).transpose(1, 2).reshape(batch, count, size)
        spans = spans + self.dropout(self.out(mixed))
        result: Tensor = spans + self.dropout(self.feed(self.norm_mid(spans)))
        return result


class LinkHead(nn.Module):
    """Factuality and edges."""

    def __init__(self, size: int, hidden: int, types: int, factualities: int, edges: int, mixers: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.start = nn.Linear(size, hidden)
        self.end = nn.Linear(size, hidden, bias=False)
        self.around = nn.Linear(2 * size, hidden, bias=False)
        self.types = nn.Embedding(types, hidden)
        self.mixers = nn.ModuleList(SpanMixer(hidden, heads, dropout) for _ in range(mixers))
        self.norm = nn.LayerNorm(hidden)
        self.factuality = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, factualities))
        self.head, self.tail = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden, bias=False)
        self.gap = nn.Embedding(GAP_CODES, hidden)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(hidden, edges)
        nn.init.normal_(self.types.weight, std=0.5)
        nn.init.normal_(self.gap.weight, std=0.1)
        # Almost no pair is an edge: starting there spares the first steps.
        nn.init.constant_(self.out.bias, -4.0)

    def forward(
        self, words: Tensor, span_first: Tensor, span_last: Tensor, span_type: Tensor, span_mask: Tensor, gap: Tensor
    ) -> LinkOutput:
        """Score spans and pairs; arguments as ``span_features.pack_spans`` makes them, ``words`` of shape (b, n, size)."""
        padded = functional.pad(words, (0, 0, 1, 1))
        # The words on either side: prepositions mark the role of what follows, punctuation the end of a clause.
        outside = torch.cat([gather(padded, span_first), gather(padded, span_last + 2)], dim=-1)
        spans = self.start(gather(words, span_first)) + self.end(gather(words, span_last)) + self.around(outside)
        spans = spans + self.types(span_type)
        for mixer in self.mixers:
            spans = mixer(spans, gap, span_mask)
        spans = self.dropout(self.norm(spans))
        # Dropped before they are combined: pairs are many more numbers than spans.
        head, tail = self.dropout(self.head(spans)), self.dropout(self.tail(spans))
        pairs = functional.gelu(head.unsqueeze(2) + tail.unsqueeze(1) + self.gap(gap))
        return LinkOutput(self.factuality(spans), self.out(pairs))
