"""Calendar units, lengths of time, and what an expression resolves to.

Knows the Gregorian calendar, TIMEX3 values and, with the extra ``hijri``, the Umm al-Qura calendar; knows no Arabic. Weeks are those of
ISO 8601, Monday to Sunday: the week of the Arab world begins on Saturday, Sunday or Monday, and a text does not say on which.
"""

from __future__ import annotations

import calendar
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import ModuleType
from typing import Literal

Kind = Literal["date", "time", "duration", "set"]


@dataclass(frozen=True)
class Resolved:
    """What a temporal expression denotes: a half-open interval [start, end) of naive datetimes, as the text's own clock has them."""

    start: datetime | None
    """None: unknown, or open towards the past."""
    end: datetime | None
    """None: unknown, or open towards the future."""
    granularity: str
    """second, minute, hour, part of day, day, weekend, week, month, quarter, half, season, year, decade, century; «part of» one of these;
    period for a stretch moved to another year, unknown for a vague time («لاحقا»)."""
    timex: str | None
    """TIMEX3 value, X for what the text leaves open: 2020-01-14TMO, XXXX-WXX-2, PT48H. None for a Hijri date without a calendar."""
    kind: Kind
    ambiguous: tuple[tuple[datetime, datetime], ...] = ()
    """The other readings, each (start, end), the likelier first; empty when the text leaves one reading."""
    approximate: bool = False
    """The text says so (حوالي، نحو), or the calendar is reckoned and may differ by a day from the moon that was sighted (Hijri)."""
    conflict: bool = False
    """Two parts of the expression disagree: «أمس الأحد» when yesterday was no Sunday, «الثلاثاء 6 يونيو 2018»."""
    mod: str | None = None
    """TIMEX3 modifier: START, MID, END, BEFORE, AFTER, ON_OR_BEFORE, ON_OR_AFTER, MORE_THAN, LESS_THAN, EQUAL_OR_LESS."""


UNKNOWN: Mapping[str, str] = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
}
"""TIMEX3 value of a period of which only the unit is known."""

_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7}
_BELOW_A_DAY = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}
_TIMEX: Mapping[str, Callable[[date], str]] = {
    "day": lambda d: f"{d.year:04}-{d.month:02}-{d.day:02}",
    "week": lambda d: f"{d.isocalendar().year:04}-W{d.isocalendar().week:02}",
    "month": lambda d: f"{d.year:04}-{d.month:02}",
    "quarter": lambda d: f"{d.year:04}-Q{d.month // 3 + 1}",
    "half": lambda d: f"{d.year:04}-H{d.month // 6 + 1}",
    "year": lambda d: f"{d.year:04}",
    "decade": lambda d: f"{d.year // 10:03}",
    "century": lambda d: f"{d.year // 100:02}",
}
# Meteorological seasons. The winter of a year is the one that holds its January, because two of its three months lie in that year.
_SEASON_START = {"SP": 2, "SU": 5, "FA": 8, "WI": -1}
# Where beginning, middle and end of a period meet: end of the beginning, start and end of the middle, start of the end, in which unit.
_PORTIONS: Mapping[str, tuple[str, int, int, int, int]] = {
    "day": ("hour", 8, 8, 16, 16),
    "week": ("day", 2, 2, 4, 4),
    "month": ("day", 10, 10, 20, 20),
    "quarter": ("month", 1, 1, 2, 2),
    "season": ("month", 1, 1, 2, 2),
    "half": ("month", 2, 2, 4, 4),
    "year": ("month", 2, 5, 7, 10),
    "decade": ("year", 3, 3, 7, 7),
    "century": ("year", 20, 40, 60, 80),
}
# «أوائل» is wider than «مطلع» in these units.
_WIDE_PORTIONS = {"year": ("month", 4, 4, 8, 8), "century": ("year", 33, 33, 67, 67)}
_PORTION_MODS = {"start": "START", "early": "START", "mid": "MID", "middle": "MID", "end": "END", "late": "END"}


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime(day.year, day.month, day.day)


def step(moment: datetime, unit: str, count: int) -> datetime:
    """A moment so many units later; the day is cut to the length of the month."""
    if unit in _MONTHS:
        index = moment.year * 12 + moment.month - 1 + count * _MONTHS[unit]
        year, month = index // 12, index % 12 + 1
        return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
    if unit in _DAYS:
        return moment + timedelta(days=count * _DAYS[unit])
    return moment + count * _BELOW_A_DAY[unit]


