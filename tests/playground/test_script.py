"""The small client, and its finders."""

import pytest

from playground import script
from tests.playground import trial as trials
from tests.playground.trial import actions, button


def test_a_button_is_found_by_its_text() -> None:
    accessory = {"type": "section", "block_id": "s", "accessory": button("Answer", "answer")}
    surface = {
        "blocks": [{"type": "divider", "block_id": "d"}, actions("b", button("Done", "done", value="1")), accessory]
    }
    assert script.button(surface, "Done") == ("b", "done", "1")
    assert script.button(surface, "Answer")._asdict() == {"block_id": "s", "action_id": "answer", "value": None}
    with pytest.raises(script.NotThereError, match="Done"):
        script.button(surface, "Undo")


def test_a_button_found_can_be_pressed(trial: trials.Trial) -> None:
    trial.app.action("done")(lambda ack: ack())
    trial.post("sales", actions("A-1", button("Done", "done", value="1")), actions("A-2", button("Later", "done")))
    message = trial.script.last_message("#Sales")
    later = script.button(message, "Later")
    pressed = {key: value for key, value in later._asdict().items() if value is not None}
    assert trial.script.press("marcus", channel="sales", ts=message["ts"], **pressed)["ok"]
    assert trial.seen[0]["actions"][0]["block_id"] == "A-2"


def test_direct_messages_are_found_by_handle(trial: trials.Trial) -> None:
    trial.client.chat_postMessage(channel=trial.person("marcus"), text="Only you")
    assert trial.script.last_message("@marcus")["text"] == "Only you"
    assert trial.script.messages("@ines") == []


def test_what_is_not_there_is_said(trial: trials.Trial) -> None:
    with pytest.raises(script.NotThereError, match="no message"):
        trial.script.last_message("sales")
    with pytest.raises(script.NotThereError, match="marketing"):
        trial.script.messages("nowhere")


def test_a_malformed_deed_raises(trial: trials.Trial) -> None:
    with pytest.raises(script.MalformedError, match="command"):
        trial.script.command("aisha", "sales", "no slash")


def test_an_address_needs_a_port() -> None:
    with pytest.raises(ValueError, match="port"):
        script.Script("http://127.0.0.1")
