"""A form shown again: with everything that was entered, and with what is wrong beside what caused it."""

from collections.abc import Mapping
from typing import Any

from bot.views import forms, ids, rich
from bot.views.parts import View


def again(view: Mapping[str, Any], *, problem: str | None = None, field: str | None = None) -> View:
    """The view as it was submitted, every entry kept, with `problem` under its field, or on top where there is none."""
    blocks: list[forms.Block] = []
    for block in view["blocks"]:
        if block.get("block_id") == ids.PROBLEM:
            continue
        blocks.append(_with_entry(view, block))
        if problem is not None and field is not None and block.get("block_id") == field:
            blocks.append(_problem(problem))
    if problem is not None and not any(block.get("block_id") == ids.PROBLEM for block in blocks):
        blocks.insert(0, _problem(problem))
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
    return {name: view[name] for name in kept if view.get(name)} | {"blocks": blocks}


def with_problem(view: View, problem: str, *, field: str | None = None) -> View:
    """A view just drawn, with `problem` under its field, or on top where it has no such field."""
    names = [block.get("block_id") for block in view["blocks"]]
    at = names.index(field) + 1 if field is not None and field in names else 0
    return view | {"blocks": [*view["blocks"][:at], _problem(problem), *view["blocks"][at:]]}


def refilled(view: View, entries: Mapping[str, Any]) -> View:
    """The view with `entries`, the state's values of an earlier one, in those of its fields that were there."""
    entered = {"state": {"values": entries}}
    blocks = [_with_entry(entered, block) if block.get("block_id") in entries else block for block in view["blocks"]]
    return view | {"blocks": blocks}


def with_block(view: View, block: forms.Block, *, after: str) -> View:
    """The view with `block` standing after the one called `after`, in place of an earlier one of the same name."""
    blocks = []
    for standing in view["blocks"]:
        if standing.get("block_id") != block["block_id"]:
            blocks.append(standing)
        if standing.get("block_id") == after:
            blocks.append(block)
    return view | {"blocks": blocks}


_ENTRY = {
    "number_input": ("value", "initial_value"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_external_select": ("selected_options", "initial_options"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


def _with_entry(view: Mapping[str, Any], block: forms.Block) -> forms.Block:
    if block["type"] != "input":
        return block
    name = block["block_id"]
    element = {k: v for k, v in block["element"].items() if not k.startswith("initial_")}
    entry: dict[str, Any]
    match element["type"]:
        case "plain_text_input":
            entry = {"initial_value": forms.typed(view, name)}
        case "checkboxes" | "multi_static_select":
            values = forms.chosen_values(view, name)
            entry = {"initial_options": [option for option in forms.offered(element) if option["value"] in values]}
        case "radio_buttons" | "static_select":
            value = forms.chosen(view, name)
            entry = {"initial_option": next((o for o in forms.offered(element) if o["value"] == value), None)}
        case kind:
            entered, initial = _ENTRY[kind]
            entry = {initial: forms.entered(view, name).get(entered)}
    return block | {"element": element | {k: v for k, v in entry.items() if v}}


def _problem(sentence: str) -> forms.Block:
    return rich.paragraph(rich.bold(sentence), block_id=ids.PROBLEM)
