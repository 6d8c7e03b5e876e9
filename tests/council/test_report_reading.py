"""Who may read and export which reports (model §3.1; INV-14)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.council import permissions, report_reading, reports
from bot.council.people import Absence
from bot.council.report_reading import Line, Version
from tests.builders import (
    AISHA,
    DANA,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    OWEN,
    PRIYA,
    RHEA,
    T0,
    TOM,
    a_council,
    a_department,
    a_meeting,
    a_report,
    an_answer,
)

TODAY = date(2027, 1, 27)
COUNCIL = replace(a_council(), vice_chair=DANA)
SALES = a_department(contributors=frozenset({NINA}), absences=(Absence(MARCUS, TODAY, TODAY, AISHA),))
CLOSED = a_department(id=3, name="Operations", lead=OWEN, deputy=RHEA, active_to=date(2026, 12, 1))
SECRET = replace(a_report(), state=reports.State.SUBMITTED, answers=an_answer(council_only=True), number=2)
OPEN = replace(SECRET, answers=an_answer())


@pytest.mark.parametrize(
    ("slack_id", "expected"),
    [
        (PRIYA, True),
        (DANA, True),
        (TOM, True),
        (MARCUS, True),
        (INES, True),
        (NINA, True),
        (AISHA, True),
        (JONAS, False),
        (LAYLA, False),
        (OWEN, False),
        (RHEA, False),
    ],
    ids=[
        "chair",
        "vice-chair",
        "secretary",
        "lead",
        "deputy",
        "contributor",
        "who stands in for a lead",
        "member of a department",
        "nobody's",
        "lead of a closed department",
        "deputy of a closed department",
    ],
)
def test_who_is_of_the_council(slack_id: str, expected: bool) -> None:
    assert report_reading.is_member(COUNCIL, [SALES, CLOSED], slack_id, TODAY) is expected


def test_who_stands_in_for_the_chair_is_of_the_council_those_days_only() -> None:
    council = replace(COUNCIL, chair_absences=(Absence(PRIYA, TODAY, TODAY, LAYLA),))
    assert report_reading.is_member(council, [SALES], LAYLA, TODAY)
    assert not report_reading.is_member(council, [SALES], LAYLA, date(2027, 1, 28))


@pytest.mark.parametrize(
    ("slack_id", "is_admin", "of_meeting", "of_sales"),
    [
        (PRIYA, False, True, True),
        (TOM, False, True, True),
        (MARCUS, False, False, True),
        (INES, False, False, True),
        (AISHA, False, False, True),
        (NINA, False, False, False),
        (DANA, False, False, False),
        (JONAS, False, False, False),
        (LAYLA, False, False, False),
        (LAYLA, True, True, True),
    ],
)
def test_who_may_export(slack_id: str, is_admin: bool, of_meeting: bool, of_sales: bool) -> None:
    for department, expected in ((None, of_meeting), (SALES, of_sales)):
        assert report_reading.may_export(COUNCIL, department, slack_id, TODAY, is_admin=is_admin) is expected
        if expected:
            report_reading.must_export(COUNCIL, department, slack_id, TODAY, is_admin=is_admin)
        else:
            with pytest.raises(permissions.NotAllowed) as refusal:
                report_reading.must_export(COUNCIL, department, slack_id, TODAY, is_admin=is_admin)
            assert refusal.value.instead == (PRIYA,)


def test_nobody_leads_a_closed_department_any_more() -> None:
    assert not report_reading.may_export(COUNCIL, CLOSED, OWEN, TODAY, is_admin=False)
    assert report_reading.may_export(COUNCIL, CLOSED, TOM, TODAY, is_admin=False)


def test_what_is_council_only_says_nothing_to_others() -> None:
    assert report_reading.is_withheld(SECRET, from_member=False)
    assert not report_reading.is_withheld(SECRET, from_member=True)
    assert not report_reading.is_withheld(OPEN, from_member=False)
    assert Line(SALES, a_meeting(), SECRET, withheld=True).answers is None
    assert Line(SALES, a_meeting(), SECRET).answers == SECRET.answers


@pytest.mark.parametrize("state", [reports.State.NOT_STARTED, reports.State.DRAFT, reports.State.EXCUSED])
def test_what_is_not_sent_has_no_answers_for_anybody(state: reports.State) -> None:
    assert Line(SALES, a_meeting(), replace(OPEN, state=state)).answers is None


@pytest.mark.parametrize(("now", "then", "withheld"), [(OPEN, OPEN, False), (OPEN, SECRET, True), (SECRET, OPEN, True)])
def test_a_version_is_withheld_where_it_or_what_stands_now_is_council_only(
    now: reports.Report, then: reports.Report, withheld: bool
) -> None:
    version = Version(1, then.answers, "", MARCUS, None, T0)
    assert report_reading.version_is_withheld(now, version, from_member=False) is withheld
    assert not report_reading.version_is_withheld(now, version, from_member=True)


def test_a_version_without_words_is_nothing_to_report() -> None:
    then = report_reading.as_sent(OPEN, Version(1, None, "Quiet month", INES, MARCUS, T0), a_meeting())
    assert (then.state, then.nil_reason, then.submitted_by, then.on_behalf_of) == (
        reports.State.NIL,
        "Quiet month",
        INES,
        MARCUS,
    )


@pytest.mark.parametrize(("after_deadline", "late"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_a_version_is_late_where_it_was_itself_sent_after_the_deadline(after_deadline: timedelta, late: bool) -> None:
    version = Version(1, OPEN.answers, "", MARCUS, None, a_meeting().reports_due_at + after_deadline)
    for stands in (OPEN, replace(OPEN, late=True)):
        assert report_reading.as_sent(stands, version, a_meeting()).late is late


def test_the_opening_department_comes_first_and_the_others_keep_their_order() -> None:
    lines = [Line(a_department(id=number), a_meeting(), a_report()) for number in (1, 2, 3)]
    opened = replace(a_meeting(), opening_department_id=2)
    assert [line.department.id for line in report_reading.in_order(lines, opened)] == [2, 1, 3]
    assert [line.department.id for line in report_reading.in_order(lines, a_meeting())] == [1, 2, 3]
