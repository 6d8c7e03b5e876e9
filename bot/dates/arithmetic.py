"""Months, quarters and weeks counted on, and the English names of days and months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS = {
    short: number
    for number, name in enumerate(MONTH_NAMES, 1)
    for short in (name.lower(), name[:3].lower(), *(("sept",) if number == 9 else ()))
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed", "weds"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            ("first", "1st"),
            ("second", "2nd"),
            ("third", "3rd"),
            ("fourth", "4th"),
        ),
        1,
    )
    for word in words
} | {"last": -1}
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1, "a couple of": 2, "couple of": 2}


def one_of(words: dict[str, int]) -> str:
    """A pattern for any of these words, longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(on: date, count: int) -> date:
    """The same day `count` months on, or the month's last where it has no such day."""
    years, month = divmod(on.month - 1 + count, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


def mondays(today: date, offset: int) -> tuple[date, ...]:
    """The Monday of this week (offset 0), next week (1) or the one after (2); two where people differ.

    On a weekend the working week behind us is over, so that "this week" is the one that comes. On a Sunday a new week
    has begun only for some, so that "next week" is either.
    """
    monday = monday_of(today)
    if offset == 0:
        return (monday + timedelta(weeks=int(today.weekday() > 4)),)
    first = monday + timedelta(weeks=offset)
    return (first, first + timedelta(weeks=1)) if today.weekday() == 6 else (first,)


def year_named(text: str) -> int:
    """2027 for "2027", "27" and "'27"."""
    year = int(text.lstrip("'"))
    return year if year > 99 else 2000 + year


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
