"""Meanings of temporal expressions before they meet a document's date, and how a reading is chosen.

Knows periods, dates that recur (a weekday, a month without year) and the tense of the event; knows no Arabic. Each node lists its readings
in a context; one that recurs lists its neighbours on both sides, and ``select`` takes those that the tense allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from mithaq.dates.units import UNKNOWN, Resolved, hijri_period, hijri_year, period, season, step

Tense = Literal["past", "future"]
Policy = Literal["weekday", "year", "unit", "day"]
_DAY = timedelta(days=1)
_FRIDAY = 5
_MONTH = timedelta(days=31)
_YEARS_AROUND = range(-4, 5)  # holds a 29 February, and a year in which a given day falls on a given weekday


@dataclass(frozen=True)
class Context:
    """What an expression is read against."""

    anchor: datetime | None
    """Midnight that opens the document's day."""
    tense: Tense | None = None
    base: datetime | None = None
    """Midnight of the day that the text speaks of, from which «نفسه» and «التالي» count."""
    base_end: datetime | None = None
    """Where what the text speaks of ends, for «الفترة نفسها»."""


@dataclass(frozen=True)
class Options:
    """Readings of a node. Without a policy, the likelier first; with one, in the order of time, to be selected from."""

    items: tuple[Resolved, ...]
    policy: Policy | None = None

    def map(self, change: Callable[[Resolved], Resolved | None]) -> Options:
        """Every reading changed; those that become None are left out."""
        return Options(tuple(made for item in self.items if (made := change(item))), self.policy)


class Node(Protocol):
    """A meaning."""

    def options(self, context: Context) -> Options:
        """Its readings in a context; may raise ValueError or OverflowError for years outside 1-9999."""


def select(node: Node, context: Context) -> tuple[Resolved, ...]:
    """The readings that the tense allows, the likelier first.

    Without a tense a weekday is read as the last one, because news tells what has happened, and a month or day without year as the
    nearest; the other reading follows. A weekday that is the document's own is today, one that lies ahead may also be a week later.
    """
    options = node.options(context)
    items, now = options.items, context.anchor
    if options.policy is None or now is None or any(r.start is None or r.end is None for r in items):
        return items
    gone = tuple(r for r in items if r.start is not None and r.start < now + _DAY)
    later = tuple(r for r in items if r.start is not None and r.start >= now + _DAY)
    current = tuple(r for r in gone if r.end is not None and r.end > now)[-1:]
    past, future, following = gone[-1:], current or later[:1], later[:1]
    nearest = tuple(sorted(past + following, key=lambda r: distance(r, now)))
    before, here, after = items[:1], items[1:2], items[2:]  # of policies «unit» and «day», which list three neighbours
    table: dict[Policy, dict[Tense | None, tuple[Resolved, ...]]] = {
        "weekday": {"past": past, "future": future + (following if current else ()), None: past + following},
        "year": {"past": past, "future": future, None: current or nearest},
        "unit": {"past": past + here, "future": future + here, None: here},
        "day": {"past": here + before, "future": here + after, None: here + before + after},
    }
    return table[options.policy][context.tense] or past or future


def distance(item: Resolved, moment: datetime) -> timedelta:
    """How far a moment lies outside a reading; zero inside."""
    if item.start is None or item.end is None:
        return timedelta.max
    return max(item.start - moment, moment - item.end, timedelta())


@dataclass(frozen=True)
class Unit:
    """«الأسبوع المقبل», «أمس»: a period counted from the document's day or from the day that the text speaks of."""

    unit: str
    offset: int = 0
    from_base: bool = False
    bare: bool = False
    """«نهاية الشهر» without «الجاري»: of this month, or of the one that the tense asks for."""

    def options(self, context: Context) -> Options:
        origin = context.base if self.from_base else context.anchor
        if origin is None:
            return Options((Resolved(None, None, self.unit, UNKNOWN[self.unit], "date"),))
        offsets = (-1, 0, 1) if self.bare else (self.offset,)
        found = [period(self.unit, step(origin, self.unit, n)) for n in offsets]
        if self.unit == "week" and origin.isoweekday() > _FRIDAY:
            found = [_also_next(week) for week in found]
        return Options(tuple(found), "unit" if self.bare else None)


def _also_next(week: Resolved) -> Resolved:
    """On Saturday and Sunday the ISO week still runs, while the week of most Arab countries has begun: «الأسبوع الماضي» may be either."""
    if week.start is None or week.end is None:
        return week
    return replace(week, ambiguous=((step(week.start, "week", 1), step(week.end, "week", 1)),))


@dataclass(frozen=True)
class SomeDay:
    """The day of «مساء» or «الساعة الثامنة»: the one that the text speaks of, else the document's or a neighbour of it."""

    def options(self, context: Context) -> Options:
        if context.base is not None:
            return Options((period("day", context.base),))
        if context.anchor is None:
            return Unit("day").options(context)
        return Options(tuple(period("day", context.anchor + n * _DAY) for n in (-1, 0, 1)), "day")


