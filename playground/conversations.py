"""Channels, direct messages, and what stands in them.

Shapes: docs.slack.dev/reference/events/message, docs.slack.dev/messaging (threads, ephemeral messages, metadata).
"""

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground import blocks as block_kit
from playground import channels, happenings, journal, messages, refusals, telling, world
from playground import files as file_room
from playground import pins as pin_room

_TS_STEP = 100  # microseconds between two messages of one instant

Message = messages.Message
Conversation = channels.Conversation
"""What every method here takes and gives."""


@dataclass(frozen=True)
class MessageChange:
    """A message that became new, edited or deleted; `message` as it is now, or as it last was."""

    what: journal.What
    message: Message


class Conversations(channels.Channels):
    """The channels and direct messages, and what stands in them. Nothing here asks who may do what."""

    def __init__(
        self,
        plan: world.World,
        lock: threading.RLock,
        log: journal.Journal,
        now: Callable[[], datetime],
        *,
        files: file_room.Files,
        pins: pin_room.Pins,
        noted: happenings.Happenings,
    ) -> None:
        super().__init__(plan, lock, log, now)
        self._files = files
        self._pins = pins
        self._telling = telling.Telling(plan.bot.user_id, noted, self.as_slack)
        self._last_ts = 0
        self._deleted: dict[tuple[str, str], Message] = {}
        self._new_ids: dict[str, str] = {}

    def change_id(self, channel_id: str) -> str:
        """Give a channel another id, for good: under the old one there is nothing any more. Returns the new one."""
        with self._lock:
            channel = self.get(channel_id)
            # "G012Y48650T" became "C012Y48650T" (docs.slack.dev/reference/events/channel_id_changed)
            new_id = "C" + channel_id[1:] if channel_id.startswith("G") else world.identifier("C", channel_id)
            channel.id = self._new_ids[channel_id] = new_id
            channel.messages = {
                ts: dataclasses.replace(message, channel_id=new_id) for ts, message in channel.messages.items()
            }
            self._all = {one.id: one for one in self._all.values()}
            self._deleted = {
                (self._current_id(at), ts): dataclasses.replace(message, channel_id=self._current_id(at))
                for (at, ts), message in self._deleted.items()
            }
            self._journal.note("channel", "deleted", channel_id)
            self._journal.note("channel", "new", new_id)
            return new_id

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
            return self._keep(conversation, message)

    def write_line(
        self, channel_id: str, user_id: str, text: str, subtype: str, facts: Mapping[str, Any] | None = None
    ) -> Message:
        """One of Slack's own lines about what that person did to the channel. Raises Refusal channel_not_found."""
        with self._lock:
            at = self._now()
            message = Message(
                channel_id, self._next_ts(at), at, user_id, text, subtype=subtype, facts=dict(facts or {})
            )
            return self._keep(self.get(channel_id), message)

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
            conversation = self.get(channel_id)
            heard = self._telling.hears(conversation, before)
            shape_before = self.as_slack(before) if heard else {}
            conversation.messages[ts] = after
            self._journal.note("message", "edited", channel_id, ts)
            if heard:
                self._telling.changed(conversation, after, shape_before, self._next_ts(self._now()))
            return after

    def delete(self, channel_id: str, ts: str) -> None:
        """Take a message away; one with replies leaves a tombstone. Raises Refusal as `get_message` does."""
        with self._lock:
            message = self.get_message(channel_id, ts)
            conversation = self.get(channel_id)
            shape_before = self.as_slack(message) if self._telling.hears(conversation, message) else None
            self._deleted[(channel_id, ts)] = message
            self._pins.forget(channel_id, ts)
            stays = bool(self.replies(message))
            if stays:
                conversation.messages[ts] = _tombstone(message)
            else:
                del conversation.messages[ts]
                if message.thread_ts is not None and message.ephemeral_for is None:
                    conversation.threads[message.thread_ts].remove(ts)
            self._journal.note("message", "deleted", channel_id, ts)
            if shape_before is not None and stays:
                self._telling.changed(conversation, conversation.messages[ts], shape_before, self._next_ts(self._now()))
            elif shape_before is not None:
                self._telling.deleted(conversation, shape_before, self._next_ts(self._now()))

    def replies(self, parent: Message) -> list[Message]:
        """The replies under a message, oldest first, without ephemeral ones."""
        with self._lock:
            conversation = self.get(parent.channel_id)
            return [conversation.messages[ts] for ts in conversation.threads.get(parent.ts, ())]

    def changed_since(self, revision: int) -> list[MessageChange]:
        """The messages that became new, edited or deleted after `revision`, each once, in the order it began."""
        with self._lock:
            summary = journal.sum_up(self._journal.since(revision, about="message"))
            changes = []
            for change in summary:
                channel_id, ts = self._current_id(change.key[0]), change.key[1]
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
        """docs.slack.dev/reference/events/message; without `with_metadata` only its metadata's event_type is told."""
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

    def _keep(self, conversation: Conversation, message: Message) -> Message:
        conversation.messages[message.ts] = message
        if message.thread_ts is not None and message.ephemeral_for is None:
            conversation.threads.setdefault(message.thread_ts, []).append(message.ts)
        self._journal.note("message", "new", conversation.id, message.ts)
        self._telling.posted(conversation, message)
        return message

    def _current_id(self, channel_id: str) -> str:
        while channel_id in self._new_ids:
            channel_id = self._new_ids[channel_id]
        return channel_id

    def _next_ts(self, at: datetime) -> str:
        microseconds = int(at.timestamp()) * 1_000_000 + at.microsecond
        self._last_ts = max(microseconds, self._last_ts) + _TS_STEP
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


def _tombstone(message: Message) -> Message:
    return dataclasses.replace(
        message,
        text="This message was deleted.",
        blocks=(),
        attachments=(),
        file_ids=(),
        metadata=None,
        subtype="tombstone",
    )
