"""A council at work in the playground, on either database, nothing sent but when a test says so."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.__main__ import Trial, trial
from playground.machine import NullMachine
from tests import rungs

HISTORY = frozenset({"channels:history", "groups:history", "im:history"})


@pytest.fixture
def larkspur(database_url: str) -> Iterator[Trial]:
    """Larkspur with the optional history scopes granted, and of the ladder only what is said of open actions."""
    with trial(database_url=database_url, with_scheduler=False, ladder=rungs.ONLY_MTG_1) as running:
        yield running


@pytest.fixture
def without_history(tmp_path: Path) -> Iterator[Trial]:
    """The same with those scopes withheld."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, ladder=rungs.ONLY_MTG_1, withhold_scopes=HISTORY) as running:
        yield running


@contextlib.contextmanager
def nothing_sent(running: Trial) -> Iterator[None]:
    """Deeds in this block leave their messages waiting, as when the process that sends is down."""
    running.playground.attach(NullMachine())
    try:
        yield
    finally:
        running.playground.attach(running.machine)
