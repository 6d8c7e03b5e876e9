"""The last resort: dateparser, asked only in the person's own language and English, and believed only when it can be.

What it is not believed in, each seen to give a wrong date: English words that the grammar should have known, very
short words, a result without a day and a month of its own, and any phrase with a number that is no part of the date
found. It is given a naive base and no zone, because its own zone handling is off by hours around clock changes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from dateparser.data import languages_info
from dateparser.date import DateDataParser

from bot.dates import arithmetic, days, explicit
from bot.dates.answers import Context, Found, Meaning

SHORTEST_WORD = 4

_NUMBER = re.compile(r"\d+")
_FIGURES = re.compile(r"\d\s*[./-]\s*\d")
_ENGLISH_DATE = re.compile(
    rf"(?:(?:{arithmetic.one_of(arithmetic.MONTHS)}|{arithmetic.one_of(arithmetic.WEEKDAYS)}|of|the|\d+(?:st|nd|rd|th)?)"
    r"(?:[\s,.]+|$))+"
)
_KNOWN = frozenset(languages_info.language_order)


def warm_up(languages: Iterable[str] = ("en",)) -> None:
    """Loads what the first phrase in each language would otherwise wait for (some 15 to 65 ms each)."""
    for language in languages:
        _parse("1 xx", date(2000, 1, 1), "DMY", language)


def find(text: str, context: Context) -> Found:
    # Dates in figures were read in full before; what is left of them are versions, amounts and times.
    if _FIGURES.search(text) or not any(mark.isalpha() for mark in text):
        return None
    data = _parse(text, context.today, context.date_order, context.language)
    found: datetime | None = data.date_obj
    if found is None or not {"month", "day"} <= set(data.parts):
        return None
    numbers = {int(number) for number in _NUMBER.findall(text)}
    if data.locale.startswith("en") and not (numbers and _ENGLISH_DATE.fullmatch(text)):
        return None
    if text.isascii() and len(text) < SHORTEST_WORD:
        return None
    expected = {found.day, found.month, found.year}
    if "time" in data.parts:
        expected |= {found.hour, found.minute}
    if not numbers <= expected:
        return None
    # A weekday's own name on that weekday.
    if not numbers and found.date() == context.today + timedelta(weeks=1):
        return Meaning((context.today, found.date()), why=days.TODAY_OR_IN_A_WEEK)
    return Meaning((found.date(),)) if "year" in data.parts else explicit.yearless(found.month, found.day, context)


def _parse(text: str, today: date, date_order: str, language: str) -> Any:
    # A plain Any, because the published types don't know of `parts`.
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": date_order,
        "PARSERS": ["relative-time", "absolute-time"],
    }
    return DateDataParser(languages=_languages(language), settings=settings).get_date_data(text)


@functools.lru_cache(maxsize=64)
def _languages(language: str) -> list[str]:
    """The person's language, where the library has it, then English; detecting it would take a second to load."""
    code = language.replace("_", "-").split("-")[0].lower()
    own = [code] if code in _KNOWN and code != "en" else []
    return [*own, "en"]
