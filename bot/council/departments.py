"""Councils, their departments and who stands where in them (model §3.1, §3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.council import calendar

LONGEST_COUNCIL_NAME = 80
LONGEST_DEPARTMENT_NAME = 40
LONGEST_ROLE_STATEMENT = 300
LONGEST_GOAL = 300
EARLIEST_START = time(7)
LATEST_START = time(19)


@dataclass(frozen=True)
class Council:
    """One council of one workspace. Instants derive from `start_time`, a wall time in `tz` (IANA)."""

    id: int
    workspace_id: int
    name: str
    tz: str
    channel: str
    chair: str
    secretary: str | None
    recurrence: calendar.Recurrence
    start_time: time
    duration_min: int
    holiday_country: str
    holiday_subdivision: str | None
    date_order: Literal["DMY", "MDY"]
    goal: str
    own_holidays: Mapping[date, str] = field(default_factory=dict)
    rules: calendar.WindowRules = field(default_factory=calendar.WindowRules)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the council's wall times and business days are meant."""
        return ZoneInfo(self.tz)


@dataclass(frozen=True)
class Department:
    """The accountable unit: reports once a month and owns actions. `tz` is its channel's zone."""

    id: int
    council_id: int
    name: str
    channel: str
    tz: str
    lead: str
    deputy: str | None
    contributors: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    role_statement: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the department's channel."""
        return ZoneInfo(self.tz)

    @property
    def spokespeople(self) -> tuple[str, ...]:
        """Who may report for the department: the lead, then the deputy where there is one."""
        return (self.lead,) if self.deputy is None else (self.lead, self.deputy)

    @property
    def people(self) -> frozenset[str]:
        """Everyone who belongs to the department in any role."""
        return frozenset(self.spokespeople) | self.contributors | self.members


class InvalidRoster(ValueError):
    """The council as described breaks a rule; `field` names which part, `why` states the fact."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def check_council(*, name: str, start_time: time, duration_min: int, goal: str) -> None:
    """Raise InvalidRoster unless the council's own facts are within the ranges of model §3.3 and §3.6.1."""
    if not 1 <= len(name) <= LONGEST_COUNCIL_NAME:
        raise InvalidRoster("name", f"a name has 1 to {LONGEST_COUNCIL_NAME} characters")
    if not EARLIEST_START <= start_time <= LATEST_START:
        raise InvalidRoster("start_time", "choose a start between 07:00 and 19:00")
    if not 15 <= duration_min <= 240:
        raise InvalidRoster("duration_min", "a meeting lasts 15 to 240 minutes")
    if len(goal) > LONGEST_GOAL:
        raise InvalidRoster("goal", f"a goal has at most {LONGEST_GOAL} characters")


def check_department(name: str, *, role_statement: str, taken: frozenset[str]) -> None:
    """Raise InvalidRoster unless the department's facts are in range and its name is not in `taken` (case-folded)."""
    if not 1 <= len(name) <= LONGEST_DEPARTMENT_NAME:
        raise InvalidRoster("department", f"a name has 1 to {LONGEST_DEPARTMENT_NAME} characters")
    if name.casefold() in taken:
        raise InvalidRoster("department", f"{name} is there twice")
    if len(role_statement) > LONGEST_ROLE_STATEMENT:
        raise InvalidRoster("role_statement", f"at most {LONGEST_ROLE_STATEMENT} characters")


def check_channel(name: str, channel: str, *, taken: frozenset[str]) -> None:
    """Raise InvalidRoster where another department has the channel: one in common would get two digests a day (INV-11).

    `taken` are channel ids.
    """
    if channel in taken:
        raise InvalidRoster("channel", f"{name} needs a channel of its own")


def check_chair(chair: str, departments: Mapping[str, frozenset[str]]) -> None:
    """Raise InvalidRoster where the chair belongs to a reporting department (INV-3); `departments`: name -> people."""
    for name, people in departments.items():
        if chair in people:
            raise InvalidRoster("chair", f"the chair belongs to {name} and should be outside the departments")


def of_person(departments: list[Department], slack_id: str) -> list[Department]:
    """The departments `slack_id` belongs to in any role, in the order given."""
    return [department for department in departments if slack_id in department.people]


def spoken_for_by(departments: list[Department], slack_id: str) -> list[Department]:
    """The departments `slack_id` may report for, in the order given."""
    return [department for department in departments if slack_id in department.spokespeople]


def zone(tz: str) -> ZoneInfo:
    """The zone with that IANA name; raises InvalidRoster where there is none."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" alone is a directory
        raise InvalidRoster("tz", f"{tz} is no time zone") from None
