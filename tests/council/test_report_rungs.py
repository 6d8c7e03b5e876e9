"""The rungs about reports: on which days, for whom, what keeps each silent, and until when it is of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.council import calendar, nudges
from bot.council.ladder import LADDER
from bot.council.people import Absence
from bot.council.reports import State
from bot.council.rungs import About, Reporting
from tests import builders
from tests.builders import (
    DUE_AT,
    INES,
    JONAS,
    KOLKATA,
    LONDON,
    MARCUS,
    NEW_YORK,
    OPENS_AT,
    SALES_CHANNEL,
    STARTS_AT,
    T0,
    at,
)

ENGLAND = calendar.BusinessDays({date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"})
PEOPLE = {MARCUS: builders.a_person(MARCUS, tz="Asia/Kolkata"), INES: builders.a_person(INES, tz="America/New_York")}
TODAY = date(2027, 1, 26)
FRIDAY = date(2027, 2, 5)


def reporting(**facts: object) -> Reporting:
    """Sales' report for 9 February, opened on its day; Marcus leads from Kolkata, Ines is his deputy in New York."""
    made = Reporting(
        builders.a_council(),
        builders.a_department(),
        builders.a_meeting(),
        State.NOT_STARTED,
        OPENS_AT,
        ENGLAND,
        PEOPLE,
    )
    return replace(made, **facts)  # type: ignore[arg-type]


def coming(subject: Reporting, today: date = TODAY) -> list[tuple[str, str | None, datetime]]:
    return [
        (step.key, None if step.recipient is None else step.recipient.slack_id, step.at)
        for step in LADDER.steps(subject, today=today)
    ]


def test_a_report_is_asked_for_on_the_days_of_the_scenario_at_nine_where_its_reader_is() -> None:
    assert coming(reporting()) == [
        ("rep_1:report:1:2", SALES_CHANNEL, at("2027-01-26 09:00")),
        ("rep_2:report:1:2:lead", MARCUS, at("2027-02-02 09:00", KOLKATA)),
        ("rep_3:report:1:2", SALES_CHANNEL, at("2027-02-03 09:00")),
        ("rep_5:report:1:2:lead", MARCUS, at("2027-02-05 09:00", KOLKATA)),
        ("rep_5:report:1:2:deputy", INES, at("2027-02-05 09:00", NEW_YORK)),
    ]


def test_around_days_off_it_is_asked_for_earlier_before_a_date_and_later_after_it() -> None:
    # Due on the Tuesday after Easter: the day before is the Thursday before it.
    meeting = builders.a_meeting(
        reports_due_at=at("2027-03-30 17:00"), starts_at=at("2027-04-02 14:00"), nudge_on=date(2027, 3, 24)
    )
    days = [step.occasion.on for step in LADDER.steps(reporting(meeting=meeting), today=TODAY)]
    assert days[1:4] == [date(2027, 3, 24), date(2027, 3, 25), date(2027, 3, 31)]
    due_before_easter = replace(meeting, reports_due_at=at("2027-03-25 17:00"))
    days = [step.occasion.on for step in LADDER.steps(reporting(meeting=due_before_easter), today=TODAY)]
    assert days[2:4] == [date(2027, 3, 24), date(2027, 3, 30)]


@pytest.mark.parametrize(
    ("opened_at", "tz", "called_at"),
    [
        ("2027-01-26 09:00", "Australia/Sydney", "2027-01-26 09:00"),  # 20:00 there: the digest finds the next morning
        ("2027-01-26 09:00", "America/New_York", "2027-01-26 14:00"),  # 09:00 there
        ("2027-01-21 14:20", "Europe/London", "2027-01-21 14:20"),
        ("2027-01-23 11:00", "Europe/London", "2027-01-25 09:00"),  # a Saturday
    ],
)
def test_the_call_for_the_report_comes_up_the_day_reports_are_opened(opened_at: str, tz: str, called_at: str) -> None:
    subject = reporting(opened_at=at(opened_at), department=builders.a_department(tz=tz))
    assert coming(subject)[0] == ("rep_1:report:1:2", SALES_CHANNEL, at(called_at))


