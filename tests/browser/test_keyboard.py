"""The month of `make demo` without a mouse, and the ways about the page that make it bearable."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import As
from tests.browser.keyboard import Typist

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def typist(page: Page) -> Typist:
    expect(page.locator("body.ready")).to_have_count(1)
    return Typist(page)


def test_a_month_from_report_to_done_with_the_keyboard_alone(page: Page, typist: Typist) -> None:
    composer = page.get_by_test_id("composer")
    typist.becomes("Aisha Khan")
    typist.goes_to("customer-service")
    typist.says("/cx-report")
    typist.reads("Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00")
    typist.presses("Control+Enter")
    expect(typist.field("did").locator("textarea")).to_be_focused()
    complaint = re.compile("Please complete this required field")
    expect(typist.field("did").locator("textarea")).to_have_accessible_description(complaint)
    typist.fills("did", "Logged 1,302 calls about broken promises in January. Call tag “promise” is live.")
    typist.moves("Tab", typist.field("attending").locator("input").first)
    typist.presses("Space")
    expect(typist.field("attending").get_by_label("Me, Aisha Khan", exact=False)).to_be_checked()
    typist.moves("Tab", typist.modal.get_by_role("button", name="+ A customer said", exact=True))
    typist.presses("Enter")
    expect(typist.field("customer_quote")).to_be_visible()
    typist.fills("customer_quote", "They promised next day. I took a day off work for nothing.")
    typist.moves("Tab", typist.modal.get_by_test_id("modal-submit"))
    typist.presses("Enter")
    typist.reads("Thank you, Aisha. Customer Service's report is in, six working days early.")
    typist.closes()
    expect(composer).to_be_focused()

    typist.becomes("Priya Raman")
    typist.goes_to("cx-council")
    typist.says("/cx-agenda")
    typist.reads("Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    typist.fills("question", "How do we stop promising what we can't deliver?")
    typist.presses("Control+Enter")
    typist.reads("on its way")
    typist.closes()
    typist.says("/cx-action @nina re-target ads to postcodes with live capacity by end of next month")
    typist.reads("Fri 26 February")
    typist.presses("Control+Enter")
    typist.reads("A-1 is open: Nina Castillo, due Fri 26 February.")
    typist.closes()
    agenda = typist.finds("How do we stop promising what we can't deliver?")
    expect(agenda).to_contain_text("Not due: A-1")
    typist.moves("Tab", agenda.get_by_test_id("thread-open"))
    typist.presses("Enter")
    expect(page.get_by_test_id("thread")).to_contain_text("Logged 1,302 calls")
    expect(page.get_by_test_id("thread-composer")).to_be_focused()
    typist.presses("Escape")
    expect(page.get_by_test_id("thread")).to_have_count(0)
    expect(agenda).to_be_focused()

    typist.becomes("Nina Castillo")
    typist.moves("F6", page.locator("#clock button:visible").first)
    typist.moves("Tab", page.get_by_test_id("clock-next"))
    typist.presses("Enter")  # nine in Kolkata, half past ten at Nina's
    expect(page.get_by_test_id("clock-now")).to_contain_text("1 February 2027, 22:30")
    expect(page.get_by_test_id("clock-next")).to_be_focused()
    typist.presses("Enter")  # nine in London
    expect(page.get_by_test_id("clock-now")).to_contain_text("2 February")
    expect(page.get_by_test_id("clock-next")).to_be_focused()
    typist.goes_to("marketing")
    nudge = typist.finds("Before Tuesday 9 February: Marketing's open actions.")
    done = nudge.get_by_role("button", name="Done")
    typist.moves("Tab", done)
    typist.presses("Enter")
    typist.reads("What shows that it is done?")
    typist.fills("evidence", "New postcodes live since Monday.")
    typist.presses("Control+Enter")
    typist.reads("A-1 is done.")
    typist.closes()
    expect(nudge).to_contain_text("Done by Nina Castillo")
    expect(done).to_have_count(0)
    expect(page.locator("#main :focus")).to_have_count(1)

    typist.goes_to("CX Council Home")
    expect(page.get_by_test_id("home")).to_contain_text("your time")
    expect(page.locator("#main")).to_be_focused()


def test_the_list_of_people_and_of_channels_is_walked_with_arrows(page: Page, typist: Typist) -> None:
    narrow = page.locator("#sidebar-toggle").is_visible()
    if narrow:
        typist.moves("Tab", page.locator("#sidebar-toggle"))
        typist.presses("Enter")
    else:
        typist.moves("Tab", page.get_by_test_id("person-menu"))
    expect(page.get_by_test_id("person-menu")).to_be_focused()
    typist.presses("Enter")
    expect(page.get_by_test_id("person-search")).to_be_focused()
    typist.writes("Ravi")
    expect(page.get_by_test_id("person-option")).to_have_count(1)
    typist.presses("Enter")
    label = "You are Ravi Menon. Choose somebody else"
    expect(page.get_by_test_id("person-menu")).to_have_attribute("aria-label", label)
    if narrow:
        typist.moves("F6", page.locator("#sidebar-toggle"))
        typist.presses("Enter")
    expect(page.get_by_test_id("person-menu")).to_be_focused()
    typist.presses("Tab")
    expect(page.get_by_test_id("channel-link").and_(page.locator("[aria-current]"))).to_be_focused()
    typist.moves("ArrowDown", page.locator('[data-channel-name="it-platforms"]'))
    typist.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("it-platforms")
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_f6_leads_through_every_part_and_back(page: Page, typist: Typist) -> None:
    def part() -> str:
        parts = "#clock, #sidebar, #place-head, #messages, #composer, #rail"
        return str(page.evaluate(f"document.activeElement.closest('{parts}')?.id"))

    typist.goes_to("cx-council")
    expect(page.get_by_test_id("composer")).to_be_focused()
    seen = []
    for _ in range(6):
        typist.presses("F6")
        seen.append(part())
    assert seen[-1] in ("composer", "place-head", "messages")
    assert {"clock", "place-head", "messages", "composer"} <= set(seen)
    typist.moves("F6", page.get_by_test_id("composer"))
    typist.presses("F6", "Shift+F6")
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_the_keys_are_explained_where_they_are_needed(page: Page, typist: Typist) -> None:
    typist.goes_to("cx-council")
    typist.writes("?")
    expect(page.get_by_test_id("composer")).to_have_value("?")
    expect(page.get_by_test_id("keys")).to_have_count(0)
    typist.presses("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Go to a channel or Home")
    typist.presses("Escape")
    expect(page.get_by_test_id("composer")).to_be_focused()
    typist.presses("Backspace", "ArrowUp", "?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    typist.presses("Enter")
    expect(page.get_by_test_id("keys")).to_have_count(0)
    expect(page.get_by_test_id("message").last).to_be_focused()


def test_a_panel_is_opened_walked_and_left_with_keys(page: Page, typist: Typist) -> None:
    typist.goes_to("cx-council")
    typist.goes_to("Workspace")
    panel = page.get_by_test_id("panel-workspace")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    nina = panel.get_by_role("button", name="Nina Castillo")
    typist.moves("Tab", nina)
    typist.presses("Enter")
    expect(page.get_by_test_id("panel-person").get_by_role("heading", level=2)).to_be_focused()
    typist.presses("Escape")
    expect(panel).to_be_visible()
    typist.presses("Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_what_arrives_is_said_aloud(page: Page, typist: Typist, as_: As) -> None:
    spoken = page.get_by_test_id("live-region")
    as_("priya", "cx-council")
    typist.goes_to("cx-news")
    expect(spoken).to_have_text("cx-news")
    typist.goes_to("cx-council")
    typist.says("/cx-action help")
    expect(spoken).to_contain_text("New message from CX Council: ")
    typist.goes_to("Clock: next event")
    expect(spoken).to_contain_text("2027")
