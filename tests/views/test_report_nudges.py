"""How a digest asks for a report, in the scenario's words, and says in place what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import meetings, nudges
from bot.council.nudges import Asks, CallForReport, Digest, Highlight, Reminder
from bot.council.reports import State
from bot.views import ids
from bot.views import nudges as nudge_views
from tests import builders
from tests.views import samples
from tests.views.samples import LONGEST, SALES, SERVICE

LONDON, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")
OPENING, TUESDAY, WEDNESDAY, FRIDAY = date(2027, 1, 26), date(2027, 2, 2), date(2027, 2, 3), date(2027, 2, 5)
BUTTONS = ["[Write the report]", "[Nothing to report]"]


def call(asks: Asks, *, stands: State = State.NOT_STARTED, **facts: Any) -> CallForReport:
    """Customer Service's report for 9 February, asked for where London's clocks are read."""
    report = builders.a_report(department_id=SERVICE.id, state=stands)
    made = CallForReport(SERVICE, samples.MEETING, report, asks, LONDON, LONDON, addressed=("U0AISHA", "U0JOE"))
    return replace(made, **facts)


def lines(today: date, *parts: nudges.Part, reader: str | None = None) -> list[str]:
    digest = Digest(nudges.arrange(parts), samples.PEOPLE, today, reader)
    return samples.read(nudge_views.digest(digest)).splitlines()


def first(today: date, part: nudges.Part, reader: str | None = None) -> str:
    return nudge_views.digest(Digest((part,), samples.PEOPLE, today, reader)).text


def test_reports_are_open_by_when_who_writes_it_and_who_can_instead() -> None:
    assert lines(OPENING, call(Asks.OPENED)) == [
        "Reports are open for the CX Council on Tue 9 February, 14:00.",
        "Aisha, Customer Service's report is due Thu 4 February, 17:00. It takes about five minutes. "
        "Joe can send it instead.",
        *BUTTONS,
    ]
    away = lines(OPENING, call(Asks.OPENED, addressed=("U0JOE",)))[1]
    assert away == "Joe, Customer Service's report is due Thu 4 February, 17:00. It takes about five minutes."


def test_the_call_shows_what_was_said_first_last_time_cut_to_two_hundred_characters() -> None:
    highlight = Highlight("Logged 1,302 calls.\nAnd " + "x" * 300, date(2027, 1, 12))
    shown = lines(OPENING, call(Asks.OPENED, highlight=highlight))[2]
    assert shown.startswith("Last time, for Tue 12 January: “Logged 1,302 calls. And xxx")
    assert shown.endswith("…”")
    assert len(shown) == len("Last time, for Tue 12 January: “”") + 200


def test_who_has_not_begun_is_told_by_name_in_their_own_time() -> None:
    ravis = call(Asks.NOT_STARTED, zone=KOLKATA, addressed=("U0RAVI",))
    assert lines(TUESDAY, ravis, reader="U0RAVI") == [
        "Ravi, Customer Service's report for Tue 9 February is due Thu 4 February, 22:30 your time.",
        *BUTTONS,
    ]


def test_the_day_before_it_is_due_those_who_may_send_it_are_mentioned_in_the_channel() -> None:
    assert lines(WEDNESDAY, call(Asks.DUE)) == [
        "@U0AISHA @U0JOE — Customer Service's CX report is due Thu 4 February (tomorrow), 17:00.",
        *BUTTONS,
    ]
    assert lines(WEDNESDAY, call(Asks.DUE, addressed=("U0JOE",)))[0].startswith("@U0JOE — Customer Service's CX")
    assert lines(WEDNESDAY, call(Asks.DUE, addressed=()))[0].startswith("Customer Service's CX report is due")
    assert "@" not in lines(WEDNESDAY, call(Asks.DUE), reader="U0AISHA")[0]


def test_where_nobody_can_send_it_any_more_nobody_is_mentioned() -> None:
    assert lines(WEDNESDAY, call(Asks.DUE, addressed=()))[0].startswith("Customer Service's CX report is due")


def test_in_a_channel_with_other_clocks_the_time_says_where_it_is_meant() -> None:
    said = lines(WEDNESDAY, call(Asks.DUE, zone=KOLKATA))[0]
    assert said.endswith("is due Thu 4 February (tomorrow), 22:30 in Kolkata.")


def test_after_the_deadline_it_is_still_welcome_until_the_meeting_starts() -> None:
    assert lines(FRIDAY, call(Asks.STILL_WELCOME, is_past=True), reader="U0JOE") == [
        "Joe, Customer Service's report is still welcome until the meeting starts: Tue 9 February, 14:00.",
        *BUTTONS,
    ]


def test_where_the_deadline_has_moved_ahead_again_what_was_welcome_late_is_due() -> None:
    later = replace(samples.MEETING, reports_due_at=samples.MEETING.reports_due_at + timedelta(days=7))
    said = lines(FRIDAY, call(Asks.STILL_WELCOME, meeting=later), reader="U0JOE")[0]
    assert said == "Joe, Customer Service's report for Tue 9 February is due Thu 11 February, 17:00."


def test_shown_again_after_the_deadline_it_was_due() -> None:
    assert lines(FRIDAY, call(Asks.DUE, is_past=True))[0].endswith(
        "CX report was due Thu 4 February (yesterday), 17:00."
    )


@pytest.mark.parametrize(
    ("stands", "facts", "said"),
    [
        (State.SUBMITTED, {}, "Customer Service's report for Tue 9 February is in (Aisha Khan)."),
        (
            State.SUBMITTED,
            {"submitted_by": "U0JOE", "on_behalf_of": "U0AISHA"},
            "Customer Service's report for Tue 9 February is in (Joe Lister for Aisha Khan).",
        ),
        (State.NIL, {}, "Customer Service has nothing to report for Tue 9 February (Aisha Khan)."),
        (State.EXCUSED, {}, "Customer Service need not report for Tue 9 February."),
    ],
)
@pytest.mark.parametrize("asks", Asks)
def test_what_became_of_it_takes_the_place_of_the_question_and_its_buttons(
    asks: Asks, stands: State, facts: dict[str, Any], said: str
) -> None:
    report = builders.a_report(state=stands, **({"submitted_by": "U0AISHA"} | facts))
    assert lines(WEDNESDAY, call(asks, report=report)) == [said]


@pytest.mark.parametrize("asks", Asks)
def test_of_a_department_that_is_closed_nothing_is_asked(asks: Asks) -> None:
    closed = replace(SERVICE, active_to=TUESDAY)
    assert lines(WEDNESDAY, call(asks, department=closed)) == ["Customer Service is closed: no report is asked for."]
    called_off = replace(samples.MEETING, state=meetings.State.CANCELLED)
    assert first(WEDNESDAY, call(asks, department=closed, meeting=called_off)).startswith("Customer Service is closed")
    sent = builders.a_report(state=State.SUBMITTED, submitted_by="U0AISHA")
    assert lines(WEDNESDAY, call(asks, department=closed, report=sent)) == [
        "Customer Service's report for Tue 9 February is in (Aisha Khan)."
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            meetings.State.CANCELLED,
            "The meeting on Tue 9 February is cancelled: Customer Service's report is for the next one.",
        ),
        (meetings.State.CLOSED, "Reports for Tue 9 February are closed."),
    ],
)
def test_for_a_meeting_that_is_over_nothing_is_asked(state: meetings.State, said: str) -> None:
    assert lines(FRIDAY, call(Asks.OPENED, meeting=replace(samples.MEETING, state=state))) == [said]


def test_a_draft_is_still_asked_for() -> None:
    assert lines(WEDNESDAY, call(Asks.DUE, stands=State.DRAFT))[-2:] == BUTTONS


def test_its_buttons_say_which_report_they_are_about() -> None:
    message = nudge_views.digest(Digest((call(Asks.DUE),), samples.PEOPLE, WEDNESDAY))
    write, nothing = message.blocks[-1]["elements"]
    which = f"{SERVICE.id}:{samples.MEETING.id}"
    assert (write["action_id"], write["value"]) == (ids.WRITE_REPORT, which)
    assert (nothing["action_id"], nothing["value"]) == (ids.NOTHING_TO_REPORT, which)
    assert write["accessibility_label"] == "Write Customer Service's report"


def test_a_lock_screen_reads_the_first_line_whoever_is_mentioned() -> None:
    assert first(WEDNESDAY, call(Asks.DUE)) == ("Customer Service's CX report is due Thu 4 February (tomorrow), 17:00.")
    assert first(OPENING, call(Asks.OPENED)) == "Reports are open for the CX Council on Tue 9 February, 14:00."


def test_reports_stand_among_the_other_parts_by_their_deadline_and_below_once_they_are_in() -> None:
    late, ahead = samples.action(2, due_on=TUESDAY), samples.action(4, due_on=date(2027, 2, 10))
    reminders = Reminder(SALES, (late,)), Reminder(LONGEST, (ahead,))
    waiting, settled = call(Asks.DUE), call(Asks.DUE, stands=State.SUBMITTED)
    assert nudges.arrange((*reminders, waiting)) == (reminders[0], waiting, reminders[1])
    assert nudges.arrange((settled, *reminders)) == (*reminders, settled)


def test_who_answers_for_more_departments_than_fit_is_told_how_many_more() -> None:
    many = [call(Asks.DUE, department=replace(SERVICE, id=number, name=f"D{number:02}")) for number in range(1, 16)]
    message = nudge_views.digest(Digest(nudges.arrange(many), samples.PEOPLE, WEDNESDAY, "U0AISHA"))
    assert len(message.blocks) <= 50
    assert samples.read(message).splitlines()[-1] == "and 3 more reports: /cx-report"
