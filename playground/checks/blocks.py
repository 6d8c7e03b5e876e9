"""The blocks themselves, each by its type, and which surface takes which.

Fields: docs.slack.dev/reference/block-kit/blocks. Surfaces: docs.slack.dev/blocks.json; of data tables, containers and
calls it says nothing, so they stand everywhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.checks import cards, charts, composition, elements, placement, rich_text, shapes, tables
from playground.checks.placement import Surface
from playground.checks.problem import Problem
from playground.checks.shapes import Check

_ID = {"block_id": shapes.string("block-id-too-long")}


def _no_dispatch_of_files(value: Any, pointer: str) -> Iterator[Problem]:
    if value["element"]["type"] == "file_input" and value.get("dispatch_action"):
        yield Problem(f"{pointer}/element/type", "file-input-dispatches", "unsupported type: file_input")


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
    **cards.VIDEO,
    **cards.CALL,
    **tables.DATA_TABLE,
}
_IN_MESSAGES = {
    "markdown": shapes.record({"text": shapes.string()}, _ID),
    "context_actions": shapes.record(
        {"elements": shapes.array(placement.IN_CONTEXT_ACTIONS, "context-actions-too-many")}, _ID
    ),
    **tables.TABLE,
    **charts.CHART,
    **cards.TASKS,
}
_BY_SURFACE: Mapping[Surface, Mapping[str, Check]] = {
    "message": {**_IN_MESSAGES, **cards.CARDS},
    "modal": cards.ALERT,
    "home": cards.CARDS,
}
_CONTAINED = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video")
# Slack puts them into messages itself; an app cannot.
_NOWHERE = ("file",)


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


def _container(child: Check) -> Check:
    return shapes.record(
        {"child_blocks": shapes.array(child, "container-blocks-too-many")},
        {
            **_ID,
            "title": composition.plain_text("container-title-too-long"),
            "rich_text_title": shapes.tagged({"rich_text": rich_text.BLOCK}),
            "subtitle": composition.text("container-title-too-long"),
            "width": shapes.choice("narrow", "standard", "wide", "full"),
            "icon": elements.IMAGE_ELEMENT,
            "is_collapsible": shapes.boolean,
            "default_collapsed": shapes.boolean,
            "has_header_divider": shapes.boolean,
        },
        also=[shapes.at_least_one("container-without-title", "title", "rich_text_title"), _no_divider_to_collapse],
    )


def _no_divider_to_collapse(value: Any, pointer: str) -> Iterator[Problem]:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        message = "must not be set while `is_collapsible` is true"
        yield Problem(f"{pointer}/has_header_divider", "container-divider-collapsible", message)


def block(surface: Surface) -> Check:
    """One block on this surface."""
    single = {**_EVERYWHERE, **_BY_SURFACE[surface], "input": _input(surface)}
    elsewhere = {*_NOWHERE, *(name for blocks in _BY_SURFACE.values() for name in blocks)} - set(single)
    barred = dict.fromkeys(elsewhere, "block-not-on-surface")
    child = shapes.tagged(
        {name: check for name, check in single.items() if name in _CONTAINED},
        elsewhere={**dict.fromkeys([*single, "container"], "container-child-misplaced"), **barred},
    )
    return shapes.tagged({**single, "container": _container(child)}, elsewhere=barred)
