"""The export: parity with torch, and refusal when there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mithaq import Extractor
from mithaq.documents import read_jsonl
from mithaq.errors import ConfigError, ExportError
from models import checkpoint as checkpoints
from scripts import export_onnx
from training.predict import extractor


@pytest.fixture
def run(bundle, tmp_path) -> Path:
    """A copy of the run that the bundle was made of."""
    return Path(shutil.copytree(bundle.parent / "run", tmp_path / "run"))


def test_fp32_documents_are_those_of_torch(bundle, run):
    theirs = Extractor.load(bundle, variant="fp32")
    ours = extractor(checkpoints.load(run), theirs.calibration)
    for doc in list(read_jsonl("data/dev.jsonl"))[:4]:
        a, b = ours(doc.text), theirs(doc.text)
        assert [(s.start, s.end, s.type, s.factuality) for s in a.spans] == [(s.start, s.end, s.type, s.factuality) for s in b.spans]
        # Edges whose probability is not within rounding of the threshold.
        sides = [{(e.head, e.tail, e.type) for e in doc.edges if (e.p or 0) > theirs.calibration.edges.threshold + 1e-4} for doc in (a, b)]
        assert sides[0] & {(e.head, e.tail, e.type) for e in b.edges} == sides[0]
        assert sides[1] & {(e.head, e.tail, e.type) for e in a.edges} == sides[1]
        assert [s.p for s in a.spans] == pytest.approx([s.p for s in b.spans], abs=1e-4)


def test_disagreement_writes_nothing(run, tmp_path, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(export_onnx, "FP32_TOLERANCE", -1.0)
    with pytest.raises(ExportError, match="nothing was written"):
        export_onnx.export(run, out, Path("data/dev.jsonl"))
    monkeypatch.setattr(export_onnx, "FP32_TOLERANCE", 1.0)
    monkeypatch.setattr(export_onnx, "INT8_AGREEMENT", 1.1)
    with pytest.raises(ExportError, match="int8 and torch find different spans"):
        export_onnx.export(run, out, Path("data/dev.jsonl"))
    assert not out.exists()


def test_only_a_bundle_is_replaced(run, tmp_path):
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(ExportError, match="no bundle"):
        export_onnx.export(run, tmp_path, None)
    assert (tmp_path / "thesis.txt").is_file()


def test_an_unfinished_run_is_named(run, tmp_path):
    (run / "calibration.json").unlink()
    with pytest.raises(ConfigError, match=r"calibration\.json.*training\.train"):
        export_onnx.export(run, tmp_path / "out", None)


def test_int8_only_leaves_fp32_out(run, tmp_path, capsys):
    out = tmp_path / "out"
    assert export_onnx.main([str(run), str(out), "--int8-only", "--check", "data/dev.jsonl"]) == 0
    assert sorted(p.name for p in out.iterdir()) == ["README.md", "link.int8.onnx", "manifest.json", "read.int8.onnx", "tokenizer.json"]
    assert "int8_agreement" in capsys.readouterr().out
