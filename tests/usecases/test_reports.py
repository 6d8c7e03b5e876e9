from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import permissions, report_answers
from bot.council import reports as rules
from bot.council.report_answers import ActionUpdate, Progress
from bot.council.reports import State
from bot.store import NotFound, councils
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import boards, clockwork, reports
from bot.views import reports as report_views
from tests import builders
from tests.builders import (
    AGENDA_AT,
    AISHA,
    CLOSES_AT,
    DANA,
    DUE_AT,
    INES,
    LAYLA,
    MARCUS,
    OPENS_AT,
    PRIYA,
    T0,
    an_answer,
    at,
    who,
)
from tests.store import together
from tests.usecases import owed

A_DAY = timedelta(days=1)


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def kept(database: Database, department: str = "Sales") -> rules.Report:
    with database.read() as session:
        report = kept_reports.find(
            session, builders.current_meeting(database), builders.department_named(database, department)
        )
        assert report is not None
        return report


def test_a_lead_sits_down_to_their_departments_report(sqlite_collecting: Database) -> None:
    desk = reports.sit_down(sqlite_collecting, who(MARCUS), now=T0)
    assert (desk.department.name, desk.meeting.seq, desk.report.state) == ("Sales", 1, State.NOT_STARTED)
    assert desk.reader == builders.a_person(MARCUS)


def test_the_deputy_sits_down_to_the_same_report(sqlite_collecting: Database) -> None:
    assert (
        reports.sit_down(sqlite_collecting, who(INES), now=T0).report
        == reports.sit_down(sqlite_collecting, who(MARCUS), now=T0).report
    )


def test_who_speaks_for_no_department_is_told_who_does(sqlite_collecting: Database) -> None:
    with pytest.raises(reports.NotASpokesperson) as refusal:
        reports.sit_down(sqlite_collecting, who(LAYLA), now=T0)
    assert [department.lead for department in refusal.value.leads] == [plan.lead for plan in builders.SIX_DEPARTMENTS]


def test_who_names_somebody_elses_department_is_told_who_speaks_for_it(sqlite_collecting: Database) -> None:
    with pytest.raises(reports.NotASpokesperson) as refusal:
        reports.sit_down(sqlite_collecting, who(MARCUS), department_name="marketing", now=T0)
    assert [department.lead for department in refusal.value.leads] == [DANA]


def test_who_names_no_department_there_is_is_told_which_there_are(sqlite_collecting: Database) -> None:
    with pytest.raises(reports.NoSuchDepartment) as refusal:
        reports.sit_down(sqlite_collecting, who(MARCUS), department_name="Legal", now=T0)
    assert (refusal.value.name, len(refusal.value.known)) == ("Legal", 6)


def test_who_speaks_for_two_departments_says_which(sqlite_database: Database) -> None:
    two = (builders.SALES, builders.a_department_plan("Partners", DANA, MARCUS))
    builders.establish(sqlite_database, departments=two)
    builders.open_reports(sqlite_database)
    with pytest.raises(reports.WhichDepartment) as refusal:
        reports.sit_down(sqlite_database, who(MARCUS), now=T0)
    assert [department.name for department in refusal.value.choices] == ["Sales", "Partners"]
    assert refusal.value.meeting_id == builders.current_meeting(sqlite_database).id
    assert (
        reports.sit_down(sqlite_database, who(MARCUS), department_name="partners", now=T0).department.name == "Partners"
    )


def test_a_button_opens_the_report_of_its_own_meeting_until_that_is_closed(database: Database) -> None:
    february, march_opens_at = builders.hold(database), at("2027-02-23 09:00")
    builders.sweep(database, now=march_opens_at)
    sales = builders.department_named(database, "Sales")
    march = reports.sit_down(database, who(MARCUS), now=march_opens_at).meeting
    assert march.on.isoformat() == "2027-03-09"

    def opened() -> Any:
        return reports.sit_down(
            database, who(MARCUS), department_id=sales.id, meeting_id=february.id, now=march_opens_at
        )

    assert (opened().department, opened().meeting.id) == (sales, february.id)
    builders.post_minutes(database, february, now=march_opens_at)
    assert opened().meeting.id == february.id
    builders.sweep(database, now=at("2027-03-02 17:00"))
    with pytest.raises(reports.NoLongerTaken) as refusal:
        opened()
    assert (refusal.value.meeting.id, refusal.value.present, refusal.value.department) == (february.id, march, sales)


