import pytest

from eval.scores import Counts, compare
from eval.tally import Tally


def test_ratios_of_counts():
    c = Counts(3, 1, 2)
    assert (c.precision, c.recall, c.support, c.predicted) == (0.75, 0.6, 5, 4)
    assert c.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_undefined_ratios_are_zero():
    empty = Counts()
    assert (empty.precision, empty.recall, empty.f1) == (0.0, 0.0, 0.0)
    assert Counts(fn=2).precision == 0.0


def test_counts_add():
    assert sum([Counts(1, 2, 3), Counts(4, 5, 6)], Counts()) == Counts(5, 7, 9)


def test_repeated_items_match_one_to_one():
    assert compare([("A", 1)], [("A", 1), ("A", 1)]) == {"A": Counts(1, 1, 0)}
    assert compare([("A", 1), ("A", 1)], [("A", 1), ("B", 1)]) == {"A": Counts(1, 0, 1), "B": Counts(0, 1, 0)}


def test_macro_leaves_out_types_that_the_gold_lacks():
    tally = Tally(({"A": Counts(1, 0, 0), "B": Counts(0, 0, 1)}, {"C": Counts(0, 3, 0)}))
    assert tally.macro.f1 == 0.5
    assert tally.micro == Counts(1, 3, 1)
    assert tally.only(["A", "C"]).micro == Counts(1, 3, 0)


def test_arrays_follow_documents_and_types():
    tally = Tally(({"B": Counts(1, 2, 3)}, {"A": Counts(4, 5, 6), "B": Counts(7, 8, 9)}))
    assert tally.per_type().tolist() == [[[0, 0, 0], [1, 2, 3]], [[4, 5, 6], [7, 8, 9]]]
    assert tally.per_document().tolist() == [[1, 2, 3], [11, 13, 15]]
    assert Tally(({}, {})).per_document().tolist() == [[0, 0, 0], [0, 0, 0]]
