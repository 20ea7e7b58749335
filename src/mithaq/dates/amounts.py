"""Lengths of time («عامان ونصف», «بضعة أيام») and numbers put together from words.

Knows durations and ISO 8601 values; knows no Arabic spelling and no document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mithaq.dates.units import step

_FRACTIONS = {
    ("century", 2): (50, "year"),
    ("century", 4): (25, "year"),
    ("decade", 2): (5, "year"),
    ("year", 2): (6, "month"),
    ("year", 4): (3, "month"),
    ("month", 2): (15, "day"),
    ("day", 2): (12, "hour"),
    ("hour", 2): (30, "minute"),
    ("hour", 3): (20, "minute"),
    ("hour", 4): (15, "minute"),
    ("minute", 2): (30, "second"),
}
_YEARS = {"decade": 10, "century": 100}
_LETTERS = {"century": "CE", "decade": "DE", "year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}
BELOW_A_DAY = ("hour", "minute", "second")
"""Units whose place within a day is unknown when only the day is."""


@dataclass(frozen=True)
class Amount:
    """A length of time, as counts of units from large to small."""

    parts: tuple[tuple[int | None, str], ...]
    """(count, unit); a count of None is unstated («أيام»)."""
    approximate: bool = False
    mod: str | None = None
    """MORE_THAN or LESS_THAN."""

    @property
    def unit(self) -> str:
        """The smallest unit named: the precision."""
        return self.parts[-1][1]

    @property
    def counted(self) -> bool:
        """Whether every count is stated."""
        return all(count is not None for count, _ in self.parts)

    @property
    def timex(self) -> str:
        """ISO 8601 duration; X for an unstated count, and then DE and CE for decades and centuries, as TIMEX3 has them."""
        totals: dict[str, int | None] = {}
        for count, unit in self.parts:
            if count is not None and unit in _YEARS:
                count, unit = count * _YEARS[unit], "year"
            before = totals.get(unit, 0)
            totals[unit] = None if count is None or before is None else before + count
        if len(totals) > 1 and (weeks := totals.pop("week", None)):  # ISO 8601 writes weeks alone or not at all
            totals["day"] = (totals.get("day") or 0) + 7 * weeks
        shown = {unit: f"{'X' if totals[unit] is None else totals[unit]}{_LETTERS[unit]}" for unit in _LETTERS if unit in totals}
        clock = "".join(text for unit, text in shown.items() if unit in BELOW_A_DAY)
        return "P" + "".join(text for unit, text in shown.items() if unit not in BELOW_A_DAY) + (f"T{clock}" if clock else "")

    def added_to(self, moment: datetime, sign: int) -> datetime | None:
        """The moment so much later (sign 1) or earlier (-1); None if a count is unstated."""
        for count, unit in self.parts:
            if count is None:
                return None
            moment = step(moment, unit, sign * count)
        return moment


def amount(count: int | None, unit: str) -> Amount | None:
    """So many units; None for a count that no text means."""
    return Amount(((count, unit),)) if count is None or 0 < count <= 100_000 else None


def part_of(parts: int, unit: str) -> Amount | None:
    """Half, a third or a quarter of a unit, in whole smaller units; None where there are none («ربع شهر»)."""
    found = _FRACTIONS.get((unit, parts))
    return Amount((found,)) if found else None


def joined(first: Amount, second: Amount) -> Amount | None:
    """«سنة وثلاثة أشهر»: larger before smaller."""
    order = list(_LETTERS)
    if order.index(second.parts[0][1]) <= order.index(first.unit):
        return None
    return replace(first, parts=first.parts + second.parts)


def with_part(whole: Amount, parts: int) -> Amount | None:
    """«عامين ونصف»: half of the unit just named."""
    rest = part_of(parts, whole.unit)
    return joined(whole, rest) if rest else None


def compound(first: int, second: int) -> int | None:
    """«مئة وخمسة وعشرون», «خمسة وعشرون»: the sum, if the words can stand in this order."""
    if 0 < first < 10 and second % 10 == 0 and 20 <= second < 100:
        return first + second
    power = next((p for p in (1000, 100) if first % p == 0), 0)
    return first + second if 0 < second < power <= first else None


def times(first: int, second: int) -> int | None:
    """«ثلاث مئة», «خمسين ألفا»."""
    return first * second if 1 < first < second or (second == 1000 and 1 < first < 1000) else None
