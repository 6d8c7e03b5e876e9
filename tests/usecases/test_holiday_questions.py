"""A meeting whose day is a day off: the chair chooses between the days beside it, or time does (model §3.6.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import calendar, meetings, permissions
from bot.council.meetings import Meeting
from bot.council.people import Absence
from bot.store import absences, due, events
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import holiday_questions, meeting_moves
from tests import builders
from tests.builders import DANA, FELIX, LAYLA, MARCUS, PRIYA, TOM, at, who
from tests.store import together
from tests.usecases import owed
from tests.usecases.test_calendar_rules import change
from tests.usecases.test_meeting_moves import cancel, move, owes_at

MARCH = 2
GOOD_FRIDAY = date(2027, 3, 26)
LATER, EARLIER = date(2027, 3, 30), date(2027, 3, 25)
FIRST_OF_FEBRUARY = at("2027-02-01 10:00")
ASKS_AT = at("2027-02-26 09:00")
SETTLES_AT = at("2027-03-11 09:00")
LAST_FRIDAY = calendar.Recurrence(nth=calendar.LAST, weekday=4)


@pytest.fixture
def last_fridays(empty_database: Database) -> Database:
    """Larkspur meeting on last Fridays: March's is Good Friday."""
    builders.establish(empty_database, recurrence=LAST_FRIDAY, now=FIRST_OF_FEBRUARY)
    return empty_database


@pytest.fixture
def sqlite_last_fridays(sqlite_database: Database) -> Database:
    builders.establish(sqlite_database, recurrence=LAST_FRIDAY, now=FIRST_OF_FEBRUARY)
    return sqlite_database


@pytest.fixture
def asked(last_fridays: Database) -> Database:
    """The same on the day the chair is asked, with the question sent."""
    run_until(last_fridays, ASKS_AT)
    return last_fridays


def run_until(database: Database, until: datetime) -> None:
    """Let the clock and Slack do what is due, every three hours until then, and February's meeting be held."""
    now = FIRST_OF_FEBRUARY
    while now <= until:
        builders.sweep(database, now=now)
        owed.send_all(database, now=now)
        now += timedelta(hours=3)
    builders.sweep(database, now=until)
    owed.send_all(database, now=until)


def march(database: Database) -> Meeting:
    with database.read() as session:
        return kept_meetings.get(session, MARCH)


def answer(database: Database, on: date = EARLIER, *, by: str = PRIYA, now: datetime = ASKS_AT) -> Meeting:
    return holiday_questions.answer(database, who(by), meeting_id=MARCH, on=on, now=now)


def questions(database: Database) -> dict[str, str]:
    return {key: row.recipient for key, row in owed.messages(database).items() if key.startswith("holiday:")}


def test_the_question_is_planned_with_the_meeting(last_fridays: Database) -> None:
    meeting = march(last_fridays)
    assert (meeting.rule_on, meeting.on, meeting.holiday_question) == (GOOD_FRIDAY, LATER, True)
    assert owes_at(last_fridays, due.Kind.HOLIDAY_QUESTION, MARCH) == {ASKS_AT}
    assert owes_at(last_fridays, due.Kind.HOLIDAY_SETTLED, MARCH) == {SETTLES_AT}


def test_the_chair_is_asked_twenty_working_days_before_and_not_sooner(last_fridays: Database) -> None:
    run_until(last_fridays, ASKS_AT - timedelta(seconds=1))
    assert questions(last_fridays) == {}
    builders.sweep(last_fridays, now=ASKS_AT)
    assert questions(last_fridays) == {f"holiday:{MARCH}:{GOOD_FRIDAY}:{PRIYA}": PRIYA}


def test_where_nobody_presides_the_question_waits_for_somebody(last_fridays: Database) -> None:
    run_until(last_fridays, ASKS_AT - timedelta(seconds=1))
    builders.close_account(last_fridays, PRIYA, now=ASKS_AT)
    assert builders.sweep(last_fridays, now=ASKS_AT) == ["nobody_presides"]
    assert questions(last_fridays) == {}
    builders.change_council(last_fridays, vice_chair=LAYLA)
    assert builders.sweep(last_fridays, now=ASKS_AT + timedelta(hours=1)) == ["asked"]
    assert list(questions(last_fridays).values()) == [LAYLA]


def test_where_nobody_ever_presides_time_settles_it(sqlite_last_fridays: Database) -> None:
    run_until(sqlite_last_fridays, ASKS_AT - timedelta(seconds=1))
    builders.close_account(sqlite_last_fridays, PRIYA, now=ASKS_AT)
    run_until(sqlite_last_fridays, SETTLES_AT)
    assert (march(sqlite_last_fridays).on, march(sqlite_last_fridays).holiday_question) == (LATER, False)
    assert questions(sqlite_last_fridays) == {}


