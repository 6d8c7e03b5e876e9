"""chat.*: messages the app posts, changes and deletes."""

import re
from typing import Any

from playground import conversations, refusals
from playground.web_api import content, method, places, verdicts

_TS = re.compile(r"\d+\.\d+")
LONGEST_UPDATE = 4_000  # characters of text; chat.postMessage takes ten times as many


class RateLimited(Exception):
    """Too many messages; the door answers HTTP 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"one message too many, next in {retry_after} s")
        self.retry_after = retry_after


def post_message(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.postMessage"""
    state = request.workspace
    conversation = _place_to_post(request)
    wait = request.limits.take(conversation.id)
    if wait is not None:
        raise RateLimited(wait)
    words = content.read(request)
    if words.metadata:
        verdicts.on_metadata(words.metadata)
    thread_ts = _thread(request, conversation)
    message = state.conversations.post(
        conversation.id,
        state.world.bot.user_id,
        words.text or "",
        blocks=words.blocks or (),
        metadata=words.metadata,
        thread_ts=thread_ts,
        broadcast=request.flag("reply_broadcast"),
        attachments=words.attachments or (),
    )
    return {"channel": conversation.id, "ts": message.ts, "message": state.conversations.as_slack(message)}


def post_ephemeral(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.postEphemeral. Metadata is taken and forgotten, as Slack does."""
    state = request.workspace
    conversation = _open_place(request, request.required("channel"))
    user_id = request.required("user")
    if user_id not in conversation.members:
        raise refusals.Refusal("user_not_in_channel", f"{user_id} is not in {conversation.name or conversation.id}")
    words = content.read(request)
    message = state.conversations.post(
        conversation.id,
        state.world.bot.user_id,
        words.text or "",
        blocks=words.blocks or (),
        thread_ts=_thread(request, conversation),
        ephemeral_for=user_id,
        attachments=words.attachments or (),
    )
    return {"message_ts": message.ts}


def update(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.update

    Text without blocks takes the old blocks away; metadata stays unless given, {} removes it. The "edited" mark shows
    only where the new content has no blocks.
    """
    state = request.workspace
    message = _own_message(request, "cant_update_message")
    if state.conversations.get(message.channel_id).archived:
        raise refusals.Refusal("is_inactive", "the channel is archived")
    words = content.read(request)
    if words.text is not None and len(words.text) > LONGEST_UPDATE:
        raise refusals.Refusal("msg_too_long", f"an update's text has {len(words.text)} characters, 4,000 are allowed")
    if words.metadata:
        verdicts.on_metadata(words.metadata)
    blocks = words.blocks
    if blocks is None and words.text is not None:
        blocks = []
    updated = state.conversations.edit(
        message.channel_id,
        message.ts,
        text=words.text,
        blocks=blocks,
        metadata=words.metadata,
        attachments=words.attachments,
        mark=not words.blocks,
    )
    return {
        "channel": updated.channel_id,
        "ts": updated.ts,
        "text": updated.text,
        "message": state.conversations.as_slack(updated),
    }


def delete(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.delete"""
    message = _own_message(request, "cant_delete_message")
    request.workspace.conversations.delete(message.channel_id, message.ts)
    return {"channel": message.channel_id, "ts": message.ts}


def get_permalink(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.getPermalink"""
    conversation = places.seen(request, request.required("channel"))
    message = _message(request, conversation, request.required("message_ts"))
    domain = request.workspace.world.team.domain
    link = f"https://{domain}.slack.com/archives/{conversation.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={conversation.id}"
    return {"channel": conversation.id, "permalink": link}


def _place_to_post(request: method.Request) -> conversations.Conversation:
    """chat.postMessage also takes a person's id, for their direct messages, and a public channel's name."""
    state, wanted = request.workspace, request.required("channel")
    if wanted.startswith("U"):
        person = state.find_person(wanted)
        if person is None or person.id != wanted or person.deleted or person.is_bot:
            raise refusals.Refusal("channel_not_found", f"there is nobody to write to with the id {wanted!r}")
        if not state.app.messages_tab:
            raise refusals.Refusal("messages_tab_disabled", "the manifest does not enable the Messages tab")
        return state.conversations.open_dm(wanted)
    if state.conversations.find(wanted) is None:
        named = state.conversations.find_named(wanted)
        if named is not None and not named.private:
            wanted = named.id
    return _open_place(request, wanted)


def _open_place(request: method.Request, channel_id: str) -> conversations.Conversation:
    conversation = places.seen(request, channel_id)
    if conversation.kind == "im" and not request.workspace.app.messages_tab:
        raise refusals.Refusal("messages_tab_disabled", "the manifest does not enable the Messages tab")
    if conversation.archived or (conversation.kind == "im" and _is_with_a_closed_account(request, conversation)):
        raise refusals.Refusal("is_archived", f"{conversation.name or conversation.id} is archived")
    if not places.is_in(request, conversation) and "chat:write.public" not in request.workspace.app.scopes:
        raise refusals.Refusal("not_in_channel", f"the bot is not in #{conversation.name}")
    return conversation


def _is_with_a_closed_account(request: method.Request, conversation: conversations.Conversation) -> bool:
    return request.workspace.get_person(conversation.user_id or "").deleted


def _thread(request: method.Request, conversation: conversations.Conversation) -> str | None:
    """Slack takes a reply to a message that is not there, and shows it nowhere; here it is refused."""
    thread_ts = request.text("thread_ts")
    if thread_ts is None:
        return None
    if not _TS.fullmatch(thread_ts):
        raise refusals.Refusal("invalid_thread_ts", messages=(f"[ERROR] {thread_ts} is not a valid thread_ts",))
    parent = conversation.messages.get(thread_ts)
    if parent is None or parent.ephemeral_for is not None:
        raise refusals.Refusal("cannot_reply_to_message", f"there is no message {thread_ts} to reply to")
    return thread_ts


def _own_message(request: method.Request, not_own: str) -> conversations.Message:
    conversation = places.seen(request, request.required("channel"))
    message = _message(request, conversation, request.required("ts"))
    if message.user_id != request.workspace.world.bot.user_id:
        raise refusals.Refusal(not_own, "an app changes and deletes its own messages only")
    return message


def _message(request: method.Request, conversation: conversations.Conversation, ts: str) -> conversations.Message:
    """Ephemeral messages and tombstones cannot be found again."""
    message = request.workspace.conversations.get_message(conversation.id, ts)
    if message.ephemeral_for is not None or message.subtype == "tombstone":
        raise refusals.Refusal("message_not_found", f"there is no lasting message {ts} in {conversation.id}")
    return message


_WRITE = ("chat:write",)
_MESSAGE = {"channel": method.REQUIRED, "ts": method.REQUIRED}
_POST = {
    **content.ARGUMENTS,
    **content.SENDER_ARGUMENTS,
    "channel": method.REQUIRED,
    "thread_ts": method.STRING,
}

METHODS = (
    method.method(
        "chat.postMessage",
        post_message,
        {
            **_POST,
            "mrkdwn": method.BOOLEAN,
            "reply_broadcast": method.BOOLEAN,
            "unfurl_links": method.BOOLEAN,
            "unfurl_media": method.BOOLEAN,
        },
        scopes=_WRITE,
    ),
    method.method("chat.postEphemeral", post_ephemeral, {**_POST, "user": method.REQUIRED}, scopes=_WRITE),
    method.method("chat.update", update, {**content.ARGUMENTS, **_MESSAGE}, scopes=_WRITE),
    method.method("chat.delete", delete, {**_MESSAGE, "as_user": method.BOOLEAN}, scopes=_WRITE),
    method.method(
        "chat.getPermalink",
        get_permalink,
        {"channel": method.REQUIRED, "message_ts": method.REQUIRED},
        reads_json=False,
    ),
)
