"""conversations.history and conversations.replies: what stands in a conversation."""

import re
from collections.abc import Iterable
from typing import Any

from playground import conversations, refusals
from playground.web_api import method, paging, places

_TS = re.compile(r"\d+(\.\d+)?")


def history(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.history: newest first, replies only where they were broadcast."""
    conversation = places.readable(request, "history")
    _refuse_outsider(request, conversation)
    lasting = [
        message
        for message in _between(request, conversation.messages.values())
        if message.thread_ts is None or message.subtype == "thread_broadcast"
    ]
    lasting.reverse()
    page, cursor = paging.page_of_messages(
        lasting,
        newest_first=True,
        limit=request.number("limit"),
        cursor=request.text("cursor"),
        default=100,
        most=paging.MOST_BUT_ONE,
    )
    asked = {name: request.text(name) for name in ("latest", "oldest") if request.text(name)}
    return asked | _messages(request, page, cursor) | {"pin_count": len(request.workspace.pins.of(conversation.id))}


def replies(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.replies: the parent, then its replies, oldest first."""
    conversation = places.readable(request, "history")
    _refuse_outsider(request, conversation)
    named = conversation.messages.get(request.required("ts"))
    parent = conversation.messages.get(named.thread_ts) if named and named.thread_ts else named
    if parent is None or parent.ephemeral_for is not None:
        raise refusals.Refusal("thread_not_found", f"there is no thread {request.required('ts')}")
    thread = [parent, *_between(request, request.workspace.conversations.replies(parent))]
    page, cursor = paging.page_of_messages(
        thread,
        newest_first=False,
        limit=request.number("limit"),
        cursor=request.text("cursor"),
        default=paging.MOST,
    )
    return _messages(request, page, cursor)


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
        and (
            oldest is None
            or paging.instant(message.ts) > oldest
            or (inclusive and paging.instant(message.ts) == oldest)
        )
        and (
            latest is None
            or paging.instant(message.ts) < latest
            or (inclusive and paging.instant(message.ts) == latest)
        )
    ]


def _instant(request: method.Request, name: str) -> tuple[int, int] | None:
    ts = request.text(name)
    if not ts:
        return None
    if not _TS.fullmatch(ts):
        raise refusals.Refusal(f"invalid_ts_{name}", f"{ts!r} is no timestamp")
    return paging.instant(ts)


def _messages(request: method.Request, page: list[conversations.Message], cursor: str) -> dict[str, Any]:
    everything = request.flag("include_all_metadata")
    shown = request.workspace.conversations
    body: dict[str, Any] = {
        "messages": [shown.as_slack(message, with_metadata=everything) for message in page],
        "has_more": bool(cursor),
    }
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


_HISTORY = ("channels:history", "groups:history", "im:history")
_WINDOW = {
    "channel": method.REQUIRED,
    "cursor": method.STRING,
    "include_all_metadata": method.BOOLEAN,
    "inclusive": method.BOOLEAN,
    "latest": method.STRING,
    "limit": method.INTEGER,
    "oldest": method.STRING,
}
_TIMES = "invalid_ts_oldest invalid_ts_latest"

METHODS = (
    method.method(
        "conversations.history",
        history,
        _WINDOW,
        tier=3,
        scopes_by_conversation=_HISTORY,
        refuses=f"channel_not_found not_in_channel invalid_cursor {_TIMES}",
        beyond="invalid_limit",
        never="channel_is_limited_access invalid_metadata_filter_keys",
    ),
    method.method(
        "conversations.replies",
        replies,
        {**_WINDOW, "ts": method.REQUIRED},
        tier=3,
        scopes_by_conversation=_HISTORY,
        reads_json=False,
        refuses=f"channel_not_found thread_not_found invalid_cursor {_TIMES}",
        beyond="not_in_channel invalid_limit",
        never="invalid_metadata_filter_keys list_record_comment_fetch_failed method_not_supported_for_channel_type",
    ),
)
