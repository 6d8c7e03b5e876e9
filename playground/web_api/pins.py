"""pins.*: messages pinned to their channel."""

import re
from typing import Any

from playground import conversations, events, refusals
from playground import pins as pin_room
from playground.web_api import method, permalinks, places

_TS = re.compile(r"\d+\.\d+")


def add(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/pins.add"""
    conversation, ts = _place(request)
    if conversation.archived:
        raise refusals.Refusal("is_archived", f"#{conversation.name} is archived")
    message = conversation.messages.get(ts)
    if message is None or message.ephemeral_for is not None:
        raise refusals.Refusal("message_not_found", f"there is no message {ts} in {conversation.id}")
    if message.subtype == "tombstone":
        raise refusals.Refusal("not_pinnable", "a deleted message is not pinned")
    pin = request.workspace.pins.add(conversation.id, ts, request.workspace.world.bot.user_id)
    _tell(request, pin, _item(request, pin), added=True)
    return {}


def remove(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/pins.remove"""
    conversation, ts = _place(request)
    if ts not in conversation.messages:
        raise refusals.Refusal("message_not_found", f"there is no message {ts} in {conversation.id}")
    found = request.workspace.pins.find(conversation.id, ts)
    item = {} if found is None else _item(request, found)
    pin = request.workspace.pins.remove(conversation.id, ts)
    _tell(request, pin, item, added=False)
    return {}


def list_all(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/pins.list"""
    conversation = places.seen(request, request.required("channel"))
    return {"items": [_item(request, pin) for pin in request.workspace.pins.of(conversation.id)]}


def _place(request: method.Request) -> tuple[conversations.Conversation, str]:
    conversation = places.seen(request, request.required("channel"))
    if not places.is_in(request, conversation):
        raise refusals.Refusal("not_in_channel", f"the bot is not in #{conversation.name}")
    ts = request.text("timestamp")
    if not ts:
        raise refusals.Refusal("no_item_specified", "timestamp says which message")
    if not _TS.fullmatch(ts):
        raise refusals.Refusal("bad_timestamp", f"{ts!r} is no timestamp")
    return conversation, ts


def _item(request: method.Request, pin: pin_room.Pin) -> dict[str, Any]:
    state = request.workspace
    message = state.conversations.get_message(pin.channel_id, pin.ts)
    return {
        "type": "message",
        "channel": pin.channel_id,
        "created": int(pin.at.timestamp()),
        "created_by": pin.by,
        "message": {**state.conversations.as_slack(message), "permalink": permalinks.of(state.world.team, message)},
    }


def _tell(request: method.Request, pin: pin_room.Pin, item: dict[str, Any], *, added: bool) -> None:
    """`item` is as it was while it was pinned."""
    state = request.workspace
    state.happenings.note(
        events.pin(
            added=added,
            user_id=state.world.bot.user_id,
            channel_id=pin.channel_id,
            item=item,
            item_user=state.conversations.get_message(pin.channel_id, pin.ts).user_id,
            pin_count=len(state.pins.of(pin.channel_id)),
            pinned_by=pin.by,
            pinned_at=pin.at,
            event_ts=events.stamp(state.clock.now()),
        )
    )


_ITEM = {"channel": method.REQUIRED, "timestamp": method.STRING}

METHODS = (
    method.method(
        "pins.add",
        add,
        _ITEM,
        tier=2,
        scopes=("pins:write",),
        refuses="channel_not_found no_item_specified bad_timestamp message_not_found not_in_channel already_pinned "
        "too_many_pins not_pinnable",
        beyond="is_archived",
        never="external_channel_migrating file_not_found file_not_shared restricted_action",
    ),
    method.method(
        "pins.remove",
        remove,
        _ITEM,
        tier=2,
        scopes=("pins:write",),
        refuses="channel_not_found no_item_specified bad_timestamp message_not_found no_pin",
        beyond="not_in_channel",
        never="external_channel_migrating file_comment_not_found file_not_found not_pinned restricted_action",
    ),
    method.method(
        "pins.list",
        list_all,
        {"channel": method.REQUIRED},
        tier=2,
        scopes=("pins:read",),
        reads_json=False,
        refuses="channel_not_found",
        never="restricted_action",
    ),
)
