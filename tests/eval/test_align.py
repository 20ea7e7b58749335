from dataclasses import replace

import pytest

from eval.align import align, check_given_spans, check_labels
from mithaq.documents import Document, Edge, Span
from mithaq.errors import DocumentError, InputError


def test_pairs_keep_the_order_of_the_gold(gold):
    pairs = align(gold, reversed(gold))
    assert [(p.gold.id, p.predicted.id) for p in pairs] == [("d1", "d1"), ("d2", "d2")]


@pytest.mark.parametrize(
    ("gold_ids", "predicted_ids", "said"),
    [
        ("ab", "a", r"1 gold id\(s\) have no prediction: 'b'"),
        ("a", "ax", r"1 predicted id\(s\) are not in the gold: 'x'"),
        ("a", "aa", r"1 predicted id\(s\) occur more than once: 'a'"),
        ("aa", "a", r"1 gold id\(s\) occur more than once: 'a'"),
        ("abcdefgh", "", r"8 gold id\(s\) have no prediction: 'a', 'b', 'c', 'd', 'e' and 3 more"),
    ],
)
def test_unaligned_ids_are_named(gold_ids, predicted_ids, said):
    with pytest.raises(DocumentError, match=said):
        align([Document(i, "x") for i in gold_ids], [Document(i, "x") for i in predicted_ids])


def test_different_texts_are_named_with_the_offset():
    with pytest.raises(DocumentError, match="'a' from offset 2"):
        align([Document("a", "قال")], [Document("a", "قات")])
    with pytest.raises(DocumentError, match="'a' from offset 3"):
        align([Document("a", "قال")], [Document("a", "قالت")])


def test_all_faults_come_in_one_message():
    with pytest.raises(DocumentError) as caught:
        align([Document("a", "x"), Document("b", "x")], [Document("b", "y"), Document("c", "x")])
    assert all(name in str(caught.value) for name in ("'a'", "'b'", "'c'"))


def test_no_gold_is_an_input_error():
    with pytest.raises(InputError, match="no gold document"):
        align([], [])


def test_given_spans_must_be_the_golds(gold):
    moved = replace(gold[1], spans=(replace(gold[1].spans[0], type="STATE"), *gold[1].spans[1:]))
    other_factuality = replace(gold[1], spans=(replace(gold[1].spans[0], factuality="negated"), *gold[1].spans[1:]))
    check_given_spans(align(gold, [gold[0], other_factuality]))
    with pytest.raises(DocumentError, match="'d2'"):
        check_given_spans(align(gold, [gold[0], moved]))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(0, 1, "PERSON"), "Did you mean 'PERS'"),
        (Span(0, 1, "PERS", "asserted"), "triggers have one"),
        (Span(0, 1, "SIGN"), "triggers have one"),
        (Span(0, 1, "SIGN", "asserte"), "Did you mean 'asserted'"),
    ],
)
def test_labels_outside_the_schema_are_named(schema, span, said):
    with pytest.raises(DocumentError, match=said):
        check_labels([Document("a", "xy", spans=(span,))], schema, "predicted")


def test_unknown_edges_are_named_and_forbidden_pairs_pass(schema):
    spans = (Span(0, 1, "PERS"), Span(1, 2, "ORG"))
    check_labels([Document("a", "xy", spans=spans, edges=(Edge(0, 1, "AGENT"),))], schema, "predicted")
    with pytest.raises(DocumentError, match="Did you mean 'AGENT'"):
        check_labels([Document("a", "xy", spans=spans, edges=(Edge(0, 1, "AGENTS"),))], schema, "predicted")
