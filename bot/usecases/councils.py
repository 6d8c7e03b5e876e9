"""Setting a council up, and finding the one that serves whoever is at the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from sqlalchemy.orm import Session

from bot import public_holidays
from bot.council import calendar, departments
from bot.council.charters import Charter, FocusArea
from bot.council.departments import ChairOverride, Council, Department, HolidayPolicy
from bot.council.people import Person
from bot.store import charters as kept_charters
from bot.store import councils, events, people
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, meetings


@dataclass(frozen=True)
class DepartmentPlan:
    """A department as set-up describes it; people by Slack id, `channel` a channel id, `tz` IANA."""

    name: str
    channel: str
    tz: str
    lead: str
    deputy: str | None = None
    contributors: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    role_statement: str = ""


@dataclass(frozen=True)
class Plan:
    """A council as set-up describes it. `start_time` is a wall time in `tz` (IANA); `people` is everybody named."""

    team_id: str
    team_name: str
    name: str
    tz: str
    channel: str
    chair: str
    recurrence: calendar.Recurrence
    start_time: time
    departments: tuple[DepartmentPlan, ...]
    people: tuple[Person, ...]
    secretary: str | None = None
    duration_min: int = 90
    holiday_country: str = "GB"
    holiday_subdivision: str | None = None
    own_holidays: Mapping[date, str] = field(default_factory=dict)
    date_order: Literal["DMY", "MDY"] = "DMY"
    goal: str = ""
    rules: calendar.WindowRules = field(default_factory=calendar.WindowRules)
    vice_chair: str | None = None
    holiday_policy: HolidayPolicy = "ask"
    focus_areas: tuple[FocusArea, ...] = ()
    chair_override: ChairOverride | None = None


class NoCouncil(Exception):
    """No council is set up in this workspace."""


class AnotherIsSetUp(Exception):
    """The workspace has its council already: `council` (one is served for now)."""

    def __init__(self, council: Council) -> None:
        super().__init__(council.id)
        self.council = council


def establish(database: Database, plan: Plan, *, by: str, now: datetime) -> Council:
    """Set the council up and plan its next meetings; a council of that name that stands already is left as it is.

    Raises InvalidRoster where the plan breaks a rule (model §3.5, INV-3; §3.6.1), AnotherIsSetUp.
    """
    _check(plan, now=now)
    with database.write() as session:
        workspace = people.ensure_workspace(session, team_id=plan.team_id, name=plan.team_name, now=now)
        people.hold_workspace(session, workspace)
        people.remember(session, workspace, plan.people, now=now)
        standing = councils.find_serving(session, plan.team_id)
        if standing is not None and standing.name == plan.name:
            return standing
        if standing is not None:
            raise AnotherIsSetUp(standing)
        return found(session, workspace, plan, by=by, now=now)


def found(session: Session, workspace: int, plan: Plan, *, by: str, now: datetime) -> Council:
    """Keep the council and plan its next meetings; whoever calls holds the workspace and has seen that there is none.

    The plan is not checked against rules or people here.
    """
    council = _add(session, workspace, plan, by=by, now=now)
    meetings.top_up(session, council, now=now, founding=True)
    events.record(
        session,
        council,
        actor=by,
        verb="established",
        object_kind="council",
        object_id=council.id,
        after={
            "name": council.name,
            "chair": council.chair,
            "departments": [department.name for department in plan.departments],
            "charter_version": council.charter_version,
            "meetings_on": [meeting.on.isoformat() for meeting in kept_meetings.list_planned(session, council)],
        },
        now=now,
        via="setup",
    )
    return council


def serving(session: Reader, who: Who) -> Council:
    """The council of the workspace `who` comes from; raises NoCouncil."""
    council = councils.find_serving(session, who.team_id)
    if council is None:
        raise NoCouncil
    return council


def held(session: Session, who: Who) -> Council:
    """The council of whoever is at the door, as it is once nobody else changes it: until this transaction ends.

    Whoever changes something asks here before they look at anything else, also at what `who` may do. Raises NoCouncil.
    """
    return councils.hold(session, serving(session, who))


def require_region(country: str, region: str | None, *, now: datetime) -> None:
    """Raise InvalidRoster where no public holidays are known for the country or its region."""
    try:
        public_holidays.observed(country, region, (now.year,))
    except public_holidays.UnknownRegion:
        named = "/".join(filter(None, (country, region)))
        raise departments.InvalidRoster("holiday_country", f"no calendar is known for {named}") from None


def _check(plan: Plan, *, now: datetime) -> None:
    departments.check_council(
        name=plan.name, start_time=plan.start_time, duration_min=plan.duration_min, goal=plan.goal
    )
    for tz in (plan.tz, *(department.tz for department in plan.departments)):
        departments.zone(tz)
    require_region(plan.holiday_country, plan.holiday_subdivision, now=now)
    taken: set[str] = set()
    channels: set[str] = set()
    for department in plan.departments:
        departments.check_department(department.name, role_statement=department.role_statement, taken=frozenset(taken))
        departments.check_channel(department.name, department.channel, taken=frozenset(channels))
        taken.add(department.name.casefold())
        channels.add(department.channel)
    departments.check_chair(
        plan.chair,
        {d.name: frozenset({d.lead, d.deputy or d.lead}) | d.contributors | d.members for d in plan.departments},
        leads={d.name: d.lead for d in plan.departments},
        override=plan.chair_override,
        today=calendar.local_date(now, departments.zone(plan.tz)),
    )


def _add(session: Session, workspace: int, plan: Plan, *, by: str, now: datetime) -> Council:
    on = calendar.local_date(now, departments.zone(plan.tz))
    council = councils.add(
        session,
        Council(
            id=0,
            workspace_id=workspace,
            name=plan.name,
            tz=plan.tz,
            channel=plan.channel,
            chair=plan.chair,
            secretary=plan.secretary,
            recurrence=plan.recurrence,
            start_time=plan.start_time,
            duration_min=plan.duration_min,
            holiday_country=plan.holiday_country,
            holiday_subdivision=plan.holiday_subdivision,
            date_order=plan.date_order,
            goal=plan.goal,
            own_holidays=plan.own_holidays,
            rules=plan.rules,
            vice_chair=plan.vice_chair,
            holiday_policy=plan.holiday_policy,
            focus_areas=plan.focus_areas,
            chair_override=plan.chair_override,
        ),
        by=by,
        on=on,
        now=now,
    )
    parts: dict[int, str] = {}
    for department in plan.departments:
        department_id = councils.add_department(
            session,
            council,
            Department(
                id=0,
                council_id=council.id,
                name=department.name,
                channel=department.channel,
                tz=department.tz,
                lead=department.lead,
                deputy=department.deputy,
                contributors=department.contributors,
                members=department.members,
                role_statement=department.role_statement,
            ),
            on=on,
            now=now,
        )
        parts[department_id] = department.role_statement
    kept_charters.adopt(session, council, Charter(1, plan.goal, plan.focus_areas, parts), by=by, now=now)
    return councils.get(session, council.id)
