"""What holds for every date: ten years, six zones with their daylight saving and their public holidays."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import public_holidays
from bot.council import calendar

REGIONS = {
    "Europe/London": ("GB", "ENG"),
    "America/New_York": ("US", "NY"),
    "Asia/Kolkata": ("IN", "MH"),
    "Australia/Lord_Howe": ("AU", "NSW"),
    "Pacific/Auckland": ("NZ", "AUK"),
    "America/Sao_Paulo": ("BR", "SP"),
}
YEARS = range(2026, 2037)
NTHS = (1, 2, 3, 4, calendar.LAST)
STARTS = (time(7), time(9, 30), time(14), time(19))
MONTHS = st.frozensets(st.integers(1, 12), min_size=1)
RULES = st.builds(calendar.Recurrence, nth=st.sampled_from(NTHS), weekday=st.integers(0, 6), months=MONTHS)
DAYS = st.dates(date(YEARS.start, 1, 1), date(YEARS[-1], 12, 31))


@functools.cache
def business_days(tz: str) -> calendar.BusinessDays:
    return calendar.BusinessDays(
        public_holidays.observed(*REGIONS[tz], range(YEARS.start - 1, YEARS.stop + 1)),
    )


def every_day() -> Iterator[date]:
    on = date(YEARS.start, 1, 1)
    while on.year in YEARS:
        yield on
        on += timedelta(days=1)


@pytest.mark.parametrize("tz", REGIONS)
def test_no_window_is_on_a_day_off_and_each_keeps_its_wall_time_and_its_place_in_the_order(tz: str) -> None:
    days, zone = business_days(tz), ZoneInfo(tz)
    for number, on in enumerate(filter(days.is_business_day, every_day())):
        start = STARTS[number % len(STARTS)]
        found = calendar.windows(on, start, timedelta(minutes=90), zone, days)
        steps = (
            (found.opens_at, found.opens_on, time(9)),
            (found.reports_due_at, found.reports_due_on, time(17)),
            (found.agenda_at, found.agenda_on, time(9)),
            (found.starts_at, on, start),
        )
        for instant, day, at in steps:
            assert days.is_business_day(day), (on, day)
            assert instant.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at)
        assert days.is_business_day(found.nudge_on)
        assert found.opens_at < found.reports_due_at < found.agenda_at < found.starts_at < found.ends_at
        assert found.opens_on < found.nudge_on < found.reports_due_on < found.agenda_on < on
        assert days.between(found.opens_on, on) == 10
        assert days.between(found.reports_due_on, on) == 3
        assert days.between(found.agenda_on, on) == 2


@pytest.mark.parametrize("tz", REGIONS)
def test_every_rules_meeting_is_on_a_working_day_of_its_own_month_the_nearest_its_policy_allows(tz: str) -> None:
    days = business_days(tz)
    for rule_on in every_day():
        earlier, later = (calendar.resolve(rule_on, days, side) for side in ("earlier", "later"))
        for on in (earlier, later):
            assert days.is_business_day(on)
            assert (on.year, on.month) == (rule_on.year, rule_on.month)
        if days.is_business_day(rule_on):
            assert earlier == later == rule_on
        else:
            assert earlier < rule_on or days.on_or_before(rule_on).month != rule_on.month
            assert later > rule_on or days.on_or_after(rule_on).month != rule_on.month


@pytest.mark.parametrize("tz", REGIONS)
def test_about_every_day_off_the_chair_is_asked_in_time_for_either_choice(tz: str) -> None:
    days, zone = business_days(tz), ZoneInfo(tz)
    for rule_on in every_day():
        clash = calendar.holiday_clash(rule_on, days, zone)
        assert (clash is None) is days.is_business_day(rule_on)
        if clash is None:
            continue
        assert clash.earlier < rule_on < clash.later
        assert clash.unanswered in (clash.earlier, clash.later)
        assert clash.unanswered == clash.later or clash.later.month != rule_on.month
        assert clash.asks_at < clash.settles_at
        for instant in (clash.asks_at, clash.settles_at):
            local = instant.astimezone(zone)
            assert days.is_business_day(local.date())
            assert local.time() == time(9)
        for choice in (clash.earlier, clash.later):
            assert clash.settles_at <= calendar.windows(choice, time(14), timedelta(hours=1), zone, days).opens_at


@pytest.mark.parametrize("nth", NTHS)
@pytest.mark.parametrize("weekday", range(7))
def test_a_rule_has_one_day_in_every_month_of_every_year(nth: int, weekday: int) -> None:
    rule = calendar.Recurrence(nth, weekday)
    for year in YEARS:
        for month in range(1, 13):
            on = rule.occurrence(year, month)
            assert on is not None
            assert (on.year, on.month, on.weekday()) == (year, month, weekday)
            if nth == calendar.LAST:
                assert (on + timedelta(days=7)).month != month
            else:
                assert (on.day - 1) // 7 == nth - 1


@given(rule=RULES, after=DAYS)
def test_a_mask_leaves_months_out_and_moves_no_other(rule: calendar.Recurrence, after: date) -> None:
    until = after + timedelta(days=800)
    monthly = calendar.Recurrence(rule.nth, rule.weekday)
    wanted = [on for on in until_day(monthly, after, until) if on.month in rule.months]
    assert list(until_day(rule, after, until)) == wanted


def until_day(rule: calendar.Recurrence, after: date, until: date) -> Iterator[date]:
    for on in rule.next_after(after):
        if on > until:
            return
        yield on


@given(tz=st.sampled_from(sorted(REGIONS)), meeting_on=DAYS, minutes_after=st.integers(0, 30))
def test_corrections_end_on_a_working_day_at_17_never_sooner_than_two_after_the_minutes(
    tz: str, meeting_on: date, minutes_after: int
) -> None:
    days, zone = business_days(tz), ZoneInfo(tz)
    minutes_on = meeting_on + timedelta(days=minutes_after)
    local = calendar.corrections_end_at(meeting_on, minutes_on, zone, days).astimezone(zone)
    assert local.time() == time(17)
    assert days.is_business_day(local.date())
    assert days.between(minutes_on, local.date()) >= 2
    assert days.between(meeting_on, local.date()) >= 5
    assert 2 in (days.between(minutes_on, local.date()), days.between(meeting_on, local.date()) - 3)
