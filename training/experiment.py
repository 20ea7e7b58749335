"""What a fine-tuning experiment consists of.

Knows names, numbers and their limits; reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mithaq.errors import ConfigError
from mithaq.features import FeatureSettings
from models.joint import HeadsConfig, LossWeights


@dataclass(frozen=True)
class CorpusConfig:
    path: str
    """JSON lines of documents."""
    labels: dict[str, tuple[str, ...]] | None = None
    """For a corpus with other labels: each of its span types and the types of the schema whose union it is. Types of the schema that no
    label covers count as not annotated there. A label with an empty list says nothing: what lies under it is unknown. None: the corpus is
    annotated by the schema."""
    flat: bool = False
    """Only the outermost spans are annotated, so nothing is known of what lies inside them."""
    edges: bool = True
    """Factuality and edges are annotated."""
    proclitics: bool = True
    """Spans leave out leading letters; else they are whole words and say nothing of letters."""
    share: float = 1.0
    """Share of the windows drawn in each epoch."""
    swap_names: float = 0.0
    """Share of the persons who get another name of the corpus in each epoch but the first."""


@dataclass(frozen=True)
class OptimiserConfig:
    epochs: int = 20
    batch: int = 8
    """Windows in an update, on each device."""
    lr: float = 3e-4
    """Of the encoder."""
    heads_lr: float = 1e-3
    warmup: float = 0.06
    """Share of the updates with a rising rate; then it falls linearly."""
    weight_decay: float = 0.01
    clip: float = 1.0
    bf16: bool = True
    """Mixed precision, on CPU and GPU."""


@dataclass(frozen=True)
class StopConfig:
    """The development set is scored after every epoch, and the best epoch is kept."""

    patience: int = 0
    """Evaluations without a better score after which training stops; 0 trains to the end."""
    metric: str = "combined"
    """A flat metric of eval/metrics.py, or ``combined``: the mean of those in ``COMBINED``."""


COMBINED = ("entities_strict_micro_f1", "factuality_f1", "roles_strict_micro_f1", "relations_strict_micro_f1", "answers_f1")
"""What a reader depends on, each once."""


@dataclass(frozen=True)
class TrainConfig:
    run: str
    """Folder of the run."""
    encoder: str
    """Folder in the transformers format, or a name on the hub."""
    corpora: tuple[CorpusConfig, ...]
    dev: str
    """Documents that choose the epoch, the temperatures and the thresholds."""
    schema: str = "configs/schema.yaml"
    seed: int = 1
    encoder_dropout: float | None = None
    """None keeps the encoder's own."""
    word_dropout: float = 0.0
    """Probability with which a word's pieces are hidden from the encoder in training."""
    features: FeatureSettings = field(default_factory=FeatureSettings)
    heads: HeadsConfig = field(default_factory=HeadsConfig)
    loss: LossWeights = field(default_factory=LossWeights)
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)
    stop: StopConfig = field(default_factory=StopConfig)

    def __post_init__(self) -> None:
        if not self.corpora:
            raise ConfigError("corpora must name at least one corpus")
        if not 0 <= self.word_dropout < 1:
            raise ConfigError(f"word_dropout must lie in [0, 1), found {self.word_dropout}")
