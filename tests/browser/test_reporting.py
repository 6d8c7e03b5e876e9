"""Reports in a real browser, on a desk and on a phone: written, met by a colleague's, left and taken up, read again."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.__main__ import LARKSPUR, Trial, trial
from playground.script import Script
from tests.browser.conftest import As, Look, Picture
from tests.browser.people import Person
from tests.journeys import told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

THREE_AREAS = "Promise at the point of sale\nActivation day\nFirst bill"
FIVE_AREAS = f"{THREE_AREAS}\nMoving house\nWhen the line is down"
LOGGED = "Logged 1,302 calls about broken promises in January. Call tag “promise” is live."
NEXT = "Tag chats as well, and send Sales the weekly count by postcode."
A_DAY_OFF = "They promised next day. I took a day off work for nothing."
A_WEEK = "From 1 March, quotes name a week instead of a day."
MIGRATION = "Network migration month, no change for customers."


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """What is running until the test ends, or stops it."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Where the bot keeps things, through a restart too."""
    return f"sqlite:///{tmp_path}/council.sqlite3"


@pytest.fixture
def larkspur(running: ExitStack, database_url: str) -> Trial:
    """Larkspur as `make demo` starts it."""
    return running.enter_context(trial(database_url=database_url))


@pytest.fixture
def second_window(page: Page, larkspur: Trial) -> Iterator[Page]:
    """A second window, in which Ines is at work at the same time."""
    opened = page.context.new_page()
    opened.goto(f"{larkspur.playground.url}/#as=ines&in=sales")
    expect(opened.locator("body.ready")).to_have_count(1)
    yield opened
    opened.close()


def test_a_first_report_with_five_focus_areas(as_: As, script: Script, picture: Picture, look: Look) -> None:
    _charter_names(script, FIVE_AREAS)
    aisha = as_("aisha", "customer-service")
    aisha.sees("Customer Service's report is due Thu 4 February, 17:00. It takes about five minutes.")
    look("the call for reports")
    picture("report-call")
    aisha.types("/cx-report")
    aisha.reads("Promise at the point of sale: what did you do, and what is in place now?")
    expect(aisha.field("did:F2")).to_have_count(0)
    look("a fresh report form")
    picture("report-first")
    aisha.fills("next:F1", NEXT)
    aisha.presses("+ A customer said")
    aisha.fills("customer_quote", A_DAY_OFF)
    aisha.chooses("attending", "Me, Aisha Khan")
    aisha.submits()
    expect(aisha.field("did:F1").get_by_test_id("modal-error")).to_be_visible()
    expect(aisha.field("customer_quote").locator("textarea")).to_have_value(A_DAY_OFF)
    expect(aisha.field("next:F1").locator("textarea")).to_have_value(NEXT)
    look("a report form with something missing")
    picture("report-missing")

    aisha.fills("did:F1", LOGGED)
    for part in ("Activation day", "First bill", "Moving house", "When the line is down", "We're changing something"):
        aisha.presses(f"+ {part}")
        expect(aisha.modal.get_by_role("button", name=f"+ {part}", exact=True)).to_have_count(0)
    aisha.fills("did:F5", "We ring back once the line is up again.")
    aisha.chooses("alignment:F1", "Drifting from …")
    aisha.picks("drifting_from:F1", "Sales")
    expect(aisha.field("did:F1").locator("textarea")).to_have_value(LOGGED)
    look("a report form with everything unfolded")
    _button(aisha.modal, "+ New research").scroll_into_view_if_needed()
    picture("report-unfolded", from_top=False)
    aisha.submits()
    aisha.reads("Thank you, Aisha. Customer Service's report is in, six working days early.")
    look("that a report is in")


