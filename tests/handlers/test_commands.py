"""Every command, what may follow it, and what is said where something can't be done."""

from typing import Any

import pytest

from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen

CHANNEL = "cx-council"


@pytest.mark.parametrize("command", ["/cx-report", "/cx-agenda", "/cx-action"])
@pytest.mark.parametrize("word", ["help", " HELP "])
def test_help_after_any_command(undisturbed: Script, command: str, word: str) -> None:
    said = screen.private(undisturbed.command("layla", "general", command, word))
    assert f"{command} " in said or f"{command} —" in said


def test_a_lead_gets_their_departments_form_and_the_board_counts_them(script: Script) -> None:
    opened = script.command("aisha", "customer-service", "/cx-report")
    assert opened["view"]["title"]["text"] == "CX report"
    sent = script.submit("aisha", screen.REPORT)
    assert "Thank you, Aisha. Customer Service's report is in, six working days early." in screen.modal(sent)
    assert "1 of 6 in" in script.last_message(CHANNEL)["text"]
    assert "Customer Service — in" in screen.private(script.command("tom", CHANNEL, "/cx-report", "status"))


def test_the_same_command_amends(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    again = script.command("aisha", "customer-service", "/cx-report")
    assert screen.entered(again) == {"did": screen.REPORT["did"]}
    assert "report is changed" in screen.modal(script.submit("aisha", {"did": "More of it."}))
    script.command("aisha", "customer-service", "/cx-report")
    assert "nothing has changed" in screen.modal(script.submit("aisha"))


@pytest.mark.parametrize(
    ("user", "command", "text", "said"),
    [
        ("tom", "/cx-report", "", "Customer Service — Aisha Khan or Joe Lister"),
        ("aisha", "/cx-report", "Sales", "Sales' report comes from its lead or deputy."),
        ("aisha", "/cx-report", "Catering", "There is no department “Catering” in this council. There are Marketing,"),
        ("aisha", "/cx-agenda", "", "Not posted yet. The chair, Priya Raman, posts it"),
        ("aisha", "/cx-agenda", "frobnicate", "I don't know “frobnicate”. You can use:"),
        ("aisha", "/cx-action", "list", "No actions are open. Add one with /cx-action add"),
        ("aisha", "/cx-action", "mine", "You have no open actions."),
        ("aisha", "/cx-action", "a-77", "There is no A-77."),
        ("aisha", "/cx-action", "frobnicate", "I don't know “frobnicate”."),
        ("layla", "/cx-action", "add", "Actions are proposed by members of the council. Please ask Priya Raman."),
        ("nina", "/cx-action", "add", "Please ask Dana Okoye."),
    ],
)
def test_what_cannot_be_done_says_what_can(undisturbed: Script, user: str, command: str, text: str, said: str) -> None:
    assert said in screen.private(undisturbed.command(user, CHANNEL, command, text))


def test_a_department_is_found_by_its_name_whatever_the_case(undisturbed: Script) -> None:
    opened = undisturbed.command("grace", "finance-billing", "/cx-report", "finance & billing")
    assert "Finance & Billing · meeting" in screen.modal(opened)


def test_the_chair_previews_posts_and_revises(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    preview = script.command("priya", CHANNEL, "/cx-agenda")
    assert "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30" in screen.modal(preview)
    assert preview["view"]["submit"]["text"] == "Post agenda"
    posted = script.submit("priya", {"question": "Why?"})
    assert "is on its way" in screen.modal(posted)
    assert [m["change"] for m in posted["messages"]] == ["new", "new"]
    script.command("priya", CHANNEL, "/cx-agenda")
    revised = script.submit("priya", {"question": "Why not?"})
    assert "edited where it stands" in screen.modal(revised)
    assert sorted(m["change"] for m in revised["messages"]) == ["edited", "new"], "with a note of what changed"


def test_the_chair_opens_reports_early_and_others_cannot(script: Script) -> None:
    script.clock(to="2027-02-10T15:00:00+00:00")
    question = script.last_message("@priya")
    script.press("priya", "cx_session_took_place", channel="dm", ts=question["ts"])
    looked = script.command("priya", CHANNEL, "/cx-agenda")
    [message] = [m for m in looked["messages"] if m["kind"] == "ephemeral"]
    pressed = {"action_id": "cx_open_reports", "channel": CHANNEL, "ts": message["ts"], "confirm": True}
    assert "Reports for Tue 9 March are open now" in screen.private(script.press("priya", **pressed))
    assert "Reports for 9 March" in script.last_message(CHANNEL)["text"]
    assert "Reports for Tue 9 March are open already." in screen.private(script.press("priya", **pressed))


def test_free_text_fills_the_form_and_echoes_the_date(undisturbed: Script) -> None:
    opened = undisturbed.command("priya", CHANNEL, "/cx-action", "@nina re-target ads & <b> by 31 March")
    assert screen.entered(opened) == {"text": "re-target ads & <b>", "due": "31 March"}
    assert "Wed 31 March" in screen.modal(opened)
    echoed = undisturbed.type("priya", "asap", block_id="due")
    assert "Pick a date, for example 26 March or end of next month." in screen.modal(echoed)
    assert screen.entered(echoed)["due"] == "asap"


def test_what_the_chair_adds_is_open_and_done_edits_its_card(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    assert "A-1 is open: Nina Castillo, due Wed 31 March." in screen.modal(script.submit("priya"))
    card = script.last_message("marketing")
    opened = script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
    assert opened["view"]["title"]["text"] == "Mark A-1 done"
    done = script.submit("nina", {"evidence": "Live since today."})
    assert "A-1 is done." in screen.modal(done)
    [edited] = [m for m in done["messages"] if m["channel_name"] == "marketing"]
    assert edited["change"] == "edited"
    assert "Done by Nina Castillo" in edited["text"]
    assert not [block for block in edited["blocks"] if block["type"] == "actions"]


def test_what_others_add_waits_for_the_chair_to_agree(script: Script) -> None:
    script.command("aisha", CHANNEL, "/cx-action", "add publish real waits in 2 weeks")
    proposed = script.submit("aisha", {"owner": "owen"})
    assert "A-1 is proposed" in screen.modal(proposed)
    proposal = script.last_message("@priya")
    agreed = script.press("priya", "cx_agree", channel="dm", ts=proposal["ts"])
    kinds = {(m["kind"], m["change"]) for m in agreed["messages"]}
    assert ("dm", "edited") in kinds
    assert "Agreed by Priya Raman" in script.last_message("@priya")["text"]
    assert "A-1 for Owen Price" in script.last_message("field-ops")["text"]


def test_a_stranger_to_an_action_cannot_finish_it_and_hears_who_can(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    card = script.last_message("marketing")
    pressed = script.press("felix", "cx_done", channel="marketing", ts=card["ts"])
    assert pressed["view"]["title"]["text"] == "Mark A-1 done", "a deputy may"
    script.deed("close", user="felix", all=True)
    listed = script.command("joe", CHANNEL, "/cx-action", "A-1")
    assert "[Done]" not in screen.private(listed)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"owner": "cx_council"}, "owner", "is an app and can't own an action"),
        ({"owner": "layla"}, "department", "The owner belongs to no department"),
        ({"due": "next friday"}, "due", "Which one: Fri 29 January or Fri 5 February? Please type the date."),
        ({"due": "yesterday"}, "due", "That day is past."),
        ({"due": "in 14 months"}, "due", "over a year away. If that is right, type it with its year."),
        ({"text": "abc"}, "text", "Please say in 5 characters or more what will be done."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    undisturbed: Script, values: dict[str, Any], field: str, said: str
) -> None:
    undisturbed.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    answer = undisturbed.submit("priya", values)
    assert said in answer["errors"][field]
    assert screen.entered(answer)["text"] is not None


def test_home_shows_my_actions_and_done_from_there_shows_at_once(script: Script, larkspur: Trial) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    script.home("nina")
    script.press("nina", "cx_done", home=True)
    script.submit("nina", {"evidence": "Live."})
    larkspur.bot.wait_until_idle(10)
    state = script.state()
    [nina] = [p["id"] for p in state["people"] if p["handle"] == "nina"]
    assert "Done by Nina Castillo" in str(state["homes"][nina]["blocks"])
