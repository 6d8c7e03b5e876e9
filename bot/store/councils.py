"""Councils and their departments with the people in them today, and who was in them before."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import Any, Literal

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, select, update
from sqlalchemy.orm import Session

from bot.council import calendar
from bot.council.charters import Charter, FocusArea
from bot.council.departments import ChairOverride, Council, Department, HolidayPolicy, Tenure
from bot.council.people import Absence
from bot.store import NotFound, Stale, rows, tables
from bot.store.database import Reader

CHAIR, VICE_CHAIR, SECRETARY = "chair", "vice_chair", "secretary"
LEAD, DEPUTY, CONTRIBUTOR, MEMBER = "lead", "deputy", "contributor", "member"


_COUNCIL = tables.Council.__table__
_DEPARTMENT = tables.Department.__table__
_MEMBERSHIP = tables.Membership.__table__
_ABSENCE = tables.Absence.__table__
_PERSON = tables.Person.__table__
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
_AWAY = (_ABSENCE.c.from_on, _ABSENCE.c.until_on, _ABSENCE.c.stand_in)
_COUNCILS = (
    select(
        _COUNCIL,
        _holder(CHAIR).label("chair"),
        _holder(VICE_CHAIR).label("vice_chair"),
        _holder(SECRETARY).label("secretary"),
        *_AWAY,
        _PERSON.c.active.label("chair_active"),
    )
    .select_from(
        _COUNCIL.outerjoin(
            _ABSENCE,
            and_(
                _ABSENCE.c.council_id == _COUNCIL.c.id,
                _ABSENCE.c.slack_id == _holder(CHAIR),
                _ABSENCE.c.ended_at.is_(None),
            ),
        ).outerjoin(
            _PERSON,
            and_(_PERSON.c.workspace_id == _COUNCIL.c.workspace_id, _PERSON.c.slack_id == _holder(CHAIR)),
        )
    )
    .order_by(_COUNCIL.c.id, _ABSENCE.c.from_on)
)
_SERVING = _COUNCILS.join(_WORKSPACE, _WORKSPACE.c.id == _COUNCIL.c.workspace_id).where(
    _WORKSPACE.c.team_id == bindparam("team_id")
)
_ONE = _COUNCILS.where(_COUNCIL.c.id == bindparam("council_id"))
_EVER: Select[Any] = (
    select(
        _DEPARTMENT.c.id,
        _DEPARTMENT.c.council_id,
        _DEPARTMENT.c.name,
        _DEPARTMENT.c.channel,
        _DEPARTMENT.c.tz,
        _DEPARTMENT.c.role_statement,
        _DEPARTMENT.c.active_to,
        _DEPARTMENT.c.version,
        _MEMBERSHIP.c.role,
        _MEMBERSHIP.c.slack_id,
        *_AWAY,
        _PERSON.c.active,
    )
    .select_from(_DEPARTMENT)
    .outerjoin(_MEMBERSHIP, and_(_MEMBERSHIP.c.department_id == _DEPARTMENT.c.id, _MEMBERSHIP.c.to_on.is_(None)))
    .outerjoin(
        _ABSENCE,
        and_(
            _ABSENCE.c.council_id == _DEPARTMENT.c.council_id,
            _ABSENCE.c.slack_id == _MEMBERSHIP.c.slack_id,
            _ABSENCE.c.ended_at.is_(None),
        ),
    )
    .outerjoin(
        _PERSON,
        and_(_PERSON.c.workspace_id == _DEPARTMENT.c.workspace_id, _PERSON.c.slack_id == _MEMBERSHIP.c.slack_id),
    )
    .where(_DEPARTMENT.c.council_id == bindparam("council_id"))
    .order_by(_DEPARTMENT.c.id, _MEMBERSHIP.c.id, _ABSENCE.c.from_on)
)
_DEPARTMENTS = _EVER.where(_DEPARTMENT.c.active_to.is_(None))
_TENURES = (
    select(
        _MEMBERSHIP.c.slack_id,
        _MEMBERSHIP.c.role,
        _MEMBERSHIP.c.department_id,
        _MEMBERSHIP.c.from_on,
        _MEMBERSHIP.c.to_on,
    )
    .where(_MEMBERSHIP.c.council_id == bindparam("council_id"))
    .order_by(_MEMBERSHIP.c.from_on, _MEMBERSHIP.c.id)
)
_CHARTERS = (
    select(tables.Charter.__table__)
    .where(tables.Charter.council_id == bindparam("council_id"))
    .order_by(tables.Charter.version)
)


def find_serving(session: Reader, team_id: str) -> Council | None:
    """The council of the workspace with Slack's `team_id` (T…), where one is set up (one is served for now)."""
    return next(iter(_councils(session.execute(_SERVING, {"team_id": team_id}).all())), None)


def get(session: Reader, council_id: int) -> Council:
    """The council with that id; raises NotFound."""
    found = _councils(session.execute(_ONE, {"council_id": council_id}).all())
    if not found:
        raise NotFound(council_id)
    return found[0]


