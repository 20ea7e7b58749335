"""Pretraining on three sentences: resume, objectives, packing, leaving evaluation texts out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
import zstandard
from tokenizers import Tokenizer
from transformers import AutoModel

from mithaq.errors import ConfigError, InputError
from training.config import load
from training.conll import TaggedSentence, glue, read_conll
from training.encoder import build
from training.objectives import Pretrainer, mask_words
from training.pretrain import Process, batch_at, plan, run
from training.pretrain_config import EmbeddingsConfig, PretrainConfig, ShapeConfig, StageConfig, TextConfig, TokenizerConfig
from training.pretrain_text import Packer, is_heldout, load_rows, pack, read_documents
from training.tokenizer import save, train
from training.warmup import WarmupConfig

HELD = "وقّع الوزير رقم اتفاقا في تونس ثم طلب الوفد مهلة"
ALONE = Process(0, 1, torch.device("cpu"))
TEXTS = [f"وقع الوزير رقم {n} اتفاقا في تونس. ثم طلب الوفد مهلة حتى يوم الأحد." for n in range(40)]
SHAPE = ShapeConfig(hidden=16, layers=2, heads=2, intermediate=24, positions=64)
CLM = StageConfig("clm", tokens=5 * 4 * 16, batch_rows=4, negatives=20)
MLM = StageConfig("mlm", tokens=4 * 4 * 16, batch_rows=4, negatives=0)


@pytest.fixture
def config(tmp_path: Path) -> PretrainConfig:
    """A packed corpus and a tokenizer in a temporary folder."""
    raw = "\n".join(json.dumps({"id": f"wire/{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(TEXTS))
    (tmp_path / "wire.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(raw.encode()))
    text = TextConfig(str(tmp_path), str(tmp_path), sequence_length=16, heldout_per_mille=200)
    tokenizer = train(TEXTS, 120, 60)
    save(tokenizer, tmp_path / "tokenizer", 64)
    rows, heldout, _ = pack(text, tokenizer)
    np.save(tmp_path / "train.npy", rows)
    np.save(tmp_path / "heldout.npy", heldout)
    return PretrainConfig(
        run=str(tmp_path / "run"),
        text=text,
        tokenizer=TokenizerConfig(str(tmp_path / "tokenizer")),
        embeddings=EmbeddingsConfig(str(tmp_path / "none.npy")),
        stages=(CLM, MLM),
        shape=SHAPE,
        use_embeddings=False,
        checkpoint_minutes=0,
        log_steps=1,
        bf16=False,
    )


def losses(config: PretrainConfig) -> list[float]:
    lines = (Path(config.run) / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["loss"] for line in lines]


@pytest.mark.parametrize("killed_after", [2, 5, 7])
def test_a_killed_and_resumed_run_has_the_losses_of_an_uninterrupted_one(config: PretrainConfig, killed_after: int) -> None:
    whole = replace(config, run=config.run + "-whole")
    done = run(whole, ALONE)
    run(config, ALONE, stop_after=killed_after)
    again = run(config, ALONE)
    # The update at which it was killed came after the last checkpoint and is made again; its loss was never logged.
    assert losses(config) == losses(whole)
    for one, other in zip(again.model.parameters(), done.model.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=0)


def test_the_loss_falls_and_the_folder_loads(config: PretrainConfig) -> None:
    run(replace(config, stages=(replace(CLM, tokens=40 * 64, lr=1e-2, embedding_lr=1e-2),)), ALONE)
    seen = losses(config)
    assert seen[-1] < seen[0] - 0.3
    encoder = AutoModel.from_pretrained(Path(config.run) / "encoder")
    assert encoder(torch.tensor([[2, 7, 8, 3]])).last_hidden_state.shape == (1, 4, 16)


def test_missing_vectors_name_the_command(config: PretrainConfig) -> None:
    with pytest.raises(ConfigError, match=r"python -m training\.embeddings"):
        run(replace(config, use_embeddings=True), ALONE)


def test_a_causal_encoder_does_not_see_what_follows() -> None:
    encoder = build(SHAPE, 50).eval()
    model = Pretrainer(encoder, 16, torch.ones(50), torch.zeros(50, dtype=torch.bool))
    one, other = torch.randint(5, 50, (1, 12)), torch.randint(5, 50, (1, 12))
    other[:, :6] = one[:, :6]
    states = [model.predicted(rows, "clm", torch.Generator(), 0.0)[0] for rows in (one, other)]
    torch.testing.assert_close(states[0][:6], states[1][:6])
    assert not torch.allclose(states[0][6:], states[1][6:])


def test_the_sampled_softmax_approaches_the_full_one() -> None:
    torch.manual_seed(0)
    model = Pretrainer(build(SHAPE, 50), 16, torch.arange(50.0) + 1, torch.zeros(50, dtype=torch.bool)).eval()
    rows = torch.randint(5, 50, (8, 12))
    with torch.no_grad():
        model.bias[:5] = -30.0
        full = model(rows, "clm", torch.Generator().manual_seed(1), 0, 0.0)
        sampled = model(rows, "clm", torch.Generator().manual_seed(1), 200_000, 0.0)
    torch.testing.assert_close(sampled, full, rtol=0.01, atol=0.0)


def test_whole_words_are_hidden_and_special_tokens_never() -> None:
    continues = torch.zeros(50, dtype=torch.bool)
    continues[30:] = True
    rows = torch.randint(5, 50, (200, 32))
    rows[:, 0], rows[:, -1] = 2, 0
    hidden, shown = mask_words(rows, continues, 0.3, torch.Generator().manual_seed(3), 50)
    inner = continues[rows][:, 2:-1]
    assert (hidden[:, 2:-1][inner] == hidden[:, 1:-2][inner]).all()
    assert not hidden[rows < 5].any()
    assert (shown == rows)[~hidden].all()
    assert 0.25 < hidden[:, 1:-1].float().mean() < 0.35
    assert 0.75 < (shown[hidden] == 4).float().mean() < 0.85


def test_an_epoch_holds_every_row_once_and_the_next_is_shuffled_anew() -> None:
    rows = np.arange(10, dtype=np.uint16)[:, None]
    read = np.concatenate([batch_at(rows, first, 4, seed=1)[:, 0] for first in range(0, 20, 4)])
    assert sorted(read[:10]) == list(range(10))
    assert sorted(read[10:]) == list(range(10))
    assert read[:10].tolist() != read[10:].tolist()


def test_the_schedule_rises_falls_and_starts_again_with_each_stage() -> None:
    stage = StageConfig("clm", tokens=10 * 4 * 16, batch_rows=4, warmup=0.2)
    updates = plan((stage, stage), 16)
    assert [u.rate for u in updates[:4]] == [0.5, 1.0, 1.0, 0.875]
    assert updates[9].rate == updates[19].rate == pytest.approx(1 / 8)
    assert [u.first_row for u in updates] == list(range(0, 80, 4))


def test_sentences_are_cut_only_where_a_row_would_stay_empty() -> None:
    packer = Packer(10)
    packer.add([[11] * 4, [12] * 7, [13] * 3])
    assert packer.rows().tolist() == [[2, 11, 11, 11, 11, 12, 12, 12, 12, 12], [2, 12, 12, 13, 13, 13, 3, 0, 0, 0]]
    full = Packer(10)
    full.add([[11] * 8, [12] * 5])
    assert full.rows().tolist() == [[2, *[11] * 8, 0], [2, *[12] * 5, 3, 0, 0, 0]]


def test_documents_that_repeat_an_evaluation_text_are_dropped(config: PretrainConfig, tmp_path: Path) -> None:
    held = tmp_path / "held.conll"
    held.write_text("\n".join(f"{word}\tO" for word in HELD.split()), encoding="utf-8")
    text = replace(config.text, evaluation=(str(held),))
    dropped: dict[str, int] = {}
    # Digits separate words, so the shared run must not need the number between them.
    assert list(read_documents(text, dropped)) == []
    assert dropped == {"wire": 40}
    held.write_text("قال\tO\n", encoding="utf-8")
    assert len(list(read_documents(text))) == 40


def test_unknown_sources_and_unpacked_texts_are_named(config: PretrainConfig, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such source: wires"):
        next(read_documents(replace(config.text, left_out=("wires",))))
    with pytest.raises(ConfigError, match="pretrain_text"):
        load_rows(tmp_path / "nowhere", "train")


def test_the_heldout_part_depends_on_the_id_alone(config: PretrainConfig) -> None:
    share = sum(is_heldout(f"a/{n}", 100) for n in range(5000)) / 5000
    assert 0.08 < share < 0.12
    assert len(load_rows(config.text.packed, "heldout")) > 0


def test_clitics_are_joined_and_tags_follow() -> None:
    words = ("و", "الصادرات", "ل", "الحكومة", "في", "عاصمة", "ها", "،", "ب", "2020")
    tags = ("O", "O", "O", "B-ORG", "O", "B-GPE", "O", "O", "O", "O")
    joined = glue(TaggedSentence(words, tags), Random(0), share=1.0)
    assert joined.words == ("والصادرات", "للحكومة", "في", "عاصمتها", "،", "ب", "2020")
    assert joined.tags == ("O", "B-ORG", "O", "B-GPE", "O", "O", "O")
    assert glue(TaggedSentence(words, tags), Random(0), share=0.0).words == words


def test_a_bad_line_of_a_corpus_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.conll"
    path.write_text("قال\tO\nقال\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.conll:2"):
        read_conll(path)


@pytest.mark.parametrize(("kind", "path"), [(PretrainConfig, "configs/pretrain-mini.yaml"), (WarmupConfig, "configs/warmup-mini.yaml")])
def test_the_shipped_configurations_load(kind: type, path: str) -> None:
    assert isinstance(load(kind, path), kind)


def test_the_shipped_tokenizer_reads_arabic(pytestconfig: pytest.Config) -> None:
    file = pytestconfig.rootpath / "models/encoders/mithaq-mini/tokenizer.json"
    assert "[UNK]" not in Tokenizer.from_file(str(file)).encode("وقّع الوزيران الاتفاق في ١٢ يناير، وطلبا مهلة!").tokens
