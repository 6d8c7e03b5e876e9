from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import public_holidays
from bot.council import calendar, departments, meeting_moves, meetings, planning
from tests import builders
from tests.builders import at

State = meetings.State
ENGLAND = calendar.BusinessDays(public_holidays.observed("GB", "ENG", (2026, 2027, 2028)))
COUNCIL = builders.a_council()
SOON = at("2027-01-14 10:00")


def planned(on: str, *, id: int = 1, **facts: Any) -> meetings.Meeting:
    """A meeting of the rule's, planned for `on` at 14:00 in London."""
    day = date.fromisoformat(on)
    meeting = meetings.plan(COUNCIL, meetings.windows(COUNCIL, day, ENGLAND), seq=id, rule_on=day)
    return replace(meeting, id=id, **facts)


MARCH, APRIL, MAY = planned("2027-03-09", id=2), planned("2027-04-13", id=3), planned("2027-05-11", id=4)


def preview(
    meeting: meetings.Meeting,
    on: str,
    start: time | None = None,
    *,
    others: Sequence[meetings.Meeting] = (),
    now: datetime = SOON,
) -> meeting_moves.Preview:
    return meeting_moves.preview(
        COUNCIL, meeting, date.fromisoformat(on), start, others=others, business_days=ENGLAND, now=now
    )


def test_a_move_recomputes_every_date_from_the_new_day() -> None:
    found = preview(APRIL, "2027-04-15")
    assert found.before == APRIL
    assert found.after.opens_at == at("2027-04-01 09:00")
    assert found.after.reports_due_at == at("2027-04-12 17:00")
    assert found.after.agenda_at == at("2027-04-13 09:00")
    assert found.after.nudge_on == date(2027, 4, 8)
    assert (found.after.on, found.after.starts_at) == (date(2027, 4, 15), at("2027-04-15 14:00"))
    assert found.after.ends_at == at("2027-04-15 15:30")


def test_what_a_meeting_was_meant_to_be_stays() -> None:
    moved = preview(replace(APRIL, state=State.AGENDA_POSTED, question="Why nine days?"), "2027-05-06").after
    assert (moved.rule_on, moved.original_starts_at) == (APRIL.rule_on, APRIL.original_starts_at)
    assert (moved.state, moved.question, moved.seq, moved.id) == (State.AGENDA_POSTED, "Why nine days?", 3, 3)
    assert moved.month_name == "April"


def test_moved_again_into_may_it_is_still_the_april_meeting_and_stays_within_aprils_bounds() -> None:
    moved = preview(APRIL, "2027-05-06").after
    assert preview(moved, "2027-05-13").after.month_name == "April"
    assert meeting_moves.may_move_to(moved) == meeting_moves.may_move_to(APRIL)
    with pytest.raises(meeting_moves.TooFarAway):
        preview(moved, "2027-06-01")


def test_moving_keeps_how_long_the_meeting_is() -> None:
    assert preview(replace(APRIL, duration_min=45), "2027-04-15").after.duration_min == 45


@pytest.mark.parametrize(
    ("meeting", "beside", "has_none"),
    [
        (planned("2027-02-03"), planned("2027-02-09", state=State.COLLECTING), True),
        (planned("2027-02-03"), planned("2027-02-09"), False),
        (planned("2027-02-11"), planned("2027-02-09", state=State.COLLECTING), False),
        (planned("2027-02-03", state=State.COLLECTING), planned("2027-02-09"), False),
        (planned("2027-02-03"), planned("2027-02-09", opens_at=SOON), True),
    ],
)
def test_a_meeting_has_no_reports_where_another_opens_first_and_is_over_later(
    meeting: meetings.Meeting, beside: meetings.Meeting, has_none: bool
) -> None:
    assert meeting_moves.has_no_reports(meeting, beside) == has_none


def test_a_move_may_change_the_hour_alone() -> None:
    moved = preview(APRIL, "2027-04-13", time(16, 30)).after
    assert moved.starts_at == at("2027-04-13 16:30")
    assert moved.reports_due_at == APRIL.reports_due_at


def test_moving_answers_what_was_asked_about_the_holiday() -> None:
    asked = planned("2027-03-30", rule_on=date(2027, 3, 26), holiday_question=True)
    assert not preview(asked, "2027-03-25").after.holiday_question


