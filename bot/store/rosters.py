"""How councils and departments are read with the people in them: the statements, and what their rows stand for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, bindparam, select

from bot.council import calendar
from bot.council.agenda_plans import USUAL
from bot.council.charters import FocusArea
from bot.council.departments import ChairOverride, Council, Department, HolidayPolicy
from bot.council.people import Absence
from bot.store import plans, tables

CHAIR, VICE_CHAIR, SECRETARY = "chair", "vice_chair", "secretary"
LEAD, DEPUTY, CONTRIBUTOR, MEMBER = "lead", "deputy", "contributor", "member"

_COUNCIL = tables.Council.__table__
_DEPARTMENT = tables.Department.__table__
_MEMBERSHIP = tables.Membership.__table__
_ABSENCE = tables.Absence.__table__
_PERSON = tables.Person.__table__
_WORKSPACE = tables.Workspace.__table__
# Made once: putting a statement together takes longer than running it.
_HOLDING = (
    _MEMBERSHIP.c.role,
    _MEMBERSHIP.c.slack_id,
    _ABSENCE.c.from_on,
    _ABSENCE.c.until_on,
    _ABSENCE.c.stand_in,
    _PERSON.c.active,
)
_ABSENT = and_(
    _ABSENCE.c.council_id == _MEMBERSHIP.c.council_id,
    _ABSENCE.c.slack_id == _MEMBERSHIP.c.slack_id,
    _ABSENCE.c.ended_at.is_(None),
)
_KNOWN = and_(_PERSON.c.workspace_id == _MEMBERSHIP.c.workspace_id, _PERSON.c.slack_id == _MEMBERSHIP.c.slack_id)
_OF_COUNCIL = and_(
    _MEMBERSHIP.c.council_id == _COUNCIL.c.id, _MEMBERSHIP.c.department_id.is_(None), _MEMBERSHIP.c.to_on.is_(None)
)
_OF_DEPARTMENT = and_(_MEMBERSHIP.c.department_id == _DEPARTMENT.c.id, _MEMBERSHIP.c.to_on.is_(None))

EVERY_COUNCIL: Select[Any] = (
    select(_COUNCIL, *_HOLDING)
    .select_from(_COUNCIL)
    .outerjoin(_MEMBERSHIP, _OF_COUNCIL)
    .outerjoin(_ABSENCE, _ABSENT)
    .outerjoin(_PERSON, _KNOWN)
    .order_by(_COUNCIL.c.id, _MEMBERSHIP.c.id, _ABSENCE.c.from_on)
)
# The council with `council_id`, and those of the workspace with Slack's `team_id`.
COUNCIL = EVERY_COUNCIL.where(_COUNCIL.c.id == bindparam("council_id"))
OF_TEAM = EVERY_COUNCIL.where(
    _COUNCIL.c.workspace_id
    == select(_WORKSPACE.c.id).where(_WORKSPACE.c.team_id == bindparam("team_id")).scalar_subquery()
)
# Of the council with `council_id`, closed ones too.
DEPARTMENTS_EVER: Select[Any] = (
    select(
        _DEPARTMENT.c.id,
        _DEPARTMENT.c.council_id,
        _DEPARTMENT.c.name,
        _DEPARTMENT.c.channel,
        _DEPARTMENT.c.tz,
        _DEPARTMENT.c.role_statement,
        _DEPARTMENT.c.active_to,
        _DEPARTMENT.c.downstream,
        _DEPARTMENT.c.version,
        *_HOLDING,
    )
    .select_from(_DEPARTMENT)
    .outerjoin(_MEMBERSHIP, _OF_DEPARTMENT)
    .outerjoin(_ABSENCE, _ABSENT)
    .outerjoin(_PERSON, _KNOWN)
    .where(_DEPARTMENT.c.council_id == bindparam("council_id"))
    .order_by(_DEPARTMENT.c.id, _MEMBERSHIP.c.id, _ABSENCE.c.from_on)
)
DEPARTMENTS = DEPARTMENTS_EVER.where(_DEPARTMENT.c.active_to.is_(None))


def councils(found: Sequence[Row[Any]]) -> list[Council]:
    """The councils among rows of a council's statement; raises LookupError where one has no chair."""
    return [_council(of_one) for of_one in _by_id(found)]


def departments(found: Sequence[Row[Any]]) -> list[Department]:
    """The departments among rows of a department's statement."""
    return [_department(of_one) for of_one in _by_id(found)]


