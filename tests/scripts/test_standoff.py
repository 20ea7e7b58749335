"""Annotation without its text, and back."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
import zstandard

from mithaq.documents import read_jsonl
from mithaq.errors import DocumentError
from mithaq.markup import write
from scripts.standoff import digest, join, main, strip


@pytest.fixture
def place(treaty):
    return {treaty.id: {"source": "paper/7", "start": 5, "end": 5 + len(treaty.text), "sha1": digest(treaty.text)}}


def test_round_trip_on_files_without_a_word_in_between(tmp_path, treaty, schema, place):
    (tmp_path / "a.ann.txt").write_text(write([replace(treaty, meta={})], schema), encoding="utf-8")
    (tmp_path / "places.json").write_text(json.dumps(place), encoding="utf-8")
    assert main(["strip", str(tmp_path / "a.ann.txt"), str(tmp_path / "places.json"), str(tmp_path / "s.jsonl")]) == 0
    stripped = (tmp_path / "s.jsonl").read_text(encoding="utf-8")
    assert not any("\u0600" <= c <= "\u06ff" for c in stripped)
    raw = io.StringIO()
    raw.write(
        json.dumps({"id": "paper/1", "text": "آخر"}) + "\n" + json.dumps({"id": "paper/7", "text": "قبل: " + treaty.text + " بعد"}) + "\n"
    )
    (tmp_path / "paper.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(raw.getvalue().encode()))
    assert main(["join", str(tmp_path / "s.jsonl"), str(tmp_path), str(tmp_path / "out.jsonl")]) == 0
    (doc,) = read_jsonl(tmp_path / "out.jsonl", schema)
    assert (doc.text, doc.spans, doc.edges, doc.aliases, doc.date) == (treaty.text, treaty.spans, treaty.edges, treaty.aliases, treaty.date)


def test_a_changed_text_is_refused(treaty, place):
    with pytest.raises(DocumentError, match="must not change"):
        list(strip([replace(treaty, text=treaty.text + " ")], place))
    with pytest.raises(DocumentError, match="does not name it"):
        list(strip([replace(treaty, id="x")], place))
    records = list(strip([treaty], place))
    with pytest.raises(DocumentError, match="not the one that was annotated"):
        list(join(records, {"paper/7": "نص آخر"}))
    with pytest.raises(DocumentError, match="missing"):
        list(join(records, {}))


def test_a_missing_file_is_one_line(tmp_path, treaty, place, capsys):
    (tmp_path / "s.jsonl").write_text(json.dumps(next(strip([treaty], place))), encoding="utf-8")
    assert main(["join", str(tmp_path / "s.jsonl"), str(tmp_path), str(tmp_path / "out.jsonl")]) == 1
    assert "paper.jsonl.zst: no such file" in capsys.readouterr().err
