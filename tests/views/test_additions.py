"""How adding other business looks: where it says it goes, what can be taken off, and that Slack takes all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.council import agenda_plans, meetings
from bot.council.additions import Place
from bot.council.agenda_plans import Key
from bot.council.other_business import LONGEST_TEXT, State, Told
from bot.views import additions as views
from playground import checks
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, MEETING, NOW

SKIPPING = replace(MEETING, plan=agenda_plans.skipped(COUNCIL.agenda, Key.OTHER_BUSINESS))
BEGUN = replace(MEETING, state=meetings.State.IN_SESSION)


def place(meeting: meetings.Meeting | None = MEETING, *own: Told) -> Place:
    return Place(COUNCIL, meeting, True, "U000PRIYA", samples.PEOPLE, own)


def told(number: int = 1, text: str = "The new tariff starts on 1 March.", **facts: Any) -> Told:
    return Told(number, text, "U0NINA", NOW, State.ON_AGENDA, **{"meeting_id": MEETING.id, **facts})


@pytest.mark.parametrize(
    ("goes", "says", "submit"),
    [
        (place(), "It goes on the agenda for Tue 9 February, with your name, until the meeting starts.", "Add to the"),
        (place(BEGUN), "The meeting has begun. Say it in the room, or keep it for the next one.", "Keep for next"),
        (place(SKIPPING), "leaves other business out this time, so it goes with the next meeting.", "Add to the"),
        (place(None), "No meeting is planned yet. It goes on the agenda of the next one.", "Add to the"),
    ],
)
def test_the_form_says_where_it_goes(goes: Place, says: str, submit: str) -> None:
    form = views.form(goes)
    assert says in samples.texts(form["blocks"])
    assert form["submit"]["text"].startswith(submit)


@pytest.mark.parametrize(
    ("one", "to", "says"),
    [
        (told(), place(), "It is on the agenda for Tue 9 February, under other business."),
        (told(), place(SKIPPING), "Kept. This meeting leaves other business out, so it goes with the next."),
        (told(meeting_id=None), place(BEGUN), "It is on the agenda of the next meeting, under other business."),
    ],
)
def test_where_it_went_is_said_with_the_way_back(one: Told, to: Place, says: str) -> None:
    shown = samples.texts(views.added(one, to)["blocks"])
    assert says in shown
    assert "Take it off" in str(views.added(one, to))


def test_slack_takes_the_fullest_form_and_nothing_people_typed_is_live() -> None:
    worst = (LIVE * 20)[:LONGEST_TEXT]
    own = [told(number, worst) for number in range(1, 61)]
    form = views.form(place(MEETING, *own), typed=worst, first="That is off the agenda.")
    assert "(the latest 10 of 60)" in samples.texts(form["blocks"])
    for view in (form, views.added(own[0], place()), views.changed(place(BEGUN, *own), worst)):
        assert checks.check_view(view) == []
        assert "mrkdwn" not in str(view)