def test_a_second_months_report_is_half_written_and_the_first_can_be_read_and_taken_away(
    as_: As, page: Page, script: Script, picture: Picture, look: Look
) -> None:
    _charter_names(script, THREE_AREAS)
    _reports_in_january(script)
    script.clock(to="2027-02-10T14:00:00+00:00")
    told.press(script, "priya", script.last_message("@priya"), "It took place", "dm")
    script.clock(to="2027-02-24T10:12:00+00:00")

    aisha = as_("aisha", "customer-service")
    asked = aisha.sees("Last time, for Tue 9 February: “Logged 1,302 calls")
    look("the second call for reports")
    _button(asked, "Write the report").click()
    expect(aisha.field("did:F1").locator("textarea")).to_have_value(NEXT)
    aisha.reads("What you wrote for 9 February under “What comes next?” stands here as done.")
    aisha.reads("In your report for 9 February: Logged 1,302 calls")
    look("a report form that is half written")
    picture("report-second")
    aisha.submits()
    aisha.reads("Thank you, Aisha. Customer Service's report is in, six working days early.")
    picture("report-second-sent")
    aisha.closes()

    aisha.types("/cx-report show")
    aisha.reads("Customer Service — March 2027")
    _button(aisha.modal, "Earlier month").click()
    aisha.reads("Customer Service — February 2027")
    aisha.reads(LOGGED)
    look("a report as it is read")
    picture("report-show")
    aisha.closes()
    aisha.types("/cx-report history")
    aisha.reads("Customer Service's reports · 2 meetings, the latest first")
    look("a department's past reports")
    picture("report-history")
    _button(aisha.modal, "Export").click()
    aisha.reads("are in our direct messages: one file to read, one for a spreadsheet.")
    look("where the files are")
    picture("report-export")
    aisha.closes()
    priya = as_("priya", "cx-council")
    priya.types("/cx-report show all february")
    priya.reads("Reports for Tue 9 February 2027 · 2 of 6 in")
    priya.reads(A_DAY_OFF)
    look("all reports of a meeting")
    picture("report-all")
    as_("aisha", "dm")
    expect(page.get_by_test_id("file")).to_have_count(2)
    look("two files in a direct message")
    picture("report-files")


def test_of_two_who_write_at_once_the_second_sees_both_and_nothing_is_lost(
    as_: As, second_window: Page, script: Script, picture: Picture, look: Look
) -> None:
    marcus, ines = as_("marcus", "sales"), Person(second_window)
    for person in (ines, marcus):
        person.types("/cx-report")
        person.reads("Sales · meeting Tue 9 February")
    ines.fills("did", "The call script is being rewritten; nobody says “next day” from March on.")
    ines.chooses("attending", "Me, Ines Duarte")
    ines.presses("Save draft")
    ines.reads("Draft saved.")
    script.clock(by="PT8M")
    marcus.fills("did", "We count how often “next day” is promised: 410 times in January.")
    marcus.chooses("attending", "Me, Marcus Bell")
    marcus.submits()
    marcus.reads("Ines Duarte saved at 10:12")
    look("that somebody saved meanwhile")
    picture("report-conflict")
    marcus.presses("See both")
    marcus.reads("nobody says “next day” from March on.")
    marcus.reads("410 times in January.")
    look("both versions")
    picture("report-both")
    marcus.presses("Use mine")
    expect(marcus.modal.locator("textarea").first).to_have_value(
        "We count how often “next day” is promised: 410 times in January."
    )
    look("the form with one's own version")
    script.clock(by="PT2M")
    marcus.submits()
    marcus.reads("Thank you, Marcus. Sales' report is in")
    marcus.closes()
    ines.closes()
    ines.types("/cx-report")
    ines.reads("This is the report as Marcus Bell sent it Wed 10:22.")
    ines.presses("Take up what I typed")
    expect(ines.modal.locator("textarea").first).to_have_value(
        "The call script is being rewritten; nobody says “next day” from March on."
    )


