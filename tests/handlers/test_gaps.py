"""Gaps as the chair has them: from the form of /cx-agenda, on the agenda with one press and off it with another."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import ids
from playground.script import Script, button
from tests.handlers import screen
from tests.handlers.test_report_areas import both, done_in
from tests.views import samples

__all__ = ["both"]

QUIET = "“Activation day” has no work behind it"
GONE = "That gap has closed meanwhile"


@pytest.fixture
def collecting(script: Script, both: tuple[str, str]) -> Script:
    """Sales has reported on the first bill; nobody has written of activation day."""
    sent = script.submit("marcus", {both[0]: "Logged 1,302 calls.", "attending": "lead"})
    assert sent["ok"], sent
    script.close("marcus", all=True)
    return script


def open_gaps(script: Script, question: str = "") -> dict[str, Any]:
    """The gaps, on top of the chair's form."""
    form = script.command("priya", "cx-council", "/cx-agenda")
    if question:
        script.type("priya", question, block_id=ids.QUESTION)
    [opener] = [button(form["view"], text) for text in labels(form) if text.startswith("Gaps")]
    return script.press("priya", opener.action_id, view=True)


def labels(answer: dict[str, Any]) -> list[str]:
    elements = [element for block in answer["view"]["blocks"] for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element.get("type") == "button"]


def press(script: Script, answer: dict[str, Any], word: str, **more: Any) -> dict[str, Any]:
    return script.press("priya", **button(answer["view"], word)._asdict(), view=True, **more)


def agenda(script: Script) -> str:
    """The agenda as anybody looks at it."""
    return screen.private(script.command("dana", "marketing", "/cx-agenda"))


def test_the_chairs_form_says_how_many_gaps_there_are(collecting: Script) -> None:
    assert "Gaps (1)" in labels(collecting.command("priya", "cx-council", "/cx-agenda"))


def test_a_gap_goes_on_the_agenda_and_off_it_with_one_press_each(collecting: Script) -> None:
    opened = open_gaps(collecting)
    assert QUIET in screen.modal(opened)
    assert QUIET not in agenda(collecting)
    put_on = press(collecting, opened, "Put on the agenda")
    assert f"On the agenda: {QUIET}" in screen.modal(put_on)
    assert f"gaps: {QUIET}" in agenda(collecting)
    taken_off = press(collecting, put_on, "Take it off")
    assert "On the agenda" not in screen.modal(taken_off)
    assert QUIET not in agenda(collecting)


def test_what_was_typed_into_the_form_beneath_is_there_when_the_gaps_are_closed(collecting: Script) -> None:
    press(collecting, open_gaps(collecting, "Why nine days?"), "Put on the agenda")
    collecting.close("priya")
    sent = collecting.submit("priya", {ids.QUESTION: "Why nine days?"})
    assert "is on its way to the council's channel" in screen.modal(sent)
    posted = next(m for m in collecting.messages("cx-council") if "Why nine days?" in m["text"])
    assert QUIET in samples.texts(posted["blocks"])


def test_somebody_else_presses_in_vain(collecting: Script) -> None:
    people = {person["handle"]: person["id"] for person in collecting.state()["people"]}
    refused = press(collecting, open_gaps(collecting), "Put on the agenda", forge={"user_id": people["dana"]})
    assert "Please ask" in screen.modal(refused)
    assert QUIET not in agenda(collecting)


def test_a_gap_that_closed_while_the_form_was_open_says_so(collecting: Script) -> None:
    opened = open_gaps(collecting)
    form = collecting.command("dana", "marketing", "/cx-report")
    rows = [block["elements"] for block in form["view"]["blocks"] if block["type"] == "actions"]
    folded = next(one["action_id"] for row in rows for one in row if one["text"]["text"] == "+ Activation day")
    fields = done_in(collecting.press("dana", folded, view=True))
    assert collecting.submit("dana", {fields[1]: "Two hours' notice.", "attending": "lead"})["ok"]
    assert GONE in screen.modal(press(collecting, opened, "Put on the agenda"))


@pytest.mark.parametrize("value", ["", "area:F9", "silent:1", "area:" + "x" * 500])
def test_a_value_that_stands_for_no_gap_is_refused(collecting: Script, value: str) -> None:
    answer = press(collecting, open_gaps(collecting), "Put on the agenda", forge={"value": value})
    assert GONE in screen.modal(answer)


def test_what_was_put_on_and_taken_off_is_told_in_the_history_in_words(collecting: Script) -> None:
    press(collecting, press(collecting, open_gaps(collecting), "Put on the agenda"), "Take it off")
    collecting.close("priya", all=True)
    told = screen.modal(collecting.command("priya", "cx-council", "/cx-council", "history"))
    assert "Priya Raman put a gap on the agenda of the February meeting" in told
    assert "Priya Raman took a gap off the agenda of the February meeting" in told
    assert "gap: Activation day" in told


def test_the_brief_reaches_the_chair_on_the_eve_and_leads_to_the_form(collecting: Script) -> None:
    collecting.clock(to="2027-02-08T17:00:10+00:00")
    collecting.clock(by="PT5S")
    [brief] = [m for m in collecting.messages("@priya") if m["text"].startswith("Tomorrow's council")]
    assert brief["text"] == "Tomorrow's council, Tue 9 February, 14:00:"
    words = samples.texts(brief["blocks"])
    assert QUIET in words
    assert "The question: none yet." in words
    write = button(brief, "Write the question")
    form = collecting.press("priya", write.action_id, block_id=write.block_id, channel="dm", ts=brief["ts"])
    assert ids.QUESTION in [block["block_id"] for block in form["view"]["blocks"]]
