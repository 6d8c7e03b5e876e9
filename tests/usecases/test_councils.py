from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import calendar
from bot.council.departments import InvalidRoster
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store import people
from bot.store.database import Database
from bot.usecases import actions, agendas, boards, councils, openings, reports, sessions
from bot.usecases.councils import NoCouncil
from tests import builders
from tests.builders import JONAS, MARCUS, PRIYA, SALES, SET_UP_AT, T0, a_person, a_plan, at, who
from tests.store import together
from tests.usecases import owed


def planned(database: Database) -> list[date]:
    with database.read() as session:
        (council,) = kept_councils.list_all(session)
        return [meeting.on for meeting in kept_meetings.list_planned(session, council)]


def test_larkspur_is_set_up_with_its_departments_and_three_meetings_ahead(empty_database: Database) -> None:
    council = builders.establish(empty_database)
    with empty_database.read() as session:
        assert len(kept_councils.list_departments(session, council)) == 6
    assert planned(empty_database) == [date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13)]
    assert owed.keys(empty_database) == []
    assert owed.events(empty_database) == [(PRIYA, "established")]


def test_setting_up_a_council_that_stands_leaves_it_as_it_is(empty_database: Database) -> None:
    first = builders.establish(empty_database)
    again = builders.establish(empty_database, now=T0, goal="Something else", departments=(SALES,))
    assert again == first
    with empty_database.read() as session:
        assert kept_councils.get(session, first.id) == first
        assert len(kept_councils.list_departments(session, first)) == 6
    assert len(planned(empty_database)) == 3
    assert owed.events(empty_database) == [(PRIYA, "established")]


def test_setting_up_again_learns_what_people_are_called_now(empty_database: Database) -> None:
    builders.establish(empty_database)
    council = builders.establish(empty_database, people=(a_person(JONAS, name="Jo Weber"),))
    with empty_database.read() as session:
        jonas = people.find(session, council.workspace_id, JONAS)
        assert jonas is not None
        assert jonas.name == "Jo Weber"


def test_two_processes_that_set_it_up_at_once_make_one_council(empty_database: Database) -> None:
    first, second = together.at_once(*[lambda: builders.establish(empty_database)] * 2)
    assert first == second
    assert len(planned(empty_database)) == 3


def test_each_workspace_is_served_its_own_council(database: Database) -> None:
    builders.establish(database, team_id="T0OTHER", name="Other")
    with database.read() as session:
        assert councils.serving(session, who(PRIYA)).name == "Larkspur CX Council"
        assert councils.serving(session, who(PRIYA, "T0OTHER")).name == "Other"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"chair": JONAS}, "chair"),
        ({"name": ""}, "name"),
        ({"duration_min": 10}, "duration_min"),
        ({"tz": "Leeds"}, "tz"),
        ({"departments": (replace(SALES, tz="Leeds"),)}, "tz"),
        ({"departments": (SALES, replace(SALES, name="sales"))}, "department"),
        ({"holiday_country": "XX"}, "holiday_country"),
        ({"holiday_subdivision": "LARKSPUR"}, "holiday_country"),
    ],
    ids=str,
)
def test_a_plan_that_breaks_a_rule_keeps_nothing(sqlite_database: Database, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRoster) as refusal:
        councils.establish(sqlite_database, a_plan(**facts), by=PRIYA, now=SET_UP_AT)
    assert refusal.value.field == field
    with sqlite_database.read() as session:
        assert kept_councils.list_all(session) == []


@pytest.mark.parametrize(
    ("set_up", "recurrence", "expected"),
    [
        # The last Friday of March 2027 is Good Friday: later in the month is Tuesday 30.
        ("2027-03-01 10:00", calendar.Recurrence(nth=-1, weekday=4), ["2027-03-30", "2027-04-30", "2027-05-28"]),
        # The last Monday of May is a bank holiday, with nothing but the Monday left of the month: Friday before it.
        ("2027-05-01 10:00", calendar.Recurrence(nth=-1, weekday=0), ["2027-05-28", "2027-06-28", "2027-07-26"]),
        # The first Monday of May is May Day.
        ("2027-05-01 10:00", calendar.Recurrence(nth=1, weekday=0), ["2027-05-04", "2027-06-07", "2027-07-05"]),
        # A meeting of the very day is not planned any more.
        ("2027-02-09 08:00", calendar.Recurrence(nth=2, weekday=1), ["2027-03-09", "2027-04-13", "2027-05-11"]),
    ],
)
def test_a_meeting_on_a_day_off_goes_later_in_its_month_or_else_earlier(
    sqlite_database: Database, set_up: str, recurrence: calendar.Recurrence, expected: list[str]
) -> None:
    builders.establish(sqlite_database, now=at(set_up), recurrence=recurrence)
    assert planned(sqlite_database) == [date.fromisoformat(on) for on in expected]


NOBODY = who(MARCUS, "T0STRANGERS")


@pytest.mark.parametrize(
    "deed",
    [
        lambda database: reports.sit_down(database, NOBODY, now=T0),
        lambda database: reports.submit(
            database,
            NOBODY,
            meeting_id=1,
            department_id=2,
            answers=builders.an_answer(),
            request_key="V",
            now=T0,
        ),
        lambda database: boards.look(database, NOBODY),
        lambda database: sessions.look(database, NOBODY, now=T0),
        lambda database: agendas.post(database, NOBODY, meeting_id=1, question="", request_key="V", now=T0),
        lambda database: openings.open_reports_now(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.start(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.adjourn(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.took_place(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.did_not_take_place(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.prepare_minutes(database, NOBODY, meeting_id=1, now=T0),
        lambda database: sessions.post_minutes(database, NOBODY, meeting_id=1, text="Held.", request_key="V", now=T0),
        lambda database: sessions.close(database, NOBODY, meeting_id=1, now=T0),
        lambda database: actions.take_pad(database, NOBODY, now=T0),
        lambda database: actions.add(
            database, NOBODY, actions.Draft("Call them back", a_person(JONAS), "friday"), request_key="V", now=T0
        ),
        lambda database: actions.agree(database, NOBODY, action_id=1, now=T0),
        lambda database: actions.look_to_finish(database, NOBODY, action_id=1, now=T0),
        lambda database: actions.finish(database, NOBODY, action_id=1, evidence="Live.", request_key="V", now=T0),
        lambda database: actions.list_all(database, NOBODY, now=T0),
        lambda database: actions.look(database, NOBODY, number=1, now=T0),
    ],
)
def test_a_person_of_another_workspace_finds_no_council(
    sqlite_larkspur: Database, deed: Callable[[Database], object]
) -> None:
    builders.open_reports(sqlite_larkspur)
    builders.agree(sqlite_larkspur)
    before = (owed.keys(sqlite_larkspur), owed.events(sqlite_larkspur))
    with pytest.raises(NoCouncil):
        deed(sqlite_larkspur)
    assert (owed.keys(sqlite_larkspur), owed.events(sqlite_larkspur)) == before
