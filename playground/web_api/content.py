"""What a message is to say: the arguments chat.postMessage, chat.postEphemeral and chat.update share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground import refusals
from playground.web_api import method, verdicts

MOST_MARKDOWN = 12_000  # characters
LARGEST_METADATA = 16_384
"""Bytes of JSON. Slack names the error and no figure; this one is the playground's own."""

ARGUMENTS: Mapping[str, method.Argument] = {
    "as_user": method.BOOLEAN,
    "attachments": method.Argument("attachments"),
    "blocks": method.Argument("blocks"),
    "link_names": method.BOOLEAN,
    "markdown_text": method.STRING,
    "metadata": method.Argument("metadata"),
    "parse": method.STRING,
    "text": method.STRING,
}
SENDER_ARGUMENTS: Mapping[str, method.Argument] = {
    "icon_emoji": method.STRING,
    "icon_url": method.STRING,
    "username": method.STRING,
}
# Other values would change how Slack shows the text, and the playground would not show it so.
_ONLY_VALUES: Mapping[str, object] = {"link_names": False, "mrkdwn": True, "parse": "none"}


@dataclass(frozen=True)
class Content:
    """None where the argument was not given."""

    text: str | None = None
    blocks: list[dict[str, Any]] | None = None
    attachments: list[dict[str, Any]] | None = None


def read(request: method.Request) -> Content:
    """The content, checked. Raises Refusal: no_text, invalid_blocks, msg_too_long, markdown_text_conflict,
    too_many_attachments, as_user_not_supported, missing_scope, invalid_arguments. Metadata is not looked at.
    """
    refuse_borrowed_names(request)
    _refuse_what_is_not_drawn(request)
    text, blocks, attachments = (
        request.text("text"),
        request.arguments.get("blocks"),
        request.arguments.get("attachments"),
    )
    markdown = request.text("markdown_text")
    if markdown is not None:
        if text is not None or blocks is not None:
            raise refusals.Refusal("markdown_text_conflict", "markdown_text excludes text and blocks")
        if len(markdown) > MOST_MARKDOWN:
            raise refusals.Refusal("msg_too_long", f"markdown_text has {len(markdown)} characters, 12,000 are allowed")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    verdicts.on_message(text, blocks, attachments)
    verdicts.on_pictures_of_message(request.workspace, blocks, attachments)
    return Content(text, blocks, attachments)


def refuse_borrowed_names(request: method.Request) -> None:
    """Raise Refusal as_user_not_supported, or missing_scope for a name and picture that are not the app's own."""
    if request.flag("as_user"):
        raise refusals.Refusal("as_user_not_supported", "a bot posts as itself")
    if any(request.text(name) for name in SENDER_ARGUMENTS):
        request.need_scope("chat:write.customize")


def metadata(request: method.Request) -> dict[str, Any] | None:
    """The metadata, checked. Raises Refusal: invalid_metadata_format, invalid_metadata_schema, metadata_too_large."""
    given: dict[str, Any] | None = request.arguments.get("metadata")
    if given:
        verdicts.on_metadata(given)
        size = len(json.dumps(given, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        if size > LARGEST_METADATA:
            raise refusals.Refusal("metadata_too_large", f"{size} bytes of metadata, {LARGEST_METADATA} are allowed")
    return given


def _refuse_what_is_not_drawn(request: method.Request) -> None:
    complaints = tuple(
        f"[ERROR] the playground knows only {str(value).lower()} here [json-pointer:/{name}]"
        for name, value in _ONLY_VALUES.items()
        if request.arguments.get(name, value) != value
    )
    if complaints:
        raise refusals.Refusal("invalid_arguments", messages=complaints)
