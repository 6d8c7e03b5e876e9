"""Councils and their departments with the people in them today."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any, Literal

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from bot.council import calendar
from bot.council.departments import Council, Department
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

CHAIR, SECRETARY, LEAD, DEPUTY, CONTRIBUTOR, MEMBER = "chair", "secretary", "lead", "deputy", "contributor", "member"


_COUNCIL = tables.Council.__table__
_DEPARTMENT = tables.Department.__table__
_MEMBERSHIP = tables.Membership.__table__
_WORKSPACE = tables.Workspace.__table__


def _holder(role: str) -> ScalarSelect[str]:
    """Who holds one of the council's own roles today."""
    held = _MEMBERSHIP.alias()
    return (
        select(held.c.slack_id)
        .where(
            held.c.council_id == _COUNCIL.c.id,
            held.c.department_id.is_(None),
            held.c.role == role,
            held.c.to_on.is_(None),
        )
        .order_by(held.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


# Made once: putting a statement together takes longer than running it.
_COUNCILS = select(_COUNCIL, _holder(CHAIR).label("chair"), _holder(SECRETARY).label("secretary"))
_ALL = _COUNCILS.order_by(_COUNCIL.c.id)
_SERVING = (
    _COUNCILS.join(_WORKSPACE, _WORKSPACE.c.id == _COUNCIL.c.workspace_id)
    .where(_WORKSPACE.c.team_id == bindparam("team_id"))
    .order_by(_COUNCIL.c.id)
    .limit(1)
)
_NAMED = _COUNCILS.where(_COUNCIL.c.workspace_id == bindparam("workspace_id"), _COUNCIL.c.name == bindparam("name"))
_ONE = _COUNCILS.where(_COUNCIL.c.id == bindparam("council_id"))
_DEPARTMENTS: Select[Any] = (
    select(
        _DEPARTMENT.c.id,
        _DEPARTMENT.c.council_id,
        _DEPARTMENT.c.name,
        _DEPARTMENT.c.channel,
        _DEPARTMENT.c.tz,
        _DEPARTMENT.c.role_statement,
        _MEMBERSHIP.c.role,
        _MEMBERSHIP.c.slack_id,
    )
    .outerjoin(_MEMBERSHIP, and_(_MEMBERSHIP.c.department_id == _DEPARTMENT.c.id, _MEMBERSHIP.c.to_on.is_(None)))
    .where(_DEPARTMENT.c.council_id == bindparam("council_id"), _DEPARTMENT.c.active_to.is_(None))
    .order_by(_DEPARTMENT.c.id, _MEMBERSHIP.c.id)
)


def find_serving(session: Reader, team_id: str) -> Council | None:
    """The council of the workspace with Slack's `team_id` (T…), where one is set up (one is served for now)."""
    row = session.execute(_SERVING, {"team_id": team_id}).first()
    return None if row is None else _council(row)


def find_by_name(session: Reader, workspace: int, name: str) -> Council | None:
    """The council of that name."""
    row = session.execute(_NAMED, {"workspace_id": workspace, "name": name}).first()
    return None if row is None else _council(row)


def get(session: Reader, council_id: int) -> Council:
    """The council with that id; raises NotFound."""
    row = session.execute(_ONE, {"council_id": council_id}).first()
    if row is None:
        raise NotFound(council_id)
    return _council(row)


def hold(session: Session, council: Council) -> None:
    """Until this transaction ends, nobody else who holds the council goes on: what is read now stays true.

    For deeds that look at all its meetings before they change one (INV-1). On SQLite whoever writes is alone anyway.
    """
    # Rows may still be added under the council meanwhile: their reference to it asks for no more than its key.
    wanted = select(tables.Council.id).where(tables.Council.id == council.id)
    session.execute(wanted.with_for_update(key_share=True))


def list_all(session: Reader) -> list[Council]:
    """Every council of every workspace."""
    return [_council(row) for row in session.execute(_ALL).all()]


def add(session: Session, council: Council, *, by: str, on: date, now: datetime) -> Council:
    """Keep a new council and who chairs it and keeps its minutes; `council.id` is ignored."""
    row = tables.Council(
        workspace_id=council.workspace_id,
        name=council.name,
        tz=council.tz,
        channel=council.channel,
        nth=council.recurrence.nth,
        weekday=council.recurrence.weekday,
        months={"months": sorted(council.recurrence.months)},
        start_time=council.start_time,
        duration_min=council.duration_min,
        holiday_country=council.holiday_country,
        holiday_subdivision=council.holiday_subdivision,
        own_holidays={day.isoformat(): name for day, name in council.own_holidays.items()},
        date_order=council.date_order,
        goal=council.goal,
        rules=_rules_as_json(council.rules),
        created_at=now,
        created_by=by,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    for slack_id, role in ((council.chair, CHAIR), (council.secretary, SECRETARY)):
        if slack_id is not None:
            _enrol(session, row, None, slack_id, role, on=on, now=now)
    session.flush()
    return get(session, row.id)


def add_department(session: Session, council: Council, department: Department, *, on: date, now: datetime) -> None:
    """Keep a new department and its people; ids in `department` are ignored."""
    row = tables.Department(
        **rows.under(council, now),
        name=department.name,
        channel=department.channel,
        tz=department.tz,
        role_statement=department.role_statement,
        reports=True,
        active_from=on,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    owner = session.get_one(tables.Council, council.id)
    people = [(department.lead, LEAD)]
    people += [(department.deputy, DEPUTY)] if department.deputy else []
    people += [(slack_id, CONTRIBUTOR) for slack_id in sorted(department.contributors)]
    people += [(slack_id, MEMBER) for slack_id in sorted(department.members)]
    for slack_id, role in people:
        _enrol(session, owner, row.id, slack_id, role, on=on, now=now)
    session.flush()


def list_departments(session: Reader, council: Council) -> list[Department]:
    """The council's departments with their people of today, in the order they joined. One statement, however many."""
    found: dict[int, Row[Any]] = {}
    roles: dict[int, dict[str, list[str]]] = {}
    for row in session.execute(_DEPARTMENTS, {"council_id": council.id}).all():
        found.setdefault(row.id, row)
        roles.setdefault(row.id, {}).setdefault(row.role, []).append(row.slack_id)
    return [_department(row, roles[department_id]) for department_id, row in found.items()]


def _enrol(
    session: Session,
    council: tables.Council,
    department_id: int | None,
    slack_id: str,
    role: str,
    *,
    on: date,
    now: datetime,
) -> None:
    session.add(
        tables.Membership(
            workspace_id=council.workspace_id,
            council_id=council.id,
            created_at=now,
            department_id=department_id,
            slack_id=slack_id,
            role=role,
            from_on=on,
        )
    )


def _council(row: Row[Any]) -> Council:
    if row.chair is None:
        raise LookupError(f"council {row.id} has no chair today")
    return Council(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        tz=row.tz,
        channel=row.channel,
        chair=row.chair,
        secretary=row.secretary,
        recurrence=calendar.Recurrence(nth=row.nth, weekday=row.weekday, months=frozenset(row.months["months"])),
        start_time=row.start_time,
        duration_min=row.duration_min,
        holiday_country=row.holiday_country,
        holiday_subdivision=row.holiday_subdivision,
        date_order=_date_order(row.date_order),
        goal=row.goal,
        own_holidays={date.fromisoformat(day): name for day, name in row.own_holidays.items()},
        rules=_rules(row.rules),
    )


def _department(row: Row[Any], roles: dict[str, list[str]]) -> Department:
    return Department(
        id=row.id,
        council_id=row.council_id,
        name=row.name,
        channel=row.channel,
        tz=row.tz,
        lead=roles[LEAD][0],
        deputy=next(iter(roles.get(DEPUTY, [])), None),
        contributors=frozenset(roles.get(CONTRIBUTOR, [])),
        members=frozenset(roles.get(MEMBER, [])),
        role_statement=row.role_statement,
    )


def _date_order(kept: str) -> Literal["DMY", "MDY"]:
    return "MDY" if kept == "MDY" else "DMY"


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
