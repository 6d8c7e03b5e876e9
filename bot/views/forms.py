"""The fields of forms, and how what was entered is read back. How a form is shown again is in `refilling`.

docs.slack.dev/reference/block-kit/blocks/input-block. Plain dicts, as in `rich`: checking its own attributes, the
library's model classes take longer for a form than everything else that Slack's request needs.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.views import parts, rich

Block = rich.Block
Choice = tuple[str, str]
Group = tuple[str, list[Choice]]
# docs.slack.dev/reference/block-kit/block-elements/select-menu-element: a hundred options, or as many groups of them.
MOST_OPTIONS = 100


def text(
    name: str,
    label: str,
    *,
    hint: str,
    most: int,
    value: str = "",
    lines: bool = False,
    required: bool = True,
    says: bool = False,
) -> Block:
    """A text field. `most` characters are allowed; `says` makes Slack tell us while it is typed."""
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": most}
    if value:
        element["initial_value"] = value
    if lines:
        element["multiline"] = True
    if says:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    made = _input(name, label, element, hint=hint, required=required)
    return made | {"dispatch_action": True} if says else made


def number(
    name: str, label: str, *, hint: str, least: int, most: int, value: int | None = None, required: bool = True
) -> Block:
    """A field for a whole number; Slack's client takes none below `least` or above `most`."""
    element: Block = {
        "type": "number_input",
        "action_id": name,
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    if value is not None:
        element["initial_value"] = str(value)
    return _input(name, label, element, hint=hint, required=required)


def radio(
    name: str, label: str, choices: list[Choice], *, value: str | None = None, hint: str = "", required: bool = True
) -> Block:
    """A choice of one among few; `choices` are (value, text) pairs."""
    return _input(name, label, _choice("radio_buttons", name, choices, value), hint=hint, required=required)


def checkboxes(
    name: str,
    label: str,
    choices: list[Choice],
    *,
    hint: str = "",
    values: Collection[str] = (),
    required: bool = True,
) -> Block:
    """A choice of any number among up to ten; `choices` are (value, text) pairs."""
    options = _options(choices)
    element: Block = {"type": "checkboxes", "action_id": name, "options": options}
    if ticked := [option for option in options if option["value"] in values]:
        element["initial_options"] = ticked
    return _input(name, label, element, hint=hint, required=required)


def several(
    name: str,
    label: str,
    choices: list[Choice],
    *,
    hint: str,
    values: Collection[str] = (),
    required: bool = True,
) -> Block:
    """A choice of any number among up to a hundred; `choices` are (value, text) pairs."""
    options = _options(choices)
    element: Block = {"type": "multi_static_select", "action_id": name, "options": options}
    if picked := [option for option in options if option["value"] in values]:
        element["initial_options"] = picked
    return _input(name, label, element, hint=hint, required=required)


def sought(
    name: str, label: str, *, hint: str, chosen: list[Choice], least_typed: int = 0, required: bool = True
) -> Block:
    """A choice of any number among those that we are asked for while somebody types, after `least_typed` letters;
    `chosen` are (value, text) pairs. What they can choose is for a listener to `offer`."""
    element: Block = {"type": "multi_external_select", "action_id": name, "min_query_length": least_typed}
    if chosen:
        element["initial_options"] = _options(chosen)
    return _input(name, label, element, hint=hint, required=required)


def offer(choices: list[Choice]) -> list[Block]:
    """What to answer Slack with that asks what can be chosen; `choices` are (value, text) pairs, the first MOST_OPTIONS
    of which can be."""
    return _options(choices[:MOST_OPTIONS])


def select(
    name: str,
    label: str,
    choices: list[Choice],
    *,
    hint: str,
    value: str | None = None,
    required: bool = False,
    says: bool = False,
) -> Block:
    """A choice of one among up to a hundred; `choices` are (value, text) pairs. `says` makes Slack tell us of it."""
    made = _input(name, label, _choice("static_select", name, choices, value), hint=hint, required=required)
    return made | {"dispatch_action": True} if says else made


def grouped(
    name: str,
    label: str,
    groups: Sequence[Group],
    *,
    hint: str,
    value: str | None = None,
    required: bool = True,
    says: bool = False,
) -> Block:
    """A choice of one among hundreds, in up to a hundred groups of up to a hundred; a group is (heading, choices)."""
    shown = [
        {"label": {"type": "plain_text", "text": parts.cut(heading, 75)}, "options": _options(choices)}
        for heading, choices in groups
    ]
    element: Block = {"type": "static_select", "action_id": name, "option_groups": shown}
    chosen = next((o for o in offered(element) if o["value"] == value), None)
    if chosen is not None:
        element["initial_option"] = chosen
    made = _input(name, label, element, hint=hint, required=required)
    return made | {"dispatch_action": True} if says else made


def person(name: str, label: str, *, hint: str, value: str | None = None, required: bool = True) -> Block:
    """A choice among the workspace's people; `value` is a Slack id."""
    element: Block = {"type": "users_select", "action_id": name}
    if value is not None:
        element["initial_user"] = value
    return _input(name, label, element, hint=hint, required=required)


def people(name: str, label: str, *, hint: str, values: Collection[str] = (), required: bool = False) -> Block:
    """A choice of several of the workspace's people; `values` are Slack ids."""
    element: Block = {"type": "multi_users_select", "action_id": name}
    if values:
        element["initial_users"] = sorted(values)
    return _input(name, label, element, hint=hint, required=required)


def channel(name: str, label: str, *, hint: str, value: str | None = None, required: bool = True) -> Block:
    """A choice among public channels and the private ones the person is in; `value` is a channel's id."""
    element: Block = {
        "type": "conversations_select",
        "action_id": name,
        "filter": {"include": ["public", "private"]},
    }
    if value is not None:
        element["initial_conversation"] = value
    return _input(name, label, element, hint=hint, required=required)


def date(name: str, label: str, *, hint: str, value: datetime.date | None = None, required: bool = True) -> Block:
    """A day of the calendar."""
    element: Block = {"type": "datepicker", "action_id": name}
    if value is not None:
        element["initial_date"] = value.isoformat()
    return _input(name, label, element, hint=hint, required=required)


def time(name: str, label: str, *, hint: str, value: datetime.time | None = None, required: bool = True) -> Block:
    """A time of day; in whose zone, the label or hint has to say."""
    element: Block = {"type": "timepicker", "action_id": name}
    if value is not None:
        element["initial_time"] = value.strftime("%H:%M")
    return _input(name, label, element, hint=hint, required=required)


def telling(field: Block) -> Block:
    """The field as one of which Slack tells us at once whenever something is entered, text while it is typed."""
    element = field["element"]
    if element["type"] in ("plain_text_input", "number_input"):
        element = element | {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return field | {"element": element, "dispatch_action": True}


def typed(view: Mapping[str, Any], name: str) -> str:
    """What was typed into a text field, stripped; an empty string where nothing was. Raises MalformedForm."""
    value = entered(view, name).get("value")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise parts.MalformedForm
    return value.strip()


def typed_number(view: Mapping[str, Any], name: str) -> int | None:
    """The whole number typed, of at most nine digits; its range is not checked. Raises MalformedForm."""
    value = typed(view, name)
    if not value:
        return None
    digits = value.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise parts.MalformedForm
    return int(value)


def chosen(view: Mapping[str, Any], name: str) -> str | None:
    """The value of the option chosen, or the id of the person or channel. Raises MalformedForm."""
    entry = entered(view, name)
    value = entry.get("selected_user") or entry.get("selected_conversation")
    option = entry.get("selected_option")
    if isinstance(option, dict):
        value = option.get("value")
    if value is not None and not isinstance(value, str):
        raise parts.MalformedForm
    return value


def chosen_people(view: Mapping[str, Any], name: str) -> frozenset[str]:
    """The ids of the people chosen. Raises MalformedForm."""
    return frozenset(_texts(entered(view, name).get("selected_users") or []))


def chosen_values(view: Mapping[str, Any], name: str) -> frozenset[str]:
    """The values of the boxes ticked, or of the options of several. Raises MalformedForm."""
    options = entered(view, name).get("selected_options") or []
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        raise parts.MalformedForm
    return frozenset(_texts([option.get("value") for option in options]))


def chosen_date(view: Mapping[str, Any], name: str) -> datetime.date | None:
    """The day chosen. Raises MalformedForm."""
    value = entered(view, name).get("selected_date")
    try:
        return None if value is None else datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise parts.MalformedForm from None


def chosen_time(view: Mapping[str, Any], name: str) -> datetime.time | None:
    """The time of day chosen, without a zone. Raises MalformedForm."""
    value = entered(view, name).get("selected_time")
    try:
        return None if value is None else datetime.time.fromisoformat(value).replace(tzinfo=None)
    except (TypeError, ValueError):
        raise parts.MalformedForm from None


def _input(name: str, label: str, element: Block, *, hint: str = "", required: bool = True) -> Block:
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }
    if hint:
        made["hint"] = {"type": "plain_text", "text": hint}
    if not required:
        made["optional"] = True
    return made


def _choice(kind: str, name: str, choices: list[Choice], value: str | None) -> Block:
    options = _options(choices)
    element: Block = {"type": kind, "action_id": name, "options": options}
    chosen = next((option for option in options if option["value"] == value), None)
    return element if chosen is None else element | {"initial_option": chosen}


def _options(choices: list[Choice]) -> list[Block]:
    return [
        {"text": {"type": "plain_text", "text": parts.cut(shown, 75)}, "value": offered} for offered, shown in choices
    ]


def offered(element: Block) -> list[Block]:
    """The options of an element, in groups or not."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def entered(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What Slack says of the field's element; nothing where it is not there. Raises MalformedForm."""
    try:
        entry = view["state"]["values"].get(name, {}).get(name) or {}
    except (KeyError, AttributeError):
        raise parts.MalformedForm from None
    if not isinstance(entry, dict):
        raise parts.MalformedForm
    return entry


def _texts(values: object) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise parts.MalformedForm
    return values
