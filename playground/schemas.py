"""JSON Schemas (draft 2020-12) of everything under `/_playground/`.

Every request is held against its schema; docs/playground.md prints them all.
"""

from typing import Any

import jsonschema

from playground import seals
from playground.deeds import channels

Schema = dict[str, Any]

_USER: Schema = {
    "type": "string",
    "minLength": 1,
    "description": "who does it: an id, a name, a handle with or without @",
}
_CHANNEL: Schema = {
    "type": "string",
    "minLength": 1,
    "description": "where: an id (C… or D…), a name with or without #; `dm` for direct messages with the app",
}
_TS: Schema = {"type": "string", "minLength": 1, "description": "a message's ts"}
_INSTANT: Schema = {"type": "string", "description": "ISO 8601 with an offset, as in 2027-01-27T10:12:00+00:00"}
_REPEAT: Schema = {"type": "integer", "minimum": 1, "maximum": 10, "description": "deliver the same payload so often"}
_PARALLEL: Schema = {"type": "boolean", "description": "with repeat: all at once instead of one after the other"}
_VALUE: Schema = {
    "type": ["string", "number", "array", "object", "null"],
    "items": {"type": ["string", "object"]},
    "description": (
        "a text; an option's value or label; a person or channel by id or name; a date as 2027-02-26, a time as 09:30, "
        "an instant with its offset; a list where several can be chosen; for files a list of "
        '{"name": "plan.pdf", "content": base64}; for rich text a text or a rich_text object; '
        "null or an empty text to empty the field"
    ),
}
_FORGE: Schema = {
    "type": "object",
    "additionalProperties": False,
    "description": "hostile input: what a payload says instead of the truth, where it says it at all",
    "properties": {
        "team_id": {"type": "string", "description": "the workspace it comes from"},
        "user_id": {"type": "string", "description": "the person it names"},
        "user_team_id": {"type": "string", "description": "that person's workspace; a slash command names none"},
        "channel_id": {"type": "string", "description": "the channel it names"},
        "private_metadata": {"type": "string", "description": "the view's"},
        "callback_id": {"type": "string", "description": "the view's"},
        "hash": {"type": "string", "description": "the view's"},
        "value": {"type": "string", "description": "the pressed button's"},
        "values": {"type": "object", "description": "laid over the submitted view's state.values, unchecked"},
        "signature": {"enum": list(seals.LIES), "description": "over HTTP only: what is wrong with the signature"},
        "replay": {
            **{key: _REPEAT[key] for key in ("type", "minimum", "maximum")},
            "description": "somebody recorded the request and sends it so often again; they get the answers",
        },
    },
}


def _request(properties: Schema, required: list[str], **more: Any) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required, **more}


_DELIVERY: Schema = {"forge": _FORGE, "repeat": _REPEAT, "parallel": _PARALLEL}

