"""The grammar as a whole: one English phrase, tidied, through the parts that know its kinds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.dates import days, edges, explicit, meetings, refusals, wording
from bot.dates.answers import Context, Found, Meaning

# A bare "5pm" in the evening hours is today's; earlier in the day the hour may have gone by, and no clock is read here.
SURELY_STILL_TODAY = 17

_COUNTED_FROM = re.compile(rf"(?:in )?{days.COUNTED} (?P<way>from|after|before) (?P<anchor>.+)")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_MEETING = re.compile(meetings.MEETING)


def find(text: str, context: Context) -> Found:
    """What the phrase means, a refusal for words known to name no day, or None for words not known."""
    text = _HYPHEN.sub(" ", text)
    words, before = wording.without_introducer(text)
    refused = refusals.find(words)
    if refused is not None:
        return refused
    found = meetings.find(text, context) or _counted_from(words, context)
    if found is not None:
        return found
    # First as the words stand: most have no time of day, and what looks like one can be part of a date.
    found = _day(words, before, context)
    if found is not None:
        return found
    rest, time = wording.without_time(words)
    if time is None:
        return None
    if not rest:
        return _time_alone(time, context)
    rest, also_before = wording.without_introducer(rest)
    found = _day(rest, before or also_before, context)
    if isinstance(found, Meaning) and not time.end_of_day:
        return replace(found, dropped=time.words)
    return found


def _day(words: str, before: bool, context: Context) -> Found:
    found = edges.before(words, context) if before else None
    return found or explicit.find(words, context) or days.find(words, context) or edges.find(words, context)


def _counted_from(words: str, context: Context) -> Found:
    """ "Two weeks from Friday", "3 working days before the next meeting"."""
    parts = _COUNTED_FROM.fullmatch(words)
    if parts is None:
        return None
    anchor = parts["anchor"]
    if _MEETING.fullmatch(anchor):
        on = meetings.meeting_on(anchor, context)
        start: Found = None if on is None else Meaning((on,))
    else:
        start = _day(anchor, False, context)
    if not isinstance(start, Meaning):
        return start
    counted = [
        days.counted(parts["count"], parts["unit"], on, context, back=parts["way"] == "before") for on in start.days
    ]
    known = tuple(on for on in counted if on is not None)
    return Meaning(known, why=start.why) if len(known) == len(counted) else None


def _time_alone(time: wording.TimeOfDay, context: Context) -> Found:
    if time.end_of_day:
        return Meaning((context.today,))
    if time.hour is None:
        return None
    if time.hour >= SURELY_STILL_TODAY:
        return Meaning((context.today,), dropped=time.words)
    return Meaning((context.today, context.today + timedelta(days=1)), why="today or tomorrow", dropped=time.words)
