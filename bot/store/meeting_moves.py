"""Where meetings were moved from and to, and who has been told of a date by what was sent about it."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.council import meetings
from bot.council.departments import Council
from bot.council.outlooks import Move
from bot.store import claims, nudges, outbox, rows, tables
from bot.store.database import Reader

_MOVE = tables.MeetingMove.__table__
# A message in doubt may have been read: better told twice of a date than left with an old one.
_MAYBE_READ = (outbox.State.SENT, outbox.State.SENDING, outbox.State.UNKNOWN)
# What goes to a department's channel, or to whoever speaks for it where we cannot post there.
_FOR_CHANNELS = (outbox.Kind.MEETING_MOVED, outbox.Kind.MEETING_CANCELLED)
# What names dates of other meetings than the one it is about.
_OF_OTHERS = (outbox.Kind.RULE_CHANGED, outbox.Kind.MEETING_CANCELLED, outbox.Kind.DIGEST)


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


def places_told(session: Reader, meeting_id: int) -> tuple[str, ...]:
    """Where something about the meeting stands, or may stand, in the order it came: channels, and people who read it
    in place of a channel that we cannot post in."""
    message = tables.Outbox
    wanted = (
        select(message.recipient)
        .where(
            message.meeting_id == meeting_id,
            message.state.in_([str(state) for state in _MAYBE_READ]),
            message.recipient.not_like("U%") & message.recipient.not_like("W%")
            | message.kind.in_([str(kind) for kind in _FOR_CHANNELS]),
        )
        .order_by(message.id)
    )
    return tuple(dict.fromkeys((*session.scalars(wanted), *nudges.list_places_told(session, meeting_id))))


def last_told(session: Reader, claim: claims.Claim, meeting_id: int) -> datetime | None:
    """When the meeting starts (UTC) as far as those know who will read the message that is claimed: what the last one
    before it said of that in the same conversation, or thread. None where none did."""
    message, itself = tables.Outbox, aliased(tables.Outbox)
    sent_at = func.coalesce(message.sent_at, message.attempted_at)
    same_place = (
        and_(message.recipient == itself.recipient, message.parent_id.is_(None))
        if claim.thread_ts is None
        else or_(message.id == itself.parent_id, message.parent_id == itself.parent_id)
    )
    wanted = (
        select(message.told)
        .join(itself, and_(itself.id == claim.id, same_place, itself.council_id == message.council_id))
        .where(
            message.id != claim.id,
            message.told.is_not(None),
            message.state.in_([str(state) for state in _MAYBE_READ]),
            or_(message.meeting_id == meeting_id, message.kind.in_([str(kind) for kind in _OF_OTHERS])),
        )
        .order_by(sent_at.desc(), message.id.desc())
    )
    if claim.sent_at is not None:
        wanted = wanted.where(sent_at <= claim.sent_at)
    said = (told.get(str(meeting_id)) for told in session.scalars(wanted))
    return next((datetime.fromisoformat(starts_at) for starts_at in said if starts_at is not None), None)
