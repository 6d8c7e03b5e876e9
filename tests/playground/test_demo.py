"""`make demo` as it is run, scheduler and all."""

import http.client
import json
import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.__main__ import Trial, trial
from tests.playground import trial as trials

PAGE = Path(__file__).parents[2] / "docs" / "playground.md"
SCHEDULER_WAKES_S = 1.5  # it delivers every second
OUR_FAULT = "Something went wrong on our side"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Trial]:
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_scheduler=True) as running:
        yield running


@pytest.mark.faults
def test_a_database_asked_to_fail_waits_for_a_person(demo: Trial) -> None:
    script = demo.playground.script
    assert script.fault("database_gone")["ok"]
    trials.pause(SCHEDULER_WAKES_S)
    assert OUR_FAULT in json.dumps(script.command("priya", "cx-council", "/cx-report")["messages"])
    assert script.fault("database_slow", seconds=1)["ok"]
    trials.pause(SCHEDULER_WAKES_S)
    begun_at = time.monotonic()
    assert script.command("aisha", "customer-service", "/cx-report")["ok"]
    assert time.monotonic() - begun_at >= 1


def test_the_pages_requests_do_what_it_says(demo: Trial) -> None:
    [block] = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in f"\n{block}".replace("\\\n", "").split("\n$ ")[1:]:
        program, _, address, *given = shlex.split(line)
        assert program == "curl"
        path = address.removeprefix("localhost:8025")
        body = given[1].encode() if given else None
        connection = http.client.HTTPConnection("127.0.0.1", demo.playground.port, timeout=30)
        connection.request("GET" if body is None else "POST", path, body)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        assert (answer.status, told.get("ok", True)) == (200, True), (line, told)


def test_the_pages_python_does_what_it_says(demo: Trial) -> None:
    [block] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert "http://127.0.0.1:8025" in block
    names: dict[str, object] = {}
    exec(block.replace("http://127.0.0.1:8025", demo.playground.url), names)
    card = demo.playground.script.last_message("marketing")
    assert "The new ads run since Monday." in json.dumps(card), "the last thing the example does"
