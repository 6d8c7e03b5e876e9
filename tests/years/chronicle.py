"""What happened to the council, as plain facts: all that the reference is told. Instants are UTC, zones IANA names."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

What = Literal["drafted", "sent", "nothing", "something", "excused", "expected"]


@dataclass(frozen=True)
class Department:
    """Who is asked for what it owes, and where. `lead` and `deputy` are Slack ids, `channel` a channel's."""

    name: str
    channel: str
    tz: str
    lead: str
    deputy: str | None = None


@dataclass(frozen=True)
class Agreed:
    """An action is open from now on; `label` is its name ("A-12"), `due_on` the date the bot made of the words."""

    at: datetime
    label: str
    department: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Finished:
    """An action is done."""

    at: datetime
    label: str


@dataclass(frozen=True)
class AccountClosed:
    """Somebody left; `AccountOpened`: and is back."""

    at: datetime
    person: str


@dataclass(frozen=True)
class AccountOpened:
    """Somebody who left is back."""

    at: datetime
    person: str


@dataclass(frozen=True)
class PersonMoved:
    """Somebody lives in another zone from now on."""

    at: datetime
    person: str
    tz: str


@dataclass(frozen=True)
class WentAway:
    """Somebody will be away on these days of the council's, both included; `stand_in` acts for them, if anybody."""

    at: datetime
    person: str
    from_on: date
    until_on: date
    stand_in: str | None


@dataclass(frozen=True)
class DepartmentStands:
    """A department was added, or is so from now on."""

    at: datetime
    department: Department


@dataclass(frozen=True)
class DepartmentClosed:
    """A department is no more; `heir` has what it owned."""

    at: datetime
    name: str
    heir: str


@dataclass(frozen=True)
class DayOff:
    """The council has one more day off."""

    at: datetime
    on: date


@dataclass(frozen=True)
class MeetingMoved:
    """The meeting of `month` (its first day) is on another day, at another time of the council's."""

    at: datetime
    month: date
    on: date
    start: time


@dataclass(frozen=True)
class MeetingCancelled:
    """The meeting of `month` (its first day) is not held."""

    at: datetime
    month: date


@dataclass(frozen=True)
class ReportsOpened:
    """These departments (by name) report for the meeting of `month` (its first day) from now on."""

    at: datetime
    month: date
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Reported:
    """Something became of a department's report for the meeting of `month` (its first day): a draft was saved, it was
    sent, there is nothing to report, the department is excused, either of the last two was taken back."""

    at: datetime
    month: date
    department: str
    what: What


Happening = (
    Agreed
    | Finished
    | AccountClosed
    | AccountOpened
    | PersonMoved
    | WentAway
    | DepartmentStands
    | DepartmentClosed
    | DayOff
    | MeetingMoved
    | MeetingCancelled
    | ReportsOpened
    | Reported
)


@dataclass(frozen=True)
class Outage:
    """From `begins_at` until `ends_at` nothing runs ("down"), or only nothing can be sent ("mute")."""

    kind: Literal["down", "mute"]
    begins_at: datetime
    ends_at: datetime

    def covers(self, at: datetime) -> bool:
        return self.begins_at <= at < self.ends_at


@dataclass
class Chronicle:
    """Everything, from the day the council was founded. `zones` are those of the people on that day, by Slack id."""

    founded_at: datetime
    ends_at: datetime
    departments: tuple[Department, ...]
    zones: dict[str, str]
    outages: tuple[Outage, ...] = ()
    happenings: list[Happening] = field(default_factory=list)

    def zone_of(self, recipient: str, at: datetime) -> str:
        """Where a channel or a person reads what comes at an instant."""
        zone = next((one.tz for one in self.departments if one.channel == recipient), self.zones.get(recipient))
        for happening in self.happenings:
            if happening.at > at:
                continue
            if isinstance(happening, PersonMoved) and happening.person == recipient:
                zone = happening.tz
            if isinstance(happening, DepartmentStands) and happening.department.channel == recipient:
                zone = happening.department.tz
        assert zone is not None, f"{recipient} is nowhere"
        return zone


@dataclass(frozen=True, order=True)
class Part:
    """What one message says: `rung` is the rung's name, `about` an action ("A-12"), one department before a meeting, by
    the day on which that is when it is said ("2027-03-01 Sales"), or the department whose report is asked for."""

    rung: str
    about: str


@dataclass(frozen=True, order=True)
class Digest:
    """The one message of a day, to a channel or a person, its parts in order. `on` is the date where it is read.

    `asked` is every action that it asks about, in order, by label, to a person with its department ("Sales A-12"):
    those that a part is about, and before a meeting whatever the department has open. `at` is when it went (UTC); two
    are the same whatever it says.
    """

    on: date
    recipient: str
    parts: tuple[Part, ...]
    asked: tuple[str, ...]
    at: datetime = field(compare=False)

    def __str__(self) -> str:
        said = ", ".join(f"{part.rung} {part.about}" for part in self.parts)
        return f"{self.on} {self.recipient}: {said}"
