"""Slack has its answer in under three seconds, people their form and their words, whatever the database does.

The playground answers a late or missing acknowledgement as Slack does, with an error in the deed's answer.
"""

import time

import pytest

from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen

pytestmark = pytest.mark.faults

SLOW_S = 4.0


def test_a_form_opens_while_the_database_takes_four_seconds(undisturbed: Script) -> None:
    undisturbed.fault("database_slow", seconds=SLOW_S, times=1)
    opened = undisturbed.command("aisha", "customer-service", "/cx-report")
    assert opened["ok"], opened
    assert "Customer Service · meeting Tue 9 February" in screen.modal(opened)
    calls = [call["method"] for call in undisturbed.state()["calls"]]
    assert calls[-2:] == ["views.open", "views.update"], "a waiting view first, then the form in its place"


def test_a_report_sent_to_a_slow_database_is_saved_once_and_confirmed(script: Script, larkspur: Trial) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.fault("database_slow", seconds=SLOW_S, times=1)
    sent = script.submit("aisha", screen.REPORT)
    assert sent["ok"], sent
    assert "Customer Service's report is in, six working days early." in screen.modal(sent)
    assert "1 of 6 in" in script.last_message("cx-council")["text"]


def test_a_slow_refusal_gives_the_form_back_with_everything_typed(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
    script.type("priya", "asap", block_id="due")
    script.fault("database_slow", seconds=2.5, times=1)
    answer = script.submit("priya")
    assert answer["ok"], answer
    assert screen.entered(answer) == {"text": "re-target ads", "due": "asap"}
    assert answer["view"]["submit"]["text"] == "Add action"
    lines = screen.modal(answer).splitlines()
    assert "Pick a date, for example 26 March or end of next month." in lines
    assert "A-1 is open: Nina Castillo, due Wed 31 March." in screen.modal(script.submit("priya", {"due": "31 March"}))


def test_a_slow_list_is_answered_twice_at_once_and_when_it_is_there(undisturbed: Script) -> None:
    undisturbed.fault("database_slow", seconds=2.5, times=1)
    started = time.monotonic()
    answer = undisturbed.command("aisha", "cx-council", "/cx-action", "list")
    assert time.monotonic() - started < SLOW_S + 2
    said = [message["text"] for message in answer["messages"] if message["kind"] == "ephemeral"]
    assert said[0] == "One moment…"
    assert said[1].startswith("No actions are open.")


def test_a_slow_refusal_to_open_is_said_where_the_form_would_have_been(undisturbed: Script) -> None:
    undisturbed.fault("database_slow", seconds=1.5, times=1)
    answer = undisturbed.command("tom", "cx-council", "/cx-report")
    assert "Customer Service — Aisha Khan or Joe Lister" in screen.modal(answer)
    assert "submit" not in answer["view"] or answer["view"]["submit"] is None
