"""From pieces to word vectors: any transformers encoder, first and last piece of each word, and the word's outer letters.

Knows token ids and letter codes; knows no label.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from mithaq.features import EDGE_LETTERS, LETTER_CODES


class WordEncoder(nn.Module):
    """Word vectors of a window.

    Words are the sum of their first and last pieces' vectors after a linear layer each: in Arabic the first piece holds the proclitics and
    the last the number and gender. Letter codes tell affixes that the pieces hide (the piece of a frequent word holds its article).
    """

    def __init__(self, encoder: nn.Module, encoder_size: int, size: int, letter_size: int, dropout: float) -> None:
        """Wrap an encoder.

        Args:
            encoder: called with ``input_ids`` and ``attention_mask``; gives ``last_hidden_state`` (b, pieces, encoder_size).
            letter_size: size of one letter's vector; 0 leaves letters out.
        """
        super().__init__()
        self.encoder = encoder
        self.first = nn.Linear(encoder_size, size)
        self.last = nn.Linear(encoder_size, size, bias=False)
        self.letters = nn.Embedding(LETTER_CODES, letter_size, padding_idx=0) if letter_size else None
        self.affixes = nn.Linear(2 * EDGE_LETTERS * letter_size, size, bias=False) if letter_size else None
        self.norm = nn.LayerNorm(size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, first: Tensor, last: Tensor, letters: Tensor, word_mask: Tensor) -> Tensor:
        """Arguments as made by ``Featurizer.pack``; returns shape (b, words, size), zeros for padding."""
        output: Any = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        pieces: Tensor = output.last_hidden_state
        words = self.first(gather(pieces, first)) + self.last(gather(pieces, last))
        if self.letters is not None and self.affixes is not None:
            words = words + self.affixes(self.letters(letters).flatten(2))
        # Padding must be nothing: heads look at the words beside a span, and the last word's neighbour is padding.
        normed: Tensor = self.dropout(self.norm(words)) * word_mask.unsqueeze(-1)
        return normed


def gather(vectors: Tensor, index: Tensor) -> Tensor:
    """Rows of (b, n, d) by an index (b, k); returns (b, k, d)."""
    return torch.gather(vectors, 1, index.unsqueeze(-1).expand(-1, -1, vectors.shape[-1]))
