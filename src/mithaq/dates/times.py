"""Parts of a day, clock times and midnight.

Knows hours and their TIMEX3 codes, and makes them from the parts of a rule; knows no Arabic and no other part of the calendar than the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from mithaq.dates.makers import day_of
from mithaq.dates.nodes import Context, Node, Options, Recurring, SomeDay, Unit
from mithaq.dates.spans import Check
from mithaq.dates.units import UNKNOWN, Resolved, period

_DAY = timedelta(days=1)
_SOME_DAY = SomeDay()
_MINUTE = timedelta(minutes=1)
# First hour of the afternoon reading of a clock time: «الثامنة مساء», «الواحدة ظهرا»; at night six o'clock and later are evening.
_AFTERNOON = {"MO": 25, "MI": 1, "AF": 1, "EV": 1, "NI": 6, "DT": 25}
_MINUTES = {2: 30, 3: 20, 4: 15}
_EARLY = (0, 8)  # «ساعة مبكرة من صباح الاثنين» begins at midnight


@dataclass(frozen=True)
class Part:
    """«صباح الثلاثاء»: some hours of a day; hours past 24 belong to the next one."""

    code: str
    hours: tuple[int, int]
    day: Node = _SOME_DAY
    or_eve: bool = False
    """«ليلة الجمعة» may also be the night before."""
    mod: str | None = None

    def options(self, context: Context) -> Options:
        return self.day.options(context).map(self._of)

    def _of(self, day: Resolved) -> Resolved:
        first, last = (timedelta(hours=h) for h in self.hours)
        timex = None if day.timex is None else f"{day.timex}T{self.code}"
        if day.start is None:
            return replace(day, granularity="part of day", timex=timex, kind="time", mod=self.mod)
        start, end = day.start + first, day.start + last
        eve = ((start - _DAY, end - _DAY),) if self.or_eve else ()
        others = (*eve, *((s + first, s + last) for s, _ in day.ambiguous))
        return replace(day, start=start, end=end, granularity="part of day", timex=timex, kind="time", ambiguous=others, mod=self.mod)


@dataclass(frozen=True)
class Clock:
    """«الساعة الثامنة مساء», «16:00»: a minute of a day. The interval keeps the text's own clock; UTC shows in the value alone."""

    hour: int
    minute: int = 0
    code: str | None = None
    """TIMEX3 part of day; None with an hour up to twelve leaves morning and evening open."""
    day: Node = _SOME_DAY
    utc: bool = False
    exact: bool = False
    """Written on a 24-hour clock: «08:00»."""

    def hours(self) -> tuple[int, ...]:
        """Hours of the day, 24 and more for the next one, the likelier first."""
        if self.code is None:
            return (self.hour,) if self.exact or self.hour > 12 or self.hour == 0 else (self.hour, self.hour + 12)
        if self.hour > 12:
            return (self.hour,)
        twelve = {"MO": 0, "EV": 24, "NI": 24}.get(self.code, 12)
        if self.hour == 12:
            return (twelve,)
        if self.code == "MI" and self.hour > 6:
            return (self.hour,)
        if self.code == "NI" and self.hour < _AFTERNOON["NI"]:
            return (self.hour + 24,)
        return (self.hour + 12 if self.hour >= _AFTERNOON[self.code] else self.hour,)

    def options(self, context: Context) -> Options:
        return self.day.options(context).map(self._of)

    def _of(self, day: Resolved) -> Resolved:
        main, *others = (timedelta(hours=h, minutes=self.minute) for h in self.hours())
        start = None if day.start is None else day.start + main
        value = f"T{self.hours()[0] % 24:02}:{self.minute:02}"
        if main == _DAY:
            value = "T24:00"
        named = day if main <= _DAY or day.start is None else period("day", day.start + _DAY)
        date = "" if named.timex == UNKNOWN["day"] else named.timex
        timex = None if date is None else date + value + ("Z" if self.utc else "")
        if day.start is None or start is None:
            return replace(day, granularity="minute", timex=timex, kind="time")
        starts = [*(day.start + o for o in others), *(s + main for s, _ in day.ambiguous)]
        other = tuple((s, s + _MINUTE) for s in starts)
        return replace(day, start=start, end=start + _MINUTE, granularity="minute", timex=timex, kind="time", ambiguous=other)


@dataclass(frozen=True)
class Midnight:
    """«منتصف ليل 12 يناير»: the end of that day, or its beginning, for writers mean either."""

    day: Node = _SOME_DAY
    either: bool = False

    def options(self, context: Context) -> Options:
        return self.day.options(context).map(self._of)

    def _of(self, day: Resolved) -> Resolved:
        found = Clock(12, code="NI")._of(day)
        beginning = ((day.start, day.start + _MINUTE),) if self.either and day.start else ()
        return replace(found, ambiguous=(*beginning, *found.ambiguous))


