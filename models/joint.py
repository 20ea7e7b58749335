"""The joint model: word encoder, span head, proclitic head, link head, and their losses.

Knows tensors; knows no file and no label's name.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from mithaq.session import LINK_INPUTS, READ_INPUTS
from models.link_head import LinkHead
from models.outputs import LinkOutput, Losses, ReadOutput
from models.span_head import ProcliticHead, SpanHead
from models.word_encoder import WordEncoder

IGNORED = -100


@dataclass(frozen=True)
class HeadsConfig:
    """Sizes of everything above the encoder."""

    size: int = 256
    """Of a word vector."""
    letter_size: int = 24
    """Of a letter's vector; 0 leaves letters out."""
    span_hidden: int = 256
    link_hidden: int = 192
    mixers: int = 2
    """Layers in which the spans of a window attend to each other."""
    mixer_heads: int = 4
    proclitic_letters: int = 3
    """Most leading letters outside a span."""
    dropout: float = 0.2


@dataclass(frozen=True)
class LossWeights:
    spans: float = 1.0
    proclitic: float = 0.5
    factuality: float = 0.5
    edges: float = 1.0


class JointModel(nn.Module):
    """Everything that is trained."""

    def __init__(
        self, encoder: nn.Module, encoder_size: int, heads: HeadsConfig, types: int, factualities: int, edges: int, width: int
    ) -> None:
        super().__init__()
        self.heads_config = heads
        self.words = WordEncoder(encoder, encoder_size, heads.size, heads.letter_size, heads.dropout)
        self.spans = SpanHead(heads.size, heads.span_hidden, width, types, heads.dropout)
        self.proclitic = ProcliticHead(heads.size, heads.span_hidden, heads.proclitic_letters, heads.dropout)
        self.linker = LinkHead(heads.size, heads.link_hidden, types, factualities, edges, heads.mixers, heads.mixer_heads, heads.dropout)

    def read(
        self, input_ids: Tensor, attention_mask: Tensor, first: Tensor, last: Tensor, letters: Tensor, word_mask: Tensor
    ) -> ReadOutput:
        """Word vectors and span scores; arguments as ``Featurizer.pack`` makes them."""
        words = self.words(input_ids, attention_mask, first, last, letters, word_mask)
        return ReadOutput(words, self.spans(words), self.proclitic(words))

    def link(self, words: Tensor, span_first: Tensor, span_last: Tensor, span_type: Tensor, span_mask: Tensor, gap: Tensor) -> LinkOutput:
        """Factuality and edge scores; arguments as ``span_features.pack_spans`` makes them."""
        output: LinkOutput = self.linker(words, span_first, span_last, span_type, span_mask, gap)
        return output

    def forward(self, batch: dict[str, Tensor], weights: LossWeights) -> Losses:
        """Losses of one batch (``training.collate``)."""
        read = self.read(*(batch[name] for name in READ_INPUTS))
        link = self.link(read.words, *(batch[name] for name in LINK_INPUTS[1:]))
        spans = span_loss(read.spans.float(), batch["span_target"], batch["allowed"])
        proclitic = _cross_entropy(read.proclitic, batch["proclitic_target"])
        factuality = _cross_entropy(link.factuality, batch["factuality_target"])
        edges = edge_loss(link.edges.float(), batch["edge_target"])
        total = weights.spans * spans + weights.proclitic * proclitic + weights.factuality * factuality + weights.edges * edges
        return Losses(total, spans.detach(), proclitic.detach(), factuality.detach(), edges.detach())


def span_loss(scores: Tensor, target: Tensor, allowed: Tensor) -> Tensor:
    """Negative log of the probability of what the annotation allows, summed over the band, per labelled span.

    A fully annotated cell allows one label, and this is the cross entropy. A corpus with coarser or fewer labels allows several («LOC» is
    GPE, LOC or FAC; an unlabelled cell is no span or a type that the corpus does not annotate): the probability of their union is trained.

    Args:
        scores: shape (b, n, width, 1 + types).
        target: shape (b, n, width): row of ``allowed`` for each cell, IGNORED for cells outside the text.
        allowed: shape (label sets, 1 + types), bool. Row 0 is «no span»; a cell of another row that excludes it counts as labelled.
    """
    inside = target != IGNORED
    # Only cells inside the text: padding is often half of the band.
    logs = functional.log_softmax(scores[inside], dim=-1)
    sets = target[inside]
    union = torch.logsumexp(logs.masked_fill(~allowed[sets], -torch.inf), dim=-1)
    labelled = (~allowed[:, 0])[sets].sum()
    return -union.sum() / labelled.clamp(min=1)


def edge_loss(scores: Tensor, target: Tensor) -> Tensor:
    """Binary cross entropy summed over allowed pairs, per edge.

    Args:
        scores: shape (b, s, s, edge types).
        target: the same shape; 1 for an edge, 0 for none, negative where the schema or the corpus says nothing.
    """
    known = target >= 0
    loss = functional.binary_cross_entropy_with_logits(scores[known], target[known].to(scores.dtype), reduction="sum")
    return loss / (target == 1).sum().clamp(min=1)


def _cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
    """Mean over the cells with a target; 0 without any."""
    known = target != IGNORED
    loss = functional.cross_entropy(scores[known].float(), target[known], reduction="sum")
    return loss / known.sum().clamp(min=1)
