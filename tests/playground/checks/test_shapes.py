"""Rules of JSON itself, which hold everywhere."""

import pytest

from tests.playground.checks.builders import (
    Case,
    actions,
    button,
    checkboxes,
    context,
    divider,
    element,
    field,
    header,
    home,
    message,
    modal,
    option,
    plain,
    rich_text,
    section,
    static_select,
    table,
    view_of,
    without,
)

STRING, OBJECT, ARRAY = "must provide a string", "must provide an object", "must provide an array"
EMPTY = "must be more than 0 characters"
NO_ITEMS = "must provide at least 1 items"

CASES = (
    Case("wrong-json-type", message("hello"), message(section()), "/blocks/0", OBJECT),
    Case("wrong-json-type", message(section(text="hi")), message(section(text=plain("hi"))), "/blocks/0/text", OBJECT),
    Case("wrong-json-type", message(header(7)), message(header("7")), "/blocks/0/text/text", STRING),
    Case("wrong-json-type", message(header(None)), message(header("None")), "/blocks/0/text/text", STRING),
    Case("wrong-json-type", message(section(accessory=None)), message(section()), "/blocks/0/accessory", OBJECT),
    Case(
        "wrong-json-type",
        message({"type": "actions", "elements": button()}),
        message({"type": "actions", "elements": [button()]}),
        "/blocks/0/elements",
        ARRAY,
    ),
    Case("wrong-json-type", message({"type": 1}), message({"type": "divider"}), "/blocks/0/type", STRING),
    Case(
        "wrong-json-type",
        modal(field(element("plain_text_input", multiline=1))),
        modal(field(element("plain_text_input", multiline=True))),
        "/view/blocks/0/element/multiline",
        "must provide a boolean",
    ),
    Case(
        "wrong-json-type",
        modal(field(element("plain_text_input", max_length=True))),
        modal(field(element("plain_text_input", max_length=1))),
        "/view/blocks/0/element/max_length",
        "must provide an integer",
    ),
    Case(
        "wrong-json-type",
        modal(field(element("plain_text_input", max_length=80.0))),
        modal(field(element("plain_text_input", max_length=80))),
        "/view/blocks/0/element/max_length",
        "must provide an integer",
    ),
    Case(
        "wrong-json-type",
        message(table([{"type": "raw_number", "value": "3"}])),
        message(table([{"type": "raw_number", "value": 2.5}])),
        "/blocks/0/rows/0/0/value",
        "must provide a number",
    ),
    Case("wrong-json-type", message(text=5), message(text="5"), "/text", STRING),
    Case("wrong-json-type", view_of([]), home(divider()), "/view", OBJECT),
    Case("missing-key", message({"text": plain()}), message(section()), "/blocks/0", "missing required field: type"),
    Case(
        "missing-key",
        message(without(header(), "text")),
        message(header()),
        "/blocks/0",
        "missing required field: text",
    ),
    Case(
        "missing-key",
        message(section(text={"type": "mrkdwn"})),
        message(section()),
        "/blocks/0/text",
        "missing required field: text",
    ),
    Case(
        "missing-key",
        modal(without(field(element("datepicker")), "label")),
        modal(field(element("datepicker"))),
        "/view/blocks/0",
        "missing required field: label",
    ),
    Case(
        "missing-key",
        modal(field(element("number_input"))),
        modal(field(element("number_input", is_decimal_allowed=False))),
        "/view/blocks/0/element",
        "missing required field: is_decimal_allowed",
    ),
    Case(
        "missing-key",
        modal(field(element("rich_text_input"))),
        modal(field(element("rich_text_input", action_id="notes"))),
        "/view/blocks/0/element",
        "missing required field: action_id",
    ),
    Case(
        "missing-key",
        message(section(accessory=static_select(options=[without(option(), "value")]))),
        message(section(accessory=static_select(options=[option()]))),
        "/blocks/0/accessory/options/0",
        "missing required field: value",
    ),
    Case(
        "missing-key",
        view_of({"type": "modal", "blocks": [divider()]}),
        view_of({"type": "modal", "title": plain(), "blocks": [divider()]}),
        "/view",
        "missing required field: title",
    ),
    Case("missing-key", view_of({"type": "home"}), home(divider()), "/view", "missing required field: blocks"),
    Case(
        "unknown-key",
        message(actions(button(disabled=True))),
        message(actions(button())),
        "/blocks/0/elements/0",
        "invalid additional property: disabled",
    ),
    Case(
        "unknown-key",
        message(section(text={"type": "mrkdwn", "text": "hi", "emoji": True})),
        message(section(text={"type": "plain_text", "text": "hi", "emoji": True})),
        "/blocks/0/text",
        "invalid additional property: emoji",
    ),
    Case(
        "unknown-key",
        message(section(text={"type": "plain_text", "text": "hi", "verbatim": True})),
        message(section(text={"type": "mrkdwn", "text": "hi", "verbatim": True})),
        "/blocks/0/text",
        "invalid additional property: verbatim",
    ),
    Case(
        "unknown-key",
        message(section(accessory=element("multi_users_select", initial_user="U1"))),
        message(section(accessory=element("multi_users_select", initial_users=["U1"]))),
        "/blocks/0/accessory",
        "invalid additional property: initial_user",
    ),
    Case(
        "unknown-key",
        home(divider(), title=plain()),
        home(divider(), callback_id="home"),
        "/view",
        "invalid additional property: title",
    ),
    Case(
        "unknown-key",
        home(divider(), submit=plain()),
        home(divider(), external_id="home-1"),
        "/view",
        "invalid additional property: submit",
    ),
    Case(
        "unknown-key",
        modal(divider(), hash="1.2"),
        modal(divider(), notify_on_close=True, clear_on_close=False),
        "/view",
        "invalid additional property: hash",
    ),
    Case("unsupported-type", message({"type": "foo"}), message(divider()), "/blocks/0/type", "unsupported type: foo"),
    Case(
        "unsupported-type",
        message({"type": "auth_provider"}),
        message(divider()),
        "/blocks/0/type",
        "unsupported type: auth_provider",
    ),
    Case(
        "unsupported-type",
        view_of({"type": "section", "blocks": []}),
        home(section()),
        "/view/type",
        "unsupported type: section",
    ),
    Case(
        "unsupported-type",
        message(section(text={"type": "markdown", "text": "hi"})),
        message(section(text={"type": "mrkdwn", "text": "hi"})),
        "/blocks/0/text/type",
        "unsupported type: markdown",
    ),
    Case(
        "not-a-choice",
        message(actions(button(style="default"))),
        message(actions(button(style="danger"))),
        "/blocks/0/elements/0/style",
        "must be one of: primary, danger",
    ),
    Case(
        "not-a-choice",
        modal(field(element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}))),
        modal(field(element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}))),
        "/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0",
        "must be one of: on_enter_pressed, on_character_entered",
    ),
    Case("empty-text", message(header("")), message(header(" ")), "/blocks/0/text/text", EMPTY),
    Case("empty-text", message(section(text=plain(""))), message(section()), "/blocks/0/text/text", EMPTY),
    Case("empty-text", message(divider(block_id="")), message(divider(block_id="b")), "/blocks/0/block_id", EMPTY),
    Case(
        "empty-text",
        message(actions(button(action_id=""))),
        message(actions(button(action_id="a"))),
        "/blocks/0/elements/0/action_id",
        EMPTY,
    ),
    Case(
        "empty-text",
        message(rich_text({"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]})),
        message(rich_text({"type": "rich_text_section", "elements": []})),
        "/blocks/0/elements/0/elements/0/text",
        EMPTY,
    ),
    Case("empty-list", message(actions()), message(actions(button())), "/blocks/0/elements", NO_ITEMS),
    Case("empty-list", message(context()), message(context(plain())), "/blocks/0/elements", NO_ITEMS),
    Case("empty-list", message(section(fields=[])), message(section(fields=[plain()])), "/blocks/0/fields", NO_ITEMS),
    Case(
        "empty-list",
        message(section(accessory=checkboxes(options=[]))),
        message(section(accessory=checkboxes(options=[option()]))),
        "/blocks/0/accessory/options",
        NO_ITEMS,
    ),
    Case(
        "empty-list",
        message(rich_text()),
        message(rich_text(element("rich_text_section", elements=[]))),
        "/blocks/0/elements",
        NO_ITEMS,
    ),
    Case(
        "number-too-small",
        message(section(accessory=element("multi_users_select", max_selected_items=0))),
        message(section(accessory=element("multi_users_select", max_selected_items=1))),
        "/blocks/0/accessory/max_selected_items",
        "must be more than 0",
    ),
    Case(
        "number-too-small",
        message(section(accessory=element("external_select", min_query_length=-1))),
        message(section(accessory=element("external_select", min_query_length=0))),
        "/blocks/0/accessory/min_query_length",
        "must be more than -1",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_value_of_the_wrong_shape_is_refused_where_it_stands(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


def test_every_problem_of_a_message_is_told_at_once() -> None:
    refused = message(header("x" * 151), actions(button(text=plain(""), style="loud"), element("foo")))
    assert [problem.pointer for problem in refused()] == [
        "/blocks/0/text/text",
        "/blocks/1/elements/0/text/text",
        "/blocks/1/elements/0/style",
        "/blocks/1/elements/1/type",
    ]
