"""Where meetings were moved from and to, and who has been told of a date by what was sent about it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.council import meetings, nudges
from bot.council.departments import Council
from bot.council.outlooks import Move
from bot.store import outbox, rows, tables
from bot.store.database import Reader

_MOVE = tables.MeetingMove.__table__
# A message in doubt may have been read: better told twice of a date than left with an old one.
_MAYBE_READ = (outbox.State.SENT, outbox.State.SENDING, outbox.State.UNKNOWN)


def add(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    after: meetings.Meeting,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> Move:
    """Keep that a meeting moved. Who moves it holds the council (`councils.hold`)."""
    last = session.scalar(select(func.max(_MOVE.c.number)).where(_MOVE.c.meeting_id == before.id)) or 0
    made = Move(last + 1, before.starts_at, after.starts_at, reason, by)
    session.add(
        tables.MeetingMove(
            **rows.under(council, now),
            meeting_id=before.id,
            number=made.number,
            from_starts_at=made.from_starts_at,
            to_starts_at=made.to_starts_at,
            reason=reason,
            moved_by=by,
        )
    )
    session.flush()
    return made


def list_of(session: Reader, meeting_id: int) -> list[Move]:
    """Every move of a meeting, the first one first."""
    columns = (_MOVE.c.number, _MOVE.c.from_starts_at, _MOVE.c.to_starts_at, _MOVE.c.reason, _MOVE.c.moved_by)
    wanted = select(*columns).where(_MOVE.c.meeting_id == meeting_id).order_by(_MOVE.c.number)
    return [Move(*row) for row in session.execute(wanted)]


def channels_told(session: Reader, meeting_id: int) -> tuple[str, ...]:
    """The channels in which something about the meeting stands, or may stand, in the order they got it."""
    message = tables.Outbox
    wanted = (
        select(message.recipient)
        .where(message.meeting_id == meeting_id, message.state.in_([str(state) for state in _MAYBE_READ]))
        .order_by(message.id)
    )
    return tuple(dict.fromkeys(r for r in session.scalars(wanted) if not r.startswith(("U", "W"))))


def keys_sent(session: Reader, council: Council, keys: Iterable[str]) -> frozenset[str]:
    """Those of the messages with these keys that were sent, or may have been."""
    message = tables.Outbox
    wanted = select(message.key).where(
        message.council_id == council.id,
        message.key.in_(list(keys)),
        message.state.in_([str(state) for state in _MAYBE_READ]),
    )
    return frozenset(session.scalars(wanted))


def take_back_nudges(session: Session, council: Council, meeting: meetings.Meeting) -> None:
    """Nudges about the meeting that were decided and not sent are decided anew; those that were sent stay sent."""
    message = tables.Outbox
    unsent = (
        update(message)
        .where(
            message.council_id == council.id,
            message.meeting_id == meeting.id,
            message.kind == str(outbox.Kind.DIGEST),
            message.state == str(outbox.State.PENDING),
        )
        .values(state=str(outbox.State.DROPPED), next_at=None, error="meeting_moved")
    )
    session.execute(unsent)
    sent = select(message.department_id).where(
        message.council_id == council.id,
        message.meeting_id == meeting.id,
        message.kind == str(outbox.Kind.DIGEST),
        message.state.in_([str(state) for state in _MAYBE_READ]),
    )
    kept = [f"{nudges.Rung.MTG_1}:{meeting.id}:{department_id}" for department_id in session.scalars(sent)]
    rung = tables.Nudge
    session.execute(
        delete(rung).where(
            rung.council_id == council.id,
            rung.key.startswith(f"{nudges.Rung.MTG_1}:{meeting.id}:", autoescape=True),
            rung.key.not_in(kept),
        )
    )