REQUESTS: dict[str, Schema] = {
    "command": _request(
        {
            "user": _USER,
            "channel": _CHANNEL,
            "command": {"type": "string", "pattern": "^/[^ ]+$", "description": "with its slash"},
            "text": {
                "type": "string",
                "description": "what follows it; `@name` and `#channel` become entities where the manifest says so",
            },
            **_DELIVERY,
        },
        ["user", "channel", "command"],
    ),
    "press": _request(
        {
            "user": _USER,
            "channel": _CHANNEL,
            "ts": _TS,
            "view": {"const": True, "description": "on the topmost modal"},
            "home": {"const": True, "description": "on the Home tab"},
            "block_id": {"type": "string"},
            "action_id": {"type": "string"},
            "value": {**_VALUE, "description": "which of several, or what is chosen: " + str(_VALUE["description"])},
            "confirm": {"type": "boolean", "description": "true: yes to the confirmation dialog; false: no"},
            **_DELIVERY,
        },
        ["user", "action_id"],
        oneOf=[{"required": ["channel", "ts"]}, {"required": ["view"]}, {"required": ["home"]}],
    ),
    "suggest": _request(
        {
            "user": _USER,
            "channel": _CHANNEL,
            "ts": _TS,
            "view": {"const": True, "description": "on the topmost modal"},
            "home": {"const": True, "description": "on the Home tab"},
            "block_id": {"type": "string"},
            "action_id": {"type": "string"},
            "text": {"type": "string", "description": "what is typed into the menu so far"},
        },
        ["user", "action_id", "text"],
        oneOf=[{"required": ["channel", "ts"]}, {"required": ["view"]}, {"required": ["home"]}],
    ),
    "type": _request(
        {
            "user": _USER,
            "block_id": {"type": "string"},
            "label": {"type": "string", "description": "the input's label, in any case"},
            "value": _VALUE,
        },
        ["user", "value"],
        oneOf=[{"required": ["block_id"]}, {"required": ["label"]}],
    ),
    "submit": _request(
        {
            "user": _USER,
            "values": {
                "type": "object",
                "additionalProperties": _VALUE,
                "description": "typed before submitting: {block_id or label: value}",
            },
            "force": {"type": "boolean", "description": "a client that skips its own checks"},
            **_DELIVERY,
        },
        ["user"],
    ),
    "close": _request(
        {"user": _USER, "all": {"type": "boolean", "description": "the whole stack at once, instead of the top view"}},
        ["user"],
    ),
    "shortcut": _request(
        {"user": _USER, "callback_id": {"type": "string"}, "channel": _CHANNEL, "ts": _TS, **_DELIVERY},
        ["user", "callback_id"],
        dependentRequired={"channel": ["ts"], "ts": ["channel"]},
    ),
    "home": _request({"user": _USER, **_DELIVERY}, ["user"]),
    "say": _request(
        {"user": _USER, "channel": _CHANNEL, "text": {"type": "string", "minLength": 1}, "thread_ts": _TS},
        ["user", "channel", "text"],
    ),
    "channel": _request(
        {
            "user": _USER,
            "channel": _CHANNEL,
            "do": {"enum": list(channels.DEEDS), "description": "what is done to it"},
            "person": {"type": "string", "minLength": 1, "description": "whom to invite or remove; the app too"},
            "name": {"type": "string", "description": "the new one"},
        },
        ["user", "channel", "do"],
        allOf=[
            {
                "if": {"properties": {"do": {"enum": ["invite", "remove"]}}},
                "then": {"required": ["person"]},
                "else": {"properties": {"person": False}},
            },
            {
                "if": {"properties": {"do": {"const": "rename"}}},
                "then": {"required": ["name"]},
                "else": {"properties": {"name": False}},
            },
        ],
    ),
    "person": _request(
        {
            "person": {"type": "string", "minLength": 1, "description": "whose account; the app's own, too"},
            "do": {"enum": ["deactivate", "reactivate", "change"], "description": "what an admin does to it"},
            "name": {"type": "string", "minLength": 1},
            "title": {"type": "string"},
            "tz": {"type": "string", "description": "IANA"},
            "locale": {"type": "string"},
            "is_admin": {"type": "boolean"},
            "is_owner": {"type": "boolean"},
            "is_guest": {"type": "boolean"},
        },
        ["person", "do"],
        **{
            "if": {"properties": {"do": {"const": "change"}}},
            "then": {"minProperties": 3},
            "else": {"maxProperties": 2},
        },
    ),
    "clock": _request(
        {
            "to": _INSTANT,
            "by": {"type": "string", "pattern": "^P", "description": "an ISO 8601 duration of weeks, days and less"},
            "next": {"const": True, "description": "to the next instant at which the program has something due"},
        },
        [],
        oneOf=[{"required": ["to"]}, {"required": ["by"]}, {"required": ["next"]}],
    ),
    "fault": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "description": "which fault; see the table of faults"},
            "method": {"type": "string", "minLength": 1, "description": "only calls of this method"},
            "channel": {**_CHANNEL, "description": "only calls that name this channel, by id or name"},
            "times": {"type": "integer", "minimum": 1, "description": "how many of them; 1 if not said"},
            "id": {"type": "integer", "description": "with clear: only the fault of this number"},
        },
        "required": ["kind"],
    },
}

