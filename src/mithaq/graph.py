"""Documents as graphs: binary relations, event codes, GraphML, RDF.

Knows documents, ledgers and codes; knows no model. networkx and rdflib are needed only by the functions that name them
(``pip install mithaq[graph]``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mithaq.aliases import canonical
from mithaq.codes import Code, code_of
from mithaq.errors import InputError
from mithaq.ledger import Ledger, Row

if TYPE_CHECKING:
    import networkx
    import rdflib

    from mithaq.documents import Document

NAMESPACE = "https://w3id.org/mithaq/"
"""Of the RDF terms."""
# Event type -> predicate of its projection on the matter, or on the deadline.
_PREDICATES = {
    "SIGN": "signed",
    "REQUEST_DELAY": "requested_delay",
    "POSTPONE": "postponed",
    "CALL_FOR": "called_for",
    "MEDIATE": "mediated",
    "MEET": "met",
    "STATE": "stated",
    "ACCEPT": "accepted",
    "REJECT": "rejected",
    "DECLARE": "declared",
    "WITHDRAW": "withdrew_from",
    "ACCUSE": "accused",
    "ATTACK": "attacked",
}
_BY_DEADLINE = frozenset({"REQUEST_DELAY"})
_BY_ADDRESSEE = frozenset({"MEET", "ACCUSE", "ATTACK"})


@dataclass(frozen=True)
class Triple:
    """A binary relation that a document states, with what vouches for it."""

    subject: str
    predicate: str
    object: str
    factuality: str
    document: str
    evidence: tuple[int, int]
    """Offsets of the sentence."""
    p: float | None


@dataclass(frozen=True)
class CodedEvent:
    """A row of the ledger under a political event code."""

    row: Row
    code: Code


def triples(docs: Iterable[Document], *, factuality: str | None = "asserted") -> Iterator[Triple]:
    """Binary relations: ``signed(X, document)``, ``requested_delay(X, deadline)``, ..., and the documents' own relations.

    Args:
        factuality: only events of this factuality; None for all.
    """
    for doc in docs:
        for row in doc.ledger():
            if row.actor and factuality in (None, row.factuality):
                yield from _projections(row)
        for edge in doc.relations:
            subject, target = canonical(doc, edge.head), canonical(doc, edge.tail)
            ends = (doc.spans[edge.head], doc.spans[edge.tail])
            evidence = (min(s.start for s in ends), max(s.end for s in ends))
            yield Triple(subject, edge.type.lower(), target, "asserted", doc.id, evidence, edge.p)


def coded(ledger: Ledger) -> list[CodedEvent]:
    """The rows of a ledger that have a code; a disputed mapping says so in ``code.disputed``."""
    return [CodedEvent(row, code) for row in ledger if (code := code_of(row.stance, row.factuality)) is not None]


def to_networkx(docs: Iterable[Document], *, factuality: str | None = "asserted") -> networkx.MultiDiGraph:
    """A directed multigraph: a node a name, an edge a triple. ``networkx.write_graphml`` writes it.

    Raises:
        InputError: networkx is not installed.
    """
    try:
        import networkx
    except ImportError as error:
        raise InputError("to_networkx needs networkx; install it: pip install mithaq[graph]") from error
    graph = networkx.MultiDiGraph()
    for t in triples(docs, factuality=factuality):
        given: dict[str, Any] = {"factuality": t.factuality, "document": t.document, "start": t.evidence[0], "end": t.evidence[1]}
        # GraphML has no empty value.
        graph.add_edge(t.subject, t.object, key=None, label=t.predicate, **given, **({} if t.p is None else {"p": t.p}))
    return graph


def to_rdf(docs: Iterable[Document], *, factuality: str | None = "asserted") -> rdflib.Graph:
    """An RDF graph: each triple as a statement with its document, offsets and probability (RDF reification), names as labels.

    ``graph.serialize(format="turtle")`` and ``format="json-ld"`` write it.

    Raises:
        InputError: rdflib is not installed.
    """
    try:
        import rdflib
    except ImportError as error:
        raise InputError("to_rdf needs rdflib; install it: pip install mithaq[graph]") from error
    terms = rdflib.Namespace(NAMESPACE)
    graph = rdflib.Graph()
    graph.bind("mithaq", terms)
    nodes: dict[str, rdflib.BNode] = {}

    def node(name: str) -> rdflib.BNode:
        if name not in nodes:
            nodes[name] = rdflib.BNode()
            graph.add((nodes[name], rdflib.RDFS.label, rdflib.Literal(name, lang="ar")))
        return nodes[name]

    for t in triples(docs, factuality=factuality):
        statement = rdflib.BNode()
        subject, target = node(t.subject), node(t.object)
        graph.add((subject, terms[t.predicate], target))
        graph.add((statement, rdflib.RDF.type, rdflib.RDF.Statement))
        graph.add((statement, rdflib.RDF.subject, subject))
        graph.add((statement, rdflib.RDF.predicate, terms[t.predicate]))
        graph.add((statement, rdflib.RDF.object, target))
        for name, value in (("document", t.document), ("factuality", t.factuality), ("start", t.evidence[0]), ("end", t.evidence[1])):
            graph.add((statement, terms[name], rdflib.Literal(value)))
        if t.p is not None:
            graph.add((statement, terms["p"], rdflib.Literal(round(t.p, 4))))
    return graph


def _projections(row: Row) -> Iterator[Triple]:
    predicate = _PREDICATES.get(row.stance, row.stance.lower())
    if row.stance in _BY_DEADLINE:
        targets = tuple(_deadline(when.text, when.value.timex if when.value else None) for when in row.until)
    elif row.stance in _BY_ADDRESSEE:
        targets = row.addressee
    else:
        targets = row.matter
    for target in targets:
        yield Triple(row.actor or "", predicate, target, row.factuality, row.document, row.evidence, row.p)


def _deadline(text: str, timex: str | None) -> str:
    return timex or text
