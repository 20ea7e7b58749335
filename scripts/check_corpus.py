"""Check corpus files in bracket markup: syntax, labels, allowed pairs, ids. Exit status 1 if anything is wrong.

python -m scripts.check_corpus data/articles
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from mithaq.documents import Document
from mithaq.errors import MarkupError
from mithaq.markup import parse
from training.config import load_schema


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("paths", nargs="+", type=Path, help="markup files, or folders of *.ann.txt")
    arguments.add_argument("--schema", type=Path, default=Path("configs/schema.yaml"))
    options = arguments.parse_args()
    schema = load_schema(options.schema)
    failed = False
    docs: list[Document] = []
    for path in [f for p in options.paths for f in (sorted(p.glob("*.ann.txt")) if p.is_dir() else [p])]:
        try:
            docs += parse(path.read_text(encoding="utf-8"), schema, str(path))
        except MarkupError as error:
            failed = True
            print(error, file=sys.stderr)
    twice = [name for name, count in Counter(doc.id for doc in docs).items() if count > 1]
    for name in twice:
        print(f"id {name} occurs in more than one block; ids must be unique across files", file=sys.stderr)
    words = sum(len(doc.text.split()) for doc in docs)
    spans, edges = sum(len(doc.spans) for doc in docs), sum(len(doc.edges) for doc in docs)
    print(f"{len(docs)} articles, {words} words, {spans} spans, {edges} edges; {'errors above' if failed or twice else '0 errors'}")
    return 1 if failed or twice else 0


if __name__ == "__main__":
    sys.exit(main())
