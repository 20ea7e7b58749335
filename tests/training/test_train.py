"""A run from configuration to folder, on a tiny encoder: what it leaves, that it resumes exactly, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import load_file

from mithaq.documents import read_jsonl, write_jsonl
from mithaq.errors import ConfigError
from models import checkpoint as checkpoints
from tests.tiny import FEATURES, HEADS, tiny_encoder
from training import train
from training.config import load
from training.experiment import COMBINED, CorpusConfig, OptimiserConfig, StopConfig, TrainConfig
from training.predict import extractor
from training.trainer import JointTrainer, combined


@pytest.fixture(scope="module")
def config(tmp_path_factory, schema) -> TrainConfig:
    folder = tmp_path_factory.mktemp("train")
    docs = list(read_jsonl("data/dev.jsonl", schema))[:4]
    write_jsonl(folder / "train.jsonl", docs)
    write_jsonl(folder / "dev.jsonl", docs[:2])
    return TrainConfig(
        run=str(folder / "run"),
        encoder=str(tiny_encoder(folder / "encoder")),
        corpora=(CorpusConfig(str(folder / "train.jsonl")),),
        dev=str(folder / "dev.jsonl"),
        word_dropout=0.1,
        features=FEATURES,
        heads=replace(HEADS, dropout=0.1),
        optimiser=OptimiserConfig(epochs=2, batch=4, bf16=False),
    )


@pytest.fixture(scope="module")
def finished(config) -> Path:
    train.run(config)
    return Path(config.run)


def test_a_run_folder_describes_itself(finished, config):
    assert load(TrainConfig, finished / "config.yaml") == config
    text = (finished / "README.md").read_text(encoding="utf-8")
    assert "training.train" in text
    assert config.corpora[0].path in text
    rows = [json.loads(line) for line in (finished / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [r["epoch"] for r in rows if "eval_combined" in r] == [1, 2]
    assert any("loss_spans" in r for r in rows)
    assert not (finished / "checkpoints").exists()


def test_a_run_folder_is_a_model(finished, config):
    made = checkpoints.load(finished)
    doc = next(read_jsonl(config.dev))
    assert extractor(made)(doc.text).text == doc.text


def test_a_run_that_was_cut_off_goes_on_exactly(finished, config, tmp_path, monkeypatch):
    again = replace(config, run=str(tmp_path / "again"))
    saved = JointTrainer.evaluate

    def die(self, *args, **kwargs):
        if self.state.epoch > 1:
            raise KeyboardInterrupt
        return saved(self, *args, **kwargs)

    monkeypatch.setattr(JointTrainer, "evaluate", die)
    with pytest.raises(KeyboardInterrupt):
        train.run(again)
    monkeypatch.setattr(JointTrainer, "evaluate", saved)
    train.run(again)
    one, other = load_file(finished / "model.safetensors"), load_file(Path(again.run) / "model.safetensors")
    assert all(bool((one[name] == other[name]).all()) for name in one)


def test_another_experiment_is_not_overwritten(finished, config):
    with pytest.raises(ConfigError, match="another configuration"):
        train.run(replace(config, seed=5))
    assert (finished / "model.safetensors").is_file()


def test_a_faulty_metric_is_named_in_time(config, tmp_path):
    wrong = replace(config, run=str(tmp_path / "run"), stop=StopConfig(metric="answer_f1"))
    with pytest.raises(ConfigError, match="Did you mean 'answers_f1'"):
        train.run(wrong)


@pytest.mark.parametrize("name", ["dev", "corpora"])
def test_missing_documents_are_named(config, tmp_path, name):
    missing = str(tmp_path / "missing.jsonl")
    value = missing if name == "dev" else (CorpusConfig(missing),)
    with pytest.raises(ConfigError, match=r"missing\.jsonl"):
        train.run(replace(config, run=str(tmp_path / "run"), **{name: value}))


def test_combined_is_the_mean_of_what_there_is():
    assert combined({COMBINED[0]: 0.5, COMBINED[1]: 1.0, "other": 0.0}) == 0.75
    assert combined({}) == 0.0


@pytest.mark.parametrize("name", ["arabertv02", "camelbert"])
def test_configurations_of_hub_encoders_train_on_a_stand_in(config, tmp_path, name):
    """The encoder of the file is replaced by a tiny one in the same format; everything else is the file's."""
    overrides = [
        f"run={tmp_path / 'run'}",
        f"encoder={config.encoder}",
        f"corpora=[{{path: {config.corpora[0].path}}}]",
        f"dev={config.dev}",
        "features.pieces=48",
        "features.overlap=16",
        "optimiser.epochs=1",
        "optimiser.bf16=false",
    ]
    made = load(TrainConfig, f"configs/{name}.yaml", overrides)
    assert made.heads.size == 768
    assert 0 <= train.run(made)["combined"] <= 1


@pytest.mark.parametrize("path", sorted(Path("configs").glob("*.yaml")), ids=lambda p: p.name)
def test_every_shipped_configuration_loads(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    if "training.train " in first:
        assert str(path) in first
        assert load(TrainConfig, path).run
