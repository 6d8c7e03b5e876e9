"""The form of whoever posts an agenda, as it is pressed and typed."""

from __future__ import annotations

from typing import Any

import pytest

from playground.script import Script, button
from tests.handlers import screen
from tests.views import samples

CHANNEL = "cx-council"
QUESTION = "How do we stop promising what we can't deliver?"
WORDED = {
    "question_evidence": "We have evidence that customers don't believe our dates",
    "question_source": "1,302 calls, January",
    "question": QUESTION,
}
NEITHER = "Ask the council something, or say below why there is no question this time."


def open_form(script: Script, user: str = "priya") -> dict[str, Any]:
    return script.command(user, CHANNEL, "/cx-agenda")


def press(script: Script, word: str, user: str = "priya", **how: Any) -> dict[str, Any]:
    """Press a button of the form on top."""
    found = button(top(script, user), word)
    return script.press(user, found.action_id, block_id=found.block_id, view=True, **how)


def top(script: Script, user: str = "priya") -> dict[str, Any]:
    """The view on top of somebody's modals."""
    state = script.state()
    [slack_id] = [person["id"] for person in state["people"] if person["handle"] == user]
    return dict(state["views"][slack_id][-1])


def parents(script: Script) -> list[dict[str, Any]]:
    """The agendas in the council's channel."""
    return [m for m in script.messages(CHANNEL) if "Larkspur CX Council —" in m["text"] and not m["ephemeral"]]


def test_a_typical_agenda_takes_one_command_one_sentence_and_one_press(script: Script) -> None:
    # docs/agenda.md says so: whoever finds more to press here, changes it there.
    script.clock(to="2027-02-04T17:05:00+00:00")
    told = script.last_message("@priya")
    presses, typed = 0, []
    write = button(told, "Write it")
    script.press("priya", write.action_id, block_id=write.block_id, channel="dm", ts=told["ts"])
    presses += 1
    typed.append(QUESTION)
    posted = script.submit("priya", {"question": QUESTION})
    presses += 1
    assert "on its way" in screen.modal(posted)
    [parent] = parents(script)
    assert QUESTION in samples.texts(parent["blocks"])
    assert (presses, len(typed)) == (2, 1)