def part(value: tuple[str, int, int], day: Node | None = None) -> Part:
    """«صباحا», «صباح الثلاثاء»."""
    code, first, last = value
    return Part(code, (first, last), day) if day is not None else Part(code, (first, last))


def eve(value: tuple[str, int, int], day: Node) -> Part:
    """«ليلة الجمعة», «عشية أمس»: beside a relative day, one reading."""
    relative = isinstance(day, Unit) or (isinstance(day, Check) and isinstance(day.day, Unit))
    return replace(part(value, day), or_eve=not relative)


def night_between(value: tuple[str, int, int], first: Recurring, second: Recurring) -> Part | None:
    """«ليل السبت الأحد»: the night from one day to the next."""
    return part(value, first) if value[0] == "NI" and _next_to(first, second) else None


def night_of(value: tuple[str, int, int], first: int, last: int, month: Node) -> Part | None:
    """«ليل 15-16 تموز»."""
    day = day_of(first, month) if value[0] == "NI" and last == first + 1 else None
    return part(value, day) if day else None


def midnight_between(first: Recurring, second: Recurring) -> Midnight | None:
    """«منتصف ليل السبت الأحد»."""
    return Midnight(first) if _next_to(first, second) else None


def _next_to(first: Recurring, second: Recurring) -> bool:
    return bool(first.weekday and second.weekday and first.weekday % 7 + 1 == second.weekday)


def early_of(day: Node) -> Part:
    """«الساعات الأولى من الأحد»."""
    return Part("MO", _EARLY, day, mod="START")


def early(time: Part) -> Part:
    """«ساعة مبكرة من صباح الاثنين»."""
    return replace(time, mod="START", hours=_EARLY if time.code == "MO" else time.hours)


def first_hours(unit: str, value: tuple[str, int, int], rank: int, day: Node = _SOME_DAY) -> Part | None:
    """«ساعات الصباح الأولى من الأحد»."""
    return early(part(value, day)) if (unit, rank) == ("hour", 1) else None


def late_of(day: Node) -> Part:
    """«ساعة متأخرة من يوم الأحد»."""
    return Part("NI", (20, 28), day, mod="END")


def clock(hour: int | str, minute: int | str = 0) -> Clock | None:
    """A clock time; two digits for the hour and two for the minutes are of a 24-hour clock."""
    if isinstance(hour, str) and len(hour) == 4:  # «الساعة 0400»
        hour, minute = hour[:2], hour[2:]
    exact = str(hour).startswith("0") or (isinstance(minute, str) and len(str(hour)) == 2)
    well_formed = not isinstance(minute, str) or len(minute) == 2
    of_a_day = int(minute) <= 59 and int(hour) * 60 + int(minute) <= 24 * 60
    return Clock(int(hour), int(minute), exact=exact) if of_a_day and well_formed else None


def local_and_utc(local: Clock, utc: Clock) -> Clock | None:
    """«20:30 (18:30 ت غ)»: one moment on two clocks; the text's own is kept."""
    return local if utc.utc and not local.utc else None


def clock_part(time: Clock, value: tuple[str, int, int]) -> Clock | None:
    """«الثامنة مساء»."""
    return replace(time, code=value[0]) if time.code is None else None


def digits_part(hour: str, value: tuple[str, int, int]) -> Clock | None:
    """«8 صباحا»."""
    time = clock(hour)
    return clock_part(time, value) if time else None


def clock_of_part(time: Clock, when: Part) -> Clock | None:
    """«الثامنة من مساء الثلاثاء»."""
    return replace(time, code=when.code, day=when.day) if time.code is None and isinstance(when, Part) else None


def clock_day(time: Clock, day: Node) -> Clock | None:
    """«الساعة الثامنة الثلاثاء»."""
    return replace(time, day=day) if time.day == _SOME_DAY else None


def plus_fraction(time: Clock, parts: int) -> Clock:
    """«والنصف»."""
    return replace(time, minute=_MINUTES[parts])


def less_fraction(time: Clock, parts: int) -> Clock | None:
    """«إلا ربعا»."""
    return less_minutes(time, _MINUTES[parts])


def plus_minutes(time: Clock, minutes: int) -> Clock | None:
    """«وعشر دقائق»."""
    return replace(time, minute=minutes) if minutes < 60 and not time.minute else None


def less_minutes(time: Clock, minutes: int) -> Clock | None:
    """«إلا خمس دقائق»."""
    return replace(time, hour=(time.hour - 2) % 12 + 1, minute=60 - minutes) if 0 < minutes < 60 and not time.minute else None


def minute_of(number: int, day: Node) -> Clock:
    """«الدقيقة الأولى من أمس»."""
    return Clock(0, number - 1, exact=True, day=day)