@pytest.mark.parametrize(
    ("meeting", "first_on", "last_on"),
    [
        (planned("2027-02-09"), "2027-02-01", "2027-03-31"),
        (planned("2027-12-14"), "2027-12-01", "2028-01-31"),
        (planned("2028-01-11"), "2028-01-01", "2028-02-29"),
        (planned("2027-05-06", rule_on=date(2027, 4, 13)), "2027-04-01", "2027-05-31"),
        (planned("2027-05-06", rule_on=None), "2027-05-01", "2027-06-30"),
        (planned("2027-05-06", rule_on=None, original_starts_at=at("2027-04-29 14:00")), "2027-04-01", "2027-05-31"),
    ],
)
def test_a_meeting_moves_within_its_own_month_and_the_next(
    meeting: meetings.Meeting, first_on: str, last_on: str
) -> None:
    bounds = meeting_moves.may_move_to(meeting)
    assert (bounds.first_on.isoformat(), bounds.last_on.isoformat()) == (first_on, last_on)


@pytest.mark.parametrize(
    ("on", "start", "refusal"),
    [
        ("2027-03-31", None, meeting_moves.TooFarAway),
        ("2027-06-01", None, meeting_moves.TooFarAway),
        ("2027-04-15", time(6, 59), meeting_moves.OutsideHours),
        ("2027-04-15", time(19, 1), meeting_moves.OutsideHours),
        ("2027-04-06", time(10), meeting_moves.InThePast),
        ("2027-04-17", None, meeting_moves.NotAWorkingDay),
        ("2027-05-03", None, meeting_moves.NotAWorkingDay),
        ("2027-05-11", None, meeting_moves.Clash),
        ("2027-05-11", time(9), meeting_moves.Clash),  # another hour of the same day
        ("2027-04-13", None, meeting_moves.NothingToMove),
        ("2027-04-13", time(14), meeting_moves.NothingToMove),
    ],
)
def test_where_a_meeting_cannot_go_is_said_by_name(on: str, start: time | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        preview(APRIL, on, start, others=[MARCH, APRIL, MAY], now=at("2027-04-06 10:00"))


def test_a_meeting_at_the_same_time_clashes_though_its_day_is_called_another() -> None:
    elsewhere = replace(MAY, on=MAY.on + timedelta(days=1))
    with pytest.raises(meeting_moves.Clash):
        preview(APRIL, MAY.on.isoformat(), time(14), others=[elsewhere])
    preview(APRIL, MAY.on.isoformat(), time(9), others=[elsewhere])


@pytest.mark.parametrize("start", [time(7), time(19)])
def test_the_first_and_the_last_hour_are_offered(start: time) -> None:
    assert preview(APRIL, "2027-04-15", start).after.starts_at == at(f"2027-04-15 {start}")


def test_a_refusal_carries_what_can_be_said_instead() -> None:
    with pytest.raises(meeting_moves.TooFarAway) as far:
        preview(APRIL, "2027-06-01")
    assert far.value.bounds == meeting_moves.Bounds(date(2027, 4, 1), date(2027, 5, 31))
    with pytest.raises(meeting_moves.Clash) as clash:
        preview(APRIL, "2027-05-11", others=[MAY])
    assert clash.value.other == MAY
    with pytest.raises(meeting_moves.InThePast) as past:
        preview(APRIL, "2027-04-06", now=at("2027-04-06 14:00"))
    assert past.value.starts_at == at("2027-04-06 14:00")
    with pytest.raises(meeting_moves.OutsideHours) as hours:
        preview(APRIL, "2027-04-15", time(20))
    assert hours.value.start == time(20)


@pytest.mark.parametrize(
    ("meeting", "on", "why", "earlier", "later", "now"),
    [
        (MARCH, "2027-03-26", "Good Friday", "2027-03-25", "2027-03-30", "2027-03-01 10:00"),
        (MARCH, "2027-03-28", "a Sunday", "2027-03-25", "2027-03-30", "2027-03-01 10:00"),
        (MARCH, "2027-03-26", "Good Friday", None, "2027-03-30", "2027-03-25 10:00"),  # today is too late to move to
        (MAY, "2027-05-01", "a Saturday", None, "2027-05-04", "2027-03-01 10:00"),  # April is not May's to use
        (planned("2027-04-13"), "2027-05-31", "Spring Bank Holiday", "2027-05-28", None, "2027-03-01 10:00"),
        (APRIL, "2027-04-17", "a Saturday", "2027-04-15", "2027-04-19", "2027-03-01 10:00"),  # Friday is taken
    ],
)
def test_a_day_off_says_why_and_which_days_could_be_chosen_instead(
    meeting: meetings.Meeting, on: str, why: str, earlier: str | None, later: str | None, now: str
) -> None:
    taken = planned("2027-04-16", id=9)
    with pytest.raises(meeting_moves.NotAWorkingDay) as refusal:
        preview(meeting, on, others=[taken], now=at(now))
    offered = [day and day.isoformat() for day in (refusal.value.earlier, refusal.value.later)]
    assert (refusal.value.on, refusal.value.why, offered) == (date.fromisoformat(on), why, [earlier, later])


def test_a_cancelled_meeting_leaves_its_day_free() -> None:
    assert preview(APRIL, "2027-05-11", others=[replace(MAY, state=State.CANCELLED)]).after.on == MAY.on


@pytest.mark.parametrize("state", [state for state in State if state not in meetings.NOT_STARTED])
def test_what_has_started_or_is_over_does_not_move(state: meetings.State) -> None:
    with pytest.raises(meeting_moves.NotMovable) as refusal:
        preview(replace(APRIL, state=state), "2027-04-15")
    assert refusal.value.meeting.state is state
    with pytest.raises(meeting_moves.NotMovable):
        meeting_moves.move(replace(APRIL, state=state), meetings.windows(COUNCIL, date(2027, 4, 15), ENGLAND), SOON)


def test_a_meeting_moves_into_the_future_only() -> None:
    windows = meetings.windows(COUNCIL, date(2027, 4, 15), ENGLAND)
    assert meeting_moves.move(APRIL, windows, windows.starts_at - timedelta(seconds=1)).on == date(2027, 4, 15)
    with pytest.raises(meeting_moves.InThePast):
        meeting_moves.move(APRIL, windows, windows.starts_at)


def test_a_meeting_that_nobody_started_may_still_be_moved_ahead() -> None:
    day_after = at("2027-04-14 10:00")
    moved = preview(replace(APRIL, state=State.AGENDA_POSTED), "2027-04-20", now=day_after)
    assert moved.after.on == date(2027, 4, 20)


@pytest.mark.parametrize(
    ("now", "reopens"),
    [("2027-04-08 17:00", False), ("2027-04-08 17:01", True), ("2027-04-12 17:00", True), ("2027-04-12 17:01", False)],
)
def test_a_deadline_that_has_passed_opens_again_where_the_new_one_is_ahead(now: str, reopens: bool) -> None:
    collecting = replace(APRIL, state=State.COLLECTING)
    assert preview(collecting, "2027-04-15", now=at(now)).reopens_reports is reopens


@pytest.mark.parametrize(
    ("on", "now", "left", "asks"),
    [
        # Moved to Monday 12 April, reports are due on Wednesday the 7th.
        ("2027-04-12", "2027-04-05 10:00", 2, False),
        ("2027-04-12", "2027-04-06 10:00", 1, True),
        ("2027-04-12", "2027-04-07 10:00", 0, True),
        ("2027-04-12", "2027-04-09 10:00", 0, True),  # the new deadline has passed
        ("2027-04-12", "2027-04-03 10:00", 3, False),  # a Saturday: Monday to Wednesday are left
        # Moved later, however few days are left, there are more of them than before.
        ("2027-04-14", "2027-04-08 10:00", 1, False),
        # Moved on the same day: the deadline stays.
        ("2027-04-13", "2027-04-08 10:00", 0, False),
    ],
)
def test_a_move_that_leaves_fewer_than_two_working_days_to_report_is_confirmed_with_their_number(
    on: str, now: str, left: int, asks: bool
) -> None:
    found = preview(APRIL, on, time(16), now=at(now))
    assert (found.left_bd, found.needs_confirmation) == (left, asks)


def test_days_left_are_counted_from_today_in_the_councils_zone() -> None:
    auckland = builders.a_council(tz="Pacific/Auckland")
    nobody_off = calendar.BusinessDays()
    meeting = replace(APRIL, reports_due_at=at("2027-04-08 05:00"))  # 17:00 in Auckland
    assert meeting_moves.left_bd(auckland, meeting, nobody_off, now=at("2027-04-06 12:00")) == 2
    assert meeting_moves.left_bd(auckland, meeting, nobody_off, now=at("2027-04-06 14:00")) == 1


def test_a_preview_names_the_meetings_that_would_be_prepared_in_the_same_weeks() -> None:
    june = planned("2027-06-08", id=5)
    assert preview(APRIL, "2027-04-15", others=[MARCH, APRIL, MAY, june]).overlaps == ()
    assert preview(APRIL, "2027-05-06", others=[MARCH, APRIL, MAY, june]).overlaps == (MAY,)
    assert preview(APRIL, "2027-05-28", others=[MARCH, APRIL, MAY, june]).overlaps == (june,)
    assert preview(APRIL, "2027-05-06", others=[replace(MAY, state=State.CANCELLED)]).overlaps == ()


def test_a_meeting_is_added_by_hand_within_a_year_where_the_council_can_meet() -> None:
    today = date(2027, 4, 6)
    within = meeting_moves.may_add_on(today)

    def place(on: date, start: time | None = None) -> calendar.Windows:
        return meeting_moves.place(
            COUNCIL, on, start, within=within, others=[MAY], business_days=ENGLAND, now=at("2027-04-06 10:00")
        )

    assert place(date(2027, 4, 20), time(9)).starts_at == at("2027-04-20 09:00")
    assert place(today).starts_at == at("2027-04-06 14:00")
    assert place(date(2028, 4, 5)).meeting_on == date(2028, 4, 5)
    for on in (date(2028, 4, 6), date(2027, 4, 5), date(9999, 12, 31)):
        with pytest.raises(meeting_moves.TooFarAway):
            place(on)
    with pytest.raises(meeting_moves.InThePast):
        place(today, time(10))
    with pytest.raises(meeting_moves.Clash):
        place(MAY.on)


def test_a_settled_holiday_is_where_the_meeting_was_meant_to_be_from_the_first() -> None:
    asked = planned("2027-03-30", rule_on=date(2027, 3, 26), holiday_question=True)
    earlier = meetings.windows(COUNCIL, date(2027, 3, 25), ENGLAND)
    settled = meeting_moves.settle_holiday(asked, earlier)
    assert (settled.on, settled.starts_at, settled.opens_at) == (
        date(2027, 3, 25),
        at("2027-03-25 14:00"),
        at("2027-03-11 09:00"),
    )
    assert settled.original_starts_at == settled.starts_at
    assert (settled.rule_on, settled.holiday_question) == (date(2027, 3, 26), False)
    with pytest.raises(meetings.NotPlanned):
        meeting_moves.settle_holiday(replace(asked, state=State.COLLECTING), earlier)


def test_a_moved_april_does_not_move_may() -> None:
    def after(taken: set[date]) -> list[date]:
        found = planning.foresee(
            COUNCIL,
            3,
            latest_rule_on=APRIL.rule_on,
            taken=taken,
            business_days_around=lambda _: ENGLAND,
            now=SOON,
        )
        return [one.on for one in found]

    assert after({APRIL.on}) == after({date(2027, 5, 6)}) == [date(2027, 5, 11), date(2027, 6, 8), date(2027, 7, 13)]


REGIONS = {
    "Europe/London": ("GB", "ENG"),
    "America/New_York": ("US", "NY"),
    "Asia/Kolkata": ("IN", "MH"),
    "Australia/Lord_Howe": ("AU", "NSW"),
    "Pacific/Auckland": ("NZ", "AUK"),
    "America/Sao_Paulo": ("BR", "SP"),
}


@functools.cache
def days_of(tz: str) -> calendar.BusinessDays:
    return calendar.BusinessDays(public_holidays.observed(*REGIONS[tz], range(2025, 2039)))


@settings(deadline=None)
@given(
    tz=st.sampled_from(sorted(REGIONS)),
    nth=st.sampled_from((1, 2, 3, 4, calendar.LAST)),
    weekday=st.integers(0, 6),
    year=st.integers(2026, 2036),
    month=st.integers(1, 12),
    usual=st.sampled_from((time(7), time(14), time(19))),
    there=st.integers(0, 61),
    start=st.sampled_from((time(7), time(9, 30), time(14), time(19))),
    state=st.sampled_from(meetings.NOT_STARTED),
    by_hand=st.booleans(),
)
def test_a_meeting_moved_there_and_back_has_every_date_where_it_was(
    tz: str,
    nth: int,
    weekday: int,
    year: int,
    month: int,
    usual: time,
    there: int,
    start: time,
    state: meetings.State,
    by_hand: bool,
) -> None:
    council, days = builders.a_council(tz=tz, start_time=usual), days_of(tz)
    rule_on = calendar.nth_weekday(year, month, nth, weekday)
    windows = meetings.windows(council, calendar.resolve(rule_on, days, "later"), days)
    meeting = meetings.plan(council, windows, seq=1, rule_on=None if by_hand else rule_on)
    meeting = replace(meeting, id=1, state=state)
    now = windows.opens_at - timedelta(days=100)
    target = rule_on.replace(day=1) + timedelta(days=there)
    assume(days.is_business_day(target))
    assume(meeting_moves.may_move_to(meeting).covers(target))
    assume((target, start) != (meeting.on, usual))

    moved = _moved(council, meeting, target, start, days, now)
    assert moved.starts_at == calendar.wall_time(target, start, council.zone)
    assert moved.opens_at < moved.reports_due_at < moved.agenda_at < moved.starts_at
    if not by_hand or abs(start.hour - usual.hour) < 11:
        assert moved.month_name == meeting.month_name
        assert _moved(council, moved, meeting.on, usual, days, now) == meeting


def _moved(
    council: departments.Council,
    meeting: meetings.Meeting,
    on: date,
    start: time,
    days: calendar.BusinessDays,
    now: datetime,
) -> meetings.Meeting:
    return meeting_moves.preview(council, meeting, on, start, others=[meeting], business_days=days, now=now).after
