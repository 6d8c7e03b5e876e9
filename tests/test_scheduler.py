"""The real scheduler, on the wall's time: it wakes the sweep and the delivery, and survives what they raise."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot import scheduler
from playground.__main__ import trial
from tests import rungs
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

PATIENCE_S = 20.0


@pytest.mark.faults
def test_it_sends_what_is_owed_and_nudges_when_the_time_has_come(sqlite_url: str) -> None:
    with (
        trial(database_url=sqlite_url, with_scheduler=True, ladder=rungs.ONLY_MTG_1) as running,
        nothing_sent(running),
    ):
        script = running.playground.script
        script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
        assert script.submit("priya")["ok"]
        _wait(lambda: len(script.messages("marketing")) == 1)
        running.playground.clock.move_to(datetime.fromisoformat("2027-02-02T09:00:00+00:00"))
        _wait(lambda: len(script.messages("marketing")) == 2)
        assert "Before Tuesday 9 February" in words(script.last_message("marketing"))


def test_a_job_that_fails_is_woken_again_and_its_words_are_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    twice = threading.Semaphore(0)

    def fails() -> None:
        twice.release()
        raise ValueError("what somebody wrote")

    timetable = scheduler.start(scheduler.Jobs(_nothing, fails, _nothing, _nothing, _nothing))
    try:
        assert twice.acquire(timeout=PATIENCE_S)
        assert twice.acquire(timeout=PATIENCE_S)
    finally:
        timetable.shutdown(wait=True)
    assert "job_failed job=deliver" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_what_fell_due_while_nobody_was_there_does_not_wait_for_its_next_turn() -> None:
    woken = {name: threading.Event() for name in ("sweep", "keep_house")}
    timetable = scheduler.start(
        scheduler.Jobs(
            sweep=woken["sweep"].set,
            deliver=_nothing,
            draw_homes=_nothing,
            keep_house=woken["keep_house"].set,
            look_round=_nothing,
        )
    )
    try:
        assert all(event.wait(timeout=2) for event in woken.values()), "long before five seconds, or ten past three"
    finally:
        timetable.shutdown(wait=True)


def _nothing() -> None:
    """Nothing to do."""


def _wait(until: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.1)
