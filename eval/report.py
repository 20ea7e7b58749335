"""Everything that is said of a set of predictions: ``evaluate`` makes it, ``Report`` holds and renders it, ``score`` is its fast part.

Knows documents and schemas; knows no model and no file. Predictions made end to end and predictions made on the gold's spans come in
apart and never meet in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from eval import answers, metrics, tables
from eval.align import Pairs, align, check_given_spans, check_labels
from eval.bootstrap import LEVEL, SAMPLES, Interval, intervals
from eval.calibration import Reliability, edge_outcomes, reliability, span_outcomes
from eval.confusion import Confusion, edge_confusion, span_confusion, to_markdown
from eval.metrics import Family
from eval.partial import Muc, muc
from eval.scores import Counts
from eval.tally import Tally
from mithaq.documents import Document
from mithaq.errors import InputError
from mithaq.schema import Schema

_SECTIONS = {
    metrics.SPANS: "Spans, end to end",
    metrics.EDGES: "Roles and relations, end to end",
    metrics.ANSWERS: "Answers, end to end (asserted events)",
    metrics.GIVEN: "Given gold spans (not comparable with the tables above)",
}
_BY_TYPE = {"entities_strict", "triggers_strict", "factuality", "roles_strict", "relations_strict", "all_answers"}
_BY_TYPE |= {"roles_given_spans", "relations_given_spans"}


@dataclass(frozen=True)
class Report:
    """The scores of one set of predictions. Ratios lie in [0, 1]; only the Markdown shows percent."""

    settings: dict[str, Any]
    """Schema, resamples, seed, level of the intervals; ``eval.run`` adds the files."""
    documents: tuple[str, ...]
    """Ids, in the order of the gold."""
    words: int
    """Words of the texts, as white space divides them."""
    metrics: dict[str, float]
    """Flat names (``eval/metrics.py``); ``entities_muc_partial_f1`` and the like for MUC, ``spans_ece`` and the like for calibration."""
    intervals: dict[str, Interval]
    """Of each F1 and accuracy among the metrics, except MUC's; empty without resamples."""
    tallies: dict[Family, Tally]
    """Counts behind the metrics."""
    muc: dict[str, dict[str, Muc]]
    """``entities`` and ``triggers`` -> scheme -> outcomes."""
    calibration: dict[str, Reliability]
    """``spans``, ``edges``, ``edges_given_spans``: those whose predictions carry probabilities."""
    confusions: dict[str, Confusion] = field(default_factory=dict)
    """``spans``, ``edges``."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; ``per_document`` gives [tp, fp, fn] in the order of ``documents``, for paired comparisons later."""
        return {
            "settings": self.settings,
            "number_of_documents": len(self.documents),
            "words": self.words,
            "metrics": self.metrics,
            "intervals": {name: asdict(interval) for name, interval in self.intervals.items()},
            "counts": {family.name: _counts(tally.micro) for family, tally in self.tallies.items()},
            "types": {family.name: {t: _row(c) for t, c in tally.by_type.items()} for family, tally in self.tallies.items()},
            "macro": {family.name: asdict(tally.macro) for family, tally in self.tallies.items() if metrics.has_macro(family)},
            "muc": {kind: {name: asdict(m) for name, m in found.items()} for kind, found in self.muc.items()},
            "calibration": {name: {"ece": r.ece, "bins": [asdict(b) for b in r.bins]} for name, r in self.calibration.items()},
            "confusions": {
                name: [{"gold": gold, "predicted": predicted, "count": n} for (gold, predicted), n in sorted(found.items())]
                for name, found in self.confusions.items()
            },
            "documents": list(self.documents),
            "per_document": {family.name: tally.per_document().tolist() for family, tally in self.tallies.items()},
        }

    def to_markdown(self) -> str:
        """The report for readers, scores in percent."""
        parts = [f"# Evaluation: {len(self.documents)} documents, {self.words:,} words", self._note()]
        for section, title in _SECTIONS.items():
            if body := tables.families_table(self.tallies, section, self.intervals):
                parts += [f"## {title}", body]
        for kind, found in self.muc.items():
            parts += [f"## MUC / SemEval-2013 schemes: {kind}", tables.muc_table(found)]
        for family, tally in self.tallies.items():
            if family.name in _BY_TYPE and tally.by_type:
                parts += [f"## By type: {family.name}", tables.types_table(family, tally, answers.ANSWERS)]
        for name, found_bins in self.calibration.items():
            title = f"## Calibration: {name}, expected calibration error {tables.percent(found_bins.ece)}"
            parts += [title, tables.reliability_table(found_bins)]
        for name, confusion in self.confusions.items():
            if not confusion:
                continue
            parts += [f"## Confusion: {name} (rows gold, columns predicted)", to_markdown(confusion)]
        return "\n\n".join(parts) + "\n"

    def _note(self) -> str:
        lines = [f"- {name}: {value}" for name, value in self.settings.items()]
        lines.append("- Scores in percent. Macro: mean over the types present in the gold. A score whose denominator is zero is 0.0.")
        if self.intervals:
            lines.append(f"- In brackets: {LEVEL:.0%} bootstrap interval over documents.")
        return "\n".join(lines)


