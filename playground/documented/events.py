"""What the Events API sends: each event in its `event_callback`, and the challenge a URL is asked with."""

from typing import Any

from playground.documented import objects
from playground.documented.vocabulary import (
    APP,
    BOT,
    CHANNEL,
    COUNT,
    EPOCH,
    EVENT,
    FILE,
    FLAG,
    NULL,
    TEAM,
    TEXT,
    TS,
    URL,
    USER,
    Entry,
    Schema,
    identifier,
    keys,
    listed,
    more,
    one_of,
    or_null,
)

_EVENTS = "docs.slack.dev/reference/events"
_TYPES = "docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces"
ENVELOPE_PAGES = ("docs.slack.dev/apis/events-api", "docs.slack.dev/tools/bolt-js/reference/interfaces/EnvelopedEvent")

_AUTHORIZATION = keys(
    {
        "enterprise_id": or_null(identifier("E")),
        "team_id": or_null(TEAM),
        "user_id": USER,
        "is_bot": FLAG,
        "is_enterprise_install": FLAG,
    }
)
_ENVELOPE = keys(
    {
        "token": TEXT,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": {},
        "type": one_of("event_callback"),
        "event_id": EVENT,
        "event_time": EPOCH,
        # "authorizations contains one element": docs.slack.dev/apis/events-api
        "authorizations": listed(_AUTHORIZATION, least=1) | {"maxItems": 1},
        "is_ext_shared_channel": FLAG,
    },
    {"event_context": TEXT, "context_team_id": TEAM, "context_enterprise_id": NULL, "enterprise_id": NULL},
)

_CHANNEL_TYPE = one_of("channel", "group", "im")
_MESSAGE = more(objects.MESSAGE, {"channel": CHANNEL, "channel_type": _CHANNEL_TYPE, "event_ts": TS})
_MENTION = more(
    objects.MESSAGE,
    {"type": one_of("app_mention"), "channel": identifier("C", "G"), "event_ts": TS},
    {"user_team": TEAM, "source_team": TEAM},
)


