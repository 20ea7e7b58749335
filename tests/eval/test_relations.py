from dataclasses import replace

import pytest

from eval import relations
from eval.align import align
from eval.scores import Counts

ROLES, RELATIONS = ("AGENT", "OBJECT", "UNTIL", "PLACE"), ("AFFILIATED",)

ERRORS = [
    # change of the markup; strict roles, boundary roles, strict relations
    ((), (6, 0, 0), (6, 0, 0), (1, 0, 0)),
    ((("1 OBJECT 3", ""),), (5, 0, 1), (5, 0, 1), (1, 0, 0)),
    ((("1 OBJECT 3", "1 OBJECT 3\n1 PLACE 4"),), (6, 1, 0), (6, 1, 0), (1, 0, 0)),
    ((("1 OBJECT 3", "1 PLACE 3"),), (5, 1, 1), (5, 1, 1), (1, 0, 0)),
    ((("6 AFFILIATED 7", "7 AFFILIATED 6"),), (6, 0, 0), (6, 0, 0), (0, 1, 1)),
    # An error of a span's type costs strict edges only; of its boundary, both; of its factuality, none.
    ((("2:PERS", "2:ORG"),), (5, 1, 1), (6, 0, 0), (1, 0, 0)),
    ((("⟦2:PERS سامي حداد⟧", "سامي ⟦2:PERS حداد⟧"),), (5, 1, 1), (5, 1, 1), (1, 0, 0)),
    ((("12:SIGN-", "12:SIGN+"),), (6, 0, 0), (6, 0, 0), (1, 0, 0)),
    ((("6:ORG", "6:GPE"),), (5, 1, 1), (6, 0, 0), (0, 1, 1)),
]


@pytest.mark.parametrize(("changes", "strict", "boundary", "relation"), ERRORS)
def test_one_error_and_all_its_counts(gold, read, change, changes, strict, boundary, relation):
    pairs = align(gold[:1], [change(read, *changes)])
    assert relations.strict(pairs, ROLES).micro == Counts(*strict)
    assert relations.boundaries(pairs, ROLES).micro == Counts(*boundary)
    assert relations.strict(pairs, RELATIONS).micro == Counts(*relation)


def test_counts_by_type(gold, read, change):
    tally = relations.strict(align(gold, [change(read, ("1 OBJECT 3", "1 PLACE 3")), gold[1]]), ROLES)
    assert tally.by_type == {"AGENT": Counts(5, 0, 0), "OBJECT": Counts(1, 0, 1), "PLACE": Counts(0, 1, 0), "UNTIL": Counts(1, 0, 0)}
    # PLACE is only predicted: it harms micro and not macro.
    assert tally.macro.f1 == pytest.approx((1 + 2 / 3 + 1) / 3)


def test_the_order_of_spans_and_edges_does_not_matter(gold):
    last = len(gold[0].spans) - 1
    turned = replace(
        gold[0],
        spans=gold[0].spans[::-1],
        edges=tuple(replace(e, head=last - e.head, tail=last - e.tail) for e in reversed(gold[0].edges)),
        aliases=(),
    )
    assert relations.strict(align(gold[:1], [turned]), ROLES + RELATIONS).micro == Counts(7, 0, 0)
