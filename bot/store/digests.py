"""A recipient's one message a day (INV-11): owed for whatever nudges there are for them, edited with what they ask."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from bot.council import nudges
from bot.council.departments import Council
from bot.store import outbox, rows, tables
from bot.store.database import Reader

_MESSAGE = tables.Outbox.__table__


@dataclass(frozen=True)
class Digest:
    """A digest of the day `on`, to be sent at `at` (UTC); of one department where it is for its channel."""

    recipient: str
    on: date
    at: datetime
    department_id: int | None = None


def owe(session: Session, council: Council, owed: Iterable[Digest], *, now: datetime) -> None:
    """Owe these digests; those that are owed already stay as they are, and those that were dropped, as there was
    nothing to say, or that Slack refused are owed anew. Two statements, however many."""
    made = [
        rows.under(council, now)
        | {
            "key": nudges.digest_key(one.recipient, one.on),
            "kind": str(outbox.Kind.DIGEST),
            "recipient": one.recipient,
            "department_id": one.department_id,
            "state": str(outbox.State.PENDING),
            "revision": 1,
            "shown": 0,
            "next_at": one.at,
            "tries": 0,
        }
        for one in owed
    ]
    if not made:
        return
    statement = rows.insert(session, tables.Outbox)
    # No `in`: its list is written out for each execution, which a statement for many rows at once has no place for.
    ended = or_(_MESSAGE.c.state == str(outbox.State.DROPPED), _MESSAGE.c.state == str(outbox.State.FAILED))
    session.execute(
        statement.on_conflict_do_update(
            index_elements=("council_id", "key"),
            set_={
                "state": case((ended, str(outbox.State.PENDING)), else_=_MESSAGE.c.state),
                "next_at": case((ended, statement.excluded.next_at), else_=_MESSAGE.c.next_at),
                "slot_at": case((ended, None), else_=_MESSAGE.c.slot_at),
                "tries": case((ended, 0), else_=_MESSAGE.c.tries),
                "error": case((ended, None), else_=_MESSAGE.c.error),
            },
        ),
        made,
    )


def touch(session: Session, council: Council, shown: Collection[tuple[str, date]], *, now: datetime) -> None:
    """What these digests (whose, of which day) show has changed: those that were posted are edited."""
    if not shown:
        return
    keys = [nudges.digest_key(recipient, on) for recipient, on in shown]
    session.execute(
        update(tables.Outbox)
        .where(
            _MESSAGE.c.council_id == council.id,
            _MESSAGE.c.key.in_(keys),
            _MESSAGE.c.state.in_([str(outbox.State.PENDING), str(outbox.State.SENDING), str(outbox.State.SENT)]),
        )
        .values(
            revision=_MESSAGE.c.revision + 1,
            next_at=case(
                (_MESSAGE.c.state == str(outbox.State.SENT), func.coalesce(_MESSAGE.c.next_at, now)),
                else_=_MESSAGE.c.next_at,
            ),
        )
    )


def drop(session: Session, council: Council, recipient: str, on: date) -> None:
    """Nothing is left to say in a digest that waits."""
    session.execute(
        update(tables.Outbox)
        .where(
            _MESSAGE.c.council_id == council.id,
            _MESSAGE.c.key == nudges.digest_key(recipient, on),
            _MESSAGE.c.state == str(outbox.State.PENDING),
        )
        .values(state=str(outbox.State.DROPPED), next_at=None, slot_at=None, error="no_longer_wanted")
    )


def list_posted(session: Reader, council: Council, wanted: Iterable[tuple[str, date]]) -> frozenset[tuple[str, date]]:
    """Those of these digests (whose, of which day) that were posted and can be edited."""
    keys = [nudges.digest_key(recipient, on) for recipient, on in wanted]
    posted = select(_MESSAGE.c.key).where(
        _MESSAGE.c.council_id == council.id, _MESSAGE.c.key.in_(keys), _MESSAGE.c.ts.is_not(None)
    )
    return frozenset(nudges.digest_of(key) for key in session.scalars(posted))


def follow_channel(session: Session, council: Council, *, old: str, new: str) -> None:
    """A channel has another id: its digests have another key."""
    session.execute(
        update(tables.Outbox)
        .where(_MESSAGE.c.council_id == council.id, _MESSAGE.c.key.startswith(f"digest:{old}:", autoescape=True))
        .values(key=func.replace(_MESSAGE.c.key, f"digest:{old}:", f"digest:{new}:"))
    )
