"""What the app hears of messages: everything that is said where it is, by itself too, if its manifest asks for it."""

from collections.abc import Callable
from typing import Any

from playground import channels, events, happenings, messages

Shape = Callable[[messages.Message], dict[str, Any]]


class Telling:
    """`shape` makes Slack's message object; it is asked only where somebody listens."""

    def __init__(self, bot_user_id: str, noted: happenings.Happenings, shape: Shape) -> None:
        self._bot_user_id = bot_user_id
        self._happenings = noted
        self._shape = shape

    def hears(self, conversation: channels.Conversation, message: messages.Message) -> bool:
        """Whether the app is told of this message; never of one that only one person sees."""
        return self._is_seen(conversation, message) and self._happenings.hears_messages(conversation.channel_type)

    def posted(self, conversation: channels.Conversation, message: messages.Message) -> None:
        """Tell of a new message, and once more where it mentions the app (docs.slack.dev/reference/events)."""
        if self.hears(conversation, message):
            root = conversation.messages.get(message.thread_ts or "")
            told_root = message.subtype == "thread_broadcast" and root is not None
            event = events.message(
                self._shape(message),
                channel_id=conversation.id,
                channel_type=conversation.channel_type,
                root=self._shape(root) if told_root and root is not None else None,
            )
            self._happenings.note(event)
        mentioned = f"<@{self._bot_user_id}" in message.text and message.user_id != self._bot_user_id
        if mentioned and conversation.kind == "channel" and self._is_seen(conversation, message):
            self._happenings.note(events.app_mention(self._shape(message), channel_id=conversation.id))

    def changed(
        self, conversation: channels.Conversation, after: messages.Message, before: dict[str, Any], ts: str
    ) -> None:
        """Tell of an edit; `before` is the message object as it was, `ts` the edit's own."""
        self._happenings.note(
            events.message_changed(
                self._shape(after),
                before,
                channel_id=conversation.id,
                channel_type=conversation.channel_type,
                ts=ts,
            )
        )

    def deleted(self, conversation: channels.Conversation, before: dict[str, Any], ts: str) -> None:
        """Tell of a deletion; `before` is the message object as it was, `ts` the deletion's own."""
        self._happenings.note(
            events.message_deleted(before, channel_id=conversation.id, channel_type=conversation.channel_type, ts=ts)
        )

    def _is_seen(self, conversation: channels.Conversation, message: messages.Message) -> bool:
        return message.ephemeral_for is None and self._bot_user_id in conversation.members
