"""Heads-ups: one for each report and department that its change concerns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.heads_ups import HeadsUp, State
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

_HEADS_UP = tables.HeadsUp.__table__


def add(session: Session, council: Council, heads_up: HeadsUp, *, now: datetime) -> int:
    """Keep a new one; its id is ignored. Returns its id."""
    made = rows.insert_once(
        session,
        tables.HeadsUp,
        rows.under(council, now)
        | {
            "report_id": heads_up.report_id,
            "meeting_id": heads_up.meeting_id,
            "from_department_id": heads_up.from_department_id,
            "to_department_id": heads_up.to_department_id,
            "text": heads_up.text,
            "state": str(heads_up.state),
            "updated_at": now,
            "version": 1,
        },
    )
    assert made is not None, "whoever adds one holds the council and knows those there are"
    return made


def get(session: Reader, council: Council, heads_up_id: int) -> HeadsUp:
    """The one with that id; raises NotFound."""
    row = session.execute(
        select(_HEADS_UP).where(_HEADS_UP.c.council_id == council.id, _HEADS_UP.c.id == heads_up_id)
    ).first()
    if row is None:
        raise NotFound(heads_up_id)
    return _heads_up(row)


def list_of_report(session: Reader, report_id: int) -> list[HeadsUp]:
    """Those that a report caused, the first first."""
    wanted = select(_HEADS_UP).where(_HEADS_UP.c.report_id == report_id).order_by(_HEADS_UP.c.id)
    return [_heads_up(row) for row in session.execute(wanted)]


def list_of_meeting(session: Reader, meeting_id: int, *, states: Iterable[State] = State) -> list[HeadsUp]:
    """Those before a meeting that are in one of the `states`, the first first."""
    wanted = (
        select(_HEADS_UP)
        .where(_HEADS_UP.c.meeting_id == meeting_id, _HEADS_UP.c.state.in_([str(state) for state in states]))
        .order_by(_HEADS_UP.c.id)
    )
    return [_heads_up(row) for row in session.execute(wanted)]


def save(session: Session, heads_up: HeadsUp, *, now: datetime) -> None:
    """Keep a changed one; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.HeadsUp,
        row_id=heads_up.id,
        version=heads_up.version,
        values={
            "text": heads_up.text,
            "state": str(heads_up.state),
            "answered_by": heads_up.answered_by,
            "answered_at": heads_up.answered_at,
            "updated_at": now,
        },
    )


def _heads_up(row: Row[Any]) -> HeadsUp:
    return HeadsUp(
        id=row.id,
        report_id=row.report_id,
        meeting_id=row.meeting_id,
        from_department_id=row.from_department_id,
        to_department_id=row.to_department_id,
        text=row.text,
        state=State(row.state),
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        version=row.version,
    )
