"""Identifiers from a user's file, and the faults of such a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mithaq.documents import Document, Span
from mithaq.errors import InputError
from mithaq.gazetteer import Entry, Gazetteer, identify

ROWS = "identifier\tname\ttype\tnames\nQ1\tخليفة حفتر\tPERS\tحفتر|المشير حفتر\n\nQ2\tصدام حفتر\tPERS\tحفتر\r\nQ3\tليبيا\tGPE\n"


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    (tmp_path / "names.tsv").write_text(ROWS, encoding="utf-8-sig")
    return Gazetteer.from_tsv(tmp_path / "names.tsv")


def document(*mentions: tuple[str, str], aliases: tuple[tuple[int, ...], ...] = ()) -> Document:
    text, spans = "", []
    for mention, kind in mentions:
        spans.append(Span(len(text), len(text) + len(mention), kind, "asserted" if kind == "SIGN" else None))
        text += mention + " "
    return Document("d", text, spans=tuple(spans), aliases=aliases)


def test_rows_are_read(gazetteer: Gazetteer) -> None:
    assert gazetteer.entries == (
        Entry("Q1", "خليفة حفتر", "PERS", ("حفتر", "المشير حفتر")),
        Entry("Q2", "صدام حفتر", "PERS", ("حفتر",)),
        Entry("Q3", "ليبيا", "GPE"),
    )


def test_names_are_found_in_other_spellings_and_by_type(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("خليفه حفتر", "PERS") == {"Q1"}
    assert gazetteer.find("حفتر", "PERS") == {"Q1", "Q2"}
    assert gazetteer.find("ليبيا", "ORG") == gazetteer.find("مصر", "GPE") == frozenset()


def test_a_group_narrows_a_name_of_two(gazetteer: Gazetteer) -> None:
    mentions = (("خليفة حفتر", "PERS"), ("حفتر", "PERS"), ("المشير", "OCC"), ("وقع", "SIGN"), ("ليبيا", "GPE"))
    assert identify(document(*mentions, aliases=((0, 1, 2),)), gazetteer) == {0: "Q1", 1: "Q1", 2: "Q1", 4: "Q3"}
    assert identify(document(*mentions), gazetteer) == {0: "Q1", 4: "Q3"}, "alone, the family name is of two"


def test_a_group_of_two_identified_actors_has_no_identifier(gazetteer: Gazetteer) -> None:
    assert identify(document(("خليفة حفتر", "PERS"), ("صدام حفتر", "PERS"), aliases=((0, 1),)), gazetteer) == {}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Q1 خليفة حفتر PERS", r"1 bad line\(s\): line 1: 1 column"),
        ("Q1\tا\tPERS\tب\tج", "line 1: 5 column"),
        ("Q1\t\t\t", "line 1: empty name and type"),
        ("Q1\tحفتر\tPERS\n\nQ1\tالسراج\tPERS", "line 3: identifier 'Q1' occurs already on line 1"),
        ("Q1\t…\tPERS", "line 1: name '…' has no letter"),
        ("\n".join("x" for _ in range(7)), r"7 bad line\(s\).*line 5.*; and 2 more"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "bad.tsv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Gazetteer.from_tsv(tmp_path / "bad.tsv")


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.tsv: cannot be read"):
        Gazetteer.from_tsv(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes(b"Q1\t\xe9\tPERS")
    with pytest.raises(InputError, match=r"latin\.tsv: cannot be read as UTF-8"):
        Gazetteer.from_tsv(tmp_path / "latin.tsv")
