"""What must hold between the blocks of one message or view."""

import pytest

from tests.playground.checks.builders import (
    Case,
    actions,
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


def test_a_view_may_hold_more_text_than_a_message() -> None:
    assert [problem.rule for problem in message(*LONG, *LONG)()] == ["message-blocks-too-long"]
    assert modal(*LONG, *LONG)() == []
