"""The audit log (INV-16)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.roster import Change
from bot.store import homes, rows, tables
from bot.store.database import Reader

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
    """Append that `actor` (a Slack id, or CLOCK) did `verb` to an object, through the door `via`. Homes may show it."""
    homes.may_have_changed(session, council.workspace_id, by=actor, now=now)
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


def list_changes(
    session: Reader, council: Council, *, object_kind: str, object_id: int, since: datetime
) -> list[Change]:
    """What was done to an object at or after an instant (UTC), the earliest first."""
    event = tables.Event.__table__.c
    wanted = (
        select(event.actor, event.created_at, event.before, event.after)
        .where(
            event.council_id == council.id,
            event.object_kind == object_kind,
            event.object_id == object_id,
            event.created_at >= since,
        )
        .order_by(event.id)
    )
    return [Change(row.actor, row.created_at, row.before or {}, row.after or {}) for row in session.execute(wanted)]


def latest_verb(session: Reader, council: Council, *, object_kind: str, object_id: int) -> str | None:
    """The last thing that was done to an object."""
    event = tables.Event.__table__.c
    wanted = (
        select(event.verb)
        .where(event.council_id == council.id, event.object_kind == object_kind, event.object_id == object_id)
        .order_by(event.id.desc())
        .limit(1)
    )
    found = session.execute(wanted).first()
    return None if found is None else str(found.verb)


def find_last(
    session: Reader, council: Council, *, object_kind: str, object_id: int, verbs: Collection[str]
) -> tuple[str, str, datetime] | None:
    """Who last did one of the verbs to an object, which one, and when (UTC); None where nobody ever did."""
    event = tables.Event.__table__.c
    wanted = (
        select(event.actor, event.verb, event.created_at)
        .where(
            event.council_id == council.id,
            event.object_kind == object_kind,
            event.object_id == object_id,
            event.verb.in_(verbs),
        )
        .order_by(event.id.desc())
        .limit(1)
    )
    found = session.execute(wanted).first()
    return None if found is None else (str(found.actor), str(found.verb), found.created_at)
