"""What can be answered to a heads-up, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import heads_ups as rules
from bot.council import meetings
from bot.council.heads_ups import HeadsUp, Shown, State
from tests.builders import ADJOURNED_AT, INES, MARCUS, STARTS_AT, T0, a_council, a_department, a_meeting

OPERATIONS = 3


def a_heads_up(state: State = State.OPEN, **facts: Any) -> HeadsUp:
    """Sales is told of a change of Operations'; answered by Ines where it is."""
    answered: dict[str, Any] = {"answered_by": INES, "answered_at": T0} if state in rules.ANSWERS else {}
    return HeadsUp(1, 1, 1, OPERATIONS, 2, "Waits will be published.", state, **(answered | facts))


def shown(heads_up: HeadsUp, told: dict[str, Any] | None = None, **meeting: Any) -> Shown:
    return Shown(
        heads_up=heads_up,
        council=a_council(),
        meeting=a_meeting(**meeting),
        teller=a_department(id=OPERATIONS, name="Operations"),
        told=a_department(**(told or {})),
        asked=(MARCUS, INES),
        people={},
        council_only=False,
    )


IN_SESSION: dict[str, Any] = {"state": meetings.State.IN_SESSION, "started_at": STARTS_AT}
ADJOURNED = IN_SESSION | {"adjourned_at": ADJOURNED_AT}
CANCELLED: dict[str, Any] = {"state": meetings.State.CANCELLED}
BOTH = (State.FINE, State.TALK)


@pytest.mark.parametrize(
    ("state", "meeting", "answers"),
    [
        (State.OPEN, {}, BOTH),
        (State.FINE, {}, (State.TALK,)),
        (State.TALK, {}, (State.FINE,)),
        (State.WITHDRAWN, {}, ()),
        (State.OPEN, {"state": meetings.State.AGENDA_POSTED}, BOTH),
        (State.OPEN, IN_SESSION, BOTH),
        (State.FINE, IN_SESSION, ()),
        (State.TALK, IN_SESSION, ()),
        (State.OPEN, ADJOURNED, ()),
        (State.OPEN, {"state": meetings.State.MINUTES_POSTED}, ()),
        (State.OPEN, {"state": meetings.State.CLOSED}, ()),
        (State.OPEN, CANCELLED, ()),
        (State.TALK, CANCELLED, ()),
    ],
)
def test_what_can_be_answered(state: State, meeting: dict[str, Any], answers: tuple[State, ...]) -> None:
    assert shown(a_heads_up(state), **meeting).answers == answers


def test_a_department_that_is_closed_is_asked_nothing() -> None:
    closed = shown(a_heads_up(), {"active_to": date(2027, 2, 1)})
    assert closed.answers == ()
    with pytest.raises(rules.ToldIsClosed):
        rules.answer(closed, State.FINE, by=MARCUS, now=T0)


def test_an_answer_says_who_gave_it() -> None:
    fine = rules.answer(shown(a_heads_up()), State.FINE, by=MARCUS, now=T0)
    assert (fine.state, fine.answered_by, fine.answered_at) == (State.FINE, MARCUS, T0)


def test_the_same_answer_from_a_colleague_leaves_the_first() -> None:
    answered = a_heads_up(State.TALK)
    assert rules.answer(shown(answered), State.TALK, by=MARCUS, now=T0) == answered
    assert rules.answer(shown(answered, **ADJOURNED), State.TALK, by=MARCUS, now=T0) == answered


@pytest.mark.parametrize(
    ("state", "meeting", "answered"),
    [(State.FINE, IN_SESSION, True), (State.OPEN, ADJOURNED, False), (State.FINE, CANCELLED, False)],
)
def test_a_late_answer_is_told_from_a_late_change_of_mind(
    state: State, meeting: dict[str, Any], answered: bool
) -> None:
    with pytest.raises(rules.TooLateToAnswer) as refusal:
        rules.answer(shown(a_heads_up(state), **meeting), State.TALK, by=MARCUS, now=T0)
    assert refusal.value.answered is answered


def test_what_was_taken_back_needs_no_answer() -> None:
    with pytest.raises(rules.NothingToAnswer):
        rules.answer(shown(a_heads_up(State.WITHDRAWN)), State.FINE, by=MARCUS, now=T0)


@pytest.mark.parametrize("state", [State.OPEN, *BOTH])
def test_the_same_words_again_leave_it_as_it_is(state: State) -> None:
    standing = a_heads_up(state)
    assert rules.tell_again(standing, standing.text) == standing


@pytest.mark.parametrize(
    ("state", "text"), [(State.FINE, "Other words."), (State.TALK, "Other words."), (State.WITHDRAWN, "Other words.")]
)
def test_other_words_are_open_again(state: State, text: str) -> None:
    again = rules.tell_again(a_heads_up(state), text)
    assert (again.text, again.state, again.answered_by, again.answered_at) == (text, State.OPEN, None, None)


def test_a_department_that_is_named_once_more_is_asked_once_more() -> None:
    back = replace(a_heads_up(State.FINE), state=State.WITHDRAWN)
    again = rules.tell_again(back, back.text)
    assert (again.state, again.answered_by) == (State.OPEN, None)
