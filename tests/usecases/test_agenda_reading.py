"""Agendas read by month: as they stood when they were met for, at the same cost however long the past is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.council import agenda_plans, meetings
from bot.council.actions import State
from bot.council.agenda_plans import Key
from bot.council.agenda_reading import NoAgendaThen, NotAMonth, Reading
from bot.store import NotFound
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import actions as action_deeds
from bot.usecases import agenda_reading as deeds
from bot.usecases import agendas, meeting_moves, sessions
from bot.usecases import reports as report_deeds
from bot.views import agenda_exports, agenda_reading
from tests import builders
from tests.builders import (
    ADJOURNED_AT,
    AGENDA_AT,
    CLOSES_AT,
    JONAS,
    LAYLA,
    MARCUS,
    MINUTES_AT,
    OWEN,
    PRIYA,
    STARTS_AT,
    T0,
    who,
)
from tests.store.statements import recorded
from tests.views import samples

DAY = timedelta(days=1)
LATER = CLOSES_AT + 30 * DAY


def read(database: Database, words: str = "february", *, by: str = PRIYA) -> Reading:
    return deeds.show(database, who(by), words, now=LATER)


def file(database: Database, words: str = "february", *, by: str = PRIYA) -> str:
    return agenda_exports.text(read(database, words, by=by))


def shown(database: Database, words: str = "february", *, by: str = PRIYA) -> str:
    """Every page of the modal."""
    reading = read(database, words, by=by)
    seen: list[str] = []
    for page in range(30):
        text = samples.texts(agenda_reading.one(reading, page=page)["blocks"])
        if seen and text == seen[-1]:
            break
        seen.append(text)
    return "\n".join(seen)


def past_meetings(database: Database, count: int) -> list[meetings.Meeting]:
    """So many meetings before the one at hand, 30 days apart, held and closed."""
    council, meeting = builders.council_of(database), builders.current_meeting(database)
    made = []
    with database.write() as session:
        for number in range(count, 0, -1):
            starts_at = meeting.starts_at - 30 * number * DAY
            facts: dict[str, Any] = {
                "on": starts_at.date(),
                "rule_on": starts_at.date(),
                "original_starts_at": starts_at,
            }
            ended: dict[str, Any] = {"state": meetings.State.CLOSED, "held": True, "closed_at": starts_at + 5 * DAY}
            earlier = replace(meeting, id=0, seq=1000 + number, starts_at=starts_at, **(facts | ended))
            made.append(kept_meetings.add(session, council, earlier, now=starts_at))
    return made


def test_a_past_agenda_has_the_actions_as_they_stood_when_the_meeting_began(database: Database) -> None:
    builders.open_reports(database)
    done_before = builders.agree(database, text="Done before the meeting").action
    done_after = builders.agree(database, text="Done after the meeting").action
    agreed_later = builders.propose(database, text="Proposed until long after").action
    builders.finish(database, done_before, now=T0 + DAY)
    builders.sweep(database, now=AGENDA_AT)
    builders.start(database)
    in_session = builders.agree(database, text="Agreed in the meeting", now=STARTS_AT + DAY / 48).action
    builders.post_minutes(database, builders.adjourn(database).meeting)
    builders.finish(database, done_after, now=MINUTES_AT + DAY)
    builders.sweep(database, now=CLOSES_AT)
    builders.agree(database, text="Agreed after the minutes", now=CLOSES_AT + DAY, due="30 April 2027")

    agenda = read(database).agenda
    assert [(one.label, one.state) for one in agenda.follow_up] == [
        (done_before.label, State.DONE),
        (done_after.label, State.OPEN),
    ]
    assert [one.label for one in agenda.agreed] == [in_session.label]
    assert [one.label for one in agenda.proposed] == [agreed_later.label]
    text = shown(database)
    assert "To confirm: A-1" in text
    assert "Actions are as they stood Tue 9 February 2027, 14:00" in text
    assert "Agreed after the minutes" not in text
    assert "Agreed in the meeting" in text


def test_what_was_agreed_after_a_meeting_closed_without_minutes_was_not_agreed_in_it(database: Database) -> None:
    builders.open_reports(database)
    waiting = builders.propose(database).action
    builders.sweep(database, now=AGENDA_AT)
    builders.start(database)
    during = builders.agree(database, now=STARTS_AT + DAY / 48).action
    meeting = builders.adjourn(database).meeting
    sessions.close(database, who(PRIYA), meeting_id=meeting.id, now=MINUTES_AT)
    action_deeds.agree(database, who(PRIYA), action_id=waiting.id, now=MINUTES_AT + DAY)
    assert [one.label for one in read(database).agenda.agreed] == [during.label]


def test_of_the_meeting_at_hand_the_agenda_is_as_it_stands(database: Database) -> None:
    builders.open_reports(database)
    action = builders.agree(database).action
    reading = read(database)
    assert (reading.as_of, reading.agenda.follow_up) == (None, (action,))
    assert "Not posted yet; reports are due Thu 4 February, 17:00." in shown(database)
    assert "Not posted yet" in agenda_exports.text(deeds.at_hand(database, who(LAYLA), now=T0))
    builders.post_agenda(database, question="How do we stop?")
    assert "Posted Wed 27 January, 10:12, and as it stands now." in shown(database)


def test_reports_that_came_later_are_there_and_marked_so(database: Database) -> None:
    builders.open_reports(database)
    builders.excuse(database)
    builders.report(database, OWEN, "Operations", did="In time.")
    builders.sweep(database, now=AGENDA_AT)
    builders.report(database, builders.AISHA, "Customer Service", did="Late.", now=AGENDA_AT + DAY / 10)
    builders.start(database)
    meeting = builders.adjourn(database).meeting
    report_deeds.submit(
        database,
        who(MARCUS),
        meeting_id=meeting.id,
        department_id=builders.department_named(database, "Sales").id,
        answers=builders.an_answer("What came after the excuse."),
        request_key="V-after",
        now=ADJOURNED_AT + DAY / 24,
    )
    builders.post_minutes(database, meeting)
    builders.sweep(database, now=CLOSES_AT)
    text = shown(database)
    assert "Sales (after the meeting)" in text
    assert "What came after the excuse." in text
    assert "Late." in text
    no_report = next(line for line in text.splitlines() if "No report:" in line)
    assert "Sales" not in no_report.split("No report:")[1]


def test_council_only_content_is_nowhere_for_who_is_no_member(database: Database) -> None:
    builders.open_reports(database)
    secret: dict[str, Any] = {
        "did": "We lose money.",
        "best_practice": "Quiet trick.",
        "other_business": "Hush.",
        "council_only": True,
    }
    builders.report(database, **secret)
    builders.post_agenda(database)
    for text in (shown(database, by=LAYLA), file(database, by=LAYLA)):
        assert "In: Sales" in text or "opening: Sales" in text or "**Sales**" in text
        for kept_back in ("We lose money.", "Quiet trick.", "Hush."):
            assert kept_back not in text
    for text in (shown(database, by=MARCUS), file(database, by=MARCUS)):
        for said in ("We lose money.", "Quiet trick.", "Hush."):
            assert said in text


def test_a_cancelled_meeting_says_so_and_keeps_what_had_come(database: Database) -> None:
    meeting = builders.open_reports(database)
    builders.report(database, did="Came before it was cancelled.")
    done_later = builders.agree(database).action
    version = builders.current_meeting(database).version
    meeting_moves.cancel(
        database,
        who(PRIYA),
        meeting_id=meeting.id,
        version=version,
        reason="The snow",
        request_key="V-cancel",
        now=T0 + DAY,
    )
    builders.finish(database, done_later, now=T0 + 2 * DAY)
    months = samples.texts(agenda_reading.months(deeds.past(database, who(LAYLA), now=T0 + 3 * DAY))["blocks"])
    assert "February 2027 — Tue 9 February, cancelled: The snow" in months
    reading = deeds.show(database, who(PRIYA), "last", now=T0 + 3 * DAY)
    text = agenda_exports.text(reading)
    assert "Cancelled: The snow" in text
    assert "Came before it was cancelled." in text
    assert "when it was cancelled" in text
    assert [one.state for one in reading.agenda.follow_up] == [State.OPEN]


def test_months_come_in_pages_the_newest_first(database: Database) -> None:
    builders.open_reports(database)
    made = past_meetings(database, 30)
    pages = [deeds.past(database, who(LAYLA), page=page, now=T0) for page in (0, 1, 2, 99)]
    seen = [meeting.id for page in pages[:3] for meeting in page.meetings]
    assert seen == [builders.current_meeting(database).id, *(one.id for one in reversed(made))]
    assert [(page.page, page.pages, page.total) for page in pages] == [(0, 3, 31), (1, 3, 31), (2, 3, 31), (2, 3, 31)]


def test_before_any_meeting_has_opened_there_is_no_agenda_to_read(database: Database) -> None:
    with pytest.raises(NoAgendaThen) as refused:
        deeds.past(database, who(LAYLA), now=T0)
    assert "no agendas yet" in agenda_reading.no_agenda_then(refused.value)
    builders.open_reports(database)
    with pytest.raises(NoAgendaThen) as refused:
        read(database, "march")
    assert (
        agenda_reading.no_agenda_then(refused.value)
        == "There is no agenda for March. The latest ones: Tue 9 February 2027."
    )
    with pytest.raises(NotAMonth):
        read(database, "janitor")


def test_another_councils_meeting_leads_nowhere(database: Database) -> None:
    meeting = builders.open_reports(database)
    builders.establish(database, team_id="T0OTHERS")
    with pytest.raises(NotFound):
        deeds.one(database, who(PRIYA, "T0OTHERS"), meeting_id=meeting.id, now=T0)


def test_ten_years_and_sixty_actions_cost_as_many_statements_as_one_month(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database)
    builders.agree(database)
    [before] = past_meetings(database, 1)

    def costs() -> list[int]:
        counted = []
        for look in (
            lambda: deeds.past(database, who(LAYLA), now=T0),
            lambda: deeds.one(database, who(LAYLA), meeting_id=before.id, now=T0),
            lambda: deeds.at_hand(database, who(LAYLA), now=T0),
        ):
            look()
            with recorded(database) as statements:
                look()
            counted.append(len(statements))
        return counted

    few = costs()
    council, meeting = builders.council_of(database), builders.current_meeting(database)
    with database.write() as session:
        for number in range(2, 120):
            starts_at = meeting.starts_at - 30 * number * DAY
            earlier = replace(
                meeting, id=0, seq=2000 + number, on=starts_at.date(), starts_at=starts_at, state=meetings.State.CLOSED
            )
            kept_meetings.add(session, council, earlier, now=starts_at)
    for number in range(60):
        builders.agree(database, text=f"Action number {number}")
    assert costs() == few
    assert max(few) <= 16


def test_sixty_actions_are_read_and_exported_whole(database: Database) -> None:
    builders.open_reports(database)
    for number in range(60):
        builders.agree(database, text=f"Something to be done in {number:02} steps " + "ö" * 250)
    for text in (shown(database), file(database)):
        for number in range(60):
            assert f"in {number:02} steps" in text
        assert "/cx-action list" not in text


def test_the_file_holds_the_question_every_item_and_what_it_holds(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database, did="First line.\n- no list\n# no heading", customer_quote="I *took* a day off.")
    builders.report(database, OWEN, "Operations", did="Routes replanned.", best_practice="Ask <twice>.")
    builders.agree(database, text="Remove the next-day promise_from_the script")
    builders.post_agenda(database, question="How do we stop [promising]?")
    text = file(database)
    lines = [line.rstrip() for line in text.splitlines()]
    assert lines[0].startswith("# Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    assert "*How do we stop \\[promising\\]?*" in lines
    for number, item in enumerate(agenda_plans.ITEMS, start=1):
        assert any(line.startswith(f"{number}. **{item.title}** (") for line in lines), item
    assert "## 3 · Department reports" in lines
    assert "### Operations" in lines
    assert "\\- no list" in lines
    assert "\\# no heading" in lines
    assert "Ask \\<twice\\>." in lines
    assert "> *I \\*took\\* a day off.*" in lines
    assert any("promise\\_from\\_the script — due **Fri 26 February**" in line for line in lines)
    assert "next: Tue 9 March, 14:00" in text


def test_the_agenda_of_a_meeting_that_began_is_the_same_for_years(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database)
    action = builders.agree(database).action
    builders.sweep(database, now=AGENDA_AT)
    builders.start(database)
    with database.read() as session:
        council = builders.council_of(database)
        at_start = agendas.read(session, council, builders.current_meeting(database))
    builders.post_minutes(database, builders.adjourn(database).meeting)
    builders.sweep(database, now=CLOSES_AT)
    builders.finish(database, action, JONAS, now=CLOSES_AT + DAY)
    later = read(database, "last").agenda
    assert [(one.label, one.state) for one in later.follow_up] == [(one.label, one.state) for one in at_start.follow_up]
    assert later.plan.position(Key.REPORTS) == at_start.plan.position(Key.REPORTS)
