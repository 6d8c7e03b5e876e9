import threading

import pytest

from playground import journal


@pytest.fixture
def log() -> journal.Journal:
    return journal.Journal(threading.RLock())


def test_every_change_has_the_next_number(log: journal.Journal) -> None:
    assert log.revision == 0
    assert [log.note("message", "new", "C1", "1"), log.note("view", "new", "V1")] == [1, 2]
    assert log.revision == 2
    assert [change.key for change in log.since(0, about="message")] == [("C1", "1")]
    assert log.since(1, about="message") == []


def test_listeners_hear_of_changes_until_they_stop(log: journal.Journal) -> None:
    heard: list[int] = []
    stop = log.listen(heard.append)
    log.note("call", "new", "1")
    log.note("call", "new", "2")
    stop()
    log.note("call", "new", "3")
    assert heard == [1, 2]


def test_one_can_wait_for_a_change_of_another_thread(log: journal.Journal) -> None:
    assert not log.wait_past(0, seconds=0)
    threading.Timer(0.05, log.note, ("call", "new", "1")).start()
    assert log.wait_past(0, seconds=5)


@pytest.mark.parametrize(
    ("steps", "summary"),
    [
        (["new", "edited", "edited"], ["new"]),
        (["edited", "edited"], ["edited"]),
        (["edited", "deleted"], ["deleted"]),
        (["new", "edited", "deleted"], []),
    ],
)
def test_several_changes_of_one_thing_sum_up_to_one(steps: list[journal.What], summary: list[journal.What]) -> None:
    changes = [journal.Change(number, "message", what, ("C1", "1")) for number, what in enumerate(steps, 1)]
    assert [change.what for change in journal.sum_up(changes)] == summary


def test_things_are_summed_up_in_the_order_they_began() -> None:
    changes = [
        journal.Change(1, "message", "new", ("C1", "1")),
        journal.Change(2, "message", "new", ("C1", "2")),
        journal.Change(3, "message", "edited", ("C1", "1")),
    ]
    assert [change.key[1] for change in journal.sum_up(changes)] == ["1", "2"]
