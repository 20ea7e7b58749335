"""The one data type: a text, labelled spans over it, labelled edges between them, groups of aliases.

Offsets are half-open Unicode code-point offsets into the text as the caller gave it: ``text[start:end]`` is the mention.
Knows the on-disk format (JSON lines); knows no model, no markup and no file handling beyond lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mithaq.answers import Answer, who
from mithaq.errors import DocumentError, did_you_mean
from mithaq.isodate import iso_date
from mithaq.schema import Schema

if TYPE_CHECKING:
    from mithaq.ledger import Ledger

# Line breaks to str.splitlines and to JavaScript, and lone surrogates, which UTF-8 cannot hold: JSON escapes them.
_UNSAFE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Span:
    """A labelled stretch of text: an entity mention, or an event trigger when ``factuality`` is given."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    type: str
    factuality: str | None = None
    """Triggers only: asserted, negated or unrealised."""
    p: float | None = None
    """Predictions only: probability in [0, 1]."""


@dataclass(frozen=True)
class Edge:
    """A labelled arc from one span to another; ``head`` and ``tail`` are indexes into ``Document.spans``."""

    head: int
    tail: int
    type: str
    p: float | None = None
    """Predictions only: probability in [0, 1] that the edge and both its spans are right."""


@dataclass(frozen=True)
class Event:
    """A trigger with its arguments: a view on a document."""

    trigger: int
    """Index of the trigger span."""
    type: str
    factuality: str
    text: str
    roles: dict[str, tuple[int, ...]]
    """Role name -> indexes of the argument spans, in text order."""
    p: float | None = None


