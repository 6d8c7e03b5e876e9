"""Finding what a person can touch in a message, a modal or a Home tab."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import blocks as block_kit

Element = Mapping[str, Any]
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Touchable:
    """An interactive element in its block. Both are Slack's own dicts, with the ids that Slack fills in."""

    block: Block
    element: Element

    @property
    def block_id(self) -> str:
        """The block's id, the author's or Slack's."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's id, the author's or Slack's."""
        return str(self.element["action_id"])

    @property
    def type(self) -> str:
        """The element's type: button, static_select, ..."""
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block, whose value travels with the submission."""
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Whether touching it sends block_actions (docs.slack.dev/reference/block-kit/blocks/input-block)."""
        return not self.is_input or bool(self.block.get("dispatch_action", False))

    @property
    def label(self) -> str:
        """What a person reads on or above it."""
        holder = self.block.get("label") or self.element.get("text") or self.element.get("placeholder") or {}
        return str(holder.get("text", ""))


def touchables(blocks: Iterable[Block]) -> Iterator[Touchable]:
    """Every interactive element of the blocks, in reading order."""
    for block in blocks:
        for element in block_kit.elements(block):
            yield Touchable(block, element)


def inputs(blocks: Iterable[Block]) -> list[Touchable]:
    """The elements of the input blocks, in reading order."""
    return [touchable for touchable in touchables(blocks) if touchable.is_input]


def options(element: Element) -> list[Mapping[str, Any]]:
    """The options of a select, an overflow menu, radio buttons or checkboxes, whether grouped or not."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(option for group in groups for option in group.get("options", []))]


def option_named(element: Element, name: str) -> Mapping[str, Any] | None:
    """The option with that value, or that label, or that label in another case."""
    known = options(element)
    by_value = [option for option in known if option.get("value") == name]
    by_label = [option for option in known if option["text"]["text"] == name]
    by_label_in_any_case = [option for option in known if option["text"]["text"].casefold() == name.casefold()]
    return next(iter(by_value + by_label + by_label_in_any_case), None)


def matching(
    candidates: Sequence[Touchable], *, action_id: str, block_id: str | None = None, value: str | None = None
) -> list[Touchable]:
    """Those with that action_id, in that block where one is named, with that value where that tells them apart."""
    found = [
        touchable
        for touchable in candidates
        if touchable.action_id == action_id and block_id in (None, touchable.block_id)
    ]
    if value is None or len(found) < 2:
        return found
    return [touchable for touchable in found if _offers(touchable.element, value)] or found


def _offers(element: Element, value: str) -> bool:
    if element["type"] == "button":
        return value in (element.get("value"), element["text"]["text"])
    return option_named(element, value) is not None
