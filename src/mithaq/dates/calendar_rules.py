"""The grammar of dates: numbers, periods, months, days and their parts, as a table.

Knows how words of the calendar combine in Arabic; knows no document and no parser. A row is (category made, maker, patterns). Upper-case
symbols of a pattern hand their meanings to the maker, which returns None to refuse; lower-case ones are particles, and ? marks an optional.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mithaq.dates import makers as make
from mithaq.dates.amounts import compound, times
from mithaq.dates.nodes import Recurring, Unit, Within
from mithaq.dates.parts import Decade, Nth, Portion
from mithaq.dates.spans import Weekend

Row = tuple[str, Callable[..., Any], tuple[str, ...]]


_PERIODS = {"day": "REL", "week": "WEEK", "month": "MON", "year": "YEAR", "decade": "DEC", "century": "CEN"}
SPANS = ("WEEK", "MON", "NMON", "YEAR", "HYEAR", "DEC", "CEN", "SEA", "SUB", "BARE")
"""Categories of periods longer than a day."""
_DIGITS3 = tuple(f"DIGITS {mark} DIGITS {mark} DIGITS" for mark in ("slash", "dash", "point"))


def same(value: Any) -> Any:
    """The meaning of the one part that has one."""
    return value


def swapped(maker: Callable[..., Any]) -> Callable[..., Any]:
    """A maker for two parts in the other order."""
    return lambda first, second: maker(second, first)


def _over(head: str, maker: Callable[..., Any], *patterns: str) -> list[Row]:
    """A row for each kind of period that stands where the pattern has SPAN."""
    return [(head, maker, tuple(p.replace("SPAN", span) for p in patterns)) for span in SPANS]


def _joined(left: str, right: str) -> tuple[str, ...]:
    """«النصف الأول من 2013», «... للعام 2013», «... في العام 2013»."""
    return tuple(f"{left} {link} {right}" for link in ("of?", "for", "in"))


NUMBERS: list[Row] = [
    ("WORD", same, ("ONE", "TEN", "TENS", "HUNDRED", "THOUSAND")),
    ("WORD", lambda a, b: a + b, ("ONE TEN", "AHAD TEN", "AHAD and TENS")),
    ("WORD", compound, ("WORD and WORD", "WORD and UNO")),
    ("WORD", times, ("ONE HUNDRED", "WORD THOUSAND")),
    ("NUM", int, ("DIGITS",)),
    ("NUM", times, ("NUM THOUSAND",)),
    ("NUM", same, ("WORD",)),
    ("HIS-RANK", same, ("ORDINAL", "TENS")),
    ("HIS-RANK", lambda a, b: a + b, ("ORDINAL TEN", "ELEVENTH TEN", "ORDINAL and TENS", "ELEVENTH and TENS")),
    ("HER-RANK", same, ("HER-ORDINAL", "TENS")),
    ("HER-RANK", lambda a, b: a + b, ("HER-ORDINAL TEN", "HER-ELEVENTH TEN", "HER-ORDINAL and TENS", "HER-ELEVENTH and TENS")),
    ("RANK", same, ("HIS-RANK", "HER-RANK")),
    ("MDAY", make.day_number, ("NUM", "HIS-RANK")),
    ("MDAY", lambda: 1, ("first-of-month",)),
    ("MDAY", lambda: -1, ("last-of-month",)),
]

PERIODS: list[Row] = [
    row
    for unit, head in _PERIODS.items()
    for row in (
        (head, partial(Unit, unit), (f"the-{unit} DIR",)),
        (head, partial(Unit, unit, 0), (f"this the-{unit}", f"the-{unit} this")),
        (head, partial(Unit, unit, from_base=True), (f"the-{unit} BASEDIR",)),
        (head, partial(Unit, unit, 0, True), (f"same the-{unit}", f"that the-{unit}")),
        ("BARE", partial(Unit, unit, bare=True), (f"the-{unit}",)),
    )
    if (unit, row[0]) != ("day", "BARE")  # «اليوم» is today
]

YEARS: list[Row] = [
    ("YEAR4", make.bare_year, ("DIGITS",)),
    ("YEAR", same, ("YEAR4", "YEAR ad")),
    ("YEAR", make.year, ("year NUM",)),
    ("YEAR", make.equated, ("YEAR YEAR4", "HYEAR YEAR", "HYEAR corresponding for? YEAR")),
    ("YEAR", swapped(make.equated), ("YEAR HYEAR", "YEAR corresponding for? HYEAR")),
    ("YEAR", make.said_again, ("YEAR DIR",)),
    ("YEAR", partial(Unit, "year"), ("the-year ad DIR",)),
    ("YEAR", make.year, ("year ad NUM",)),
    ("HYEAR", make.hijri_year, ("NUM ah", "year NUM ah")),
    ("DEC", Decade, ("DECADE",)),
    ("DEC", Decade, ("DECADE of? CEN",)),
    ("DEC", same, ("DEC ad",)),
    ("CEN", same, ("CEN ad",)),
    ("DEC", lambda unit, tens: Decade(tens) if unit == "decade" else None, ("UNIT DECADE",)),
    ("CEN", make.century, ("the-century RANK", "the-century NUM")),
]

MONTHS: list[Row] = [
    ("MNAME", lambda number: Recurring(month=number), ("MONTH",)),
    ("MNAME", lambda number: Recurring(month=number, hijri=True), ("HMONTH",)),
    ("MNAME", make.same_month, ("MNAME slash? MNAME",)),
    ("MNAME", same, ("month MNAME", "MNAME blessed")),
    ("SNAME", lambda code: Recurring(season=code), ("SEASON", "season SEASON")),
    ("SEA", same, ("SNAME",)),
    ("MON", same, ("MNAME",)),
]
for _name, _head in (("MNAME", "MON"), ("SNAME", "SEA"), ("FEAST", "DATE")):
    MONTHS += [
        (_head, make.directed, (f"{_name} DIR",)),
        (_head, make.directed_from_base, (f"{_name} BASEDIR",)),
        (_head, partial(make.directed, direction=0), (f"this {_name}",)),
        (_head, Within, (f"{_name} of? YEAR", f"{_name} for YEAR", f"{_name} slash YEAR")),
    ]
MONTHS += [
    ("MON", make.month_said_again, ("MNAME of? YEAR DIR",)),
    ("MON", make.month_in_early_year, ("MNAME DIGITS",)),
    ("MON", make.hijri_month, ("MNAME NUM", "MNAME of? year? NUM ah", "MNAME slash NUM ah", "MNAME of? year NUM")),
    ("NMON", make.numeric_month, ("DIGITS slash DIGITS", "DIGITS dash DIGITS")),
    ("NMON", swapped(make.numeric_month), ("DIGITS slash DIGITS", "DIGITS dash DIGITS")),
]

DATES: list[Row] = [
    ("FEAST", lambda day: Recurring(month=day[0], day=day[1], hijri=True), ("HFEAST",)),
    ("FEAST", lambda day: Recurring(month=day[0], day=day[1]), ("GFEAST",)),
    ("FEAST", make.feast_day, ("RANK days FEAST", "RANK day FEAST")),
    ("DATE", make.day_of, ("MDAY of? MON", "DIGITS slash MON")),
    ("DATE", lambda n: make.day_of(n, Unit("month", bare=True)), ("MDAY of the-month",)),
    ("DATE", lambda: Nth(-1, "day", Unit("month", bare=True)), ("last-of-month the-month",)),
    ("DATE", lambda n: make.day_of(n, Unit("month", 0, True)), ("MDAY of-it",)),
    ("DATE", make.month_and_date, ("MNAME DATE",)),
    ("DATE", lambda day, direction: make.day_of(int(day), Unit("month", direction)), ("DIGITS DIR",)),
    ("DATE", make.numeric_date, _DIGITS3),
    ("DATE", partial(make.numeric_date, hijri=True), tuple(f"{p} ah" for p in _DIGITS3)),
    ("DATE", partial(make.numeric_date, hijri=False), tuple(f"{p} ad" for p in _DIGITS3)),
    ("DATE", make.day_and_month, ("DIGITS slash DIGITS",)),
    ("DATE", make.both_calendars, ("DATE DATE",)),
    ("DATE", make.equated, ("DATE corresponding for? DATE",)),
    ("DATE", same, ("FEAST", "FEAST blessed", "day DATE", "DATE ad")),
    ("REL", partial(Unit, "day"), ("RELATIVE", "day RELATIVE")),
    ("REL", partial(Unit, "day", 0), ("the-day",)),
    ("REL", partial(Unit, "day", 0, True), ("that-day",)),
    ("WDAY", lambda number: Recurring(weekday=number), ("WEEKDAY", "day WEEKDAY", "day ANYDAY")),
    ("TURNED", make.directed, ("WDAY DIR",)),
    ("TURNED", make.directed_from_base, ("WDAY BASEDIR",)),
    ("TURNED", partial(make.directed, direction=0), ("this WDAY",)),
    ("DAY", same, ("DATE", "REL", "WDAY", "TURNED")),
    ("DAY", make.checked, ("REL WDAY", "DATE WDAY")),
    ("DAY", swapped(make.checked), tuple(f"{w} {r}" for w in ("WDAY", "TURNED") for r in ("DATE", "corresponding for? DATE", "REL"))),
    ("DAY", make.equated, ("REL DATE", "REL corresponding for? DATE")),
    ("DAY", lambda rel, name, date: make.checked(make.equated(rel, date), name), ("REL WDAY DATE", "REL WDAY corresponding for? DATE")),
]
DATES += [
    *_over("DAY", lambda n, name, whole: Nth(n, "day", whole, name), "RANK day? ANYDAY of? SPAN", "RANK day? ANYDAY in SPAN"),
    *_over("DAY", lambda name, n, whole: Nth(n, "day", whole, name), "WEEKDAY RANK of SPAN", "WEEKDAY RANK in SPAN"),
    *_over("DAY", lambda name, whole: Nth(-1, "day", whole, name), "last day? ANYDAY of? SPAN", "last day? ANYDAY in SPAN"),
    *_over("DAY", lambda n, whole: Nth(n, "day", whole), "the-day RANK of SPAN", "RANK day of? SPAN", "RANK days SPAN"),
    *_over("DAY", lambda whole: Nth(-1, "day", whole), "last day of? SPAN", "last days SPAN"),
]

PARTS_OF_PERIODS: list[Row] = [
    *_over("SUB", make.edge_of, "THES NUM RANK of SPAN", "THES NUM FINAL of SPAN"),
    *_over("SUB", make.edge, "AMT RANK of SPAN", "AMT FINAL of SPAN"),
    *_over("SUB", lambda length, whole: make.edge(length, 1, whole), "first AMT of SPAN"),
    *_over("SUB", lambda length, whole: make.edge(length, -1, whole), "last AMT of SPAN"),
    *_over("SUB", Portion, "PORTION of? SPAN"),
    ("SUB", Portion, ("PORTION DAY",)),
    *_over("SUB", make.fraction, *_joined("FRACTION RANK", "SPAN"), "FRACTION FINAL of SPAN"),
    ("SUB", make.fraction, ("FRACTION RANK", "FRACTION FINAL")),
    *_over("SUB", lambda n, whole: make.fraction(4, n, whole), *_joined("season RANK", "SPAN")),
    *_over("SUB", make.nth, "RANK UNIT of? SPAN", "RANK UNIT in SPAN"),
    *_over("SUB", lambda unit, whole: make.nth(-1, unit, whole), "last UNIT of? SPAN", "last UNIT in SPAN"),
    *(
        row
        for unit in ("week", "month", "year", "decade")
        for row in (
            *_over("SUB", lambda n, whole, unit=unit: make.nth(n, unit, whole), f"the-{unit} RANK of SPAN", f"the-{unit} RANK in SPAN"),
            *_over("SUB", lambda n, whole, unit=unit: make.nth(n, unit, whole), f"the-{unit} FINAL of SPAN"),
        )
    ),
    ("SUB", Weekend, ("weekend WEEK", "weekend BARE")),
]

CALENDAR = (*NUMBERS, *PERIODS, *YEARS, *MONTHS, *DATES, *PARTS_OF_PERIODS)
"""Every row of this table."""
