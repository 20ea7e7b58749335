"""The corpora of an experiment: read, encoded, drawn anew in each epoch.

Knows configurations and files; the encoding is ``training.encode``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from mithaq.documents import Document, read_jsonl
from mithaq.errors import ConfigError, DocumentError
from mithaq.features import Featurizer
from mithaq.schema import Schema
from training.encode import Encoder, Example, LabelSets
from training.experiment import CorpusConfig


class Examples(Dataset[Example]):
    """Examples of all corpora; of a corpus with a share below 1, another part in each epoch."""

    def __init__(self, parts: Sequence[tuple[list[Example], float]], seed: int) -> None:
        self._parts = [(part, round(len(part) * share) if share < 1 else len(part)) for part, share in parts]
        self._seed = seed
        self._index: list[tuple[int, int]] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draw the examples of an epoch; the same for the same seed and epoch, so that a resumed run sees what it would have seen."""
        self._index = []
        for number, (part, size) in enumerate(self._parts):
            order = np.random.default_rng([self._seed, number, epoch]).permutation(len(part))[:size]
            self._index += [(number, int(i)) for i in order]

    def __len__(self) -> int:
        return len(self._index)

    def __getitem__(self, at: int) -> Example:
        number, i = self._index[at]
        return self._parts[number][0][i]


def read_documents(path: str, schema: Schema | None) -> list[Document]:
    """All documents of a file; checked against the schema if one is given.

    Raises:
        ConfigError: an unreadable file, or none or faulty documents in it.
    """
    try:
        docs = list(read_jsonl(path, schema))
    except DocumentError as error:
        raise ConfigError(str(error)) from error
    if not docs:
        raise ConfigError(f"{path}: holds no document.")
    return docs


def load_examples(
    corpora: Sequence[CorpusConfig], schema: Schema, featurizer: Featurizer, letters: int, seed: int
) -> tuple[Examples, NDArray[np.bool_], list[str]]:
    """Read and encode the corpora of an experiment.

    Returns:
        The examples, the table of ``LabelSets``, and one line for readers about each corpus: its size and what the limits lost.
    """
    sets = LabelSets(schema)
    parts: list[tuple[list[Example], float]] = []
    notes: list[str] = []
    for corpus in corpora:
        docs = read_documents(corpus.path, schema if corpus.labels is None else None)
        encoder = Encoder(featurizer, schema, corpus, sets, letters)
        examples = encoder.encode(docs)
        parts.append((examples, corpus.share))
        lost: Counter[str] = +encoder.losses.lost
        said = "; ".join(f"{count} {reason}" for reason, count in lost.items()) or "nothing lost"
        size = f"{len(docs)} documents, {len(examples)} windows, {encoder.losses.spans} spans, {encoder.losses.edges} edges"
        notes.append(f"{corpus.path}: {size}; {said}")
    return Examples(parts, seed), sets.allowed(), notes
