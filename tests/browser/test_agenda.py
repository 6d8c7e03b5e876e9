"""The agenda and Home in a real browser, on a desk and on a phone: prepared, looked at, arranged, posted, added to."""

import pytest
from playwright.sync_api import Page, expect

from playground.script import Script
from tests.browser.conftest import As, Look, Picture
from tests.journeys import told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

QUESTION = "How do we stop promising what we can't deliver?"
EVIDENCE = "We have evidence that customers don't believe our dates"
SOURCE = "1,302 calls, January"
SAID = {"did": "Logged 1,302 calls about broken promises.", "attending": "lead"}
THREE_AREAS = "Promise at the point of sale\nActivation day\nFirst bill"


def _three_areas(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-council", "charter")
    script.press("priya", "cx_charter_edit", view=True)
    assert script.submit("priya", {"focus_areas": THREE_AREAS})["ok"]
    script.close("priya", all=True)


def test_the_chair_prepares_the_agenda_and_it_goes_out_in_the_morning(
    page: Page, as_: As, script: Script, picture: Picture, look: Look
) -> None:
    told.reports(script, "aisha", "customer-service", SAID)
    told.reports(script, "marcus", "sales", SAID)
    script.clock(to="2027-02-04T17:05:00+00:00")
    priya = as_("priya", "cx-council")
    priya.types("/cx-agenda")
    priya.reads("Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    look("the agenda's form")
    priya.submits()
    priya.reads_at("question", "why there is no question")
    picture("agenda-form-errors")
    priya.fills("question_evidence", EVIDENCE)
    priya.fills("question_source", SOURCE)
    priya.fills("question", QUESTION)
    picture("agenda-form")

    priya.presses("Preview")
    priya.reads(f"{EVIDENCE} ({SOURCE}). {QUESTION}")
    look("the preview")
    picture("agenda-preview")
    priya.goes_back()

    priya.presses("Arrange")
    priya.reads("90 minutes of 90.")
    look("the items to arrange")
    priya.opens_menu("4 · Best practice", "Skip this time")
    priya.reads("Best practice — skipped this time")
    priya.presses("Add an item")
    priya.fills("item_title", "Visit from the field engineers")
    priya.fills("item_minutes", "ten")
    priya.submits()
    expect(priya.field("item_minutes").get_by_test_id("modal-error")).to_be_visible()
    picture("agenda-item")
    priya.fills("item_minutes", "15")
    priya.submits()
    priya.reads("97 minutes of 90. That is 7 minutes over the slot of 90.")
    picture("agenda-arrange")
    priya.goes_back()

    # What was typed before is there still.
    expect(priya.field("question").locator("textarea, input").first).to_have_value(QUESTION)
    priya.reads("97 of 90 minutes")
    priya.chooses("post_when", "Post at the appointed time")
    priya.submits()
    priya.reads("It goes out Fri 5 February, 09:00.")
    picture("agenda-prepared")
    priya.closes()
    expect(page.get_by_test_id("message").filter(has_text=QUESTION)).to_have_count(0)

    script.clock(to="2027-02-05T09:00:00+00:00")
    agenda = priya.sees(QUESTION)
    expect(agenda).to_contain_text("Visit from the field engineers")
    expect(agenda).to_contain_text("Skipped this time: Best practice.")
    look("the agenda")
    picture("agenda-morning")
    script.clock(to="2027-02-05T11:20:00+00:00")
    told.reports(script, "owen", "field-ops", SAID)
    expect(agenda).to_contain_text("Operations (added Fri 11:20)")
    agenda.get_by_test_id("thread-open").click()
    expect(page.get_by_test_id("thread")).to_contain_text("Agenda v2: Operations' report added (late).")
    picture("agenda-late")


def test_a_gap_is_put_on_the_agenda_and_a_lead_adds_other_business(
    page: Page, as_: As, script: Script, picture: Picture, look: Look
) -> None:
    _three_areas(script)
    told.reports(script, "aisha", "customer-service", {"did:F1": SAID["did"], "attending": "lead"})
    priya = as_("priya", "cx-council")
    priya.types("/cx-agenda")
    priya.fills("question", QUESTION)
    priya.modal.get_by_role("button", name="Gaps (").click()
    priya.reads("First bill")
    look("the gaps")
    priya.modal.get_by_role("button", name="Put on the agenda: ").first.click()
    expect(priya.modal.get_by_role("button", name="Take it off: ").first).to_be_visible()
    picture("agenda-gaps")
    priya.goes_back()
    priya.submits()
    priya.reads("on its way")
    priya.closes()
    agenda = priya.sees(QUESTION)
    expect(agenda).to_contain_text("gap")

    aisha = as_("aisha", "cx-council")
    agenda = aisha.sees(QUESTION)
    agenda.get_by_role("button", name="Add other business").click()
    aisha.reads("It goes on the agenda for Tue 9 February, with your name")
    aisha.submits()
    expect(aisha.field("told").get_by_test_id("modal-error")).to_be_visible()
    aisha.fills("told", "The new tariff starts on 1 March; who answers the calls?")
    look("other business")
    picture("agenda-other-business")
    aisha.submits()
    aisha.reads("It is on the agenda for Tue 9 February, under other business.")
    aisha.closes()
    agenda.get_by_test_id("thread-open").click()
    expect(page.get_by_test_id("thread")).to_contain_text("who answers the calls?")
    picture("agenda-added")


def test_the_chair_reads_a_brief_on_the_eve(as_: As, script: Script, picture: Picture, look: Look) -> None:
    _three_areas(script)
    told.reports(script, "aisha", "customer-service", {"did:F1": SAID["did"], "attending": "lead"})
    script.clock(to="2027-02-08T17:00:00+00:00")
    priya = as_("priya", "dm")
    brief = priya.sees("Tomorrow's council, Tue 9 February, 14:00:")
    expect(brief).to_contain_text("Open with: Marketing, which has not opened the reports before.")
    look("the brief")
    picture("agenda-brief")
    brief.get_by_role("button", name="Write the question").click()
    priya.fills("question", QUESTION)
    priya.submits()
    priya.reads("The agenda for Tue 9 February is up to date")


def test_somebody_without_a_role_looks_at_the_agenda_and_at_past_ones(
    as_: As, script: Script, picture: Picture, look: Look
) -> None:
    told.reports(script, "aisha", "customer-service", SAID)
    script.clock(to="2027-02-05T09:00:00+00:00")
    layla = as_("layla", "general")
    layla.types("/cx-agenda")
    layla.sees("Posted by the timetable, without a question.")
    picture("agenda-look")
    layla.types("/cx-agenda past")
    layla.reads("February 2027")
    look("past agendas")
    picture("agenda-past")


@pytest.mark.parametrize(
    ("who", "says", "name"),
    [
        ("priya", "1 of 6", "home-chair"),
        ("aisha", "Customer Service", "home-lead"),
        ("nina", "Re-target ads", "home-owner"),
        ("layla", "Tell the council", "home-newcomer"),
    ],
)
def test_home_is_for_everybody(
    page: Page, as_: As, script: Script, picture: Picture, look: Look, who: str, says: str, name: str
) -> None:
    told.reports(script, "aisha", "customer-service", SAID)
    script.command("priya", "cx-council", "/cx-action", "@nina Re-target ads to postcodes with live capacity by friday")
    script.submit("priya")
    script.close("priya", all=True)
    as_(who, "home")
    expect(page.get_by_test_id("home")).to_contain_text(says)
    look(f"the Home of {who}")
    picture(name)
