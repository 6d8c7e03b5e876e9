"""What people do in Slack, as the app is told: commands, buttons, forms, shortcuts, menus that ask for their options.

`team.enterprise_id`, `function_data`, `bot_access_token` and whatever else only Enterprise organisations and workflow
functions have is left out: the playground has neither.
"""

from playground.documented import objects
from playground.documented.vocabulary import (
    APP,
    CHANNEL,
    COUNT,
    FLAG,
    NULL,
    TEAM,
    TEXT,
    TRIGGER,
    TS,
    URL,
    USER,
    VIEW,
    Entry,
    Schema,
    by_type,
    keys,
    listed,
    met,
    more,
    one_of,
    or_null,
)

_PAYLOADS = "docs.slack.dev/reference/interaction-payloads"
_BOLT = "docs.slack.dev/tools/bolt-js/reference/interfaces"

_TEAM_OF = keys({"id": TEAM, "domain": TEXT})
_USER_OF = keys({"id": USER, "name": TEXT}, {"username": TEXT, "team_id": TEAM})
_CHANNEL_OF = keys({"id": CHANNEL, "name": TEXT})
# block_actions-payload shows these two as null and false in a workspace without an organisation
_NO_ORGANISATION = {"enterprise": NULL, "is_enterprise_install": one_of(False)}
_ALWAYS = {"team": _TEAM_OF, "user": _USER_OF, "token": TEXT}

_COMMAND = keys(
    {
        "token": TEXT,
        "team_id": TEAM,
        "team_domain": TEXT,
        "channel_id": CHANNEL,
        "channel_name": TEXT,
        "user_id": USER,
        "user_name": TEXT,
        "command": {"type": "string", "pattern": r"^/\S+$"},
        "text": TEXT,
        "api_app_id": APP,
        "response_url": URL,
        "trigger_id": TRIGGER,
    },
    {"is_enterprise_install": one_of("false")},
)

_PLACEHOLDER = {"placeholder": objects.PLAIN_TEXT}
_BESIDE: dict[str, dict[str, Schema]] = {
    **{kind: {"min_query_length": COUNT} for kind in ("external_select", "multi_external_select")},
    **objects.VALUE_KEYS_BESIDE,
}
_CONFIRM = {"confirm": objects.CONFIRM}


