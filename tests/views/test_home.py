"""Home: what is mine first, one thing to press, and nothing that is not for its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import gaps, meetings, questions, reports
from bot.council.heads_ups import HeadsUp, State
from bot.council.people import Absence
from bot.views import home, ids
from tests.views import samples
from tests.views.samples import LONGEST, MEETING, SALES, SERVICE, TODAY

HEADS_UP = HeadsUp(1, 1, 7, 1, 2, "A new price list", State.OPEN)


def read(**facts: Any) -> str:
    """What can be read above the help."""
    return drawn(**facts).partition("What you can do")[0]


def drawn(**facts: Any) -> str:
    return samples.texts(home.home(samples.home(**facts))["blocks"])


def buttons(**facts: Any) -> list[dict[str, Any]]:
    blocks = home.home(samples.home(**facts))["blocks"]
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


@pytest.mark.parametrize(
    ("state", "said", "word"),
    [
        (reports.State.NOT_STARTED, "Sales' report is due Thu 4 February, 17:00.", "Write the report"),
        (reports.State.DRAFT, "Sales' report is begun and due Thu 4 February, 17:00.", "Go on with the report"),
        (reports.State.SUBMITTED, "Sales' report is in; you can still change it.", "Change the report"),
        (reports.State.NIL, "Sales' report is in: nothing to report.", "Change the report"),
        (reports.State.EXCUSED, "Sales' report is excused this time.", "Write the report"),
    ],
)
def test_a_report_says_where_it_stands_and_what_can_be_done(state: reports.State, said: str, word: str) -> None:
    lines = (samples.report(SALES, state=state),)
    assert said in read(lines=lines, reader="U0PRIYA")
    assert f"[{word}]" in read(lines=lines, reader="U0PRIYA")


def test_a_report_is_due_by_the_reader_s_clock() -> None:
    assert "due Thu 4 February, 22:30 your time" in read(lines=(samples.report(SALES),), reader="U0RAVI")


def test_what_is_owed_comes_before_everything_else() -> None:
    said = read(
        lines=(samples.report(SALES),),
        glances=(samples.glance(SERVICE),),
        readiness=samples.readiness(),
        reader="U0TOM",
    )
    order = ["Sales' report", "Your actions", "Customer Service", "The meeting on"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)


def test_there_is_one_primary_button_and_it_is_the_first_thing_owed() -> None:
    cards = [samples.card(samples.action(n), may_finish=True) for n in range(3)]
    made = home.home(
        samples.home(*cards, lines=(samples.report(SALES), samples.report(SERVICE)), readiness=samples.readiness())
    )
    pressed = [e for block in made["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert [e["action_id"] for e in pressed if e.get("style") == "primary"] == [ids.WRITE_REPORT]
    assert [e["text"]["text"] for e in buttons(readiness=samples.readiness()) if "style" in e] == ["Agenda"]


def test_no_two_rows_of_buttons_are_taken_for_each_other() -> None:
    lines = (samples.report(SALES), samples.report(SERVICE))
    glances = tuple(samples.glance(line.department, report=line) for line in (*lines, samples.report(LONGEST)))
    made = home.home(samples.home(lines=lines, glances=glances, readiness=samples.readiness(refused=1)))
    named = [block["block_id"] for block in made["blocks"] if "block_id" in block]
    assert len(named) == len(set(named))


def test_two_hundred_actions_fold() -> None:
    cards = [samples.card(samples.action(n)) for n in range(200)]
    said = samples.texts(home.home(samples.home(*cards))["blocks"])
    assert "Your actions · 200 actions" in said
    assert "and 170 more: /cx-action mine" in said


def test_a_department_says_its_actions_heads_ups_and_who_is_away() -> None:
    away = (Absence("U0JOE", TODAY, date(2027, 3, 5)),)
    glance = samples.glance(unfinished=4, overdue=1, heads_ups=(HEADS_UP,), away=away)
    said = read(glances=(glance,))
    for line in (
        "4 actions open, 1 overdue.",
        "1 heads-up waits for your department's answer, in #C0SALES.",
        "Joe Lister is away until Fri 5 March.",
    ):
        assert line in said
    assert "No actions are open." in read(glances=(samples.glance(),))


def test_who_contributes_can_write_on_the_report_and_is_not_told_they_owe_it() -> None:
    said = read(glances=(samples.glance(report=samples.report(SALES)),), reader="U0PRIYA")
    assert "The report is due Thu 4 February, 17:00." in said
    assert "[Write on the report]" in said
    assert "Sales' report" not in said


def test_readiness_counts_the_reports_and_names_those_that_are_not_in() -> None:
    lines = (
        samples.report(SALES, "Done."),
        samples.report(SERVICE),
        samples.report(LONGEST, state=reports.State.EXCUSED),
    )
    said = read(readiness=samples.readiness(*lines))
    assert "1 of 2 reports in, 1 excused; not yet: Customer Service." in said
    assert "1 of 1 report in." in read(readiness=samples.readiness(samples.report(SALES, "Done.")))


def test_sixty_departments_are_named_up_to_a_dozen() -> None:
    lines = [samples.report(replace(SALES, id=n, name=f"Department {n}")) for n in range(60)]
    said = read(readiness=samples.readiness(*lines))
    assert "0 of 60 reports in; not yet: Department 0, " in said
    assert "Department 11 and 48 more." in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "No question is written yet."),
        ({"question": "How do we keep our word?"}, "The question is written."),
        ({"grounds": questions.Grounds(none_because="Budget month")}, "There is no question this time."),
        ({}, "The agenda goes out Fri 5 February, 09:00."),
        ({"prepared_at": samples.NOW}, "The agenda is ready and goes out Fri 5 February, 09:00."),
        ({"state": meetings.State.AGENDA_POSTED, "agenda_posted_at": samples.NOW}, "The agenda is posted."),
        ({"state": meetings.State.PLANNED}, "Reports open Tue 26 January, 09:00."),
    ],
)
def test_readiness_says_how_the_agenda_stands(facts: dict[str, Any], said: str) -> None:
    assert said in read(meeting=replace(MEETING, **facts), readiness=samples.readiness(), reader="U0PRIYA")


def test_readiness_says_what_else_waits_and_leads_there() -> None:
    ready = samples.readiness(
        gaps=(gaps.Gap(gaps.Kind.AREA),),
        proposed=2,
        unclosed=tuple(replace(MEETING, id=n) for n in range(5)),
        refused=1,
        in_doubt=2,
    )
    said = read(readiness=ready, is_chair=True)
    for line in (
        "1 gap found, which you can put on the agenda.",
        "2 proposed actions wait for you to agree: /cx-action list",
        "Earlier sessions are not closed yet: February, February, February and 2 more.",
        "1 message did not get there; 2 messages may not have got there.",
        "[What did not get there]",
    ):
        assert line in said
    assert "for the chair to agree" in read(readiness=ready)
    assert "What did not get there" not in read(readiness=samples.readiness())


def test_somebody_new_reads_what_the_council_is_who_chairs_it_and_how_to_tell_it_something() -> None:
    said = read(has_role=False)
    for line in (
        home.ABOUT,
        "Our goal: customers tell us we did what we said we'd do",
        "Priya Raman chairs the council.",
    ):
        assert line in said
    assert "[Tell the council]" in said
    assert home.ABOUT not in read()


def test_a_chair_nobody_has_met_is_not_named() -> None:
    assert "chairs the council" not in read(people={})


def test_without_a_meeting_it_says_so_and_leads_nowhere() -> None:
    assert "No meeting is planned." in read(meeting=None)
    assert "See the agenda" not in read(meeting=None)
    assert "[Agenda]" in read(meeting=None, readiness=samples.readiness())


def test_a_zone_that_this_machine_does_not_know_is_the_council_s() -> None:
    people = samples.PEOPLE | {"U0NINA": replace(samples.PEOPLE["U0NINA"], tz="Mars/Olympus")}
    reader = people["U0NINA"]
    made = home.home(replace(samples.home(lines=(samples.report(SALES),)), reader=reader, people=people))
    assert "Next meeting: Tue 9 February, 14:00." in samples.texts(made["blocks"])


def test_the_help_comes_last() -> None:
    assert drawn(readiness=samples.readiness()).endswith("this list")
