"""What the clock owes: one row per thing that happens at an instant, gone in the transaction of its effect."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from bot.council import meetings
from bot.council.departments import Council
from bot.store import rows, tables
from bot.store.database import Reader


class Kind(StrEnum):
    """What falls due."""

    OPEN_REPORTS = "open_reports"
    POST_AGENDA = "post_agenda"
    MTG_1 = "mtg_1"
    ASK_IF_HELD = "ask_if_held"
    CLOSE_MEETING = "close_meeting"
    HOLIDAY_QUESTION = "holiday_question"
    HOLIDAY_SETTLED = "holiday_settled"


@dataclass(frozen=True)
class Due:
    """Something due at a UTC instant for a meeting, and for one department where `department_id` is given."""

    id: int
    council_id: int
    kind: Kind
    meeting_id: int
    department_id: int | None
    due_at: datetime


def plan(
    session: Session,
    council: Council,
    kind: Kind,
    meeting: meetings.Meeting,
    *,
    due_at: datetime,
    now: datetime,
    department_id: int | None = None,
) -> None:
    """Owe `kind` at `due_at`; what is owed already is owed then instead."""
    subject = f"{meeting.id}" if department_id is None else f"{meeting.id}:{department_id}"
    values = {
        "kind": str(kind),
        "subject": subject,
        "meeting_id": meeting.id,
        "department_id": department_id,
        "due_at": due_at,
    }
    if rows.insert_once(session, tables.Due, rows.under(council, now) | values) is None:
        owed = update(tables.Due).filter_by(council_id=council.id, kind=str(kind), subject=subject)
        session.execute(owed.values(due_at=due_at))


def drop(session: Session, meeting: meetings.Meeting, *kinds: Kind) -> None:
    """Owe nothing more of `kinds` for the meeting, or nothing at all where none is named."""
    query = delete(tables.Due).where(tables.Due.meeting_id == meeting.id)
    if kinds:
        query = query.where(tables.Due.kind.in_([str(kind) for kind in kinds]))
    session.execute(query)


def take_next(session: Session, *, now: datetime, skips_locked: bool) -> Due | None:
    """The longest overdue thing, removed: it is gone if this transaction commits. Its council is held until then.

    The council comes first, as in the deeds of people, so that neither waits for what the other has. What is due in a
    council that nobody holds goes before.
    """
    overdue = select(tables.Due).where(tables.Due.due_at <= now).order_by(tables.Due.due_at, tables.Due.id).limit(1)
    if not skips_locked:
        row = session.scalar(overdue)
        return None if row is None else _remove(session, row)
    overdue = overdue.join(tables.Council, tables.Council.id == tables.Due.council_id)
    for skips in (True, False, True):
        row = session.scalar(overdue.with_for_update(of=tables.Council, key_share=True, skip_locked=skips))
        if row is None and not skips:
            return None
        taken = None if row is None else _remove(session, row)
        if taken is not None:
            return taken
        session.expire_all()  # whoever held the council before has dealt with it, and goes on with what is left
    return None


def _remove(session: Session, row: tables.Due) -> Due | None:
    taken = Due(row.id, row.council_id, Kind(row.kind), row.meeting_id, row.department_id, row.due_at)
    removed = session.execute(delete(tables.Due).where(tables.Due.id == taken.id, tables.Due.due_at == taken.due_at))
    assert isinstance(removed, CursorResult)
    return taken if removed.rowcount == 1 else None


def put_off(session: Session, one: Due, *, until: datetime) -> None:
    """Let something that could not be dealt with fall due again at `until`."""
    session.execute(update(tables.Due).where(tables.Due.id == one.id).values(due_at=until))


def next_at(session: Reader) -> datetime | None:
    """When the next thing falls due."""
    return session.scalar(select(func.min(tables.Due.due_at)))
