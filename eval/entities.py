"""Scores of entity spans, trigger spans and factuality.

Knows spans; knows no edge. Overlap schemes (MUC) are in ``partial.py``.

Definitions (a document's items are bags: equal items match one to one):
    strict     an item is (start, end, type). Entities and triggers are scored apart; a trigger's type leaves factuality out.
    boundary   an item is (start, end), whatever its type
    factuality F1: an item is (start, end, trigger type, factuality); by type means by factuality
    factuality accuracy: of the triggers that match strictly, the share with the gold's factuality. Errors of triggers are not in it.

Sources: seqeval (strict mode), nervaluate; FIELD.md on why the lenient default of seqeval is no option (about 5 points too high).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from eval.align import Pairs
from eval.scores import Counts, Prf, compare, ratio
from eval.tally import Tally
from mithaq.documents import Document, Span
from mithaq.errors import InputError

ANY = "span"
"""The one type of a tally that ignores types."""


def strict(pairs: Pairs, *, triggers: bool) -> Tally:
    """Strict span counts by type.

    Args:
        triggers: count trigger spans; else entity spans.
    """
    return Tally(tuple(compare(_typed(p.gold, triggers), _typed(p.predicted, triggers)) for p in pairs))


def boundaries(pairs: Pairs, *, triggers: bool) -> Tally:
    """Counts of boundaries alone, under the one type ``ANY``."""
    return Tally(tuple(compare(_untyped(p.gold, triggers), _untyped(p.predicted, triggers)) for p in pairs))


def factuality(pairs: Pairs) -> Tally:
    """Counts of (start, end, trigger type, factuality), by factuality."""
    return Tally(tuple(compare(_with_factuality(p.gold), _with_factuality(p.predicted)) for p in pairs))


def factuality_accuracy(pairs: Pairs) -> Tally:
    """Right and wrong factualities of strictly matched triggers, by trigger type.

    An error counts as one fp and one fn, so that precision, recall and F1 all equal the accuracy; support is the matched triggers.
    """
    return Tally(tuple(_accuracy(p.gold, p.predicted) for p in pairs))


@dataclass(frozen=True)
class FlatScores:
    """What seqeval says of a flat corpus; ratios in [0, 1]."""

    micro: Prf
    macro: Prf
    """Mean over the types present in the gold (seqeval's own macro also counts types that are only predicted)."""
    by_type: dict[str, Prf]


def flat_seqeval(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> FlatScores:
    """Score flat corpora with seqeval, ``mode="strict"``, ``scheme=IOB2``.

    Args:
        gold, predicted: one list of tags (``O``, ``B-PERS``, ``I-PERS``) a sentence.
    Raises:
        InputError: no sentence, unequal lengths (with the sentence), or a tag that is not IOB2.
    """
    _check_tags(gold, predicted)
    table = classification_report(
        [list(tags) for tags in gold], [list(tags) for tags in predicted], mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    found = {name: _prf(row) for name, row in table.items() if not name.endswith(" avg")}
    present = [score for score in found.values() if score.support]
    means = [ratio(sum(getattr(s, name) for s in present), len(present)) for name in ("precision", "recall", "f1")]
    micro = _prf(table["micro avg"])
    return FlatScores(micro, Prf(means[0], means[1], means[2], micro.support), found)


def _chosen(doc: Document, triggers: bool) -> list[Span]:
    return [s for s in doc.spans if (s.factuality is not None) == triggers]


def _typed(doc: Document, triggers: bool) -> list[tuple[str, tuple[int, int]]]:
    return [(s.type, (s.start, s.end)) for s in _chosen(doc, triggers)]


def _untyped(doc: Document, triggers: bool) -> list[tuple[str, tuple[int, int]]]:
    return [(ANY, (s.start, s.end)) for s in _chosen(doc, triggers)]


def _with_factuality(doc: Document) -> list[tuple[str, tuple[int, int, str]]]:
    return [(s.factuality or "", (s.start, s.end, s.type)) for s in _chosen(doc, True)]


def _accuracy(gold: Document, predicted: Document) -> dict[str, Counts]:
    sides = []
    for doc in (gold, predicted):
        side: dict[tuple[int, int, str], Counter[str]] = {}
        for s in _chosen(doc, True):
            side.setdefault((s.start, s.end, s.type), Counter())[s.factuality or ""] += 1
        sides.append(side)
    want, got = sides
    found: dict[str, Counts] = {}
    for key in want.keys() & got.keys():
        right = (want[key] & got[key]).total()
        wrong = min(want[key].total(), got[key].total()) - right
        found[key[2]] = found.get(key[2], Counts()) + Counts(right, wrong, wrong)
    return found


def _prf(row: dict[str, float]) -> Prf:
    return Prf(float(row["precision"]), float(row["recall"]), float(row["f1-score"]), int(row["support"]))


def _check_tags(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> None:
    if not gold or len(gold) != len(predicted):
        raise InputError(f"{len(gold)} gold and {len(predicted)} predicted sentences; give the same number, at least one.")
    for i, (want, got) in enumerate(zip(gold, predicted, strict=True)):
        if len(want) != len(got):
            raise InputError(f"sentence {i}: {len(want)} gold and {len(got)} predicted tags; give one tag for each word on both sides.")
        for tag in (*want, *got):
            if tag != "O" and not (tag[:2] in {"B-", "I-"} and tag[2:]):
                raise InputError(f"sentence {i}: '{tag}' is no IOB2 tag; write O, B-TYPE or I-TYPE.")
