"""The events an app can subscribe to: pure builders of what stands under `event`, each beside the page it is from.

Nothing here knows the workspace's state. `event_ts` is when it happened, as `stamp` spells an instant. Slack's pages
leave it out of most examples; docs.slack.dev/apis/events-api has it in every event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

Event = dict[str, Any]
ChannelType = Literal["channel", "group", "im"]


def stamp(at: datetime) -> str:
    """An aware instant as Slack spells one: seconds since 1970 and microseconds."""
    return f"{int(at.timestamp())}.{at.microsecond:06d}"


def app_home_opened(user_id: str, *, channel_id: str, view: Mapping[str, Any] | None, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/app_home_opened: `view` only where one has been published."""
    event: Event = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": channel_id,
        "tab": "home",
        "event_ts": event_ts,
    }
    if view is not None:
        event["view"] = dict(view)
    return event


def message(
    shape: Mapping[str, Any],
    *,
    channel_id: str,
    channel_type: ChannelType,
    root: Mapping[str, Any] | None = None,
) -> Event:
    """docs.slack.dev/reference/events/message (message.channels, message.groups, message.im).

    `shape` is the message object; `root` the thread's parent where a reply was shown to the channel as well
    (docs.slack.dev/reference/events/message/thread_broadcast). A message with files is of a subtype of its own
    here (docs.slack.dev/reference/events/message/file_share).
    """
    event = {**shape, "channel": channel_id, "channel_type": channel_type, "event_ts": shape["ts"]}
    if "files" in shape:
        event.setdefault("subtype", "file_share")
    return event if root is None else event | {"root": dict(root)}


def app_mention(shape: Mapping[str, Any], *, channel_id: str) -> Event:
    """docs.slack.dev/reference/events/app_mention."""
    return {**shape, "type": "app_mention", "channel": channel_id, "event_ts": shape["ts"]}


def message_changed(
    after: Mapping[str, Any], before: Mapping[str, Any], *, channel_id: str, channel_type: ChannelType, ts: str
) -> Event:
    """docs.slack.dev/reference/events/message/message_changed. `ts` is the change's own."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": dict(after),
        "previous_message": dict(before),
        "channel": channel_id,
        "channel_type": channel_type,
        "ts": ts,
        "event_ts": ts,
    }


def message_deleted(before: Mapping[str, Any], *, channel_id: str, channel_type: ChannelType, ts: str) -> Event:
    """docs.slack.dev/reference/events/message/message_deleted. `ts` is the deletion's own."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": before["ts"],
        "previous_message": dict(before),
        "channel": channel_id,
        "channel_type": channel_type,
        "ts": ts,
        "event_ts": ts,
    }


def member_joined_channel(
    user_id: str, *, channel_id: str, private: bool, team_id: str, inviter: str | None, event_ts: str
) -> Event:
    """docs.slack.dev/reference/events/member_joined_channel: `inviter` only where somebody let them in."""
    event = _membership("member_joined_channel", user_id, channel_id, private, team_id, event_ts)
    return event if inviter is None else event | {"inviter": inviter}


def member_left_channel(user_id: str, *, channel_id: str, private: bool, team_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/member_left_channel: by themselves or removed by somebody else."""
    return _membership("member_left_channel", user_id, channel_id, private, team_id, event_ts)


def _membership(kind: str, user_id: str, channel_id: str, private: bool, team_id: str, event_ts: str) -> Event:
    """What docs.slack.dev/reference/events/member_joined_channel and …/member_left_channel have in common."""
    return {
        "type": kind,
        "user": user_id,
        "channel": channel_id,
        "channel_type": "G" if private else "C",
        "team": team_id,
        "event_ts": event_ts,
    }


def left(channel_id: str, *, private: bool, actor_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/channel_left, docs.slack.dev/reference/events/group_left: the app itself is out.

    "Sometimes withheld", says the first page. `actor_id` is from payloads met in practice, not on these pages. Whether
    Slack sends it when somebody else removes a bot is not documented; the playground does, and an app had better not
    depend on it.
    """
    kind = "group_left" if private else "channel_left"
    return {"type": kind, "channel": channel_id, "actor_id": actor_id, "event_ts": event_ts}


def archived(channel_id: str, *, private: bool, user_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/channel_archive, docs.slack.dev/reference/events/group_archive.

    `is_moved` is from payloads met in practice and @slack/types, not on these pages.
    """
    kind = "group_archive" if private else "channel_archive"
    return {"type": kind, "channel": channel_id, "user": user_id, "is_moved": 0, "event_ts": event_ts}


def unarchived(channel_id: str, *, private: bool, user_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/channel_unarchive, docs.slack.dev/reference/events/group_unarchive.

    The second names the person differently: docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces/
    GroupUnarchiveEvent.
    """
    kind, who = ("group_unarchive", "actor_id") if private else ("channel_unarchive", "user")
    return {"type": kind, "channel": channel_id, who: user_id, "event_ts": event_ts}


def renamed(channel_id: str, *, private: bool, name: str, created_at: datetime, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/channel_rename, docs.slack.dev/reference/events/group_rename.

    `is_channel`, `is_mpim` and `name_normalized` are from payloads met in practice, not on these pages.
    """
    channel = {
        "id": channel_id,
        "is_channel": not private,
        "is_mpim": False,
        "name": name,
        "name_normalized": name,
        "created": int(created_at.timestamp()),
    }
    return {"type": "group_rename" if private else "channel_rename", "channel": channel, "event_ts": event_ts}


def channel_id_changed(*, old_channel_id: str, new_channel_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/channel_id_changed: of a private channel that is shared with another company."""
    return {
        "type": "channel_id_changed",
        "old_channel_id": old_channel_id,
        "new_channel_id": new_channel_id,
        "event_ts": event_ts,
    }


def user_change(user: Mapping[str, Any], *, cache_ts: int, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/user_change. `user` is the user object, `cache_ts` in seconds since 1970."""
    return {"type": "user_change", "user": dict(user), "cache_ts": cache_ts, "event_ts": event_ts}


def pin(
    *,
    added: bool,
    user_id: str,
    channel_id: str,
    item: Mapping[str, Any],
    item_user: str,
    pin_count: int,
    pinned_by: str,
    pinned_at: datetime,
    event_ts: str,
) -> Event:
    """docs.slack.dev/reference/events/pin_added, docs.slack.dev/reference/events/pin_removed.

    `item` is one of pins.list. `item_user`, `pin_count` and `pinned_info` are from payloads met in practice.
    """
    event: Event = {
        "type": "pin_added" if added else "pin_removed",
        "user": user_id,
        "channel_id": channel_id,
        "item": dict(item),
        "item_user": item_user,
        "pin_count": pin_count,
        "pinned_info": {"channel": channel_id, "pinned_by": pinned_by, "pinned_ts": int(pinned_at.timestamp())},
        "event_ts": event_ts,
    }
    return event if added else event | {"has_pins": pin_count > 0}


def file_shared(file_id: str, *, user_id: str, channel_id: str, event_ts: str) -> Event:
    """docs.slack.dev/reference/events/file_shared."""
    return {
        "type": "file_shared",
        "channel_id": channel_id,
        "file_id": file_id,
        "user_id": user_id,
        "file": {"id": file_id},
        "event_ts": event_ts,
    }


def app_uninstalled() -> Event:
    """docs.slack.dev/reference/events/app_uninstalled."""
    return {"type": "app_uninstalled"}


def tokens_revoked(*, bot_user_id: str) -> Event:
    """docs.slack.dev/reference/events/tokens_revoked: whose tokens are good for nothing any more, not the tokens."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user_id]}}
