import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.council import calendar

LONDON = ZoneInfo("Europe/London")
KOLKATA = ZoneInfo("Asia/Kolkata")
NEW_YORK = ZoneInfo("America/New_York")
ENGLAND = calendar.BusinessDays(
    {
        date(2027, 3, 26): "Good Friday",
        date(2027, 3, 29): "Easter Monday",
        date(2027, 5, 3): "May Day",
        date(2027, 5, 31): "Spring Bank Holiday",
    }
)
SECOND_TUESDAY = calendar.Recurrence(nth=2, weekday=1)
LAST_FRIDAY = calendar.Recurrence(nth=-1, weekday=4)
JANUARY_27 = date(2027, 1, 27)
THIRD_THURSDAY_OF_THE_QUARTER = calendar.Recurrence(3, 3, frozenset({3, 6, 9, 12}))


def february(day: int) -> date:
    return date(2027, 2, day)


def windows_in_england(on: date) -> calendar.Windows:
    return calendar.windows(on, time(14), timedelta(minutes=90), LONDON, ENGLAND)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2027, 2, 26), None),
        (date(2027, 2, 27), "a Saturday"),
        (date(2027, 2, 28), "a Sunday"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
    ],
)
def test_a_day_off_says_why(on: date, why: str | None) -> None:
    assert ENGLAND.why_not(on) == why
    assert ENGLAND.is_business_day(on) is (why is None)


@pytest.mark.parametrize(
    ("on", "count", "before", "after"),
    [
        (february(9), 0, february(9), february(9)),
        (february(9), 1, february(8), february(10)),
        (february(9), 3, february(4), february(12)),
        (february(28), 0, february(26), date(2027, 3, 1)),
        (february(28), 1, february(26), date(2027, 3, 1)),
        (february(28), 2, february(25), date(2027, 3, 2)),
        (date(2027, 3, 26), 0, date(2027, 3, 25), date(2027, 3, 30)),
        (date(2027, 3, 30), 1, date(2027, 3, 25), date(2027, 3, 31)),
    ],
)
def test_working_days_are_counted_from_the_day_beside(on: date, count: int, before: date, after: date) -> None:
    assert ENGLAND.before(on, count) == before
    assert ENGLAND.after(on, count) == after


def test_the_last_working_day_before_a_meeting_is_never_the_meeting_itself() -> None:
    assert ENGLAND.last_before(date(2027, 3, 9)) == date(2027, 3, 8)
    assert ENGLAND.last_before(date(2027, 3, 30)) == date(2027, 3, 25)


def test_counting_back_over_fewer_than_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        ENGLAND.before(february(9), -1)
    with pytest.raises(ValueError, match="-1"):
        ENGLAND.after(february(9), -1)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2027, 1, 27), february(4), 6),
        (february(4), date(2027, 1, 27), -6),
        (february(9), february(9), 0),
        (february(26), february(28), 0),
        (date(2027, 3, 25), date(2027, 3, 30), 1),
    ],
)
def test_between_leaves_out_the_first_day_and_counts_the_last(start: date, end: date, count: int) -> None:
    assert ENGLAND.between(start, end) == count


@given(on=st.dates(date(2020, 1, 1), date(2035, 1, 1)), count=st.integers(1, 60))
def test_counting_back_and_counting_between_agree(on: date, count: int) -> None:
    earlier = ENGLAND.before(on, count)
    assert ENGLAND.is_business_day(earlier)
    assert ENGLAND.between(earlier, on - timedelta(days=1)) == count - 1
    assert ENGLAND.after(on, count) >= on + timedelta(days=count)


@pytest.mark.parametrize(
    ("rule", "year", "month", "on"),
    [
        (SECOND_TUESDAY, 2027, 2, february(9)),
        (SECOND_TUESDAY, 2027, 3, date(2027, 3, 9)),
        (SECOND_TUESDAY, 2027, 4, date(2027, 4, 13)),
        (LAST_FRIDAY, 2027, 3, date(2027, 3, 26)),
        (LAST_FRIDAY, 2027, 2, date(2027, 2, 26)),
        (calendar.Recurrence(1, 0), 2027, 5, date(2027, 5, 3)),
        (calendar.Recurrence(4, 0), 2027, 3, date(2027, 3, 22)),
        (calendar.Recurrence(-1, 0), 2027, 3, date(2027, 3, 29)),
        (THIRD_THURSDAY_OF_THE_QUARTER, 2027, 3, date(2027, 3, 18)),
        (THIRD_THURSDAY_OF_THE_QUARTER, 2027, 4, None),
        (THIRD_THURSDAY_OF_THE_QUARTER, 2027, 6, date(2027, 6, 17)),
    ],
)
def test_a_rule_names_one_day_of_a_month(rule: calendar.Recurrence, year: int, month: int, on: date | None) -> None:
    assert rule.occurrence(year, month) == on


