"""Engines and transactions, the same on SQLite and PostgreSQL."""

import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.memory import Memory

POOL_SIZE = 25
BUSY_TIMEOUT_MS = 30_000
WAL_RETRY_S = 0.02

# What a query function that changes nothing is given, called `session` either way: either kind of transaction will do.
# A Session flushes before our Core selects too (SQLAlchemy from 2.1 on), so they see what was added before.
Reader = Session | Connection
_LAST = "last"


class Database:
    """One engine and its two kinds of transaction. Inside `write()` everything commits together or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._memory = Memory()
        self._write = sessionmaker(engine.execution_options(write=True), expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, without what an ORM keeps in mind for writing: half of what a list costs."""
        with self.engine.connect() as connection:
            yield self._memory.for_one_transaction(connection)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block and rolls back on any exception.

        On SQLite it holds the only write lock from its first statement, so what it read cannot change under it.
        """
        with self._write.begin() as session:
            yield session
            for do in session.info.pop(_LAST, {}).values():
                do(session)

    @property
    def skips_locked(self) -> bool:
        """Whether rows can be claimed with FOR UPDATE SKIP LOCKED; on SQLite the write lock does the same work."""
        return self.engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Give back every connection, and forget what was read: it may be another file when it is opened again."""
        self.engine.dispose()
        self._memory.forget()


def at_the_end(session: Session, key: Hashable, do: Callable[[Session], None]) -> None:
    """Have something done once, as the last of all that a `write()` transaction does: what many of them change is
    locked for no longer than it takes to commit, and by whoever locks nothing afterwards."""
    session.info.setdefault(_LAST, {})[key] = do


def open_database(url: str) -> Database:
    """Open the database at a SQLAlchemy `url` (sqlite:///… or postgresql+psycopg://…); nothing is created or migrated.

    Statement parameters never show in errors or logs: they hold what people wrote.
    """
    if url.startswith("sqlite"):
        return Database(_sqlite_engine(url, "foreign_keys=on", pool_size=POOL_SIZE, max_overflow=0))
    return Database(_postgres_engine(url, pool_size=POOL_SIZE, max_overflow=5, pool_pre_ping=True))


def engine_for_migrations(url: str) -> Engine:
    """An engine whose transactions all write and whose connections are used once.

    SQLite changes a table by making it anew, and while references are checked, dropping the old one takes along what
    refers to it. So here they are not, and whoever migrates checks them afterwards.
    """
    if url.startswith("sqlite"):
        return _sqlite_engine(url, "foreign_keys=off", poolclass=NullPool).execution_options(write=True)
    return _postgres_engine(url, poolclass=NullPool)


def _sqlite_engine(url: str, foreign_keys: str, **pool: Any) -> Engine:
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # sqlite3's own implicit BEGIN would come too late
        cursor = connection.cursor()
        cursor.execute(f"pragma busy_timeout={BUSY_TIMEOUT_MS}")
        _write_ahead(cursor)
        cursor.execute("pragma synchronous=normal")
        cursor.execute(f"pragma {foreign_keys}")
        cursor.close()

    engine = create_engine(url, hide_parameters=True, **pool)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _write_ahead(cursor: DBAPICursor) -> None:
    """Keep the file's log as WAL. Where several open a new file at once, SQLite refuses all but one without waiting."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("pragma journal_mode=wal")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(WAL_RETRY_S)
        else:
            return


def _postgres_engine(url: str, **pool: Any) -> Engine:
    engine = create_engine(url, hide_parameters=True, **pool)
    event.listen(engine, "handle_error", _leave_out_values)
    return engine


def _leave_out_values(context: ExceptionContext) -> None:
    # PostgreSQL goes on to quote the row that was refused; its first sentence says what is wrong without it.
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    said = getattr(getattr(original, "diag", None), "message_primary", None)
    if said is not None:
        original.args = (said,)
        if wrapped is not None:
            wrapped.args = (f"({type(original).__module__}.{type(original).__qualname__}) {said}",)


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that later writes fails with "database is locked" at once, whatever the timeout; IMMEDIATE waits.
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
