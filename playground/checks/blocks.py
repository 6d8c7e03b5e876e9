"""The blocks themselves, each by its type.

Fields: docs.slack.dev/reference/block-kit/blocks. A surface decides which blocks it takes, and which inputs.
"""

from collections.abc import Iterator
from typing import Any

from playground.checks import composition, elements, placement, rich_text, shapes
from playground.checks.placement import Surface
from playground.checks.problem import Problem
from playground.checks.shapes import Check

_ID = {"block_id": shapes.string("block-id-too-long")}


def _no_dispatch_of_files(value: Any, pointer: str) -> Iterator[Problem]:
    if value["element"]["type"] == "file_input" and value.get("dispatch_action"):
        yield Problem(f"{pointer}/element/type", "file-input-dispatches", "unsupported type: file_input")


_CELLS = {
    "raw_text": shapes.record({"text": shapes.string()}),
    "raw_number": shapes.record({"value": shapes.number}, {"text": shapes.string()}),
    "rich_text": rich_text.BLOCK,
}
_COLUMN = shapes.record({}, {"align": shapes.choice("left", "center", "right"), "is_wrapped": shapes.boolean})

_EVERYWHERE = {
    "section": shapes.record(
        {},
        {
            **_ID,
            "text": composition.text(),
            "fields": shapes.array(composition.text("section-field-too-long"), "section-fields-too-many"),
            "accessory": placement.ACCESSORY,
            "expand": shapes.boolean,
        },
        also=[shapes.at_least_one("section-without-text", "text", "fields")],
    ),
    "header": shapes.record(
        {"text": composition.plain_text("header-text-too-long")},
        {**_ID, "level": shapes.integer(1, "header-level-out-of-range")},
    ),
    "divider": shapes.record({}, _ID),
    "image": shapes.record(
        elements.ALT_TEXT,
        {**_ID, **elements.IMAGE_SOURCES, "title": composition.plain_text("image-title-too-long")},
        also=[elements.ONE_IMAGE_SOURCE],
    ),
    "context": shapes.record({"elements": shapes.array(placement.IN_CONTEXT, "context-elements-too-many")}, _ID),
    "actions": shapes.record({"elements": shapes.array(placement.IN_ACTIONS, "actions-elements-too-many")}, _ID),
    "rich_text": rich_text.BLOCK,
}
_IN_MESSAGES = {
    "markdown": shapes.record({"text": shapes.string()}, _ID),
    "table": shapes.record(
        {"rows": shapes.array(shapes.array(shapes.tagged(_CELLS), "table-cells-too-many"), "table-rows-too-many")},
        {**_ID, "column_settings": shapes.array(shapes.null_or(_COLUMN), "table-columns-too-many")},
    ),
}


def _input(surface: Surface) -> Check:
    return shapes.record(
        {"label": composition.plain_text("input-label-too-long"), "element": placement.in_input(surface)},
        {
            **_ID,
            "hint": composition.plain_text("input-hint-too-long"),
            "optional": shapes.boolean,
            "dispatch_action": shapes.boolean,
        },
        also=[_no_dispatch_of_files],
    )


def block(surface: Surface) -> Check:
    """One block on this surface."""
    everywhere = {**_EVERYWHERE, "input": _input(surface)}
    if surface == "message":
        return shapes.tagged({**everywhere, **_IN_MESSAGES})
    return shapes.tagged(everywhere, elsewhere=dict.fromkeys(_IN_MESSAGES, "block-not-on-surface"))
