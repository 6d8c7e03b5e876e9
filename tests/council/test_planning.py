from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import public_holidays
from bot.council import calendar, departments, meeting_moves, meetings, planning
from tests import builders
from tests.builders import SET_UP_AT, at

State = meetings.State
LAST_FRIDAY = calendar.Recurrence(nth=-1, weekday=4)
FIRST_MONDAY = calendar.Recurrence(nth=1, weekday=0)
REGIONS = {
    "Europe/London": ("GB", "ENG"),
    "America/New_York": ("US", "NY"),
    "Asia/Kolkata": ("IN", "MH"),
    "Australia/Lord_Howe": ("AU", "NSW"),
    "Pacific/Auckland": ("NZ", "AUK"),
    "America/Sao_Paulo": ("BR", "SP"),
}
NTHS = (1, 2, 3, 4, calendar.LAST)
RULES = st.builds(
    calendar.Recurrence,
    nth=st.sampled_from(NTHS),
    weekday=st.integers(0, 6),
    months=st.frozensets(st.integers(1, 12), min_size=1),
)
COUNCILS = st.builds(
    lambda tz, **facts: builders.a_council(
        tz=tz, holiday_country=REGIONS[tz][0], holiday_subdivision=REGIONS[tz][1], **facts
    ),
    tz=st.sampled_from(sorted(REGIONS)),
    recurrence=RULES,
    start_time=st.sampled_from((time(7), time(14), time(19))),
    holiday_policy=st.sampled_from(("ask", "earlier", "later")),
)


def days_around(council: departments.Council, on: date) -> calendar.BusinessDays:
    years = range(on.year - 1, on.year + 2)
    return calendar.BusinessDays(public_holidays.observed(*REGIONS[council.tz], years))


def foreseen(
    council: departments.Council,
    count: int = 3,
    *,
    now: datetime = SET_UP_AT,
    latest_rule_on: date | None = None,
    taken: Collection[date] = (),
) -> tuple[planning.Occurrence, ...]:
    return planning.foresee(
        council,
        count,
        latest_rule_on=latest_rule_on,
        taken=taken,
        business_days_around=lambda on: days_around(council, on),
        now=now,
    )


def days(*found: planning.Occurrence) -> list[str]:
    return [one.on.isoformat() for one in found]


def test_larkspurs_first_three_meetings_are_those_of_the_scenario() -> None:
    found = foreseen(builders.a_council())
    assert days(*found) == ["2027-02-09", "2027-03-09", "2027-04-13"]
    assert [one.rule_on for one in found] == [one.on for one in found]
    assert not any(one.holiday_question or one.holiday for one in found)
    assert found[0].windows.opens_at == builders.OPENS_AT
    assert found[0].windows.starts_at == builders.STARTS_AT


def test_the_strategic_council_meets_on_the_third_thursday_of_four_months() -> None:
    quarterly = calendar.Recurrence(3, 3, frozenset({3, 6, 9, 12}))
    found = foreseen(builders.a_council(recurrence=quarterly, start_time=time(16)), 5)
    assert days(*found) == ["2027-03-18", "2027-06-17", "2027-09-16", "2027-12-16", "2028-03-16"]
    assert found[0].windows.starts_at == at("2027-03-18 12:00", builders.NEW_YORK)


def test_nothing_is_planned_for_the_day_itself() -> None:
    assert days(*foreseen(builders.a_council(), 1, now=at("2027-02-09 07:00"))) == ["2027-03-09"]
    assert days(*foreseen(builders.a_council(), 1, now=at("2027-02-08 23:59"))) == ["2027-02-09"]


def test_the_day_is_the_one_in_the_councils_zone() -> None:
    auckland = builders.a_council(tz="Pacific/Auckland")
    assert days(*foreseen(auckland, 1, now=at("2027-02-08 12:00"))) == ["2027-03-09"]


def test_a_rules_day_off_that_has_just_passed_may_have_its_meeting_still_to_come() -> None:
    on_may_day = at("2027-05-03 10:00")
    assert days(*foreseen(builders.a_council(recurrence=FIRST_MONDAY), 2, now=on_may_day)) == [
        "2027-05-04",
        "2027-06-07",
    ]


