"""Files of texts to be read: plain text, JSON lines, standard input.

Knows bytes, lines and records; knows no model. A bad record is reported with its place and left out; the others go on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mithaq.documents import Document
from mithaq.errors import DocumentError, InputError, MithaqError
from mithaq.isodate import iso_date

Report = Callable[[str], None]
STDIN = "-"
_JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True)
class Record:
    """A document and where it came from."""

    place: str
    """File and line, for messages."""
    doc: Document


def read_records(path: str, report: Report, date: str | None = None) -> Iterator[Record]:
    """Documents of a file or of standard input (``-``).

    A file whose name ends in .jsonl, .ndjson or .json holds a JSON object a line, with ``text`` and perhaps ``id`` and ``date``; any other
    file is one text. Standard input is JSON lines if it begins with ``{``.

    Args:
        report: receives one message for each record that cannot be read.
        date: day of publication of texts that bring none.
    Raises:
        InputError: the file cannot be read as UTF-8, or the date is none.
    """
    anchor = _date(date)
    for record in _read(path, report):
        yield replace(record, doc=replace(record.doc, date=record.doc.date or anchor))


def _read(path: str, report: Report) -> Iterator[Record]:
    if path == STDIN:
        content = _decoded(sys.stdin.buffer.read(), "standard input")
        if content.lstrip().startswith("{"):
            yield from _lines(content.split("\n"), "standard input", report)
        else:
            yield Record("standard input", Document("stdin", content))
        return
    file = Path(path)
    try:
        if file.suffix in _JSON_SUFFIXES:
            with file.open(encoding="utf-8-sig", newline="\n") as lines:
                yield from _lines(lines, path, report)
        else:
            yield Record(path, Document(file.stem, _decoded(file.read_bytes(), path)))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error}).") from error


def _lines(lines: Iterable[str], name: str, report: Report) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            yield Record(place, _document(line, place, number))
        except MithaqError as error:
            report(str(error))


def _document(line: str, place: str, number: int) -> Document:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{place}: not valid JSON at column {error.colno} ({error.msg}). Write one object a line.") from error
    if isinstance(record, dict):
        # Annotation that the input brings is not read, so it need not be valid; an identifier may be a number.
        record = {key: value for key, value in record.items() if key not in ("spans", "edges", "aliases")}
        record["id"] = str(record.get("id", number))
    return Document.from_dict(record, place)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 (byte {error.start}); convert it: iconv -f windows-1256 -t utf-8 FILE") from error


def _date(value: str | None) -> str | None:
    faults: list[str] = []
    found = iso_date(value, faults)
    if faults:
        raise InputError("; ".join(faults) + ".")
    return found
