from dataclasses import replace

import pytest

from eval.align import align
from eval.calibration import edge_outcomes, reliability, span_outcomes


def test_bins_have_equal_mass():
    found = reliability([(i / 100, True) for i in range(60)])
    assert [b.count for b in found.bins] == [4] * 15
    assert (found.bins[0].low, found.bins[-1].high) == (0.0, 0.59)


def test_ece_in_known_cases():
    assert reliability([(0.5, i % 2 == 0) for i in range(100)]).ece == 0.0
    assert reliability([(0.9, False)] * 10).ece == pytest.approx(0.9)
    two = reliability([(0.2, False)] * 30 + [(0.8, True)] * 10)
    assert [(b.count, b.mean, b.right) for b in two.bins] == [(30, pytest.approx(0.2), 0.0), (10, pytest.approx(0.8), 1.0)]
    assert two.ece == pytest.approx(0.2)


def test_few_or_no_predictions():
    assert reliability([]).ece == 0.0
    assert reliability([]).bins == ()
    assert [b.count for b in reliability([(0.1, True), (0.9, True)]).bins] == [1, 1]


def test_outcomes_are_of_strict_matches(gold):
    spans = (*(replace(s, p=0.5) for s in gold[1].spans[:2]), replace(gold[1].spans[2], type="ORG", p=0.25))
    doc = replace(gold[1], spans=spans, edges=tuple(replace(e, p=0.75) for e in gold[1].edges))
    pairs = align(gold[1:], [doc])
    assert sorted(span_outcomes(pairs)) == [(0.25, False), (0.5, True), (0.5, True)]
    assert sorted(edge_outcomes(pairs)) == [(0.75, False), (0.75, True)]


def test_of_two_equal_predictions_the_surer_is_right(gold):
    first = gold[1].spans[0]
    doc = replace(gold[1], spans=(replace(first, p=0.2), replace(first, p=0.7)), edges=())
    assert sorted(span_outcomes(align(gold[1:], [doc]))) == [(0.2, False), (0.7, True)]


def test_predictions_without_probability_are_left_out(gold):
    pairs = align(gold, gold)
    assert span_outcomes(pairs) == []
    assert edge_outcomes(pairs) == []
