"""A database of its own for each test that asks for one, on both kinds: made once, then copied.

`database` has every table and no row; in `larkspur`, Larkspur's council was set up on 14 January.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import Database, open_database
from tests import builders, postgres


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy."""
    path = tmp_path_factory.mktemp("empty") / "council.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def larkspur_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy."""
    path = tmp_path_factory.mktemp("larkspur") / "council.sqlite3"
    shutil.copy(empty_file, path)
    _establish(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def empty_template(postgres_server: postgres.Server) -> Iterator[str]:
    """The name of a PostgreSQL database to copy."""
    with postgres_server.database() as template:
        migrate.upgrade(template.url)
        yield template.name


@pytest.fixture(scope="session")
def larkspur_template(postgres_server: postgres.Server, empty_template: str) -> Iterator[str]:
    """The name of a PostgreSQL database to copy."""
    with postgres_server.database(empty_template) as template:
        _establish(template.url)
        yield template.name


@pytest.fixture
def sqlite_database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    yield from _opened(f"sqlite:///{shutil.copy(empty_file, tmp_path)}")


@pytest.fixture
def sqlite_larkspur(larkspur_file: Path, tmp_path: Path) -> Iterator[Database]:
    yield from _opened(f"sqlite:///{shutil.copy(larkspur_file, tmp_path)}")


@pytest.fixture
def postgres_database(postgres_server: postgres.Server, empty_template: str) -> Iterator[Database]:
    with postgres_server.database(empty_template) as copy:
        yield from _opened(copy.url)


@pytest.fixture
def postgres_larkspur(postgres_server: postgres.Server, larkspur_template: str) -> Iterator[Database]:
    with postgres_server.database(larkspur_template) as copy:
        yield from _opened(copy.url)


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


def _establish(url: str) -> None:
    opened = open_database(url)
    builders.establish(opened)
    opened.close()


def _opened(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened
    opened.close()
