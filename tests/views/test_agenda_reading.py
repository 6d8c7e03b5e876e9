"""Agendas as they are read and as files: whole, whatever they hold, and nothing that people typed is live in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.council import agenda_plans, meetings, questions, reports
from bot.council.agenda_reading import Past, Reading
from bot.council.agendas import Agenda
from bot.council.charters import FocusArea
from bot.council.gaps import Gap, Kind
from bot.views import agenda_exports, markdown, rich
from bot.views import agenda_reading as views
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONG_TEXT, LONGEST, MEETING, SALES, SERVICE
from tests.views.test_everything_drawn import FULL, MANY, MANY_DONE

QUESTION = "How do we stop promising what we can't deliver?"
GROUNDS = questions.Grounds("We have evidence that customers don't believe our dates.", "1,302 calls, January")
HELD = replace(
    MEETING,
    question=QUESTION,
    grounds=GROUNDS,
    state=meetings.State.CLOSED,
    held=True,
    agenda_posted_at=samples.NOW,
    agenda_version=2,
    started_at=MEETING.starts_at,
    closed_at=datetime(2027, 2, 16, 17, tzinfo=UTC),
)
BILL = Gap(Kind.AREA, FocusArea("F2", "First *bill*"))


def reading(*lines: Any, meeting: meetings.Meeting = HELD, **facts: Any) -> Reading:
    agenda = replace(samples.agenda(*lines, meeting=meeting), **facts)
    return Reading(agenda, as_of=MEETING.starts_at)


FULLEST = reading(*FULL, follow_up=MANY + MANY_DONE, proposed=MANY, agreed=MANY, gaps=(BILL,) * 30)


def pages(of: Reading) -> list[dict[str, Any]]:
    count = 1 + sum(len(part.pages) for part in views.contents(of.agenda))
    return [views.one(of, page=page) for page in range(count)]


def test_slack_takes_every_page_of_the_fullest_agenda() -> None:
    drawn = pages(FULLEST)
    assert len(drawn) > 15
    for view in drawn:
        assert checks.check_view(view) == []


def test_every_action_and_report_is_on_some_page_and_in_the_file() -> None:
    shown = "\n".join(samples.texts(view["blocks"]) for view in pages(FULLEST))
    file = agenda_exports.text(FULLEST)
    for action in (*MANY, *MANY_DONE):
        assert f"{action.label} " in shown
        assert f"**{action.label}** " in file
    assert shown.count("no work behind it") >= 30


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert views.one(FULLEST, page=999) == pages(FULLEST)[-1]
    assert views.one(FULLEST, page=-3) == pages(FULLEST)[0]


def test_slack_takes_the_months_with_the_longest_that_people_typed() -> None:
    there = tuple(
        replace(HELD, id=number, question=LONG_TEXT, state=state, cancelled_reason=LONG_TEXT)
        for number, state in enumerate((*meetings.State, *meetings.State)[:12], start=1)
    )
    assert checks.check_view(views.months(Past(samples.COUNCIL, there, 1, 3, 36))) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": meetings.State.COLLECTING}, "not posted yet"),
        ({"state": meetings.State.AGENDA_POSTED, "agenda_version": 3}, "agenda v3"),
        ({"state": meetings.State.IN_SESSION}, "in session"),
        ({"state": meetings.State.IN_SESSION, "adjourned_at": MEETING.ends_at}, "held"),
        ({"state": meetings.State.MINUTES_POSTED, "adjourned_at": MEETING.ends_at}, "held"),
        ({"state": meetings.State.CLOSED, "held": True}, "held"),
        ({"state": meetings.State.CLOSED, "held": False}, "not recorded"),
        ({"state": meetings.State.CANCELLED, "cancelled_reason": "Snow"}, "cancelled: Snow"),
    ],
)
def test_each_month_says_what_became_of_its_meeting(facts: dict[str, Any], said: str) -> None:
    past = Past(samples.COUNCIL, (replace(MEETING, **facts),), 0, 1, 1)
    assert f"February 2027 — Tue 9 February, {said}" in samples.texts(views.months(past)["blocks"]).splitlines()


def test_a_meeting_moved_into_the_next_month_is_found_under_its_own() -> None:
    moved = replace(HELD, on=date(2027, 3, 2), rule_on=MEETING.on)
    past = Past(samples.COUNCIL, (moved,), 0, 1, 1)
    assert "February 2027 — Tue 2 March, held" in samples.texts(views.months(past)["blocks"])


def test_the_file_reads_as_a_document() -> None:
    told = reading(
        samples.report(SERVICE, "Logged 1,302 calls.\n\n1. Not a list", '"They promised."'),
        samples.report(SALES, state=reports.State.NIL, nil_reason="Quiet month."),
        follow_up=(samples.done(1), samples.action(2, due_on=MEETING.on)),
        gaps=(BILL,),
    )
    lines = [line.rstrip() for line in agenda_exports.text(told).splitlines() if line.strip()]
    assert lines[:2] == ["# Larkspur CX Council — Tue 9 February 2027, 14:00–15:30", "Closed Tue 16 February."]
    assert "A customer said: *“They promised.”*" in lines
    assert QUESTION in lines[2]
    assert "1,302 calls, January" in lines[2]
    assert any(line.startswith("1. **Actions agreed last time** (10 min, decide) — ") for line in lines)
    assert any(line.startswith("10. **Adjourn** (2 min, inform) — next: Tue 9 March, 14:00") for line in lines)
    at = lines.index("## 1 · Actions agreed last time")
    assert lines[at + 1].startswith("- **A-1** Nina Castillo (Sales): Re-target ads — due **Wed 31 March**. Done by ")
    at = lines.index("## 3 · Department reports")
    assert lines[at + 1 : at + 4] == ["### Customer Service", "Logged 1,302 calls.", "1\\. Not a list"]
    assert '> *"They promised."*' in lines
    at = lines.index("## 7 · Next steps and priorities: gaps")
    assert lines[at + 1] == "- “First \\*bill\\*” has no work behind it"


def test_a_skipped_item_and_one_of_the_councils_own_are_in_the_file() -> None:
    plan = agenda_plans.added(agenda_plans.USUAL, title="The *winter* plan", minutes=5, type=agenda_plans.Type.DISCUSS)
    plan = agenda_plans.skipping(plan, [agenda_plans.Key.RESEARCH])
    text = agenda_exports.text(reading(meeting=replace(HELD, plan=plan)))
    assert "**The \\*winter\\* plan** (5 min, discuss)" in text
    assert "Skipped this time: New customer research." in text


def test_the_files_name_is_the_meetings_day() -> None:
    made = agenda_exports.file(reading())
    assert (made.name, made.title) == ("cx-agenda-2027-02-09.md", "Agenda for Tue 9 February 2027")
    assert made.content.decode().startswith("# ")


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (rich.paragraph(rich.italic("Heading: "), "text"), "*Heading:* text"),
        (rich.paragraph("a", rich.italic("two\nlines")), "a*two*  \n*lines*"),
        (rich.block(rich.numbered([("one\ntwo",), ("three",)])), "1. one  \n   two\n2. three"),
        (rich.block(rich.quote("- a\n\nb")), "> \\- a  \n> \n> b"),
        (rich.paragraph("<!here> & *x*"), "\\<!here\\> \\& \\*x\\*"),
        (rich.header("A # b"), "### A \\# b"),
        (rich.small("agenda v2"), "agenda v2"),
        (rich.buttons("row", rich.button("Read", "a", "1")), ""),
    ],
)
def test_what_is_drawn_for_slack_is_written_as_markdown(block: rich.Block, written: str) -> None:
    assert markdown.of_blocks([block], level=3) == written


def test_nothing_that_people_typed_is_live_in_the_file() -> None:
    text = agenda_exports.text(reading(samples.report(LONGEST, LIVE, LIVE), follow_up=(samples.action(2, LIVE),)))
    assert "\\*a\\*" in text
    assert not re.search(r"(?<!\\)[<&`_]", text)


def of(agenda: Agenda) -> list[str]:
    return [part.title for part in views.contents(agenda)]


def test_an_agenda_that_holds_nothing_has_one_page() -> None:
    assert of(reading().agenda) == []
    assert checks.check_view(views.one(reading())) == []
