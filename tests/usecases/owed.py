"""What the council owes people to say, and what was written down, as a deed left it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store import councils, outbox, tables
from bot.store.database import Database
from bot.usecases import calendar_notices


def messages(database: Database) -> dict[str, tables.Outbox]:
    """Every message ever owed, by its key, in the order they were owed."""
    with Session(database.engine) as session:
        found = session.scalars(select(tables.Outbox).order_by(tables.Outbox.id)).all()
    return {row.key: row for row in found}


def keys(database: Database) -> list[str]:
    """The keys of the messages ever owed, in the order they were owed."""
    return list(messages(database))


def send_all(database: Database, *, now: datetime) -> None:
    """Mark every waiting message as sent, as if Slack had taken them one after another."""
    with database.write() as session:
        for row in session.scalars(select(tables.Outbox).where(tables.Outbox.next_at <= now)):
            row.state, row.next_at, row.sent_at = str(outbox.State.SENT), None, row.sent_at or now
            if row.ts is None:
                council = councils.get(session, row.council_id)
                told = calendar_notices.dates_told(
                    session, council, outbox.Kind(row.kind), row.recipient, row.meeting_id
                )
                row.told = {str(meeting_id): starts_at.isoformat() for meeting_id, starts_at in told.items()}
            row.channel, row.ts, row.shown = row.recipient, f"{row.id}.0", row.revision


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
