"""Temporal expressions: what each one denotes, what it leaves open, and what is not understood."""

from __future__ import annotations

import inspect
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.dates import Resolved, resolve, units
from mithaq.dates.rules import rules
from mithaq.dates.tokens import tables, tokens
from mithaq.errors import InputError
from tests.strategies import texts

TABLE = Path(__file__).with_name("date_expressions.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
TUESDAY = "2020-01-14"
WORDS = sorted({spelling for _, _, spelling in tables()})
Tense = Literal["past", "future"]


def moment(text: str) -> datetime | None:
    return None if text == "-" else datetime.fromisoformat(text)


def start_day(expression: str, anchor: str | None = TUESDAY, tense: Tense | None = None, base: Resolved | None = None) -> str | None:
    found = resolve(expression, anchor, tense=tense, base=base)
    return f"{found.start:%Y-%m-%d}" if found and found.start else None


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} [{row[1]} {row[2]}]" for row in ROWS])
def test_table(row: list[str]) -> None:
    expression, anchor, tense, start, end, granularity, timex, others, flags = row
    past_or_future: Tense | None = "past" if tense == "past" else "future" if tense == "future" else None
    found = resolve(expression, None if anchor == "-" else anchor, tense=past_or_future)
    if start == "none":
        assert found is None
        return
    assert found is not None
    assert (found.start, found.end) == (moment(start), moment(end))
    assert (found.granularity, found.timex) == (granularity, timex)
    assert [alternative for alternative, _ in found.ambiguous] == [moment(other) for other in others.split() if other != "-"]
    told = set() if flags == "-" else set(flags.split())
    assert found.kind == next(iter(told & {"time", "duration", "set"}), "date")
    assert (found.approximate, found.conflict) == ("approximate" in told, "conflict" in told)
    assert found.mod == next((flag for flag in told if flag.isupper()), None)


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(ROWS) >= 300
    assert len({tuple(row[:3]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    "anchor", [TUESDAY, date(2020, 1, 14), datetime(2020, 1, 14, 17, 30), "Tue, 14 Jan 2020 17:30:00 GMT", "2020-01-14T17:30:00"]
)
def test_an_anchor_is_a_day_however_it_is_written(anchor: date | str) -> None:
    found = resolve("أمس", anchor)
    assert found is not None
    assert found.start == datetime(2020, 1, 13)


def test_a_wrong_anchor_or_tense_is_the_callers_error() -> None:
    with pytest.raises(InputError, match="الثلاثاء"):
        resolve("أمس", "الثلاثاء")
    with pytest.raises(InputError, match="present"):
        resolve("أمس", TUESDAY, tense="present")  # type: ignore[arg-type]


def test_what_the_text_spoke_of_before() -> None:
    said = resolve("الخميس 9 يناير 2020", TUESDAY)
    assert start_day("اليوم نفسه", base=said) == "2020-01-09"
    assert start_day("نفس اليوم", base=said) == "2020-01-09"
    assert start_day("في ذلك اليوم", base=said) == "2020-01-09"
    assert start_day("اليوم التالي", base=said) == "2020-01-10"
    assert start_day("اليوم السابق", base=said) == "2020-01-08"
    assert start_day("الأسبوع التالي", base=said) == "2020-01-13"
    assert start_day("الشهر التالي", base=said) == "2020-02-01"
    assert start_day("أيلول من العام نفسه", base=said) == "2020-09-01"
    assert start_day("منتصف الشهر نفسه", base=said) == "2020-01-11"
    assert start_day("24 من الشهر ذاته", base=said) == "2020-01-24"
    assert start_day("29 منه", base=said) == "2020-01-29"
    assert start_day("يومها", base=said) == "2020-01-09"
    assert start_day("الأحد التالي", base=said) == "2020-01-12"
    assert start_day("بعد ذلك بيومين", base=said) == "2020-01-11"
    assert start_day("وبعدها بأسبوع", base=said) == "2020-01-13"
    assert start_day("اليوم نفسه من عام 2019", base=said) == "2019-01-09"
    assert start_day("أمس", base=said) == "2020-01-13", "a word that counts from the document's day still does"


def test_a_time_without_a_day_is_of_the_day_spoken_of() -> None:
    said = resolve("الخميس الماضي", TUESDAY)
    dawn = resolve("فجر اليوم نفسه", TUESDAY, base=said)
    assert dawn is not None
    assert (dawn.start, dawn.timex, dawn.ambiguous) == (datetime(2020, 1, 9), "2020-01-09TMO", ())
    evening = resolve("الساعة الثامنة مساء", None, base=said)
    assert evening is not None
    assert (evening.start, evening.ambiguous) == (datetime(2020, 1, 9, 20), ())


def test_the_period_spoken_of_in_another_year() -> None:
    said = resolve("الربع الأول من 2020", None)
    found = resolve("الفترة نفسها من العام الماضي", TUESDAY, base=said)
    assert found is not None
    assert (found.start, found.end) == (datetime(2019, 1, 1), datetime(2019, 4, 1))
    assert resolve("الفترة نفسها من العام الماضي", TUESDAY) is None


def test_without_anything_spoken_of_nothing_is_guessed() -> None:
    for expression in ("اليوم نفسه", "الشهر التالي", "منتصف الشهر نفسه", "العام السابق"):
        assert resolve(expression, TUESDAY) is None
    month = resolve("أيلول من العام نفسه", TUESDAY)
    assert month is not None
    assert (month.start, month.timex) == (None, "XXXX-09")


@pytest.mark.parametrize("base", ["48 ساعة", "الآن", "كل يوم"])
def test_a_base_without_a_beginning_is_no_base(base: str) -> None:
    assert resolve("اليوم نفسه", TUESDAY, base=resolve(base, None)) is None


HIJRI = [
    ("3 رمضان 1441", None, "2020-04-26", "2020-04-27", "day"),
    ("الثالث من رمضان 1441 هـ", None, "2020-04-26", "2020-04-27", "day"),
    ("20 / شعبان / 1428 هجرية", None, "2007-09-02", "2007-09-03", "day"),
    ("12-9-1433هـ", None, "2012-07-31", "2012-08-01", "day"),
    ("رمضان 1441", None, "2020-04-24", "2020-05-24", "month"),
    ("شهر رمضان المبارك", "2020-05-01", "2020-04-24", "2020-05-24", "month"),
    ("شهر شعبان الماضي", "2015-07-21", "2015-05-19", "2015-06-18", "month"),
    ("رمضان المقبل", TUESDAY, "2020-04-24", "2020-05-24", "month"),
    ("رمضان العام الماضي", TUESDAY, "2019-05-06", "2019-06-04", "month"),
    ("ذي القعدة 1441", None, "2020-06-22", "2020-07-22", "month"),
    ("جمادى الأولى 1441", None, "2019-12-27", "2020-01-26", "month"),
    ("ربيع الآخر 1441", None, "2019-11-28", "2019-12-27", "month"),
    ("1441هـ", None, "2019-08-31", "2020-08-20", "year"),
    ("عام 1441 هجري", None, "2019-08-31", "2020-08-20", "year"),
    ("مطلع رمضان 1441", None, "2020-04-24", "2020-05-04", "part of month"),
    ("عيد الفطر المقبل", TUESDAY, "2020-05-24", "2020-05-25", "day"),
    ("عيد الأضحى 2019", None, "2019-08-11", "2019-08-12", "day"),
    ("ثاني أيام عيد الأضحى 2019", None, "2019-08-12", "2019-08-13", "day"),
    ("آخر جمعة من رمضان 1441", None, "2020-05-22", "2020-05-23", "day"),
]


@pytest.mark.parametrize(("expression", "anchor", "start", "end", "granularity"), HIJRI)
def test_hijri(expression: str, anchor: str | None, start: str, end: str, granularity: str) -> None:
    pytest.importorskip("hijridate")
    found = resolve(expression, anchor)
    assert found is not None
    assert (found.start, found.end, found.granularity) == (moment(start), moment(end), granularity)
    assert found.approximate, "the moon that was sighted may differ by a day"


def test_two_calendars() -> None:
    pytest.importorskip("hijridate")
    for expression in (
        "السبت 1 - 5 - 1433هـ الموافق 24 - 3 - 2012م",
        "1 جمادى الأولى 1433 (24 مارس 2012)",
        "24 مارس 2012 الموافق 1/5/1433هـ",
    ):
        found = resolve(expression, None)
        assert found is not None
        assert (found.timex, found.approximate, found.conflict) == ("2012-03-24", False, False)
    apart = resolve("1-5-1433هـ الموافق 30-3-2012م", None)
    assert apart is not None
    assert (apart.timex, apart.conflict) == ("2012-03-30", True)


def test_a_year_that_may_be_hijri_is_read_both_ways() -> None:
    pytest.importorskip("hijridate")
    found = resolve("عام 1436", None)
    assert found is not None
    assert (found.timex, [start.year for start, _ in found.ambiguous]) == ("1436", [2014])


def test_without_the_hijri_calendar_the_precision_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_hijridate", lambda: None)
    for expression, _, _, _, granularity in HIJRI:
        for anchor in (None, TUESDAY):
            # A fresh spelling each time: meanings of expressions are kept, and a Hijri date is one of them.
            found = resolve(f"«{expression}»" if anchor else f"({expression})", anchor)
            assert found is None or (found.start is None and found.timex is None and found.granularity == granularity), expression
    found = resolve("5 محرم 1440", None)
    assert found == Resolved(None, None, "day", None, "date", approximate=True)
    both = resolve("السبت 1-5-1433 هـ الموافق 24-3-2012 م", None)
    assert both is not None
    assert both.timex == "2012-03-24"


def test_the_missing_calendar_is_noticed_by_its_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hijridate", None)
    monkeypatch.setattr(units, "_hijridate", units._hijridate.__wrapped__)
    assert units.hijri_period(1441, 9, 3).start is None
    assert units.hijri_year(date(2020, 1, 14)) is None


def test_years_outside_the_calendar_are_not_understood() -> None:
    assert resolve("العام الماضي", "0001-05-05") is None
    assert resolve("الشهر المقبل", "9999-12-05") is None
    assert resolve("قبل ثلاثة آلاف عام", TUESDAY) is None
    assert resolve("عام 99999", None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبحلول الأحد", ["و", "ب", "حلول", "احد"]),
        ("للأسبوع الـ48", ["ل", "اسبوع", "48"]),
        ("١٢:٣٠، غداً", ["12", ":", "30", "غد"]),
        ("أَيَّـــار/مايُو", ["ايار", "/", "مايو"]),
        ("كلام غريب", ["كلام", "غريب"]),
    ],
)
def test_words_without_proclitics_and_article(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


def test_every_rule_hands_its_maker_what_it_takes() -> None:
    made = {rule.head for rule in rules()}
    known = made | {category for category, _, _ in tables()} | {"DIGITS", "point", "slash", "dash"}
    for rule in rules():
        assert set(rule.body) <= known, rule
        if rule.maker is not int:
            inspect.signature(rule.maker).bind(*[None] * sum(symbol.isupper() for symbol in rule.body))


expressions = st.one_of(
    texts,
    st.lists(st.sampled_from([*WORDS, "5", "12", "2018", "1441", "/", "-", ":", "ال", "و"]), min_size=1, max_size=7).map(" ".join),
)


@given(expressions, st.none() | st.dates(), st.sampled_from([None, "past", "future"]), st.sampled_from([None, "5 مايو 2019", "48 ساعة"]))
def test_no_text_breaks_it_and_intervals_run_forward(expression: str, anchor: date | None, tense: Tense | None, base: str | None) -> None:
    found = resolve(expression, anchor, tense=tense, base=resolve(base, None) if base else None)
    if found is not None:
        assert found.start is None or found.end is None or found.start < found.end
        assert all(start < end and (start, end) != (found.start, found.end) for start, end in found.ambiguous)
        assert len(set(found.ambiguous)) == len(found.ambiguous)
        assert found.start or found.end or found.timex or found.approximate, "something is said"


@given(st.sampled_from(ROWS), st.sampled_from(["فيل", "x", "؟ وفد", "الحكومة"]), st.booleans())
def test_a_word_outside_the_grammar_makes_it_none(row: list[str], word: str, before: bool) -> None:
    text = f"{word} {row[0]}" if before else f"{row[0]} {word}"
    assert resolve(text, TUESDAY) is None


@given(st.sampled_from(ROWS), st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_marks_digits_and_spaces_do_not_matter(row: list[str], anchor: date) -> None:
    marked = "\u200f" + row[0].replace(" ", "  ").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) + "\u064b\u0640"
    assert resolve(marked, anchor) == resolve(row[0], anchor)


@given(
    st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.sampled_from(["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"])
)
def test_weekdays_follow_the_tense(anchor: date, name: str) -> None:
    day = {"الاثنين": 0, "الثلاثاء": 1, "الأربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5, "الأحد": 6}[name]
    for expression, tense, earliest, latest in (
        (name, "past", -6, 0),
        (name, "future", 0, 6),
        (f"{name} الماضي", None, -7, -1),
        (f"{name} المقبل", None, 1, 7),
    ):
        found = resolve(expression, anchor, tense=tense)  # type: ignore[arg-type]
        assert found is not None
        assert found.start is not None
        assert found.start.weekday() == day
        assert earliest <= (found.start.date() - anchor).days <= latest


def test_a_reading_is_a_value() -> None:
    found = resolve("أمس", TUESDAY)
    assert found == resolve("يوم أمس", TUESDAY)
    assert found is not None
    assert replace(found, conflict=True) != found
