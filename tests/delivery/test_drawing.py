"""A message that can't be drawn just now goes when it can; one that never can is given up after a few tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.delivery import carrier
from bot.store import outbox
from playground.__main__ import Trial
from playground.script import Script
from tests.builders import NUDGE_AT
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

pytestmark = pytest.mark.faults

GOING_BACK = Exception("server closed the connection unexpectedly")
COMPOSING = "UPDATE nudges"


@contextmanager
def trouble(running: Trial, beginning: str, failure: Callable[[], Exception], *, times: int) -> Iterator[list[str]]:
    """The database answers the first `times` statements that begin so with an error; all that it did are listed."""
    refused: list[str] = []

    def refuse(*arguments: object) -> None:
        statement = str(arguments[2])
        if statement.startswith(beginning) and len(refused) < times:
            refused.append(statement)
            raise failure()

    engine = running.process.database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield refused
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


@pytest.fixture
def morning(larkspur: Trial) -> Script:
    """09:00 of the day on which Marketing is nudged, nothing sent yet."""
    script = larkspur.playground.script
    assert script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")["ok"]
    assert script.submit("priya")["ok"]
    with nothing_sent(larkspur):
        larkspur.playground.clock.move_to(NUDGE_AT)
        larkspur.process.sweep()
    return script


def _digests(script: Script) -> list[str]:
    return [words(message) for message in script.messages("marketing") if "open action" in words(message)]


def _failed(running: Trial) -> list[str]:
    with running.process.database.read() as session:
        return outbox.list_keys(session, outbox.State.FAILED)


@pytest.mark.parametrize(
    "failure",
    [
        lambda: OperationalError("UPDATE", {}, GOING_BACK),
        lambda: InterfaceError("UPDATE", {}, GOING_BACK),
        lambda: NoConnection("none free"),
    ],
)
def test_however_often_the_database_breaks_off_in_the_middle_a_digest_goes_when_it_is_back(
    larkspur: Trial, morning: Script, failure: Callable[[], Exception]
) -> None:
    with trouble(larkspur, COMPOSING, failure, times=carrier.MOST_TRIES_TO_DRAW + 3) as refused:
        larkspur.process.office.deliver_all(patience=timedelta(hours=1))
    assert len(refused) == carrier.MOST_TRIES_TO_DRAW + 3
    assert len(_digests(morning)) == 1
    assert _failed(larkspur) == []


def test_what_fails_for_another_reason_is_tried_a_few_times_and_then_given_up(larkspur: Trial, morning: Script) -> None:
    with trouble(larkspur, COMPOSING, lambda: ValueError("nobody knows"), times=99) as refused:
        larkspur.process.office.deliver_all(patience=timedelta(hours=1))
    assert len(refused) == carrier.MOST_TRIES_TO_DRAW
    assert _digests(morning) == []
    assert len(_failed(larkspur)) == 1
