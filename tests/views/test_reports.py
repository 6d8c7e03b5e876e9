"""Board, form and answers around reports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council import meetings
from bot.council.heads_ups import Telling
from bot.council.people import Absence
from bot.council.reports import State
from bot.views import boards, report_keeping, reports
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


@pytest.mark.parametrize(
    ("how", "facts", "meeting", "said"),
    [
        ((False, True, 6), {}, MEETING, "Customer Service's report is in, six working days early."),
        ((False, True, 1), {}, MEETING, "Customer Service's report is in, one working day early."),
        ((False, True, 0), {}, MEETING, "Customer Service's report is in, in time."),
        ((True, True, 0), {}, MEETING, "Customer Service's report is changed. You can change it"),
        (
            (True, True, 0),
            {},
            replace(MEETING, agenda_posted_at=datetime(2027, 2, 5, 9, tzinfo=UTC)),
            "Customer Service's report is changed, and the agenda says so too. You can change it",
        ),
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


OWENS = {"late": True, "submitted_at": FRIDAY}
POSTED = replace(MEETING, agenda_posted_at=datetime(2027, 2, 5, 9, tzinfo=UTC))
STARTED = replace(POSTED, started_at=datetime(2027, 2, 5, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("meeting", "facts", "how", "said"),
    [
        (
            POSTED,
            OWENS,
            {"agenda_version": 2},
            "Thank you, Aisha. This arrived after the agenda, so I've added it as v2, marked “added Fri 11:20”. ",
        ),
        (STARTED, OWENS, {}, "The meeting has begun; your report is in the agenda, marked “just in”"),
        (
            replace(STARTED, adjourned_at=FRIDAY),
            OWENS,
            {},
            "This came after the meeting, so it stands under the minutes, marked “after the meeting”. ",
        ),
        (
            POSTED,
            {},
            {"agenda_version": 3, "amended": True},
            "Customer Service's report is changed, and the agenda is v3 now. ",
        ),
    ],
)
def test_the_sender_is_told_where_a_report_that_comes_late_is_found(
    meeting: meetings.Meeting, facts: dict[str, Any], how: dict[str, Any], said: str
) -> None:
    desk = samples.desk(samples.report(SERVICE, "Did it.", **facts), meeting=meeting)
    facts_of_it: dict[str, Any] = {"amended": False, "changed": True, "days_early": -1} | how
    assert said in samples.read(reports.confirmation(desk, **facts_of_it))


def test_the_sender_is_told_who_has_a_heads_up_and_what_is_done_now() -> None:
    line = samples.report(SERVICE, "Did it.")
    marketing = replace(samples.LONGEST, name="Marketing")
    desk = samples.desk(line)
    updated = (samples.done(1), samples.action(2), samples.done(4))
    how: dict[str, Any] = {"changed": True, "days_early": 6}
    told = Telling(told=(SALES, marketing))
    said = samples.read(reports.confirmation(desk, amended=False, updated=updated, telling=told, **how))
    assert said == (
        "Thank you, Aisha. Customer Service's report is in, six working days early. I've told Sales and Marketing what "
        "changes. A-1 and A-4 are done now. You can change it with /cx-report until the meeting closes."
    )
    again = Telling(told=(marketing,), taken_back=(SALES,))
    assert samples.read(reports.confirmation(desk, amended=True, telling=again, **how)) == (
        "Thank you, Aisha. Customer Service's report is changed. I've told Marketing what changes. What I told Sales "
        "is taken back. You can change it with /cx-report until the meeting closes."
    )


@pytest.mark.parametrize(
    ("state", "opens"),
    [
        (meetings.State.PLANNED, "/cx-report opens it once those reports are open."),
        (meetings.State.COLLECTING, "/cx-report opens it."),
        (meetings.State.AGENDA_POSTED, "/cx-report opens it."),
    ],
)
def test_what_is_kept_for_the_next_meeting_is_opened_as_soon_as_its_reports_are(
    state: meetings.State, opens: str
) -> None:
    said = samples.read(report_keeping.kept_for(SERVICE, replace(MEETING, state=state)))
    assert said == f"Kept: it is in Customer Service's draft for Tue 9 February. {opens}"


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
