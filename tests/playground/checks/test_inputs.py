"""What is typed, and days and times."""

from typing import Any

import pytest

from tests.playground.checks.builders import Case, Payload, element, field, line, modal, option, options, rich_text


def _with(kind: str, **fields: Any) -> Payload:
    return modal(field(element(kind, action_id="it", **fields)))


def _number(**fields: Any) -> Payload:
    return _with("number_input", is_decimal_allowed=True, **fields)


HERE = "/view/blocks/0/element"
NOT_A_DATE, NOT_A_TIME = "must be a date formatted as YYYY-MM-DD", "must be a time formatted as HH:mm"
NOT_DIGITS = "must be a timestamp of 10 digits"

CASES = (
    Case(
        "input-max-length-out-of-range",
        _with("plain_text_input", max_length=3001),
        _with("plain_text_input", max_length=3000),
        f"{HERE}/max_length",
        "must be less than 3001",
    ),
    Case(
        "input-max-length-out-of-range",
        _with("plain_text_input", max_length=0),
        _with("plain_text_input", max_length=1),
        f"{HERE}/max_length",
        "must be more than 0",
    ),
    Case(
        "input-min-length-out-of-range",
        _with("plain_text_input", min_length=3001),
        _with("plain_text_input", min_length=3000),
        f"{HERE}/min_length",
        "must be less than 3001",
    ),
    Case(
        "input-min-length-out-of-range",
        _with("plain_text_input", min_length=-1),
        _with("plain_text_input", min_length=0),
        f"{HERE}/min_length",
        "must be more than -1",
    ),
    Case(
        "input-length-reversed",
        _with("plain_text_input", min_length=6, max_length=5),
        _with("plain_text_input", min_length=5, max_length=5),
        f"{HERE}/min_length",
        "must not be greater than `max_length`",
    ),
    Case(
        "input-initial-length",
        _with("plain_text_input", max_length=5, initial_value="x" * 6),
        _with("plain_text_input", max_length=5, initial_value="x" * 5),
        f"{HERE}/initial_value",
        "must be 0 to 5 characters",
    ),
    Case(
        "input-initial-length",
        _with("plain_text_input", min_length=3, initial_value="xx"),
        _with("plain_text_input", min_length=3, initial_value=""),
        f"{HERE}/initial_value",
        "must be 3 to 3000 characters",
    ),
    Case(
        "input-initial-length",
        _with("plain_text_input", initial_value="x" * 3001),
        _with("plain_text_input", initial_value="x" * 3000),
        f"{HERE}/initial_value",
        "must be 0 to 3000 characters",
    ),
    Case(
        "number-initial-out-of-range",
        _number(initial_value="11", max_value="10"),
        _number(initial_value="10", max_value="10"),
        f"{HERE}/initial_value",
        "must be between `min_value` and `max_value`",
    ),
    Case(
        "number-initial-out-of-range",
        _number(initial_value="-1", min_value="0"),
        _number(initial_value="0", min_value="0"),
        f"{HERE}/initial_value",
        "must be between `min_value` and `max_value`",
    ),
    Case(
        "number-not-whole",
        _with("number_input", is_decimal_allowed=False, initial_value="1.5"),
        _with("number_input", is_decimal_allowed=False, initial_value="1"),
        f"{HERE}/initial_value",
        "must be a whole number",
    ),
    Case(
        "input-lines-out-of-range",
        _with("rich_text_input", max_lines=101),
        _with("rich_text_input", max_lines=100),
        f"{HERE}/max_lines",
        "must be less than 101",
    ),
    Case(
        "input-lines-out-of-range",
        _with("rich_text_input", min_lines=0),
        _with("rich_text_input", min_lines=1),
        f"{HERE}/min_lines",
        "must be more than 0",
    ),
    Case(
        "not-a-choice",
        _with("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_focus"]}),
        _with("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}),
        f"{HERE}/dispatch_action_config/trigger_actions_on/0",
        "must be one of: on_enter_pressed, on_character_entered",
    ),
    Case("wrong-json-type", _number(min_value=1), _number(min_value="1"), f"{HERE}/min_value", "must provide a string"),
    Case(
        "number-malformed",
        _number(initial_value="1,5"),
        _number(initial_value="1.5"),
        f"{HERE}/initial_value",
        "must be a number",
    ),
    Case("number-malformed", _number(max_value=""), _number(max_value="0"), f"{HERE}/max_value", "must be a number"),
    Case(
        "number-malformed", _number(min_value="nan"), _number(min_value="-3"), f"{HERE}/min_value", "must be a number"
    ),
    Case(
        "number-range-reversed",
        _number(min_value="10", max_value="9"),
        _number(min_value="9", max_value="10"),
        f"{HERE}/min_value",
        "must not be greater than `max_value`",
    ),
    Case(
        "date-malformed",
        _with("datepicker", initial_date="2027-02-29"),
        _with("datepicker", initial_date="2028-02-29"),
        f"{HERE}/initial_date",
        NOT_A_DATE,
    ),
    Case(
        "date-malformed",
        _with("datepicker", initial_date="20270127"),
        _with("datepicker", initial_date="2027-01-27"),
        f"{HERE}/initial_date",
        NOT_A_DATE,
    ),
    Case(
        "time-malformed",
        _with("timepicker", initial_time="24:00"),
        _with("timepicker", initial_time="23:59"),
        f"{HERE}/initial_time",
        NOT_A_TIME,
    ),
    Case(
        "time-malformed",
        _with("timepicker", initial_time="9:05"),
        _with("timepicker", initial_time="09:05"),
        f"{HERE}/initial_time",
        NOT_A_TIME,
    ),
    Case(
        "timezone-unknown",
        _with("timepicker", timezone="London"),
        _with("timepicker", timezone="Europe/London"),
        f"{HERE}/timezone",
        "must be an IANA timezone",
    ),
    Case(
        "timestamp-malformed",
        _with("datetimepicker", initial_date_time=10_000_000_000),
        _with("datetimepicker", initial_date_time=9_999_999_999),
        f"{HERE}/initial_date_time",
        NOT_DIGITS,
    ),
    Case(
        "timestamp-malformed",
        _with("datetimepicker", initial_date_time=999_999_999),
        _with("datetimepicker", initial_date_time=1_000_000_000),
        f"{HERE}/initial_date_time",
        NOT_DIGITS,
    ),
    Case(
        "wrong-json-type",
        _with("datetimepicker", initial_date_time="1700000000"),
        _with("datetimepicker", initial_date_time=1700000000),
        f"{HERE}/initial_date_time",
        "must provide an integer",
    ),
    Case(
        "unknown-key",
        _with("datetimepicker", placeholder={"type": "plain_text", "text": "When"}),
        _with("datepicker", placeholder={"type": "plain_text", "text": "When"}),
        HERE,
        "invalid additional property: placeholder",
    ),
    Case(
        "files-too-many",
        _with("file_input", max_files=11),
        _with("file_input", max_files=10),
        f"{HERE}/max_files",
        "must be less than 11",
    ),
    Case(
        "files-too-many",
        _with("file_input", max_files=0),
        _with("file_input", max_files=1, filetypes=["pdf"]),
        f"{HERE}/max_files",
        "must be more than 0",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_input_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


@pytest.mark.parametrize(
    "payload",
    [
        _with("plain_text_input", multiline=True, initial_value="", focus_on_load=True),
        _with("email_text_input", initial_value="nina@example.com"),
        _with("url_text_input", initial_value="https://example.com"),
        _with("rich_text_input", initial_value=rich_text(line({"type": "text", "text": "So far"}))),
        _with("radio_buttons", options=options(3), initial_option=option("2")),
        _number(min_value="5", max_value="5"),
    ],
)
def test_an_input_may_begin_with_a_value(payload: Payload) -> None:
    assert payload() == []
