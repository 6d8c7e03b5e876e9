"""Meetings on other days than they were meant for: where they may go, and all that changes when they do (§3.6.5)."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.council import calendar, departments, meetings
from bot.council.departments import Council
from bot.council.meetings import Meeting, State

FEWEST_LEFT_BD = 2


@dataclass(frozen=True)
class Bounds:
    """The civil dates between which a meeting may move, both included: its own month and the next."""

    first_on: date
    last_on: date


@dataclass(frozen=True)
class Preview:
    """What a move would change: the meeting as it stands and as it would stand, window by window.

    `left_bd` is how many working days are left after today to the new deadline, its own day counted: 0 where it is
    today or has passed. `overlaps` are other meetings being prepared in the same weeks: the one whose reports open
    first keeps the others from opening theirs until it is adjourned (INV-1).
    """

    before: Meeting
    after: Meeting
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
    """The chosen day is off: `why` ("Good Friday", "a Sunday"); the nearest working days are `earlier` and `later`."""

    def __init__(self, on: date, why: str, earlier: date, later: date) -> None:
        super().__init__(on, why)
        self.on = on
        self.why = why
        self.earlier = earlier
        self.later = later


class TooFarAway(Exception):
    """A meeting moves within its own month and the next; `bounds` are the first and the last day of those."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.bounds = bounds


class Clash(Exception):
    """The council has another meeting on that day."""

    def __init__(self, other: Meeting) -> None:
        super().__init__(other.id)
        self.other = other


def may_move_to(meeting: Meeting) -> Bounds:
    """The month of the rule's day (or of the date it was added on) and the one after it (model §3.4.1)."""
    first_on = meeting.first_on.replace(day=1)
    year, month = (first_on.year, first_on.month + 1) if first_on.month < 12 else (first_on.year + 1, 1)
    return Bounds(first_on, date(year, month, months.monthrange(year, month)[1]))


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
    own); `others` are its other meetings, whatever their state.

    Raises NotMovable, OutsideHours, NotAWorkingDay, TooFarAway, InThePast, NothingToMove, Clash.
    """
    others = list(others)
    if meeting.state not in meetings.NOT_STARTED:
        raise NotMovable(meeting)
    bounds = may_move_to(meeting)
    if not bounds.first_on <= on <= bounds.last_on:
        raise TooFarAway(bounds)
    check(council, on, start, others=[other for other in others if other.id != meeting.id], business_days=business_days)
    after = move(meeting, meetings.windows(council, on, business_days, start=start), now)
    return Preview(
        before=meeting,
        after=after,
        left_bd=left_bd(council, after, business_days, now=now),
        reopens_reports=meeting.reports_due_at < now < after.reports_due_at,
        overlaps=tuple(other for other in others if other.id != meeting.id and _overlap(after, other)),
    )


def check(
    council: Council,
    on: date,
    start: time | None,
    *,
    others: Iterable[Meeting],
    business_days: calendar.BusinessDays,
) -> None:
    """Whether the council can meet on `on` at `start`, also for the first time (a meeting added by hand).

    Raises OutsideHours, NotAWorkingDay, Clash with one of `others` on that civil date that is not cancelled.
    """
    if start is not None and not departments.EARLIEST_START <= start <= departments.LATEST_START:
        raise OutsideHours(start)
    why = business_days.why_not(on)
    if why is not None:
        raise NotAWorkingDay(on, why, business_days.on_or_before(on), business_days.on_or_after(on))
    for other in others:
        if other.on == on and other.state is not State.CANCELLED:
            raise Clash(other)


def move(meeting: Meeting, to: calendar.Windows, now: datetime) -> Meeting:
    """The meeting at another time with every date recomputed; its state, the rule's day and where it was first meant
    to be stay. Whether the council can meet then is `preview`'s matter.

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


def _overlap(one: Meeting, other: Meeting) -> bool:
    return other.state in meetings.NOT_STARTED and one.opens_at < other.ends_at and other.opens_at < one.ends_at
