"""Scores of alias groups: the worked examples of the papers, two other scorers, and documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.aliases import Agreement, compare_partitions, exact_match, main, score, scores_table
from eval.align import align
from mithaq.documents import Document, Span, write_jsonl
from mithaq.errors import DocumentError


def groups(*members: str) -> list[frozenset[str]]:
    return [frozenset(group) for group in members]


# Bagga & Baldwin 1998, section 2; Luo 2005, figure 1 and table 1 take the same truth and add two responses.
TRUTH = groups("12345", "67", "89ABC")
RESPONSES = [
    # response; MUC, B-cubed and CEAF-e F1 as printed by Luo
    (groups("12345", "6789ABC"), 0.947, 0.865, 0.733),
    (groups("1234589ABC", "67"), 0.947, 0.737, 0.667),
    (groups("123456789ABC"), 0.900, 0.545, 0.294),
    (groups(*"123456789ABC"), 0.000, 0.400, 0.178),
]


@pytest.mark.parametrize(("response", "muc", "b_cubed", "ceaf_e"), RESPONSES)
def test_the_examples_of_luo(response, muc, b_cubed, ceaf_e):
    found = compare_partitions(TRUTH, response)
    assert [found.muc.f1, found.b_cubed.f1, found.ceaf_e.f1] == pytest.approx([muc, b_cubed, ceaf_e], abs=0.0006)
    assert found.conll == pytest.approx((muc + b_cubed + ceaf_e) / 3, abs=0.0006)


def test_the_examples_of_bagga_and_baldwin():
    first, second = (compare_partitions(TRUTH, response) for response, *_ in RESPONSES[:2])
    assert [first.b_cubed.precision, first.b_cubed.recall] == pytest.approx([16 / 21, 1])
    assert [second.b_cubed.precision, second.b_cubed.recall] == pytest.approx([7 / 12, 1])
    assert first.muc.precision == second.muc.precision == pytest.approx(9 / 10)


def test_the_example_of_vilain():
    found = compare_partitions(groups("ABCD"), groups("AB", "CD"))
    assert (found.muc.recall, found.muc.precision) == pytest.approx((2 / 3, 1))


def test_the_example_of_moosavi_and_strube():
    found = compare_partitions(groups("abc", "defg"), groups("ab", "cd", "fghi"))
    assert (found.lea.recall, found.lea.precision) == pytest.approx((0.238, 0.333), abs=0.0006)


def test_lea_leaves_singletons_out():
    assert compare_partitions(groups("ab", "c"), groups("ab", "c")).lea == Agreement(2, 2, 2, 2)
    assert compare_partitions(groups("a", "b"), groups("a", "b")).lea == Agreement()


@st.composite
def two_partitions(draw):
    """Two partitions of the same mentions, singletons among them."""
    count = draw(st.integers(1, 12))
    labels = st.lists(st.integers(0, 5), min_size=count, max_size=count)
    made = []
    for places in (draw(labels), draw(labels)):
        made.append([frozenset(i for i, p in enumerate(places) if p == place) for place in sorted(set(places))])
    return made


@given(two_partitions())
def test_parity_with_scorch(partitions):
    scorch = pytest.importorskip("scorch.scores")
    found = compare_partitions(*partitions)
    sides = [[set(group) for group in partition] for partition in partitions]
    for ours, theirs in ((found.muc, scorch.muc), (found.b_cubed, scorch.b_cubed), (found.ceaf_e, scorch.ceaf_e)):
        recall, precision, f1 = theirs(*sides)
        # scorch calls MUC 0 as a whole when one side has no link; the other side's ratio is undefined then, and so 0 here too.
        assert (ours.recall, ours.precision, ours.f1) == pytest.approx((recall, precision, f1))


@given(st.lists(two_partitions(), min_size=1, max_size=4))
def test_parity_with_corefeval_over_documents(documents):
    corefeval = pytest.importorskip("corefeval")
    scorer = corefeval.Scorer()
    total = compare_partitions([], [])
    for gold, predicted in documents:
        # corefeval drops groups of one on one side only, so both sides are given groups of two and more.
        gold, predicted = ([g for g in side if len(g) > 1] for side in (gold, predicted))
        total += compare_partitions(gold, predicted)
        as_lists = [[[(i, i) for i in sorted(group)] for group in side] for side in (predicted, gold)]
        scorer.update(corefeval.Document(*as_lists))
    theirs = scorer.detailed_score("", "", verbose=False)[1]
    for name, ours in {"muc": total.muc, "b_cubed": total.b_cubed, "ceafe": total.ceaf_e, "lea": total.lea}.items():
        expected = [theirs[name][part] for part in ("precision", "recall", "f1")]
        assert [ours.precision, ours.recall, ours.f1] == pytest.approx(expected)


@given(two_partitions())
def test_bounds_and_symmetry(partitions):
    gold, predicted = partitions
    there, back = compare_partitions(gold, predicted), compare_partitions(predicted, gold)
    same = compare_partitions(gold, gold)
    for name in ("muc", "b_cubed", "ceaf_e", "lea"):
        one, other, whole = getattr(there, name), getattr(back, name), getattr(same, name)
        assert all(0 <= part <= 1.000001 for part in (one.precision, one.recall))
        assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))
        assert whole.f1 == pytest.approx(1) or whole.wanted == 0


def document(*aliases: tuple[int, ...]) -> Document:
    """Four people, a date, and a place: mentions 0-3, 4, 5."""
    text = "سام حداد سام حداد أمس تونس"
    spans = [Span(*ends, "PERS") for ends in ((0, 3), (4, 8), (9, 12), (13, 17))] + [Span(18, 21, "DATE"), Span(22, 26, "GPE")]
    return Document("d", text, spans=tuple(spans), aliases=aliases)


def test_mentions_without_a_group_are_singletons_of_their_type():
    found = score(align([document((0, 2))], [document()]))
    assert found.muc == Agreement(0, 1, 0, 0)
    assert found.b_cubed == Agreement(4, 5, 5, 5), "the date counts on no side"
    assert found.ceaf_e.given == 5


def test_a_type_outside_same_counts_where_it_is_grouped():
    assert score(align([document((0, 4))], [document()])).b_cubed.wanted == 6
    assert score(align([document()], [document((0, 4))])).b_cubed.given == 6
    assert score(align([document()], [document()]), types=("DATE",)).b_cubed.wanted == 1


def test_groups_that_share_a_mention_are_one():
    found = score(align([document((0, 1, 2, 3))], [document((0, 1), (2, 3), (1, 2))]))
    assert found.lea.f1 == found.conll == 1


def test_the_order_of_spans_does_not_matter():
    doc = document((0, 2), (1, 3))
    turned = replace(doc, spans=doc.spans[::-1], aliases=((2, 4), (5, 3)))
    assert score(align([doc], [turned])).conll == 1


def test_other_spans_are_refused():
    with pytest.raises(DocumentError, match="other spans than the gold"):
        score(align([document()], [replace(document(), spans=document().spans[1:])]))


def test_exact_match_joins_equal_text_of_groupable_types():
    doc = document()
    assert exact_match(doc) == ((0, 2), (1, 3))
    assert exact_match(replace(doc, spans=(doc.spans[0], replace(doc.spans[2], type="DATE"), replace(doc.spans[2], type="ORG")))) == ()


def test_the_table_gives_percent():
    rows = scores_table({"x": score(align([document((0, 2))], [document((0, 2, 1))]))}).splitlines()
    assert len(rows) == 3
    assert rows[0].startswith("| groups | MUC P |")
    assert rows[2].split(" | ")[:4] == ["| x", "50.0", "100.0", "66.7"]


def test_the_command(tmp_path, capsys):
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    write_jsonl(gold, [document((0, 2), (1, 3))])
    write_jsonl(predicted, [document((0, 2))])
    assert main([str(gold)]) == 0
    shown = capsys.readouterr().out
    assert [line.split(" | ")[0] for line in shown.splitlines()[2:]] == [
        "| exact match",
        "| group_aliases, names",
        "| group_aliases, names and edges",
    ]
    assert main([str(gold), str(predicted)]) == 0
    shown = capsys.readouterr().out
    assert "predicted.jsonl | 100.0 | 50.0 | 66.7 |" in shown
    assert "exact match | 100.0 | 100.0 |" in shown


def test_the_command_names_a_missing_file(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl: cannot be read" in capsys.readouterr().err
