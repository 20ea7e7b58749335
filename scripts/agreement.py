"""Agreement between two annotations of the same articles: strict F1 of one against the other, which is symmetric.

    python -m scripts.agreement data/second [--articles data/articles]

The second annotation is bracket markup too, with the ids of the articles; articles that only one side has are left out and counted.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.report import evaluate
from eval.tables import percent, table
from mithaq.documents import Document
from mithaq.errors import DocumentError, MithaqError
from mithaq.schema import Schema
from scripts.build_corpus import read_articles
from training.config import load_schema

ROWS = {
    "entities_strict_micro_f1": "entities, boundaries and type",
    "entities_boundary_f1": "entities, boundaries",
    "triggers_strict_micro_f1": "triggers",
    "factuality_f1": "triggers with factuality",
    "roles_strict_micro_f1": "roles, end to end",
    "relations_strict_micro_f1": "relations, end to end",
    "signers_f1": "who signed",
    "delay_requesters_f1": "who asked for a delay",
}


def agreement(first: list[Document], second: list[Document], schema: Schema, samples: int) -> str:
    """A Markdown table of the scores in ROWS with bootstrap intervals, and the F1 of each entity type.

    Raises:
        DocumentError: no article is common, or the texts of one differ.
    """
    ours = {doc.id: doc for doc in first}
    pairs = [(ours[doc.id], doc) for doc in second if doc.id in ours]
    if not pairs:
        raise DocumentError("the two annotations have no article in common; the second keeps the ids of the first.")
    report = evaluate([a for a, _ in pairs], [b for _, b in pairs], schema, samples=samples)
    rows = []
    for name, label in ROWS.items():
        interval = report.intervals.get(name)
        between = f"[{percent(interval.low)}, {percent(interval.high)}]" if interval else ""
        rows.append((label, percent(report.metrics[name]), between))
    strict = next(tally for family, tally in report.tallies.items() if family.name == "entities_strict")
    by_type = ", ".join(f"{name} {percent(counts.f1)}" for name, counts in sorted(strict.by_type.items(), key=lambda x: -x[1].f1))
    head = f"{len(pairs)} articles, {sum(len(a.text.split()) for a, _ in pairs):,} words"
    return f"{head}\n\n{table(('what must agree', 'F1', '95 % interval'), rows)}\n\nEntities by type: {by_type}\n"


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("second", type=Path, help="folder of *.ann.txt of the second annotator")
    made.add_argument("--articles", type=Path, default=Path("data/articles"))
    made.add_argument("--schema", type=Path, default=Path("configs/schema.yaml"))
    made.add_argument("--samples", type=int, default=1000, help="bootstrap resamples")
    options = made.parse_args(arguments)
    try:
        schema = load_schema(options.schema)
        print(agreement(read_articles(options.articles, schema), read_articles(options.second, schema), schema, options.samples))
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