@pytest.mark.parametrize(
    ("policy", "rule", "on", "asked"),
    [
        ("later", LAST_FRIDAY, "2027-03-30", False),
        ("earlier", LAST_FRIDAY, "2027-03-25", False),
        ("ask", LAST_FRIDAY, "2027-03-30", True),
        ("later", calendar.Recurrence(-1, 0), "2027-03-30", False),
        ("ask", calendar.Recurrence(2, 1), "2027-03-09", False),
    ],
)
def test_a_day_off_is_settled_by_policy_or_asked_about_and_kept_later_until_then(
    policy: Literal["ask", "earlier", "later"], rule: calendar.Recurrence, on: str, asked: bool
) -> None:
    march = foreseen(builders.a_council(recurrence=rule, holiday_policy=policy), 1, now=at("2027-03-01 10:00"))[0]
    assert march.on.isoformat() == on
    assert march.windows.meeting_on == march.on
    assert march.holiday_question is asked
    assert (march.holiday is None) is (march.rule_on == march.on)


def test_a_day_off_says_its_name() -> None:
    assert foreseen(builders.a_council(recurrence=LAST_FRIDAY), now=at("2027-03-01 10:00"))[0].holiday == "Good Friday"


def test_when_it_is_too_late_to_choose_nobody_is_asked() -> None:
    council = builders.a_council(recurrence=LAST_FRIDAY)
    settles_at = at("2027-03-11 09:00")
    assert foreseen(council, 1, now=settles_at - timedelta(seconds=1))[0].holiday_question
    late = foreseen(council, 1, now=settles_at)[0]
    assert (late.on, late.holiday_question) == (date(2027, 3, 30), False)


def test_where_the_earlier_day_has_passed_the_meeting_is_later() -> None:
    council = builders.a_council(recurrence=LAST_FRIDAY, holiday_policy="earlier")
    assert days(*foreseen(council, 1, now=at("2027-03-25 08:00"))) == ["2027-03-30"]


def test_a_cancelled_month_is_not_planned_again() -> None:
    assert days(*foreseen(builders.a_council(), 2, latest_rule_on=date(2027, 4, 13))) == ["2027-05-11", "2027-06-08"]


def test_after_a_long_silence_the_past_is_not_planned() -> None:
    found = foreseen(builders.a_council(), 1, latest_rule_on=date(2026, 6, 9))
    assert days(*found) == ["2027-02-09"]


def test_a_new_rule_makes_no_second_meeting_in_a_month_that_has_one() -> None:
    fourth_thursday = builders.a_council(recurrence=calendar.Recurrence(4, 3))
    assert days(*foreseen(fourth_thursday, 1, latest_rule_on=date(2027, 4, 13))) == ["2027-05-27"]


@pytest.mark.parametrize(
    ("policy", "taken", "on"),
    [
        ("later", {date(2027, 5, 11)}, "2027-05-12"),
        ("ask", {date(2027, 5, 11)}, "2027-05-12"),
        ("earlier", {date(2027, 5, 11)}, "2027-05-10"),
        ("later", {date(2027, 5, 11), date(2027, 5, 12)}, "2027-05-13"),
        ("later", {date(2027, 5, 12)}, "2027-05-11"),
    ],
)
def test_a_day_that_a_moved_meeting_has_is_kept_clear_on_the_policys_side(
    policy: Literal["ask", "earlier", "later"], taken: set[date], on: str
) -> None:
    council = builders.a_council(holiday_policy=policy)
    may = foreseen(council, 1, latest_rule_on=date(2027, 4, 13), taken=taken)[0]
    assert may.on.isoformat() == on
    assert may.rule_on == date(2027, 5, 11)
    assert (may.holiday, may.holiday_question) == (None, False)


def test_asking_for_more_changes_none_of_those_before() -> None:
    council = builders.a_council(recurrence=LAST_FRIDAY)
    assert foreseen(council, 3) == foreseen(council, 6)[:3]


@pytest.mark.parametrize(
    ("planned", "wanted"),
    [
        ([], 3),
        (["2027-01-20"], 2),
        (["2027-02-10"], 2),
        (["2027-01-20", "2027-02-10", "2027-03-10"], 1),
        (["2027-01-20", "2027-01-21", "2027-01-22"], 0),
        (["2027-11-30", "2027-12-01", "2027-12-02"], 3),
    ],
)
def test_the_next_three_are_counted_by_time(planned: list[str], wanted: int) -> None:
    ahead = foreseen(builders.a_council())
    starts = [at(f"{on} 14:00") for on in planned]
    assert list(planning.among_the_next(ahead, starts)) == list(ahead[:wanted])


def test_no_month_is_left_out_between_two_that_are_planned() -> None:
    february, march, april = foreseen(builders.a_council())
    late = replace(february, windows=replace(february.windows, starts_at=at("2027-03-31 14:00")))
    starts = [at("2027-01-20 14:00"), at("2027-01-21 14:00")]
    assert list(planning.among_the_next((late, march, april), starts)) == [late, march]


