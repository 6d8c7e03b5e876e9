"""The reference itself, on cases that fit in a head: Monday 1 March 2027 and after, one council in London."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tests.years import reference
from tests.years.almanac import Almanac
from tests.years.chronicle import (
    Agreed,
    Chronicle,
    DayOff,
    Department,
    Finished,
    Happening,
    MeetingCancelled,
    MeetingMoved,
    Outage,
    PersonMoved,
    Reported,
    ReportsOpened,
    WentAway,
    What,
)

SALES = Department("Sales", "C-SALES", "Europe/London", "marcus", "ines")
AGREED = Agreed(datetime.fromisoformat("2027-03-01T10:07Z"), "A-1", "Sales", "jonas", date(2027, 3, 18))
MONTH = date(2027, 4, 1)


def at(text: str) -> datetime:
    """March's instants of London, which are UTC."""
    return datetime.fromisoformat(f"2027-03-{text}Z")


def digests(*happenings: Happening, outages: tuple[Outage, ...] = (), until: str = "24T23:00") -> list[str]:
    told = Chronicle(
        founded_at=datetime.fromisoformat("2027-02-27T10:00Z"),
        ends_at=at(until) if len(until) < len("2027-03-24") else datetime.fromisoformat(f"{until}Z"),
        departments=(SALES,),
        zones={"marcus": "Europe/London", "ines": "Europe/London", "jonas": "Europe/London"},
        outages=outages,
        happenings=list(happenings),
    )
    return [str(one) for one in reference.expected(told)]


EARLY = "2027-03-17 C-SALES: early A-1"
LATE = ["2027-03-19 C-SALES: overdue A-1", "2027-03-19 marcus: overdue A-1"]


def test_an_action_is_nudged_about_the_day_before_and_the_day_after_it_is_due() -> None:
    assert digests(AGREED) == [EARLY, *LATE]


def test_not_once_it_is_done() -> None:
    assert digests(AGREED, Finished(at("17T09:30"), "A-1")) == [EARLY]
    assert digests(AGREED, Finished(at("17T08:30"), "A-1")) == []


@pytest.mark.parametrize(
    ("agreed_at", "said"),
    [("17T08:30", LATE), ("17T09:30", LATE), ("16T22:30", [EARLY, *LATE])],
)
def test_not_on_the_day_it_was_agreed(agreed_at: str, said: list[str]) -> None:
    assert digests(replace(AGREED, at=at(agreed_at))) == said


def test_the_lead_is_told_of_others_actions_only_and_who_stands_in_is_told_instead() -> None:
    assert digests(replace(AGREED, owner="marcus")) == [EARLY, LATE[0]]
    away = WentAway(at("01T11:00"), "marcus", date(2027, 3, 19), date(2027, 3, 19), None)
    assert digests(AGREED, away) == [EARLY, LATE[0], "2027-03-19 ines: overdue A-1"]
    assert digests(AGREED, replace(away, stand_in="jonas")) == [EARLY, LATE[0]]


def test_after_an_outage_the_newest_goes_at_once_or_on_the_next_working_morning() -> None:
    down = Outage("down", at("17T08:00"), at("17T15:00"))
    assert digests(AGREED, outages=(down,)) == [EARLY, *LATE]
    assert digests(AGREED, outages=(replace(down, ends_at=at("17T18:30")),)) == [EARLY.replace("17", "18"), *LATE]
    assert digests(AGREED, outages=(replace(down, ends_at=at("19T12:00")),)) == LATE
    over_the_weekend = [line.replace("03-19", "03-22") for line in LATE]
    assert digests(AGREED, outages=(replace(down, ends_at=at("20T12:00")),)) == over_the_weekend


def test_what_waits_over_a_weekend_is_for_whoever_leads_by_then() -> None:
    down = Outage("down", at("19T08:00"), at("19T18:30"))
    away = WentAway(at("01T11:00"), "marcus", date(2027, 3, 22), date(2027, 3, 22), None)
    assert digests(AGREED, away, outages=(down,))[-1] == "2027-03-22 ines: overdue A-1"
    assert digests(AGREED, replace(away, stand_in="jonas"), outages=(down,)) == [
        EARLY,
        LATE[0].replace("03-19", "03-22"),
    ]


def test_what_could_not_be_sent_goes_with_what_is_due_then_unless_it_is_overtaken() -> None:
    mute = Outage("mute", at("17T08:00"), at("18T10:00"))
    assert digests(AGREED, outages=(mute,)) == [EARLY.replace("17", "18"), *LATE]
    assert digests(AGREED, outages=(replace(mute, ends_at=at("19T10:00")),)) == LATE


