"""A model as a folder: manifest, tokenizer, graphs, checksums.

Knows files; knows no array. ``scripts/export_onnx.py`` writes what is read here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from mithaq.decoding import Calibration
from mithaq.errors import BundleError
from mithaq.features import FeatureSettings
from mithaq.schema import Schema

FORMAT = 1
"""Version of the folder's format; a newer one is refused."""
MANIFEST, TOKENIZER, CARD = "manifest.json", "tokenizer.json", "README.md"
VARIANTS = ("int8", "fp32")
"""In order of preference."""


@dataclass(frozen=True)
class Bundle:
    """A folder that has been checked."""

    folder: Path
    schema: Schema
    features: FeatureSettings
    calibration: Calibration
    variants: tuple[str, ...]
    """Which of VARIANTS it holds."""
    about: dict[str, Any] = field(default_factory=dict)
    """Where the model comes from: configuration, scores, version of mithaq."""

    def tokenizer(self) -> Tokenizer:
        """Raises BundleError if the file is no tokenizer."""
        try:
            return Tokenizer.from_file(str(self.folder / TOKENIZER))
        except Exception as error:  # the tokenizers library raises plain Exception
            raise BundleError(f"{self.folder / TOKENIZER}: cannot be read ({error}). Export the bundle again.") from error

    def graphs(self, variant: str | None = None) -> tuple[Path, Path]:
        """The ``read`` and ``link`` graphs of a variant.

        Raises:
            BundleError: the bundle lacks the variant.
        """
        chosen = variant or self.variants[0]
        if chosen not in self.variants:
            raise BundleError(f"{self.folder}: no variant '{chosen}'; it holds {', '.join(self.variants)}.")
        read, link = graph_names(chosen)
        return self.folder / read, self.folder / link


def graph_names(variant: str) -> tuple[str, str]:
    """File names of the two graphs."""
    return f"read.{variant}.onnx", f"link.{variant}.onnx"


def default_folder() -> Path:
    """The bundle that the wheel embeds.

    Raises:
        BundleError: this installation has none.
    """
    folder = Path(str(files("mithaq") / "default_bundle"))
    if not (folder / MANIFEST).is_file():
        raise BundleError(f"{folder}: this installation embeds no model; give a bundle folder, such as one made by scripts.export_onnx.")
    return folder


def open_bundle(folder: str | Path | None = None) -> Bundle:
    """Read and check a bundle.

    Args:
        folder: None for the embedded one.
    Raises:
        BundleError: no such folder, a format newer than this package, a missing or damaged file.
    """
    path = default_folder() if folder is None else Path(folder)
    where = path / MANIFEST
    if not path.is_dir():
        raise BundleError(f"{path}: no such folder. A bundle is a folder made by: python -m scripts.export_onnx RUN {path}")
    if not where.is_file():
        raise BundleError(f"{path}: no {MANIFEST}, so this is no bundle. Make one with: python -m scripts.export_onnx RUN {path}")
    try:
        manifest = json.loads(where.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError(f"{where}: damaged ({error}). Export or copy the bundle again.") from error
    if not isinstance(manifest, Mapping) or not isinstance(manifest.get("format"), int):
        raise BundleError(f"{where}: 'format' is missing. Export or copy the bundle again.")
    if manifest["format"] > FORMAT:
        raise BundleError(f"{where}: format {manifest['format']}, but this mithaq reads up to {FORMAT}. Update it: pip install -U mithaq")
    absent = [key for key in ("schema", "features", "calibration", "variants", "files") if key not in manifest]
    if absent:
        raise BundleError(f"{where}: lacks {', '.join(absent)}. Export or copy the bundle again.")
    _check_files(path, manifest["files"])
    return Bundle(
        path,
        Schema.from_dict(manifest["schema"], str(where)),
        FeatureSettings.from_dict(manifest["features"], str(where)),
        Calibration.from_dict(manifest["calibration"], str(where)),
        tuple(v for v in VARIANTS if v in manifest["variants"]),
        dict(manifest.get("about", {})),
    )


def write_manifest(bundle: Bundle) -> None:
    """Write the manifest of a folder whose other files are in place; the inverse of ``open_bundle``."""
    names = [TOKENIZER, *(name for variant in bundle.variants for name in graph_names(variant))]
    manifest = {
        "format": FORMAT,
        "about": bundle.about,
        "variants": list(bundle.variants),
        "features": bundle.features.to_dict(),
        "calibration": bundle.calibration.to_dict(),
        "files": {name: _digest(bundle.folder / name) for name in names},
        "schema": bundle.schema.to_dict(),
    }
    (bundle.folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _check_files(folder: Path, wanted: Mapping[str, str]) -> None:
    faults = []
    for name, digest in wanted.items():
        path = folder / name
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif _digest(path) != digest:
            faults.append(f"{name} is damaged (checksum differs)")
    if faults:
        raise BundleError(f"{folder}: {'; '.join(faults)}. Export or copy the bundle again.")


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