def test_what_was_typed_is_there_after_the_bot_was_restarted(
    as_: As, page: Page, running: ExitStack, database_url: str, picture: Picture, look: Look
) -> None:
    aisha = as_("aisha", "customer-service")
    aisha.types("/cx-report")
    aisha.fills("did", LOGGED)
    aisha.presses("+ A customer said")
    aisha.fills("customer_quote", A_DAY_OFF)
    with page.expect_response(lambda answer: "attending" in (answer.request.post_data or "")):
        aisha.chooses("attending", "Me, Aisha Khan")
    aisha.closes()
    page.goto("about:blank")
    running.close()
    later = datetime(2027, 1, 27, 10, 41, tzinfo=UTC)
    again = running.enter_context(
        trial(database_url=database_url, world_path=LARKSPUR, with_council=False, start_at=later)
    )
    page.goto(f"{again.playground.url}/#as=aisha&in=customer-service")
    expect(page.locator("body.ready")).to_have_count(1)
    aisha.types("/cx-report")
    aisha.reads("Taken up where you left off, Wed 10:12.")
    expect(aisha.field("did").locator("textarea")).to_have_value(LOGGED)
    expect(aisha.field("customer_quote").locator("textarea")).to_have_value(A_DAY_OFF)
    look("a report taken up again")
    picture("report-resumed")
    aisha.submits()
    aisha.reads("Customer Service's report is in")


def test_nothing_to_report_is_one_press_with_why_and_the_way_back(
    as_: As, page: Page, picture: Picture, look: Look
) -> None:
    ravi = as_("ravi", "it-platforms")
    asked = ravi.sees("Reports are open for the CX Council")
    _button(asked, "Nothing to report").click()
    ravi.reads("Thank you, Ravi. IT & Platforms has nothing to report for Tue 9 February.")
    ravi.fills("reason", MIGRATION)
    look("nothing to report")
    picture("report-nothing")
    ravi.submits()
    ravi.reads("The agenda says why:")
    look("why there is nothing to report")
    ravi.closes()
    as_("priya", "cx-council").sees("IT & Platforms — nothing to report")
    ravi = as_("ravi", "it-platforms")
    ravi.types("/cx-report nothing")
    ravi.presses("Undo")
    ravi.reads("Taken back. IT & Platforms' report is open again, due Thu 4 February, 22:30 your time.")
    look("that it is taken back")
    picture("report-undone")
    ravi.closes()
    ravi.sees("Reports are open for the CX Council")
    expect(_button(page, "Nothing to report")).to_be_visible()


def test_after_the_deadline_the_chair_sees_who_is_in_and_a_late_report_is_told_in_the_thread(
    as_: As, page: Page, script: Script, picture: Picture, look: Look
) -> None:
    for name, channel in (("marcus", "sales"), ("dana", "marketing"), ("aisha", "customer-service")):
        told.reports(script, name, channel, {"did": LOGGED, "attending": "lead"})
    script.clock(to="2027-02-04T17:05:00+00:00")
    priya = as_("priya", "dm")
    summary = priya.sees("3 of 6 reports are in.")
    expect(summary).to_contain_text("Not yet: Operations, Finance & Billing, IT & Platforms.")
    look("who is in after the deadline")
    picture("report-deadline")
    _button(summary, "Excuse Finance & Billing").click()
    expect(summary).to_contain_text("Excused: Finance & Billing")
    look("who is excused")
    picture("report-excused")
    priya = as_("priya", "cx-council")
    priya.types("/cx-report status")
    priya.sees("Finance & Billing — excused")
    look("who is in, for the chair")
    picture("report-status")

    script.clock(to="2027-02-05T11:20:00+00:00")
    told.reports(script, "owen", "field-ops", {"did": "We publish the real wait every week.", "attending": "lead"})
    priya = as_("priya", "cx-council")
    agenda = priya.sees("agenda v2")
    expect(agenda).to_contain_text("Operations (added Fri 11:20)")
    look("an agenda with a late report")
    picture("report-late")
    agenda.get_by_test_id("thread-open").click()
    thread = page.get_by_test_id("thread")
    expect(thread).to_contain_text("Agenda v2: Operations' report added (late).")
    thread.get_by_text("Agenda v2: Operations' report added (late).").scroll_into_view_if_needed()
    look("the note in the agenda's thread")
    picture("report-late-thread")


