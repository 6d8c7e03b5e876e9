"""The calls that put messages into Slack.

They ride on a client that never retries by itself: after a dropped connection nobody knows whether the message was
posted, and a second post would be a second message (Slack has no idempotency key).
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery import answers, pins
from bot.delivery.answers import Answer, Gone, Held, Lost, Posted, Refused, Trouble, Wait
from bot.store.outbox import Kind
from bot.views import parts

METADATA_EVENT = "cx_council_message"
HISTORY_MARGIN = timedelta(minutes=5)
HISTORY_SCOPES = frozenset({"channels:history", "groups:history"})
HISTORY_IN_PERSON = "im:history"
# What Slack says of a call, in one conversation, that it does not let us make though others may go through.
NOT_ALLOWED_TO_LOOK = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
# Beside the call's own time: what comes before and after it.
MARGIN = timedelta(seconds=2)


@dataclass(frozen=True)
class Slack:
    """The posting side of one workspace. `scopes` are those granted at start."""

    client: WebClient
    scopes: frozenset[str]
    _conversations: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def can_search(self, recipient: str) -> bool:
        """Whether a message to a channel or a person whose answer was lost can be looked for."""
        return bool((HISTORY_SCOPES if _is_channel(recipient) else {HISTORY_IN_PERSON}) & self.scopes)

    @property
    def longest_call(self) -> timedelta:
        """How long a call may take before it is given up, and a little more."""
        return timedelta(seconds=self.client.timeout) + MARGIN

    def conversation(self, recipient: str) -> str | Trouble:
        """The conversation to post in: a channel as it is, for a person their direct message with the bot, which is
        the same for ever (docs.slack.dev/reference/methods/conversations.open)."""
        if _is_channel(recipient):
            return recipient
        with self._lock:
            known = self._conversations.get(recipient)
        if known is not None:
            return known
        try:
            opened = self.client.conversations_open(users=recipient)
        except (SlackApiError, OSError) as error:
            return _twice_is_once(answers.meaning(error, tries=1))
        channel: dict[str, Any] = opened["channel"]
        with self._lock:
            return self._conversations.setdefault(recipient, str(channel["id"]))

    def forget(self, recipient: str) -> None:
        """Ask anew where to write to a person: the conversation that was known takes nothing."""
        with self._lock:
            self._conversations.pop(recipient, None)

    def post(self, channel: str, message: parts.Message, *, key: str, thread_ts: str | None, tries: int) -> Answer:
        """Post a message that carries `key` in its metadata; `tries` counts how often that was tried."""
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
            return answers.meaning(error, tries=tries)
        return Posted(channel=str(answer["channel"]), ts=str(answer["ts"]))

    def edit(self, channel: str, ts: str, message: parts.Message, *, tries: int) -> Answer:
        """Bring a posted message up to date. A lost answer is only waited out: the same edit twice is one edit."""
        try:
            self.client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks, parse="none", link_names=False
            )
        except (SlackApiError, OSError) as error:
            return _twice_is_once(answers.meaning(error, tries=tries))
        return Posted(channel, ts)

    def pin(self, kind: Kind, channel: str, ts: str, *, tries: int) -> Answer:
        """Pin a posted message, or take it off (`kind`), where we may."""
        if pins.SCOPE not in self.scopes:
            return Refused("missing_scope")
        return pins.carry(self.client, kind, channel, ts, tries=tries)

    def find(self, channel: str, *, key: str, thread_ts: str | None, since: datetime) -> Posted | Trouble | None:
        """Look for a message by the key in its metadata, from a little before `since`; None where it is not there.

        A right that only the search lacks is no reason for anything else to wait: Refused. Which scope is asked for
        depends on the conversation: public and private channels have ids that look the same.
        """
        oldest = str((since - HISTORY_MARGIN).timestamp())
        cursor = None
        while True:
            try:
                page = self._page(channel, thread_ts, oldest=oldest, cursor=cursor)
            except (SlackApiError, OSError) as error:
                trouble = _twice_is_once(answers.meaning(error, tries=1))
                return Refused(trouble.error) if trouble.error in NOT_ALLOWED_TO_LOOK else trouble
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


def _is_channel(recipient: str) -> bool:
    return not recipient.startswith(("U", "W"))


def _twice_is_once(answer: Trouble) -> Refused | Wait | Held | Gone:
    """Of a call that may be made again as if it had not been, a lost answer costs nothing but time."""
    return Wait(answer.error) if isinstance(answer, Lost) else answer
