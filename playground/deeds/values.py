"""What a person puts into an element: from a script's words to Slack's `state.values`, checked as Slack's client does.

Shapes: docs.slack.dev/reference/interaction-payloads/view-interactions-payload and the page of each element under
docs.slack.dev/reference/block-kit/block-elements.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Protocol

from playground import blocks as block_kit
from playground.deeds import elements

_SHOWN = ("placeholder", "confirm")
_MANY = ("selected_options", "selected_users", "selected_conversations", "selected_channels")


class InvalidValueError(ValueError):
    """The element cannot take that; the message says what it can take."""


class Directory(Protocol):
    """Who and what a picker can pick: ids for ids, names, handles; None for nobody."""

    def user_id(self, reference: str) -> str | None:
        """The id of the person meant."""

    def channel_id(self, reference: str) -> str | None:
        """The id of the channel meant."""


def entry(element: elements.Element, given: Any, directory: Directory) -> dict[str, Any]:
    """What the state holds once a person has put `given` there. Raises InvalidValueError if the element cannot take it.

    `given` is a text for inputs and dates (ISO), an option's value or label for choices, a person or channel by id or
    name for pickers, a list of those where several can be chosen, and None or "" to empty the element.
    """
    kind = element["type"]
    key = value_key(kind)
    if key is None:
        raise InvalidValueError(f"a {kind} cannot be filled in")
    if key in _MANY:
        return {"type": kind, key: _several(element, key, given, directory)}
    if given is None or given == "":
        return {"type": kind, key: None}
    return {"type": kind, key: _one(element, key, given, directory)}


def value_key(kind: str) -> str | None:
    """The key of an element's value in state and in an action; None for what holds none, such as a button."""
    return "selected_option" if kind == "overflow" else block_kit.value_key(kind)


def fillable(touchable: elements.Touchable) -> bool:
    """Whether it holds a value between one touch and the next."""
    return block_kit.value_key(touchable.type) is not None


def action(touchable: elements.Touchable, chosen: Mapping[str, Any], *, action_ts: str) -> dict[str, Any]:
    """The `actions[]` item of block_actions: what was touched, what it holds now, and what it showed before."""
    shown = {key: value for key, value in touchable.element.items() if key in _SHOWN or key.startswith("initial_")}
    if touchable.type == "button":
        shown |= {key: touchable.element[key] for key in ("text", "value", "style") if key in touchable.element}
    return {
        "type": touchable.type,
        "action_id": touchable.action_id,
        "block_id": touchable.block_id,
        **shown,
        **{key: value for key, value in chosen.items() if key != "type"},
        "action_ts": action_ts,
    }


def complaints(blocks: Iterable[elements.Block], state: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What Slack's client says beside the fields before it sends anything: {block_id: text}; empty if it would send."""
    found: dict[str, str] = {}
    for touchable in elements.inputs(blocks):
        key = value_key(touchable.type)
        complaint = _complaint(touchable, state[touchable.block_id][touchable.action_id][key])
        if complaint is not None:
            found[touchable.block_id] = complaint
    return found


def _complaint(touchable: elements.Touchable, value: Any) -> str | None:
    if value in (None, "", []):
        return None if touchable.block.get("optional", False) else "Please complete this required field."
    element = touchable.element
    match touchable.type:
        case "plain_text_input":
            return _length_complaint(value, element.get("min_length", 0), element.get("max_length", 3000))
        case "email_text_input":
            return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."
        case "url_text_input":
            return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."
        case "number_input":
            return _number_complaint(value, element)
        case _:
            return None


def _length_complaint(value: str, least: int, most: int) -> str | None:
    if len(value) < least:
        return f"Please use at least {least} characters; there are {len(value)}."
    if len(value) > most:
        return f"Please use at most {most} characters; there are {len(value)}."
    return None


def _number_complaint(value: str, element: elements.Element) -> str | None:
    form = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Please enter a number." if element.get("is_decimal_allowed") else "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _several(element: elements.Element, key: str, given: Any, directory: Directory) -> list[Any]:
    if given is None or given == "":
        return []
    items = given if isinstance(given, list) else [given]
    chosen = [_one(element, key.removesuffix("s"), item, directory) for item in items]
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise InvalidValueError(f"at most {most} can be chosen here")
    return chosen


def _one(element: elements.Element, key: str, given: Any, directory: Directory) -> Any:
    if key == "selected_date_time":
        return _instant(given)
    if key == "value" and isinstance(given, int | float):
        return str(given)
    if not isinstance(given, str):
        raise InvalidValueError(f"a {element['type']} takes a text, not {given!r}")
    match key:
        case "selected_option":
            return _option(element, given)
        case "selected_user":
            return _known(directory.user_id(given), f"there is nobody called {given!r}")
        case "selected_channel" | "selected_conversation":
            return _known(directory.channel_id(given), f"there is no channel called {given!r}")
        case "selected_date":
            return _date(given)
        case "selected_time":
            return _time(given)
        case "value":
            return given
        case _:
            raise InvalidValueError(f"nothing can be put into a {element['type']} here")


def _option(element: elements.Element, name: str) -> dict[str, Any]:
    option = elements.option_named(element, name)
    if option is None:
        labels = ", ".join(repr(known["text"]["text"]) for known in elements.options(element))
        raise InvalidValueError(f"there is no option {name!r}; there are {labels}")
    return dict(option)


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
