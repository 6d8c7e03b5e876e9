"""A council at work in the playground: Wed 27 January 2027, 10:12 London, reports open. Nobody wakes the scheduler."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.__main__ import Trial, trial
from playground.script import Script
from tests.handlers import setting_up


@pytest.fixture
def larkspur(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur Broadband with its bot."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_scheduler=False) as running:
        yield running


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Script]:
    path = tmp_path_factory.mktemp("shared") / "council.sqlite3"
    with trial(database_url=f"sqlite:///{path}", with_scheduler=False) as running:
        yield running.playground.script


@pytest.fixture
def undisturbed(_shared: Script) -> Iterator[Script]:
    """The same, shared by tests that ask and change nothing but which modals are open: those are closed afterwards."""
    yield _shared
    for user, stack in _shared.state()["views"].items():
        if stack:
            _shared.close(user, all=True)


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur on 14 January 2027 with its bot, and nothing set up."""
    with setting_up.larkspur_before(tmp_path) as running:
        yield running
