"""The calls that put messages into Slack, and what each answer means for the message.

They ride on a client that never retries by itself: after a dropped connection nobody knows whether the message was
posted, and a second post would be a second message (Slack has no idempotency key).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.views import parts

METADATA_EVENT = "cx_council_message"
LONGEST_BACKOFF = timedelta(minutes=5)
HISTORY_MARGIN = timedelta(minutes=5)
HISTORY_SCOPES = frozenset({"channels:history", "groups:history"})

# Slack may have done it before saying so: docs.slack.dev/reference/methods/chat.postMessage, "fatal_error".
MAYBE_DONE = frozenset({"internal_error", "fatal_error", "request_timeout"})
# Nothing was done, and the same call may go through later.
LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "ekm_access_denied"})


@dataclass(frozen=True)
class Posted:
    """The message stands at (channel, ts)."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Refused:
    """Slack will not take it, now or later; `error` is its name for why."""

    error: str


@dataclass(frozen=True)
class Wait:
    """Nothing was sent; try again after `delay`. `asked` says that Slack named the delay."""

    delay: timedelta
    error: str
    asked: bool = False


@dataclass(frozen=True)
class Lost:
    """No answer came back: Slack may have done it."""

    error: str


Answer = Posted | Refused | Wait | Lost


@dataclass(frozen=True)
class Slack:
    """The posting side of one workspace. `scopes` are those granted at start."""

    client: WebClient
    scopes: frozenset[str]

    @property
    def can_search(self) -> bool:
        """Whether a message whose answer was lost can be looked for."""
        return bool(HISTORY_SCOPES & self.scopes)

    def conversation(self, recipient: str) -> str | Answer:
        """The conversation to post in: a channel as it is, for a person their direct message with the bot."""
        if not recipient.startswith(("U", "W")):
            return recipient
        try:
            opened = self.client.conversations_open(users=recipient)
        except (SlackApiError, OSError) as error:
            answer = _meaning(error, tries=1)
            # Opening twice is opening once, so a lost answer costs nothing but time.
            return Wait(timedelta(seconds=5), answer.error) if isinstance(answer, Lost) else answer
        channel: dict[str, Any] = opened["channel"]
        return str(channel["id"])

    def post(self, channel: str, message: parts.Message, *, key: str, thread_ts: str | None, tries: int) -> Answer:
        """Post a message that carries `key` in its metadata."""
        try:
            answer = self.client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                thread_ts=thread_ts,
                metadata={"event_type": METADATA_EVENT, "event_payload": {"key": key}},
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except (SlackApiError, OSError) as error:
            return _meaning(error, tries=tries)
        return Posted(channel=str(answer["channel"]), ts=str(answer["ts"]))

    def edit(self, channel: str, ts: str, message: parts.Message, *, tries: int) -> Answer:
        """Bring a posted message up to date. A lost answer is only waited out: the same edit twice is one edit."""
        try:
            self.client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks, parse="none", link_names=False
            )
        except (SlackApiError, OSError) as error:
            answer = _meaning(error, tries=tries)
            return Wait(_backoff(tries), answer.error) if isinstance(answer, Lost) else answer
        return Posted(channel, ts)

    def find(self, channel: str, *, key: str, thread_ts: str | None, since: datetime) -> Posted | Refused | Wait | None:
        """Look for a message by the key in its metadata, from a little before `since`; None where it is not there."""
        oldest = str((since - HISTORY_MARGIN).timestamp())
        cursor = None
        while True:
            try:
                page = self._page(channel, thread_ts, oldest=oldest, cursor=cursor)
            except (SlackApiError, OSError) as error:
                answer = _meaning(error, tries=1)
                return Wait(timedelta(seconds=5), answer.error) if isinstance(answer, Lost) else answer
            messages: list[dict[str, Any]] = page["messages"]
            for message in messages:
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == METADATA_EVENT and metadata["event_payload"].get("key") == key:
                    return Posted(channel, str(message["ts"]))
            following: dict[str, str] = page.get("response_metadata") or {}
            cursor = following.get("next_cursor")
            if not cursor:
                return None

    def _page(self, channel: str, thread_ts: str | None, *, oldest: str, cursor: str | None) -> SlackResponse:
        wanted: dict[str, Any] = {"oldest": oldest, "include_all_metadata": True, "limit": 200}
        if cursor:
            wanted["cursor"] = cursor
        if thread_ts is not None:
            return self.client.conversations_replies(channel=channel, ts=thread_ts, **wanted)
        return self.client.conversations_history(channel=channel, **wanted)


def _meaning(error: SlackApiError | OSError, *, tries: int) -> Refused | Wait | Lost:
    if isinstance(error, SlackApiError):
        return _meaning_of_refusal(error.response, tries=tries)
    if isinstance(error, URLError) and not isinstance(error.reason, TimeoutError | ConnectionResetError):
        return Wait(_backoff(tries), "no_connection")  # refused, unknown host: nothing left this machine
    return Lost("no_answer")


def _meaning_of_refusal(response: Any, *, tries: int) -> Refused | Wait | Lost:
    status = int(response.status_code)
    name = _name_of(response)
    if status == HTTPStatus.TOO_MANY_REQUESTS or name in LATER:
        asked = response.headers.get("Retry-After") or response.headers.get("retry-after")
        if asked:
            return Wait(timedelta(seconds=max(1.0, float(asked))), name, asked=True)
        return Wait(_backoff(tries), name)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or name in MAYBE_DONE or name == "not_json":
        return Lost(name)
    return Refused(name)


def _name_of(response: Any) -> str:
    data = response.data
    name = data.get("error") if isinstance(data, dict) else None
    # Of an answer that is no JSON the client makes a sentence with the body in it: no name, and nothing to keep.
    return name if isinstance(name, str) and re.fullmatch(r"[a-z0-9_]{1,60}", name) else "not_json"


def _backoff(tries: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(tries, 9)), LONGEST_BACKOFF)
