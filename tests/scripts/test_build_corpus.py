"""Compiling the corpus: splits, files, --check; and two promises about the committed articles."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from mithaq.documents import read_jsonl
from mithaq.schema import Schema
from scripts.build_corpus import SPLITS, main, read_articles, split_of
from training.corpus_stats import shared_runs

ARTICLES = Path("data/articles")
committed = pytest.mark.skipif(not any(ARTICLES.glob("*.ann.txt")), reason="no article is committed yet")

# One id for each split, found by trying n0, n1, ...
IDS = {split: next(f"n{i}" for i in range(1000) if split_of(f"n{i}") == split) for split in SPLITS}


def article(name: str, text: str = "⟦1:SIGN+ وقّع⟧ ⟦2:PERS علي⟧ ⟦3:DOC العقد⟧") -> str:
    return f"### {name} date=2021-03-02 genre=wire region=TN\n{text}\n---\n1 AGENT 2\n1 OBJECT 3\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two files of articles, the ids out of order."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "b02.ann.txt").write_text(
        article(IDS["train"]) + "\n" + article(IDS["test"], "⟦1:SIGN- يوقع⟧ ⟦2:GPE مصر⟧ ⟦3:DOC العقد⟧"), "utf-8"
    )
    (folder / "b01.ann.txt").write_text(article(IDS["dev"]), "utf-8")
    return tmp_path


def run(corpus: Path, *more: str) -> int:
    return main(["--articles", str(corpus / "articles"), "--out", str(corpus), *more])


def test_the_split_is_that_of_the_hash() -> None:
    for name in ("b01-01", "b05-17", "مقال"):
        rank = int(hashlib.sha1(name.encode()).hexdigest(), 16) % 100
        assert split_of(name) == (["train"] * 80 + ["dev"] * 8 + ["test"] * 12)[rank]
    shares = Counter(split_of(f"b{i:02}-{j:02}") for i in range(40) for j in range(50))
    assert 0.77 < shares["train"] / 2000 < 0.83
    assert 0.06 < shares["dev"] / 2000 < 0.10


def test_the_files_hold_every_article_in_its_split(corpus: Path, schema: Schema) -> None:
    assert run(corpus) == 0
    for split in SPLITS:
        (doc,) = read_jsonl(corpus / f"{split}.jsonl", schema)
        assert doc.id == IDS[split]
        assert doc.meta == {"genre": "wire", "region": "TN"}


def test_articles_are_sorted_by_id(corpus: Path, schema: Schema) -> None:
    assert [doc.id for doc in read_articles(corpus / "articles", schema)] == sorted(IDS.values())


def test_the_printed_counts(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(corpus)
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line]
    assert rows[0] == ["splits", "articles", "words", "spans", "edges"]
    assert rows[4] == ["all", "3", "9", "9", "6"]
    assert ["PERS", "1", "1", "0", "2"] in rows
    assert ["triggers", "asserted", "negated", "unrealised", "all"] in rows
    assert ["SIGN", "2", "1", "0", "3"] in rows
    assert ["OBJECT", "1", "1", "1", "3"] in rows
    assert ["LOCATED_IN", "0", "0", "0", "0"] in rows


def test_check_tells_a_difference_and_writes_nothing(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpus, "--check") == 1
    assert not list(corpus.glob("*.jsonl"))
    run(corpus)
    assert run(corpus, "--check") == 0
    old = (corpus / "dev.jsonl").read_bytes()
    (corpus / "dev.jsonl").write_bytes(old.replace(b"wire", b"wira"))
    capsys.readouterr()
    assert run(corpus, "--check") == 1
    said = capsys.readouterr().err
    assert "dev.jsonl is not what" in said
    assert "run: python -m scripts.build_corpus" in said
    assert "train.jsonl" not in said


def test_faults_stop_the_build(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "articles" / "b03.ann.txt").write_text(article(IDS["dev"]), "utf-8")
    assert run(corpus) == 1
    assert f"id '{IDS['dev']}' occurs already in {corpus / 'articles' / 'b01.ann.txt'}" in capsys.readouterr().err
    (corpus / "articles" / "b03.ann.txt").write_text(article("x", "⟦1:SING+ وقع⟧"), "utf-8")
    assert run(corpus) == 1
    assert "unknown type 'SING'. Did you mean 'SIGN'?" in capsys.readouterr().err
    assert not list(corpus.glob("*.jsonl"))


def test_an_empty_folder_is_no_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    assert run(tmp_path) == 1
    assert "holds no *.ann.txt; write articles there" in capsys.readouterr().err


@committed
def test_the_committed_files_are_those_of_the_committed_articles() -> None:
    assert main(["--check"]) == 0


@committed
def test_no_two_articles_share_eight_words(schema: Schema) -> None:
    assert shared_runs(read_articles(ARTICLES, schema)) == []
