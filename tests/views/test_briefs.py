"""What the chair's brief says, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.council import questions, reports
from bot.council.briefs import Brief
from bot.council.charters import FocusArea
from bot.council.gaps import Gap, Kind
from bot.views import briefs
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONG_TEXT, LONGEST, SALES, SERVICE

EVE = datetime(2027, 2, 8, 17, tzinfo=UTC)
BILL = Gap(Kind.AREA, FocusArea("F2", "First bill"))
NOT_YET = samples.report(SALES)
IN = samples.report(SERVICE, "We rang them all.")


def a_brief(*lines: Any, **facts: Any) -> Brief:
    of_agenda = {name: facts.pop(name) for name in ("meeting", "follow_up") if name in facts}
    agenda = replace(samples.agenda(*(lines or (NOT_YET, IN)), **of_agenda), opening_id=SERVICE.id)
    told = Brief(agenda, samples.PEOPLE["U0PRIYA"], EVE, turn_id=SERVICE.id, opened_on=None, gap=None)
    return replace(told, **facts)


def lines_of(told: Brief) -> list[str]:
    return samples.texts(briefs.brief(told).blocks).splitlines()


def line(told: Brief, beginning: str) -> str:
    [found] = [one for one in lines_of(told) if beginning in one]
    return found


def meeting(**facts: Any) -> Any:
    return replace(samples.MEETING, **facts)


@pytest.mark.parametrize(
    ("told_at", "reader", "first"),
    [
        (EVE, "U0PRIYA", "Tomorrow's council, Tue 9 February, 14:00:"),
        (datetime(2027, 2, 9, 8, tzinfo=UTC), "U0PRIYA", "Today's council, Tue 9 February, 14:00:"),
        (datetime(2027, 2, 5, 17, tzinfo=UTC), "U0PRIYA", "Tuesday's council, Tue 9 February, 14:00:"),
        (EVE, "U0NINA", "Tomorrow's council, Tue 9 February, 09:00 your time:"),
        (EVE, "U0RAVI", "Tomorrow's council, Tue 9 February, 19:30 your time:"),
    ],
)
def test_it_begins_with_the_meeting_as_the_reader_counts_days(told_at: datetime, reader: str, first: str) -> None:
    told = a_brief(told_at=told_at, reader=samples.PEOPLE[reader])
    assert briefs.brief(told).text == first
    assert first in lines_of(told)


def test_a_reader_in_a_zone_that_nobody_knows_reads_the_councils_time() -> None:
    told = a_brief(reader=replace(samples.PEOPLE["U0PRIYA"], tz="Mars/Olympus"))
    assert briefs.brief(told).text == "Tomorrow's council, Tue 9 February, 14:00:"


def test_five_lines_say_what_is_missing_stuck_and_first_a_gap_and_the_question() -> None:
    stuck = replace(samples.action(3, "Publish the waits"), carry_count=2)
    said = lines_of(a_brief(follow_up=(stuck,), gap=BILL))
    assert [one for one in said if one][:6] == [
        "Tomorrow's council, Tue 9 February, 14:00:",
        "Reports not in yet: Sales.",
        f"Carried over twice or more: A-3 “Publish the waits” ({owner(stuck)}, 2 times).",
        "Open with: Customer Service, which has not opened the reports before.",
        "A gap: “First bill” has no work behind it: no report for this meeting says what is done there, and no open "
        "action names it.",
        "The question: none yet.",
    ]


def owner(action: Any) -> str:
    department = {1: SERVICE, 2: SALES, 3: LONGEST}[action.department_id]
    return f"{samples.PEOPLE[action.owner].name}, {department.name}"


def test_where_nothing_is_missing_or_stuck_it_says_so() -> None:
    excused = replace(NOT_YET, report=replace(NOT_YET.report, state=reports.State.EXCUSED))
    assert line(a_brief(IN), "Reports:") == "Reports: all are in."
    assert line(a_brief(IN, excused), "Reports:") == "Reports: all are in, 1 excused."
    assert line(a_brief(), "Stuck:") == "Stuck: no action was carried over twice."
    assert line(a_brief(), "Gaps:") == "Gaps: none found."
    assert line(a_brief(NOT_YET), "Gaps:") == "Gaps: they show once reports are in."


def test_it_says_why_a_department_opens() -> None:
    assert line(a_brief(opened_on=date(2026, 11, 10)), "Open with") == (
        "Open with: Customer Service, which opened the reports longest ago (Tue 10 November 2026)."
    )
    assert line(a_brief(turn_id=SALES.id), "Open with") == "Open with: Customer Service, as it stands on the agenda."
    nobody = replace(a_brief(), agenda=replace(a_brief().agenda, opening_id=None))
    assert line(nobody, "Open with") == "Open with: no department reports for it."


@pytest.mark.parametrize(
    ("facts", "said", "word"),
    [
        ({}, "The question: none yet.", "Write the question"),
        ({"question": "Why nine days?"}, "The question: Why nine days?", "Open the agenda"),
        (
            {"grounds": questions.Grounds(none_because="We look back.")},
            "The question: none this time, because: We look back.",
            "Open the agenda",
        ),
    ],
)
def test_the_question_or_why_there_is_none_and_the_way_to_it(facts: dict[str, Any], said: str, word: str) -> None:
    told = a_brief(meeting=meeting(**facts))
    assert line(told, "The question") == said
    assert briefs.brief(told).blocks[-1]["elements"][0]["text"]["text"] == word


def test_who_has_the_chairs_rights_no_more_reads_nothing_of_it() -> None:
    shown = briefs.brief(a_brief(gap=BILL, is_for_reader=False))
    assert shown.text == "The brief for Tue 9 February is for whoever acts as chair now."
    assert "First bill" not in repr(shown.blocks)


def test_the_longest_names_and_the_worst_of_what_people_type_fit() -> None:
    many = [samples.report(replace(LONGEST, id=number, name=f"{LONGEST.name[:30]} {number}")) for number in range(60)]
    stuck = tuple(
        replace(samples.action(n, LONG_TEXT, owner="U0LONG", department_id=3), carry_count=9) for n in range(9)
    )
    gap = Gap(Kind.HANDOVER, departments=tuple(each.department for each in many))
    told = a_brief(*many, follow_up=stuck, gap=gap, meeting=meeting(question=LIVE * 2))
    shown = briefs.brief(told)
    assert checks.check_message(shown.text, shown.blocks) == []
    assert "60 departments" in line(told, "Reports not in yet")
    assert "and 6 more." in line(told, "Carried over")
