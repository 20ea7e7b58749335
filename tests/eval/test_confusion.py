from dataclasses import replace

from eval.align import align
from eval.confusion import NONE, edge_confusion, span_confusion, to_markdown
from mithaq.documents import Edge, Span


def test_types_on_equal_boundaries(gold):
    spans = (gold[1].spans[0], replace(gold[1].spans[1], type="ORG"), Span(0, 2, "GPE"))
    found = span_confusion(align(gold[1:], [replace(gold[1], spans=spans, edges=())]))
    assert found == {("SIGN", "SIGN"): 1, ("PERS", "ORG"): 1, ("DOC", NONE): 1, (NONE, "GPE"): 1}


def test_edges_on_equal_pairs(gold):
    doc = replace(gold[1], edges=(Edge(0, 1, "AGENT"), Edge(0, 2, "PLACE"), Edge(1, 2, "AFFILIATED")))
    found = edge_confusion(align(gold[1:], [doc]))
    assert found == {("AGENT", "AGENT"): 1, ("OBJECT", "PLACE"): 1, (NONE, "AFFILIATED"): 1}


def test_equal_types_pair_first(gold):
    twice = replace(gold[1], spans=(Span(0, 3, "ORG"), Span(0, 3, "PERS")), edges=())
    assert span_confusion(align([twice], [replace(twice, spans=twice.spans[1:])])) == {("PERS", "PERS"): 1, ("ORG", NONE): 1}


def test_markdown(gold):
    doc = replace(gold[1], spans=(gold[1].spans[0], replace(gold[1].spans[1], type="DOC"), gold[1].spans[2]), edges=())
    lines = to_markdown(span_confusion(align(gold[1:], [doc]))).splitlines()
    assert lines[0] == f"| gold \\ predicted | DOC | PERS | SIGN | {NONE} |"
    assert lines[3] == "| PERS | 1 |  |  |  |"
    assert len({line.count("|") - line.count("\\|") for line in lines}) == 1
