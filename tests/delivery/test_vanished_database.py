"""A PostgreSQL server that ends under the running bot and comes back: people are told, and nothing is lost."""

import contextlib
import http.client
import json
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import health
from playground.__main__ import Trial, trial
from tests import postgres
from tests.delivery import town
from tests.handlers import screen

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

AWAY_S = 20.0
OUR_FAULT = "Something went wrong on our side; nothing was saved. Please try again."


@pytest.fixture
def server(postgres_server: postgres.Server) -> Iterator[postgres.Server]:
    """A server of its own: the one all tests share goes on running."""
    with postgres.server() as own:
        yield own


@pytest.fixture
def larkspur(server: postgres.Server) -> Iterator[Trial]:
    """Larkspur in the database every new server has, its timetable running as it does in earnest."""
    with trial(database_url=f"postgresql+psycopg://postgres@/postgres?host={server.directory}") as running:
        yield running


def test_people_are_told_and_the_bot_goes_on_by_itself_when_the_server_is_back(
    server: postgres.Server, larkspur: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    script = larkspur.playground.script
    script.command("aisha", "customer-service", "/cx-report")
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")

    server.stop()
    caplog.set_level(logging.CRITICAL)  # the timetable complains, and should
    refused = script.submit("aisha", screen.REPORT)
    assert OUR_FAULT in screen.modal(refused)
    assert screen.entered(refused)["did"] == screen.REPORT["did"]
    assert OUR_FAULT in screen.modal(script.submit("priya"))
    assert OUR_FAULT in screen.private(script.command("tom", "cx-council", "/cx-action", "list"))
    assert OUR_FAULT in screen.modal(script.home("tom"))
    assert script.clock(by="PT1M")["ok"]

    server.start()
    listed = screen.private(script.command("tom", "cx-council", "/cx-action", "list"))
    assert "No actions are open" in listed, "what was refused was not saved by halves"
    assert "0 of 6 in" in screen.board(script)
    assert "report is in, six working days early" in screen.modal(script.submit("aisha"))
    assert "A-1 is open: Nina Castillo" in screen.modal(script.submit("priya"))
    assert "1 of 6 in" in screen.board(script)
    assert script.last_message("marketing")["text"].startswith("A-1")
    assert "Next meeting" in screen.modal(script.home("tom"))


def test_a_worker_goes_on_by_itself_when_the_server_is_back_and_says_so_meanwhile(
    server: postgres.Server, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"postgresql+psycopg://postgres@/postgres?host={server.directory}"
    with town.town(url, tmp_path, over="socket") as larkspur:
        worker = larkspur.start("worker", HEALTH_PORT=str(port))
        worker.wait_until_ready()
        keys = larkspur.owe(24)
        town.wait(lambda: larkspur.posted().total() >= 6)
        assert _ready(port)["checks"]["database"]["ok"]

        server.stop()
        time.sleep(health.REMEMBERED_S)
        for _ in range(4):
            away = _ready(port)
            assert (away["ready"], away["checks"]["database"]["ok"]) == (False, False)
            time.sleep(AWAY_S / 4)
        server.start()

        larkspur.wait_until_all_sent()
        time.sleep(health.REMEMBERED_S)
        assert _ready(port)["ready"]
        assert larkspur.posted() == {f"1/{key}": 1 for key in keys}
        worker.tell()
        assert worker.ended() == 0, worker.said


def _ready(port: int) -> dict[str, Any]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", health.READY_PATH)
        report: dict[str, Any] = json.loads(connection.getresponse().read())
        return report