def _acted(kind: str, always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    common = {"type": one_of(kind), "action_id": TEXT, "block_id": TEXT, "action_ts": TS}
    return keys({**common, **always}, sometimes)


def _initial(value: dict[str, Schema]) -> dict[str, Schema]:
    """`initial_…` beside `selected_…`, never null: an element without one does not have the key."""
    return {
        key.replace("selected_", "initial_"): schema.get("anyOf", [schema])[0]
        for key, schema in value.items()
        if key.startswith("selected_")
    }


# What the element shows comes along (docs.slack.dev/tools/bolt-js/reference/interfaces/StaticSelectAction, …);
# `value`, `url` and `style` of a button only where it has them.
ACTIONS = {
    "button": _acted(
        "button",
        {"text": objects.PLAIN_TEXT},
        {
            "value": TEXT,
            "url": URL,
            "style": met("recorded block_actions payloads", one_of("primary", "danger")),
            **_CONFIRM,
        },
    ),
    "overflow": _acted("overflow", {"selected_option": objects.OPTION}, _CONFIRM),
    "feedback_buttons": _acted("feedback_buttons", {"value": TEXT, "text": objects.PLAIN_TEXT}),
    "icon_button": _acted("icon_button", {"icon": TEXT, "text": objects.PLAIN_TEXT}, {"value": TEXT, **_CONFIRM}),
    **{
        kind: _acted(kind, value, {**_initial(value), **_PLACEHOLDER, **_CONFIRM, **_BESIDE.get(kind, {})})
        for kind, value in objects.VALUE_KEYS.items()
    },
}
"""Element type -> the item of `actions`. A workflow_button starts a workflow and tells the app nothing."""
_ACTED = listed(by_type(ACTIONS), least=1)

_MESSAGE_CONTAINER = keys(
    {"type": one_of("message"), "message_ts": TS, "channel_id": CHANNEL, "is_ephemeral": FLAG},
    {
        "is_app_unfurl": FLAG,
        "thread_ts": met(f"{objects.JAVA}/app-backend/interactive-components/BlockActionPayload", TS),
    },
)
_ATTACHMENT_CONTAINER = more(
    _MESSAGE_CONTAINER, {"type": one_of("message_attachment"), "attachment_id": {"type": "integer", "minimum": 1}}
)
_VIEW_CONTAINER = keys({"type": one_of("view"), "view_id": VIEW})
_IN_MESSAGE = {
    **_ALWAYS,
    **_NO_ORGANISATION,
    "type": one_of("block_actions"),
    "api_app_id": APP,
    "container": by_type({"message": _MESSAGE_CONTAINER, "message_attachment": _ATTACHMENT_CONTAINER}),
    "trigger_id": TRIGGER,
    "channel": _CHANNEL_OF,
    "state": objects.STATE,
    "response_url": URL,
    "actions": _ACTED,
}


def _in_view(view: Schema) -> Schema:
    return keys(
        {
            **_ALWAYS,
            **_NO_ORGANISATION,
            "type": one_of("block_actions"),
            "api_app_id": APP,
            "container": _VIEW_CONTAINER,
            "trigger_id": TRIGGER,
            "view": view,
            "actions": _ACTED,
        },
        {"response_urls": listed({"type": "object"})},
    )


_RESPONSE_URL = keys({"block_id": TEXT, "action_id": TEXT, "channel_id": CHANNEL, "response_url": URL})
_VIEW_SUBMISSION = keys(
    {
        **_ALWAYS,
        **_NO_ORGANISATION,
        "type": one_of("view_submission"),
        "api_app_id": APP,
        "trigger_id": TRIGGER,
        "view": objects.MODAL,
        "response_urls": listed(_RESPONSE_URL),
    }
)
_VIEW_CLOSED = keys(
    {
        **_ALWAYS,
        **_NO_ORGANISATION,
        "type": one_of("view_closed"),
        "api_app_id": APP,
        "view": objects.MODAL,
        "is_cleared": FLAG,
    }
)
_SHORTCUT = keys(
    {
        "type": one_of("shortcut"),
        "token": TEXT,
        "action_ts": TS,
        "team": _TEAM_OF,
        "user": keys({"id": USER, "username": TEXT, "team_id": TEAM}),
        "callback_id": TEXT,
        "trigger_id": TRIGGER,
    },
    {"is_enterprise_install": FLAG, "enterprise": or_null({"type": "object"})},
)
_MESSAGE_ACTION = keys(
    {
        **_ALWAYS,
        "type": one_of("message_action"),
        "action_ts": TS,
        "callback_id": TEXT,
        "trigger_id": TRIGGER,
        "response_url": URL,
        "channel": _CHANNEL_OF,
        "message_ts": TS,
        "message": objects.MESSAGE,
    },
    {"is_enterprise_install": FLAG, "enterprise": or_null({"type": "object"})},
)
_SUGGESTION = {
    **_ALWAYS,
    "type": one_of("block_suggestion"),
    "api_app_id": APP,
    "action_id": TEXT,
    "block_id": TEXT,
    "value": TEXT,
}
_ORGANISATION_SAID = {"enterprise": NULL, "is_enterprise_install": one_of(False)}
_SUGGESTION_IN_VIEW = keys(
    {**_SUGGESTION, "container": _VIEW_CONTAINER, "view": objects.VIEW_OF_EITHER_TYPE}, _ORGANISATION_SAID
)
_SUGGESTION_IN_MESSAGE = keys(
    {
        **_SUGGESTION,
        "container": by_type({"message": _MESSAGE_CONTAINER, "message_attachment": _ATTACHMENT_CONTAINER}),
        "channel": _CHANNEL_OF,
    },
    {**_ORGANISATION_SAID, "message": objects.MESSAGE, "state": objects.STATE},
)

_BLOCK_ACTIONS = (f"{_PAYLOADS}/block_actions-payload", f"{_BOLT}/BlockAction")
_VIEWS = (f"{_PAYLOADS}/view-interactions-payload", f"{_BOLT}/ViewOutput")
_SHORTCUTS = f"{_PAYLOADS}/shortcuts-interaction-payload"
_SUGGESTIONS = (f"{_PAYLOADS}/block_suggestion-payload", f"{_BOLT}/BlockSuggestion")

INTERACTIONS: dict[str, Entry] = {
    "slash command": Entry(
        ("docs.slack.dev/interactivity/implementing-slash-commands", f"{_BOLT}/SlashCommand"), _COMMAND
    ),
    "block_actions in a message": Entry(_BLOCK_ACTIONS, keys({**_IN_MESSAGE, "message": objects.MESSAGE})),
    # "message" is left out where the source is ephemeral: block_actions-payload, `message`
    "block_actions in an ephemeral message": Entry(_BLOCK_ACTIONS, keys(_IN_MESSAGE)),
    "block_actions in a modal": Entry(_BLOCK_ACTIONS, _in_view(objects.MODAL)),
    "block_actions on a Home tab": Entry(_BLOCK_ACTIONS, _in_view(objects.HOME)),
    "view_submission": Entry((*_VIEWS, f"{_BOLT}/ViewSubmitAction"), _VIEW_SUBMISSION),
    "view_closed": Entry((*_VIEWS, f"{_BOLT}/ViewClosedAction"), _VIEW_CLOSED),
    "shortcut": Entry((_SHORTCUTS, f"{_BOLT}/GlobalShortcut"), _SHORTCUT),
    "message_action": Entry((_SHORTCUTS, f"{_BOLT}/MessageShortcut"), _MESSAGE_ACTION),
    "block_suggestion in a view": Entry(_SUGGESTIONS, _SUGGESTION_IN_VIEW),
    "block_suggestion in a message": Entry(_SUGGESTIONS, _SUGGESTION_IN_MESSAGE),
}


def name_of(payload: dict[str, object]) -> str:
    """Which of the entries a payload has to follow. Raises KeyError for one that there is no entry for."""
    kind = payload.get("type")
    if "command" in payload and kind is None:
        return "slash command"
    if kind == "block_actions":
        return f"block_actions {_where(payload)}"
    if kind == "block_suggestion":
        return "block_suggestion in a view" if "view" in payload else "block_suggestion in a message"
    if kind in INTERACTIONS:
        return str(kind)
    raise KeyError(f"there is no table for a payload of type {kind!r}")


def _where(payload: dict[str, object]) -> str:
    view, container = payload.get("view"), payload.get("container")
    if isinstance(view, dict):
        return "on a Home tab" if view.get("type") == "home" else "in a modal"
    ephemeral = isinstance(container, dict) and container.get("is_ephemeral")
    return "in an ephemeral message" if ephemeral else "in a message"
