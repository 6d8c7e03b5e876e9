"""What a row of the nudge ladder is made of: what it is about, when it comes up, for whom, what keeps it silent.

What a rung is about is one department before one meeting, that department's report for it, or one action.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.council import actions, meetings, nudges, reports
from bot.council.calendar import BusinessDays
from bot.council.departments import Council, Department
from bot.council.people import Person


class About(StrEnum):
    """What a rung is about; what it calls its subjects begins with this."""

    MEETING = "meeting"
    REPORT = "report"
    ACTION = "action"


class Audience(StrEnum):
    """Who is to read a rung; which channel or person that is follows from the roster of the day."""

    CHANNEL = "channel"
    OWNER = "owner"
    LEAD = "lead"
    DEPUTY = "deputy"
    CHAIR = "chair"


@dataclass(frozen=True)
class Occasion:
    """One time that a rung comes up: `on` is a business day of the council's. `name` tells several of one rung and
    subject apart, and stays while the date moves; empty where there is only one. It does not come up before
    `not_before` (UTC), where that is later than the morning of its date."""

    on: date
    name: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class Recipient:
    """Who reads a nudge: a channel's or a person's Slack id, and the zone in which their morning is meant."""

    slack_id: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Preparation:
    """One department before one meeting. Nothing is owed from before `since` (UTC): both were there from then on.
    `anything_open` says whether the department has an unfinished action."""

    council: Council
    department: Department
    meeting: meetings.Meeting
    business_days: BusinessDays
    people: Mapping[str, Person]
    since: datetime
    anything_open: bool
    about = About.MEETING

    @property
    def id(self) -> str:
        """What the ladder calls it."""
        return f"meeting:{self.meeting.id}:{self.department.id}"

    @property
    def key(self) -> str:
        """What it is called in the key of a nudge, as the first release called it."""
        return f"{self.meeting.id}:{self.department.id}"

    @property
    def owner(self) -> str | None:
        """Nobody owns a department's preparation."""
        return None


@dataclass(frozen=True)
class Reporting:
    """One department's report for one meeting, where it `stands`, opened at `opened_at` (UTC): nothing is owed from
    before."""

    council: Council
    department: Department
    meeting: meetings.Meeting
    stands: reports.State
    opened_at: datetime
    business_days: BusinessDays
    people: Mapping[str, Person]
    about = About.REPORT

    @property
    def id(self) -> str:
        """What the ladder calls it."""
        return f"report:{self.meeting.id}:{self.department.id}"

    @property
    def key(self) -> str:
        """What it is called in the key of a nudge."""
        return self.id

    @property
    def since(self) -> datetime:
        """When it was opened (UTC)."""
        return self.opened_at

    @property
    def owner(self) -> str | None:
        """Nobody owns a department's report."""
        return None


@dataclass(frozen=True)
class Task:
    """One agreed action and the department that answers for it."""

    council: Council
    department: Department
    action: actions.Action
    business_days: BusinessDays
    people: Mapping[str, Person]
    about = About.ACTION

    @property
    def id(self) -> str:
        """What the ladder calls it."""
        return f"action:{self.action.id}"

    @property
    def key(self) -> str:
        """What it is called in the key of a nudge."""
        return self.id

    @property
    def since(self) -> datetime:
        """When it was agreed (UTC): nothing is owed from before."""
        assert self.action.agreed_at is not None, "what is proposed is nobody's to be reminded of"
        return self.action.agreed_at

    @property
    def owner(self) -> str | None:
        """Whose it is; None while it needs an owner."""
        return None if actions.needs_owner(self.action, self.people) else self.action.owner


Subject = Preparation | Reporting | Task
S = TypeVar("S", Preparation, Reporting, Task)


def about(subject: str) -> About:
    """What somebody looks at who looks at the subject of that name (its id)."""
    return About(subject.partition(":")[0])


def always(_: object) -> None:
    """No end to its use."""
    return


@dataclass(frozen=True)
class Rung(Generic[S]):
    """A row of the ladder.

    `when` names its occasions, each moved to a business day already: earlier where it is before a date, later where it
    is after. `suppressed` says in a short word why it is not wanted now, or None; `until` from which instant (UTC) on
    it is of no use, or None. `says_late` where it helps its reader to know that it should have come sooner. `asks` is
    what a report is asked for with.
    """

    name: str
    about: About
    audiences: tuple[Audience, ...]
    when: Callable[[S], Iterable[Occasion]]
    suppressed: Callable[[S, datetime], str | None]
    until: Callable[[S], datetime | None] = always
    says_late: bool = False
    asks: nudges.Asks | None = None
