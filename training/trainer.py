"""The loop: the transformers Trainer around the joint model.

Knows batches, losses and when to evaluate; knows no file of corpora. Evaluation predicts documents with the shipping extractor and scores
them with ``eval``; checkpoints, resuming, mixed precision, several GPUs and the progress bar are the Trainer's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import EarlyStoppingCallback, Trainer, TrainerCallback, TrainingArguments

from eval.report import score
from mithaq.documents import Document
from mithaq.errors import ConfigError, did_you_mean
from models.checkpoint import Checkpoint
from models.joint import JointModel
from models.outputs import Losses
from training.collate import Collator
from training.corpus import Examples
from training.experiment import COMBINED, TrainConfig
from training.predict import extractor

# Scores that a log line and TensorBoard show; metrics.jsonl holds all of them.
_SHOWN = ("combined", *COMBINED, "triggers_strict_micro_f1", "signers_f1", "delay_requesters_f1")


class JointTrainer(Trainer):
    """A Trainer whose evaluation is that of documents."""

    def __init__(
        self, config: TrainConfig, checkpoint: Checkpoint, examples: Examples, collator: Collator, dev: Sequence[Document]
    ) -> None:
        self.experiment, self.checkpoint, self.dev = config, checkpoint, list(dev)
        self._recent: list[Losses] = []
        self._metrics = Path(config.run) / "metrics.jsonl"
        callbacks: list[TrainerCallback] = [_Epochs(examples, collator, config.seed)]
        if config.stop.patience:
            callbacks.append(EarlyStoppingCallback(config.stop.patience))
        super().__init__(
            model=checkpoint.model,
            args=training_arguments(config, len(examples)),
            train_dataset=examples,
            eval_dataset=examples,  # never read: evaluate() predicts documents
            data_collator=collator,
            callbacks=callbacks,
        )

    def create_optimizer(self, model: nn.Module | None = None) -> torch.optim.Optimizer:
        """AdamW in groups: encoder and heads with rates of their own, no decay on vectors and embeddings."""
        if self.optimizer is None:
            settings = self.experiment.optimiser
            groups = parameter_groups(self.checkpoint.model, settings.lr, settings.heads_lr, settings.weight_decay)
            self.optimizer = torch.optim.AdamW(groups, fused=True)
        return self.optimizer

    def compute_loss(
        self, model: nn.Module, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Tensor | int | None = None
    ) -> Any:
        """The total loss; its parts are kept for the next log line."""
        losses: Losses = model(inputs, self.experiment.loss)
        self._recent.append(losses)
        return (losses.total, {}) if return_outputs else losses.total

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        if "loss" in logs and self._recent:
            for name in ("spans", "proclitic", "factuality", "edges"):
                mean = torch.stack([getattr(losses, name).float() for losses in self._recent]).mean().item()
                logs[f"loss_{name}"] = round(mean, 4)
            self._recent = []
            self._record(logs)
        super().log(logs, start_time)

    def _record(self, values: dict[str, float]) -> None:
        if self.is_world_process_zero():
            with self._metrics.open("a", encoding="utf-8") as out:
                out.write(json.dumps({"step": self.state.global_step, "epoch": self.state.epoch, **values}) + "\n")

    def evaluate(self, eval_dataset: Any = None, ignore_keys: list[str] | None = None, metric_key_prefix: str = "eval") -> dict[str, float]:
        """Predict the development documents and score them."""
        reader = extractor(self.checkpoint)
        predicted = list(reader.stream([doc.bare() for doc in self.dev]))
        found = score(self.dev, predicted, self.checkpoint.schema)
        found["combined"] = combined(found)
        if self.experiment.stop.metric not in found:
            raise ConfigError(f"stop.metric: no metric '{self.experiment.stop.metric}'. {did_you_mean(self.experiment.stop.metric, found)}")
        metrics = {f"{metric_key_prefix}_{name}": value for name, value in found.items()}
        self.checkpoint.model.train()
        self._record(metrics)
        shown = [f"{metric_key_prefix}_{name}" for name in _SHOWN]
        self.log({name: round(metrics[name], 4) for name in shown if name in metrics})
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics


def combined(metrics: dict[str, float]) -> float:
    """Mean of the metrics in COMBINED that the schema gives rise to."""
    found = [metrics[name] for name in COMBINED if name in metrics]
    return sum(found) / len(found) if found else 0.0


def parameter_groups(model: JointModel, lr: float, heads_lr: float, weight_decay: float) -> list[dict[str, Any]]:
    """Encoder and heads, each with and without weight decay."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        decays = parameter.ndim == 2 and not any(part in name for part in ("embedding", "letters", "types", "gap", "widths"))
        groups.setdefault((name.startswith("words.encoder."), decays), []).append(parameter)
    return [
        {"params": parameters, "lr": lr if encoder else heads_lr, "weight_decay": weight_decay if decays else 0.0}
        for (encoder, decays), parameters in groups.items()
    ]


def training_arguments(config: TrainConfig, examples: int) -> TrainingArguments:
    """The Trainer's arguments for an experiment."""
    settings = config.optimiser
    steps = settings.epochs * -(-examples // settings.batch)
    cuda = torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(Path(config.run) / "checkpoints"),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch,
        learning_rate=settings.lr,
        lr_scheduler_type="linear",
        warmup_steps=int(settings.warmup * steps),
        max_grad_norm=settings.clip,
        bf16=settings.bf16,
        use_cpu=not cuda,
        seed=config.seed,
        data_seed=config.seed,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model=f"eval_{config.stop.metric}",
        greater_is_better=True,
        logging_strategy="epoch",
        report_to=["tensorboard"],
        remove_unused_columns=False,
        label_names=[],
        dataloader_num_workers=0,
        ddp_find_unused_parameters=True,
    )


class _Epochs(TrainerCallback):
    """Draws the examples and the dropped words of each epoch."""

    def __init__(self, examples: Examples, collator: Collator, seed: int) -> None:
        self._examples, self._collator, self._seed = examples, collator, seed

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        epoch = int(state.epoch or 0)
        self._examples.set_epoch(epoch)
        self._collator.random = np.random.default_rng([self._seed, epoch])
