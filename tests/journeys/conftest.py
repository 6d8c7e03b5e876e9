"""A council at work in the playground, as `make demo` starts it: Wed 27 January 2027, 10:12 London, reports open."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from playground.__main__ import Transport, Trial, trial
from playground.script import Script
from tests.playground.documented import overheard


@pytest.fixture(params=get_args(Transport))
def larkspur(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Trial]:
    """Larkspur Broadband, over either wire, with nobody waking the scheduler: only moves of the clock do.

    Whatever is sent and answered while it runs is held against what Slack documents.
    """
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with (
        trial(database_url=url, with_scheduler=False, over=request.param) as running,
        overheard.held(running.playground),
    ):
        yield running


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script