def test_ids_of_a_button_give_no_role(sqlite_collecting: Database) -> None:
    meeting = builders.current_meeting(sqlite_collecting)
    sales = builders.department_named(sqlite_collecting, "Sales")

    def press(by: str, department_id: int, meeting_id: int) -> Any:
        return reports.sit_down(sqlite_collecting, who(by), department_id=department_id, meeting_id=meeting_id, now=T0)

    with pytest.raises(reports.NotASpokesperson) as refusal:
        press(LAYLA, sales.id, meeting.id)
    assert refusal.value.leads == (sales,)
    for department_id, meeting_id in ((999, meeting.id), (sales.id, 999)):
        with pytest.raises(NotFound):
            press(MARCUS, department_id, meeting_id)


def test_before_reports_open_the_refusal_says_when_they_will(sqlite_larkspur: Database) -> None:
    with pytest.raises(rules.ReportsNotOpen) as refusal:
        reports.sit_down(sqlite_larkspur, who(MARCUS), now=T0)
    assert refusal.value.next_meeting is not None
    assert refusal.value.next_meeting.opens_at == OPENS_AT
    with pytest.raises(rules.ReportsNotOpen):
        builders.report(sqlite_larkspur)


def test_a_department_that_joined_later_reports_next_time(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        council = builders.council_of(sqlite_collecting)
        later = builders.a_department(name="Legal", lead=LAYLA, deputy=None, members=frozenset())
        councils.add_department(session, council, later, on=T0.date(), now=T0)
    with pytest.raises(rules.DepartmentJoinedLater):
        reports.sit_down(sqlite_collecting, who(LAYLA), now=T0)
    with pytest.raises(rules.DepartmentJoinedLater):
        builders.report(sqlite_collecting, LAYLA, "Legal")
    assert len(boards.look(sqlite_collecting, who(PRIYA)).lines) == 6


def test_a_report_is_kept_as_it_was_written(collecting: Database) -> None:
    words = "🚀 <!channel> مرحبا @here <https://larkspur.example|click>\n\n" + "é" * 2900
    submitted = builders.report(collecting, did=words, customer_quote="“They promised.”")
    assert (submitted.amended, submitted.changed, submitted.days_early) == (False, True, 6)
    report = kept(collecting)
    assert report == submitted.desk.report
    assert (report.state, report.submitted_by, report.submitted_at, report.late) == (
        State.SUBMITTED,
        MARCUS,
        T0,
        False,
    )
    assert report.answers == an_answer(words, customer_quote="“They promised.”")
    assert owed.events(collecting)[-1] == (MARCUS, "submitted")


def test_the_board_shows_it_where_it_stands(collecting: Database) -> None:
    owed.send_all(collecting, now=OPENS_AT)
    builders.report(collecting)
    assert "board:1" in owed.keys(collecting)
    assert "board:1" in owed.to_edit(collecting)
    assert boards.look(collecting, who(LAYLA)).in_so_far == 1


def test_an_amended_report_replaces_what_was_there(collecting: Database) -> None:
    builders.report(collecting, INES)
    amended = builders.report(collecting, did="Something else.", now=T0 + timedelta(days=1))
    assert (amended.amended, amended.changed, amended.days_early) == (True, True, 5)
    report = kept(collecting)
    assert report.answers == an_answer("Something else.")
    assert (report.submitted_at, report.amended_at) == (T0, T0 + timedelta(days=1))
    assert owed.events(collecting)[-2:] == [(INES, "submitted"), (MARCUS, "amended")]


def test_the_same_words_again_change_nothing(collecting: Database) -> None:
    builders.report(collecting)
    before = kept(collecting)
    owed.send_all(collecting, now=T0)
    again = builders.report(collecting, now=T0 + timedelta(days=1))
    assert (again.amended, again.changed, again.desk.report) == (True, False, before)
    assert kept(collecting) == before
    assert owed.to_edit(collecting) == set()


def test_the_same_request_again_changes_nothing_whatever_happened_since(collecting: Database) -> None:
    builders.report(collecting, request_key="V1", did="First.")
    builders.report(collecting, request_key="V2", did="Second.")
    repeated = builders.report(collecting, request_key="V1", did="First.")
    assert repeated.changed is False
    assert repeated.desk.report.answers == an_answer("Second.")
    assert kept(collecting).answers == an_answer("Second.")


def test_the_same_request_many_times_at_once_has_one_effect_and_everyone_sees_it(collecting: Database) -> None:
    answers = together.at_once(*[partial(builders.report, collecting, request_key="V1")] * 4)
    assert [answer.changed for answer in answers] == [True] * 4
    assert {answer.desk.report for answer in answers} == {kept(collecting)}
    assert owed.events(collecting).count((MARCUS, "submitted")) == 1


def as_read(submitted: reports.Submitted) -> str:
    """What the sender reads of it."""
    return report_views.confirmation(
        submitted.desk,
        amended=submitted.amended,
        changed=submitted.changed,
        days_early=submitted.days_early,
        updated=submitted.updated,
        agenda_version=submitted.agenda_version,
        telling=submitted.telling,
    ).text


def test_whoever_never_read_the_thanks_reads_them_when_the_same_request_comes_again(collecting: Database) -> None:
    sales = builders.department_named(collecting, "Sales")
    done, going_on = (builders.agree(collecting, MARCUS, department_id=sales.id).action for _ in range(2))
    updates = (ActionUpdate(done.id, Progress.DONE, "Script v14."), ActionUpdate(going_on.id, Progress.GOING_ON))
    told = {name: builders.department_named(collecting, name).id for name in ("Marketing", "Operations")}
    changing: dict[str, Any] = {"change": "Quotes name a week.", "affected": tuple(told.values())}
    fewer: dict[str, Any] = {"change": "Quotes name a week.", "affected": (told["Marketing"],)}
    builders.report(collecting, did="Something else.", **fewer | {"change": "Otherwise."})
    builders.post_agenda(collecting, now=AGENDA_AT)
    for minute, (key, facts, parts) in enumerate(
        (
            (
                "V1",
                {"updates": updates, **changing},
                ("is changed, and the agenda is v2", "Marketing and Operations", "done now"),
            ),
            ("V2", fewer, ("is changed, and the agenda is v2", "What I told Operations is taken back.")),
        )
    ):
        at_first = AGENDA_AT + timedelta(minutes=minute)
        first = as_read(builders.report(collecting, did="More.", request_key=key, now=at_first, **facts))
        before = owed.events(collecting)
        again = as_read(builders.report(collecting, did="More.", request_key=key, now=at_first + A_DAY, **facts))
        assert first == again
        assert all(part in first for part in parts), first
        assert owed.events(collecting) == before


def test_a_first_report_sent_again_is_thanked_for_as_first_and_on_its_day(sqlite_collecting: Database) -> None:
    first = builders.report(sqlite_collecting, request_key="V1")
    again = builders.report(sqlite_collecting, request_key="V1", now=T0 + A_DAY)
    assert (again.amended, again.changed, again.days_early) == (False, True, first.days_early)
    assert as_read(first) == as_read(again)


def test_the_same_words_from_another_form_and_that_request_again_have_changed_nothing(
    sqlite_collecting: Database,
) -> None:
    builders.report(sqlite_collecting, request_key="V1")
    for now in (T0 + timedelta(minutes=1), T0 + timedelta(minutes=2)):
        assert "nothing has changed" in as_read(builders.report(sqlite_collecting, request_key="V2", now=now))


def test_six_departments_that_report_at_the_same_moment_are_all_in(collecting: Database) -> None:
    builders.post_agenda(collecting)
    for did in ("First.", "Second.", "Third."):
        together.at_once(
            *[partial(builders.report, collecting, plan.lead, plan.name, did=did) for plan in builders.SIX_DEPARTMENTS]
        )
        board = boards.look(collecting, who(PRIYA))
        assert [line.report.answers for line in board.lines] == [an_answer(did)] * 6
    keys = owed.keys(collecting)
    assert [keys.count(key) for key in ("board:1", "agenda:1", "agenda:1:3")] == [1, 1, 1]


def test_after_the_deadline_a_report_is_late_and_welcome(collecting: Database) -> None:
    late = builders.report(collecting, now=DUE_AT + timedelta(minutes=1))
    assert (late.desk.report.late, late.days_early) == (True, 0)
    assert builders.report(collecting, AISHA, "Customer Service", now=DUE_AT).desk.report.late is False


def test_after_the_meeting_closed_its_reports_are_locked(collecting: Database) -> None:
    february = builders.current_meeting(collecting)
    builders.report(collecting)
    sales = builders.department_named(collecting, "Sales")
    builders.close(collecting)
    with pytest.raises(rules.ReportsClosed):
        reports.submit(
            collecting,
            who(MARCUS),
            meeting_id=february.id,
            department_id=sales.id,
            answers=an_answer("Too late."),
            request_key="V9",
            now=CLOSES_AT,
        )
    with collecting.read() as session:
        report = kept_reports.find(session, february, sales)
        assert report is not None
        assert report.answers == an_answer()


def test_a_refused_request_can_be_sent_again_once_it_is_right(collecting: Database) -> None:
    with pytest.raises(report_answers.AnswerMissing):
        builders.report(collecting, request_key="V1", did=" ")
    assert builders.report(collecting, request_key="V1", did="Now with words.").changed is True


@pytest.mark.parametrize("slack_id", [DANA, LAYLA, PRIYA, builders.JONAS])
def test_nobody_reports_for_a_department_that_is_not_theirs(sqlite_collecting: Database, slack_id: str) -> None:
    before = kept(sqlite_collecting)
    with pytest.raises(permissions.NotAllowed) as refusal:
        builders.report(sqlite_collecting, slack_id, "Sales")
    assert refusal.value.instead == (MARCUS, INES)
    assert kept(sqlite_collecting) == before


@pytest.mark.parametrize(
    "ids",
    [
        lambda own, other: {"meeting_id": other[0], "department_id": own[1]},
        lambda own, other: {"meeting_id": own[0], "department_id": other[1]},
        lambda own, other: {"meeting_id": other[0], "department_id": other[1]},
        lambda own, other: {"meeting_id": 999, "department_id": own[1]},
        lambda own, other: {"meeting_id": own[0], "department_id": 999},
    ],
)
def test_forged_ids_of_another_workspaces_form_reach_nothing(
    sqlite_collecting: Database, ids: Callable[..., dict[str, Any]]
) -> None:
    own = (builders.current_meeting(sqlite_collecting).id, builders.department_named(sqlite_collecting, "Sales").id)
    # Over there Marcus leads a department, too: it is not the role that stops him.
    there = builders.establish(sqlite_collecting, team_id="T0OTHER", name="Other", now=T0)
    clockwork.sweep(sqlite_collecting, now=T0)
    with sqlite_collecting.read() as session:
        department = councils.list_departments(session, there)[1]
        meeting = builders.meeting_of(session, there)
    before = owed.events(sqlite_collecting)
    with pytest.raises(NotFound):
        reports.submit(
            sqlite_collecting,
            who(MARCUS),
            **ids(own, (meeting.id, department.id)),
            answers=an_answer("Forged."),
            request_key="V9",
            now=T0,
        )
    assert owed.events(sqlite_collecting) == before
