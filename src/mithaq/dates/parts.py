"""Parts of periods: «أول يوم اثنين من فبراير», «النصف الثاني», «مطلع العام», «ثمانينيات القرن الماضي».

Knows how periods divide; knows no Arabic and no tense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mithaq.dates.nodes import Context, Node, Options
from mithaq.dates.units import Resolved, fraction, interval, period, portion, step

_MONTH_VALUE = re.compile(r"(\d{4}|XXXX)-(\d\d|XX)")


@dataclass(frozen=True)
class Nth:
    """«الخامس من الشهر الجاري», «الأسبوع الثاني من نونبر», «أول يوم اثنين من فبراير»; -1 is the last."""

    number: int
    unit: str
    whole: Node
    weekday: int | None = None

    def options(self, context: Context) -> Options:
        return self.whole.options(context).map(self._of)

    def _of(self, whole: Resolved) -> Resolved | None:
        if whole.start is None or whole.end is None:
            known = self.unit == "day" and not self.weekday and self.number > 0 and _MONTH_VALUE.fullmatch(whole.timex or "")
            return Resolved(None, None, "day", f"{whole.timex}-{self.number:02}", "date") if known else None
        first = whole.start
        if self.weekday:
            first += timedelta(days=(self.weekday - 1 - first.weekday()) % 7)
        size = "week" if self.weekday else self.unit
        starts = list(_steps(first, whole.end, size))
        if not -len(starts) <= self.number - (self.number > 0) < len(starts):
            return None
        start = starts[self.number - (self.number > 0)]
        if self.unit == "week":  # counted from the first day of the month; the last one ends with it
            start = start if self.number > 0 else whole.end - timedelta(days=7)
            return replace(interval(start, start + timedelta(days=7), "week"), approximate=whole.approximate)
        return replace(period(self.unit, start), approximate=whole.approximate)


def _steps(start: datetime, end: datetime, unit: str) -> Iterable[datetime]:
    moment, count = start, 0
    while moment < end and count < 400:
        yield moment
        count += 1
        moment = step(start, unit, count)


@dataclass(frozen=True)
class Fraction:
    """«النصف الثاني من فبراير», «الربع الأول 2023»; a part of the current year if nothing is said."""

    number: int
    parts: int
    whole: Node

    def options(self, context: Context) -> Options:
        return self.whole.options(context).map(lambda whole: fraction(whole, self.number, self.parts))


@dataclass(frozen=True)
class Portion:
    """«مطلع العام», «أواخر مارس الماضي»: beginning, middle or end of a period."""

    which: str
    whole: Node

    def options(self, context: Context) -> Options:
        return self.whole.options(context).map(lambda whole: portion(whole, self.which))


@dataclass(frozen=True)
class Decade:
    """«ثمانينيات القرن الماضي»; without a century the last such decade that has begun, and the one before it."""

    tens: int
    century: Node | None = None

    def options(self, context: Context) -> Options:
        if self.century is not None:
            return self.century.options(context).map(self._in)
        # Undated, the twenties and tens of both centuries may be meant; the thirties and later ones of this century have no history yet.
        centuries = (2000, 1900) if context.anchor else (1900, 2000)
        latest = context.anchor.year if context.anchor else 2029
        return Options(tuple(period("decade", datetime(c + self.tens, 1, 1)) for c in centuries if c + self.tens <= latest))

    def _in(self, century: Resolved) -> Resolved | None:
        return period("decade", century.start.replace(year=century.start.year + self.tens)) if century.start else None
