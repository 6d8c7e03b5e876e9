"""The limits of each block."""

import pytest

from tests.playground.checks.builders import (
    Case,
    Payload,
    actions,
    button,
    cell,
    container,
    context,
    context_actions,
    divider,
    element,
    feedback,
    field,
    header,
    icon_button,
    image,
    line,
    message,
    modal,
    mrkdwn,
    plain,
    rich_text,
    section,
    table,
    without,
)


def _fields(*texts: str) -> Payload:
    return message(section(fields=[mrkdwn(text) for text in texts]))


def _buttons(count: int) -> Payload:
    return message(actions(*(button(action_id=str(number)) for number in range(count))))


def _table_text(characters: int) -> Payload:
    return message(table([cell("x" * (characters - 1)), cell("x")]))


CASES = (
    Case(
        "section-without-text",
        message(without(section(accessory=button()), "text")),
        message(without(section(fields=[plain()]), "text")),
        "/blocks/0",
        "must define either `text` or `fields`",
    ),
    Case(
        "section-fields-too-many",
        _fields(*["x"] * 11),
        _fields(*["x"] * 10),
        "/blocks/0/fields",
        "no more than 10 items allowed",
    ),
    Case(
        "section-field-too-long",
        _fields("x", "x" * 2001),
        _fields("x", "x" * 2000),
        "/blocks/0/fields/1/text",
        "must be less than 2001 characters",
    ),
    Case(
        "header-text-too-long",
        message(header("x" * 151)),
        message(header("x" * 150)),
        "/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    Case(
        "header-level-out-of-range",
        message({**header(), "level": 5}),
        message({**header(), "level": 4}),
        "/blocks/0/level",
        "must be less than 5",
    ),
    Case(
        "image-title-too-long",
        message(image(title=plain("x" * 2001))),
        message(image(title=plain("x" * 2000))),
        "/blocks/0/title/text",
        "must be less than 2001 characters",
    ),
    Case(
        "context-elements-too-many",
        message(context(*[plain()] * 11)),
        message(context(*[plain()] * 10)),
        "/blocks/0/elements",
        "no more than 10 items allowed",
    ),
    Case(
        "actions-elements-too-many",
        _buttons(26),
        _buttons(25),
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    Case(
        "input-label-too-long",
        modal(field(element("datepicker"), label=plain("x" * 2001))),
        modal(field(element("datepicker"), label=plain("x" * 2000))),
        "/view/blocks/0/label/text",
        "must be less than 2001 characters",
    ),
    Case(
        "input-hint-too-long",
        modal(field(element("datepicker"), hint=plain("x" * 2001))),
        modal(field(element("datepicker"), hint=plain("x" * 2000))),
        "/view/blocks/0/hint/text",
        "must be less than 2001 characters",
    ),
    Case(
        "block-id-too-long",
        message(divider(block_id="x" * 256)),
        message(divider(block_id="x" * 255)),
        "/blocks/0/block_id",
        "must be less than 256 characters",
    ),
    Case(
        "table-rows-too-many",
        message(table(*[[cell()]] * 101)),
        message(table(*[[cell()]] * 100)),
        "/blocks/0/rows",
        "no more than 100 items allowed",
    ),
    Case(
        "table-cells-too-many",
        message(table([cell()] * 21)),
        message(table([cell()] * 20)),
        "/blocks/0/rows/0",
        "no more than 20 items allowed",
    ),
    Case(
        "table-columns-too-many",
        message(table([cell()], column_settings=[{"align": "right"}] * 21)),
        message(table([cell()], column_settings=[None, *[{"align": "right", "is_wrapped": True}] * 19])),
        "/blocks/0/column_settings",
        "no more than 20 items allowed",
    ),
    Case(
        "context-actions-too-many",
        message(context_actions(*[icon_button()] * 6)),
        message(context_actions(*[icon_button()] * 4, feedback())),
        "/blocks/0/elements",
        "no more than 5 items allowed",
    ),
    Case(
        "container-blocks-too-many",
        message(container(*[divider()] * 11)),
        message(container(*[divider()] * 10)),
        "/blocks/0/child_blocks",
        "no more than 10 items allowed",
    ),
    Case(
        "container-title-too-long",
        message(container(divider(), title=plain("x" * 151))),
        message(container(divider(), title=plain("x" * 150), subtitle=mrkdwn("x" * 150))),
        "/blocks/0/title/text",
        "must be less than 151 characters",
    ),
    Case(
        "container-without-title",
        message(without(container(divider()), "title")),
        message({**without(container(divider()), "title"), "rich_text_title": rich_text(line())}),
        "/blocks/0",
        "must define either `title` or `rich_text_title`",
    ),
    Case(
        "container-divider-collapsible",
        message(container(divider(), is_collapsible=True, has_header_divider=True)),
        message(container(divider(), is_collapsible=False, has_header_divider=True)),
        "/blocks/0/has_header_divider",
        "must not be set while `is_collapsible` is true",
    ),
    Case(
        "not-a-choice",
        message(container(divider(), width="huge")),
        message(container(divider(), width="full", default_collapsed=True, icon=image())),
        "/blocks/0/width",
        "must be one of: narrow, standard, wide, full",
    ),
    Case(
        "table-text-too-long",
        _table_text(10_001),
        _table_text(10_000),
        "/blocks/0/rows",
        "must be less than 10001 characters",
    ),
    Case(
        "empty-text",
        message(table([cell("")])),
        message(table([{"type": "rich_text", "elements": [line({"type": "text", "text": "-"})]}])),
        "/blocks/0/rows/0/0/text",
        "must be more than 0 characters",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_block_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []
