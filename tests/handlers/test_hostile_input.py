"""What strangers, forgers and careless fingers send: clear words, nothing lost, nothing leaked."""

import json
import logging
from typing import Any

import pytest

from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen
from tests.views import samples

SECRET = "Zanzibar-4711-secret"
CHANNEL = "cx-council"


@pytest.mark.parametrize("command", ["/cx-report", "/cx-agenda", "/cx-action"])
def test_a_command_from_another_workspace_is_turned_away_politely(undisturbed: Script, command: str) -> None:
    answer = undisturbed.command("aisha", CHANNEL, command, forge={"team_id": "T0ELSEWHERE"})
    assert "belongs to another workspace" in screen.private(answer)


@pytest.mark.parametrize("forged", [{"team_id": "T0ELSEWHERE"}, {"user_team_id": "T0ELSEWHERE"}])
def test_a_form_from_another_workspace_saves_nothing(undisturbed: Script, forged: dict[str, str]) -> None:
    undisturbed.command("aisha", CHANNEL, "/cx-report")
    answer = undisturbed.submit("aisha", screen.REPORT, forge=forged)
    assert "belongs to another workspace" in screen.modal(answer)
    assert "0 of 6 in" in screen.board(undisturbed)


def test_a_button_pressed_from_another_workspace_does_nothing(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    card = script.last_message("marketing")
    pressed = script.press("nina", "cx_done", channel="marketing", ts=card["ts"], forge={"user_team_id": "T0ELSEWHERE"})
    assert pressed["view"] is None
    assert "belongs to another workspace" in screen.private(pressed)


@pytest.mark.parametrize(
    "metadata",
    ["", "{}", "no json", '{"meeting":1}', '{"meeting":999,"department":4}', '{"meeting":1,"department":999}'],
)
def test_forged_metadata_is_refused_with_everything_typed_kept(undisturbed: Script, metadata: str) -> None:
    undisturbed.command("aisha", CHANNEL, "/cx-report")
    answer = undisturbed.submit("aisha", screen.REPORT, forge={"private_metadata": metadata})
    assert screen.entered(answer)["did"] == screen.REPORT["did"]
    assert "start again from the command" in screen.modal(answer) or "open it again" in screen.modal(answer)
    assert "0 of 6 in" in screen.board(undisturbed)


def test_another_departments_form_is_refused_by_role_and_not_by_what_the_form_says(undisturbed: Script) -> None:
    opened = undisturbed.command("aisha", CHANNEL, "/cx-report")
    theirs = json.loads(opened["view"]["private_metadata"]) | {"department": 2}
    answer = undisturbed.submit("aisha", screen.REPORT, forge={"private_metadata": json.dumps(theirs)})
    assert "A report comes from the department's lead or deputy. Please ask" in screen.modal(answer)
    assert screen.entered(answer)["did"] == screen.REPORT["did"]


def test_a_button_with_a_forged_value_is_refused_in_words(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    card = script.last_message("marketing")
    for value in ("999", "x", "1; drop", "²"):
        pressed = script.press("nina", "cx_done", channel="marketing", ts=card["ts"], forge={"value": value})
        assert "again from the command" in screen.private(pressed)


@pytest.mark.parametrize(
    ("did", "said"),
    [("x" * 3001, "This has 3,001 characters, and there is room for 3,000."), ("  \n ", "Please say something here")],
)
def test_too_much_and_nothing_at_all_are_said_under_the_field(undisturbed: Script, did: str, said: str) -> None:
    undisturbed.command("aisha", CHANNEL, "/cx-report")
    answer = undisturbed.submit("aisha", screen.REPORT | {"did": did}, force=True)
    assert said in answer["errors"]["did"]


def test_live_syntax_typed_into_every_field_stays_words(script: Script) -> None:
    live = "<!channel> @here <https://x.example|y> https://z.example *a* <@U0X> 👍🏽 ليلى"
    script.command("aisha", CHANNEL, "/cx-report")
    script.press("aisha", "cx_report_unfold:customer_quote", view=True)
    script.submit("aisha", {"did": live, "attending": "lead", "customer_quote": live})
    script.command("priya", CHANNEL, "/cx-agenda")
    script.submit("priya", {"question": live})
    script.command("priya", CHANNEL, "/cx-action", "add")
    script.submit("priya", {"text": live, "owner": "nina", "due": "31 March"})
    card = script.last_message("marketing")
    script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
    script.submit("nina", {"evidence": live})
    posted = [m for place in (CHANNEL, "marketing") for m in script.messages(place)]
    assert sum(live in samples.texts(m["blocks"]) for m in posted) >= 3
    for message in posted:
        assert "<!" not in message["text"]
        assert "<http" not in message["text"]
        assert "mrkdwn" not in str(message["blocks"])
        assert "'link'" not in str(message["blocks"])
    for call in script.state()["calls"]:
        if call["method"] == "chat.postMessage":
            arguments = call["arguments"]
            assert str(arguments["unfurl_links"]).lower() in ("false", "0")
            assert arguments["parse"] == "none"


def test_nothing_that_people_type_reaches_the_log(
    script: Script, caplog: pytest.LogCaptureFixture, larkspur: Trial
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"), caplog.at_level(logging.DEBUG):
        typed: dict[str, Any] = {"did": SECRET, "attending": "lead", "customer_quote": SECRET}
        script.command("aisha", CHANNEL, "/cx-report", SECRET)
        script.command("aisha", CHANNEL, "/cx-report")
        script.press("aisha", "cx_report_unfold:customer_quote", view=True)
        script.submit("aisha", typed, forge={"private_metadata": SECRET})
        script.close("aisha", all=True)
        script.command("aisha", CHANNEL, "/cx-report")
        script.submit("aisha", typed)
        script.command("priya", CHANNEL, "/cx-agenda", SECRET)
        script.command("priya", CHANNEL, "/cx-agenda")
        script.submit("priya", {"question": SECRET})
        script.command("priya", CHANNEL, "/cx-action", f"@nina {SECRET} by {SECRET}")
        script.submit("priya", {"due": SECRET})
        script.submit("priya", {"text": SECRET, "due": "31 March"})
        card = script.last_message("marketing")
        script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
        script.submit("nina", {"evidence": SECRET})
        script.command("aisha", CHANNEL, "/cx-nothing", SECRET)
        larkspur.process.database.engine.dispose()
    ours = [r for r in caplog.records if not r.name.startswith(("uvicorn", "websockets", "asyncio", "playground"))]
    deeds = " ".join(r.getMessage() for r in ours if r.name == "bot")
    assert all(word in deeds for word in ("report_sent", "agenda_posted", "action_added", "action_done", "refused"))
    leaked = [(r.name, r.getMessage()) for r in ours if SECRET in f"{r.getMessage()} {r.exc_text} {r.args}"]
    assert leaked == []
    tokens = (larkspur.playground.bot_token, larkspur.playground.app_token)
    assert [r.name for r in ours if any(token in r.getMessage() for token in tokens)] == []
