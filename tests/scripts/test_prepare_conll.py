"""Columns to documents."""

from __future__ import annotations

import yaml

from mithaq.documents import read_jsonl
from scripts.prepare_conll import document, main
from training.conll import TaggedSentence

COLUMNS = "زار\tO\nأحمد\tB-PER\nسالم\tI-PER\nتونس\tB-LOC\n.\tO\n\nو\tO\nقطر\tB-LOC\nعاد\tI-PER\n.\tO\n\n"


def test_chunks_become_spans():
    sentences = [
        TaggedSentence(("زار", "أحمد", "سالم", "تونس"), ("O", "B-PER", "I-PER", "B-LOC")),
        TaggedSentence(("قطر", "لبنان"), ("B-LOC", "B-LOC")),
    ]
    doc = document("d", sentences)
    assert doc.text == "زار أحمد سالم تونس\nقطر لبنان\n"
    assert [(doc.mention(s), s.type) for s in doc.spans] == [("أحمد سالم", "PER"), ("تونس", "LOC"), ("قطر", "LOC"), ("لبنان", "LOC")]


def test_a_chunk_ends_with_its_sentence():
    sentences = [TaggedSentence(("أحمد",), ("B-PER",)), TaggedSentence(("سالم",), ("I-PER",))]
    assert len(document("d", sentences).spans) == 2


def test_the_command_leaves_evaluation_texts_out(tmp_path, capsys):
    (tmp_path / "a.conll").write_text(COLUMNS, encoding="utf-8")
    (tmp_path / "test.txt").write_text("ثم زار أحمد سالم تونس.", encoding="utf-8")
    config = {
        "encoder": "x",
        "out": "y",
        "corpora": [{"name": "a", "path": str(tmp_path / "a.conll")}],
        "evaluation": [str(tmp_path / "test.txt")],
        "shared_letters": 12,
    }
    (tmp_path / "warmup.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    assert main([str(tmp_path / "warmup.yaml"), str(tmp_path / "out")]) == 0
    assert "1 sentences dropped" in capsys.readouterr().out
    (doc,) = read_jsonl(tmp_path / "out" / "a.jsonl")
    assert doc.text == "و قطر عاد .\n"


def test_a_missing_corpus_is_one_line(tmp_path, capsys):
    path = tmp_path / "w.yaml"
    path.write_text(yaml.safe_dump({"encoder": "x", "out": "y", "corpora": [{"name": "a", "path": "nowhere.conll"}], "evaluation": []}))
    assert main([str(path), str(tmp_path / "out")]) == 1
    assert "nowhere.conll" in capsys.readouterr().err
