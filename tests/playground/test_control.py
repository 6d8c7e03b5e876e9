"""`/_playground/*` as a script sees it: schemas, errors, the state, the stream of changes."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from playground import schemas, server
from tests.playground import trial as trials
from tests.playground.trial import actions, button, modal, question, text_input


def post(playground: server.Playground, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=5)
    try:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def fits(value: Any, schema: schemas.Schema) -> Any:
    jsonschema.validate(value, schema, jsonschema.Draft202012Validator)
    return value


MALFORMED: list[tuple[str, Any]] = [
    ("command", []),
    ("command", {}),
    ("command", {"user": "aisha", "channel": "sales"}),
    ("command", {"user": "aisha", "channel": "sales", "command": "cx-action"}),
    ("command", {"user": "aisha", "channel": "sales", "command": "/cx-action now"}),
    ("command", {"user": "aisha", "channel": "sales", "command": "/cx-action", "text": 5}),
    ("command", {"user": "aisha", "channel": "sales", "command": "/cx-action", "texts": "x"}),
    ("command", {"user": "aisha", "channel": "sales", "command": "/cx-action", "repeat": 0}),
    ("command", {"user": "aisha", "channel": "sales", "command": "/cx-action", "forge": {"truth": "x"}}),
    ("command", {"user": "", "channel": "sales", "command": "/cx-action"}),
    ("press", {"user": "aisha", "action_id": "a"}),
    ("press", {"user": "aisha", "action_id": "a", "channel": "sales"}),
    ("press", {"user": "aisha", "action_id": "a", "view": False}),
    ("press", {"user": "aisha", "action_id": "a", "view": True, "home": True}),
    ("type", {"user": "aisha", "value": "x"}),
    ("type", {"user": "aisha", "value": "x", "block_id": "b", "label": "l"}),
    ("type", {"user": "aisha", "block_id": "b"}),
    ("submit", {"user": "aisha", "values": {"b": True}}),
    ("submit", {"user": "aisha", "force": "yes"}),
    ("close", {}),
    ("shortcut", {"user": "aisha", "callback_id": "record", "ts": "1.0"}),
    ("home", {"user": 5}),
    ("say", {"user": "aisha", "channel": "sales", "text": ""}),
    ("channel", {"user": "aisha", "channel": "sales", "do": "teleport"}),
    ("channel", {"user": "aisha", "channel": "sales", "do": "invite"}),
    ("channel", {"user": "aisha", "channel": "sales", "do": "join", "person": "ines"}),
    ("channel", {"user": "aisha", "channel": "sales", "do": "rename"}),
    ("channel", {"user": "aisha", "channel": "sales", "do": "leave", "name": "x"}),
    ("person", {"person": "aisha", "do": "change"}),
    ("person", {"person": "aisha", "do": "deactivate", "title": "x"}),
    ("person", {"person": "aisha", "do": "change", "id": "U0X"}),
    ("clock", {}),
    ("clock", {"to": "2027-02-01T00:00:00Z", "next": True}),
    ("clock", {"next": False}),
    ("clock", {"by": "1 day"}),
    ("fault", {}),
    ("fault", {"kind": "http_500", "times": 0}),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trials.Trial]:
    """One playground for what changes nothing in it."""
    with trials.trial(tmp_path_factory.mktemp("shared"), connected=False) as found:
        yield found


@pytest.mark.parametrize(("deed", "body"), MALFORMED)
def test_what_misses_its_schema_is_malformed(shared: trials.Trial, deed: str, body: Any) -> None:
    status, answer = post(shared.playground, f"/_playground/{deed}", json.dumps(body).encode())
    assert status == 400
    assert fits(answer, schemas.MALFORMED)["detail"]


def test_only_new_calls_can_be_asked_for(trial: trials.Trial) -> None:
    for _ in range(3):
        trial.client.auth_test()
    everything = trial.script.state()
    known = len(everything["calls"])
    assert trial.script.state(calls_after=known - 1)["calls"] == everything["calls"][-1:]
    connection = http.client.HTTPConnection("127.0.0.1", trial.playground.port, timeout=5)
    connection.request("GET", "/_playground/state?calls_after=all")
    assert connection.getresponse().status == 400
    connection.close()


def test_the_complaint_says_where_and_what(shared: trials.Trial) -> None:
    _, answer = post(shared.playground, "/_playground/say", b'{"user": "aisha", "channel": "sales", "text": 5}')
    assert answer["detail"] == "text: 5 is not of type 'string'"


def test_what_is_no_json_is_malformed(shared: trials.Trial) -> None:
    status, answer = post(shared.playground, "/_playground/say", b"hello")
    assert (status, answer["error"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("say", rb'{"user": "aisha", "channel": "sales", "text": "\ud800"}'),
        ("say", b'{"user": "aisha", "channel": "sales", "text": "\xed\xa0\x80"}'),
        ("say", rb'{"user": "aisha", "channel": "sales", "text": "the other half \udc4d"}'),
        ("command", rb'{"user": "aisha", "channel": "sales", "command": "/cx-action", "text": "\ud83d"}'),
        ("submit", rb'{"user": "aisha", "values": {"\ud83d": "x"}}'),
        ("fault", b'{"kind": "delay", "seconds": Infinity}'),
        ("fault", b'{"kind": "delay", "seconds": -Infinity}'),
        ("fault", b'{"kind": "delay", "seconds": NaN}'),
        ("fault", b'{"kind": "delay", "seconds": 1e999}'),
        ("say", b"[" * 100_000),
    ],
)
def test_what_no_answer_could_be_written_with_is_malformed(shared: trials.Trial, deed: str, body: bytes) -> None:
    status, answer = post(shared.playground, f"/_playground/{deed}", body)
    assert (status, answer["error"]) == (400, "malformed")
    fits(shared.script.state(), schemas.STATE)


def test_an_emoji_of_two_halves_is_whole(trial: trials.Trial) -> None:
    status, _ = post(
        trial.playground,
        "/_playground/say",
        rb'{"user": "aisha", "channel": "customer-service", "text": "\ud83d\ude00"}',
    )
    assert status == 200
    assert trial.script.last_message("customer-service")["text"] == "\N{GRINNING FACE}"


def test_there_are_no_other_deeds(shared: trials.Trial) -> None:
    status, answer = post(shared.playground, "/_playground/teleport", b"{}")
    assert (status, answer["ok"]) == (404, False)
    assert "command" in answer["detail"]


def test_every_answer_and_the_state_fit_their_schemas(trial: trials.Trial) -> None:
    trial.opens(modal(question("name", "Name", text_input()), notify_on_close=True))
    trial.app.action("done")(lambda ack, respond: (ack(), respond("Done")))
    trial.app.view("form")(lambda ack: ack(response_action="errors", errors={"name": "No."}))
    trial.app.view_closed("form")(lambda ack: ack())
    trial.app.event("message")(lambda: None)
    trial.app.event("app_home_opened")(
        lambda client, event: client.views_publish(
            user_id=event["user"], view=trials.home(actions("b", button("Greet", "greet")))
        )
    )
    dialog = {name: trials.plain(name) for name in ("title", "text", "confirm", "deny")}
    ts = trial.post("sales", actions("b", button("Done", "done"), button("Drop", "drop", confirm=dialog)))
    script = trial.script
    for answer in (
        script.command("aisha", "sales", "/cx-action"),
        script.command("nobody", "sales", "/cx-action"),
        script.type("aisha", "A", label="Name"),
        script.submit("aisha", {"name": ""}),
        script.submit("aisha", {"name": "Aisha"}),
        script.close("aisha"),
        script.press("marcus", "done", channel="sales", ts=ts),
        script.press("marcus", "drop", channel="sales", ts=ts),
        script.home("aisha"),
        script.say("marcus", "dm", "Thank you"),
        script.say("marcus", "sales", "Yes", thread_ts=ts),
        script.clock(by="PT1H"),
        script.clock(next=True),
        script.fault("delay", method="users.info", seconds=1),
        script.fault("earthquake"),
    ):
        fits(answer, schemas.DEED_ANSWER)
    script.command("aisha", "sales", "/cx-action")
    script.fault("drop_before_accept", method="auth.test")
    with pytest.raises(OSError, match=r"reset|closed|disconnected"):
        trial.client.auth_test()
    with pytest.raises(Exception, match="channel_not_found"):
        trial.client.chat_postMessage(channel="C0NOWHERE", text="Hello")
    state = fits(script.state(), schemas.STATE)
    assert state["views"][trial.person("aisha")][0]["callback_id"] == "form"
    assert state["homes"][trial.person("aisha")]["type"] == "home"
    assert state["homes"][trial.person("marcus")] is None
    assert {dm["user"] for dm in state["dms"]} == {trial.person("aisha"), trial.person("marcus")}
    assert state["faults"][0]["kind"] == "delay"
    assert {call["method"] for call in state["calls"]} >= {"chat.postMessage", "views.open", "auth.test"}
    assert state["refusals"][-1]["error"] == "channel_not_found"
    names = [channel["name"] for channel in state["channels"]]
    assert "sales" in names
    assert {"name": "Aisha Khan", "handle": "aisha", "tz": "Europe/London"}.items() <= _named(
        state["people"], "aisha"
    ).items()


def _named(people: list[dict[str, Any]], handle: str) -> dict[str, Any]:
    return next(person for person in people if person["handle"] == handle)


def test_the_state_shows_what_slack_shows_and_when_it_was(trial: trials.Trial) -> None:
    ts = trial.post("sales", text="First")
    trial.script.clock(by="PT1M")
    trial.client.chat_update(channel=trial.channel("sales"), ts=ts, text="Second")
    [message] = trial.script.messages("sales")
    assert (message["text"], message["at"]) == ("Second", "2027-01-27T10:12:00+00:00")
    assert float(message["edited"]["ts"]) > float(ts)
    assert (message["ephemeral"], message["ephemeral_for"]) == (False, None)


def test_edited_and_deleted_messages_are_told_apart_from_new_ones(trial: trials.Trial) -> None:
    kept, gone = trial.post("sales", text="kept"), trial.post("sales", text="gone")

    def tidy(ack: Any, client: Any) -> None:
        ack()
        client.chat_update(channel=trial.channel("sales"), ts=kept, text="changed")
        client.chat_delete(channel=trial.channel("sales"), ts=gone)
        client.chat_postMessage(channel=trial.channel("sales"), text="new")

    trial.app.command("/cx-action")(tidy)
    answer = trial.script.command("aisha", "sales", "/cx-action")
    assert [(one["text"], one["change"]) for one in answer["messages"]] == [
        ("changed", "edited"),
        ("gone", "deleted"),
        ("new", "new"),
    ]


def test_changes_are_told_as_they_happen(trial: trials.Trial) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", trial.playground.port, timeout=5)
    try:
        connection.request("GET", "/_playground/changes")
        stream = connection.getresponse()
        assert stream.getheader("content-type", "").startswith("text/event-stream")
        first = _revision(stream)
        assert first == trial.script.state()["revision"]
        trial.script.clock(by="PT1H")
        assert _revision(stream) > first
    finally:
        connection.close()


def _revision(stream: http.client.HTTPResponse) -> int:
    line, blank = stream.readline(), stream.readline()
    assert blank == b"\n"
    return int(json.loads(line.removeprefix(b"data: "))["revision"])


def test_deeds_wait_for_one_another_but_not_the_state(trial: trials.Trial) -> None:
    order: list[str] = []

    def slow(ack: Any) -> None:
        order.append("begun")
        trials.pause(0.4)
        order.append("ended")
        ack()

    trial.app.command("/cx-action")(slow)
    with trials.together(
        lambda: trial.script.command("aisha", "sales", "/cx-action"),
        lambda: trial.script.command("marcus", "sales", "/cx-action"),
    ):
        trials.until(lambda: order == ["begun"])
        assert trial.script.state()["now"]
        assert order == ["begun"]
    assert order == ["begun", "ended", "begun", "ended"]
