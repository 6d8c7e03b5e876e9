from typing import Any

import pytest

from playground import blocks

OPTION = {"text": {"type": "plain_text", "text": "Sales"}, "value": "sales"}


def field(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "input", "block_id": "b", "element": {"action_id": "a", **element}}]


def test_blocks_and_elements_get_the_ids_they_came_without() -> None:
    given = [{"type": "actions", "elements": [{"type": "button"}, {"type": "button", "action_id": "mine"}]}]
    (stored,) = blocks.as_stored(given)
    assert stored["block_id"]
    assert stored["elements"][0]["action_id"]
    assert stored["elements"][1]["action_id"] == "mine"
    assert given == [{"type": "actions", "elements": [{"type": "button"}, {"type": "button", "action_id": "mine"}]}]


def test_text_objects_say_emoji_and_verbatim() -> None:
    given = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": {"text": OPTION["text"]}}
    shown = blocks.spelled_out(given)
    assert shown["text"] == {"type": "mrkdwn", "text": "x", "verbatim": False}
    assert shown["accessory"]["text"]["emoji"] is True
    assert blocks.spelled_out({"type": "mrkdwn", "text": "x", "verbatim": True})["verbatim"] is True


UNTOUCHED: list[tuple[str, dict[str, Any], Any]] = [
    ("plain_text_input", {}, {"value": None}),
    ("plain_text_input", {"initial_value": "x"}, {"value": "x"}),
    ("number_input", {"initial_value": "42"}, {"value": "42"}),
    ("datepicker", {"initial_date": "2027-03-31"}, {"selected_date": "2027-03-31"}),
    ("timepicker", {}, {"selected_time": None}),
    ("static_select", {}, {"selected_option": None}),
    ("static_select", {"initial_option": OPTION}, {"selected_option": OPTION}),
    ("radio_buttons", {"initial_option": OPTION}, {"selected_option": OPTION}),
    ("checkboxes", {}, {"selected_options": []}),
    ("users_select", {"initial_user": "U1"}, {"selected_user": "U1"}),
    ("multi_users_select", {"initial_users": ["U1"]}, {"selected_users": ["U1"]}),
    ("conversations_select", {}, {"selected_conversation": None}),
    ("multi_static_select", {}, {"selected_options": []}),
]


@pytest.mark.parametrize(("kind", "element", "value"), UNTOUCHED, ids=[f"{row[0]} {row[1]}" for row in UNTOUCHED])
def test_an_untouched_field_holds_its_first_value(kind: str, element: dict[str, Any], value: dict[str, Any]) -> None:
    shown = blocks.values(field({"type": kind, **element}), {})
    assert shown == {"b": {"a": {"type": kind, **value}}}


def test_a_typed_value_stands_until_the_field_becomes_another() -> None:
    typed = {("b", "a"): {"type": "plain_text_input", "value": None}}
    text = field({"type": "plain_text_input", "initial_value": "first"})
    assert blocks.values(text, typed)["b"]["a"]["value"] is None
    date = field({"type": "datepicker"})
    assert blocks.values(date, typed)["b"]["a"] == {"type": "datepicker", "selected_date": None}


def test_buttons_hold_no_value_and_menus_beside_text_do() -> None:
    mixed: list[dict[str, Any]] = [
        {"type": "section", "block_id": "s", "accessory": {"type": "static_select", "action_id": "m"}},
        {"type": "actions", "block_id": "t", "elements": [{"type": "button", "action_id": "go"}]},
    ]
    assert blocks.values(mixed, {}) == {"s": {"m": {"type": "static_select", "selected_option": None}}}
    assert [element["action_id"] for block in mixed for element in blocks.elements(block)] == ["m", "go"]


def test_the_key_of_a_value_follows_from_its_element() -> None:
    assert blocks.value_key("datepicker") == "selected_date"
    assert blocks.value_key("button") is None


SELECT = {"type": "users_select", "action_id": "who"}


@pytest.mark.parametrize(
    "held",
    [
        {"type": "container", "child_blocks": [{"type": "actions", "elements": [SELECT]}]},
        {"type": "carousel", "elements": [{"type": "card", "actions": [{"type": "button"}]}]},
        {"type": "plan", "tasks": [{"type": "task_card"}]},
        {"type": "data_table", "rows": [[{"type": "action_cell", "element": {"type": "button"}}]]},
        {"type": "context_actions", "elements": [{"type": "icon_button"}, {"type": "feedback_buttons"}]},
    ],
    ids=lambda held: held["type"],
)
def test_what_stands_inside_other_blocks_gets_its_ids_too(held: dict[str, Any]) -> None:
    stored = list(blocks.flat(blocks.as_stored([held])))
    assert all(block["block_id"] for block in stored)
    assert len({block["block_id"] for block in stored}) == len(stored)
    assert all(element["action_id"] for block in stored for element in blocks.elements(block))


def test_a_field_in_a_container_has_its_value_under_the_block_it_stands_in() -> None:
    inner = {"type": "actions", "block_id": "inner", "elements": [SELECT]}
    outer = {"type": "container", "block_id": "outer", "child_blocks": [inner]}
    typed = {("inner", "who"): {"type": "users_select", "selected_user": "U1"}}
    assert blocks.values([outer], typed) == {"inner": {"who": {"type": "users_select", "selected_user": "U1"}}}


def test_attachments_are_numbered_and_their_blocks_stored() -> None:
    given: list[dict[str, Any]] = [
        {"text": "Sales"},
        {"fallback": "A plot", "blocks": [{"type": "actions", "elements": [SELECT]}]},
    ]
    first, second = blocks.attachments_as_stored(given)
    assert first == {"id": 1, "fallback": "[no preview available]", "text": "Sales"}
    assert (second["id"], second["fallback"]) == (2, "A plot")
    assert second["blocks"][0]["block_id"]
    assert blocks.of_message([{"type": "divider"}], [first, second]) == [{"type": "divider"}, *second["blocks"]]


def test_a_time_tells_its_zone() -> None:
    time = field({"type": "timepicker", "timezone": "Europe/London", "initial_time": "09:30"})
    assert blocks.values(time, {})["b"]["a"] == {
        "type": "timepicker",
        "selected_time": "09:30",
        "timezone": "Europe/London",
    }
