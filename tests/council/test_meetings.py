from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot import public_holidays
from bot.council import calendar, meetings, questions
from tests import builders
from tests.builders import PRIYA, STARTS_AT, T0, TOM, a_meeting

State = meetings.State
Deed = Callable[[meetings.Meeting], meetings.Meeting]
ENGLAND = calendar.BusinessDays(public_holidays.observed("GB", "ENG", (2026, 2027)))
ENDED_AT = STARTS_AT + timedelta(minutes=90)
POSTED = a_meeting(state=State.AGENDA_POSTED)
IN_SESSION = a_meeting(state=State.IN_SESSION, started_at=STARTS_AT, started_by=PRIYA, held=True)
ADJOURNED = replace(IN_SESSION, adjourned_at=ENDED_AT)


@pytest.mark.parametrize(
    ("on", "opens", "nudged", "due", "agenda", "starts"),
    [  # the vectors of model §3.6.3, and months 1 and 2 of the scenario
        ("2027-02-09", "2027-01-26 09:00", "2027-02-02", "2027-02-04 17:00", "2027-02-05 09:00", "2027-02-09 14:00"),
        ("2027-03-09", "2027-02-23 09:00", "2027-03-02", "2027-03-04 17:00", "2027-03-05 09:00", "2027-03-09 14:00"),
        # Easter: Good Friday 26 and Monday 29 March are no working days. From 28 March London is on summer time.
        ("2027-04-13", "2027-03-30 09:00", "2027-04-06", "2027-04-08 17:00", "2027-04-09 09:00", "2027-04-13 14:00"),
        ("2027-04-15", "2027-04-01 09:00", "2027-04-08", "2027-04-12 17:00", "2027-04-13 09:00", "2027-04-15 14:00"),
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


def test_the_meeting_that_follows_is_the_first_still_planned_after_it() -> None:
    january, april = (
        a_meeting(id=number, starts_at=builders.at(starts), state=State.PLANNED)
        for number, starts in ((0, "2027-01-12 14:00"), (3, "2027-04-13 14:00"))
    )
    march = a_meeting(id=2, starts_at=builders.at("2027-03-09 14:00"), state=State.CANCELLED)
    february = a_meeting(id=1, state=State.PLANNED)
    assert meetings.following([january, february, march, april], february) == april
    assert meetings.following([january, february, march], february) is None


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
    with pytest.raises(questions.QuestionTooLong):
        meetings.post_agenda(a_meeting(), question="?" * 301, by=PRIYA, now=T0)


def test_a_meeting_starts_half_an_hour_early_at_most_and_a_day_late_at_most() -> None:
    for now in (STARTS_AT - timedelta(minutes=30), STARTS_AT, STARTS_AT + timedelta(days=1)):
        started = meetings.start(POSTED, by=PRIYA, now=now)
        assert (started.state, started.started_at, started.started_by) == (State.IN_SESSION, now, PRIYA)
        assert started.held
        assert not started.is_adjourned
    with pytest.raises(meetings.TooEarlyToStart) as early:
        meetings.start(POSTED, by=PRIYA, now=STARTS_AT - timedelta(minutes=30, seconds=1))
    assert early.value.opens_at == builders.at("2027-02-09 13:30")
    with pytest.raises(meetings.TooLateToStart) as late:
        meetings.start(POSTED, by=PRIYA, now=STARTS_AT + timedelta(days=1, seconds=1))
    assert late.value.until == builders.at("2027-02-10 14:00")


def test_starting_before_the_agenda_is_posted_has_to_be_meant_and_posts_it() -> None:
    with pytest.raises(meetings.AgendaNotPosted):
        meetings.start(a_meeting(), by=PRIYA, now=STARTS_AT)
    started = meetings.start(a_meeting(), by=PRIYA, now=STARTS_AT, anyway=True)
    assert (started.state, started.agenda_posted_at, started.agenda_posted_by) == (State.IN_SESSION, STARTS_AT, PRIYA)


def test_a_session_is_adjourned_and_no_longer_keeps_the_next_meeting_from_opening() -> None:
    assert IN_SESSION.blocks_next
    adjourned = meetings.adjourn(IN_SESSION, ENDED_AT)
    assert (adjourned.state, adjourned.adjourned_at) == (State.IN_SESSION, ENDED_AT)
    assert not adjourned.blocks_next
    following = a_meeting(id=8, state=State.PLANNED)
    with pytest.raises(meetings.AnotherIsRunning):
        meetings.open_reports(following, [IN_SESSION])
    assert meetings.open_reports(following, [adjourned]).state is State.COLLECTING


@pytest.mark.parametrize(
    ("state", "blocks"),
    [
        (State.PLANNED, False),
        (State.COLLECTING, True),
        (State.AGENDA_POSTED, True),
        (State.IN_SESSION, True),
        (State.MINUTES_POSTED, False),
        (State.CLOSED, False),
        (State.CANCELLED, False),
    ],
)
def test_one_meeting_at_a_time_collects_reports(state: meetings.State, blocks: bool) -> None:
    assert a_meeting(state=state).blocks_next is blocks


def test_minutes_are_posted_once_the_session_is_adjourned() -> None:
    posted = meetings.post_minutes(ADJOURNED, "  Five actions.\n", by=TOM, now=ENDED_AT)
    assert (posted.state, posted.minutes) == (State.MINUTES_POSTED, "Five actions.")
    assert (posted.minutes_posted_by, posted.minutes_posted_at) == (TOM, ENDED_AT)
    with pytest.raises(meetings.NotAdjourned):
        meetings.post_minutes(IN_SESSION, "Five actions.", by=TOM, now=ENDED_AT)
    with pytest.raises(meetings.MinutesArePosted):
        meetings.post_minutes(posted, "Six actions.", by=TOM, now=ENDED_AT)


def test_minutes_say_something_and_fit_into_one_form() -> None:
    assert len(meetings.post_minutes(ADJOURNED, "m" * 3000, by=TOM, now=ENDED_AT).minutes) == 3000
    with pytest.raises(meetings.MinutesTooLong) as refusal:
        meetings.post_minutes(ADJOURNED, "m" * 3001, by=TOM, now=ENDED_AT)
    assert refusal.value.length == 3001
    with pytest.raises(meetings.MinutesMissing):
        meetings.post_minutes(ADJOURNED, " \n", by=TOM, now=ENDED_AT)


@pytest.mark.parametrize(
    ("on", "minutes_posted", "closes"),
    [
        ("2027-02-09", "2027-02-10 10:40", "2027-02-16 17:00"),  # scenario S1.14
        ("2027-03-09", "2027-03-09 16:00", "2027-03-16 17:00"),
        ("2027-02-09", "2027-02-18 23:30", "2027-02-22 17:00"),
        ("2027-04-13", "2027-04-14 10:00", "2027-04-20 17:00"),  # in summer time
    ],
)
def test_a_meeting_closes_when_the_corrections_of_its_minutes_end(on: str, minutes_posted: str, closes: str) -> None:
    posted = replace(ADJOURNED, on=date.fromisoformat(on), minutes_posted_at=builders.at(minutes_posted))
    found = meetings.closes_at(posted, ENGLAND, calendar.DEFAULT_RULES, builders.LONDON)
    assert found == builders.at(closes)


def test_the_day_minutes_are_posted_is_the_councils() -> None:
    # 23:30 on Thursday in New York is Friday in London already.
    late = builders.at("2027-02-18 23:30", builders.NEW_YORK)
    posted = replace(ADJOURNED, minutes_posted_at=late)
    in_london = meetings.closes_at(posted, ENGLAND, calendar.DEFAULT_RULES, builders.LONDON)
    in_new_york = meetings.closes_at(posted, ENGLAND, calendar.DEFAULT_RULES, builders.NEW_YORK)
    assert in_london == builders.at("2027-02-23 17:00")
    assert in_new_york == builders.at("2027-02-22 17:00", builders.NEW_YORK)


def test_without_minutes_no_day_closes_a_meeting() -> None:
    assert meetings.closes_at(ADJOURNED, ENGLAND, calendar.DEFAULT_RULES, builders.LONDON) is None


def test_about_a_meeting_that_nobody_starts_the_chair_is_asked_a_day_later() -> None:
    assert a_meeting().asks_if_held_at == builders.ASKS_AT


@pytest.mark.parametrize("state", meetings.NOT_STARTED)
def test_a_meeting_that_nobody_started_took_place_as_planned(state: meetings.State) -> None:
    held = meetings.took_place(a_meeting(state=state), builders.ASKS_AT)
    assert (held.state, held.held) == (State.IN_SESSION, True)
    assert (held.started_at, held.adjourned_at, held.started_by) == (STARTS_AT, ENDED_AT, None)
    assert meetings.post_minutes(held, "Five actions.", by=TOM, now=builders.ASKS_AT).state is State.MINUTES_POSTED


def test_a_meeting_whose_time_has_not_passed_neither_took_place_nor_closes() -> None:
    for deed in (meetings.took_place, meetings.close):
        with pytest.raises(meetings.NotOverYet) as refusal:
            deed(POSTED, ENDED_AT - timedelta(seconds=1))
        assert refusal.value.ends_at == ENDED_AT
        assert deed(POSTED, ENDED_AT)


@pytest.mark.parametrize(
    ("meeting", "held"),
    [
        (a_meeting(), False),
        (a_meeting(state=State.AGENDA_POSTED), False),
        (a_meeting(state=State.PLANNED), False),  # nobody was up to open its reports
        (a_meeting(state=State.IN_SESSION, held=True, adjourned_at=STARTS_AT), True),
        (a_meeting(state=State.MINUTES_POSTED, held=True, adjourned_at=STARTS_AT), True),
    ],
)
def test_a_closed_meeting_says_when_and_whether_it_is_known_to_have_been_held(
    meeting: meetings.Meeting, held: bool
) -> None:
    closed = meetings.close(meeting, builders.ASKS_AT)
    assert (closed.state, closed.closed_at, closed.held) == (State.CLOSED, builders.ASKS_AT, held)


def test_a_meeting_that_nobody_started_may_be_closed_as_held() -> None:
    assert meetings.close(POSTED, builders.ASKS_AT, recorded=True).held is True


def test_a_session_that_goes_on_is_not_closed() -> None:
    with pytest.raises(meetings.NotAdjourned):
        meetings.close(IN_SESSION, builders.ASKS_AT)


@pytest.mark.parametrize("state", meetings.NOT_STARTED)
def test_a_meeting_that_has_not_started_is_cancelled_for_a_reason(state: meetings.State) -> None:
    cancelled = meetings.cancel(a_meeting(state=state, holiday_question=True), " Half of us are ill. ", T0)
    assert (cancelled.state, cancelled.cancelled_reason) == (State.CANCELLED, "Half of us are ill.")
    assert cancelled.closed_at == T0
    assert not cancelled.holiday_question


def test_a_reason_is_given_and_short() -> None:
    assert meetings.cancel(POSTED, "r" * 300, T0).cancelled_reason == "r" * 300
    with pytest.raises(meetings.ReasonTooLong) as refusal:
        meetings.cancel(POSTED, "r" * 301, T0)
    assert refusal.value.length == 301
    with pytest.raises(meetings.ReasonMissing):
        meetings.cancel(POSTED, "  ", T0)


DEEDS: dict[type[meetings.WrongState], tuple[Deed, tuple[meetings.State, ...]]] = {
    meetings.NotStartable: (
        lambda meeting: meetings.start(meeting, by=PRIYA, now=STARTS_AT, anyway=True),
        (State.COLLECTING, State.AGENDA_POSTED),
    ),
    meetings.NotInSession: (lambda meeting: meetings.adjourn(meeting, ENDED_AT), (State.IN_SESSION,)),
    meetings.AlreadyStarted: (
        lambda meeting: meetings.took_place(meeting, builders.ASKS_AT),
        meetings.NOT_STARTED,
    ),
    meetings.NotCancellable: (lambda meeting: meetings.cancel(meeting, "Ill.", T0), meetings.NOT_STARTED),
    meetings.NotCloseable: (
        lambda meeting: meetings.close(replace(meeting, adjourned_at=ENDED_AT), builders.ASKS_AT),
        tuple(state for state in State if state not in (State.CLOSED, State.CANCELLED)),
    ),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("refusal", DEEDS, ids=lambda refusal: refusal.__name__)
def test_each_step_is_taken_from_its_states_only(refusal: type[meetings.WrongState], state: meetings.State) -> None:
    deed, allowed = DEEDS[refusal]
    meeting = a_meeting(state=state)
    if state in allowed:
        assert deed(meeting).state is not meeting.state or deed(meeting).is_adjourned
        return
    with pytest.raises(refusal) as refused:
        deed(meeting)
    assert refused.value.meeting.state is state


def test_a_session_is_adjourned_once() -> None:
    with pytest.raises(meetings.NotInSession):
        meetings.adjourn(ADJOURNED, ENDED_AT)


@pytest.mark.parametrize("state", [State.PLANNED, State.COLLECTING, State.AGENDA_POSTED])
def test_minutes_of_a_meeting_that_did_not_happen_are_refused(state: meetings.State) -> None:
    with pytest.raises(meetings.NotAdjourned):
        meetings.post_minutes(a_meeting(state=state), "Five actions.", by=TOM, now=ENDED_AT)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"rule_on": date(2027, 4, 13), "on": date(2027, 5, 6)}, "April"),
        ({"rule_on": None}, "February"),
        # Added by hand for Monday 1 March at 14:00, moved to Wednesday 31 March at 16:00, in summer time.
        (
            {
                "on": date(2027, 3, 31),
                "starts_at": builders.at("2027-03-31 16:00"),
                "original_starts_at": builders.at("2027-03-01 14:00"),
            },
            "March",
        ),
        (
            {
                "on": date(2027, 3, 1),
                "starts_at": builders.at("2027-03-01 09:00"),
                "original_starts_at": builders.at("2027-02-26 17:00"),
            },
            "February",
        ),
    ],
)
def test_a_meeting_keeps_the_name_of_the_month_it_was_meant_for(facts: dict[str, Any], name: str) -> None:
    assert a_meeting(**facts).month_name == name


