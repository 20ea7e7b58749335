"""Fine-tune the joint model of a configuration.

    python -m training.train configs/quickstart.yaml [optimiser.epochs=3 ...]

Knows the order of things and the run folder; everything else is elsewhere. A run that was cut off goes on from its last checkpoint when
the same command is given again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import set_seed
from transformers.trainer_utils import get_last_checkpoint

from eval.report import score
from mithaq.errors import ConfigError, MithaqError
from mithaq.features import Featurizer
from models import checkpoint as checkpoints
from training.calibrate import CALIBRATION, calibrate, write
from training.collate import Collator
from training.config import dump, load, load_schema, parser
from training.corpus import load_examples, read_documents
from training.experiment import TrainConfig
from training.predict import extractor
from training.trainer import JointTrainer, combined

SCORES = "dev_scores.json"
_VERSIONS = ("torch", "transformers", "tokenizers", "numpy")


def run(config: TrainConfig) -> dict[str, float]:
    """Train, choose the best epoch, calibrate, and leave a run folder.

    Returns:
        Flat metrics of the development set, on which epoch and thresholds were chosen.
    Raises:
        ConfigError: the run folder holds another experiment, or something that the configuration names is faulty.
    """
    folder = Path(config.run)
    schema = load_schema(config.schema)
    set_seed(config.seed)
    made = checkpoints.create(config.encoder, config.heads, config.features, schema, config.encoder_dropout)
    featurizer = Featurizer(made.tokenizer, made.features)
    letters = config.heads.proclitic_letters
    examples, allowed, notes = load_examples(config.corpora, schema, featurizer, letters, config.seed)
    dev = read_documents(config.dev, schema)
    last = _prepare(folder, config)
    for note in notes:
        print(note, flush=True)
    collator = Collator(featurizer, allowed, config.word_dropout, _unknown(made.tokenizer), np.random.default_rng(config.seed))
    trainer = JointTrainer(config, made, examples, collator, dev)
    trainer.train(resume_from_checkpoint=last)
    if trainer.is_world_process_zero():
        made.model.eval().to("cpu")
        checkpoints.save(made, folder)
        reader = extractor(made, remember=True)
        reader.calibration = calibrate(reader, dev)
        write(reader.calibration, folder)
        predicted = list(reader.stream([doc.bare() for doc in dev]))
        scores = score(dev, predicted, schema)
        scores["combined"] = combined(scores)
        (folder / SCORES).write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        _describe(folder, config, notes, scores, trainer.state)
        shutil.rmtree(folder / "checkpoints")
        return scores
    return {}


def _prepare(folder: Path, config: TrainConfig) -> str | None:
    """Make the run folder; returns the checkpoint to go on from, if there is one."""
    written = folder / "config.yaml"
    latest: Any = get_last_checkpoint
    last: str | None = latest(str(folder / "checkpoints")) if (folder / "checkpoints").is_dir() else None
    # A run is continued or replaced only by the same experiment: anything else would be lost silently.
    if (last or written.is_file()) and load(TrainConfig, written) != config:
        held = "an unfinished run" if last else "a run"
        raise ConfigError(f"{folder}: holds {held} of another configuration; choose another 'run', or remove the folder.")
    if last is None:
        (folder / "metrics.jsonl").unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    dump(config, written)
    return last


def _unknown(tokenizer: Any) -> int:
    """Id of the piece for a dropped word: the mask, which the encoder knows as «something stood here»; else the unknown piece, else 0."""
    return next((i for name in ("[MASK]", "<mask>", "[UNK]", "<unk>") if (i := tokenizer.token_to_id(name)) is not None), 0)


def _describe(folder: Path, config: TrainConfig, notes: list[str], scores: dict[str, float], state: Any) -> None:
    used = ", ".join(f"{name} {version(name)}" for name in _VERSIONS)
    shown = "\n".join(f"| {name} | {100 * value:.1f} |" for name, value in scores.items() if name.endswith(("_f1", "combined")))
    best = f"step {state.best_global_step}" if state.best_global_step else "the last step"
    text = f"""# Run {folder.name}

Trained with `python -m training.train {folder}/config.yaml`; encoder `{config.encoder}`, seed {config.seed}, {used}.

Corpora:
{chr(10).join(f"- {note}" for note in notes)}

Files: `model.safetensors` and `model.json` (the model of {best}), `tokenizer.json`, `{CALIBRATION}` (temperatures and thresholds),
`metrics.jsonl` (losses and scores of every epoch), `config.yaml` (the configuration with every default filled in).

Scores on `{config.dev}`, which chose the epoch, the temperatures and the thresholds, and is therefore no test:

| metric | % |
|:---|---:|
{shown}
"""
    (folder / "README.md").write_text(text, encoding="utf-8")


def main() -> int:
    arguments = parser(__doc__ or "").parse_args()
    logging.getLogger("transformers").setLevel(logging.WARNING)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    try:
        config = load(TrainConfig, arguments.config, arguments.overrides)
        scores = run(config)
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if scores:
        print(json.dumps({"run": config.run, "dev": {n: round(v, 4) for n, v in scores.items() if n == "combined" or n.endswith("_f1")}}))
        print(f"run folder: {config.run}; {torch.get_num_threads()} threads", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
