"""A Larkspur workspace without a server; and a whole playground with a Bolt app, where a test needs nothing special."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground import installation, workspace, world
from tests.playground import trial as trials


@pytest.fixture
def space() -> workspace.Workspace:
    return workspace.Workspace(world.read(), installation.install({}))


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[trials.Trial]:
    """A playground in Larkspur's world with a connected app that has no listeners yet."""
    with trials.trial(tmp_path) as found:
        yield found


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[trials.Trial]:
    """The same, with 0.3 s to acknowledge in and hardly any time between an event's retries."""
    with trials.trial(tmp_path, ack_seconds=0.3, retry_seconds=(0.05, 0.05, 0.05)) as found:
        yield found
