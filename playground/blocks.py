"""Blocks as Slack keeps them, and what stands in their fields.

Slack gives an id to every block and interactive element that came without one, and spells defaults out
(docs.slack.dev/reference/block-kit). State values: docs.slack.dev/reference/views/view-submission-payload.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Typed = Mapping[tuple[str, str], dict[str, Any]]
"""What somebody put into fields: (block_id, action_id) -> the value as state.values shows it."""


@dataclass(frozen=True, slots=True)
class Here:
    """The conversation a person was looking at when they opened a modal; an `im` is theirs with the app.

    `shared` with another workspace.
    """

    id: str
    kind: Literal["public", "private", "im"]
    shared: bool = False


# Element type -> (key of its value in state.values, key of its first value in the element, value when there is none).
_FIELDS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "initial_files", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
}
_PICKING_CONVERSATIONS = ("conversations_select", "multi_conversations_select")
_PRESSED = frozenset({"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"})
# What holds other blocks, and where; what holds elements, and where.
_HOLDS_BLOCKS = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}
_HOLDS_ELEMENTS = {"actions": "elements", "context_actions": "elements", "card": "actions"}


def as_stored(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks with ids where they had none and with Slack's defaults spelled out. The originals stay as they are."""
    stored: list[dict[str, Any]] = [spelled_out(block) for block in blocks]
    for block in flat(stored):
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return stored


def attachments_as_stored(attachments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Attachments with the blocks in them as stored, and with their numbers.

    `id` counts from 1, `fallback` is what Slack puts where nothing was given (the answer in the example of
    docs.slack.dev/reference/methods/chat.postMessage; the words are from answers met in practice).
    """
    stored = []
    for number, attachment in enumerate(attachments, start=1):
        copy: dict[str, Any] = spelled_out(attachment)
        if "blocks" in copy:
            copy["blocks"] = as_stored(copy["blocks"])
        stored.append({"id": number, "fallback": "[no preview available]", **copy})
    return stored


def of_message(blocks: Sequence[dict[str, Any]], attachments: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """The blocks of a message and, after them, those of its attachments."""
    return [*blocks, *(block for attachment in attachments for block in attachment.get("blocks", []))]


def flat(blocks: Iterable[Any]) -> Iterator[Any]:
    """The blocks and, right after each, those it holds."""
    for block in blocks:
        yield block
        yield from flat(block.get(_HOLDS_BLOCKS.get(block.get("type"), ""), []))


def spelled_out(value: Any) -> Any:
    """A deep copy in which text objects say emoji and verbatim, as Slack's answers do."""
    if isinstance(value, list):
        return [spelled_out(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    copy = {key: spelled_out(item) for key, item in value.items()}
    if isinstance(copy.get("text"), str):
        if copy.get("type") == "plain_text":
            copy.setdefault("emoji", True)
        elif copy.get("type") == "mrkdwn":
            copy.setdefault("verbatim", False)
    return copy


def elements(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The elements of a block that a person can act on: buttons, fields, menus. Not those of blocks it holds."""
    candidates: list[Any] = [block.get("element"), block.get("accessory")]
    candidates.extend(block.get(_HOLDS_ELEMENTS.get(str(block.get("type")), "")) or [])
    if block.get("type") == "data_table":
        candidates.extend(cell.get("element") for row in block["rows"] for cell in row)
    for candidate in candidates:
        if isinstance(candidate, dict) and (candidate.get("type") in _FIELDS or candidate.get("type") in _PRESSED):
            yield candidate


def value_key(element_type: str) -> str | None:
    """The key of an element's value in state.values, such as selected_date; None when it keeps none (a button)."""
    field = _FIELDS.get(element_type)
    return None if field is None else field[0]


def value(element: Mapping[str, Any], given: Any) -> dict[str, Any]:
    """A value as state.values shows it, `given` being what stands at its key; a time picker's zone is told with it.

    The zone: docs.slack.dev/reference/block-kit/block-elements/time-picker-element.
    """
    shown: dict[str, Any] = {"type": element["type"], _FIELDS[element["type"]][0]: given}
    if element["type"] == "timepicker" and "timezone" in element:
        shown["timezone"] = element["timezone"]
    return shown


def lets_through(wanted: Mapping[str, Any], kind: str, *, shared: bool = False) -> bool:
    """Whether a menu's filter offers a conversation of that kind: public, private, or im (with the app, a bot).

    `shared` says whether it is one with another workspace.
    docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object.
    """
    if shared and wanted.get("exclude_external_shared_channels", False):
        return False
    return kind in wanted.get("include", [kind]) and not (kind == "im" and wanted.get("exclude_bot_users", False))


def first_value(element: Mapping[str, Any], here: Here | None = None) -> dict[str, Any]:
    """What stands in a field nobody has touched, as state.values shows it.

    A menu of conversations may begin `here` (default_to_current_conversation), unless it says otherwise itself:
    docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select.
    """
    kind = element["type"]
    _, initial_key, nothing = _FIELDS[kind]
    initial = element.get(initial_key)
    wanted = kind in _PICKING_CONVERSATIONS and element.get("default_to_current_conversation")
    if initial is None and wanted and here is not None and _offers(element, here):
        initial = here.id if kind == "conversations_select" else [here.id]
    return value(element, nothing if initial is None else initial)


def _offers(menu: Mapping[str, Any], here: Here) -> bool:
    return lets_through(menu.get("filter", {}), here.kind, shared=here.shared)


def kept(blocks: Sequence[Mapping[str, Any]], typed: Typed) -> dict[tuple[str, str], dict[str, Any]]:
    """What was typed into the fields that are still there; what was in others is forgotten.

    A field keeps what was typed as long as its block_id, action_id and type stay the same
    (docs.slack.dev/surfaces/modals, "Updating views"). That one taken away for a while comes back empty is inferred.
    """
    there = {
        (block["block_id"], element["action_id"]): element["type"]
        for block in flat(blocks)
        for element in elements(block)
    }
    return {place: dict(value) for place, value in typed.items() if there.get(place) == value["type"]}


def values(blocks: Sequence[Mapping[str, Any]], typed: Typed, here: Here | None = None) -> dict[str, dict[str, Any]]:
    """The `values` of `state`: block_id -> action_id -> value, for every field among the blocks."""
    known = kept(blocks, typed)
    found: dict[str, dict[str, Any]] = {}
    for block in flat(blocks):
        for element in elements(block):
            if element["type"] in _FIELDS:
                block_id, action_id = block["block_id"], element["action_id"]
                shown = known.get((block_id, action_id)) or first_value(element, here)
                found.setdefault(block_id, {})[action_id] = shown
    return found