@dataclass(frozen=True)
class Document:
    """A text with its annotation, gold or predicted."""

    id: str
    text: str
    date: str | None = None
    """ISO 8601 date of the document (YYYY-MM-DD), the anchor of relative dates."""
    spans: tuple[Span, ...] = ()
    edges: tuple[Edge, ...] = ()
    aliases: tuple[tuple[int, ...], ...] = ()
    """Groups of span indexes that denote one actor or document."""
    meta: dict[str, Any] = field(default_factory=dict)
    """Further fields of the record (source, title, ...), carried through unchanged."""

    def mention(self, span: int | Span) -> str:
        """The text of a span, given itself or its index."""
        s = self.spans[span] if isinstance(span, int) else span
        return self.text[s.start : s.end]

    @cached_property
    def entities(self) -> tuple[Span, ...]:
        """Spans without factuality, in text order."""
        return tuple(s for s in self.spans if s.factuality is None)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Triggers with their arguments, in text order. Edges between entities are not among the roles."""
        roles: dict[int, dict[str, list[int]]] = {i: {} for i, s in enumerate(self.spans) if s.factuality is not None}
        for edge in self.edges:
            if edge.head in roles:
                roles[edge.head].setdefault(edge.type, []).append(edge.tail)
        events = []
        for i, found in roles.items():
            s = self.spans[i]
            ordered = {r: tuple(sorted(tails, key=lambda t: self.spans[t].start)) for r, tails in found.items()}
            events.append(Event(i, s.type, s.factuality or "", self.mention(s), ordered, s.p))
        return tuple(sorted(events, key=lambda e: self.spans[e.trigger].start))

    @cached_property
    def relations(self) -> tuple[Edge, ...]:
        """Edges whose head is an entity."""
        return tuple(e for e in self.edges if self.spans[e.head].factuality is None)

    def who(self, event_type: str, *, factuality: str | None = "asserted") -> list[Answer]:
        """Who did it: one answer for each agent of each event of this type.

        Args:
            event_type: a trigger type such as ``SIGN`` or ``REQUEST_DELAY``.
            factuality: only events of this factuality; ``None`` for all.
        """
        return who(self, event_type, factuality=factuality)

    def ledger(self) -> Ledger:
        """Every position that somebody takes in this document; see ``mithaq.ledger``."""
        from mithaq.ledger import ledger  # here, so that reading texts does not wait for the grammar of dates

        return ledger(self)

    def to_dict(self) -> dict[str, Any]:
        """The on-disk object (DESIGN section 1); probabilities only where there are any."""
        spans: list[dict[str, Any]] = []
        for s in self.spans:
            item: dict[str, Any] = {"start": s.start, "end": s.end, "type": s.type}
            if s.factuality is not None:
                item["factuality"] = s.factuality
            if s.p is not None:
                item["p"] = round(s.p, 4)
            spans.append(item)
        edges: list[dict[str, Any]] = []
        for e in self.edges:
            item = {"head": e.head, "tail": e.tail, "type": e.type}
            if e.p is not None:
                item["p"] = round(e.p, 4)
            edges.append(item)
        record = {"id": self.id, "text": self.text, "date": self.date, **self.meta}
        return {**record, "spans": spans, "edges": edges, "aliases": [list(group) for group in self.aliases]}

    def to_json(self) -> str:
        """One line of JSON without a line break."""
        return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(self.to_dict(), ensure_ascii=False))

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], where: str = "document", schema: Schema | None = None) -> Document:
        """Read one on-disk object, strictly.

        Args:
            record: the JSON object. ``id`` and ``text`` are required; unknown keys are kept in ``meta``.
            where: file and line, for messages.
            schema: if given, labels and allowed pairs are checked against it.
        Raises:
            DocumentError: listing every fault of the record.
        """
        faults: list[str] = []
        if not isinstance(record, Mapping):
            raise DocumentError(f"{where}: expected a JSON object, found {type(record).__name__}.")
        for key in ("id", "text"):
            if not isinstance(record.get(key), str):
                faults.append(f"'{key}' must be a string, found {record.get(key)!r}")
        if faults:
            raise DocumentError(f"{where}: " + "; ".join(faults))
        text = record["text"]
        spans = tuple(_span(s, i, len(text), faults) for i, s in enumerate(_list(record, "spans", faults)))
        edges = tuple(_edge(e, i, len(spans), faults) for i, e in enumerate(_list(record, "edges", faults)))
        aliases = tuple(_alias(g, i, len(spans), faults) for i, g in enumerate(_list(record, "aliases", faults)))
        date = iso_date(record.get("date"), faults)
        if faults:
            raise DocumentError(f"{where} (id {record['id']!r}): " + "; ".join(faults))
        meta = {k: v for k, v in record.items() if k not in {"id", "text", "date", "spans", "edges", "aliases"}}
        doc = cls(record["id"], text, date, spans, edges, aliases, meta)
        if schema is not None:
            faults = schema_faults(doc, schema)
            if faults:
                raise DocumentError(f"{where} (id {doc.id!r}): " + "; ".join(faults))
        return doc

    @classmethod
    def from_json(cls, line: str, where: str = "document", schema: Schema | None = None) -> Document:
        """Read one JSON line; errors as ``from_dict``."""
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise DocumentError(f"{where}: not valid JSON at column {error.colno} ({error.msg}). Write one object a line.") from error
        return cls.from_dict(record, where, schema)

    def bare(self) -> Document:
        """The same text without annotation."""
        return replace(self, spans=(), edges=(), aliases=())


def schema_faults(doc: Document, schema: Schema) -> list[str]:
    """Every breach of the schema: unknown labels, factuality on an entity or missing on a trigger, forbidden pairs."""
    faults: list[str] = []
    for i, s in enumerate(doc.spans):
        if s.type not in schema.span_types:
            faults.append(f"span {i} «{doc.mention(s)}» has the unknown type '{s.type}'. {did_you_mean(s.type, schema.span_types)}")
        elif schema.is_trigger(s.type) != (s.factuality is not None):
            faults.append(f"span {i} «{doc.mention(s)}»: a factuality belongs on triggers and only there ({s.type}, {s.factuality})")
        elif s.factuality is not None and s.factuality not in schema.factuality_names:
            hint = did_you_mean(s.factuality, schema.factuality_names)
            faults.append(f"span {i} «{doc.mention(s)}» has the unknown factuality '{s.factuality}'. {hint}")
    for e in doc.edges:
        head, tail = doc.spans[e.head], doc.spans[e.tail]
        if e.type not in schema.edge_types:
            faults.append(f"edge {e.head} -> {e.tail} has the unknown type '{e.type}'. {did_you_mean(e.type, schema.edge_types)}")
        elif not schema.allows(e.type, head.type, tail.type):
            faults.append(f"edge {e.type} may not join {head.type} «{doc.mention(head)}» to {tail.type} «{doc.mention(tail)}»")
    return faults


def read_jsonl(path: str | Path, schema: Schema | None = None) -> Iterator[Document]:
    """Read documents from a JSON-lines file, one at a time.

    Raises:
        DocumentError: for an unreadable file, a bad line (with its number) or an id that occurs twice.
    """
    seen: dict[str, int] = {}
    try:
        with open(path, encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    doc = Document.from_json(line, f"{path}:{number}", schema)
                    if doc.id in seen:
                        raise DocumentError(f"{path}:{number}: id {doc.id!r} occurs already on line {seen[doc.id]}; ids must be unique.")
                    seen[doc.id] = number
                    yield doc
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: cannot be read as UTF-8 JSON lines ({error}).") from error


def write_jsonl(path: str | Path, docs: Iterable[Document]) -> int:
    """Write documents as JSON lines; returns how many."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for doc in docs:
            out.write(doc.to_json() + "\n")
            count += 1
    return count