def period(unit: str, moment: datetime) -> Resolved:
    """The day, week, month, quarter, half, year, decade or century around a moment."""
    day = datetime(moment.year, moment.month, moment.day)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        index = (day.year * 12 + day.month - 1) // size * size
        start = datetime(index // 12, index % 12 + 1, 1)
    else:
        start = day - timedelta(days=day.weekday()) if unit == "week" else day
    return Resolved(start, step(start, unit, 1), unit, _TIMEX[unit](start), "date")


def season(year: int, code: str) -> Resolved:
    """Spring, summer, autumn or winter (SP, SU, FA, WI) of a year."""
    start = step(datetime(year, 1, 1), "month", _SEASON_START[code])
    return Resolved(start, step(start, "season", 1), "season", f"{year:04}-{code}", "date")


def interval(start: datetime, end: datetime, granularity: str, timex: str | None = None) -> Resolved:
    """Whole days without a TIMEX3 value of their own: the value is the ISO 8601 interval of first and last day."""
    last = end - timedelta(days=1)
    return Resolved(start, end, granularity, timex or f"{_TIMEX['day'](start)}/{_TIMEX['day'](last)}", "date")


def fraction(whole: Resolved, index: int, parts: int) -> Resolved | None:
    """The half, third or quarter of a period; an index of -1 is the last one."""
    if whole.start is None or whole.end is None or index > parts:
        return None
    number = index - 1 if index > 0 else parts + index
    months = (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month
    if months > 1 and months % parts == 0:
        start = step(whole.start, "month", months // parts * number)
        end = step(start, "month", months // parts)
    else:
        days = (whole.end - whole.start).days
        start, end = (whole.start + timedelta(days=days * n // parts) for n in (number, number + 1))
    unit = {(12, 4): "quarter", (12, 2): "half"}.get((months, parts))
    named = _TIMEX[unit](start) if unit else None
    return interval(start, end, unit or f"part of {whole.granularity}", named)


def portion(whole: Resolved, which: str) -> Resolved | None:
    """Beginning, middle or end of a period; None if the period has no such parts."""
    table = {**_PORTIONS, **_WIDE_PORTIONS} if which in ("early", "middle", "late") else _PORTIONS
    if (bounds := table.get(whole.granularity)) is None:
        return None
    mod = _PORTION_MODS[which]
    unit, *places = bounds

    def cut(start: datetime, end: datetime) -> tuple[datetime, datetime]:
        first, second, third, fourth = (min(step(start, unit, n), end) for n in places)
        return {"START": (start, first), "MID": (second, third), "END": (fourth, end)}[mod]

    start, end = (None, None) if whole.start is None or whole.end is None else cut(whole.start, whole.end)
    others = tuple(cut(*pair) for pair in whole.ambiguous)
    return replace(whole, start=start, end=end, granularity=f"part of {whole.granularity}", ambiguous=others, mod=mod)


@lru_cache(maxsize=1)
def _hijridate() -> ModuleType | None:
    try:
        return importlib.import_module("hijridate")
    except ImportError:
        return None


def hijri_period(year: int, month: int | None = None, day: int | None = None) -> Resolved:
    """A Hijri year, month or day as Gregorian days.

    Without bounds and value when the extra ``hijri`` is not installed or the year lies outside its tables (1343-1500 AH).
    """
    granularity = "day" if day else "month" if month else "year"
    if (library := _hijridate()) is None:
        return Resolved(None, None, granularity, None, "date", approximate=True)
    try:
        first = library.Hijri(year, month or 1, day or 1)
        start = midnight(first.to_gregorian())
        days = 1 if day else first.month_length() if month else first.year_length()
    except (ValueError, OverflowError):
        return Resolved(None, None, granularity, None, "date", approximate=True)
    end = start + timedelta(days=days)
    found = period("day", start) if day else interval(start, end, granularity)
    return Resolved(start, end, granularity, found.timex, "date", approximate=True)


def hijri_year(day: date) -> int | None:
    """The Hijri year of a day; None without the calendar or outside its tables."""
    if (library := _hijridate()) is None:
        return None
    try:
        return int(library.Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None