def facts(council: Council) -> dict[str, Any]:
    """The columns of a council that are neither its charter nor about the row itself."""
    override = council.chair_override
    return {
        "name": council.name,
        "tz": council.tz,
        "channel": council.channel,
        "nth": council.recurrence.nth,
        "weekday": council.recurrence.weekday,
        "months": {"months": sorted(council.recurrence.months)},
        "start_time": council.start_time,
        "duration_min": council.duration_min,
        "holiday_country": council.holiday_country,
        "holiday_subdivision": council.holiday_subdivision,
        "own_holidays": {day.isoformat(): name for day, name in council.own_holidays.items()},
        "holiday_policy": council.holiday_policy,
        "date_order": council.date_order,
        "rules": _rules_as_json(council.rules),
        "agenda": plans.as_json(None if council.agenda == USUAL else council.agenda),
        "chair_override": override and {"reason": override.reason, "until_on": override.until_on.isoformat()},
    }


def areas_as_json(areas: tuple[FocusArea, ...]) -> dict[str, Any]:
    """Focus areas as they are kept."""
    return {"areas": [asdict(area) for area in areas]}


def areas(kept: dict[str, Any] | None) -> tuple[FocusArea, ...]:
    """Focus areas as they were."""
    return tuple(FocusArea(**area) for area in kept["areas"]) if kept else ()


def _by_id(found: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """There is a row for each role somebody holds and each absence of theirs, one at least."""
    grouped: dict[int, list[Row[Any]]] = {}
    for row in found:
        grouped.setdefault(row.id, []).append(row)
    return list(grouped.values())


def _council(of_one: list[Row[Any]]) -> Council:
    row = of_one[0]
    holders = {each.role: each.slack_id for each in of_one}  # the latest where there are several
    if CHAIR not in holders:
        raise LookupError(f"council {row.id} has no chair today")
    of_chair = [each for each in of_one if each.role == CHAIR and each.slack_id == holders[CHAIR]]
    return Council(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        tz=row.tz,
        channel=row.channel,
        chair=holders[CHAIR],
        secretary=holders.get(SECRETARY),
        recurrence=calendar.Recurrence(nth=row.nth, weekday=row.weekday, months=frozenset(row.months["months"])),
        start_time=row.start_time,
        duration_min=row.duration_min,
        holiday_country=row.holiday_country,
        holiday_subdivision=row.holiday_subdivision,
        date_order=_date_order(row.date_order),
        goal=row.goal,
        own_holidays={date.fromisoformat(day): name for day, name in row.own_holidays.items()},
        rules=_rules(row.rules),
        vice_chair=holders.get(VICE_CHAIR),
        holiday_policy=_policy(row.holiday_policy),
        focus_areas=areas(row.focus_areas),
        charter_version=row.charter_version,
        chair_override=_override(row.chair_override),
        chair_absences=_absences(of_chair),
        chair_gone=any(each.active is False for each in of_chair),
        agenda=plans.of_json(row.agenda) or USUAL,
        version=row.version,
    )


def _department(of_one: list[Row[Any]]) -> Department:
    first = of_one[0]
    roles: dict[str, list[str]] = {}
    for row in of_one:
        if row.role is not None:
            roles.setdefault(row.role, []).append(row.slack_id)  # again for each of their absences
    return Department(
        id=first.id,
        council_id=first.council_id,
        name=first.name,
        channel=first.channel,
        tz=first.tz,
        lead=next(iter(roles.get(LEAD, [])), ""),
        deputy=next(iter(roles.get(DEPUTY, [])), None),
        contributors=frozenset(roles.get(CONTRIBUTOR, [])),
        members=frozenset(roles.get(MEMBER, [])),
        role_statement=first.role_statement,
        absences=_absences(of_one),
        gone=frozenset(row.slack_id for row in of_one if row.active is False),
        active_to=first.active_to,
        downstream=tuple(first.downstream["ids"]) if first.downstream else (),
        version=first.version,
    )


def _absences(of_one: list[Row[Any]]) -> tuple[Absence, ...]:
    away = (Absence(row.slack_id, row.from_on, row.until_on, row.stand_in) for row in of_one if row.from_on is not None)
    return tuple(dict.fromkeys(away))  # whoever holds two roles is away once


def _date_order(kept: str) -> Literal["DMY", "MDY"]:
    return "MDY" if kept == "MDY" else "DMY"


def _policy(kept: str) -> HolidayPolicy:
    match kept:
        case "earlier" | "later":
            return kept
        case _:
            return "ask"


def _override(kept: dict[str, Any] | None) -> ChairOverride | None:
    return ChairOverride(kept["reason"], date.fromisoformat(kept["until_on"])) if kept else None


def _rules_as_json(rules: calendar.WindowRules) -> dict[str, Any]:
    return {
        name: value.isoformat(timespec="minutes") if isinstance(value, time) else value
        for name, value in asdict(rules).items()
    }


def _rules(kept: dict[str, Any]) -> calendar.WindowRules:
    facts: dict[str, Any] = {
        name: time.fromisoformat(value) if isinstance(value, str) else value for name, value in kept.items()
    }
    return calendar.WindowRules(**facts)
