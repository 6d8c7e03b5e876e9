"""What counts as a gap, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.council import gaps
from bot.council.actions import Action
from bot.council.charters import FocusArea
from bot.council.departments import Department
from bot.council.gaps import Facts, Gap, Kind
from bot.council.report_answers import Alignment, Answers, AreaAnswer
from bot.council.reports import Report, State
from tests.builders import a_department, a_report, an_action, an_answer

PROMISE, BILL = FocusArea("F1", "Promise"), FocusArea("F2", "First bill")
SALES = a_department(id=2, name="Sales")
SERVICE = a_department(id=3, name="Service", downstream=(2,))
FINANCE = a_department(id=4, name="Finance")
EVERYBODY = (SALES, SERVICE, FINANCE)


def said(department: Department, *areas: AreaAnswer, **facts: Any) -> Report:
    return sent(department, replace(an_answer(), areas=areas or (AreaAnswer("F1", did="Rang them."),), **facts))


def sent(department: Department, answers: Answers) -> Report:
    return a_report(department_id=department.id, state=State.SUBMITTED, answers=answers)


def found(
    *reports: Report,
    before: tuple[Report, ...] = (),
    areas: tuple[FocusArea, ...] = (PROMISE, BILL),
    unfinished: tuple[Action, ...] = (),
    departments: tuple[Department, ...] = EVERYBODY,
) -> list[str]:
    return [gap.key for gap in all_found(*reports, before=before, areas=areas, unfinished=unfinished, of=departments)]


def all_found(
    *reports: Report,
    before: tuple[Report, ...] = (),
    areas: tuple[FocusArea, ...] = (PROMISE, BILL),
    unfinished: tuple[Action, ...] = (),
    of: tuple[Department, ...] = EVERYBODY,
) -> tuple[Gap, ...]:
    return gaps.find(
        Facts(
            areas,
            of,
            {report.department_id: report for report in reports},
            {report.department_id: report for report in before},
            unfinished,
        )
    )


def test_a_focus_area_of_which_no_report_says_anything_is_a_gap() -> None:
    assert found(said(SALES), said(SERVICE)) == ["area:F2"]
    assert found(said(SALES), said(SERVICE, AreaAnswer("F2", next="We will print it anew."))) == []


def test_saying_that_an_area_is_not_theirs_is_no_work_in_it() -> None:
    not_ours = AreaAnswer("F2", did="Nothing of ours.", alignment=Alignment.NOT_OURS)
    assert found(said(SALES), said(SERVICE, not_ours)) == ["area:F2"]


def test_an_open_action_that_names_an_area_is_work_in_it() -> None:
    named = an_action(text="Send the FIRST BILL a week sooner")
    assert found(said(SALES), unfinished=(named,)) == []
    assert found(said(SALES), unfinished=(an_action(),)) == ["area:F2"]


def test_while_no_report_is_in_nothing_is_said_of_areas() -> None:
    assert found(a_report(department_id=2)) == []
    assert found(a_report(department_id=2, state=State.NIL)) == []


def test_an_area_that_two_meetings_left_alone_lasts() -> None:
    [gap] = all_found(said(SALES), before=(said(SERVICE),))
    assert (gap.kind, gap.lasts, gap.about) == (Kind.AREA, True, "First bill")
    [gap] = all_found(said(SALES), before=(said(SERVICE, AreaAnswer("F2", did="Printed it.")),))
    assert not gap.lasts
    [gap] = all_found(said(SALES), before=(a_report(department_id=2),))
    assert not gap.lasts, "nothing is known of that meeting"


def test_drifting_that_the_other_calls_aligned_is_a_gap_and_drifting_that_both_see_is_none() -> None:
    drifting = AreaAnswer("F1", did="Calls.", alignment=Alignment.DRIFTING, drifting_from=(SALES.id,))
    aligned = AreaAnswer("F1", did="Script.", alignment=Alignment.ALIGNED)
    also = AreaAnswer("F1", did="Script.", alignment=Alignment.DRIFTING, drifting_from=(SERVICE.id,))
    [gap] = all_found(said(SERVICE, drifting), said(SALES, aligned), areas=(PROMISE,))
    assert (gap.key, gap.area, gap.departments) == ("drifting:F1:3:2", PROMISE, (SERVICE, SALES))
    assert found(said(SERVICE, drifting), said(SALES, also), areas=(PROMISE,)) == []
    assert found(said(SERVICE, drifting), areas=(PROMISE,)) == [], "Sales has not said anything"


def test_a_council_without_focus_areas_has_drifting_in_everything() -> None:
    drifting = AreaAnswer("", did="Calls.", alignment=Alignment.DRIFTING, drifting_from=(SALES.id,))
    aligned = AreaAnswer("", did="Script.", alignment=Alignment.ALIGNED)
    assert found(said(SERVICE, drifting), said(SALES, aligned), areas=()) == ["drifting:3:2"]


def test_an_area_that_left_the_charter_is_no_longer_looked_at() -> None:
    drifting = AreaAnswer("F9", did="Calls.", alignment=Alignment.DRIFTING, drifting_from=(SALES.id,))
    aligned = AreaAnswer("F9", did="Script.", alignment=Alignment.ALIGNED)
    assert found(said(SERVICE, drifting), said(SALES, aligned), areas=()) == []


def test_hand_offs_told_from_one_side_only_are_a_gap_whichever_side_it_is() -> None:
    for teller, other in ((SALES, SERVICE), (SERVICE, SALES)):
        reports = (said(teller, handover="Orders without dates."), said(other))
        [gap] = all_found(*reports, areas=(PROMISE,))
        assert (gap.key, gap.departments) == (f"handover:{teller.id}", (teller, other))
    both = (said(SALES, handover="Orders."), said(SERVICE, handover="Calls."))
    assert found(*both, areas=(PROMISE,)) == []
    assert found(said(SALES, handover="Orders."), said(FINANCE), areas=(PROMISE,)) == [], "they are no neighbours"


def test_what_stays_among_the_members_gives_no_gap_that_others_read() -> None:
    drifting = AreaAnswer("F1", did="Calls.", alignment=Alignment.DRIFTING, drifting_from=(SALES.id,))
    aligned = AreaAnswer("F1", did="Script.", alignment=Alignment.ALIGNED)
    kept = said(SERVICE, drifting, handover="Orders.", council_only=True)
    assert found(kept, said(SALES, aligned), areas=(PROMISE,)) == []


def test_a_department_is_silent_after_two_meetings_without_a_report_or_an_excuse() -> None:
    none = a_report(department_id=4)
    assert found(none, before=(none,), areas=()) == ["silent:4"]
    assert found(none, areas=()) == [], "it may be new"
    assert found(none, before=(replace(none, state=State.EXCUSED),), areas=()) == []
    assert found(none, before=(replace(none, state=State.NIL),), areas=()) == []
    assert found(said(FINANCE), before=(none,), areas=()) == []
