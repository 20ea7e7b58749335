"""The extractor: text in, documents out.

Knows how words, windows, sessions and decoding fit together; knows no file but the bundle's folder. Training evaluates with this very
class around its torch model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from mithaq.bundle import open_bundle
from mithaq.decoding import Calibration, LinkRow, WordSpan, assemble, decode_links, link_rows, merge_spans, window_spans
from mithaq.documents import Document
from mithaq.errors import DocumentError, InputError
from mithaq.features import Arrays, Featurizer, Window, Words
from mithaq.isodate import iso_date
from mithaq.schema import Schema
from mithaq.session import LINK_INPUTS, OnnxSession, Session
from mithaq.span_features import pack_spans
from mithaq.text import has_arabic

MAX_CHARACTERS = 1_000_000
"""Longest text: about 160,000 words, far beyond any article; more is most likely a whole file passed as one text."""
_CHUNK = 64  # documents read ahead in a stream, so that windows of like length share a batch

Item = str | Document | Mapping[str, Any]
OnError = Callable[[int, Exception], None]


@dataclass
class _Work:
    """A document on its way through the model."""

    doc: Document
    text: Words
    windows: list[Window]
    vectors: list[Any]
    """Word vectors of each window, shape (words, hidden), padding included."""
    spans: list[WordSpan]


class Extractor:
    """Reads Arabic text: entities, events with roles and factuality, relations, and who is who.

    >>> doc = Extractor.load()("وقّع الوزيران الاتفاق.", date="2020-01-13")   # doctest: +SKIP
    """

    def __init__(self, session: Session, featurizer: Featurizer, schema: Schema, calibration: Calibration) -> None:
        self.schema = schema
        self.calibration = calibration
        self._session = session
        self._featurizer = featurizer

    @classmethod
    def load(
        cls, path: str | Path | None = None, *, precision: float | None = None, variant: str | None = None, threads: int | None = None
    ) -> Extractor:
        """Load a bundle.

        Args:
            path: a bundle folder; None for the embedded one.
            precision: wanted precision in (0, 1]: spans and edges are kept from the threshold that reached it on the model's development
                set. None for the thresholds with the best F1.
            variant: ``int8`` or ``fp32``; None for the smaller that the bundle holds.
            threads: threads of one operator; None for the runtime's choice.
        Raises:
            BundleError: missing, damaged, or of a newer format.
            InputError: the precision lies outside (0, 1] or was never reached.
        """
        bundle = open_bundle(path)
        calibration = bundle.calibration
        if precision is not None:
            if not 0 < precision <= 1:
                raise InputError(f"precision must lie in (0, 1], found {precision}.")
            calibration = calibration.at_precision(precision)
        session = OnnxSession(*bundle.graphs(variant), threads=threads)
        return cls(session, Featurizer(bundle.tokenizer(), bundle.features), bundle.schema, calibration)

    def __call__(self, text: Item, *, date: str | Date | None = None, id: str = "text") -> Document:
        """Read one text.

        Args:
            text: the text; or a document or record whose annotation is ignored.
            date: day of publication, the anchor of relative dates.
            id: name of the document.
        Raises:
            InputError: not a text, empty, without Arabic letters, or longer than MAX_CHARACTERS.
            DocumentError: the date is none.
        """
        doc = _document(text, id)
        if date is not None:
            faults: list[str] = []
            doc = replace(doc, date=iso_date(date, faults))
            if faults:
                raise DocumentError("; ".join(faults) + ".")
        return self._read([_checked(doc, f"text '{doc.id}'")])[0]

    def stream(self, items: Iterable[Item], on_error: OnError | None = None) -> Iterator[Document]:
        """Read many texts, lazily and in their order.

        Args:
            items: texts, documents, or records with ``text`` and perhaps ``id``, ``date`` and further fields. An item without id is
                named by its number.
            on_error: called with the number (from 0) of an item that cannot be read, and the error; the stream goes on. None raises.
        """
        for good in self._good(items, on_error):
            yield from self._read(good)

    def link(self, docs: Iterable[Document]) -> Iterator[Document]:
        """Keep the spans of documents; predict the factuality of their triggers, and their edges and aliases.

        Raises:
            DocumentError: a span type outside the schema, or a span that holds no word.
        """
        iterator = iter(docs)
        while chunk := list(islice(iterator, _CHUNK)):
            works = self._prepare([replace(doc, edges=(), aliases=()) for doc in chunk])
            for work in works:
                work.spans = [self._given(work, i) for i in range(len(work.doc.spans))]
            self._run_read(works, propose=False)
            yield from self._finish(works)

    def _good(self, items: Iterable[Item], on_error: OnError | None) -> Iterator[list[Document]]:
        good: list[Document] = []
        for number, item in enumerate(items):
            try:
                good.append(_checked(_document(item, str(number)), f"item {number}"))
            except (InputError, DocumentError) as error:
                if on_error is None:
                    raise
                on_error(number, error)
            if len(good) == _CHUNK:
                yield good
                good = []
        if good:
            yield good

    def _read(self, docs: Sequence[Document]) -> list[Document]:
        works = self._prepare([doc.bare() for doc in docs])
        self._run_read(works, propose=True)
        for work in works:
            work.spans = merge_spans(work.spans, self.schema)
        return self._finish(works)

    def _prepare(self, docs: Sequence[Document]) -> list[_Work]:
        texts = self._featurizer.words_of([doc.text for doc in docs])
        return [_Work(doc, text, self._featurizer.windows(text), [], []) for doc, text in zip(docs, texts, strict=True)]

    def _run_read(self, works: Sequence[_Work], *, propose: bool) -> None:
        """Fill in the word vectors of every window and, if wanted, the spans that it proposes."""
        jobs = [(work, at) for work in works for at in range(len(work.windows))]
        for work in works:
            work.vectors = [None] * len(work.windows)
        sizes = [int(w.text.begin[w.windows[at].end] - w.text.begin[w.windows[at].start]) for w, at in jobs]
        for batch in _batches(sizes, self._session.batch_pieces):
            chosen = [jobs[i] for i in batch]
            scores = self._session.read(self._featurizer.pack([(work.text, work.windows[at]) for work, at in chosen]))
            for row, (work, at) in enumerate(chosen):
                work.vectors[at] = scores["words"][row]
                if propose:
                    work.spans += window_spans(work.windows[at], {n: v[row] for n, v in scores.items()}, self.calibration.spans)

    def _finish(self, works: Sequence[_Work]) -> list[Document]:
        rows = [(work, at, row) for work in works for at, row in enumerate(link_rows(work.windows, work.spans)) if len(row.members)]
        links: dict[int, list[tuple[LinkRow, Arrays]]] = {id(work): [] for work in works}
        for batch in _batches([len(row.members) for _, _, row in rows], self._session.batch_pieces // 4):
            chosen = [rows[i] for i in batch]
            arrays = pack_spans([row.arrays(work.spans, work.text) for work, _, row in chosen])
            arrays["words"] = _stack([work.vectors[at] for work, at, _ in chosen])
            scores = self._session.link({name: arrays[name] for name in LINK_INPUTS})
            for place, (work, _, row) in enumerate(chosen):
                links[id(work)].append((row, {name: values[place] for name, values in scores.items()}))
        made = []
        for work in works:
            factuality, edges = decode_links(work.spans, links[id(work)], self.schema, self.calibration)
            made.append(assemble(work.doc, work.text, work.spans, factuality, edges, self.schema))
        return made

    def _given(self, work: _Work, i: int) -> WordSpan:
        span = work.doc.spans[i]
        if span.type not in self.schema.span_types:
            raise DocumentError(f"{work.doc.id}: span {i} has the type '{span.type}', which schema '{self.schema.name}' lacks.")
        found = work.text.locate(span.start, span.end)
        if found is None:
            raise DocumentError(f"{work.doc.id}: span {i} «{work.doc.mention(i)}» holds no word; leave it out.")
        first, last, skip = found
        return WordSpan(first, last, self.schema.span_types.index(span.type), skip, None, (span.start, span.end))


def _document(item: Item, name: str) -> Document:
    if isinstance(item, Document):
        return item
    if isinstance(item, str):
        return Document(name, item)
    if isinstance(item, Mapping):
        return Document.from_dict({"id": name, **item}, f"record {name}")
    raise InputError(f"item {name}: expected a text, a Document or a record with 'text', found {type(item).__name__}.")


def _checked(doc: Document, where: str) -> Document:
    if len(doc.text) > MAX_CHARACTERS:
        raise InputError(
            f"{where}: {len(doc.text):,} characters; the limit is {MAX_CHARACTERS:,}. Split it into articles and pass them to stream()."
        )
    if not doc.text.strip():
        raise InputError(f"{where}: the text is empty.")
    if not has_arabic(doc.text):
        raise InputError(f"{where}: no Arabic letter in «{doc.text.strip()[:40]}»; mithaq reads Arabic only.")
    return doc


def _batches(sizes: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indexes in batches of like size: the longest times the number stays within the budget. Sorting by length is what gains speed."""
    batch: list[int] = []
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        if batch and sizes[batch[0]] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _stack(vectors: Sequence[Any]) -> Any:
    """Word vectors of several windows, padded to the most words."""
    out = np.zeros((len(vectors), max(len(v) for v in vectors), vectors[0].shape[-1]), dtype=np.float32)
    for row, v in enumerate(vectors):
        out[row, : len(v)] = v
    return out
