"""Departments excused from one report, and what becomes of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.council import excuses, meetings, reports
from bot.council.reports import State
from tests.builders import BETH, MARCUS, PRIYA, T0, a_meeting, a_report, an_answer


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.DRAFT])
def test_whoever_has_not_reported_is_excused_by_name(state: State) -> None:
    excused = excuses.excuse(a_report(state=state), meeting=a_meeting(), by=PRIYA, now=T0)
    assert (excused.state, excused.excused_by, excused.excused_at) == (State.EXCUSED, PRIYA, T0)
    assert not excused.is_in


def test_of_two_who_excuse_the_first_is_kept() -> None:
    first = excuses.excuse(a_report(), meeting=a_meeting(), by=PRIYA, now=T0)
    assert excuses.excuse(first, meeting=a_meeting(), by=BETH, now=T0 + timedelta(minutes=1)) == first


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NIL])
def test_whoever_has_reported_needs_no_excuse(state: State) -> None:
    deeds: list[Callable[[], reports.Report]] = [
        lambda: excuses.excuse(a_report(state=state), meeting=a_meeting(), by=PRIYA, now=T0),
        lambda: excuses.take_back(a_report(state=state), meeting=a_meeting(), has_draft=False),
    ]
    for deed in deeds:
        with pytest.raises(excuses.ReportIsIn):
            deed()


@pytest.mark.parametrize(("has_draft", "after"), [(True, State.DRAFT), (False, State.NOT_STARTED)])
def test_an_excuse_taken_back_leaves_no_trace(has_draft: bool, after: State) -> None:
    excused = excuses.excuse(a_report(), meeting=a_meeting(), by=PRIYA, now=T0)
    back = excuses.take_back(excused, meeting=a_meeting(), has_draft=has_draft)
    assert back == a_report(state=after)
    assert excuses.take_back(back, meeting=a_meeting(), has_draft=has_draft) == back


@pytest.mark.parametrize("state", meetings.LOCKED)
def test_once_the_meeting_is_over_nobody_is_excused(state: meetings.State) -> None:
    with pytest.raises(reports.ReportsClosed):
        excuses.excuse(a_report(), meeting=a_meeting(state=state), by=PRIYA, now=T0)


def test_before_reports_open_nobody_is_excused() -> None:
    with pytest.raises(reports.ReportsNotOpen):
        excuses.excuse(a_report(), meeting=a_meeting(state=meetings.State.PLANNED), by=PRIYA, now=T0)


def test_an_excused_department_may_report_all_the_same() -> None:
    excused = excuses.excuse(a_report(), meeting=a_meeting(), by=PRIYA, now=T0)
    sent = reports.submit(excused, an_answer(), meeting=a_meeting(), by=MARCUS, lead=MARCUS, now=T0)
    assert sent.is_in


@pytest.mark.parametrize("state", State)
def test_whoever_has_neither_reported_nor_been_excused_is_waited_for(state: State) -> None:
    assert excuses.may_be_excused(a_report(state=state)) is (state in (State.NOT_STARTED, State.DRAFT))
