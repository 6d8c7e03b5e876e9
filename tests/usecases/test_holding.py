"""Whoever waits for the council goes on with it as it is once they have it, not as it was when they came."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from bot.council import calendar, permissions
from bot.council.departments import Council
from bot.council.meetings import State
from bot.store import councils
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import actions, agendas, calendar_rules, clockwork, openings, sessions
from tests import builders
from tests.builders import LAYLA, OPENS_AT, PRIYA, SET_UP_AT, STARTS_AT, T0, at, who
from tests.rungs import ONLY_MTG_1
from tests.usecases.test_calendar_rules import rule
from tests.usecases.test_meeting_moves import add, cancel, meeting, move

FEBRUARY, ADDED, FOURTH = 1, 4, 4
THIRD_WEDNESDAY = calendar.Recurrence(nth=3, weekday=2)


@contextmanager
def waiting(
    database: Database, deed: Callable[[], object], change: Callable[[Council], Council], *, now: datetime
) -> Iterator[Future[object]]:
    """Let the deed come while somebody holds the council, who then leaves it changed."""
    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            council = councils.hold(session, builders.council_of(database))
            done = pool.submit(deed)
            time.sleep(0.5)  # it is at the door by now
            councils.save(session, change(council), on=calendar.local_date(now, council.zone), now=now)
        yield done


def laylas(council: Council) -> Council:
    return replace(council, chair=LAYLA)


def all_meetings(database: Database) -> list[tuple[date, State]]:
    with database.read() as session:
        return [(m.on, m.state) for m in kept_meetings.list_all(session, builders.council_of(database))]


def test_the_clock_plans_the_next_meeting_by_the_rule_that_was_made_meanwhile(database: Database) -> None:
    with waiting(
        database,
        partial(builders.sweep, database, now=OPENS_AT, ladder=ONLY_MTG_1),
        partial(replace, recurrence=THIRD_WEDNESDAY),
        now=OPENS_AT,
    ) as swept:
        assert swept.result() == ["opened"]
    assert meeting(database, FOURTH).rule_on == date(2027, 5, 19)


def test_house_is_kept_by_the_rule_that_was_made_meanwhile(database: Database) -> None:
    cancel(database, now=SET_UP_AT)
    with database.write() as session:
        kept = kept_meetings.get(session, FOURTH)
        kept_meetings.save(session, replace(kept, state=State.CANCELLED), now=SET_UP_AT)
    with waiting(
        database,
        partial(clockwork.keep_house, database, now=SET_UP_AT),
        partial(replace, recurrence=THIRD_WEDNESDAY),
        now=SET_UP_AT,
    ) as kept_house:
        kept_house.result()
    assert meeting(database, FOURTH + 1).rule_on == date(2027, 6, 16)


def test_a_meeting_that_is_added_has_the_windows_that_were_set_meanwhile(database: Database) -> None:
    with waiting(
        database,
        partial(add, database, "2027-02-26", "14:00", now=SET_UP_AT),
        partial(replace, rules=calendar.WindowRules(report_open_bd=15)),
        now=SET_UP_AT,
    ) as added:
        added.result()
    assert meeting(database, ADDED).opens_at == at("2027-02-05 09:00")


def _move(database: Database) -> object:
    return move(database, "2027-02-10", now=SET_UP_AT)


def _cancel(database: Database) -> object:
    return cancel(database, now=SET_UP_AT)


def _add(database: Database) -> object:
    return add(database, now=SET_UP_AT)


def _open(database: Database) -> object:
    return openings.open_reports_now(database, who(PRIYA), meeting_id=FEBRUARY, now=SET_UP_AT)


def _change_rule(database: Database) -> object:
    return calendar_rules.change(
        database,
        who(PRIYA),
        rule(database, recurrence=THIRD_WEDNESDAY),
        tz="Europe/London",
        version=builders.council_of(database).version,
        is_admin=False,
        request_key="V1",
        now=SET_UP_AT,
    )


@pytest.mark.parametrize("deed", [_move, _cancel, _add, _open, _change_rule])
def test_who_is_no_longer_chair_once_they_have_waited_changes_nothing(
    database: Database, deed: Callable[[Database], object]
) -> None:
    before = all_meetings(database)
    with (
        waiting(database, partial(deed, database), laylas, now=SET_UP_AT) as refused,
        pytest.raises(permissions.NotAllowed),
    ):
        refused.result()
    assert all_meetings(database) == before


def _post_agenda(database: Database) -> object:
    return agendas.post(
        database, who(PRIYA), meeting_id=FEBRUARY, question="", request_key="V1", now=STARTS_AT - timedelta(hours=1)
    )


def _start(database: Database) -> object:
    return sessions.start(database, who(PRIYA), meeting_id=FEBRUARY, anyway=True, now=STARTS_AT)


def test_nor_do_they_agree_an_action(database: Database) -> None:
    proposed = builders.propose(database).action
    agree = partial(actions.agree, database, who(PRIYA), action_id=proposed.id, now=T0)
    with waiting(database, agree, laylas, now=T0) as refused, pytest.raises(permissions.NotAllowed):
        refused.result()


@pytest.mark.parametrize("deed", [_post_agenda, _start])
def test_nor_do_they_run_a_meeting(database: Database, deed: Callable[[Database], object]) -> None:
    builders.open_reports(database)
    before = all_meetings(database)
    with waiting(database, partial(deed, database), laylas, now=T0) as refused, pytest.raises(permissions.NotAllowed):
        refused.result()
    assert all_meetings(database) == before