@dataclass(frozen=True)
class Fixed:
    """A reading that needs no context, or several of equal right: «5/6/2018»."""

    items: tuple[Resolved, ...]

    def options(self, context: Context) -> Options:
        return Options(self.items)


@dataclass(frozen=True)
class Hijri:
    """«3 رمضان 1441»: a Hijri year, month or day, reckoned only when it is read."""

    year: int
    month: int | None = None
    day: int | None = None
    or_gregorian: bool = False
    """«عام 1436» without an era: the Gregorian year comes first."""

    def options(self, context: Context) -> Options:
        found = hijri_period(self.year, self.month, self.day)
        if not self.or_gregorian:
            return Options((found,))
        gregorian = period("year", datetime(self.year, 1, 1))
        return Options((gregorian, found) if found.start else (gregorian,))


@dataclass(frozen=True)
class Recurring:
    """A weekday, or a month, day of a month or season without its year."""

    weekday: int | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None
    hijri: bool = False
    direction: int | None = None
    """«الماضي» -1, «الجاري» 0, «المقبل» 1, «قبل الماضي» -2; None leaves it to the tense."""
    from_base: bool = False

    @property
    def granularity(self) -> str:
        """Its precision."""
        return "season" if self.season else "month" if self.month and not self.day else "day"

    def unanchored(self) -> Resolved:
        """The reading without a year."""
        if self.hijri:
            return Resolved(None, None, self.granularity, None, "date", approximate=True)
        rest = f"WXX-{self.weekday}" if self.weekday else self.season or f"{self.month:02}" + (f"-{self.day:02}" if self.day else "")
        return Resolved(None, None, self.granularity, f"XXXX-{rest}", "date")

    def in_year(self, year: int) -> list[Resolved]:
        """Its occurrences in a Gregorian year; a Hijri date may have two, a 29 February none."""
        if self.season:
            return [season(year, self.season)]
        if self.hijri:
            near = round((year - 622) * 33 / 32)
            found = [hijri_period(y, self.month, self.day) for y in range(near - 1, near + 3)]
            return [r for r in found if r.start and r.start.year == year] or [r for r in found[:1] if not r.start]
        try:
            return [period(self.granularity, datetime(year, self.month or 1, self.day or 1))]
        except ValueError:
            return []

    def options(self, context: Context) -> Options:
        origin = context.base if self.from_base else context.anchor
        if origin is None:
            return Options((self.unanchored(),))
        around = self._around(origin)
        if self.direction is None or any(r.start is None for r in around):
            return Options(tuple(around), "weekday" if self.weekday else "year")
        gone = [r for r in around if r.end is not None and r.end <= origin]
        ahead = [r for r in around if r.start is not None and r.start >= origin + _DAY]
        if self.direction:
            nearest_first = gone[::-1] if self.direction < 0 else ahead
            return Options(tuple(nearest_first[abs(self.direction) - 1 : abs(self.direction)]))
        return Options((self._current(around, origin),))

    def _around(self, origin: datetime) -> list[Resolved]:
        if self.weekday:
            monday = origin - timedelta(days=origin.weekday())
            return [period("day", monday + timedelta(days=self.weekday - 1 + 7 * week)) for week in range(-3, 4)]
        if self.hijri:
            year = hijri_year(origin)
            return [hijri_period(year + n, self.month, self.day) for n in (-3, -2, -1, 0, 1, 2, 3)] if year else [self.unanchored()]
        return [r for n in _YEARS_AROUND for r in self.in_year(origin.year + n)]

    def _current(self, around: list[Resolved], origin: datetime) -> Resolved:
        if self.weekday:
            week = period("week", origin)
            return next(r for r in around if r.start and week.start and week.end and week.start <= r.start < week.end)
        nearest = min(around, key=lambda r: distance(r, origin))
        outside = distance(nearest, origin) > _MONTH if self.hijri else self.month is not None and origin.month != self.month
        return replace(nearest, conflict=outside)


@dataclass(frozen=True)
class Within:
    """«مارس 2017», «صيف العام الماضي»: something that recurs, in a given year."""

    part: Recurring
    year: Node

    def options(self, context: Context) -> Options:
        return self.year.options(context).map(self._in)

    def _in(self, year: Resolved) -> Resolved | None:
        if year.start is None:
            return self.part.unanchored()
        found = self.part.in_year(year.start.year)
        if self.part.season == "WI":  # «شتاء 2011» may begin that year or end in it
            found += self.part.in_year(year.start.year + 1)
        if not found:
            return None
        return replace(found[0], ambiguous=tuple((r.start, r.end) for r in found[1:] if r.start and r.end))
