"""What nobody foresaw: one polite line with a reference, and its origin in the log without anybody's words."""

import logging
import re

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import text

from playground import tickets
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen

REFERENCE = re.compile(
    r"Something went wrong on our side; nothing was saved\. Please try again\. Reference ([0-9A-F]{4})\."
)


@pytest.fixture
def broken(larkspur: Trial) -> Trial:
    """The bot after somebody renamed a table under it."""
    with larkspur.process.database.engine.begin() as connection:
        connection.execute(text("alter table meetings rename to lost"))
    return larkspur


def test_an_unforeseen_failure_is_owned_and_can_be_quoted(
    broken: Trial, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        said = screen.private(script.command("aisha", "cx-council", "/cx-agenda"))
    quoted = REFERENCE.search(said)
    assert quoted, said
    [line] = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert f"reference={quoted[1]}" in line
    assert "error=OperationalError" in line
    assert "agendas.py" in line


def test_a_failed_submission_gives_everything_typed_back(larkspur: Trial, script: Script) -> None:
    script.command("aisha", "cx-council", "/cx-report")
    with larkspur.process.database.engine.begin() as connection:
        connection.execute(text("alter table meetings rename to lost"))
    answer = script.submit("aisha", screen.REPORT)
    assert REFERENCE.search(screen.modal(answer))
    assert screen.entered(answer)["did"] == screen.REPORT["did"]


def test_slack_failing_to_open_a_form_is_said_privately(undisturbed: Script) -> None:
    undisturbed.fault("http_500", method="views.open")
    assert REFERENCE.search(screen.private(undisturbed.command("aisha", "cx-council", "/cx-report")))


@pytest.mark.parametrize(("seconds", "said"), [(3.0, ""), (0.0, "Please try once more.")], ids=["used", "too late"])
def test_a_trigger_that_comes_too_late_is_explained_and_a_used_one_needs_no_words(
    larkspur: Trial, script: Script, monkeypatch: pytest.MonkeyPatch, seconds: float, said: str
) -> None:
    script.command("aisha", "cx-council", "/cx-report")
    [opened] = [call for call in script.state()["calls"] if call["method"] == "views.open"]
    command = {
        "command": "/cx-report",
        "text": "",
        "team_id": larkspur.process.identity.team_id,
        "user_id": _aisha(script),
        "trigger_id": opened["arguments"]["trigger_id"],
        "response_url": "http://127.0.0.1:9/never",
    }
    if not seconds:
        monkeypatch.setattr(tickets, "TRIGGER_SECONDS", seconds)
        command["trigger_id"] = larkspur.playground.workspace.tickets.new_trigger(_aisha(script)).id
    answer = larkspur.bot.app.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert answer.status == 200
    assert bool(answer.body) is bool(said)
    assert said in answer.body


def test_an_answer_lost_on_the_way_is_asked_for_again(undisturbed: Script) -> None:
    undisturbed.fault("database_slow", seconds=1.0, times=1)
    undisturbed.fault("drop_before_accept", method="views.update")
    answer = undisturbed.command("aisha", "cx-council", "/cx-report")
    assert "Customer Service · meeting" in screen.modal(answer)


def test_a_slow_form_that_slack_will_not_take_is_replaced_by_words(undisturbed: Script) -> None:
    undisturbed.fault("database_slow", seconds=1.0, times=1)
    undisturbed.fault("http_500", method="views.update")
    answer = undisturbed.command("aisha", "cx-council", "/cx-report")
    assert REFERENCE.search(screen.modal(answer))


def test_a_button_nobody_listens_to_any_more_is_answered(script: Script, larkspur: Trial) -> None:
    state = script.state()
    [channel] = [c["id"] for c in state["channels"] if c["name"] == "cx-council"]
    larkspur.process.client.chat_postMessage(
        channel=channel,
        text="From long ago",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "action_id": "gone", "value": "1", "text": {"type": "plain_text", "text": "Old"}}
                ],
            }
        ],
    )
    old = script.last_message("cx-council")
    answer = script.press("aisha", "gone", channel="cx-council", ts=old["ts"])
    assert "This button is from another version of the app." in screen.private(answer)


def _aisha(script: Script) -> str:
    [aisha] = [person["id"] for person in script.state()["people"] if person["handle"] == "aisha"]
    return str(aisha)
