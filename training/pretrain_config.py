"""What a pretraining experiment consists of: one YAML feeds the tokenizer, the text, the embeddings and the loop.

Knows names, numbers and their limits; reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mithaq.errors import ConfigError


@dataclass(frozen=True)
class TextConfig:
    folder: str
    """Folder of ``<source>.jsonl.zst`` files, one JSON object with ``id`` and ``text`` a line."""
    packed: str
    """Folder that receives the tokenised text."""
    left_out: tuple[str, ...] = ()
    """Sources that are not read: licence, or texts of public benchmarks."""
    evaluation: tuple[str, ...] = ()
    """Files (.conll, .jsonl, .txt) whose texts must not occur in the training text."""
    shared_words: int = 10
    """A document that has this many words in a row in common with an evaluation text is dropped."""
    sequence_length: int = 128
    heldout_per_mille: int = 2
    """Documents, in thousandths, whose loss is watched and never trained on."""

    def __post_init__(self) -> None:
        if not 8 <= self.sequence_length <= 512:
            raise ConfigError(f"sequence_length must lie in 8..512, found {self.sequence_length}")


@dataclass(frozen=True)
class TokenizerConfig:
    folder: str
    vocabulary: int = 32_000
    alphabet: int = 400
    """Characters that get a piece of their own; a word with any other becomes [UNK]."""


@dataclass(frozen=True)
class EmbeddingsConfig:
    path: str
    """File (.npy) that receives the vectors."""
    window: int = 4
    """Tokens to either side that count as context."""
    directed: int = 1
    """Distances up to this one tell left from right context: they carry order, the others carry topic."""
    smoothing: float = 0.75
    """Exponent on context frequencies (Levy, Goldberg & Dagan 2015)."""
    power: float = 0.5
    """Exponent on the singular values."""
    iterations: int = 2
    """Power iterations of the randomised SVD (Halko, Martinsson & Tropp 2011)."""


@dataclass(frozen=True)
class ShapeConfig:
    hidden: int = 256
    layers: int = 4
    heads: int = 4
    intermediate: int = 704
    """Width of the gated feed-forward layer."""
    positions: int = 512

    def __post_init__(self) -> None:
        if self.hidden % (2 * self.heads):
            raise ConfigError(f"hidden must be a multiple of twice the heads, found {self.hidden} and {self.heads}")


@dataclass(frozen=True)
class StageConfig:
    objective: Literal["clm", "mlm"]
    """``clm`` predicts the next token under causal attention; ``mlm`` whole masked words under full attention."""
    tokens: int
    """Tokens read in this stage; fixes the schedule."""
    batch_rows: int = 32
    """Rows of ``sequence_length`` tokens in one update, over all processes."""
    lr: float = 1e-3
    embedding_lr: float = 1e-3
    """Rate of the token vectors alone: lower keeps what the co-occurrence counts taught them."""
    warmup: float = 0.03
    """Share of the stage with a rising rate."""
    negatives: int = 4096
    """Vocabulary entries in the sampled softmax, beside the targets of the batch; 0 takes the full vocabulary."""
    mask_rate: float = 0.25
    """Share of words that ``mlm`` hides."""


@dataclass(frozen=True)
class PretrainConfig:
    run: str
    """Folder for checkpoints, metrics.jsonl and the finished encoder."""
    text: TextConfig
    tokenizer: TokenizerConfig
    embeddings: EmbeddingsConfig
    stages: tuple[StageConfig, ...]
    shape: ShapeConfig = field(default_factory=ShapeConfig)
    use_embeddings: bool = True
    """Start from the co-occurrence vectors; false starts from noise, for comparison."""
    seed: int = 1
    weight_decay: float = 0.05
    clip: float = 1.0
    bf16: bool = True
    compile: bool = False
    checkpoint_minutes: float = 4.0
    log_steps: int = 50

    def __post_init__(self) -> None:
        if not self.stages:
            raise ConfigError("stages must name at least one stage")
