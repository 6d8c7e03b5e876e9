"""Words that name no one day: refused by name, before anything is read out of them."""

from __future__ import annotations

import re

from bot.dates import arithmetic, days
from bot.dates.answers import Refused

_VAGUE = re.compile(
    r"a\.?s\.?a\.?p|as soon as possible|soon|sooner|shortly|(?:right )?now|immediately|urgent|urgently|later|whenever"
    r"|when (?:possible|i can)|eventually|some ?day|some ?time|one day|never|tb[adc]"
    r"|to be (?:decided|confirmed|determined)"
    r"|ongoing|continuous|n/a|no date|(?:in )?a few (?:days|weeks|months)|in a while|in due course|next time"
)
_SPAN = rf"(?:(?:in|the|this|next) )*(?:week|month|quarter|year|{arithmetic.one_of(arithmetic.MONTHS)})"
_VAGUE_PART = re.compile(rf"(?:early|late|later|around|some ?time) {_SPAN}")
_REPEATING = re.compile(
    r"(?:every|each)\b.*|.*\b(?:daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually)"
)
_SEVERAL = re.compile(r".*(?:\b(?:or|and|between|versus|vs)\b|&| [-–—] ).*")
_PAST = re.compile(
    rf"yesterday|the day before yesterday|last night|(?:{days.COUNTED}|a while|long) ago"
    rf"|(?:last|past|previous) (?:week|month|quarter|year|weekend|{arithmetic.one_of(arithmetic.WEEKDAYS)})"
)


def find(text: str) -> Refused | None:
    if _VAGUE.fullmatch(text) or _VAGUE_PART.fullmatch(text):
        return Refused("vague")
    if _REPEATING.fullmatch(text):
        return Refused("repeating")
    if _PAST.fullmatch(text):
        return Refused("past")
    return Refused("several") if _SEVERAL.fullmatch(text) else None
