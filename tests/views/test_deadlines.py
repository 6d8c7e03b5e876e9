"""The deadline's summary, and what whoever presides reads about excuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.council import agendas, meetings
from bot.council.deadlines import Left, Look, Summary
from bot.council.departments import Department
from bot.council.meetings import State as MeetingState
from bot.council.reports import State
from bot.council.standings import Standing
from bot.views import deadlines, ids
from bot.views.parts import Message
from playground import checks
from tests.views import samples
from tests.views.samples import COUNCIL, LONGEST, MEETING, PEOPLE, SALES, SERVICE

TOLD_AT = datetime(2027, 2, 4, 17, 5, tzinfo=UTC)
NAMES = ("Marketing", "Sales", "Operations", "Customer Service", "Finance & Billing", "IT & Platforms")
MARKETING, SOLD, OPERATIONS, SERVED, FINANCE, IT = (
    Department(n, 1, name, f"C0{n}", "Europe/London", "U0AISHA", None) for n, name in enumerate(NAMES, start=1)
)


def line(department: Department, state: State = State.NOT_STARTED) -> agendas.DepartmentReport:
    return samples.report(department, state=state)


FOUR_OF_SIX = (
    line(SERVED, State.SUBMITTED),
    line(SOLD, State.SUBMITTED),
    line(MARKETING, State.SUBMITTED),
    line(IT, State.NIL),
    line(OPERATIONS),
    line(FINANCE, State.DRAFT),
)


def summary(
    *lines: agendas.DepartmentReport,
    meeting: meetings.Meeting = MEETING,
    reader: str = "U0PRIYA",
    due_on: date = date(2027, 2, 4),
    left: Left | None = None,
) -> Summary:
    return Summary(samples.board(*(lines or FOUR_OF_SIX), meeting=meeting), PEOPLE[reader], due_on, TOLD_AT, left)


def buttons(message: Message) -> list[list[str]]:
    """The words on the buttons and menus, row by row."""
    return [
        [(one.get("text") or one.get("placeholder"))["text"] for one in block["elements"]]
        for block in message.blocks
        if block["type"] == "actions"
    ]


def words(message: Message) -> list[str]:
    return [one for one in samples.read(message).splitlines() if not one.startswith("[")]


def test_the_chair_reads_who_is_in_who_is_not_and_what_the_agenda_waits_for() -> None:
    told = deadlines.summary(summary())
    assert words(told) == [
        "4 of 6 reports are in. In: Customer Service, Sales, Marketing. Nothing to report: IT & Platforms.",
        "Not yet: Operations, Finance & Billing.",
        "The agenda goes out Fri 5 February (tomorrow), 09:00. Still needed from you: the question for this meeting.",
    ]
    assert buttons(told) == [["Excuse Operations", "Excuse Finance & Billing", "Leave it"], ["Write it"]]
    assert told.text == "4 of 6 reports are in. Not yet: Operations, Finance &amp; Billing."


def test_a_chair_elsewhere_reads_when_the_agenda_goes_on_their_own_clock() -> None:
    assert (
        "The agenda goes out Fri 5 February, 14:30 your time." in words(deadlines.summary(summary(reader="U0RAVI")))[-1]
    )


def test_where_the_question_is_written_it_is_not_asked_for() -> None:
    told = deadlines.summary(summary(meeting=replace(MEETING, question="Why do dates slip?")))
    assert words(told)[-1] == "The agenda goes out Fri 5 February (tomorrow), 09:00."
    assert buttons(told) == [["Excuse Operations", "Excuse Finance & Billing", "Leave it"]]


def test_once_the_agenda_is_posted_late_reports_are_said_to_be_added() -> None:
    told = deadlines.summary(summary(meeting=replace(MEETING, state=MeetingState.AGENDA_POSTED)))
    assert words(told)[-1] == "The agenda is posted; reports that come now are added to it."
    assert len(buttons(told)) == 1


def test_more_than_two_are_excused_from_a_menu() -> None:
    lines = [line(replace(SALES, id=n, name=f"Team {n}")) for n in range(1, 21)]
    told = deadlines.summary(summary(*lines))
    [row, _] = [block["elements"] for block in told.blocks if block["type"] == "actions"]
    assert [one["type"] for one in row] == ["button", "button", "button", "static_select"]
    assert [one["value"] for one in row[3]["options"]] == [f"{n}:7" for n in range(3, 21)]
    assert len({one["action_id"] for one in row}) == 4
    assert checks.check_message(told.text, told.blocks) == []


def test_a_hundred_and_twenty_long_names_are_taken_by_slack() -> None:
    lines = [line(replace(LONGEST, id=n)) for n in range(1, 121)]
    for message in (
        deadlines.summary(summary(*lines, reader="U0LONG")),
        deadlines.status(Look(samples.board(*lines[:60]), presides=True)),
        deadlines.status(
            Look(samples.board(*(line(one.department, State.EXCUSED) for one in lines[:60])), presides=True)
        ),
    ):
        assert checks.check_message(message.text, message.blocks) == []


def test_when_all_have_come_in_it_says_so_and_asks_nothing() -> None:
    told = deadlines.summary(summary(line(SOLD, State.SUBMITTED), line(IT, State.NIL)))
    assert words(told)[0] == "All 2 reports are in. In: Sales. Nothing to report: IT & Platforms."
    assert buttons(told) == [["Write it"]]


def test_the_excused_are_named_as_such() -> None:
    told = deadlines.summary(summary(line(SOLD, State.SUBMITTED), line(IT, State.EXCUSED)))
    assert words(told)[:2] == ["1 of 2 reports are in. In: Sales.", "Excused: IT & Platforms."]


def test_left_as_it_is_it_says_by_whom() -> None:
    told = deadlines.summary(summary(left=Left("U0PRIYA", datetime(2027, 2, 4, 17, 10, tzinfo=UTC))))
    assert "Left as it is (Priya Raman, Thu 4 February, 17:10)." in words(told)
    assert buttons(told) == [["Write it"]]


def test_moved_it_says_where_to_and_asks_nothing() -> None:
    moved = replace(
        MEETING,
        on=date(2027, 2, 18),
        rule_on=date(2027, 2, 9),
        starts_at=datetime(2027, 2, 18, 14, tzinfo=UTC),
        reports_due_at=datetime(2027, 2, 15, 17, tzinfo=UTC),
    )
    told = deadlines.summary(summary(meeting=moved))
    assert words(told)[0] == (
        "The February meeting is Thu 18 February, 14:00 now, and reports are due Mon 15 February, 17:00."
    )
    assert buttons(told) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"state": MeetingState.IN_SESSION, "started_at": MEETING.starts_at},
            "Not yet: Operations, Finance & Billing.",
        ),
        (
            {"state": MeetingState.IN_SESSION, "started_at": MEETING.starts_at, "adjourned_at": MEETING.ends_at},
            "No report: Operations, Finance & Billing.",
        ),
        ({"state": MeetingState.CLOSED, "held": True}, "No report: Operations, Finance & Billing."),
    ],
)
def test_once_the_meeting_has_started_its_buttons_are_gone(facts: dict[str, Any], said: str) -> None:
    told = deadlines.summary(summary(meeting=replace(MEETING, **facts)))
    assert words(told)[1:] == [said]
    assert buttons(told) == []


def test_cancelled_nobody_is_waited_for() -> None:
    told = deadlines.summary(summary(meeting=replace(MEETING, state=MeetingState.CANCELLED)))
    assert words(told)[0] == "The meeting of 9 February is cancelled."
    assert "Operations" not in samples.read(told)
    assert buttons(told) == []


def test_a_new_meeting_whose_agenda_day_has_passed_names_no_day() -> None:
    soon = replace(MEETING, agenda_at=datetime(2027, 2, 3, 9, tzinfo=UTC))
    assert (
        words(deadlines.summary(summary(meeting=soon)))[-1] == "Still needed from you: the question for this meeting."
    )


def test_whoever_presides_excuses_and_takes_back_from_the_board() -> None:
    board = samples.board(line(SOLD, State.SUBMITTED), line(OPERATIONS), line(IT, State.EXCUSED))
    assert buttons(deadlines.status(Look(board, presides=True))) == [
        ["Excuse Operations"],
        ["Take back: IT & Platforms"],
    ]
    assert buttons(deadlines.status(Look(board, presides=False))) == []


def test_an_excuse_is_confirmed_with_the_way_back_or_with_who_was_first() -> None:
    excused = samples.report(SERVICE, state=State.EXCUSED, excused_by="U0PRIYA", excused_at=TOLD_AT)
    place = Standing(COUNCIL, SERVICE, MEETING, excused.report, PEOPLE["U0PRIYA"], PEOPLE, changed=True)
    first = deadlines.excused(place)
    assert words(first) == [
        "Customer Service is excused from reporting for Tue 9 February. Its report is still welcome."
    ]
    assert (first.blocks[-1]["elements"][0]["action_id"], first.blocks[-1]["elements"][0]["value"]) == (
        ids.TAKE_BACK_EXCUSE,
        "1:7",
    )
    again = deadlines.excused(replace(place, changed=False))
    assert words(again) == ["Customer Service is excused already (Priya Raman, Thu 4 February, 17:05)."]
    back = replace(place, report=replace(excused.report, state=State.NOT_STARTED, excused_by=None, excused_at=None))
    assert words(deadlines.taken_back(back)) == [
        "Customer Service is no longer excused: its report for Tue 9 February is waited for."
    ]


def test_a_council_with_one_department_reads_in_the_singular() -> None:
    assert words(deadlines.summary(summary(line(SOLD))))[0] == "0 of 1 report is in."
    assert words(deadlines.summary(summary(line(SOLD, State.SUBMITTED))))[0] == "The report is in. In: Sales."
