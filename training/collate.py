"""From examples to a batch of tensors.

Knows examples and padding; knows no corpus and no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mithaq.features import Featurizer
from mithaq.span_features import pack_spans
from models.joint import IGNORED
from training.encode import Example


@dataclass
class Collator:
    """Makes batches; callable by a torch data loader."""

    featurizer: Featurizer
    allowed: NDArray[np.bool_]
    """``LabelSets.allowed()``."""
    word_dropout: float = 0.0
    unknown: int = 0
    """Id of the piece that stands for a dropped word."""
    random: np.random.Generator = field(default_factory=np.random.default_rng)

    def __call__(self, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Tensors of ``Featurizer.pack`` and ``span_features.pack_spans``, and ``span_target`` (b, words, width), ``proclitic_target``
        (b, words), ``factuality_target`` (b, spans), ``edge_target`` (b, spans, spans, edge types), ``allowed``."""
        arrays = self.featurizer.pack([(e.text, e.window) for e in examples])
        if self.word_dropout:
            self._drop_words(arrays)
        spans = pack_spans([e.row.arrays(e.spans, e.text) for e in examples])
        words, count = arrays["first"].shape[1], spans["span_first"].shape[1]
        targets = {
            "span_target": _padded([e.span_target for e in examples], (words, examples[0].span_target.shape[1]), IGNORED),
            "proclitic_target": _padded([e.proclitic_target for e in examples], (words,), IGNORED),
            "factuality_target": _padded([e.factuality_target for e in examples], (count,), IGNORED),
            "edge_target": _padded([e.edge_target for e in examples], (count, count, examples[0].edge_target.shape[2]), -1),
            "allowed": self.allowed,
        }
        return {name: torch.from_numpy(array) for name, array in {**arrays, **spans, **targets}.items()}

    def _drop_words(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Hide whole words' pieces, so that context and letters must do: unseen names are the rule in news."""
        ids, first, last = arrays["input_ids"], arrays["first"], arrays["last"]
        dropped = (self.random.random(first.shape) < self.word_dropout) & (first > 0)
        for row, word in np.argwhere(dropped).tolist():
            ids[row, first[row, word] : last[row, word] + 1] = self.unknown


def _padded(arrays: Sequence[NDArray[Any]], shape: tuple[int, ...], fill: int) -> NDArray[Any]:
    out = np.full((len(arrays), *shape), fill, dtype=arrays[0].dtype)
    for row, array in enumerate(arrays):
        place: Any = (row, *(slice(size) for size in array.shape))
        out[place] = array
    return out
