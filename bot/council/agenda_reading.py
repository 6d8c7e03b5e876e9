"""Agendas of earlier meetings: which there are, which is asked for, and how actions stood when each was met for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.council import actions, meetings, report_wanted
from bot.council.agendas import Agenda
from bot.council.departments import Council
from bot.council.report_wanted import Month

PAGE = 12
LAST = "last"


@dataclass(frozen=True)
class Reading:
    """An agenda as one reader may see it, without what stays among the council's members where they are none.

    `as_of` is when the meeting began, or was to, or was cancelled (UTC): the actions in it are as they stood then. It
    is None for a meeting that is not over, whose agenda is as it stands."""

    agenda: Agenda
    as_of: datetime | None = None


@dataclass(frozen=True)
class Past:
    """One page of the council's meetings that have an agenda, the newest first; `page` counts from 0."""

    council: Council
    meetings: tuple[meetings.Meeting, ...]
    page: int
    pages: int
    total: int


class NotAMonth(Exception):
    """No month is called `asked`."""

    def __init__(self, asked: str) -> None:
        super().__init__()
        self.asked = asked


class NoAgendaThen(Exception):
    """There is no agenda of that `month` (None: none at all so far); `latest` are the last meetings that have one,
    newest first."""

    def __init__(self, month: Month | None, latest: tuple[meetings.Meeting, ...]) -> None:
        super().__init__()
        self.month = month
        self.latest = latest


def is_past(meeting: meetings.Meeting) -> bool:
    """Whether its agenda no longer changes with what the council does."""
    return meeting.is_adjourned or meeting.state in meetings.OVER


def readable(all_meetings: Iterable[meetings.Meeting]) -> list[meetings.Meeting]:
    """Those that have an agenda, in the order given: all that have opened their reports, and the cancelled ones."""
    return [meeting for meeting in all_meetings if meeting.state is not meetings.State.PLANNED]


def wanted(words: str, candidates: Sequence[meetings.Meeting]) -> meetings.Meeting:
    """The meeting that `words` ask for ("january", "2027-01", "jan 2027", or "last": the last one that is over), of
    those that are readable, soonest first. One that was cancelled is meant only where there is no other.

    Raises NotAMonth, NoAgendaThen.
    """
    month = None if words == LAST else report_wanted.month_called(words.split())
    found: meetings.Meeting | None
    if month is not None:
        found = report_wanted.of_month(candidates, month)
    elif words == LAST:
        over = [meeting for meeting in candidates if is_past(meeting)]
        held = [meeting for meeting in over if meeting.state is not meetings.State.CANCELLED]
        found = next(iter(reversed(held or over)), None)
    else:
        raise NotAMonth(words)
    if found is None:
        raise NoAgendaThen(month, tuple(reversed(candidates[-PAGE // 2 :])))
    return found


def began_at(meeting: meetings.Meeting) -> datetime:
    """When a meeting that is over began, or was to, or was cancelled (UTC)."""
    if meeting.state is meetings.State.CANCELLED and meeting.closed_at is not None:
        return meeting.closed_at
    return meeting.started_at or meeting.starts_at


def ended_at(meeting: meetings.Meeting) -> datetime:
    """Until when what was agreed counts as agreed in a meeting that is over (UTC)."""
    return meeting.minutes_posted_at or meeting.closed_at or meeting.adjourned_at or meeting.ends_at


def confirmed_before(all_meetings: Iterable[meetings.Meeting], at: datetime) -> datetime | None:
    """Actions done before this instant had been confirmed and closed by `at` (both UTC): it is when the last of the
    meetings began that were held and had closed by then. None where none had."""
    began = [
        meeting.started_at or meeting.starts_at
        for meeting in all_meetings
        if meeting.held and meeting.closed_at is not None and meeting.closed_at <= at
    ]
    return max(began, default=None)


def as_stood(action: actions.Action, at: datetime, *, confirmed: datetime | None) -> actions.Action | None:
    """The action as it stood at an instant (UTC): proposed, agreed, or done; None where it wasn't there yet, or was
    closed already, as all those were that were done before `confirmed`.

    Its words, its owner and its due date are not kept as of then and are today's.
    """
    if action.created_at > at or action.state in (actions.State.MERGED, actions.State.DROPPED):
        return None
    if action.agreed_at is None or action.agreed_at > at:
        return _undone(replace(action, agreed_by=None, agreed_at=None), actions.State.PROPOSED)
    if action.done_at is None or action.done_at > at:
        return _undone(action, action.state if action.state in actions.UNFINISHED else actions.State.OPEN)
    if confirmed is not None and action.done_at < confirmed:
        return None
    return replace(action, state=actions.State.DONE)


def _undone(action: actions.Action, state: actions.State) -> actions.Action:
    return replace(action, state=state, done_by=None, done_at=None, evidence="")
