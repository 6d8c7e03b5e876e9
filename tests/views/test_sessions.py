"""A session in words and buttons, each state to the people whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.council import meetings
from bot.council.people import Absence
from bot.council.sessions import Answer
from bot.views import boards, parts, sessions
from bot.views.agenda_looks import look
from bot.views.parts import Message
from tests.views import samples
from tests.views.samples import COUNCIL, MEETING, NEXT, NOW, PEOPLE, SALES

State = meetings.State
POSTED = replace(MEETING, state=State.AGENDA_POSTED, agenda_posted_at=NOW, agenda_posted_by="U0PRIYA")
IN_SESSION = samples.session(adjourned_at=None).meeting
WEDNESDAY = datetime(2027, 2, 10, 15, 2, tzinfo=UTC)


def seen(meeting: meetings.Meeting, *unclosed: Any, **facts: Any) -> str:
    """Everything readable in what /cx-agenda opens or says."""
    drawn = look(samples.look(samples.agenda(meeting=meeting), *unclosed, **facts))
    return samples.read(drawn) if isinstance(drawn, Message) else samples.texts(drawn["blocks"])


EVER = ("Preview", "Arrange", "Gaps", "Add other business", "Past agendas", "Export")


def buttons(said: str) -> list[str]:
    """What can be pressed, but for what is there at any time: the row of the chair's form, the ways elsewhere."""
    pressed = [line.strip("[]") for line in said.splitlines() if line.startswith("[")]
    return [word for word in pressed if not word.startswith(EVER)]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": State.COLLECTING, "adjourned_at": None}, ""),
        ({"adjourned_at": None}, "In session since 14:00."),
        ({}, "Adjourned 15:27; minutes come from Priya Raman."),
        ({"started_by": None}, "It took place; minutes come from Priya Raman."),
        (
            {"adjourned_at": datetime(2027, 2, 23, 9, tzinfo=UTC)},
            "Adjourned Tue 23 February, 09:00; minutes come from Priya Raman.",
        ),
        ({"state": State.CLOSED, "closed_at": datetime(2027, 2, 16, 17, tzinfo=UTC)}, "Closed Tue 16 February."),
        ({"state": State.CLOSED, "held": False}, "Not recorded: nobody said whether it took place."),
        ({"state": State.CANCELLED, "cancelled_reason": "Half of us are ill."}, "Cancelled: Half of us are ill."),
    ],
)
def test_where_a_session_stands_is_said_in_a_line(facts: dict[str, Any], said: str) -> None:
    assert sessions.standing(COUNCIL, samples.session(**facts).meeting, PEOPLE) == said


def test_while_the_chair_is_away_the_minutes_come_from_whoever_stands_in() -> None:
    adjourned = samples.session().meeting
    away = replace(COUNCIL, chair_absences=(Absence(COUNCIL.chair, adjourned.on, adjourned.on, "U0RAVI"),))
    assert sessions.standing(away, adjourned, PEOPLE) == "Adjourned 15:27; minutes come from Ravi Menon."
    nobody = replace(COUNCIL, chair_gone=True)
    assert sessions.standing(nobody, adjourned, PEOPLE) == "Adjourned 15:27; minutes come from whoever presides."


def test_posted_minutes_say_until_when_they_can_be_corrected() -> None:
    session = samples.with_minutes()
    assert sessions.standing(COUNCIL, session.meeting, PEOPLE, session.closes_at) == (
        "Minutes posted Wed 10 February, 10:40; corrections until Tue 16 February, 17:00."
    )


@pytest.mark.parametrize(
    ("state", "now", "offered"),
    [
        (State.AGENDA_POSTED, "2027-02-09 13:29", []),
        (State.AGENDA_POSTED, "2027-02-09 13:30", ["Start meeting"]),
        (State.COLLECTING, "2027-02-09 14:00", ["Start anyway"]),
        (State.AGENDA_POSTED, "2027-02-09 15:30", ["It took place", "Start meeting", "Cancel it"]),
        (State.AGENDA_POSTED, "2027-02-10 14:01", ["It took place", "Cancel it"]),
        (State.COLLECTING, "2027-02-12 14:01", ["It took place", "Cancel it"]),
    ],
)
def test_what_the_chair_can_do_follows_the_clock(state: State, now: str, offered: list[str]) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert buttons(seen(replace(POSTED, state=state), now=at)) == offered


def test_before_the_doors_open_the_chair_reads_when_they_do() -> None:
    assert "You can start the meeting here from Tue 9 February, 13:30." in seen(POSTED)


def test_the_secretary_starts_and_adjourns_and_leaves_cancelling_to_the_chair() -> None:
    after = MEETING.asks_if_held_at + timedelta(hours=1)
    assert buttons(seen(POSTED, presides=False, now=after)) == ["It took place"]
    assert buttons(seen(IN_SESSION, presides=False, now=after)) == ["Adjourn"]
    assert buttons(seen(NEXT_PLANNED, samples.session(), presides=False, now=after)) == []


@pytest.mark.parametrize("meeting", [POSTED, IN_SESSION])
def test_everybody_else_reads_where_it_stands_and_has_nothing_to_press(meeting: meetings.Meeting) -> None:
    said = seen(meeting, samples.session(id=6), may_run=False, presides=False, now=MEETING.ends_at)
    assert buttons(said) == []
    assert "Tue 9 February · Adjourned 15:27; minutes come from Priya Raman." in said


def test_adjourning_asks_with_the_next_date() -> None:
    drawn = look(samples.look(samples.agenda(meeting=IN_SESSION)))
    assert isinstance(drawn, Message)
    (button,) = drawn.blocks[-2]["elements"]
    assert button["confirm"]["text"]["text"] == "The session ends. Next: Tue 9 March, 14:00."


