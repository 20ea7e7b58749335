"""Annotation of texts that may not be redistributed: kept without its text, and put back on it where the text is at hand.

    python -m scripts.standoff strip ANNOTATED.ann.txt PLACES.json data/standoff/news.jsonl
    python -m scripts.standoff join data/standoff/news.jsonl ../shared/raw_text runs/corpora/news.jsonl

A line of the stand-off file is a document without ``text``, but with ``source`` (source/id of the raw text), ``start`` and ``end`` (code
points of the passage in it) and ``sha1`` of the passage in UTF-8. ``join`` refuses a passage whose text is not the annotated one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mithaq.documents import Document, write_jsonl
from mithaq.errors import DocumentError, MithaqError
from mithaq.markup import parse
from training.config import load_schema
from training.pretrain_text import read_raw

_PLACE = ("source", "start", "end", "sha1")


def strip(docs: Iterable[Document], places: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Stand-off records of annotated documents.

    Args:
        places: id -> source, start, end, sha1.
    Raises:
        DocumentError: a document has no place, or its text is not what the place says.
    """
    for doc in docs:
        if doc.id not in places:
            raise DocumentError(f"{doc.id}: the file of places does not name it.")
        place = {key: places[doc.id][key] for key in _PLACE}
        if digest(doc.text) != place["sha1"]:
            raise DocumentError(f"{doc.id}: the annotated text differs from the passage; annotation must not change a character.")
        record = doc.to_dict()
        del record["text"]
        yield {"id": doc.id, **place, **record}


def join(records: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> Iterator[Document]:
    """Documents of stand-off records.

    Args:
        texts: source/id -> raw text.
    Raises:
        DocumentError: a text is missing or is another one.
    """
    for record in records:
        text = texts.get(record["source"])
        if text is None:
            raise DocumentError(f"{record['id']}: the raw text {record['source']} is missing.")
        passage = text[record["start"] : record["end"]]
        if digest(passage) != record["sha1"]:
            raise DocumentError(f"{record['id']}: the raw text {record['source']} is not the one that was annotated.")
        kept = {key: value for key, value in record.items() if key not in ("start", "end", "sha1")}
        yield Document.from_dict({**kept, "text": passage}, record["id"])


def digest(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8")).hexdigest()


def read_records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def raw_texts(folder: Path, wanted: set[str]) -> dict[str, str]:
    """The texts with these ids; only the files of their sources are read."""
    found: dict[str, str] = {}
    for source in sorted({name.partition("/")[0] for name in wanted}):
        path = folder / f"{source}.jsonl.zst"
        if not path.is_file():
            raise DocumentError(f"{path}: no such file; give the folder of the raw texts.")
        found |= {doc.id: doc.text for doc in read_raw(path) if doc.id in wanted}
    return found


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = made.add_subparsers(dest="command", required=True)
    stripping, joining = commands.add_parser("strip"), commands.add_parser("join")
    for name in ("annotated", "places", "out"):
        stripping.add_argument(name, type=Path)
    for name in ("records", "texts", "out"):
        joining.add_argument(name, type=Path)
    options = made.parse_args(arguments)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    try:
        if options.command == "strip":
            docs = parse(options.annotated.read_text(encoding="utf-8"), load_schema("configs/schema.yaml"), str(options.annotated))
            records = list(strip(docs, json.loads(options.places.read_text(encoding="utf-8"))))
            options.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
            count = len(records)
        else:
            records = read_records(options.records)
            count = write_jsonl(options.out, join(records, raw_texts(options.texts, {r["source"] for r in records})))
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{options.out}: {count} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
