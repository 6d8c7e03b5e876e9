"""The bot as its hosts run it: `web` and `worker` beside each other, or `run` alone, over HTTP and PostgreSQL.

Real processes, real signals; the playground calls them as Slack would, and both go by the machine's own time. What is
under way when they are told to stop: test_stopping.py.
"""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.delivery import town
from tests.delivery.town import Running, Town
from tests.journeys.told import words

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]


@pytest.fixture
def larkspur(postgres_url: str, tmp_path: Path) -> Iterator[Town]:
    """Its council just set up."""
    with town.town(postgres_url, tmp_path) as running:
        yield running


@pytest.mark.parametrize("roles", [("web", "worker"), ("run",)], ids=["web and worker", "run"])
def test_an_action_goes_from_command_to_card_and_sigterm_ends_it_cleanly(
    larkspur: Town, roles: tuple[str, ...]
) -> None:
    script = larkspur.script
    processes = [larkspur.start(role) for role in roles]
    town.wait(larkspur.answers)
    assert larkspur.playground.save_request_url()
    asked = script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    assert asked["ok"], asked
    town.wait(lambda: "re-target ads" in str(_on_screen(larkspur)))  # where it is slow, a waiting view comes first
    added = script.submit("priya")
    assert added["ok"], added
    town.wait(lambda: bool(script.messages("marketing")))
    assert "re-target ads" in words(script.last_message("marketing"))
    assert script.home("nina")["ok"]
    town.wait(lambda: any(call["method"] == "views.publish" for call in script.state()["calls"]))
    town.wait(lambda: all(" warm\n" in process.said for process in processes))
    said = _stop(processes)
    assert script.state()["refusals"] == []
    assert "Traceback" not in said
    assert not any(secret in said for name, secret in larkspur.environment.items() if name.startswith("SLACK_B"))
    assert larkspur.environment["SLACK_SIGNING_SECRET"] not in said
    assert "re-target" not in said
    assert said.count(" stopped\n") == len(processes)
    assert said.count(" warm\n") == len(processes)


def test_connections_on_which_nothing_is_said_keep_nobody_from_sending_the_last_message(larkspur: Town) -> None:
    with contextlib.ExitStack() as kept:
        process = larkspur.start("run")
        town.wait(larkspur.answers)
        for _ in range(3):
            kept.enter_context(socket.create_connection(("127.0.0.1", larkspur.port), timeout=5))
        keys = larkspur.owe(1)
        larkspur.script.fault("delay", method="chat.postMessage", seconds=2)
        town.wait(lambda: larkspur.script.state()["faults"] == [])
        told_at = time.monotonic()
        _stop([process])
    assert time.monotonic() - told_at < 10
    assert larkspur.posted() == {f"1/{key}": 1 for key in keys}
    assert larkspur.states() == {"sent": 1}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set.\n"),
        ({"SLACK_SIGNING_SECRET": "  "}, "SLACK_SIGNING_SECRET is not set.\n"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)."),
        (
            {"DATABASE_URL": "sqlite:///{}/empty.sqlite3"},
            "The database is not up to date. Run: python -m bot migrate\n",
        ),
    ],
    ids=["no secret", "blank secret", "wrong token", "no tables"],
)
def test_web_says_in_one_line_why_it_cannot_start(
    larkspur: Town, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    process = larkspur.start("web", **{name: value.format(tmp_path) for name, value in changed.items()})
    assert process.ended() == 1
    assert (process.said.startswith(said), process.said.count("\n")) == (True, 1), process.said


def _on_screen(larkspur: Town) -> list[dict[str, Any]]:
    return [view for stack in larkspur.script.state()["views"].values() for view in stack]


def _stop(processes: list[Running]) -> str:
    """Tell all of them to stop; what they have said."""
    for process in processes:
        process.tell()
    for process in processes:
        assert process.ended() == 0, process.said
    return "".join(process.said for process in processes)
