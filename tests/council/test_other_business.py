"""What people tell the council: who may, how long it is, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.council import other_business as rules
from bot.council.other_business import State, Told
from tests.builders import LAYLA, MINUTES_AT, PRIYA, T0, TOM, a_council, a_meeting, a_person


def told(state: State = State.INBOX, **facts: Any) -> Told:
    """Layla's words."""
    return Told(1, "A text message would help.", LAYLA, T0, state, **facts)


@pytest.mark.parametrize("facts", [{}, {"is_guest": True}, {"is_admin": True}])
def test_whoever_has_an_open_account_here_may_tell_the_council(facts: dict[str, Any]) -> None:
    rules.check_teller(a_council(), a_person(LAYLA, **facts))


@pytest.mark.parametrize("facts", [{"is_stranger": True}, {"is_bot": True}, {"active": False}])
def test_others_hear_whom_to_ask(facts: dict[str, Any]) -> None:
    with pytest.raises(rules.NotOneOfUs) as refusal:
        rules.check_teller(a_council(), a_person(LAYLA, **facts))
    assert refusal.value.instead == (PRIYA, TOM)
    with pytest.raises(rules.NotOneOfUs) as refusal:
        rules.check_teller(a_council(secretary=None), a_person(LAYLA, **facts))
    assert refusal.value.instead == (PRIYA,)


def test_five_hundred_characters_are_enough() -> None:
    rules.check_text("é" * 500)
    with pytest.raises(rules.TextTooLong) as refusal:
        rules.check_text("é" * 501)
    assert refusal.value.length == 501
    with pytest.raises(rules.TextMissing):
        rules.check_text("")


@pytest.mark.parametrize("state", [State.INBOX, State.THANKED])
def test_it_goes_on_the_agenda_also_after_thanks(state: State) -> None:
    on = rules.put_on_agenda(told(state), a_meeting(id=7), by=PRIYA, now=T0)
    assert (on.state, on.meeting_id, on.settled_by, on.settled_at) == (State.ON_AGENDA, 7, PRIYA, T0)


def test_without_a_meeting_it_is_for_the_next_one() -> None:
    waiting = rules.put_on_agenda(told(), None, by=PRIYA, now=T0)
    assert (waiting.state, waiting.meeting_id) == (State.ON_AGENDA, None)
    assert rules.bring_along(waiting, a_meeting(id=8)).meeting_id == 8


def test_the_same_twice_is_the_first_ones() -> None:
    on = rules.put_on_agenda(told(), a_meeting(), by=PRIYA, now=T0)
    assert rules.put_on_agenda(on, a_meeting(id=9), by=TOM, now=MINUTES_AT) == on
    thanked = rules.thank(told(), by=PRIYA, now=T0)
    assert (thanked.state, thanked.settled_by) == (State.THANKED, PRIYA)
    assert rules.thank(thanked, by=TOM, now=MINUTES_AT) == thanked


def test_what_is_on_an_agenda_stays_there() -> None:
    with pytest.raises(rules.OnAgendaAlready):
        rules.thank(told(State.ON_AGENDA, settled_by=PRIYA), by=TOM, now=T0)
