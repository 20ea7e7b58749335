"""The command line: ``mithaq extract``, ``who``, ``ledger`` and ``render``.

Knows arguments, files and exit statuses; the work is done elsewhere. Status 0: all read; 1: something could not be read, and was named on
standard error; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mithaq.answers_table import QUESTIONS, render_answers
from mithaq.documents import Document
from mithaq.errors import InputError, MithaqError, did_you_mean
from mithaq.extractor import Extractor
from mithaq.ledger import Ledger
from mithaq.ledger_export import to_csv, to_json, to_markdown
from mithaq.records import STDIN, Record, Report, read_records
from mithaq.render import render


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    faults: list[str] = []

    def report(message: str) -> None:
        faults.append(message)
        print(f"mithaq: {message}", file=sys.stderr)

    try:
        _COMMANDS[options.command](options, report)
    except MithaqError as error:
        report(str(error))
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if faults else 0


def _extract(options: argparse.Namespace, report: Report) -> None:
    extractor = _load(options)
    with _output(options.output) as out:
        for _, doc in _documents(extractor, options, report):
            out.write(doc.to_json() + "\n")


def _who(options: argparse.Namespace, report: Report) -> None:
    extractor = _load(options)
    for kind in options.type or ():
        if kind not in extractor.schema.trigger_types:
            raise InputError(f"--type: unknown event type '{kind}'. {did_you_mean(kind, extractor.schema.trigger_types)}")
    asked = tuple(options.type or (kind for kind in QUESTIONS if kind in extractor.schema.trigger_types))
    for number, (record, doc) in enumerate(_documents(extractor, options, report)):
        print(("\n" if number else "") + render_answers(doc, asked, record.place), flush=True)


def _ledger(options: argparse.Namespace, report: Report) -> None:
    extractor = _load(options)
    with _output(options.output) as out:
        merged = Ledger.merge([doc for _, doc in _documents(extractor, options, report)])
        out.write(_FORMATS[options.format](merged if options.all else merged.only(QUESTIONS)))


def _render(options: argparse.Namespace, report: Report) -> None:
    extractor = _load(options)
    docs = [doc for _, doc in _documents(extractor, options, report)]
    if len(docs) > 1:
        raise InputError(f"render makes a page of one document, found {len(docs)}; give one text, or render() each in Python.")
    if docs:
        with _output(options.output) as out:
            out.write(render(docs[0]))


def _documents(extractor: Extractor, options: argparse.Namespace, report: Report) -> Iterator[tuple[Record, Document]]:
    """Read records and their documents, in order; bad records are reported and left out."""
    pending: list[Record] = []

    def docs() -> Iterator[Document]:
        for path in options.files:
            try:
                for record in read_records(path, report, options.date):
                    pending.append(record)
                    yield record.doc
            except InputError as error:
                report(str(error))

    def bad(number: int, error: Exception) -> None:
        # The stream's own names («item 7») say less than the file and line.
        record = pending.pop()
        report(f"{record.place}: {str(error).partition(': ')[2]}")

    for doc in extractor.stream(docs(), on_error=bad):
        yield pending.pop(0), doc


def _load(options: argparse.Namespace) -> Extractor:
    return Extractor.load(options.bundle, precision=options.precision, threads=options.threads)


@contextmanager
def _output(path: Path | None) -> Iterator[IO[str]]:
    if path is None or str(path) == STDIN:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        return
    if path.exists():
        raise InputError(f"{path}: exists already; give another name with -o, or remove it.")
    try:
        # Written under another name until it is complete: a reader never takes half a file for the whole.
        partial = path.with_name(path.name + ".part")
        with partial.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        partial.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error}).") from error


_COMMANDS = {"extract": _extract, "who": _who, "ledger": _ledger, "render": _render}
_FORMATS = {"csv": to_csv, "json": to_json, "markdown": to_markdown}


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="mithaq", description="Entities, events and relations in Arabic political news.")
    commands = made.add_subparsers(dest="command", required=True)
    extract = commands.add_parser("extract", help="write what the texts say, as JSON lines")
    who = commands.add_parser("who", help="print who signed and who asked for a delay")
    ledger = commands.add_parser("ledger", help="write the table of positions: who took which, on what, until when, according to whom")
    page = commands.add_parser("render", help="write a right-to-left HTML page of a text and its positions")
    for command in (extract, who, ledger, page):
        command.add_argument(
            "files", nargs="+", metavar="FILE", help="plain text, or JSON lines (.jsonl: text, id, date); - for standard input"
        )
        command.add_argument("--date", help="day of publication of texts that bring none (YYYY-MM-DD)")
        command.add_argument("--bundle", type=Path, help="bundle folder (default: the embedded one)")
        command.add_argument("--precision", type=float, help="keep what reached this precision on the development set, e.g. 0.9")
        command.add_argument("--threads", type=int, help="threads of the model (default: all cores)")
    for command in (extract, ledger, page):
        command.add_argument("-o", "--output", type=Path, help="file to write (default: standard output)")
    ledger.add_argument("--format", choices=tuple(_FORMATS), default="csv", help="default: %(default)s")
    ledger.add_argument("--all", action="store_true", help=f"every event type, not only {' and '.join(QUESTIONS)}")
    who.add_argument("--type", action="append", metavar="EVENT", help=f"event type, may be repeated (default: {', '.join(QUESTIONS)})")
    return made


if __name__ == "__main__":
    sys.exit(main())
