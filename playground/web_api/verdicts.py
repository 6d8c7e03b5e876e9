"""What the checks found, said as the Web API says it.

docs.slack.dev/reference/methods/chat.postMessage (invalid_blocks), docs.slack.dev/reference/methods/views.open
(invalid_arguments); the places are named in response_metadata.messages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playground import checks, refusals


def on_message(text: str | None, blocks: Sequence[Mapping[str, Any]] | None) -> None:
    """Raise Refusal: no_text, msg_too_long, invalid_blocks, …, if Slack would not take the message."""
    _refuse(checks.check_message(text, None if blocks is None else list(blocks)), "invalid_blocks")


def on_view(view: Mapping[str, Any]) -> None:
    """Raise Refusal invalid_arguments or view_too_large if Slack would not take the view."""
    _refuse(checks.check_view(dict(view)), "invalid_arguments")


def on_metadata(metadata: Mapping[str, Any]) -> None:
    """Raise Refusal invalid_metadata_format or invalid_metadata_schema (docs.slack.dev/messaging/message-metadata)."""
    if strays := sorted(set(metadata) - {"event_type", "event_payload"}):
        raise refusals.Refusal("invalid_metadata_format", f"metadata has no field {', '.join(strays)}")
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(event_type, str) or not event_type:
        raise refusals.Refusal("invalid_metadata_format", "metadata needs an event_type, a text that is not empty")
    if not isinstance(payload, dict):
        raise refusals.Refusal("invalid_metadata_schema", "metadata needs an event_payload, an object")


def _refuse(problems: Sequence[checks.Problem], usual: str) -> None:
    if not problems:
        return
    error = checks.RULES[problems[0].rule].error or usual
    messages = tuple(f"[ERROR] {problem.message} [json-pointer:{problem.pointer}]" for problem in problems)
    if error != usual:
        raise refusals.Refusal(error, "; ".join(messages))
    raise refusals.Refusal(error, messages=messages)
