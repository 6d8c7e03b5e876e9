"""Which agenda is asked for, and how actions stood when it was met for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.council import agenda_reading
from bot.council.actions import Action, State
from bot.council.meetings import Meeting
from bot.council.meetings import State as Stands
from tests.builders import JONAS, PRIYA, STARTS_AT, T0, a_meeting, an_action, at

DAY = timedelta(days=1)
BEGAN = STARTS_AT


def meeting_on(on: date, state: Stands = Stands.CLOSED, **facts: Any) -> Meeting:
    starts_at = at(f"{on} 14:00")
    first: dict[str, Any] = {"original_starts_at": starts_at, "rule_on": on}
    return replace(a_meeting(id=on.toordinal(), on=on, starts_at=starts_at, state=state), **(first | facts))


JANUARY, FEBRUARY = meeting_on(date(2027, 1, 12), held=True), meeting_on(date(2027, 2, 9), held=True)
MARCH = meeting_on(date(2027, 3, 9), Stands.COLLECTING)
OLD_JANUARY = meeting_on(date(2026, 1, 13), held=True)
CALLED_OFF = meeting_on(date(2027, 2, 23), Stands.CANCELLED)
APRIL = meeting_on(date(2027, 4, 13), Stands.PLANNED)
THERE = [OLD_JANUARY, JANUARY, FEBRUARY, CALLED_OFF, MARCH]


@pytest.mark.parametrize(
    ("words", "meeting"),
    [
        ("january", JANUARY),
        ("jan", JANUARY),
        ("2026-01", OLD_JANUARY),
        ("january 2026", OLD_JANUARY),
        ("february", FEBRUARY),  # and not the one that was called off
        ("last", FEBRUARY),
        ("march", MARCH),
    ],
)
def test_a_month_or_last_is_the_meeting_meant(words: str, meeting: Meeting) -> None:
    assert agenda_reading.wanted(words, THERE) == meeting


def test_a_meeting_moved_into_the_next_month_keeps_its_months_name() -> None:
    moved = replace(JANUARY, on=date(2027, 2, 2), starts_at=at("2027-02-02 14:00"))
    assert agenda_reading.wanted("january", [moved, FEBRUARY]) == moved


def test_a_cancelled_meeting_is_meant_where_there_is_no_other() -> None:
    assert agenda_reading.wanted("february", [JANUARY, CALLED_OFF, MARCH]) == CALLED_OFF
    assert agenda_reading.wanted("last", [CALLED_OFF, MARCH]) == CALLED_OFF


@pytest.mark.parametrize("words", ["march 2026", "december"])
def test_a_month_without_an_agenda_is_refused_with_the_latest_there_are(words: str) -> None:
    with pytest.raises(agenda_reading.NoAgendaThen) as refused:
        agenda_reading.wanted(words, THERE)
    assert refused.value.month is not None
    assert refused.value.latest[0] == MARCH


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(agenda_reading.NotAMonth):
        agenda_reading.wanted("janitor", THERE)


def test_last_is_refused_before_any_meeting_is_over() -> None:
    with pytest.raises(agenda_reading.NoAgendaThen):
        agenda_reading.wanted("last", [MARCH])


def test_what_is_only_planned_has_no_agenda_yet() -> None:
    assert agenda_reading.readable([FEBRUARY, APRIL]) == [FEBRUARY]


def done(when: datetime, state: State = State.DONE) -> Action:
    return an_action(
        created_at=T0, agreed_at=T0, state=state, done_by=JONAS, done_at=when, evidence="Script v14 is live."
    )


@pytest.mark.parametrize(
    ("action", "stood"),
    [
        (an_action(created_at=T0, agreed_at=T0), State.OPEN),
        (done(BEGAN - DAY), State.DONE),
        (done(BEGAN - DAY, State.CLOSED), State.DONE),  # confirmed by that very meeting
        (done(BEGAN + DAY), State.OPEN),
        (done(BEGAN + DAY, State.CLOSED), State.OPEN),
        (done(BEGAN - 20 * DAY, State.CLOSED), None),  # confirmed by the one before
        (an_action(created_at=T0, agreed_at=BEGAN + DAY), State.PROPOSED),
        (an_action(created_at=T0, agreed_at=None, state=State.PROPOSED), State.PROPOSED),
        (an_action(created_at=BEGAN + DAY, agreed_at=BEGAN + DAY), None),
        (an_action(created_at=T0, agreed_at=T0, state=State.MERGED), None),
    ],
)
def test_an_action_is_as_it_stood_then(action: Action, stood: State | None) -> None:
    then = agenda_reading.as_stood(action, BEGAN, confirmed=BEGAN - 10 * DAY)
    assert (then and then.state) == stood


def test_what_was_done_later_is_not_said_of_then() -> None:
    then = agenda_reading.as_stood(done(BEGAN + DAY), BEGAN, confirmed=None)
    assert then is not None
    assert (then.done_by, then.done_at, then.evidence, then.agreed_by) == (None, None, "", PRIYA)


def test_done_actions_are_confirmed_by_the_meetings_held_and_closed_by_then() -> None:
    january = replace(JANUARY, started_at=at("2027-01-12 14:05"), closed_at=at("2027-01-19 17:00"))
    not_held = replace(JANUARY, starts_at=at("2027-01-26 14:00"), held=False, closed_at=at("2027-01-27 17:00"))
    later = replace(FEBRUARY, closed_at=at("2027-02-16 17:00"))
    among = [january, not_held, later]
    assert agenda_reading.confirmed_before(among, at("2027-02-09 14:00")) == january.started_at
    assert agenda_reading.confirmed_before(among, at("2027-01-19 16:59")) is None
    assert agenda_reading.confirmed_before(among, at("2027-03-09 14:00")) == later.starts_at


def test_a_cancelled_agenda_is_as_of_when_it_was_cancelled() -> None:
    cancelled_at = CALLED_OFF.starts_at - 3 * DAY
    assert agenda_reading.began_at(replace(CALLED_OFF, closed_at=cancelled_at)) == cancelled_at
    assert agenda_reading.began_at(FEBRUARY) == FEBRUARY.starts_at
