"""Makers: from the meanings of a rule's parts to the meaning of the whole, or None where the parts do not fit.

Knows what a day, an hour or a year may be; knows no Arabic and no order of words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mithaq.dates.amounts import BELOW_A_DAY, Amount, amount, with_part
from mithaq.dates.lengths import Edge, Lasting, Stretch
from mithaq.dates.nodes import Fixed, Hijri, Node, Recurring, Unit, Within
from mithaq.dates.parts import Fraction, Nth
from mithaq.dates.spans import Check, Equal, Every, Range, SameIn, Vague, WithinNow
from mithaq.dates.units import Resolved, period

HIJRI_YEARS = range(1300, 1501)
"""Years that a text of our time can mean as Hijri years."""
BARE_YEARS = range(1500, 2200)
"""Numbers that are years without the word «عام»."""
_BARE_YEAR = Unit("year", bare=True)


def day_number(number: int) -> int | None:
    """A day of a month."""
    return number if 1 <= number <= 31 else None


def bare_year(digits: str) -> Node | None:
    """Four digits as a year."""
    return year(int(digits)) if len(digits) == 4 and int(digits) in BARE_YEARS else None


def year(number: int) -> Node | None:
    """«عام 2018». A year between 1300 and 1500 may be Hijri, and is listed as both."""
    if number in HIJRI_YEARS:
        return Hijri(number, or_gregorian=True)
    return Fixed((period("year", datetime(number, 1, 1)),)) if 1 <= number < BARE_YEARS.stop else None


def hijri_year(number: int) -> Node | None:
    """«1441 هـ»."""
    return Hijri(number) if 1 <= number <= HIJRI_YEARS.stop else None


def century(number: int) -> Node | None:
    """«القرن التاسع عشر»."""
    return Fixed((period("century", datetime(number * 100 - 100, 1, 1)),)) if 2 <= number <= 30 else None


def same_month(first: Recurring, second: Recurring) -> Recurring | None:
    """«كانون الثاني/يناير»: one month under two names."""
    return first if first == second else None


def hijri_month(month: Recurring, number: int) -> Node | None:
    """«رمضان 1441»: a Hijri month in a Hijri year."""
    return Hijri(number, month.month) if month.hijri and not month.day and number in HIJRI_YEARS else None


def month_in_early_year(month: Recurring, digits: str) -> Node | None:
    """«مايو 1453»: a year that without its month would be no year."""
    number = int(digits)
    if month.hijri or not 100 <= number < BARE_YEARS.start:
        return None
    return Within(month, Fixed((period("year", datetime(number, 1, 1)),)))


def month_and_date(month: Recurring, date: Node) -> Node | None:
    """«آب (10/8/1945)»: the month's name before the date in digits."""
    fits = isinstance(date, Fixed) and tuple(r for r in date.items if r.start and r.start.month == month.month and not month.hijri)
    return Fixed(fits) if fits else None


def numeric_month(year_digits: str, month_digits: str) -> Node | None:
    """«2019/05»."""
    number = int(month_digits)
    return Within(Recurring(month=number), known) if 1 <= number <= 12 and (known := bare_year(year_digits)) else None


def day_of(number: int | str, month: Node) -> Node | None:
    """«12 يناير 2020», «الخامس من الشهر الجاري»; -1 is the last day."""
    number = int(number)
    if number > 31:
        return None
    if number > 0 and isinstance(month, Recurring) and month.month and not month.day:
        return replace(month, day=number)
    if number > 0 and isinstance(month, Within) and month.part.month and not month.part.day:
        return Within(replace(month.part, day=number), month.year)
    if number > 0 and isinstance(month, Hijri):
        return replace(month, day=number) if number <= 30 else None
    is_month = isinstance(month, (Unit, Fixed, Hijri, Recurring, Within))
    return Nth(number, "day", month) if is_month else None


def numeric_date(first: str, second: str, third: str, hijri: bool | None = None) -> Node | None:
    """«2018/06/05», «5-6-2018»: year first or last; a day that can be a month leaves both orders open, day first as in Arabic use."""
    if len(first) == 4:
        year_number, orders = int(first), [(int(second), int(third))]
    elif len(third) in (2, 4):
        year_number = int(third) + (2000 if len(third) == 2 else 0)
        orders = [(int(second), int(first)), (int(first), int(second))]
    else:
        return None
    if hijri or (hijri is None and year_number in HIJRI_YEARS):
        month, day = orders[0]
        return Hijri(year_number, month, day) if 1 <= month <= 12 and 1 <= day <= 30 else None
    made = [found for month, day in orders if year_number in BARE_YEARS and (found := _day(year_number, month, day))]
    unique = tuple(dict.fromkeys(made))
    return Fixed(unique) if unique else None


def _day(year_number: int, month: int, day: int) -> Resolved | None:
    try:
        return period("day", datetime(year_number, month, day))
    except ValueError:
        return None


def day_and_month(first: str, second: str) -> Node | None:
    """«24/3»: a day and a month, day first."""
    day, month = int(first), int(second)
    return Recurring(month=month, day=day) if 1 <= day <= 31 and 1 <= month <= 12 else None


def feast_day(number: int, feast: Recurring) -> Recurring | None:
    """«ثاني أيام عيد الفطر»."""
    return replace(feast, day=feast.day + number - 1) if feast.day and number <= 4 else None


def directed(part: Recurring, direction: int) -> Recurring | None:
    """«الثلاثاء المقبل», «أبريل الماضي»."""
    return replace(part, direction=direction) if part.direction is None else None


def directed_from_base(part: Recurring, direction: int) -> Recurring | None:
    """«الأحد التالي»: counted from the day that the text speaks of."""
    return replace(part, direction=direction, from_base=True) if part.direction is None else None


