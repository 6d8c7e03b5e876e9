"""What a channel refuses, and what nobody knows of, in a real browser: who hears of it, and how it is mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.__main__ import Trial, trial
from tests.browser.conftest import As, Look, Picture
from tests.browser.people import Person
from tests.rungs import WITH_TEST_RUNGS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AGENDA = "the agenda of the February meeting"
CARD = "the card of A-2 (Marketing)"
QUESTION = "How do we stop promising what we can't deliver?"
WITHOUT_HISTORY = {"withhold_scopes": frozenset({"channels:history", "groups:history", "im:history"})}
WITH_MORE_RUNGS = {"ladder": WITH_TEST_RUNGS}


@pytest.fixture
def larkspur(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Trial]:
    """Larkspur as `make demo` starts it; without the scopes, or with the rungs, that a test names."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", **getattr(request, "param", {})) as running:
        yield running


def test_what_a_channel_refuses_people_have_in_person_until_the_bot_is_let_in_again(
    as_: As, page: Page, picture: Picture, look: Look
) -> None:
    priya = as_("priya", "cx-council")
    _agrees(priya, "@nina re-target ads to postcodes with live capacity by end of next month", "A-1")
    nina = as_("nina", "marketing")
    nina.sees("A-1")
    _takes_the_app_out(page)
    priya = as_("priya", "cx-council")
    _agrees(priya, "@felix take the “next-day” banner off the site by 12 February", "A-2")

    priya = as_("priya", "dm")
    note = priya.sees("I can't post in #marketing: I'm not in it.")
    expect(note).to_contain_text("Felix Hart and Dana Okoye have the action cards in person.")
    expect(note).to_contain_text("Invite me: type /invite @CX Council in #marketing, and I'll post there again.")
    look("the note to the chair")
    picture("fallback-chair")
    felix = as_("felix", "dm")
    felix.sees("A-2 · @Felix Hart — take the “next-day” banner off the site — due Fri 12 February")

    nina = as_("nina", "dm")
    nina.waits_until("2027-02-02T09:05")
    reminder = nina.sees("Before Tuesday 9 February: Marketing's open actions.")
    expect(reminder).to_contain_text("A-1")
    expect(reminder).not_to_contain_text("A-2")
    look("a reminder in person")
    picture("fallback-dm")
    dana = as_("dana", "dm")
    everything = dana.sees("Before Tuesday 9 February: Marketing's open actions.")
    expect(everything).to_contain_text("A-1")
    expect(everything).to_contain_text("A-2")

    dana = as_("dana", "marketing")
    expect(_about(page, "A-2")).to_have_count(0)
    dana.types("/cx-council delivery")
    dana.sees("Please ask Priya Raman or Tom Ashby.")
    expect(page.get_by_test_id("modal")).to_have_count(0)

    priya = as_("priya", "dm")
    priya.sees("Dana Okoye, Felix Hart and Nina Castillo have the day's reminders and the action cards in person.")
    expect(_about(page, "#marketing")).to_have_count(1)
    priya = as_("priya", "cx-council")
    priya.types("/cx-council delivery")
    priya.reads("Could not be sent")
    priya.reads("The card of A-2 (Marketing)")
    priya.reads("Dana Okoye, Felix Hart and Nina Castillo have it in person. Invite me: type /invite @CX Council")
    look("delivery")
    picture("delivery")
    priya.presses(f"Retry: {CARD}")
    priya.reads("Still not: I'm not in #marketing.")
    look("delivery after a retry")
    picture("delivery-retry")
    priya.closes()

    nina = as_("nina", "marketing")
    _lets_the_app_in(page)
    card = nina.sees("A-2 · @Felix Hart — take the “next-day” banner off the site")
    expect(card.get_by_role("button", name="Done")).to_be_visible()
    look("the channel that takes posts again")
    picture("recovered")
    expect(_about(page, "Before Tuesday 9 February")).to_have_count(0)
    expect(_about(page, "A-2")).to_have_count(1)
    priya = as_("priya", "dm")
    priya.sees("I can post in #marketing again.")
    expect(_about(page, "#marketing")).to_have_count(1)
    priya = as_("priya", "cx-council")
    priya.types("/cx-council delivery")
    priya.reads("Everything got where it should.")
    expect(priya.modal).not_to_contain_text("Could not be sent")
    look("delivery once all is well")
    priya.presses("Show all: Sent lately")
    expect(priya.modal.get_by_role("button", name="Back to all messages")).to_be_visible()
    priya.reads("The card of A-2 (Marketing) · #marketing · Tue 2 February, 14:05")  # refused that morning
    look("all that was sent")
    priya.presses("Older messages")
    expect(priya.modal.get_by_role("button", name="Newer messages")).to_be_visible()
    expect(priya.modal).not_to_contain_text("The card of A-2 (Marketing) · #marketing")
    look("all that was sent before")


