"""A council at work in the playground, as `make demo` starts it: Wed 27 January 2027, 10:12 London, reports open."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from playground.__main__ import Transport, Trial, trial
from playground.script import Script


@pytest.fixture(params=get_args(Transport))
def larkspur(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Trial]:
    """Larkspur Broadband, over either wire, with nobody waking the scheduler: only moves of the clock do."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, over=request.param) as running:
        yield running


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script
