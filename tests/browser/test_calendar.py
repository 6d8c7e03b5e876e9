"""The calendar kept true in a real browser: moved, added, cancelled; and a meeting from its start to its close."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import As, Look, Picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FEBRUARY = "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30"


def test_a_meeting_is_moved_with_everything_that_changes_in_view(
    as_: As, page: Page, picture: Picture, look: Look
) -> None:
    priya = as_("priya", "cx-council")
    priya.types("/cx-council calendar")
    for day in ("Tue 9 February", "Tue 9 March", "Tue 13 April", "Tue 11 May", "Tue 8 June", "Tue 13 July"):
        priya.reads(f"{day} 2027, 14:00–15:30")
    priya.reads("Reports open Tue 23 February, 09:00 · due Thu 4 March, 17:00 · agenda Fri 5 March, 09:00.")
    look("calendar")
    picture("calendar")

    priya.presses("Move the meeting of Tue 9 February")
    priya.reads("The February meeting is Tue 9 February, 14:00.")
    look("move")
    priya.fills("meets_on", "2027-02-13")
    priya.fills("reason", "The room is being painted.")
    priya.submits()
    priya.reads_at("meets_on", "Sat 13 February is a Saturday. Choose Fri 12 February or Mon 15 February.")
    look("move with a complaint")
    priya.fills("meets_on", "2027-02-11")
    priya.fills("start_time", "10:00")
    priya.submits()
    priya.reads("If the February meeting moves, this changes")
    priya.reads("Meeting: Thu 11 February, 10:00 (was Tue 9 February, 14:00)")
    priya.reads("Reports are due: Mon 8 February, 17:00 (was Thu 4 February, 17:00)")
    priya.reads("15:30 Thu 11 February in Kolkata: Ravi Menon")
    look("what the move changes")
    picture("move-preview")
    priya.submits()
    priya.reads("The February meeting is Thu 11 February, 10:00 now. It was Tue 9 February, 14:00.")
    look("moved")
    priya.closes()
    notice = priya.sees("The February meeting is Thu 11 February, 10:00, not Tue 9 February, 14:00.")
    expect(notice).to_contain_text("Reports are due Mon 8 February, 17:00.")
    expect(notice).to_contain_text("Why: The room is being painted.")
    look("notice of the move")
    picture("move-notice")

    priya.types("/cx-council calendar")
    priya.reads("Thu 11 February 2027, 10:00–11:30")
    priya.reads("Moved from Tue 9 February, 14:00.")
    priya.reads("Tue 9 March 2027, 14:00–15:30")


def test_a_meeting_is_cancelled_and_another_added(as_: As, page: Page, picture: Picture, look: Look) -> None:
    priya = as_("priya", "cx-council")
    priya.types("/cx-council calendar")
    priya.presses("Cancel the meeting of Tue 9 February")
    priya.reads("The February meeting, Tue 9 February, 14:00")
    priya.fills("reason", "Half the council is at the trade fair.")
    look("cancel")
    picture("cancel-preview")
    priya.submits()
    priya.reads("The February meeting, Tue 9 February, is cancelled.")
    look("cancelled")
    priya.closes()
    notice = priya.sees(
        "The February meeting, Tue 9 February, 14:00, is cancelled. The next one is Tue 9 March, 14:00."
    )
    expect(notice).to_contain_text("Why: Half the council is at the trade fair.")

    priya.types("/cx-council calendar")
    priya.reads("Cancelled: Tue 9 February, 14:00. Half the council is at the trade fair.")
    priya.presses("Add a meeting")
    priya.fills("meets_on", "2027-02-18")
    priya.fills("start_time", "06:00")
    look("add")
    priya.submits()
    priya.reads_at("start_time", "Please choose a start between 07:00 and 19:00.")
    priya.fills("start_time", "10:00")
    priya.submits()
    priya.reads("A meeting is added: Thu 18 February 2027, 10:00–11:30.")
    priya.closes()
    priya.sees("The CX Council meets once more: Thu 18 February 2027, 10:00–11:30.")
    picture("cancel-notice")


def test_everybody_reads_the_calendar_and_only_the_chair_changes_it(as_: As, page: Page, look: Look) -> None:
    ravi = as_("ravi", "it-platforms")
    ravi.types("/cx-council calendar")
    ravi.reads("Tue 9 February 2027, 14:00–15:30 · 19:30 your time")
    look("calendar of a lead")
    expect(ravi.modal.get_by_test_id("modal-submit")).to_have_count(0)
    for deed in ("Move", "Cancel", "Add a meeting", "Change the rule"):
        expect(ravi.modal.get_by_role("button", name=deed)).to_have_count(0)


def test_a_meeting_is_started_adjourned_minuted_and_closed(as_: As, page: Page, picture: Picture, look: Look) -> None:
    priya = as_("priya", "cx-council")
    priya.types("/cx-agenda")
    priya.reads("You can start the meeting here from Tue 9 February, 13:30.")
    priya.fills("question", "How do we stop promising what we can't deliver?")
    priya.submits()
    priya.reads("on its way")
    priya.closes()
    priya.waits_until("2027-02-09T13:45")

    priya.types("/cx-agenda")
    priya.reads(FEBRUARY)
    look("agenda before the meeting")
    priya.presses("Start the meeting of Tue 9 February")
    priya.reads("In session since 13:45.")
    look("started")
    picture("session")
    priya.closes()
    priya.types("/cx-action @nina re-target ads to postcodes with live capacity by end of next month")
    priya.submits()
    priya.reads("A-1 is open: Nina Castillo, due Wed 31 March.")
    priya.closes()
    priya.waits_until("2027-02-09T15:27")
    priya.types("/cx-agenda")
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("In session since 13:45.")
    page.get_by_role("button", name="Adjourn", exact=True).last.click()
    expect(page.get_by_test_id("confirm")).to_contain_text("Next: Tue 9 March, 14:00.")
    priya.confirms()
    adjourned = priya.sees("Adjourned 15:27; minutes come from Priya Raman. Next: Tue 9 March, 14:00.")
    look("adjourned")
    picture("adjourned")
    adjourned.get_by_role("button", name="Minutes of Tue 9 February").click()
    priya.submits()
    priya.reads_at("minutes", "Please complete this required field")
    priya.fills("minutes", "We count leads, so we promise dates we miss. Marketing's goal moves to qualified leads.")
    look("minutes")
    picture("minutes")
    priya.submits()
    priya.reads("The minutes of Tue 9 February are on their way to the council's channel.")
    priya.closes()
    minutes = priya.sees("Minutes — Larkspur CX Council, Tue 9 February 2027")
    expect(minutes).to_contain_text("A-1 Nina Castillo: re-target ads")
    look("minutes posted")
    picture("minutes-posted")

    priya.types("/cx-agenda")
    page.get_by_role("button", name="Close Tue 9 February now").last.click()
    priya.confirms()
    priya.sees("Tue 9 February is closed. Next: Tue 9 March, 14:00.")


def test_a_meeting_that_nobody_started_is_asked_about(as_: As, page: Page, picture: Picture, look: Look) -> None:
    priya = as_("priya", "dm")
    priya.waits_until("2027-02-10T14:05")
    question = priya.sees("Did the meeting of Tue 9 February, 14:00 take place?")
    look("question")
    picture("took-place")
    question.get_by_role("button", name="The meeting of Tue 9 February took place").click()
    asked = page.get_by_test_id("message").filter(has_text="Tue 9 February: it took place · Priya Raman")
    expect(asked).to_be_visible()
    expect(asked.get_by_role("button", name="took place")).to_have_count(0)