_NULLABLE_TEXT: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
_VIEW: Schema = {
    "type": "object",
    "description": "Slack's view object, with state.values as typed",
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["modal", "home"]},
        "hash": {"type": "string"},
        "callback_id": {"type": "string"},
        "blocks": _OBJECTS,
        "private_metadata": {"type": "string"},
        "state": {"type": "object", "properties": {"values": {"type": "object"}}, "required": ["values"]},
    },
    "required": ["id", "type", "hash", "callback_id", "blocks", "private_metadata", "state"],
}
_MESSAGE: Schema = {
    "type": "object",
    "description": "Slack's message object",
    "properties": {
        "type": {"const": "message"},
        "ts": _TS,
        "user": {"type": "string"},
        "text": {"type": "string"},
        "blocks": _OBJECTS,
        "thread_ts": _TS,
        "at": {**_INSTANT, "description": "ts as an instant, in UTC"},
        "ephemeral": {"type": "boolean", "description": "only visible to one person"},
        "ephemeral_for": {**_NULLABLE_TEXT, "description": "that person's id"},
    },
    "required": ["type", "ts", "text", "at", "ephemeral", "ephemeral_for"],
}

DEED_ANSWER: Schema = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean"},
        "error": {"type": "string", "description": "where not ok: its name"},
        "detail": {"type": "string", "description": "what was wrong, and what there is instead"},
        "shown": {"type": "string", "description": "what Slack shows the person who did it"},
        "view": {
            "anyOf": [_VIEW, {"type": "null"}],
            "description": "the person's top view afterwards; after a deed on the Home tab without a modal, the Home",
        },
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "the complaints beside the fields: {block_id: text}",
        },
        "confirm": {"type": "object", "description": "the confirmation dialog that asks first"},
        "options": {**_OBJECTS, "description": "after `suggest`: what the menu offers, grouped or not"},
        "option_groups": {**_OBJECTS, "description": "after `suggest`: the same in its groups, where there are any"},
        "messages": {
            "type": "array",
            "description": "what became new, edited or deleted meanwhile, oldest first",
            "items": {
                "allOf": [_MESSAGE],
                "type": "object",
                "properties": {
                    "channel": {"type": "string", "description": "the conversation's id"},
                    "channel_name": {**_NULLABLE_TEXT, "description": "without #; null in direct messages"},
                    "kind": {"enum": ["channel", "dm", "ephemeral"]},
                    "dm": {"type": "boolean"},
                    "ephemeral": {"type": "boolean"},
                    "change": {"enum": ["new", "edited", "deleted"]},
                },
                "required": ["channel", "channel_name", "kind", "dm", "ephemeral", "change"],
            },
        },
        "now": {**_INSTANT, "description": "where the clock stands afterwards, in UTC"},
    },
    "required": ["ok", "view", "messages", "now"],
}

MALFORMED: Schema = {
    "type": "object",
    "description": "the body of HTTP 400",
    "properties": {"ok": {"const": False}, "error": {"const": "malformed"}, "detail": {"type": "string"}},
    "required": ["ok", "error", "detail"],
}


def _listing(properties: Schema) -> Schema:
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}


