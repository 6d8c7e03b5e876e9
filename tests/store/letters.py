"""An outbox at T0: what is owed in it, taken from it, and said of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.council.departments import Council
from bot.store import claims, councils, outbox
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.outbox import Kind, State, Subject
from bot.store.paces import Rates
from tests.builders import SALES_CHANNEL, T0

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)
AFTER_THE_LEASE = T0 + claims.LEASE


def owe(database: Database, key: str = "card", *, of: Council | None = None, **facts: Any) -> bool:
    """A message for Sales' channel about nothing in particular, owed at T0; the first council's, or that `of`
    another."""
    what: dict[str, Any] = {"kind": Kind.ACTION_CARD, "recipient": SALES_CHANNEL, "subject": Subject(), "now": T0}
    with database.write() as session:
        council = of or councils.list_all(session)[0]
        return outbox.owe(session, council, key=key, **what | facts)


def touch(database: Database, *kinds: Kind, now: datetime = T0, **subject: Any) -> None:
    """Something that messages of these kinds (cards, unless given) show has changed."""
    with database.write() as session:
        council = councils.list_all(session)[0]
        outbox.touch(session, council, *kinds or (Kind.ACTION_CARD,), now=now, **subject)


def claim(database: Database, now: datetime = T0, rates: Rates | None = None) -> Claim | None:
    """What can go at `now`, if anything."""
    with database.write() as session:
        return claims.claim(session, now=now, skips_locked=database.skips_locked, rates=rates)


def claim_many(database: Database, now: datetime = T0, rates: Rates | None = None) -> list[str]:
    """The keys of all that can be claimed at `now`."""
    keys = []
    while (taken := claim(database, now, rates)) is not None:
        keys.append(taken.key)
    return keys


def take(database: Database, now: datetime = T0) -> Claim:
    """What can go at `now`; something can."""
    taken = claim(database, now)
    assert taken is not None
    return taken


def key_of(taken: Claim | None) -> str | None:
    """The key of a claim, or that there is none."""
    return None if taken is None else taken.key


def sent(database: Database, taken: Claim, *, ts: str = "1.1", now: datetime = T0) -> None:
    """Slack has taken it."""
    with database.write() as session:
        claims.mark_sent(session, taken, channel=taken.recipient, ts=ts, digest="looks", now=now)


def send_next(database: Database, now: datetime = T0) -> str | None:
    """Take what can go at `now`, have Slack take it at once, and say its key."""
    taken = claim(database, now)
    if taken is not None:
        sent(database, taken, ts=f"{taken.id}.0", now=now)
    return key_of(taken)


def waiting(database: Database, taken: Claim, *, until: datetime, in_doubt: bool = False, holds: bool = False) -> None:
    """It has to wait, its conversation with it where it `holds` that."""
    with database.write() as session:
        claims.mark_waiting(
            session, taken, until=until, error="ratelimited", now=T0, in_doubt=in_doubt, holds_conversation=holds
        )


def ended(database: Database, taken: Claim, state: State) -> None:
    """Nothing more is tried."""
    with database.write() as session:
        claims.mark_ended(session, taken, state, error="channel_not_found")


def next_at(database: Database) -> datetime | None:
    """When something may be able to go."""
    with database.read() as session:
        return outbox.next_at(session)


def tally(database: Database) -> dict[State, int]:
    """How many messages there are in each state."""
    with database.read() as session:
        return {state: len(keys) for state in State if (keys := outbox.list_keys(session, state))}
