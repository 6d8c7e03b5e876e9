"""chat.*: messages the app posts, changes and deletes."""

import re
from datetime import timedelta
from typing import Any

from playground import conversations, refusals
from playground.web_api import content, method, permalinks, places

_TS = re.compile(r"\d+\.\d+")
LONGEST_UPDATE = 4_000  # characters of `text`, not of `markdown_text`; chat.postMessage takes ten times as many


def post_message(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/chat.postMessage"""
    state = request.workspace
    conversation = _place_to_post(request)
    request.limits.take(conversation.id)
    words, metadata = content.read(request), content.metadata(request)
    thread_ts = _thread(request, conversation)
    places.refuse_restricted(conversation, thread_ts, _RESTRICTED)
    message = state.conversations.post(
        conversation.id,
        state.world.bot.user_id,
        words.text or "",
        blocks=words.blocks or (),
        metadata=metadata,
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
    if user_id not in conversation.members or state.get_person(user_id).deleted:
        raise refusals.Refusal("user_not_in_channel", f"{user_id} is not in {conversation.name or conversation.id}")
    thread_ts = _thread(request, conversation)
    places.refuse_restricted(conversation, thread_ts, _RESTRICTED_EPHEMERAL)
    words = content.read(request)
    message = state.conversations.post(
        conversation.id,
        state.world.bot.user_id,
        words.text or "",
        blocks=words.blocks or (),
        thread_ts=thread_ts,
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
    minutes = state.world.team.edit_minutes
    if minutes is not None and state.clock.now() - message.at > timedelta(minutes=minutes):
        raise refusals.Refusal("edit_window_closed", f"messages can be changed for {minutes} minutes here")
    words, metadata = content.read(request), content.metadata(request)
    text = request.text("text")
    if text is not None and len(text) > LONGEST_UPDATE:
        raise refusals.Refusal("msg_too_long", f"an update's text has {len(text)} characters, 4,000 are allowed")
    blocks = words.blocks
    if blocks is None and words.text is not None:
        blocks = []
    updated = state.conversations.edit(
        message.channel_id,
        message.ts,
        text=words.text,
        blocks=blocks,
        metadata=metadata,
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
    return {"channel": conversation.id, "permalink": permalinks.of(request.workspace.world.team, message)}


def _place_to_post(request: method.Request) -> conversations.Conversation:
    """chat.postMessage also takes a person's id, for their direct messages, and a public channel's name."""
    known, wanted = request.workspace.conversations, request.required("channel")
    if wanted.startswith("U"):
        return places.direct_messages(request, wanted)
    if known.find(wanted) is None:
        named = known.find_named(wanted)
        if named is not None and not named.private:
            wanted = named.id
    return _open_place(request, wanted)


def _open_place(request: method.Request, channel_id: str) -> conversations.Conversation:
    conversation = places.seen(request, channel_id)
    places.refuse_closed(request, conversation)
    if not places.is_in(request, conversation) and "chat:write.public" not in request.workspace.app.scopes:
        raise refusals.Refusal("not_in_channel", f"the bot is not in #{conversation.name}")
    return conversation


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


_RESTRICTED = places.Restricted(
    admins="restricted_action_read_only_channel",
    replies="restricted_action_thread_only_channel",
    no_replies="restricted_action_non_threadable_channel",
)
_RESTRICTED_EPHEMERAL = places.Restricted(*["restricted_action"] * 3)
_WRITE = ("chat:write",)
_MESSAGE = {"channel": method.REQUIRED, "ts": method.REQUIRED}
_POST = {
    **content.ARGUMENTS,
    **content.SENDER_ARGUMENTS,
    "channel": method.REQUIRED,
    "thread_ts": method.STRING,
}
_CONTENT = "no_text invalid_blocks invalid_blocks_format markdown_text_conflict too_many_attachments"
_METADATA = "invalid_metadata_format invalid_metadata_schema metadata_too_large"
_PLACE = "channel_not_found not_in_channel is_archived messages_tab_disabled cannot_reply_to_message"
_FREE_PLAN = "message_limit_exceeded"
_CONNECT = "slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked"

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
        tier=None,
        scopes=_WRITE,
        refuses=f"{_PLACE} {_CONTENT} msg_blocks_too_long as_user_not_supported {_METADATA} "
        "restricted_action_read_only_channel restricted_action_thread_only_channel "
        "restricted_action_non_threadable_channel",
        beyond="msg_too_long invalid_attachments invalid_thread_ts",
        never="app_access_restricted attachment_payload_limit_exceeded draft_already_deleted draft_already_sent "
        "draft_has_conflict draft_not_found duplicate_channel_not_found duplicate_message_not_found ekm_access_denied "
        "metadata_must_be_sent_from_app missing_file_data rate_limited restricted_action "
        "restricted_action_thread_locked send_on_behalf_not_allowed "
        f"slack_connect_lists_sharing_blocked too_many_contact_cards {_FREE_PLAN} {_CONNECT}",
        not_taken="current_draft_last_updated_ts",
    ),
    method.method(
        "chat.postEphemeral",
        post_ephemeral,
        {**_POST, "user": method.REQUIRED},
        tier=4,
        scopes=_WRITE,
        refuses=f"{_PLACE} user_not_in_channel {_CONTENT} msg_too_long invalid_attachments restricted_action",
        beyond="msg_blocks_too_long as_user_not_supported invalid_thread_ts",
        never=_FREE_PLAN,
    ),
    method.method(
        "chat.update",
        update,
        {**content.ARGUMENTS, **_MESSAGE},
        tier=3,
        scopes=_WRITE,
        refuses="channel_not_found message_not_found cant_update_message is_inactive edit_window_closed msg_too_long "
        f"invalid_attachments as_user_not_supported {_CONTENT} {_METADATA}",
        beyond="msg_blocks_too_long",
        never="block_mismatch blocked_file_type cant_broadcast_message external_channel_migrating "
        "file_deleted file_is_deleted file_not_found file_share_limit_reached max_file_sharing_exceeded "
        "metadata_must_be_sent_from_app no_dual_broadcast_content_update posting_to_channel_denied "
        "slack_connect_blocked_file_type slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked "
        f"streaming_state_conflict unable_to_share_files update_failed {_FREE_PLAN} {_CONNECT}",
        not_taken="file_ids reply_broadcast unfurled_attachments",
    ),
    method.method(
        "chat.delete",
        delete,
        {**_MESSAGE, "as_user": method.BOOLEAN},
        tier=3,
        scopes=_WRITE,
        refuses="channel_not_found message_not_found cant_delete_message",
    ),
    method.method(
        "chat.getPermalink",
        get_permalink,
        {"channel": method.REQUIRED, "message_ts": method.REQUIRED},
        tier=None,
        reads_json=False,
        refuses="channel_not_found message_not_found",
    ),
)
