"""The torch model behind the interface of ``mithaq.session``, so that training evaluates with the extractor that ships.

Knows tensors and arrays; knows no score.
"""

from __future__ import annotations

import numpy as np
import torch

from mithaq.decoding import Calibration
from mithaq.extractor import Extractor
from mithaq.features import Arrays, Featurizer
from mithaq.session import LINK_INPUTS, LINK_OUTPUTS, READ_INPUTS, READ_OUTPUTS
from models.checkpoint import Checkpoint
from models.joint import JointModel


class TorchSession:
    """A joint model as a session; puts the model in evaluation mode for each call."""

    batch_pieces = 2048

    def __init__(self, model: JointModel) -> None:
        self._model = model

    @torch.no_grad()
    def read(self, arrays: Arrays) -> Arrays:
        output = self._model.eval().read(*self._tensors(arrays, READ_INPUTS))
        return {name: getattr(output, name).float().cpu().numpy() for name in READ_OUTPUTS}

    @torch.no_grad()
    def link(self, arrays: Arrays) -> Arrays:
        output = self._model.eval().link(*self._tensors(arrays, LINK_INPUTS))
        return {name: getattr(output, name).float().cpu().numpy() for name in LINK_OUTPUTS}

    def _tensors(self, arrays: Arrays, names: tuple[str, ...]) -> list[torch.Tensor]:
        device = next(self._model.parameters()).device
        return [torch.from_numpy(np.ascontiguousarray(arrays[name])).to(device) for name in names]


def extractor(checkpoint: Checkpoint, calibration: Calibration | None = None) -> Extractor:
    """The extractor of a checkpoint."""
    featurizer = Featurizer(checkpoint.tokenizer, checkpoint.features)
    return Extractor(TorchSession(checkpoint.model), featurizer, checkpoint.schema, calibration or Calibration())
