"""The nudge ladder (model §3.7): when each rung is due and what keeps it from being sent. So far: MTG-1."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.council import actions, calendar, meetings
from bot.council.departments import Department

NUDGE_HOUR = time(9)
FIRST_HOUR = time(8)
LAST_HOUR = time(18)


class Rung(StrEnum):
    """A step of the ladder."""

    MTG_1 = "mtg_1"


@dataclass(frozen=True)
class BeforeMeeting:
    """What MTG-1 says in one department's channel: the actions it asks about, most urgent first (with what became of
    them since), and those that were done by then, which the meeting will confirm."""

    department: Department
    meeting: meetings.Meeting
    asked: tuple[actions.Action, ...]
    to_confirm: tuple[actions.Action, ...]


def mtg_1_at(meeting: meetings.Meeting, zone: ZoneInfo) -> datetime:
    """When MTG-1 is due in a channel whose zone is `zone`: 09:00 there, five business days before the meeting."""
    return calendar.wall_time(meeting.nudge_on, NUDGE_HOUR, zone)


def before_meeting(
    department: Department, meeting: meetings.Meeting, owned: list[actions.Action], *, as_of: datetime
) -> BeforeMeeting | None:
    """MTG-1 for `department` from the actions it owns, or None where nothing is unfinished (suppressed).

    `as_of` is when it was posted, or now: a posted nudge keeps asking about the same actions, and shows which are done.
    """
    known = [action for action in actions.by_urgency(owned) if action.agreed_at and action.agreed_at <= as_of]
    # Done in the very instant of the post is done in answer to it: on a clock that stands still both are one instant.
    done_by_then = [action for action in known if action.done_at and action.done_at < as_of]
    asked = [action for action in known if action not in done_by_then]
    if not asked:
        return None
    return BeforeMeeting(department, meeting, tuple(asked), tuple(done_by_then))


def earliest_sending(instant: datetime, zone: ZoneInfo, business_days: calendar.BusinessDays) -> datetime:
    """The first instant from `instant` on at which a scheduled message may be sent: 08:00 to 18:00 in the recipient's
    `zone`, on a business day (INV-12). Returned in UTC; `instant` itself where it is allowed."""
    local = instant.astimezone(zone)
    if business_days.is_business_day(local.date()):
        if FIRST_HOUR <= local.time() < LAST_HOUR:
            return instant
        if local.time() < FIRST_HOUR:
            return calendar.wall_time(local.date(), FIRST_HOUR, zone)
    following = business_days.on_or_after(local.date() + timedelta(days=1))
    return calendar.wall_time(following, FIRST_HOUR, zone)
