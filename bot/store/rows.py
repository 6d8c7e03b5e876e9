"""Two statements every table needs, written once for both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.store import Stale, tables


def under(council: Council, now: datetime) -> dict[str, Any]:
    """The columns every row of a council carries."""
    return {"workspace_id": council.workspace_id, "council_id": council.id, "created_at": now}


def insert_once(session: Session, table: type[tables.Base], values: dict[str, Any]) -> int | None:
    """Insert a row and return its id, or None where a unique key says it is there already."""
    row = session.execute(_insert_new(session, table, values).returning(table.__table__.c.id)).first()
    return None if row is None else int(row[0])


def insert_new(session: Session, table: type[tables.Base], values: dict[str, Any]) -> bool:
    """Insert a row into a table whose key is not an id; False where the key is there already."""
    keys = inspect(table).primary_key
    return session.execute(_insert_new(session, table, values).returning(*keys)).first() is not None


def put_all(session: Session, table: type[tables.Base], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Insert rows, or bring those up to date whose unique `key` (column names) is there already; when a row was
    created stays as it was. One statement, however many."""
    if not rows:
        return
    statement = insert(session, table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in (*key, "created_at")}
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=new), rows)


def insert(session: Session, table: type[tables.Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what is to become of a row that is there already, on either database."""
    # Into the table, not for the class: of a class's rows the ORM makes a statement for each run of those that have the
    # same columns set.
    into: Any = inspect(table).local_table
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(into)
    return sqlite.insert(into)


def _insert_new(
    session: Session, table: type[tables.Base], values: dict[str, Any]
) -> sqlite.Insert | postgresql.Insert:
    return insert(session, table).values(**values).on_conflict_do_nothing()


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