def test_while_the_chair_is_away_their_stand_in_is_asked(sqlite_last_fridays: Database) -> None:
    with sqlite_last_fridays.write() as session:
        away = Absence(PRIYA, date(2027, 2, 20), date(2027, 3, 20), FELIX)
        absences.put(session, builders.council_of(sqlite_last_fridays), away, by=PRIYA, now=FIRST_OF_FEBRUARY)
    run_until(sqlite_last_fridays, ASKS_AT)
    assert list(questions(sqlite_last_fridays).values()) == [FELIX]


def test_the_answer_puts_the_meeting_there_with_all_its_dates(asked: Database) -> None:
    answer(asked, EARLIER)
    meeting = march(asked)
    assert (meeting.on, meeting.holiday_question, meeting.rule_on) == (EARLIER, False, GOOD_FRIDAY)
    assert meeting.original_starts_at == meeting.starts_at == at("2027-03-25 14:00")
    assert meeting.opens_at == at("2027-03-11 09:00")
    assert owes_at(asked, due.Kind.OPEN_REPORTS, MARCH) == {meeting.opens_at}
    assert not owes_at(asked, due.Kind.HOLIDAY_SETTLED, MARCH)
    assert (PRIYA, "chose_day") in owed.events(asked)
    assert set(questions(asked)) <= owed.to_edit(asked)


def test_unanswered_it_is_settled_for_the_later_day_of_the_month(asked: Database) -> None:
    assert "settled" in builders.sweep(asked, now=SETTLES_AT)
    assert (march(asked).on, march(asked).holiday_question) == (LATER, False)
    assert (events.CLOCK, "chose_day") in owed.events(asked)
    assert set(questions(asked)) <= owed.to_edit(asked)


def test_after_downtime_past_its_day_nothing_is_left_to_settle(last_fridays: Database) -> None:
    run_until(last_fridays, ASKS_AT)
    with last_fridays.write() as session:
        due.drop(session, march(last_fridays), due.Kind.OPEN_REPORTS)
    assert "too_late" in builders.sweep(last_fridays, now=at("2027-03-30 15:00"))
    assert (march(last_fridays).on, march(last_fridays).holiday_question) == (LATER, False)
    assert set(questions(last_fridays)) <= owed.to_edit(last_fridays)
    assert not owes_at(last_fridays, due.Kind.HOLIDAY_SETTLED, MARCH), "it is not tried again"


def test_where_reports_open_sooner_the_answer_is_due_sooner(last_fridays: Database) -> None:
    change(last_fridays, windows=calendar.WindowRules(report_open_bd=15), now=FIRST_OF_FEBRUARY)
    settles_at = at("2027-03-04 09:00")
    assert owes_at(last_fridays, due.Kind.HOLIDAY_SETTLED, MARCH) == {settles_at}
    run_until(last_fridays, settles_at)
    assert not march(last_fridays).holiday_question


def test_reports_that_are_opened_before_the_answer_end_the_question(asked: Database) -> None:
    now = at("2027-03-01 10:00")
    with asked.write() as session:
        due.plan(session, builders.council_of(asked), due.Kind.OPEN_REPORTS, march(asked), due_at=now, now=now)
    assert "opened" in builders.sweep(asked, now=now)
    assert (march(asked).state, march(asked).holiday_question) == (meetings.State.COLLECTING, False)
    assert set(questions(asked)) <= owed.to_edit(asked)


def test_another_calendar_leaves_the_day_that_was_chosen(asked: Database) -> None:
    answer(asked, EARLIER)
    change(asked, start=time(10), duration_min=60, now=ASKS_AT)
    meeting = march(asked)
    assert (meeting.on, meeting.holiday_question) == (EARLIER, False)
    assert meeting.starts_at == meeting.original_starts_at == at("2027-03-25 10:00")
    assert meeting.duration_min == 60
    assert not owes_at(asked, due.Kind.HOLIDAY_QUESTION, MARCH)


@pytest.mark.parametrize(
    ("facts", "on", "asks_again"),
    [
        ({"recurrence": calendar.Recurrence(nth=calendar.LAST, weekday=2)}, date(2027, 3, 31), False),  # another day
        ({"own_holidays": {EARLIER: "Company day"}}, LATER, True),
    ],
)
def test_a_choice_ends_where_the_rule_names_another_day_or_the_chosen_one_is_off(
    asked: Database, facts: dict[str, Any], on: date, asks_again: bool
) -> None:
    answer(asked, EARLIER)
    change(asked, now=ASKS_AT, **facts)
    assert (march(asked).on, march(asked).holiday_question) == (on, asks_again)


