"""The joint model and what belongs to it, as a folder: weights, sizes, encoder configuration, tokenizer, schema.

Knows the folder; knows no corpus and no score. An encoder comes from any transformers folder or hub name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModel, AutoTokenizer

from mithaq.errors import ConfigError
from mithaq.features import FeatureSettings
from mithaq.schema import Schema
from models.joint import HeadsConfig, JointModel

WEIGHTS, DESCRIPTION = "model.safetensors", "model.json"
# What the encoder families call the dropout of their layers. That of attention is left alone: with it, torch leaves the fused kernel.
_DROPOUTS = ("hidden_dropout_prob", "embedding_dropout", "mlp_dropout")


@dataclass(frozen=True)
class Checkpoint:
    """A model ready to use."""

    model: JointModel
    tokenizer: Tokenizer
    features: FeatureSettings
    schema: Schema


def create(encoder: str, heads: HeadsConfig, features: FeatureSettings, schema: Schema, encoder_dropout: float | None) -> Checkpoint:
    """A new model around a pretrained encoder.

    Args:
        encoder: folder in the transformers format, or a name on the hub.
        encoder_dropout: replaces the dropout of the encoder's own configuration; None keeps it.
    Raises:
        ConfigError: the encoder or its fast tokenizer cannot be loaded, or it has fewer positions than a window has pieces.
    """
    try:
        config = AutoConfig.from_pretrained(encoder)
        _set_dropout(config, encoder_dropout)
        auto: Any = AutoModel
        module: nn.Module = auto.from_pretrained(encoder, config=config, dtype=torch.float32)
        wrapped: Any = AutoTokenizer.from_pretrained(encoder)
    except (OSError, ValueError) as error:
        raise ConfigError(f"encoder: '{encoder}' cannot be loaded ({error}). Give a transformers folder or a hub name.") from error
    tokenizer = getattr(wrapped, "backend_tokenizer", None)
    if tokenizer is None:
        raise ConfigError(f"encoder: '{encoder}' has no fast tokenizer (tokenizer.json), which word offsets need.")
    positions = getattr(config, "max_position_embeddings", features.pieces)
    if positions < features.pieces:
        raise ConfigError(f"features.pieces: {features.pieces}, but '{encoder}' has {positions} positions; lower it.")
    return Checkpoint(_joint(module, config, heads, features, schema), tokenizer, features, schema)


def save(checkpoint: Checkpoint, folder: str | Path) -> None:
    """Write a model folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    encoder: Any = checkpoint.model.words.encoder
    description = {
        "encoder": encoder.config.to_dict(),
        "heads": asdict(checkpoint.model.heads_config),
        "features": checkpoint.features.to_dict(),
        "schema": checkpoint.schema.to_dict(),
    }
    (folder / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    checkpoint.tokenizer.save(str(folder / "tokenizer.json"))
    save_file({name: weight.detach().cpu().contiguous() for name, weight in checkpoint.model.state_dict().items()}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)


def load(folder: str | Path) -> Checkpoint:
    """Read a model folder, in evaluation mode.

    Raises:
        ConfigError: a file is missing.
    """
    folder = Path(folder)
    missing = [name for name in (DESCRIPTION, WEIGHTS, "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise ConfigError(f"{folder}: no {', '.join(missing)}; a run folder is made by: python -m training.train CONFIG")
    description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    schema = Schema.from_dict(description["schema"], str(folder / DESCRIPTION))
    features = FeatureSettings.from_dict(description["features"], str(folder / DESCRIPTION))
    kind = description["encoder"].pop("model_type")
    config = AutoConfig.for_model(kind, **description["encoder"])
    auto: Any = AutoModel
    model = _joint(auto.from_config(config), config, HeadsConfig(**description["heads"]), features, schema)
    model.load_state_dict(load_file(folder / WEIGHTS))
    return Checkpoint(model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json")), features, schema)


def _joint(encoder: nn.Module, config: Any, heads: HeadsConfig, features: FeatureSettings, schema: Schema) -> JointModel:
    types, factualities, edges = len(schema.span_types), len(schema.factualities), len(schema.edge_types)
    return JointModel(encoder, config.hidden_size, heads, types, factualities, edges, features.width)


def _set_dropout(config: Any, dropout: float | None) -> None:
    for name in _DROPOUTS:
        if dropout is not None and hasattr(config, name):
            setattr(config, name, dropout)
