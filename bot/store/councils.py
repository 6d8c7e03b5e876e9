"""Councils and their departments with the people in them today, and who was in them before."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.council.departments import Council, Department, Tenure
from bot.store import NotFound, memory, rosters, rows, tables
from bot.store.database import Reader

_DEPARTMENT = tables.Department.__table__
_MEMBERSHIP = tables.Membership.__table__
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


def find_serving(session: Reader, team_id: str) -> Council | None:
    """The council of the workspace with Slack's `team_id` (T…), where one is set up (one is served for now)."""

    def read() -> Council | None:
        return next(iter(rosters.councils(session.execute(rosters.OF_TEAM, {"team_id": team_id}).all())), None)

    return memory.of_team(session, team_id, "serving", read)


def get(session: Reader, council_id: int) -> Council:
    """The council with that id; raises NotFound."""

    def read() -> Council:
        found = rosters.councils(session.execute(rosters.COUNCIL, {"council_id": council_id}).all())
        if not found:
            raise NotFound(council_id)
        return found[0]

    return memory.of_council(session, council_id, "council", read)


def founder(session: Reader, council: Council) -> str:
    """Who set the council up (a Slack id)."""
    return session.scalars(select(tables.Council.created_by).where(tables.Council.id == council.id)).one()


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
    return rosters.councils(session.execute(rosters.EVERY_COUNCIL).all())


def add(session: Session, council: Council, *, by: str, on: date, now: datetime) -> Council:
    """Keep a new council and who holds its own roles from `on`; `council.id` is ignored, absences are none."""
    row = tables.Council(
        workspace_id=council.workspace_id,
        **rosters.facts(council),
        goal=council.goal,
        focus_areas=rosters.areas_as_json(council.focus_areas),
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
        values=rosters.facts(council) | {"updated_at": now},
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


def add_department(session: Session, council: Council, department: Department, *, on: date, now: datetime) -> int:
    """Keep a new department and its people; ids in `department` are ignored. Returns its id."""
    row = tables.Department(
        **rows.under(council, now),
        name=department.name,
        channel=department.channel,
        tz=department.tz,
        role_statement=department.role_statement,
        downstream={"ids": list(department.downstream)},
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
            "downstream": {"ids": list(department.downstream)},
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
    wanted = {"council_id": council.id}

    def read() -> tuple[Department, ...]:
        return tuple(rosters.departments(session.execute(rosters.DEPARTMENTS_EVER, wanted).all()))

    everyone = memory.of_workspace(session, council.workspace_id, f"departments of {council.id}", read)
    return [department for department in everyone if ever or department.active_to is None]


def list_tenures(session: Reader, council: Council) -> list[Tenure]:
    """Who held which role from when to when, and who holds it now; the earliest first."""
    return [Tenure(*row) for row in session.execute(_TENURES, {"council_id": council.id})]


def _own_roles(council: Council) -> dict[str, str | None]:
    return {rosters.CHAIR: council.chair, rosters.VICE_CHAIR: council.vice_chair, rosters.SECRETARY: council.secretary}


def _roles(department: Department) -> set[tuple[str, str]]:
    held = {(department.lead, rosters.LEAD)}
    held |= {(department.deputy, rosters.DEPUTY)} if department.deputy else set()
    held |= {(slack_id, rosters.CONTRIBUTOR) for slack_id in department.contributors}
    held |= {(slack_id, rosters.MEMBER) for slack_id in department.members}
    return held


def _in_order(held: tuple[str, str]) -> tuple[int, str]:
    slack_id, role = held
    return (rosters.LEAD, rosters.DEPUTY, rosters.CONTRIBUTOR, rosters.MEMBER).index(role), slack_id


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
