from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.council import agenda_pages, agenda_plans, agendas, meetings, other_business
from bot.council.agenda_plans import Key
from bot.council.other_business import Told
from bot.council.report_answers import Research
from bot.council.reports import State
from tests.builders import T0, a_council, a_department, a_meeting, a_report, an_action, an_answer, at

WITH_WORDS = agendas.DepartmentReport(a_department(), a_report(state=State.SUBMITTED, answers=an_answer()))
NOT_YET = agendas.DepartmentReport(a_department(), a_report())
NIL = agendas.DepartmentReport(a_department(), a_report(state=State.NIL))
EXCUSED = agendas.DepartmentReport(a_department(), a_report(state=State.EXCUSED))
WITH_ALL = agendas.DepartmentReport(
    a_department(),
    a_report(
        state=State.SUBMITTED,
        answers=an_answer(best_practice="Ring them.", research=Research(belief="We are slow."), other_business="Cake."),
    ),
)
TOLD = Told(1, "The lift is slow.", "U0LAYLA", T0, other_business.State.ON_AGENDA, meeting_id=1)


def an_agenda(*lines: agendas.DepartmentReport, **facts: Any) -> agendas.Agenda:
    board = agendas.Board(a_council(), a_meeting(), lines, people={})
    empty = agendas.Agenda(board=board, follow_up=(), proposed=(), departments={}, next_meeting=None)
    return replace(empty, **facts)


def test_there_are_ten_items_in_their_order() -> None:
    assert [item.key for item in agenda_plans.ITEMS] == list(Key)
    assert len(agenda_plans.ITEMS) == 10


def test_the_items_fill_the_ninety_minutes() -> None:
    assert sum(item.minutes for item in agenda_plans.ITEMS) == 90


@pytest.mark.parametrize(
    ("agenda", "with_content"),
    [
        (an_agenda(), set()),
        (an_agenda(NOT_YET), set()),
        (an_agenda(NIL), set()),
        (an_agenda(NOT_YET, WITH_WORDS), {Key.REPORTS}),
        (an_agenda(WITH_ALL), {Key.REPORTS, Key.BEST_PRACTICE, Key.RESEARCH, Key.OTHER_BUSINESS}),
        (an_agenda(told=(TOLD,)), {Key.OTHER_BUSINESS}),
        (an_agenda(follow_up=(an_action(),)), {Key.ACTIONS}),
        (an_agenda(proposed=(an_action(),)), {Key.NEXT_STEPS}),
    ],
)
def test_an_item_gets_a_reply_of_its_own_when_somebody_gave_it_content(
    agenda: agendas.Agenda, with_content: set[Key]
) -> None:
    assert {key for key in Key if agenda_pages.count(agenda, key)} == with_content


def test_the_board_counts_who_has_answered() -> None:
    assert agendas.Board(a_council(), a_meeting(), (WITH_WORDS, NOT_YET, NIL), people={}).in_so_far == 2


def the_line(number: int, state: State = State.NOT_STARTED) -> agendas.DepartmentReport:
    return agendas.DepartmentReport(a_department(id=number), a_report(department_id=number, state=state))


@pytest.mark.parametrize(
    ("lines", "opened_at", "next_to_open"),
    [
        ((), {}, None),
        ((the_line(1), the_line(2)), {}, 1),
        ((the_line(1), the_line(2)), {1: T0}, 2),  # one that never opened goes before one that did
        ((the_line(1), the_line(2)), {1: T0, 2: at("2026-12-08 14:00")}, 2),
        ((the_line(1), the_line(2)), {2: T0, 1: at("2026-12-08 14:00")}, 1),
        ((the_line(1, State.NIL), the_line(2)), {2: T0}, 2),  # one that has nothing to say lets the others go first
        ((the_line(1, State.EXCUSED), the_line(2, State.NIL)), {1: T0}, 2),
    ],
)
def test_the_department_that_opened_longest_ago_opens(
    lines: tuple[agendas.DepartmentReport, ...], opened_at: dict[int, Any], next_to_open: int | None
) -> None:
    assert agendas.next_to_open(lines, opened_at) == next_to_open


