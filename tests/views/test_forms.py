"""Every kind of field: as Slack takes it, read back, and kept when the form is shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from bot.views import forms, parts, refilling
from playground import checks

CHOICES = [("a", "First"), ("b", "Second"), ("c", "Third")]
ZONES = [(f"Group {n}", [(f"{n}/{m}", f"Place {m}") for m in range(30)]) for n in range(20)]
Read = Callable[[dict[str, Any], str], Any]

FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any], Read, Any, dict[str, Any]]] = {
    "text": (
        forms.text("f", "Words", hint="For example: x", most=20, value="old"),
        {"value": " new "},
        forms.typed,
        "new",
        {"initial_value": "new"},
    ),
    "number": (
        forms.number("f", "Minutes", hint="For example: 90", least=15, most=240, value=90),
        {"value": "45"},
        forms.typed_number,
        45,
        {"initial_value": "45"},
    ),
    "radio": (
        forms.radio("f", "Which?", CHOICES, value="a"),
        {"selected_option": {"value": "b"}},
        forms.chosen,
        "b",
        {"initial_option": {"text": {"type": "plain_text", "text": "Second"}, "value": "b"}},
    ),
    "boxes": (
        forms.checkboxes("f", "Which?", CHOICES, values=["a"]),
        {"selected_options": [{"value": "b"}]},
        forms.chosen_values,
        frozenset("b"),
        {"initial_options": [{"text": {"type": "plain_text", "text": "Second"}, "value": "b"}]},
    ),
    "several": (
        forms.several("f", "Which?", CHOICES, hint="For example: all", values="ab"),
        {"selected_options": [{"value": "c"}]},
        forms.chosen_values,
        frozenset("c"),
        {"initial_options": [{"text": {"type": "plain_text", "text": "Third"}, "value": "c"}]},
    ),
    "select": (
        forms.select("f", "Which?", CHOICES, hint="For example: First", value="a", says=True),
        {"selected_option": {"value": "c"}},
        forms.chosen,
        "c",
        {"initial_option": {"text": {"type": "plain_text", "text": "Third"}, "value": "c"}},
    ),
    "grouped": (
        forms.grouped("f", "Where?", ZONES, hint="For example: Leeds", value="3/7"),
        {"selected_option": {"value": "19/29"}},
        forms.chosen,
        "19/29",
        {"initial_option": {"text": {"type": "plain_text", "text": "Place 29"}, "value": "19/29"}},
    ),
    "person": (
        forms.person("f", "Who?", hint="For example: Nina", value="U1"),
        {"selected_user": "U2"},
        forms.chosen,
        "U2",
        {"initial_user": "U2"},
    ),
    "people": (
        forms.people("f", "Who?", hint="For example: Nina", values={"U1"}),
        {"selected_users": ["U3", "U2"]},
        forms.chosen_people,
        frozenset({"U2", "U3"}),
        {"initial_users": ["U3", "U2"]},
    ),
    "channel": (
        forms.channel("f", "Where?", hint="For example: #sales", value="C1"),
        {"selected_conversation": "C2"},
        forms.chosen,
        "C2",
        {"initial_conversation": "C2"},
    ),
    "date": (
        forms.date("f", "When?", hint="For example: 1 March", value=date(2027, 3, 1)),
        {"selected_date": "2027-02-28"},
        forms.chosen_date,
        date(2027, 2, 28),
        {"initial_date": "2027-02-28"},
    ),
    "time": (
        forms.time("f", "When?", hint="For example: 14:00", value=time(14)),
        {"selected_time": "07:30"},
        forms.chosen_time,
        time(7, 30),
        {"initial_time": "07:30"},
    ),
}
EMPTY = {"text": "", "boxes": frozenset(), "several": frozenset(), "people": frozenset()}


def _form(field: dict[str, Any], entered: dict[str, Any]) -> dict[str, Any]:
    view = parts.modal("cx_form", "A form", [field], submit="Send")
    return view | {"state": {"values": {"f": {"f": {"type": field["element"]["type"]} | entered}}}}


@pytest.mark.parametrize("kind", FIELDS)
def test_slack_takes_the_field_before_and_after_it_is_shown_again(kind: str) -> None:
    field, entered, _, __, kept = FIELDS[kind]
    assert checks.check_view(parts.modal("cx_form", "A form", [field], submit="Send")) == []
    again = refilling.again(_form(field, entered), problem="Not yet.", field="f")
    assert checks.check_view(again) == []
    shown = again["blocks"][0]["element"]
    assert {name: value for name, value in shown.items() if name.startswith("initial_")} == kept


@pytest.mark.parametrize("kind", FIELDS)
def test_what_was_entered_is_read_back(kind: str) -> None:
    field, entered, read, expected, _ = FIELDS[kind]
    assert read(_form(field, entered), "f") == expected


@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_left_empty_is_read_as_nothing_and_stays_empty(kind: str) -> None:
    field, entered, read, _, __ = FIELDS[kind]
    nothing: dict[str, Any] = {name: [] if isinstance(value, list) else None for name, value in entered.items()}
    assert read(_form(field, nothing), "f") == EMPTY.get(kind)
    shown = refilling.again(_form(field, nothing))["blocks"][0]["element"]
    assert [name for name in shown if name.startswith("initial_")] == []


@pytest.mark.parametrize(
    ("read", "entered"),
    [
        (forms.typed, {"value": 7}),
        (forms.typed_number, {"value": "1.5"}),
        (forms.typed_number, {"value": "٣"}),
        (forms.typed_number, {"value": "1234567890"}),
        (forms.chosen, {"selected_user": 7}),
        (forms.chosen_people, {"selected_users": "U1"}),
        (forms.chosen_people, {"selected_users": [7]}),
        (forms.chosen_values, {"selected_options": ["a"]}),
        (forms.chosen_values, {"selected_options": [{"value": None}]}),
        (forms.chosen_date, {"selected_date": "28/2"}),
        (forms.chosen_date, {"selected_date": 7}),
        (forms.chosen_time, {"selected_time": "25:00"}),
    ],
)
def test_what_slack_would_never_send_is_refused_by_name(read: Read, entered: dict[str, Any]) -> None:
    with pytest.raises(parts.MalformedForm):
        read({"state": {"values": {"f": {"f": entered}}}}, "f")
