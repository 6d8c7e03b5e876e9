"""Deeds are tried on both kinds of database: `database` has Larkspur's council in it, `empty_database` nothing."""

from __future__ import annotations

import pytest

from bot.store.database import Database
from tests.store.conftest import database as empty_database
from tests.store.conftest import (
    larkspur,
    postgres_database,
    postgres_larkspur,
    shared_postgres,
    shared_sqlite,
    sqlite_database,
    sqlite_larkspur,
)

__all__ = [
    "empty_database",
    "larkspur",
    "postgres_database",
    "postgres_larkspur",
    "shared_postgres",
    "shared_sqlite",
    "sqlite_database",
    "sqlite_larkspur",
]


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur's council, set up on 14 January."""
    return larkspur
