"""The four MUC / SemEval-2013 schemes for spans: how much of an error is a boundary, how much a type.

Knows spans; knows no edge. Agrees with nervaluate on flat spans (tests/eval/test_partial.py).

Every predicted span meets at most one gold span of the document, and each meeting has one outcome:
    correct (COR), incorrect (INC), partial (PAR); a gold span that met nothing is missed (MIS), a predicted one spurious (SPU).
    actual = COR + INC + PAR + SPU (predicted spans)      possible = COR + INC + PAR + MIS (gold spans)

    scheme    COR                            otherwise overlapping
    strict    same boundaries, same type     INC
    exact     same boundaries                INC
    partial   same boundaries                PAR
    ent_type  overlap, same type             INC

    precision = (COR + PAR / 2) / actual     recall = (COR + PAR / 2) / possible     F1 = their harmonic mean; 0.0 where undefined

Who meets whom: first spans that are identical in what the scheme compares (boundaries; strict and ent_type: type too), then, in text
order, each remaining prediction takes a remaining overlapping gold span: for ent_type the nearest of the same type, else the first in text
order. nervaluate lacks the first step, which changes nothing on flat spans and keeps nested ones from stealing each other's partner.
Overlap is one code point or more (nervaluate: 1 % of the gold span).

Sources: Chinchor & Sundheim 1993 (MUC-5); Segura-Bedmar et al. 2013 (SemEval-2013 task 9); nervaluate ``strategies.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.align import Pairs
from eval.scores import ratio
from mithaq.documents import Document, Span


@dataclass(frozen=True)
class Muc:
    """Outcomes of one scheme: numbers of spans."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Muc) -> Muc:
        return Muc(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def actual(self) -> int:
        """Predicted spans."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def possible(self) -> int:
        """Gold spans."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def precision(self) -> float:
        """0.0 if nothing was predicted."""
        return ratio(self.correct + self.partial / 2, self.actual)

    @property
    def recall(self) -> float:
        """0.0 if the gold has nothing."""
        return ratio(self.correct + self.partial / 2, self.possible)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 where both are."""
        return ratio(2 * self.correct + self.partial, self.actual + self.possible)


@dataclass(frozen=True)
class Scheme:
    """What a scheme asks of a meeting."""

    same_boundaries: bool
    """Needed for a correct meeting."""
    same_type: bool
    """Needed for a correct meeting."""
    otherwise: str
    """Outcome of any other overlap: incorrect or partial."""


SCHEMES = {
    "strict": Scheme(same_boundaries=True, same_type=True, otherwise="incorrect"),
    "exact": Scheme(same_boundaries=True, same_type=False, otherwise="incorrect"),
    "partial": Scheme(same_boundaries=True, same_type=False, otherwise="partial"),
    "ent_type": Scheme(same_boundaries=False, same_type=True, otherwise="incorrect"),
}


def muc(pairs: Pairs, *, triggers: bool) -> dict[str, Muc]:
    """The outcomes of all four schemes over entity spans, or over trigger spans (type without factuality)."""
    found = dict.fromkeys(SCHEMES, Muc())
    for pair in pairs:
        gold, predicted = _chosen(pair.gold, triggers), _chosen(pair.predicted, triggers)
        for name, scheme in SCHEMES.items():
            found[name] += meet(gold, predicted, scheme)
    return found


def meet(gold: Iterable[Span], predicted: Iterable[Span], scheme: Scheme) -> Muc:
    """The outcomes of one scheme over the spans of one text."""
    gold, predicted = _in_text_order(gold), _in_text_order(predicted)
    identical = Counter(_identity(s, scheme) for s in gold) & Counter(_identity(s, scheme) for s in predicted)
    free, waiting = _without(gold, identical, scheme), _without(predicted, identical, scheme)
    outcomes = {"correct": identical.total(), "incorrect": 0, "partial": 0, "spurious": 0}
    for span in waiting:
        touching = [g for g in free if g.start < span.end and span.start < g.end]
        if not touching:
            outcomes["spurious"] += 1
            continue
        # Identical spans have met above, so a scheme that needs equal boundaries finds nothing correct here.
        alike = [] if scheme.same_boundaries else [g for g in touching if g.type == span.type]
        partner = min(alike, key=lambda g: _distance(g, span)) if alike else touching[0]
        free.remove(partner)
        outcomes["correct" if alike else scheme.otherwise] += 1
    return Muc(missed=len(free), **outcomes)


def _chosen(doc: Document, triggers: bool) -> list[Span]:
    return [s for s in doc.spans if (s.factuality is not None) == triggers]


def _in_text_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda s: (s.start, s.end, s.type))


def _identity(span: Span, scheme: Scheme) -> tuple[int, int, str]:
    return span.start, span.end, span.type if scheme.same_type else ""


def _without(spans: Iterable[Span], met: Counter[tuple[int, int, str]], scheme: Scheme) -> list[Span]:
    left = Counter(met)
    rest: list[Span] = []
    for span in spans:
        key = _identity(span, scheme)
        if left[key]:
            left[key] -= 1
        else:
            rest.append(span)
    return rest


def _distance(gold: Span, span: Span) -> int:
    return abs(gold.start - span.start) + abs(gold.end - span.end)