def evaluate(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    schema: Schema,
    linked: Iterable[Document] | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Report:
    """Score predictions in every way this package knows.

    Args:
        gold: the truth; ids are unique.
        predicted: end-to-end predictions of the same texts, in any order.
        schema: the label set of both.
        linked: predictions given the gold's spans, if there are any.
        samples: bootstrap resamples; 0 for no intervals.
    Raises:
        InputError: no gold document, or a negative number of samples.
        DocumentError: documents that do not align, labels outside the schema, or linked documents with other spans than the gold's.
    """
    if samples < 0:
        raise InputError(f"samples must be 0 or more, found {samples}.")
    gold = list(gold)
    pairs = _pairs(gold, predicted, schema)
    tallies = metrics.tallies(pairs, schema)
    outcomes = {"spans": span_outcomes(pairs), "edges": edge_outcomes(pairs)}
    if linked is not None:
        given = _pairs(gold, linked, schema)
        check_given_spans(given)
        tallies |= metrics.tallies(given, schema, metrics.GIVEN_SPANS)
        outcomes["edges_given_spans"] = edge_outcomes(given)
    calibration = {name: reliability(found) for name, found in outcomes.items() if found}
    schemes = {"entities": muc(pairs, triggers=False)} if schema.entities else {}
    if schema.triggers:
        schemes["triggers"] = muc(pairs, triggers=True)
    flat = metrics.flat(tallies)
    flat |= {f"{kind}_muc_{name}_f1": m.f1 for kind, found in schemes.items() for name, m in found.items()}
    flat |= {f"{name}_ece": found.ece for name, found in calibration.items()}
    return Report(
        settings={"schema": f"{schema.name} {schema.version}", "samples": samples, "seed": seed, "level": LEVEL},
        documents=tuple(doc.id for doc in gold),
        words=sum(len(doc.text.split()) for doc in gold),
        metrics=flat,
        intervals=intervals(metrics.arrays(tallies), samples, seed) if samples else {},
        tallies=tallies,
        muc=schemes,
        calibration=calibration,
        confusions={"spans": span_confusion(pairs), "edges": edge_confusion(pairs)},
    )


def score(gold: Iterable[Document], predicted: Iterable[Document], schema: Schema) -> dict[str, float]:
    """The flat end-to-end metrics alone, fast enough for early stopping; arguments and errors as ``evaluate``."""
    return metrics.flat(metrics.tallies(_pairs(list(gold), predicted, schema), schema))


def _pairs(gold: list[Document], predicted: Iterable[Document], schema: Schema) -> Pairs:
    predicted = list(predicted)
    pairs = align(gold, predicted)
    check_labels(gold, schema, "gold")
    check_labels(predicted, schema, "predicted")
    return pairs


def _counts(c: Counts) -> dict[str, int]:
    return {"tp": c.tp, "fp": c.fp, "fn": c.fn}


def _row(c: Counts) -> Mapping[str, float]:
    return {**_counts(c), **asdict(c.prf())}
