"""What a model does with arrays, and its ONNX Runtime form.

Knows the names of a graph's inputs and outputs; knows no text and no label. Training wraps its torch model in the same protocol, so that
everything around it is one piece of code.

A model is two graphs. ``read`` sees the words and scores spans; ``link`` sees the chosen spans with their types, and scores the
factuality of each and the edges of each pair.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime as ort

from mithaq.errors import BundleError
from mithaq.features import Arrays

READ_INPUTS = ("input_ids", "attention_mask", "first", "last", "letters", "word_mask")
"""``Featurizer.pack`` makes them."""
READ_OUTPUTS = ("words", "spans", "proclitic")
"""Word vectors (b, words, hidden); span scores (b, words, width, 1 + span types), column 0 for no span; scores of the number of leading
letters outside a span (b, words, 1 + most letters)."""
LINK_INPUTS = ("words", "span_first", "span_last", "span_type", "span_mask", "gap")
"""The word vectors, and what ``span_features.pack_spans`` makes."""
LINK_OUTPUTS = ("factuality", "edges")
"""Factuality scores (b, spans, factualities); edge scores (b, spans as head, spans as tail, edge types), before the sigmoid."""


class Session(Protocol):
    """The two steps of a model."""

    batch_pieces: int
    """Pieces that a batch may hold; 1 for one window at a time."""

    def read(self, arrays: Arrays) -> Arrays:
        """READ_INPUTS to READ_OUTPUTS, float32."""

    def link(self, arrays: Arrays) -> Arrays:
        """LINK_INPUTS to LINK_OUTPUTS, float32."""


class OnnxSession:
    """A model in ONNX Runtime."""

    # One window at a time: dynamic int8 scales a whole batch by its largest value, so that a text's answers would depend on the texts that
    # happen to be read with it. On a CPU a window of 200 words fills the cores, and larger batches gain nothing.
    batch_pieces = 1

    def __init__(self, read: Path, link: Path, threads: int | None = None) -> None:
        """Open two graphs.

        Args:
            threads: threads of one operator; None for the runtime's choice.
        Raises:
            BundleError: a graph is no ONNX model, or lacks an input or output.
        """
        self._read = _open(read, READ_INPUTS, READ_OUTPUTS, threads)
        self._link = _open(link, LINK_INPUTS, LINK_OUTPUTS, threads)

    def read(self, arrays: Arrays) -> Arrays:
        found = self._read.run(list(READ_OUTPUTS), {name: arrays[name] for name in READ_INPUTS})
        return dict(zip(READ_OUTPUTS, map(np.asarray, found), strict=True))

    def link(self, arrays: Arrays) -> Arrays:
        found = self._link.run(list(LINK_OUTPUTS), {name: arrays[name] for name in LINK_INPUTS})
        return dict(zip(LINK_OUTPUTS, map(np.asarray, found), strict=True))


def _open(path: Path, inputs: tuple[str, ...], outputs: tuple[str, ...], threads: int | None) -> ort.InferenceSession:
    options = ort.SessionOptions()
    # Spinning threads steal the core of whatever runs beside them (LIMITS: batch-1 latency grows 2 to 4 times).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    if threads is not None:
        options.intra_op_num_threads = threads
    try:
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own, without a common base but Exception
        raise BundleError(f"{path}: ONNX Runtime cannot open this graph ({error}). Export the bundle again.") from error
    missing = sorted({*inputs, *outputs} - {x.name for x in [*session.get_inputs(), *session.get_outputs()]})
    if missing:
        raise BundleError(f"{path}: the graph lacks {', '.join(missing)}. Export the bundle again with this version of mithaq.")
    return session
