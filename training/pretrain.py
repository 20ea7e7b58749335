"""Pretraining of the encoder: the loop, its schedule, its checkpoints. One command on CPU, GPU or several (``torchrun``).

Knows packed rows, token vectors and a configuration; the objectives are in ``training.objectives``. What each update reads and draws
depends on the seed and its number alone, so a resumed run continues exactly.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from mithaq.errors import ConfigError
from training.config import dump, load, parser
from training.encoder import build, save, set_embeddings
from training.objectives import Pretrainer
from training.pretrain_config import PretrainConfig, StageConfig
from training.pretrain_text import load_rows

_HELDOUT_ROWS = 256


@dataclass(frozen=True)
class Process:
    """This process among those that train together."""

    rank: int
    world: int
    device: torch.device

    @staticmethod
    def start() -> Process:
        """Join the group that ``torchrun`` describes in the environment; alone without it."""
        world, rank, local = (int(os.environ.get(name, default)) for name, default in (("WORLD_SIZE", 1), ("RANK", 0), ("LOCAL_RANK", 0)))
        cuda = torch.cuda.is_available()
        if world > 1:
            torch.distributed.init_process_group("nccl" if cuda else "gloo")
        return Process(rank, world, torch.device("cuda", local) if cuda else torch.device("cpu"))


@dataclass(frozen=True)
class Update:
    """One optimiser step of the plan."""

    stage: int
    step: int
    """Within the stage."""
    rate: float
    """Share of the stage's peak learning rate."""
    first_row: int
    """Rows read before, over the whole run."""


def plan(stages: tuple[StageConfig, ...], length: int) -> list[Update]:
    """All updates: linear warm-up and decay within each stage."""
    updates: list[Update] = []
    row = 0
    for number, stage in enumerate(stages):
        steps = stage.tokens // (stage.batch_rows * length)
        warm = max(1, int(steps * stage.warmup))
        for step in range(steps):
            updates.append(Update(number, step, min((step + 1) / warm, (steps - step) / max(1, steps - warm)), row))
            row += stage.batch_rows
    return updates


