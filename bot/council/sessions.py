"""A meeting's session and its minutes, with what is needed to say where they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.council import actions, meetings
from bot.council.departments import Council
from bot.council.people import Person


@dataclass(frozen=True)
class Session:
    """A meeting as it stands. `closes_at` is when the corrections of its minutes end (UTC), None without minutes;
    `agreed` are the actions agreed in it; `next_meeting` is the first after it that has not started. `presides` holds
    for the person who looks. `after` is who reported, or changed their report, once it was adjourned."""

    council: Council
    meeting: meetings.Meeting
    people: Mapping[str, Person]
    next_meeting: meetings.Meeting | None
    closes_at: datetime | None = None
    agreed: tuple[actions.Action, ...] = ()
    presides: bool = False
    after: tuple["After", ...] = ()

    @property
    def needs_owner(self) -> tuple[actions.Action, ...]:
        """The agreed actions whose owner is gone: minutes may be posted, and name them (model §3.4.1)."""
        return tuple(action for action in self.agreed if action.needs_owner)


@dataclass(frozen=True)
class After:
    """A department (by its name) whose report came after the meeting; `nothing` says that it had nothing to report."""

    department: str
    nothing: bool


@dataclass(frozen=True)
class Answer:
    """What somebody (a Slack id, None where it was the clock) said at a UTC instant became of a meeting."""

    by: str | None
    at: datetime


def agreed_in(meeting: meetings.Meeting, standing: Iterable[actions.Action]) -> tuple[actions.Action, ...]:
    """The actions agreed from the session's start until its minutes were posted, in the order they were numbered."""
    began, ended = meeting.started_at, meeting.minutes_posted_at
    if began is None:
        return ()
    return tuple(
        action
        for action in sorted(standing, key=lambda one: one.number)
        if action.agreed_at is not None and began <= action.agreed_at and (ended is None or action.agreed_at <= ended)
    )