def founder(session: Reader, council: Council) -> str:
    """Who set the council up (a Slack id)."""
    return session.scalars(select(tables.Council.created_by).where(tables.Council.id == council.id)).one()


def adoption(session: Reader, council: Council) -> tuple[str, datetime]:
    """Who adopted the council's current charter (a Slack id), and at which UTC instant."""
    wanted = select(tables.Charter.adopted_by, tables.Charter.created_at).where(
        tables.Charter.council_id == council.id, tables.Charter.version == council.charter_version
    )
    row = session.execute(wanted).one()
    return row.adopted_by, row.created_at


def hold(session: Session, council: Council) -> Council:
    """The council as whoever held it until now left it. Until this transaction ends, nobody else who holds it goes on:
    what is read from now on stays true.

    For deeds that look at all its meetings before they change one (INV-1). On SQLite whoever writes is alone anyway.
    """
    # Rows may still be added under the council meanwhile: their reference to it asks for no more than its key.
    wanted = select(tables.Council.id).where(tables.Council.id == council.id)
    session.execute(wanted.with_for_update(key_share=True))
    return get(session, council.id)


def list_all(session: Reader) -> list[Council]:
    """Every council of every workspace."""
    return _councils(session.execute(_COUNCILS).all())


def add(session: Session, council: Council, *, by: str, on: date, now: datetime) -> Council:
    """Keep a new council and who holds its own roles from `on`; `council.id` is ignored, absences are none."""
    row = tables.Council(
        workspace_id=council.workspace_id,
        **_values(council),
        goal=council.goal,
        focus_areas=_areas_as_json(council.focus_areas),
        charter_version=council.charter_version,
        created_at=now,
        created_by=by,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    kept = replace(council, id=row.id)
    for role, slack_id in _own_roles(council).items():
        if slack_id is not None:
            _enrol(session, kept, None, slack_id, role, on=on, now=now)
    session.flush()
    return get(session, row.id)


def save(session: Session, council: Council, *, on: date, now: datetime) -> Council:
    """Keep a changed council: its own facts, and who holds its own roles from `on` (a date of the council's). Goal and
    focus areas are the charter's (`adopt`). Raises Stale where somebody else changed it since it was read."""
    rows.update_if_unchanged(
        session,
        tables.Council,
        row_id=council.id,
        version=council.version,
        values=_values(council) | {"updated_at": now},
    )
    before = _own_roles(get(session, council.id))
    for role, slack_id in _own_roles(council).items():
        holder = before[role]
        if slack_id == holder:
            continue
        if holder is not None:
            _end_tenures(session, council, None, {(holder, role)}, on=on)
        if slack_id is not None:
            _enrol(session, council, None, slack_id, role, on=on, now=now)
    session.flush()
    return get(session, council.id)


def adopt(session: Session, council: Council, charter: Charter, *, by: str, now: datetime) -> None:
    """Keep a charter as the council's current one, and for ever under its version. Raises Stale where that is taken.

    Neither the council's version nor a department's counts it: no form of theirs shows or changes what is in a charter.
    """
    kept = rows.insert_once(
        session,
        tables.Charter,
        rows.under(council, now)
        | {
            "version": charter.version,
            "goal": charter.goal,
            "focus_areas": _areas_as_json(charter.focus_areas),
            "parts": {str(department_id): part for department_id, part in charter.parts.items()},
            "adopted_by": by,
        },
    )
    if kept is None:
        raise Stale
    session.execute(
        update(tables.Council)
        .where(tables.Council.id == council.id)
        .values(
            goal=charter.goal,
            focus_areas=_areas_as_json(charter.focus_areas),
            charter_version=charter.version,
            updated_at=now,
        )
    )
    for department_id, part in charter.parts.items():
        session.execute(
            update(tables.Department)
            .where(_DEPARTMENT.c.council_id == council.id, _DEPARTMENT.c.id == department_id)
            .values(role_statement=part, updated_at=now)
        )


def list_charters(session: Reader, council: Council) -> list[Charter]:
    """Every charter the council has had, the first one first."""
    return [
        Charter(row.version, row.goal, _areas(row.focus_areas), {int(key): part for key, part in row.parts.items()})
        for row in session.execute(_CHARTERS, {"council_id": council.id})
    ]


def add_department(session: Session, council: Council, department: Department, *, on: date, now: datetime) -> int:
    """Keep a new department and its people; ids in `department` are ignored. Returns its id."""
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
    for slack_id, role in sorted(_roles(department), key=_in_order):
        _enrol(session, council, row.id, slack_id, role, on=on, now=now)
    session.flush()
    return row.id


def save_department(session: Session, council: Council, department: Department, *, on: date, now: datetime) -> None:
    """Keep a changed department and its people: whoever lost a role held it until `on`, whoever gained one holds it
    from then (civil dates of the council's). With `active_to` it is closed and nobody holds a role in it any more.

    Raises Stale where somebody else changed department or people since it was read.
    """
    rows.update_if_unchanged(
        session,
        tables.Department,
        row_id=department.id,
        version=department.version,
        values={
            "name": department.name,
            "channel": department.channel,
            "tz": department.tz,
            "role_statement": department.role_statement,
            "active_to": department.active_to,
            "updated_at": now,
        },
    )
    wanted = set() if department.active_to is not None else _roles(department)
    held = {
        (row.slack_id, row.role)
        for row in session.execute(
            select(_MEMBERSHIP.c.slack_id, _MEMBERSHIP.c.role).where(
                _MEMBERSHIP.c.department_id == department.id, _MEMBERSHIP.c.to_on.is_(None)
            )
        )
    }
    _end_tenures(session, council, department.id, held - wanted, on=on)
    for slack_id, role in sorted(wanted - held, key=_in_order):
        _enrol(session, council, department.id, slack_id, role, on=on, now=now)
    session.flush()


def list_departments(session: Reader, council: Council, *, ever: bool = False) -> list[Department]:
    """The council's departments with their people of today, in the order they joined. One statement, however many.

    With `ever`, closed ones too: those have nobody in them any more.
    """
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(_EVER if ever else _DEPARTMENTS, {"council_id": council.id}).all():
        found.setdefault(row.id, []).append(row)
    return [_department(people) for people in found.values()]


def list_tenures(session: Reader, council: Council) -> list[Tenure]:
    """Who held which role from when to when, and who holds it now; the earliest first."""
    return [Tenure(*row) for row in session.execute(_TENURES, {"council_id": council.id})]


def _own_roles(council: Council) -> dict[str, str | None]:
    return {CHAIR: council.chair, VICE_CHAIR: council.vice_chair, SECRETARY: council.secretary}


def _roles(department: Department) -> set[tuple[str, str]]:
    held = {(department.lead, LEAD)}
    held |= {(department.deputy, DEPUTY)} if department.deputy else set()
    held |= {(slack_id, CONTRIBUTOR) for slack_id in department.contributors}
    held |= {(slack_id, MEMBER) for slack_id in department.members}
    return held


def _in_order(held: tuple[str, str]) -> tuple[int, str]:
    slack_id, role = held
    return (LEAD, DEPUTY, CONTRIBUTOR, MEMBER).index(role), slack_id


def _end_tenures(
    session: Session, council: Council, department_id: int | None, held: set[tuple[str, str]], *, on: date
) -> None:
    for slack_id, role in held:
        session.execute(
            update(tables.Membership)
            .where(
                _MEMBERSHIP.c.council_id == council.id,
                _MEMBERSHIP.c.department_id == department_id,
                _MEMBERSHIP.c.slack_id == slack_id,
                _MEMBERSHIP.c.role == role,
                _MEMBERSHIP.c.to_on.is_(None),
            )
            .values(to_on=on)
        )


def _enrol(
    session: Session,
    council: Council,
    department_id: int | None,
    slack_id: str,
    role: str,
    *,
    on: date,
    now: datetime,
) -> None:
    session.add(
        tables.Membership(
            **rows.under(council, now), department_id=department_id, slack_id=slack_id, role=role, from_on=on
        )
    )


def _councils(found: Sequence[Row[Any]]) -> list[Council]:
    """A council has a row for each absence of its chair, one at least."""
    grouped: dict[int, list[Row[Any]]] = {}
    for row in found:
        grouped.setdefault(row.id, []).append(row)
    return [_council(of_one) for of_one in grouped.values()]


def _council(of_one: list[Row[Any]]) -> Council:
    row = of_one[0]
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
        vice_chair=row.vice_chair,
        holiday_policy=_policy(row.holiday_policy),
        focus_areas=_areas(row.focus_areas),
        charter_version=row.charter_version,
        chair_override=_override(row.chair_override),
        chair_absences=tuple(away for each in of_one if (away := _absence(row.chair, each)) is not None),
        chair_gone=row.chair_active is False,
        version=row.version,
    )


def _values(council: Council) -> dict[str, Any]:
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
        "chair_override": override and {"reason": override.reason, "until_on": override.until_on.isoformat()},
    }


def _department(people: list[Row[Any]]) -> Department:
    first = people[0]
    roles: dict[str, list[str]] = {}
    absences: dict[Absence, None] = {}
    for row in people:
        if row.role is not None:
            roles.setdefault(row.role, []).append(row.slack_id)  # again for each of their absences
            away = _absence(row.slack_id, row)
            if away is not None:
                absences[away] = None
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
        absences=tuple(absences),
        gone=frozenset(row.slack_id for row in people if row.active is False),
        active_to=first.active_to,
        version=first.version,
    )


def _absence(slack_id: str, row: Row[Any]) -> Absence | None:
    return None if row.from_on is None else Absence(slack_id, row.from_on, row.until_on, row.stand_in)


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


def _areas_as_json(areas: tuple[FocusArea, ...]) -> dict[str, Any]:
    return {"areas": [asdict(area) for area in areas]}


def _areas(kept: dict[str, Any] | None) -> tuple[FocusArea, ...]:
    return tuple(FocusArea(**area) for area in kept["areas"]) if kept else ()


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
