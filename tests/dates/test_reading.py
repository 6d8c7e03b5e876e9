"""Said on Tue 9 February 2027 in an English council, day first, that next meets on Tue 9 March; else a case says so."""

from dataclasses import replace
from datetime import date

import pytest

from bot import dates
from bot.council import calendar

ENGLAND = calendar.BusinessDays(
    {
        date(2027, 3, 26): "Good Friday",
        date(2027, 3, 29): "Easter Monday",
        date(2027, 5, 3): "May Day",
        date(2027, 12, 25): "Christmas Day",
        date(2027, 12, 27): "Christmas Day (observed)",
    }
)
SAID = dates.Context(
    today=date(2027, 2, 9),
    business_days=ENGLAND,
    next_meeting_on=date(2027, 3, 9),
    following_meeting_on=date(2027, 4, 13),
    report_due_on=date(2027, 3, 4),
)


def day(month: int, day_of_month: int, year: int = 2027) -> date:
    return date(year, month, day_of_month)


def understood(phrase: str, context: dates.Context = SAID) -> dates.Understood:
    answer = dates.read(phrase, context)
    assert isinstance(answer, dates.Understood), f"{phrase!r}: {answer}"
    return answer


def asked(phrase: str, context: dates.Context = SAID) -> dates.Ask:
    answer = dates.read(phrase, context)
    assert isinstance(answer, dates.Ask), f"{phrase!r}: {answer}"
    return answer


def refused(phrase: str, context: dates.Context = SAID) -> dates.Refused:
    answer = dates.read(phrase, context)
    assert isinstance(answer, dates.Refused), f"{phrase!r}: {answer}"
    return answer


@pytest.mark.parametrize(
    ("phrases", "on"),
    [
        ("end of next month", day(3, 31)),
        ("end of the month|EOM|month end|end-of-month|by the end of this month", day(2, 26)),
        ("Friday|this Friday|by friday|Fri|due: friday|no later than friday|friday at the latest", day(2, 12)),
        ("EOW|end of the week|this week|end of week", day(2, 12)),
        ("next week|end of next week|friday next week|next week friday|friday week|a week on friday", day(2, 19)),
        (
            "in 2 weeks|a fortnight|2 weeks|2w|10 wd|in two weeks' time|14 days|in a fortnight|two weeks today",
            day(2, 23),
        ),
        ("next month|by the end of next month", day(3, 31)),
        ("tomorrow|in 24 hours|1d|in one day|in 1 business day", day(2, 10)),
        ("31/3|31.03.2027|31/3/27|2027-03-31|31 March|March 31st|Wed 31 Mar|the 31st of March, 2027", day(3, 31)),
        ("by the next meeting|before the next meeting|BEFORE our next council meeting|due by the meeting", day(3, 8)),
        ("at the next meeting|on our next meeting", day(3, 9)),
        ("by the following meeting|before the meeting after next", day(4, 12)),
        ("with our next report|by the report deadline", day(3, 4)),
        ("end of quarter|end of Q1|EOQ|Q1 2027|first quarter", day(3, 31)),
        ("Q2|end of Q2|next quarter|H1", day(6, 30)),
        ("mid March|mid-March|middle of March|in the middle of next month", day(3, 15)),
        ("first week of March|in the first week of March|week of 1 March|w/c 1 march|week ending 5 march", day(3, 5)),
        ("last Friday of March|26 March", day(3, 25)),
        ("H2|end of year|EOY|end of 2027|year end|31/12", day(12, 31)),
        ("last working day of the month", day(2, 26)),
        ("first working day of next month|beginning of next month|start of March", day(3, 1)),
        ("2 weeks before the next meeting|10 working days before the next meeting", day(2, 23)),
        ("a week after the next meeting|a week after 9 March", day(3, 16)),
        ("the 15th of next month|15th next month", day(3, 15)),
        ("the 15th of this month|15th|on the 15th|monday the 15th", day(2, 15)),
        ("2 weeks from friday", day(2, 26)),
        ("6 weeks", day(3, 23)),
        ("thursday fortnight", day(2, 25)),
        ("a week tomorrow|tomorrow week", day(2, 17)),
        ("last week of March", day(3, 31)),
        ("last week of April", day(4, 30)),
        ("the weekend|saturday", day(2, 12)),
        ("middle of next week", day(2, 17)),
        ("in 6 months|6 months from now|6mo", day(8, 9)),
        ("today|EOD|COB|end of the day|this afternoon|tonight|in an hour|9 feb", day(2, 9)),
    ],
)
def test_a_phrase_means_this_working_day(phrases: str, on: date) -> None:
    for phrase in phrases.split("|"):
        assert understood(phrase).on == on, phrase


