"""A new database for each episode, and how it is taken away for a while: a real server that crashes, a file that is
locked."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

from bot.store import migrate
from tests import postgres

KINDS = ("sqlite", "postgresql")
_NAME = "council"
_PATIENCE_S = 10.0


class Database(Protocol):
    """The database of one episode."""

    one_writer: bool
    """Whether a transaction that writes keeps every other one from beginning."""

    def take_away(self) -> None:
        """From now on nobody can write, nor on a server read."""
        ...

    def give_back(self) -> None:
        """It is there again, with everything that was committed."""
        ...

    def waits(self, who: str) -> bool:
        """Whether `who` waits for a lock that somebody else holds."""
        ...

    def wait_until_gone(self, who: str) -> None:
        """Return once nothing is left of the transactions of `who`, who was killed."""
        ...


class Source(Protocol):
    """Where episodes get their databases, one after the other at the same `url`: whoever has opened one of them can go
    on with the next, once they have closed their connections, and need not learn its statements anew."""

    kind: str
    url: str

    def new(self) -> contextlib.AbstractContextManager[Database]:
        """A new database with the tables in it, gone afterwards."""
        ...


@contextlib.contextmanager
def source(kind: str) -> Iterator[Source]:
    """Where databases of a kind come from, until the block ends. Raises postgres.NoBinaries."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="cx-faults-") as folder:
            yield _Files(Path(folder))
    else:
        with postgres.server(keeps_commits=True) as server, server.database() as template:
            migrate.upgrade(template.url)
            yield _Server(server, template.name)


class _Files:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        self._path = folder / "council.sqlite3"
        self.url = f"sqlite:///{self._path}"
        migrate.upgrade(f"sqlite:///{self._template}")
        with contextlib.closing(sqlite3.connect(self._template)) as opened:
            opened.execute("pragma wal_checkpoint(truncate)")

    @contextlib.contextmanager
    def new(self) -> Iterator[Database]:
        shutil.copyfile(self._template, self._path)
        file = _File(self._path)
        try:
            yield file
        finally:
            file.give_back()
            for left in self._path.parent.glob(f"{self._path.name}*"):
                left.unlink()


class _File:
    one_writer = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: sqlite3.Connection | None = None

    def take_away(self) -> None:
        self._lock = sqlite3.connect(self._path, isolation_level=None)
        self._lock.execute("begin exclusive")

    def give_back(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def waits(self, who: str) -> bool:
        return False

    def wait_until_gone(self, who: str) -> None:
        """The machine lets go of a killed process' locks."""


class _Server:
    kind = "postgresql"

    def __init__(self, server: postgres.Server, template: str) -> None:
        self._server = server
        self._template = template
        self.url = server.url(_NAME)

    @contextlib.contextmanager
    def new(self) -> Iterator[Database]:
        with self._server.database(self._template, name=_NAME):
            database = _OfServer(self._server)
            try:
                yield database
            finally:
                database.hang_up()
                database.give_back()


class _OfServer:
    one_writer = False

    def __init__(self, server: postgres.Server) -> None:
        self._server = server
        self._away = False
        self._admin: psycopg.Connection[tuple[Any, ...]] | None = None

    def take_away(self) -> None:
        self.hang_up()
        self._server.crash()
        self._away = True

    def give_back(self) -> None:
        if self._away:
            self._server.start()
            self._away = False

    def hang_up(self) -> None:
        """Ask the server nothing more, until the next time."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None

    def waits(self, who: str) -> bool:
        return self._count(sql.SQL("application_name = %s and cardinality(pg_blocking_pids(pid)) > 0"), who) > 0

    def wait_until_gone(self, who: str) -> None:
        if self._away:
            return
        give_up = time.monotonic() + _PATIENCE_S
        while self._count(sql.SQL("application_name = %s"), who):
            assert time.monotonic() < give_up, f"{who} was killed, and the server still serves it"
            time.sleep(0.001)

    def _count(self, which: sql.SQL, who: str) -> int:
        # Asked thousands of times, and a connection costs more than what is asked.
        self._admin = self._admin or self._server.connect()
        row = self._admin.execute(
            sql.SQL("select count(*) from pg_stat_activity where {}").format(which), (who,)
        ).fetchone()
        assert row is not None
        count: int = row[0]
        return count
