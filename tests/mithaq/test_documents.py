"""The data type: offsets, views, the on-disk format, and what a broken record is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.documents import Document, Span, iso_date, read_jsonl, schema_faults, write_jsonl
from mithaq.errors import DocumentError
from mithaq.schema import Schema
from tests.strategies import SCHEMA, documents

TEXT = "وقّع كريم الاتفاق"


def record(**values: Any) -> dict[str, Any]:
    spans = [{"start": 0, "end": 4, "type": "SIGN", "factuality": "asserted"}, {"start": 5, "end": 9, "type": "PERS"}]
    return {
        "id": "r",
        "text": TEXT,
        "date": None,
        "spans": spans,
        "edges": [{"head": 0, "tail": 1, "type": "AGENT"}],
        "aliases": [],
    } | values


def fault(data: Any, schema: Schema | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        Document.from_dict(data, "news.jsonl:7", schema)
    return str(caught.value)


@given(documents())
def test_json_loses_nothing(doc: Document) -> None:
    line = doc.to_json()
    assert Document.from_json(line, schema=SCHEMA) == doc
    assert len(line.splitlines()) == 1
    line.encode("utf-8")


@given(documents(), st.integers(0, 10_000))
def test_json_keeps_probabilities(doc: Document, p: int) -> None:
    spans = tuple(replace(s, p=p / 10_000) for s in doc.spans)
    predicted = replace(doc, spans=spans, edges=tuple(replace(e, p=p / 10_000) for e in doc.edges))
    assert Document.from_json(predicted.to_json()) == predicted


def test_offsets_count_code_points(treaty: Document, flat: Document) -> None:
    assert [flat.mention(i) for i in range(2)] == ["نزار بن عمار", "غانا"]
    assert treaty.mention(1) == "وزيرة الخارجية"
    assert treaty.mention(treaty.spans[5]) == "وقّع"
    emoji = Document("e", "😀 علي", spans=(Span(2, 5, "PERS"),))
    assert emoji.mention(0) == "علي"


def test_views(treaty: Document) -> None:
    assert len(treaty.entities) == 12
    assert [e.type for e in treaty.events] == ["STATE", "SIGN", "REQUEST_DELAY", "SIGN"]
    assert [e.factuality for e in treaty.events] == ["asserted", "asserted", "asserted", "negated"]
    assert {e.type for e in treaty.relations} == {"HOLDS_OFFICE", "AFFILIATED"}
    delay = treaty.events[2]
    assert delay.text == "طلب"
    assert [treaty.mention(i) for i in delay.roles["AGENT"]] == ["الطائي", "السعدي"], "roles stand in text order"
    assert set(delay.roles) == {"AGENT", "UNTIL"}


def test_bare_keeps_text_and_drops_annotation(treaty: Document) -> None:
    bare = treaty.bare()
    assert (bare.id, bare.text, bare.date, bare.meta) == (treaty.id, treaty.text, treaty.date, treaty.meta)
    assert (bare.spans, bare.edges, bare.aliases) == ((), (), ())


def test_unknown_fields_are_carried_through() -> None:
    doc = Document.from_dict(record(title="عنوان", source={"name": "x"}))
    assert doc.meta == {"title": "عنوان", "source": {"name": "x"}}
    assert json.loads(doc.to_json())["source"] == {"name": "x"}


@pytest.mark.parametrize(
    ("start", "end"), [(True, 4), (0, True), (0.0, 4), (0, 4.0), ("0", 4), (None, 4), (-1, 4), (4, 4), (5, 4), (0, len(TEXT) + 1)]
)
def test_bad_offsets(start: Any, end: Any) -> None:
    message = fault(record(spans=[{"start": start, "end": end, "type": "PERS"}], edges=[]))
    assert f"span 0: 0 <= start < end <= {len(TEXT)} does not hold for start={start!r}, end={end!r}" in message
    assert message.startswith("news.jsonl:7 (id 'r')")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id": 5}, "'id' must be a string, found 5"),
        ({"text": None}, "'text' must be a string, found None"),
        ({"spans": {}, "edges": []}, "'spans' must be a list, found dict"),
        ({"spans": [[0, 4, "PERS"]], "edges": []}, "span 0 needs start, end, type and at most factuality and p, found [0, 4, 'PERS']"),
        ({"spans": [{"start": 0, "end": 4, "label": "PERS"}], "edges": []}, "span 0 needs start, end, type"),
        ({"spans": [{"start": 0, "end": 4, "type": 1}], "edges": []}, "span 0: 'type' and 'factuality' must be strings"),
        ({"spans": [{"start": 0, "end": 4, "type": "PERS", "p": 1.2}], "edges": []}, "span 0: 'p' must lie in [0, 1], found 1.2"),
        ({"spans": [{"start": 0, "end": 4, "type": "PERS", "p": True}], "edges": []}, "span 0: 'p' must lie in [0, 1], found True"),
        ({"edges": [{"head": 0, "tail": 2, "type": "AGENT"}]}, "edge 0: head and tail must be indexes below 2"),
        ({"edges": [{"head": -1, "tail": 1, "type": "AGENT"}]}, "edge 0: head and tail must be indexes below 2"),
        ({"edges": [{"head": False, "tail": 1, "type": "AGENT"}]}, "edge 0: head and tail must be indexes below 2"),
        ({"edges": [{"head": 0, "tail": 1}]}, "edge 0 needs head, tail, type and at most p"),
        ({"edges": [{"head": 0, "tail": 1, "type": "AGENT", "p": float("nan")}]}, "edge 0: 'p' must lie in [0, 1], found nan"),
        ({"aliases": [[0, 0]]}, "alias group 0 must list distinct span indexes below 2, found [0, 0]"),
        ({"aliases": [[0, 2]]}, "alias group 0 must list distinct span indexes below 2, found [0, 2]"),
        ({"date": "yesterday"}, "'date' must be null or a date such as 2020-01-13, found 'yesterday'"),
    ],
)
def test_each_fault_names_value_and_place(values: dict[str, Any], said: str) -> None:
    message = fault(record(**values))
    assert message.startswith("news.jsonl:7")
    assert said in message


def test_all_faults_of_a_record_come_at_once() -> None:
    spans = [{"start": 0, "end": 99, "type": "PERS"}, {"start": 5, "end": 9, "type": "PERS", "p": 2}]
    message = fault(record(spans=spans, edges=[{"head": 0, "tail": 9, "type": "AGENT"}], date=3))
    for part in ("span 0:", "span 1:", "edge 0:", "'date'"):
        assert part in message


def test_labels_are_checked_against_the_schema_and_get_a_suggestion(schema: Schema) -> None:
    spans = [
        {"start": 0, "end": 4, "type": "SIGNS", "factuality": "asserted"},
        {"start": 5, "end": 9, "type": "PERS", "factuality": "asserted"},
        {"start": 0, "end": 4, "type": "SIGN"},
        {"start": 0, "end": 4, "type": "SIGN", "factuality": "assertd"},
        {"start": 5, "end": 9, "type": "PERS"},
    ]
    edges = [{"head": 3, "tail": 4, "type": "AGNT"}, {"head": 4, "tail": 3, "type": "AGENT"}]
    data = record(spans=spans, edges=edges)
    assert Document.from_dict(data).spans[0].type == "SIGNS", "without a schema labels are free"
    message = fault(data, schema)
    for part in (
        "span 0 «وقّع» has the unknown type 'SIGNS'. Did you mean 'SIGN'?",
        "span 1 «كريم»: a factuality belongs on triggers and only there (PERS, asserted)",
        "span 2 «وقّع»: a factuality belongs on triggers and only there (SIGN, None)",
        "span 3 «وقّع» has the unknown factuality 'assertd'. Did you mean 'asserted'?",
        "edge 3 -> 4 has the unknown type 'AGNT'. Did you mean 'AGENT'?",
        "edge AGENT may not join PERS «كريم» to SIGN «وقّع»",
    ):
        assert part in message
    assert schema_faults(Document.from_dict(record()), schema) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("2020-01-13", "2020-01-13"),
        (" 2020-01-13\n", "2020-01-13"),
        ("2020-01-13T23:30:00Z", "2020-01-13"),
        ("2020-01-13 23:30", "2020-01-13"),
        ("Tue, 05 Jun 2018 05:36:06 GMT", "2018-06-05"),
        ("5 Jun 2018 23:59:00 -0500", "2018-06-05"),
        (date(2020, 2, 29), "2020-02-29"),
        (datetime(2020, 2, 29, 23, 30, tzinfo=UTC), "2020-02-29"),
    ],
)
def test_dates(value: Any, expected: str | None) -> None:
    faults: list[str] = []
    assert iso_date(value, faults) == expected
    assert faults == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2020-02-30",
        "13/01/2020",
        "2020-1-3",
        "٢٠٢٠-٠١-١٣",
        20200113,
        1.5,
        True,
        ["2020-01-13"],
        "Mon, 32 Jan 2020 00:00:00 GMT",
        "5 Jun 99999999999999999999 05:36:06 GMT",
    ],
)
def test_wrong_dates_are_named(value: Any) -> None:
    faults: list[str] = []
    assert iso_date(value, faults) is None
    assert faults == [f"'date' must be null or a date such as 2020-01-13, found {value!r}"]


DATE_PARTS = st.sampled_from(["Mon,", "1", "31", "Jan", "2020", "10:11:12", "99:99", "+0100", "9" * 25, "-", ",", "GMT", "٣", "2020-01-13"])


@given(st.lists(DATE_PARTS, max_size=7).map(" ".join) | st.text(max_size=30))
def test_no_string_breaks_the_date_reader(value: str) -> None:
    faults: list[str] = []
    read = iso_date(value, faults)
    assert (read is None) is bool(faults)
    assert read is None or date.fromisoformat(read)


def test_not_json() -> None:
    with pytest.raises(DocumentError, match=r"here:3: not valid JSON at column 2 .* Write one object a line\."):
        Document.from_json("{id: 1}", "here:3")
    with pytest.raises(DocumentError, match="expected a JSON object, found list"):
        Document.from_json("[]")


def test_files_keep_every_kind_of_line_break(tmp_path: Path) -> None:
    docs = [Document("a", "س\r\nص\u2028ع\x85ف\x0bق"), Document("b", "\ud800 نص")]
    path = tmp_path / "docs.jsonl"
    assert write_jsonl(path, docs) == 2
    assert list(read_jsonl(path)) == docs


def test_files_tell_the_line(tmp_path: Path, treaty: Document) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_text(f"{treaty.to_json()}\n\n{treaty.to_json()}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"docs.jsonl:3: id 'treaty' occurs already on line 1; ids must be unique"):
        list(read_jsonl(path))
    path.write_text('{"id": "a", "text": "x"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"docs.jsonl:2: not valid JSON"):
        list(read_jsonl(path))
    path.write_bytes('{"id": "a", "text": "خبر"}'.encode("cp1256"))
    with pytest.raises(DocumentError, match=r"docs.jsonl: cannot be read as UTF-8"):
        list(read_jsonl(path))
    with pytest.raises(DocumentError, match=r"none.jsonl: cannot be read"):
        list(read_jsonl(tmp_path / "none.jsonl"))