@pytest.mark.parametrize(
    ("phrase", "on", "meant_on", "note"),
    [
        ("end of the month", day(2, 26), day(2, 28), "Sunday 28 February is not a working day"),
        ("end of next month", day(3, 31), day(3, 31), "end of next month"),
        ("26 March", day(3, 25), day(3, 26), "26 March is Good Friday"),
        ("last friday of march", day(3, 25), day(3, 26), "26 March is Good Friday"),
        ("before the next meeting", day(3, 8), day(3, 8), "last working day before 9 March"),
        ("in 2 weeks", day(2, 23), day(2, 23), None),
        ("Friday", day(2, 12), day(2, 12), None),
        ("next month", day(3, 31), day(3, 31), "end of next month"),
        ("25 December", day(12, 24), day(12, 25), "25 December is Christmas Day"),
        ("1 Jan 2028", day(12, 31), day(1, 1, 2028), "Saturday 1 January 2028 is not a working day"),
        ("Q2", day(6, 30), day(6, 30), "end of Q2"),
        ("2nd tuesday of next month", day(3, 9), day(3, 9), "second Tuesday of next month"),
    ],
)
def test_the_note_says_how_the_words_were_taken_or_why_the_day_moved(
    phrase: str, on: date, meant_on: date, note: str | None
) -> None:
    assert understood(phrase) == dates.Understood(on, meant_on, note, far=False)


@pytest.mark.parametrize(
    ("phrase", "on", "note"),
    [
        ("tomorrow 5pm", day(2, 10), 'without the time ("5pm")'),
        ("tomorrow at 17", day(2, 10), 'without the time ("at 17")'),
        ("by 5pm on Friday", day(2, 12), 'without the time ("by 5pm")'),
        ("friday at 4", day(2, 12), 'without the time ("at 4")'),
        ("noon tomorrow", day(2, 10), 'without the time ("noon")'),
        ("monday morning", day(2, 15), 'without the time ("morning")'),
        ("15 Feb 15:00 America/New_York", day(2, 15), 'without the time ("15:00 america/new_york")'),
        ("2027-02-15T15:00Z", day(2, 15), 'without the time ("15:00z")'),
        ("28 feb 3pm", day(2, 26), 'Sunday 28 February is not a working day; without the time ("3pm")'),
        ("17:00", day(2, 9), 'without the time ("17:00")'),
        ("COB friday", day(2, 12), None),
        ("friday eod", day(2, 12), None),
        ("end of business tomorrow", day(2, 10), None),
    ],
)
def test_a_time_of_day_is_left_out_and_said_to_be(phrase: str, on: date, note: str | None) -> None:
    answer = understood(phrase)
    assert answer.on == on
    # "By" belongs to the time or to the date: both are fair.
    assert answer.note in {note, (note or "").replace("by ", "") or None}


@pytest.mark.parametrize(
    ("phrase", "first", "second", "why"),
    [
        ("next Friday", day(2, 12), day(2, 19), "this week or next"),
        ("next friday 3pm", day(2, 12), day(2, 19), "this week or next"),
        ("next weekend", day(2, 12), day(2, 19), "this week or next"),
        ("3/4", day(4, 2), day(3, 4), "day or month first"),
        ("03/04/2027", day(4, 2), day(3, 4), "day or month first"),
        ("tuesday", day(2, 9), day(2, 16), "today or in a week"),
        ("noon", day(2, 9), day(2, 10), "today or tomorrow"),
        ("the next meeting", day(3, 8), day(3, 9), "before the meeting or at it"),
        ("first week of April", day(4, 2), day(4, 9), "counted from the first days or the first full week"),
        ("last week of May", day(5, 28), day(5, 31), "the last full week or the last days"),
    ],
)
def test_two_readings_are_two_buttons(phrase: str, first: date, second: date, why: str) -> None:
    answer = asked(phrase)
    assert answer.options == (first, second)
    assert answer.why == why


def test_each_of_two_readings_says_for_itself_why_its_day_moved() -> None:
    first, second = asked("3/4").readings
    assert first == dates.Understood(day(4, 2), day(4, 3), "Saturday 3 April is not a working day")
    assert second == dates.Understood(day(3, 4), day(3, 4))


def test_month_first_councils_are_offered_march_first() -> None:
    american = replace(SAID, date_order="MDY")
    assert asked("3/4", american).options == (day(3, 4), day(4, 2))
    assert understood("12/31", american).on == day(12, 31)


