"""Councils, their departments and who stands where in them (model §3.1, §3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.council import calendar
from bot.council.agenda_plans import USUAL, Plan
from bot.council.charters import LONGEST_GOAL, FocusArea
from bot.council.people import Absence, Person

LONGEST_COUNCIL_NAME = 80
LONGEST_DEPARTMENT_NAME = 40
LONGEST_ROLE_STATEMENT = 300
EARLIEST_START = time(7)
LATEST_START = time(19)


HolidayPolicy = Literal["ask", "earlier", "later"]


@dataclass(frozen=True)
class ChairOverride:
    """The chair belongs to a department for a while after all (INV-3): why, and until which day, that one included."""

    reason: str
    until_on: date


@dataclass(frozen=True)
class Council:
    """One council of one workspace. Instants derive from `start_time`, a wall time in `tz` (IANA).

    `holiday_policy` says where a meeting goes whose rule lands on a day off, `chair_gone` that the chair's account is
    closed; `agenda` are the items of its agendas. `version` counts the council's changes.
    """

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
    vice_chair: str | None = None
    holiday_policy: HolidayPolicy = "ask"
    focus_areas: tuple[FocusArea, ...] = ()
    charter_version: int = 1
    chair_override: ChairOverride | None = None
    chair_absences: tuple[Absence, ...] = ()
    chair_gone: bool = False
    agenda: Plan = USUAL
    version: int = 1

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the council's wall times and business days are meant."""
        return ZoneInfo(self.tz)

    def presiding(self, on: date) -> tuple[str, ...]:
        """Who has the chair's rights on a civil date of the council's: the chair, and who stands in for them then.

        In place of a chair whose account is closed, the vice-chair; nobody where there is none.
        """
        acting = next((away.stand_in for away in self.chair_absences if away.covers(on)), None)
        if self.chair_gone:
            acting = acting or self.vice_chair
            return () if acting is None else (acting,)
        return (self.chair,) if acting is None else (self.chair, acting)

    def acting(self, on: date) -> str | None:
        """Who acts as chair on a civil date of the council's, and is the one to be asked: of those presiding, whoever
        stands in where somebody does; None where nobody presides."""
        presiding = self.presiding(on)
        return presiding[-1] if presiding else None


@dataclass(frozen=True)
class Department:
    """The accountable unit: reports once a month and owns actions. `tz` is its channel's zone.

    `absences` are those of its people, `gone` its people whose accounts are closed; they keep their roles until
    somebody else has them. `downstream` are ids of the departments that customers come to next. `version` counts the
    changes of department and people together.
    """

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
    absences: tuple[Absence, ...] = ()
    gone: frozenset[str] = frozenset()
    active_to: date | None = None
    downstream: tuple[int, ...] = ()
    version: int = 1

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the department's channel."""
        return ZoneInfo(self.tz)

    @property
    def spokespeople(self) -> tuple[str, ...]:
        """Who may report for the department: the lead, then the deputy where there is one; nobody once it is closed."""
        return tuple(slack_id for slack_id in (self.lead, self.deputy) if slack_id)

    def absence_of(self, slack_id: str, on: date) -> Absence | None:
        """Their absence, where they are away on that civil date of the council's."""
        return next((away for away in self.absences if away.slack_id == slack_id and away.covers(on)), None)

    def speakers(self, on: date) -> tuple[str, ...]:
        """Whom to address for the department that day: lead and deputy, without those who are away or gone, and whoever
        stands in for them; nobody where nobody is left (then the chair answers for it, model §3.10)."""
        there: dict[str, None] = {}
        for slack_id in self.spokespeople:
            away = self.absence_of(slack_id, on)
            speaks = slack_id if away is None else away.stand_in
            if speaks is not None and speaks not in self.gone and self.absence_of(speaks, on) is None:
                there[speaks] = None
        return tuple(there)

    def may_report(self, slack_id: str, on: date) -> bool:
        """Whether they may report for the department that day: lead, deputy, or who stands in for one of the two."""
        stand_ins = {away.stand_in for person in self.spokespeople if (away := self.absence_of(person, on)) is not None}
        return slack_id in self.spokespeople or slack_id in stand_ins

    def may_draft(self, slack_id: str, on: date) -> bool:
        """Whether they may write on the department's report that day: who may report, and the contributors."""
        return slack_id in self.contributors or self.may_report(slack_id, on)

    @property
    def people(self) -> frozenset[str]:
        """Everyone who belongs to the department in any role."""
        return frozenset(self.spokespeople) | self.contributors | self.members


