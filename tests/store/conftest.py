"""A migrated database of its own for each test that asks for one, on both kinds: migrated once, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import Database, open_database
from tests import postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "council.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_server: postgres.Server) -> Iterator[str]:
    """The name of a PostgreSQL database to copy."""
    with postgres_server.database() as template:
        migrate.upgrade(template.url)
        yield template.name


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite file with every table and no row."""
    shutil.copy(migrated_file, tmp_path / "council.sqlite3")
    opened = open_database(f"sqlite:///{tmp_path / 'council.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(postgres_server: postgres.Server, migrated_template: str) -> Iterator[Database]:
    """A PostgreSQL database with every table and no row."""
    with postgres_server.database(migrated_template) as copy:
        opened = open_database(copy.url)
        yield opened
        opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with every table and no row: a test that takes this runs once on each kind."""
    opened: Database = request.getfixturevalue(
        {"sqlite": "sqlite_database", "postgresql": "postgres_database"}[request.param]
    )
    return opened
