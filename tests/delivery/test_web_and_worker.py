"""The bot as its hosts run it: `web` and `worker` beside each other, or `run` alone, over HTTP and PostgreSQL.

Real processes, real signals; the playground calls them as Slack would, and both go by the machine's own time.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import manifest
from bot.store import migrate, outbox
from bot.store.database import open_database
from bot.usecases import councils
from playground import clock, server, world
from playground.__main__ import council_plan
from playground.script import Answer, Script
from tests.delivery.processes import ROOT
from tests.journeys.told import words

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]


@dataclass(frozen=True)
class Town:
    """A playground that calls 127.0.0.1:`port`, and the environment of whoever shall answer there."""

    playground: server.Playground
    port: int
    environment: dict[str, str]

    @property
    def script(self) -> Script:
        return self.playground.script

    def start(self, *arguments: str, **changed: str) -> subprocess.Popen[str]:
        """`python -m bot …`; what it says can be read."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment, **changed},
            stderr=subprocess.PIPE,
            text=True,
        )

    def answers(self) -> bool:
        """Whether anybody is at home there."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)) as connection:
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().read() == b"ok"
            except OSError:
                return False


@pytest.fixture
def town(postgres_url: str, tmp_path: Path) -> Iterator[Town]:
    """Larkspur, its council just set up."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    written = tmp_path / "manifest.json"
    written.write_text(json.dumps(manifest.called_at(f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}")))
    loaded, now = world.read(world.LARKSPUR), datetime.now(UTC)
    migrate.upgrade(postgres_url)
    database = open_database(postgres_url)
    plan = council_plan(loaded)
    councils.establish(database, plan, by=plan.chair, now=now)
    database.close()
    with server.serve(world=loaded, manifest_path=written, clock=clock.Clock(now)) as playground:
        environment = {
            "SLACK_API_URL": playground.api_url,
            "SLACK_BOT_TOKEN": playground.bot_token,
            "SLACK_SIGNING_SECRET": playground.signing_secret,
            "DATABASE_URL": postgres_url,
            "PORT": str(port),
            "WEB_CONCURRENCY": "4",
        }
        yield Town(playground, port, environment)


@pytest.mark.parametrize("roles", [("web", "worker"), ("run",)], ids=["web and worker", "run"])
def test_an_action_goes_from_command_to_card_and_sigterm_ends_it_cleanly(town: Town, roles: tuple[str, ...]) -> None:
    with _running(town, *roles) as processes:
        _wait(town.answers)
        assert town.playground.save_request_url()
        asked = town.script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
        assert asked["ok"], asked
        _wait(lambda: "re-target ads" in str(_on_screen(town)))  # on a slow machine a waiting view stands there first
        added = town.script.submit("priya")
        assert added["ok"], added
        _wait(lambda: bool(town.script.messages("marketing")))
        assert "re-target ads" in words(town.script.last_message("marketing"))
        assert town.script.home("nina")["ok"]
        _wait(lambda: any(call["method"] == "views.publish" for call in town.script.state()["calls"]))
        said = _stop(processes)
    assert town.script.state()["refusals"] == []
    for process in processes:
        assert process.returncode == 0, said
    assert "Traceback" not in said
    assert not any(secret in said for name, secret in town.environment.items() if name.startswith("SLACK_B"))
    assert town.environment["SLACK_SIGNING_SECRET"] not in said
    assert "re-target" not in said
    assert said.count(" stopped") == len(processes)
    assert len([line for line in said.splitlines() if line.endswith(" warm")]) == len(processes)


@pytest.mark.parametrize("strangers", [0, 3], ids=["", "silent connections open"])
def test_the_message_being_sent_at_sigterm_is_sent_and_known_to_be(town: Town, strangers: int) -> None:
    with _running(town, "run") as processes, contextlib.ExitStack() as kept:
        _wait(town.answers)
        for _ in range(strangers):
            kept.enter_context(socket.create_connection(("127.0.0.1", town.port), timeout=5))
        town.script.fault("delay", method="chat.postMessage", seconds=2)
        town.script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
        _wait(lambda: "re-target ads" in str(_on_screen(town)))
        assert town.script.submit("priya")["ok"]
        _wait(lambda: town.script.state()["faults"] == [])
        told_at = time.monotonic()
        said = _stop(processes)
    assert time.monotonic() - told_at < 10
    assert processes[0].returncode == 0, said
    assert " stopped\n" in said, said
    assert "re-target ads" in words(town.script.last_message("marketing"))
    database = open_database(town.environment["DATABASE_URL"])
    with database.read() as session:
        assert outbox.list_keys(session, outbox.State.SENT) != []
        assert outbox.list_keys(session, outbox.State.SENDING) == []
        assert outbox.list_keys(session, outbox.State.UNKNOWN) == []
    database.close()


def test_who_is_being_answered_at_sigterm_is_answered(town: Town) -> None:
    answers: list[Answer] = []
    with _running(town, "web") as processes:
        _wait(town.answers)
        town.script.fault("delay", method="views.open", seconds=1.5)
        asking = threading.Thread(
            target=lambda: answers.append(town.script.command("aisha", "cx-council", "/cx-action", "add"))
        )
        asking.start()
        _wait(lambda: town.script.state()["faults"] == [])
        said = _stop(processes)
        asking.join()
    assert answers[0]["ok"], answers
    assert answers[0]["view"] is not None
    assert processes[0].returncode == 0, said


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
    town: Town, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    process = town.start("web", **{name: value.format(tmp_path) for name, value in changed.items()})
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told.startswith(said), told.count("\n")) == (1, True, 1), told


def _on_screen(town: Town) -> list[dict[str, Any]]:
    return [view for stack in town.script.state()["views"].values() for view in stack]


@contextlib.contextmanager
def _running(town: Town, *roles: str) -> Iterator[list[subprocess.Popen[str]]]:
    processes = [town.start(role) for role in roles]
    try:
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.communicate()


def _stop(processes: list[subprocess.Popen[str]]) -> str:
    """Tell all of them to stop; what they have said."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    return "".join(process.communicate(timeout=30)[1] for process in processes)


def _wait(until: Callable[[], bool], limit_s: float = 50.0) -> None:
    give_up = time.monotonic() + limit_s
    while not until():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.05)
