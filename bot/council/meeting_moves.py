"""Meetings on other days than they were meant for: where they may go, and all that changes when they do (§3.6.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.council import calendar, departments, meetings
from bot.council.departments import Council
from bot.council.meetings import Meeting, State

FEWEST_LEFT_BD = 2
ADDED_AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Bounds:
    """The civil dates of the council's between which a meeting may be put, both included."""

    first_on: date
    last_on: date

    def covers(self, on: date) -> bool:
        """Whether the day is one of them."""
        return self.first_on <= on <= self.last_on


@dataclass(frozen=True)
class Preview:
    """What a move would change: the meeting as it stands and as it would stand, window by window.

    `agenda_was_at` and `agenda_at` are when the timetable would post the agenda, as it stands and after the move.
    `left_bd` is how many working days are left after today to the new deadline, its own day counted: 0 where it is
    today or has passed. `overlaps` are other meetings being prepared in the same weeks: the one whose reports open
    first keeps the others from opening theirs until it is adjourned (INV-1).
    """

    before: Meeting
    after: Meeting
    agenda_was_at: datetime
    agenda_at: datetime
    left_bd: int
    reopens_reports: bool
    overlaps: tuple[Meeting, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether it moves earlier so far that fewer than two working days are left to report (model §3.6.7)."""
        return self.after.reports_due_at < self.before.reports_due_at and self.left_bd < FEWEST_LEFT_BD


class NotMovable(meetings.WrongState):
    """A meeting that has started or is over stays where it was."""


class NothingToMove(Exception):
    """The meeting is at this very time already."""


class InThePast(Exception):
    """The chosen start has passed; `starts_at` is it, in UTC."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at


class OutsideHours(Exception):
    """Meetings start between departments.EARLIEST_START and LATEST_START in the council's zone (model §3.6.1)."""

    def __init__(self, start: time) -> None:
        super().__init__(start)
        self.start = start


class NotAWorkingDay(Exception):
    """The chosen day is off: `why` ("Good Friday", "a Sunday"). `earlier` and `later` are the nearest days to choose
    instead, None where there is none on that side."""

    def __init__(self, on: date, why: str, earlier: date | None, later: date | None) -> None:
        super().__init__(on, why)
        self.on = on
        self.why = why
        self.earlier = earlier
        self.later = later


class TooFarAway(Exception):
    """A meeting moves within its own month and the next, and is added within a year; `bounds` says which days."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.bounds = bounds


class Clash(Exception):
    """The council has another meeting on that day, or at that very time: its day was another zone's."""

    def __init__(self, other: Meeting) -> None:
        super().__init__(other.id)
        self.other = other


def may_move_to(meeting: Meeting) -> Bounds:
    """The month of the rule's day (or of the date it was added on) and the one after it (model §3.4.1)."""
    first_of_next = calendar.last_of_month(meeting.first_on) + calendar.ONE_DAY
    return Bounds(meeting.first_on.replace(day=1), calendar.last_of_month(first_of_next))


def may_add_on(today: date) -> Bounds:
    """Between which days a meeting may be added by hand: a year from `today`, in the council's zone."""
    return Bounds(today, today + ADDED_AHEAD)


def preview(
    council: Council,
    meeting: Meeting,
    on: date,
    start: time | None,
    *,
    others: Iterable[Meeting],
    business_days: calendar.BusinessDays,
    now: datetime,
) -> Preview:
    """What moving `meeting` to `on` would change. `start` is a wall time in the council's zone (None: the council's
    own); `others` are its meetings, whatever their state, this one among them or not; `business_days` are those around
    the meeting.

    Raises NotMovable, NothingToMove, and what `place` does.
    """
    if meeting.state not in meetings.NOT_STARTED:
        raise NotMovable(meeting)
    others = [other for other in others if other.id != meeting.id]
    to = place(council, on, start, within=may_move_to(meeting), others=others, business_days=business_days, now=now)
    after = move(meeting, to, now)
    return Preview(
        before=meeting,
        after=after,
        agenda_was_at=meetings.agenda_goes_at(meeting, now),
        agenda_at=meetings.agenda_goes_at(after, now),
        left_bd=left_bd(council, after, business_days, now=now),
        reopens_reports=meeting.reports_due_at < now <= after.reports_due_at,
        overlaps=overlaps(after, others),
    )


def place(
    council: Council,
    on: date,
    start: time | None,
    *,
    within: Bounds,
    others: Iterable[Meeting],
    business_days: calendar.BusinessDays,
    now: datetime,
) -> calendar.Windows:
    """The dates that follow from the council meeting on `on` at `start`, moved there or added by hand.

    Raises TooFarAway, OutsideHours, InThePast, NotAWorkingDay, and Clash where one of `others` that is not cancelled
    is on that civil date, or goes on at that time.
    """
    if not within.covers(on):
        raise TooFarAway(within)
    start = council.start_time if start is None else start
    if not departments.EARLIEST_START <= start <= departments.LATEST_START:
        raise OutsideHours(start)
    starts_at = calendar.wall_time(on, start, council.zone)
    if starts_at <= now:
        raise InThePast(starts_at)
    standing = [other for other in others if other.state is not State.CANCELLED]
    why = business_days.why_not(on)
    if why is not None:
        free = business_days.without(other.on for other in standing)
        today = calendar.local_date(now, council.zone)
        choices = (free.on_or_before(on), free.on_or_after(on))
        earlier, later = (day if day > today and within.covers(day) else None for day in choices)
        raise NotAWorkingDay(on, why, earlier, later)
    windows = meetings.windows(council, on, business_days, start=start)
    for other in standing:
        if other.on == on or (windows.starts_at < other.ends_at and other.starts_at < windows.ends_at):
            raise Clash(other)
    return windows


def move(meeting: Meeting, to: calendar.Windows, now: datetime) -> Meeting:
    """The meeting at another time with every date recomputed; its state, the rule's day and where it was first meant
    to be stay. Whether the council can meet then is `place`'s matter.

    Raises NotMovable, InThePast, NothingToMove.
    """
    if meeting.state not in meetings.NOT_STARTED:
        raise NotMovable(meeting)
    if to.starts_at <= now:
        raise InThePast(to.starts_at)
    if to.starts_at == meeting.starts_at:
        raise NothingToMove
    return _at(meeting, to)


def settle_holiday(meeting: Meeting, to: calendar.Windows) -> Meeting:
    """The holiday question is answered, by the chair or by time: the meeting is meant to be here from the first.

    Raises NotPlanned once its reports are open.
    """
    if meeting.state is not State.PLANNED:
        raise meetings.NotPlanned
    return replace(_at(meeting, to), original_starts_at=to.starts_at)


def overlaps(meeting: Meeting, others: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Those of `others` that are prepared in the same weeks: the one whose reports open first keeps the others from
    opening theirs until it is adjourned (INV-1)."""
    return tuple(
        other
        for other in others
        if other.state in meetings.NOT_STARTED and meeting.opens_at < other.ends_at and other.opens_at < meeting.ends_at
    )


def has_no_reports(meeting: Meeting, beside: Meeting) -> bool:
    """Whether the reports of `meeting` can't open before it begins, as `beside` opens first and ends later (INV-1)."""
    opens_first = beside.state is not State.PLANNED or beside.opens_at <= meeting.opens_at
    return meeting.state is State.PLANNED and opens_first and beside.ends_at > meeting.starts_at


def left_bd(council: Council, meeting: Meeting, business_days: calendar.BusinessDays, *, now: datetime) -> int:
    """How many of the council's working days are left after today up to and including the day reports are due."""
    today = calendar.local_date(now, council.zone)
    return max(0, business_days.between(today, calendar.local_date(meeting.reports_due_at, council.zone)))


def _at(meeting: Meeting, windows: calendar.Windows) -> Meeting:
    return replace(
        meeting,
        on=windows.meeting_on,
        starts_at=windows.starts_at,
        opens_at=windows.opens_at,
        reports_due_at=windows.reports_due_at,
        agenda_at=windows.agenda_at,
        nudge_on=windows.nudge_on,
        holiday_question=False,
    )
