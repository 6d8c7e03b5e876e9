"""A council at work in the playground, as `make demo` starts it: Wed 27 January 2027, 10:12 London, reports open."""

from collections.abc import Iterator
from datetime import UTC, datetime
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


BEFORE_REPORTS_OPEN = datetime(2027, 1, 26, 8, 59, tzinfo=UTC)
FOCUS_AREAS = "Promise at the point of sale\nActivation day\nFirst bill"


@pytest.fixture(params=get_args(Transport))
def january(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Script]:
    """Larkspur over either wire, a minute before February's reports open; its charter names three focus areas."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with (
        trial(database_url=url, with_scheduler=False, over=request.param, start_at=BEFORE_REPORTS_OPEN) as running,
        overheard.held(running.playground),
    ):
        script = running.playground.script
        script.command("priya", "cx-council", "/cx-council", "charter")
        script.press("priya", "cx_charter_edit", view=True)
        adopted = script.submit("priya", {"focus_areas": FOCUS_AREAS})
        assert adopted["ok"], adopted
        script.close("priya", all=True)
        yield script


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur on Wed 27 January 2027, 10:12, its reports open, over a socket."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False) as running, overheard.held(running.playground):
        yield running
