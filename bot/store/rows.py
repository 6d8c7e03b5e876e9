"""Two statements every table needs, written once for both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.store import Stale, tables


def under(council: Council, now: datetime) -> dict[str, Any]:
    """The columns every row of a council carries."""
    return {"workspace_id": council.workspace_id, "council_id": council.id, "created_at": now}


def insert_once(session: Session, table: type[tables.Base], values: dict[str, Any]) -> int | None:
    """Insert a row and return its id, or None where a unique key says it is there already."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.__table__.c.id)
    row = session.execute(statement).first()
    return None if row is None else int(row[0])


def update_if_unchanged(
    session: Session, table: type[tables.Base], *, row_id: int, version: int, values: dict[str, Any]
) -> None:
    """Update the row and count its version up; raise Stale where somebody else did so since `version` was read."""
    columns = table.__table__.c
    statement = (
        update(table).where(columns.id == row_id, columns.version == version).values(**values, version=version + 1)
    )
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise Stale
