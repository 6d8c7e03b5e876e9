"""Tidying what was typed, and setting aside the words that don't change the day: "by", "please", "5pm"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 100

_TAIL = re.compile(r"(?:\s+at the latest|\s+latest|\s+or (?:earlier|sooner|before)|\s+please|\s+pls|[\s!?,;:]+)$")
# The full stop of "15.12." is part of the date.
_FULL_STOP = re.compile(r"(?<!\.\d)(?<!\.\d\d)\.+$")
_INTRODUCER = re.compile(
    r"(?:is due|due|deadline|on or before|by|before|prior to|on|until|till|til|(?:no|not) later than|for)"
    r"(?:\s*:\s*|\s+|$)"
)
_BEFORE = ("before", "prior to")

_ZONE = (
    r"(?:\s?(?:z|utc|gmt|bst|cet|cest|eet|eest|est|edt|cst|cdt|mst|mdt|pst|pdt|et|pt|ist|jst|aest|aedt)\b"
    r"|\s[a-z]+/[a-z_]+(?:/[a-z_]+)?|\s?(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)?"
)
_CLOCK = (
    r"(?:(?:[01]?\d|2[0-3])[:h][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?"
    r"|(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?[ap]\.?m\b\.?|noon|midday|midnight)" + _ZONE
)
_HOUR = r"at\s+(?:[01]?\d|2[0-3])(?:\s?o'?clock)?"
_PART_OF_DAY = r"(?:in the\s+|early\s+|late\s+)?(?:morning|afternoon|evening|night)|lunch(?:time)?|first thing"
_END_OF_DAY = r"eod|cob|eob|eop|(?:close|end) of (?:business|play)|end of (?:the )?(?:business |working )?day"
_WHEN = (
    rf"(?:(?:at|@|around|about|by|before)\s*)?(?:the\s+)?"
    rf"(?:(?P<clock>{_CLOCK})|(?P<part>{_PART_OF_DAY})|(?P<end>{_END_OF_DAY}))|(?P<hour>{_HOUR})"
)
_TRAILING_TIME = re.compile(rf"(?:^|(?<=[\s,]))(?:{_WHEN})$")
_LEADING_TIME = re.compile(rf"^(?:{_WHEN})(?=[\s,]|$)[\s,]*(?:(?:on|of)\s+)?")
_LED_ON = re.compile(r"\s+(?:on|of)$")
_ISO_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})t(?=\d{2}:)")
_AFTERNOON = re.compile(r"p\.?m")


@dataclass(frozen=True)
class TimeOfDay:
    """A time found in the words, as typed. `hour` is 0 to 23 for one on the clock; `end_of_day` is COB and its like."""

    words: str
    hour: int | None
    end_of_day: bool


def tidy(phrase: str) -> str:
    """Lower case, plain quotes, single spaces, no closing punctuation (but the full stop of "15.12." stays)."""
    text = unicodedata.normalize("NFKC", phrase).replace("’", "'").replace("‘", "'").lower()
    text = " ".join(text.split()).strip(" \"'“”«»()[]*_~`")
    while (shorter := without_full_stop(_TAIL.sub("", text))) != text:
        text = shorter
    return text


def without_full_stop(text: str) -> str:
    return _FULL_STOP.sub("", text)


def without_introducer(text: str) -> tuple[str, bool]:
    """The text after "by", "due on" and the like, and whether one of them said "before"."""
    before = False
    for _ in range(3):
        found = _INTRODUCER.match(text)
        if found is None:
            break
        before = before or found.group().startswith(_BEFORE)
        text = text[found.end() :]
    return text, before


def without_time(text: str) -> tuple[str, TimeOfDay | None]:
    """The text without a time of day at its beginning or end, and that time."""
    text = _ISO_TIME.sub(r"\1 ", text)
    found = _TRAILING_TIME.search(text)
    if found is not None:
        rest = text[: found.start()]
    else:
        found = _LEADING_TIME.match(text)
        if found is None:
            return text, None
        rest = text[found.end() :]
    return rest.strip(" ,"), TimeOfDay(
        words=_LED_ON.sub("", found.group().strip(" ,")), hour=_hour(found), end_of_day=found["end"] is not None
    )


def _hour(found: re.Match[str]) -> int | None:
    clock = found["clock"] or found["hour"]
    if clock is None:
        return None
    digits = re.search(r"\d+", clock)
    if digits is None:
        return 0 if clock.startswith("midnight") else 12
    hour = int(digits.group())
    return hour + 12 if _AFTERNOON.search(clock) and hour < 12 else hour
