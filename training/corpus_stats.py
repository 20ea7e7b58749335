"""What a corpus holds, as plain numbers, and where two of its articles share a run of words.

Knows documents and label sets; knows no files, no markup and no layout of tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mithaq.documents import Document
from mithaq.schema import Schema
from mithaq.text import normalise, words

Table = dict[str, dict[str, int]]
"""Row name -> column name -> count; every row has every column, so that a label without examples shows as 0."""


def count(splits: Mapping[str, Sequence[Document]], schema: Schema) -> dict[str, Table]:
    """Count a corpus by split.

    Returns:
        ``splits``: split -> articles, words (separated by white space), spans, edges; ``entities``, ``roles`` and ``relations``:
        label -> count in each split; ``triggers``: trigger -> count of each factuality over all splits.
    """
    spans = {split: Counter(s.type for doc in docs for s in doc.spans) for split, docs in splits.items()}
    edges = {split: Counter(e.type for doc in docs for e in doc.edges) for split, docs in splits.items()}
    events = Counter((s.type, s.factuality) for docs in splits.values() for doc in docs for s in doc.spans)
    return {
        "splits": {split: _size(docs) for split, docs in splits.items()},
        "entities": _by_split(schema.entity_types, spans),
        "triggers": {t: {f: events[t, f] for f in schema.factuality_names} for t in schema.trigger_types},
        "roles": _by_split(schema.role_names, edges),
        "relations": _by_split(tuple(edge.name for edge in schema.relations), edges),
    }


def shared_runs(docs: Sequence[Document], length: int = 8) -> list[tuple[str, str, str]]:
    """Pairs of articles that share ``length`` words in a row, normalised and without punctuation.

    Returns:
        (id, id, the first run that both hold), one for each pair of articles.
    """
    first: dict[tuple[str, ...], str] = {}
    found: dict[tuple[str, str], str] = {}
    for doc in docs:
        plain = normalise(doc.text).text
        tokens = [plain[start:end] for start, end in words(plain) if plain[start].isalnum()]
        for at in range(len(tokens) - length + 1):
            run = tuple(tokens[at : at + length])
            owner = first.setdefault(run, doc.id)
            if owner != doc.id:
                found.setdefault((owner, doc.id), " ".join(run))
    return [(a, b, run) for (a, b), run in found.items()]


def _size(docs: Sequence[Document]) -> dict[str, int]:
    return {
        "articles": len(docs),
        "words": sum(len(doc.text.split()) for doc in docs),
        "spans": sum(len(doc.spans) for doc in docs),
        "edges": sum(len(doc.edges) for doc in docs),
    }


def _by_split(names: Sequence[str], counted: Mapping[str, Counter[str]]) -> Table:
    return {name: {split: found[name] for split, found in counted.items()} for name in names}
