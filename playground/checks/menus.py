"""Everything offered for choosing: menus and their multi versions, checkboxes, radio buttons.

Fields: docs.slack.dev/reference/block-kit/block-elements/select-menu-element, …/multi-select-menu-element,
…/checkboxes-element, …/radio-button-group-element.
"""

from collections.abc import Iterator
from typing import Any

from playground.checks import composition, shapes
from playground.checks.problem import Problem


def _initial_among_options(value: Any, pointer: str) -> Iterator[Problem]:
    grouped = [option for group in value.get("option_groups", []) for option in group["options"]]
    offered = [*value.get("options", []), *grouped]
    if "initial_option" in value and value["initial_option"] not in offered:
        yield Problem(f"{pointer}/initial_option", "initial-option-not-offered", "must be one of the provided options")
    if any(option not in offered for option in value.get("initial_options", [])):
        yield Problem(f"{pointer}/initial_options", "initial-option-not-offered", "must be one of the provided options")


def different_values(value: Any, pointer: str) -> Iterator[Problem]:
    """Between the options, grouped or not, of something offered for choosing."""
    places = [("options", value.get("options", []))]
    places += [
        (f"option_groups/{index}/options", group["options"])
        for index, group in enumerate(value.get("option_groups", []))
    ]
    seen = set()
    for place, options in places:
        for index, option in enumerate(options):
            if option["value"] in seen:
                here = f"{pointer}/{place}/{index}/value"
                yield Problem(here, "option-value-repeated", f'`value` "{option["value"]}" already exists')
            seen.add(option["value"])


def _as_many_as_allowed(value: Any, pointer: str) -> Iterator[Problem]:
    most = value.get("max_selected_items")
    for key in ("initial_options", "initial_users", "initial_channels", "initial_conversations"):
        if most is not None and len(value.get(key, [])) > most:
            yield Problem(f"{pointer}/{key}", "initial-options-too-many", f"no more than {most} items allowed")


PRESSED = {"action_id": shapes.string("action-id-too-long"), "confirm": composition.CONFIRM}
PICKED = {**PRESSED, "focus_on_load": shapes.boolean}
PLACEHOLDER = {"placeholder": composition.plain_text("placeholder-too-long")}
_MENU = {**PICKED, **PLACEHOLDER}
_MULTI = {**_MENU, "max_selected_items": shapes.integer(least=1)}

_OPTION = composition.option(composition.plain_text)
_OPTIONS = {
    "options": shapes.array(_OPTION, "options-too-many"),
    "option_groups": shapes.array(composition.OPTION_GROUP, "option-groups-too-many"),
}
_OPTIONS_ALSO = [
    shapes.exactly_one("options-or-groups", "options", "option_groups"),
    different_values,
    _initial_among_options,
]
_MULTI_ALSO = [_as_many_as_allowed]
_QUERY = {"min_query_length": shapes.integer()}
_CONVERSATIONS = {"default_to_current_conversation": shapes.boolean, "filter": composition.CONVERSATION_FILTER}
_RESPONSE_URL = {"response_url_enabled": shapes.boolean}
_ID = shapes.string()
_IDS = shapes.array(_ID)

_CHOICE = composition.option(composition.text)
_CHOICES = {"options": shapes.array(_CHOICE, "choices-too-many")}
_CHOICES_ALSO = [different_values, _initial_among_options]
_ONE = {"initial_option": _OPTION}
_SEVERAL = {"initial_options": shapes.array(_OPTION)}

KINDS = {
    "static_select": shapes.record({}, {**_MENU, **_OPTIONS, **_ONE}, also=_OPTIONS_ALSO),
    "multi_static_select": shapes.record(
        {}, {**_MULTI, **_OPTIONS, **_SEVERAL}, also=[*_OPTIONS_ALSO, _as_many_as_allowed]
    ),
    "external_select": shapes.record({}, {**_MENU, **_QUERY, **_ONE}),
    "multi_external_select": shapes.record({}, {**_MULTI, **_QUERY, **_SEVERAL}, also=_MULTI_ALSO),
    "users_select": shapes.record({}, {**_MENU, "initial_user": _ID}),
    "multi_users_select": shapes.record({}, {**_MULTI, "initial_users": _IDS}, also=_MULTI_ALSO),
    "channels_select": shapes.record({}, {**_MENU, **_RESPONSE_URL, "initial_channel": _ID}),
    "multi_channels_select": shapes.record({}, {**_MULTI, "initial_channels": _IDS}, also=_MULTI_ALSO),
    "conversations_select": shapes.record(
        {}, {**_MENU, **_CONVERSATIONS, **_RESPONSE_URL, "initial_conversation": _ID}
    ),
    "multi_conversations_select": shapes.record(
        {}, {**_MULTI, **_CONVERSATIONS, "initial_conversations": _IDS}, also=_MULTI_ALSO
    ),
    "radio_buttons": shapes.record(_CHOICES, {**PICKED, "initial_option": _CHOICE}, also=_CHOICES_ALSO),
    "checkboxes": shapes.record(_CHOICES, {**PICKED, "initial_options": shapes.array(_CHOICE)}, also=_CHOICES_ALSO),
}

SUGGESTED = shapes.record(
    {},
    {
        "options": shapes.array(_OPTION, "options-too-many", empty=None),
        "option_groups": shapes.array(composition.OPTION_GROUP, "option-groups-too-many", empty=None),
    },
    also=[shapes.exactly_one("options-or-groups", "options", "option_groups"), different_values],
)
"""What an app answers when it is asked for an external menu's options; none at all where nothing fits."""