class Diary:
    """A council's meetings as the deeds keep them, without a database."""

    def __init__(self, council: departments.Council, now: datetime) -> None:
        self.council = council
        self.now = now
        self.meetings: list[meetings.Meeting] = []

    @property
    def planned(self) -> list[meetings.Meeting]:
        return [one for one in self.meetings if one.state is State.PLANNED and one.starts_at > self.now]

    @property
    def standing(self) -> list[meetings.Meeting]:
        return [one for one in self.meetings if one.state is not State.CANCELLED]

    @property
    def foreseen(self) -> tuple[planning.Occurrence, ...]:
        return foreseen(
            self.council,
            meetings.PLANNED_AHEAD,
            now=self.now,
            latest_rule_on=max((one.rule_on for one in self.meetings if one.rule_on), default=None),
            taken={one.on for one in self.standing},
        )

    def top_up(self) -> None:
        for one in planning.among_the_next(self.foreseen, [one.starts_at for one in self.planned]):
            self._keep(one.windows, rule_on=one.rule_on, holiday_question=one.holiday_question)

    def add(self, on: date) -> None:
        today = calendar.local_date(self.now, self.council.zone)
        self._keep(self._place(on, meeting_moves.may_add_on(today), self.meetings))

    def move(self, number: int, days: int) -> None:
        meeting = self.planned[number]
        others = [one for one in self.meetings if one.id != meeting.id]
        on = meeting.on + timedelta(days=days)
        moved = meeting_moves.move(meeting, self._place(on, meeting_moves.may_move_to(meeting), others), self.now)
        self.meetings = [*others, moved]

    def cancel(self, number: int) -> None:
        meeting = self.planned[number]
        others = [one for one in self.meetings if one.id != meeting.id]
        self.meetings = [*others, meetings.cancel(meeting, "Half of us are ill.", self.now)]

    def _place(self, on: date, within: meeting_moves.Bounds, others: list[meetings.Meeting]) -> calendar.Windows:
        around = days_around(self.council, on)
        return meeting_moves.place(
            self.council, on, None, within=within, others=others, business_days=around, now=self.now
        )

    def _keep(self, windows: calendar.Windows, **facts: Any) -> None:
        seq = len(self.meetings) + 1
        self.meetings.append(replace(meetings.plan(self.council, windows, seq=seq, **facts), id=seq))


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("wait", "cancel", "move", "add")), st.integers(0, 2), st.integers(-40, 60), st.integers(0, 45)
    ),
    max_size=12,
)
REFUSALS = (meeting_moves.TooFarAway, meeting_moves.InThePast, meeting_moves.NotAWorkingDay, meeting_moves.Clash)


@settings(deadline=None)
@given(council=COUNCILS, began_on=st.dates(date(2026, 1, 1), date(2035, 6, 30)), deeds=DEEDS)
def test_whatever_is_moved_cancelled_and_added_the_next_three_are_planned_one_a_month_on_days_of_their_own(
    council: departments.Council, began_on: date, deeds: list[tuple[str, int, int, int]]
) -> None:
    diary = Diary(council, calendar.wall_time(began_on, time(10), council.zone))
    diary.top_up()
    for deed, number, days_off, waited in deeds:
        diary.now += timedelta(days=waited)
        diary.top_up()
        try:
            if deed == "cancel":
                diary.cancel(number)
            elif deed == "move":
                diary.move(number, days_off or 1)
            elif deed == "add":
                diary.add(calendar.local_date(diary.now, council.zone) + timedelta(days=abs(days_off)))
        except REFUSALS:
            continue
        diary.top_up()
        _holds_together(diary)
    _holds_together(diary)


def _holds_together(diary: Diary) -> None:
    zone = ZoneInfo(diary.council.tz)
    third = sorted(one.starts_at for one in diary.planned)[meetings.PLANNED_AHEAD - 1]
    assert all(one.windows.starts_at > third for one in diary.foreseen)
    assert len({one.on for one in diary.standing}) == len(diary.standing)
    by_rule = [one.rule_on for one in diary.meetings if one.rule_on]
    assert len({(rule_on.year, rule_on.month) for rule_on in by_rule}) == len(by_rule)
    assert {rule_on.month for rule_on in by_rule} <= diary.council.recurrence.months
    for one in diary.meetings:
        assert days_around(diary.council, one.on).is_business_day(one.on)
        assert one.starts_at.astimezone(zone).replace(tzinfo=None) == datetime.combine(one.on, diary.council.start_time)
        assert one.opens_at < one.reports_due_at < one.agenda_at < one.starts_at
