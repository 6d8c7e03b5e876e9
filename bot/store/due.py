"""What the clock owes: one row per thing that happens at an instant, gone in the transaction of its effect."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from bot.council import meetings
from bot.council.departments import Council
from bot.store import rows, tables
from bot.store.database import Reader


class Kind(StrEnum):
    """What falls due."""

    OPEN_REPORTS = "open_reports"
    POST_AGENDA = "post_agenda"
    ASK_IF_HELD = "ask_if_held"
    CLOSE_MEETING = "close_meeting"
    HOLIDAY_QUESTION = "holiday_question"
    HOLIDAY_SETTLED = "holiday_settled"
    REPORTS_DUE = "reports_due"
    CHAIRS_BRIEF = "chairs_brief"


_DUE = tables.Due.__table__
# What another release owes is its own to deal with.
_IS_OURS = _DUE.c.kind.in_([str(kind) for kind in Kind])
_OVERDUE = select(_DUE).where(_DUE.c.due_at <= bindparam("now"), _IS_OURS).order_by(_DUE.c.due_at, _DUE.c.id).limit(1)
_NEXT = select(func.min(_DUE.c.due_at)).where(_IS_OURS)


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


def is_owed(session: Reader, kind: Kind, meeting: meetings.Meeting) -> bool:
    """Whether `kind` is still to come for the meeting."""
    wanted = select(_DUE.c.id).where(_DUE.c.meeting_id == meeting.id, _DUE.c.kind == str(kind)).limit(1)
    return session.scalar(wanted) is not None


def drop(session: Session, meeting: meetings.Meeting, *kinds: Kind) -> None:
    """Owe nothing more of `kinds` for the meeting, or nothing at all where none is named."""
    query = delete(tables.Due).where(tables.Due.meeting_id == meeting.id)
    if kinds:
        query = query.where(tables.Due.kind.in_([str(kind) for kind in kinds]))
    session.execute(query)


def find_next(session: Reader, *, now: datetime) -> Due | None:
    """The longest overdue thing. Who deals with it holds its council (`councils.hold`) before taking it: whoever
    changes a meeting holds the council first and what is owed for the meeting second, and neither waits for the other.
    """
    row = session.execute(_OVERDUE, {"now": now}).first()
    if row is None:
        return None
    return Due(row.id, row.council_id, Kind(row.kind), row.meeting_id, row.department_id, row.due_at)


def take(session: Session, one: Due) -> bool:
    """Remove something that was found: it is gone if this transaction commits. False where it is no longer owed, or at
    another instant."""
    gone = delete(tables.Due).where(tables.Due.id == one.id, tables.Due.due_at == one.due_at)
    return session.execute(gone.returning(tables.Due.id)).first() is not None


def put_off(session: Session, one: Due, *, until: datetime) -> None:
    """Let something that could not be dealt with fall due again at `until`."""
    session.execute(update(tables.Due).where(tables.Due.id == one.id).values(due_at=until))


def next_at(session: Reader) -> datetime | None:
    """When the next thing falls due."""
    found: datetime | None = session.scalar(_NEXT)
    return found
