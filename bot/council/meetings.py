"""Meetings: planned -> collecting -> agenda_posted -> closed (model §3.4.1; the session itself comes later)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.council import calendar
from bot.council.departments import Council

PLANNED_AHEAD = 3
LONGEST_QUESTION = 300
GRACE_AFTER_START = timedelta(days=1)


class State(StrEnum):
    """Where a meeting stands: all states of model §3.4.1, some of which nothing leads to yet."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    AGENDA_POSTED = "agenda_posted"
    IN_SESSION = "in_session"
    MINUTES_POSTED = "minutes_posted"
    CLOSED = "closed"
    CANCELLED = "cancelled"


RUNNING = (State.COLLECTING, State.AGENDA_POSTED, State.IN_SESSION)
OVER = (State.MINUTES_POSTED, State.CLOSED, State.CANCELLED)


@dataclass(frozen=True)
class Meeting:
    """One meeting. `on` is its civil date in the council's zone; every `…_at` is a UTC instant."""

    id: int
    council_id: int
    seq: int
    on: date
    starts_at: datetime
    original_starts_at: datetime
    duration_min: int
    opens_at: datetime
    reports_due_at: datetime
    agenda_at: datetime
    nudge_on: date
    state: State
    question: str = ""
    agenda_posted_at: datetime | None = None
    agenda_posted_by: str | None = None
    closed_at: datetime | None = None
    version: int = 1

    @property
    def ends_at(self) -> datetime:
        """When the meeting is meant to end."""
        return self.starts_at + timedelta(minutes=self.duration_min)

    @property
    def closes_at(self) -> datetime:
        """When a meeting that nobody started counts as over: a day after its start (model §3.4.1, *Start meeting*)."""
        return self.starts_at + GRACE_AFTER_START


class NotPlanned(Exception):
    """Reports can only be opened for a meeting that is still planned."""


class AnotherIsRunning(Exception):
    """Another meeting of this council is between opening its reports and its close (INV-1)."""

    def __init__(self, other: Meeting) -> None:
        super().__init__(other.id)
        self.other = other


class NotCollecting(Exception):
    """The agenda can only be posted while a meeting collects reports, or revised once it is posted."""


class QuestionTooLong(Exception):
    """The question is longer than LONGEST_QUESTION characters."""


def windows(council: Council, on: date, business_days: calendar.BusinessDays) -> calendar.Windows:
    """The dates that follow from a meeting on `on`: opening, deadline, agenda, nudges (model §3.6.3)."""
    return calendar.windows(
        on,
        start=council.start_time,
        duration=timedelta(minutes=council.duration_min),
        zone=council.zone,
        business_days=business_days,
        rules=council.rules,
    )


def following(ahead: list[Meeting], meeting: Meeting) -> Meeting | None:
    """The first planned meeting after `meeting`; `ahead` is soonest first."""
    later = (other for other in ahead if other.state is State.PLANNED and other.starts_at > meeting.starts_at)
    return next(later, None)


def open_reports(meeting: Meeting, running: list[Meeting]) -> Meeting:
    """planned -> collecting; raises NotPlanned, or AnotherIsRunning (INV-1) where `running` holds another meeting."""
    if meeting.state is not State.PLANNED:
        raise NotPlanned
    if running:
        raise AnotherIsRunning(running[0])
    return replace(meeting, state=State.COLLECTING)


def post_agenda(meeting: Meeting, *, question: str, by: str, now: datetime) -> Meeting:
    """collecting -> agenda_posted, or a new question once it is posted. An empty question says there is none this time.

    Raises NotCollecting, QuestionTooLong.
    """
    if meeting.state not in (State.COLLECTING, State.AGENDA_POSTED):
        raise NotCollecting
    if len(question) > LONGEST_QUESTION:
        raise QuestionTooLong
    if meeting.state is State.AGENDA_POSTED:
        return replace(meeting, question=question)
    return replace(meeting, state=State.AGENDA_POSTED, question=question, agenda_posted_at=now, agenda_posted_by=by)


def close(meeting: Meeting, now: datetime) -> Meeting:
    """Anything running -> closed: its reports lock."""
    return replace(meeting, state=State.CLOSED, closed_at=now)
