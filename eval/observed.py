"""A label set read off documents, for scoring predictions of which no schema is at hand.

Knows documents and ``Schema``; knows no file. The gold decides; predictions add only names that the gold lacks. Such a schema is good
for scoring and for nothing else: it has no definitions and no factuality marks.
"""

from __future__ import annotations

from collections.abc import Iterable

from mithaq.documents import Document
from mithaq.schema import EdgeLabel, Label, Schema


def observed_schema(gold: Iterable[Document], predicted: Iterable[Document] = ()) -> Schema:
    """The labels of the documents: spans with a factuality are triggers; edges that leave a trigger are roles."""
    is_trigger: dict[str, bool] = {}
    is_role: dict[str, bool] = {}
    ends: dict[str, tuple[set[str], set[str]]] = {}
    factualities: set[str] = set()
    for doc in (*gold, *predicted):
        for s in doc.spans:
            is_trigger.setdefault(s.type, s.factuality is not None)
            factualities |= {s.factuality} if s.factuality is not None else set()
        for e in doc.edges:
            is_role.setdefault(e.type, doc.spans[e.head].factuality is not None)
            heads, tails = ends.setdefault(e.type, (set(), set()))
            heads.add(doc.spans[e.head].type)
            tails.add(doc.spans[e.tail].type)
    edges = [(is_role[name], EdgeLabel(name, "", tuple(sorted(h)), tuple(sorted(t)))) for name, (h, t) in sorted(ends.items())]
    return Schema(
        name="observed",
        version=1,
        factualities=tuple(Label(name, "") for name in sorted(factualities)),
        entities=tuple(Label(name, "") for name in sorted(is_trigger) if not is_trigger[name]),
        triggers=tuple(Label(name, "") for name in sorted(is_trigger) if is_trigger[name]),
        roles=tuple(label for role, label in edges if role),
        relations=tuple(label for role, label in edges if not role),
    )
