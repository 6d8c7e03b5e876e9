"""What still needs someone, from when it was first seen until it is gone, and when the chair was told of it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.store import rows, tables
from bot.store.database import Reader

_NEED = tables.Need.__table__


def told(session: Reader, council: Council) -> Mapping[str, datetime]:
    """Every need that is kept, by its key, with the UTC instant at which the chair was told of it, or will be."""
    wanted = select(_NEED.c.key, _NEED.c.told_at).where(_NEED.c.council_id == council.id).order_by(_NEED.c.id)
    return {row.key: row.told_at for row in session.execute(wanted)}


def since(session: Reader, council: Council, key: str) -> datetime | None:
    """Since when a need is kept (UTC); None where it is not."""
    return session.scalar(select(_NEED.c.created_at).where(_NEED.c.council_id == council.id, _NEED.c.key == key))


def put(session: Session, council: Council, keys: Collection[str], *, told_at: datetime, now: datetime) -> None:
    """Keep needs, new or known, with the instant at which the chair is told of them. One statement."""
    added = [rows.under(council, now) | {"key": key, "told_at": told_at} for key in keys]
    rows.put_all(session, tables.Need, ("council_id", "key"), added)


def drop(session: Session, council: Council, keys: Collection[str]) -> None:
    """These are gone."""
    if keys:
        session.execute(delete(tables.Need).where(_NEED.c.council_id == council.id, _NEED.c.key.in_(keys)))
