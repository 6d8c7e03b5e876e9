"""Shortcuts: global ones and those on a message."""

import pytest

from tests.playground import trial as trials


def test_a_global_shortcut_knows_no_place(trial: trials.Trial) -> None:
    trial.app.global_shortcut("new_action")(lambda ack: ack())
    assert trial.script.shortcut("aisha", "new_action")["ok"]
    body = trial.seen[0]
    assert (body["type"], body["callback_id"]) == ("shortcut", "new_action")
    assert set(body) == {
        "type",
        "token",
        "action_ts",
        "team",
        "user",
        "callback_id",
        "trigger_id",
        "enterprise",
        "is_enterprise_install",
    }


def test_a_message_shortcut_brings_the_message_and_a_way_to_answer(trial: trials.Trial) -> None:
    trial.app.message_shortcut("record")(lambda ack, respond: (ack(), respond("Recorded.")))
    ts = trial.script.say("priya", "cx-strategic", "Let us do it")["messages"][0]["ts"]
    answer = trial.script.shortcut("priya", "record", channel="cx-strategic", ts=ts)
    assert [(one["text"], one["kind"]) for one in answer["messages"]] == [("Recorded.", "ephemeral")]
    body = trial.seen[0]
    assert (body["type"], body["message_ts"], body["message"]["text"]) == ("message_action", ts, "Let us do it")
    assert set(body) == {
        "type",
        "token",
        "action_ts",
        "team",
        "user",
        "callback_id",
        "trigger_id",
        "response_url",
        "channel",
        "message_ts",
        "message",
        "enterprise",
        "is_enterprise_install",
    }
    assert body["channel"] == {"id": trial.channel("cx-strategic"), "name": "privategroup"}


@pytest.mark.parametrize(
    ("user", "callback_id", "where", "error"),
    [
        ("aisha", "unheard_of", {}, "unknown_shortcut"),
        ("aisha", "record", {}, "unknown_shortcut"),
        ("aisha", "new_action", {"channel": "sales", "ts": "ts"}, "unknown_shortcut"),
        ("aisha", "record", {"channel": "sales", "ts": "1.000000"}, "message_not_found"),
        ("aisha", "record", {"channel": "cx-strategic", "ts": "ts"}, "channel_not_found"),
    ],
)
def test_what_is_not_offered_is_named(
    trial: trials.Trial, user: str, callback_id: str, where: dict[str, str], error: str
) -> None:
    ts = trial.post("sales")
    named = {key: ts if value == "ts" else value for key, value in where.items()}
    assert trial.script.shortcut(user, callback_id, **named)["error"] == error
    assert trial.seen == []


def test_a_message_only_one_person_sees_offers_none(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack("Only you see this"))
    ts = trial.script.command("aisha", "sales", "/cx-action")["messages"][0]["ts"]
    assert trial.script.shortcut("aisha", "record", channel="sales", ts=ts)["error"] == "not_offered"


def test_a_shortcut_nobody_answers_shows_it(hasty: trials.Trial) -> None:
    assert hasty.script.shortcut("aisha", "new_action")["error"] == "no_answer"