def test_the_department_that_opens_comes_first_and_the_others_keep_their_order() -> None:
    agenda = an_agenda(the_line(1), the_line(2), the_line(3), opening_id=2)
    assert [line.department.id for line in agenda.lines] == [2, 1, 3]
    assert [line.department.id for line in replace(agenda, opening_id=None).lines] == [1, 2, 3]
    assert replace(agenda, opening_id=9).opening is None  # it was closed since


BEGAN, ENDED = at("2027-02-09 14:00"), at("2027-02-09 15:27")
GOES_ON = a_meeting(state=meetings.State.IN_SESSION, started_at=BEGAN)
ADJOURNED = replace(GOES_ON, adjourned_at=ENDED)


@pytest.mark.parametrize(
    ("meeting", "facts", "just_in", "after"),
    [
        (a_meeting(), {"submitted_at": T0}, False, False),
        (GOES_ON, {"submitted_at": T0}, False, False),
        (GOES_ON, {"submitted_at": BEGAN}, True, False),
        (GOES_ON, {"submitted_at": T0, "amended_at": ENDED}, True, False),
        (ADJOURNED, {"submitted_at": BEGAN}, False, False),
        (ADJOURNED, {"submitted_at": ENDED}, False, False),
        (ADJOURNED, {"submitted_at": at("2027-02-09 15:28")}, False, True),
        (ADJOURNED, {"submitted_at": T0, "amended_at": at("2027-02-10 09:00")}, False, True),
        (ADJOURNED, {"submitted_at": at("2027-02-10 09:00"), "state": State.NOT_STARTED}, False, False),
        (GOES_ON, {"submitted_at": BEGAN, "state": State.NIL}, True, False),
        (ADJOURNED, {"submitted_at": at("2027-02-09 15:28"), "state": State.NIL}, False, True),
        # Why there is nothing, said later, makes no other report of it.
        (GOES_ON, {"submitted_at": T0, "amended_at": ENDED, "state": State.NIL}, False, False),
        (ADJOURNED, {"submitted_at": T0, "amended_at": at("2027-02-10 09:00"), "state": State.NIL}, False, False),
    ],
)
def test_a_report_is_just_in_while_the_session_goes_on_and_an_annex_once_it_ended(
    meeting: meetings.Meeting, facts: dict[str, Any], just_in: bool, after: bool
) -> None:
    report = a_report(**({"state": State.SUBMITTED} | facts))
    assert (agendas.is_just_in(meeting, report), agendas.is_after(meeting, report)) == (just_in, after)


POSTED = replace(a_meeting(), agenda_posted_at=at("2027-02-05 09:00"))


@pytest.mark.parametrize(
    ("meeting", "came_at", "moment"),
    [
        (POSTED, at("2027-02-05 11:20"), agendas.Moment.BEFORE),
        (GOES_ON, at("2027-02-09 13:59"), agendas.Moment.BEFORE),
        (GOES_ON, BEGAN, agendas.Moment.JUST_NOW),
        (replace(GOES_ON, state=meetings.State.CLOSED), BEGAN, agendas.Moment.BEFORE),
        (ADJOURNED, ENDED, agendas.Moment.BEFORE),
        (ADJOURNED, at("2027-02-09 15:28"), agendas.Moment.AFTERWARDS),
    ],
)
def test_what_is_late_and_what_is_changed_is_marked_by_one_rule(
    meeting: meetings.Meeting, came_at: datetime, moment: agendas.Moment
) -> None:
    posted = replace(meeting, agenda_posted_at=POSTED.agenda_posted_at)
    mark = agendas.Mark(moment, came_at)
    assert agendas.late_mark(posted, a_report(state=State.SUBMITTED, submitted_at=came_at, late=True)) == mark
    assert agendas.late_mark(posted, a_report(state=State.SUBMITTED, submitted_at=came_at)) is None
    changed = a_report(state=State.SUBMITTED, submitted_at=T0, amended_at=came_at)
    assert agendas.change_mark(posted, changed) == mark
    assert agendas.change_mark(replace(posted, agenda_posted_at=None), changed) is None
    assert agendas.change_mark(posted, replace(changed, amended_at=POSTED.agenda_posted_at)) is None
