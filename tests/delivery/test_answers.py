"""What each of Slack's errors means for a message."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.council import receipts
from bot.delivery import answers
from bot.delivery.answers import Gone, Held, Lost, Meaning, Refused, Trouble, Wait
from bot.delivery.carrier import backoff
from playground.web_api import chat, conversations, history

METHODS = {method.name: method for method in (*chat.METHODS, *conversations.METHODS, *history.METHODS)}
OURS = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history", "conversations.replies")
MINUTE = timedelta(minutes=1)
UNLISTED = answers.UNLISTED_TRIES


def meaning(error: str, *, status: int = 200, tries: int = 1, headers: dict[str, str] | None = None) -> Trouble:
    """What it means that Slack answers with this error."""
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers or {},
        status_code=status,
    )
    return answers.meaning(SlackApiError("", response), tries=tries)


@pytest.mark.parametrize("name", [*OURS, "conversations.members"])
def test_every_error_a_method_is_documented_with_has_a_meaning(name: str) -> None:
    method = METHODS[name]
    assert {*method.refuses, *method.never, *method.beyond} - set(answers.TABLE) == set()


@pytest.mark.parametrize(
    ("error", "status", "headers", "expected"),
    [
        ("not_in_channel", 200, {}, Refused("not_in_channel")),
        ("channel_not_found", 200, {}, Refused("channel_not_found")),
        ("is_archived", 200, {}, Refused("is_archived")),
        ("restricted_action_read_only_channel", 200, {}, Refused("restricted_action_read_only_channel")),
        ("user_disabled", 200, {}, Refused("user_disabled")),
        ("cant_update_message", 200, {}, Refused("cant_update_message")),
        ("edit_window_closed", 200, {}, Refused("edit_window_closed")),
        ("is_inactive", 200, {}, Refused("is_inactive")),
        ("msg_too_long", 200, {}, Refused("msg_too_long")),
        ("message_not_found", 200, {}, Gone("message_not_found")),
        ("ratelimited", 429, {"Retry-After": "30"}, Wait("ratelimited", timedelta(seconds=30))),
        ("ratelimited", 429, {"Retry-After": "0"}, Wait("ratelimited", timedelta(seconds=1))),
        ("ratelimited", 429, {"Retry-After": "soon"}, Wait("ratelimited", timedelta(seconds=1))),
        ("rate_limited", 200, {}, Wait("rate_limited")),
        ("ekm_access_denied", 200, {}, Wait("ekm_access_denied")),
        ("service_unavailable", 503, {}, Wait("service_unavailable")),
        ("internal_error", 200, {}, Lost("internal_error")),
        ("fatal_error", 500, {}, Lost("fatal_error")),
        ("anything_new", 502, {}, Lost("anything_new")),
        ("<html>Bad gateway</html>", 200, {}, Lost("not_json")),
        ("message_limit_exceeded", 200, {}, Held("message_limit_exceeded", MINUTE)),
        ("message_limit_exceeded", 200, {"Retry-After": "7"}, Held("message_limit_exceeded", timedelta(seconds=7))),
        ("account_inactive", 200, {}, Held("account_inactive", 5 * MINUTE)),
        ("token_revoked", 200, {}, Held("token_revoked", 5 * MINUTE)),
        ("invalid_auth", 200, {}, Held("invalid_auth", 5 * MINUTE)),
        ("missing_scope", 200, {}, Held("missing_scope", 5 * MINUTE)),
    ],
)
def test_an_answer_says_what_becomes_of_the_message(
    error: str, status: int, headers: dict[str, str], expected: Trouble
) -> None:
    assert meaning(error, status=status, headers=headers) == expected


def test_a_name_nobody_knows_is_tried_a_few_times_and_then_kept() -> None:
    said: list[Any] = [meaning("anything_new", tries=tries) for tries in range(1, UNLISTED + 1)]
    assert said == [Wait("anything_new")] * (UNLISTED - 1) + [Refused("anything_new")]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (URLError(ConnectionRefusedError()), Wait("no_connection")),
        (URLError(OSError("unknown host")), Wait("no_connection")),
        (URLError(TimeoutError()), Lost("no_answer")),
        (URLError(ConnectionResetError()), Lost("no_answer")),
        (TimeoutError(), Lost("no_answer")),
        (ConnectionResetError(), Lost("no_answer")),
    ],
)
def test_only_a_call_that_never_left_is_known_not_to_have_arrived(error: OSError, expected: Trouble) -> None:
    assert answers.meaning(error, tries=1) == expected


def test_no_error_has_two_meanings() -> None:
    assert sum(len(names) for names in answers._NAMES.values()) == len(answers.TABLE)
    assert set(answers.TABLE.values()) == set(Meaning)


def test_waits_grow_to_five_minutes_and_differ() -> None:
    chance = random.Random(1)
    waits = [backoff(tries, chance) for tries in range(1, 14)]
    assert all(
        timedelta(seconds=2**tries) / 2 <= wait <= timedelta(seconds=2**tries)
        for tries, wait in enumerate(waits[:8], 1)
    )
    assert all(150 <= wait.total_seconds() <= 300 for wait in waits[8:])
    assert len(set(waits)) == len(waits)
    assert waits == [backoff(tries, again) for again in [random.Random(1)] for tries in range(1, 14)]


@pytest.mark.parametrize("name", sorted(answers.OF_THE_PLACE))
def test_whatever_a_channel_refuses_with_is_known_to_be_the_channels(name: str) -> None:
    assert answers.TABLE[name] is Meaning.REFUSED
    assert receipts.cause(name) in receipts.OF_CHANNEL
