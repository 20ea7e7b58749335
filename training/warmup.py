"""Supervised warm-up: an encoder learns to tag several corpora at once, each with a head of its own; the encoder is kept.

Knows the corpora's files and the encoder's folder; the loop is that of ``training.tagging``. Sentences that share a run of words with
an evaluation text are left out, and so is the part of each corpus that the probe of encoders is judged by.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer

from training.config import load, parser
from training.conll import glue, held_out, read_conll
from training.encoder import load as load_encoder
from training.encoder import save
from training.overlap import Overlap, evaluation_texts, letters
from training.tagging import TaggedCorpus, Taggers, batches, groups, train


@dataclass(frozen=True)
class CorpusConfig:
    name: str
    path: str
    held_out: float = 0.0
    """Last share of the sentences: never trained on, and what repeats them in other corpora is left out as well."""
    glue: float = 0.0
    """Probability that a sentence's separate clitics are joined to their words."""


@dataclass(frozen=True)
class WarmupConfig:
    encoder: str
    """Folder of the encoder to begin with."""
    out: str
    """Folder that receives the warmed-up encoder."""
    corpora: tuple[CorpusConfig, ...]
    evaluation: tuple[str, ...]
    """Files whose texts must not be trained on."""
    shared_letters: int = 40
    """A sentence that has this many letters in a row in common with an evaluation text is dropped: letters, because copies of one text
    in these corpora cut words differently."""
    epochs: int = 3
    lr: float = 5e-4
    head_lr: float = 1e-3
    weight_decay: float = 0.01
    dropout: float = 0.1
    words: int = 1024
    """Words a batch."""
    limit: int = 192
    """Pieces a sentence."""
    seed: int = 1
    bf16: bool = True


def read_corpora(config: WarmupConfig) -> tuple[list[TaggedCorpus], dict[str, int]]:
    """The corpora without held-out parts and overlaps.

    Returns:
        The corpora, and by name how many sentences were dropped as repeating an evaluation text or a held-out part.
    """
    read = {c.name: held_out(read_conll(c.path), c.held_out) for c in config.corpora}
    unseen = [" ".join(w for s in kept for w in s.words) for _, kept in read.values()]
    overlap = Overlap([*unseen, *(text for path in config.evaluation for text in evaluation_texts(path))], config.shared_letters, letters)
    made: list[TaggedCorpus] = []
    dropped: dict[str, int] = {}
    for corpus in config.corpora:
        fitted = read[corpus.name][0]
        clean = [s for s in fitted if not overlap.hits(" ".join(s.words))]
        dropped[corpus.name] = len(fitted) - len(clean)
        augment = partial(glue, share=corpus.glue) if corpus.glue else None
        made.append(TaggedCorpus.make(corpus.name, clean, augment))
    return made, dropped


def main() -> int:
    """Warm up an encoder."""
    arguments = parser(__doc__ or "").parse_args()
    config = load(WarmupConfig, arguments.config, arguments.overrides)
    torch.manual_seed(config.seed)
    corpora, dropped = read_corpora(config)
    tokenizer = Tokenizer.from_file(str(Path(config.encoder) / "tokenizer.json"))
    encoder = load_encoder(config.encoder)
    model = Taggers(encoder, encoder.config.hidden_size, {c.name: len(c.labels) for c in corpora}, config.dropout)
    random = Random(config.seed)
    words = sum(len(s.words) for c in corpora for s in c.sentences)
    print(json.dumps({"sentences": {c.name: len(c.sentences) for c in corpora}, "dropped": dropped, "words": words}), flush=True)
    begin = time.time()
    optimiser = torch.optim.AdamW(groups(model, config.lr, config.head_lr, config.weight_decay), fused=True)

    def report(epoch: int, loss: float) -> None:
        save(encoder, config.encoder, config.out)
        print(json.dumps({"epoch": epoch, "loss": round(loss, 4), "s": round(time.time() - begin)}), flush=True)

    steps = config.epochs * sum(1 for _ in batches(corpora, tokenizer, config.words, config.limit, Random(0)))
    epoch = partial(batches, corpora, tokenizer, config.words, config.limit, random)
    train(model, config.epochs, lambda _: epoch(), optimiser, steps, bf16=config.bf16, report=report)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
