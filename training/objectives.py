"""What the encoder is pretrained to predict: the next token, or hidden words; with a sampled softmax over tied token vectors.

Knows tensors of token ids; knows no file, no optimiser and no schedule. All randomness comes from a generator that the caller seeds
for each update, so that a resumed run draws what an uninterrupted one would have drawn.

Sources: causal before masked modelling for encoders, Gisserot-Boukhlef et al. 2025 (arXiv 2507.00994); sampled softmax, Bengio &
Senecal 2008; whole-word masking and the 80/10/10 rule, Devlin et al. 2019.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import torch
from torch import Tensor, nn

PAD, MASK, FIRST = 0, 4, 5
"""Ids of padding and of the mask, and the first id that is no special token."""
Objective = Literal["clm", "mlm"]
# Flatter than the frequencies themselves: rare words serve as negatives too (Mikolov et al. 2013).
_PROPOSAL_POWER = 0.75
_NO_MASK: dict[str, None] = {"full_attention": None, "sliding_attention": None}


class Pretrainer(nn.Module):
    """An encoder with one output layer an objective; their weights are the encoder's own token vectors."""

    log_proposal: Tensor
    continues: Tensor

    def __init__(self, encoder: nn.Module, hidden: int, counts: Tensor, continues: Tensor) -> None:
        """Wrap an encoder.

        Args:
            counts: shape (vocabulary,): how often each token occurs in the training text. The output bias starts at the log
                frequencies; without that the first million tokens are spent on learning them.
            continues: shape (vocabulary,), bool: pieces that continue a word.
        """
        super().__init__()
        self.encoder = encoder
        linear = {name: nn.Linear(hidden, hidden, bias=False) for name in ("clm", "mlm")}
        for transform in linear.values():
            nn.init.eye_(transform.weight)
        self.transforms = nn.ModuleDict(linear)
        frequency = (counts.double() + 1) / (counts.double() + 1).sum()
        self.bias = nn.Parameter(frequency.log().float())
        proposal = counts.double().clamp(min=1) ** _PROPOSAL_POWER
        proposal[:FIRST] = 1e-9
        self.register_buffer("log_proposal", (proposal / proposal.sum()).log().float(), persistent=False)
        self.register_buffer("continues", continues, persistent=False)

    def forward(self, rows: Tensor, objective: Objective, generator: torch.Generator, negatives: int, mask_rate: float) -> Tensor:
        """Mean loss in nats over the predicted tokens.

        Args:
            rows: shape (batch, length), token ids padded with 0.
            generator: on the CPU.
            negatives: sampled vocabulary entries; 0 takes the full vocabulary.
        """
        hidden, targets = self.predicted(rows, objective, generator, mask_rate)
        queries = self.transforms[objective](hidden)
        if negatives:
            return self._sampled(queries, targets, negatives, generator)
        return nn.functional.cross_entropy((queries @ self._table().t() + self.bias).float(), targets)

    def predicted(self, rows: Tensor, objective: Objective, generator: torch.Generator, mask_rate: float) -> tuple[Tensor, Tensor]:
        """Hidden states (n, hidden) at the places where something is predicted, and the n targets."""
        if objective == "clm":
            # Padding stands at the right end, where causal attention never looks: no mask is needed, and the fast kernel applies.
            states = self.encoder(rows, attention_mask=_NO_MASK, is_causal=True).last_hidden_state
            known = rows[:, 1:] >= FIRST
            return states[:, :-1][known], rows[:, 1:][known]
        hidden_words, shown = mask_words(rows, self.continues, mask_rate, generator, len(self.bias))
        states = self.encoder(shown, attention_mask=_additive(rows != PAD)).last_hidden_state
        return states[hidden_words], rows[hidden_words]

    def _sampled(self, queries: Tensor, targets: Tensor, negatives: int, generator: torch.Generator) -> Tensor:
        """Cross entropy with the partition function estimated from entries drawn with replacement (importance sampling)."""
        drawn = torch.multinomial(self.log_proposal.exp().cpu(), negatives, replacement=True, generator=generator).to(targets.device)
        table = self._table()
        positive = (queries * nn.functional.embedding(targets, table)).sum(-1).float() + self.bias[targets]
        others = (queries @ nn.functional.embedding(drawn, table).t()).float()
        others = others + (self.bias[drawn] - self.log_proposal[drawn] - math.log(negatives))
        others = others.masked_fill(drawn == targets.unsqueeze(1), -math.inf)
        return (torch.logsumexp(torch.cat([positive.unsqueeze(1), others], dim=1), dim=1) - positive).mean()

    def _table(self) -> Tensor:
        encoder: Any = self.encoder
        table: Tensor = encoder.get_input_embeddings().weight
        return table


def mask_words(rows: Tensor, continues: Tensor, rate: float, generator: torch.Generator, vocabulary: int) -> tuple[Tensor, Tensor]:
    """Hide whole words.

    Returns:
        Shape (batch, length), bool: the hidden places; and the rows with 80 % of these replaced by [MASK], 10 % by a random token.
    """
    word = torch.cumsum((~continues[rows]).long(), dim=1)
    chosen = torch.rand(rows.shape, generator=generator).to(rows.device).gather(1, word.clamp(max=rows.shape[1] - 1)) < rate
    chosen &= rows >= FIRST
    fate = torch.rand(rows.shape, generator=generator).to(rows.device)
    noise = torch.randint(FIRST, vocabulary, rows.shape, generator=generator).to(rows.device)
    shown = torch.where(chosen & (fate < 0.8), MASK, rows)
    return chosen, torch.where(chosen & (fate >= 0.9), noise, shown)


def _additive(visible: Tensor) -> dict[str, Tensor]:
    """The mask that ModernBERT would build itself, bool of shape (batch, 1, 1, length); built here so that it compiles."""
    mask = visible[:, None, None, :]
    return {"full_attention": mask, "sliding_attention": mask}
