"""The fields of forms, how what was entered is read back, and how a form is shown again without losing any of it.

docs.slack.dev/reference/block-kit/blocks/input-block. Plain dicts, as in `rich`: checking its own attributes, the
library's model classes take longer for a form than everything else that Slack's request needs.
"""

from collections.abc import Mapping
from typing import Any

from bot.views import ids, parts, rich
from bot.views.parts import View

Block = rich.Block
Choice = tuple[str, str]


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


def radio(name: str, label: str, choices: list[Choice], *, value: str | None = None) -> Block:
    """A choice of one among few; `choices` are (value, text) pairs."""
    return _input(name, label, _choice("radio_buttons", name, choices, value))


def select(name: str, label: str, choices: list[Choice], *, hint: str, value: str | None = None) -> Block:
    """An optional choice of one among up to a hundred; `choices` are (value, text) pairs."""
    return _input(name, label, _choice("static_select", name, choices, value), hint=hint, required=False)


def person(name: str, label: str, *, hint: str, value: str | None = None) -> Block:
    """A choice among the workspace's people; `value` is a Slack id."""
    element: Block = {"type": "users_select", "action_id": name}
    if value is not None:
        element["initial_user"] = value
    return _input(name, label, element, hint=hint)


def typed(view: Mapping[str, Any], name: str) -> str:
    """What was typed into a text field, stripped; an empty string where nothing was. Raises MalformedForm."""
    value = _entered(view, name).get("value")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise parts.MalformedForm
    return value.strip()


def chosen(view: Mapping[str, Any], name: str) -> str | None:
    """The value of the option chosen, or the id of the person. Raises MalformedForm."""
    entered = _entered(view, name)
    value = entered.get("selected_user")
    option = entered.get("selected_option")
    if isinstance(option, dict):
        value = option.get("value")
    if value is not None and not isinstance(value, str):
        raise parts.MalformedForm
    return value


def again(view: Mapping[str, Any], *, problem: str | None = None, field: str | None = None) -> View:
    """The view as it was submitted, every entry kept, with `problem` under its field, or on top where there is none."""
    blocks: list[Block] = []
    for block in view["blocks"]:
        if block.get("block_id") == ids.PROBLEM:
            continue
        blocks.append(_with_entry(view, block))
        if problem is not None and field is not None and block.get("block_id") == field:
            blocks.append(_problem(problem))
    if problem is not None and not any(block.get("block_id") == ids.PROBLEM for block in blocks):
        blocks.insert(0, _problem(problem))
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {name: view[name] for name in kept if view.get(name)} | {"blocks": blocks}


def with_block(view: View, block: Block, *, after: str) -> View:
    """The view with `block` standing after the one called `after`, in place of an earlier one of the same name."""
    blocks = []
    for standing in view["blocks"]:
        if standing.get("block_id") != block["block_id"]:
            blocks.append(standing)
        if standing.get("block_id") == after:
            blocks.append(block)
    return view | {"blocks": blocks}


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
    options = [
        {"text": {"type": "plain_text", "text": parts.cut(shown, 75)}, "value": offered} for offered, shown in choices
    ]
    element: Block = {"type": kind, "action_id": name, "options": options}
    chosen = next((option for option in options if option["value"] == value), None)
    return element if chosen is None else element | {"initial_option": chosen}


def _entered(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    try:
        entered = view["state"]["values"].get(name, {}).get(name) or {}
    except (KeyError, AttributeError):
        raise parts.MalformedForm from None
    if not isinstance(entered, dict):
        raise parts.MalformedForm
    return entered


def _with_entry(view: Mapping[str, Any], block: Block) -> Block:
    if block["type"] != "input":
        return block
    name = block["block_id"]
    element = {k: v for k, v in block["element"].items() if not k.startswith("initial_")}
    entry: dict[str, Any]
    match element["type"]:
        case "plain_text_input":
            entry = {"initial_value": typed(view, name)}
        case "users_select":
            entry = {"initial_user": chosen(view, name)}
        case _:
            value = chosen(view, name)
            entry = {"initial_option": next((o for o in element["options"] if o["value"] == value), None)}
    return block | {"element": element | {k: v for k, v in entry.items() if v}}


def _problem(sentence: str) -> Block:
    return rich.paragraph(rich.bold(sentence), block_id=ids.PROBLEM)