def batch_at(rows: NDArray[np.uint16], first: int, count: int, seed: int) -> NDArray[np.int64]:
    """Rows ``first`` to ``first + count`` of an endless run through shuffled epochs; shape (count, length)."""
    where = np.arange(first, first + count)
    picked = np.empty(count, dtype=np.int64)
    for epoch in np.unique(where // len(rows)):
        order = np.random.default_rng([seed, int(epoch)]).permutation(len(rows))
        inside = where // len(rows) == epoch
        picked[inside] = order[where[inside] % len(rows)]
    return rows[picked].astype(np.int64)


def generator_for(seed: int, update: int, rank: int) -> torch.Generator:
    return torch.Generator().manual_seed(((seed * 1_000_003 + update) * 4_099 + rank) % 2**63)


class Pretraining:
    """A run: model, optimiser and position; ``advance`` makes one update."""

    def __init__(self, config: PretrainConfig, process: Process) -> None:
        self.config, self.process = config, process
        self.rows = load_rows(config.text.packed, "train")
        self.heldout = torch.from_numpy(load_rows(config.text.packed, "heldout")[:_HELDOUT_ROWS].astype(np.int64))
        self.plan = plan(config.stages, self.rows.shape[1])
        self.position = 0
        torch.manual_seed(config.seed)
        tokenizer = Tokenizer.from_file(str(Path(config.tokenizer.folder) / "tokenizer.json"))
        size = tokenizer.get_vocab_size()
        self.encoder = build(config.shape, size)
        if config.use_embeddings:
            set_embeddings(self.encoder, _vectors(config, size))
        counts = torch.from_numpy(np.bincount(np.asarray(self.rows).ravel(), minlength=size))
        counts[0] = 0
        continues = torch.tensor([(tokenizer.id_to_token(i) or "").startswith("##") for i in range(size)])
        self.model = Pretrainer(self.encoder, config.shape.hidden, counts, continues).to(process.device)
        self.optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), fused=True)
        module: nn.Module = cast(nn.Module, torch.compile(self.model, dynamic=False)) if config.compile else self.model
        # Each stage leaves the transform of the other objective without gradient.
        self.trained = nn.parallel.DistributedDataParallel(module, find_unused_parameters=True) if process.world > 1 else module

    def advance(self) -> Tensor:
        """One update; returns this process's mean loss."""
        update = self.plan[self.position]
        stage = self.config.stages[update.stage]
        for group in self.optimiser.param_groups:
            group["lr"] = update.rate * (stage.embedding_lr if group["embedding"] else stage.lr)
        batch = batch_at(self.rows, update.first_row, stage.batch_rows, self.config.seed)[self.process.rank :: self.process.world]
        generator = generator_for(self.config.seed, self.position, self.process.rank)
        with torch.autocast(self.process.device.type, torch.bfloat16, enabled=self.config.bf16):
            rows = torch.from_numpy(batch).to(self.process.device)
            loss: Tensor = self.trained(rows, stage.objective, generator, stage.negatives, stage.mask_rate)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.position += 1
        return loss.detach()

    @torch.no_grad()
    def heldout_loss(self) -> float:
        """Loss on the held-out rows under the current stage's objective, full vocabulary, always the same hidden words."""
        stage = self.config.stages[self.plan[min(self.position, len(self.plan) - 1)].stage]
        generator, total = generator_for(0, 0, 0), 0.0
        parts = [part for part in torch.split(self.heldout, 32) if len(part)]
        for part in parts:
            with torch.autocast(self.process.device.type, torch.bfloat16, enabled=self.config.bf16):
                total += float(self.model(part.to(self.process.device), stage.objective, generator, 0, stage.mask_rate))
        return total / max(1, len(parts))

    def save_checkpoint(self) -> None:
        """Write ``checkpoint.pt`` of the run's folder; a kill while writing leaves the previous one."""
        path = Path(self.config.run) / "checkpoint.pt"
        state = {"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(), "position": self.position}
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def resume(self) -> bool:
        """Continue from the run's checkpoint, if it has one."""
        path = Path(self.config.run) / "checkpoint.pt"
        if not path.is_file():
            return False
        state = torch.load(path, map_location=self.process.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.position = state["position"]
        return True

    def _groups(self) -> list[dict[str, Any]]:
        named = list(self.model.named_parameters())
        embeddings = [p for n, p in named if "tok_embeddings" in n or n == "bias"]
        matrices = [p for n, p in named if p.ndim == 2 and "tok_embeddings" not in n]
        vectors = [p for n, p in named if p.ndim == 1 and n != "bias"]
        decay = self.config.weight_decay
        return [
            {"params": matrices, "weight_decay": decay, "embedding": False},
            {"params": vectors, "weight_decay": 0.0, "embedding": False},
            {"params": embeddings, "weight_decay": 0.0, "embedding": True},
        ]


def _vectors(config: PretrainConfig, vocabulary: int) -> NDArray[np.float32]:
    path = Path(config.embeddings.path)
    if not path.is_file():
        raise ConfigError(f"{path}: no token vectors; make them with `python -m training.embeddings CONFIG` or set use_embeddings=false.")
    vectors: NDArray[np.float32] = np.load(path)
    if vectors.shape != (vocabulary, config.shape.hidden):
        raise ConfigError(f"{path}: expected shape {(vocabulary, config.shape.hidden)}, found {vectors.shape}; make the vectors again.")
    return vectors


def run(config: PretrainConfig, process: Process, stop_after: int | None = None) -> Pretraining:
    """Train to the end of the plan, from the last checkpoint if there is one.

    Args:
        stop_after: updates after which to stop without a checkpoint (a kill, for tests).
    """
    folder = Path(config.run)
    chief = process.rank == 0
    if chief:
        folder.mkdir(parents=True, exist_ok=True)
        dump(config, folder / "config.yaml")
    training = Pretraining(config, process)
    training.resume()
    clock = saved = time.monotonic()
    recent: list[Tensor] = []
    while training.position < len(training.plan):
        stage = config.stages[training.plan[training.position].stage]
        recent.append(training.advance())
        if training.position == stop_after:
            return training
        last = training.position == len(training.plan)
        if chief and (training.position % config.log_steps == 0 or last):
            now = time.monotonic()
            row: dict[str, Any] = {
                "step": training.position,
                "objective": stage.objective,
                "loss": round(torch.stack(recent).mean().item(), 4),
            }
            row["tokens_per_s"] = round(len(recent) * stage.batch_rows * training.rows.shape[1] / (now - clock))
            if training.position % (10 * config.log_steps) == 0 or last:
                row["heldout"] = round(training.heldout_loss(), 4)
            with (folder / "metrics.jsonl").open("a", encoding="utf-8") as metrics:
                metrics.write(json.dumps(row) + "\n")
            clock, recent = time.monotonic(), []
        if chief and (last or time.monotonic() - saved > 60 * config.checkpoint_minutes):
            training.save_checkpoint()
            saved = time.monotonic()
    if chief:
        save(training.encoder, config.tokenizer.folder, folder / "encoder")
    return training


def main() -> int:
    """Pretrain the encoder of a configuration."""
    arguments = parser(__doc__ or "").parse_args()
    config = load(PretrainConfig, arguments.config, arguments.overrides)
    run(config, Process.start())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
