"""Adding other business: from the agenda's message, by command, and taking it off again."""

from __future__ import annotations

from typing import Any

from playground.script import Script, button
from tests.handlers import screen
from tests.views import samples

WORDS = {"told": "The new tariff starts on 1 March."}
POSTED = "2027-02-05T12:00:00+00:00"
STARTS = "2027-02-09T14:00:00+00:00"


def agenda(script: Script) -> dict[str, Any]:
    """The agenda's message, once the timetable has posted it."""
    script.clock(to=POSTED)
    shown = [one for one in script.messages("cx-council") if "agenda v1" in samples.texts(one["blocks"])]
    return shown[0]


def replies(script: Script) -> str:
    return "\n".join(samples.texts(one["blocks"]) for one in script.messages("cx-council") if one.get("thread_ts"))


def press_add(script: Script, user: str) -> dict[str, Any]:
    shown = agenda(script)
    pressed = button(shown, "Add other business")
    return script.press(user, pressed.action_id, block_id=pressed.block_id, channel="cx-council", ts=shown["ts"])


def test_a_member_adds_it_under_the_agenda_and_takes_it_off(script: Script) -> None:
    form = press_add(script, "marcus")
    assert "It goes on the agenda for Tue 9 February, with your name" in screen.modal(form)
    answer = script.submit("marcus", WORDS)
    assert "It is on the agenda for Tue 9 February, under other business." in screen.modal(answer)
    assert WORDS["told"] in replies(script)
    script.press("marcus", "cx_addition_off", block_id="addition:1", view=True)
    assert WORDS["told"] not in replies(script)


def test_the_button_leaves_once_the_meeting_has_begun_and_an_old_one_says_so(script: Script) -> None:
    before = agenda(script)
    old = button(before, "Add other business")
    form = script.press("marcus", old.action_id, block_id=old.block_id, channel="cx-council", ts=before["ts"])
    script.clock(to=STARTS)
    start = button(script.command("priya", "cx-council", "/cx-agenda")["view"], "Start meeting")
    script.press("priya", start.action_id, block_id=start.block_id, confirm=True, view=True)
    assert "Add other business" not in str(agenda(script)["blocks"])
    assert form["view"]["submit"]["text"] == "Add to the agenda"
    again = screen.modal(script.submit("marcus", WORDS))
    assert "Not added yet: something changed meanwhile. The meeting has begun. Say it in the room" in again
    kept = screen.modal(script.submit("marcus"))
    assert "It is on the agenda of the next meeting, under other business." in kept
    assert WORDS["told"] not in replies(script)


def test_the_chair_adds_it_from_the_agendas_form_and_what_was_typed_there_stays(script: Script) -> None:
    agenda(script)
    form = script.command("priya", "cx-council", "/cx-agenda")["view"]
    pressed = button(form, "Add other business")
    script.type("priya", "The first bill takes the whole meeting", block_id="no_question")
    script.press("priya", pressed.action_id, block_id=pressed.block_id, view=True)
    assert "It is on the agenda" in screen.modal(script.submit("priya", WORDS))
    script.close("priya")
    assert "edited where it stands" in screen.modal(script.submit("priya"))
    assert "The first bill takes the whole meeting" in str(script.messages("cx-council"))
    assert WORDS["told"] in replies(script)


def test_words_after_the_command_are_in_the_form(script: Script) -> None:
    form = script.command("marcus", "cx-council", "/cx-agenda", "add  The new & better tariff")
    assert screen.entered(form)["told"] == "The new & better tariff"
    assert script.submit("marcus", repeat=3, parallel=True)


def test_who_is_no_member_reaches_the_chair_first(script: Script) -> None:
    form = script.command("layla", "cx-news", "/cx-agenda", "add People ring twice")
    assert "Priya Raman reads it and decides" in screen.modal(form)
    assert screen.entered(form)["told"] == "People ring twice"


def test_nothing_said_keeps_the_form(script: Script) -> None:
    script.command("marcus", "cx-council", "/cx-agenda", "add")
    assert "Please say what" in str(script.submit("marcus", {"told": "  "}))
    assert script.submit("marcus", WORDS)["ok"]