@pytest.mark.parametrize(
    ("phrase", "on"), [("4/4", day(4, 2)), ("12/15", day(12, 15)), ("3.4.", day(4, 2)), ("15/12", day(12, 15))]
)
def test_figures_with_one_possible_reading_are_not_asked_about(phrase: str, on: date) -> None:
    assert understood(phrase).on == on


@pytest.mark.parametrize(
    ("today", "phrase", "options"),
    [
        (day(2, 8), "next monday", {day(2, 15)}),
        (day(2, 10), "next monday", {day(2, 15)}),
        (day(2, 10), "next wednesday", {day(2, 17)}),
        (day(2, 10), "next thursday", {day(2, 11), day(2, 18)}),
        (day(2, 12), "next friday", {day(2, 19)}),
        (day(2, 13), "next friday", {day(2, 19)}),
        (day(2, 14), "next friday", {day(2, 19), day(2, 26)}),
        (day(2, 14), "next monday", {day(2, 15), day(2, 22)}),
        (day(2, 14), "next week", {day(2, 19), day(2, 26)}),
        (day(2, 14), "friday next week", {day(2, 19), day(2, 26)}),
        (day(2, 13), "next week", {day(2, 19)}),
        (day(2, 12), "this friday", {day(2, 12)}),
        (day(2, 12), "coming friday", {day(2, 19)}),
        (day(2, 12), "friday", {day(2, 12), day(2, 19)}),
        (day(2, 12), "friday week", {day(2, 19), day(2, 26)}),
    ],
)
def test_next_asks_exactly_where_people_differ(today: date, phrase: str, options: set[date]) -> None:
    answer = dates.read(phrase, replace(SAID, today=today))
    if isinstance(answer, dates.Ask):
        assert set(answer.options) == options
    else:
        assert isinstance(answer, dates.Understood)
        assert {answer.on} == options


@pytest.mark.parametrize(
    ("reason", "phrases"),
    [
        ("empty", "| |!?|...|()"),
        ("too_long", "x" * 101),
        ("vague", "asap|soon|ongoing|ASAP!|tbd|whenever|later|in a few weeks|early March|now|for now"),
        ("repeating", "every friday|each month|weekly|friday weekly"),
        ("several", "friday or monday|12 march - 15 march|monday and friday"),
        (
            "past",
            "yesterday|10 Feb 2026|2 days ago|last friday|8 Feb|last month|10/1|first week of january|1st of the month",
        ),
        ("no_such_date", "31 feb|2027-02-30|32/01/2027|31 April|29 Feb|the 31st|2027-13-01|13/13|fri 31 feb"),
        ("no_such_date", "week of 31 feb|30th of this month|2 weeks from 31 feb"),
        ("too_far", "5 years|10 Feb 2030|Q1 2031|Q1 2032|March 2032|end of 9999|9999-12-31|Q4 9999|December 9999"),
        ("weekday_mismatch", "thu 12 march|2027-03-04 friday"),
        ("not_understood", "hello|5|by 5|1.5|by 15.3|v1.2.3|2027|1700000000|a|on|second|ticket 42|no|ok|so"),
        ("not_understood", "25:00|tomorrow at 25|in 12 hours|0 days|may be friday|in next friday|week|half|q0|h3"),
        ("not_understood", "good friday|christmas|by Easter|fifth friday of march|mid Q2|first friday of Q2"),
        ("not_understood", "10 in march|morning|15 march 16|a week after the party|12 hours from friday"),
    ],
)
def test_what_names_no_usable_day_is_refused_with_its_reason(reason: dates.Reason, phrases: str) -> None:
    for phrase in phrases.split("|"):
        assert refused(phrase).reason == reason, phrase


@pytest.mark.parametrize(
    ("phrase", "guess"),
    [
        ("10 Feb 2026", day(2, 10)),
        ("8 Feb", day(2, 8, 2028)),
        ("10/1", day(10, 1)),
        ("29 Feb", day(2, 29, 2028)),
        ("the 31st", day(3, 31)),
        ("thu 12 march", day(3, 12)),
        ("end of january", day(1, 31, 2028)),
        ("first monday of february", day(2, 7, 2028)),
        ("yesterday", None),
        ("5 years", None),
    ],
)
def test_a_refusal_comes_with_a_guess_where_there_is_a_good_one(phrase: str, guess: date | None) -> None:
    assert refused(phrase).guess == guess


def test_a_day_and_month_of_next_year_are_taken_only_when_near() -> None:
    in_december = replace(SAID, today=day(12, 20))
    assert understood("15 Jan", in_december).on == day(1, 14, 2028)
    assert understood("10/1", in_december).on == day(1, 10, 2028)
    assert understood("January", in_december).on == day(1, 31, 2028)
    assert refused("1 December", in_december).reason == "past"


