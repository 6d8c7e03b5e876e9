"""The calendar as somebody sees it: the meetings ahead, and what a change of one would mean for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.council import calendar, meetings
from bot.council.departments import Council, Department
from bot.council.meeting_moves import Preview
from bot.council.meetings import Meeting
from bot.council.people import Person

SHOWN_AHEAD = 6


@dataclass(frozen=True)
class Ahead:
    """One of the next meetings. `foreseen` ones follow from the rule and are not planned yet (their id is 0); `clash`
    is the day off about which the chair has yet to choose."""

    meeting: Meeting
    foreseen: bool = False
    clash: calendar.HolidayClash | None = None

    @property
    def was_moved(self) -> bool:
        """Whether it is at another time than it was first meant for."""
        return self.meeting.starts_at != self.meeting.original_starts_at


@dataclass(frozen=True)
class Outlook:
    """The next SHOWN_AHEAD meetings, soonest first, and those ahead that were cancelled. `may_move` and `may_arrange`
    say what its reader may change."""

    council: Council
    ahead: tuple[Ahead, ...]
    cancelled: tuple[Meeting, ...]
    reader: Person | None
    may_move: bool
    may_arrange: bool


@dataclass(frozen=True)
class LocalTime:
    """What the clocks of some people show when a meeting starts, without a zone, and whose clocks those are."""

    local: datetime
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Consequences:
    """What a move would change and for whom: `told` is where it is heard of: channels, and people in place
    of one (Slack ids)."""

    council: Council
    preview: Preview
    clocks: tuple[LocalTime, ...]
    told: tuple[str, ...]
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """One move of a meeting, counted from 1, between two instants in UTC; `by` is a Slack id."""

    number: int
    from_starts_at: datetime
    to_starts_at: datetime
    reason: str
    by: str


@dataclass(frozen=True)
class Subject:
    """A meeting that somebody moves, cancels or adds, as it stands; `told` is where a date of it stands, or comes to
    stand: channels, and people in place of one (Slack ids); `reports_in` is how many departments have reported."""

    council: Council
    meeting: Meeting
    told: tuple[str, ...]
    reports_in: int = 0
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """A meeting that was moved: where it is now, and from which instant (UTC)."""

    council: Council
    meeting: Meeting
    from_starts_at: datetime
    told: tuple[str, ...]
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleChange:
    """Another calendar for a council: the council `before` and `after`, the planned meetings that `follow` it (each as
    it was and as it will be), those that `stay` where they are, dated in the new calendar's zone, and what
    comes `ahead` then; `told` is where it is heard of (Slack ids)."""

    before: Council
    after: Council
    follow: tuple[tuple[Meeting, Meeting], ...]
    stay: tuple[Meeting, ...]
    ahead: tuple[Ahead, ...]
    people: Mapping[str, Person] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def local_times(
    starts_at: datetime, council: Council, departments: Iterable[Department], people: Mapping[str, Person]
) -> tuple[LocalTime, ...]:
    """What everybody's clock shows then, those of the council's table and of who speaks for a department first: the
    council's own time, then the others, earliest first."""
    named: dict[str, None] = dict.fromkeys(filter(None, (council.chair, council.vice_chair, council.secretary)))
    everyone = list(departments)
    for department in everyone:
        named |= dict.fromkeys(department.spokespeople)
    for department in everyone:
        named |= dict.fromkeys(sorted(department.people))
    shown: dict[datetime, list[Person]] = {}
    for slack_id in named:
        person = people.get(slack_id)
        if person is not None and person.active:
            local = starts_at.astimezone(ZoneInfo(person.tz)).replace(tzinfo=None)
            shown.setdefault(local, []).append(person)
    own = starts_at.astimezone(council.zone).replace(tzinfo=None)
    return tuple(LocalTime(local, tuple(shown[local])) for local in sorted(shown, key=lambda at: (at != own, at)))


def is_ahead(meeting: Meeting) -> bool:
    """Whether it is still to come or goes on."""
    return meeting.state in meetings.NOT_STARTED or meeting.blocks_next
