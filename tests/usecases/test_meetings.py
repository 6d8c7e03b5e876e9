from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import delete, select

from bot.council import meetings
from bot.store import councils, due, tables
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import clockwork
from bot.usecases import meetings as deeds
from tests import builders
from tests.builders import ASKS_AT, DUE_AT, NUDGE_AT, OPENS_AT, PRIYA, SET_UP_AT, STARTS_AT, T0, at
from tests.store import together
from tests.usecases import owed
from tests.usecases.test_meeting_moves import add

State = meetings.State


def all_meetings(database: Database) -> list[meetings.Meeting]:
    with database.read() as session:
        (council,) = councils.list_all(session)
        latest = kept_meetings.latest(session, council)
        assert latest is not None
        return [kept_meetings.get(session, number) for number in range(1, latest.id + 1)]


def days_planned(database: Database) -> list[date]:
    with database.read() as session:
        (council,) = councils.list_all(session)
        return [meeting.on for meeting in kept_meetings.list_planned(session, council)]


def owed_for(database: Database, meeting_id: int) -> dict[str, datetime]:
    """What the clock owes for a meeting, and when."""
    with database.read() as session:
        query = select(tables.Due.kind, tables.Due.department_id, tables.Due.due_at).filter_by(meeting_id=meeting_id)
        owes = {kind + (f":{number}" if number else ""): due_at for kind, number, due_at in session.execute(query)}
        rungs = select(tables.Ladder.subject, tables.Ladder.next_at).filter_by(meeting_id=meeting_id)
        return owes | {row.subject: row.next_at for row in session.execute(rungs)}


def test_the_first_meetings_windows_are_larkspurs(database: Database) -> None:
    february, march, april = all_meetings(database)
    assert [m.opens_at for m in (february, march, april)] == [
        OPENS_AT,
        at("2027-02-23 09:00"),
        at("2027-03-30 09:00"),
    ]
    assert [m.reports_due_at for m in (february, march, april)] == [
        DUE_AT,
        at("2027-03-04 17:00"),
        at("2027-04-08 17:00"),
    ]
    assert [m.starts_at for m in (february, march, april)] == [
        STARTS_AT,
        at("2027-03-09 14:00"),
        at("2027-04-13 14:00"),
    ]
    assert [m.seq for m in (february, march, april)] == [1, 2, 3]


def test_three_meetings_are_ahead_again_when_one_is_over(database: Database) -> None:
    builders.close(database)
    assert [m.on for m in all_meetings(database) if m.state is State.PLANNED] == [
        date(2027, 3, 9),
        date(2027, 4, 13),
        date(2027, 5, 11),
    ]


def test_meetings_added_far_ahead_keep_none_of_the_rules_from_being_planned(database: Database) -> None:
    for on in ("2027-11-30", "2027-12-01", "2027-12-02"):
        add(database, on, request_key=on, now=SET_UP_AT)
    builders.close(database)
    assert days_planned(database)[:3] == [date(2027, 3, 9), date(2027, 4, 13), date(2027, 5, 11)]
    clockwork.sweep(database, now=at("2027-02-23 09:00"))
    assert days_planned(database)[:3] == [date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8)]


def test_keeping_house_plans_as_many_as_were_opened(database: Database) -> None:
    builders.open_reports(database)
    clockwork.keep_house(database, now=T0)
    clockwork.keep_house(database, now=T0)
    assert [m.on for m in all_meetings(database) if m.state is State.PLANNED] == [
        date(2027, 3, 9),
        date(2027, 4, 13),
        date(2027, 5, 11),
    ]


def test_processes_that_keep_house_at_the_same_moment_plan_each_meeting_once(database: Database) -> None:
    builders.open_reports(database)
    together.at_once(*[partial(clockwork.keep_house, database, now=T0)] * 4)
    assert [(m.seq, m.state) for m in all_meetings(database)] == [
        (1, State.COLLECTING),
        (2, State.PLANNED),
        (3, State.PLANNED),
        (4, State.PLANNED),
    ]


