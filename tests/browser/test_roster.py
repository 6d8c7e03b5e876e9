"""The roster in a real browser: who is in, changed by two at once, away, merged; the check and the history after it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from playground.__main__ import Trial
from tests.browser.conftest import As, Look, Picture
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def toms_page(page: Page, larkspur: Trial) -> Iterator[Page]:
    """A second window in which Tom is at work at the same time."""
    opened = page.context.new_page()
    opened.goto(f"{larkspur.playground.url}/#as=tom&in=cx-council")
    expect(opened.locator("body.ready")).to_have_count(1)
    yield opened
    opened.close()


def test_two_who_save_at_once_both_see_what_the_other_did(
    as_: As, page: Page, toms_page: Page, picture: Picture, look: Look
) -> None:
    priya, tom = as_("priya", "cx-council"), Person(toms_page)
    priya.types("/cx-council roster")
    priya.reads("Larkspur CX Council · 6 departments")
    priya.reads("Secretary Tom Ashby")
    look("roster")
    picture("roster")
    tom.types("/cx-council roster")
    for person in (priya, tom):
        person.presses("Edit Finance & Billing")
        expect(person.field("department_deputy")).to_be_visible()
    look("department of the roster")
    picture("roster-department")
    tom.picks("department_deputy", "David Cho")
    tom.submits()
    tom.reads("Finance & Billing is saved.")
    tom.reads("Deputy David Cho")

    priya.picks("department_deputy", "Rhea Nair")
    priya.submits()
    priya.reads("Tom Ashby changed Finance & Billing while your form was open")
    priya.reads("Deputy: now David Cho; yours Rhea Nair")
    look("both in view")
    picture("roster-compare")
    priya.chooses("choice", "Keep theirs")
    priya.submits()
    priya.reads("What stood there is kept.")
    priya.reads("Deputy David Cho")


def test_away_is_two_days_and_a_colleague(as_: As, page: Page, picture: Picture, look: Look) -> None:
    marcus = as_("marcus", "sales")
    marcus.types("/cx-council me")
    marcus.reads("Lead of Sales")
    marcus.reads("You are not away.")
    look("me")
    marcus.presses("Set away")
    marcus.fills("away_until", "2027-01-20")
    marcus.picks("stand_in", "Ines Duarte")
    marcus.submits()
    marcus.reads_at("away_until", "The last day is before the first.")
    marcus.fills("away_until", "2027-03-12")
    look("away")
    picture("away")
    marcus.submits()
    marcus.reads("Away until Fri 12 March, Ines acts.")
    look("away now")
    picture("away-now")
    marcus.closes()

    ines = as_("ines", "dm")
    ines.sees("You act for Marcus Bell until Fri 12 March.")
    priya = as_("priya", "cx-council")
    priya.types("/cx-council roster")
    priya.reads("Marcus Bell (away until Fri 12 March, Ines Duarte acts)")


def test_a_department_is_merged_and_the_history_tells(as_: As, page: Page, picture: Picture, look: Look) -> None:
    priya = as_("priya", "cx-council")
    priya.types("/cx-action @nina re-target ads to postcodes with live capacity by end of next month")
    priya.submits()
    priya.reads("A-1 is open")
    priya.closes()
    priya.types("/cx-council check")
    priya.sees("things need you")
    look("check")
    picture("check")

    priya.types("/cx-council roster")
    priya.reads("Marketing")
    edit = priya.modal.get_by_role("button", name="Edit Marketing")
    edit.locator("xpath=following::button[1]").click()
    page.get_by_role("menuitem", name="Merge into…").click()
    priya.reads("It owns 1 action that somebody has to take:")
    priya.picks("heir", "Sales")
    priya.fills("reason", "Sales and Marketing are one team from February on.")
    look("merge")
    priya.submits()
    priya.reads("This will happen:")
    priya.reads("Its 1 action goes to Sales.")
    look("what the merge changes")
    picture("merge")
    priya.submits()
    priya.reads("Marketing is merged into Sales. 1 action goes to Sales.")
    priya.reads("5 departments")
    priya.closes()

    priya.types("/cx-council history")
    priya.reads("Priya Raman")
    priya.reads("Sales and Marketing are one team from February on.")
    look("history")
    picture("history")
    priya.closes()
    aisha = as_("aisha", "customer-service")
    aisha.types("/cx-council history")
    aisha.sees("chair")
    expect(page.get_by_test_id("modal")).to_have_count(0)
