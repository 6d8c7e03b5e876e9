"""What a reply in the agenda's thread holds: nothing is cut or there twice, nothing is longer than Slack takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.council import agenda_pages, agendas, heads_ups, report_answers
from bot.council.agenda_pages import Page
from bot.council.agenda_plans import Key
from bot.council.report_answers import Alignment, AreaAnswer, Research
from bot.council.report_texts import Kind, pieces
from bot.council.reports import State
from tests.builders import a_council, a_department, a_meeting, a_report, an_answer


def a_line(number: int = 2, name: str = "Sales", **answers: Any) -> agendas.DepartmentReport:
    report = a_report(id=number, department_id=number, state=State.SUBMITTED, answers=an_answer(**answers))
    return agendas.DepartmentReport(a_department(id=number, name=name), report)


def an_agenda(*lines: agendas.DepartmentReport, **facts: Any) -> agendas.Agenda:
    board = agendas.Board(a_council(), a_meeting(), lines, people={})
    departments = {line.department.id: line.department for line in lines}
    empty = agendas.Agenda(board=board, follow_up=(), proposed=(), departments=departments, next_meeting=None)
    return replace(empty, **facts)


def long_areas(count: int, letter: str = "x") -> tuple[AreaAnswer, ...]:
    return tuple(
        AreaAnswer(f"a{n}", f"Area {n}", letter * report_answers.LONGEST_DID, letter * report_answers.LONGEST_NEXT)
        for n in range(count)
    )


def sizes(pages: tuple[Page, ...]) -> list[int]:
    return [
        sum(agenda_pages.ENTRY_FRAME + sum(len(p.heading) + len(p.text) for p in entry.pieces) for entry in page)
        for page in pages
    ]


def test_short_reports_share_a_page() -> None:
    pages = agenda_pages.of_item(an_agenda(a_line(1), a_line(2), a_line(3)), Key.REPORTS)
    assert [[entry.source.department.id for entry in page] for page in pages] == [[1, 2, 3]]  # type: ignore[union-attr]


def test_a_report_that_fits_on_a_page_is_on_one_page() -> None:
    lines = [a_line(n, areas=long_areas(1)) for n in range(1, 7)]
    pages = agenda_pages.of_item(an_agenda(*lines), Key.REPORTS)
    assert [len(page) for page in pages] == [2, 2, 2]
    assert not any(entry.continued or entry.goes_on for page in pages for entry in page)


def test_the_longest_report_goes_on_over_pages_and_every_piece_is_there_once_and_in_order() -> None:
    longest = a_line(1, areas=long_areas(5), change="c" * 500, affected=(1,), customer_quote="q" * 500)
    agenda = an_agenda(longest, a_line(2))
    pages = agenda_pages.of_item(agenda, Key.REPORTS)
    shown = [piece for page in pages for entry in page if entry.source == longest for piece in entry.pieces]
    said = pieces(longest.report, agenda.departments)
    assert shown == [piece for piece in said if piece.kind is not Kind.ATTENDING]
    assert max(sizes(pages)) <= agenda_pages.PAGE_ROOM
    first, *others = [entry for page in pages for entry in page if entry.source == longest]
    assert (first.continued, first.goes_on) == (False, True)
    assert all(entry.continued for entry in others)
    assert not others[-1].goes_on


def test_a_page_has_no_more_entries_than_a_message_has_room_for_blocks() -> None:
    pages = agenda_pages.of_item(an_agenda(*(a_line(n) for n in range(1, 46))), Key.REPORTS)
    assert [len(page) for page in pages] == [20, 20, 5]


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        (Key.REPORTS, [Kind.DID, Kind.ALIGNMENT, Kind.QUOTE]),
        (Key.BEST_PRACTICE, [Kind.BEST_PRACTICE]),
        (Key.RESEARCH, [Kind.RESEARCH]),
        (Key.OTHER_BUSINESS, [Kind.OTHER_BUSINESS]),
        (Key.MEASURES, []),
    ],
)
def test_each_piece_of_a_report_has_its_item(key: Key, kinds: list[Kind]) -> None:
    line = a_line(
        areas=(AreaAnswer("a", "Activation", "Did it.", alignment=Alignment.ALIGNED),),
        customer_quote="I waited.",
        best_practice="Ring them.",
        research=Research("Survey", "January", 412, "we are slow"),
        other_business="Cake.",
    )
    pages = agenda_pages.of_item(an_agenda(line), key)
    assert [piece.kind for page in pages for entry in page for piece in entry.pieces] == kinds


def test_why_there_is_nothing_to_report_stands_under_item_3_where_it_was_written() -> None:
    def nil(reason: str) -> agendas.DepartmentReport:
        return agendas.DepartmentReport(a_department(), a_report(state=State.NIL, nil_reason=reason))

    (page,) = agenda_pages.of_item(an_agenda(nil("Network migration month.")), Key.REPORTS)
    assert [piece.text for piece in page[0].pieces] == ["Network migration month."]
    assert agenda_pages.of_item(an_agenda(nil("")), Key.REPORTS) == ()


def test_who_wants_to_talk_first_stands_behind_the_change() -> None:
    line, other = a_line(1, "Operations", change="Slots.", affected=(2,), customer_quote="Hm."), a_line(2, "Sales")
    talk = heads_ups.HeadsUp(1, 1, 1, 1, 2, "Slots.", heads_ups.State.TALK)
    (page,) = agenda_pages.of_item(an_agenda(line, other, to_talk=(talk,)), Key.REPORTS)
    assert [piece.text for piece in page[0].pieces][1:] == ["Slots.", "Sales will feel it.", "Sales", "Hm."]
    assert len(page[1].pieces) == 1


def test_only_what_came_after_the_meeting_is_an_annex() -> None:
    line = a_line()
    agenda = an_agenda(line)
    assert agenda_pages.of_annex(agenda, line.department.id) == ()
