"""Every payload the playground sends and every answer it gives has the documented keys in the documented types."""

from playground import web_api
from playground.documented import answers, events, frames, interactions, objects
from tests.playground.documented import overheard
from tests.playground.documented.conftest import Day


def test_every_payload_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults(busy_day.payloads) == {}


def test_every_element_has_been_touched_where_it_can_be(busy_day: Day) -> None:
    touched = {action["type"] for specimen in busy_day.payloads for action in specimen.body.get("actions", ())}
    assert sorted(set(interactions.ACTIONS) - touched) == ["file_input"]  # it has no dispatch_action


def test_every_field_has_been_read_with_something_in_it_and_with_nothing(busy_day: Day) -> None:
    submitted = [specimen.body["view"] for specimen in busy_day.payloads if specimen.table == "view_submission"]
    read = [value for view in submitted for block in view["state"]["values"].values() for value in block.values()]
    for kind, keys in objects.VALUE_KEYS.items():
        [key] = keys
        values = [value[key] for value in read if value["type"] == kind]
        assert any(values), kind
        if kind not in ("datepicker", "timepicker", "datetimepicker", "static_select"):  # these begin with a value
            assert not all(values), kind


def test_every_frame_of_a_socket_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults(busy_day.frames) == {}
    assert sorted({specimen.table for specimen in busy_day.frames} ^ set(frames.FRAMES)) == []


def test_every_answer_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults([specimen for _, specimen in busy_day.answers]) == {}


def test_every_kind_of_payload_has_been_sent(busy_day: Day) -> None:
    sent = {specimen.table for specimen in busy_day.payloads}
    assert sorted(sent ^ {*interactions.INTERACTIONS, *events.EVENTS}) == []


def test_every_method_has_been_answered_with_ok_and_with_an_error(busy_day: Day) -> None:
    well = {method for method, specimen in busy_day.answers if specimen.table != answers.ERROR}
    badly = {method for method, specimen in busy_day.answers if specimen.table == answers.ERROR}
    assert sorted(well ^ set(web_api.METHODS)) == []
    assert sorted(set(web_api.METHODS) - badly) == []
    assert sorted(set(answers.ANSWERS) - {answers.ERROR} ^ set(web_api.METHODS)) == []
