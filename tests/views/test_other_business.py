"""Telling the council something, as its sides read it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.council.other_business import LONGEST_TEXT, Shown, State, Told
from bot.views import other_business as views
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, MEETING, NOW

WORST = (LIVE * 20)[:LONGEST_TEXT]


def shown(state: State = State.INBOX, *, text: str = "Bills confuse people.", on_next: bool = False) -> Shown:
    """Nina's words, settled by Tom where they are, for February's meeting or the next one."""
    settled: dict[str, Any] = {} if state is State.INBOX else {"settled_by": "U0TOM", "settled_at": NOW}
    told = Told(9, text, "U0NINA", NOW, state, **settled)
    return Shown(told, samples.COUNCIL, None if on_next else MEETING, samples.PEOPLE)


@pytest.mark.parametrize(
    ("told", "reads"),
    [
        (shown(), "\n[Put on the agenda]\n[Thank]"),
        (shown(State.THANKED), "\nThanked (Tom Ashby, Tue 2 February).\n[Put on the agenda]"),
        (
            shown(State.ON_AGENDA),
            "\nOn the agenda for Tue 9 February, under any other business (Tom Ashby, Tue 2 February).",
        ),
        (
            shown(State.ON_AGENDA, on_next=True),
            "\nOn the agenda of the next meeting, under any other business (Tom Ashby, Tue 2 February).",
        ),
    ],
)
def test_how_it_reads_for_the_chair(told: Shown, reads: str) -> None:
    first = "Nina Castillo tells the council:\nBills confuse people."
    assert samples.read(views.for_chair(told)) == first + reads


@pytest.mark.parametrize(
    ("told", "reads"),
    [
        (shown(State.THANKED), "Tom Ashby thanks you for what you told the council."),
        (
            shown(State.ON_AGENDA),
            "What you told the council is on the agenda of the council's meeting on Tue 9 February, under any other "
            "business.",
        ),
        (
            shown(State.ON_AGENDA, on_next=True),
            "What you told the council is on the agenda of the council's next meeting, under any other business.",
        ),
    ],
)
def test_how_it_reads_for_who_told_it(told: Shown, reads: str) -> None:
    assert samples.read(views.for_teller(told)) == f"{reads}\nBills confuse people."


@pytest.mark.parametrize("state", list(State))
def test_slack_takes_all_of_it_and_nothing_people_typed_is_live(state: State) -> None:
    worst = shown(state, text=WORST)
    drawn = [views.for_chair(worst), views.thanks(LIVE, LIVE)]
    if state is not State.INBOX:
        drawn += [views.for_teller(worst), views.settled(worst)]
    for message in drawn:
        assert checks.check_message(message.text, message.blocks) == []
        assert "<" not in message.text
        assert "mrkdwn" not in str(message.blocks)


@pytest.mark.parametrize(
    ("quoted", "author", "starts"),
    [
        ("", "", None),
        ("", "Joe Lister", None),
        ("I waited\n\nall day.", "Joe Lister", "Joe Lister: “I waited all day.”\n"),
        ("I waited all day.", "", "“I waited all day.”\n"),
    ],
)
def test_the_form_starts_from_a_message(quoted: str, author: str, starts: str | None) -> None:
    [_, field] = views.form("Priya Raman", quoted=quoted, author=author)["blocks"]
    assert field["element"].get("initial_value") == starts


def test_a_long_message_leaves_room_for_ones_own_words() -> None:
    view = views.form("Priya Raman", quoted="é" * 4000, author="x" * 80)
    assert checks.check_view(view) == []
    start = view["blocks"][1]["element"]["initial_value"]
    assert "…" in start
    assert len(start) < LONGEST_TEXT - 50


def test_the_form_says_who_reads_it() -> None:
    assert "Priya Raman reads it and decides" in samples.texts(views.form("Priya Raman")["blocks"])
    assert "It waits for the chair." in samples.texts(views.form("")["blocks"])
    assert checks.check_view(views.form("")) == []


def test_thanks_say_who_has_it() -> None:
    assert samples.read(views.thanks("Nina", "Priya Raman")).startswith("Thank you, Nina. Priya Raman has it, and")
    assert samples.read(views.thanks("", "")).startswith("Thank you. It waits for the chair, and")
