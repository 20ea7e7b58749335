"""The promises of the datasheet about the committed corpus."""

from __future__ import annotations

from pathlib import Path

import datasets

from mithaq.documents import Document, read_jsonl, schema_faults
from scripts.build_corpus import read_articles
from scripts.check_coverage import gaps
from scripts.standoff import read_records

ARTICLES = Path("data/articles")


def test_the_corpus_covers_what_it_promises(schema):
    assert gaps(read_articles(ARTICLES, schema), schema) == []


def test_no_article_breaks_the_schema(schema):
    faults = {doc.id: found for doc in read_articles(ARTICLES, schema) if (found := schema_faults(doc, schema))}
    assert faults == {}


def test_marks_hold_words_and_nothing_around_them(schema):
    for doc in read_articles(ARTICLES, schema):
        for span in doc.spans:
            assert doc.mention(span) == doc.mention(span).strip(), (doc.id, doc.mention(span))


def test_stand_off_annotation_holds_no_text():
    records = read_records(Path("data/standoff/news.jsonl"))
    assert len({r["id"] for r in records}) == len(records) >= 100
    assert not any("text" in r for r in records)


def test_the_second_annotation_is_of_the_same_texts(schema):
    first = {doc.id: doc.text for doc in read_articles(ARTICLES, schema)}
    second = read_articles(Path("data/second"), schema)
    assert [doc.id for doc in second if first.get(doc.id) != doc.text] == []


def test_the_datasets_library_reads_the_compiled_files(schema, tmp_path):
    files = {split: f"data/{split}.jsonl" for split in ("train", "dev", "test")}
    loaded = datasets.load_dataset("json", data_files=files, cache_dir=str(tmp_path))
    for split, path in files.items():
        ours = list(read_jsonl(path, schema))
        assert loaded[split].num_rows == len(ours)
        assert Document.from_dict(loaded[split][0], schema=schema).spans == ours[0].spans
