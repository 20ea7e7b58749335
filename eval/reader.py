"""What this package needs of an extractor, and how to get one from a path that a user gave.

Knows bundle and run folders by name; knows nothing of what is inside. The extractor is imported only when one is loaded, so that scoring
a predictions file needs no model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from mithaq.documents import Document
from mithaq.errors import BundleError
from mithaq.schema import Schema

MANIFEST = "manifest.json"


class Reader(Protocol):
    """The part of ``mithaq.Extractor`` that evaluation uses."""

    @property
    def schema(self) -> Schema:
        """Its label set."""

    def stream(self, docs: Iterable[Document], /) -> Iterator[Document]:
        """Predict spans, edges and aliases, in the order of the input."""

    def link(self, docs: Iterable[Document], /) -> Iterator[Document]:
        """Keep the given spans; predict factuality and edges."""


def bundle_folder(path: Path) -> Path:
    """The bundle that a path means: itself, or the ``bundle`` folder of a run.

    Raises:
        BundleError: there is none; the message gives the command that makes it.
    """
    for folder in (path, path / "bundle"):
        if (folder / MANIFEST).is_file():
            return folder
    if not path.is_dir():
        raise BundleError(f"{path}: no such folder; give a bundle (a folder with {MANIFEST}), a run folder or a predictions .jsonl.")
    raise BundleError(
        f"{path}: neither a bundle (no {MANIFEST}) nor a run with one (no bundle/{MANIFEST}). "
        f"For a run: python -m scripts.export_onnx {path} {path / 'bundle'}"
    )


def load(path: Path, precision: float | None = None) -> Reader:
    """Load the extractor of a bundle or run folder.

    Args:
        precision: precision that the extractor's thresholds shall aim at, in (0, 1]; ``None`` for its own thresholds.
    Raises:
        BundleError: no bundle there, or a damaged one.
    """
    folder = bundle_folder(path)
    from mithaq import Extractor  # type: ignore[attr-defined, unused-ignore]

    options: dict[str, Any] = {} if precision is None else {"precision": precision}
    reader: Reader = Extractor.load(folder, **options)
    return reader