@dataclass(frozen=True)
class Tenure:
    """Somebody's time in a role: from `from_on` until `to_on` (dates of the council's), or still. The council's own
    roles (chair, vice_chair, secretary) have no department."""

    slack_id: str
    role: str
    department_id: int | None
    from_on: date
    to_on: date | None


class InvalidRoster(ValueError):
    """The council as described breaks a rule; `field` names which part, `why` states the fact."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def check_council(*, name: str, start_time: time, duration_min: int, goal: str) -> None:
    """Raise InvalidRoster unless the council's own facts are within the ranges of model §3.3 and §3.6.1."""
    check_name(name)
    if not EARLIEST_START <= start_time <= LATEST_START:
        raise InvalidRoster("start_time", "choose a start between 07:00 and 19:00")
    if not 15 <= duration_min <= 240:
        raise InvalidRoster("duration_min", "a meeting lasts 15 to 240 minutes")
    if len(goal) > LONGEST_GOAL:
        raise InvalidRoster("goal", f"a goal has at most {LONGEST_GOAL} characters")


def check_name(name: str) -> None:
    """Raise InvalidRoster unless it can be a council's name (model §3.3)."""
    if not 1 <= len(name) <= LONGEST_COUNCIL_NAME:
        raise InvalidRoster("name", f"a name has 1 to {LONGEST_COUNCIL_NAME} characters")


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


class ChairInDepartment(InvalidRoster):
    """The chair belongs to a reporting department (INV-3), and no override with a reason and an end date says so."""

    def __init__(self, slack_id: str, department: str, *, leads: bool) -> None:
        super().__init__("chair", f"the chair belongs to {department} and should be outside the departments")
        self.slack_id = slack_id
        self.department = department
        self.leads = leads


def check_chair(
    chair: str,
    departments: Mapping[str, frozenset[str]],
    *,
    leads: Mapping[str, str] = MappingProxyType({}),
    override: ChairOverride | None = None,
    today: date | None = None,
) -> None:
    """Raise ChairInDepartment unless the chair is outside the departments or `override` holds today (INV-3).

    `departments`: name -> people; `leads`: name -> lead; `today` is a civil date of the council's.
    """
    if override is not None and (today is None or today <= override.until_on):
        return
    for name, people in departments.items():
        if chair in people:
            raise ChairInDepartment(chair, name, leads=leads.get(name) == chair)


def of_person(departments: list[Department], slack_id: str) -> list[Department]:
    """The departments `slack_id` belongs to in any role, in the order given."""
    return [department for department in departments if slack_id in department.people]


def spoken_for_by(departments: list[Department], slack_id: str, on: date) -> list[Department]:
    """The departments `slack_id` may report for on a civil date of the council's, in the order given."""
    return [department for department in departments if department.may_report(slack_id, on)]


def written_by(departments: list[Department], slack_id: str, on: date) -> list[Department]:
    """The departments on whose report `slack_id` may write on a civil date of the council's, in the order given."""
    return [department for department in departments if department.may_draft(slack_id, on)]


def zone(tz: str) -> ZoneInfo:
    """The zone with that IANA name; raises InvalidRoster where there is none."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" alone is a directory
        raise InvalidRoster("tz", f"{tz} is no time zone") from None


def zone_of_reader(reader: Person | None, otherwise: ZoneInfo) -> ZoneInfo:
    """Somebody's zone; `otherwise` where theirs is not known, or Slack names one that this machine's tables lack."""
    try:
        return otherwise if reader is None else zone(reader.tz)
    except InvalidRoster:
        return otherwise
