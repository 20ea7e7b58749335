"""Pairs of a gold and a predicted document, aligned by id.

Knows ids, texts and labels; knows no metric. Every scorer takes the pairs made here, so that no score is ever of unlike texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mithaq.documents import Document
from mithaq.errors import DocumentError, InputError, did_you_mean
from mithaq.schema import Schema

_SHOWN = 5  # ids or faults named in one message; more would bury the first.


@dataclass(frozen=True)
class Pair:
    """One text with its gold and its predicted annotation."""

    gold: Document
    predicted: Document


Pairs: TypeAlias = Sequence[Pair]


def align(gold: Iterable[Document], predicted: Iterable[Document]) -> tuple[Pair, ...]:
    """Pair documents by id, in the order of the gold.

    Raises:
        InputError: there is no gold document.
        DocumentError: missing, extra or repeated ids, or texts that differ; each is named.
    """
    gold, predicted = list(gold), list(predicted)
    if not gold:
        raise InputError("there is no gold document to score against; give at least one.")
    faults = _repeated("gold", gold) + _repeated("predicted", predicted)
    ours = {doc.id: doc for doc in predicted}
    theirs = {doc.id for doc in gold}
    if missing := [doc.id for doc in gold if doc.id not in ours]:
        faults.append(f"{len(missing)} gold id(s) have no prediction: {_some(missing)}; predict every document, with no span if need be")
    if extra := [doc.id for doc in predicted if doc.id not in theirs]:
        faults.append(f"{len(extra)} predicted id(s) are not in the gold: {_some(extra)}; leave them out")
    differ = [doc.id for doc in gold if doc.id in ours and ours[doc.id].text != doc.text]
    if differ:
        first = next(doc for doc in gold if doc.id == differ[0])
        place = _first_difference(first.text, ours[first.id].text)
        faults.append(
            f"{len(differ)} text(s) differ: {_some(differ)} ({first.id!r} from offset {place}); predict on the gold's text unchanged"
        )
    if faults:
        raise DocumentError("gold and predictions do not align: " + "; ".join(faults) + ".")
    return tuple(Pair(doc, ours[doc.id]) for doc in gold)


def check_given_spans(pairs: Pairs) -> None:
    """Refuse predictions that were not made on the gold spans.

    Raises:
        DocumentError: naming the documents whose spans (boundaries and types) are not the gold's.
    """
    unlike = [pair.gold.id for pair in pairs if _spans(pair.gold) != _spans(pair.predicted)]
    if unlike:
        raise DocumentError(
            f"{len(unlike)} document(s) scored as 'given gold spans' have other spans than the gold: {_some(unlike)}; "
            "link the gold's own spans, or score these predictions end to end."
        )


def check_labels(docs: Iterable[Document], schema: Schema, side: str) -> None:
    """Refuse labels that the schema lacks; forbidden pairs pass, since as predictions they are simply wrong.

    Args:
        side: ``gold`` or ``predicted``, for the message.
    Raises:
        DocumentError: unknown span or edge types, unknown factualities, a factuality on an entity or none on a trigger.
    """
    faults: list[str] = []
    spans, edges = frozenset(schema.span_types), frozenset(schema.edge_types)
    for doc in docs:
        for s in doc.spans:
            if s.type not in spans:
                faults.append(f"{doc.id}: unknown span type '{s.type}'. {did_you_mean(s.type, schema.span_types)}")
            elif schema.is_trigger(s.type) != (s.factuality is not None):
                faults.append(f"{doc.id}: {s.type} with factuality {s.factuality}; triggers have one, entities none")
            elif s.factuality is not None and s.factuality not in schema.factuality_names:
                faults.append(f"{doc.id}: unknown factuality '{s.factuality}'. {did_you_mean(s.factuality, schema.factuality_names)}")
        for e in doc.edges:
            if e.type not in edges:
                faults.append(f"{doc.id}: unknown edge type '{e.type}'. {did_you_mean(e.type, schema.edge_types)}")
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        said = "; ".join(faults[:_SHOWN]) + more
        raise DocumentError(f"{len(faults)} label(s) of the {side} documents do not fit schema '{schema.name}': {said}.")


def _spans(doc: Document) -> Counter[tuple[int, int, str]]:
    return Counter((s.start, s.end, s.type) for s in doc.spans)


def _repeated(side: str, docs: Sequence[Document]) -> list[str]:
    twice = [name for name, count in Counter(doc.id for doc in docs).items() if count > 1]
    return [f"{len(twice)} {side} id(s) occur more than once: {_some(twice)}; ids must be unique"] if twice else []


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(repr(name) for name in ids[:_SHOWN]) + more


def _first_difference(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
