"""Days by their place in a span: end of next month, mid March, last Friday of March, first week of April."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.council import calendar
from bot.dates import arithmetic, days, explicit, periods
from bot.dates.answers import Context, Found, Meaning, Refused

_SHORT = {"eow": "end of the week", "eom": "end of the month", "eoq": "end of the quarter", "eoy": "end of the year"}
_BARE_NOUNS = {"week", "month", "quarter", "half", "year", "half year"}
_WORKING_DAY = r"(?:working|business|week) ?day"
_EDGE = re.compile(
    rf"(?:at |towards )?(?:the )?(?:very )?(?P<edge>end|close|start|beginning|middle|mid|first {_WORKING_DAY}"
    rf"|last {_WORKING_DAY}|first day|last day)(?: of| in)? (?P<span>.+)"
)
_ENDING = re.compile(r"(?P<span>.+?) end")
_INSIDE = re.compile(r"^(?:in|within|during|sometime in) ")
_NTH = re.compile(
    rf"(?:the )?(?P<nth>{arithmetic.one_of(arithmetic.ORDINALS)}) "
    rf"(?P<what>week|{arithmetic.one_of(arithmetic.WEEKDAYS)})(?: of| in)? (?P<span>.+)"
)
_WEEK_OF = re.compile(r"(?:the )?(?:week (?:of|commencing|beginning|starting)|w/c|wc) (?:the )?(?P<day>.+)")
_WEEK_ENDING = re.compile(r"(?:the )?(?:week ending|w/e) (?:the )?(?P<day>.+)")
_WEEKEND = re.compile(r"(?:at )?(?:(?:the|this) )?(?P<next>next )?weekend")


def find(text: str, context: Context) -> Found:
    text = _INSIDE.sub("", _SHORT.get(text, text))
    if weekend := _WEEKEND.fullmatch(text):
        # On a Sunday the weekend is on, and its Saturday over.
        this = "this saturday" if context.today.weekday() != 6 else "today"
        return days.find("next saturday" if weekend["next"] else this, context)
    if nth := _NTH.fullmatch(text):
        found = periods.find(nth["span"], context)
        if found is not None:
            return _nth(arithmetic.ORDINALS[nth["nth"]], nth["what"], nth["span"], found, context)
    if edge := _EDGE.fullmatch(text):
        return _edge(edge["edge"], periods.find(edge["span"], context), context)
    if ending := _ENDING.fullmatch(text):
        return _edge("end", periods.find(ending["span"], context), context)
    if week := _WEEK_OF.fullmatch(text):
        return _week_of(explicit.find(week["day"], context))
    if week := _WEEK_ENDING.fullmatch(text):
        return explicit.find(week["day"], context)
    return None if text in _BARE_NOUNS or text.isdecimal() else _edge("end", periods.find(text, context), context)


def before(text: str, context: Context) -> Found:
    """The day before a span begins: "before March" is February, whereas "by March" may use it all."""
    found = None if text.isdecimal() else periods.find(text, context)
    return _each(
        found,
        lambda period: period.first - timedelta(days=3 if period.kind == "week" else 1),
        lambda period: f"before {period.name}",
    )


def _edge(edge: str, found: periods.Periods, context: Context) -> Found:
    business_days = context.business_days
    if edge in {"end", "close"}:
        return _each(found, lambda period: period.last, lambda period: f"end of {period.name}")
    if edge in {"start", "beginning"}:
        return _each(found, lambda period: period.first, lambda period: f"{edge} of {period.name}")
    if edge in {"mid", "middle"}:
        return _middle(found)
    if edge in {"first day", "last day"}:
        return _each(
            found,
            lambda period: period.first if edge == "first day" else period.last,
            lambda period: f"{edge} of {period.name}",
        )
    return _each(
        found,
        lambda period: (
            business_days.on_or_after(period.first)
            if edge.startswith("first")
            else business_days.on_or_before(period.last)
        ),
        lambda period: f"{edge} of {period.name}",
    )


def _middle(found: periods.Periods) -> Found:
    if isinstance(found, tuple) and found[0].kind not in {"week", "month"}:
        return None
    return _each(
        found,
        lambda period: period.first + timedelta(days=2 if period.kind == "week" else 14),
        lambda period: f"middle of {period.name}",
    )


def _nth(nth: int, what: str, span: str, found: periods.Periods, context: Context) -> Found:
    if isinstance(found, tuple) and found[0].kind != "month":
        return None
    if what == "week":
        return _nth_week(nth, found)
    weekday = arithmetic.WEEKDAYS[what]
    name = f"{'last' if nth == calendar.LAST else _ordinal(nth)} {calendar.WEEKDAYS[weekday]}"
    meaning = _each(
        found,
        lambda period: calendar.nth_weekday(period.first.year, period.first.month, nth, weekday),
        lambda period: f"{name} of {period.name}",
    )
    if isinstance(meaning, Meaning) and meaning.days[0] < context.today and span in arithmetic.MONTHS:
        next_year = calendar.nth_weekday(context.today.year + 1, meaning.days[0].month, nth, weekday)
        return Refused("past", next_year)
    return meaning


def _ordinal(nth: int) -> str:
    return ("first", "second", "third", "fourth")[nth - 1]


def _nth_week(nth: int, found: periods.Periods) -> Found:
    """The Friday of it.

    A month that begins on a Thursday or Friday, or ends on a Monday or Tuesday, has a week too short to be sure of:
    both readings are offered.
    """
    if not isinstance(found, tuple):
        return found
    (month,) = found
    if nth == calendar.LAST:
        friday = calendar.nth_weekday(month.last.year, month.last.month, calendar.LAST, 4)
        ends = month.last.weekday()
        readings: tuple[date, ...] = (friday, month.last) if ends < 2 else (month.last,) if ends < 4 else (friday,)
        return Meaning(readings, f"last week of {month.name}", "the last full week or the last days")
    friday = calendar.nth_weekday(month.first.year, month.first.month, 1, 4)
    begins = month.first.weekday()
    firsts = (friday, friday + timedelta(weeks=1)) if begins in {3, 4} else (friday,)
    return Meaning(
        tuple(first + timedelta(weeks=nth - 1) for first in firsts),
        f"{_ordinal(nth)} week of {month.name}",
        "counted from the first days or the first full week",
    )


def _week_of(found: Found) -> Found:
    if not isinstance(found, Meaning):
        return found
    fridays = tuple(arithmetic.monday_of(on) + timedelta(days=4) for on in found.days)
    return Meaning(fridays, "end of that week", found.why)


def _each(
    found: periods.Periods, day: Callable[[periods.Period], date], note: Callable[[periods.Period], str]
) -> Found:
    if not isinstance(found, tuple):
        return found
    why = days.THIS_WEEK_OR_NEXT if found[0].kind == "week" else "two fiscal years have this name"
    return Meaning(tuple(day(period) for period in found), note(found[0]), why)
