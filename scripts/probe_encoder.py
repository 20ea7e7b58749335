"""Judge an encoder folder: fine-tune it with a linear tag head on ANERcorp and print strict F1.

    python -m scripts.probe_encoder models/encoders/mithaq-mini --anercorp ../shared/labelled/anercorp_camel [--test] [--random]

The last 10 % of the training sentences are the dev part; choose by it. ``--test`` adds the official test file (whose sentence-initial
words are damaged, but on which published figures rest) and the repaired one. ``--random`` forgets the weights and keeps the shape.
A warmed-up encoder must not have seen the dev part in its warm-up: ``training.warmup`` holds the same sentences out.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from pathlib import Path
from random import Random
from typing import Any

import torch
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from training.conll import TaggedSentence, held_out, read_conll
from training.tagging import TaggedCorpus, Taggers, batches, groups, predict, train

DEV_SHARE = 0.1


def strict_f1(gold: list[TaggedSentence], predicted: list[list[str]]) -> dict[str, float]:
    """Micro and macro F1 in per cent, seqeval strict IOB2."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = classification_report(
            [list(s.tags) for s in gold], predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
        )
    return {"micro": round(100 * report["micro avg"]["f1-score"], 2), "macro": round(100 * report["macro avg"]["f1-score"], 2)}


def probe(arguments: argparse.Namespace, seed: int) -> dict[str, object]:
    """One fine-tuning; returns the figures by part."""
    torch.manual_seed(seed)
    folder, corpora = Path(arguments.encoder), Path(arguments.anercorp)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    auto: Any = AutoModel
    config = AutoConfig.from_pretrained(folder)
    encoder = auto.from_config(config) if arguments.random else auto.from_pretrained(folder, dtype=torch.float32)
    fitted, dev = held_out(read_conll(corpora / "train.conll"), DEV_SHARE)
    corpus = TaggedCorpus.make("anercorp", fitted)
    model = Taggers(encoder.float(), config.hidden_size, {corpus.name: len(corpus.labels)}, arguments.dropout)
    random = Random(seed)
    steps = arguments.epochs * sum(1 for _ in batches([corpus], tokenizer, arguments.words, arguments.limit, Random(seed)))
    optimiser = torch.optim.AdamW(groups(model, arguments.lr, arguments.lr, 0.01), fused=True)
    begin = time.time()
    train(model, arguments.epochs, lambda _: batches([corpus], tokenizer, arguments.words, arguments.limit, random), optimiser, steps)
    parts = {"dev": dev}
    if arguments.test:
        parts |= {name: read_conll(corpora / f"{name}.conll") for name in ("test", "test_repaired")}
    scores = {name: strict_f1(gold, predict(model, corpus, gold, tokenizer, arguments.limit)) for name, gold in parts.items()}
    return {"encoder": str(folder), "random": arguments.random, "seed": seed, "lr": arguments.lr, **scores, "s": round(time.time() - begin)}


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("encoder", help="folder with config.json, model.safetensors, tokenizer.json")
    made.add_argument("--anercorp", required=True, help="folder with train.conll, test.conll, test_repaired.conll")
    made.add_argument("--test", action="store_true", help="score the official and the repaired test file too")
    made.add_argument("--random", action="store_true", help="random weights of the same shape")
    made.add_argument("--seeds", type=int, nargs="+", default=[1])
    made.add_argument("--epochs", type=int, default=8)
    made.add_argument("--lr", type=float, default=5e-4)
    made.add_argument("--dropout", type=float, default=0.1)
    made.add_argument("--words", type=int, default=512, help="words a batch")
    made.add_argument("--limit", type=int, default=256, help="pieces a sentence; words beyond count as O")
    arguments = made.parse_args()
    for seed in arguments.seeds:
        print(json.dumps(probe(arguments, seed)), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
