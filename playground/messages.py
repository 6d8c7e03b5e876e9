"""A message, and how Slack shows it (docs.slack.dev/reference/events/message, docs.slack.dev/messaging)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground import blocks as block_kit
from playground import world


@dataclass(frozen=True)
class Message:
    """`at` is UTC, `ts` the same instant as Slack spells it; `user_id` who wrote it (the bot's user for the app's own).

    `thread_ts` is set on replies only. `ephemeral_for` is the one person who sees it. `edited_ts` is set when the
    "edited" mark shows. `subtype` is None, thread_broadcast or tombstone (a deleted message that has replies).
    `file_ids` are those of `playground.files`. `facts` is what one of Slack's own lines ("… has joined the channel")
    says besides its text; None for whatever somebody wrote.
    """

    channel_id: str
    ts: str
    at: datetime
    user_id: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    ephemeral_for: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    attachments: tuple[dict[str, Any], ...] = ()
    file_ids: tuple[str, ...] = ()
    facts: dict[str, Any] | None = None


def shape(
    message: Message,
    plan: world.World,
    parent: Message | None,
    replies: Sequence[Message],
    *,
    with_metadata: bool,
    files: Sequence[dict[str, Any]] = (),
    pinned: bool = False,
) -> dict[str, Any]:
    """docs.slack.dev/reference/events/message. `parent` is a reply's, where it is still there; `replies` are those
    under the message; `files` the file objects it shows.

    Without `with_metadata` only the event_type of the metadata is told, as include_all_metadata of
    docs.slack.dev/reference/methods/conversations.history has it.
    """
    shown: dict[str, Any] = {"type": "message", "ts": message.ts, "user": message.user_id, "text": message.text}
    shown["team"] = plan.team.id
    if message.subtype == "tombstone":
        shown |= {"subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
    elif message.subtype:
        shown["subtype"] = message.subtype
    if message.facts is not None:
        shown |= message.facts
    elif message.user_id == plan.bot.user_id and message.subtype != "tombstone":
        shown |= {"bot_id": plan.bot.bot_id, "app_id": plan.bot.app_id, "bot_profile": _bot_profile(plan)}
    if message.blocks:
        shown["blocks"] = [block_kit.spelled_out(block) for block in message.blocks]
    if message.attachments:
        shown["attachments"] = [block_kit.spelled_out(attachment) for attachment in message.attachments]
    if message.metadata is not None:
        shown["metadata"] = dict(message.metadata) if with_metadata else {"event_type": message.metadata["event_type"]}
    if files:
        shown |= {"files": list(files), "upload": True, "display_as_bot": False}
    if pinned:
        shown["pinned_to"] = [message.channel_id]
    if message.edited_ts:
        shown["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    if message.thread_ts:
        return shown | {"thread_ts": message.thread_ts} | ({"parent_user_id": parent.user_id} if parent else {})
    return shown | (_thread(message, replies) if replies else {})


def _thread(message: Message, replies: Sequence[Message]) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.replies: what a message says of the thread it begins."""
    people = list(dict.fromkeys(reply.user_id for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people,
        "is_locked": False,
        "subscribed": False,
    }


def _bot_profile(plan: world.World) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/bots.info, as it stands in an app's own messages."""
    return {
        "id": plan.bot.bot_id,
        "app_id": plan.bot.app_id,
        "name": plan.bot.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": plan.team.id,
    }
