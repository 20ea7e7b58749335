"""Score a bundle, a run or a file of predictions against gold documents.

    python -m eval.run runs/news data/test.jsonl -o reports/news
    python -m eval.run predictions.jsonl gold.jsonl more.jsonl --samples 0

Knows files and the command line; every number comes from ``eval.report``. With a bundle or run it predicts twice: end to end, and given the
gold's spans. A predictions file is scored end to end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.bootstrap import SAMPLES
from eval.observed import observed_schema
from eval.reader import Reader, load
from eval.report import Report, evaluate
from mithaq.documents import Document, read_jsonl
from mithaq.errors import InputError, MithaqError, SchemaError
from mithaq.schema import Schema


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        report = _evaluate(options)
        if options.output:
            _write(report, options.output)
    except (MithaqError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(report.to_markdown())
    return 0


def predict(reader: Reader, gold: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Predictions end to end and given the gold's spans; the reader never sees the gold's factualities, edges or aliases."""
    return list(reader.stream([doc.bare() for doc in gold])), list(reader.link([_spans_only(doc, reader.schema) for doc in gold]))


def _evaluate(options: argparse.Namespace) -> Report:
    source: Path = options.predictions
    gold = [doc for path in options.gold for doc in read_jsonl(path)]
    files = {"predictions": str(source), "gold": ", ".join(map(str, options.gold))}
    if source.suffix == ".jsonl":
        if options.precision is not None:
            raise InputError(f"--precision {options.precision} needs a bundle or run; {source} holds predictions already made.")
        predicted = list(read_jsonl(source))
        schema = _schema(options.schema) if options.schema else observed_schema(gold, predicted)
        report = evaluate(gold, predicted, schema, samples=options.samples, seed=options.seed)
    else:
        if options.schema:
            raise InputError(f"--schema {options.schema} is for predictions files; a bundle brings its own.")
        reader = load(source, options.precision)
        predicted, linked = predict(reader, gold)
        report = evaluate(gold, predicted, reader.schema, linked, samples=options.samples, seed=options.seed)
        files["precision target"] = "none" if options.precision is None else str(options.precision)
    return replace(report, settings={**files, **report.settings})


def _spans_only(doc: Document, schema: Schema) -> Document:
    # A trigger must keep some factuality to be one; the first of the schema says nothing about the gold's.
    blank = schema.factuality_names[0] if schema.factualities else None
    spans = tuple(replace(s, factuality=None if s.factuality is None else blank, p=None) for s in doc.spans)
    return replace(doc, spans=spans, edges=(), aliases=())


def _schema(path: Path) -> Schema:
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SchemaError(f"{path}: cannot be read as the JSON of a schema ({error}); write json.dumps(schema.to_dict()).") from error
    return Schema.from_dict(data, str(path))


def _write(report: Report, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(report.to_markdown(), encoding="utf-8")


def _precision(value: str) -> float | None:
    if value == "none":
        return None
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise argparse.ArgumentTypeError(f"'{value}' is neither 'none' nor a number in (0, 1]")
    return number


def _samples(value: str) -> int:
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"'{value}' is no whole number of 0 or more")
    return int(value)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m eval.run", description="Score a bundle, a run or predictions against gold documents.")
    made.add_argument("predictions", type=Path, help="bundle folder, run folder, or predictions .jsonl")
    made.add_argument("gold", type=Path, nargs="+", help="gold documents, JSON lines")
    made.add_argument("-o", "--output", type=Path, help="folder for report.json and report.md")
    made.add_argument("--samples", type=_samples, default=SAMPLES, help="bootstrap resamples; 0 for no intervals (default %(default)s)")
    made.add_argument("--seed", type=int, default=0, help="of the bootstrap (default %(default)s)")
    made.add_argument("--precision", type=_precision, default=None, metavar="P|none", help="precision target (default none)")
    made.add_argument("--schema", type=Path, help="schema as JSON, for predictions files (default: the labels that occur)")
    return made


if __name__ == "__main__":
    sys.exit(main())
