import json
import urllib.parse
from typing import Any

import pytest

from playground import snapshot, strict_json
from tests.playground.web_api.conftest import Office

FORM = "application/x-www-form-urlencoded"
JSON = "application/json; charset=utf-8"


def test_a_form_carries_booleans_numbers_and_json_as_text(office: Office) -> None:
    blocks = [{"type": "divider"}]
    metadata = {"event_type": "t", "event_payload": {}}
    form = {
        "channel": office.channel("sales"),
        "text": "ünïcode & <more>",
        "unfurl_links": "false",
        "mrkdwn": "1",
        "blocks": json.dumps(blocks),
        "metadata": json.dumps(metadata),
    }
    status, body, _ = office.send("chat.postMessage", urllib.parse.urlencode(form), FORM)
    assert (status, body["ok"], body["message"]["text"]) == (200, True, "ünïcode & <more>")
    assert body["message"]["blocks"][0]["type"] == "divider"
    assert office.state.calls()[-1].arguments["blocks"] == blocks
    assert office.state.calls()[-1].arguments["metadata"] == metadata


def test_a_token_in_the_form_is_taken_and_not_written_down(office: Office) -> None:
    token = office.state.app.bot_token
    form = urllib.parse.urlencode({"token": token, "user": office.person("aisha")})
    _, body, _ = office.send("users.info", form, FORM, token=" ")
    assert body["ok"]
    assert token not in repr(office.state.calls())


def test_arguments_may_stand_in_the_query(office: Office) -> None:
    _, body, _ = office.send(f"users.info?user={office.person('aisha')}", "", None, verb="GET")
    assert body["user"]["real_name"] == "Aisha Khan"


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("missing", {"text": "x"}, "[ERROR] missing required field: channel"),
    ("unknown", {"channel": "#sales", "text": "x", "colour": "red"}, "[json-pointer:/colour]"),
    ("number for text", {"channel": "#sales", "text": 5}, "[ERROR] must provide a string [json-pointer:/text]"),
    ("word for boolean", {"channel": "#sales", "text": "x", "mrkdwn": "maybe"}, "[json-pointer:/mrkdwn]"),
    ("number for boolean", {"channel": "#sales", "text": "x", "mrkdwn": 2}, "[json-pointer:/mrkdwn]"),
    ("null counts as missing", {"channel": None, "text": "x"}, "[ERROR] missing required field: channel"),
]


@pytest.mark.parametrize(("what", "arguments", "complaint"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_missing_unknown_and_mistyped_arguments_are_refused(
    office: Office, what: str, arguments: dict[str, Any], complaint: str
) -> None:
    _, body, _ = office.send("chat.postMessage", json.dumps(arguments), JSON)
    assert body["error"] == "invalid_arguments"
    assert len(body["response_metadata"]["messages"]) == 1
    assert complaint in body["response_metadata"]["messages"][0]


@pytest.mark.parametrize(
    ("method", "arguments", "complaint"),
    [
        ("views.publish", {"user_id": "U1", "view": "{"}, "[ERROR] must be a string of JSON [json-pointer:/view]"),
        ("views.publish", {"user_id": "U1", "view": []}, "[ERROR] must provide an object [json-pointer:/view]"),
        (
            "conversations.history",
            {"channel": "C1", "limit": "all"},
            "[ERROR] must be an integer [json-pointer:/limit]",
        ),
        ("conversations.history", {"channel": "C1", "limit": True}, "[ERROR] must be an integer [json-pointer:/limit]"),
    ],
)
def test_views_and_numbers_are_what_they_should_be(
    office: Office, method: str, arguments: dict[str, Any], complaint: str
) -> None:
    _, body, _ = office.send(method, json.dumps(arguments), JSON)
    assert (body["error"], body["response_metadata"]["messages"]) == ("invalid_arguments", [complaint])


def test_numbers_may_be_numbers_in_json(office: Office) -> None:
    _, body, _ = office.send(
        "conversations.history", json.dumps({"channel": office.channel("sales"), "limit": 5}), JSON
    )
    assert body["messages"] == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("blocks", "[{", "invalid_blocks_format"),
        ("blocks", "{}", "invalid_blocks_format"),
        ("metadata", "not json", "invalid_metadata_format"),
        ("attachments", "7", "invalid_attachments"),
    ],
)
def test_json_that_cannot_be_read_has_its_own_errors(office: Office, name: str, value: str, error: str) -> None:
    form = urllib.parse.urlencode({"channel": "#sales", "text": "x", name: value})
    _, body, _ = office.send("chat.postMessage", form, FORM)
    assert body["error"] == error


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        ("{", JSON, "invalid_json"),
        ("[]", JSON, "json_not_object"),
        ("x", "text/csv", "invalid_post_type"),
        ("x", None, "missing_post_type"),
    ],
)
def test_a_body_that_is_no_body_is_refused(office: Office, body: str, content_type: str | None, error: str) -> None:
    _, answer, _ = office.send("chat.postMessage", body, content_type)
    assert answer == {"ok": False, "error": error}


