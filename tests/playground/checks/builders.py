"""Sound blocks and elements that say only what matters to the case at hand, and the payloads they stand in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground import checks

Json = dict[str, Any]
Payload = Callable[[], list[checks.Problem]]
"""A whole message or view; calling it finds its problems."""


@dataclass(frozen=True)
class Case:
    """A rule: what it refuses, the nearest thing it does not, and how the refusal reads."""

    rule: str
    refused: Payload
    legal: Payload
    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.pointer}"

    @property
    def problem(self) -> checks.Problem:
        return checks.Problem(self.pointer, self.rule, self.message)


def message(*blocks: Any, text: Any = "Hello") -> Payload:
    return lambda: checks.check_message(text, list(blocks))


def attached(*attachments: Any, text: Any = "Hello", blocks: Any = None) -> Payload:
    return lambda: checks.check_message(text, blocks, list(attachments))


def metadata(value: Any) -> Payload:
    return lambda: checks.check_metadata(value)


def modal(*blocks: Any, **fields: Any) -> Payload:
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks)}
    return view_of({**view, **fields})


def home(*blocks: Any, **fields: Any) -> Payload:
    return view_of({"type": "home", "blocks": list(blocks), **fields})


def view_of(view: Any) -> Payload:
    return lambda: checks.check_view(view)


def without(item: Json, *keys: str) -> Json:
    return {key: value for key, value in item.items() if key not in keys}


def plain(text: Any = "Hello") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: Any = "Hello") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **fields}


def url(length: int) -> str:
    """An absolute one of so many characters."""
    return "https://example.com/".ljust(length, "x")


def header(text: Any = "Hello") -> Json:
    return {"type": "header", "text": plain(text)}


def divider(**fields: Any) -> Json:
    return {"type": "divider", **fields}


def actions(*elements: Any, **fields: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def context(*elements: Any) -> Json:
    return {"type": "context", "elements": list(elements)}


def field(element: Any, **fields: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **fields}


def rich_text(*elements: Any) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*parts: Any) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def markdown(text: Any = "Hello") -> Json:
    return {"type": "markdown", "text": text}


def table(*rows: Any, **fields: Any) -> Json:
    return {"type": "table", "rows": list(rows), **fields}


def cell(text: Any = "1") -> Json:
    return {"type": "raw_text", "text": text}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Done"), **fields}


def context_actions(*elements: Any) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def card(**fields: Any) -> Json:
    return {"type": "card", "title": plain("An action"), **fields}


def container(*blocks: Any, **fields: Any) -> Json:
    return {"type": "container", "title": plain("Actions"), "child_blocks": list(blocks), **fields}


def data_table(*rows: Any, **fields: Any) -> Json:
    return {"type": "data_table", "caption": "Actions", "rows": list(rows), **fields}


def chart(drawn: Any, **fields: Any) -> Json:
    return {"type": "data_visualization", "title": "Calls", "chart": drawn, **fields}


def pie(*values: Any) -> Json:
    return {"type": "pie", "segments": [{"label": f"Part {n}", "value": value} for n, value in enumerate(values)]}


def feedback(**fields: Any) -> Json:
    pressed = {"text": plain("Good"), "value": "good"}
    return {"type": "feedback_buttons", "positive_button": pressed, "negative_button": pressed, **fields}


def icon_button(**fields: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **fields}


def workflow_button(**fields: Any) -> Json:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/Ft0123ABC456/321zyx"}}
    return {"type": "workflow_button", "text": plain("Begin"), "workflow": workflow, **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "alt_text": "A plot", "image_url": "https://example.com/plot.png", **fields}


def option(value: str = "a", **fields: Any) -> Json:
    return {"text": plain("Choice"), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def static_select(**fields: Any) -> Json:
    return {"type": "static_select", "options": options(2), **fields}


def checkboxes(**fields: Any) -> Json:
    return {"type": "checkboxes", "options": options(2), **fields}


def overflow(*choices: Any) -> Json:
    return {"type": "overflow", "options": list(choices)}


def element(kind: str, **fields: Any) -> Json:
    """An element whose fields may all be left out."""
    return {"type": kind, **fields}


def confirm(**fields: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **fields}
