"""Told to stop in the middle of everything: what was begun is finished and known, the rest goes on elsewhere at once.

Real processes and real signals, on both databases.
"""

import signal
import threading
import time
from pathlib import Path

import pytest

from playground.__main__ import Transport
from playground.script import Answer
from tests.delivery import town
from tests.delivery.town import Running, Town

WAITING = 20
HELD_S = 6.0
STOPPED_WITHIN_S = 10.0

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

EVERY_SENDER = pytest.mark.parametrize(
    ("role", "over"),
    [("run", "socket"), ("run", "http"), ("worker", "socket")],
    ids=["run over a socket", "run over http", "worker"],
)


@EVERY_SENDER
def test_the_call_in_flight_is_kept_and_the_next_process_goes_on_at_once(
    database_url: str, tmp_path: Path, role: str, over: Transport
) -> None:
    with town.town(database_url, tmp_path, over=over) as larkspur:
        keys = larkspur.owe(WAITING)
        larkspur.script.fault("delay", method="chat.postMessage", seconds=HELD_S)
        first = larkspur.start(role)
        _wait_until_held(larkspur, first)
        _stop(first, signal.SIGTERM)
        assert larkspur.leased() == []
        states = larkspur.states()
        assert set(states) == {"sent", "pending"}, "none in doubt"
        assert larkspur.posted().total() == states["sent"] > 0, "what Slack was sent is known, the slow one with it"

        second = larkspur.start(role)
        second.wait_until_ready()
        began = time.monotonic()
        larkspur.wait_until_all_sent(20)
        assert time.monotonic() - began < 2 + WAITING / len(town.OWNERS) + 5, "as soon as Slack's pace allows"
        assert larkspur.posted() == {f"1/{key}": 1 for key in keys}


@pytest.mark.parametrize("over", ["socket", "http"])
def test_told_again_and_again_and_by_ctrl_c_it_ends_just_the_same(
    database_url: str, tmp_path: Path, over: Transport
) -> None:
    with town.town(database_url, tmp_path, over=over) as larkspur:
        larkspur.owe(WAITING)
        larkspur.script.fault("delay", method="chat.postMessage", seconds=HELD_S)
        first = larkspur.start("run")
        _wait_until_held(larkspur, first)
        _stop(first, signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGTERM)
        assert larkspur.leased() == []
        assert set(larkspur.states()) == {"sent", "pending"}
        assert larkspur.posted().total() == larkspur.states()["sent"]


@pytest.mark.parametrize(
    ("role", "over"),
    [("run", "socket"), ("run", "http"), ("web", "http")],
    ids=["run over a socket", "run over http", "web"],
)
def test_who_is_being_answered_is_answered(database_url: str, tmp_path: Path, role: str, over: Transport) -> None:
    answers: list[Answer] = []
    with town.town(database_url, tmp_path, over=over) as larkspur:
        process = larkspur.start(role)
        if over == "http":
            town.wait(larkspur.answers, said_by=[process])
            assert larkspur.playground.save_request_url()
        process.wait_until_ready()
        town.wait(lambda: larkspur.script.command("tom", "cx-council", "/cx-action", "help")["ok"])
        larkspur.owe(WAITING if role == "run" else 0)
        larkspur.script.fault("delay", method="views.open", seconds=1.5)
        asking = threading.Thread(
            target=lambda: answers.append(larkspur.script.command("aisha", "cx-council", "/cx-action", "add"))
        )
        asking.start()
        _wait_until_held(larkspur, process)
        _stop(process, signal.SIGTERM)
        asking.join()
        assert answers[0]["ok"], answers
        assert answers[0]["view"] is not None
        assert larkspur.leased() == []


@EVERY_SENDER
def test_a_process_at_rest_ends_at_once(database_url: str, tmp_path: Path, role: str, over: Transport) -> None:
    with town.town(database_url, tmp_path, over=over) as larkspur:
        process = larkspur.start(role)
        process.wait_until_ready()
        town.wait(lambda: " warm" in process.said)
        told_at = time.monotonic()
        _stop(process, signal.SIGTERM)
        assert time.monotonic() - told_at < 4


def test_a_tick_in_the_middle_of_a_call_keeps_its_answer_and_leaves_the_rest_to_another(
    database_url: str, tmp_path: Path
) -> None:
    with town.town(database_url, tmp_path, over="socket") as larkspur:
        keys = larkspur.owe(WAITING)
        larkspur.script.fault("delay", method="chat.postMessage", seconds=HELD_S)
        first = larkspur.start("tick")
        _wait_until_held(larkspur, first)
        _stop(first, signal.SIGTERM)
        assert larkspur.leased() == []
        assert larkspur.states() == {"sent": 1, "pending": WAITING - 1}
        assert larkspur.posted().total() == 1, "what Slack was sent is known"

        assert larkspur.start("tick").ended() == 0
        assert larkspur.posted() == {f"1/{key}": 1 for key in keys}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_tick_that_waits_as_long_as_slack_asks_ends_at_once(
    sqlite_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    with town.town(sqlite_url, tmp_path, over="socket") as larkspur:
        larkspur.owe(1)
        larkspur.script.fault("ratelimited", method="chat.postMessage", retry_after=40)
        process = larkspur.start("tick")
        town.wait(lambda: "message_waits" in process.said, said_by=[process])
        told_at = time.monotonic()
        _stop(process, number)
        assert time.monotonic() - told_at < 4
        assert larkspur.leased() == []
        assert larkspur.states() == {"pending": 1}


def test_slack_that_never_answers_does_not_keep_a_process(postgres_url: str, tmp_path: Path) -> None:
    with town.town(postgres_url, tmp_path, over="socket") as larkspur:
        larkspur.owe(1)
        larkspur.script.fault("delay", method="chat.postMessage", seconds=60)
        process = larkspur.start("worker")
        _wait_until_held(larkspur, process)
        _stop(process, signal.SIGTERM)
        assert set(larkspur.states()) == {"sending"}, "Slack may have it: it is looked for before it is sent again"


def _wait_until_held(larkspur: Town, *by: Running) -> None:
    town.wait(lambda: larkspur.script.state()["faults"] == [], said_by=by)


def _stop(process: Running, *signals: signal.Signals) -> None:
    told_at = time.monotonic()
    for number in signals:
        process.tell(number)
        time.sleep(0.2 if len(signals) > 1 else 0)
    code = process.ended()
    took = time.monotonic() - told_at
    assert code == 0, process.said
    assert took < STOPPED_WITHIN_S, process.said
    assert " stopped\n" in process.said, process.said
    assert "stop_forced" not in process.said
    assert "Traceback" not in process.said
