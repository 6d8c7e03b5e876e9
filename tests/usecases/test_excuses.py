"""Excused from one report: by whoever presides, once, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from bot.council import excuses as rules
from bot.council import permissions, reports
from bot.council.people import Absence
from bot.council.reports import State
from bot.council.standings import Standing
from bot.store import NotFound, absences, report_drafts
from bot.store.database import Database
from bot.usecases import excuses
from tests import builders
from tests.builders import (
    DANA,
    DUE_AT,
    FELIX,
    LAYLA,
    MARCUS,
    PRIYA,
    T0,
    TOM,
    an_answer,
    excuse,
    say_nothing,
    who,
)
from tests.store import together
from tests.usecases import owed

AFTER = DUE_AT + timedelta(minutes=6)


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def take_back(database: Database, by: str = PRIYA, department: str = "Sales") -> Standing:
    return excuses.take_back(
        database,
        who(by),
        meeting_id=builders.current_meeting(database).id,
        department_id=builders.department_named(database, department).id,
        now=AFTER,
    )


def test_an_excused_department_is_no_longer_waited_for_and_the_board_is_edited(collecting: Database) -> None:
    owed.send_all(collecting, now=T0)
    excused = excuse(collecting, now=AFTER)
    assert excused.changed
    assert (excused.report.state, excused.report.excused_by, excused.report.excused_at) == (
        State.EXCUSED,
        PRIYA,
        AFTER,
    )
    assert owed.events(collecting)[-1] == (PRIYA, "excused")
    assert "board:1" in owed.to_edit(collecting)


def test_of_chair_and_stand_in_who_excuse_at_once_one_is_kept(collecting: Database) -> None:
    with collecting.write() as session:
        away = Absence(PRIYA, date(2027, 1, 20), date(2027, 2, 20), LAYLA)
        absences.put(session, builders.council_of(collecting), away, by=PRIYA, now=T0)
    done = together.at_once(*[partial(excuse, collecting, by) for by in (PRIYA, LAYLA, PRIYA, LAYLA)])
    [first] = [one for one in done if one.changed]
    assert {one.report.excused_by for one in done} == {first.report.excused_by}
    assert [verb for _, verb in owed.events(collecting)].count("excused") == 1


def test_the_vice_chair_excuses_in_place_of_a_chair_whose_account_is_closed(sqlite_collecting: Database) -> None:
    builders.close_account(sqlite_collecting, PRIYA)
    builders.change_council(sqlite_collecting, vice_chair=LAYLA)
    assert excuse(sqlite_collecting, LAYLA).report.excused_by == LAYLA


@pytest.mark.parametrize("slack_id", [TOM, MARCUS, DANA, LAYLA])
def test_only_whoever_presides_excuses_takes_back_or_leaves_it(sqlite_collecting: Database, slack_id: str) -> None:
    before = owed.events(sqlite_collecting)
    with pytest.raises(permissions.NotAllowed) as refusal:
        excuse(sqlite_collecting, slack_id)
    assert (refusal.value.operation, refusal.value.instead) == ("excuse_report", (PRIYA,))
    with pytest.raises(permissions.NotAllowed):
        take_back(sqlite_collecting, slack_id)
    with pytest.raises(permissions.NotAllowed):
        excuses.leave(sqlite_collecting, who(slack_id), meeting_id=1, now=AFTER)
    assert owed.events(sqlite_collecting) == before


def test_an_excuse_taken_back_asks_for_the_report_again(collecting: Database) -> None:
    excuse(collecting)
    back = take_back(collecting)
    assert (back.changed, back.report.state, back.report.excused_by) == (True, State.NOT_STARTED, None)
    assert not take_back(collecting).changed
    assert owed.events(collecting)[-1] == (PRIYA, "took_back_excuse")


def test_an_excuse_taken_back_finds_the_draft(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        council, meeting = builders.council_of(sqlite_collecting), builders.current_meeting(sqlite_collecting)
        sales = builders.department_named(sqlite_collecting, "Sales")
        report_drafts.save(session, council, meeting.id, sales.id, an_answer(), before=0, by=MARCUS, now=T0)
    excuse(sqlite_collecting)
    assert take_back(sqlite_collecting).report.state is State.DRAFT


def test_a_report_that_comes_all_the_same_replaces_the_excuse(sqlite_collecting: Database) -> None:
    excuse(sqlite_collecting)
    assert builders.report(sqlite_collecting).desk.report.state is State.SUBMITTED
    with pytest.raises(rules.ReportIsIn):
        take_back(sqlite_collecting)


def test_whoever_reported_meanwhile_is_not_excused(sqlite_collecting: Database) -> None:
    say_nothing(sqlite_collecting)
    with pytest.raises(rules.ReportIsIn):
        excuse(sqlite_collecting)


def test_a_meeting_or_department_of_somebody_elses_is_not_found(sqlite_collecting: Database) -> None:
    for meeting_id, department_id in ((99, 1), (1, 99)):
        with pytest.raises(NotFound):
            excuses.excuse(sqlite_collecting, who(PRIYA), meeting_id=meeting_id, department_id=department_id, now=T0)
    with pytest.raises(NotFound):
        excuses.leave(sqlite_collecting, who(PRIYA), meeting_id=99, now=T0)


def test_a_closed_meetings_reports_are_neither_excused_nor_asked_for(sqlite_larkspur: Database) -> None:
    closed = builders.close(sqlite_larkspur)
    sales = builders.department_named(sqlite_larkspur, "Sales").id
    with pytest.raises(reports.ReportsClosed):
        excuses.excuse(sqlite_larkspur, who(PRIYA), meeting_id=closed.id, department_id=sales, now=builders.CLOSES_AT)


@pytest.mark.parametrize(("slack_id", "presides"), [(PRIYA, True), (TOM, False), (FELIX, False)])
def test_everybody_looks_and_whoever_presides_may_excuse(
    sqlite_collecting: Database, slack_id: str, presides: bool
) -> None:
    look = excuses.look(sqlite_collecting, who(slack_id), now=T0)
    assert (look.presides, len(look.board.lines)) == (presides, 6)
