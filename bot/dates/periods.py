"""Spans with a first and a last day: a week, a month, a quarter, a half year, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates import arithmetic, explicit
from bot.dates.answers import Context, Meaning, Refused


@dataclass(frozen=True)
class Period:
    """A span named for the note ("next month", "Q2"). A week is a working week, Monday to Friday."""

    kind: str
    first: date
    last: date
    name: str


Periods = tuple[Period, ...] | Refused | None

_OFFSETS = {"this": 0, "current": 0, "next": 1, "following": 1}
_SPAN = r"(?P<span>week|month|quarter|half(?: year)?|(?:calendar |fiscal |financial )?year)"
_NEAR = re.compile(rf"(?:the )?(?:(?P<which>this|current|next|following) )?{_SPAN}(?P<after> after next| next)?")
_MONTH = re.compile(rf"(?P<month>{arithmetic.one_of(arithmetic.MONTHS)})\.?(?:,?(?: of)? (?P<year>\d{{4}}|'\d{{2}}))?")
_PART = re.compile(r"(?P<part>[qh])(?P<number>\d)(?:[ /-]?(?:of )?(?:fy)?(?P<year>'?\d{2}|\d{4}))?")
_YEAR_PART = re.compile(r"(?P<year>\d{4})[ /-]?(?P<part>[qh])(?P<number>\d)")
_NAMED_QUARTER = re.compile(
    r"(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: of the year)?"
)
_YEAR = re.compile(r"\d{4}")


def find(text: str, context: Context) -> Periods:
    """One span, two where the words fit two, or a refusal for one that has gone by."""
    if near := _NEAR.fullmatch(text):
        offset = 2 if near["after"] == " after next" else 1 if near["after"] else _OFFSETS[near["which"] or "this"]
        return _near(near["span"], offset, context)
    if month := _MONTH.fullmatch(text):
        return _month(arithmetic.MONTHS[month["month"]], month["year"], context)
    if part := _PART.fullmatch(text) or _YEAR_PART.fullmatch(text):
        return _parts(3 if part["part"] == "q" else 6, int(part["number"]), part["year"], context)
    if quarter := _NAMED_QUARTER.fullmatch(text):
        return _parts(3, arithmetic.ORDINALS[quarter["nth"]] % 5, None, context)
    if _YEAR.fullmatch(text) and int(text) > 0:
        return (Period("year", date(int(text), 1, 1), date(int(text), 12, 31), text),)
    return None


def _near(span: str, offset: int, context: Context) -> tuple[Period, ...]:
    today = context.today
    name = (f"the {span}", f"next {span}", f"the {span} after next")[offset]
    if span == "week":
        return tuple(
            Period(span, monday, monday + timedelta(days=4), name) for monday in arithmetic.mondays(today, offset)
        )
    if span in {"year", "calendar year"}:
        return (Period("year", date(today.year + offset, 1, 1), date(today.year + offset, 12, 31), name),)
    if span == "month":
        first = arithmetic.add_months(today.replace(day=1), offset)
        return (_months(span, first, 1, name),)
    length = 3 if span == "quarter" else 6 if span.startswith("half") else 12
    first = arithmetic.add_months(_start_of_part(today, length, context.fiscal_start_month), offset * length)
    return (_months(span, first, length, name),)


def _month(month: int, year: str | None, context: Context) -> Periods:
    name = arithmetic.MONTH_NAMES[month - 1]
    if year is not None:
        number = arithmetic.year_named(year)
        if number > context.today.year + explicit.FARTHEST_YEARS:
            return Refused("too_far")
        return (_months("month", date(number, month, 1), 1, f"{name} {number}"),)
    if month == context.today.month:
        return (_months("month", context.today.replace(day=1), 1, name),)
    first = explicit.yearless(month, 1, context)
    if isinstance(first, Meaning):
        return (_months("month", first.days[0], 1, name),)
    return Refused("past", arithmetic.month_end(first.guess.year, month) if first.guess else None)


def _parts(length: int, number: int, year: str | None, context: Context) -> Periods:
    """The next such quarter (3 months) or half (6) of the fiscal year, or that of a given year."""
    if not 1 <= number <= 12 // length:
        return None
    name = f"{'Q' if length == 3 else 'H'}{number}"
    start_month = context.fiscal_start_month
    if year is None:
        first = _start_of_part(context.today, length, start_month)
        while ((first.month - start_month) % 12) // length != number - 1:
            first = arithmetic.add_months(first, length)
        return (_months(name, first, length, name),)
    called = arithmetic.year_named(year)
    if called > context.today.year + explicit.FARTHEST_YEARS:
        return Refused("too_far")
    # A fiscal year that isn't the calendar's is called after the year it begins in by some, after the one it ends in by
    # others.
    begins = (called,) if start_month == 1 else (called, called - 1)
    return tuple(
        _months(
            name, arithmetic.add_months(date(begin, start_month, 1), (number - 1) * length), length, f"{name} {called}"
        )
        for begin in begins
    )


def _start_of_part(on: date, length: int, start_month: int) -> date:
    return arithmetic.add_months(on.replace(day=1), -((on.month - start_month) % length))


def _months(kind: str, first: date, count: int, name: str) -> Period:
    return Period(kind, first, arithmetic.add_months(first, count) - timedelta(days=1), name)
