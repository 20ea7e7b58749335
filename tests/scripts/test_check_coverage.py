"""Coverage: every gap is named."""

from __future__ import annotations

import pytest

from scripts import check_coverage
from scripts.check_coverage import gaps, main, persons, tables


def test_gaps_name_what_is_short(treaty, schema, monkeypatch):
    monkeypatch.setattr(check_coverage, "LEAST", {"articles": 1, "words": 30, "event": 0, "core event": 1, "factuality": 0, "persons": 3})
    found = gaps([treaty], schema)
    assert "person names: 2, at least 3 wanted" in found
    assert not any(line.startswith(("articles", "SIGN:", "SIGN AGENT", "SIGN OBJECT")) for line in found)
    assert "SIGN UNTIL: 0, at least 1 wanted" in found
    assert not any(line.startswith("STATE UNTIL") for line in found), "the schema allows no UNTIL there"
    assert "«كريم طائي» occurs in 1 articles, at most 0 wanted" in found


def test_a_person_counts_once_an_article_by_full_name(treaty):
    assert sorted(persons([treaty, treaty]).values()) == [2, 2]


def test_tables_count_triggers_and_roles(treaty, schema):
    made = tables([treaty], schema)
    assert "| SIGN | 1 | 1 | 0 | 2 |" in made
    assert "| REQUEST_DELAY | 2 |  |  | 1 |" in made


@pytest.mark.parametrize("text", ["", "x"])
def test_an_empty_or_faulty_folder(tmp_path, capsys, text):
    if text:
        (tmp_path / "a.ann.txt").write_text(text, encoding="utf-8")
    assert main(["--articles", str(tmp_path)]) == 1
    assert "error:" in capsys.readouterr().err
