"""From documents to training examples: the windows of ``mithaq.features`` with their targets.

Knows documents, words and what a corpus annotates; knows no tensor. What the limits of the model lose is counted, not hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mithaq.decoding import LinkRow, WordSpan, link_rows
from mithaq.documents import Document
from mithaq.errors import ConfigError, did_you_mean
from mithaq.features import Featurizer, Ints, Window, Words
from mithaq.schema import Schema
from models.joint import IGNORED
from training.experiment import CorpusConfig


class LabelSets:
    """Sets of labels that an annotation allows for a cell; label 0 is «no span», then the schema's span types."""

    def __init__(self, schema: Schema) -> None:
        self._types = schema.span_types
        self._sets: dict[frozenset[int], int] = {frozenset([0]): 0}

    def row(self, names: Iterable[str], *, none: bool = False) -> int:
        """The row of ``allowed`` for these types, and «no span» if ``none``."""
        key = frozenset([0] if none else []) | frozenset(1 + self._types.index(name) for name in names)
        return self._sets.setdefault(key, len(self._sets))

    def allowed(self) -> NDArray[np.bool_]:
        """Shape (sets, 1 + types)."""
        table = np.zeros((len(self._sets), 1 + len(self._types)), dtype=bool)
        for members, row in self._sets.items():
            table[row, sorted(members)] = True
        return table


@dataclass
class Losses:
    """What the limits of windows and heads cost, in training examples."""

    spans: int = 0
    """Spans of the corpus."""
    edges: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    """Reason -> count."""


@dataclass(frozen=True)
class Example:
    """A window and its targets."""

    text: Words
    window: Window
    spans: tuple[WordSpan, ...]
    """Of the whole document."""
    row: LinkRow
    """Which of them lie in the window."""
    span_target: Ints
    """Shape (words, width): rows of ``LabelSets.allowed``; IGNORED beyond the last word."""
    proclitic_target: Ints
    """Shape (words,); IGNORED where no span begins."""
    factuality_target: Ints
    """Shape (spans in the window,); IGNORED for entities."""
    edge_target: NDArray[np.int8]
    """Shape (s, s, edge types): 1 edge, 0 none, -1 unknown or forbidden."""


@dataclass(frozen=True)
class _Located:
    """The spans of a document in words; parallel lists, and edges by index into them."""

    spans: list[WordSpan]
    sets: list[int]
    facts: list[str | None]
    edges: list[tuple[int, int, str]]


