"""What a bundle refuses, and what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mithaq import Extractor
from mithaq.bundle import MANIFEST, open_bundle
from mithaq.errors import BundleError


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle, tmp_path / "copy"))


def change(folder: Path, **values: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, **values}), encoding="utf-8")


def test_a_good_bundle(bundle, schema):
    found = open_bundle(bundle)
    assert found.schema.span_types == schema.span_types
    assert found.variants == ("int8", "fp32")
    assert found.about["fp32_difference"] < 1e-3
    assert (bundle / "README.md").read_text(encoding="utf-8").startswith("# mithaq bundle")


def test_missing_folder_and_missing_manifest(tmp_path):
    with pytest.raises(BundleError, match=r"no such folder.*scripts\.export_onnx"):
        open_bundle(tmp_path / "nowhere")
    with pytest.raises(BundleError, match=r"no manifest\.json"):
        open_bundle(tmp_path)


def test_a_newer_format_is_refused(copy):
    change(copy, format=99)
    with pytest.raises(BundleError, match=r"format 99.*pip install -U mithaq"):
        open_bundle(copy)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": "1"}'])
def test_a_damaged_manifest(copy, text):
    (copy / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match="again"):
        open_bundle(copy)


def test_every_faulty_file_is_named(copy):
    with (copy / "read.int8.onnx").open("ab") as graph:
        graph.write(b"x")
    (copy / "link.fp32.onnx").unlink()
    with pytest.raises(BundleError, match=r"link\.fp32\.onnx is missing.*") as error:
        open_bundle(copy)
    assert "read.int8.onnx is damaged" in str(error.value)


def test_an_absent_variant(bundle):
    with pytest.raises(BundleError, match="no variant 'fp16'; it holds int8, fp32"):
        Extractor.load(bundle, variant="fp16")


def test_a_graph_that_is_none(copy):
    from mithaq.session import OnnxSession

    (copy / "read.int8.onnx").write_bytes(b"no graph")
    with pytest.raises(BundleError, match="cannot open this graph"):
        OnnxSession(copy / "read.int8.onnx", copy / "link.int8.onnx")
    with pytest.raises(BundleError, match="the graph lacks"):
        OnnxSession(copy / "link.fp32.onnx", copy / "link.fp32.onnx")
