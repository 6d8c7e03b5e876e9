"""Which element may stand in which block, on which surface."""

from collections.abc import Callable
from typing import Any, Literal

import pytest

from playground import checks
from tests.playground.checks.builders import (
    Case,
    actions,
    button,
    cell,
    checkboxes,
    context,
    element,
    field,
    home,
    image,
    line,
    markdown,
    message,
    modal,
    option,
    options,
    overflow,
    plain,
    rich_text,
    section,
    static_select,
    table,
)

CASES = (
    Case(
        "accessory-misplaced",
        message(section(accessory=element("plain_text_input"))),
        message(section(accessory=button())),
        "/blocks/0/accessory/type",
        "unsupported type: plain_text_input",
    ),
    Case(
        "accessory-misplaced",
        message(section(accessory=element("datetimepicker"))),
        message(section(accessory=element("datepicker"))),
        "/blocks/0/accessory/type",
        "unsupported type: datetimepicker",
    ),
    Case(
        "accessory-misplaced",
        message(section(accessory=plain())),
        message(section(accessory=image())),
        "/blocks/0/accessory/type",
        "unsupported type: plain_text",
    ),
    Case(
        "actions-element-misplaced",
        message(actions(element("email_text_input"))),
        message(actions(element("datetimepicker"))),
        "/blocks/0/elements/0/type",
        "unsupported type: email_text_input",
    ),
    Case(
        "actions-element-misplaced",
        message(actions(image())),
        message(actions(element("multi_users_select"))),
        "/blocks/0/elements/0/type",
        "unsupported type: image",
    ),
    Case(
        "context-element-misplaced",
        message(context(button())),
        message(context(plain())),
        "/blocks/0/elements/0/type",
        "unsupported type: button",
    ),
    Case(
        "input-element-misplaced",
        modal(field(button())),
        modal(field(static_select())),
        "/view/blocks/0/element/type",
        "unsupported type: button",
    ),
    Case(
        "input-element-misplaced",
        modal(field(overflow(option()))),
        modal(field(checkboxes())),
        "/view/blocks/0/element/type",
        "unsupported type: overflow",
    ),
    Case(
        "input-not-on-surface",
        message(field(element("rich_text_input", action_id="notes"))),
        home(field(element("rich_text_input", action_id="notes"))),
        "/blocks/0/element/type",
        "unsupported type: rich_text_input",
    ),
    Case(
        "input-not-on-surface",
        home(field(element("file_input"))),
        modal(field(element("file_input"))),
        "/view/blocks/0/element/type",
        "unsupported type: file_input",
    ),
    Case(
        "input-not-on-surface",
        message(field(element("file_input"))),
        message(field(element("url_text_input"))),
        "/blocks/0/element/type",
        "unsupported type: file_input",
    ),
    Case(
        "file-input-dispatches",
        modal(field(element("file_input"), dispatch_action=True)),
        modal(field(element("file_input"), dispatch_action=False)),
        "/view/blocks/0/element/type",
        "unsupported type: file_input",
    ),
    Case(
        "block-not-on-surface",
        modal(table([cell()])),
        message(table([cell()])),
        "/view/blocks/0/type",
        "unsupported type: table",
    ),
    Case(
        "block-not-on-surface",
        home(markdown()),
        message(markdown()),
        "/view/blocks/0/type",
        "unsupported type: markdown",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_stands_in_the_wrong_place_is_refused_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


IN_SECTIONS_TOO = [
    element("datepicker"),
    element("timepicker"),
    element("radio_buttons", options=options(1)),
    checkboxes(),
    static_select(),
    element("multi_static_select", options=options(1)),
    *(element(f"{which}_select") for which in ("external", "users", "channels", "conversations")),
    *(element(f"multi_{which}_select") for which in ("external", "users", "channels", "conversations")),
]
PRESSED = [button(), overflow(option())]
TYPED = [
    *(element(f"{which}_text_input") for which in ("email", "url")),
    element("plain_text_input"),
    element("number_input", is_decimal_allowed=False),
]
DATETIME = element("datetimepicker")
RICH, FILE = element("rich_text_input", action_id="notes"), element("file_input")
EVERY_ELEMENT = [*IN_SECTIONS_TOO, *PRESSED, *TYPED, DATETIME, RICH, FILE, image(), plain()]

Surface = Literal["message", "modal", "home"]


def _beside(item: Any) -> dict[str, Any]:
    return section(accessory=item)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize(
    ("place", "taken"),
    [
        (_beside, [*IN_SECTIONS_TOO, *PRESSED, image()]),
        (actions, [*IN_SECTIONS_TOO, *PRESSED, DATETIME]),
        (context, [image(), plain()]),
    ],
    ids=["section", "actions", "context"],
)
def test_a_block_takes_these_elements_and_no_others(
    place: Callable[[Any], dict[str, Any]], taken: list[dict[str, Any]], surface: Surface
) -> None:
    fits = [item for item in EVERY_ELEMENT if checks.check_blocks([place(item)], surface=surface) == []]
    assert fits == [item for item in EVERY_ELEMENT if item in taken]


@pytest.mark.parametrize(
    ("surface", "barred"),
    [("message", [RICH, FILE]), ("home", [FILE]), ("modal", [])],
    ids=["message", "home", "modal"],
)
def test_an_input_block_takes_what_its_surface_allows(surface: Surface, barred: list[dict[str, Any]]) -> None:
    fits = [item for item in EVERY_ELEMENT if checks.check_blocks([field(item)], surface=surface) == []]
    taken = [*IN_SECTIONS_TOO, *TYPED, DATETIME, RICH, FILE]
    assert fits == [item for item in EVERY_ELEMENT if item in taken and item not in barred]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_most_blocks_stand_on_every_surface(surface: Surface) -> None:
    blocks = [
        section(),
        {"type": "header", "text": plain()},
        {"type": "divider"},
        image(),
        context(plain()),
        actions(button()),
        rich_text(line()),
        field(element("plain_text_input")),
    ]
    assert checks.check_blocks(blocks, surface=surface) == []
