"""Which element may stand in which block, on which surface."""

from collections.abc import Callable
from typing import Any, Literal

import pytest

from playground import checks
from tests.playground.checks.builders import (
    Case,
    actions,
    button,
    card,
    cell,
    chart,
    checkboxes,
    container,
    context,
    context_actions,
    data_table,
    divider,
    element,
    feedback,
    field,
    home,
    icon_button,
    image,
    line,
    markdown,
    message,
    modal,
    option,
    options,
    overflow,
    pie,
    plain,
    rich_text,
    section,
    static_select,
    table,
    workflow_button,
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
        "accessory-misplaced",
        message(section(accessory=icon_button())),
        message(section(accessory=workflow_button())),
        "/blocks/0/accessory/type",
        "unsupported type: icon_button",
    ),
    Case(
        "actions-element-misplaced",
        message(actions(feedback())),
        message(actions(workflow_button())),
        "/blocks/0/elements/0/type",
        "unsupported type: feedback_buttons",
    ),
    Case(
        "context-actions-element-misplaced",
        message(context_actions(button())),
        message(context_actions(icon_button(), feedback())),
        "/blocks/0/elements/0/type",
        "unsupported type: button",
    ),
    Case(
        "container-child-misplaced",
        message(container(container(section()))),
        message(container(section())),
        "/blocks/0/child_blocks/0/type",
        "unsupported type: container",
    ),
    Case(
        "block-not-on-surface",
        modal(container(table([cell()]))),
        message(container(table([cell()]))),
        "/view/blocks/0/child_blocks/0/type",
        "unsupported type: table",
    ),
    Case(
        "block-not-on-surface",
        message({"type": "file", "source": "remote", "external_id": "F-1"}),
        message(divider()),
        "/blocks/0/type",
        "unsupported type: file",
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
PRESSED = [button(), overflow(option()), workflow_button()]
IN_PASSING = [feedback(), icon_button()]
TYPED = [
    *(element(f"{which}_text_input") for which in ("email", "url")),
    element("plain_text_input"),
    element("number_input", is_decimal_allowed=False),
]
DATETIME = element("datetimepicker")
RICH, FILE = element("rich_text_input", action_id="notes"), element("file_input")
EVERY_ELEMENT = [*IN_SECTIONS_TOO, *PRESSED, *IN_PASSING, *TYPED, DATETIME, RICH, FILE, image(), plain()]

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


def test_context_actions_take_feedback_and_icons_only() -> None:
    fits = [item for item in EVERY_ELEMENT if checks.check_blocks([context_actions(item)], surface="message") == []]
    assert fits == IN_PASSING


BLOCKS: dict[str, dict[str, Any]] = {
    "alert": {"type": "alert", "text": plain()},
    "call": {"type": "call", "call_id": "R012A3CDE"},
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card()]},
    "container": container(section()),
    "context_actions": context_actions(feedback()),
    "data_table": data_table([cell()], [cell()]),
    "data_visualization": chart(pie(1)),
    "file": {"type": "file", "source": "remote", "external_id": "F-1"},
    "markdown": markdown(),
    "plan": {"type": "plan", "title": "The month"},
    "table": table([cell()]),
    "task_card": {"type": "task_card", "task_id": "1", "title": "Count the calls"},
    "video": {
        "type": "video",
        "alt_text": "How to report",
        "title": plain(),
        "thumbnail_url": "https://example.com/report.png",
        "video_url": "https://example.com/embed/report",
    },
}
NOT_ON = {
    "message": {"alert", "file"},
    "modal": {
        *("card", "carousel", "context_actions", "data_visualization", "file", "markdown", "plan", "table"),
        "task_card",
    },
    "home": {"alert", "context_actions", "data_visualization", "file", "markdown", "plan", "table", "task_card"},
}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_each_surface_takes_the_blocks_slack_lists_for_it(surface: Surface) -> None:
    refused = {name for name, block in BLOCKS.items() if checks.check_blocks([block], surface=surface)}
    assert refused == NOT_ON[surface]


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
