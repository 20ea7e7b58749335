"""The torch model behind the interface of ``mithaq.session``, so that training evaluates with the extractor that ships.

Knows tensors and arrays; knows no score.
"""

from __future__ import annotations

import numpy as np
import torch

from mithaq.decoding import Calibration
from mithaq.extractor import Extractor
from mithaq.features import Arrays, Featurizer
from mithaq.session import LINK_INPUTS, LINK_OUTPUTS, READ_INPUTS, READ_OUTPUTS, Session
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


class RememberingSession:
    """A session that reads each window once, for those who decode the same texts again and again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[bytes, Arrays] = {}
        self.batch_pieces = session.batch_pieces

    def read(self, arrays: Arrays) -> Arrays:
        key = arrays["input_ids"].tobytes() + arrays["first"].tobytes()
        if key not in self._read:
            self._read[key] = self._session.read(arrays)
        return self._read[key]

    def link(self, arrays: Arrays) -> Arrays:
        return self._session.link(arrays)


def extractor(checkpoint: Checkpoint, calibration: Calibration | None = None, *, remember: bool = False) -> Extractor:
    """The extractor of a checkpoint.

    Args:
        remember: keep what was read of every window.
    """
    featurizer = Featurizer(checkpoint.tokenizer, checkpoint.features)
    session: Session = TorchSession(checkpoint.model)
    return Extractor(RememberingSession(session) if remember else session, featurizer, checkpoint.schema, calibration or Calibration())
