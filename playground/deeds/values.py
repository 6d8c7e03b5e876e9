"""What a person puts into an element: from a script's words to Slack's `state.values`, checked as Slack's client does.

Shapes: docs.slack.dev/reference/interaction-payloads/view-interactions-payload and the page of each element under
docs.slack.dev/reference/block-kit/block-elements.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Protocol

from playground import blocks as block_kit
from playground import checks
from playground.deeds import elements

_SHOWN = ("placeholder", "confirm", "min_query_length")
_NOT_SHOWN = "initial_value"  # what a text began with does not come along, what a menu began with does
# What an action says of a button of either kind; those of feedback come with what was chosen.
_OF_BUTTONS = {"button": ("text", "value", "style", "url"), "icon_button": ("icon", "text", "value")}
_MANY = ("selected_options", "selected_users", "selected_conversations", "selected_channels")
_FEEDBACK = ("positive_button", "negative_button")
MOST_FILES = 10
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes: "There is a 10MB file size limit" (docs.slack.dev/reference/block-kit/block-elements/file-input-element)."""


class InvalidValueError(ValueError):
    """The element cannot take that; the message says what it can take."""


class Directory(Protocol):
    """What the pickers of a person's client offer: ids for ids, names, handles; None for what they do not."""

    def user_id(self, reference: str) -> str | None:
        """The id of the person meant."""

    def channel_id(self, reference: str) -> str | None:
        """The id of the public channel meant."""

    def conversation_id(self, reference: str, wanted: Mapping[str, Any]) -> str | None:
        """The id of the conversation meant, if the filter lets it through."""

    def keep(self, name: str, content: bytes) -> dict[str, Any]:
        """Upload a file; Slack's file object."""


