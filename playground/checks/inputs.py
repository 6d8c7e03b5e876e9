"""What people type into or pick a day and a time with.

Fields: docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element and its neighbours.
"""

import datetime
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any

from playground.checks import composition, menus, rich_text, rules, shapes
from playground.checks.problem import Problem

_ZONES = frozenset(zoneinfo.available_timezones())


def _is_date(value: str) -> bool:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_time(value: str) -> bool:
    return re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) is not None


def _number_range(value: Any, pointer: str) -> Iterator[Problem]:
    if "min_value" in value and "max_value" in value and float(value["min_value"]) > float(value["max_value"]):
        yield Problem(f"{pointer}/min_value", "number-range-reversed", "must not be greater than `max_value`")


def _number_initial(value: Any, pointer: str) -> Iterator[Problem]:
    initial = value.get("initial_value")
    if initial is None:
        return
    if not value["is_decimal_allowed"] and "." in initial:
        yield Problem(f"{pointer}/initial_value", "number-not-whole", "must be a whole number")
    least, most = float(value.get("min_value", "-inf")), float(value.get("max_value", "inf"))
    if not least <= float(initial) <= most:
        message = "must be between `min_value` and `max_value`"
        yield Problem(f"{pointer}/initial_value", "number-initial-out-of-range", message)


def _lengths(value: Any, pointer: str) -> Iterator[Problem]:
    least, most = value.get("min_length", 0), value.get("max_length", rules.limit("input-max-length-out-of-range"))
    initial = value.get("initial_value", "")
    if least > most:
        yield Problem(f"{pointer}/min_length", "input-length-reversed", "must not be greater than `max_length`")
    elif initial and not least <= len(initial) <= most:
        message = f"must be {least} to {most} characters"
        yield Problem(f"{pointer}/initial_value", "input-initial-length", message)


def _timestamp(value: Any, pointer: str) -> Iterator[Problem]:
    wrong = list(shapes.integer(least=10**9)(value, pointer))
    if any(problem.rule == "number-too-small" for problem in wrong) or (not wrong and value >= 10**10):
        wrong = [Problem(pointer, "timestamp-malformed", "must be a timestamp of 10 digits")]
    yield from wrong


_DATE = shapes.formed(_is_date, "date-malformed", "must be a date formatted as YYYY-MM-DD")
_TIME = shapes.formed(_is_time, "time-malformed", "must be a time formatted as HH:mm")
_ZONE = shapes.formed(lambda value: value in _ZONES, "timezone-unknown", "must be an IANA timezone")
_NUMBER = shapes.formed(_is_number, "number-malformed", "must be a number")

_PICKED = menus.PICKED
_DATED = {**menus.PICKED, **menus.PLACEHOLDER}

DATE_OR_TIME = {
    "datepicker": shapes.record({}, {**_DATED, "initial_date": _DATE}),
    "timepicker": shapes.record({}, {**_DATED, "initial_time": _TIME, "timezone": _ZONE}),
}
DATETIME = {"datetimepicker": shapes.record({}, {**_PICKED, "initial_date_time": _timestamp})}

_ACTION_ID = {"action_id": menus.PICKED["action_id"]}
_TYPED = {
    **_ACTION_ID,
    **menus.PLACEHOLDER,
    "focus_on_load": shapes.boolean,
    "dispatch_action_config": composition.DISPATCH,
}
_WRITTEN = {**_TYPED, "initial_value": shapes.string(may_be_empty=True)}

TYPED = {
    "plain_text_input": shapes.record(
        {},
        {
            **_WRITTEN,
            "multiline": shapes.boolean,
            "min_length": shapes.integer(0, "input-min-length-out-of-range"),
            "max_length": shapes.integer(1, "input-max-length-out-of-range"),
        },
        also=[_lengths],
    ),
    "email_text_input": shapes.record({}, _WRITTEN),
    "url_text_input": shapes.record({}, _WRITTEN),
    "number_input": shapes.record(
        {"is_decimal_allowed": shapes.boolean},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        also=[_number_range, _number_initial],
    ),
}
RICH_TEXT = {
    "rich_text_input": shapes.record(
        _ACTION_ID,
        {
            **_TYPED,
            "initial_value": shapes.tagged({"rich_text": rich_text.BLOCK}),
            "min_lines": shapes.integer(1, "input-lines-out-of-range"),
            "max_lines": shapes.integer(1, "input-lines-out-of-range"),
        },
    )
}
FILE = {
    "file_input": shapes.record(
        {}, {**_ACTION_ID, "filetypes": shapes.array(shapes.string()), "max_files": shapes.integer(1, "files-too-many")}
    )
}
