from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot import public_holidays
from bot.council import calendar, meetings
from tests import builders
from tests.builders import PRIYA, T0, TOM, a_meeting

State = meetings.State
ENGLAND = calendar.BusinessDays(public_holidays.observed("GB", "ENG", (2026, 2027)))


@pytest.mark.parametrize(
    ("on", "opens", "nudged", "due", "agenda", "starts"),
    [
        ("2027-02-09", "2027-01-26 09:00", "2027-02-02", "2027-02-04 17:00", "2027-02-05 09:00", "2027-02-09 14:00"),
        ("2027-03-09", "2027-02-23 09:00", "2027-03-02", "2027-03-04 17:00", "2027-03-05 09:00", "2027-03-09 14:00"),
        # Easter: Good Friday 26 and Monday 29 March are no working days. From 28 March London is on summer time.
        ("2027-04-13", "2027-03-30 09:00", "2027-04-06", "2027-04-08 17:00", "2027-04-09 09:00", "2027-04-13 14:00"),
    ],
)
def test_a_meetings_dates_are_counted_back_from_it_in_the_councils_zone(
    on: str, opens: str, nudged: str, due: str, agenda: str, starts: str
) -> None:
    windows = meetings.windows(builders.a_council(), date.fromisoformat(on), ENGLAND)
    assert windows.opens_at == builders.at(opens)
    assert windows.nudge_on == date.fromisoformat(nudged)
    assert windows.reports_due_at == builders.at(due)
    assert windows.agenda_at == builders.at(agenda)
    assert windows.starts_at == builders.at(starts)
    assert windows.ends_at == builders.at(starts) + timedelta(minutes=90)


def test_a_planned_meeting_opens_its_reports() -> None:
    assert meetings.open_reports(a_meeting(state=State.PLANNED), []).state is State.COLLECTING


@pytest.mark.parametrize("state", [state for state in State if state is not State.PLANNED])
def test_reports_are_opened_once_only(state: meetings.State) -> None:
    with pytest.raises(meetings.NotPlanned):
        meetings.open_reports(a_meeting(state=state), [])


def test_reports_stay_shut_while_another_meeting_runs() -> None:
    running = a_meeting(id=7)
    with pytest.raises(meetings.AnotherIsRunning) as refusal:
        meetings.open_reports(a_meeting(id=8, state=State.PLANNED), [running])
    assert refusal.value.other == running


def test_posting_the_agenda_keeps_who_when_and_the_question() -> None:
    posted = meetings.post_agenda(a_meeting(), question="Why nine days?", by=PRIYA, now=T0)
    assert posted.state is State.AGENDA_POSTED
    assert (posted.question, posted.agenda_posted_by, posted.agenda_posted_at) == ("Why nine days?", PRIYA, T0)


def test_a_posted_agenda_gets_another_question_and_keeps_who_posted_it_first() -> None:
    posted = meetings.post_agenda(a_meeting(), question="Why nine days?", by=PRIYA, now=T0)
    revised = meetings.post_agenda(posted, question="", by=TOM, now=T0 + timedelta(days=1))
    assert (revised.question, revised.agenda_posted_by, revised.agenda_posted_at) == ("", PRIYA, T0)


@pytest.mark.parametrize("state", [s for s in State if s not in (State.COLLECTING, State.AGENDA_POSTED)])
def test_an_agenda_is_posted_only_while_reports_are_collected(state: meetings.State) -> None:
    with pytest.raises(meetings.NotCollecting):
        meetings.post_agenda(a_meeting(state=state), question="", by=PRIYA, now=T0)


def test_a_question_has_300_characters_at_most() -> None:
    assert meetings.post_agenda(a_meeting(), question="?" * 300, by=PRIYA, now=T0).question == "?" * 300
    with pytest.raises(meetings.QuestionTooLong):
        meetings.post_agenda(a_meeting(), question="?" * 301, by=PRIYA, now=T0)


def test_about_a_meeting_that_nobody_starts_the_chair_is_asked_a_day_later() -> None:
    assert a_meeting().asks_if_held_at == builders.CLOSES_AT


def test_a_closed_meeting_says_when() -> None:
    closed = meetings.close(a_meeting(), builders.CLOSES_AT)
    assert (closed.state, closed.closed_at, closed.held) == (State.CLOSED, builders.CLOSES_AT, False)


def test_every_state_is_ahead_running_or_over_and_never_two_of_them() -> None:
    assert sorted((State.PLANNED, *meetings.RUNNING, *meetings.OVER)) == sorted(State)
