"""Finding what a person can touch in a message, a modal or a Home tab."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import blocks as block_kit
from playground import messages
from playground.deeds.outcome import ImpossibleError

Element = Mapping[str, Any]
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Touchable:
    """An interactive element in its block. Both are Slack's own dicts, with the ids that Slack fills in.

    `attachment_id` numbers the attachment of a message that the block stands in, if it does.
    """

    block: Block
    element: Element
    attachment_id: int | None = None

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

    def shows_to(self, user_id: str) -> bool:
        """Whether the person has it before them: icon buttons may be for some by name.

        docs.slack.dev/reference/block-kit/block-elements/icon-button-element.
        """
        return user_id in self.element.get("visible_to_user_ids", [user_id])


def touchables(blocks: Iterable[Block]) -> Iterator[Touchable]:
    """Every interactive element of the blocks and of the blocks in them, in reading order."""
    for block in block_kit.flat(blocks):
        for element in block_kit.elements(block):
            yield Touchable(block, element)


def in_message(message: messages.Message) -> Iterator[Touchable]:
    """Every interactive element of a message, those in its attachments last."""
    yield from touchables(message.blocks)
    for attachment in message.attachments:
        for touchable in touchables(attachment.get("blocks", [])):
            yield dataclasses.replace(touchable, attachment_id=attachment["id"])


def inputs(blocks: Iterable[Block]) -> list[Touchable]:
    """The elements of the input blocks, in reading order."""
    return [touchable for touchable in touchables(blocks) if touchable.is_input]


def options(element: Element) -> list[Mapping[str, Any]]:
    """The options of a select, an overflow menu, radio buttons or checkboxes, whether grouped or not."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(option for group in groups for option in group.get("options", []))]


def option_named(known: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    """The option with that value, or that label, or that label in another case."""
    by_value = [option for option in known if option.get("value") == name]
    by_label = [option for option in known if option["text"]["text"] == name]
    by_label_in_any_case = [option for option in known if option["text"]["text"].casefold() == name.casefold()]
    return next(iter(by_value + by_label + by_label_in_any_case), None)


def find(
    there: Iterable[Touchable], user_id: str, *, action_id: str, block_id: str | None = None, value: str | None = None
) -> Touchable:
    """The one meant by that, among those the person sees.

    Raises ImpossibleError action_not_found or ambiguous_action, which say what there is.
    """
    known = [touchable for touchable in there if touchable.shows_to(user_id)]
    found = matching(known, action_id=action_id, block_id=block_id, value=value)
    if not found:
        raise ImpossibleError("action_not_found", f"there is no {action_id!r} there; there are {_listed(known)}")
    if len(found) > 1:
        raise ImpossibleError("ambiguous_action", f"say which, by block_id or value: {_listed(found)}")
    return found[0]


def _listed(known: Sequence[Touchable]) -> str:
    return "; ".join(
        f"{touchable.type} {touchable.label!r} (block_id {touchable.block_id!r}, action_id {touchable.action_id!r}, "
        f"value {touchable.element.get('value')!r})"
        for touchable in known
    )


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
    if element["type"] in ("button", "icon_button"):
        return value in (element.get("value"), element["text"]["text"])
    return option_named(options(element), value) is not None
