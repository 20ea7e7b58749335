"""Thresholds and precision curves on numbers worked out by hand, and a run calibrated again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mithaq.decoding import Calibration
from models import checkpoint as checkpoints
from training.calibrate import CALIBRATION, best_threshold, calibrate_run, main, precision_curve
from training.predict import RememberingSession, TorchSession, extractor


def test_the_lowest_threshold_near_the_best_f1():
    # At 0.6: 2 of 2 right, 3 wanted: F1 0.8; with the third, wrong, 0.67; with the fourth, right, 0.86.
    outcomes = [(0.9, True), (0.6, True), (0.5, False), (0.4, True), (0.1, False)]
    assert best_threshold(outcomes, 3) == pytest.approx(0.25)
    assert best_threshold(outcomes[:3], 2) == pytest.approx(0.55)
    # 1,000 right ones, then wrong ones: 6 of these cost less than SLACK, the seventh more.
    flat = [(0.9, True)] * 1000 + [(0.5 - i / 100, False) for i in range(20)]
    assert best_threshold(flat, 1000) == pytest.approx(0.445)
    assert best_threshold([], 3) == 0.5
    assert best_threshold([(0.4, False)], 3) == 0.5


def test_a_curve_needs_enough_predictions():
    assert precision_curve([(0.9, True)] * 5) == ()
    outcomes = [(0.9 - i / 1000, i % 10 != 9) for i in range(100)]
    curve = dict(precision_curve(outcomes))
    assert all(precision >= 0.5 for precision in curve.values())
    assert list(curve) == sorted(curve)
    assert max(curve.values()) < 0.97, "no stretch of 20 has fewer than one wrong in twenty"


def test_a_remembered_window_is_read_once(checkpoint):
    class Counting(TorchSession):
        calls = 0

        def read(self, arrays):
            Counting.calls += 1
            return super().read(arrays)

    reader = extractor(checkpoint)
    reader._session = RememberingSession(Counting(checkpoint.model))
    first = reader("وقع الوزير وثيقة.")
    assert reader("وقع الوزير وثيقة.") == first
    assert Counting.calls == 1
    reader("غادر الوفد.")
    assert Counting.calls == 2


def test_a_run_is_calibrated_again(bundle, tmp_path, capsys):
    run = Path(shutil.copytree(bundle.parent / "run", tmp_path / "run"))
    before = (run / CALIBRATION).read_text(encoding="utf-8")
    found = calibrate_run(run)
    assert Calibration.from_dict(json.loads((run / CALIBRATION).read_text(encoding="utf-8")), "here") == found
    assert (run / CALIBRATION).read_text(encoding="utf-8") != before
    assert checkpoints.load(run).schema
    assert main([str(tmp_path / "none")]) == 1
    assert "error:" in capsys.readouterr().err
