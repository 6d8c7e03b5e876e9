"""The month of `make demo`, lived in a real browser, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import As

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def test_a_month_from_report_to_done(page: Page, as_: As, picture: Callable[[str], None]) -> None:
    expect(page.get_by_test_id("clock-now")).to_contain_text("27 January 2027")
    picture("start")
    aisha = as_("aisha", "customer-service")
    aisha.types("/cx-report")
    aisha.reads("Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00")
    picture("report-form")
    aisha.submits()
    expect(aisha.field("did").get_by_test_id("modal-error")).to_be_visible()
    picture("report-form-errors")
    aisha.fills("did", "Logged 1,302 calls about broken promises in January. Call tag “promise” is live.")
    aisha.chooses("attending", "Me, Aisha Khan")
    aisha.presses("+ A customer said")
    aisha.fills("customer_quote", "They promised next day. I took a day off work for nothing.")
    aisha.submits()
    aisha.reads("Thank you, Aisha. Customer Service's report is in, six working days early.")
    picture("report-sent")
    aisha.closes()

    priya = as_("priya", "cx-council")
    priya.sees("1 of 6 in")
    picture("board")
    priya.types("/cx-agenda")
    priya.reads("Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    priya.fills("question", "How do we stop promising what we can't deliver?")
    picture("agenda-form")
    priya.presses("Preview")
    priya.reads("Only you see this. Nothing is posted yet.")
    priya.reads("How do we stop promising what we can't deliver?")
    picture("agenda-preview")
    priya.goes_back()
    priya.submits()
    priya.reads("on its way")
    priya.closes()

    priya.types("/cx-action @nina re-target ads to postcodes with live capacity by end of next month")
    priya.reads("Fri 26 February")
    picture("action-form")
    priya.submits()
    priya.reads("A-1 is open: Nina Castillo, due Fri 26 February.")
    priya.closes()
    agenda = priya.sees("How do we stop promising what we can't deliver?")
    expect(agenda).to_contain_text("Not due: A-1")
    picture("agenda")
    agenda.get_by_test_id("thread-open").click()
    expect(page.get_by_test_id("thread")).to_contain_text("Logged 1,302 calls")
    picture("agenda-thread")

    nina = as_("nina", "marketing")
    nina.sees("A-1")
    picture("action-card")
    page.get_by_test_id("clock-next").click()  # nine in Kolkata, half past ten at Nina's
    expect(page.get_by_test_id("clock-now")).to_contain_text("1 February 2027, 22:30")
    page.get_by_test_id("clock-next").click()  # nine in London
    nudge = nina.sees("Before Tuesday 9 February: Marketing's open actions.")
    expect(page.get_by_test_id("clock-now")).to_contain_text("2 February")
    picture("nudge")
    nudge.get_by_role("button", name="Done").click()
    nina.reads("What shows that it is done?")
    nina.fills("evidence", "New postcodes live since Monday.")
    picture("done-form")
    nina.submits()
    nina.reads("A-1 is done.")
    nina.closes()
    expect(nudge).to_contain_text("Done by Nina Castillo")
    expect(nudge.get_by_role("button", name="Done")).to_have_count(0)
    picture("nudge-done")


def test_home_says_what_i_owe_and_when_we_meet(page: Page, as_: As, picture: Callable[[str], None]) -> None:
    priya = as_("priya", "cx-council")
    priya.types("/cx-action @ravi estimate the activation-date lookup before the next meeting")
    priya.submits()
    priya.reads("A-1 is open")
    priya.closes()
    as_("ravi", "home")
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("19:30 your time")
    expect(home).to_contain_text("estimate the activation-date lookup")
    picture("home")


def test_the_wrong_person_is_told_whom_to_ask(page: Page, as_: As, picture: Callable[[str], None]) -> None:
    nina = as_("nina", "marketing")
    nina.types("/cx-report")
    nina.sees("Reports come from a department's lead or deputy.")
    picture("wrong-person")