def test_after_two_months_down_past_meetings_are_closed_and_the_next_three_planned(database: Database) -> None:
    up_again = at("2027-03-20 10:00")
    clockwork.sweep(database, now=up_again)
    found = all_meetings(database)
    assert [(m.on, m.held) for m in found if m.state is State.CLOSED] == [
        (date(2027, 2, 9), False),
        (date(2027, 3, 9), False),
    ]
    assert [m.on for m in found if m.state is State.PLANNED] == [date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8)]
    assert owed.keys(database) == [], "nobody is asked about a meeting that is long gone"


def test_the_rules_day_is_kept_with_each_meeting(database: Database) -> None:
    assert [m.rule_on for m in all_meetings(database)] == [date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13)]


def test_what_is_owed_for_a_meeting_follows_its_windows_and_can_be_dropped(database: Database) -> None:
    february, *_ = all_meetings(database)
    everything = {
        "open_reports": OPENS_AT,
        "reports_due": builders.DUE_AT + timedelta(minutes=5),
        "chairs_brief": builders.BRIEF_LOOK_AT,
        "post_agenda": builders.AGENDA_AT,
        "ask_if_held": ASKS_AT,
        **{f"meeting:1:{number}": NUDGE_AT for number in range(1, 7)},
    }
    owed.climb(database, now=T0)
    assert owed_for(database, february.id) == everything
    others = owed_for(database, 2)
    with database.write() as session:
        deeds.drop_due(session, february)
    assert (owed_for(database, february.id), owed_for(database, 2)) == ({}, others)
    with database.write() as session:
        deeds.plan_due(session, builders.council_of(database), february, now=T0)
    owed.climb(database, now=T0)
    assert owed_for(database, february.id) == everything


def test_nothing_is_owed_for_a_meeting_that_has_started_or_is_over(database: Database) -> None:
    builders.open_reports(database)
    builders.start(database)
    assert owed_for(database, 1) == {}
    with database.write() as session:
        deeds.plan_due(session, builders.council_of(database), builders.current_meeting(database), now=STARTS_AT)
    assert owed_for(database, 1) == {}


def test_a_department_that_no_release_before_knew_a_ladder_for_is_found_when_the_house_is_kept(
    database: Database,
) -> None:
    clockwork.keep_house(database, now=T0)  # what a new ladder wakes, it wakes once
    owed.climb(database, now=T0)
    before = owed_for(database, 1)
    with database.write() as session:
        session.execute(delete(tables.Ladder).where(tables.Ladder.subject == "meeting:1:2"))
    clockwork.keep_house(database, now=T0)
    assert owed_for(database, 1) == before | {"meeting:1:2": T0}, "the others are left alone"
    owed.climb(database, now=T0)
    assert owed_for(database, 1) == before


def test_what_the_first_release_owed_asks_about_a_meeting_that_nobody_started(database: Database) -> None:
    builders.open_reports(database)
    with database.write() as session:
        council, february = builders.council_of(database), builders.current_meeting(database)
        deeds.drop_due(session, february)
        due.plan(session, council, due.Kind.CLOSE_MEETING, february, due_at=ASKS_AT, now=OPENS_AT)
    assert builders.sweep(database, now=ASKS_AT) == ["asked"]
    assert all_meetings(database)[0].state is State.COLLECTING
    (question,) = [row for key, row in owed.messages(database).items() if key.startswith("held")]
    assert question.recipient == PRIYA


def test_a_database_of_the_first_release_gets_what_it_does_not_owe_yet(database: Database) -> None:
    with database.write() as session:
        for meeting in all_meetings(database):
            due.drop(session, meeting, due.Kind.POST_AGENDA, due.Kind.ASK_IF_HELD)
    clockwork.keep_house(database, now=T0)
    owes = owed_for(database, 2)
    assert owes["post_agenda"] == at("2027-03-05 09:00")
    assert owes["ask_if_held"] == at("2027-03-10 14:00")


def test_a_cancelled_month_is_not_planned_again(database: Database) -> None:
    builders.open_reports(database)
    builders.sweep(database, now=ASKS_AT)
    builders.did_not_take_place(database)
    assert [(m.on, m.state) for m in all_meetings(database)] == [
        (date(2027, 2, 9), State.CANCELLED),
        (date(2027, 3, 9), State.PLANNED),
        (date(2027, 4, 13), State.PLANNED),
        (date(2027, 5, 11), State.PLANNED),
    ]
