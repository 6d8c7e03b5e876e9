"""Which elements may stand in which block, and which inputs on which surface.

Sources: the block pages under docs.slack.dev/reference/block-kit/blocks, and docs.slack.dev/blocks.json, which lists
multi-select menus for actions blocks where older pages do not.
"""

from collections.abc import Mapping
from typing import Literal

from playground.checks import composition, elements, inputs, menus, shapes
from playground.checks.shapes import Check

Surface = Literal["message", "modal", "home"]

_CHOSEN = {**menus.KINDS, **inputs.DATE_OR_TIME}
_INPUTS = {**inputs.TYPED, **inputs.RICH_TEXT, **inputs.FILE}
_EVERYTHING = {
    **elements.IMAGE,
    **elements.PRESSED,
    **elements.IN_PASSING,
    **_CHOSEN,
    **inputs.DATETIME,
    **_INPUTS,
    **composition.text_kinds(),
}


def _only(kinds: Mapping[str, Check], misplaced: str) -> Check:
    return shapes.tagged(kinds, elsewhere=dict.fromkeys(_EVERYTHING, misplaced))


ACCESSORY = _only({**elements.IMAGE, **elements.PRESSED, **_CHOSEN}, "accessory-misplaced")
IN_ACTIONS = _only({**elements.PRESSED, **_CHOSEN, **inputs.DATETIME}, "actions-element-misplaced")
IN_CONTEXT_ACTIONS = _only(elements.IN_PASSING, "context-actions-element-misplaced")
IN_CONTEXT = _only({**elements.IMAGE, **composition.text_kinds()}, "context-element-misplaced")


def in_input(surface: Surface) -> Check:
    """The element of an input block on this surface."""
    barred = {
        "message": {**inputs.RICH_TEXT, **inputs.FILE},
        "home": inputs.FILE,
        "modal": {},
    }[surface]
    kinds = {**_CHOSEN, **inputs.DATETIME, **_INPUTS}
    return shapes.tagged(
        {name: check for name, check in kinds.items() if name not in barred},
        elsewhere={
            **dict.fromkeys(_EVERYTHING, "input-element-misplaced"),
            **dict.fromkeys(barred, "input-not-on-surface"),
        },
    )
