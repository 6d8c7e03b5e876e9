"""Tell the council: from the answer to who has no report to write, or from a message, to the agenda or thanks."""

from __future__ import annotations

from typing import Any

from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen
from tests.usecases import owed
from tests.views import samples

WORDS = {"told": "People waiting for their first bill ring us twice."}
SHORTCUT = "cx_tell_shortcut"


def ask(script: Script, user: str = "layla") -> dict[str, Any]:
    """Type /cx-report, which says who leads what, and press what it offers."""
    [said] = script.command(user, "cx-news", "/cx-report")["messages"]
    pressed = button(said, "Tell the council")
    return script.press(user, pressed.action_id, block_id=pressed.block_id, channel="cx-news", ts=said["ts"])


def in_person(script: Script, handle: str, beginning: str) -> dict[str, Any]:
    """The message in somebody's direct messages that begins so."""
    [found] = [one for one in script.messages(f"@{handle}") if one["text"].startswith(beginning)]
    return found


def press(script: Script, user: str, shown: dict[str, Any], word: str, **more: Any) -> dict[str, Any]:
    state = script.state()
    slack_id = next(one["id"] for one in state["people"] if one["handle"] == user)
    direct = next(dm["id"] for dm in state["dms"] if dm["user"] == slack_id)
    pressed = button(shown, word)
    return script.press(user, pressed.action_id, block_id=pressed.block_id, channel=direct, ts=shown["ts"], **more)


def test_whoever_has_no_report_to_write_tells_the_council(script: Script) -> None:
    form = ask(script)
    assert "Priya Raman reads it and decides whether it goes on the agenda." in screen.modal(form)
    answer = script.submit("layla", WORDS)
    assert "Priya Raman has it, and I'll tell you what becomes of it." in screen.modal(answer)
    told = in_person(script, "priya", "ليلى الحسيني tells the council: “People waiting")
    press(script, "priya", told, "Put on the agenda", repeat=2, parallel=True)
    told = in_person(
        script, "priya", "On the agenda for Tue 9 February, under any other business (Priya Raman, Wed 27 January)."
    )
    assert [block["type"] for block in told["blocks"]] == ["rich_text"]
    assert "is on the agenda" in in_person(script, "layla", "What you told the council")["text"]


def test_what_the_chair_puts_there_is_under_item_9(script: Script) -> None:
    ask(script)
    script.submit("layla", WORDS)
    press(script, "priya", in_person(script, "priya", "ليلى"), "Put on the agenda")
    script.clock(to="2027-02-05T09:00:00+00:00")
    replies = [samples.texts(one["blocks"]) for one in script.messages("cx-council") if one.get("thread_ts")]
    [item] = [reply for reply in replies if WORDS["told"] in reply]
    assert "Any other business" in item
    assert "ليلى الحسيني" in item


def test_who_is_thanked_hears_so(script: Script) -> None:
    ask(script)
    script.submit("layla", WORDS)
    press(script, "priya", in_person(script, "priya", "ليلى"), "Thank")
    in_person(script, "layla", "Priya Raman thanks you for what you told the council.")
    press(script, "priya", in_person(script, "priya", "Thanked (Priya Raman"), "Put on the agenda")
    in_person(script, "layla", "What you told the council is on the agenda")


def test_the_chair_is_not_asked_to_tell_themselves(script: Script) -> None:
    [said] = script.command("priya", "cx-council", "/cx-report")["messages"]
    assert "Tell the council" not in samples.texts(said["blocks"])


def test_a_message_is_quoted_with_who_wrote_it(script: Script) -> None:
    said = script.say("joe", "customer-service", "Layla, they *all* ring twice. @nina & co, what now?")["messages"][0]
    form = script.shortcut("aisha", SHORTCUT, channel="customer-service", ts=said["ts"])
    assert screen.entered(form)["told"].startswith("Joe Lister: “Layla, they *all* ring twice. @")
    assert "& co, what now?”" in screen.entered(form)["told"]
    script.submit("aisha")
    assert in_person(script, "priya", "Aisha Khan tells the council: “Joe Lister: “Layla")


def test_a_long_message_is_cut_so_that_there_is_room_left(script: Script) -> None:
    said = script.say("joe", "customer-service", "They ring twice. " * 200)["messages"][0]
    form = script.shortcut("aisha", SHORTCUT, channel="customer-service", ts=said["ts"])
    assert screen.entered(form)["told"].rstrip().endswith("…”")
    assert script.submit("aisha")["ok"]


def test_one_form_sent_twice_is_told_once(script: Script, larkspur: Trial) -> None:
    ask(script)
    script.submit("layla", WORDS, repeat=3, parallel=True)
    told = [key for key in owed.keys(larkspur.process.database) if key.startswith("told:")]
    assert len(told) == 1


def test_nothing_said_keeps_the_form_with_the_reason_under_its_field(script: Script) -> None:
    ask(script)
    answer = script.submit("layla", {"told": "   "})
    assert "Please say what the council should know" in str(answer)
    assert script.submit("layla", WORDS)["ok"]