def _event(kind: str, always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    return keys({"type": one_of(kind), **always, "event_ts": TS}, sometimes)


def _of_subtype(subtype: str, always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    """A message that says something has been done. These carry no blocks and no bot."""
    common: dict[str, Schema] = {
        "type": one_of("message"),
        "subtype": one_of(subtype),
        "ts": TS,
        "user": USER,
        "text": TEXT,
        "channel": CHANNEL,
        "channel_type": _CHANNEL_TYPE,
        "event_ts": TS,
    }
    return keys({**common, **always}, {"team": TEAM, "bot_id": BOT, **(sometimes or {})})


def _changed(subtype: str, always: dict[str, Schema]) -> Schema:
    """A hidden message about another one, which is shown as it is and as it was."""
    return keys(
        {
            "type": one_of("message"),
            "subtype": one_of(subtype),
            "hidden": one_of(True),
            "channel": CHANNEL,
            "channel_type": _CHANNEL_TYPE,
            "ts": TS,
            "event_ts": TS,
            "previous_message": objects.MESSAGE,
            **always,
        }
    )


_MEMBER = {"user": USER, "channel": identifier("C", "G"), "channel_type": one_of("C", "G"), "team": TEAM}
_RENAMED = keys(
    {"id": identifier("C", "G"), "name": TEXT, "created": EPOCH},
    {"name_normalized": TEXT, "is_channel": FLAG, "is_mpim": FLAG},
)
_PINNED_MESSAGE = more(objects.MESSAGE, {"permalink": URL})
_PINNED = keys(
    {"type": one_of("message"), "channel": CHANNEL, "created": EPOCH, "created_by": USER, "message": _PINNED_MESSAGE}
)
_PIN = {
    "user": USER,
    "channel_id": CHANNEL,
    "item": _PINNED,
    "item_user": USER,
    "pin_count": COUNT,
    "pinned_info": keys({"channel": CHANNEL, "pinned_by": USER, "pinned_ts": EPOCH}),
}

_EVENT_TABLES: dict[str, tuple[tuple[str, ...], Schema]] = {
    "app_home_opened": (
        (f"{_EVENTS}/app_home_opened", f"{_TYPES}/AppHomeOpenedEvent"),
        _event(
            "app_home_opened",
            {"user": USER, "channel": identifier("D"), "tab": one_of("home", "messages")},
            {"view": objects.HOME},
        ),
    ),
    "app_mention": ((f"{_EVENTS}/app_mention", f"{_TYPES}/AppMentionEvent"), _MENTION),
    "app_uninstalled": ((f"{_EVENTS}/app_uninstalled",), keys({"type": one_of("app_uninstalled")}, {"event_ts": TS})),
    "tokens_revoked": (
        (f"{_EVENTS}/tokens_revoked",),
        keys(
            {
                "type": one_of("tokens_revoked"),
                "tokens": keys({}, {"oauth": listed(USER), "bot": listed(USER)}),
            },
            {"event_ts": TS},
        ),
    ),
    "member_joined_channel": (
        (f"{_EVENTS}/member_joined_channel", f"{_TYPES}/MemberJoinedChannelEvent"),
        _event("member_joined_channel", _MEMBER, {"inviter": USER}),
    ),
    "member_left_channel": (
        (f"{_EVENTS}/member_left_channel", f"{_TYPES}/MemberLeftChannelEvent"),
        _event("member_left_channel", _MEMBER),
    ),
    "channel_left": (
        (f"{_EVENTS}/channel_left", f"{_TYPES}/ChannelLeftEvent"),
        _event("channel_left", {"channel": identifier("C"), "actor_id": USER}),
    ),
    "group_left": (
        (f"{_EVENTS}/group_left", f"{_TYPES}/GroupLeftEvent"),
        _event("group_left", {"channel": identifier("C", "G"), "actor_id": USER}),
    ),
    "channel_archive": (
        (f"{_EVENTS}/channel_archive", f"{_TYPES}/ChannelArchiveEvent"),
        _event("channel_archive", {"channel": identifier("C"), "user": USER}, {"is_moved": COUNT}),
    ),
    "channel_unarchive": (
        (f"{_EVENTS}/channel_unarchive", f"{_TYPES}/ChannelUnarchiveEvent"),
        _event("channel_unarchive", {"channel": identifier("C"), "user": USER}),
    ),
    "group_archive": (
        (f"{_EVENTS}/group_archive", f"{_TYPES}/GroupArchiveEvent"),
        _event("group_archive", {"channel": identifier("C", "G"), "user": USER, "is_moved": COUNT}),
    ),
    "group_unarchive": (
        (f"{_EVENTS}/group_unarchive", f"{_TYPES}/GroupUnarchiveEvent"),
        _event("group_unarchive", {"channel": identifier("C", "G"), "actor_id": USER}),
    ),
    "channel_rename": (
        (f"{_EVENTS}/channel_rename", f"{_TYPES}/ChannelRenameEvent"),
        _event("channel_rename", {"channel": _RENAMED}),
    ),
    "group_rename": (
        (f"{_EVENTS}/group_rename", f"{_TYPES}/GroupRenameEvent"),
        _event("group_rename", {"channel": _RENAMED}),
    ),
    "channel_id_changed": (
        (f"{_EVENTS}/channel_id_changed", f"{_TYPES}/ChannelIDChangedEvent"),
        _event("channel_id_changed", {"old_channel_id": CHANNEL, "new_channel_id": CHANNEL}),
    ),
    "user_change": (
        (f"{_EVENTS}/user_change", f"{_TYPES}/UserChangeEvent"),
        _event("user_change", {"user": objects.PERSON, "cache_ts": EPOCH}),
    ),
    "pin_added": ((f"{_EVENTS}/pin_added", f"{_TYPES}/PinAddedEvent"), _event("pin_added", _PIN)),
    "pin_removed": (
        (f"{_EVENTS}/pin_removed", f"{_TYPES}/PinRemovedEvent"),
        _event("pin_removed", {**_PIN, "has_pins": FLAG}),
    ),
    "file_shared": (
        (f"{_EVENTS}/file_shared", f"{_TYPES}/FileSharedEvent"),
        _event("file_shared", {"file_id": FILE, "user_id": USER, "file": keys({"id": FILE}), "channel_id": CHANNEL}),
    ),
    "message": (
        (f"{_EVENTS}/message", f"{_TYPES}/GenericMessageEvent"),
        {**_MESSAGE, "properties": {k: v for k, v in _MESSAGE["properties"].items() if k != "subtype"}},
    ),
    "message: thread_broadcast": (
        (f"{_EVENTS}/message/thread_broadcast", f"{_TYPES}/ThreadBroadcastMessageEvent"),
        more(_MESSAGE, {"subtype": one_of("thread_broadcast"), "thread_ts": TS}, {"root": objects.MESSAGE}),
    ),
    "message: file_share": (
        (f"{_EVENTS}/message/file_share", f"{_TYPES}/FileShareMessageEvent"),
        more(_MESSAGE, {"subtype": one_of("file_share"), "files": listed(objects.FILE_OBJECT, least=1)}),
    ),
    "message: message_changed": (
        (f"{_EVENTS}/message/message_changed", f"{_TYPES}/MessageChangedEvent"),
        _changed("message_changed", {"message": objects.MESSAGE}),
    ),
    "message: message_deleted": (
        (f"{_EVENTS}/message/message_deleted", f"{_TYPES}/MessageDeletedEvent"),
        _changed("message_deleted", {"deleted_ts": TS}),
    ),
    **{
        f"message: {family}_join": (
            (f"{_EVENTS}/message/{family}_join",),
            _of_subtype(f"{family}_join", {}, {"inviter": USER}),
        )
        for family in ("channel", "group")
    },
    **{
        f"message: {family}_{deed}": ((f"{_EVENTS}/message/{family}_{deed}",), _of_subtype(f"{family}_{deed}", {}))
        for family in ("channel", "group")
        for deed in ("leave", "archive", "unarchive")
    },
    **{
        f"message: {family}_name": (
            (f"{_EVENTS}/message/{family}_name",),
            _of_subtype(f"{family}_name", {"name": TEXT, "old_name": TEXT}),
        )
        for family in ("channel", "group")
    },
}

EVENTS: dict[str, Entry] = {
    "url_verification": Entry(
        (f"{_EVENTS}/url_verification",),
        keys({"token": TEXT, "challenge": TEXT, "type": one_of("url_verification")}),
    ),
    **{
        name: Entry((*pages, *ENVELOPE_PAGES), more(_ENVELOPE, {"event": event}))
        for name, (pages, event) in _EVENT_TABLES.items()
    },
}


def name_of(payload: dict[str, Any]) -> str:
    """Which of the entries a payload has to follow. Raises KeyError for one that there is no entry for."""
    if payload.get("type") == "url_verification":
        return "url_verification"
    event = payload["event"]
    name = f"{event['type']}: {event['subtype']}" if "subtype" in event else str(event["type"])
    if name not in EVENTS:
        raise KeyError(f"there is no table for the event {name!r}")
    return name
