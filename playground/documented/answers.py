"""What the Web API answers: one table for each method's `ok: true`, one for every `ok: false`."""

from typing import Any

from playground.documented import objects
from playground.documented.vocabulary import (
    APP,
    BOT,
    CHANNEL,
    COUNT,
    EPOCH,
    FILE,
    FLAG,
    TEAM,
    TEXT,
    TS,
    URL,
    USER,
    Entry,
    Schema,
    by_type,
    identifier,
    keys,
    listed,
    met,
    more,
    one_of,
)

_METHODS = "docs.slack.dev/reference/methods"
_RESULT = "docs.slack.dev/tools/node-slack-sdk/reference/web-api/interfaces/WebAPICallResult"
_MESSAGES = keys({}, {"messages": listed(TEXT, least=1), "warnings": listed(TEXT, least=1)})
_NEXT_PAGE = more(_MESSAGES, {"next_cursor": TEXT})

ERROR = "an error, of any method"


def _ok(always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    """`warning` may stand in any answer, with its like in response_metadata (docs.slack.dev/apis/web-api)."""
    usual = {"warning": TEXT, "response_metadata": _MESSAGES, **(sometimes or {})}
    return keys({"ok": one_of(True), **always}, {key: value for key, value in usual.items() if key not in always})


_OF_A_MESSAGE = more(objects.MESSAGE, {}, {"root": objects.MESSAGE, "permalink": URL})
# messages of a conversation: docs.slack.dev/reference/methods/conversations.history, …/conversations.replies
_PAGE_OF_MESSAGES = _ok(
    {"messages": listed(_OF_A_MESSAGE), "has_more": FLAG},
    {
        "response_metadata": _NEXT_PAGE,
        "pin_count": COUNT,
        "latest": TS,
        "oldest": TS,
        "channel_actions_ts": {"type": ["integer", "null"]},
        "channel_actions_count": COUNT,
    },
)
_VIEW = _ok({"view": objects.VIEW_OF_EITHER_TYPE})
_PIN = keys(
    {
        "type": one_of("message"),
        "channel": CHANNEL,
        "created": EPOCH,
        "created_by": USER,
        "message": more(objects.MESSAGE, {"permalink": URL}),
    }
)

_OK: dict[str, Schema] = {
    "apps.connections.open": _ok({"url": URL}),
    "auth.test": _ok(
        {"url": URL, "team": TEXT, "user": TEXT, "team_id": TEAM, "user_id": USER},
        {"bot_id": BOT, "is_enterprise_install": FLAG, "app_id": APP, "app_name": TEXT},
    ),
    "chat.postMessage": _ok({"channel": CHANNEL, "ts": TS, "message": _OF_A_MESSAGE}),
    "chat.postEphemeral": _ok({"message_ts": TS}),
    "chat.update": _ok({"channel": CHANNEL, "ts": TS, "text": TEXT, "message": _OF_A_MESSAGE}),
    "chat.delete": _ok({"channel": CHANNEL, "ts": TS}),
    "chat.getPermalink": _ok({"channel": CHANNEL, "permalink": URL}),
    "conversations.open": {
        "if": {"required": ["already_open"]},
        "then": _ok(
            {
                "no_op": one_of(True),
                "already_open": one_of(True),
                "channel": {"anyOf": [keys({"id": identifier("D", "C", "G")}), objects.IM_OBJECT]},
            }
        ),
        "else": _ok({"channel": {"anyOf": [keys({"id": identifier("D", "C", "G")}), objects.IM_OBJECT]}}),
    },
    "conversations.info": _ok({"channel": objects.CONVERSATION}),
    "conversations.join": _ok({"channel": objects.CHANNEL_OBJECT}),
    "conversations.members": _ok({"members": listed(USER), "response_metadata": _NEXT_PAGE}),
    "conversations.list": _ok({"channels": listed(objects.CONVERSATION), "response_metadata": _NEXT_PAGE}),
    "conversations.history": _PAGE_OF_MESSAGES,
    "conversations.replies": _PAGE_OF_MESSAGES,
    "files.getUploadURLExternal": _ok({"upload_url": URL, "file_id": FILE}),
    "files.completeUploadExternal": _ok(
        {"files": listed({"anyOf": [keys({"id": FILE}, {"title": TEXT}), objects.FILE_OBJECT]}, least=1)}
    ),
    "files.info": _ok(
        {"file": objects.FILE_OBJECT, "comments": listed({"type": "object"})},
        {"response_metadata": _NEXT_PAGE, "content": TEXT, "is_truncated": FLAG},
    ),
    "files.delete": _ok({}),
    "pins.add": _ok({}),
    "pins.remove": _ok({}),
    "pins.list": _ok({"items": listed(by_type({"message": _PIN}))}),
    "users.conversations": _ok({"channels": listed(objects.OWN_CONVERSATION), "response_metadata": _NEXT_PAGE}),
    "users.info": _ok({"user": objects.PERSON}),
    "users.list": _ok({"members": listed(objects.PERSON), "cache_ts": EPOCH, "response_metadata": _NEXT_PAGE}),
    "views.open": _VIEW,
    "views.push": _VIEW,
    "views.update": _VIEW,
    "views.publish": _VIEW,
}

ANSWERS: dict[str, Entry] = {
    ERROR: Entry(
        ("docs.slack.dev/apis/web-api", _RESULT),
        keys(
            {"ok": one_of(False), "error": {"type": "string", "pattern": "^[a-z_]+$"}},
            {
                "needed": TEXT,
                "provided": TEXT,
                "warning": TEXT,
                "response_metadata": _MESSAGES,
                "req_method": met("recorded answers with unknown_method", TEXT),
            },
        ),
    ),
    **{name: Entry((f"{_METHODS}/{name}",), schema) for name, schema in _OK.items()},
}


def name_of(method: str, answer: dict[str, Any]) -> str:
    """Which of the entries an answer has to follow. Raises KeyError for a method that there is no entry for."""
    if not answer.get("ok"):
        return ERROR
    if method not in ANSWERS:
        raise KeyError(f"there is no table for the answers of {method}")
    return method
