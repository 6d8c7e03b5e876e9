"""What was told to the council: whom it waits with, and that whoever told it hears what became of it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import meetings
from bot.council.departments import Council
from bot.council.other_business import State, Told
from bot.store import other_business as kept
from bot.store import outbox
from bot.store.outbox import Kind, Subject

# Somebody who takes over has the latest of what waits; nobody reads through more at once.
MOST_HANDED_ON = 20


def owe(
    session: Session, council: Council, told_id: int, *, chair: str, now: datetime, at: datetime | None = None
) -> None:
    """What somebody told the council, to somebody who can settle it (a Slack id), once each. To be sent at `at` (UTC),
    or at once."""
    outbox.owe(
        session,
        council,
        key=f"told:{told_id}:{chair}",
        kind=Kind.TOLD_COUNCIL,
        recipient=chair,
        subject=Subject(item=told_id),
        now=now,
        at=at,
    )


def owe_answer(session: Session, council: Council, told: Told, *, now: datetime) -> None:
    """What became of it, to whoever told it: one message, which changes where that does."""
    outbox.owe(
        session,
        council,
        key=f"told_answered:{told.id}",
        kind=Kind.TOLD_ANSWERED,
        recipient=told.told_by,
        subject=Subject(item=told.id),
        now=now,
    )


def hand_to(session: Session, council: Council, chair: str, *, now: datetime, at: datetime | None = None) -> None:
    """What waits is for somebody who has the chair's rights from now on, unless they have it already."""
    for told in reversed(kept.list_of_council(session, council, [State.INBOX], most=MOST_HANDED_ON)):
        owe(session, council, told.id, chair=chair, now=now, at=at)


def changed(session: Session, council: Council, told: Iterable[Told], *, now: datetime) -> None:
    """Whatever shows what was told is out of date."""
    items = [one.id for one in told]
    outbox.touch(session, council, Kind.TOLD_COUNCIL, Kind.TOLD_ANSWERED, items=items, now=now)


def meeting_changed(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The meeting on whose agenda something is has another date, or is cancelled."""
    on_it = kept.list_of_meeting(session, meeting.id)
    if on_it:
        changed(session, council, on_it, now=now)
