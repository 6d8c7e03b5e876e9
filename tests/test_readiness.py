"""The first people do not wait for what the process loads only once."""

import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import open_database
from bot.usecases import readiness
from playground.__main__ import trial
from tests import builders

ROOT = Path(__file__).resolve().parents[1]
# In a process of its own: in this one, other tests have loaded everything.
COLD_AND_WARM = """
import sys, time
from bot.clock import use_pinned_zones
from bot.council import calendar
from bot.store.database import open_database
from bot.usecases import calendars, readiness
from tests import builders

use_pinned_zones()
database = open_database(sys.argv[1])
assert "holidays" not in sys.modules
assert "dateparser.data.date_translation_data.en" not in sys.modules
readiness.warm_up(database, now=builders.T0)
assert "holidays" in sys.modules
assert "dateparser.data.date_translation_data.en" in sys.modules
print(database.engine.pool.checkedin())
began = time.perf_counter()
calendars.business_days(builders.council_of(database), builders.T0.date())
print(time.perf_counter() - began)
"""


@pytest.fixture
def larkspur_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    migrate.upgrade(url)
    database = open_database(url)
    builders.establish(database)
    database.close()
    return url


def test_once_warm_calendars_dates_and_connections_are_at_hand(larkspur_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLD_AND_WARM, larkspur_url], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    connections, seconds = done.stdout.split()
    assert int(connections) == readiness.CONNECTIONS
    assert float(seconds) < 0.05, "making England's calendars takes several times that"


def test_what_cannot_be_warmed_up_is_logged_and_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    empty = open_database(f"sqlite:///{tmp_path}/empty.sqlite3")
    with trial(database_url=url, with_scheduler=False) as running, caplog.at_level(logging.INFO, "bot"):
        replace(running.process, database=empty).warm_up()
        running.process.warm_up()
    empty.close()
    said = [record.getMessage() for record in caplog.records if "warm" in record.getMessage()]
    assert [line.split()[0] for line in said] == ["warm_up_failed", "warm"]
