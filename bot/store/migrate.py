"""Bringing a database to the tables this release expects. Alembic does it, set up here and not by a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, func, inspect, select, table, text

from bot.store import database
from bot.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

DIRECTORY = Path(__file__).parent / "migrations"
# Any number does that nothing else using the same PostgreSQL database takes.
_ADVISORY_LOCK = 2027_02_09


class BrokenReferences(Exception):
    """A migration left rows that refer to rows that are gone, and was undone; `tables` says where such rows are."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(", ".join(tables))
        self.tables = tables


def upgrade(url: str, *, directory: Path = DIRECTORY) -> None:
    """Bring the database at `url` to the newest revision; nothing where it is there. Several may do so at once.

    All of it happens in one transaction, or nothing does. Raises BrokenReferences (on SQLite; PostgreSQL checks as it
    goes).
    """
    # Imported here: a seventh of a second that only a migration needs to spend.
    from alembic import command  # noqa: PLC0415

    engine = database.engine_for_migrations(url)
    with engine.begin() as connection:
        _wait_for_others(connection)
        command.upgrade(_config(connection, directory), "head")
        _check_references(connection)


def is_current(opened: Database) -> bool:
    """Whether the database is at the newest revision this release knows. Alembic is not loaded to find out."""
    version = table("alembic_version", column("version_num"))
    with opened.read() as session:
        if not inspect(session).has_table(version.name):
            return False
        return list(session.scalars(select(version.c.version_num))) == [newest_revision()]


def newest_revision(directory: Path = DIRECTORY) -> str:
    """The newest revision this release knows, such as "0012": its file's name begins with it."""
    return max((path.name.split("_")[0] for path in (directory / "versions").glob("[0-9]*.py")), default="0000")


def draft(url: str, name: str, *, directory: Path = DIRECTORY) -> Path:
    """Write the next migration from how the models differ from the up-to-date database at `url`, and return its path.

    `name` says what changes, in a few words. A person checks and completes what was written.
    """
    from alembic import command  # noqa: PLC0415  # as above

    revision = f"{int(newest_revision(directory)) + 1:04}"
    with database.engine_for_migrations(url).begin() as connection:
        script = command.revision(_config(connection, directory), message=name, autogenerate=True, rev_id=revision)
    assert script is not None
    assert not isinstance(script, list), "one revision was asked for"
    return Path(script.path)


def _config(connection: Connection, directory: Path) -> Config:
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(directory).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _wait_for_others(connection: Connection) -> None:
    # On SQLite the transaction began by taking the only write lock. The lock ends with the transaction.
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        # A table cannot be altered while one of its triggers waits for the end of the transaction.
        connection.execute(text("set constraints all immediate"))


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = {str(row[0]) for row in connection.exec_driver_sql("pragma foreign_key_check")}
        if broken:
            raise BrokenReferences(sorted(broken))
