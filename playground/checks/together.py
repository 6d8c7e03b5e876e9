"""What must hold between the blocks of one message or view, once each of them is sound by itself."""

from collections.abc import Iterator
from typing import Any

from playground.checks import rules
from playground.checks.placement import Surface
from playground.checks.problem import Problem

Blocks = list[dict[str, Any]]


def check(blocks: Blocks, surface: Surface, pointer: str) -> Iterator[Problem]:
    """The problems between sound blocks standing at `pointer`."""
    yield from _repeated_block_ids(blocks, pointer)
    yield from _repeated_action_ids(blocks, pointer)
    yield from _repeated_focus(blocks, pointer)
    yield from _response_urls(blocks, surface, pointer)
    yield from _tables(blocks, pointer)
    yield from _too_much_markdown(blocks, pointer)
    if surface == "message":
        yield from _too_much_text(blocks, pointer)


def _repeated_block_ids(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    seen = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            message = f'`block_id` "{block_id}" already exists'
            yield Problem(f"{pointer}/{index}/block_id", "block-id-repeated", message)
        seen.add(block_id)


def _repeated_action_ids(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        seen = set()
        for place, element in _elements(block):
            action_id = element.get("action_id")
            if action_id is not None and action_id in seen:
                message = f'`action_id` "{action_id}" already exists'
                yield Problem(f"{pointer}/{index}/{place}/action_id", "action-id-repeated", message)
            seen.add(action_id)


def _repeated_focus(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    focused = [
        f"{pointer}/{index}/{place}/focus_on_load"
        for index, block in enumerate(blocks)
        for place, element in _elements(block)
        if element.get("focus_on_load")
    ]
    for second in focused[1:]:
        yield Problem(second, "focus-repeated", "only one element can have `focus_on_load` set to true")


def _response_urls(blocks: Blocks, surface: Surface, pointer: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if surface == "modal" and block["type"] == "input":
            continue
        for place, element in _elements(block):
            if element.get("response_url_enabled"):
                message = "`response_url_enabled` is only available in input blocks of modals"
                yield Problem(f"{pointer}/{index}/{place}/response_url_enabled", "response-url-misplaced", message)


def _elements(block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if block["type"] in ("actions", "context"):
        for index, element in enumerate(block["elements"]):
            yield f"elements/{index}", element
    for key in ("accessory", "element"):
        if key in block:
            yield key, block[key]


def _tables(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    tables = [(index, block) for index, block in enumerate(blocks) if block["type"] == "table"]
    for index, block in tables:
        if _characters(block["rows"]) > rules.limit("table-text-too-long"):
            message = f"must be less than {rules.limit('table-text-too-long') + 1} characters"
            yield Problem(f"{pointer}/{index}/rows", "table-text-too-long", message)
    if len(tables) > rules.limit("tables-too-many"):
        yield Problem(pointer, "tables-too-many", "only_one_table_allowed")


def _too_much_markdown(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > rules.limit("markdown-too-long"):
        message = f"must be less than {rules.limit('markdown-too-long') + 1} characters"
        yield Problem(pointer, "markdown-too-long", message)


def _too_much_text(blocks: Blocks, pointer: str) -> Iterator[Problem]:
    if _characters(blocks) > rules.limit("message-blocks-too-long"):
        yield Problem(pointer, "message-blocks-too-long", "msg_blocks_too_long")


def _characters(value: Any) -> int:
    """The code points of every `text` in sound blocks: text objects, rich text, markdown, table cells."""
    if isinstance(value, list):
        return sum(_characters(item) for item in value)
    if isinstance(value, dict):
        return sum(
            len(item) if key == "text" and isinstance(item, str) else _characters(item) for key, item in value.items()
        )
    return 0
