"""A council at work in the playground, as `make demo` starts it: Wed 27 January 2027, 10:12 London, reports open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.__main__ import Trial, trial
from playground.script import Script


@pytest.fixture
def larkspur(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur Broadband with nobody waking the scheduler: only moves of the clock do."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_scheduler=False) as running:
        yield running


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script
