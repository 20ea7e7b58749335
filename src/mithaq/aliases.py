"""Which mentions denote one actor or document: grouping by name, title and definite noun.

Knows names and spans, and which titles stand beside which names; knows no gazetteer and no model. On doubt mentions stay apart: a delegation
is never its head, a capital never its country, an organisation never its leader, and a name that fits two people joins neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mithaq.names import name_words

if TYPE_CHECKING:
    pass

__all__ = ["canonical", "group_aliases", "name_words"]
