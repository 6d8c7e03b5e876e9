"""A Larkspur workspace without a server."""

import pytest

from playground import installation, workspace, world


@pytest.fixture
def space() -> workspace.Workspace:
    return workspace.Workspace(world.read(), installation.install({}))
