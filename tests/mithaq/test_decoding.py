"""From scores to spans, factualities and edges: each rule on a few numbers."""

from __future__ import annotations

import numpy as np
import pytest

from mithaq.decoding import Calibration, Head, LinkRow, WordSpan, decode_links, link_rows, merge_spans, window_spans
from mithaq.errors import BundleError, InputError
from mithaq.features import Window

WHOLE = Window(0, 4, 0, 4)


def scores(*cells: tuple[int, int, int, float], words: int = 4, width: int = 3, types: int = 2) -> dict[str, np.ndarray]:
    """Scores that prefer no span, but for cells (word, extra, type, score)."""
    spans = np.zeros((words, width, 1 + types), dtype=np.float32)
    spans[..., 0] = 5
    for word, extra, kind, value in cells:
        spans[word, extra, 1 + kind] = value
    return {"spans": spans, "proclitic": np.zeros((words, 2), dtype=np.float32)}


def test_the_best_type_of_a_probable_cell():
    (span,) = window_spans(WHOLE, scores((1, 2, 1, 9)), Head())
    assert (span.first, span.last, span.type) == (1, 3, 1)
    assert span.p == pytest.approx(1 / (1 + np.exp(-4) + np.exp(-9)), abs=1e-5)


def test_threshold_and_temperature():
    cell = scores((1, 0, 0, 5.5))
    assert window_spans(WHOLE, cell, Head(threshold=0.7)) == []
    assert len(window_spans(WHOLE, cell, Head(threshold=0.6))) == 1
    assert len(window_spans(WHOLE, cell, Head(temperature=0.5, threshold=0.7))) == 1


def test_a_span_beyond_the_last_word_is_none():
    assert window_spans(WHOLE, scores((3, 1, 0, 9)), Head()) == []


def test_a_window_gives_only_spans_that_begin_in_its_own_words():
    window = Window(10, 14, 12, 14)
    found = window_spans(window, scores((1, 2, 0, 9), (2, 0, 1, 9)), Head())
    assert [(s.first, s.last) for s in found] == [(12, 12)]


def test_leading_letters():
    cell = scores((0, 0, 0, 9))
    cell["proclitic"][0] = [0, 1]
    assert window_spans(WHOLE, cell, Head())[0].skip == 1


def test_nesting_stays_crossing_and_doubles_go(schema):
    outer, inner = WordSpan(0, 4, 0, p=0.6), WordSpan(1, 2, 1, p=0.9)
    crossing, double = WordSpan(3, 6, 0, p=0.5), WordSpan(1, 2, 0, p=0.7)
    assert merge_spans([crossing, outer, double, inner], schema) == [outer, inner]
    assert merge_spans([WordSpan(3, 6, 0, p=0.8), outer], schema) == [WordSpan(3, 6, 0, p=0.8)]


def test_spans_that_share_an_end_nest(schema):
    spans = [WordSpan(0, 4, 0, p=0.6), WordSpan(2, 4, 0, p=0.5), WordSpan(0, 1, 0, p=0.4)]
    assert merge_spans(spans, schema) == [spans[0], spans[2], spans[1]]


def test_nothing_lies_inside_a_trigger(schema, kinds):
    whole, verb = WordSpan(1, 2, kinds["REQUEST_DELAY"], p=0.5), WordSpan(1, 1, kinds["REQUEST_DELAY"], p=0.3)
    assert merge_spans([whole, verb], schema) == [whole]
    name, act = WordSpan(0, 3, kinds["ORG"], p=0.5), WordSpan(1, 1, kinds["SIGN"], p=0.3)
    assert merge_spans([name, act], schema) == [name, act]


def test_link_rows_hold_the_spans_inside_a_window():
    spans = [WordSpan(0, 1, 0), WordSpan(3, 5, 0), WordSpan(6, 6, 0)]
    rows = link_rows([Window(0, 5, 0, 4), Window(3, 8, 4, 8)], spans)
    assert [r.members.tolist() for r in rows] == [[0], [1, 2]]


def linked(schema, spans, windows, edge_scores, threshold=0.5):
    """Decode links whose scores are given by window: {(head, tail, edge type): score} over the window's own spans."""
    links = []
    for row, given in zip(link_rows(windows, spans), edge_scores, strict=True):
        size = len(row.members)
        edges = np.full((size, size, len(schema.edge_types)), -9.0, dtype=np.float32)
        for (head, tail, kind), value in given.items():
            edges[head, tail, schema.edge_types.index(kind)] = value
        facts = np.tile(np.array([0, 3, 0], dtype=np.float32), (size, 1))
        links.append((LinkRow(row.window, row.members), {"factuality": facts, "edges": edges}))
    return decode_links(spans, links, schema, Calibration(edges=Head(threshold=threshold)))


@pytest.fixture
def kinds(schema):
    return {name: i for i, name in enumerate(schema.span_types)}


def test_edges_obey_the_schema_and_factuality_is_for_triggers(schema, kinds):
    spans = [WordSpan(0, 0, kinds["SIGN"]), WordSpan(1, 1, kinds["PERS"])]
    given = {(0, 1, "AGENT"): 4, (1, 0, "AGENT"): 9, (0, 1, "UNTIL"): 9, (0, 0, "OBJECT"): 9}
    facts, edges = linked(schema, spans, [WHOLE], [given])
    assert [(e.head, e.tail, e.type) for e in edges] == [(0, 1, "AGENT")]
    assert facts[0][0] == schema.factuality_names[1]
    assert facts[1] == (None, 1.0)


def test_an_edge_is_no_more_certain_than_its_spans(schema, kinds):
    spans = [WordSpan(0, 0, kinds["SIGN"], p=0.5), WordSpan(1, 1, kinds["PERS"], p=0.8)]
    _, edges = linked(schema, spans, [WHOLE], [{(0, 1, "AGENT"): 20}], threshold=0.1)
    assert edges[0].p == pytest.approx(0.4, abs=1e-4)


def test_a_pair_in_two_windows_is_judged_by_the_owner_of_its_head(schema, kinds):
    spans = [WordSpan(2, 2, kinds["SIGN"]), WordSpan(3, 3, kinds["PERS"])]
    windows = [Window(0, 4, 0, 3), Window(2, 6, 3, 6)]
    _, edges = linked(schema, spans, windows, [{(0, 1, "AGENT"): 1}, {(0, 1, "AGENT"): 9}])
    assert edges[0].p == pytest.approx(1 / (1 + np.exp(-1)), abs=1e-5)


def test_a_precision_target_takes_the_lowest_threshold_that_reached_it():
    head = Head(precision=((0.3, 0.8), (0.5, 0.9), (0.7, 0.95)))
    assert head.at_precision(0.85, "spans").threshold == 0.5
    with pytest.raises(InputError, match=r"best measured is 0\.950"):
        head.at_precision(0.99, "spans")


def test_calibration_round_trip():
    made = Calibration(Head(1.2, 0.4, ((0.1, 0.5),)), Head(), 1.5)
    assert Calibration.from_dict(made.to_dict(), "here") == made
    with pytest.raises(BundleError, match="damaged calibration"):
        Calibration.from_dict({"spans": {}}, "here")
