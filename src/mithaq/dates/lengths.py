"""Meanings built on lengths of time: «48 ساعة», «قبل ثلاثة أيام», «الأشهر الثلاثة الأولى من العام».

Knows the document's day, from whose midnight lengths are counted, and how to choose among readings; knows no Arabic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mithaq.dates.amounts import BELOW_A_DAY, Amount
from mithaq.dates.nodes import Context, Node, Options, select
from mithaq.dates.units import Resolved, interval, period

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """«48 ساعة», «خلال أسبوعين», «الأشهر الثلاثة الماضية»: a length of time, ahead of or behind the midnight of the document's day."""

    amount: Amount
    way: str | None = None
    """last, next, within (ahead unless the tense is past), since; None when only the tense places it."""
    least: Amount | None = None
    """«يومين أو ثلاثة»: the shorter reading."""

    def options(self, context: Context) -> Options:
        placed = {"past": ("last",), "future": ("next",), None: ()}[context.tense]
        ways = {None: placed, "within": placed or ("next", "last")}.get(self.way, (str(self.way),))
        lengths = (self.amount, self.least) if self.least else (self.amount,)
        return Options(tuple(self._placed(a, way, context.anchor) for way in ways or ("",) for a in lengths))

    def _placed(self, a: Amount, way: str, now: datetime | None) -> Resolved:
        bare = Resolved(None, None, a.unit, a.timex, "duration", (), a.approximate or a.mod is not None, False, a.mod)
        if now is None or not way:
            return bare
        if way == "next":
            return replace(bare, start=now, end=a.added_to(now, 1))
        return replace(bare, start=a.added_to(now, -1), end=now + _DAY if way == "since" else now)


@dataclass(frozen=True)
class Shift:
    """«قبل ثلاثة أيام», «بعد يومين من 5 مايو»: the period that lies so far away. Hours away from a day are known by the day only."""

    amount: Amount
    sign: int
    origin: Node | None = None

    def options(self, context: Context) -> Options:
        if self.origin is not None:
            return Options(tuple(self._from(r.start, r) for r in select(self.origin, context)))
        return Options((self._from(context.anchor, None),))

    def _from(self, origin: datetime | None, base: Resolved | None) -> Resolved:
        a = self.amount
        approximate = a.approximate or a.mod is not None or bool(base and base.approximate)
        moment = None if origin is None else a.added_to(origin, self.sign)
        if origin is None or moment is None or a.mod:  # «قبل أيام», «قبل أقل من عامين»: on this side of the day, within or beyond so much
            near, far = (moment, None) if a.mod == "MORE_THAN" else (origin, moment)
            start, end = (far, near) if self.sign < 0 else (near, far)
            place = "AFTER" if self.sign > 0 else "BEFORE"
            return Resolved(start, end, a.unit, a.timex, "duration", (), approximate, False, a.mod or place)
        if a.unit not in BELOW_A_DAY:
            return replace(period(a.unit, moment), approximate=approximate)
        if abs(moment - origin) >= _DAY:
            return replace(period("day", moment), approximate=approximate)
        return Resolved(moment, moment + _DAY, a.unit, f"{origin:%Y-%m-%d}TXX", "time", (), True)


@dataclass(frozen=True)
class Lasting:
    """«مدة أسبوع اعتبارا من الأحد»: a length of time from the beginning of something."""

    amount: Amount
    origin: Node

    def options(self, context: Context) -> Options:
        ahead = replace(context, tense=context.tense or "future")
        return Options(tuple(self._of(r) for r in dict.fromkeys(select(self.origin, ahead) + select(self.origin, context))))

    def _of(self, origin: Resolved) -> Resolved:
        end = self.amount.added_to(origin.start, 1) if origin.start else None
        return replace(origin, end=end, granularity=self.amount.unit, timex=self.amount.timex, kind="duration", ambiguous=(), mod=None)


@dataclass(frozen=True)
class Edge:
    """«الأشهر الثلاثة الأولى من العام»: so much of the beginning (sign 1) or of the end (-1) of a period."""

    amount: Amount
    whole: Node
    sign: int

    def options(self, context: Context) -> Options:
        return self.whole.options(context).map(self._of)

    def _of(self, whole: Resolved) -> Resolved | None:
        if whole.start is None or whole.end is None:
            return None
        inner = self.amount.added_to(whole.start if self.sign > 0 else whole.end, self.sign)
        if inner is None or not whole.start < inner < whole.end:
            return None
        start, end = (whole.start, inner) if self.sign > 0 else (inner, whole.end)
        return replace(interval(start, end, f"part of {whole.granularity}"), approximate=whole.approximate)
