"""Board, form and answers around reports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council import meetings
from bot.council.people import Absence
from bot.council.report_answers import Attending
from bot.council.reports import State
from bot.views import boards, reports
from tests.views import samples
from tests.views.samples import COUNCIL, MEETING, SALES, SERVICE

FRIDAY = datetime(2027, 2, 5, 11, 20, tzinfo=UTC)


def test_the_board_says_first_how_many_are_in_and_when_the_rest_is_due() -> None:
    board = boards.board(samples.board(samples.report(SALES, "Did it."), samples.report(SERVICE)))
    assert board.text == "Reports for 9 February · 1 of 2 in · due Thu 4 February, 17:00"
    assert samples.read(board).splitlines() == [board.text, "Sales — in", "Customer Service — not yet"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "in"),
        ({"submitted_by": "U0NINA", "on_behalf_of": "U0RAVI"}, "in (Nina Castillo for Ravi Menon)"),
        ({"late": True, "submitted_at": FRIDAY}, "in, added Fri 11:20"),
        ({"state": State.NIL}, "nothing to report"),
        ({"state": State.EXCUSED}, "excused"),
        ({"state": State.DRAFT}, "not yet"),
    ],
)
def test_where_a_report_stands_in_neutral_words(facts: dict[str, Any], said: str) -> None:
    line = samples.report(SALES, "Did it.", **facts)
    assert boards.standing(samples.board(line), line) == said


def test_the_board_of_a_closed_meeting_no_longer_says_not_yet() -> None:
    closed = replace(MEETING, state=meetings.State.CLOSED, held=True)
    board = boards.board(samples.board(samples.report(SALES), meeting=closed))
    assert samples.read(board).splitlines() == ["Reports for 9 February · 0 of 1 in · closed", "Sales — no report"]


def test_the_form_starts_with_department_meeting_and_deadline_then_what_it_is_for() -> None:
    form = reports.form(samples.desk())
    assert samples.texts(form["blocks"][0]).splitlines() == [
        "Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00",
        "Our goal: customers tell us we did what we said we'd do.",
        "Your part: Put it right once, and tell others why it went wrong.",
    ]


def test_a_reader_in_another_zone_sees_the_deadline_on_their_own_clock() -> None:
    form = reports.form(samples.desk(samples.report(SALES), reader="U0RAVI"))
    assert "due Thu 4 February, 22:30 your time" in samples.texts(form["blocks"][0])


@pytest.mark.parametrize(
    ("line", "reader", "choices"),
    [
        (samples.report(SERVICE), "U0AISHA", ["Me, Aisha Khan", "My deputy, Joe Lister", "Nobody"]),
        (samples.report(SERVICE), "U0JOE", ["Aisha Khan, the lead", "Me, Joe Lister", "Nobody"]),
        (samples.report(replace(SERVICE, deputy=None)), "U0AISHA", ["Me, Aisha Khan", "Nobody"]),
    ],
)
def test_who_comes_is_asked_by_name(line: Any, reader: str, choices: list[str]) -> None:
    form = reports.form(samples.desk(line, reader=reader))
    [radio] = [b["element"] for b in form["blocks"] if b.get("block_id") == "attending"]
    assert [option["text"]["text"] for option in radio["options"]] == choices


def test_amending_starts_from_what_was_sent() -> None:
    form = reports.form(samples.desk(samples.report(SERVICE, "Logged 1,302 calls.", "I waited.")))
    elements = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert elements["did"]["initial_value"] == "Logged 1,302 calls."
    assert elements["customer_quote"]["initial_value"] == "I waited."
    assert elements["attending"]["initial_option"]["value"] == "lead"


def test_a_submitted_form_is_read_back_as_it_was_entered() -> None:
    form = reports.form(samples.desk())
    values = {
        "did": {"did": {"value": "  Two lines\nof it.  "}},
        "attending": {"attending": {"selected_option": {"value": "nobody"}}},
        "customer_quote": {"customer_quote": {"value": None}},
    }
    read = reports.read(form | {"state": {"values": values}})
    assert (read.meeting_id, read.department_id) == (MEETING.id, SERVICE.id)
    assert (read.answers.areas[0].did, read.answers.attending) == ("Two lines\nof it.", Attending.NOBODY)
    assert read.answers.customer_quote == ""


@pytest.mark.parametrize(
    ("how", "facts", "meeting", "said"),
    [
        ((False, True, 6), {}, MEETING, "Customer Service's report is in, six working days early."),
        ((False, True, 1), {}, MEETING, "Customer Service's report is in, one working day early."),
        ((False, True, 0), {}, MEETING, "Customer Service's report is in, in time."),
        ((True, True, 0), {}, MEETING, "is changed, on the board and in the agenda too."),
        ((False, False, 0), {}, MEETING, "is in, as it was: nothing has changed."),
        (
            (False, True, -1),
            {"late": True, "submitted_at": FRIDAY},
            MEETING,
            "This came after Thu 4 February, 17:00, so it is marked “added Fri 11:20”.",
        ),
        (
            (False, True, -1),
            {"late": True, "submitted_at": FRIDAY},
            replace(MEETING, agenda_posted_at=datetime(2027, 2, 5, 9, tzinfo=UTC)),
            "This arrived after the agenda, so I've added it there, marked “added Fri 11:20”.",
        ),
    ],
)
def test_the_sender_is_told_how_it_stands(
    how: tuple[bool, bool, int], facts: dict[str, Any], meeting: meetings.Meeting, said: str
) -> None:
    amended, changed, days_early = how
    desk = samples.desk(samples.report(SERVICE, "Did it.", **facts), meeting=meeting)
    message = reports.confirmation(desk, amended=amended, changed=changed, days_early=days_early)
    assert said in samples.read(message)
    assert "You can change it with /cx-report until the meeting closes." in samples.read(message)


def test_the_wrong_person_is_told_who_leads_what() -> None:
    said = samples.read(reports.who_leads((SERVICE, SALES), samples.PEOPLE, on=samples.TODAY))
    assert "Customer Service — Aisha Khan or Joe Lister" in said
    assert "Sales — Ravi Menon or Nina Castillo" in said


def test_too_early_says_when() -> None:
    assert reports.not_open(MEETING, zone=COUNCIL.zone) == (
        "Reports are not open yet. For the meeting on Tue 9 February they open Tue 26 January, 09:00, "
        "and are due Thu 4 February, 17:00."
    )


def test_who_is_away_is_not_the_one_to_ask() -> None:
    away = replace(SERVICE, absences=(Absence("U0AISHA", samples.TODAY, samples.TODAY, "U0NINA"),))
    said = samples.read(reports.who_leads((away,), samples.PEOPLE, on=samples.TODAY))
    assert "Customer Service — Nina Castillo or Joe Lister" in said


@pytest.mark.parametrize(
    ("reader", "stand_in", "first"),
    [
        ("U0NINA", "U0NINA", "Me, Nina Castillo, for Aisha Khan"),
        ("U0JOE", "U0NINA", "Nina Castillo, for Aisha Khan"),
        ("U0JOE", "U0JOE", "Aisha Khan, the lead"),
    ],
)
def test_who_comes_is_said_for_a_lead_who_is_away_on_the_day(reader: str, stand_in: str, first: str) -> None:
    on = samples.MEETING.on
    away = replace(SERVICE, absences=(Absence("U0AISHA", on, on, stand_in),))
    form = reports.form(samples.desk(samples.report(away), reader=reader))
    options = next(b["element"]["options"] for b in form["blocks"] if b.get("block_id") == "attending")
    assert options[0]["text"]["text"] == first
