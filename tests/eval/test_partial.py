import random

import pytest
from nervaluate import Evaluator

from eval.align import align
from eval.partial import SCHEMES, Muc, meet, muc
from mithaq.documents import Document, Span

NAMES = ("correct", "incorrect", "partial", "missed", "spurious", "precision", "recall", "f1")
LENGTH = 30


def numbers(outcomes) -> list[float]:
    return [getattr(outcomes, name) for name in NAMES]


def theirs(gold: list[list[Span]], predicted: list[list[Span]]) -> dict[str, list[float]]:
    """nervaluate's outcomes; its ends are inclusive."""
    sides = [[[{"label": s.type, "start": s.start, "end": s.end - 1} for s in doc] for doc in side] for side in (gold, predicted)]
    found = Evaluator(*sides, tags=["PERS", "ORG", "GPE"], loader="dict").evaluate()["overall"]
    return {name: numbers(result) for name, result in found.items()}


def ours(gold: list[list[Span]], predicted: list[list[Span]]) -> dict[str, list[float]]:
    docs = [[Document(str(i), "x" * LENGTH, spans=tuple(spans)) for i, spans in enumerate(side)] for side in (gold, predicted)]
    return {name: numbers(m) for name, m in muc(align(*docs), triggers=False).items()}


GOLD = [Span(0, 3, "PERS"), Span(5, 9, "ORG")]
ONE_ERROR = {
    "none": GOLD,
    "missed": [GOLD[0]],
    "spurious": [*GOLD, Span(12, 14, "PERS")],
    "type": [GOLD[0], Span(5, 9, "GPE")],
    "boundary": [GOLD[0], Span(5, 8, "ORG")],
    "boundary and type": [GOLD[0], Span(6, 12, "GPE")],
    "split": [GOLD[0], Span(5, 7, "ORG"), Span(7, 9, "ORG")],
    "merged": [Span(0, 9, "ORG")],
    "nothing": [],
}
NEIGHBOURS, OVERRUN = [Span(0, 2, "ORG"), Span(3, 9, "ORG")], [Span(1, 8, "ORG"), Span(8, 9, "ORG")]


@pytest.mark.parametrize("error", ONE_ERROR)
def test_one_error_agrees_with_nervaluate(error):
    assert ours([GOLD], [ONE_ERROR[error]]) == theirs([GOLD], [ONE_ERROR[error]])


def test_the_nearest_span_of_the_type_is_met_first():
    assert ours([NEIGHBOURS], [OVERRUN]) == theirs([NEIGHBOURS], [OVERRUN])
    assert meet(NEIGHBOURS, OVERRUN, SCHEMES["ent_type"]) == Muc(correct=1, missed=1, spurious=1)


def flat(rng: random.Random) -> list[Span]:
    spans, at = [], rng.randint(0, 2)
    while at < LENGTH - 6:
        end = at + rng.randint(1, 6)
        spans.append(Span(at, end, rng.choice(["PERS", "ORG", "GPE"])))
        at = end + rng.randint(0, 3)
    return spans


def test_random_flat_spans_agree_with_nervaluate():
    rng = random.Random(7)
    for _ in range(150):
        gold, predicted = [flat(rng)], [flat(rng)]
        found, expected = ours(gold, predicted), theirs(gold, predicted)
        for name in SCHEMES:
            assert found[name] == pytest.approx(expected[name]), (name, gold, predicted)


def test_outcomes_in_numbers():
    gold, predicted = (
        [Span(0, 3, "PERS"), Span(5, 9, "ORG"), Span(11, 12, "GPE")],
        [Span(0, 3, "ORG"), Span(5, 8, "ORG"), Span(20, 22, "GPE")],
    )
    assert {name: meet(gold, predicted, scheme) for name, scheme in SCHEMES.items()} == {
        "strict": Muc(incorrect=2, missed=1, spurious=1),
        "exact": Muc(correct=1, incorrect=1, missed=1, spurious=1),
        "partial": Muc(correct=1, partial=1, missed=1, spurious=1),
        "ent_type": Muc(correct=1, incorrect=1, missed=1, spurious=1),
    }
    assert meet(gold, predicted, SCHEMES["partial"]).f1 == pytest.approx(0.5)


def test_nested_spans_do_not_steal_each_others_partner():
    gold = [Span(0, 9, "ORG"), Span(5, 9, "NORP")]
    # nervaluate pairs the first prediction with the outer gold span; identical spans must meet first.
    for predicted in (gold, gold[::-1]):
        assert all(meet(gold, predicted, scheme) == Muc(correct=2) for scheme in SCHEMES.values())
    assert meet(gold, [Span(5, 9, "NORP"), Span(0, 8, "ORG")], SCHEMES["partial"]) == Muc(correct=1, partial=1)


def test_triggers_and_entities_are_apart():
    doc = Document("a", "x" * 9, spans=(Span(0, 2, "SIGN", "asserted"), Span(3, 5, "PERS")))
    negated = Document("a", "x" * 9, spans=(Span(0, 2, "SIGN", "negated"), Span(3, 5, "PERS")))
    pairs = align([doc], [negated])
    assert muc(pairs, triggers=True)["strict"] == muc(pairs, triggers=False)["strict"] == Muc(correct=1)
