"""What axe (the rules of axe-core) finds: nothing serious, wherever the month leads and whatever is open."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import overflow, violations
from tests.browser.conftest import As

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_nothing_serious_is_found_on_the_way_through_the_month(page: Page, as_: As) -> None:
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(violations(page, where))
        assert overflow(page) == 0, where

    expect(page.get_by_test_id("message").first).to_be_visible()
    look("start")
    aisha = as_("aisha", "customer-service")
    aisha.types("/cx-report")
    aisha.reads("Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00")
    look("report form")
    aisha.submits()
    expect(aisha.field("did").get_by_test_id("modal-error")).to_be_visible()
    look("report form with complaints")
    aisha.fills("did", "Logged 1,302 calls.")
    aisha.chooses("attending", "Me, Aisha Khan")
    aisha.presses("+ A customer said")
    expect(aisha.field("customer_quote")).to_be_visible()
    look("report form with a question unfolded")
    aisha.submits()
    aisha.reads("Thank you, Aisha.")
    look("report sent")
    aisha.closes()

    priya = as_("priya", "cx-council")
    priya.types("/cx-agenda")
    priya.reads("Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    look("agenda form")
    priya.fills("question", "How do we stop promising what we can't deliver?")
    priya.presses("Preview")
    priya.reads("Only you see this. Nothing is posted yet.")
    look("agenda preview")
    priya.goes_back()
    priya.submits()
    priya.reads("on its way")
    look("agenda posted")
    priya.closes()
    priya.types("/cx-action @nina re-target ads to postcodes with live capacity by end of next month")
    priya.reads("Fri 26 February")
    look("action form")
    priya.submits()
    priya.reads("A-1 is open: Nina Castillo, due Fri 26 February.")
    look("action agreed")
    priya.closes()
    agenda = priya.sees("How do we stop promising what we can't deliver?")
    agenda.get_by_test_id("thread-open").click()
    expect(page.get_by_test_id("thread")).to_contain_text("Logged 1,302 calls")
    look("thread")

    nina = as_("nina", "marketing")
    page.get_by_test_id("clock-next").click()  # nine in Kolkata, half past ten at Nina's
    expect(page.get_by_test_id("clock-now")).to_contain_text("1 February 2027, 22:30")
    page.get_by_test_id("clock-next").click()  # nine in London
    nudge = nina.sees("Before Tuesday 9 February: Marketing's open actions.")
    look("nudge")
    nudge.get_by_role("button", name="Done").click()
    nina.reads("What shows that it is done?")
    look("done form")
    nina.closes()
    as_("nina", "home")
    expect(page.get_by_test_id("home")).to_contain_text("your time")
    look("home")
    assert found == []


def test_nothing_serious_is_found_in_what_opens_around_the_conversation(page: Page, as_: As) -> None:
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(violations(page, where))
        assert overflow(page) == 0, where

    as_("priya", "cx-council")
    composer = page.get_by_test_id("composer")
    composer.fill("/")
    expect(page.get_by_test_id("completion").first).to_be_visible()
    look("completions")
    composer.fill("")
    page.get_by_test_id("clock-go-to").click()
    look("going to a time")
    page.keyboard.press("Escape")
    if page.locator("#sidebar-toggle").is_visible():
        page.locator("#sidebar-toggle").click()
    page.get_by_test_id("person-menu").click()
    expect(page.get_by_test_id("person-option").first).to_be_visible()
    look("people to be")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_test_id("switcher")).to_be_visible()
    look("where to go")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    expect(page.get_by_test_id("keys")).to_be_visible()
    look("keyboard")
    page.keyboard.press("Escape")
    page.get_by_test_id("developer-toggle").click()
    page.locator(".developer-row summary").first.click()
    look("developer")
    page.get_by_test_id("developer-close").click()

    page.get_by_test_id("trouble-toggle").click()
    trouble = page.get_by_test_id("panel-trouble")
    for summary in trouble.locator("summary").all():
        summary.click()
    trouble.locator("[data-kind=delay]").get_by_test_id("setting").first.fill("1")
    trouble.locator("[data-kind=delay]").get_by_test_id("ask-for").click()
    expect(page.get_by_test_id("waiting-fault")).to_have_count(1)
    look("trouble")
    page.get_by_test_id("clear").click()
    expect(page.get_by_test_id("waiting-fault")).to_have_count(0)
    page.get_by_test_id("panel-close").click()

    page.get_by_test_id("channel-details").click()
    expect(page.get_by_test_id("panel-channel")).to_be_visible()
    look("channel")
    page.get_by_test_id("panel-channel").get_by_role("button", name="Aisha Khan Head").click()
    expect(page.get_by_test_id("panel-person")).to_be_visible()
    look("account")
    page.get_by_test_id("panel-close").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("Workspace")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("panel-workspace")).to_be_visible()
    look("workspace")
    page.get_by_test_id("panel-close").click()
    as_("priya", "marketing")
    expect(page.get_by_test_id("composer-closed")).to_be_visible()
    look("a channel not joined")
    as_("priya", "dm")
    look("messages with the app")
    assert found == []
