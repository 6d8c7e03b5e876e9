"""Nothing to report, from every door: by whom, for what, and what it brings with it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council import nil_reports as rules
from bot.council import permissions, reports
from bot.council.people import Absence
from bot.council.reports import State
from bot.council.standings import Standing
from bot.store import NotFound, absences, report_drafts, tables
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import nil_reports
from bot.usecases import reports as report_deeds
from tests import builders
from tests.builders import (
    AGENDA_AT,
    BETH,
    DANA,
    DUE_AT,
    FELIX,
    JONAS,
    LAYLA,
    MARCUS,
    PRIYA,
    RAVI,
    STARTS_AT,
    T0,
    an_answer,
    at,
    excuse,
    say_nothing,
    who,
)
from tests.store import together
from tests.usecases import owed

WHY = "Network migration month, no change for customers."
FRIDAY = at("2027-02-05 11:20")
IT = "IT & Platforms"


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def kept(database: Database, department: str = IT) -> reports.Report:
    with database.read() as session:
        report = kept_reports.find(
            session, builders.current_meeting(database), builders.department_named(database, department)
        )
    assert report is not None
    return report


def versions(database: Database) -> list[tuple[int, str, str]]:
    """Number, reason and sender of every version of every report."""
    kept_version = tables.ReportVersion
    with Session(database.engine) as session:
        found = session.execute(
            select(kept_version.number, kept_version.nil_reason, kept_version.sent_by).order_by(kept_version.id)
        ).all()
    return [(number, reason, by) for number, reason, by in found]


def save_draft(database: Database, department: str = IT) -> None:
    with database.write() as session:
        report_drafts.save(
            session,
            builders.council_of(database),
            builders.current_meeting(database).id,
            builders.department_named(database, department).id,
            an_answer(),
            before=0,
            by=BETH,
            now=T0,
        )


def explain(database: Database, by: str = RAVI, reason: str = WHY, *, request_key: str = "V1") -> Standing:
    return nil_reports.explain(
        database,
        who(by),
        meeting_id=1,
        department_id=builders.department_named(database, IT).id,
        reason=reason,
        request_key=request_key,
        now=T0 + timedelta(minutes=1),
    )


def undo(database: Database, by: str = RAVI) -> Standing:
    return nil_reports.undo(
        database,
        who(by),
        meeting_id=1,
        department_id=builders.department_named(database, IT).id,
        now=T0 + timedelta(minutes=2),
    )


def test_one_click_is_a_report_with_a_version_of_its_own_and_the_board_is_edited(collecting: Database) -> None:
    owed.send_all(collecting, now=T0)
    said = say_nothing(collecting, RAVI, IT)
    assert said.changed
    assert said.report == kept(collecting)
    assert (said.report.state, said.report.submitted_by, said.report.late) == (State.NIL, RAVI, False)
    assert versions(collecting) == [(1, "", RAVI)]
    assert owed.events(collecting)[-1] == (RAVI, "said_nothing")
    assert "board:1" in owed.to_edit(collecting)


def test_why_is_added_in_a_line_and_the_same_submission_again_changes_nothing(collecting: Database) -> None:
    say_nothing(collecting, RAVI, IT)
    assert explain(collecting).changed
    again = explain(collecting, reason="Something else.")
    assert (again.changed, again.report.nil_reason) == (False, WHY)
    assert versions(collecting) == [(1, "", RAVI), (2, WHY, RAVI)]
    assert owed.events(collecting).count((RAVI, "explained_nothing")) == 1


def test_a_second_click_changes_nothing_and_says_who_was_first(sqlite_collecting: Database) -> None:
    say_nothing(sqlite_collecting, RAVI, IT)
    before = owed.events(sqlite_collecting)
    again = say_nothing(sqlite_collecting, BETH, IT, now=DUE_AT + timedelta(days=1))
    assert (again.changed, again.report.submitted_by, again.report.late) == (False, RAVI, False)
    assert owed.events(sqlite_collecting) == before


def test_of_lead_and_deputy_who_click_at_once_one_is_kept(collecting: Database) -> None:
    said = together.at_once(*[partial(say_nothing, collecting, by, IT) for by in (RAVI, BETH, RAVI, BETH)])
    assert [one.changed for one in said].count(True) == 1
    assert len(versions(collecting)) == 1


def test_the_deputy_says_it_for_the_lead(sqlite_collecting: Database) -> None:
    report = say_nothing(sqlite_collecting, BETH, IT).report
    assert (report.submitted_by, report.on_behalf_of) == (BETH, RAVI)


def test_whoever_stands_in_for_the_lead_says_it_while_the_lead_is_away(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        away = Absence(RAVI, date(2027, 1, 27), date(2027, 1, 29), LAYLA)
        absences.put(session, builders.council_of(sqlite_collecting), away, by=RAVI, now=T0)
    assert say_nothing(sqlite_collecting, LAYLA, IT).report.on_behalf_of == RAVI
    with pytest.raises(permissions.NotAllowed):
        nil_reports.undo(
            sqlite_collecting,
            who(LAYLA),
            meeting_id=1,
            department_id=builders.department_named(sqlite_collecting, IT).id,
            now=at("2027-01-30 09:00"),
        )


@pytest.mark.parametrize("slack_id", [PRIYA, DANA, JONAS, LAYLA])
def test_nobody_else_says_explains_or_takes_it_back(sqlite_collecting: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed) as refusal:
        say_nothing(sqlite_collecting, slack_id, IT)
    assert refusal.value.instead == (RAVI, BETH)
    say_nothing(sqlite_collecting, RAVI, IT)
    before = (kept(sqlite_collecting), owed.events(sqlite_collecting))
    with pytest.raises(permissions.NotAllowed):
        explain(sqlite_collecting, slack_id)
    with pytest.raises(permissions.NotAllowed):
        undo(sqlite_collecting, slack_id)
    assert (kept(sqlite_collecting), owed.events(sqlite_collecting)) == before


def test_yesterdays_button_after_the_report_came_in_leaves_the_words(sqlite_collecting: Database) -> None:
    builders.report(sqlite_collecting)
    before = kept(sqlite_collecting, "Sales")
    with pytest.raises(rules.WordsAreIn) as refusal:
        say_nothing(sqlite_collecting, now=T0 + timedelta(days=1))
    assert refusal.value.report == before == kept(sqlite_collecting, "Sales")


def test_words_replace_nothing_to_report(sqlite_collecting: Database) -> None:
    say_nothing(sqlite_collecting, reason=WHY)
    builders.report(sqlite_collecting)
    report = kept(sqlite_collecting, "Sales")
    assert (report.state, report.nil_reason, report.number) == (State.SUBMITTED, "", 2)


def test_after_the_deadline_it_is_late(sqlite_collecting: Database) -> None:
    builders.sweep(sqlite_collecting, now=AGENDA_AT)
    assert say_nothing(sqlite_collecting, RAVI, IT, now=FRIDAY).report.late


def test_after_the_meeting_is_closed_it_is_refused(sqlite_larkspur: Database) -> None:
    closed = builders.close(sqlite_larkspur)
    with pytest.raises(reports.ReportsClosed):
        nil_reports.say(
            sqlite_larkspur,
            who(RAVI),
            meeting_id=closed.id,
            department_id=builders.department_named(sqlite_larkspur, IT).id,
            now=builders.CLOSES_AT,
        )


def test_taken_back_the_report_is_asked_for_again(collecting: Database) -> None:
    say_nothing(collecting, RAVI, IT, reason=WHY)
    undone = undo(collecting, BETH)
    assert (undone.changed, undone.report.state, undone.report.nil_reason) == (True, State.NOT_STARTED, "")
    assert not undo(collecting).changed
    assert owed.events(collecting)[-1] == (BETH, "took_back_nothing")
    say_nothing(collecting, RAVI, IT)
    assert [number for number, _, _ in versions(collecting)] == [1, 2], "what was sent stays counted"


def test_taken_back_the_draft_is_there_as_it_was(collecting: Database) -> None:
    save_draft(collecting)
    say_nothing(collecting, RAVI, IT)
    assert undo(collecting).report.state is State.DRAFT
    with collecting.read() as session:
        department_id = builders.department_named(collecting, IT).id
        draft = report_drafts.find(session, builders.current_meeting(collecting).id, department_id)
    assert draft is not None
    assert draft.answers == an_answer()


def test_taken_back_a_department_that_was_excused_is_excused(sqlite_collecting: Database) -> None:
    excuse(sqlite_collecting, department=IT)
    say_nothing(sqlite_collecting, RAVI, IT)
    assert (undo(sqlite_collecting).report.state, kept(sqlite_collecting).excused_by) == (State.EXCUSED, PRIYA)


def test_typed_it_is_for_the_department_one_speaks_for(sqlite_collecting: Database) -> None:
    said = nil_reports.say_typed(sqlite_collecting, who(BETH), reason=WHY, now=T0)
    assert (said.department.name, said.report.nil_reason, said.meeting.id) == (IT, WHY, 1)
    again = nil_reports.say_typed(sqlite_collecting, who(RAVI), reason="", now=T0)
    assert (again.changed, again.report.nil_reason) == (False, WHY)


def test_typed_by_somebody_of_no_department_says_who_speaks_for_which(sqlite_collecting: Database) -> None:
    for slack_id, is_chair in ((LAYLA, False), (PRIYA, True)):
        with pytest.raises(report_deeds.NotASpokesperson) as refusal:
            nil_reports.say_typed(sqlite_collecting, who(slack_id), reason="", now=T0)
        assert (refusal.value.is_chair, len(refusal.value.leads)) == (is_chair, 6)


def test_typed_by_somebody_who_speaks_for_two_asks_which_and_keeps_why(sqlite_database: Database) -> None:
    two = (builders.SALES, builders.a_department_plan("Partners", DANA, MARCUS))
    builders.establish(sqlite_database, departments=two)
    builders.open_reports(sqlite_database)
    with pytest.raises(nil_reports.NothingFromWhich) as refusal:
        nil_reports.say_typed(sqlite_database, who(MARCUS), reason=WHY, now=T0)
    assert ([one.name for one in refusal.value.choices], refusal.value.reason) == (["Sales", "Partners"], WHY)


def test_before_reports_open_there_is_none_to_be_had(sqlite_larkspur: Database) -> None:
    with pytest.raises(reports.ReportsNotOpen):
        nil_reports.say_typed(sqlite_larkspur, who(RAVI), reason="", now=T0)
    with pytest.raises(reports.ReportsNotOpen):
        say_nothing(sqlite_larkspur, RAVI, IT)


def test_ids_that_are_not_the_councils_are_not_found(sqlite_collecting: Database) -> None:
    for meeting_id, department_id in ((99, 6), (1, 99)):
        with pytest.raises(NotFound):
            nil_reports.say(sqlite_collecting, who(RAVI), meeting_id=meeting_id, department_id=department_id, now=T0)


def test_a_department_that_joined_later_reports_next_time(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        session.query(tables.Report).filter_by(department_id=6).delete()
    with pytest.raises(reports.DepartmentJoinedLater):
        say_nothing(sqlite_collecting, RAVI, IT)


def test_during_the_session_and_after_it_is_taken_as_words_are(sqlite_larkspur: Database) -> None:
    meeting = builders.hold(sqlite_larkspur)
    said = nil_reports.say(
        sqlite_larkspur,
        who(FELIX),
        meeting_id=meeting.id,
        department_id=builders.department_named(sqlite_larkspur, "Marketing").id,
        now=STARTS_AT + timedelta(hours=3),
    )
    assert (said.report.state, said.report.late) == (State.NIL, True)
