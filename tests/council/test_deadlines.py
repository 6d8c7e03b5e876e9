"""When the deadline's summary falls due, and whom it waits for."""

from __future__ import annotations

from datetime import date, timedelta

from bot.council import deadlines
from bot.council.agendas import Board, DepartmentReport
from bot.council.reports import State
from tests.builders import AGENDA_AT, DUE_AT, STARTS_AT, T0, a_council, a_department, a_meeting, a_report, at


def test_it_falls_due_five_minutes_after_the_deadline() -> None:
    assert deadlines.told_at(a_meeting(), T0) == DUE_AT + timedelta(minutes=5)
    assert deadlines.told_at(a_meeting(), DUE_AT) == DUE_AT + timedelta(minutes=5)


def test_where_that_has_passed_already_departments_have_until_the_agenda_goes() -> None:
    assert deadlines.told_at(a_meeting(), at("2027-02-04 18:00")) == AGENDA_AT
    assert deadlines.told_at(a_meeting(), at("2027-02-05 10:00")) == STARTS_AT - timedelta(minutes=30)


def test_the_deadlines_date_is_the_councils() -> None:
    auckland = a_council(tz="Pacific/Auckland")
    assert deadlines.due_on(auckland, a_meeting()) == date(2027, 2, 5)


def test_those_who_have_neither_reported_nor_been_excused_are_waited_for() -> None:
    lines = tuple(
        DepartmentReport(a_department(id=number, name=state), a_report(department_id=number, state=state))
        for number, state in enumerate(State, start=1)
    )
    board = Board(a_council(), a_meeting(), lines, {})
    assert [line.department.name for line in deadlines.waited_for(board)] == ["not_started", "draft"]
