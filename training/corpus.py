"""The corpora of an experiment: read, encoded, drawn anew in each epoch.

Knows configurations and files; the encoding is ``training.encode``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from mithaq.documents import Document, read_jsonl
from mithaq.errors import ConfigError, DocumentError
from mithaq.features import Featurizer
from mithaq.schema import Schema
from training.augment import Names
from training.encode import Encoder, Example, LabelSets
from training.experiment import CorpusConfig


class Part:
    """The examples of one corpus; drawn anew in each epoch where the corpus says so."""

    def __init__(self, corpus: CorpusConfig, docs: Sequence[Document], encoder: Encoder, seed: Sequence[int]) -> None:
        self._corpus, self._docs, self._encoder, self._seed = corpus, docs, encoder, list(seed)
        self._names = Names(docs) if corpus.swap_names else None
        self._plain = encoder.encode(docs)

    def __len__(self) -> int:
        return round(len(self._plain) * self._corpus.share) if self._corpus.share < 1 else len(self._plain)

    def epoch(self, number: int) -> list[Example]:
        """The same for the same seed and epoch, so that a resumed run sees what it would have seen."""
        examples = self._plain
        if self._names and number:
            random = Random(repr([*self._seed, number]))
            examples = self._encoder.encode([self._names.swap(doc, self._corpus.swap_names, random) for doc in self._docs])
        order = np.random.default_rng([*self._seed, number]).permutation(len(examples))
        # Another name may be cut into more pieces, and a text into more windows; an epoch keeps its length.
        return [examples[i % len(examples)] for i in np.resize(order, len(self))]


class Examples(Dataset[Example]):
    """Examples of all corpora."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._examples: list[Example] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draw the examples of an epoch."""
        self._examples = [example for part in self._parts for example in part.epoch(epoch)]

    def __len__(self) -> int:
        return len(self._examples)

    def __getitem__(self, at: int) -> Example:
        return self._examples[at]


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
    parts: list[Part] = []
    notes: list[str] = []
    for number, corpus in enumerate(corpora):
        docs = read_documents(corpus.path, schema if corpus.labels is None else None)
        encoder = Encoder(featurizer, schema, corpus, sets, letters)
        parts.append(Part(corpus, docs, encoder, (seed, number)))
        lost: Counter[str] = +encoder.losses.lost
        said = "; ".join(f"{count} {reason}" for reason, count in lost.items()) or "nothing lost"
        size = f"{len(docs)} documents, {len(parts[-1])} windows, {encoder.losses.spans} spans, {encoder.losses.edges} edges"
        notes.append(f"{corpus.path}: {size}; {said}")
    return Examples(parts), sets.allowed(), notes
