"""Meanings built on periods: ranges, bounds, sets, and checks of one date against another.

Knows periods and how to choose among their readings; knows no Arabic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from mithaq.dates.nodes import Context, Node, Options, Unit, select
from mithaq.dates.units import UNKNOWN, Resolved, interval, period, step

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Check:
    """A day with its weekday. In «أمس الأحد» the weekday holds and the document's date is doubted, in «الثلاثاء 6 يونيو» the date holds."""

    day: Node
    weekday: int

    def options(self, context: Context) -> Options:
        found = self.day.options(context)
        if any(r.start is None for r in found.items):
            name = Resolved(None, None, "day", f"XXXX-WXX-{self.weekday}", "date")
            return Options(tuple(name if r.timex == UNKNOWN["day"] else r for r in found.items))
        near = select(self.day, replace(context, tense="past")) + select(self.day, replace(context, tense="future"))
        if agreeing := tuple(r for r in found.items if r in near and r.start and r.start.isoweekday() == self.weekday):
            return Options(agreeing, found.policy)
        return Options(tuple(self._doubted(r) for r in select(self.day, context)))

    def _doubted(self, day: Resolved) -> Resolved:
        if not isinstance(self.day, Unit) or day.start is None or day.end is None:
            return replace(day, conflict=True)
        shift = (self.weekday - day.start.isoweekday() + 3) % 7 - 3
        named = period("day", day.start + timedelta(days=shift))
        return replace(named, conflict=True, ambiguous=((day.start, day.end),))


@dataclass(frozen=True)
class Equal:
    """«3 رمضان 1441 الموافق 26 أبريل 2020»: one date said twice; the second one holds, the first one may contradict it."""

    said: Node
    main: Node

    def options(self, context: Context) -> Options:
        said, found = select(self.said, context), self.main.options(context)
        if not said or any(r.start is None for r in (*said, *found.items)):
            return Options(select(self.main, context))
        same = tuple(m for m in found.items if any(_meets(s, m) for s in said))
        return Options(same) if same else Options(tuple(replace(m, conflict=True) for m in select(self.main, context)))


def _meets(said: Resolved, main: Resolved) -> bool:
    if said.start is None or said.end is None or main.start is None or main.end is None:
        return False
    slack = _DAY if said.approximate else timedelta()
    return said.start - slack < main.end and main.start < said.end + slack


@dataclass(frozen=True)
class Range:
    """«بين 2015 و2018», «15-20 مايو»: from the first moment of one to the last of the other."""

    first: Node
    last: Node
    adjoining: bool = False
    """«عامي 2013 و2014»: the two must touch, or they are two dates and no stretch."""

    def options(self, context: Context) -> Options:
        last, firsts = self.last.options(context), self.first.options(context)
        if context.anchor is None and (year := next((r.start for r in (*last.items, *firsts.items) if r.start), None)):
            context = replace(context, anchor=year)  # «من 28 ديسمبر إلى 3 يناير 2019»: the year is said once
            last, firsts = self.last.options(context), self.first.options(context)
        if last.policy and not firsts.policy:  # «من مايو 2017 إلى يونيو»: the first June after that
            pairs = [(f, r) for f in firsts.items for r in [_nearest(last.items, f, after=True)] if r]
        else:
            lasts = select(self.last, context)
            pairs = [(f, r) for r in lasts for f in [_nearest(firsts.items, r, after=False)] if f] if firsts.policy else []
            starts = select(self.first, context)
            pairs = pairs or list(zip(starts, lasts, strict=True) if len(starts) == len(lasts) else product(starts[:1], lasts))
        return Options(tuple(made for first, end in pairs if (made := self._joined(first, end))))

    def _joined(self, first: Resolved, last: Resolved) -> Resolved | None:
        if "duration" in (first.kind, last.kind) or (first.start is not None and (first.start, first.end) == (last.start, last.end)):
            return None
        if (first.start and last.end and first.start >= last.end) or (first.start is None) != (last.end is None):
            return None
        if self.adjoining and first.end and last.start and first.end != last.start:
            return None
        timex = f"{first.timex}/{last.timex}" if first.timex and last.timex else None
        unclear = first.conflict or last.conflict
        known = first.start is not None and last.end is not None
        start, end = (first.start, last.end) if known else (None, None)
        return Resolved(start, end, last.granularity, timex, last.kind, (), first.approximate or last.approximate, unclear)


def _nearest(items: Iterable[Resolved], other: Resolved, after: bool) -> Resolved | None:
    """The closest reading that ends later (``after``) or begins earlier than the other one."""
    if after:
        return next((r for r in items if r.end and other.end and r.end > other.end), None)
    return next((r for r in reversed(tuple(items)) if r.start and other.start and r.start < other.start), None)


