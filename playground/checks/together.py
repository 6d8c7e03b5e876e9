"""What must hold between the blocks of one message or view, once each of them is sound by itself."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from playground.checks import rules
from playground.checks.placement import Surface
from playground.checks.problem import Problem

Blocks = list[dict[str, Any]]
Placed = list[tuple[str, dict[str, Any]]]
"""Blocks with their pointers, those inside others behind what holds them."""

Lists = Sequence[tuple[str, Blocks]]
"""Lists of blocks with their pointers: a message's own, and those of its attachments."""

_TABLES = ("table", "data_table")


def check(blocks: Blocks, surface: Surface, pointer: str) -> Iterator[Problem]:
    """The problems between sound blocks standing at `pointer`, but for what is counted."""
    placed = list(placed_in(blocks, pointer))
    yield from _repeated_block_ids(placed)
    yield from _repeated_action_ids(placed)
    yield from _repeated_focus(placed)
    yield from _response_urls(placed, surface)


def check_amounts(lists: Lists, surface: Surface) -> Iterator[Problem]:
    """What there is too much of in all the lists of sound blocks of one message or view.

    A problem stands at the list that goes over the limit.
    """
    yield from _tables(lists)
    yield from _charts(lists)
    yield from _too_much_markdown(lists)
    if surface == "message":
        yield from _too_much_text(lists)


def placed_in(blocks: Blocks, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Sound blocks with their pointers, and right after each those it holds."""
    for index, block in enumerate(blocks):
        place = f"{pointer}/{index}"
        yield place, block
        for key in _HOLD.get(block["type"], ()):
            yield from placed_in(block.get(key, []), f"{place}/{key}")


# What holds other blocks, and where.
_HOLD = {"container": ("child_blocks",), "carousel": ("elements",), "plan": ("tasks",)}


def _repeated_block_ids(placed: Placed) -> Iterator[Problem]:
    seen = set()
    for place, block in placed:
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Problem(f"{place}/block_id", "block-id-repeated", f'`block_id` "{block_id}" already exists')
        seen.add(block_id)


def _repeated_action_ids(placed: Placed) -> Iterator[Problem]:
    for place, block in placed:
        seen = set()
        for inside, element in _elements(block):
            action_id = element.get("action_id")
            if action_id is not None and action_id in seen:
                message = f'`action_id` "{action_id}" already exists'
                yield Problem(f"{place}/{inside}/action_id", "action-id-repeated", message)
            seen.add(action_id)


def _repeated_focus(placed: Placed) -> Iterator[Problem]:
    focused = [
        f"{place}/{inside}/focus_on_load"
        for place, block in placed
        for inside, element in _elements(block)
        if element.get("focus_on_load")
    ]
    for second in focused[1:]:
        yield Problem(second, "focus-repeated", "only one element can have `focus_on_load` set to true")


def _response_urls(placed: Placed, surface: Surface) -> Iterator[Problem]:
    for place, block in placed:
        if surface == "modal" and block["type"] == "input":
            continue
        for inside, element in _elements(block):
            if element.get("response_url_enabled"):
                message = "`response_url_enabled` is only available in input blocks of modals"
                yield Problem(f"{place}/{inside}/response_url_enabled", "response-url-misplaced", message)


def _elements(block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The elements of a block, not those of blocks it holds."""
    lists = {"actions": "elements", "context": "elements", "context_actions": "elements", "card": "actions"}
    key = lists.get(block["type"])
    for index, element in enumerate(block.get(key, []) if key else []):
        yield f"{key}/{index}", element
    for key in ("accessory", "element"):
        if key in block:
            yield key, block[key]
    if block["type"] == "data_table":
        for row_index, row in enumerate(block["rows"]):
            for index, cell in enumerate(row):
                if cell["type"] == "action_cell":
                    yield f"rows/{row_index}/{index}/element", cell["element"]


def _tables(lists: Lists) -> Iterator[Problem]:
    written = 0
    for pointer, blocks in lists:
        for place, block in placed_in(blocks, pointer):
            if block["type"] in _TABLES:
                written += _characters(block["rows"])
                if written > rules.limit("table-text-too-long"):
                    message = f"must be less than {rules.limit('table-text-too-long') + 1} characters"
                    yield Problem(f"{place}/rows", "table-text-too-long", message)
    yield from _beyond(lists, _count(*_TABLES), "tables-too-many", "only_one_table_allowed")


def _charts(lists: Lists) -> Iterator[Problem]:
    message = f"no more than {rules.limit('charts-too-many')} data_visualization blocks allowed"
    yield from _beyond(lists, _count("data_visualization"), "charts-too-many", message)


def _too_much_markdown(lists: Lists) -> Iterator[Problem]:
    def written(blocks: Blocks) -> int:
        return sum(len(block["text"]) for _, block in placed_in(blocks, "") if block["type"] == "markdown")

    message = f"must be less than {rules.limit('markdown-too-long') + 1} characters"
    yield from _beyond(lists, written, "markdown-too-long", message)


def _too_much_text(lists: Lists) -> Iterator[Problem]:
    yield from _beyond(lists, _characters, "message-blocks-too-long", "msg_blocks_too_long")


def _beyond(lists: Lists, amount: Callable[[Blocks], int], rule: str, message: str) -> Iterator[Problem]:
    """One problem, at the list whose amount takes the sum over the rule's limit."""
    found = 0
    for pointer, blocks in lists:
        found += amount(blocks)
        if found > rules.limit(rule):
            yield Problem(pointer, rule, message)
            return


def _count(*types: str) -> Callable[[Blocks], int]:
    return lambda blocks: sum(block["type"] in types for _, block in placed_in(blocks, ""))


def _characters(value: Any) -> int:
    """The code points of every `text` in sound blocks: text objects, rich text, markdown, table cells."""
    if isinstance(value, list):
        return sum(_characters(item) for item in value)
    if isinstance(value, dict):
        return sum(
            len(item) if key == "text" and isinstance(item, str) else _characters(item) for key, item in value.items()
        )
    return 0
