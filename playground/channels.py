"""Channels and direct messages: which there are, and who is in them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from playground import events, journal, messages, refusals, world


@dataclass
class Conversation:
    """A channel, or the bot's direct messages with `user_id`. `members` are user ids in the order they came.

    `threads` lists, for a message's ts, those of the replies under it that everybody sees, oldest first.
    """

    id: str
    kind: Literal["channel", "im"]
    name: str
    private: bool
    created_at: datetime
    members: list[str]
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    user_id: str | None = None
    general: bool = False
    posting: world.Posting = "everyone"
    previous_names: list[str] = field(default_factory=list)
    messages: "dict[str, messages.Message]" = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = field(default_factory=dict)

    @property
    def menu_kind(self) -> Literal["public", "private", "im"]:
        """What the filter of a menu of conversations calls it."""
        if self.kind == "im":
            return "im"
        return "private" if self.private else "public"

    @property
    def channel_type(self) -> events.ChannelType:
        """What events call it."""
        if self.kind == "im":
            return "im"
        return "group" if self.private else "channel"


class Channels:
    """All of them. Nothing here asks who may do what, or tells anybody: the Web API and the deeds do."""

    def __init__(
        self, plan: world.World, lock: threading.RLock, log: journal.Journal, now: Callable[[], datetime]
    ) -> None:
        self._plan = plan
        self._lock = lock
        self._journal = log
        self._now = now
        self._all = {channel.id: _from_plan(channel, plan.start_at) for channel in plan.channels}

    def find(self, channel_id: str) -> Conversation | None:
        """By id."""
        with self._lock:
            return self._all.get(channel_id)

    def get(self, channel_id: str) -> Conversation:
        """By id. Raises Refusal channel_not_found."""
        conversation = self.find(channel_id)
        if conversation is None:
            raise refusals.Refusal("channel_not_found", f"there is no conversation {channel_id!r}")
        return conversation

    def find_named(self, name: str) -> Conversation | None:
        """A channel by its name or id, with or without #; case does not matter."""
        with self._lock:
            wanted = name.removeprefix("#").casefold()
            for channel in self.channels():
                if wanted in (channel.name.casefold(), channel.id.casefold()):
                    return channel
            return None

    def channels(self) -> list[Conversation]:
        """The channels, public and private, in the order they were made."""
        with self._lock:
            return [one for one in self._all.values() if one.kind == "channel"]

    def dms(self) -> list[Conversation]:
        """The bot's direct messages, in the order they were opened."""
        with self._lock:
            return [one for one in self._all.values() if one.kind == "im"]

    def find_dm(self, user_id: str) -> Conversation | None:
        """The bot's direct messages with a person, if there are any."""
        with self._lock:
            return next((one for one in self.dms() if one.user_id == user_id), None)

    def open_dm(self, user_id: str) -> Conversation:
        """The bot's direct messages with a person, from now on if not before."""
        with self._lock:
            conversation = self.find_dm(user_id)
            if conversation is None:
                dm_id = "D" + user_id[1:]
                conversation = Conversation(
                    dm_id,
                    "im",
                    "",
                    True,
                    self._now(),
                    [user_id, self._plan.bot.user_id],
                    user_id=user_id,
                    creator=user_id,
                )
                self._all[dm_id] = conversation
                self._journal.note("channel", "new", dm_id)
            return conversation

    def join(self, channel_id: str, user_id: str) -> None:
        """Make somebody a member; nothing happens if they are one."""
        with self._lock:
            members = self.get(channel_id).members
            if user_id not in members:
                members.append(user_id)
                self._journal.note("channel", "edited", channel_id)

    def leave(self, channel_id: str, user_id: str) -> None:
        """End somebody's membership; nothing happens if they are not in."""
        with self._lock:
            members = self.get(channel_id).members
            if user_id in members:
                members.remove(user_id)
                self._journal.note("channel", "edited", channel_id)

    def archive(self, channel_id: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        with self._lock:
            self.get(channel_id).archived = archived
            self._journal.note("channel", "edited", channel_id)

    def rename(self, channel_id: str, name: str) -> None:
        """Call a channel something else."""
        with self._lock:
            channel = self.get(channel_id)
            channel.previous_names.insert(0, channel.name)
            channel.name = name
            self._journal.note("channel", "edited", channel_id)


def _from_plan(channel: world.ChannelPlan, created_at: datetime) -> Conversation:
    return Conversation(
        id=channel.id,
        kind="channel",
        name=channel.name,
        private=channel.private,
        created_at=created_at,
        members=list(channel.members),
        archived=channel.archived,
        topic=channel.topic,
        purpose=channel.purpose,
        creator=channel.creator,
        general=channel.general,
        posting=channel.posting,
    )
