"""Channels, direct messages, and what stands in them.

Shapes: docs.slack.dev/reference/events/message, docs.slack.dev/messaging (threads, ephemeral messages, metadata).
"""

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from playground import blocks as block_kit
from playground import files as file_room
from playground import journal, messages, refusals, world
from playground import pins as pin_room

_TS_STEP = 100  # microseconds between two messages of one instant

Message = messages.Message
"""What every method here takes and gives."""


@dataclass
class Conversation:
    """A channel, or the bot's direct messages with `user_id`. `members` are user ids in the order they came."""

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
    messages: dict[str, Message] = field(default_factory=dict)
    typed: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class MessageChange:
    """A message that became new, edited or deleted; `message` as it is now, or as it last was."""

    what: journal.What
    message: Message


class Conversations:
    """All of them. Nothing here asks who may do what: the Web API and the deeds do."""

    def __init__(
        self,
        plan: world.World,
        lock: threading.RLock,
        log: journal.Journal,
        now: Callable[[], datetime],
        *,
        files: file_room.Files,
        pins: pin_room.Pins,
    ) -> None:
        self._plan = plan
        self._lock = lock
        self._journal = log
        self._now = now
        self._files = files
        self._pins = pins
        self._last_ts = 0
        self._deleted: dict[tuple[str, str], Message] = {}
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

    def post(
        self,
        channel_id: str,
        user_id: str,
        text: str,
        *,
        blocks: Sequence[Mapping[str, Any]] = (),
        metadata: Mapping[str, Any] | None = None,
        thread_ts: str | None = None,
        broadcast: bool = False,
        ephemeral_for: str | None = None,
        attachments: Sequence[Mapping[str, Any]] = (),
        file_ids: Sequence[str] = (),
    ) -> Message:
        """Write a message; `thread_ts` is the parent's or any reply's. Raises Refusal channel_not_found."""
        with self._lock:
            conversation = self.get(channel_id)
            parent = conversation.messages.get(thread_ts) if thread_ts else None
            at = self._now()
            message = Message(
                channel_id=channel_id,
                ts=self._next_ts(at),
                at=at,
                user_id=user_id,
                text=text,
                blocks=tuple(block_kit.as_stored(blocks)),
                metadata=dict(metadata) if metadata else None,
                thread_ts=(parent.thread_ts or parent.ts) if parent else thread_ts,
                ephemeral_for=ephemeral_for,
                subtype="thread_broadcast" if broadcast and thread_ts else None,
                attachments=tuple(block_kit.attachments_as_stored(attachments)),
                file_ids=tuple(file_ids),
            )
            conversation.messages[message.ts] = message
            self._journal.note("message", "new", channel_id, message.ts)
            return message

    def get_message(self, channel_id: str, ts: str) -> Message:
        """One message, ephemeral ones too. Raises Refusal channel_not_found or message_not_found."""
        with self._lock:
            message = self.get(channel_id).messages.get(ts)
            if message is None:
                raise refusals.Refusal("message_not_found", f"there is no message {ts} in {channel_id}")
            return message

    def edit(
        self,
        channel_id: str,
        ts: str,
        *,
        text: str | None = None,
        blocks: Sequence[Mapping[str, Any]] | None = None,
        metadata: Mapping[str, Any] | None = None,
        attachments: Sequence[Mapping[str, Any]] | None = None,
        mark: bool = True,
    ) -> Message:
        """Change what is given and keep the rest; empty metadata, blocks or attachments remove them.

        `mark` shows the "edited" mark. Raises Refusal channel_not_found or message_not_found.
        """
        with self._lock:
            before = self.get_message(channel_id, ts)
            after = dataclasses.replace(
                before,
                text=before.text if text is None else text,
                blocks=before.blocks if blocks is None else tuple(block_kit.as_stored(blocks)),
                metadata=before.metadata if metadata is None else (dict(metadata) or None),
                attachments=before.attachments
                if attachments is None
                else tuple(block_kit.attachments_as_stored(attachments)),
                edited_ts=self._next_ts(self._now()) if mark else before.edited_ts,
            )
            self.get(channel_id).messages[ts] = after
            self._journal.note("message", "edited", channel_id, ts)
            return after

    def delete(self, channel_id: str, ts: str) -> None:
        """Take a message away; one with replies leaves a tombstone. Raises Refusal as `get_message` does."""
        with self._lock:
            message = self.get_message(channel_id, ts)
            messages = self.get(channel_id).messages
            self._deleted[(channel_id, ts)] = message
            self._pins.forget(channel_id, ts)
            if self.replies(message):
                messages[ts] = dataclasses.replace(
                    message,
                    text="This message was deleted.",
                    blocks=(),
                    attachments=(),
                    file_ids=(),
                    metadata=None,
                    subtype="tombstone",
                )
            else:
                del messages[ts]
            self._journal.note("message", "deleted", channel_id, ts)

    def replies(self, parent: Message) -> list[Message]:
        """The replies under a message, oldest first, without ephemeral ones."""
        with self._lock:
            return [
                message
                for message in self.get(parent.channel_id).messages.values()
                if message.thread_ts == parent.ts and message.ephemeral_for is None
            ]

    def changed_since(self, revision: int) -> list[MessageChange]:
        """The messages that became new, edited or deleted after `revision`, each once, in the order it began."""
        with self._lock:
            summary = journal.sum_up(self._journal.since(revision, about="message"))
            changes = []
            for change in summary:
                channel_id, ts = change.key
                message = self._all[channel_id].messages.get(ts)
                if message is None or change.what == "deleted":
                    message = self._deleted[(channel_id, ts)]
                changes.append(MessageChange(change.what, message))
            return changes

    def type_in(self, message: Message, user_id: str, block_id: str, action_id: str, value: Mapping[str, Any]) -> None:
        """Put a value, as state.values shows it, into a field of a message; each person has their own."""
        with self._lock:
            typed = self.get(message.channel_id).typed.setdefault((message.ts, user_id), {})
            typed[(block_id, action_id)] = dict(value)
            self._journal.note("field", "edited", message.channel_id, message.ts)

    def state_values(self, message: Message, user_id: str) -> dict[str, dict[str, Any]]:
        """The `state.values` of a message as that person left it."""
        with self._lock:
            typed = self.get(message.channel_id).typed.get((message.ts, user_id), {})
            return block_kit.values(block_kit.of_message(message.blocks, message.attachments), typed)

    def as_slack(self, message: Message, *, with_metadata: bool = True) -> dict[str, Any]:
        """Slack's message object; without `with_metadata` only the event_type of its metadata is told."""
        with self._lock:
            parent = self.get(message.channel_id).messages.get(message.thread_ts or "")
            return messages.shape(
                message,
                self._plan,
                parent,
                self.replies(message),
                with_metadata=with_metadata,
                files=[self._files.as_slack(self._files.get(file_id)) for file_id in message.file_ids],
                pinned=self._pins.find(message.channel_id, message.ts) is not None,
            )

    def _next_ts(self, at: datetime) -> str:
        microseconds = int(at.timestamp()) * 1_000_000 + at.microsecond
        self._last_ts = max(microseconds, self._last_ts) + _TS_STEP
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


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
    )
