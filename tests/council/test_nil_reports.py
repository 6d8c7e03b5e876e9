"""Nothing to report: when it counts, how often, and what it goes back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.council import meetings, nil_reports, reports
from bot.council.reports import Report, State
from tests.builders import BETH, DUE_AT, RAVI, STARTS_AT, T0, a_meeting, a_report, an_answer, at

WHY = "Network migration month, no change for customers."
JUST_AFTER = timedelta(seconds=1)


def say(
    report: Report | None = None,
    reason: str | None = None,
    *,
    state: meetings.State = meetings.State.COLLECTING,
    by: str = RAVI,
    now: datetime = T0,
) -> Report:
    return nil_reports.say(report or a_report(), reason, meeting=a_meeting(state=state), by=by, lead=RAVI, now=now)


def explain(report: Report, reason: str = WHY, *, by: str = RAVI, **meeting: Any) -> Report:
    return nil_reports.explain(
        report, reason, meeting=a_meeting(**meeting), by=by, lead=RAVI, now=T0 + timedelta(minutes=1)
    )


def undo(report: Report, *, has_draft: bool = False, **meeting: Any) -> Report:
    return nil_reports.undo(report, meeting=a_meeting(**meeting), has_draft=has_draft)


@pytest.mark.parametrize("before", [State.NOT_STARTED, State.DRAFT, State.EXCUSED])
def test_one_click_answers_for_a_department_whatever_was_before_words(before: State) -> None:
    said = say(a_report(state=before))
    assert (said.state, said.submitted_by, said.submitted_at, said.number) == (State.NIL, RAVI, T0, 1)
    assert said.is_in


@pytest.mark.parametrize(
    ("state", "now", "late"),
    [
        (meetings.State.COLLECTING, DUE_AT, False),
        (meetings.State.COLLECTING, DUE_AT + JUST_AFTER, True),
        (meetings.State.AGENDA_POSTED, T0, False),
        (meetings.State.AGENDA_POSTED, at("2027-02-05 11:20"), True),
        (meetings.State.IN_SESSION, STARTS_AT, True),
        (meetings.State.MINUTES_POSTED, at("2027-02-10 11:00"), True),
    ],
)
def test_it_is_late_when_words_would_be(state: meetings.State, now: datetime, late: bool) -> None:
    assert say(state=state, now=now).late is late


def test_the_deputy_says_it_on_behalf_of_the_lead() -> None:
    assert (say(by=BETH).submitted_by, say(by=BETH).on_behalf_of) == (BETH, RAVI)
    assert say(by=RAVI).on_behalf_of is None


def test_said_twice_the_first_time_stands() -> None:
    first = say(reason=WHY)
    assert say(first, by=BETH, now=DUE_AT + JUST_AFTER) == first
    assert say(first, WHY, by=BETH, now=DUE_AT + JUST_AFTER) == first


def test_said_again_with_another_reason_it_has_that_one_and_is_no_later() -> None:
    again = say(say(reason=WHY), "Nobody was there.", by=BETH, now=DUE_AT + JUST_AFTER)
    assert (again.nil_reason, again.submitted_at, again.late, again.number) == ("Nobody was there.", T0, False, 2)


def test_words_that_are_in_are_not_replaced_by_a_click() -> None:
    sent = a_report(state=State.SUBMITTED, answers=an_answer(), submitted_by=RAVI, number=1)
    with pytest.raises(nil_reports.WordsAreIn) as refusal:
        say(sent)
    assert refusal.value.report == sent


@pytest.mark.parametrize("state", meetings.LOCKED)
def test_once_the_meeting_is_over_nothing_is_said_explained_or_taken_back(state: meetings.State) -> None:
    deeds: list[Callable[[], Report]] = [
        lambda: say(state=state),
        lambda: explain(say(), state=state),
        lambda: undo(say(), state=state),
    ]
    for deed in deeds:
        with pytest.raises(reports.ReportsClosed):
            deed()


def test_before_reports_open_there_is_nothing_to_say_nothing_about() -> None:
    with pytest.raises(reports.ReportsNotOpen):
        say(state=meetings.State.PLANNED)


def test_the_reason_is_one_line_and_a_version_of_its_own() -> None:
    explained = explain(say(), f"  {WHY}\n\nReally. ", by=BETH)
    assert explained.nil_reason == f"{WHY} Really."
    assert (explained.number, explained.submitted_by, explained.on_behalf_of) == (2, BETH, RAVI)
    assert (explained.submitted_at, explained.amended_at) == (T0, T0 + timedelta(minutes=1))


def test_the_same_reason_again_changes_nothing() -> None:
    explained = explain(say())
    assert explain(explained, f" {WHY} ") == explained
    assert explain(say(), "") == say()


def test_a_reason_may_be_as_long_as_its_limit_and_no_longer() -> None:
    assert explain(say(), "é" * 300).nil_reason == "é" * 300
    with pytest.raises(nil_reports.NilReasonTooLong) as refusal:
        explain(say(), "é" * 301)
    assert refusal.value.length == 301
    with pytest.raises(nil_reports.NilReasonTooLong):
        say(reason="é" * 301)


@pytest.mark.parametrize("state", [state for state in State if state is not State.NIL])
def test_a_reason_for_what_no_longer_stands_is_refused(state: State) -> None:
    with pytest.raises(nil_reports.NoLongerNil):
        explain(a_report(state=state))


@pytest.mark.parametrize(
    ("before", "has_draft", "after"),
    [
        ({"state": State.NOT_STARTED}, False, State.NOT_STARTED),
        ({"state": State.DRAFT}, True, State.DRAFT),
        ({"state": State.EXCUSED, "excused_by": "U0PRIYA", "excused_at": T0}, False, State.EXCUSED),
        ({"state": State.EXCUSED, "excused_by": "U0PRIYA", "excused_at": T0}, True, State.EXCUSED),
    ],
)
def test_taken_back_it_is_as_it_was(before: dict[str, Any], has_draft: bool, after: State) -> None:
    was = a_report(**before)
    undone = undo(explain(say(was, now=DUE_AT + JUST_AFTER)), has_draft=has_draft)
    assert undone.state is after
    assert (undone.submitted_by, undone.on_behalf_of, undone.submitted_at, undone.amended_at) == (None,) * 4
    assert (undone.late, undone.nil_reason, undone.excused_by) == (False, "", was.excused_by)
    assert undone.number == 2, "what was sent stays counted"


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.DRAFT, State.EXCUSED])
def test_taken_back_twice_nothing_changes(state: State) -> None:
    assert undo(a_report(state=state)) == a_report(state=state)


def test_words_that_replaced_it_are_not_taken_back() -> None:
    with pytest.raises(nil_reports.NoLongerNil):
        undo(a_report(state=State.SUBMITTED))