def test_a_new_meeting_has_its_rules_day_or_none() -> None:
    windows = meetings.windows(builders.a_council(), date(2027, 3, 30), ENGLAND)
    asked = meetings.plan(builders.a_council(), windows, seq=3, rule_on=date(2027, 3, 26), holiday_question=True)
    assert (asked.state, asked.seq, asked.on, asked.rule_on) == (
        State.PLANNED,
        3,
        date(2027, 3, 30),
        date(2027, 3, 26),
    )
    assert asked.holiday_question
    assert asked.starts_at == asked.original_starts_at == builders.at("2027-03-30 14:00")
    assert asked.ends_at == windows.ends_at
    by_hand = meetings.plan(builders.a_council(), windows, seq=3)
    assert (by_hand.rule_on, by_hand.holiday_question) == (None, False)


@pytest.mark.parametrize(
    ("february", "april", "told"),
    [
        (State.CLOSED, State.PLANNED, False),
        (State.CANCELLED, State.PLANNED, True),
        (State.CLOSED, State.CANCELLED, True),
    ],
)
def test_two_cancelled_meetings_in_a_row_are_noticed(
    february: meetings.State, april: meetings.State, told: bool
) -> None:
    march = a_meeting(id=2, starts_at=builders.at("2027-03-09 14:00"), state=State.CANCELLED)
    others = [
        a_meeting(id=4, starts_at=builders.at("2027-05-11 14:00"), state=State.CANCELLED),
        a_meeting(id=3, starts_at=builders.at("2027-04-13 14:00"), state=april),
        march,
        a_meeting(id=1, state=february),
        a_meeting(id=0, starts_at=builders.at("2027-01-12 14:00"), state=State.CANCELLED),
    ]
    assert meetings.is_second_in_a_row(march, others) is told


