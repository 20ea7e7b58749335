"""The grammar of hours, lengths of time, ranges and bounds, as a table, and all rules of temporal expressions.

Knows how words of time combine in Arabic; knows no document and no parser. Rows are as in ``mithaq.dates.calendar_rules``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any, NamedTuple

from mithaq.dates import makers as make
from mithaq.dates import times as hours
from mithaq.dates.amounts import amount, joined, part_of, with_part
from mithaq.dates.calendar_rules import CALENDAR, SPANS, Row, same, swapped
from mithaq.dates.lengths import Shift, Stretch
from mithaq.dates.nodes import Unit
from mithaq.dates.spans import About, Bound, Every, Range, Vague
from mithaq.dates.words import UNITS


class Rule(NamedTuple):
    """One way to make a category."""

    head: str
    body: tuple[str, ...]
    maker: Callable[..., Any]


_COUNTS = ("of? NUM to NUM", "NUM or NUM", "between NUM and NUM", "between NUM to NUM", "NUM dash NUM")
_SAID = Unit("day", 0, True)  # the day that the text speaks of

TIMES: list[Row] = [
    ("PTIME", hours.part, ("PART", "PART DAY", "PART of DAY")),
    ("PTIME", swapped(hours.part), ("DAY PART",)),
    ("PTIME", partial(hours.part, day=Unit("day")), ("this PART", "this EVE", "TONIGHT")),
    ("PTIME", lambda value, n: hours.part(value, Unit("day", n)), ("EVE DIR",)),
    ("PTIME", lambda value, n: hours.part(value, Unit("day", n, True)), ("PART BASEDIR", "EVE BASEDIR")),
    ("PTIME", partial(hours.part, day=Unit("day", 0, True)), ("that PART", "that EVE", "same PART", "same EVE")),
    ("PTIME", hours.eve, ("EVE DAY",)),
    ("PTIME", hours.early, ("early-in PTIME",)),
    ("PTIME", lambda time: replace(time, mod="END"), ("late-in PTIME",)),
    ("PTIME", lambda unit, time: time if unit == "hour" else None, ("UNITS PTIME",)),
    ("PTIME", hours.first_hours, ("UNITS PART RANK of DAY", "UNITS PART RANK")),
    ("PTIME", hours.early_of, ("early-in DAY",)),
    ("PTIME", hours.late_of, ("late-in DAY",)),
    ("PTIME", hours.night_between, tuple(f"{p} WDAY {mark} WDAY" for p in ("PART", "EVE") for mark in ("", "slash", "dash", "on", "to"))),
    ("PTIME", hours.night_of, ("PART MDAY dash MDAY of? MON", "PART MDAY to MDAY of? MON")),
    ("TIME", hours.minute_of, ("the-minute RANK of DAY",)),
    ("TIME", hours.Midnight, ("midnight",)),
    ("TIME", partial(hours.Midnight, either=True), ("midnight DAY", "midnight of DAY")),
    ("TIME", hours.midnight_between, ("midnight WDAY WDAY", "midnight WDAY slash WDAY", "midnight WDAY dash WDAY")),
    ("HOUR", hours.clock, ("HER-RANK", "HER-ELEVENTH")),
    ("CLOCK", same, ("hour HOUR",)),
    ("CLOCK", hours.clock, ("hour DIGITS", "DIGITS point DIGITS", "hour DIGITS point DIGITS")),
    ("CLOCK", hours.clock_part, ("CLOCK PART", "HOUR PART")),
    ("CLOCK", hours.digits_part, ("DIGITS PART",)),
    ("CLOCK", lambda time: replace(time, utc=True, exact=True), ("CLOCK in? utc",)),
    ("CLOCK", same, ("CLOCK in? local",)),
    ("CLOCK", hours.local_and_utc, ("CLOCK CLOCK",)),
    ("TIME", same, ("CLOCK", "PTIME")),
    ("TIME", hours.clock_day, ("CLOCK DAY", "CLOCK of DAY", "CLOCK in DAY")),
    ("TIME", swapped(hours.clock_day), ("DAY CLOCK", "DAY in CLOCK")),
    ("TIME", hours.clock_of_part, ("CLOCK PTIME", "CLOCK of PTIME", "HOUR of PTIME", "HOUR PTIME")),
    ("TIME", swapped(hours.clock_of_part), ("PTIME CLOCK", "PTIME in CLOCK")),
]
for _time in ("CLOCK", "HOUR"):
    TIMES += [
        (_time, hours.plus_fraction, (f"{_time} and FRACTION",)),
        (_time, hours.less_fraction, (f"{_time} less FRACTION",)),
        (_time, hours.plus_minutes, (f"{_time} and NUM minutes",)),
        (_time, hours.less_minutes, (f"{_time} less NUM minutes",)),
    ]

AMOUNTS: list[Row] = [
    ("AMT", amount, ("NUM UNIT", "NUM UNITS")),
    ("AMT", swapped(amount), ("UNITS WORD",)),
    ("AMT", partial(amount, 1), ("UNIT",)),
    ("AMT", lambda unit, one: amount(one, unit), ("UNIT UNO", "UNIT whole UNO")),
    ("AMT", make.two, ("UNIT2", "UNIT2 ONE")),
    ("AMT", partial(amount, None), ("UNITS", "few UNITS", "UNITS uncounted", "few UNIT")),
    ("AMT", part_of, ("FRACTION UNIT",)),
    ("AMT", with_part, ("AMT and FRACTION",)),
    ("AMT", joined, ("AMT and AMT",)),
    ("AMT", same, ("AMT whole", "for AMT")),
    ("AMT", partial(replace, approximate=True), ("about AMT", "AMT about")),
    ("AMT", partial(replace, mod="MORE_THAN"), ("more AMT", "AMT more")),
    ("AMT", partial(replace, mod="LESS_THAN"), ("fewer AMT", "AMT fewer")),
    *(
        row
        for unit in UNITS
        for row in (
            ("AMT", lambda parts, unit=unit: part_of(parts, unit), (f"FRACTION the-{unit}",)),
            ("AMT", partial(make.with_part_of, unit), (f"AMT and FRACTION the-{unit}",)),
        )
    ),
    ("ALLAMT", make.two, ("THE2",)),
    ("ALLAMT", partial(amount, None), ("THES", "THES uncounted")),
    ("ALLAMT", swapped(amount), ("THES NUM",)),
    ("STRETCH", make.behind_or_ahead, ("AMT DIR", "ALLAMT DIR")),
    ("STRETCH", make.behind_or_ahead_of, ("THES DIR NUM", "THES DIR uncounted")),
    ("STRETCH", partial(make.behind_or_ahead, direction=-1), ("last AMT", "last ALLAMT")),
    ("STRETCH", lambda length: Stretch(length, "within"), ("within AMT",)),
    ("STRETCH", lambda kind, length: Stretch(length, "since") if kind == "since" else None, ("BOUND AMT", "BOUND AMT past")),
    ("STRETCH", lambda unit, most: make.count_up_to(2, most, unit), ("UNIT2 or NUM", "of? UNIT2 to NUM")),
    ("STRETCH", make.up_to, ("of? AMT to AMT", "AMT or AMT", "between AMT and AMT")),
    ("STRETCH", make.count_up_to, tuple(f"{p} {u}" for p in _COUNTS for u in ("UNIT", "UNITS"))),
    ("STRETCH", same, ("for STRETCH", "in STRETCH")),
    ("STRETCH", make.lasting, ("AMT BOUND X",)),
    ("SHIFT", partial(Shift, sign=-1), ("ago AMT", "ago AMT past", "AMT past")),
    ("SHIFT", partial(Shift, sign=1), ("hence AMT",)),
]
for _word, _it, _sign in (("ago", "before-it", -1), ("hence", "after-it", 1)):
    AMOUNTS += [
        ("SHIFT", lambda length, origin, sign=_sign: Shift(length, sign, origin), (f"{_word} AMT of X",)),
        ("SHIFT", lambda origin, length, sign=_sign: Shift(length, sign, origin), (f"{_word} X by AMT",)),
        ("SHIFT", partial(Shift, sign=_sign, origin=_SAID), (f"{_word} AMT of that", f"{_it} by AMT", f"{_word} that by AMT")),
    ]

EXPRESSIONS: list[Row] = [
    ("X", same, ("DAY", "TIME", *(s for s in SPANS if s != "BARE"), "VAGUE_TIME")),
    ("X", same, ("BARE", "in X", "for X")),
    ("X", About, ("about X", "X about")),
    ("VAGUE_TIME", Vague, ("VAGUE",)),
    ("VAGUE_TIME", make.vague_period, ("time DIR",)),
    ("RANGE", Range, ("of? X to X", "of? X and to X", "between pair? X and X", "X dash X", "time of X to X")),
    ("RANGE", Range, ("year? YEAR4 slash YEAR4", "year YEAR4 dash YEAR4")),
    (
        "RANGE",
        make.days_between,
        tuple(f"{p} of? MON" for p in ("of? MDAY to MDAY", "of MDAY and to MDAY", "MDAY dash MDAY", "between MDAY and MDAY")),
    ),
    ("RANGE", partial(make.days_between, adjoining=True), ("pair? MDAY and MDAY of? MON",)),
    ("RANGE", partial(Range, adjoining=True), ("pair? X and X", "pair? X or X")),
    ("RANGE", make.years_short, ("YEAR4 dash DIGITS", "YEAR4 slash DIGITS")),
    ("RANGE", same, ("in RANGE", "for RANGE")),
    ("SET", lambda timex: Every(timex, {"D": "day", "W": "week", "M": "month", "Y": "year"}[timex[-1]]), ("OFTEN",)),
    ("SET", make.every, ("every AMT",)),
    ("SET", make.every_weekday, ("every ANYDAY", "every day ANYDAY", "days WEEKDAY")),
    ("SET", make.every_part, ("every PART",)),
    ("SET", make.every_named, ("every SNAME", "every MNAME", "DATE of every UNIT", "WDAY of every UNIT", "MNAME of every UNIT")),
    ("BOUNDED", Bound, ("BOUND X",)),
    ("BOUNDED", same, ("in BOUNDED",)),
    ("X", make.within_now, ("VAGUE of? X",)),
    ("X", partial(make.same_in, None), ("time BASEDIR of YEAR", "same time of YEAR")),
    *(("X", partial(make.same_in, unit), (f"the-{unit} BASEDIR of YEAR", f"same the-{unit} of YEAR")) for unit in ("day", "week", "month")),
    ("ALL", same, ("X", "RANGE", "STRETCH", "SHIFT", "SET", "BOUNDED", "in SHIFT", "and ALL")),
    ("ALL", Stretch, ("AMT",)),
]


def rules() -> list[Rule]:
    """Every row spelled out: one rule a pattern, optional symbols once with and once without. The category of a whole expression is ALL."""
    made: list[Rule] = []
    for head, maker, patterns in (*CALENDAR, *TIMES, *AMOUNTS, *EXPRESSIONS):
        for pattern in patterns:
            choices = [("", s[:-1]) if s.endswith("?") else (s,) for s in pattern.split()]
            made += [Rule(head, tuple(filter(None, body)), maker) for body in product(*choices)]
    return list(dict.fromkeys(made))
