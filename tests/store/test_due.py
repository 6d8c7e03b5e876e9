"""What the clock owes: taken by one, gone with its effect and not without it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import update

from bot.store import councils, due, meetings, tables
from bot.store.database import Database
from bot.store.due import Kind
from tests import builders
from tests.builders import OPENS_AT
from tests.store import together

LATER = OPENS_AT + timedelta(days=365)


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


def take_next(database: Database, now: datetime = LATER) -> due.Due | None:
    while (one := find_next(database, now)) is not None:
        with database.write() as session:
            if due.take(session, one):
                return one
    return None


SUMMARY_AT = builders.DUE_AT + timedelta(minutes=5)


def find_next(database: Database, now: datetime) -> due.Due | None:
    with database.read() as session:
        return due.find_next(session, now=now)


def test_a_planned_meeting_owes_its_opening_its_agenda_and_a_question(database: Database) -> None:
    taken = []
    while (one := take_next(database)) is not None:
        taken.append(one)
    february = [one for one in taken if one.meeting_id == taken[0].meeting_id]
    assert [(one.kind, one.due_at) for one in february] == [
        (Kind.OPEN_REPORTS, builders.OPENS_AT),
        (Kind.REPORTS_DUE, SUMMARY_AT),
        (Kind.CHAIRS_BRIEF, builders.BRIEF_LOOK_AT),
        (Kind.POST_AGENDA, builders.AGENDA_AT),
        (Kind.ASK_IF_HELD, builders.ASKS_AT),
    ]
    assert len(taken) == 3 * len(february)  # three meetings are planned ahead


def test_nothing_is_taken_before_its_instant(database: Database) -> None:
    assert take_next(database, OPENS_AT - timedelta(microseconds=1)) is None
    taken = take_next(database, OPENS_AT)
    assert taken is not None
    assert taken.kind is Kind.OPEN_REPORTS


def test_the_next_instant_is_that_of_what_falls_due_first(database: Database) -> None:
    with database.read() as session:
        assert due.next_at(session) == OPENS_AT
    take_next(database, OPENS_AT)
    with database.read() as session:
        assert due.next_at(session) == SUMMARY_AT


@pytest.mark.parametrize("moved_to", [OPENS_AT - timedelta(days=1), OPENS_AT + timedelta(hours=1)])
def test_the_same_thing_is_owed_once_at_the_instant_named_last(database: Database, moved_to: datetime) -> None:
    meeting = builders.current_meeting(database)
    with database.write() as session:
        (council,) = councils.list_all(session)
        due.plan(session, council, Kind.OPEN_REPORTS, meeting, due_at=moved_to, now=OPENS_AT)
    assert take_next(database, moved_to - timedelta(seconds=1)) is None
    assert take_next(database, moved_to) is not None
    assert take_next(database, moved_to) is None


def test_what_is_dropped_is_not_owed_and_what_others_are_owed_stays(database: Database) -> None:
    meeting = builders.current_meeting(database)
    with database.write() as session:
        due.drop(session, meeting, Kind.OPEN_REPORTS)
    first = take_next(database)
    assert first is not None
    assert (first.kind, first.meeting_id) == (Kind.REPORTS_DUE, meeting.id)
    with database.write() as session:
        due.drop(session, meeting)
    left = set()
    while (one := take_next(database)) is not None:
        left.add(one.meeting_id)
    assert left == {meeting.id + 1, meeting.id + 2}


def test_several_threads_take_each_thing_once(database: Database) -> None:
    def take_all() -> list[int]:
        ids = []
        while (one := take_next(database)) is not None:
            ids.append(one.id)
        return ids

    taken = [one for ids in together.at_once(*[take_all] * 4) for one in ids]
    assert len(taken) == 15
    assert len(set(taken)) == 15


def test_what_is_taken_is_still_due_where_its_effect_was_undone(database: Database) -> None:
    def take_and_fail() -> None:
        with database.write() as session:
            one = due.find_next(session, now=OPENS_AT)
            assert one is not None
            assert due.take(session, one)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        take_and_fail()
    assert take_next(database, OPENS_AT) is not None
    assert take_next(database, OPENS_AT) is None


def test_what_was_taken_can_be_put_off_in_the_same_transaction(database: Database) -> None:
    with database.write() as session:
        one = due.find_next(session, now=OPENS_AT)
        assert one is not None
        assert due.take(session, one)
        council = councils.get(session, one.council_id)
        meeting = meetings.get(session, one.meeting_id)
        due.plan(session, council, one.kind, meeting, due_at=OPENS_AT + timedelta(hours=1), now=OPENS_AT)
    assert take_next(database, OPENS_AT) is None
    again = take_next(database, OPENS_AT + timedelta(hours=1))
    assert again is not None
    assert (again.kind, again.meeting_id) == (one.kind, one.meeting_id)


def test_what_is_due_at_another_instant_now_is_not_taken_as_it_was_found(database: Database) -> None:
    found = find_next(database, OPENS_AT)
    assert found is not None
    with database.write() as session:
        due.put_off(session, found, until=OPENS_AT + timedelta(hours=1))
        assert not due.take(session, found)
    assert take_next(database, OPENS_AT + timedelta(hours=1)) is not None


def test_two_who_come_at_the_same_moment_do_not_take_the_same(database: Database) -> None:
    taken = together.at_once(*[partial(take_next, database, OPENS_AT)] * 2)
    assert sorted(one is None for one in taken) == [False, True]


def test_what_another_release_owes_is_left_to_it(database: Database) -> None:
    with database.write() as session:
        theirs = update(tables.Due).where(tables.Due.kind == str(Kind.OPEN_REPORTS), tables.Due.meeting_id == 1)
        session.execute(theirs.values(kind="mtg_1"))
    with database.read() as session:
        assert due.next_at(session) == SUMMARY_AT
    assert take_next(database, OPENS_AT) is None
