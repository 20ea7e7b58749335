"""Scores of alias groups against the gold's SAME groups, given the gold's spans: MUC, B-cubed, CEAF-e, LEA, and the CoNLL mean.

    python -m eval.aliases data/dev.jsonl                      # groups the gold's spans with mithaq.aliases, beside exact match
    python -m eval.aliases data/dev.jsonl predictions.jsonl    # scores the groups of predictions made on the gold's spans

Knows groups of mentions; knows no name. Both documents must have the same spans, so that a score is of grouping alone.

Definitions, for a key partition K of the mentions (the gold's groups for recall, the predicted ones for precision) and a response R:
    MUC      sum over K of (|k| - parts of k under R) / sum over K of (|k| - 1): links that must be added       Vilain et al. 1995
    B-cubed  mean over the mentions of the share of their group k that is in their group r: |k & r| / |k|        Bagga & Baldwin 1998
    CEAF-e   similarity 2 |k & r| / (|k| + |r|) of the best one-to-one alignment of groups, over the groups of K Luo 2005
    LEA      sum over K of |k| * (links of k also in R / links of k) / sum over K of |k|                         Moosavi & Strube 2016
    CoNLL    mean of the F1 of MUC, B-cubed and CEAF-e                                                           Pradhan et al. 2014
Sums run over all documents before a ratio is made. F1 is the harmonic mean of precision and recall.

Singletons: a mention without a group makes no link, so MUC and LEA leave it out on both sides. B-cubed and CEAF-e count it as a group of
one if its type may be grouped (``GROUPED``); as most mentions stand alone, these two scores are high for any careful grouping, and LEA
tells systems apart best. A mention of another type counts only where the gold or the prediction groups it. Groups that share a mention
are one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from eval.align import Pairs, align, check_given_spans
from eval.scores import ratio
from eval.tables import percent, table
from mithaq.aliases import group_aliases
from mithaq.documents import Document, read_jsonl
from mithaq.errors import MithaqError

GROUPED = ("PERS", "ORG", "GPE", "DOC", "OCC", "ACTOR")
"""Span types that the guidelines let SAME join."""

Partition: TypeAlias = Sequence[frozenset[Hashable]]
"""Groups without common members."""


@dataclass(frozen=True)
class Agreement:
    """The four sums behind one metric's precision and recall."""

    found: float = 0.0
    """Numerator of recall."""
    wanted: float = 0.0
    """Denominator of recall: what the gold asks for."""
    right: float = 0.0
    """Numerator of precision."""
    given: float = 0.0
    """Denominator of precision: what the prediction claims."""

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.found + other.found, self.wanted + other.wanted, self.right + other.right, self.given + other.given)

    @property
    def recall(self) -> float:
        """In [0, 1]; 0.0 if the gold asks for nothing."""
        return ratio(self.found, self.wanted)

    @property
    def precision(self) -> float:
        """In [0, 1]; 0.0 if the prediction claims nothing."""
        return ratio(self.right, self.given)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 if both are."""
        return ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True)
class AliasScores:
    """The metrics of one grouping over all documents."""

    muc: Agreement = Agreement()
    b_cubed: Agreement = Agreement()
    ceaf_e: Agreement = Agreement()
    lea: Agreement = Agreement()

    def __add__(self, other: AliasScores) -> AliasScores:
        return AliasScores(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf_e + other.ceaf_e, self.lea + other.lea)

    @property
    def conll(self) -> float:
        """Mean F1 of MUC, B-cubed and CEAF-e."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score(pairs: Pairs, types: Collection[str] = GROUPED) -> AliasScores:
    """Scores of the predicted documents' alias groups.

    Args:
        types: span types whose mentions count as singletons where no group holds them.

    Raises:
        DocumentError: a prediction has other spans than its gold.
    """
    check_given_spans(pairs)
    return sum((compare_partitions(*_partitions(p.gold, p.predicted, types)) for p in pairs), AliasScores())


def compare_partitions(gold: Partition, predicted: Partition) -> AliasScores:
    """Scores of one document's groups; groups of one member are singletons."""
    ours, theirs = _joined(gold), _joined(predicted)
    similarity = _best_alignment(gold, predicted)
    return AliasScores(
        muc=Agreement(*_muc(ours, predicted), *_muc(theirs, gold)),
        b_cubed=Agreement(*_b_cubed(gold, predicted), *_b_cubed(predicted, gold)),
        ceaf_e=Agreement(similarity, len(gold), similarity, len(predicted)),
        lea=Agreement(*_lea(ours, predicted), *_lea(theirs, gold)),
    )


