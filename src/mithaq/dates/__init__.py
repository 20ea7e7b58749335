"""Temporal expressions: from the text of a DATE span to an interval against the document's date.

Knows how to read a whole expression and how to choose among its readings; words, grammar and calendar stand in the modules beside.
An expression is understood as a whole or not at all: a word outside the grammar makes the answer None, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from mithaq.dates.nodes import Context, Node, select
from mithaq.dates.rules import Rule, rules
from mithaq.dates.tokens import entries, tokens
from mithaq.dates.units import Resolved, midnight
from mithaq.errors import InputError
from mithaq.isodate import iso_date

__all__ = ["Resolved", "resolve"]

_LONGEST_TEXT = 500  # characters; meanings are kept, and nothing that long is a date
_LONGEST = 30  # words; the longest date of two calendars takes half of that
_MOST_ITEMS = 20_000  # a text of words of time without order stays cheap
# Of several meanings the one of fewest words is preferred («بعد ظهر» as one name of a part of the day), and «الرابع والعشرين» as one day.
_COSTS = {"RANGE": 1}


def resolve(
    expression: str,
    anchor: date | str | None,
    *,
    tense: Literal["past", "future"] | None = None,
    base: Resolved | None = None,
) -> Resolved | None:
    """Read a temporal expression.

    Args:
        expression: text of a DATE span, as it stands in the document.
        anchor: date of the document; a string may be anything that ``Document.date`` takes. Hours are ignored: the document's day is known,
            its hour is not, so lengths of time are counted from the midnight that opens the day.
        tense: of the event that the expression dates. It places weekdays, months without year and lengths of time.
        base: what the text spoke of before; «اليوم نفسه», «الشهر التالي» and a time without a day count from its start.
    Returns:
        The reading, without bounds where only the TIMEX3 value is known, or None if the expression is not understood.
    Raises:
        InputError: for an anchor that is no date or an unknown tense.
    """
    if tense not in ("past", "future", None):
        raise InputError(f"resolve: tense {tense!r} is not known. Pass 'past', 'future' or None.")
    context = Context(_midnight(anchor), tense, midnight(base.start) if base and base.start else None, base.end if base else None)
    for node in parse(expression) if len(expression) <= _LONGEST_TEXT else ():
        try:
            found = select(node, context)
        except (ValueError, OverflowError):  # years outside 1-9999, which datetime cannot hold
            continue
        if found and _says_something(found[0]):
            return _packed(found)
    return None


@lru_cache(maxsize=4096)
def parse(expression: str) -> tuple[Node, ...]:
    """The meanings of a whole expression, the first one preferred; empty if it lies outside the grammar."""
    words = tokens(expression)
    if not 0 < len(words) <= _LONGEST:
        return ()
    chart = _Chart(len(words))
    for at in range(len(words)):
        for entry in entries(words, at):
            chart.add(_Item(entry.category, at, at + entry.length, entry.value, 1))
    return chart.whole("ALL")


class _Item(NamedTuple):
    """A category over some words, with its meaning."""

    category: str
    start: int
    end: int
    value: Any
    cost: int


class _Edge(NamedTuple):
    """A rule of which the first symbols are found."""

    rule: Rule
    found: int
    start: int
    values: tuple[Any, ...]
    cost: int


class _Chart:
    """A bottom-up chart parser: whatever the rules make of any stretch of words, each thing at its lowest cost."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._costs: dict[Hashable, int] = {}
        self._items: dict[int, list[_Item]] = defaultdict(list)  # by start
        self._waiting: dict[tuple[int, str], list[_Edge]] = defaultdict(list)  # by place and symbol needed

    def add(self, item: _Item) -> None:
        """Add an item and all that follows from it."""
        agenda = [item]
        while agenda:
            item = agenda.pop()
            if self._costs.get(item[:4], item.cost + 1) <= item.cost or len(self._costs) >= _MOST_ITEMS:
                continue
            self._costs[item[:4]] = item.cost
            self._items[item.start].append(item)
            edges = [_Edge(rule, 0, item.start, (), _COSTS.get(rule.head, 0)) for rule in _by_first_symbol().get(item.category, ())]
            for edge in edges + self._waiting[item.start, item.category]:
                self._advance(edge, item, agenda)

    def whole(self, category: str) -> tuple[Node, ...]:
        """Meanings of the category over all words, the cheapest first."""
        found = [item for item in self._items[0] if item.category == category and item.end == self._length]
        return tuple(dict.fromkeys(item.value for item in sorted(found, key=lambda item: item.cost)))

    def _advance(self, edge: _Edge, item: _Item, agenda: list[_Item]) -> None:
        symbol = edge.rule.body[edge.found]
        values = (*edge.values, item.value) if symbol.isupper() else edge.values
        edge = _Edge(edge.rule, edge.found + 1, edge.start, values, edge.cost + item.cost)
        if edge.found == len(edge.rule.body):
            if (value := _made(edge.rule, edge.values)) is not None:
                agenda.append(_Item(edge.rule.head, edge.start, item.end, value, edge.cost))
            return
        needed = edge.rule.body[edge.found]
        self._waiting[item.end, needed].append(edge)
        for other in list(self._items[item.end]):
            if other.category == needed:
                self._advance(edge, other, agenda)


def _made(rule: Rule, values: tuple[Any, ...]) -> Any:
    try:
        return rule.maker(*values)
    except (ValueError, OverflowError):  # a year or a day that the calendar does not have
        return None


@lru_cache(maxsize=1)
def _by_first_symbol() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        found[rule.body[0]].append(rule)
    return {symbol: tuple(made) for symbol, made in found.items()}


def _midnight(anchor: date | str | None) -> datetime | None:
    if anchor is None or isinstance(anchor, date):
        return None if anchor is None else midnight(anchor)
    faults: list[str] = []
    found = iso_date(anchor, faults)
    if found is None:
        raise InputError(f"resolve: {faults[0]}." if faults else "resolve: no anchor.")
    return datetime.fromisoformat(found)


def _says_something(reading: Resolved) -> bool:
    """Whether anything is known: a bound, a digit or code of the value, or that a Hijri calendar would be needed."""
    return bool(reading.start or reading.end or reading.timex is None or reading.timex.strip("XW-"))


def _packed(readings: tuple[Resolved, ...]) -> Resolved:
    main = readings[0]
    others = [*main.ambiguous, *((r.start, r.end) for r in readings[1:]), *(pair for r in readings[1:] for pair in r.ambiguous)]
    distinct = dict.fromkeys((start, end) for start, end in others if start and end and (start, end) != (main.start, main.end))
    return replace(main, ambiguous=tuple(distinct))
