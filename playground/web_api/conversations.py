"""conversations.*: what channels there are, who is in them, what stands in them."""

import re
from collections.abc import Iterable
from typing import Any

from playground import conversations, refusals
from playground.web_api import method, paging, places, shapes

_TS = re.compile(r"\d+(\.\d+)?")
_TYPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "mpim": "mpim:read",
    "im": "im:read",
}


def open_dm(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.open. There are no group messages in the playground."""
    channel_id, users = request.text("channel"), request.text("users")
    known = request.workspace.conversations
    if channel_id:
        dm, was_open = places.seen(request, channel_id), True
        if dm.kind != "im":
            raise refusals.Refusal("method_not_supported_for_channel_type", f"{channel_id} is a channel")
    elif users:
        user_id = _one_person(request, users)
        was_open = known.find_dm(user_id) is not None
        if not was_open and request.flag("prevent_creation"):
            raise refusals.Refusal("channel_not_found", f"there are no direct messages with {user_id} yet")
        dm = known.open_dm(user_id)
    else:
        raise refusals.Refusal("users_list_not_supplied", "neither users nor channel was given")
    body: dict[str, Any] = {"no_op": True, "already_open": True} if was_open else {}
    full = request.flag("return_im")
    return body | {"channel": shapes.conversation(request.workspace, dm) if full else {"id": dm.id}}


def info(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.info"""
    conversation = _readable(request, "read")
    shape = shapes.conversation(request.workspace, conversation, with_num_members=request.flag("include_num_members"))
    return {"channel": shape | ({"locale": "en-GB"} if request.flag("include_locale") else {})}


def members(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.members"""
    conversation = _readable(request, "read")
    page, cursor = paging.page(
        conversation.members, limit=request.number("limit"), cursor=request.text("cursor"), default=100
    )
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def list_all(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.list"""
    types = [word.strip() for word in (request.text("types") or "public_channel").split(",")]
    if strangers := [word for word in types if word not in _TYPES]:
        raise refusals.Refusal("invalid_types", f"{', '.join(strangers)} is no type of conversation")
    request.need_scope(*(_TYPES[word] for word in types))
    found = [
        one
        for one in [*request.workspace.conversations.channels(), *request.workspace.conversations.dms()]
        if _type(one) in types
        and (not one.private or places.is_in(request, one))
        and not (one.archived and request.flag("exclude_archived"))
    ]
    page, cursor = paging.page(found, limit=request.number("limit"), cursor=request.text("cursor"), default=100)
    return {
        "channels": [shapes.conversation(request.workspace, one, with_num_members=True) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


def history(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.history: newest first, replies only where they were broadcast."""
    conversation = _readable(request, "history")
    _refuse_outsider(request, conversation)
    lasting = [
        message
        for message in _between(request, conversation.messages.values())
        if message.thread_ts is None or message.subtype == "thread_broadcast"
    ]
    lasting.reverse()
    page, cursor = paging.page(lasting, limit=request.number("limit"), cursor=request.text("cursor"), default=100)
    return _messages(request, page, cursor)


def replies(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.replies: the parent, then its replies, oldest first."""
    conversation = _readable(request, "history")
    _refuse_outsider(request, conversation)
    named = conversation.messages.get(request.required("ts"))
    parent = conversation.messages.get(named.thread_ts) if named and named.thread_ts else named
    if parent is None or parent.ephemeral_for is not None:
        raise refusals.Refusal("thread_not_found", f"there is no thread {request.required('ts')}")
    thread = [parent, *_between(request, request.workspace.conversations.replies(parent))]
    page, cursor = paging.page(
        thread, limit=request.number("limit"), cursor=request.text("cursor"), default=paging.MOST
    )
    return _messages(request, page, cursor)


def _one_person(request: method.Request, users: str) -> str:
    people = [request.workspace.get_person(user_id.strip()) for user_id in users.split(",")]
    if any(person.deleted for person in people):
        raise refusals.Refusal("user_disabled", "the account is closed")
    if len(people) > 1:
        request.need_scope("mpim:write")
        raise refusals.Refusal("invalid_user_combination", "the playground has no group messages")
    if people[0].is_bot:
        raise refusals.Refusal("invalid_user_combination", "a bot does not write to itself")
    return people[0].id


def _readable(request: method.Request, deed: str) -> conversations.Conversation:
    places.need_some_scope(request, deed)
    conversation = places.seen(request, request.required("channel"))
    places.need_scope_for(request, conversation, deed)
    return conversation


def _refuse_outsider(request: method.Request, conversation: conversations.Conversation) -> None:
    if not places.is_in(request, conversation):
        raise refusals.Refusal("not_in_channel", f"the bot is not in #{conversation.name}")


def _between(request: method.Request, messages: Iterable[conversations.Message]) -> list[conversations.Message]:
    """The lasting messages after `oldest` and before `latest`, those instants too if `inclusive`."""
    oldest, latest = _instant(request, "oldest"), _instant(request, "latest")
    inclusive = request.flag("inclusive")
    return [
        message
        for message in messages
        if message.ephemeral_for is None
        and (oldest is None or _key(message.ts) > oldest or (inclusive and _key(message.ts) == oldest))
        and (latest is None or _key(message.ts) < latest or (inclusive and _key(message.ts) == latest))
    ]


def _instant(request: method.Request, name: str) -> tuple[int, int] | None:
    ts = request.text(name)
    if not ts:
        return None
    if not _TS.fullmatch(ts):
        raise refusals.Refusal(f"invalid_ts_{name}", f"{ts!r} is no timestamp")
    return _key(ts)


def _key(ts: str) -> tuple[int, int]:
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction.ljust(6, "0")[:6])


def _messages(request: method.Request, page: list[conversations.Message], cursor: str) -> dict[str, Any]:
    everything = request.flag("include_all_metadata")
    shown = request.workspace.conversations
    body: dict[str, Any] = {
        "messages": [shown.as_slack(message, with_metadata=everything) for message in page],
        "has_more": bool(cursor),
    }
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _type(conversation: conversations.Conversation) -> str:
    if conversation.kind == "im":
        return "im"
    return "private_channel" if conversation.private else "public_channel"


_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")
_CHANNEL = {"channel": method.REQUIRED}
_PAGE = {"cursor": method.STRING, "limit": method.INTEGER}
_WINDOW = {
    "include_all_metadata": method.BOOLEAN,
    "inclusive": method.BOOLEAN,
    "latest": method.STRING,
    "oldest": method.STRING,
}

METHODS = (
    method.method(
        "conversations.open",
        open_dm,
        {
            "channel": method.STRING,
            "users": method.STRING,
            "return_im": method.BOOLEAN,
            "prevent_creation": method.BOOLEAN,
        },
        scopes=("im:write",),
    ),
    method.method(
        "conversations.info",
        info,
        {**_CHANNEL, "include_locale": method.BOOLEAN, "include_num_members": method.BOOLEAN},
        scopes_by_conversation=_READ,
        reads_json=False,
    ),
    method.method(
        "conversations.members", members, {**_CHANNEL, **_PAGE}, scopes_by_conversation=_READ, reads_json=False
    ),
    method.method(
        "conversations.list",
        list_all,
        {**_PAGE, "exclude_archived": method.BOOLEAN, "types": method.STRING},
        scopes_by_conversation=_READ,
        reads_json=False,
    ),
    method.method("conversations.history", history, {**_CHANNEL, **_PAGE, **_WINDOW}, scopes_by_conversation=_HISTORY),
    method.method(
        "conversations.replies",
        replies,
        {**_CHANNEL, **_PAGE, **_WINDOW, "ts": method.REQUIRED},
        scopes_by_conversation=_HISTORY,
        reads_json=False,
    ),
)
