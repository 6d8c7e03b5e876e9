"""What the checks found, said as the Web API says it.

docs.slack.dev/reference/methods/chat.postMessage (invalid_blocks), docs.slack.dev/reference/methods/views.open
(invalid_arguments); the places are named in response_metadata.messages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playground import checks, refusals, workspace
from playground.web_api import pictures


def on_message(
    text: str | None,
    blocks: Sequence[Mapping[str, Any]] | None,
    attachments: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """Raise Refusal: no_text, msg_too_long, invalid_blocks, …, if Slack would not take the message."""
    found = checks.check_message(
        text, None if blocks is None else list(blocks), None if attachments is None else list(attachments)
    )
    _refuse(found, "invalid_blocks")


def on_view(view: Mapping[str, Any]) -> None:
    """Raise Refusal invalid_arguments or view_too_large if Slack would not take the view."""
    _refuse(checks.check_view(dict(view)), "invalid_arguments")


def on_metadata(metadata: Mapping[str, Any]) -> None:
    """Raise Refusal invalid_metadata_format or invalid_metadata_schema (docs.slack.dev/messaging/message-metadata)."""
    _refuse(checks.check_metadata(dict(metadata)), "invalid_metadata_format")


def on_pictures_of_message(state: workspace.Workspace, blocks: Any, attachments: Any = None) -> None:
    """Raise Refusal invalid_blocks where a `slack_file` cannot be shown."""
    complaints = [
        *pictures.missing(state, blocks, "/blocks"),
        *pictures.missing(state, attachments, "/attachments"),
    ]
    if complaints:
        raise refusals.Refusal("invalid_blocks", messages=tuple(complaints))


def on_pictures_of_view(state: workspace.Workspace, view: Mapping[str, Any]) -> None:
    """Raise Refusal invalid_arguments where a `slack_file` cannot be shown."""
    if complaints := pictures.missing(state, view["blocks"], "/view/blocks"):
        raise refusals.Refusal("invalid_arguments", messages=tuple(complaints))


def _refuse(problems: Sequence[checks.Problem], usual: str) -> None:
    if not problems:
        return
    error = checks.RULES[problems[0].rule].error or usual
    messages = tuple(f"[ERROR] {problem.message} [json-pointer:{problem.pointer}]" for problem in problems)
    if error != usual:
        raise refusals.Refusal(error, "; ".join(messages))
    raise refusals.Refusal(error, messages=messages)