def test_a_change_is_told_to_who_will_feel_it_and_anybody_can_tell_the_council(
    as_: As, page: Page, script: Script, picture: Picture, look: Look
) -> None:
    owen = as_("owen", "field-ops")
    owen.types("/cx-report")
    owen.fills("did", "We publish the real wait every week.")
    owen.presses("+ We're changing something")
    owen.fills("change", A_WEEK)
    owen.picks("affected", "Sales")
    owen.chooses("attending", "Me, Owen Price")
    look("a change in a report form")
    owen.submits()
    owen.reads("I've told Sales what changes.")
    owen.closes()
    marcus = as_("marcus", "sales")
    heads_up = marcus.sees("Operations is changing something that Sales may feel:")
    expect(heads_up).to_contain_text(A_WEEK)
    look("a heads-up")
    picture("heads-up")
    _button(heads_up, "Let's talk first").click()
    expect(heads_up).to_contain_text("Sales would like to talk first (Marcus Bell, Wed 27 January).")
    look("a heads-up that was answered")
    picture("heads-up-answered")
    as_("owen", "dm").sees("Sales would like to talk first about what you are changing:")
    look("what the other department hears")
    picture("heads-up-told")

    nina = as_("nina", "marketing")
    nina.types("/cx-report")
    nina.sees("Reports come from a department's lead or deputy.")
    _button(page, "Tell the council").click()
    nina.reads("Something the CX council should know or talk about?")
    nina.fills("told", "People in new postcodes ask me when the line comes. I have no date to give them.")
    look("telling the council")
    picture("tell-form")
    nina.submits()
    nina.reads("Thank you, Nina. Priya Raman has it")
    nina.closes()
    told_her = as_("priya", "dm").sees("Nina Castillo tells the council:")
    look("what was told the chair")
    picture("told")
    _button(told_her, "Put on the agenda").click()
    expect(told_her).to_contain_text(
        "On the agenda for Tue 9 February, under any other business (Priya Raman, Wed 27 January)."
    )
    as_("nina", "dm").sees("What you told the council is on the agenda")


def _charter_names(script: Script, focus_areas: str) -> None:
    """The chair gives the council these focus areas, one a line."""
    script.command("priya", "cx-council", "/cx-council", "charter")
    script.press("priya", "cx_charter_edit", view=True)
    adopted = script.submit("priya", {"focus_areas": focus_areas})
    assert adopted["ok"], adopted
    script.close("priya", all=True)


def _reports_in_january(script: Script) -> None:
    """Customer Service says what comes next, and Sales reports too."""
    script.command("aisha", "customer-service", "/cx-report")
    for part in ("area:F2", "customer_quote"):
        pressed = script.press("aisha", f"cx_report_unfold:{part}", view=True)
        assert pressed["ok"], pressed
    sent = script.submit(
        "aisha",
        {
            "did:F1": LOGGED,
            "next:F1": NEXT,
            "alignment:F1": "Aligned",
            "did:F2": "Every caller is told in one call on which day the line goes live.",
            "next:F2": "The same for people who move house.",
            "customer_quote": A_DAY_OFF,
            "attending": "lead",
        },
    )
    assert sent["ok"], sent
    script.close("aisha", all=True)
    told.reports(script, "marcus", "sales", {"did:F1": "The call script is being rewritten.", "attending": "lead"})


def _button(where: Page | Locator, word: str) -> Locator:
    """A button by the word that is on it; screen readers hear more than that."""
    return where.get_by_role("button").filter(has_text=word).last
