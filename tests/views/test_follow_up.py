"""How the actions agreed last time stand, in the groups in which item 1 names them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.council import follow_up
from bot.council.actions import Action, State
from bot.council.agendas import Agenda
from bot.council.meetings import Meeting
from bot.council.meetings import State as Stands
from bot.views import agendas as views
from tests.views import samples
from tests.views.samples import MEETING

POSTED = replace(MEETING, state=Stands.AGENDA_POSTED, agenda_posted_at=datetime(2027, 2, 5, 9, tzinfo=UTC))
STARTED = replace(POSTED, state=Stands.IN_SESSION, started_at=MEETING.starts_at)


def due(number: int, day: int, **facts: Any) -> Action:
    on = date(2027, 2, day)
    dates: dict[str, Any] = {"due_on": on, "original_due_on": on}
    return replace(samples.action(number), **(dates | facts))


def done(number: int, day: int, when: datetime) -> Action:
    return due(number, day, state=State.DONE, done_by="U0NINA", done_at=when, evidence="Live.")


IN_TIME = done(1, 3, datetime(2027, 2, 2, 12, tzinfo=UTC))
TOO_LATE = done(5, 1, datetime(2027, 2, 2, 12, tzinfo=UTC))
OVERDUE, SOON, LATER = due(6, 4), due(4, 8), due(2, 26)


def agenda(*follow_up: Action, meeting: Meeting = POSTED) -> Agenda:
    return samples.agenda(meeting=meeting, follow_up=follow_up)


def said(*actions: Action, meeting: Meeting = POSTED) -> str:
    return views.actions_headline(agenda(*actions, meeting=meeting))


def test_it_is_said_as_of_the_agendas_posting() -> None:
    assert said(TOO_LATE, IN_TIME, OVERDUE, SOON, LATER) == (
        "follow-through 33 % so far (1 of 3 due). To confirm: A-5, A-1. Overdue: A-6. Due by the meeting: A-4. "
        "Not due: A-2"
    )


def test_from_the_start_on_it_is_said_as_of_the_meeting() -> None:
    assert said(IN_TIME, SOON, LATER) == (
        "follow-through 100 % so far (1 of 1 due). To confirm: A-1. Due by the meeting: A-4. Not due: A-2"
    )
    assert said(IN_TIME, SOON, LATER, meeting=STARTED) == (
        "follow-through 50 % (1 of 2 due). To confirm: A-1. Overdue: A-4. Not due: A-2"
    )


def test_before_it_is_posted_nobody_is_called_overdue_who_was_not_when_reports_opened() -> None:
    assert said(OVERDUE, SOON, meeting=MEETING) == "Due by the meeting: A-6, A-4"


@pytest.mark.parametrize("days", [0, 28])
def test_another_date_since_does_not_count_as_kept(days: int) -> None:
    redated = replace(OVERDUE, due_on=OVERDUE.due_on + timedelta(days=days))
    assert said(redated).startswith("follow-through 0 % so far (0 of 1 due). ")


def test_a_day_ends_where_the_owner_is() -> None:
    # Nina is in New York, where it was still the third.
    at_night = done(1, 3, datetime(2027, 2, 4, 3, tzinfo=UTC))
    assert follow_up.of(agenda(at_night)).kept == 1
    known = samples.PEOPLE["U0NINA"]
    everyone = samples.PEOPLE | {"U0NINA": replace(known, tz="Mars/Olympus")}
    elsewhere = agenda(at_night)
    elsewhere = replace(elsewhere, board=replace(elsewhere.board, people=everyone))
    assert follow_up.of(elsewhere).kept == 0  # the council's day counts where theirs is not known


def test_blocked_ownerless_and_often_carried_ones_are_named() -> None:
    blocked = replace(SOON, state=State.BLOCKED)
    ownerless = replace(LATER, needs_owner=True, carry_count=2)
    assert said(blocked, ownerless) == ("Blocked: A-4. Not due: A-2. Needs an owner: A-2. Carried twice or more: A-2")


def test_sixty_are_named_in_part() -> None:
    many = [due(number, 26) for number in range(1, 61)]
    assert said(*many) == "Not due: A-1, A-2, A-3, A-4, A-5 and 55 more"


def test_none_are_open() -> None:
    assert said() == "none are open"


@pytest.mark.parametrize(("kept", "due", "percent"), [(2, 3, 67), (199, 200, 99), (3, 3, 100), (0, 4, 0), (0, 0, None)])
def test_a_hundred_per_cent_is_said_of_all_alone(kept: int, due: int, percent: int | None) -> None:
    nothing: tuple[Action, ...] = ()
    standing = follow_up.Standing(date(2027, 2, 9), *(7 * (nothing,)), originally_due=due, kept=kept)
    assert standing.percent == percent