@pytest.mark.parametrize(
    ("phrase", "far"),
    [("9 Feb 2028", False), ("10 Feb 2028", True), ("in a year", False), ("2 years", True), ("9 Feb 2030", True)],
)
def test_more_than_twelve_months_ahead_wants_confirming(phrase: str, far: bool) -> None:
    assert understood(phrase).far is far


@pytest.mark.parametrize(
    ("today", "phrase", "meant_on", "on"),
    [
        (day(1, 31), "in one month", day(2, 28), day(2, 26)),
        (day(1, 31, 2028), "in one month", day(2, 29, 2028), day(2, 29, 2028)),
        (day(1, 31), "end of next month", day(2, 28), day(2, 26)),
        (day(1, 31), "next month", day(2, 28), day(2, 26)),
        (day(12, 31), "in 2 months", day(2, 29, 2028), day(2, 29, 2028)),
    ],
)
def test_a_month_on_is_clamped_to_the_months_last_day(today: date, phrase: str, meant_on: date, on: date) -> None:
    answer = understood(phrase, replace(SAID, today=today))
    assert (answer.meant_on, answer.on) == (meant_on, on)


@pytest.mark.parametrize(
    ("today", "phrase", "on"),
    [
        (day(2, 13), "today", day(2, 15)),
        (day(2, 13), "tomorrow", day(2, 15)),
        (day(2, 12), "tomorrow", day(2, 12)),
        (day(3, 27), "monday", day(3, 30)),
        (day(2, 13), "this weekend", day(2, 15)),
        (day(2, 14), "this weekend", day(2, 15)),
        (day(2, 13), "EOW", day(2, 19)),
        (day(3, 7), "before the next meeting", day(3, 8)),
    ],
)
def test_a_day_off_moves_back_but_never_before_today(today: date, phrase: str, on: date) -> None:
    assert understood(phrase, replace(SAID, today=today)).on == on


def test_before_a_span_is_the_day_before_it_begins() -> None:
    assert understood("before March").on == day(2, 26)
    assert understood("before Q2").on == day(3, 31)
    assert understood("before next week").on == day(2, 12)
    assert understood("by March").on == day(3, 31)
    assert understood("before Friday").on == day(2, 12)


def test_on_the_day_of_a_meeting_the_next_one_is_the_one_after() -> None:
    on_the_day = replace(SAID, today=day(3, 9))
    assert understood("before the next meeting", on_the_day).on == day(4, 12)


def test_the_day_before_a_meeting_is_still_before_it() -> None:
    assert understood("before the next meeting", replace(SAID, today=day(3, 8))).on == day(3, 8)


def test_without_a_known_meeting_or_report_their_phrases_are_refused() -> None:
    unplanned = replace(SAID, next_meeting_on=None, following_meeting_on=None, report_due_on=None)
    for phrase in ("before the next meeting", "at the next meeting", "the next meeting", "with our next report"):
        assert refused(phrase, unplanned).reason == "no_meeting"


def test_quarters_and_halves_follow_the_fiscal_year() -> None:
    from_april = replace(SAID, fiscal_start_month=4)
    assert understood("end of quarter", from_april).on == day(3, 31)
    assert understood("Q1", from_april).on == day(6, 30)
    assert understood("Q4", from_april).on == day(3, 31)
    assert understood("H1", from_april).on == day(9, 30)
    assert understood("end of the fiscal year", from_april).on == day(3, 31)
    assert understood("end of year", from_april).on == day(12, 31)
    from_february = replace(SAID, fiscal_start_month=2)
    assert understood("end of quarter", from_february).meant_on == day(4, 30)


def test_a_fiscal_year_named_by_either_of_its_years_is_asked_about() -> None:
    answer = asked("Q2 2028", replace(SAID, fiscal_start_month=4))
    assert [reading.meant_on for reading in answer.readings] == [day(9, 30, 2028), day(9, 30, 2027)]
    assert understood("Q2 2028").meant_on == day(6, 30, 2028)
    assert understood("end of March 2028").note == "end of March 2028"


def test_phrases_survive_hurried_typing() -> None:
    for phrase in (
        "  END of   NEXT month. ",
        "“end of next month”",
        "end of next month, please",
        "(by end of next month)",
    ):
        assert understood(phrase).on == day(3, 31), phrase
    assert understood("１５ march").on == day(3, 15)
    assert understood("15.12.").on == day(12, 15)
    assert understood("12 march 2027.").on == day(3, 12)