def test_the_only_meeting_is_no_second() -> None:
    march = a_meeting(id=2, state=State.CANCELLED)
    assert not meetings.is_second_in_a_row(march, [march])


def test_every_state_is_ahead_running_or_over_and_never_two_of_them() -> None:
    assert sorted((State.PLANNED, *meetings.RUNNING, *meetings.OVER)) == sorted(State)


@pytest.mark.parametrize("meeting", [a_meeting(), POSTED, IN_SESSION])
def test_a_meeting_gives_way_to_the_next_a_day_after_its_time_and_not_before(meeting: meetings.Meeting) -> None:
    assert meetings.give_way(meeting, builders.ASKS_AT - timedelta(seconds=1)) is None
    ended = meetings.give_way(meeting, builders.ASKS_AT)
    assert ended is not None
    assert not ended.blocks_next
    assert (ended.held, ended.is_adjourned) == ((True, True) if meeting is IN_SESSION else (False, False))


def test_the_next_waits_a_day_longer_for_the_chairs_answer() -> None:
    assert a_meeting().gives_way_at == builders.at("2027-02-11 14:00")


def test_a_meeting_that_collects_already_follows_the_one_before() -> None:
    march = replace(a_meeting(), id=2, starts_at=STARTS_AT + timedelta(days=28))
    april = replace(march, id=3, starts_at=STARTS_AT + timedelta(days=63), state=State.PLANNED)
    assert meetings.following([a_meeting(), april, march], a_meeting()) == march
