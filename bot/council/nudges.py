"""What is nudged about, and when: the hours and days for it, what became of each nudge, what a digest holds (model
§3.7, INV-11, INV-12). Which rungs there are is the ladder's matter."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.council import actions, calendar, meetings, reports
from bot.council.departments import Department
from bot.council.people import Person

NUDGE_HOUR = time(9)
FIRST_HOUR = time(8)
LAST_HOUR = time(18)

# What became of a nudge, beside the words with which a rung says that it is not wanted.
QUEUED = "queued"
SAID = "said"
OVERTAKEN = "overtaken"
TOO_LATE = "too_late"
NOBODY = "nobody"
LEFT = "left"
GONE = "gone"
HANDED_ON = "handed_on"
NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True)
class BeforeMeeting:
    """What is said before a meeting of one department's actions: those it asks about, most urgent first (with what
    became of them since), and those that were done by then, which the meeting will confirm. `asked` is empty where a
    part above asks about all of them."""

    department: Department
    meeting: meetings.Meeting
    asked: tuple[actions.Action, ...]
    to_confirm: tuple[actions.Action, ...]
    late_since: date | None = None


@dataclass(frozen=True)
class Reminder:
    """What is said of some of a department's actions because of their dates, most urgent first, with what became of
    them since. `late_since` is when it should have been said, where its readers should know."""

    department: Department
    asked: tuple[actions.Action, ...]
    late_since: date | None = None


class Asks(StrEnum):
    """With what a report is asked for: that reports are open, that nothing is begun, that it is nearly due, that it is
    welcome still."""

    OPENED = "opened"
    NOT_STARTED = "not_started"
    DUE = "due"
    STILL_WELCOME = "still_welcome"


@dataclass(frozen=True)
class Highlight:
    """What a department said first in the last report it sent, for the meeting on that civil date."""

    said: str
    meeting_on: date


@dataclass(frozen=True)
class CallForReport:
    """What is said of a department's report for a meeting: that it is asked for, or what became of that since.

    `zone` is where it is read, `council_zone` the council's; `is_past` says that its deadline is. `addressed` are those
    (Slack ids) who may send it on the day on which it is read.
    """

    department: Department
    meeting: meetings.Meeting
    report: reports.Report
    asks: Asks
    zone: ZoneInfo
    council_zone: ZoneInfo
    addressed: tuple[str, ...] = ()
    is_past: bool = False
    highlight: Highlight | None = None
    late_since: date | None = None

    @property
    def asked(self) -> tuple[actions.Action, ...]:
        """It asks about no action."""
        return ()

    @property
    def due_on(self) -> date:
        """The date of its deadline where it is read."""
        return calendar.local_date(self.meeting.reports_due_at, self.zone)

    @property
    def waits(self) -> bool:
        """Whether the report is waited for."""
        return self.report.state in (reports.State.NOT_STARTED, reports.State.DRAFT)


Part = BeforeMeeting | Reminder | CallForReport


@dataclass(frozen=True)
class Digest:
    """All that is said to one recipient on one day, the most urgent part first. `reader` is the person whose direct
    message it is, None in a channel; `today` is the date where it is read."""

    parts: tuple[Part, ...]
    people: Mapping[str, Person]
    today: date
    reader: str | None = None


def before_meeting(
    department: Department,
    meeting: meetings.Meeting,
    owned: list[actions.Action],
    *,
    as_of: datetime,
    late_since: date | None = None,
) -> BeforeMeeting | None:
    """What is said to `department` before the meeting of the actions it owns, or None where nothing is unfinished.

    `as_of` is when it was posted, or now: a posted nudge keeps asking about the same actions, and shows which are done.
    """
    known = [action for action in actions.by_urgency(owned) if action.agreed_at and action.agreed_at <= as_of]
    # Done in the very instant of the post is done in answer to it: on a clock that stands still both are one instant.
    done_by_then = [action for action in known if action.done_at and action.done_at < as_of]
    asked = [action for action in known if action not in done_by_then]
    if not asked:
        return None
    return BeforeMeeting(department, meeting, tuple(asked), tuple(done_by_then), late_since)


def with_highlight(call: CallForReport, last: reports.Report | None, meeting_on: date | None) -> CallForReport:
    """The same, with what the department said first in the last report it sent, for the meeting on that date; not where
    that was for the council only (INV-14)."""
    if last is None or last.answers is None or last.answers.council_only or meeting_on is None:
        return call
    said = next((area.did for area in last.answers.areas if area.did.strip()), "")
    return replace(call, highlight=Highlight(said, meeting_on)) if said else call


def arrange(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts of one digest, most urgent first, each action asked about in the first of them that asks about it."""
    arranged: list[Part] = []
    above: set[int] = set()
    for part in sorted(parts, key=_urgency):
        if isinstance(part, CallForReport):
            arranged.append(part)
            continue
        asked = tuple(action for action in part.asked if action.id not in above)
        above.update(action.id for action in asked)
        if asked or isinstance(part, BeforeMeeting):
            arranged.append(replace(part, asked=asked))
    return tuple(arranged)


def _urgency(part: Part) -> tuple[bool, date, bool, str]:
    if isinstance(part, CallForReport):
        return (not part.waits, part.due_on if part.waits else date.max, False, part.department.name)
    waiting = [action.due_on for action in part.asked if action.state in actions.UNFINISHED]
    # What is said because of a date comes before what is said of everything, where both begin with the same action.
    return (not waiting, min(waiting, default=date.max), isinstance(part, BeforeMeeting), part.department.name)


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


def digest_on(
    now: datetime, zone: ZoneInfo, business_days: calendar.BusinessDays, *, begun: Collection[date] = ()
) -> date:
    """The day of the digest that what is due at `now` belongs to, where its recipient is: today, while that is a
    business day, before 18:00, and not one whose digest has `begun` to be sent; else the next business day of which
    that is true: where they have crossed the date line since, tomorrow's may have gone."""
    local = now.astimezone(zone)
    today = local.date()
    if business_days.is_business_day(today) and local.time() < LAST_HOUR and today not in begun:
        return today
    following = business_days.on_or_after(today + timedelta(days=1))
    while following in begun:
        following = business_days.on_or_after(following + timedelta(days=1))
    return following


def digest_at(on: date, zone: ZoneInfo, now: datetime) -> datetime:
    """When the digest of that day can go (UTC): at 09:00 where its recipient is, or at once where that has passed."""
    return max(calendar.wall_time(on, NUDGE_HOUR, zone), now)


def looked_at_again(on: date, zone: ZoneInfo, business_days: calendar.BusinessDays, now: datetime) -> datetime:
    """When it is asked next who reads what waits for a person's digest of that day (UTC): at 09:00 where they are, that
    day or the next business day on which it could go."""
    day = max(on, now.astimezone(zone).date())
    while (at := calendar.wall_time(business_days.on_or_after(day), NUDGE_HOUR, zone)) <= now:
        day += timedelta(days=1)
    return at


def digest_key(recipient: str, on: date) -> str:
    """The key of the one digest that a recipient (a channel's or a person's Slack id) gets on a day (INV-11)."""
    return f"digest:{recipient}:{on.isoformat()}"


def digest_of(key: str) -> tuple[str, date]:
    """Whose digest of which day it is, from its key."""
    _, recipient, on = key.split(":")
    return recipient, date.fromisoformat(on)
