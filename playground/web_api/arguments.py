"""From a request's body to a method's arguments: form or JSON, typed strictly.

docs.slack.dev/apis/web-api: form-encoded or JSON bodies, arguments also in the query; in a form booleans and numbers
are text and blocks, views and metadata are strings of JSON. Slack itself overlooks arguments it does not know; the
playground refuses them, because nobody means to send them.
"""

import urllib.parse
from collections.abc import Mapping
from typing import Any

from playground import refusals, strict_json
from playground.web_api import method as methods

_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})
# Bolt and the SDK may add the workspace to every call (docs.slack.dev/enterprise/organization-ready-apps).
_ALWAYS_KNOWN = {"team_id": methods.STRING}
_UNREADABLE_JSON = {
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "attachments": "invalid_attachments",
}


def raw(body: bytes, content_type: str, query: str, *, reads_json: bool) -> dict[str, Any]:
    """What was sent, untyped. Raises Refusal invalid_json, json_not_object, missing_post_type or invalid_post_type."""
    found: dict[str, Any] = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    if not body:
        return found
    media_type = content_type.partition(";")[0].strip().casefold()
    if media_type == "application/json":
        return found | (_from_json(body) if reads_json else {})
    if media_type == "application/x-www-form-urlencoded":
        return found | dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if not media_type:
        raise refusals.Refusal("missing_post_type", "the body has no Content-Type")
    raise refusals.Refusal("invalid_post_type", f"{media_type} is neither a form nor JSON")


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        value = strict_json.read(body)
    except ValueError as problem:
        raise refusals.Refusal("invalid_json", str(problem)) from problem
    if not isinstance(value, dict):
        raise refusals.Refusal("json_not_object", "the body must be a JSON object")
    return value


def typed(given: Mapping[str, Any], known: Mapping[str, methods.Argument]) -> dict[str, Any]:
    """The arguments with their proper types; null ones are left out.

    Raises Refusal invalid_arguments naming every one that is missing, unknown or of the wrong type, or
    invalid_blocks_format, invalid_metadata_format, invalid_attachments for JSON that cannot be read.
    """
    known = {**_ALWAYS_KNOWN, **known}
    found: dict[str, Any] = {}
    complaints = []
    for name, value in given.items():
        if value is None:
            continue
        if name not in known:
            complaints.append(f"[ERROR] unexpected argument: {name} [json-pointer:/{name}]")
            continue
        try:
            found[name] = _value(name, value, known[name].kind)
        except _WrongType as problem:
            complaints.append(f"[ERROR] {problem} [json-pointer:/{name}]")
    complaints.extend(
        f"[ERROR] missing required field: {name}"
        for name, argument in known.items()
        if argument.required and given.get(name) in (None, "")
    )
    if complaints:
        raise refusals.Refusal("invalid_arguments", messages=tuple(complaints))
    return found


def recorded(given: Mapping[str, Any]) -> dict[str, Any]:
    """For the list of calls: without the token, and with strings of JSON read."""
    shown = {}
    for name, value in given.items():
        if name == "token":
            continue
        shown[name] = value
        if name in ("blocks", "view", "metadata", "attachments", "files") and isinstance(value, str):
            try:
                shown[name] = strict_json.read(value)
            except ValueError:
                shown[name] = value
    return shown


class _WrongType(Exception):
    pass


def _value(name: str, value: Any, kind: methods.Kind) -> Any:
    match kind:
        case "string":
            if not isinstance(value, str):
                raise _WrongType("must provide a string")
            return value
        case "boolean":
            return _boolean(value)
        case "integer":
            return _integer(value)
        case "blocks" | "attachments" | "files":
            return _json(name, value, list, "must be an array")
        case "metadata" | "view":
            return _json(name, value, dict, "must provide an object")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if isinstance(value, str | int) and word in _TRUE | _FALSE:
        return word in _TRUE
    raise _WrongType("must be a boolean")


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise _WrongType("must be an integer")


def _json(name: str, value: Any, shape: type, complaint: str) -> Any:
    if isinstance(value, str):
        try:
            value = strict_json.read(value)
        except ValueError as problem:
            if name in _UNREADABLE_JSON:
                raise refusals.Refusal(_UNREADABLE_JSON[name], f"{name} is not JSON: {problem}") from problem
            raise _WrongType("must be a string of JSON") from problem
    if not isinstance(value, shape):
        if name in _UNREADABLE_JSON:
            raise refusals.Refusal(_UNREADABLE_JSON[name], f"{name} {complaint}")
        raise _WrongType(complaint)
    return value
