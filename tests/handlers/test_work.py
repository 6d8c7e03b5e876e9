"""Deeds on their own threads: each outcome is dealt with exactly once."""

import threading
import time

import pytest

from bot.handlers import work as work_module
from bot.handlers.work import TURNS, Work


def test_an_outcome_in_time_goes_to_whoever_waits() -> None:
    work = Work()
    errand = work.start(lambda: "done")
    assert errand.wait(5) == "done"
    assert work.wait_until_idle(5)
    work.close()


def test_a_late_outcome_goes_to_what_was_left_behind_once() -> None:
    work, go, told = Work(), threading.Event(), list[str]()
    errand = work.start(lambda: "late" if go.wait(5) else "never")
    assert errand.wait(0.01) is None
    assert errand.hand_over(told.append) is None
    assert not work.wait_until_idle(0.01)
    go.set()
    assert work.wait_until_idle(5)
    assert told == ["late"]
    work.close()


def test_an_outcome_that_came_meanwhile_is_handed_to_the_one_who_leaves() -> None:
    work, told = Work(), list[str]()
    errand = work.start(lambda: "there")
    assert work.wait_until_idle(5)
    assert errand.hand_over(told.append) == "there"
    assert told == []
    work.close()


def test_a_failing_follow_up_is_logged_and_counted_as_over() -> None:
    work, go = Work(), threading.Event()
    errand = work.start(lambda: "late" if go.wait(5) else "never")

    def fail(_: str) -> None:
        raise ValueError("private words")

    errand.hand_over(fail)
    go.set()
    assert work.wait_until_idle(5)
    work.close()


def test_closing_finishes_what_is_under_way() -> None:
    work, told = Work(), list[int]()
    for number in range(50):
        work.start(lambda number=number: told.append(number))  # type: ignore[misc]
    work.close()
    assert sorted(told) == list(range(50))


def test_deeds_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_module, "TURN_WITHIN_S", 30)
    work, changing, busy, most = Work(), threading.Lock(), 0, 0

    def deed() -> None:
        nonlocal busy, most
        with changing:
            busy += 1
            most = max(most, busy)
        time.sleep(0.005)
        with changing:
            busy -= 1

    for _ in range(12):
        work.start(deed)
    work.close()
    assert most == TURNS


def test_nobody_waits_for_a_turn_behind_deeds_that_get_nowhere() -> None:
    work = Work()
    all_at_once = threading.Barrier(TURNS + 3)
    errands = [work.start(lambda: all_at_once.wait(20) >= 0) for _ in range(TURNS + 3)]
    assert [errand.wait(20) for errand in errands] == [True] * len(errands)
    work.close()
