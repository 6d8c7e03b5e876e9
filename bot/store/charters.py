"""Charters: the current one, and every one there was."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.council.charters import Charter
from bot.council.departments import Council
from bot.store import Stale, rosters, rows, tables
from bot.store.database import Reader

_DEPARTMENT = tables.Department.__table__
_CHARTERS = (
    select(tables.Charter.__table__)
    .where(tables.Charter.council_id == bindparam("council_id"))
    .order_by(tables.Charter.version)
)


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
            "focus_areas": rosters.areas_as_json(charter.focus_areas),
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
            focus_areas=rosters.areas_as_json(charter.focus_areas),
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


def adoption(session: Reader, council: Council) -> tuple[str, datetime]:
    """Who adopted the council's current charter (a Slack id), and at which UTC instant."""
    wanted = select(tables.Charter.adopted_by, tables.Charter.created_at).where(
        tables.Charter.council_id == council.id, tables.Charter.version == council.charter_version
    )
    row = session.execute(wanted).one()
    return row.adopted_by, row.created_at


def list_charters(session: Reader, council: Council) -> list[Charter]:
    """Every charter the council has had, the first one first."""
    return [
        Charter(
            row.version, row.goal, rosters.areas(row.focus_areas), {int(key): part for key, part in row.parts.items()}
        )
        for row in session.execute(_CHARTERS, {"council_id": council.id})
    ]
