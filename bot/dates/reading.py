"""One phrase from the keyboard to an answer.

Rules and vectors: an explicit date, then the project's own phrases, then the library; a day off becomes the working day
before it, said out loud; the past is refused; two readings are asked about.
"""

from __future__ import annotations

from datetime import date

from bot.council import calendar
from bot.dates import arithmetic, library, phrases, translation, wording
from bot.dates.answers import Answer, Ask, Context, Found, Meaning, Refused, Understood

FAR_MONTHS = 12
HORIZON_MONTHS = 36


def read(phrase: str, context: Context) -> Answer:
    """What a due date typed in words means. Never raises; reads no clock; the same words always get the same answer."""
    text = wording.tidy(phrase) if len(phrase) <= wording.LONGEST else phrase
    if len(text) > wording.LONGEST:
        return Refused("too_long")
    if not text:
        return Refused("empty")
    found = _find(text, context)
    if found is None:
        return Refused("not_understood")
    return found if isinstance(found, Refused) else _judge(found, context)


def _find(text: str, context: Context) -> Found:
    # "5" and "by 2027" could be a day, a month or an amount.
    if wording.without_introducer(text)[0].isdecimal():
        return None
    translated = translation.to_english(text, context.language)
    found = None if translated is None else phrases.find(translated, context)
    return found or phrases.find(text, context) or library.find(text, context)


def _judge(meaning: Meaning, context: Context) -> Answer:
    horizon = arithmetic.add_months(context.today, HORIZON_MONTHS)
    possible = [on for on in dict.fromkeys(meaning.days) if context.today <= on <= horizon]
    if not possible:
        first = meaning.days[0]
        return Refused("past") if first < context.today else Refused("too_far")
    readings = [_on_working_day(on, meaning, context) for on in possible]
    likelier, other = readings[0], readings[-1]
    return likelier if likelier.on == other.on else Ask((likelier, other), meaning.why)


def _on_working_day(meant_on: date, meaning: Meaning, context: Context) -> Understood:
    business_days = context.business_days
    on = business_days.on_or_before(meant_on)
    if on < context.today:
        on = business_days.on_or_after(meant_on)
    why_not = business_days.why_not(meant_on)
    notes = [meaning.note if why_not is None else _day_off(meant_on, why_not, context)]
    if meaning.dropped is not None:
        notes.append(f'without the time ("{meaning.dropped}")')
    return Understood(
        on=on,
        meant_on=meant_on,
        note="; ".join(filter(None, notes)) or None,
        far=meant_on > arithmetic.add_months(context.today, FAR_MONTHS),
    )


def _day_off(on: date, why_not: str, context: Context) -> str:
    day = f"{on.day} {arithmetic.MONTH_NAMES[on.month - 1]}"
    if on.year != context.today.year:
        day = f"{day} {on.year}"
    if on in context.business_days.holidays:
        return f"{day} is {why_not}"
    return f"{calendar.WEEKDAYS[on.weekday()]} {day} is not a working day"
