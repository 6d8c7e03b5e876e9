"""The audit log (INV-16)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.store import rows, tables

CLOCK = "clock"


def record(
    session: Session,
    council: Council,
    *,
    actor: str,
    verb: str,
    object_kind: str,
    object_id: int,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    via: str,
) -> None:
    """Append that `actor` (a Slack id, or CLOCK) did `verb` to an object, through the door `via`."""
    session.add(
        tables.Event(
            **rows.under(council, now),
            actor=actor,
            verb=verb,
            object_kind=object_kind,
            object_id=object_id,
            before=before,
            after=after,
            via=via,
        )
    )
