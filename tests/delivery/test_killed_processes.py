"""Processes that are killed at the worst moment, and what the next one makes of it. Real processes, real kills."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from bot.store import claims, outbox
from playground.__main__ import Trial
from tests.delivery import processes
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

HELD_S = 20.0
LEASE_AND_MORE = claims.LEASE.total_seconds() + 1

pytestmark = pytest.mark.faults


def test_killed_between_send_and_mark_the_message_is_found_again(larkspur: Trial) -> None:
    _killed_while_sending(larkspur, already_accepted=True)
    _wait_out_the_lease(larkspur)  # and the process that is left takes over
    assert _cards(larkspur) == 1
    assert _state(larkspur) is outbox.State.SENT


def test_killed_before_slack_accepted_the_message_is_sent_after_all(larkspur: Trial) -> None:
    _killed_while_sending(larkspur, already_accepted=False)
    assert _cards(larkspur) == 0
    _wait_out_the_lease(larkspur)
    assert _cards(larkspur) == 1
    assert _state(larkspur) is outbox.State.SENT


def test_without_the_history_scope_what_may_have_been_sent_is_reported_and_never_repeated(
    without_history: Trial,
) -> None:
    _killed_while_sending(without_history, already_accepted=True)
    _wait_out_the_lease(without_history)
    assert _state(without_history) is outbox.State.UNKNOWN
    assert "may or may not have been sent: action:1" in _tick(without_history)
    without_history.playground.script.clock(by="P30D")
    assert _cards(without_history) == 1


def test_killed_between_commit_and_send_nothing_is_lost(larkspur: Trial) -> None:
    with nothing_sent(larkspur):  # the process that answers people commits, and is gone before anything is sent
        _agree_an_action(larkspur)
        assert _cards(larkspur) == 0
        told = _tick(larkspur)
        assert _cards(larkspur) == 1
    assert "failed" not in told
    assert _state(larkspur) is outbox.State.SENT


def _killed_while_sending(running: Trial, *, already_accepted: bool) -> None:
    script = running.playground.script
    with nothing_sent(running):
        _agree_an_action(running)
        script.fault("delay", method="chat.postMessage", seconds=HELD_S, done=already_accepted)
        worker = processes.tick(running)
        _wait(lambda: _state(running) is outbox.State.SENDING and (_cards(running) == 1 or not already_accepted))
        time.sleep(0.2)  # the request is on its way by now, and held
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate(timeout=10)
        assert _state(running) is outbox.State.SENDING


def _wait_out_the_lease(running: Trial) -> None:
    running.playground.script.clock(by=f"PT{int(LEASE_AND_MORE)}S")


def _tick(running: Trial) -> str:
    told, _ = processes.tick(running).communicate(timeout=30)
    return told


def _agree_an_action(running: Trial) -> None:
    script = running.playground.script
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    assert script.submit("priya")["ok"]


def _cards(running: Trial) -> int:
    return sum(words(message).startswith("A-1") for message in running.playground.script.messages("marketing"))


def _state(running: Trial) -> outbox.State | None:
    with running.process.database.read() as session:
        found = [state for state in outbox.State if "action:1" in outbox.list_keys(session, state)]
    return found[0] if found else None


def _wait(until: Callable[[], bool], limit_s: float = 15.0) -> None:
    give_up = time.monotonic() + limit_s
    while not until():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.05)