def checked(day: Node, weekday: Recurring) -> Node | None:
    """A day with its weekday beside it."""
    return Check(day, weekday.weekday) if weekday.weekday else None


def both_calendars(first: Node, second: Node) -> Node | None:
    """«3 رمضان 1441 (26 أبريل 2020)»: a Hijri and a Gregorian name of one day; the Gregorian one is exact."""
    if _is_hijri(first) == _is_hijri(second):
        return None
    return Equal(first, second) if _is_hijri(first) else Equal(second, first)


def equated(first: Node, second: Node) -> Node:
    """«... الموافق ...»."""
    return both_calendars(first, second) or Equal(first, second)


def _is_hijri(node: Node) -> bool:
    if isinstance(node, Within):
        return node.part.hijri
    return node.hijri if isinstance(node, Recurring) else isinstance(node, Hijri)


def nth(number: int, unit: str, whole: Node) -> Node | None:
    """«ثاني أسبوع من مايو»."""
    return Nth(number, unit, whole) if unit not in BELOW_A_DAY else None


def fraction(parts: int, number: int, whole: Node = _BARE_YEAR) -> Node | None:
    """«الربع الأول 2023», «الثلث الأخير من رمضان»."""
    return Fraction(number, parts, whole) if -1 <= number <= parts else None


def two(unit: str, *_: int) -> Amount | None:
    """«يومين»."""
    return amount(2, unit)


def with_part_of(unit: str, whole: Amount, parts: int) -> Amount | None:
    """«عامين ونصف العام»."""
    return with_part(whole, parts) if whole.unit == unit else None


def behind_or_ahead(length: Amount, direction: int) -> Node | None:
    """«الأيام الثلاثة الماضية», «الشهرين المقبلين»."""
    way = {-1: "last", 1: "next"}.get(direction)
    return Stretch(length, way) if way else None


def behind_or_ahead_of(unit: str, direction: int, count: int | None = None) -> Node | None:
    """«الأيام الماضية الثلاثة»."""
    length = amount(count, unit)
    return behind_or_ahead(length, direction) if length else None


def up_to(least: Amount, most: Amount) -> Stretch:
    """«يومين أو ثلاثة أيام»."""
    return Stretch(replace(most, mod="EQUAL_OR_LESS"), least=least)


def count_up_to(least: int, most: int, unit: str) -> Stretch | None:
    """«من ثلاثة إلى خمسة أيام»."""
    first, last = amount(least, unit), amount(most, unit)
    return up_to(first, last) if first and last and least < most else None


def days_between(first: int, last: int, month: Node, adjoining: bool = False) -> Node | None:
    """«15-20 مايو»."""
    start, end = day_of(first, month), day_of(last, month)
    return Range(start, end, adjoining) if start and end and 0 < first < last else None


def lasting(length: Amount, kind: str, origin: Node) -> Lasting | None:
    """«مدة 48 ساعة اعتبارا من منتصف الليل»."""
    return Lasting(length, origin) if kind in ("from", "since") else None


def vague_period(direction: int) -> Vague | None:
    """«المرحلة المقبلة»."""
    found = {-2: "PAST_REF", -1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}.get(direction)
    return Vague(found) if found else None


def same_in(unit: str | None, *values: Any) -> SameIn | None:
    """«الفترة نفسها من العام الماضي»: a direction, if there is one, and a year."""
    *direction, whole = values
    return SameIn(unit, whole) if not any(direction) else None


def said_again(whole: Node, direction: int) -> Node | None:
    """«عام 2017 الماضي»."""
    return Equal(Unit("year", direction), whole)


def month_said_again(month: Recurring, whole: Node, direction: int) -> Node | None:
    """«يناير 2018 الماضي»."""
    turned = directed(month, direction)
    return Equal(turned, Within(month, whole)) if turned else None


def years_short(first: Node, digits: str) -> Range | None:
    """«2019-20»: two years, of which the second is written short."""
    if len(digits) != 2 or not isinstance(first, Fixed) or first.items[0].start is None:
        return None
    number = first.items[0].start.year + 1
    last = year(number) if number % 100 == int(digits) and int(digits) > 12 else None
    return Range(first, last) if last else None


def edge(length: Amount, sign: int, whole: Node) -> Edge | None:
    """«الأشهر الثلاثة الأولى من العام» (1), «... الأخيرة ...» (-1)."""
    counts = [count for count, _ in length.parts]  # «آخر يوم» is a day, and no stretch of one day
    return Edge(length, whole, sign) if sign in (1, -1) and length.counted and counts != [1] else None


def edge_of(unit: str, count: int, sign: int, whole: Node) -> Edge | None:
    """The same from its parts."""
    length = amount(count, unit)
    return edge(length, sign, whole) if length else None


def within_now(timex: str, whole: Node) -> WithinNow | None:
    """«وقت سابق من هذا الشهر», «لاحقا هذا الأسبوع»."""
    sign = {"PAST_REF": -1, "FUTURE_REF": 1}.get(timex)
    return WithinNow(sign, whole) if sign else None


def every_named(part: Node, _unit: str = "") -> Every | None:
    """«كل صيف», «28 يوليو من كل عام»."""
    unanchored = part.unanchored() if isinstance(part, Recurring) else None
    return Every(unanchored.timex, unanchored.granularity) if unanchored and unanchored.timex else None


def every(length: Amount) -> Every:
    """«كل أسبوعين»."""
    return Every(length.timex, length.unit)


def every_weekday(weekday: int) -> Every:
    """«كل ثلاثاء», «أيام الجمعة»."""
    return Every(f"XXXX-WXX-{weekday}", "day")


def every_part(value: tuple[str, int, int]) -> Every:
    """«كل صباح»."""
    return Every(f"XXXX-XX-XXT{value[0]}", "part of day")
