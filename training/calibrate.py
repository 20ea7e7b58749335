"""Temperatures, thresholds and precision curves, fitted on a development set.

    python -m training.calibrate RUN [DOCUMENTS]

fits those of a finished run again, on its own development set or on other documents.

Knows probabilities and what is right; the predictions come from the extractor itself, run with low thresholds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval.align import align
from eval.calibration import edge_outcomes, reliability, span_outcomes
from mithaq.decoding import Calibration, Head
from mithaq.documents import Document
from mithaq.errors import MithaqError
from mithaq.extractor import Extractor
from models import checkpoint as checkpoints
from training.config import load
from training.corpus import read_documents
from training.experiment import TrainConfig
from training.predict import extractor as extractor_of

CALIBRATION = "calibration.json"
_LOW = 0.05
"""Predictions below it are of no use at any precision."""
_TEMPERATURES = (0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5)
SLACK = 0.003
_TARGETS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99)
_LEAST = 20
"""Predictions that a measured precision must rest on."""

Outcomes = Sequence[tuple[float, bool]]


def calibrate(extractor: Extractor, docs: Sequence[Document]) -> Calibration:
    """Fit the heads one after the other: edges are judged on the spans that the fitted span head keeps.

    Args:
        docs: gold documents that the model was not trained on. Epoch, temperature and threshold are chosen on them: scores on them are
            optimistic.
    """
    gold = list(docs)
    spans = _fit(extractor, gold, "spans", Calibration(), lambda doc: len(doc.spans), lambda p: span_outcomes(align(gold, p)))
    edges = _fit(
        extractor, gold, "edges", replace(Calibration(), spans=spans), lambda doc: len(doc.edges), lambda p: edge_outcomes(align(gold, p))
    )
    return Calibration(spans, edges, _factuality_temperature(extractor, gold, Calibration(spans, edges)))


def best_threshold(outcomes: Outcomes, wanted: int) -> float:
    """The lowest threshold whose F1 is within SLACK of the best: the optimum is flat, and on other text probabilities are lower.

    Args:
        outcomes: (p, right) of all predictions.
        wanted: gold items.
    """
    ordered = sorted(outcomes, reverse=True)
    p = np.asarray([x for x, _ in ordered])
    right = np.cumsum([ok for _, ok in ordered])
    if not len(p) or not right[-1]:
        return 0.5
    f1 = 2 * right / (np.arange(1, len(p) + 1) + wanted)
    # Half-way to the next probability: a threshold that equals a prediction's own would hang on rounding.
    at = int(np.flatnonzero(f1 >= f1.max() - SLACK)[-1])
    return float((p[at] + p[at + 1]) / 2) if at + 1 < len(p) else float(p[at] * 0.99)


def precision_curve(outcomes: Outcomes) -> tuple[tuple[float, float], ...]:
    """(threshold, precision at or above it) for the targets that are reached, rising thresholds."""
    ordered = sorted(outcomes, reverse=True)
    if len(ordered) < _LEAST:
        return ()
    p = np.asarray([x for x, _ in ordered])
    precision = np.cumsum([ok for _, ok in ordered]) / np.arange(1, len(p) + 1)
    found: dict[float, float] = {}
    for target in _TARGETS:
        reached = np.flatnonzero((precision >= target) & (np.arange(len(p)) >= _LEAST - 1))
        if len(reached):
            found[float(p[reached[-1]])] = float(precision[reached[-1]])
    return tuple(sorted(found.items()))


def calibrate_run(folder: Path, documents: Path | None = None) -> Calibration:
    """Fit the calibration of a run folder and write it there."""
    checkpoint = checkpoints.load(folder)
    path = documents or Path(load(TrainConfig, folder / "config.yaml").dev)
    found = calibrate(extractor_of(checkpoint, remember=True), read_documents(str(path), checkpoint.schema))
    write(found, folder)
    return found


def write(calibration: Calibration, folder: Path) -> None:
    """Put a calibration into a run folder."""
    (folder / CALIBRATION).write_text(json.dumps(calibration.to_dict(), indent=1) + "\n", encoding="utf-8")


def _fit(
    extractor: Extractor,
    gold: list[Document],
    name: str,
    base: Calibration,
    size: Callable[[Document], int],
    outcomes: Callable[[list[Document]], Outcomes],
) -> Head:
    best: tuple[float, float, Outcomes] | None = None
    for temperature in _TEMPERATURES:
        head = Head(temperature, _LOW)
        trial = replace(base, spans=head) if name == "spans" else replace(base, edges=head)
        found = outcomes(_predict(extractor, gold, trial))
        error = reliability(found).ece
        if best is None or error < best[0]:
            best = (error, temperature, found)
    assert best is not None  # _TEMPERATURES is not empty
    _, temperature, found = best
    wanted = sum(size(doc) for doc in gold)
    return Head(temperature, best_threshold(found, wanted), precision_curve(found))


def _factuality_temperature(extractor: Extractor, gold: list[Document], base: Calibration) -> float:
    """By calibration error on the gold's triggers."""
    errors: dict[float, float] = {}
    names = Counter(s.factuality for doc in gold for s in doc.spans)
    blank = next((name for name in names if name is not None), None)
    if blank is None:
        return 1.0
    given = [replace(d, spans=tuple(replace(s, factuality=None if s.factuality is None else blank) for s in d.spans)) for d in gold]
    for temperature in _TEMPERATURES:
        outcomes: list[tuple[float, bool]] = []
        extractor.calibration = replace(base, factuality_temperature=temperature)
        for want, got in zip(gold, extractor.link(given), strict=True):
            pairs = zip(want.spans, got.spans, strict=True)
            outcomes += [(g.p or 0.0, g.factuality == w.factuality) for w, g in pairs if w.factuality is not None]
        errors[temperature] = reliability(outcomes).ece
    return min(errors, key=lambda t: errors[t])


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("run", type=Path)
    made.add_argument("documents", type=Path, nargs="?", help="gold documents (default: the run's development set)")
    options = made.parse_args(arguments)
    try:
        print(json.dumps(calibrate_run(options.run, options.documents).to_dict()))
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _predict(extractor: Extractor, gold: Sequence[Document], calibration: Calibration) -> list[Document]:
    extractor.calibration = calibration
    return list(extractor.stream([doc.bare() for doc in gold]))


if __name__ == "__main__":
    sys.exit(main())
