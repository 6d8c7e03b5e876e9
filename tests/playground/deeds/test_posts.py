"""What people say, and what the app hears of it."""

from typing import Any

import pytest

from tests.playground import trial as trials


def test_what_is_said_stands_there_with_its_mentions(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    answer = trial.script.say("marcus", "sales", "@Ines Duarte, look at #sales & <b>")
    ines, sales = trial.person("ines"), trial.channel("sales")
    assert [(one["text"], one["user"], one["change"]) for one in answer["messages"]] == [
        (f"<@{ines}>, look at <#{sales}> &amp; &lt;b&gt;", trial.person("marcus"), "new")
    ]


def test_the_app_hears_what_is_said_where_it_is(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    message = trial.script.say("marcus", "sales", "Hello")["messages"][0]
    event = trial.seen[0]["event"]
    assert event == {
        "type": "message",
        "user": trial.person("marcus"),
        "text": "Hello",
        "ts": message["ts"],
        "team": trial.playground.workspace.world.team.id,
        "channel": trial.channel("sales"),
        "channel_type": "channel",
        "event_ts": message["ts"],
    }


def test_a_direct_message_is_one(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda say: say("You are welcome"))
    answer = trial.script.say("marcus", "dm", "Thank you")
    assert [(one["text"], one["kind"]) for one in answer["messages"]] == [
        ("Thank you", "dm"),
        ("You are welcome", "dm"),
    ]
    assert trial.seen[0]["event"]["channel_type"] == "im"


@pytest.mark.parametrize(("channel", "heard"), [("cx-strategic", 0), ("random", 0), ("sales", 1)])
def test_the_app_hears_nothing_from_elsewhere(trial: trials.Trial, channel: str, heard: int) -> None:
    trial.app.event("message")(lambda: None)
    space = trial.playground.workspace
    space.conversations.join(space.conversations.channels()[-1].id, trial.person("priya"))
    space.conversations.join(trial.channel("sales"), trial.person("priya"))
    trial.script.say("priya", channel, "Hello")
    assert len(trial.seen) == heard


def test_a_mention_of_the_app_is_an_event_of_its_own(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    trial.app.event("app_mention")(lambda: None)
    trial.script.say("marcus", "sales", "@CX Council help")
    assert [body["event"]["type"] for body in trial.seen] == ["message", "app_mention"]
    assert "channel_type" not in trial.seen[1]["event"]


def test_a_reply_goes_into_its_thread(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    parent = trial.post("sales")
    reply = trial.script.say("marcus", "sales", "Yes", thread_ts=parent)["messages"][0]
    assert reply["thread_ts"] == parent
    assert trial.seen[0]["event"]["thread_ts"] == parent


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"channel": "cx-strategic"}, "channel_not_found"),
        ({"channel": "marketing"}, "not_in_channel"),
        ({"text": "/cx-action list"}, "is_command"),
        ({"thread_ts": "1.000000"}, "message_not_found"),
    ],
)
def test_what_cannot_be_said_is_named(trial: trials.Trial, said: dict[str, Any], error: str) -> None:
    asked = {"channel": "sales", "text": "Hello"} | said
    answer = trial.script.say("marcus", **asked)
    assert (answer["error"], answer["messages"]) == (error, [])


def test_an_app_hears_of_its_own_messages_their_edits_and_their_end(trial: trials.Trial) -> None:
    ts = trial.post("sales", text="First")
    trial.client.chat_update(channel=trial.channel("sales"), ts=ts, text="Second")
    trial.client.chat_delete(channel=trial.channel("sales"), ts=ts)
    trials.until(lambda: len(trial.own) == 3)
    posted, changed, deleted = (body["event"] for body in trial.own)
    assert (posted["text"], posted["ts"], posted.get("subtype")) == ("First", ts, None)
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("First", "Second")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "Second"
    assert posted["ts"] < changed["ts"] < deleted["ts"]


def test_a_deleted_parent_is_a_change_to_a_tombstone(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    ts = trial.post("sales")
    trial.script.say("marcus", "sales", "Under it", thread_ts=ts)
    trial.client.chat_delete(channel=trial.channel("sales"), ts=ts)
    trials.until(lambda: len(trial.seen) == 2)
    assert trial.seen[-1]["event"]["message"]["subtype"] == "tombstone"


def test_a_reply_shown_to_the_channel_brings_its_thread(trial: trials.Trial) -> None:
    ts = trial.post("sales", text="Question")
    trial.client.chat_postMessage(channel=trial.channel("sales"), text="Answer", thread_ts=ts, reply_broadcast=True)
    trials.until(lambda: len(trial.own) == 2)
    reply = trial.own[-1]["event"]
    assert (reply["subtype"], reply["root"]["text"], reply["thread_ts"]) == ("thread_broadcast", "Question", ts)


def test_what_only_one_person_sees_is_no_event(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda: None)
    trial.client.chat_postEphemeral(channel=trial.channel("sales"), user=trial.person("marcus"), text="Psst")
    trial.script.say("marcus", "sales", "Aloud")
    assert trial.own == []
    assert [body["event"]["text"] for body in trial.seen] == ["Aloud"]


def test_an_app_that_answers_whatever_it_hears_is_done_some_day(trial: trials.Trial) -> None:
    trial.app.event("message")(lambda say: say("And you?"))
    answer = trial.script.say("marcus", "dm", "Hello")
    assert [one["text"] for one in answer["messages"]] == ["Hello", "And you?"]
