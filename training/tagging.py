"""Word tagging over an encoder: batches of tagged sentences, one linear head a corpus, the loop that trains them.

Knows words, tags and tensors; knows no file. Used by the supervised warm-up and by the probe of encoders, so that both see the same
batches. Words are represented by their first piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.conll import TaggedSentence

IGNORED = -100
Augment = Callable[[TaggedSentence, Random], TaggedSentence]


@dataclass(frozen=True)
class TaggedCorpus:
    name: str
    sentences: tuple[TaggedSentence, ...]
    labels: tuple[str, ...]
    """All tags; their order is that of the head's outputs."""
    augment: Augment | None = None
    """Applied anew in each epoch."""

    @staticmethod
    def make(name: str, sentences: Sequence[TaggedSentence], augment: Augment | None = None) -> TaggedCorpus:
        return TaggedCorpus(name, tuple(sentences), tuple(sorted({tag for s in sentences for tag in s.tags} | {"O"})), augment)


@dataclass(frozen=True)
class TagBatch:
    corpus: str
    input_ids: Tensor
    """Shape (batch, pieces)."""
    attention_mask: Tensor
    """Shape (batch, pieces)."""
    first: Tensor
    """Shape (batch, words): index of each word's first piece."""
    labels: Tensor
    """Shape (batch, words): IGNORED for padding and for words beyond the length limit."""


class Taggers(nn.Module):
    """An encoder and one linear tag head for each corpus."""

    def __init__(self, encoder: nn.Module, hidden: int, labels: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, count) for name, count in labels.items()})

    def forward(self, batch: TagBatch) -> Tensor:
        """Scores of all words; shape (batch, words, labels of the batch's corpus)."""
        hidden = self.encoder(input_ids=batch.input_ids, attention_mask=batch.attention_mask).last_hidden_state
        words = hidden.gather(1, batch.first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        scores: Tensor = self.heads[batch.corpus](self.dropout(words))
        return scores


def collate(corpus: TaggedCorpus, sentences: Sequence[TaggedSentence], tokenizer: Tokenizer, limit: int) -> TagBatch:
    """One batch; a word beyond ``limit`` pieces is not labelled.

    A word without any piece (marks only) points to [CLS] and is not labelled either.
    """
    index = {label: at for at, label in enumerate(corpus.labels)}
    encoded = tokenizer.encode_batch([list(sentence.words) for sentence in sentences], is_pretokenized=True)
    pieces = min(limit, max(len(item.ids) for item in encoded))
    width = max(len(sentence.words) for sentence in sentences)
    ids, mask = torch.zeros(len(encoded), pieces, dtype=torch.long), torch.zeros(len(encoded), pieces, dtype=torch.long)
    first = torch.zeros(len(encoded), width, dtype=torch.long)
    labels = torch.full((len(encoded), width), IGNORED)
    for row, (item, sentence) in enumerate(zip(encoded, sentences, strict=True)):
        size = min(pieces, len(item.ids))
        ids[row, :size] = torch.tensor(item.ids[:size])
        mask[row, :size] = 1
        for at in range(size - 1, 0, -1):
            word = item.word_ids[at]
            if word is not None:
                first[row, word] = at
                # A test set may hold a tag that the training part lacks; no head can be right about it.
                labels[row, word] = index.get(sentence.tags[word], index["O"])
    return TagBatch(corpus.name, ids, mask, first, labels)


def batches(corpora: Sequence[TaggedCorpus], tokenizer: Tokenizer, words: int, limit: int, random: Random) -> Iterator[TagBatch]:
    """One epoch: sentences of similar length together, batches of all corpora mixed.

    Args:
        words: about how many words a batch holds.
    """
    plans: list[tuple[TaggedCorpus, list[TaggedSentence]]] = []
    for corpus in corpora:
        augmented = [corpus.augment(s, random) if corpus.augment else s for s in corpus.sentences]
        # Noise on the length: neighbours differ from epoch to epoch.
        augmented.sort(key=lambda s: len(s.words) + random.random() * 6)
        group: list[TaggedSentence] = []
        for sentence in augmented:
            if group and (len(group) + 1) * min(limit, len(sentence.words)) > words:
                plans.append((corpus, group))
                group = []
            group.append(sentence)
        if group:
            plans.append((corpus, group))
    random.shuffle(plans)
    for corpus, group in plans:
        yield collate(corpus, group, tokenizer, limit)


def tag_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Mean cross entropy over the labelled words."""
    return nn.functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def groups(model: Taggers, lr: float, head_lr: float, weight_decay: float) -> list[dict[str, object]]:
    """Parameter groups: encoder matrices, encoder vectors and token embeddings (no decay), heads."""
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    heads: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if name.startswith("heads."):
            heads.append(parameter)
        else:
            (matrices if parameter.ndim == 2 and "embeddings" not in name else others).append(parameter)
    return [
        {"params": matrices, "lr": lr, "weight_decay": weight_decay},
        {"params": others, "lr": lr, "weight_decay": 0.0},
        {"params": heads, "lr": head_lr, "weight_decay": 0.0},
    ]


def train(
    model: Taggers,
    epochs: int,
    epoch: Callable[[int], Iterator[TagBatch]],
    optimiser: torch.optim.Optimizer,
    steps: int,
    *,
    warmup: float = 0.06,
    bf16: bool = True,
    report: Callable[[int, float], None] | None = None,
) -> None:
    """The loop: linear warm-up and decay over ``steps`` updates, gradients clipped at 1.

    Args:
        epoch: gives the batches of epoch n.
        steps: estimated updates over all epochs; beyond them the rate stays at 1 % of its peak.
        report: receives the epoch's number and mean loss.
    """
    warm = max(1, int(steps * warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.01, (steps - step) / max(1, steps - warm)))
    )
    device = next(model.parameters()).device
    model.train()
    for number in range(epochs):
        total, count = 0.0, 0
        for batch in epoch(number):
            with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
                loss = tag_loss(model(batch), batch.labels)
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            schedule.step()
            total, count = total + loss.item(), count + 1
        if report:
            report(number, total / max(count, 1))


@torch.no_grad()
def predict(model: Taggers, corpus: TaggedCorpus, sentences: Sequence[TaggedSentence], tokenizer: Tokenizer, limit: int) -> list[list[str]]:
    """Best tag of every word, in the order of the sentences; ``O`` beyond the length limit."""
    model.eval()
    out: list[list[str]] = [[] for _ in sentences]
    order = sorted(range(len(sentences)), key=lambda at: len(sentences[at].words))
    for begin in range(0, len(order), 32):
        chosen = order[begin : begin + 32]
        batch = collate(corpus, [sentences[at] for at in chosen], tokenizer, limit)
        best = model(batch).argmax(-1)
        for row, at in enumerate(chosen):
            size = len(sentences[at].words)
            known = (batch.labels[row, :size] != IGNORED).tolist()
            out[at] = [corpus.labels[i] if k else "O" for i, k in zip(best[row, :size].tolist(), known, strict=True)]
    return out