@dataclass(frozen=True)
class Bound:
    """«حتى الأحد», «قبل نهاية الشهر», «منذ 2015»: open on one side, or reaching to the document's day."""

    kind: str
    """until, by, before, after, since or from."""
    limit: Node

    def options(self, context: Context) -> Options:
        # A deadline lies ahead unless the tense says otherwise, and the other reading is still listed; what lasts since then is past.
        ahead = self.kind in ("until", "by", "before", "from") and context.tense is None
        own = replace(context, tense="past") if self.kind == "since" else context
        found = select(self.limit, own) if not ahead else select(self.limit, replace(context, tense="future")) + select(self.limit, own)
        return Options(tuple(made for r in dict.fromkeys(found) if (made := self._bounded(r, context.anchor))))

    def _bounded(self, limit: Resolved, now: datetime | None) -> Resolved | None:
        if limit.kind in ("duration", "set") or limit.mod in _BOUND_MODS.values():
            return None
        start, end = self._bounds(limit.start, limit.end, now)
        others = [self._bounds(*pair, now) for pair in limit.ambiguous]
        if self.kind == "by" and start and end and limit.start and start < limit.start < end - _DAY:
            others.append((start, limit.start))  # «بحلول الصيف»: before its end, or at its coming
        known = tuple((first, last) for first, last in others if first and last)
        return replace(limit, start=start, end=end, ambiguous=known, mod=_BOUND_MODS[self.kind])

    def _bounds(self, first: datetime | None, last: datetime | None, now: datetime | None) -> tuple[datetime | None, datetime | None]:
        if self.kind in ("until", "by", "before"):
            end = first if self.kind == "before" else last
            return now if now and end and now + _DAY < end else None, end  # «حتى اليوم» reaches back, not forward
        start = last if self.kind == "after" else first
        today = now + _DAY if now else None
        return start, today if self.kind == "since" and start and today and start < today else None


_BOUND_MODS = {
    "until": "ON_OR_BEFORE",
    "by": "ON_OR_BEFORE",
    "before": "BEFORE",
    "after": "AFTER",
    "since": "ON_OR_AFTER",
    "from": "ON_OR_AFTER",
}


@dataclass(frozen=True)
class Weekend:
    """«عطلة نهاية الأسبوع»: Friday to Sunday, which holds every weekend of the Arab world."""

    week: Node

    def options(self, context: Context) -> Options:
        return self.week.options(context).map(self._of)

    def _of(self, week: Resolved) -> Resolved | None:
        timex = f"{week.timex}-WE"
        if week.end is None:
            return replace(week, granularity="weekend", timex=timex)
        others = tuple((step(end, "day", -3), end) for _, end in week.ambiguous)
        return replace(week, start=step(week.end, "day", -3), granularity="weekend", timex=timex, ambiguous=others)


@dataclass(frozen=True)
class Vague:
    """«في وقت لاحق», «الآن»: TIMEX3's PAST_REF, PRESENT_REF and FUTURE_REF; the present is the document's day."""

    timex: str

    def options(self, context: Context) -> Options:
        now = context.anchor if self.timex == "PRESENT_REF" else None
        return Options((Resolved(now, now + _DAY if now else None, "day" if now else "unknown", self.timex, "date"),))


@dataclass(frozen=True)
class WithinNow:
    """«في وقت سابق من هذا الشهر», «لاحقا هذا الأسبوع»: the part of a period before or after the document's day, that day included."""

    sign: int
    whole: Node

    def options(self, context: Context) -> Options:
        return Options(tuple(self._of(r, context.anchor) for r in select(self.whole, context)))

    def _of(self, whole: Resolved, now: datetime | None) -> Resolved:
        if now is None or whole.start is None or whole.end is None or not whole.start < now + _DAY <= whole.end:
            return whole
        return replace(whole, end=now + _DAY) if self.sign < 0 else replace(whole, start=max(now, whole.start))


@dataclass(frozen=True)
class SameIn:
    """«الفترة نفسها من العام الماضي», «اليوم نفسه من عام 1969»: what the text speaks of, moved to another year."""

    unit: str | None
    """None for the stretch as it is."""
    year: Node

    def options(self, context: Context) -> Options:
        if context.base is None or context.base_end is None:
            return Options(())
        whole = period(self.unit, context.base) if self.unit else Resolved(context.base, context.base_end, "period", None, "date")
        return self.year.options(context).map(lambda year: _moved(whole, year))


def _moved(whole: Resolved, year: Resolved) -> Resolved | None:
    if year.start is None or whole.start is None or whole.end is None:
        return None
    years = year.start.year - whole.start.year
    start, end = step(whole.start, "year", years), step(whole.end, "year", years)
    if whole.granularity == "period":
        return interval(start, end, "period")
    return period(whole.granularity, start)


@dataclass(frozen=True)
class Every:
    """«كل ثلاثاء», «يوميا»: a set, which has no interval."""

    timex: str
    granularity: str

    def options(self, context: Context) -> Options:
        return Options((Resolved(None, None, self.granularity, self.timex, "set"),))


@dataclass(frozen=True)
class About:
    """«نحو الساعة الثامنة»: the same, roughly."""

    inner: Node

    def options(self, context: Context) -> Options:
        return Options(tuple(replace(r, approximate=True) for r in select(self.inner, context)))
