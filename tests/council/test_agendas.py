from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.council import agendas
from bot.council.agendas import Key
from bot.council.reports import State
from tests.builders import a_council, a_department, a_meeting, a_report, an_action, an_answer

WITH_WORDS = agendas.DepartmentReport(a_department(), a_report(state=State.SUBMITTED, answers=an_answer()))
NOT_YET = agendas.DepartmentReport(a_department(), a_report())
NIL = agendas.DepartmentReport(a_department(), a_report(state=State.NIL))


def an_agenda(*lines: agendas.DepartmentReport, **facts: Any) -> agendas.Agenda:
    board = agendas.Board(a_council(), a_meeting(), lines, people={})
    empty = agendas.Agenda(board=board, follow_up=(), proposed=(), departments={}, next_meeting=None)
    return replace(empty, **facts)


def test_there_are_ten_items_in_their_order() -> None:
    assert [item.key for item in agendas.ITEMS] == list(Key)
    assert len(agendas.ITEMS) == 10


def test_the_items_fill_the_ninety_minutes() -> None:
    assert sum(item.minutes for item in agendas.ITEMS) == 90


@pytest.mark.parametrize(
    ("agenda", "with_content"),
    [
        (an_agenda(), set()),
        (an_agenda(NOT_YET), set()),
        (an_agenda(NIL), set()),
        (an_agenda(NOT_YET, WITH_WORDS), {Key.REPORTS}),
        (an_agenda(follow_up=(an_action(),)), {Key.ACTIONS}),
        (an_agenda(proposed=(an_action(),)), {Key.NEXT_STEPS}),
    ],
)
def test_an_item_gets_a_reply_of_its_own_when_somebody_gave_it_content(
    agenda: agendas.Agenda, with_content: set[Key]
) -> None:
    assert {key for key in Key if agenda.has_content(key)} == with_content


def test_the_board_counts_who_has_answered() -> None:
    assert agendas.Board(a_council(), a_meeting(), (WITH_WORDS, NOT_YET, NIL), people={}).in_so_far == 2