def test_the_question_stands_on_its_evidence_as_it_was_typed(script: Script) -> None:
    open_form(script)
    script.submit("priya", WORDED)
    [parent] = parents(script)
    assert (
        "We have evidence that customers don't believe our dates (1,302 calls, January). "
        "How do we stop promising what we can't deliver?"
    ) in samples.texts(parent["blocks"])
    assert parent["text"].startswith(QUESTION)
    assert screen.entered(open_form(script)) == WORDED


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({}, "question", NEITHER),
        ({"question": "  "}, "question", NEITHER),
        ({"question_evidence": "Dates slip"}, "question", "Please add what you ask the council"),
        ({"question": "Why?", "no_question": "We are tired"}, "no_question", "There is a question above."),
        ({"question": "Why?", "question_source": "Calls"}, "question_evidence", "Please say what the source shows"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_posted(
    script: Script, values: dict[str, str], field: str, said: str
) -> None:
    open_form(script)
    answer = script.submit("priya", values)
    assert said in answer["errors"][field]
    assert parents(script) == []
    posted = script.submit(
        "priya", {"question": "Why?", "question_evidence": "", "question_source": "", "no_question": ""}
    )
    assert "on its way" in screen.modal(posted)


def test_without_a_question_the_agenda_says_why(script: Script) -> None:
    open_form(script)
    script.submit("priya", {"no_question": "The first bill takes the whole meeting"})
    [parent] = parents(script)
    assert "No question this time: The first bill takes the whole meeting." in samples.texts(parent["blocks"])


def test_at_the_appointed_time_it_goes_out_as_it_was_prepared(script: Script) -> None:
    open_form(script)
    prepared = script.submit("priya", WORDED | {"post_when": "later"})
    assert screen.modal(prepared) == "It goes out Fri 5 February, 09:00. Change it until then with /cx-agenda."
    assert parents(script) == []
    again = open_form(script)
    assert "Priya Raman prepared it. It goes out Fri 5 February, 09:00." in screen.modal(again)
    assert screen.entered(again) == WORDED
    script.close("priya", all=True)
    script.clock(to="2027-02-05T09:00:00+00:00")
    [parent] = parents(script)
    said = samples.texts(parent["blocks"])
    assert "(1,302 calls, January). How do we stop" in said
    assert "timetable" not in said
    assert not [m for m in script.messages("@priya") if "went out by itself" in m["text"]]
    shown = script.command("priya", "cx-council", "/cx-council", "history")
    assert "prepared the agenda of the February meeting" in screen.modal(shown)


def test_an_agenda_nobody_gave_a_word_goes_out_and_the_chair_can_add_the_question_from_there(script: Script) -> None:
    script.clock(to="2027-02-05T09:00:00+00:00")
    [parent] = parents(script)
    assert "Posted by the timetable, without a question." in samples.texts(parent["blocks"])
    told = script.last_message("@priya")
    assert told["text"] == (
        "The agenda for Tue 9 February went out by itself Fri 5 February, 09:00, without a question. "
        "Add one with /cx-agenda."
    )
    write = button(told, "Write it")
    form = script.press("priya", write.action_id, block_id=write.block_id, channel="dm", ts=told["ts"])
    assert form["view"]["submit"]["text"] == "Update agenda"
    assert "edited where it stands" in screen.modal(script.submit("priya", {"question": QUESTION}))
    [parent] = parents(script)
    assert QUESTION in samples.texts(parent["blocks"])
    after = script.last_message("@priya")
    assert after["ts"] == told["ts"]
    assert after["text"].endswith("It has its question now.")
    assert not [block for block in after["blocks"] if block["type"] == "actions"]


def test_the_preview_shows_what_is_typed_and_closing_it_leaves_the_form_as_it_was(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    open_form(script)
    script.type("priya", QUESTION, block_id="question")
    preview = press(script, "Preview")
    said = screen.modal(preview)
    assert "Only you see this. Nothing is posted yet." in said
    assert QUESTION in said
    assert "Logged 1,302 calls about broken promises." in said
    assert "agenda v1" in said
    assert parents(script) == []
    script.close("priya")
    assert top(script)["callback_id"] == "cx_agenda_form"
    script.submit("priya")
    [parent] = parents(script)
    drawn = [text for text in samples.texts(parent["blocks"]).splitlines() if text]
    assert "\n".join(drawn) in said, "exactly as it was posted"


def test_only_who_may_post_it_can_preview_it(script: Script) -> None:
    open_form(script)
    people = {person["handle"]: person["id"] for person in script.state()["people"]}
    answer = press(script, "Preview", forge={"user_id": people["aisha"]})
    shown = "".join(str(view) for stack in script.state()["views"].values() for view in stack)
    assert "The chair posts the agenda." in shown or not answer["ok"]
    assert "Only you see this." not in shown


def test_of_chair_and_secretary_at_once_the_second_sees_what_the_first_kept(script: Script) -> None:
    open_form(script)
    open_form(script, "tom")
    script.submit("tom", {"question": "Why nine days?"})
    answer = script.submit("priya", {"question": QUESTION})
    said = screen.modal(answer)
    assert "Tom Ashby posted this agenda meanwhile" in said
    assert "It asks: “Why nine days?”" in said
    assert screen.entered(answer)["question"] == QUESTION
    assert answer["view"]["submit"]["text"] == "Update agenda"
    [parent] = parents(script)
    assert "Why nine days?" in samples.texts(parent["blocks"])
    assert "edited where it stands" in screen.modal(script.submit("priya"))
    [parent] = parents(script)
    assert QUESTION in samples.texts(parent["blocks"])


def test_sent_twice_in_one_breath_it_is_posted_once(script: Script) -> None:
    open_form(script)
    answer = script.submit("priya", WORDED, repeat=2, parallel=True)
    assert "on its way" in screen.modal(answer)
    assert len(parents(script)) == 1
    [parent] = parents(script)
    assert "agenda v1" in samples.texts(parent["blocks"])


def test_a_form_left_open_over_the_meeting_changes_nothing_any_more(script: Script) -> None:
    open_form(script)
    script.clock(to="2027-02-09T14:00:00+00:00")
    script.command("tom", CHANNEL, "/cx-agenda")
    start = button(top(script, "tom"), "Start meeting")
    script.press("tom", start.action_id, block_id=start.block_id, view=True, confirm=True)
    answer = script.submit("priya", {"question": QUESTION})
    assert "That meeting's agenda can't be changed any more." in screen.modal(answer)
    assert screen.entered(answer)["question"] == QUESTION
