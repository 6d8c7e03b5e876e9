"""What Slack makes of the messages that are owed, as the post office would mark it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.ladder import LADDER, Ladder
from bot.store import claims, councils, outbox
from bot.store.claims import Claim
from bot.store.database import Database
from bot.usecases import digests, fallbacks, receipts

Answer = Callable[[Session, Council, Claim, datetime], None]


def takes(session: Session, council: Council, taken: Claim, now: datetime) -> None:
    """Slack takes it."""
    claims.mark_sent(session, taken, channel=taken.recipient, ts=f"{taken.id}.0", digest="drawn", now=now)
    fallbacks.takes_posts(session, council, taken, now=now)


def refuses(error: str) -> Answer:
    """Slack takes it not, and says why."""

    def answer(session: Session, council: Council, taken: Claim, now: datetime) -> None:
        claims.mark_ended(session, taken, outbox.State.FAILED, error=error, now=now)
        fallbacks.fall_back(session, council, taken, error, now=now)

    return answer


def is_silent(session: Session, council: Council, taken: Claim, now: datetime) -> None:
    """Slack does not say whether it took it."""
    claims.mark_ended(session, taken, outbox.State.UNKNOWN, error="no_answer", now=now)
    receipts.ask_chair(session, council, taken, now=now)


def deliver(database: Database, answers: dict[str, Answer], *, now: datetime, ladder: Ladder = LADDER) -> list[str]:
    """Send everything that can go within ten minutes from `now` on; to each recipient of `answers` Slack answers so,
    and takes everything else. The keys, in the order they went."""
    went = []
    at = now
    while at < now + timedelta(minutes=10):
        with database.write() as session:
            taken = claims.claim(session, now=at, skips_locked=database.skips_locked)
            if taken is not None:
                council = councils.hold(session, councils.get(session, taken.council_id))
                if _goes(session, council, taken, ladder, now=at):
                    went.append(taken.key)
                    answer = takes if taken.ts is not None else answers.get(taken.recipient, takes)
                    answer(session, council, taken, at)
        if taken is None:
            at += timedelta(seconds=20)
    return went


def _goes(session: Session, council: Council, taken: Claim, ladder: Ladder, *, now: datetime) -> bool:
    """Whether it is still of use; a digest is drawn up in the moment it goes."""
    if taken.kind is not outbox.Kind.DIGEST or taken.ts is not None:
        return True
    composed = digests.compose(session, council, taken, ladder, now=now)
    if isinstance(composed, datetime):
        claims.mark_waiting(session, taken, until=composed, error="outside_hours", now=now)
    elif composed is None:
        claims.mark_ended(session, taken, outbox.State.DROPPED, error="no_longer_wanted", now=now)
    return composed is not None and not isinstance(composed, datetime)
