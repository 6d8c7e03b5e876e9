"""A database for each test that asks for one, on both kinds: as good as new, and quick to get.

`database` has every table and no row; in `larkspur`, Larkspur's council was set up on 14 January. All tests of a
process share one database of each kind and its engine, which after a few tests knows every statement; what is in it is
put back before each test. So one test cannot have both `database` and `larkspur`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.store import migrate, tables
from bot.store.database import Database, open_database
from tests import builders, postgres


@dataclass(frozen=True)
class Shared:
    """A database, and how to make it hold nothing, or Larkspur, again."""

    database: Database
    empty: Callable[[], None]
    set_up_larkspur: Callable[[], None]


@pytest.fixture(scope="session")
def shared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    directory = tmp_path_factory.mktemp("shared")
    used = directory / "used.sqlite3"
    migrate.upgrade(f"sqlite:///{used}")
    shared = open_database(f"sqlite:///{used}")

    def keep_as(name: str) -> None:
        shared.close()
        shutil.copy(used, directory / name)

    def put_back(name: str) -> None:
        shared.close()
        for left_over in directory.glob("used.sqlite3-*"):
            left_over.unlink()
        shutil.copy(directory / name, used)

    keep_as("empty")
    builders.establish(shared)
    keep_as("larkspur")
    yield Shared(shared, empty=lambda: put_back("empty"), set_up_larkspur=lambda: put_back("larkspur"))
    shared.close()


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: postgres.Server) -> Iterator[Shared]:
    with postgres_server.database() as created:
        migrate.upgrade(created.url)
        shared = open_database(created.url)
        builders.establish(shared)
        names = [table.name for table in tables.Base.metadata.sorted_tables]
        numbered = [table.name for table in tables.Base.metadata.sorted_tables if "id" in table.c]
        truncate = f"truncate {', '.join(names)} restart identity;"
        keep = "create schema kept;" + "".join(f"create table kept.{name} as table {name};" for name in names)
        put_back = "".join(f"insert into {name} table kept.{name};" for name in names) + "".join(
            f"select setval('{name}_id_seq', (select max(id) from {name}));" for name in numbered
        )

        def execute(statements: str) -> None:
            with shared.write() as session:
                session.connection().exec_driver_sql(statements)

        execute(keep)
        yield Shared(shared, empty=lambda: execute(truncate), set_up_larkspur=lambda: execute(truncate + put_back))
        shared.close()


@pytest.fixture
def sqlite_database(shared_sqlite: Shared) -> Database:
    shared_sqlite.empty()
    return shared_sqlite.database


@pytest.fixture
def sqlite_larkspur(shared_sqlite: Shared) -> Database:
    shared_sqlite.set_up_larkspur()
    return shared_sqlite.database


@pytest.fixture
def postgres_database(shared_postgres: Shared) -> Database:
    shared_postgres.empty()
    return shared_postgres.database


@pytest.fixture
def postgres_larkspur(shared_postgres: Shared) -> Database:
    shared_postgres.set_up_larkspur()
    return shared_postgres.database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with every table and no row: a test that takes this runs once on each kind."""
    opened: Database = request.getfixturevalue(f"{request.param}_database")
    return opened


@pytest.fixture(params=["sqlite", "postgres"])
def larkspur(request: pytest.FixtureRequest) -> Database:
    """A database with Larkspur's council, set up on 14 January: a test that takes this runs once on each kind."""
    opened: Database = request.getfixturevalue(f"{request.param}_larkspur")
    return opened
