"""Counts of a corpus, and the search for shared runs of words."""

from __future__ import annotations

from mithaq.documents import Document
from mithaq.schema import Schema
from training.corpus_stats import count, shared_runs

EIGHT = "وقع الطرفان مساء أمس اتفاقا جديدا في العاصمة"


def test_counts(schema: Schema, treaty: Document, flat: Document) -> None:
    counted = count({"train": [treaty], "test": [flat, treaty]}, schema)
    assert counted["splits"] == {
        "train": {"articles": 1, "words": 24, "spans": 16, "edges": 13},
        "test": {"articles": 2, "words": 31, "spans": 18, "edges": 13},
    }
    assert counted["entities"]["PERS"] == {"train": 4, "test": 5}
    assert counted["entities"]["LOC"] == {"train": 0, "test": 0}
    assert counted["triggers"]["SIGN"] == {"asserted": 2, "negated": 2, "unrealised": 0}
    assert counted["roles"]["AGENT"] == {"train": 5, "test": 5}
    assert counted["relations"] == {
        "HOLDS_OFFICE": {"train": 1, "test": 1},
        "AFFILIATED": {"train": 1, "test": 1},
        "LOCATED_IN": {"train": 0, "test": 0},
    }
    assert tuple(counted["entities"]) + tuple(counted["triggers"]) == schema.span_types


def test_shared_runs_see_through_punctuation_and_marks() -> None:
    marked = "قال: وقّع الطرفان، مساء «أمس» اتفاقـاً جديدًا في العاصمة!"
    assert shared_runs([Document("a", EIGHT + " تونس"), Document("b", marked)]) == [("a", "b", EIGHT)]


def test_seven_words_may_be_shared_and_an_article_may_repeat_itself() -> None:
    seven = EIGHT.rsplit(" ", 1)[0]
    docs = [Document("a", seven + " تونس"), Document("b", seven), Document("c", f"{EIGHT}. {EIGHT}")]
    assert shared_runs(docs) == []
    assert {(a, b) for a, b, _ in shared_runs(docs, length=7)} == {("a", "b"), ("a", "c")}
