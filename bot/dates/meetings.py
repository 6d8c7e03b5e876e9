"""Days that hang on the council's month: before the next meeting, at the next meeting, with our next report."""

from __future__ import annotations

import re
from datetime import date

from bot.dates import arithmetic
from bot.dates.answers import Context, Found, Meaning, Refused

MEETING = (
    r"(?:(?:the |our |my )?(?:next|following|upcoming) (?:cx )?(?:council )?(?:meeting|council|session)"
    r"|the (?:cx )?(?:council )?meeting(?P<after> after next)?)"
)
_MEETING = re.compile(
    r"(?:due )?(?:(?P<how>by|before|until|till|ahead of|in time for|prior to|at|on|during|for) )?(?P<which>"
    + MEETING
    + ")"
)
_REPORT = re.compile(
    r"(?:due )?(?:(?:together )?(?:with|by|at|before|in|on|for|when) )?"
    r"(?:(?:our|the|my) next (?:monthly )?report(?: deadline| is due)?|(?:the |our )?(?:next )?report(?:ing)? deadline)"
)
_AT = {"at", "on", "during"}


def find(text: str, context: Context) -> Found:
    if _REPORT.fullmatch(text):
        due = context.report_due_on
        return Refused("no_meeting") if due is None else Meaning((due,), "when the next report is due")
    meeting = _MEETING.fullmatch(text)
    if meeting is None:
        return None
    on = meeting_on(meeting["which"], context)
    if on is None:
        return Refused("no_meeting")
    # On a weekend right before the meeting no working day is left; the judgement then moves today on to the next.
    ahead = max(context.business_days.last_before(on), context.today)
    day = f"{on.day} {arithmetic.MONTH_NAMES[on.month - 1]}"
    if meeting["how"] in _AT:
        return Meaning((on,), f"the meeting of {day}")
    if meeting["how"] is None or meeting["how"] == "for":
        return Meaning((ahead, on), why="before the meeting or at it")
    return Meaning((ahead,), f"last working day before {day}")


def meeting_on(which: str, context: Context) -> date | None:
    """The date of the meeting these words name; one that is today counts as being held, so "next" is the one after."""
    known = (context.next_meeting_on, context.following_meeting_on)
    ahead = [on for on in known if on is not None and on > context.today]
    wanted = 1 if "following" in which or "after next" in which else 0
    return ahead[wanted] if len(ahead) > wanted else None
