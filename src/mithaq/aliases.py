"""Which mentions denote one actor or document: grouping by name, title and definite noun.

Knows which rules there are (``mithaq.alias_rules``) and how to name a group; knows no gazetteer and no model. On doubt mentions stay
apart: a delegation is never its head, a capital never its country, an organisation never its leader, and a name that fits two people joins
neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mithaq.alias_rules import RULES
from mithaq.mentions import Groups, mentions_of
from mithaq.names import name_words

if TYPE_CHECKING:
    from mithaq.documents import Document, Edge, Span

__all__ = ["canonical", "group_aliases", "name_words"]


def group_aliases(text: str, spans: Sequence[Span], edges: Sequence[Edge] = ()) -> tuple[tuple[int, ...], ...]:
    """Group the mentions of one actor or document.

    Args:
        edges: of the document; HOLDS_OFFICE edges say which title is whose. Without one a title belongs to the name right after it.

    Returns:
        Groups of two or more indexes into ``spans``, by their first mention, each in text order. Mentions of different types share a group
        only as a person and that person's title standing alone; a mention never shares one with a mention inside it.
    """
    groups = Groups(text, mentions_of(text, spans, edges))
    for rule in RULES:
        rule(groups)
    return groups.result()


_CALLED_BY_NAME = frozenset({"PERS", "OCC", "ACTOR"})


def canonical(doc: Document, span: int) -> str:
    """The fullest name of a mention's actor: the longest name of a person in its alias group («الرئيس التركي» is رجب طيب أردوغان), or else
    the longest mention of the same type."""
    group = next((g for g in doc.aliases if span in g), (span,))
    kind = doc.spans[span].type
    people = [i for i in group if doc.spans[i].type == "PERS" and kind in _CALLED_BY_NAME]
    candidates = people or [i for i in group if doc.spans[i].type == kind]
    # The first of the longest: later mentions repeat, and ties must not depend on the order of a set.
    return max((doc.mention(i) for i in candidates), key=len)