@pytest.mark.parametrize("larkspur", [WITHOUT_HISTORY], indirect=True)
def test_of_an_agenda_in_doubt_the_chair_is_asked_and_says_that_it_is_there(
    as_: As, page: Page, picture: Picture, look: Look
) -> None:
    question = _loses_the_agenda(as_, page)
    look("the question whether it arrived")
    picture("arrived-question")
    question.get_by_role("button", name=f"It's there: {AGENDA}").click()
    settled = Person(page).sees("The agenda of the February meeting is in the council's channel: Priya Raman looked")
    expect(settled.get_by_role("button", name="Post it again")).to_have_count(0)
    look("the question settled")
    priya = as_("priya", "cx-council")
    expect(_about(page, QUESTION)).to_have_count(1)
    priya.types("/cx-council delivery")
    priya.reads("Somebody looked, and it is there.")
    expect(priya.modal).not_to_contain_text("May have been sent")


@pytest.mark.parametrize("larkspur", [WITHOUT_HISTORY], indirect=True)
def test_an_agenda_in_doubt_is_posted_again_once_the_chair_has_read_what_that_means(
    as_: As, page: Page, picture: Picture, look: Look
) -> None:
    _loses_the_agenda(as_, page)
    priya = as_("priya", "cx-council")
    expect(_about(page, QUESTION)).to_have_count(1)
    priya.types("/cx-council delivery")
    priya.reads("May have been sent")
    look("delivery in doubt")
    priya.presses(f"Post it again: {AGENDA}")
    expect(page.get_by_test_id("confirm")).to_contain_text("If it did arrive, it will be there twice.")
    look("what posting again means")
    picture("arrived-again")
    priya.confirms()
    priya.reads("The agenda of the February meeting is on its way again.")
    priya.closes()
    expect(_about(page, QUESTION)).to_have_count(2)
    priya = as_("priya", "dm")
    settled = priya.sees("The agenda of the February meeting was posted again in the council's channel: Priya Raman")
    expect(settled.get_by_role("button", name="Post it again")).to_have_count(0)


@pytest.mark.parametrize("larkspur", [WITH_MORE_RUNGS], indirect=True)
def test_all_reminders_of_a_morning_are_one_message(as_: As, page: Page, look: Look) -> None:
    priya = as_("priya", "cx-council")
    _agrees(priya, "@nina re-target ads to postcodes with live capacity by 26 February", "A-1")
    _agrees(priya, "@felix take the “next-day” banner off the site by 3 February", "A-2")
    _agrees(priya, "@felix count the calls that the banner brought by 1 February", "A-3")
    felix = as_("felix", "marketing")
    felix.waits_until("2027-02-02T09:05")
    digest = felix.sees("Before Tuesday 9 February")
    for number in ("A-1", "A-2", "A-3"):
        expect(digest).to_contain_text(number)
    look("a morning's reminders")
    expect(_about(page, "Before Tuesday 9 February")).to_have_count(1)
    dana = as_("dana", "dm")
    dana.sees("A-3")
    look("the lead's reminder")


def _agrees(chair: Person, text: str, number: str) -> None:
    chair.types(f"/cx-action {text}")
    chair.submits()
    chair.reads(f"{number} is open")
    chair.closes()


def _about(page: Page, text: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=text)


def _takes_the_app_out(page: Page) -> None:
    page.get_by_test_id("channel-details").click()
    channel = page.get_by_test_id("panel-channel")
    channel.get_by_role("button", name="Remove CX Council").click()
    expect(channel.get_by_role("heading", name="3 members")).to_be_visible()
    page.get_by_test_id("panel-close").click()


def _lets_the_app_in(page: Page) -> None:
    page.get_by_test_id("channel-details").click()
    channel = page.get_by_test_id("panel-channel")
    channel.get_by_test_id("add-person").select_option("CX Council (the app)")
    channel.get_by_test_id("add").click()
    expect(channel.get_by_role("heading", name="4 members")).to_be_visible()
    page.get_by_test_id("panel-close").click()


def _loses_the_agenda(as_: As, page: Page) -> Locator:
    """The chair posts the agenda, Slack's answer is lost, and nothing may be looked up: the question the chair gets."""
    priya = as_("priya", "cx-council")
    page.get_by_test_id("trouble-toggle").click()
    lost = page.get_by_test_id("panel-trouble").locator('[data-kind="drop_after_accept"]')
    lost.locator("summary").click()
    lost.get_by_label("Only calls of this method").fill("chat.postMessage")
    lost.get_by_label("Only in this channel").select_option("#cx-council")
    lost.get_by_test_id("ask-for").click()
    expect(lost.get_by_test_id("asked")).to_have_text("Asked for.")
    page.get_by_test_id("panel-close").click()
    priya.types("/cx-agenda")
    priya.fills("question", QUESTION)
    priya.submits()
    priya.reads("on its way")
    priya.closes()
    priya.sees(QUESTION)
    return as_("priya", "dm").sees("Did the agenda of the February meeting arrive in the council's channel?")