def test_the_next_meetings_follow_strictly_after_a_day_and_over_the_new_year() -> None:
    rule = calendar.Recurrence(2, 1, frozenset({1, 2, 12}))
    assert list(itertools.islice(rule.next_after(february(9)), 3)) == [
        date(2027, 12, 14),
        date(2028, 1, 11),
        date(2028, 2, 8),
    ]


@pytest.mark.parametrize(("nth", "weekday"), [(5, 0), (0, 0), (-2, 0), (1, 7), (1, -1)])
def test_a_fifth_or_unknown_weekday_is_not_offered(nth: int, weekday: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        calendar.Recurrence(nth, weekday)


@pytest.mark.parametrize("months", [frozenset[int](), frozenset({0}), frozenset({1, 13})])
def test_a_rule_without_real_months_is_refused(months: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="months"):
        calendar.Recurrence(1, 0, months)


@pytest.mark.parametrize(
    ("on", "policy", "moved"),
    [
        (date(2027, 3, 26), "later", date(2027, 3, 30)),
        (date(2027, 3, 26), "earlier", date(2027, 3, 25)),
        (date(2027, 5, 3), "later", date(2027, 5, 4)),
        (february(9), "later", february(9)),
        (february(9), "earlier", february(9)),
    ],
)
def test_a_meeting_on_a_holiday_moves_the_way_the_council_chose(
    on: date, policy: Literal["earlier", "later"], moved: date
) -> None:
    assert calendar.resolve(on, ENGLAND, policy) == moved


def test_a_meeting_stays_in_its_month_even_against_the_policy() -> None:
    christmas_shutdown = calendar.BusinessDays(
        {date(2027, 12, day): "Shutdown" for day in range(24, 32)} | {date(2027, 10, 1): "Founders' Day"}
    )
    assert calendar.resolve(date(2027, 12, 31), christmas_shutdown, "later") == date(2027, 12, 23)
    assert calendar.resolve(date(2027, 5, 3), ENGLAND, "earlier") == date(2027, 5, 4)
    assert calendar.resolve(date(2027, 10, 1), christmas_shutdown, "earlier") == date(2027, 10, 4)


@pytest.mark.parametrize(
    ("rule_on", "name", "earlier", "later", "unanswered", "asked_on", "settled_on"),
    [
        # The last Friday of March and the first Monday of May: the vectors of model §3.6.2.
        ("2027-03-26", "Good Friday", "2027-03-25", "2027-03-30", "2027-03-30", "2027-02-26", "2027-03-11"),
        ("2027-05-03", "May Day", "2027-04-30", "2027-05-04", "2027-05-04", "2027-04-05", "2027-04-16"),
        # The last Monday of May: the later day is June's already, so that unanswered it is the earlier one.
        ("2027-05-31", "Spring Bank Holiday", "2027-05-28", "2027-06-01", "2027-05-28", "2027-04-30", "2027-05-14"),
        ("2027-02-14", "a Sunday", "2027-02-12", "2027-02-15", "2027-02-15", "2027-01-18", "2027-01-29"),
    ],
)
def test_about_a_day_off_the_chair_may_choose_until_reports_would_open(
    rule_on: str, name: str, earlier: str, later: str, unanswered: str, asked_on: str, settled_on: str
) -> None:
    clash = calendar.holiday_clash(date.fromisoformat(rule_on), ENGLAND, LONDON)
    assert clash is not None
    assert clash.name == name
    assert [day.isoformat() for day in (clash.earlier, clash.later, clash.unanswered)] == [earlier, later, unanswered]
    assert clash.asks_at == calendar.wall_time(date.fromisoformat(asked_on), time(9), LONDON)
    assert clash.settles_at == calendar.wall_time(date.fromisoformat(settled_on), time(9), LONDON)
    assert clash.settles_at == windows_in_england(clash.earlier).opens_at


def test_about_a_working_day_nothing_is_asked() -> None:
    assert calendar.holiday_clash(february(9), ENGLAND, LONDON) is None


def test_a_day_that_another_meeting_has_is_no_choice() -> None:
    clash = calendar.holiday_clash(
        date(2027, 3, 26), ENGLAND, LONDON, taken={date(2027, 3, 25), date(2027, 3, 30), date(2027, 3, 31)}
    )
    assert clash is not None
    assert (clash.earlier, clash.later, clash.unanswered) == (
        date(2027, 3, 24),
        date(2027, 4, 1),
        date(2027, 3, 24),  # April's first is not March's meeting any more
    )
    assert clash.name == "Good Friday"


def test_a_day_that_is_taken_is_free_no_more_and_a_holiday_keeps_its_name() -> None:
    free = ENGLAND.without([february(9), date(2027, 3, 26)])
    assert not free.is_business_day(february(9))
    assert free.why_not(date(2027, 3, 26)) == "Good Friday"
    assert ENGLAND.is_business_day(february(9))


@pytest.mark.parametrize(
    ("meeting_on", "minutes_on", "ends_on"),
    [
        (february(9), february(10), february(16)),  # scenario S1.14
        (date(2027, 3, 9), date(2027, 3, 9), date(2027, 3, 16)),
        (february(9), february(12), february(16)),
        (february(9), february(15), february(17)),
        (february(9), february(19), february(23)),
        (date(2027, 3, 18), date(2027, 3, 19), date(2027, 3, 25)),
        (date(2027, 3, 19), date(2027, 3, 22), date(2027, 3, 30)),  # Easter lies between
    ],
)
def test_minutes_are_corrected_for_five_working_days_and_never_less_than_two(
    meeting_on: date, minutes_on: date, ends_on: date
) -> None:
    ends_at = calendar.corrections_end_at(meeting_on, minutes_on, LONDON, ENGLAND)
    assert ends_at == calendar.wall_time(ends_on, time(17), LONDON)


def test_a_council_may_correct_for_longer() -> None:
    rules = calendar.WindowRules(correction_bd=8)
    ends_at = calendar.corrections_end_at(february(9), february(10), LONDON, ENGLAND, rules)
    assert ends_at == datetime(2027, 2, 19, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meeting_on", "opens_on", "reports_due_on", "agenda_on"),
    [
        (february(9), date(2027, 1, 26), february(4), february(5)),
        (date(2027, 3, 9), february(23), date(2027, 3, 4), date(2027, 3, 5)),
        (date(2027, 4, 13), date(2027, 3, 30), date(2027, 4, 8), date(2027, 4, 9)),
        (date(2027, 4, 15), date(2027, 4, 1), date(2027, 4, 12), date(2027, 4, 13)),
    ],
)
def test_windows_are_counted_back_in_working_days(
    meeting_on: date, opens_on: date, reports_due_on: date, agenda_on: date
) -> None:
    found = calendar.windows(meeting_on, time(14), timedelta(minutes=90), LONDON, ENGLAND)
    assert (found.opens_on, found.reports_due_on, found.agenda_on) == (opens_on, reports_due_on, agenda_on)
    for instant, on, at in [
        (found.opens_at, opens_on, time(9)),
        (found.reports_due_at, reports_due_on, time(17)),
        (found.agenda_at, agenda_on, time(9)),
        (found.starts_at, meeting_on, time(14)),
        (found.ends_at, meeting_on, time(15, 30)),
    ]:
        assert instant.tzinfo is UTC
        assert instant.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(on, at)


def test_owners_are_nudged_five_working_days_before_the_meeting() -> None:
    assert windows_in_england(february(9)).nudge_on == february(2)
    assert windows_in_england(date(2027, 4, 1)).nudge_on == date(2027, 3, 23)


@pytest.mark.parametrize(
    ("what", "counted", "on"),
    [
        ("K-1, asked on 27 January, is acknowledged within three days (S1.3)", ENGLAND.after(JANUARY_27, 3), "02-01"),
        ("leads who have not started hear of it (S1.6)", windows_in_england(february(9)).nudge_on, "02-02"),
        ("departments hear that tomorrow is the day (S1.7)", ENGLAND.before(february(4), 1), "02-03"),
        ("who is late hears that it is not too late (S1.9)", ENGLAND.after(february(4), 1), "02-05"),
        ("28 February is a Sunday: A-1 (S1.12)", ENGLAND.on_or_before(february(28)), "02-26"),
        ("26 March is Good Friday: A-3 (S1.12)", ENGLAND.on_or_before(date(2027, 3, 26)), "03-25"),
        ("before the next meeting: A-4 (S1.12)", ENGLAND.last_before(date(2027, 3, 9)), "03-08"),
        ("D-1's effect is looked at before April's meeting (S1.11)", ENGLAND.last_before(date(2027, 4, 13)), "04-12"),
        ("A-1 comes up (S2.2)", ENGLAND.before(february(26), 5), "02-19"),
        ("A-4 comes up (S2.2)", ENGLAND.before(date(2027, 3, 8), 5), "03-01"),
        ("open actions are asked about (S2.5)", windows_in_england(date(2027, 3, 9)).nudge_on, "03-02"),
        ("A-4's first rung once overdue (S2.12, check)", ENGLAND.after(date(2027, 3, 8), 1), "03-09"),
        ("the strategic council gets its pack (S2.11)", ENGLAND.before(date(2027, 3, 18), 3), "03-15"),
        ("the grant's lapse is warned of (S2.12, check)", ENGLAND.before(date(2027, 9, 30), 10), "09-16"),
    ],
    ids=lambda value: value if isinstance(value, str) and "(" in value else "",
)
def test_the_scenarios_other_dates_are_counted_in_working_days(what: str, counted: date, on: str) -> None:
    assert counted == date.fromisoformat(f"2027-{on}"), what


def test_aishas_report_is_six_working_days_early() -> None:
    assert ENGLAND.between(JANUARY_27, february(4)) == 6


def test_a_council_may_choose_its_own_distances() -> None:
    rules = calendar.WindowRules(
        report_open_bd=5,
        report_deadline_bd=1,
        deadline_time=time(12),
        agenda_bd=0,
        agenda_time=time(8),
        open_time=time(10),
        nudge_bd=2,
    )
    found = calendar.windows(february(9), time(14), timedelta(minutes=60), LONDON, ENGLAND, rules)
    assert found == calendar.Windows(
        meeting_on=february(9),
        opens_on=february(2),
        nudge_on=february(5),
        reports_due_on=february(8),
        agenda_on=february(9),
        opens_at=datetime(2027, 2, 2, 10, tzinfo=UTC),
        reports_due_at=datetime(2027, 2, 8, 12, tzinfo=UTC),
        agenda_at=datetime(2027, 2, 9, 8, tzinfo=UTC),
        starts_at=datetime(2027, 2, 9, 14, tzinfo=UTC),
        ends_at=datetime(2027, 2, 9, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("on", "at", "utc", "kolkata", "new_york"),
    [
        (date(2027, 3, 9), time(14), time(14), time(19, 30), time(9)),
        (date(2027, 3, 18), time(16), time(16), time(21, 30), time(12)),
        (date(2027, 4, 13), time(14), time(13), time(18, 30), time(9)),
        (february(2), time(3, 30), time(3, 30), time(9), None),  # Ravi's morning (S1.6)
        (february(4), time(17), time(17), time(22, 30), time(12)),  # "22:30 your time" (S1.6)
        (date(2027, 3, 4), time(16, 20), time(16, 20), time(21, 50), None),  # Ravi's evening (S2.7)
        (date(2027, 3, 12), time(6, 40), time(6, 40), time(12, 10), None),  # Ravi's noon (S2.10)
    ],
)
def test_wall_time_survives_daylight_saving(
    on: date, at: time, utc: time, kolkata: time, new_york: time | None
) -> None:
    instant = calendar.wall_time(on, at, LONDON)
    assert instant == datetime.combine(on, utc, tzinfo=UTC)
    assert instant.astimezone(KOLKATA).time() == kolkata
    if new_york is not None:  # else it is another day there
        assert instant.astimezone(NEW_YORK).time() == new_york


def test_a_time_the_clocks_jump_over_moves_forward_and_a_doubled_one_is_the_first() -> None:
    skipped = calendar.wall_time(date(2027, 3, 28), time(1, 30), LONDON)
    assert skipped.astimezone(LONDON).time() == time(2, 30)
    doubled = calendar.wall_time(date(2027, 10, 31), time(1, 30, fold=1), LONDON)
    assert doubled == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_the_day_depends_on_where_one_stands() -> None:
    instant = datetime(2027, 4, 1, 3, 58, tzinfo=UTC)
    assert calendar.local_date(instant, NEW_YORK) == date(2027, 3, 31)
    assert calendar.local_date(instant, LONDON) == date(2027, 4, 1)


def test_zones_are_neither_guessed_nor_overruled() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar.local_date(datetime(2027, 4, 1), LONDON)  # noqa: DTZ001 - the naive instant is the point
    with pytest.raises(ValueError, match="zone"):
        calendar.wall_time(february(9), time(9, tzinfo=UTC), LONDON)
