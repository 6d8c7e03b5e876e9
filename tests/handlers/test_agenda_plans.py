"""The items of the agenda as the chair arranges them: from the form of /cx-agenda, each press kept at once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import ids
from playground.script import Script, button
from tests.handlers import screen
from tests.handlers.test_report_areas import both
from tests.views import samples

__all__ = ["both"]


@pytest.fixture
def collecting(script: Script, both: tuple[str, str]) -> Script:
    """Reports for February are being collected."""
    return script


def arrange(script: Script, user: str = "priya") -> dict[str, Any]:
    return script.command(user, "cx-council", "/cx-agenda", "arrange")


def rows(answer: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in answer["view"]["blocks"] if block["type"] == "section"]


def choose(script: Script, answer: dict[str, Any], item: str, what: str, **more: Any) -> dict[str, Any]:
    """Choose something from the menu beside an item."""
    [block] = [one for one in answer["view"]["blocks"] if one["type"] == "section" and item in one["text"]["text"]]
    menu = block["accessory"]
    [value] = [option["value"] for option in menu["options"] if option["text"]["text"] == what]
    return script.press("priya", menu["action_id"], block_id=block["block_id"], value=value, view=True, **more)


def press(script: Script, answer: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    return script.press("priya", **button(answer["view"], text)._asdict(), view=True, **more)


def look(script: Script) -> str:
    """The agenda as anybody looks at it."""
    return screen.private(script.command("dana", "marketing", "/cx-agenda"))


def change(script: Script, title: str, minutes: str, type: str = "inform") -> dict[str, Any]:
    """Send the form of an item."""
    return script.submit("priya", {ids.ITEM_TITLE: title, ids.ITEM_MINUTES: minutes, ids.ITEM_TYPE: type})


def test_the_ten_items_stand_in_order_with_their_minutes_and_what_the_council_does(collecting: Script) -> None:
    opened = arrange(collecting)
    assert rows(opened)[0] == "1 · Actions agreed last time — 10 min, decide"
    assert len(rows(opened)) == 10
    assert "90 minutes of 90." in screen.modal(opened)
    assert "Over half" not in screen.modal(opened)


def test_an_item_is_moved_skipped_and_put_back_with_one_press_each(collecting: Script) -> None:
    moved = choose(collecting, arrange(collecting), "Best practice", "Move up")
    assert rows(moved)[2].startswith("3 · Best practice")
    skipped = choose(collecting, moved, "Department reports", "Skip this time")
    assert rows(skipped)[3:5] == ["Department reports — skipped this time", "4 · Initiatives — 10 min, decide"]
    assert "65 minutes of 90." in screen.modal(skipped)
    assert "Skipped this time: Department reports." in look(collecting)
    back = choose(collecting, skipped, "Department reports", "Put back")
    assert rows(back)[3] == "4 · Department reports — 25 min, discuss"


def test_the_first_has_no_way_up_the_last_none_down_and_only_an_own_item_can_be_removed(collecting: Script) -> None:
    blocks = [block for block in arrange(collecting)["view"]["blocks"] if block["type"] == "section"]
    menus = [[option["text"]["text"] for option in block["accessory"]["options"]] for block in blocks]
    assert "Move up" not in menus[0]
    assert "Move down" not in menus[-1]
    assert not any("Remove" in menu for menu in menus)


def test_an_item_is_added_changed_and_removed_and_the_form_beneath_follows(collecting: Script) -> None:
    opened = arrange(collecting)
    press(collecting, opened, "Add an item")
    added = change(collecting, "Visit from the engineers", "20")
    assert "9 · Any other business" in rows(added)[8]
    assert rows(added)[9] == "10 · Visit from the engineers — 20 min, inform"
    assert "That is 20 minutes over the slot of 90." in screen.modal(added)
    choose(collecting, added, "Visit from", "Change…")
    changed = change(collecting, "Visit", "0", "decide")
    assert rows(changed)[9] == "10 · Visit — 0 min, decide"
    assert "Visit (0 min, decide)" in look(collecting)
    assert len(rows(choose(collecting, changed, "Visit", "Remove"))) == 10


def test_where_over_half_of_the_time_informs_it_is_said(collecting: Script) -> None:
    press(collecting, arrange(collecting), "Add an item")
    assert "What could be decided or discussed instead?" in screen.modal(change(collecting, "Talk", "90"))


@pytest.mark.parametrize("minutes", ["", "ten", "1e3", "-5", "241", "1.5", "٣"])
def test_minutes_that_are_none_are_refused_beside_the_field(collecting: Script, minutes: str) -> None:
    press(collecting, arrange(collecting), "Add an item")
    answer = change(collecting, "Visit", minutes)
    assert answer["errors"] == {
        ids.ITEM_MINUTES: "Please give the minutes as a whole number from 0 to 240, for example 10."
    }


def test_an_item_without_a_title_is_refused_and_one_of_the_ten_has_its_usual_one(collecting: Script) -> None:
    opened = arrange(collecting)
    press(collecting, opened, "Add an item")
    assert change(collecting, " ", "5")["errors"] == {ids.ITEM_TITLE: "Please name the item in a few words."}
    assert "there is room for 60" in change(collecting, "x" * 61, "5")["errors"][ids.ITEM_TITLE]
    collecting.close("priya")
    choose(collecting, opened, "Best practice", "Change…")
    assert "4 · Best practice — 5 min, inform" in rows(change(collecting, "", "5"))


def test_as_usual_takes_back_what_was_arranged(collecting: Script) -> None:
    opened = arrange(collecting)
    skipped = choose(collecting, opened, "Best practice", "Skip this time")
    usual = press(collecting, skipped, "As usual")
    assert rows(usual) == rows(opened)
    assert "As usual" not in str(usual["view"]["blocks"])


def test_what_was_arranged_is_used_for_coming_meetings_but_not_what_is_skipped(collecting: Script) -> None:
    opened = arrange(collecting)
    skipped = choose(collecting, opened, "Best practice", "Skip this time")
    assert "Use for coming" not in str(skipped["view"]["blocks"])
    moved = choose(collecting, skipped, "Initiatives", "Move up")
    used = press(collecting, moved, "Use for coming meetings", confirm=True)
    assert "Best practice — skipped this time" in rows(used)
    usual = press(collecting, used, "As usual")
    assert rows(usual)[3].startswith("4 · Initiatives")
    assert rows(usual)[4] == "5 · Best practice — 8 min, inform"


def test_what_was_typed_into_the_chairs_form_is_there_when_arranging_is_closed(collecting: Script) -> None:
    form = collecting.command("priya", "cx-council", "/cx-agenda")
    collecting.type("priya", "Why nine days?", block_id=ids.QUESTION)
    opened = press(collecting, form, "Arrange")
    choose(collecting, opened, "Best practice", "Skip this time")
    collecting.close("priya")
    sent = collecting.submit("priya", {})
    assert "is on its way to the council's channel" in screen.modal(sent)
    posted = next(m for m in collecting.messages("cx-council") if "Why nine days?" in m["text"])
    assert "Skipped this time: Best practice." in samples.texts(posted["blocks"])


def test_a_posted_agenda_is_edited_with_one_note_for_several_changes(collecting: Script) -> None:
    collecting.command("priya", "cx-council", "/cx-agenda")
    collecting.submit("priya", {ids.QUESTION: "Why nine days?"})
    collecting.close("priya", all=True)
    opened = arrange(collecting)
    assert "The posted agenda is edited where it stands." in screen.modal(opened)
    choose(collecting, choose(collecting, opened, "Initiatives", "Move up"), "Best practice", "Skip this time")
    collecting.close("priya", all=True)
    collecting.clock(by="PT10S")
    [posted] = [m for m in collecting.messages("cx-council") if "Why nine days?" in m["text"]]
    assert "Skipped this time: Best practice." in samples.texts(posted["blocks"])
    notes = [m["text"] for m in collecting.messages("cx-council") if m["text"].startswith("Agenda v")]
    assert notes == ["Agenda v2: the items changed."]


def test_what_was_arranged_is_told_in_the_history_in_words(collecting: Script) -> None:
    moved = choose(collecting, arrange(collecting), "Best practice", "Move up")
    press(collecting, moved, "Use for coming meetings", confirm=True)
    collecting.close("priya", all=True)
    told = screen.modal(collecting.command("priya", "cx-council", "/cx-council", "history"))
    assert "Priya Raman arranged the agenda of the February meeting" in told
    assert "moved “Department reports” to place 4" in told, "of two neighbours that changed places one was moved"
    assert "Priya Raman arranged the agenda of coming meetings" in told


@pytest.mark.parametrize("value", ["", "up:", "up:4711", "change:4711", "remove:1", "sideways:1", "up:x", "up:1:2"])
def test_a_menu_that_is_not_ours_changes_nothing(collecting: Script, value: str) -> None:
    opened = arrange(collecting)
    block = next(one for one in opened["view"]["blocks"] if one["type"] == "section")
    collecting.press("priya", ids.ITEM_MENU, block_id=block["block_id"], view=True, forge={"value": value})
    collecting.close("priya", all=True)
    assert rows(arrange(collecting)) == rows(opened)


def test_somebody_else_cannot_arrange(collecting: Script) -> None:
    assert "The chair posts the agenda." in screen.private(arrange(collecting, "dana"))
    people = {person["handle"]: person["id"] for person in collecting.state()["people"]}
    opened = arrange(collecting)
    refused = choose(collecting, opened, "Best practice", "Move up", forge={"user_id": people["dana"]})
    assert "The chair posts the agenda." in screen.modal(refused)
    assert rows(arrange(collecting)) == rows(opened)


def test_the_second_of_two_acts_on_what_the_first_kept(collecting: Script) -> None:
    first = arrange(collecting)
    second = collecting.command("tom", "cx-council", "/cx-agenda", "arrange")
    choose(collecting, first, "Best practice", "Skip this time")
    [block] = [one for one in second["view"]["blocks"] if one["type"] == "section" and "Adjourn" in one["text"]["text"]]
    shown = collecting.press(
        "tom", ids.ITEM_MENU, block_id=block["block_id"], view=True, value=block["accessory"]["options"][0]["value"]
    )
    assert "Best practice — skipped this time" in rows(shown)
    assert rows(shown)[-1].startswith("9 · Any other business")
