"""Nothing to report as people say it: typed, pressed in the form, explained, taken back; and who may not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen, test_report_folds, test_report_forms
from tests.handlers.fingers import Fingers

WHY = "Network migration month, no change for customers."


def say(script: Script, user: str = "ravi", words: str = "nothing", **more: Any) -> dict[str, Any]:
    return script.command(user, "it-platforms", "/cx-report", words, **more)


def press(script: Script, answer: dict[str, Any], word: str, user: str = "ravi", **more: Any) -> dict[str, Any]:
    found = button(answer["view"], word)
    return script.press(user, found.action_id, block_id=found.block_id, view=True, **more)


def on_board(script: Script) -> str:
    """What the board says of IT & Platforms."""
    script.clock(by="PT5S")
    boards = [m for m in script.messages("cx-council") if m["text"].startswith("Reports for") and not m["ephemeral"]]
    [items] = [e["elements"] for b in boards[-1]["blocks"] for e in b["elements"] if e["type"] == "rich_text_list"]
    lines = ["".join(piece["text"] for piece in item["elements"]) for item in items]
    return next(line for line in lines if line.startswith("IT & Platforms"))


def test_typed_it_is_said_at_once_and_a_line_says_why(script: Script) -> None:
    said = say(script)
    assert "IT & Platforms has nothing to report for Tue 9 February. The board says so." in screen.modal(said)
    assert on_board(script) == "IT & Platforms — nothing to report"
    explained = script.submit("ravi", {"reason": WHY})
    assert f"The agenda says why:\n{WHY}" in screen.modal(explained)
    assert on_board(script) == "IT & Platforms — nothing to report"


@pytest.mark.parametrize("words", [f"nothing {WHY}", f"nothing to report: {WHY}", f"Nothing to report {WHY}"])
def test_typed_with_why_that_stands_in_its_field(script: Script, words: str) -> None:
    assert screen.entered(say(script, words=words)) == {"reason": WHY}


def test_nothing_to_report_is_no_reason(script: Script) -> None:
    assert screen.entered(say(script, words="nothing to report")) == {}


def test_taken_back_in_the_same_window_the_form_is_one_click_away(script: Script) -> None:
    undone = press(script, say(script), "Undo")
    assert "IT & Platforms' report is open again, due Thu 4 February, 22:30 your time." in screen.modal(undone)
    assert on_board(script) == "IT & Platforms — not yet"
    form = press(script, undone, "Write the report")
    assert form["view"]["callback_id"] == ids.REPORT_FORM


def test_pressed_in_the_form_it_takes_its_place_and_keeps_what_was_typed(script: Script) -> None:
    form = say(script, words="")
    field = next(block["block_id"] for block in form["view"]["blocks"] if block["block_id"].startswith("did"))
    script.type("ravi", "Moved the network.", block_id=field)
    said = press(script, form, "Nothing to report")
    assert "IT & Platforms has nothing to report" in screen.modal(said)
    undone = press(script, said, "Undo")
    again = press(script, undone, "Write the report")
    assert list(screen.entered(again).values()) == ["Moved the network."]


def test_it_is_not_drawn_over_by_a_part_that_unfolded_before(larkspur: Trial, script: Script) -> None:
    fingers = Fingers(larkspur.playground)
    test_report_forms.write(script)
    fingers.press_and_overtake("cx_report_unfold:best_practice")
    fingers.press(ids.NOTHING_TO_REPORT)
    assert "Sales has nothing to report" in screen.modal(fingers.rest())


def test_it_takes_the_place_of_a_part_that_unfolds_meanwhile(larkspur: Trial, script: Script) -> None:
    fingers = Fingers(larkspur.playground)
    test_report_forms.write(script)
    fingers.press_and_overtake(ids.NOTHING_TO_REPORT)
    fingers.press("cx_report_unfold:best_practice")
    assert "Sales has nothing to report" in screen.modal(fingers.rest())


def test_it_is_not_drawn_over_by_another_start_that_was_pressed_before(larkspur: Trial, script: Script) -> None:
    fingers = Fingers(larkspur.playground)
    test_report_folds.with_a_draft_beside_what_was_typed(script)
    fingers.press_and_overtake(f"{ids.REPORT_RESTART}:draft")
    fingers.press(ids.NOTHING_TO_REPORT)
    assert "Sales has nothing to report" in screen.modal(fingers.rest())


def test_a_form_written_after_all_has_everything_that_quick_fingers_unfold(larkspur: Trial, script: Script) -> None:
    fingers = Fingers(larkspur.playground)
    nothing = press(script, test_report_forms.write(script), "Nothing to report", "marcus")
    press(script, press(script, nothing, "Undo", "marcus"), "Write the report", "marcus")
    fingers.press_and_overtake("cx_report_unfold:best_practice")
    fingers.press("cx_report_unfold:research")
    shown = {field.partition("@")[0] for field in test_report_forms.fields(fingers.rest())}
    assert {"best_practice", "belief"} <= shown


def test_a_double_click_counts_once(script: Script) -> None:
    form = say(script, words="")
    found = button(form["view"], "Nothing to report")
    script.press("ravi", found.action_id, block_id=found.block_id, view=True, repeat=2, parallel=True)
    assert on_board(script) == "IT & Platforms — nothing to report"


def test_the_deputy_is_named_on_the_board(script: Script) -> None:
    say(script, "beth")
    assert on_board(script).startswith("IT & Platforms — nothing to report (Beth ")


def test_after_the_deadline_it_is_marked(script: Script) -> None:
    script.clock(to="2027-02-05T11:20:00+00:00")
    assert "marked “added Fri 11:20”" in screen.modal(say(script))
    assert on_board(script) == "IT & Platforms — nothing to report, added Fri 11:20"


def test_a_report_that_is_in_stays_and_says_how_it_is_changed(script: Script) -> None:
    say(script, words="")
    script.submit("ravi", screen.REPORT)
    refused = screen.private(say(script))
    assert "The report is in (Ravi " in refused
    assert "To change what it says, use /cx-report." in refused
    assert on_board(script) == "IT & Platforms — in"


@pytest.mark.parametrize("user", ["priya", "layla"])
def test_who_speaks_for_no_department_reads_who_does(script: Script, user: str) -> None:
    assert "IT & Platforms — Ravi " in screen.private(say(script, user))


def test_somebody_elses_press_is_refused_with_whom_to_ask(script: Script) -> None:
    form = say(script, words="")
    people = {person["handle"]: person["id"] for person in script.state()["people"]}
    refused = press(script, form, "Nothing to report", forge={"user_id": people["marcus"]})
    assert "A report comes from the department's lead or deputy." in screen.modal(refused)
    assert on_board(script) == "IT & Platforms — not yet"


@pytest.mark.parametrize("value", ["", "6", "6:x", "0:1", "6:1 ", "²:1", "999:1", "6:999"])
def test_a_forged_value_is_refused_in_words(script: Script, value: str) -> None:
    form = say(script, words="")
    refused = press(script, form, "Nothing to report", forge={"value": value})
    assert "again from the command" in screen.modal(refused)
    assert on_board(script) == "IT & Platforms — not yet"


def test_a_reason_that_is_too_long_is_said_at_its_field(script: Script) -> None:
    say(script)
    answer = script.submit("ravi", {"reason": "x" * 301}, force=True)
    assert "This has 301 characters, and there is room for 300." in answer["errors"]["reason"]


def test_a_reason_for_what_was_taken_back_meanwhile_is_refused_with_everything_there(script: Script) -> None:
    say(script)
    press(script, say(script, "beth"), "Undo", "beth")
    answer = script.submit("ravi", {"reason": WHY})
    assert "That has changed since." in screen.modal(answer)
    assert screen.entered(answer) == {"reason": WHY}


def test_pressed_in_the_days_reminders_it_is_said_where_one_stands(script: Script) -> None:
    script.clock(to="2027-02-03T09:01:00+00:00")
    reminder = script.last_message("it-platforms")
    nothing = button(reminder, "Nothing to report")
    where = {"channel": "it-platforms", "ts": reminder["ts"], "block_id": nothing.block_id}
    said = script.press("ravi", nothing.action_id, **where)
    assert "IT & Platforms has nothing to report" in screen.modal(said)
    assert on_board(script) == "IT & Platforms — nothing to report"
    after = next(one for one in script.messages("it-platforms") if one["ts"] == reminder["ts"])
    assert "Nothing to report" not in [
        element["text"]["text"]
        for block in after["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
