"""Why a posted agenda got another version: one row for each."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from bot.council.agenda_changes import Change, Kind
from bot.council.departments import Council
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

_CHANGE = tables.AgendaChange.__table__


def add(session: Session, council: Council, change: Change, *, now: datetime) -> None:
    """Keep a new version; nothing where it is kept already."""
    rows.insert_once(
        session,
        tables.AgendaChange,
        rows.under(council, now)
        | {
            "meeting_id": change.meeting_id,
            "number": change.number,
            "kind": str(change.kind),
            "department_id": change.department_id,
        },
    )


def recast(session: Session, change: Change, kind: Kind) -> None:
    """Call a version something else: more has come to it."""
    of_version = update(tables.AgendaChange).filter_by(meeting_id=change.meeting_id, number=change.number)
    session.execute(of_version.values(kind=str(kind)))


def get(session: Reader, meeting_id: int, number: int) -> Change:
    """A version of a meeting's agenda; raises NotFound."""
    wanted = select(_CHANGE).where(_CHANGE.c.meeting_id == meeting_id, _CHANGE.c.number == number)
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound(number)
    return _change(row)


def find_last(session: Reader, meeting_id: int, department_id: int | None) -> Change | None:
    """The last version that a department caused, or the chair (None)."""
    by = _CHANGE.c.department_id.is_(None) if department_id is None else _CHANGE.c.department_id == department_id
    wanted = select(_CHANGE).where(_CHANGE.c.meeting_id == meeting_id, by).order_by(_CHANGE.c.number.desc()).limit(1)
    row = session.execute(wanted).first()
    return None if row is None else _change(row)


def _change(row: Row[Any]) -> Change:
    return Change(row.meeting_id, row.number, Kind(row.kind), row.department_id, row.created_at)
