"""Whether the corpus covers what it is meant to cover; prints the tables of the datasheet and names every gap.

    python -m scripts.check_coverage [--articles data/articles]

Exit status 1 if a count falls short of LEAST. Counts are over all splits: coverage is a promise of the corpus, not of a split.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eval.tables import table
from mithaq.aliases import name_words
from mithaq.documents import Document
from mithaq.errors import MithaqError
from mithaq.schema import Schema
from scripts.build_corpus import read_articles
from training.config import load_schema

CORE = ("SIGN", "REQUEST_DELAY")
"""Event types that the project is about."""
LEAST = {"articles": 500, "words": 90_000, "event": 150, "core event": 500, "factuality": 60, "persons": 2_000}
FACTUALITY_OF = ("SIGN", "REQUEST_DELAY", "ACCEPT", "WITHDRAW")
MOST_SHARE = 0.02
"""Share of the articles in which one person may occur."""


def events(docs: Sequence[Document], schema: Schema) -> Counter[tuple[str, str]]:
    """Triggers by (type, factuality)."""
    return Counter((s.type, s.factuality or "") for doc in docs for s in doc.spans if schema.is_trigger(s.type))


def roles(docs: Sequence[Document], schema: Schema) -> Counter[tuple[str, str]]:
    """Edges of triggers by (event type, role)."""
    return Counter((doc.spans[e.head].type, e.type) for doc in docs for e in doc.edges if schema.is_trigger(doc.spans[e.head].type))


def persons(docs: Sequence[Document]) -> Counter[tuple[str, ...]]:
    """Articles in which each person's name of two words or more occurs, in a spelling-tolerant form."""
    return Counter(words for doc in docs for words in {name_words(doc.mention(s)) for s in doc.spans if s.type == "PERS"} if len(words) > 1)


def gaps(docs: Sequence[Document], schema: Schema) -> list[str]:
    """Everything that falls short, one line each."""
    by_event, by_role, names = events(docs, schema), roles(docs, schema), persons(docs)
    words = sum(len(doc.text.split()) for doc in docs)
    wanted = [("articles", len(docs), LEAST["articles"]), ("words", words, LEAST["words"]), ("person names", len(names), LEAST["persons"])]
    for name in schema.trigger_types:
        total = sum(by_event[name, f] for f in schema.factuality_names)
        wanted.append((name, total, LEAST["core event" if name in CORE else "event"]))
        if name in FACTUALITY_OF:
            wanted += [(f"{name} {f}", by_event[name, f], LEAST["factuality"]) for f in schema.factuality_names]
        wanted += [(f"{name} {role.name}", by_role[name, role.name], 1) for role in schema.roles if name in role.head]
    found = [f"{label}: {have}, at least {least} wanted" for label, have, least in wanted if have < least]
    often = [(name, n) for name, n in names.most_common() if n > MOST_SHARE * len(docs)]
    return found + [f"«{' '.join(name)}» occurs in {n} articles, at most {MOST_SHARE * len(docs):.0f} wanted" for name, n in often]


def tables(docs: Sequence[Document], schema: Schema) -> str:
    """Triggers by factuality and roles by event type, as Markdown."""
    by_event, by_role = events(docs, schema), roles(docs, schema)
    facts, names = schema.factuality_names, schema.role_names
    triggers = [(t, *(str(by_event[t, f]) for f in facts), str(sum(by_event[t, f] for f in facts))) for t in schema.trigger_types]
    edges = [(t, *(str(by_role[t, r]) if by_role[t, r] else "" for r in names)) for t in schema.trigger_types]
    return f"{table(('trigger', *facts, 'all'), triggers)}\n\n{table(('event', *names), edges)}"


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--articles", type=Path, default=Path("data/articles"))
    made.add_argument("--schema", type=Path, default=Path("configs/schema.yaml"))
    options = made.parse_args(arguments)
    try:
        schema = load_schema(options.schema)
        docs = read_articles(options.articles, schema)
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    names = persons(docs)
    print(f"{len(docs)} articles, {sum(len(d.text.split()) for d in docs):,} words, {len(names):,} person names of two words or more\n")
    print(tables(docs, schema) + "\n")
    short = gaps(docs, schema)
    for line in short:
        print(f"short: {line}", file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
