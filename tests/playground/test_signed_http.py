"""Signed HTTP from Slack's side, against an app that is no more than a list of answers."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import slack_sdk
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from playground import installation, seals, wires
from playground.script import Answer
from tests.playground import receiver as receivers
from tests.playground import trial as trials
from tests.playground.receiver import ECHO, Receiver, Reply, Request

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


LATE = Reply(after=0.9)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Receiver]:
    with receivers.receiving(tmp_path, retry_seconds=(0.05, 0.05, 0.05)) as found:
        yield found


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Receiver]:
    """Half a second is all that is waited."""
    with receivers.receiving(tmp_path, ack_seconds=0.5, retry_seconds=(0.05, 0.05, 0.05)) as found:
        yield found


def command(app: Receiver, **more: Any) -> Answer:
    return app.script.command("aisha", "sales", "/cx-action", "list & more", **more)


def press(app: Receiver, **more: Any) -> Answer:
    client = slack_sdk.WebClient(app.playground.bot_token, base_url=app.playground.api_url, retry_handlers=[])
    channel = next(one for one in app.script.state()["channels"] if one["name"] == "sales")
    button = trials.actions("row", trials.button("Go", "go"))
    ts = client.chat_postMessage(channel=channel["id"], text="A message", blocks=[button])["ts"]
    return app.script.press("marcus", "go", channel="sales", ts=ts, **more)


def test_a_command_is_a_signed_form_at_its_own_address(app: Receiver) -> None:
    assert command(app)["ok"]
    [request] = app.got
    assert request.path == "/cx-action"
    assert request.headers["content-type"] == FORM
    assert request.headers["user-agent"].startswith("Slackbot 1.0")
    assert abs(int(request.headers["x-slack-request-timestamp"]) - time.time()) < 5
    assert SignatureVerifier(app.playground.signing_secret).is_valid_request(request.body, request.headers)
    assert not SignatureVerifier("another").is_valid_request(request.body, request.headers)
    assert (request.form()["command"], request.form()["text"]) == ("/cx-action", "list &amp; more")


def test_a_button_is_a_payload_in_a_form(app: Receiver) -> None:
    assert press(app)["ok"]
    request = app.got[-1]
    assert (request.path, request.headers["content-type"], list(request.form())) == (
        "/interactivity",
        FORM,
        ["payload"],
    )
    assert json.loads(request.form()["payload"])["type"] == "block_actions"
    assert SignatureVerifier(app.playground.signing_secret).is_valid_request(request.body, request.headers)


def test_an_event_is_json(app: Receiver) -> None:
    assert app.script.home("aisha")["ok"]
    [request] = app.got
    assert (request.path, request.headers["content-type"]) == ("/events", JSON)
    assert request.json()["event"]["type"] == "app_home_opened"
    assert "x-slack-retry-num" not in request.headers
    assert SignatureVerifier(app.playground.signing_secret).is_valid_request(request.body, request.headers)


def test_the_options_of_an_external_menu_are_asked_for_at_their_own_address(app: Receiver) -> None:
    app.says(Reply(body='{"options": []}', content_type=JSON))
    wire = app.playground.context.wire
    [answer] = wire.deliver("interactive", {"type": "block_suggestion"}, accepts_response_payload=True)
    assert (answer.outcome, answer.payload) == ("acknowledged", {"options": []})
    assert [request.path for request in app.got] == ["/options"]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (Reply(), []),
        (Reply(body="Done & dusted"), ["Done & dusted"]),
        (Reply(body='{"text": "Done"}', content_type=f"{JSON}; charset=utf-8"), ["Done"]),
        (Reply(body='{"text": "Done"}'), ['{"text": "Done"}']),
    ],
    ids=["nothing", "text", "json", "json that says it is text"],
)
def test_a_command_may_be_answered_with_nothing_text_or_json(app: Receiver, reply: Reply, shown: list[str]) -> None:
    app.says(reply)
    answer = command(app)
    assert answer["ok"], answer
    assert [message["text"] for message in answer["messages"]] == shown
    assert app.refusals() == []


@pytest.mark.parametrize(
    ("reply", "error", "refusals"),
    [
        (Reply(500), "dispatch_failed", ["http_error"]),
        (Reply(201), "dispatch_failed", ["http_error"]),
        (Reply(302, headers={"Location": "/elsewhere"}), "dispatch_failed", ["http_error"]),
        (Reply(body="[not json", content_type=JSON), "dispatch_failed", ["invalid_payload"]),
        (Reply(body='{"text": "\\ud83d"}', content_type=JSON), "dispatch_failed", ["invalid_payload"]),
    ],
    ids=["500", "201", "redirect", "no json", "half an emoji"],
)
def test_anything_but_200_in_time_fails_the_command(
    app: Receiver, reply: Reply, error: str, refusals: list[str]
) -> None:
    app.says(reply)
    assert command(app)["error"] == error
    assert len(app.got) == 1, "commands are not sent again"
    assert app.refusals() == refusals


def test_a_command_that_is_answered_too_late_has_timed_out(hasty: Receiver) -> None:
    hasty.says(LATE)
    assert command(hasty)["error"] == "operation_timeout"
    assert (len(hasty.got), hasty.refusals()) == (1, ["http_timeout"])


def test_a_body_in_answer_to_a_button_is_dropped_and_recorded(app: Receiver) -> None:
    app.says(Reply(body="Thanks"))
    assert press(app)["ok"]
    assert app.refusals() == ["unexpected_response_payload"]


def test_nobody_there_is_a_failed_dispatch(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        manifest = receivers.manifest(once.getsockname()[1])
    with trials.trial(tmp_path, app_manifest=manifest, connected=False) as trial:
        assert trial.script.command("aisha", "sales", "/cx-action")["error"] == "dispatch_failed"
        assert "unreachable" in trial.script.home("aisha")["detail"]


@pytest.mark.parametrize("status", [500, 404])
def test_an_event_that_fails_comes_three_times_more_with_the_reason(app: Receiver, status: int) -> None:
    app.says(Reply(status))
    app.script.home("aisha")
    trials.until(lambda: "event_given_up" in app.refusals())
    assert [request.headers.get("x-slack-retry-num") for request in app.got] == [None, "1", "2", "3"]
    assert {request.headers.get("x-slack-retry-reason") for request in app.got[1:]} == {"http_error"}
    assert len({request.json()["event_id"] for request in app.got}) == 1
    for request in app.got:
        assert SignatureVerifier(app.playground.signing_secret).is_valid_request(request.body, request.headers)


def test_the_reason_is_that_of_the_last_attempt(hasty: Receiver) -> None:
    hasty.says(Reply(500), LATE, Reply())
    hasty.script.home("aisha")
    trials.until(lambda: len(hasty.got) == 3)
    reasons = [request.headers.get("x-slack-retry-reason") for request in hasty.got]
    assert reasons == [None, "http_error", "http_timeout"]
    trials.pause(0.2)
    assert len(hasty.got) == 3


def test_an_app_can_ask_not_to_be_sent_it_again(app: Receiver) -> None:
    app.says(Reply(500, headers={"X-Slack-No-Retry": "1"}))
    app.script.home("aisha")
    trials.pause(0.3)
    assert len(app.got) == 1


def test_any_2xx_delivers_an_event(app: Receiver) -> None:
    app.says(Reply(204))
    assert "detail" not in app.script.home("aisha")
    assert app.refusals() == []


def test_an_event_follows_two_redirects_and_no_third(app: Receiver) -> None:
    here = Reply(307, headers={"Location": "/further"})
    app.says(here, here, Reply())
    assert "detail" not in app.script.home("aisha")
    assert [request.path for request in app.got] == ["/events", "/further", "/further"]
    app.got.clear()
    app.says(here, here, here, Reply())
    app.script.home("aisha")
    trials.until(lambda: len(app.got) == 4)
    assert app.got[3].headers["x-slack-retry-reason"] == "too_many_redirects"


def test_no_redirect_leads_off_this_machine(app: Receiver) -> None:
    app.says(Reply(302, headers={"Location": "http://slack.example/"}), Reply())
    app.script.home("aisha")
    assert "redirected_elsewhere" in app.refusals()
    trials.until(lambda: len(app.got) == 2)
    assert app.got[1].headers["x-slack-retry-reason"] == "connection_failed"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=ECHO),
        Reply(body=f"challenge={ECHO}", content_type=FORM),
        Reply(body=f'{{"challenge": "{ECHO}"}}', content_type=JSON),
    ],
    ids=["text", "form", "json"],
)
def test_the_address_of_events_proves_itself_once_in_any_documented_way(app: Receiver, reply: Reply) -> None:
    app.challenge[:] = [reply]
    assert app.playground.save_request_url()
    assert app.playground.save_request_url()
    app.script.home("aisha")
    [challenge] = app.challenges
    assert set(challenge.json()) == {"token", "challenge", "type"}
    assert SignatureVerifier(app.playground.signing_secret).is_valid_request(challenge.body, challenge.headers)
    assert (len(app.got), app.refusals()) == (1, [])


@pytest.mark.parametrize(
    "reply",
    [Reply(body="yes"), Reply(body="yes", content_type=FORM), Reply(body="[]", content_type=JSON), Reply(404)],
    ids=["text", "form", "json", "404"],
)
def test_an_address_that_does_not_prove_itself_gets_no_events(app: Receiver, reply: Reply) -> None:
    app.challenge[:] = [reply]
    assert not app.playground.save_request_url()
    assert "unreachable" in app.script.home("aisha")["detail"]
    assert app.got == []
    assert set(app.refusals()) == {"url_not_verified"}


@pytest.mark.parametrize("lie", seals.LIES)
@pytest.mark.parametrize("deed", [command, press, lambda app, **more: app.script.home("aisha", **more)])
def test_a_forger_cannot_sign(app: Receiver, deed: Any, lie: seals.Lie) -> None:
    deed(app, forge={"signature": lie})
    request = app.got[-1]
    try:
        genuine = SignatureVerifier(app.playground.signing_secret).is_valid_request(request.body, request.headers)
    except ValueError:
        genuine = False
    assert not genuine
    assert ("x-slack-signature" in request.headers) is (lie != "missing")
    assert ("x-slack-request-timestamp" in request.headers) is (lie != "no_timestamp")


@pytest.mark.parametrize("parallel", [False, True])
def test_a_replay_is_the_same_request_to_the_byte(app: Receiver, parallel: bool) -> None:
    assert command(app, repeat=4, parallel=parallel)["ok"]
    assert len(app.got) == 4
    assert len({request.body for request in app.got}) == 1
    assert len({(r.headers["x-slack-request-timestamp"], r.headers["x-slack-signature"]) for r in app.got}) == 1


def test_what_is_sent_again_is_the_last_of_its_kind_whatever_came_since(hasty: Receiver) -> None:
    hasty.says(Reply(), Reply(), Reply(500))
    command(hasty)
    press(hasty)
    hasty.script.home("aisha")
    trials.until(lambda: hasty.refusals()[-1:] == ["event_given_up"])
    assert hasty.playground.save_request_url()
    asked, pressed, published = hasty.got[:3]
    hasty.got.clear()
    recorded: dict[wires.Kind, Request] = {
        "slash_commands": asked,
        "interactive": pressed,
        "events_api": published,
    }
    for kind, sent in recorded.items():
        hasty.playground.resend_request(kind)
        assert (hasty.got[-1].body, hasty.got[-1].headers) == (sent.body, sent.headers)
    assert len(hasty.got) == 3


def test_nothing_is_sent_again_before_it_was_sent(app: Receiver) -> None:
    command(app)
    with pytest.raises(RuntimeError, match="interactive"):
        app.playground.resend_request("interactive")


def test_over_a_socket_there_is_no_signature_to_forge(tmp_path: Path) -> None:
    with trials.trial(tmp_path) as trial:
        answer = trial.script.command("aisha", "sales", "/cx-action", forge={"signature": "bad"})
        assert answer["error"] == "cannot_forge"
        assert trial.seen == []


def test_without_socket_mode_no_socket_is_let_in(app: Receiver) -> None:
    client = slack_sdk.WebClient(base_url=app.playground.api_url)
    url = client.apps_connections_open(app_token=app.playground.app_token)["url"]
    with pytest.raises(InvalidStatus), connect(str(url), proxy=None):
        pass
    assert app.refusals() == ["socket_mode_disabled"]


def test_a_deed_under_way_is_let_go_at_the_end(tmp_path: Path) -> None:
    answers: list[Answer] = []
    with receivers.receiving(tmp_path) as app:
        app.says(Reply(after=2.5))
        deed = threading.Thread(target=lambda: answers.append(command(app)))
        deed.start()
        trials.until(lambda: len(app.got) == 1)
        ended_at = time.monotonic()
    deed.join()
    assert time.monotonic() - ended_at < 2
    assert answers[0]["error"] == "operation_timeout"


ELSEWHERE = "http://bot.example.org/slack/events"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"interactivity": {"is_enabled": True}}, "interactivity has no request URL"),
        ({"event_subscriptions": {"bot_events": ["app_mention"]}}, "event_subscriptions has no request URL"),
        ({"interactivity": {"is_enabled": True, "request_url": ELSEWHERE}}, "nothing leaves this machine"),
        ({"interactivity": {"is_enabled": True, "request_url": "https://127.0.0.1/"}}, "nothing leaves this machine"),
        ({"event_subscriptions": {"bot_events": ["app_mention"], "request_url": ELSEWHERE}}, "leaves this machine"),
    ],
)
def test_a_manifest_over_http_names_an_address_on_this_machine_for_everything(
    settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(installation.UnusableManifest, match=complaint):
        installation.install(receivers.manifest(9, **settings))


def test_a_command_needs_an_address_too() -> None:
    without = receivers.manifest(9)
    del without["features"]["slash_commands"][0]["url"]
    with pytest.raises(installation.UnusableManifest, match="/cx-action has no request URL"):
        installation.install(without)


def test_slack_uses_one_way_or_the_other() -> None:
    assert installation.install(receivers.manifest(9)).request_urls is not None
    assert installation.install(receivers.manifest(9, socket_mode_enabled=True)).request_urls is None
    assert installation.install(trials.MANIFEST).request_urls is None