UNSPEAKABLE = [
    pytest.param('"\\ud83d"', id="half an emoji"),
    pytest.param("NaN", id="NaN"),
    pytest.param("-Infinity", id="minus infinity"),
    pytest.param("1e999", id="beyond a float"),
    pytest.param("[" * 201 + "]" * 201, id="nested deeply"),
    pytest.param("[" * 100_000 + "]" * 100_000, id="nested endlessly"),
]


def _with_payload(value: str) -> str:
    return json.dumps({"event_type": "t", "event_payload": {"x": "HERE"}}).replace('"HERE"', value)


@pytest.mark.parametrize("value", UNSPEAKABLE)
def test_json_that_could_not_be_told_again_is_refused_before_anything_is_done(office: Office, value: str) -> None:
    body = json.dumps({"channel": office.channel("sales"), "text": "x", "metadata": "HERE"})
    body = body.replace('"HERE"', _with_payload(value))
    status, answer, _ = office.send("chat.postMessage", body, JSON)
    assert (status, answer) == (200, {"ok": False, "error": "invalid_json"})
    form = urllib.parse.urlencode(
        {"channel": office.channel("sales"), "text": "x", "metadata": _with_payload(value), "blocks": f"[{value}]"}
    )
    status, answer, _ = office.send("chat.postMessage", form, FORM)
    assert (status, answer["error"]) == (200, "invalid_metadata_format")
    assert not office.state.conversations.get(office.channel("sales")).messages
    json.dumps(snapshot.state(office.state, office.trouble), ensure_ascii=False, allow_nan=False).encode()


def test_a_whole_emoji_in_two_halves_is_taken(office: Office) -> None:
    body = json.dumps({"channel": office.channel("sales"), "text": "\N{GRINNING FACE}"}, ensure_ascii=True)
    assert "\\ud83d" in body
    _, answer, _ = office.send("chat.postMessage", body, JSON)
    assert answer["message"]["text"] == "\N{GRINNING FACE}"


def test_metadata_may_be_nested_as_long_as_it_can_be_told_again(office: Office) -> None:
    body = json.dumps({"channel": office.channel("sales"), "text": "x", "metadata": "HERE"})
    levels = strict_json.DEEPEST - 3  # the body, the metadata and the payload are three
    for more, ok in ((0, True), (1, False)):
        nested = "[" * (levels + more) + "]" * (levels + more)
        _, answer, _ = office.send("chat.postMessage", body.replace('"HERE"', _with_payload(nested)), JSON)
        assert answer["ok"] is ok
    json.dumps(snapshot.state(office.state, office.trouble))


def test_a_form_only_method_does_not_look_at_json(office: Office) -> None:
    _, body, _ = office.send("users.info", json.dumps({"user": office.person("aisha")}), JSON)
    assert body["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


def test_json_without_its_charset_is_warned_of(office: Office) -> None:
    arguments = json.dumps({"channel": "#sales", "text": "x"})
    _, body, _ = office.send("chat.postMessage", arguments, "application/json")
    assert (body["ok"], body["warning"]) == (True, "missing_charset")
    assert body["response_metadata"] == {"warnings": ["missing_charset"]}


def test_a_method_that_is_not_is_named_in_the_answer(office: Office) -> None:
    _, body, _ = office.send("chat.shout", "{}", JSON)
    assert body == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}
    assert [call.method for call in office.state.calls()] == ["chat.shout"]
