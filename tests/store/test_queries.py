"""What is kept comes back as it was, to its own council only, at a price that does not grow with the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.council import actions as action_rules
from bot.council import calendar
from bot.council import reports as report_rules
from bot.council.departments import Council, Department
from bot.store import (
    NotFound,
    Stale,
    actions,
    councils,
    events,
    meetings,
    people,
    reports,
    requests,
    rosters,
    tables,
)
from bot.store.database import Database
from bot.usecases import actions as action_deeds
from bot.usecases import agendas, boards
from tests import builders
from tests.builders import INES, JONAS, LAYLA, MARCUS, PRIYA, SET_UP_AT, T0, TOM, an_action
from tests.store import statements, together


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


@pytest.fixture
def council(database: Database) -> Council:
    return builders.council_of(database)


def test_a_council_comes_back_as_it_was_set_up(database: Database, council: Council) -> None:
    plan = builders.a_plan()
    assert (council.name, council.chair, council.secretary) == (plan.name, plan.chair, plan.secretary)
    assert council.recurrence == plan.recurrence
    assert (council.start_time, council.duration_min, council.date_order) == (time(14), 90, "DMY")
    assert (council.holiday_country, council.holiday_subdivision, council.own_holidays) == ("GB", "ENG", {})
    assert council.rules == calendar.DEFAULT_RULES


def test_a_councils_own_rules_and_holidays_come_back_too(database: Database) -> None:
    rules = calendar.WindowRules(report_open_bd=8, deadline_time=time(12, 30))
    own_holidays = {date(2027, 2, 1): "Founders' day"}
    recurrence = calendar.Recurrence(nth=-1, weekday=4, months=frozenset({3, 9}))
    kept = builders.establish(
        database,
        team_id="T0OTHER",
        name="Other",
        rules=rules,
        own_holidays=own_holidays,
        recurrence=recurrence,
        secretary=None,
    )
    with database.read() as session:
        found = councils.get(session, kept.id)
    assert found == kept
    assert (found.rules, found.own_holidays, found.recurrence) == (rules, own_holidays, recurrence)
    assert found.secretary is None


def test_departments_come_back_with_their_people_in_the_order_they_joined(database: Database, council: Council) -> None:
    with database.read() as session:
        found = councils.list_departments(session, council)
    assert [department.name for department in found] == [plan.name for plan in builders.SIX_DEPARTMENTS]
    sales = found[1]
    assert (sales.lead, sales.deputy, set(sales.members)) == (MARCUS, INES, {JONAS})
    assert found[4].deputy is None


ENDED = date(2027, 1, 20)


@pytest.mark.parametrize(
    ("role", "former", "holder"),
    [
        (rosters.CHAIR, PRIYA, lambda council, sales: council.chair),
        (rosters.SECRETARY, TOM, lambda council, sales: council.secretary),
        (rosters.LEAD, MARCUS, lambda council, sales: sales.lead),
        (rosters.DEPUTY, INES, lambda council, sales: sales.deputy),
        (rosters.MEMBER, JONAS, lambda council, sales: next(iter(sales.members))),
    ],
)
@pytest.mark.parametrize("successor_first", [False, True], ids=["then the successor", "after the successor"])
def test_whose_role_has_ended_holds_it_no_more(
    database: Database,
    council: Council,
    role: str,
    former: str,
    holder: Callable[[Council, Department], str],
    successor_first: bool,
) -> None:
    with database.write() as session:
        of_role = tables.Membership.role == role, tables.Membership.slack_id == former
        facts: dict[str, Any] = {"slack_id": LAYLA, "to_on": None}
        held = session.scalars(select(tables.Membership).where(*of_role)).one()
        kept = {name: getattr(held, name) for name in ("workspace_id", "council_id", "department_id", "from_on")}
        if successor_first:
            # the older row is the successor's, so that neither order of the rows gives the right answer by itself
            held.slack_id = LAYLA
            facts = {"slack_id": former, "to_on": ENDED}
        else:
            held.to_on = ENDED
        session.add(tables.Membership(**kept, **facts, role=role, created_at=T0))
    with database.read() as reading:
        found = councils.get(reading, council.id)
        sales = next(one for one in councils.list_departments(reading, council) if one.name == "Sales")
    assert holder(found, sales) == LAYLA


def test_a_department_that_was_closed_is_not_among_the_departments(database: Database, council: Council) -> None:
    with database.write() as session:
        session.execute(update(tables.Department).where(tables.Department.name == "Sales").values(active_to=ENDED))
    with database.read() as reading:
        names = [department.name for department in councils.list_departments(reading, council)]
    assert names == [plan.name for plan in builders.SIX_DEPARTMENTS if plan.name != "Sales"]


def test_a_council_whose_chair_has_gone_cannot_be_read(database: Database, council: Council) -> None:
    with database.write() as session:
        chair = tables.Membership.role == rosters.CHAIR
        session.execute(update(tables.Membership).where(chair).values(to_on=ENDED))
    with database.read() as reading, pytest.raises(LookupError, match="no chair"):
        councils.get(reading, council.id)


def test_a_read_sees_what_was_added_in_the_same_transaction(database: Database, council: Council) -> None:
    with database.write() as session:
        kept = {"workspace_id": council.workspace_id, "council_id": council.id, "from_on": ENDED, "created_at": T0}
        session.add(tables.Membership(**kept, slack_id=LAYLA, role=rosters.CHAIR))
        assert councils.get(session, council.id).chair == LAYLA


def test_the_meeting_running_comes_before_one_planned_sooner(database: Database, council: Council) -> None:
    running = builders.open_reports(database)
    with database.write() as session:
        planned = meetings.list_planned(session, council)
        later = replace(running, starts_at=planned[-1].starts_at + timedelta(days=1))
        meetings.save(session, later, now=T0)
    with database.read() as reading:
        ahead = meetings.list_ahead(reading, council)
    assert [meeting.id for meeting in ahead] == [running.id, *(meeting.id for meeting in planned)]
    assert [meeting.starts_at for meeting in planned] == sorted(meeting.starts_at for meeting in planned)
    assert len(planned) > 1


def test_an_action_comes_back_as_it_was_kept(database: Database, council: Council) -> None:
    sales = builders.department_named(database, "Sales")
    with database.write() as session:
        kept = actions.add(session, council, an_action(id=99, number=99, department_id=sales.id), now=T0)
    with database.read() as session:
        assert actions.get(session, council, kept.id) == kept
        assert actions.get_numbered(session, council, 1) == kept
    assert kept == an_action(id=kept.id, number=1, department_id=sales.id, created_at=T0)


def test_actions_added_at_the_same_moment_get_numbers_of_their_own(database: Database, council: Council) -> None:
    sales = builders.department_named(database, "Sales")

    def add() -> int:
        with database.write() as session:
            return actions.add(session, council, an_action(department_id=sales.id), now=T0).number

    numbers = [number for _ in range(3) for number in together.at_once(*[add] * 4)]
    assert sorted(numbers) == list(range(1, 13))


def test_a_number_is_not_used_again_after_a_failure_but_never_twice(database: Database, council: Council) -> None:
    sales = builders.department_named(database, "Sales")

    def add_and_fail() -> None:
        with database.write() as session:
            actions.add(session, council, an_action(department_id=sales.id), now=T0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    with database.write() as session:
        first = actions.add(session, council, an_action(department_id=sales.id), now=T0)
        second = actions.add(session, council, an_action(department_id=sales.id), now=T0)
    assert (first.number, second.number) == (1, 2)


def test_what_somebody_else_changed_since_it_was_read_is_not_overwritten(database: Database, council: Council) -> None:
    action = builders.agree(database).action
    meeting = builders.open_reports(database)
    sales = builders.department_named(database, "Sales")
    with database.read() as reading:
        report = reports.find(reading, meeting, sales)
        assert report is not None
    for change in (
        lambda session: actions.save(session, action, now=T0),
        lambda session: meetings.save(session, meeting, now=T0),
        lambda session: reports.save(session, report, now=T0),
    ):
        with database.write() as session:
            change(session)
        with pytest.raises(Stale), database.write() as session:
            change(session)


def test_each_change_counts_the_version_up(database: Database, council: Council) -> None:
    action = builders.agree(database).action
    for evidence in ("one", "two"):
        with database.write() as session:
            actions.save(session, replace(action, evidence=evidence), now=T0)
        with database.read() as session:
            action = actions.get(session, council, action.id)
    assert (action.version, action.evidence) == (3, "two")


def test_what_belongs_to_another_council_is_not_found(database: Database, council: Council) -> None:
    action = builders.agree(database).action
    other = builders.establish(database, team_id="T0OTHER", name="Other")
    with database.read() as session:
        for wrong in (
            partial(actions.get, session, other, action.id),
            partial(actions.get_numbered, session, other, action.number),
        ):
            with pytest.raises(NotFound):
                wrong()
        assert actions.list_standing(session, other) == []
        assert meetings.list_planned(session, other) != meetings.list_planned(session, council)
        assert {d.council_id for d in councils.list_departments(session, other)} == {other.id}


@pytest.mark.parametrize(
    "missing",
    [
        lambda session, council: councils.get(session, 99),
        lambda session, council: meetings.get(session, 99),
        lambda session, council: actions.get(session, council, 99),
        lambda session, council: actions.get_numbered(session, council, 99),
        lambda session, council: people.workspace_id(session, "T0NOBODY"),
    ],
)
def test_what_is_not_there_is_said_not_to_be(
    database: Database, council: Council, missing: Callable[..., object]
) -> None:
    with database.read() as session, pytest.raises(NotFound):
        missing(session, council)


def test_standing_actions_are_the_agreed_ones_that_are_not_closed(database: Database, council: Council) -> None:
    sales = builders.department_named(database, "Sales")
    with database.write() as session:
        for state in action_rules.State:
            actions.add(session, council, an_action(state=state, department_id=sales.id), now=T0)
    with database.read() as session:
        standing = {action.state for action in actions.list_standing(session, council, department_id=sales.id)}
        assert standing == {*action_rules.UNFINISHED, action_rules.State.DONE}
        unclosed = {action.state for action in actions.list_unclosed(session, council)}
        assert unclosed == {*standing, action_rules.State.PROPOSED}
        assert actions.list_standing(session, council, department_id=sales.id + 1) == []


def test_a_person_is_known_as_last_seen(database: Database, council: Council) -> None:
    with database.write() as session:
        people.remember(session, council.workspace_id, [builders.a_person(JONAS, name="Jo", active=False)], now=T0)
    with database.read() as session:
        jonas = people.find(session, council.workspace_id, JONAS)
        assert jonas == builders.a_person(JONAS, name="Jo", active=False)
        assert people.by_id(session, council.workspace_id)[JONAS] == jonas
        assert len(people.by_id(session, council.workspace_id)) == len(builders.EVERYONE)
        assert people.find(session, council.workspace_id, "U0NOBODY") is None


def test_a_request_has_its_effect_once_and_keeps_what_it_made(database: Database, council: Council) -> None:
    def first_time() -> bool:
        with database.write() as session:
            first = requests.first_time(session, council.workspace_id, "action:V1", now=T0)
            if first:
                requests.keep_result(session, council.workspace_id, "action:V1", 7)
            assert requests.result_of(session, council.workspace_id, "action:V1") == 7
            return first

    assert sorted(together.at_once(*[first_time] * 4)) == [False, False, False, True]


def test_a_request_is_forgotten_after_a_while_and_not_before(database: Database, council: Council) -> None:
    with database.write() as session:
        requests.first_time(session, council.workspace_id, "old", now=SET_UP_AT)
        requests.first_time(session, council.workspace_id, "for ever:1", now=SET_UP_AT)
        requests.first_time(session, council.workspace_id, "new", now=T0)
        requests.forget_before(session, T0, but="for ever:")
    with database.write() as session:
        assert requests.first_time(session, council.workspace_id, "for ever:1", now=T0) is False
        assert requests.first_time(session, council.workspace_id, "old", now=T0) is True
        assert requests.first_time(session, council.workspace_id, "new", now=T0) is False


def test_an_event_says_who_did_what_to_which_object(database: Database, council: Council) -> None:
    with database.write() as session:
        events.record(
            session,
            council,
            actor=PRIYA,
            verb="agreed",
            object_kind="action",
            object_id=3,
            before={"state": "proposed"},
            after={"state": "open"},
            via="slack",
            now=T0,
        )
    with database.read() as session:
        event = session.execute(select(tables.Event).where(tables.Event.object_kind == "action")).one()
        assert (event.actor, event.verb, event.object_id, event.via, event.created_at) == (
            PRIYA,
            "agreed",
            3,
            "slack",
            T0,
        )
        assert (event.before, event.after) == ({"state": "proposed"}, {"state": "open"})


def test_a_report_that_was_not_answered_has_no_answers(database: Database) -> None:
    meeting = builders.open_reports(database)
    with database.read() as session:
        found = reports.list_of(session, meeting)
    assert [report.state for report in found] == [report_rules.State.NOT_STARTED] * 6
    assert [report.answers for report in found] == [None] * 6


def test_lists_cost_the_same_for_one_and_for_many(sqlite_database: Database) -> None:
    def price_of_everything() -> list[int]:
        prices = []
        for look in (_list_departments, _read_agenda, _read_board, _list_actions):
            with statements.recorded(sqlite_database) as said:
                look(sqlite_database)
            prices.append(len(said))
        return prices

    builders.establish(sqlite_database, departments=(builders.SALES,), people=builders.EVERYONE[:2])
    builders.open_reports(sqlite_database)
    builders.agree(sqlite_database)
    builders.propose(sqlite_database)
    builders.report(sqlite_database)
    price_of_everything()  # people and roles are remembered from then on
    for_one = price_of_everything()
    with sqlite_database.write() as session:
        (council,) = councils.list_all(session)
        meeting = meetings.find_current(session, council)
        assert meeting is not None
        for plan in builders.SIX_DEPARTMENTS:
            if plan is not builders.SALES:
                department = builders.a_department(name=plan.name, lead=plan.lead, deputy=None, members=frozenset())
                councils.add_department(session, council, department, on=T0.date(), now=T0)
        for department in councils.list_departments(session, council):
            reports.create_for(session, council, meeting, department, now=T0)
        people.remember(session, council.workspace_id, builders.EVERYONE, now=T0)
    for _ in range(10):
        builders.agree(sqlite_database)
        builders.propose(sqlite_database)
    with sqlite_database.read() as reading:
        assert len(councils.list_departments(reading, council)) == 6
        assert len(reports.list_of(reading, meeting)) == 6
    price_of_everything()
    assert price_of_everything() == for_one


def _list_departments(database: Database) -> object:
    with database.read() as session:
        (council,) = councils.list_all(session)
        return councils.list_departments(session, council)


def _read_agenda(database: Database) -> object:
    with database.read() as session:
        (council,) = councils.list_all(session)
        return agendas.read(session, council, builders.current_meeting(database))


def _read_board(database: Database) -> object:
    with database.read() as session:
        (council,) = councils.list_all(session)
        return boards.read(session, council, builders.current_meeting(database))


def _list_actions(database: Database) -> object:
    return action_deeds.list_all(database, builders.who(JONAS), now=T0)