def _list(record: Mapping[str, Any], key: str, faults: list[str]) -> list[Any]:
    value = record.get(key, [])
    if isinstance(value, list):
        return value
    faults.append(f"'{key}' must be a list, found {type(value).__name__}")
    return []


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _probability(item: Mapping[str, Any], name: str, faults: list[str]) -> float | None:
    p = item.get("p")
    if p is None:
        return None
    if isinstance(p, bool) or not isinstance(p, (int, float)) or not 0 <= p <= 1:
        faults.append(f"{name}: 'p' must lie in [0, 1], found {p!r}")
        return None
    return float(p)


def _span(item: Any, i: int, length: int, faults: list[str]) -> Span:
    if not isinstance(item, Mapping) or not {"start", "end", "type"} <= set(item) <= {"start", "end", "type", "factuality", "p"}:
        faults.append(f"span {i} needs start, end, type and at most factuality and p, found {item!r}")
        return Span(0, 0, "")
    start, end = item["start"], item["end"]
    if not (_is_int(start) and _is_int(end) and 0 <= start < end <= length):
        faults.append(f"span {i}: 0 <= start < end <= {length} does not hold for start={start!r}, end={end!r}")
        return Span(0, 0, "")
    if not isinstance(item["type"], str) or not isinstance(item.get("factuality"), (str, type(None))):
        faults.append(f"span {i}: 'type' and 'factuality' must be strings")
        return Span(0, 0, "")
    return Span(start, end, item["type"], item.get("factuality"), _probability(item, f"span {i}", faults))


def _edge(item: Any, i: int, count: int, faults: list[str]) -> Edge:
    if not isinstance(item, Mapping) or not {"head", "tail", "type"} <= set(item) <= {"head", "tail", "type", "p"}:
        faults.append(f"edge {i} needs head, tail, type and at most p, found {item!r}")
        return Edge(0, 0, "")
    ends_ok = all(_is_int(item[k]) and 0 <= item[k] < count for k in ("head", "tail"))
    if not ends_ok or not isinstance(item["type"], str):
        faults.append(f"edge {i}: head and tail must be indexes below {count} and type a string, found {item!r}")
        return Edge(0, 0, "")
    return Edge(item["head"], item["tail"], item["type"], _probability(item, f"edge {i}", faults))


def _alias(group: Any, i: int, count: int, faults: list[str]) -> tuple[int, ...]:
    if not isinstance(group, list) or not all(_is_int(m) and 0 <= m < count for m in group) or len(set(group)) != len(group):
        faults.append(f"alias group {i} must list distinct span indexes below {count}, found {group!r}")
        return ()
    return tuple(group)
