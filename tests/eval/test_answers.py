from dataclasses import replace

import pytest

from eval.align import align
from eval.answers import ANSWERS, actors, largest_matching, stances
from eval.scores import Counts

SIGN = ("SIGN",)


def block(text: str, edges: str) -> str:
    return f"### a\n{text}\n---\n{edges}\n"


def counts(read, gold: str, predicted: str, level=actors, types=SIGN) -> Counts:
    return level(align([read(gold)], [read(predicted)]), types).micro


@pytest.mark.parametrize(
    ("changes", "actor", "stance"),
    [
        ((), (2, 0, 0), (2, 0, 0)),
        ((("1 AGENT 2\n", ""),), (1, 0, 1), (1, 0, 1)),
        # «لم يوقع» read as signed: the delegation becomes a false signer.
        ((("12:SIGN-", "12:SIGN+"),), (2, 1, 0), (2, 1, 0)),
        ((("1:SIGN+", "1:SIGN?"),), (1, 0, 1), (1, 0, 1)),
        # The agent is another mention of the same person: right.
        ((("1 AGENT 2", "1 AGENT 10"),), (2, 0, 0), (2, 0, 0)),
        ((("1 AGENT 2", "1 AGENT 11"),), (1, 1, 1), (1, 1, 1)),
        # The matter is missing or another: right actor, wrong stance.
        ((("1 OBJECT 3", ""),), (2, 0, 0), (1, 1, 1)),
        ((("5 UNTIL 8", "5 OBJECT 3"),), (2, 0, 0), (1, 1, 1)),
        # The same text in another role is another matter.
        ((("5 UNTIL 8", "5 OBJECT 8"),), (2, 0, 0), (1, 1, 1)),
        # One matter in common is enough.
        ((("1 OBJECT 3", "1 OBJECT 3\n1 OBJECT 4"),), (2, 0, 0), (2, 0, 0)),
    ],
)
def test_one_error_and_all_its_counts(gold, read, change, changes, actor, stance):
    pairs = align(gold[:1], [change(read, *changes)])
    assert actors(pairs, ANSWERS).micro == Counts(*actor)
    assert stances(pairs, ANSWERS).micro == Counts(*stance)


def test_types_are_apart(gold):
    tally = actors(align(gold, gold), ("SIGN", "REQUEST_DELAY", "STATE"))
    assert tally.by_type == {"SIGN": Counts(2, 0, 0), "REQUEST_DELAY": Counts(1, 0, 0), "STATE": Counts(1, 0, 0)}


def test_a_name_matches_by_its_text_without_diacritics(read):
    gold = block("⟦1:SIGN+ وقع⟧ ⟦2:PERS حدّاد⟧ ثم خرج حداد.", "1 AGENT 2")
    predicted = block("⟦1:SIGN+ وقع⟧ حدّاد ثم خرج ⟦2:PERS حداد⟧.", "1 AGENT 2")
    assert counts(read, gold, predicted) == Counts(1, 0, 0)


def test_the_boundaries_of_the_mention_or_its_text_must_agree(read):
    gold = block("⟦1:SIGN+ وقع⟧ ⟦2:PERS سامي حداد⟧.", "1 AGENT 2")
    predicted = block("⟦1:SIGN+ وقع⟧ سامي ⟦2:PERS حداد⟧.", "1 AGENT 2")
    assert counts(read, gold, predicted) == Counts(0, 1, 1)


def test_the_type_of_the_mention_does_not_matter(read):
    gold = block("⟦1:SIGN+ وقع⟧ ⟦2:PERS حداد⟧.", "1 AGENT 2")
    assert counts(read, gold, gold.replace("PERS", "ORG")) == Counts(1, 0, 0)


TWO = "⟦1:SIGN+ وقع⟧ ⟦2:PERS سامي حداد⟧ أولا، ثم ⟦3:SIGN+ وقع⟧ ⟦4:PERS حداد⟧."


def test_aliases_make_one_actor(read):
    one, two = block(TWO, "1 AGENT 2\n3 AGENT 4\nSAME 2 4"), block(TWO, "1 AGENT 2\n3 AGENT 4")
    assert counts(read, one, one) == Counts(1, 0, 0)
    # An alias that was not recognised names the actor twice; an invented one loses an actor.
    assert counts(read, one, two) == Counts(1, 1, 0)
    assert counts(read, two, one) == Counts(1, 0, 1)


def test_any_mention_of_the_golds_alias_group_is_right(read):
    assert counts(read, block(TWO, "1 AGENT 2\nSAME 2 4"), block(TWO, "1 AGENT 4")) == Counts(1, 0, 0)


def test_the_predictions_alias_group_does_not_widen_what_it_answers(read):
    # The answer given is «سامي حداد»; that the prediction also grouped «حداد» with him names nobody else.
    assert counts(read, block(TWO, "1 AGENT 4"), block(TWO, "1 AGENT 2\nSAME 2 4")) == Counts(0, 1, 1)


def test_the_fullest_name_of_the_prediction_may_match(read):
    gold, predicted = block(TWO, "1 AGENT 2"), block(TWO, "3 AGENT 4\nSAME 2 4")
    assert counts(read, gold, predicted) == Counts(1, 0, 0)


def test_two_mentions_with_one_text_are_one_actor(read):
    text = "⟦1:SIGN+ وقع⟧ ⟦2:PERS حداد⟧ أولا، ثم ⟦3:SIGN+ وقع⟧ ⟦4:PERS حداد⟧."
    both, one = block(text, "1 AGENT 2\n3 AGENT 4"), block(text, "3 AGENT 4")
    assert counts(read, both, both) == counts(read, both, one) == Counts(1, 0, 0)


def test_one_actor_may_hold_several_stances(read):
    text = "⟦1:SIGN+ وقع⟧ ⟦2:PERS حداد⟧ ⟦3:DOC العقد⟧، و⟦4:SIGN+ أبرم⟧ ⟦5:DOC الصفقة⟧، و⟦6:SIGN+ وقع⟧."
    gold = block(text, "1 AGENT 2\n1 OBJECT 3\n4 AGENT 2\n4 OBJECT 5\n6 AGENT 2")
    predicted = block(text, "1 AGENT 2\n1 OBJECT 3\n4 AGENT 2\n6 AGENT 2")
    assert counts(read, gold, gold, stances) == Counts(3, 0, 0)
    # Two claims without a matter are one claim.
    assert counts(read, gold, predicted, stances) == Counts(2, 0, 1)
    assert counts(read, gold, predicted) == Counts(1, 0, 0)


def test_probabilities_and_span_order_do_not_matter(gold):
    sure = replace(gold[0], spans=tuple(replace(s, p=0.5) for s in gold[0].spans), edges=tuple(replace(e, p=0.5) for e in gold[0].edges))
    assert actors(align(gold, [sure, gold[1]]), ANSWERS).micro == Counts(3, 0, 0)


def test_the_largest_matching_is_not_greedy():
    # Taking the first option for the first item would leave the second with none.
    assert largest_matching([[0, 1], [0]]) == 2
    assert largest_matching([[0], [0], [0]]) == 1
    assert largest_matching([[1], [1, 2], [0, 2], []]) == 3
    assert largest_matching([]) == 0