def test_early_may_goes_to_tuesday(empty_database: Database) -> None:
    builders.establish(empty_database, recurrence=calendar.Recurrence(nth=1, weekday=0), now=at("2027-04-20 10:00"))
    with empty_database.read() as session:
        may = kept_meetings.get(session, 1)
    assert (may.rule_on, may.on) == (date(2027, 5, 3), date(2027, 5, 4))
    assert not may.holiday_question, "the last day to answer has passed: nobody is asked any more"


def test_set_up_later_than_that_day_the_chair_is_asked_at_once(empty_database: Database) -> None:
    now = at("2027-03-04 10:00")
    builders.establish(empty_database, recurrence=LAST_FRIDAY, now=now)
    builders.sweep(empty_database, now=now)
    assert list(questions(empty_database).values()) == [PRIYA]


def test_at_night_the_question_waits_for_the_morning(empty_database: Database) -> None:
    night = at("2027-03-04 22:00")
    builders.establish(empty_database, recurrence=LAST_FRIDAY, now=night)
    builders.sweep(empty_database, now=night)
    [row] = [row for key, row in owed.messages(empty_database).items() if key.startswith("holiday:")]
    assert row.next_at == at("2027-03-05 08:00")


@pytest.mark.parametrize("policy", ["earlier", "later"])
def test_a_council_that_said_so_beforehand_is_not_asked(sqlite_database: Database, policy: str) -> None:
    builders.establish(sqlite_database, recurrence=LAST_FRIDAY, holiday_policy=policy, now=FIRST_OF_FEBRUARY)
    assert march(sqlite_database).on == {"earlier": EARLIER, "later": LATER}[policy]
    assert not owes_at(sqlite_database, due.Kind.HOLIDAY_QUESTION, MARCH)


def test_of_two_answers_at_once_one_counts(asked: Database) -> None:
    def tried(on: date) -> date | None:
        try:
            return answer(asked, on).on
        except holiday_questions.AlreadySettled:
            return None

    answers = together.at_once(*[partial(tried, on) for on in (EARLIER, LATER, EARLIER, LATER)])
    [chosen] = [on for on in answers if on is not None]
    assert march(asked).on == chosen
    assert owed.events(asked).count((PRIYA, "chose_day")) == 1


@pytest.mark.parametrize("by_hand", ["moved", "cancelled"])
def test_a_meeting_moved_or_cancelled_by_hand_is_no_longer_asked_about(asked: Database, by_hand: str) -> None:
    if by_hand == "moved":
        move(asked, "2027-03-24", meeting_id=MARCH, now=ASKS_AT)
    else:
        cancel(asked, MARCH, now=ASKS_AT)
    assert set(questions(asked)) <= owed.to_edit(asked)
    with pytest.raises(holiday_questions.AlreadySettled):
        answer(asked)
    assert "settled" not in builders.sweep(asked, now=SETTLES_AT)
    assert (PRIYA, "chose_day") not in owed.events(asked)


def test_a_day_that_was_not_offered_is_not_taken(sqlite_last_fridays: Database) -> None:
    with pytest.raises(holiday_questions.ChoiceGone):
        answer(sqlite_last_fridays, date(2027, 3, 24))
    assert march(sqlite_last_fridays).holiday_question


def test_a_day_taken_by_another_meeting_meanwhile_is_not_offered(sqlite_last_fridays: Database) -> None:
    meeting_moves.add(
        sqlite_last_fridays,
        who(PRIYA),
        on=EARLIER,
        start=time(9),
        duration_min=60,
        confirmed=True,
        request_key="V",
        now=FIRST_OF_FEBRUARY,
    )
    with pytest.raises(holiday_questions.ChoiceGone):
        answer(sqlite_last_fridays, EARLIER)
    assert answer(sqlite_last_fridays, date(2027, 3, 24)).on == date(2027, 3, 24)


@pytest.mark.parametrize("slack_id", [TOM, FELIX, MARCUS, DANA, LAYLA])
def test_only_whoever_presides_answers(sqlite_last_fridays: Database, slack_id: str) -> None:
    before = (march(sqlite_last_fridays), owed.events(sqlite_last_fridays))
    with pytest.raises(permissions.NotAllowed):
        answer(sqlite_last_fridays, by=slack_id)
    assert (march(sqlite_last_fridays), owed.events(sqlite_last_fridays)) == before


def test_once_its_reports_are_open_there_is_nothing_to_choose(sqlite_last_fridays: Database) -> None:
    run_until(sqlite_last_fridays, at("2027-03-17 10:00"))
    assert march(sqlite_last_fridays).state is meetings.State.COLLECTING
    with pytest.raises(holiday_questions.AlreadySettled):
        answer(sqlite_last_fridays, now=at("2027-03-17 10:00"))
