"""A ledger as records, CSV, JSON, Markdown or a pandas frame.

Knows rows; knows no model. Every form has the same columns in the same order.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from mithaq.errors import InputError
from mithaq.ledger import Ledger, Row, When

if TYPE_CHECKING:
    import pandas

_JOIN = " | "
COLUMNS = (
    "document",
    "published",
    "actor",
    "actor_type",
    "stance",
    "factuality",
    "matter",
    "addressee",
    "until",
    "until_start",
    "until_end",
    "time",
    "time_start",
    "time_end",
    "place",
    "condition",
    "source",
    "p",
    "evidence_start",
    "evidence_end",
    "sentence",
)
_SHOWN = ("actor", "stance", "factuality", "matter", "until", "source", "p", "sentence")
"""Columns of the Markdown table: what a reader wants side by side."""


def to_records(ledger: Ledger) -> list[dict[str, Any]]:
    """One flat dictionary a row, keys as COLUMNS; lists are joined by « | », intervals are ISO 8601 and half-open."""
    return [_record(row) for row in ledger]


def to_json(ledger: Ledger) -> str:
    """A JSON list of records."""
    return json.dumps(to_records(ledger), ensure_ascii=False, indent=1)


def to_csv(ledger: Ledger) -> str:
    """CSV with a header (RFC 4180). Written with a byte-order mark (``utf-8-sig``) it opens in spreadsheets with its Arabic intact."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in record.items()} for record in to_records(ledger))
    return out.getvalue()


def to_markdown(ledger: Ledger) -> str:
    """A table of the columns that a reader wants side by side."""
    lines = ["| " + " | ".join(_SHOWN) + " |", "|" + " :--- |" * len(_SHOWN)]
    for record in to_records(ledger):
        cells = [_cell(record[name]) for name in _SHOWN]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def to_pandas(ledger: Ledger) -> pandas.DataFrame:
    """A data frame with COLUMNS.

    Raises:
        InputError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise InputError("to_pandas needs pandas; install it: pip install pandas") from error
    return pandas.DataFrame(to_records(ledger), columns=list(COLUMNS))


def _record(row: Row) -> dict[str, Any]:
    return {
        "document": row.document,
        "published": row.published,
        "actor": row.actor,
        "actor_type": row.actor_type,
        "stance": row.stance,
        "factuality": row.factuality,
        "matter": _JOIN.join(row.matter),
        "addressee": _JOIN.join(row.addressee),
        **_interval("until", row.until),
        **_interval("time", row.time),
        "place": _JOIN.join(row.place),
        "condition": _JOIN.join(row.condition),
        "source": _JOIN.join(row.source),
        "p": None if row.p is None else round(row.p, 4),
        "evidence_start": row.evidence[0],
        "evidence_end": row.evidence[1],
        "sentence": row.sentence,
    }


def _interval(name: str, found: tuple[When, ...]) -> dict[str, str | None]:
    """The expressions, and the interval of the first that is understood."""
    known = next((when.value for when in found if when.value and when.value.start and when.value.end), None)
    return {
        name: _JOIN.join(when.text for when in found),
        f"{name}_start": known.start.isoformat() if known and known.start else None,
        f"{name}_end": known.end.isoformat() if known and known.end else None,
    }


def _harmless(value: Any) -> Any:
    # A spreadsheet runs a cell that begins so as a formula; the texts are other people's.
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "¦").replace("\n", " ")
