"""Answering a deed later, through its response_url."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.playground import trial as trials
from tests.playground.trial import actions, button

Reply = dict[str, Any]


def from_command(trial: trials.Trial, channel: str = "sales", user: str = "aisha") -> str:
    """The response_url of a command typed there."""
    trial.app.command("/cx-action")(lambda ack: ack())
    trial.script.command(user, channel, "/cx-action")
    return str(trial.seen[-1]["response_url"])


def from_button(trial: trials.Trial, ts: str, user: str = "marcus") -> str:
    """The response_url of a button pressed in #sales."""
    trial.app.action("done")(lambda ack: ack())
    trial.script.press(user, "done", channel="sales", ts=ts)
    return str(trial.seen[-1]["response_url"])


def send(url: str, reply: Any) -> tuple[int, Reply]:
    body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())


def test_a_reply_is_only_for_the_person_who_asked(trial: trials.Trial) -> None:
    assert send(from_command(trial), {"text": "Done"}) == (200, {"ok": True})
    message = trial.script.last_message("sales")
    assert (message["text"], message["ephemeral_for"]) == ("Done", trial.person("aisha"))


def test_a_reply_can_be_for_everybody_even_where_the_app_is_not(trial: trials.Trial) -> None:
    url = from_command(trial, "cx-strategic", "priya")
    assert send(url, {"text": "Done", "response_type": "in_channel"})[0] == 200
    assert trial.script.last_message("cx-strategic")["ephemeral"] is False


def test_a_reply_can_go_into_a_thread(trial: trials.Trial) -> None:
    ts = trial.post("sales", actions("b", button("Done", "done")))
    url = from_button(trial, ts)
    send(url, {"text": "In the thread", "response_type": "in_channel", "replace_original": False, "thread_ts": ts})
    assert trial.script.last_message("sales")["thread_ts"] == ts
    assert send(url, {"text": "Nowhere", "thread_ts": "1.000000"}) == (
        400,
        {"ok": False, "error": "cannot_reply_to_message"},
    )


def test_half_an_emoji_is_no_reply(trial: trials.Trial) -> None:
    url = from_command(trial)
    assert send(url, b'{"text": "\\ud83d"}') == (400, {"ok": False, "error": "invalid_payload"})
    assert trial.script.messages("sales") == []


def test_a_url_is_good_five_times(trial: trials.Trial) -> None:
    url = from_command(trial)
    assert [send(url, {"text": str(number)})[0] for number in range(5)] == [200] * 5
    assert send(url, {"text": "once more"}) == (404, {"ok": False, "error": "used_url"})
    assert [one["text"] for one in trial.script.messages("sales")] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(("duration", "status"), [("PT30M", 200), ("PT30M1S", 404)])
def test_a_url_is_good_for_half_an_hour_of_the_playgrounds_clock(
    trial: trials.Trial, duration: str, status: int
) -> None:
    url = from_command(trial)
    trial.script.clock(by=duration)
    assert send(url, {"text": "Done"})[0] == status
    assert trial.refusals() == ([] if status == 200 else ["expired_url"])


def test_a_url_nobody_was_given_leads_nowhere(trial: trials.Trial) -> None:
    assert send(f"{trial.playground.url}/response/guess", {"text": "Hello"}) == (
        404,
        {"ok": False, "error": "no_such_url"},
    )


def test_the_message_a_button_stood_in_can_be_replaced(trial: trials.Trial) -> None:
    ts = trial.post("sales", actions("b", button("Done", "done")))
    assert send(from_button(trial, ts), {"text": "Done by Marcus", "replace_original": True})[0] == 200
    [message] = trial.script.messages("sales")
    assert (message["ts"], message["text"], "blocks" in message) == (ts, "Done by Marcus", False)
    assert message["edited"]["user"] == trial.playground.workspace.world.bot.user_id


def test_the_message_a_button_stood_in_can_be_deleted(trial: trials.Trial) -> None:
    ts = trial.post("sales", actions("b", button("Done", "done")))
    url = from_button(trial, ts)
    assert send(url, {"delete_original": True})[0] == 200
    assert trial.script.messages("sales") == []
    assert send(url, {"delete_original": True}) == (404, {"ok": False, "error": "message_not_found"})


def test_what_only_one_person_sees_stays_so(trial: trials.Trial) -> None:
    trial.client.chat_postEphemeral(
        channel=trial.channel("sales"),
        user=trial.person("marcus"),
        text="Yours",
        blocks=[actions("b", button("Done", "done"))],
    )
    ts = trial.script.last_message("sales")["ts"]
    send(from_button(trial, ts), {"text": "Ours?", "replace_original": True, "response_type": "in_channel"})
    [message] = trial.script.messages("sales")
    assert (message["text"], message["ephemeral_for"], "edited" in message) == ("Ours?", trial.person("marcus"), False)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (b"not JSON", "invalid_payload"),
        ([], "invalid_payload"),
        ({"text": "Hello", "channel": "C1"}, "invalid_payload"),
        ({"text": 5}, "invalid_payload"),
        ({"text": "Hello", "response_type": "everywhere"}, "invalid_payload"),
        ({"text": "Hello", "replace_original": True}, "invalid_payload"),
        ({"delete_original": True}, "invalid_payload"),
        ({}, "no_text"),
        ({"text": "Hello", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "Hello", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
    ],
)
def test_what_is_no_reply_to_a_command_is_refused(trial: trials.Trial, reply: Any, error: str) -> None:
    status, answer = send(from_command(trial), reply)
    assert (status, answer["ok"], answer["error"]) == (400, False, error)
    assert trial.script.messages("sales") == []
    assert trial.script.state()["refusals"][0]["method"] == "response_url"


def test_slacks_own_client_can_reply(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack, respond: (ack(), respond("Done", unfurl_links=False)))
    answer = trial.script.command("aisha", "sales", "/cx-action")
    assert [one["text"] for one in answer["messages"]] == ["Done"]