NEXT_PLANNED = replace(NEXT, state=State.PLANNED)


def test_an_adjourned_meeting_is_offered_by_its_date_beside_the_next() -> None:
    said = seen(NEXT_PLANNED, samples.session())
    assert "Tue 9 February · Adjourned 15:27" in said
    assert buttons(said) == ["Post minutes", "Close", "Open reports now"]
    said = seen(replace(NEXT, state=State.COLLECTING), samples.session())
    assert buttons(said) == ["Post minutes", "Close"], "under the form of the one that collects"


def test_once_minutes_are_posted_what_is_left_is_to_close() -> None:
    assert buttons(seen(NEXT_PLANNED, samples.with_minutes())) == ["Close now", "Open reports now"]


def test_before_reports_open_the_chair_alone_gets_the_button() -> None:
    planned = replace(MEETING, state=State.PLANNED)
    assert buttons(seen(planned)) == ["Open reports now"]
    others = seen(planned, presides=False)
    assert buttons(others) == []
    assert "open Tue 26 January, 09:00" in others
    assert "The chair, Priya Raman, can open them sooner." in others


def test_others_see_whose_turn_it_is() -> None:
    said = seen(MEETING, may_run=False, presides=False)
    assert "Not posted yet. The chair, Priya Raman, posts it; reports are due Thu 4 February, 17:00." in said


def test_the_question_says_what_happens_without_an_answer() -> None:
    not_started = samples.session(state=State.AGENDA_POSTED, started_at=None, adjourned_at=None, held=None)
    said = samples.read(sessions.question(not_started, None))
    assert said.startswith("Did the meeting of Tue 9 February, 14:00 take place?")
    assert "Unanswered, it is closed as not recorded when the next reports open" in said
    assert buttons(said) == ["It took place", "Cancel it"]


@pytest.mark.parametrize(
    ("facts", "answer", "said"),
    [
        ({}, Answer("U0PRIYA", WEDNESDAY), "Tue 9 February: it took place · Priya Raman, Wed 10 February, 15:02."),
        (
            {"state": State.CANCELLED, "held": None},
            Answer("U0PRIYA", WEDNESDAY),
            "Tue 9 February: cancelled, it did not take place · Priya Raman, Wed 10 February, 15:02.",
        ),
        (
            {"state": State.CLOSED, "held": False},
            Answer(None, WEDNESDAY),
            "Tue 9 February: not recorded, as nobody said whether it took place.",
        ),
    ],
)
def test_an_answered_question_says_in_place_what_was_chosen_and_by_whom(
    facts: dict[str, Any], answer: Answer, said: str
) -> None:
    assert samples.read(sessions.question(samples.session(**facts), answer)) == said


def test_a_question_about_a_day_the_meeting_has_left_says_where_it_went() -> None:
    moved = samples.session(state=State.AGENDA_POSTED, started_at=None, adjourned_at=None, held=None)
    said = samples.read(sessions.question(moved, None, moved=True))
    assert said == "The meeting has moved to Tue 9 February, 14:00."


def test_minutes_hold_what_was_decided_and_what_was_agreed() -> None:
    orphan = samples.action(3, "Ring them back", needs_owner=True)
    said = samples.read(sessions.minutes(samples.with_minutes(samples.action(), orphan)))
    assert said.splitlines() == [
        "Minutes — Larkspur CX Council, Tue 9 February 2027",
        "We found out why dates slip.",
        "Agreed in the meeting: 2 actions",
        "A-2 Nina Castillo: Re-target ads — Wed 31 March",
        "A-3 Nina Castillo (needs an owner): Ring them back — Wed 31 March",
        "Posted by Priya Raman, Wed 10 February, 10:40. "
        "Something to correct? Tell Priya Raman until Tue 16 February, 17:00.",
    ]


def test_closed_minutes_say_so_in_place() -> None:
    closed = samples.with_minutes(state=State.CLOSED, closed_at=datetime(2027, 2, 16, 17, tzinfo=UTC))
    assert samples.read(sessions.minutes(closed)).endswith("10:40. Closed Tue 16 February.")


def test_the_form_for_minutes_shows_what_was_agreed_and_reads_back_what_was_typed() -> None:
    form = sessions.minutes_form(samples.session(samples.action(), closes_at=samples.with_minutes().closes_at))
    said = samples.texts(form["blocks"])
    assert "A-2 Nina Castillo: Re-target ads" in said
    assert "corrected until Tue 16 February, 17:00" in said
    values = {"minutes": {"minutes": {"type": "plain_text_input", "value": " We found out. "}}}
    assert sessions.read_minutes(form | {"state": {"values": values}}) == (7, "We found out.")
    with pytest.raises(parts.MalformedForm):
        sessions.read_minutes({"private_metadata": "{}", "state": {"values": values}})


def test_a_report_after_the_session_is_marked_so() -> None:
    late: dict[str, Any] = {"late": True, "submitted_at": datetime(2027, 2, 9, 17, tzinfo=UTC)}
    board = samples.board(samples.report(SALES, "Late.", **late), meeting=samples.session().meeting)
    assert "Sales — in, after the meeting" in samples.read(boards.board(board))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": State.CLOSED}, "closed"),
        ({"state": State.CLOSED, "held": False}, "not recorded"),
        ({"state": State.CANCELLED}, "cancelled"),
        ({}, "due Thu 4 February, 17:00"),
    ],
)
def test_the_board_says_what_became_of_the_meeting(facts: dict[str, Any], said: str) -> None:
    board = boards.board(samples.board(samples.report(SALES), meeting=samples.session(**facts).meeting))
    assert board.text == f"Reports for 9 February · 0 of 1 in · {said}"
    owed = facts.get("state") is not State.CANCELLED
    assert ("Sales — no report" in samples.read(board)) == owed
