"""Markdown tables of scores, in percent with one decimal.

Knows tallies, intervals and how to lay them out; computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.bootstrap import Interval
from eval.calibration import Reliability
from eval.metrics import Family, Tallies, has_macro, headline
from eval.partial import Muc
from eval.tally import Tally

Intervals = Mapping[str, Interval]


def table(header: Sequence[str], rows: Iterable[Sequence[str]], text_columns: int = 1) -> str:
    """A Markdown table; the first ``text_columns`` columns left, the others right."""
    rule = [":---" if i < text_columns else "---:" for i in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def percent(value: float) -> str:
    return f"{100 * value:.1f}"


def families_table(found: Tallies, section: str, intervals: Intervals) -> str:
    """One row a family of a section: precision, recall, micro F1, macro F1, support. Empty if the section has no family."""
    rows = [_family_row(family, tally, intervals) for family, tally in found.items() if family.section == section]
    header = ("metric", "what must agree", "precision", "recall", "micro F1", "macro F1", "gold", "predicted")
    return table(header, rows, 2) if rows else ""


def types_table(family: Family, tally: Tally, first: Sequence[str] = ()) -> str:
    """One row a type.

    Args:
        first: types to show before the others, which follow in alphabetical order.
    """
    names = [name for name in first if name in tally.by_type]
    names += [name for name in tally.by_type if name not in names]
    rows = []
    for name in names:
        c = tally.by_type[name]
        values = [percent(c.f1)] if family.style == "accuracy" else [percent(c.precision), percent(c.recall), percent(c.f1)]
        rows.append([name, *values, str(c.support), str(c.predicted)])
    scores = ("accuracy",) if family.style == "accuracy" else ("precision", "recall", "F1")
    return table(("type", *scores, "gold", "predicted"), rows)


def muc_table(found: Mapping[str, Muc]) -> str:
    """One row a scheme."""
    header = ("scheme", "precision", "recall", "F1", "correct", "incorrect", "partial", "missed", "spurious")
    rows = []
    for name, m in found.items():
        counts = (m.correct, m.incorrect, m.partial, m.missed, m.spurious)
        rows.append((name, percent(m.precision), percent(m.recall), percent(m.f1), *map(str, counts)))
    return table(header, rows)


def reliability_table(found: Reliability) -> str:
    """One row a bin."""
    rows = [(f"{b.low:.3f} - {b.high:.3f}", str(b.count), percent(b.mean), percent(b.right)) for b in found.bins]
    return table(("probability", "predictions", "mean", "right"), rows)


def _family_row(family: Family, tally: Tally, intervals: Intervals) -> list[str]:
    micro, support = tally.micro, str(tally.micro.support)
    score = _with_interval(micro.f1, intervals.get(headline(family)))
    if family.style == "accuracy":
        return [family.name, family.meaning, "", "", score, "", support, ""]
    macro = _with_interval(tally.macro.f1, intervals.get(f"{family.name}_macro_f1")) if has_macro(family) else ""
    name = family.name
    return [name, family.meaning, percent(micro.precision), percent(micro.recall), score, macro, support, str(micro.predicted)]


def _with_interval(value: float, interval: Interval | None) -> str:
    return percent(value) if interval is None else f"{percent(value)} [{percent(interval.low)}, {percent(interval.high)}]"
