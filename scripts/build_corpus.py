"""Compile the bracket markup of data/articles to data/{train,dev,test}.jsonl and count what they hold.

python -m scripts.build_corpus           writes the files
python -m scripts.build_corpus --check   writes nothing; exit status 1 if the files differ from what would be written

An article's split depends on its id alone, so that new articles never move old ones.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

from mithaq.documents import Document, write_jsonl
from mithaq.errors import MarkupError, MithaqError
from mithaq.markup import parse
from mithaq.schema import Schema
from training.config import load_schema
from training.corpus_stats import Table, count

SPLITS = ("train", "dev", "test")


def split_of(name: str) -> str:
    """The split of an article: 80 % train, 8 % dev, 12 % test, by a hash of its id."""
    rank = int(hashlib.sha1(name.encode("utf-8")).hexdigest(), 16) % 100
    return "train" if rank < 80 else "dev" if rank < 88 else "test"


def read_articles(folder: Path, schema: Schema) -> list[Document]:
    """Every article of the folder's ``*.ann.txt``, sorted by id.

    Raises:
        MarkupError: for no file, faulty markup, or an id that two articles share.
    """
    paths = sorted(folder.glob("*.ann.txt"))
    if not paths:
        raise MarkupError(f"{folder}: holds no *.ann.txt; write articles there or give another folder with --articles.")
    home: dict[str, Path] = {}
    docs: list[Document] = []
    for path in paths:
        for doc in parse(path.read_text(encoding="utf-8"), schema, str(path)):
            if doc.id in home:
                raise MarkupError(f"{path}: id '{doc.id}' occurs already in {home[doc.id]}; ids must be unique across files.")
            home[doc.id] = path
            docs.append(doc)
    return sorted(docs, key=lambda doc: doc.id)


def stale(splits: Mapping[str, list[Document]], out: Path) -> list[Path]:
    """The files of ``out`` that differ from what would be written, or are missing."""
    wrong: list[Path] = []
    for split, docs in splits.items():
        path = out / f"{split}.jsonl"
        wanted = "".join(doc.to_json() + "\n" for doc in docs).encode("utf-8")
        if not path.is_file() or path.read_bytes() != wanted:
            wrong.append(path)
    return wrong


def render(title: str, table: Table) -> str:
    """A table of counts as aligned text, with sums below its columns and, for labels, beside its rows."""
    rows = [(name, list(cells.values())) for name, cells in table.items()]
    head = list(next(iter(table.values()), {}))
    if title != "splits":
        head.append("all")
        rows = [(name, [*cells, sum(cells)]) for name, cells in rows]
    rows.append(("all", [sum(column) for column in zip(*(cells for _, cells in rows), strict=True)]))
    lines = [(title, head), *((name, [str(cell) for cell in cells]) for name, cells in rows)]
    return "\n".join(f"{name:<16}" + "".join(f"{cell:>12}" for cell in cells) for name, cells in lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=Path("data/articles"), help="folder of *.ann.txt")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder of the JSON-lines files")
    parser.add_argument("--schema", type=Path, default=Path("configs/schema.yaml"))
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args(arguments)
    try:
        schema = load_schema(options.schema)
        docs = read_articles(options.articles, schema)
    except MithaqError as error:
        print(error, file=sys.stderr)
        return 1
    splits = {split: [doc for doc in docs if split_of(doc.id) == split] for split in SPLITS}
    if options.check:
        wrong = stale(splits, options.out)
        for path in wrong:
            print(f"{path} is not what {options.articles} compiles to; run: python -m scripts.build_corpus", file=sys.stderr)
        return 1 if wrong else 0
    for split, part in splits.items():
        write_jsonl(options.out / f"{split}.jsonl", part)
    print("\n\n".join(render(title, table) for title, table in count(splits, schema).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
