from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.council import meetings, report_answers, reports
from bot.council.report_answers import Answers, Attending, about_everything
from bot.council.reports import Report, State
from tests.builders import DUE_AT, INES, MARCUS, STARTS_AT, T0, a_meeting, a_report, an_answer, at

JUST_AFTER = timedelta(seconds=1)
AGENDA_POSTED = meetings.State.AGENDA_POSTED
IN_SESSION = meetings.State.IN_SESSION


def submit(
    report: Report | None = None,
    answers: Answers | None = None,
    *,
    meeting: meetings.Meeting | None = None,
    by: str = MARCUS,
    now: datetime = T0,
) -> Report:
    return reports.submit(
        report or a_report(), answers or an_answer(), meeting=meeting or a_meeting(), by=by, lead=MARCUS, now=now
    )


@pytest.mark.parametrize(
    ("state", "now", "late"),
    [
        (meetings.State.COLLECTING, T0, False),
        (meetings.State.COLLECTING, DUE_AT, False),
        (meetings.State.COLLECTING, DUE_AT + JUST_AFTER, True),
        (AGENDA_POSTED, T0, False),  # the chair posted early: that makes nobody late
        (AGENDA_POSTED, at("2027-02-05 11:20"), True),
        (IN_SESSION, STARTS_AT, True),
    ],
)
def test_a_report_is_late_after_the_deadline_and_accepted_until_the_meeting_is_over(
    state: meetings.State, now: datetime, late: bool
) -> None:
    submitted = submit(meeting=a_meeting(state=state), now=now)
    assert (submitted.state, submitted.late, submitted.submitted_at) == (State.SUBMITTED, late, now)


@pytest.mark.parametrize("state", meetings.LOCKED)
def test_once_the_meeting_is_closed_or_cancelled_so_are_its_reports(state: meetings.State) -> None:
    with pytest.raises(reports.ReportsClosed):
        submit(meeting=a_meeting(state=state))


def test_before_reports_open_the_refusal_says_which_meeting_they_will_open_for() -> None:
    planned = a_meeting(state=meetings.State.PLANNED)
    with pytest.raises(reports.ReportsNotOpen) as refusal:
        submit(meeting=planned)
    assert refusal.value.next_meeting == planned


def test_the_deputy_reports_on_behalf_of_the_lead() -> None:
    assert (submit(by=MARCUS).submitted_by, submit(by=MARCUS).on_behalf_of) == (MARCUS, None)
    assert (submit(by=INES).submitted_by, submit(by=INES).on_behalf_of) == (INES, MARCUS)


def test_an_amended_report_keeps_when_it_first_came_in() -> None:
    first = submit(by=INES)
    amended = submit(first, an_answer("Something else."), by=MARCUS, now=T0 + timedelta(hours=1))
    assert amended.answers == an_answer("Something else.")
    assert (amended.submitted_at, amended.amended_at) == (T0, T0 + timedelta(hours=1))
    assert (amended.submitted_by, amended.on_behalf_of) == (MARCUS, None)


def test_amending_after_the_deadline_does_not_make_a_punctual_report_late() -> None:
    assert submit(submit(), an_answer("Something else."), now=DUE_AT + JUST_AFTER).late is False


def test_amending_does_not_make_a_late_report_punctual() -> None:
    late = submit(now=DUE_AT + JUST_AFTER)
    assert submit(late, an_answer("Something else."), now=DUE_AT + JUST_AFTER).late is True


def test_the_same_answers_again_change_nothing() -> None:
    first = submit()
    assert submit(first, now=T0 + timedelta(hours=1)) == first


@pytest.mark.parametrize("state", [State.DRAFT, State.NIL, State.EXCUSED])
def test_words_replace_a_draft_a_nil_report_or_an_excuse(state: State) -> None:
    assert submit(a_report(state=state)).state is State.SUBMITTED


@pytest.mark.parametrize("did", ["", "   ", "\n\t"])
def test_what_the_department_did_may_not_be_blank(did: str) -> None:
    with pytest.raises(report_answers.AnswerMissing) as refusal:
        submit(answers=an_answer(did))
    assert refusal.value.field == "did"


@pytest.mark.parametrize(("field", "limit"), [("did", 3000), ("customer_quote", 500)])
def test_an_answer_may_be_as_long_as_its_limit_and_no_longer(field: str, limit: int) -> None:
    assert submit(answers=an_answer(**{field: "é" * limit})).state is State.SUBMITTED
    with pytest.raises(report_answers.AnswerTooLong) as refusal:
        submit(answers=an_answer(**{field: "é" * (limit + 1)}))
    assert (refusal.value.field, refusal.value.length, refusal.value.limit) == (field, limit + 1, limit)


@pytest.mark.parametrize("state", State)
def test_a_department_has_answered_with_words_or_with_nothing_to_report(state: State) -> None:
    assert a_report(state=state).is_in is (state in (State.SUBMITTED, State.NIL))


def test_a_refused_report_is_left_as_it_was() -> None:
    before = submit()
    with pytest.raises(report_answers.AnswerMissing):
        submit(before, about_everything("", Attending.NOBODY))
    assert before == submit()
