"""Days named from where we stand: tomorrow, Friday, next Friday, Monday week, in 2 weeks, in 3 business days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.dates import arithmetic
from bot.dates.answers import Context, Found, Meaning

TODAY_OR_IN_A_WEEK = "today or in a week"
THIS_WEEK_OR_NEXT = "this week or next"

_NAMED = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "tomorow": 1,
    "tommorow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "overmorrow": 2,
}
_DAY = arithmetic.one_of(arithmetic.WEEKDAYS)
_WEEKDAY = re.compile(rf"(?:(?P<which>this coming|this|coming|next) )?(?P<day>{_DAY})\.?(?P<after> next)?")
_IN_WEEK = re.compile(rf"(?P<day>{_DAY})(?: of| in)?,? (?P<week>this|next) week")
_WEEK_FIRST = re.compile(rf"(?P<week>this|next) week,? (?:on )?(?P<day>{_DAY})")
_WEEK_ON = re.compile(rf"(?:a )?(?P<span>week|fortnight) (?:on |from )?(?P<day>{_DAY}|today|tomorrow)")
_DAY_WEEK = re.compile(rf"(?P<day>{_DAY}|today|tomorrow) (?P<span>week|fortnight)")

_COUNT = rf"(?P<count>\d{{1,3}}|{arithmetic.one_of(arithmetic.NUMBERS)})"
_UNIT = (
    r"(?P<unit>(?:business|working|work) days?|week ?days?|days?|weeks?|wks?|fortnights?|months?|mos?|quarters?|years?"
    r"|yrs?|hours?|hrs?|minutes?|mins?)"
)
COUNTED = rf"{_COUNT}\s?{_UNIT}"
_RELATIVE = re.compile(
    rf"(?:(?:in|within|over) )?(?:the next )?(?:{COUNTED}|(?P<digits>\d{{1,3}})\s?(?P<letter>d|w|m|y|h|bd|wd))"
    rf"(?:'?s?'? time)?(?:(?: from)? (?:now|today))?"
)
_LETTERS = {"d": "day", "w": "week", "m": "month", "y": "year", "h": "hour", "bd": "business day", "wd": "working day"}


def find(text: str, context: Context) -> Found:
    if text in _NAMED:
        return Meaning((context.today + timedelta(days=_NAMED[text]),))
    if named := _WEEKDAY.fullmatch(text):
        which = "next" if named["after"] else named["which"]
        return _weekday(arithmetic.WEEKDAYS[named["day"]], which, context.today)
    if in_week := _IN_WEEK.fullmatch(text) or _WEEK_FIRST.fullmatch(text):
        mondays = arithmetic.mondays(context.today, int(in_week["week"] == "next"))
        weekday = timedelta(days=arithmetic.WEEKDAYS[in_week["day"]])
        return Meaning(tuple(monday + weekday for monday in mondays), why=THIS_WEEK_OR_NEXT)
    if later := _WEEK_ON.fullmatch(text) or _DAY_WEEK.fullmatch(text):
        start = _start(later["day"], context.today)
        on_by = timedelta(weeks=1 if later["span"] == "week" else 2)
        return replace(start, days=tuple(on + on_by for on in start.days))
    if relative := _RELATIVE.fullmatch(text):
        count = relative["digits"] or relative["count"]
        unit = _LETTERS[relative["letter"]] if relative["letter"] else relative["unit"]
        on = counted(count, unit, context.today, context)
        return None if on is None else Meaning((on,))
    return None


def counted(count: str, unit: str, start: date, context: Context, *, back: bool = False) -> date | None:
    """`start` and so many units on, or back; None where hours don't tell the day, and for nothing at all."""
    number = int(count) if count.isdecimal() else arithmetic.NUMBERS[count]
    sign = -1 if back else 1
    if number == 0:
        return None
    if unit.startswith(("business", "work", "week day", "weekday")):
        business_days = context.business_days
        return business_days.before(start, number) if back else business_days.after(start, number)
    if unit.startswith(("week", "wk", "fortnight")):
        return start + sign * timedelta(weeks=number * (2 if unit.startswith("fortnight") else 1))
    if unit.startswith("day"):
        return start + sign * timedelta(days=number)
    if unit.startswith(("hour", "hr", "min")):
        return _hours_on(number, unit, start)
    months = {"m": 1, "q": 3, "y": 12}[unit[0]] * number
    return arithmetic.add_months(start, sign * months)


def _start(word: str, today: date) -> Meaning:
    if word in _NAMED:
        return Meaning((today + timedelta(days=_NAMED[word]),))
    return _weekday(arithmetic.WEEKDAYS[word], None, today)


def _weekday(weekday: int, which: str | None, today: date) -> Meaning:
    ahead = (weekday - today.weekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    if which == "next":
        return _next_weekday(coming, today)
    if ahead:
        return Meaning((coming,))
    if which == "this":
        return Meaning((today,))
    return Meaning((today, coming) if which is None else (coming,), why=TODAY_OR_IN_A_WEEK)


def _next_weekday(coming: date, today: date) -> Meaning:
    """ "Next Friday" has two readings while this week's is ahead; on a Sunday the week has begun only for some."""
    this_week_ahead = arithmetic.monday_of(coming) == arithmetic.monday_of(today)
    # On a Sunday in a week from now is what everybody means by "next Sunday".
    sunday_doubt = today.weekday() == 6 and coming.weekday() != 6
    if this_week_ahead or sunday_doubt:
        return Meaning((coming, coming + timedelta(weeks=1)), why=THIS_WEEK_OR_NEXT)
    return Meaning((coming,))


def _hours_on(number: int, unit: str, start: date) -> date | None:
    """A due date has no hour: a few hours are today, 24 and 48 are those days, anything else could be either."""
    if unit.startswith("min") or number <= 8:
        return start
    days, rest = divmod(number, 24)
    return None if rest else start + timedelta(days=days)
