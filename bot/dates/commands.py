"""The due date at the end of a command typed in one line: "@nina re-target ads by end of next month"."""

from __future__ import annotations

import re
from typing import Literal

from bot.dates import arithmetic, reading, translation, wording
from bot.dates.answers import Answer, Ask, Context, Refused, Understood

LONGEST_IN_WORDS = 12

# After a word that can only lead in a due date, a date that can't be used is still meant as one: it is refused beside
# its field, and not hidden in what is to be done.
_FIRM = re.compile(
    r"(?:is due|due|deadline|on or before|by|before|prior to|ahead of|until|till|til|(?:no|not) later than)"
    r"(?:\s+(?:by|before|on|at))?\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?:on|in|at|with)\s+(?=\S)", re.IGNORECASE)
_STILL_A_DATE = {"past", "no_such_date", "weekday_mismatch", "too_far", "no_meeting"}
_HOURS = re.compile(r"\b(?:\d+h|hours?|hrs?|minutes?|mins?)\b")

# Without a leading word only what is hardly ever anything else: no "Sat", "may", "Q2", "2 weeks", "3/4", "5pm".
_MONTH = arithmetic.one_of(arithmetic.MONTHS)
_WEEKDAY = arithmetic.one_of(arithmetic.WEEKDAYS)
_FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ALONE = re.compile(
    rf"(?:today|tonight|tomorrow|(?:the )?day after tomorrow|eod|cob|eow|eom|eoq|eoy)\b.*"
    rf"|{_FULL_WEEKDAY}\b.*|(?:this|next) {_WEEKDAY}\b.*|{_WEEKDAY},? (?:the )?(?:\d|{_MONTH}\b).*"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH}\b.*|{_MONTH}\.? \d{{1,2}}\b.*|\d{{4}}-\d{{2}}-\d{{2}}\b.*"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|next (?:week|month|quarter)|mid[ -].+"
    rf"|(?:the )?(?:end|start|beginning|middle|first|second|third|fourth|last) .+|a week on .+"
)
# A date after these belongs to what is said: an item for Friday, numbers since March, every Monday, Black Friday.
_BELONGS = re.compile(
    r"for|of|from|since|about|per|than|to|like|as|and|or|vs|versus|between|every|each|last|the|an?|our|their|your|my|this"
    r"|that|next|not|is|was|during|through|after|over|black|good|cyber|ash|holy|super|casual"
    r"|by|due|before|until|till|on|in|at|with"
)


def split_due(text: str, context: Context) -> tuple[str, str | None]:
    """What is to be done, and the words at the end that say by when, as typed; None where nothing there is a due date.

    Words that only lead in ("by", "due on") are dropped from the phrase where it reads the same without them.
    """
    body = wording.without_full_stop(text.rstrip(" \t\r\n!?,;"))
    starts = [found.start() for found in re.finditer(r"\S+", body)]
    for start in starts[-LONGEST_IN_WORDS:]:
        phrase = body[start:].strip("()[] ")
        if not phrase or len(phrase) > wording.LONGEST:
            continue
        before = body[:start].split()
        due = _led_in(phrase, context) or _alone(phrase, before, context)
        if due is not None:
            return body[:start].rstrip(" \t\r\n,;:-–—(["), due
    return text.strip(), None


def _led_in(phrase: str, context: Context) -> str | None:
    led = _leading(phrase, context.language)
    if led is None:
        return None
    how, rest = led
    answer = reading.read(phrase, context)
    if not (_is_day(answer) or (how == "firm" and _is_meant_as_a_date(answer, phrase))):
        return None
    # "At 5pm" and "in 24 hours" say how something is done more often than by when.
    if how == "weak" and (_HOURS.search(phrase.lower()) or not wording.without_time(wording.tidy(rest))[0]):
        return None
    droppable = how == "firm" or phrase.lower().startswith("on ")
    return rest if droppable and reading.read(rest, context) == answer else phrase


def _leading(phrase: str, language: str) -> tuple[Literal["firm", "weak"], str] | None:
    if led := _FIRM.match(phrase):
        return "firm", phrase[led.end() :]
    if led := _WEAK.match(phrase):
        return "weak", phrase[led.end() :]
    words = phrase.split()
    for count in (3, 2, 1):
        folded = translation.fold(" ".join(words[:count]))
        rest = " ".join(words[count:])
        if rest and folded in translation.words_for(frozenset({"by", "before"}), language):
            return "firm", rest
        if rest and folded in translation.words_for(frozenset({"in", "on"}), language):
            return "weak", rest
    return None


def _alone(phrase: str, before: list[str], context: Context) -> str | None:
    if not _ALONE.fullmatch(phrase.lower()) or _belongs(before, context):
        return None
    return phrase if _is_day(reading.read(phrase, context)) else None


def _belongs(before: list[str], context: Context) -> bool:
    if not before:
        return False
    # The second half of "Monday - Friday".
    if before[-1] in {"-", "–", "—", "/", "&"}:
        return len(before) > 1 and _is_day(reading.read(before[-2], context))
    return _BELONGS.fullmatch(before[-1].lower().strip("\"'(")) is not None


def _is_meant_as_a_date(answer: Answer, phrase: str) -> bool:
    # "Due asap", but not "should know by now".
    reasons = _STILL_A_DATE | {"vague"} if phrase.lower().startswith(("due", "is due")) else _STILL_A_DATE
    return isinstance(answer, Refused) and answer.reason in reasons


def _is_day(answer: Answer) -> bool:
    return isinstance(answer, Understood | Ask)
