"""Letters typed into the report form: Slack is told that they have arrived once they are kept, and always in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from bot.store.database import Database
from bot.usecases import Who, reports
from playground.__main__ import Trial
from playground.script import Script
from tests import builders
from tests.delivery import town
from tests.handlers import screen
from tests.handlers.fingers import Fingers
from tests.handlers.test_report_forms import write

SLOW_S = 1.0
VERY_SLOW_S = 4.0
SLACK_WAITS_S = 3.0
# Two and a half times as many as listen to Slack in Socket Mode.
MANY = 25


@pytest.fixture
def fingers(larkspur: Trial) -> Fingers:
    return Fingers(larkspur.playground)


@pytest.fixture
def kept(larkspur: Trial) -> Callable[[], str]:
    """What Marcus has typed, as it stands in the database at this moment."""
    return lambda: _kept(larkspur.process.database, _marcus(larkspur.playground.script), larkspur.process.clock.now())


def _marcus(script: Script) -> Who:
    state = script.state()
    marcus = next(str(person["id"]) for person in state["people"] if person["handle"] == "marcus")
    return Who(state["team"]["id"], marcus)


def _kept(database: Database, who: Who, now: datetime) -> str:
    return reports.sit_down(database, who, now=now).start.areas[0].did


def test_a_letter_is_kept_when_slack_is_told_that_it_has_arrived(
    script: Script, fingers: Fingers, kept: Callable[[], str]
) -> None:
    write(script)
    script.fault("database_slow", seconds=SLOW_S)
    fingers.type("Half a sentence", "did")
    assert kept() == "Half a sentence"


@pytest.mark.faults
def test_a_very_slow_database_keeps_it_behind_an_answer_in_time(
    script: Script, fingers: Fingers, kept: Callable[[], str]
) -> None:
    write(script)
    script.fault("database_slow", seconds=VERY_SLOW_S)
    began = time.monotonic()
    fingers.type("Half a sentence", "did")
    assert time.monotonic() - began < SLACK_WAITS_S
    assert kept() == ""
    fingers.rest()
    assert kept() == "Half a sentence"


@pytest.mark.faults
def test_letters_that_wait_for_the_database_keep_nobody_else_waiting(script: Script, fingers: Fingers) -> None:
    write(script)
    script.fault("database_slow", seconds=VERY_SLOW_S, times=MANY)
    with ThreadPoolExecutor(MANY) as typing:
        told = [typing.submit(fingers.type, "x" * length, "did") for length in range(1, MANY + 1)]
        time.sleep(0.5)  # all of them are on their way
        assert fingers.ask_for_help() is None
        script.fault("clear")
    assert [one.result() for one in told] == [None] * MANY


@pytest.mark.faults
def test_a_letter_lost_to_a_program_that_is_killed_is_not_said_to_have_arrived(sqlite_url: str, tmp_path: Path) -> None:
    now = builders.T0
    with town.town(sqlite_url, tmp_path, over="socket", set_up_at=builders.SET_UP_AT, now=now) as larkspur:
        builders.open_reports(larkspur.database)
        ahead = now - datetime.now(UTC) + timedelta(seconds=2)
        program = larkspur.start_elsewhen("run", ahead=ahead)
        program.wait_until_ready()
        write(larkspur.script)
        fingers, told = Fingers(larkspur.playground), list[str | None]()
        with larkspur.database.write() as session:  # whoever else writes waits for this
            session.execute(sqlalchemy.text("UPDATE councils SET name = name"))
            typing = threading.Thread(target=lambda: told.append(fingers.try_to_type("Half", "did").error))
            typing.start()
            time.sleep(SLOW_S)
            assert told == []
            program.end()
            typing.join()
        assert told != [None]
        assert _kept(larkspur.database, _marcus(larkspur.script), now) == ""
        program = larkspur.start_elsewhen("run", ahead=ahead)
        program.wait_until_ready()
        assert fingers.try_to_type("Half a sentence", "did").error is None
        larkspur.script.close("marcus")
        assert screen.entered(write(larkspur.script)) == {"did": "Half a sentence"}
