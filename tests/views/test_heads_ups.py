"""Heads-ups as people read them, at their longest and with the worst of what people type."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import meetings
from bot.council.heads_ups import HeadsUp, Shown, State
from bot.views import heads_ups as views
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONGEST, MEETING, NOW, SALES

LONG_CHANGE = (LIVE * 20)[:500]
IN_SESSION = {"state": meetings.State.IN_SESSION, "started_at": MEETING.starts_at}
ADJOURNED = IN_SESSION | {"adjourned_at": MEETING.ends_at}
CANCELLED = {"state": meetings.State.CANCELLED}


def shown(state: State = State.OPEN, *, text: str = "Waits are published.", **facts: Any) -> Shown:
    """Operations' change, as Sales is told of it before February's meeting; answered by Nina where it is."""
    answered = state in (State.FINE, State.TALK)
    heads_up = HeadsUp(
        id=5,
        report_id=1,
        meeting_id=7,
        from_department_id=1,
        to_department_id=2,
        text=text,
        state=state,
        answered_by="U0NINA" if answered else None,
        answered_at=NOW if answered else None,
    )
    made = Shown(
        heads_up=heads_up,
        council=samples.COUNCIL,
        meeting=replace(MEETING, **facts.pop("meeting", {})),
        teller=replace(samples.SERVICE, name="Operations"),
        told=SALES,
        asked=("U0RAVI", "U0NINA"),
        people=samples.PEOPLE,
        council_only=False,
    )
    return replace(made, **facts)


FIRST = "Operations is changing something that Sales may feel:\nWaits are published.\n"
ASKS = "s that fine, or should the council talk about it first?"
FINE = "Fine for Sales (Nina Castillo, Tue 2 February)."
TALK = "Sales would like to talk first (Nina Castillo, Tue 2 February). "


@pytest.mark.parametrize(
    ("heads_up", "reads"),
    [
        (shown(), f"{FIRST}@U0RAVI or @U0NINA: i{ASKS}\n[Fine]\n[Let's talk first]"),
        (shown(asked=()), f"{FIRST}I{ASKS}\n[Fine]\n[Let's talk first]"),
        (shown(State.FINE), f"{FIRST}{FINE}\n[Let's talk first]"),
        (shown(State.FINE, meeting=IN_SESSION), f"{FIRST}{FINE}"),
        (shown(State.TALK), f"{FIRST}{TALK}It is on the agenda, under the department reports.\n[Fine]"),
        (shown(State.TALK, meeting=ADJOURNED), f"{FIRST}{TALK}It was on the agenda, under the department reports."),
        (shown(State.TALK, meeting=CANCELLED), f"{FIRST}{TALK}The meeting is cancelled, so please talk directly."),
        (shown(meeting=ADJOURNED), f"{FIRST}The meeting is over, so please take it up with Operations directly."),
        (shown(meeting=CANCELLED), f"{FIRST}The meeting is cancelled, so please take it up with Operations directly."),
        (shown(State.WITHDRAWN), "Operations has taken this back: its report no longer names Sales."),
        (shown(council_only=True), "Operations has told Sales' lead and deputy in person."),
        (
            shown(told=replace(SALES, active_to=date(2027, 2, 1))),
            "Sales is closed, so what Operations told it needs no answer.",
        ),
    ],
)
def test_how_a_heads_up_reads_in_its_channel(heads_up: Shown, reads: str) -> None:
    assert samples.read(views.heads_up(heads_up, in_channel=True)) == reads


def test_in_person_what_only_the_council_may_read_is_there() -> None:
    assert samples.read(views.heads_up(shown(council_only=True), in_channel=False)).startswith(FIRST)


@pytest.mark.parametrize(("state", "mentioned"), [(State.OPEN, True), (State.FINE, False), (State.TALK, False)])
def test_people_are_mentioned_while_they_are_asked(state: State, mentioned: bool) -> None:
    assert ("@U0RAVI" in samples.read(views.heads_up(shown(state), in_channel=True))) is mentioned
    assert ("@U0RAVI" in samples.read(views.has_changed(shown(state)))) is mentioned


def test_the_note_under_it_asks_nobody_once_the_meeting_is_over() -> None:
    assert samples.read(views.has_changed(shown(meeting=ADJOURNED))) == ("Operations has changed what it says above.")


def test_a_screen_reader_hears_whom_a_button_is_about() -> None:
    [_, row] = views.heads_up(shown(), in_channel=True).blocks
    assert [element["accessibility_label"] for element in row["elements"]] == [
        "Fine for Sales: Operations",
        "Sales would like to talk first: Operations",
    ]


def test_the_second_of_two_reads_who_was_first() -> None:
    assert samples.read(views.answered_already(shown(State.FINE))) == f"That is answered already: {FINE}"


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("meeting", [{}, IN_SESSION, ADJOURNED, CANCELLED])
def test_slack_takes_all_of_it_and_nothing_people_typed_is_live(state: State, meeting: dict[str, Any]) -> None:
    worst = shown(state, text=LONG_CHANGE, meeting=meeting, teller=LONGEST, told=replace(LONGEST, id=4))
    drawn = [
        views.heads_up(worst, in_channel=True),
        views.has_changed(worst),
        views.wants_to_talk(worst, same=True) if state in (State.FINE, State.TALK) else views.has_changed(worst),
        views.wants_to_talk(worst, same=False),
    ]
    for message in drawn:
        assert checks.check_message(message.text, message.blocks) == []
        assert "<" not in message.text
        assert "mrkdwn" not in str(message.blocks)


def test_the_one_who_told_reads_what_became_of_it() -> None:
    assert samples.read(views.wants_to_talk(shown(State.TALK), same=True)) == (
        "Sales would like to talk first about what you are changing:\nWaits are published.\n"
        "Nina Castillo, Tue 2 February. It is on the agenda, under the department reports."
    )
    assert samples.read(views.wants_to_talk(shown(State.FINE), same=True)) == (
        "Sales is fine with what you are changing after all (Nina Castillo, Tue 2 February):\nWaits are published."
    )
    assert "asked again" in samples.read(views.wants_to_talk(shown(), same=False))
    assert "nothing is left to talk about" in samples.read(views.wants_to_talk(shown(State.WITHDRAWN), same=False))