def entry(
    element: elements.Element, given: Any, directory: Directory, *, offered: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """What the state holds once a person has put `given` there. Raises InvalidValueError if the element cannot take it.

    `given` is a text for inputs and dates (ISO), an option's value or label for choices, a person or channel by id or
    name for pickers, a list of those where several can be chosen; a text or a rich_text object for rich text;
    `[{"name": …, "content": base64}]` for files; and None or "" to empty the element. `offered`: the options of an
    external menu.
    """
    kind = element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": _option(elements.options(element), str(given))}
    if kind == "feedback_buttons":
        return {"type": kind, **_feedback(element, given)}
    key = block_kit.value_key(kind)
    if key is None:
        raise InvalidValueError(f"a {kind} cannot be filled in")
    if key == "files":
        return block_kit.value(element, _files(element, given, directory))
    if key in _MANY:
        return block_kit.value(element, _several(element, key, given, directory, offered))
    if given is None or given == "":
        return block_kit.value(element, None)
    return block_kit.value(element, _one(element, key, given, directory, offered))


def value_key(kind: str) -> str | None:
    """The key of an element's value in state and in an action; None for what holds none, such as a button."""
    return "selected_option" if kind == "overflow" else block_kit.value_key(kind)


def fillable(touchable: elements.Touchable) -> bool:
    """Whether it holds a value between one touch and the next."""
    return block_kit.value_key(touchable.type) is not None


def action(touchable: elements.Touchable, chosen: Mapping[str, Any], *, action_ts: str) -> dict[str, Any]:
    """The `actions[]` item of block_actions: what was touched, what it holds now, and what it showed before.

    Keys: docs.slack.dev/reference/interaction-payloads/block_actions-payload, and for each element those of the actions
    under docs.slack.dev/tools/bolt-js/reference.
    """
    began = {key for key in touchable.element if key.startswith("initial_")} - {_NOT_SHOWN}
    shown = {key: value for key, value in touchable.element.items() if key in _SHOWN or key in began}
    of_button = _OF_BUTTONS.get(touchable.type, ())
    shown |= {key: touchable.element[key] for key in of_button if key in touchable.element}
    return {
        "type": touchable.type,
        "action_id": touchable.action_id,
        "block_id": touchable.block_id,
        **shown,
        **{key: value for key, value in chosen.items() if key not in ("type", "timezone")},
        "action_ts": action_ts,
    }


def _several(
    element: elements.Element, key: str, given: Any, directory: Directory, offered: Sequence[Mapping[str, Any]]
) -> list[Any]:
    if given is None or given == "":
        return []
    items = given if isinstance(given, list) else [given]
    chosen = [_one(element, key.removesuffix("s"), item, directory, offered) for item in items]
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise InvalidValueError(f"at most {most} can be chosen here")
    return chosen


def _one(
    element: elements.Element, key: str, given: Any, directory: Directory, offered: Sequence[Mapping[str, Any]]
) -> Any:
    if key == "selected_date_time":
        return _instant(given)
    if key == "rich_text_value":
        return _rich_text(given)
    if key == "value" and isinstance(given, int | float):
        return str(given)
    if not isinstance(given, str):
        raise InvalidValueError(f"a {element['type']} takes a text, not {given!r}")
    match key:
        case "selected_option":
            return _option([*elements.options(element), *offered], given)
        case "selected_user":
            return _known(directory.user_id(given), f"there is nobody called {given!r}")
        case "selected_channel":
            return _known(directory.channel_id(given), f"there is no public channel called {given!r}")
        case "selected_conversation":
            found = directory.conversation_id(given, element.get("filter", {}))
            return _known(found, f"this menu offers no conversation called {given!r}")
        case "selected_date":
            return _date(given)
        case "selected_time":
            return _time(given)
        case _:
            return given


def _option(known: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    option = elements.option_named(known, name)
    if option is None:
        labels = ", ".join(repr(one["text"]["text"]) for one in known) or "none"
        raise InvalidValueError(f"there is no option {name!r}; there are {labels}")
    return dict(option)


def _feedback(element: elements.Element, given: Any) -> dict[str, Any]:
    """Which of the two, by its side, its text or its value; the action then says its text and value."""
    for side in _FEEDBACK:
        button = element[side]
        if given in (side, side.removesuffix("_button"), button["text"]["text"], button["value"]):
            return {"text": dict(button["text"]), "value": button["value"]}
    labels = ", ".join(repr(element[side]["text"]["text"]) for side in _FEEDBACK)
    raise InvalidValueError(f"there is no {given!r}; there are {labels}")


def _rich_text(given: Any) -> dict[str, Any]:
    """Rich text as given, or plain words as the composer writes them: one section with one text."""
    if isinstance(given, str):
        words = {"type": "rich_text_section", "elements": [{"type": "text", "text": given}]}
        return {"type": "rich_text", "elements": [words]}
    if not isinstance(given, dict) or given.get("type") != "rich_text":
        raise InvalidValueError(f"a rich_text_input takes a text or a rich_text object, not {given!r}")
    if problems := checks.check_blocks([given], surface="message"):
        raise InvalidValueError(f"that is no rich text: {problems[0].pointer}: {problems[0].message}")
    return given


def _files(element: elements.Element, given: Any, directory: Directory) -> list[dict[str, Any]]:
    """Slack's file objects of what was put there, uploaded once all of it is known to be fit."""
    items = [] if given in (None, "") else given
    if not isinstance(items, list) or not all(isinstance(item, dict) and set(item) == _FILE for item in items):
        raise InvalidValueError('a file_input takes [{"name": "plan.pdf", "content": "<base64>"}]')
    most = element.get("max_files", MOST_FILES)
    if len(items) > most:
        raise InvalidValueError(f"at most {most} files can be put here")
    contents = [_content(element, str(item["name"]), item["content"]) for item in items]
    return [directory.keep(str(item["name"]), content) for item, content in zip(items, contents, strict=True)]


_FILE = {"name", "content"}


def _content(element: elements.Element, name: str, encoded: Any) -> bytes:
    known = element.get("filetypes")
    extension = name.rpartition(".")[2].casefold()
    if known and extension not in [kind.removeprefix(".").casefold() for kind in known]:
        raise InvalidValueError(f"{name} is none of {', '.join(known)}")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (TypeError, ValueError) as problem:
        raise InvalidValueError(f"the content of {name} is not base64: {problem}") from problem
    if len(content) > LARGEST_FILE:
        raise InvalidValueError(f"{name} has {len(content):,} bytes; a file can have 10 MB")
    return content


def _known(found: str | None, complaint: str) -> str:
    if found is None:
        raise InvalidValueError(complaint)
    return found


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as problem:
        raise InvalidValueError(f"a date is written like 2027-02-26, not {text!r}") from problem


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError as problem:
        raise InvalidValueError(f"a time is written like 09:30, not {text!r}") from problem


def _instant(given: Any) -> int:
    """Whole seconds since 1970, as Slack keeps a datetimepicker's value."""
    if isinstance(given, int):
        return given
    try:
        instant = datetime.fromisoformat(str(given))
    except ValueError as problem:
        raise InvalidValueError(f"an instant is written like 2027-02-26T09:30:00+00:00, not {given!r}") from problem
    if instant.tzinfo is None:
        raise InvalidValueError(f"{given!r} needs an offset, as in 2027-02-26T09:30:00+00:00")
    return int(instant.timestamp())
