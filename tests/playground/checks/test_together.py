"""What must hold between the blocks of one message or view."""

import pytest

from playground import checks
from tests.playground.checks.builders import (
    Case,
    actions,
    attached,
    button,
    card,
    cell,
    chart,
    container,
    data_table,
    divider,
    element,
    field,
    home,
    line,
    markdown,
    message,
    modal,
    mrkdwn,
    pie,
    rich_text,
    section,
    table,
)


def _focused(**fields: object) -> dict[str, object]:
    return field(element("plain_text_input", **fields))


def _pressed(action_id: str) -> dict[str, object]:
    return {"type": "action_cell", "element": button(action_id=action_id)}


def _choosing(**fields: object) -> dict[str, object]:
    return element("conversations_select", **fields)


def _attachment(*blocks: object) -> dict[str, object]:
    return {"blocks": list(blocks)}


LONG = [section(text=mrkdwn("x" * 3000))] * 4

CASES = (
    Case(
        "block-id-repeated",
        message(divider(block_id="a"), section(), divider(block_id="a")),
        message(divider(block_id="a"), section(), divider(block_id="b")),
        "/blocks/2/block_id",
        '`block_id` "a" already exists',
    ),
    Case(
        "block-id-repeated",
        modal(divider(block_id="a"), divider(block_id="a")),
        modal(divider(), divider()),
        "/view/blocks/1/block_id",
        '`block_id` "a" already exists',
    ),
    Case(
        "action-id-repeated",
        message(actions(button(action_id="vote"), button(action_id="vote"))),
        message(actions(button(action_id="vote")), actions(button(action_id="vote"))),
        "/blocks/0/elements/1/action_id",
        '`action_id` "vote" already exists',
    ),
    Case(
        "block-id-repeated",
        message(divider(block_id="a"), container(divider(block_id="a"))),
        message(divider(block_id="a"), container(divider(block_id="b"))),
        "/blocks/1/child_blocks/0/block_id",
        '`block_id` "a" already exists',
    ),
    Case(
        "action-id-repeated",
        message(card(actions=[button(action_id="vote"), button(action_id="vote")])),
        message({"type": "carousel", "elements": [card(actions=[button(action_id="vote")])] * 2}),
        "/blocks/0/actions/1/action_id",
        '`action_id` "vote" already exists',
    ),
    Case(
        "action-id-repeated",
        message(data_table([cell()], [_pressed("done")], [_pressed("done")])),
        message(data_table([cell()], [_pressed("done")], [_pressed("drop")])),
        "/blocks/0/rows/2/0/element/action_id",
        '`action_id` "done" already exists',
    ),
    Case(
        "charts-too-many",
        message(*[chart(pie(1))] * 3),
        message(*[chart(pie(1))] * 2),
        "/blocks",
        "no more than 2 data_visualization blocks allowed",
    ),
    Case(
        "tables-too-many",
        message(table([cell()]), data_table([cell()], [cell()])),
        message(data_table([cell()], [cell()])),
        "/blocks",
        "only_one_table_allowed",
    ),
    Case(
        "focus-repeated",
        modal(_focused(focus_on_load=True), _focused(focus_on_load=True)),
        modal(_focused(focus_on_load=True), _focused(focus_on_load=False)),
        "/view/blocks/1/element/focus_on_load",
        "only one element can have `focus_on_load` set to true",
    ),
    Case(
        "response-url-misplaced",
        modal(section(accessory=_choosing(response_url_enabled=True))),
        modal(field(_choosing(response_url_enabled=True))),
        "/view/blocks/0/accessory/response_url_enabled",
        "`response_url_enabled` is only available in input blocks of modals",
    ),
    Case(
        "response-url-misplaced",
        home(field(_choosing(response_url_enabled=True))),
        home(field(_choosing(response_url_enabled=False))),
        "/view/blocks/0/element/response_url_enabled",
        "`response_url_enabled` is only available in input blocks of modals",
    ),
    Case(
        "tables-too-many",
        message(table([cell()]), table([cell()])),
        message(table([cell()]), section()),
        "/blocks",
        "only_one_table_allowed",
    ),
    Case(
        "markdown-too-long",
        message(markdown("x" * 11_999), markdown("xx")),
        message(markdown("x" * 11_999), markdown("x")),
        "/blocks",
        "must be less than 12001 characters",
    ),
    Case(
        "tables-too-many",
        attached(_attachment(table([cell()])), blocks=[data_table([cell()], [cell()])]),
        attached(_attachment(table([cell()])), blocks=[section()]),
        "/attachments/0/blocks",
        "only_one_table_allowed",
    ),
    Case(
        "tables-too-many",
        attached(_attachment(table([cell()])), {"text": "Sales"}, _attachment(container(table([cell()])))),
        attached(_attachment(table([cell()])), {"text": "Sales"}, _attachment(container(section()))),
        "/attachments/2/blocks",
        "only_one_table_allowed",
    ),
    Case(
        "table-text-too-long",
        attached(_attachment(table([cell("x" * 10_001)]))),
        attached(_attachment(table([cell("x" * 10_000)]))),
        "/attachments/0/blocks/0/rows",
        "must be less than 10001 characters",
    ),
    Case(
        "charts-too-many",
        attached(*[_attachment(chart(pie(1)))] * 2, blocks=[chart(pie(1))]),
        attached(_attachment(chart(pie(1))), blocks=[chart(pie(1))]),
        "/attachments/1/blocks",
        "no more than 2 data_visualization blocks allowed",
    ),
    Case(
        "markdown-too-long",
        attached(_attachment(markdown("x" * 6_001)), blocks=[markdown("x" * 6_000)]),
        attached(_attachment(markdown("x" * 6_000)), blocks=[markdown("x" * 6_000)]),
        "/attachments/0/blocks",
        "must be less than 12001 characters",
    ),
    Case(
        "message-blocks-too-long",
        attached(_attachment(section(text=mrkdwn("x" * 1201))), blocks=LONG),
        attached(_attachment(section(text=mrkdwn("x" * 1200))), blocks=LONG),
        "/attachments/0/blocks",
        "msg_blocks_too_long",
    ),
    Case(
        "message-blocks-too-long",
        message(*LONG, rich_text(line({"type": "text", "text": "x" * 1201}))),
        message(*LONG, rich_text(line({"type": "text", "text": "x" * 1200}))),
        "/blocks",
        "msg_blocks_too_long",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_blocks_are_refused_together_and_their_neighbours_are_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


def test_what_no_page_counts_over_attachments_is_not_counted() -> None:
    same = [divider(block_id="a"), *[divider()] * 40]
    assert attached(_attachment(*same), blocks=same)() == []


def test_tables_of_a_view_are_counted_too() -> None:
    tables = [data_table([cell()], [cell()])] * 2
    assert [problem.rule for problem in modal(*tables)()] == ["tables-too-many"]
    assert [problem.rule for problem in home(*tables)()] == ["tables-too-many"]
    assert [problem.rule for problem in checks.check_blocks(tables, surface="home")] == ["tables-too-many"]


def test_a_view_may_hold_more_text_than_a_message() -> None:
    assert [problem.rule for problem in message(*LONG, *LONG)()] == ["message-blocks-too-long"]
    assert modal(*LONG, *LONG)() == []
