"""Write corpora in two columns (token, IOB2 tag) as JSON lines of documents, for joint training beside the project's own corpus.

    python -m scripts.prepare_conll configs/warmup-mini.yaml runs/corpora

Takes the corpora of a warm-up configuration, without their held-out parts and without what repeats an evaluation text, and writes
OUT/<name>.jsonl. Tokens are joined by one space; spans keep the corpus's own labels (``labels`` of an experiment's YAML maps them).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from mithaq.documents import Document, Span, write_jsonl
from mithaq.errors import MithaqError
from training.config import load
from training.conll import TaggedSentence
from training.tagging import TaggedCorpus
from training.warmup import WarmupConfig, read_corpora

SENTENCES = 8
"""Sentences of a document: about as many as fill a window."""


def documents(corpus: TaggedCorpus, seed: int) -> Iterator[Document]:
    """The corpus in documents of SENTENCES sentences; clitics joined as its augmentation says, once."""
    random = Random(seed)
    sentences = [corpus.augment(s, random) if corpus.augment else s for s in corpus.sentences]
    for number, begin in enumerate(range(0, len(sentences), SENTENCES)):
        yield document(f"{corpus.name}-{number}", sentences[begin : begin + SENTENCES])


def document(name: str, sentences: Sequence[TaggedSentence]) -> Document:
    """Sentences on lines of their own, with the spans of their IOB2 chunks."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for sentence in sentences:
        open_type: str | None = None
        for word, tag in zip(sentence.words, sentence.tags, strict=True):
            begin, kind = tag[:1], tag[2:]
            if begin == "I" and kind == open_type:
                spans[-1] = Span(spans[-1].start, length + len(word), kind)
            elif begin in ("B", "I"):
                spans.append(Span(length, length + len(word), kind))
            open_type = kind if begin in ("B", "I") else None
            pieces.append(word + " ")
            length += len(word) + 1
        pieces[-1] = pieces[-1][:-1] + "\n"
    return Document(name, "".join(pieces), spans=tuple(spans))


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("config", type=Path, help="configuration of training.warmup, which names the corpora and the evaluation texts")
    made.add_argument("out", type=Path, help="folder to write")
    options = made.parse_args(arguments)
    try:
        config = load(WarmupConfig, options.config)
        corpora, dropped = read_corpora(config)
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora:
        count = write_jsonl(options.out / f"{corpus.name}.jsonl", documents(corpus, config.seed))
        print(f"{options.out / corpus.name}.jsonl: {count} documents, {dropped[corpus.name]} sentences dropped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
