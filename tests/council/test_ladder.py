"""The ladder as a table: when each rung comes up, for whom, and what keeps it from being said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.council import calendar, ladder
from bot.council.actions import State
from bot.council.ladder import LADDER
from bot.council.people import Absence
from bot.council.rungs import Audience, Preparation, Recipient, Subject, Task
from tests import builders
from tests.builders import INES, JONAS, KOLKATA, LONDON, MARCUS, NEW_YORK, PRIYA, SALES_CHANNEL, SET_UP_AT, at
from tests.rungs import WITH_TEST_RUNGS

ENGLAND = calendar.BusinessDays({date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"})
PEOPLE = {
    MARCUS: builders.a_person(MARCUS, tz="America/New_York"),
    INES: builders.a_person(INES, tz="Asia/Kolkata"),
    JONAS: builders.a_person(JONAS),
}
TODAY = date(2027, 2, 9)


def task(**facts: object) -> Task:
    return Task(builders.a_council(), builders.a_department(), builders.an_action(**facts), ENGLAND, PEOPLE)


def preparation(**facts: object) -> Preparation:
    made = Preparation(
        builders.a_council(),
        builders.a_department(),
        builders.a_meeting(),
        ENGLAND,
        PEOPLE,
        since=SET_UP_AT,
        anything_open=True,
    )
    return replace(made, **facts)  # type: ignore[arg-type]


def coming(subject: Subject, today: date = TODAY) -> list[tuple[str, str | None, datetime]]:
    return [
        (step.key, None if step.recipient is None else step.recipient.slack_id, step.at)
        for step in WITH_TEST_RUNGS.steps(subject, today=today)
    ]


def test_a_department_is_nudged_at_nine_in_its_channel_five_business_days_before_the_meeting() -> None:
    assert coming(preparation()) == [("mtg_1:1:2", SALES_CHANNEL, at("2027-02-02 09:00"))]
    in_kolkata = builders.a_department(tz="Asia/Kolkata")
    [(_, _, nudged_at)] = coming(preparation(department=in_kolkata))
    assert nudged_at == datetime(2027, 2, 2, 3, 30, tzinfo=UTC)


def test_rungs_before_a_date_move_earlier_and_those_after_it_later_each_to_its_readers_nine_oclock() -> None:
    # Due on the Thursday before Good Friday: the day after that is the Tuesday after Easter Monday.
    assert coming(task(due_on=date(2027, 3, 25))) == [
        ("early:action:1", SALES_CHANNEL, at("2027-03-24 09:00")),
        ("overdue:action:1", SALES_CHANNEL, at("2027-03-30 09:00")),
        ("overdue:action:1:lead", MARCUS, at("2027-03-30 09:00", NEW_YORK)),
    ]


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change() -> None:
    before, after = coming(task(due_on=date(2027, 3, 24))), coming(task(due_on=date(2027, 3, 30)))
    assert before[0][2] == datetime(2027, 3, 23, 9, tzinfo=UTC)
    assert after[0][2] == datetime(2027, 3, 25, 9, tzinfo=UTC)
    assert after[1][2] == datetime(2027, 3, 31, 8, tzinfo=UTC)
    # New York changed two weeks before.
    assert before[2][2] == datetime(2027, 3, 25, 13, tzinfo=UTC)


def test_what_came_up_before_an_action_was_agreed_is_not_owed() -> None:
    agreed_at = at("2027-02-25 10:00")
    assert [key for key, *_ in coming(task(agreed_at=agreed_at))] == ["overdue:action:1", "overdue:action:1:lead"]
    assert coming(preparation(since=at("2027-02-02 09:01"))) == []


@pytest.mark.parametrize(
    ("audience", "facts", "reader"),
    [
        (Audience.CHANNEL, {}, Recipient(SALES_CHANNEL, LONDON)),
        (Audience.OWNER, {}, Recipient(JONAS, LONDON)),
        (Audience.OWNER, {"owner": INES}, Recipient(INES, KOLKATA)),
        (Audience.OWNER, {"owner": "U0UNSEEN"}, Recipient("U0UNSEEN", LONDON)),
        (Audience.OWNER, {"needs_owner": True}, Recipient(MARCUS, NEW_YORK)),
        (Audience.LEAD, {}, Recipient(MARCUS, NEW_YORK)),
        (Audience.LEAD, {"owner": MARCUS}, None),
        (Audience.LEAD, {"owner": MARCUS, "needs_owner": True}, Recipient(MARCUS, NEW_YORK)),
        (Audience.CHAIR, {}, Recipient(PRIYA, LONDON)),
    ],
)
def test_who_reads_it_follows_from_the_roster(
    audience: Audience, facts: dict[str, object], reader: Recipient | None
) -> None:
    assert ladder.recipient(task(**facts), audience, TODAY) == reader


@pytest.mark.parametrize(
    ("away", "reader"),
    [
        (Absence(MARCUS, TODAY, TODAY), Recipient(INES, KOLKATA)),
        (Absence(MARCUS, TODAY, TODAY, stand_in=JONAS), None),
        (Absence(MARCUS, date(2027, 2, 10), date(2027, 2, 12)), Recipient(MARCUS, NEW_YORK)),
    ],
)
def test_who_acts_for_a_lead_who_is_away_has_the_leads_copy_but_not_of_what_is_theirs(
    away: Absence, reader: Recipient | None
) -> None:
    subject = replace(task(), department=builders.a_department(absences=(away,)))
    assert ladder.recipient(subject, Audience.LEAD, TODAY) == reader


def test_a_rung_that_is_missed_is_for_whoever_leads_on_the_day_it_is_looked_at() -> None:
    away = Absence(MARCUS, date(2027, 2, 26), date(2027, 3, 2))
    subject = replace(task(), department=builders.a_department(absences=(away,)))
    assert coming(subject)[-1][1] == INES, "on Monday 1 March"
    assert coming(subject, today=date(2027, 3, 3))[-1][1] == MARCUS


def test_where_nobody_is_left_to_read_it_it_comes_up_at_the_councils_nine_oclock() -> None:
    subject = replace(task(), department=builders.a_department(deputy=None, gone=frozenset({MARCUS})))
    assert coming(subject)[-1] == ("overdue:action:1:lead", None, at("2027-03-01 09:00"))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"state": State.BLOCKED}, None),
        ({"state": State.DONE}, "ended"),
        ({"agreed_at": at("2027-02-25 08:00")}, "just_agreed"),
    ],
)
def test_the_early_test_rung_is_not_for_what_is_done_or_was_just_agreed(
    facts: dict[str, object], why: str | None
) -> None:
    assert WITH_TEST_RUNGS.by_name["early"].suppressed(task(**facts), at("2027-02-25 09:00")) == why


def test_before_a_meeting_only_a_department_with_something_open_is_nudged() -> None:
    mtg_1 = LADDER.by_name["mtg_1"]
    assert mtg_1.suppressed(preparation(), SET_UP_AT) is None
    assert mtg_1.suppressed(preparation(anything_open=False), SET_UP_AT) == "nothing_open"
    assert mtg_1.until(preparation()) == builders.STARTS_AT


def test_what_is_said_of_reports_and_before_a_meeting_stands_in_the_order_in_which_it_comes() -> None:
    assert [rung.name for rung in LADDER.rungs] == ["rep_1", "mtg_1", "rep_2", "rep_3", "rep_5"]
