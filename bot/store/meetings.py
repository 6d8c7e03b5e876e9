"""Meetings of a council."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.council import meetings
from bot.council.departments import Council
from bot.store import NotFound, rows, tables


def add(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> meetings.Meeting:
    """Keep a new meeting; its id is ignored."""
    values = _values(meeting)
    row = tables.Meeting(**rows.under(council, now), **values, version=1, updated_at=now)
    session.add(row)
    session.flush()
    return _meeting(row)


def save(session: Session, meeting: meetings.Meeting, *, now: datetime) -> meetings.Meeting:
    """Keep a changed meeting; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.Meeting,
        row_id=meeting.id,
        version=meeting.version,
        values=_values(meeting) | {"updated_at": now},
    )
    session.expire_all()
    return get(session, meeting.id)


def get(session: Session, meeting_id: int) -> meetings.Meeting:
    """The meeting with that id; raises NotFound."""
    row = session.get(tables.Meeting, meeting_id)
    if row is None:
        raise NotFound(meeting_id)
    return _meeting(row)


def list_running(session: Session, council: Council) -> list[meetings.Meeting]:
    """Meetings between opening their reports and their close (at most one, INV-1)."""
    return _list(session, council, meetings.RUNNING)


def list_planned(session: Session, council: Council) -> list[meetings.Meeting]:
    """Meetings whose reports are not open yet, soonest first."""
    return _list(session, council, (meetings.State.PLANNED,))


def find_current(session: Session, council: Council) -> meetings.Meeting | None:
    """The meeting at hand: the one running, else the next planned."""
    at_hand = list_running(session, council) or list_planned(session, council)
    return at_hand[0] if at_hand else None


def find_following(session: Session, council: Council, meeting: meetings.Meeting) -> meetings.Meeting | None:
    """The first planned meeting after `meeting`."""
    return next((other for other in list_planned(session, council) if other.starts_at > meeting.starts_at), None)


def last_seq(session: Session, council: Council) -> int:
    """The highest sequence number given so far; 0 before the first meeting."""
    return session.scalar(select(func.max(tables.Meeting.seq)).where(tables.Meeting.council_id == council.id)) or 0


def latest(session: Session, council: Council) -> meetings.Meeting | None:
    """The meeting furthest in the future."""
    row = session.scalar(
        select(tables.Meeting)
        .where(tables.Meeting.council_id == council.id)
        .order_by(tables.Meeting.starts_at.desc())
        .limit(1)
    )
    return None if row is None else _meeting(row)


def _list(session: Session, council: Council, states: tuple[meetings.State, ...]) -> list[meetings.Meeting]:
    found = session.scalars(
        select(tables.Meeting)
        .where(tables.Meeting.council_id == council.id, tables.Meeting.state.in_([str(state) for state in states]))
        .order_by(tables.Meeting.starts_at)
    )
    return [_meeting(row) for row in found]


def _values(meeting: meetings.Meeting) -> dict[str, object]:
    values = asdict(meeting)
    for unwanted in ("id", "council_id", "version"):
        del values[unwanted]
    return values | {"state": str(meeting.state)}


def _meeting(row: tables.Meeting) -> meetings.Meeting:
    return meetings.Meeting(
        id=row.id,
        council_id=row.council_id,
        seq=row.seq,
        on=row.on,
        starts_at=row.starts_at,
        original_starts_at=row.original_starts_at,
        duration_min=row.duration_min,
        opens_at=row.opens_at,
        reports_due_at=row.reports_due_at,
        agenda_at=row.agenda_at,
        nudge_on=row.nudge_on,
        state=meetings.State(row.state),
        question=row.question,
        agenda_posted_at=row.agenda_posted_at,
        agenda_posted_by=row.agenda_posted_by,
        closed_at=row.closed_at,
        version=row.version,
    )
