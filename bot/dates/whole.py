"""A date typed with day, month and year, whenever it is: for lists of days, where nothing is to be guessed."""

import re
from datetime import date
from typing import Literal

from bot.dates import arithmetic

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<separator>[/.])(?P<second>\d{1,2})(?P=separator)(?P<year>\d{4})")
_MONTH = arithmetic.one_of(arithmetic.MONTHS)
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?(?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})")
_MONTH_DAY = re.compile(rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})")
_WEEKDAY = re.compile(rf"^(?:{arithmetic.one_of(arithmetic.WEEKDAYS)})\.?,? ")


def whole_date(text: str, date_order: Literal["DMY", "MDY"] = "DMY") -> date | None:
    """The date `text` says in full, or None: 2027-12-24, 24/12/2027, 24.12.2027, (Fri) 24 December 2027."""
    text = _WEEKDAY.sub("", " ".join(text.casefold().split()))
    if found := _ISO.fullmatch(text):
        return arithmetic.day_or_none(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        # Where dots are used, the day comes first.
        day_first = found["separator"] == "." or date_order == "DMY"
        day, month = (first, second) if day_first else (second, first)
        return arithmetic.day_or_none(int(found["year"]), month, day)
    if found := _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        return arithmetic.day_or_none(int(found["year"]), arithmetic.MONTHS[found["month"]], int(found["day"]))
    return None
