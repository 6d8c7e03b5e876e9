"""What every test gets: no settings of this machine, the locked time zones, a database of its own on request."""

from __future__ import annotations

import importlib.util
import os
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

# The tzdata package rather than the machine's copy, so that a date means the same on every machine.
zoneinfo.reset_tzpath(to=[])

# The browser tests need requirements/browser.txt; whoever runs the others has not installed it.
collect_ignore = [] if importlib.util.find_spec("playwright") else ["browser"]

_OURS = {"DATABASE_URL", "PORT", "LOG_LEVEL"}
_PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine() -> Iterator[None]:
    """Nobody's real workspace is ever reached, and no proxy sees what is said to localhost."""
    with pytest.MonkeyPatch.context() as environment:
        for name in list(os.environ):
            if name.startswith(("SLACK_", "PLAYGROUND_")) or name in _OURS or name.upper() in _PROXIES:
                environment.delenv(name)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for all tests of this process. REQUIRE_POSTGRES=1 makes it a failure, not a skip, to have none."""
    try:
        postgres.find_binaries()
    except postgres.NoBinaries as missing:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(str(missing))
    with postgres.server() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a database file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'council.sqlite3'}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of a new, empty database."""
    with postgres_server.database() as database:
        yield database.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new, empty database: a test that takes this runs once on each kind."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url
