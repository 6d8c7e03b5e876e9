"""What an app may say in a command's acknowledgement or to a response_url.

Source: docs.slack.dev/interactivity/handling-user-interaction (message responses) and
docs.slack.dev/interactivity/implementing-slash-commands.
"""

from dataclasses import dataclass
from typing import Any

from playground import conversations, refusals, workspace
from playground.web_api import verdicts

_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "blocks": list,
    "attachments": list,
    "response_type": str,
    "replace_original": bool,
    "delete_original": bool,
    "thread_ts": str,
    "metadata": dict,
    "mrkdwn": bool,
    "unfurl_links": bool,
    "unfurl_media": bool,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """`in_channel` is for everybody, otherwise only the person who asked sees it."""

    text: str
    blocks: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    in_channel: bool
    replace_original: bool
    delete_original: bool
    thread_ts: str | None


def read(space: workspace.Workspace, body: Any) -> Reply:
    """The reply in a body of JSON.

    Raises Refusal: invalid_payload (no object, a key Slack has no use for, a wrong type), no_text, invalid_blocks, ...
    """
    if not isinstance(body, dict):
        raise refusals.Refusal("invalid_payload", "a reply is a JSON object")
    given = {key: value for key, value in body.items() if value is not None}
    for key, value in given.items():
        if key not in _TYPES:
            raise refusals.Refusal("invalid_payload", f"there is no {key!r} in a reply; there are {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[key]):
            raise refusals.Refusal("invalid_payload", f"{key} is of the wrong type: {value!r}")
    response_type = given.get("response_type", "ephemeral")
    if response_type not in ("ephemeral", "in_channel"):
        raise refusals.Refusal("invalid_payload", f"response_type is ephemeral or in_channel, not {response_type!r}")
    reply = Reply(
        text=given.get("text", ""),
        blocks=given.get("blocks", []),
        attachments=given.get("attachments", []),
        metadata=given.get("metadata"),
        in_channel=response_type == "in_channel",
        replace_original=given.get("replace_original", False),
        delete_original=given.get("delete_original", False),
        thread_ts=given.get("thread_ts"),
    )
    if not reply.delete_original:
        verdicts.on_message(given.get("text"), given.get("blocks"), given.get("attachments"))
        verdicts.on_pictures_of_message(space, reply.blocks, reply.attachments)
    if reply.metadata:
        verdicts.on_metadata(reply.metadata)
    return reply


def post(space: workspace.Workspace, reply: Reply, *, channel_id: str, user_id: str) -> conversations.Message:
    """Put the reply where the person is, in the app's name; the app need not be a member there.

    Raises Refusal cannot_reply_to_message for a thread that is not there.
    """
    if reply.thread_ts is not None and reply.thread_ts not in space.conversations.get(channel_id).messages:
        raise refusals.Refusal("cannot_reply_to_message", f"there is no message {reply.thread_ts} to reply to")
    return space.conversations.post(
        channel_id,
        space.world.bot.user_id,
        reply.text,
        blocks=reply.blocks,
        attachments=reply.attachments,
        metadata=reply.metadata if reply.in_channel else None,
        thread_ts=reply.thread_ts,
        ephemeral_for=None if reply.in_channel else user_id,
    )