STATE: Schema = {
    "type": "object",
    "properties": {
        "now": {**_INSTANT, "description": "where the clock stands, in UTC"},
        "revision": {"type": "integer", "description": "grows with every change"},
        "team": {"type": "object", "required": ["id", "name", "domain"]},
        "app": {
            "type": "object",
            "properties": {
                "transport": {"enum": ["socket", "http"]},
                "scopes": _TEXTS,
                "withheld_scopes": {**_TEXTS, "description": "optional ones that were not granted"},
            },
            "required": [
                "id",
                "name",
                "bot_user_id",
                "bot_id",
                "home_tab",
                "messages_tab",
                "messages_tab_read_only",
                "commands",
                "shortcuts",
                "transport",
                "scopes",
                "withheld_scopes",
            ],
        },
        "people": _listing(
            {
                "id": {"type": "string"},
                "name": {"type": "string"},
                "handle": {"type": "string"},
                "title": {"type": "string"},
                "tz": {"type": "string", "description": "IANA"},
                "is_bot": {"type": "boolean"},
                "deleted": {"type": "boolean"},
            }
        ),
        "channels": _listing(
            {
                "id": {"type": "string"},
                "name": {"type": "string", "description": "without #"},
                "private": {"type": "boolean"},
                "archived": {"type": "boolean"},
                "topic": {"type": "string"},
                "creator": {"type": "string", "description": "a person's id"},
                "general": {"type": "boolean", "description": "everybody is in it, and nobody can leave"},
                "members": {**_TEXTS, "description": "ids, without those whose accounts are closed"},
                "pins": {**_TEXTS, "description": "the ts of pinned messages, the newest pin first"},
                "messages": {"type": "array", "items": _MESSAGE},
            }
        ),
        "dms": _listing(
            {
                "id": {"type": "string"},
                "user": {"type": "string"},
                "messages": {"type": "array", "items": _MESSAGE},
            }
        ),
        "views": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": _VIEW},
            "description": "{user id: [bottom..top]}",
        },
        "homes": {
            "type": "object",
            "additionalProperties": {"anyOf": [_VIEW, {"type": "null"}]},
            "description": "{user id: view}",
        },
        "tour": {
            "type": "array",
            "description": "what the world's file suggests to try first, for the page",
            "items": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "text": {"type": "string"},
                    "as_user": {"type": "string"},
                    "channel": {"type": "string"},
                    "type": {"type": "string", "description": "what to type in the composer"},
                },
                "required": ["title", "text"],
            },
        },
        "calls": _listing(
            {
                "n": {"type": "integer"},
                "at": _INSTANT,
                "method": {"type": "string"},
                "arguments": {"type": "object", "description": "without the token"},
                "status": {"type": ["integer", "null"], "description": "null where the connection was cut"},
                "answer": {"type": ["object", "null"], "description": "null where it was no JSON"},
                "fault": {**_NULLABLE_TEXT, "description": "the fault asked for that befell it"},
            }
        ),
        "refusals": _listing(
            {
                "n": {"type": "integer"},
                "at": _INSTANT,
                "method": {"type": "string"},
                "error": {"type": "string"},
                "detail": {"type": "string"},
            }
        ),
        "faults": {
            **_listing(
                {
                    "id": {"type": "integer", "description": "for `clear`"},
                    "kind": {"type": "string"},
                    "method": {**_NULLABLE_TEXT, "description": "only calls of it"},
                    "channel_id": {**_NULLABLE_TEXT, "description": "only calls that name it"},
                    "times": {
                        "type": ["integer", "null"],
                        "description": "how often yet; null: until its seconds are over",
                    },
                    "settings": {"type": "object"},
                }
            ),
            "description": "those asked for that have not happened yet",
        },
        "troubles": {
            "type": "array",
            "description": "the kinds of faults there are",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string"},
                    "title": {"type": "string", "description": "the same for people"},
                    "what": {"type": "string", "description": "what happens"},
                    "sees": {"type": "string", "description": "what the person sees"},
                    "settings": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "name": {"type": "string"},
                                "type": {"enum": ["integer", "number", "boolean", "choice", "channel", "method"]},
                                "default": {"type": ["integer", "number", "boolean", "string"]},
                                "title": {"type": "string", "description": "the same for people"},
                                "choices": _TEXTS,
                                "min": {"type": "integer", "description": "the least a number can be"},
                                "max": {"type": "integer", "description": "the most it can be"},
                            },
                            "required": ["name", "type", "title"],
                        },
                    },
                },
                "required": ["kind", "title", "what", "sees", "settings"],
            },
        },
    },
    "required": [
        "now",
        "revision",
        "team",
        "app",
        "people",
        "channels",
        "dms",
        "views",
        "homes",
        "calls",
        "refusals",
        "tour",
        "faults",
        "troubles",
    ],
}

_VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in REQUESTS.items()}


def complaint(deed: str, body: Any) -> str | None:
    """Where and how a request misses its schema, in one sentence; None if it does not. Raises KeyError for no deed."""
    problem = jsonschema.exceptions.best_match(_VALIDATORS[deed].iter_errors(body))
    if problem is None:
        return None
    where = "/".join(str(step) for step in problem.absolute_path) or "the body"
    return f"{where}: {problem.message}"
