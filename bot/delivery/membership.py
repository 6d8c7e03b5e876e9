"""Who of those a message mentions is not in its channel: a mention reaches nobody there who cannot read it."""

import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.clock import Clock
from bot.views.parts import Message

# conversations.members is of tier 4, over 100 calls a minute (docs.slack.dev/reference/methods/conversations.members):
# ten minutes' memory lets a hundred channels be posted to in any of them.
REMEMBERED = timedelta(minutes=10)
PEOPLE_A_PAGE = 1000
MOST_PAGES = 10


def mentioned(message: Message) -> frozenset[str]:
    """Everybody a message mentions (Slack ids)."""
    return frozenset(_mentions(message.blocks))


class Membership:
    """Who is in which channel, as Slack said in the last ten minutes. One for a process; its threads share it."""

    def __init__(self, client: WebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[datetime, frozenset[str]]] = {}

    def absent(self, channel: str, people: frozenset[str]) -> frozenset[str]:
        """Those of `people` who are not in the channel. Nobody, where Slack does not say: a reminder too few in person
        is better than one too many for everybody."""
        if not people:
            return frozenset()
        there = self._members(channel)
        return frozenset() if there is None else people - there

    def _members(self, channel: str) -> frozenset[str] | None:
        now = self._clock.now()
        with self._lock:
            seen = self._seen.get(channel)
        if seen is not None and seen[0] <= now < seen[0] + REMEMBERED:
            return seen[1]
        try:
            there = self._ask(channel)
        except SlackApiError as refused:
            journal.warn("members_not_told", channel=channel, why=refused.response.get("error"))
            return None
        except OSError as error:
            journal.failure("members_not_asked", error, channel=channel)
            return None
        if there is not None:
            with self._lock:
                self._seen[channel] = (now, there)
        return there

    def _ask(self, channel: str) -> frozenset[str] | None:
        """None for a channel of more people than can be asked for within seconds."""
        there: set[str] = set()
        cursor = ""
        for _ in range(MOST_PAGES):
            answer = self._client.conversations_members(channel=channel, limit=PEOPLE_A_PAGE, cursor=cursor or None)
            members: list[str] = answer["members"]
            there.update(members)
            following: dict[str, str] = answer.get("response_metadata") or {}
            cursor = following.get("next_cursor") or ""
            if not cursor:
                return frozenset(there)
        journal.warn("members_too_many", channel=channel)
        return None


def _mentions(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _mentions(one)
    elif isinstance(part, Mapping):
        if part.get("type") == "user" and "user_id" in part:
            yield str(part["user_id"])
        for one in part.values():
            yield from _mentions(one)