def test_what_came_up_before_the_report_was_opened_is_not_owed_but_the_call_is() -> None:
    opened_late = reporting(opened_at=at("2027-02-03 10:00"))
    assert [key for key, *_ in coming(opened_late)] == [
        "rep_1:report:1:2",
        "rep_5:report:1:2:lead",
        "rep_5:report:1:2:deputy",
    ]


@pytest.mark.parametrize(
    ("people", "lead", "deputy"),
    [
        ({"deputy": None}, MARCUS, None),
        ({"absences": (Absence(MARCUS, FRIDAY, FRIDAY),)}, INES, None),
        ({"absences": (Absence(MARCUS, FRIDAY, FRIDAY, stand_in=INES),)}, INES, None),
        ({"absences": (Absence(MARCUS, FRIDAY, FRIDAY, stand_in=JONAS),)}, JONAS, INES),
        ({"absences": (Absence(INES, FRIDAY, FRIDAY),)}, MARCUS, None),
        ({"absences": (Absence(INES, FRIDAY, FRIDAY, stand_in=MARCUS),)}, MARCUS, None),
        ({"absences": (Absence(INES, FRIDAY, FRIDAY, stand_in=JONAS),)}, MARCUS, JONAS),
        ({"gone": frozenset({MARCUS, INES})}, None, None),
    ],
)
def test_the_last_word_goes_to_whoever_speaks_for_the_department_that_day_and_never_twice_to_one_person(
    people: dict[str, object], lead: str | None, deputy: str | None
) -> None:
    subject = reporting(department=builders.a_department(**people))
    assert [reader for key, reader, _ in coming(subject) if key.startswith("rep_5")] == [lead, deputy]


@pytest.mark.parametrize(
    ("stands", "silent"),
    [
        (State.NOT_STARTED, set()),
        (State.DRAFT, {"rep_2"}),
        (State.SUBMITTED, {"rep_2", "rep_3", "rep_5"}),
        (State.NIL, {"rep_2", "rep_3", "rep_5"}),
        (State.EXCUSED, {"rep_2", "rep_3", "rep_5"}),
    ],
)
def test_what_stands_keeps_rungs_silent(stands: State, silent: set[str]) -> None:
    subject = reporting(stands=stands)
    found = {rung.name: rung.suppressed(subject, T0) for rung in LADDER.of(About.REPORT)}
    assert found == {name: str(stands) if name in silent else None for name in ("rep_1", "rep_2", "rep_3", "rep_5")}


def test_until_the_deadline_it_is_asked_for_and_after_it_until_the_meeting_starts() -> None:
    found = {rung.name: rung.until(reporting()) for rung in LADDER.of(About.REPORT)}
    assert found == {"rep_1": DUE_AT, "rep_2": DUE_AT, "rep_3": DUE_AT, "rep_5": STARTS_AT}


def test_the_last_word_does_not_come_before_the_deadline_has_passed_where_it_is_read() -> None:
    in_the_night = builders.a_meeting(reports_due_at=at("2027-02-04 23:30"))
    subject = reporting(meeting=in_the_night, people={MARCUS: builders.a_person(MARCUS, tz="Pacific/Auckland")})
    assert {key: when for key, _, when in coming(subject)}["rep_5:report:1:2:lead"] == at("2027-02-04 23:30")


LAST = builders.a_report(
    state=State.SUBMITTED, answers=builders.an_answer("Logged 1,302 calls."), submitted_by=MARCUS, submitted_at=T0
)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (LAST, "Logged 1,302 calls."),
        (replace(LAST, answers=builders.an_answer("Secret.", council_only=True)), None),
        (replace(LAST, answers=None), None),
        (None, None),
    ],
)
def test_last_months_highlight_is_what_was_said_first_and_never_what_the_council_alone_may_read(
    last: object, said: str | None
) -> None:
    call = nudges.CallForReport(
        builders.a_department(), builders.a_meeting(), builders.a_report(), nudges.Asks.OPENED, LONDON, LONDON
    )
    found = nudges.with_highlight(call, last, date(2027, 1, 12)).highlight  # type: ignore[arg-type]
    assert (None if found is None else found.said) == said
