"""What the clock does: everything owed, one thing a transaction, whoever comes, and what fails does not stop it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.store import due, tables
from bot.store.database import Database
from bot.usecases import clockwork
from tests import builders
from tests.builders import JONAS, NUDGE_AT, OPENS_AT, SET_UP_AT, T0
from tests.rungs import ONLY_MTG_1
from tests.store import together
from tests.usecases import owed


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database, ladder=ONLY_MTG_1)
    return database


def test_what_happens_next_is_said_in_order(collecting: Database) -> None:
    owed.send_all(collecting, now=T0, ladder=ONLY_MTG_1)
    builders.agree(collecting, JONAS)
    assert clockwork.next_event(collecting) == T0
    builders.sweep(collecting, now=T0, ladder=ONLY_MTG_1)
    owed.send_all(collecting, now=T0, ladder=ONLY_MTG_1)
    assert clockwork.next_event(collecting) == NUDGE_AT
    builders.sweep(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    assert clockwork.next_event(collecting) == builders.DUE_AT + timedelta(minutes=5)
    builders.sweep(collecting, now=builders.DUE_AT + timedelta(minutes=5), ladder=ONLY_MTG_1)
    owed.send_all(collecting, now=builders.DUE_AT + timedelta(minutes=5), ladder=ONLY_MTG_1)
    assert clockwork.next_event(collecting) == builders.BRIEF_LOOK_AT
    builders.sweep(collecting, now=builders.BRIEF_LOOK_AT, ladder=ONLY_MTG_1)
    assert clockwork.next_event(collecting) == builders.AGENDA_AT


def test_nothing_happens_next_where_no_council_is(empty_database: Database) -> None:
    assert clockwork.next_event(empty_database) is None
    assert clockwork.sweep(empty_database, now=T0) == []


def test_keeping_house_forgets_requests_after_a_week(collecting: Database) -> None:
    builders.agree(collecting, request_key="V1", now=T0)
    clockwork.keep_house(collecting, now=T0 + timedelta(days=7))
    assert builders.agree(collecting, request_key="V1", now=T0 + timedelta(days=7)).action.number == 1
    clockwork.keep_house(collecting, now=T0 + timedelta(days=7, seconds=1))
    assert builders.agree(collecting, request_key="V1", now=T0 + timedelta(days=7)).action.number == 2


def test_two_councils_are_swept_together_and_stay_apart(database: Database) -> None:
    builders.establish(database, team_id="T0OTHER", name="Other")
    together.at_once(*[partial(builders.sweep, database, now=builders.OPENS_AT, ladder=ONLY_MTG_1)] * 4)
    with database.read() as session:
        found = session.execute(select(tables.Outbox.council_id, tables.Outbox.key).order_by(tables.Outbox.council_id))
        boards = [(council_id, key.split(":")[0]) for council_id, key in found]
    assert boards == [(1, "board"), (2, "board")]


def test_one_thing_that_cannot_be_dealt_with_does_not_hold_up_what_is_due_behind_it(
    larkspur: Database, caplog: pytest.LogCaptureFixture
) -> None:
    owed.climb(larkspur, now=SET_UP_AT)
    with larkspur.write() as session:
        opening = tables.Due.kind == due.Kind.OPEN_REPORTS
        session.execute(update(tables.Due).where(opening, tables.Due.meeting_id == 2).values(due_at=OPENS_AT))
        session.execute(update(tables.Meeting).where(tables.Meeting.id == 1).values(state="lost"))
    fired = clockwork.sweep(larkspur, now=OPENS_AT, ladder=ONLY_MTG_1)
    assert [(one.subject, one.outcome) for one in fired] == [("1", "failed"), ("2", "opened")]
    assert clockwork.sweep(larkspur, now=OPENS_AT, ladder=ONLY_MTG_1) == []
    assert "due_failed" in caplog.text
    again = clockwork.sweep(larkspur, now=OPENS_AT + clockwork.AFTER_A_FAILURE, ladder=ONLY_MTG_1)
    assert [(one.subject, one.outcome) for one in again] == [("1", "failed")]
