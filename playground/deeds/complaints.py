"""What Slack's client says beside the fields of a form before it sends anything.

Sources: docs.slack.dev/reference/block-kit/blocks/input-block (optional) and the page of each element under
docs.slack.dev/reference/block-kit/block-elements. The words are the stand-in's own.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playground.deeds import elements, values


def beside(blocks: Iterable[elements.Block], state: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What Slack's client says beside the fields before it sends anything: {block_id: text}; empty if it would send."""
    found: dict[str, str] = {}
    for touchable in elements.inputs(blocks):
        key = values.value_key(touchable.type)
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
