"""What people tell the council."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from bot.council import meetings
from bot.council.departments import Council
from bot.council.other_business import State, Told
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

_TOLD = tables.OtherBusiness.__table__


def add(session: Session, council: Council, text: str, *, by: str, now: datetime) -> int:
    """Keep what somebody (a Slack id) told; it waits for the chair. Returns its id."""
    row = tables.OtherBusiness(
        **rows.under(council, now), text=text, told_by=by, state=str(State.INBOX), updated_at=now, version=1
    )
    session.add(row)
    session.flush()
    return row.id


def get(session: Reader, council: Council, told_id: int) -> Told:
    """The one with that id; raises NotFound."""
    row = session.execute(select(_TOLD).where(_TOLD.c.council_id == council.id, _TOLD.c.id == told_id)).first()
    if row is None:
        raise NotFound(told_id)
    return _told(row)


def list_of_meeting(session: Reader, meeting_id: int) -> list[Told]:
    """What is on the agenda of a meeting, the first first."""
    on_it = _TOLD.c.state == str(State.ON_AGENDA)
    return [
        _told(row)
        for row in session.execute(select(_TOLD).where(_TOLD.c.meeting_id == meeting_id, on_it).order_by(_TOLD.c.id))
    ]


def list_for_next(session: Reader, council: Council) -> list[Told]:
    """What is for the agenda of the next meeting, whichever that is: put there while none was planned, or on that of a
    meeting that was cancelled since. The first first."""
    meeting = tables.Meeting.__table__
    cancelled = select(meeting.c.id).where(
        meeting.c.council_id == council.id, meeting.c.state == str(meetings.State.CANCELLED)
    )
    waits = _TOLD.c.meeting_id.is_(None) | _TOLD.c.meeting_id.in_(cancelled)
    wanted = select(_TOLD).where(_TOLD.c.council_id == council.id, _TOLD.c.state == str(State.ON_AGENDA), waits)
    return [_told(row) for row in session.execute(wanted.order_by(_TOLD.c.id))]


def list_of_council(session: Reader, council: Council, states: Iterable[State], *, most: int) -> list[Told]:
    """What is in one of the `states`, the latest first, at most so many."""
    wanted = select(_TOLD).where(_TOLD.c.council_id == council.id, _TOLD.c.state.in_([str(state) for state in states]))
    return [_told(row) for row in session.execute(wanted.order_by(_TOLD.c.id.desc()).limit(most))]


def save(session: Session, told: Told, *, now: datetime) -> None:
    """Keep a changed one; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.OtherBusiness,
        row_id=told.id,
        version=told.version,
        values={
            "state": str(told.state),
            "meeting_id": told.meeting_id,
            "settled_by": told.settled_by,
            "settled_at": told.settled_at,
            "updated_at": now,
        },
    )


def _told(row: Row[Any]) -> Told:
    return Told(
        id=row.id,
        text=row.text,
        told_by=row.told_by,
        told_at=row.created_at,
        state=State(row.state),
        meeting_id=row.meeting_id,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        version=row.version,
    )
