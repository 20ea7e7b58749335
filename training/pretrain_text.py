"""Raw text to packed token rows: reading, leaving out evaluation texts, cutting at sentences, packing.

Knows files, sentences and a tokenizer; knows no model. A document belongs to the held-out part by its id alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha1
from itertools import islice
from pathlib import Path

import numpy as np
import zstandard
from numpy.typing import NDArray
from tokenizers import Tokenizer

from mithaq.errors import ConfigError
from mithaq.text import sentences
from training.config import load, parser
from training.overlap import Overlap, evaluation_texts
from training.pretrain_config import PretrainConfig, TextConfig

PAD, CLS, SEP = 0, 2, 3
# A row that is at least this full is closed rather than that a sentence is cut: costs about 6 % padding.
_FULL_ENOUGH = 0.8


@dataclass(frozen=True)
class RawDocument:
    id: str
    source: str
    text: str


@dataclass(frozen=True)
class TextStats:
    """What went into the rows; written beside them as ``text.json``."""

    documents: dict[str, int]
    """By source."""
    words: dict[str, int]
    """By source, separated by white space."""
    dropped: dict[str, int]
    """Documents that repeat an evaluation text, by source."""
    tokens: int
    rows: int
    heldout_rows: int
    sequence_length: int
    padding: float
    """Share of padding in the rows."""


def sources(config: TextConfig) -> list[Path]:
    """The files to read, sorted.

    Raises:
        ConfigError: the folder has none, or ``left_out`` names a source that is not there.
    """
    files = {path.name.removesuffix(".jsonl.zst"): path for path in sorted(Path(config.folder).glob("*.jsonl.zst"))}
    if not files:
        raise ConfigError(f"text.folder: {config.folder} holds no *.jsonl.zst file.")
    if unknown := sorted(set(config.left_out) - set(files)):
        raise ConfigError(f"text.left_out: no such source: {', '.join(unknown)}. Known: {', '.join(files)}.")
    return [path for name, path in files.items() if name not in config.left_out]


def read_documents(config: TextConfig, dropped: dict[str, int] | None = None) -> Iterator[RawDocument]:
    """Stream the permitted documents, without those that repeat an evaluation text.

    Args:
        dropped: receives, by source, how many documents were left out.
    """
    overlap = Overlap((text for path in config.evaluation for text in evaluation_texts(path)), config.shared_words)
    for path in sources(config):
        for doc in read_raw(path):
            if not overlap.hits(doc.text):
                yield doc
            elif dropped is not None:
                dropped[doc.source] = dropped.get(doc.source, 0) + 1


def read_raw(path: Path) -> Iterator[RawDocument]:
    """Every document of a ``<source>.jsonl.zst`` file."""
    source = path.name.removesuffix(".jsonl.zst")
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as plain:
        for line in io.TextIOWrapper(plain, encoding="utf-8"):
            row = json.loads(line)
            yield RawDocument(row["id"], source, row["text"])


def is_heldout(identifier: str, per_mille: int) -> bool:
    return int(sha1(identifier.encode()).hexdigest(), 16) % 1000 < per_mille


class Packer:
    """Fills rows ``[CLS] sentence sentence [SEP] sentence ...`` of a fixed length; [SEP] ends a document."""

    def __init__(self, length: int) -> None:
        self.length = length
        self._rows: list[list[int]] = [[CLS]]

    def add(self, pieces: Iterable[list[int]]) -> None:
        """Add one document: the token ids of its sentences."""
        for sentence in pieces:
            rest = sentence
            while rest:
                room = self.length - len(self._rows[-1])
                used = len(self._rows[-1]) / self.length
                if len(rest) > room and (used >= _FULL_ENOUGH or room == 0):
                    self._rows.append([CLS])
                    continue
                self._rows[-1] += rest[:room]
                rest = rest[room:]
        if 1 < len(self._rows[-1]) < self.length:
            self._rows[-1].append(SEP)

    def rows(self) -> NDArray[np.uint16]:
        """Shape (rows, length); padded with 0."""
        filled = [row for row in self._rows if len(row) > 1]
        out = np.full((len(filled), self.length), PAD, dtype=np.uint16)
        for at, row in enumerate(filled):
            out[at, : len(row)] = row
        return out


def pack(config: TextConfig, tokenizer: Tokenizer, batch: int = 512) -> tuple[NDArray[np.uint16], NDArray[np.uint16], TextStats]:
    """Tokenise and pack all permitted text.

    Args:
        batch: documents tokenised at a time, on all cores.

    Returns:
        Training rows and held-out rows, each of shape (rows, sequence_length), and the counts.

    Raises:
        ConfigError: the vocabulary does not fit 16 bits.
    """
    if tokenizer.get_vocab_size() > 0xFFFF:
        raise ConfigError(f"the rows hold 16-bit ids: at most 65,535 pieces, found {tokenizer.get_vocab_size():,}.")
    documents: dict[str, int] = {}
    words: dict[str, int] = {}
    dropped: dict[str, int] = {}
    finished: list[NDArray[np.uint16]] = []
    train, heldout = Packer(config.sequence_length), Packer(config.sequence_length)
    stream = read_documents(config, dropped)
    while group := list(islice(stream, batch)):
        cut = [[document.text[start:end] for start, end in sentences(document.text)] for document in group]
        encoded = iter(tokenizer.encode_batch_fast([text for texts in cut for text in texts], add_special_tokens=False))
        for document, texts in zip(group, cut, strict=True):
            documents[document.source] = documents.get(document.source, 0) + 1
            words[document.source] = words.get(document.source, 0) + len(document.text.split())
            packer = heldout if is_heldout(document.id, config.heldout_per_mille) else train
            packer.add([next(encoded).ids for _ in texts])
        # Python lists of ids take 30 times the memory of an array.
        finished.append(train.rows())
        train = Packer(config.sequence_length)
    rows, kept = np.concatenate(finished), heldout.rows()
    tokens = int((rows != PAD).sum())
    padding = 1 - tokens / max(rows.size, 1)
    return rows, kept, TextStats(documents, words, dropped, tokens, len(rows), len(kept), config.sequence_length, round(padding, 4))


def load_rows(folder: str | Path, part: str) -> NDArray[np.uint16]:
    """Rows of ``train`` or ``heldout``, mapped from disk; shape (rows, sequence_length).

    Raises:
        ConfigError: the text has not been packed yet.
    """
    path = Path(folder) / f"{part}.npy"
    if not path.is_file():
        raise ConfigError(f"{path}: no packed text; make it with `python -m training.pretrain_text CONFIG`.")
    rows: NDArray[np.uint16] = np.load(path, mmap_mode="r")
    return rows


def main() -> int:
    """Pack the text of a pretraining configuration."""
    arguments = parser(__doc__ or "").parse_args()
    config = load(PretrainConfig, arguments.config, arguments.overrides)
    tokenizer = Tokenizer.from_file(str(Path(config.tokenizer.folder) / "tokenizer.json"))
    train, heldout, stats = pack(config.text, tokenizer)
    folder = Path(config.text.packed)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", train)
    np.save(folder / "heldout.npy", heldout)
    (folder / "text.json").write_text(json.dumps(asdict(stats), indent=1, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(asdict(stats), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
