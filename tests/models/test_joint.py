"""Shapes, gradients, padding, and the losses on numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from mithaq.errors import ConfigError
from mithaq.features import Featurizer
from mithaq.session import READ_INPUTS
from models import checkpoint as checkpoints
from models.joint import IGNORED, LossWeights, edge_loss, span_loss
from models.span_head import SpanHead, shifted
from tests.tiny import FEATURES, HEADS, tiny_encoder
from training.collate import Collator
from training.encode import Encoder, LabelSets
from training.experiment import CorpusConfig
from training.trainer import parameter_groups


@pytest.fixture
def batch(checkpoint, schema, treaty):
    featurizer = Featurizer(checkpoint.tokenizer, checkpoint.features)
    sets = LabelSets(schema)
    examples = Encoder(featurizer, schema, CorpusConfig("own"), sets, HEADS.proclitic_letters).encode([treaty])
    return Collator(featurizer, sets.allowed())(examples)


def test_shapes(checkpoint, batch, schema):
    names = READ_INPUTS
    read = checkpoint.model.read(*(batch[n] for n in names))
    b, n = batch["first"].shape
    assert read.words.shape == (b, n, HEADS.size)
    assert read.spans.shape == (b, n, FEATURES.width, 1 + len(schema.span_types))
    assert read.proclitic.shape == (b, n, 1 + HEADS.proclitic_letters)
    link = checkpoint.model.link(read.words, *(batch[n] for n in ("span_first", "span_last", "span_type", "span_mask", "gap")))
    s = batch["span_first"].shape[1]
    assert link.factuality.shape == (b, s, len(schema.factualities))
    assert link.edges.shape == (b, s, s, len(schema.edge_types))


def test_every_parameter_learns(checkpoint, batch):
    checkpoint.model.train()
    checkpoint.model(batch, LossWeights()).total.backward()
    silent = [n for n, p in checkpoint.model.named_parameters() if p.grad is None and "pooler" not in n]
    checkpoint.model.zero_grad()
    checkpoint.model.eval()
    assert silent == []


def test_one_batch_can_be_learned_by_heart(tmp_path, schema, batch):
    made = checkpoints.create(str(tiny_encoder(tmp_path)), HEADS, FEATURES, schema, 0.0)
    optimiser = torch.optim.AdamW(parameter_groups(made.model, 3e-3, 3e-3, 0.0))
    first = made.model(batch, LossWeights()).total.item()
    for _ in range(60):
        loss = made.model(batch, LossWeights()).total
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.05 * first


def test_padding_changes_nothing(checkpoint):
    featurizer = Featurizer(checkpoint.tokenizer, checkpoint.features)
    short, long = featurizer.words_of(["وقع الوزير.", "غادر الوفد المدينة صباح اليوم."])
    windows = [(t, featurizer.windows(t)[0]) for t in (short, long)]
    names = READ_INPUTS

    def spans(items):
        arrays = featurizer.pack(items)
        with torch.no_grad():
            output = checkpoint.model.read(*(torch.from_numpy(arrays[n]) for n in names))
        return output.spans.numpy(), output.words.numpy()

    (alone, _), (together, words) = spans(windows[:1]), spans(windows)
    assert not words[0, len(short) :].any()
    # Spans inside the text: those that reach into the padding mean nothing.
    for word in range(len(short)):
        width = min(len(short) - word, FEATURES.width)
        np.testing.assert_allclose(alone[0, word, :width], together[0, word, :width], atol=1e-5)


def test_span_head_sees_first_last_and_mean():
    torch.manual_seed(0)
    head = SpanHead(8, 16, 3, 4, 0.0).eval()
    words = torch.randn(1, 5, 8)
    changed = words.clone()
    changed[0, 2] += 1
    difference = (head(words) - head(changed)).abs().sum(-1)[0]
    touched = {(i, w) for i in range(5) for w in range(3) if i <= 2 <= i + w}
    assert {(int(i), int(w)) for i, w in (difference > 1e-6).nonzero()} == touched


def test_shifted_is_zero_beyond_the_end():
    words = torch.arange(3.0).view(1, 3, 1) + 1
    assert shifted(words, 2).flatten().tolist() == [3, 0, 0]
    assert shifted(words, 5).flatten().tolist() == [0, 0, 0]


def test_span_loss_of_a_union_is_minus_the_log_of_its_probability():
    p = torch.tensor([0.5, 0.2, 0.2, 0.1])
    scores = p.log().view(1, 1, 1, 4).repeat(1, 2, 1, 1)
    allowed = torch.tensor([[True, False, False, False], [False, True, True, False]])
    target = torch.tensor([[[1], [0]]])
    assert span_loss(scores, target, allowed).item() == pytest.approx(-math.log(0.4) - math.log(0.5), abs=1e-5)
    target = torch.tensor([[[1], [IGNORED]]])
    assert span_loss(scores, target, allowed).item() == pytest.approx(-math.log(0.4), abs=1e-5)


def test_edge_loss_is_per_edge_and_skips_the_unknown():
    scores = torch.zeros(1, 2, 2, 1)
    target = torch.tensor([[[[-1], [1]], [[0], [-1]]]])
    assert edge_loss(scores, target).item() == pytest.approx(2 * math.log(2), abs=1e-5)


def test_parameter_groups_hold_every_parameter_once(checkpoint):
    groups = parameter_groups(checkpoint.model, 1e-4, 1e-3, 0.1)
    held = [id(p) for g in groups for p in g["params"]]
    assert sorted(held) == sorted(id(p) for p in checkpoint.model.parameters())
    assert {g["lr"] for g in groups} == {1e-4, 1e-3}


def test_checkpoint_round_trip(checkpoint, batch, tmp_path):
    checkpoints.save(checkpoint, tmp_path / "run")
    again = checkpoints.load(tmp_path / "run")
    assert again.schema == checkpoint.schema
    assert again.features == checkpoint.features
    with torch.no_grad():
        one, other = checkpoint.model(batch, LossWeights()).total, again.model(batch, LossWeights()).total
    assert one.item() == pytest.approx(other.item(), abs=1e-5)


def test_errors_name_the_remedy(tmp_path, schema, checkpoint):
    with pytest.raises(ConfigError, match=r"training\.train"):
        checkpoints.load(tmp_path)
    with pytest.raises(ConfigError, match="cannot be loaded"):
        checkpoints.create(str(tmp_path / "nowhere"), HEADS, FEATURES, schema, None)
    too_long = checkpoint.features.__class__(pieces=400)
    with pytest.raises(ConfigError, match="positions"):
        checkpoints.create(str(tiny_encoder(tmp_path / "e")), HEADS, too_long, schema, None)


def test_dropout_of_the_encoder_is_set(tmp_path, schema):
    made = checkpoints.create(str(tiny_encoder(tmp_path)), HEADS, FEATURES, schema, 0.3)
    assert 0.3 in {m.p for m in made.model.words.encoder.modules() if isinstance(m, nn.Dropout)}
    assert made.model.words.encoder.config.hidden_dropout_prob == 0.3
