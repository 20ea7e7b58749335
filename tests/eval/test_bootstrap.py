import numpy as np
import pytest

from eval.bootstrap import f1, interval, intervals, macro_f1, paired
from mithaq.errors import InputError


def right(share: float, documents: int = 100) -> np.ndarray:
    """Documents with one item each, right or wrong: F1 of a sum is the share that is right, a binomial proportion."""
    hits = np.arange(documents) < round(share * documents)
    return np.stack([hits, ~hits, ~hits], axis=1).astype(np.int64)


def test_interval_of_a_proportion_is_the_binomial_one():
    found = interval(right(0.8, 400), samples=4000)
    spread = 1.96 * (0.8 * 0.2 / 400) ** 0.5
    assert found.value == 0.8
    assert found.low == pytest.approx(0.8 - spread, abs=0.005)
    assert found.high == pytest.approx(0.8 + spread, abs=0.005)


def test_no_spread_without_errors_or_with_one_document():
    perfect = interval(right(1.0))
    assert (perfect.value, perfect.low, perfect.high) == (1.0, 1.0, 1.0)
    alone = interval(np.asarray([[3, 1, 2]]))
    assert alone.low == alone.high == alone.value == pytest.approx(6 / 9)


def test_scores_are_of_summed_counts_and_undefined_ones_zero():
    assert f1(np.asarray([[1, 0, 0], [0, 0, 0]])).tolist() == [1.0, 0.0]
    # Means over documents would give 0.5 here.
    assert interval(np.asarray([[9, 0, 0], [0, 1, 0]])).value == pytest.approx(18 / 19)


def test_undefined_resamples_are_left_out():
    # A label that occurs in one document of two: a quarter of the resamples has none of it.
    rare = np.asarray([[1, 0, 0], [0, 0, 0]])
    assert interval(rare).low == interval(rare[:, None, :]).low == 1.0
    nothing = interval(np.zeros((2, 3), dtype=np.int64))
    assert (nothing.value, nothing.low, nothing.high) == (0.0, 0.0, 0.0)
    # For a comparison they are ties.
    assert paired(0 * rare, rare, samples=4000).not_better == pytest.approx(0.25, abs=0.03)


def test_macro_agrees_with_a_plain_loop():
    rng = np.random.default_rng(3)
    counts = rng.integers(0, 4, size=(12, 3, 3))
    counts[:, 2, [0, 2]] = 0
    drawn = np.random.default_rng(5).multinomial(12, np.full(12, 1 / 12), size=50)
    scores = []
    for weights in drawn:
        summed = (weights[:, None, None] * counts).sum(axis=0)
        present = [2 * tp / (2 * tp + fp + fn) for tp, fp, fn in summed if tp + fn]
        scores.append(sum(present) / len(present))
    found = interval(counts, samples=50, seed=5)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(scores, (0.025, 0.975))))
    assert macro_f1(np.zeros((2, 3))) == 0.0


def test_the_seed_decides():
    assert interval(right(0.5), seed=1) == interval(right(0.5), seed=1)
    assert interval(right(0.5), samples=50, seed=1) != interval(right(0.5), samples=50, seed=2)


def test_metrics_share_their_resamples():
    both = intervals({"a": right(0.7), "b": right(0.7)})
    assert both["a"] == both["b"]
    assert intervals({}) == {}


def test_paired_comparison():
    same = paired(right(0.7), right(0.7))
    assert (same.difference.value, same.not_better) == (0.0, 1.0)
    better = paired(right(0.5), right(0.9))
    assert better.difference.value == pytest.approx(0.4)
    assert better.not_better == 0.0
    assert better.difference.low > 0
    assert paired(right(0.9), right(0.5)).not_better == 1.0


def test_paired_share_in_a_known_case():
    # b gains one document of 20 and loses none: it fails to be better when no resample draws it, (19/20)^20 = 0.358.
    assert paired(right(0.5, 20), right(0.55, 20), samples=20000).not_better == pytest.approx(0.358, abs=0.01)


@pytest.mark.parametrize(
    ("counts", "samples", "said"),
    [
        ({"a": np.zeros((0, 3), dtype=np.int64)}, 10, "at least one"),
        ({"a": np.zeros((2, 3), dtype=np.int64), "b": np.zeros((3, 3), dtype=np.int64)}, 10, "same documents"),
        ({"a": np.zeros((2, 2), dtype=np.int64)}, 10, r"shape \(2, 2\)"),
        ({"a": np.zeros((2, 3), dtype=np.int64)}, 0, "samples must be at least 1"),
    ],
)
def test_impossible_inputs_are_named(counts, samples, said):
    with pytest.raises(InputError, match=said):
        intervals(counts, samples)