def exact_match(doc: Document) -> tuple[tuple[int, ...], ...]:
    """The baseline: mentions of one type of ``GROUPED`` and one text, as written, are one group."""
    same: dict[tuple[str, str], list[int]] = {}
    for i, span in enumerate(doc.spans):
        if span.type in GROUPED:
            same.setdefault((span.type, doc.mention(span)), []).append(i)
    return tuple(tuple(group) for group in same.values() if len(group) > 1)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        gold = list(read_jsonl(options.gold))
        systems: dict[str, Iterable[Document]] = {"exact match": [replace(d, aliases=exact_match(d)) for d in gold]}
        if options.predicted:
            systems[str(options.predicted)] = read_jsonl(options.predicted)
        else:
            systems["group_aliases, names"] = [replace(d, aliases=group_aliases(d.text, d.spans)) for d in gold]
            systems["group_aliases, names and edges"] = [replace(d, aliases=group_aliases(d.text, d.spans, d.edges)) for d in gold]
        found = {name: score(align(gold, docs)) for name, docs in systems.items()}
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(scores_table(found))
    return 0


def scores_table(found: Mapping[str, AliasScores]) -> str:
    """One row a grouping: precision, recall and F1 of each metric, in percent."""
    names = ("muc", "b_cubed", "ceaf_e", "lea")
    header = ["groups", *(f"{name} {part}" for name in ("MUC", "B3", "CEAF-e", "LEA") for part in ("P", "R", "F1")), "CoNLL"]
    rows = []
    for system, scores in found.items():
        metrics: list[Agreement] = [getattr(scores, name) for name in names]
        rows.append([system, *(percent(value) for m in metrics for value in (m.precision, m.recall, m.f1)), percent(scores.conll)])
    return table(header, rows)


def _partitions(gold: Document, predicted: Document, types: Collection[str]) -> tuple[Partition, Partition]:
    """Both documents' mentions in groups; mentions are (start, end, type), so that the order of the spans does not matter."""
    ours, theirs = _merged(gold), _merged(predicted)
    grouped = {m for group in (*ours, *theirs) for m in group}
    mentions = grouped | {(s.start, s.end, s.type) for s in gold.spans if s.type in types}
    return _completed(ours, mentions), _completed(theirs, mentions)


def _merged(doc: Document) -> list[frozenset[Hashable]]:
    merged: list[frozenset[Hashable]] = []
    for group in doc.aliases:
        members: frozenset[Hashable] = frozenset((s.start, s.end, s.type) for s in (doc.spans[i] for i in group))
        near = [other for other in merged if other & members]
        merged = [other for other in merged if other not in near] + [members.union(*near)]
    return merged


def _completed(groups: Partition, mentions: Collection[Hashable]) -> Partition:
    alone = set(mentions).difference(*groups)
    return [*groups, *(frozenset({m}) for m in alone)]


def _joined(groups: Partition) -> Partition:
    return [g for g in groups if len(g) > 1]


def _places(groups: Partition) -> dict[Hashable, int]:
    return {member: i for i, group in enumerate(groups) for member in group}


def _parts(group: frozenset[Hashable], places: Mapping[Hashable, int]) -> list[int]:
    """Sizes of the parts into which another partition cuts a group; a mention that it lacks is a part of one."""
    sizes: dict[Hashable, int] = {}
    for member in group:
        place: Hashable = places.get(member, (member,))
        sizes[place] = sizes.get(place, 0) + 1
    return list(sizes.values())


def _muc(key: Partition, response: Partition) -> tuple[float, float]:
    places = _places(response)
    return sum(len(k) - len(_parts(k, places)) for k in key), sum(len(k) - 1 for k in key)


def _b_cubed(key: Partition, response: Partition) -> tuple[float, float]:
    # A mention that the response lacks finds nothing, not even itself, so only shared members count.
    places = _places(response)
    squares = ((sum(n * n for n in _parts(k & places.keys(), places)), len(k)) for k in key)
    return sum(square / size for square, size in squares), sum(len(k) for k in key)


def _lea(key: Partition, response: Partition) -> tuple[float, float]:
    places = _places(response)
    links = ((sum(n * (n - 1) for n in _parts(k, places)), len(k)) for k in key)
    return sum(size * kept / (size * (size - 1)) for kept, size in links), sum(len(k) for k in key)


def _best_alignment(gold: Partition, predicted: Partition) -> float:
    """Greatest sum of similarities when each group is aligned with at most one group of the other side."""
    alike = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in predicted] for k in gold]).reshape(len(gold), len(predicted))
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return float(alike[rows, columns].sum())


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m eval.aliases", description="Score alias groups against the gold's SAME groups.")
    made.add_argument("gold", type=Path, help="gold documents, JSON lines")
    made.add_argument("predicted", type=Path, nargs="?", help="documents with the gold's spans and predicted groups, JSON lines")
    return made


if __name__ == "__main__":
    sys.exit(main())
