"""The same thing sent twice has one effect: a double click, a retry, two at once."""

import pytest

from playground.script import Script, button
from tests.journeys.told import words

REPORT = {"did": "Logged 1,302 calls about broken promises.", "attending": "lead"}


@pytest.mark.parametrize("parallel", [False, True], ids=["one after the other", "at once"])
def test_a_report_submitted_twice_is_one_report(script: Script, parallel: bool) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    sent = script.submit("aisha", REPORT, repeat=2, parallel=parallel)
    assert sent["ok"], sent
    assert "is in" in words(sent["view"])
    assert "1 of 6 in" in words(script.messages("cx-council")[0])


@pytest.mark.parametrize("parallel", [False, True], ids=["one after the other", "at once"])
def test_an_action_submitted_twice_is_one_action(script: Script, parallel: bool) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    sent = script.submit("priya", repeat=2, parallel=parallel)
    assert sent["ok"], sent
    assert "A-1 is open" in words(sent["view"])
    assert len(script.messages("marketing")) == 1
    listed = script.command("priya", "cx-council", "/cx-action", "list")
    assert "1 open" in words(listed["messages"][0])


@pytest.mark.parametrize("parallel", [False, True], ids=["one after the other", "at once"])
def test_an_agenda_posted_twice_is_one_agenda(script: Script, parallel: bool) -> None:
    script.command("priya", "cx-council", "/cx-agenda")
    sent = script.submit("priya", {"question": "How do we keep promises?"}, repeat=2, parallel=parallel)
    assert sent["ok"], sent
    assert len(script.messages("cx-council")) == 2  # the board and the agenda


@pytest.mark.parametrize("parallel", [False, True], ids=["one after the other", "at once"])
def test_done_pressed_and_sent_twice_is_done_once(script: Script, parallel: bool) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    script.submit("priya")
    card = script.last_message("marketing")
    done = button(card, "Done")
    pressed = script.press("nina", done.action_id, block_id=done.block_id, channel="marketing", ts=card["ts"])
    assert pressed["ok"], pressed
    sent = script.submit("nina", {"evidence": "Live since Monday."}, repeat=2, parallel=parallel)
    assert sent["ok"], sent
    assert "A-1 is done" in words(sent["view"])
    script.close("nina")
    # The old button is gone from the card; a copy of it pressed again says how things stand.
    again = script.press("nina", done.action_id, block_id=done.block_id, channel="marketing", ts=card["ts"])
    assert not again["ok"]
    assert "Done by Nina Castillo" in words(script.last_message("marketing"))


@pytest.mark.parametrize("parallel", [False, True], ids=["one after the other", "at once"])
def test_agree_pressed_twice_is_one_agreement(script: Script, parallel: bool) -> None:
    script.command("marcus", "sales", "/cx-action", "@jonas add three questions to the form by end of next month")
    script.submit("marcus")
    proposal = script.last_message("@priya")
    agree = button(proposal, "Agree")
    pressed = script.press(
        "priya",
        agree.action_id,
        block_id=agree.block_id,
        channel=_direct_messages(script, "Priya Raman"),
        ts=proposal["ts"],
        repeat=2,
        parallel=parallel,
    )
    assert pressed["ok"], pressed
    proposal = next(message for message in script.messages("@priya") if message["ts"] == proposal["ts"])
    assert "Agreed by Priya Raman" in words(proposal)
    assert len(script.messages("sales")) == 1


def test_home_opened_by_an_event_delivered_twice_is_drawn_once(script: Script) -> None:
    opened = script.home("nina", repeat=2)
    assert opened["ok"], opened
    assert sum(call["method"] == "views.publish" for call in script.state()["calls"]) == 1


def _direct_messages(script: Script, name: str) -> str:
    state = script.state()
    user = next(person["id"] for person in state["people"] if person["name"] == name)
    return next(str(dm["id"]) for dm in state["dms"] if dm["user"] == user)
