"""Words a second and latency of one or several bundles over the same documents.

    python -m eval.speed runs/a/bundle runs/b/bundle data/test.jsonl

Knows the clock; knows no score. Rounds are interleaved (a b, b a, a b, ...), so that a change of load meets every bundle alike.
Ratios within a round can be trusted; absolute figures move with the load.

Definitions:
    words/s  white-space words of all documents / seconds to read them in one call of ``stream``; median over rounds
    p50, p95 milliseconds to read one document alone, over all documents and rounds
    ratio    words/s over the first bundle's in the same round; median over rounds
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from eval.reader import load
from eval.tables import table
from mithaq.documents import Document, read_jsonl
from mithaq.errors import InputError, MithaqError

Stream: TypeAlias = Callable[[Iterable[Document]], Iterable[Document]]


@dataclass(frozen=True)
class Speed:
    """One bundle's figures."""

    words_per_second: float
    p50: float
    """Milliseconds."""
    p95: float
    """Milliseconds."""
    ratio: float
    """Words a second, relative to the first bundle."""


def measure(
    streams: Mapping[str, Stream], docs: Sequence[Document], rounds: int = 5, clock: Callable[[], float] = time.perf_counter
) -> dict[str, Speed]:
    """Time several readers side by side, after one unmeasured pass of each.

    Args:
        streams: name -> ``Extractor.stream``.
        clock: seconds.
    Raises:
        InputError: no document with a word, no reader, or no round.
    """
    words = sum(len(doc.text.split()) for doc in docs)
    if not words or not streams or rounds < 1:
        raise InputError(f"{len(streams)} reader(s), {words} word(s), {rounds} round(s); give at least one of each.")
    for stream in streams.values():
        _seconds(stream, docs, clock)
    bulk: dict[str, list[float]] = {name: [] for name in streams}
    single: dict[str, list[float]] = {name: [] for name in streams}
    for number in range(rounds):
        order = list(streams) if number % 2 == 0 else list(streams)[::-1]
        for name in order:
            bulk[name].append(_seconds(streams[name], docs, clock))
        for name in order:
            single[name] += [_seconds(streams[name], [doc], clock) for doc in docs]
    first = np.asarray(bulk[next(iter(streams))])
    found = {}
    for name in streams:
        seconds = np.asarray(bulk[name])
        p50, p95 = np.percentile(1000 * np.asarray(single[name]), (50, 95))
        found[name] = Speed(float(np.median(words / seconds)), float(p50), float(p95), float(np.median(first / seconds)))
    return found


def to_markdown(found: Mapping[str, Speed]) -> str:
    rows = [(name, f"{s.words_per_second:,.0f}", f"{s.p50:.1f}", f"{s.p95:.1f}", f"{s.ratio:.2f}") for name, s in found.items()]
    return table(("bundle", "words/s", "p50 ms", "p95 ms", "ratio"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    made = argparse.ArgumentParser(prog="python -m eval.speed", description="Time bundles side by side over the same documents.")
    made.add_argument("bundles", type=Path, nargs="+", help="bundle or run folders")
    made.add_argument("docs", type=Path, help="documents, JSON lines")
    made.add_argument("--rounds", type=int, default=5, help="default %(default)s")
    options = made.parse_args(arguments)
    try:
        docs = [doc.bare() for doc in read_jsonl(options.docs)]
        streams: dict[str, Stream] = {str(path): load(path).stream for path in options.bundles}
        found = measure(streams, docs, options.rounds)
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{len(docs)} documents, {sum(len(doc.text.split()) for doc in docs):,} words, {options.rounds} rounds\n")
    print(to_markdown(found))
    return 0


def _seconds(stream: Stream, docs: Sequence[Document], clock: Callable[[], float]) -> float:
    begin = clock()
    for _ in stream(docs):
        pass
    return clock() - begin


if __name__ == "__main__":
    sys.exit(main())
