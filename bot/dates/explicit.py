"""Dates given by their numbers: 2027-03-04, 3/4, 15.12., Fri 12 March, March 4, the 15th."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.dates import arithmetic
from bot.dates.answers import Context, Found, Meaning, Refused

# A day of the year that has gone by is taken as next year's only when that is this near: "15 Jan" said in December is,
# "10 Jan" said on 13 January is more likely a slip.
NEAR_ENOUGH_NEXT_YEAR = 274
# Years from here on lie beyond the horizon whatever the day; refused at once, since a calendar ends somewhere.
FARTHEST_YEARS = 4

_MONTH = arithmetic.one_of(arithmetic.MONTHS)
_WEEKDAY = arithmetic.one_of(arithmetic.WEEKDAYS)
_YEAR = r"(?:(?:,| of)?[\s-]?(?P<year>\d{4}|'\d{2}))?"
_TH = r"(?:st|nd|rd|th)"
_LED_BY_WEEKDAY = re.compile(rf"(?P<weekday>{_WEEKDAY})\.?,?\s+(?P<rest>.+)")
_ENDED_BY_WEEKDAY = re.compile(rf"(?P<rest>.+?),?\s+\(?(?P<weekday>{_WEEKDAY})\.?\)?")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(\.?)")
_DAY_MONTH = re.compile(rf"(?:the )?(?P<day>\d{{1,2}}){_TH}?\.?(?:\s|-| of )?(?P<month>{_MONTH})\.?{_YEAR}")
_MONTH_DAY = re.compile(rf"(?P<month>{_MONTH})\.?[\s-](?:the )?(?P<day>\d{{1,2}})(?:{_TH})?(?:,?\s(?P<year>\d{{4}}))?")
_NTH = re.compile(rf"(?:the )?(?P<day>\d{{1,2}}){_TH}(?P<of> (?:of )?(?:the|this|next) month)?")


def find(text: str, context: Context) -> Found:
    found = _find_date(text, context)
    if found is not None:
        return found
    for pattern in (_LED_BY_WEEKDAY, _ENDED_BY_WEEKDAY):
        parts = pattern.fullmatch(text)
        found = None if parts is None else _find_date(parts["rest"], context)
        if parts is not None and found is not None:
            return _on_weekday(found, arithmetic.WEEKDAYS[parts["weekday"]])
    return None


def in_year(year: int, month: int, day: int, context: Context) -> Meaning | Refused:
    """A date with its year; one that has passed is refused, with the next such day as a guess, since years slip."""
    on = arithmetic.day_or_none(year, month, day)
    if on is None:
        return Refused("no_such_date")
    if year > context.today.year + FARTHEST_YEARS:
        return Refused("too_far")
    if on < context.today:
        following = yearless(month, day, context)
        return Refused("past", following.days[0] if isinstance(following, Meaning) else following.guess)
    return Meaning((on,))


def yearless(month: int, day: int, context: Context) -> Meaning | Refused:
    """The next such day of a year."""
    today = context.today
    this_year = arithmetic.day_or_none(today.year, month, day)
    if this_year is not None and this_year >= today:
        return Meaning((this_year,))
    later = (arithmetic.day_or_none(year, month, day) for year in range(today.year + 1, today.year + 9))
    following = next((on for on in later if on is not None), None)
    if following is not None and (following - today).days <= NEAR_ENOUGH_NEXT_YEAR:
        return Meaning((following,))
    return Refused("no_such_date" if this_year is None else "past", following)


def _find_date(text: str, context: Context) -> Found:
    if iso := _ISO.fullmatch(text):
        return in_year(int(iso[1]), int(iso[3]), int(iso[4]), context)
    if numeric := _NUMERIC.fullmatch(text):
        return _numeric(numeric, context)
    if named := _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        return _dated(named["year"], arithmetic.MONTHS[named["month"]], int(named["day"]), context)
    if nth := _NTH.fullmatch(text):
        return _nth_of_month(int(nth["day"]), nth["of"], context)
    return None


def _numeric(numeric: re.Match[str], context: Context) -> Found:
    first, separator, second, year, full_stop = numeric.groups()
    # "1.5" and "3-4" are versions, amounts and ranges as often as dates.
    if year is None and (separator == "-" or (separator == "." and not full_stop)):
        return None
    day_first = (int(second), int(first))
    month_first = (int(first), int(second))
    # Where dots are used, the day comes first.
    if separator == ".":
        return _dated(year, *day_first, context)
    usual, other = (day_first, month_first) if context.date_order == "DMY" else (month_first, day_first)
    as_usual, otherwise = _dated(year, *usual, context), _dated(year, *other, context)
    if isinstance(as_usual, Meaning) and isinstance(otherwise, Meaning):
        return Meaning(as_usual.days + otherwise.days, why="day or month first")
    if isinstance(as_usual, Meaning):
        return as_usual
    if isinstance(otherwise, Meaning):
        return otherwise if as_usual.reason == "no_such_date" else Refused(as_usual.reason, otherwise.days[0])
    return otherwise if as_usual.reason == "no_such_date" else as_usual


def _dated(year: str | None, month: int, day: int, context: Context) -> Meaning | Refused:
    if year is None:
        return yearless(month, day, context)
    return in_year(arithmetic.year_named(year), month, day, context)


def _nth_of_month(day: int, of: str | None, context: Context) -> Meaning | Refused:
    today = context.today
    if of is not None and "next" in of:
        month = arithmetic.add_months(today.replace(day=1), 1)
        return in_year(month.year, month.month, day, context)
    if of is not None:
        return in_year(today.year, today.month, day, context)
    month = today.replace(day=1) if day >= today.day else arithmetic.add_months(today.replace(day=1), 1)
    on = arithmetic.day_or_none(month.year, month.month, day)
    if on is not None:
        return Meaning((on,))
    following = arithmetic.add_months(month, 1)
    return Refused("no_such_date", arithmetic.day_or_none(following.year, following.month, day))


def _on_weekday(found: Meaning | Refused, weekday: int) -> Meaning | Refused:
    """Keeps the days on this weekday: "Thu 12 March", when the 12th is a Friday, has a slip in one of the two."""
    if isinstance(found, Refused):
        return found
    days: tuple[date, ...] = tuple(on for on in found.days if on.weekday() == weekday)
    return replace(found, days=days) if days else Refused("weekday_mismatch", found.days[0])
