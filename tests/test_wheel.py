"""What ships: the wheel alone, in a clean environment without torch, away from the source."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from mithaq import Extractor
from mithaq.bundle import default_folder

TEXT = "غادر الوفدان مبنى الخارجية من دون توقيع اتفاق. وقال الوزير إن الطرفين وقعا وثيقة."
BASE = ("numpy", "tokenizers", "onnxruntime")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), "."], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_top_level_is_mithaq_alone_and_holds_the_bundle(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"mithaq"}
    assert "mithaq/py.typed" in names
    assert "mithaq/default_bundle/manifest.json" in names


def test_the_wheel_reads_as_the_checkout_does(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", "constraints.txt"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    script = (
        "import importlib.util, json, sys; from mithaq import Extractor; "
        "assert importlib.util.find_spec('torch') is None and importlib.util.find_spec('transformers') is None; "
        "print(json.dumps(Extractor.load()(sys.argv[1], date='2020-01-13').to_dict()))"
    )
    done = subprocess.run([str(python), "-I", "-c", script, TEXT], check=True, capture_output=True, cwd=tmp_path)
    assert json.loads(done.stdout) == Extractor.load()(TEXT, date="2020-01-13").to_dict()


def test_the_wheel_needs_only_the_base_dependencies(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(next(n for n in archive.namelist() if n.endswith("METADATA"))).decode()
    needed = [
        line.split(":")[1].split(">")[0].strip()
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist") and "extra" not in line
    ]
    assert sorted(needed) == sorted(BASE)


def test_the_embedded_bundle_is_small():
    assert sum(p.stat().st_size for p in default_folder().iterdir()) < 30e6
