"""Whole messages, modals and Home tabs."""

import json

import pytest

from playground import checks
from tests.playground.checks.builders import (
    Case,
    Json,
    Payload,
    attached,
    container,
    divider,
    element,
    field,
    header,
    home,
    markdown,
    message,
    metadata,
    modal,
    plain,
    section,
    view_of,
    without,
)


def _sized(size: int) -> Payload:
    """A modal of so many bytes as JSON in UTF-8."""
    long = [section(text=plain("é" * 2990)) for _ in range(41)]
    view: Json = {"type": "modal", "title": plain("Form"), "blocks": [*long, section(text=plain("x"))]}
    missing = size - len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    view["blocks"][-1]["text"]["text"] += "x" * missing
    return view_of(view)


FORM = {"type": "modal", "title": plain("Form"), "blocks": [field(element("datepicker"))]}

CASES = (
    Case(
        "message-blocks-too-many",
        message(*[divider()] * 51),
        message(*[divider()] * 50),
        "/blocks",
        "no more than 50 items allowed",
    ),
    Case(
        "attachments-too-many",
        attached(*[{"text": "Sales"}] * 101),
        attached(*[{"text": "Sales"}] * 100),
        "/attachments",
        "no more than 100 items allowed",
    ),
    Case(
        "header-text-too-long",
        attached({"color": "#1f3a5f"}, {"blocks": [header("x" * 151)]}),
        attached({"color": "#1f3a5f"}, {"blocks": [header("x" * 150)]}),
        "/attachments/1/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    Case("wrong-json-type", attached("Sales"), attached({"text": "Sales"}), "/attachments/0", "must provide an object"),
    Case("message-empty", attached(text=None), attached({"text": "Sales"}, text=None), "", "no_text"),
    Case(
        "metadata-malformed",
        metadata({"event_type": "", "event_payload": {}}),
        metadata({"event_type": "nudge", "event_payload": {}}),
        "/metadata/event_type",
        "must be more than 0 characters",
    ),
    Case(
        "metadata-malformed",
        metadata({"event_type": "nudge", "event_payload": {}, "key": "a1"}),
        metadata({"event_type": "nudge", "event_payload": {"key": "a1"}}),
        "/metadata",
        "invalid additional property: key",
    ),
    Case(
        "metadata-malformed",
        metadata([]),
        metadata({"event_type": "nudge", "event_payload": {}}),
        "/metadata",
        "must provide an object",
    ),
    Case(
        "metadata-without-payload",
        metadata({"event_type": "nudge"}),
        metadata({"event_type": "nudge", "event_payload": {"actions": ["a1", {"b": 2}]}}),
        "/metadata/event_payload",
        "must provide an object",
    ),
    Case(
        "message-text-too-long",
        message(text="x" * 40_001),
        message(text="x" * 40_000),
        "/text",
        "must be less than 40001 characters",
    ),
    Case("message-empty", message(text=None), message(divider(), text=None), "", "no_text"),
    Case("message-empty", message(text=""), message(text="Hello"), "", "no_text"),
    Case(
        "view-blocks-too-many",
        modal(*[divider()] * 101),
        modal(*[divider()] * 100),
        "/view/blocks",
        "no more than 100 items allowed",
    ),
    Case(
        "view-blocks-too-many",
        home(*[divider()] * 101),
        home(*[divider()] * 100),
        "/view/blocks",
        "no more than 100 items allowed",
    ),
    Case("view-blocks-empty", home(), home(divider()), "/view/blocks", "must provide at least 1 items"),
    Case("view-blocks-empty", modal(), modal(divider()), "/view/blocks", "must provide at least 1 items"),
    Case(
        "modal-title-too-long",
        modal(divider(), title=plain("x" * 25)),
        modal(divider(), title=plain("x" * 24)),
        "/view/title/text",
        "must be less than 25 characters",
    ),
    Case(
        "modal-button-too-long",
        modal(divider(), submit=plain("x" * 25)),
        modal(divider(), submit=plain("x" * 24)),
        "/view/submit/text",
        "must be less than 25 characters",
    ),
    Case(
        "modal-button-too-long",
        modal(divider(), close=plain("x" * 25)),
        modal(divider(), close=plain("x" * 24)),
        "/view/close/text",
        "must be less than 25 characters",
    ),
    Case(
        "modal-without-submit",
        view_of(FORM),
        view_of({**FORM, "submit": plain("Send")}),
        "/view/blocks/0/input",
        "must define `submit` to use an `input` block in modals",
    ),
    Case(
        "modal-without-submit",
        view_of({**FORM, "blocks": [divider(), field(element("plain_text_input"))]}),
        home(divider(), field(element("plain_text_input"))),
        "/view/blocks/1/input",
        "must define `submit` to use an `input` block in modals",
    ),
    Case(
        "modal-without-submit",
        view_of({**FORM, "blocks": [container(field(element("plain_text_input")))]}),
        view_of({**FORM, "blocks": [container(section())]}),
        "/view/blocks/0/child_blocks/0/input",
        "must define `submit` to use an `input` block in modals",
    ),
    Case(
        "modal-submit-disabled",
        modal(divider(), submit_disabled=False),
        modal(divider()),
        "/view",
        "invalid additional property: submit_disabled",
    ),
    Case(
        "private-metadata-too-long",
        modal(divider(), private_metadata="x" * 3001),
        modal(divider(), private_metadata="x" * 3000),
        "/view/private_metadata",
        "must be less than 3001 characters",
    ),
    Case(
        "callback-id-too-long",
        home(divider(), callback_id="x" * 256),
        home(divider(), callback_id="x" * 255),
        "/view/callback_id",
        "must be less than 256 characters",
    ),
    Case(
        "external-id-too-long",
        modal(divider(), external_id="x" * 256),
        modal(divider(), external_id="x" * 255),
        "/view/external_id",
        "must be less than 256 characters",
    ),
    Case("view-too-large", _sized(250_001), _sized(250_000), "/view", "view_too_large"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_message_or_view_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


def test_a_modal_needs_no_submit_while_nothing_is_asked() -> None:
    assert view_of(without({**FORM, "blocks": [section()]}, "submit"))() == []


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (message(text=None), "no_text"),
        (message(text="x" * 40_001), "msg_too_long"),
        (message(*[section(text=plain("x" * 3000))] * 5), "msg_blocks_too_long"),
        (message(markdown("x" * 12_001)), None),
        (_sized(250_001), "view_too_large"),
        (modal(), None),
    ],
)
def test_a_rule_knows_the_error_slack_answers_with_where_it_has_a_name_of_its_own(
    payload: Payload, error: str | None
) -> None:
    assert [checks.RULES[problem.rule].error for problem in payload()] == [error]


def test_blocks_that_are_no_list_are_refused_as_a_whole() -> None:
    assert checks.check_message("Hello", {"type": "divider"}) == [
        checks.Problem("/blocks", "wrong-json-type", "must provide an array")
    ]
    assert checks.check_blocks("[]", surface="home") == [
        checks.Problem("/view/blocks", "wrong-json-type", "must provide an array")
    ]
