"""/cx-agenda past, a month, and export, as people use them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen
from tests.handlers.test_report_reading import content_of, in_person

COUNCIL = "cx-council"


def type_(script: Script, words: str, user: str = "layla") -> dict[str, Any]:
    return script.command(user, COUNCIL, "/cx-agenda", words)


def press(script: Script, answer: dict[str, Any], text: str, user: str = "layla") -> dict[str, Any]:
    return script.press(user, **button(answer["view"], text)._asdict(), view=True)


def report(script: Script, **more: str) -> None:
    script.command("marcus", "sales", "/cx-report")
    script.submit("marcus", screen.REPORT | more)
    script.close("marcus", all=True)


def test_from_the_months_to_an_agenda_its_items_and_back_in_one_modal(script: Script) -> None:
    report(script)
    months = type_(script, "past")
    assert "Agendas by month · 1 meeting, the newest first" in screen.modal(months)
    assert "February 2027 — Tue 9 February, not posted yet" in screen.modal(months)
    agenda = press(script, months, "Read")
    assert "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30" in screen.modal(agenda)
    reports = press(script, agenda, "3 · Department reports")
    assert screen.REPORT["did"] in screen.modal(reports)
    assert "Actions agreed last time" in screen.modal(press(script, reports, "Page before"))
    assert "Agendas by month" in screen.modal(press(script, reports, "Past agendas"))
    assert [len(stack) for stack in script.state()["views"].values() if stack] == [1]


@pytest.mark.parametrize("words", ["february", "FEB", "february 2027", "2027-02", "show february"])
def test_a_month_can_be_typed(undisturbed: Script, words: str) -> None:
    assert "Tue 9 February 2027, 14:00–15:30" in screen.modal(type_(undisturbed, words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("march", "There is no agenda for March. The latest ones: Tue 9 February 2027."),
        ("last", "There is no agenda of a meeting that is over. The latest ones: Tue 9 February 2027."),
        ("export december", "There is no agenda for December."),
        ("export janitor", "I find no month called “janitor”. Say one: /cx-agenda january,"),
        ("janitor", "I don't know “janitor”. You can use:"),
        ("past tense", "I don't know “past tense”. You can use:"),
    ],
)
def test_what_is_not_there_is_answered_privately_with_what_is(undisturbed: Script, words: str, said: str) -> None:
    assert said in screen.private(type_(undisturbed, words))


@pytest.mark.parametrize("user", ["layla", "priya"])
def test_the_file_comes_in_person_to_whoever_asks(larkspur: Trial, script: Script, user: str) -> None:
    report(script)
    said = screen.private(type_(script, "export", user))
    assert said == "Agenda for Tue 9 February 2027 is in our direct messages, as a file to read (Markdown)."
    [message] = in_person(script, user)
    assert [file["name"] for file in message["files"]] == ["cx-agenda-2027-02-09.md"]
    assert screen.REPORT["did"] in content_of(larkspur, message["files"][0]).decode()


def test_the_button_exports_the_agenda_that_is_read(larkspur: Trial, script: Script) -> None:
    said = press(script, type_(script, "february"), "Export")
    assert "Agenda for Tue 9 February 2027 is in our direct messages" in screen.modal(said)
    [message] = in_person(script, "layla")
    assert content_of(larkspur, message["files"][0]).decode().startswith("# Larkspur CX Council — Tue 9 February 2027")


def test_a_guest_reads_what_everybody_may_and_no_more(script: Script) -> None:
    agenda = screen.modal(type_(script, "february", "dana"))
    assert "Department reports" in agenda


def test_help_names_the_words(undisturbed: Script) -> None:
    said = screen.private(type_(undisturbed, "help"))
    for words in ("/cx-agenda past", "/cx-agenda january", "/cx-agenda export january"):
        assert words in said


def test_the_private_look_leads_to_the_file(script: Script) -> None:
    [message] = [one for one in type_(script, "")["messages"] if one["kind"] == "ephemeral"]
    pressed = script.press("layla", **button(message, "Export")._asdict(), channel=message["channel"], ts=message["ts"])
    assert "is in our direct messages" in screen.private(pressed)
    assert len(in_person(script, "layla")) == 1


def test_the_chair_reads_another_agenda_on_top_of_the_form(script: Script) -> None:
    form = type_(script, "", "priya")
    assert form["view"]["callback_id"] == ids.AGENDA_FORM
    said = press(script, form, "Export", "priya")
    assert "is in our direct messages" in screen.modal(said)
    script.close("priya")
    assert [len(stack) for stack in script.state()["views"].values() if stack] == [1]
