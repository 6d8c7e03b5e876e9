"""What the council owes people to say, and what was written down, as a deed left it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council import nudges
from bot.council.ladder import LADDER, Ladder
from bot.store import claims, councils, outbox, tables
from bot.store import ladder as kept_ladder
from bot.store.database import Database
from bot.usecases import calendar_notices, digests, turns


def messages(database: Database) -> dict[str, tables.Outbox]:
    """Every message ever owed, by its key, in the order they were owed."""
    with Session(database.engine) as session:
        found = session.scalars(select(tables.Outbox).order_by(tables.Outbox.id)).all()
    return {row.key: row for row in found}


def keys(database: Database) -> list[str]:
    """The keys of the messages ever owed, in the order they were owed."""
    return list(messages(database))


def besides_digests(database: Database) -> list[str]:
    """The same, without the days' reminders."""
    return [key for key in keys(database) if not key.startswith("digest:")]


def send_all(database: Database, *, now: datetime, ladder: Ladder = LADDER) -> dict[str, nudges.Digest]:
    """Mark every waiting message as sent, as if Slack had taken them one after another; digests that have nothing to
    say are dropped."""
    climb(database, now=now, ladder=ladder)
    said = {}
    with database.write() as session:
        # Replies, which wait for their parent, come after it.
        waiting = (tables.Outbox.state == str(outbox.State.PENDING)) & tables.Outbox.parent_id.is_not(None)
        for row in session.scalars(
            select(tables.Outbox).where((tables.Outbox.next_at <= now) | waiting).order_by(tables.Outbox.id)
        ):
            row.state, row.next_at, row.sent_at = str(outbox.State.SENT), None, row.sent_at or now
            if row.ts is None and row.kind == outbox.Kind.DIGEST:
                digest = composed(session, row, now=now, ladder=ladder)
                if not isinstance(digest, nudges.Digest):
                    row.state, row.next_at = str(outbox.State.DROPPED if digest is None else row.state), digest
                    continue
                said[row.key] = digest
            elif row.ts is None:
                council = councils.get(session, row.council_id)
                told = calendar_notices.dates_told(
                    session, council, outbox.Kind(row.kind), row.recipient, row.meeting_id
                )
                row.told = {str(meeting_id): starts_at.isoformat() for meeting_id, starts_at in told.items()}
            row.channel, row.ts, row.shown = row.recipient, f"{row.id}.0", row.revision
    return said


def climb(database: Database, *, now: datetime, ladder: Ladder = LADDER) -> list[str]:
    """Let the ladder decide what is due, without the clock's other work; what became of each rung."""
    said = []
    with database.write() as session:
        while (council_id := kept_ladder.find_council(session, now=now)) is not None:
            council = councils.get(session, council_id)
            decided = turns.take_turns(session, council, ladder, now=now, skips_locked=database.skips_locked)
            said += [one.outcome for one in decided]
    return said


def composed(
    session: Session, row: tables.Outbox, *, now: datetime, ladder: Ladder = LADDER
) -> nudges.Digest | datetime | None:
    """What a digest says that is about to be posted."""
    council = councils.get(session, row.council_id)
    return digests.compose(session, council, claim_of(row), ladder, now=now)


def claim_of(row: tables.Outbox) -> claims.Claim:
    """A message as a worker has it that sends it."""
    return claims.Claim(
        id=row.id,
        workspace_id=row.workspace_id,
        council_id=row.council_id,
        key=row.key,
        kind=outbox.Kind(row.kind),
        recipient=row.recipient,
        subject=outbox.Subject(row.meeting_id, row.department_id, row.action_id, row.item, row.page),
        revision=row.revision,
        tries=row.tries,
        lease_until=row.lease_until,  # type: ignore[arg-type]  # nobody holds it
        in_doubt=False,
        attempted_at=row.created_at,
        sent_at=row.sent_at,
        channel=row.channel,
        ts=row.ts,
        digest=None,
        thread_channel=None,
        thread_ts=None,
    )


def to_edit(database: Database) -> set[str]:
    """The keys of the messages that were sent and are out of date."""
    return {
        key for key, row in messages(database).items() if row.state == outbox.State.SENT and row.next_at is not None
    }


def events(database: Database) -> list[tuple[str, str]]:
    """Who did what, in order."""
    with database.read() as session:
        found = session.execute(select(tables.Event.actor, tables.Event.verb).order_by(tables.Event.id)).all()
    return [(actor, verb) for actor, verb in found]
