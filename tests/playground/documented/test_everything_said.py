"""Every payload the playground sends and every answer it gives has the documented keys in the documented types."""

from playground import web_api
from playground.documented import answers, events, frames, interactions
from tests.playground.documented import overheard
from tests.playground.documented.conftest import Day


def test_every_payload_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults(busy_day.payloads) == {}


def test_every_frame_of_a_socket_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults(busy_day.frames) == {}
    assert sorted({specimen.table for specimen in busy_day.frames} ^ set(frames.FRAMES)) == []


def test_every_answer_is_as_documented(busy_day: Day) -> None:
    assert overheard.faults([specimen for _, specimen in busy_day.answers]) == {}


def test_every_kind_of_payload_has_been_sent(busy_day: Day) -> None:
    sent = {specimen.table for specimen in busy_day.payloads}
    assert sorted(sent - {*interactions.INTERACTIONS, *events.EVENTS}) == []


def test_every_method_has_been_answered_with_ok_and_with_an_error(busy_day: Day) -> None:
    well = {method for method, specimen in busy_day.answers if specimen.table != answers.ERROR}
    badly = {method for method, specimen in busy_day.answers if specimen.table == answers.ERROR}
    assert sorted(well ^ set(web_api.METHODS)) == []
    assert sorted(set(web_api.METHODS) - badly) == []
    assert sorted(set(web_api.METHODS) - set(answers.ANSWERS)) == []