def test_everything_of_a_day_is_one_message_where_it_is_read() -> None:
    another = replace(AGREED, label="A-2", due_on=date(2027, 3, 16))
    assert digests(AGREED, another)[1] == "2027-03-17 C-SALES: early A-1, overdue A-2"
    moved = PersonMoved(at("02T10:00"), "marcus", "Asia/Tokyo")
    assert digests(AGREED, moved, until="19T08:00")[-1] == LATE[1]  # 09:00 in Tokyo is midnight in London


def test_days_off_are_no_working_days() -> None:
    assert digests(AGREED, DayOff(at("01T11:00"), date(2027, 3, 17)))[0] == "2027-03-16 C-SALES: early A-1"


def test_five_working_days_before_a_meeting_its_department_is_asked_about_what_is_open() -> None:
    open_till_may = replace(AGREED, due_on=date(2027, 5, 31))
    asked, until = ["2027-03-25 C-SALES: mtg_1 2027-04-05 Sales"], "25T23:00"
    # Monday 5 April; Easter is off: 26 and 29 March.
    assert Almanac().meets_on(MONTH) == date(2027, 4, 5)
    assert digests(open_till_may, until=until) == asked
    assert digests(until=until) == []
    assert digests(open_till_may, MeetingCancelled(at("24T10:00"), MONTH), until=until) == []
    moved = MeetingMoved(at("22T16:00"), MONTH, date(2027, 3, 24), time(14))
    assert digests(open_till_may, moved, until=until) == ["2027-03-22 C-SALES: mtg_1 2027-03-24 Sales"]
    assert digests(open_till_may, replace(moved, at=at("25T10:00"), on=date(2027, 4, 1)), until=until) == asked


OPENED = ReportsOpened(datetime.fromisoformat("2027-03-18T09:00Z"), MONTH, ("Sales",))
CALLED = "2027-03-18 C-SALES: rep_1 Sales"
BEGIN = "2027-03-25 marcus: rep_2 Sales"
DUE = "2027-03-30 C-SALES: rep_3 Sales"
WELCOME = ["2027-04-01 ines: rep_5 Sales", "2027-04-01 marcus: rep_5 Sales"]
AFTER_THE_MEETING = "2027-04-06T23:00"


def reported(on: str, what: What) -> Reported:
    return Reported(datetime.fromisoformat(f"2027-{on}:00Z"), MONTH, "Sales", what)


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ((), [CALLED, BEGIN, DUE, *WELCOME]),
        ((reported("03-24T10", "drafted"),), [CALLED, DUE, *WELCOME]),
        ((reported("03-24T10", "sent"),), [CALLED]),
        ((reported("03-31T10", "sent"),), [CALLED, BEGIN, DUE]),
        ((reported("03-24T10", "nothing"), reported("03-29T10", "something")), [CALLED, DUE, *WELCOME]),
        ((reported("03-31T17", "excused"),), [CALLED, BEGIN, DUE]),
        ((reported("03-24T10", "excused"), reported("03-31T10", "expected")), [CALLED, *WELCOME]),
    ],
)
def test_a_report_is_asked_for_around_its_deadline_while_it_is_waited_for(
    became: tuple[Happening, ...], said: list[str]
) -> None:
    """Opened ten working days before Monday 5 April; due on Wednesday the 31st, after Easter's two days off."""
    assert digests(OPENED, *became, until=AFTER_THE_MEETING) == said


def test_a_report_opened_late_is_called_for_at_once_and_what_was_due_before_is_not_owed() -> None:
    opened = replace(OPENED, at=datetime.fromisoformat("2027-03-25T14:20Z"))
    assert digests(opened, until="2027-03-29T23:00") == [CALLED.replace("18", "25")]
    on_saturday = replace(OPENED, at=datetime.fromisoformat("2027-03-20T14:20Z"))
    assert digests(on_saturday, until="2027-03-22T23:00") == [CALLED.replace("18", "22")]


def test_the_deputy_is_asked_in_place_of_a_lead_who_is_away_and_once() -> None:
    away = WentAway(at("19T11:00"), "marcus", date(2027, 3, 22), date(2027, 4, 2), None)
    said = digests(OPENED, away, until=AFTER_THE_MEETING)
    assert said == [CALLED, BEGIN.replace("marcus", "ines"), DUE, WELCOME[0]]


def test_for_a_meeting_that_moves_what_was_said_is_not_said_again() -> None:
    moved = MeetingMoved(at("30T10:00"), MONTH, date(2027, 4, 12), time(14))
    said = digests(OPENED, moved, until="2027-04-10T23:00")
    assert said == [CALLED, BEGIN, DUE, *(line.replace("04-01", "04-08") for line in WELCOME)]
