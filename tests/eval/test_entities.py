import random
from dataclasses import replace

import pytest

from eval import entities
from eval.align import align
from eval.scores import Counts
from mithaq.documents import Document, Span
from mithaq.errors import InputError

# The gold's first document has 8 entities (PERS 2, ORG 2) and 4 triggers (SIGN 2).
ERRORS = [
    # change of the markup; then strict entities, entity boundaries, strict triggers, trigger boundaries, factuality, accuracy
    ((), (8, 0, 0), (8, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)),
    ((("⟦4:GPE عمان⟧", "⟦4:ORG عمان⟧"),), (7, 1, 1), (8, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)),
    ((("⟦2:PERS سامي حداد⟧", "سامي ⟦2:PERS حداد⟧"),), (7, 1, 1), (7, 1, 1), (4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)),
    ((("⟦4:GPE عمان⟧", "عمان"),), (7, 0, 1), (7, 0, 1), (4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)),
    ((("مهلة", "⟦20:DATE مهلة⟧"),), (8, 1, 0), (8, 1, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)),
    ((("12:SIGN-", "12:SIGN+"),), (8, 0, 0), (8, 0, 0), (4, 0, 0), (4, 0, 0), (3, 1, 1), (3, 1, 1)),
    ((("9:STATE+", "9:SIGN+"),), (8, 0, 0), (8, 0, 0), (3, 1, 1), (4, 0, 0), (3, 1, 1), (3, 0, 0)),
    ((("5:REQUEST_DELAY+ طلبت⟧", "5:REQUEST_DELAY+ طلب⟧ت"),), (8, 0, 0), (8, 0, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 0, 0)),
]


@pytest.mark.parametrize(("changes", *"abcdef"), ERRORS)
def test_one_error_and_all_its_counts(gold, read, change, changes, a, b, c, d, e, f):
    pairs = align(gold[:1], [change(read, *changes)])
    found = [
        entities.strict(pairs, triggers=False),
        entities.boundaries(pairs, triggers=False),
        entities.strict(pairs, triggers=True),
        entities.boundaries(pairs, triggers=True),
        entities.factuality(pairs),
        entities.factuality_accuracy(pairs),
    ]
    assert [t.micro for t in found] == [Counts(*x) for x in (a, b, c, d, e, f)]


def test_counts_by_type(gold, read, change):
    pairs = align(gold, [change(read, ("⟦4:GPE عمان⟧", "⟦4:ORG عمان⟧")), gold[1]])
    tally = entities.strict(pairs, triggers=False)
    assert tally.by_type["GPE"] == Counts(0, 0, 1)
    assert tally.by_type["ORG"] == Counts(2, 1, 0)
    assert tally.by_type["PERS"] == Counts(3, 0, 0)
    # DATE, DOC, NORP, PERS 1; GPE 0; ORG 0.8
    assert tally.macro.f1 == pytest.approx((4 + 0 + 0.8) / 6)


def test_factuality_counts_by_factuality(gold, read, change):
    tally = entities.factuality(align(gold[:1], [change(read, ("12:SIGN-", "12:SIGN?"))]))
    assert tally.by_type == {"asserted": Counts(3, 0, 0), "negated": Counts(0, 0, 1), "unrealised": Counts(0, 1, 0)}


def test_a_prediction_made_twice_is_a_false_positive(gold):
    twice = replace(gold[1], spans=(*gold[1].spans, gold[1].spans[1]))
    assert entities.strict(align(gold[1:], [twice]), triggers=False).micro == Counts(2, 1, 0)


def tags(length: int, spans: list[tuple[int, int, str]]) -> list[str]:
    out = ["O"] * length
    for start, end, name in spans:
        out[start:end] = [f"B-{name}"] + [f"I-{name}"] * (end - start - 1)
    return out


def flat_spans(rng: random.Random, length: int) -> list[tuple[int, int, str]]:
    spans, at = [], 0
    while at < length:
        end = min(length, at + rng.randint(1, 3))
        if rng.random() < 0.6:
            spans.append((at, end, rng.choice(["PERS", "ORG", "GPE"])))
        at = end + rng.randint(0, 1)
    return spans


def test_strict_scores_equal_seqeval_on_flat_spans():
    rng = random.Random(1)
    golds, predictions, want, got = [], [], [], []
    for i in range(60):
        sides = [flat_spans(rng, 12), flat_spans(rng, 12)]
        for side, docs, rows in zip(sides, (golds, predictions), (want, got), strict=True):
            docs.append(Document(str(i), "x" * 12, spans=tuple(Span(*s) for s in side)))
            rows.append(tags(12, side))
    tally = entities.strict(align(golds, predictions), triggers=False)
    flat = entities.flat_seqeval(want, got)
    for ours, theirs in [(tally.micro, flat.micro), *((tally.by_type[t], flat.by_type[t]) for t in ("PERS", "ORG", "GPE"))]:
        assert (theirs.precision, theirs.recall, theirs.f1, theirs.support) == pytest.approx(
            (ours.precision, ours.recall, ours.f1, ours.support)
        )
    assert flat.macro.f1 == pytest.approx(tally.macro.f1)


def test_seqeval_is_strict_about_tags():
    # The lenient default would take the I- without B- for a person.
    assert entities.flat_seqeval([["B-PERS", "I-PERS"]], [["I-PERS", "I-PERS"]]).micro.f1 == 0.0


@pytest.mark.parametrize(
    ("gold_tags", "predicted", "said"),
    [
        ([], [], "0 gold and 0 predicted"),
        ([["O"]], [["O"], ["O"]], "1 gold and 2 predicted"),
        ([["O"]], [["O", "O"]], "sentence 0: 1 gold and 2"),
        ([["S-PERS"]], [["O"]], "'S-PERS' is no IOB2 tag"),
        ([["B-"]], [["O"]], "'B-' is no IOB2 tag"),
    ],
)
def test_bad_tags_are_input_errors(gold_tags, predicted, said):
    with pytest.raises(InputError, match=said):
        entities.flat_seqeval(gold_tags, predicted)
