"""A model small enough for every test: a BERT of 2 layers x 32 in the transformers folder format, as a hub model would come, and the
joint model around it. Random weights: its answers mean nothing, its shapes and files are those of any other."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from mithaq.decoding import Calibration, Head
from mithaq.features import FeatureSettings
from mithaq.schema import Schema
from models import checkpoint as checkpoints
from models.joint import HeadsConfig
from scripts.export_onnx import export
from training.config import dump
from training.experiment import CorpusConfig, TrainConfig

FEATURES = FeatureSettings(pieces=48, overlap=16, width=6)
HEADS = HeadsConfig(size=32, letter_size=4, span_hidden=32, link_hidden=32, mixers=1, mixer_heads=2, dropout=0.0)
ALPHABET = 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي0123456789.,،؛:؟!«»"()-'


def tiny_encoder(folder: Path) -> Path:
    """Write a BERT folder (config, weights, tokenizer); every Arabic letter is a piece, so no word is unknown."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: i for i, piece in enumerate([*specials, *ALPHABET, *(f"##{c}" for c in ALPHABET)])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]"
    )
    wrapped.save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=96,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def tiny_checkpoint(folder: Path, schema: Schema) -> checkpoints.Checkpoint:
    """A joint model around the tiny encoder, in evaluation mode."""
    torch.manual_seed(7)
    made = checkpoints.create(str(tiny_encoder(folder)), HEADS, FEATURES, schema, None)
    made.model.eval()
    return made


def tiny_bundle(checkpoint: checkpoints.Checkpoint, folder: Path) -> Path:
    """The checkpoint as a run and that run as a bundle. Thresholds are low, or random weights would find nothing."""
    run = folder / "run"
    checkpoints.save(checkpoint, run)
    curve = ((0.1, 0.5), (0.4, 0.9))
    calibration = Calibration(Head(1.0, 0.07, curve), Head(1.0, 0.02, curve))
    (run / "calibration.json").write_text(json.dumps(calibration.to_dict()), encoding="utf-8")
    (run / "dev_scores.json").write_text(json.dumps({"entities_strict_micro_f1": 0.01}), encoding="utf-8")
    config = TrainConfig(run=str(run), encoder="tiny", corpora=(CorpusConfig("own.jsonl"),), dev="data/dev.jsonl")
    dump(config, run / "config.yaml")
    export(run, folder / "out", Path("data/dev.jsonl"))
    return folder / "out"
