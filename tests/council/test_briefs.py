"""When the chair's brief is due, wherever the chair is, and what of it follows from the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import public_holidays
from bot.council import briefs, calendar
from bot.council.charters import FocusArea
from bot.council.gaps import Gap, Kind
from tests.builders import BRIEF_AT, BRIEF_LOOK_AT, KOLKATA, LONDON, NEW_YORK, a_meeting, at

ENGLAND = calendar.BusinessDays(public_holidays.observed("GB", "ENG", range(2026, 2029), {}))
PAGO_PAGO, KIRITIMATI, AUCKLAND = ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Pacific/Kiritimati"), "Pacific/Auckland"


@pytest.mark.parametrize(
    ("zone", "at_there"),
    [
        (LONDON, BRIEF_AT),
        (KOLKATA, at("2027-02-08 17:00", KOLKATA)),
        (NEW_YORK, at("2027-02-08 17:00", NEW_YORK)),
        (KIRITIMATI, at("2027-02-08 17:00", KIRITIMATI)),
    ],
)
def test_it_is_due_at_five_on_the_eve_where_the_chair_is(zone: ZoneInfo, at_there: datetime) -> None:
    assert briefs.due_at(a_meeting(), zone, ENGLAND) == at_there


def test_for_a_monday_meeting_it_is_due_on_friday_and_after_easter_before_it() -> None:
    monday = a_meeting(on=date(2027, 2, 8), starts_at=at("2027-02-08 14:00"))
    assert briefs.due_at(monday, LONDON, ENGLAND) == at("2027-02-05 17:00")
    after_easter = a_meeting(on=date(2027, 3, 30), starts_at=at("2027-03-30 14:00"))
    assert briefs.due_at(after_easter, LONDON, ENGLAND) == at("2027-03-25 17:00")


def test_where_five_on_the_eve_comes_after_the_meeting_has_begun_it_is_due_a_business_day_sooner() -> None:
    early = a_meeting(starts_at=at("2027-02-09 07:00", ZoneInfo(AUCKLAND)))
    assert briefs.due_at(early, PAGO_PAGO, ENGLAND) == at("2027-02-05 17:00", PAGO_PAGO)


def test_it_is_looked_at_before_it_can_be_due_for_anybody() -> None:
    assert briefs.first_look_at(a_meeting(), ENGLAND) == BRIEF_LOOK_AT
    early = a_meeting(starts_at=at("2027-02-09 07:00", ZoneInfo(AUCKLAND)))
    for meeting in (a_meeting(), early):
        for zone in (KIRITIMATI, LONDON, PAGO_PAGO):
            assert briefs.first_look_at(meeting, ENGLAND) <= briefs.due_at(meeting, zone, ENGLAND)


def test_one_gap_is_told_of_and_one_that_lasts_before_others() -> None:
    new = Gap(Kind.AREA, FocusArea("F1", "Promise"))
    old = replace(new, area=FocusArea("F2", "First bill"), lasts=True)
    assert briefs.choose([new, old]) == old
    assert briefs.choose([new]) == new
    assert briefs.choose([]) is None