class Encoder:
    """Makes the examples of one corpus."""

    def __init__(self, featurizer: Featurizer, schema: Schema, corpus: CorpusConfig, sets: LabelSets, letters: int) -> None:
        """Prepare.

        Args:
            letters: most leading letters that the proclitic head can leave out.
        Raises:
            ConfigError: the corpus's labels name types that the schema lacks.
        """
        self._featurizer, self._schema, self._corpus, self._sets, self._letters = featurizer, schema, corpus, sets, letters
        self._unions = _unions(corpus, schema)
        covered = {name for union in self._unions.values() for name in union}
        self._background = sets.row((t for t in schema.span_types if t not in covered), none=True)
        self._anything = sets.row(schema.span_types, none=True)
        self.losses = Losses()

    def encode(self, docs: Sequence[Document]) -> list[Example]:
        """Examples of documents, in their order.

        Raises:
            ConfigError: a span has a label that the corpus's configuration does not name.
        """
        examples: list[Example] = []
        for doc, text in zip(docs, self._featurizer.words_of([d.text for d in docs]), strict=True):
            examples += self._document(doc, text)
        return examples

    def _document(self, doc: Document, text: Words) -> list[Example]:
        found = self._locate(doc, text)
        windows = self._featurizer.windows(text)
        rows = link_rows(windows, found.spans)
        if self._corpus.edges:
            self.losses.edges += len(doc.edges)
            self.losses.lost["edge to a lost span"] += len(doc.edges) - len(found.edges)
            seen = [set(row.members.tolist()) for row in rows]
            self.losses.lost["edge longer than a window"] += sum(not any(h in s and t in s for s in seen) for h, t, _ in found.edges)
        return [self._example(text, window, found, row) for window, row in zip(windows, rows, strict=True)]

    def _locate(self, doc: Document, text: Words) -> _Located:
        place: dict[int, int] = {}
        found = _Located([], [], [], [])
        self.losses.spans += len(doc.spans)
        for i, span in enumerate(doc.spans):
            if span.type not in self._unions:
                raise ConfigError(
                    f"{self._corpus.path}: {doc.id} has a span of type '{span.type}', which the corpus's labels do not name. "
                    f"{did_you_mean(span.type, self._unions)}"
                )
            words = text.locate(span.start, span.end)
            if words is None:
                self.losses.lost["span without a word"] += 1
                continue
            first, last, skip = words
            if last - first >= self._featurizer.settings.width:
                self.losses.lost["span wider than features.width"] += 1
            if skip > self._letters:
                self.losses.lost["span after more letters than heads.proclitic_letters"] += 1
            union = self._unions[span.type] or self._schema.span_types
            place[i] = len(found.spans)
            # The link head wants one type; only corpora whose unions are single types have edges.
            found.spans.append(WordSpan(first, last, self._schema.span_types.index(union[0]), skip))
            found.sets.append(self._sets.row(union) if self._unions[span.type] else self._anything)
            found.facts.append(span.factuality)
        found.edges.extend((place[e.head], place[e.tail], e.type) for e in doc.edges if e.head in place and e.tail in place)
        return found

    def _example(self, text: Words, window: Window, found: _Located, row: LinkRow) -> Example:
        count, width = window.end - window.start, self._featurizer.settings.width
        target = np.full((count, width), self._background, dtype=np.int64)
        proclitic = np.full(count, IGNORED, dtype=np.int64)
        members = [(found.spans[i], found.sets[i]) for i in row.members]
        if self._corpus.flat:
            for span, _ in members:
                for word in range(span.first, span.last + 1):
                    target[word - window.start, : span.last - word + 1] = self._anything
        for span, labels in members:
            start, extra = span.first - window.start, span.last - span.first
            if extra < width:
                target[start, extra] = labels
            if self._corpus.proclitics and span.skip <= self._letters:
                proclitic[start] = span.skip
        reach = np.arange(count)[:, None] + np.arange(width)[None, :]
        target[reach >= count] = IGNORED
        return Example(text, window, tuple(found.spans), row, target, proclitic, *self._links(row, found))

    def _links(self, row: LinkRow, found: _Located) -> tuple[Ints, NDArray[np.int8]]:
        members = row.members.tolist()
        size, names = len(members), self._schema.factuality_names
        if not self._corpus.edges:
            return np.full(size, IGNORED, dtype=np.int64), np.full((size, size, len(self._schema.edge_types)), -1, dtype=np.int8)
        factuality = [IGNORED if (value := found.facts[i]) is None else names.index(value) for i in members]
        kinds = np.asarray([found.spans[i].type for i in members], dtype=np.int64)
        allowed = self._schema.pair_mask[:, kinds[:, None], kinds[None, :]].transpose(1, 2, 0)
        target = np.where(allowed, 0, -1).astype(np.int8)
        target[np.arange(size), np.arange(size)] = -1
        local = {i: at for at, i in enumerate(members)}
        for head, tail, kind in found.edges:
            if head in local and tail in local:
                target[local[head], local[tail], self._schema.edge_types.index(kind)] = 1
        return np.asarray(factuality, dtype=np.int64), target


def _unions(corpus: CorpusConfig, schema: Schema) -> Mapping[str, tuple[str, ...]]:
    """Each label of the corpus and the schema's types that it may stand for."""
    if corpus.labels is None:
        return {name: (name,) for name in schema.span_types}
    for label, union in corpus.labels.items():
        for name in union:
            if name not in schema.span_types:
                raise ConfigError(f"{corpus.path}: labels.{label}: unknown type '{name}'. {did_you_mean(name, schema.span_types)}")
    return corpus.labels
