"""The encoder of a pretraining configuration as a transformers model, and its folder on disk.

Knows shapes and the transformers folder format; knows no objective and no corpus.

ModernBERT layers (Warner et al. 2024): pre-LN, rotary positions, gated feed-forward, no biases. All layers attend to the whole
window: at 4 layers a local window saves nothing. Dropout is 0: a short run never sees a text twice often enough to need it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import ModernBertConfig, ModernBertModel

from training.pretrain_config import ShapeConfig

# The only theta that fits 512 positions; ModernBERT's own 160,000 is meant for 8,192.
_ROPE = {"rope_type": "default", "rope_theta": 10_000.0}
# ModernBERT normalises the embedding, so the scale sets only how fast the optimiser turns it: that of its own initialisation.
_EMBEDDING_SCALE = 0.05


def build(shape: ShapeConfig, vocabulary: int) -> ModernBertModel:
    """A randomly initialised encoder."""
    return ModernBertModel(
        ModernBertConfig(
            vocab_size=vocabulary,
            hidden_size=shape.hidden,
            intermediate_size=shape.intermediate,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            max_position_embeddings=shape.positions,
            layer_types=["full_attention"] * shape.layers,
            rope_parameters={"full_attention": dict(_ROPE), "sliding_attention": dict(_ROPE)},
            pad_token_id=0,
            cls_token_id=2,
            bos_token_id=2,
            sep_token_id=3,
            eos_token_id=3,
        )
    )


def set_embeddings(encoder: ModernBertModel, vectors: NDArray[np.float32]) -> None:
    """Put token vectors (vocabulary, hidden), root mean square 1, into the encoder."""
    with torch.no_grad():
        encoder.embeddings.tok_embeddings.weight.copy_(torch.from_numpy(vectors) * _EMBEDDING_SCALE)


def save(encoder: ModernBertModel, tokenizer: str | Path, folder: str | Path) -> None:
    """Write config.json, model.safetensors (bf16, so half the size) and the tokenizer's files to a folder.

    The encoder itself is left in fp32.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    halved = {name: weight.detach().to("cpu", torch.bfloat16) for name, weight in encoder.state_dict().items()}
    encoder.save_pretrained(folder, state_dict=halved)
    (folder / "model.safetensors").chmod(0o644)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (Path(tokenizer) / name).resolve() != (folder / name).resolve():
            shutil.copyfile(Path(tokenizer) / name, folder / name)


def load(folder: str | Path) -> ModernBertModel:
    """Read an encoder folder in fp32."""
    model: ModernBertModel = ModernBertModel.from_pretrained(str(folder), dtype=torch.float32)
    return model
