"""The panels: trouble asked for and called off, channels and accounts changed, what is closed said in its place."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.__main__ import Trial, trial
from tests.browser import conftest
from tests.browser.conftest import As
from tests.playground import trial as trials

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def panel(page: Page, kind: str) -> Locator:
    """The panel that is open."""
    opened = page.get_by_test_id(f"panel-{kind}")
    expect(opened).to_be_visible()
    return opened


def workspace(page: Page) -> Locator:
    """The workspace's panel, opened by its name above the channels."""
    if page.locator("#sidebar-toggle").is_visible():
        page.locator("#sidebar-toggle").click()
    page.get_by_test_id("workspace-toggle").click()
    return panel(page, "workspace")


def test_trouble_says_what_the_person_sees_is_asked_for_and_called_off(page: Page, as_: As, larkspur: Trial) -> None:
    faults = larkspur.playground.faults
    as_("priya", "cx-council")
    page.get_by_test_id("trouble-toggle").click()
    trouble = panel(page, "trouble")
    table = larkspur.playground.script.state()["troubles"]
    kinds = [row["kind"] for row in table if row["kind"] != "clear"]
    shown = trouble.get_by_test_id("trouble").evaluate_all("nodes => nodes.map(node => node.dataset.kind)")
    assert shown == kinds
    limited = trouble.locator('[data-kind="ratelimited"]')
    limited.locator("summary").click()
    sees = next(row["sees"] for row in table if row["kind"] == "ratelimited")
    expect(limited).to_contain_text(sees)
    limited.get_by_label("Retry after, in seconds").fill("7")
    limited.get_by_label("Only calls of this method").fill("chat.postMessage")
    limited.get_by_label("Only in this channel").select_option("#marketing")
    limited.get_by_label("How many times").fill("2")
    limited.get_by_test_id("ask-for").click()
    expect(limited.get_by_test_id("asked")).to_have_text("Asked for.")
    waiting = trouble.get_by_test_id("waiting-fault")
    expect(waiting).to_contain_text("chat.postMessage, in #marketing, 2 times; Retry after, in seconds: 7")
    fault = faults.waiting()[0]
    assert (fault.kind, fault.method, fault.times, fault.settings) == (
        "ratelimited",
        "chat.postMessage",
        2,
        {"retry_after": 7},
    )
    limited.get_by_test_id("ask-for").click()
    expect(waiting).to_have_count(2)
    waiting.first.get_by_test_id("call-off").click()
    expect(waiting).to_have_count(1)
    assert [one.id for one in faults.waiting()] != [fault.id]
    trouble.get_by_test_id("clear").click()
    expect(waiting).to_have_count(0)
    assert faults.waiting() == []


def test_trouble_in_the_program_waits_in_the_panel_and_is_called_off(page: Page, as_: As, larkspur: Trial) -> None:
    as_("priya", "cx-council")
    page.get_by_test_id("trouble-toggle").click()
    trouble = panel(page, "trouble")
    gone = trouble.locator('[data-kind="database_gone"]')
    gone.locator("summary").click()
    gone.get_by_label("How many times").fill("0")
    gone.get_by_test_id("ask-for").click()
    assert larkspur.machine.waiting() == [], "not even once is not asked for"
    gone.get_by_label("How many times").fill("2")
    gone.get_by_test_id("ask-for").dblclick()
    waiting = trouble.get_by_test_id("waiting-fault")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("The database is gone")
    expect(waiting).to_contain_text("whatever people ask for, 2 times")
    waiting.get_by_test_id("call-off").click()
    expect(waiting).to_have_count(0)
    assert larkspur.machine.waiting() == []


def test_a_step_of_the_tour_that_was_only_looked_at_is_not_ticked(page: Page) -> None:
    if not page.get_by_test_id("tour").is_visible():
        page.get_by_test_id("tour-toggle").click()
    step = page.get_by_test_id("tour-step").first
    before = step.inner_text()
    step.click()
    if not step.is_visible():
        page.get_by_test_id("tour-toggle").click()
    expect(step).to_be_visible()
    assert step.inner_text() == before
    expect(step.locator("svg")).to_have_count(0)


def test_a_second_click_does_not_ask_for_trouble_twice(page: Page, as_: As, larkspur: Trial) -> None:
    as_("priya", "cx-council")
    page.get_by_test_id("trouble-toggle").click()
    unavailable = panel(page, "trouble").locator('[data-kind="http_503"]')
    unavailable.locator("summary").click()
    unavailable.get_by_test_id("ask-for").dblclick()
    expect(unavailable.get_by_test_id("asked")).to_have_text("Asked for.")
    page.wait_for_load_state("networkidle")
    assert len(larkspur.playground.faults.waiting()) == 1


def test_the_app_is_taken_out_of_a_channel_and_let_in_again(page: Page, as_: As, larkspur: Trial) -> None:
    def members() -> list[str]:
        found = larkspur.playground.workspace.conversations.find_named("marketing")
        assert found is not None
        return list(found.members)

    bot = larkspur.playground.workspace.world.bot.user_id
    as_("nina", "marketing")
    page.get_by_test_id("channel-details").click()
    channel = panel(page, "channel")
    channel.get_by_role("button", name="Remove CX Council").click()
    expect(channel.get_by_role("heading", name="3 members")).to_be_visible()
    assert bot not in members()
    channel.get_by_test_id("add-person").select_option("CX Council (the app)")
    channel.get_by_test_id("add").click()
    expect(channel.get_by_role("heading", name="4 members")).to_be_visible()
    assert bot in members()


def test_what_a_person_may_not_do_is_said(page: Page, as_: As) -> None:
    as_("nina", "general")
    page.get_by_test_id("channel-details").click()
    channel = panel(page, "channel")
    channel.get_by_test_id("channel-leave").click()
    expect(channel.get_by_test_id("panel-complaint")).to_have_text("nobody leaves #general")


def test_a_channel_is_joined_from_where_the_composer_would_be(page: Page, as_: As) -> None:
    as_("priya", "marketing")
    expect(page.get_by_test_id("composer")).to_have_count(0)
    page.get_by_test_id("join").click()
    expect(page.get_by_test_id("composer")).to_be_visible()


def test_an_archived_channel_can_be_read_and_not_written_in(page: Page, as_: As) -> None:
    nina = as_("nina", "marketing")
    nina.types("The spring campaign is on")
    page.get_by_test_id("channel-details").click()
    channel = panel(page, "channel")
    channel.get_by_test_id("channel-archive").click()
    page.get_by_test_id("confirm-yes").click()
    expect(channel.get_by_test_id("channel-unarchive")).to_be_visible()
    closed = page.get_by_test_id("composer-closed")
    expect(closed).to_have_text("You are viewing #marketing, an archived channel.")
    channel.get_by_test_id("channel-unarchive").click()
    expect(channel.get_by_test_id("channel-archive")).to_be_visible()
    page.get_by_test_id("panel-close").click()
    expect(closed.or_(page.get_by_test_id("composer"))).to_be_visible()
    nina.sees("The spring campaign is on")


def test_a_deactivated_person_is_marked_and_cannot_be_chosen(page: Page, as_: As) -> None:
    as_("nina", "marketing")
    workspace(page).get_by_role("button", name="Nina Castillo").click()
    account = panel(page, "person")
    account.get_by_test_id("person-door").click()
    page.get_by_test_id("confirm-yes").click()
    expect(account.get_by_test_id("person-door")).to_have_text("Reactivate account")
    page.get_by_test_id("panel-close").click()
    expect(page.get_by_test_id("composer-closed")).to_contain_text("Nina Castillo's account is deactivated")
    if page.locator("#sidebar-toggle").is_visible():
        page.locator("#sidebar-toggle").click()
    page.get_by_test_id("person-menu").click()
    page.get_by_test_id("person-search").fill("Nina")
    option = page.get_by_test_id("person-option")
    expect(option).to_contain_text("Deactivated account")
    expect(option).to_have_attribute("aria-disabled", "true")
    page.get_by_test_id("person-search").fill("")
    page.get_by_test_id("person-option").filter(has_text="Felix Hart").click()
    expect(page.get_by_test_id("person-menu")).to_have_attribute(
        "aria-label", "You are Felix Hart. Choose somebody else"
    )


def test_somebody_moves_to_another_zone(page: Page, as_: As, larkspur: Trial) -> None:
    as_("priya", "cx-council")
    workspace(page).get_by_role("button", name="Nina Castillo").click()
    account = panel(page, "person")
    account.get_by_test_id("person-zone").select_option("Asia/Kolkata")
    account.get_by_test_id("person-save").click()
    expect(account).to_contain_text("15:42 Kolkata")
    nina = larkspur.playground.workspace.find_person("nina")
    assert nina is not None
    assert nina.tz == "Asia/Kolkata"


def test_messages_to_an_app_that_takes_none_have_no_composer(page: Page, as_: As) -> None:
    as_("priya", "dm")
    expect(page.get_by_test_id("composer-closed")).to_have_text("Sending messages to this app has been turned off.")


# ---- apps of other kinds ---------------------------------------------------------------------------------------------


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """A page at an address, on a desk."""
    context = chromium.new_context(viewport=conftest.WIDE, locale="en-GB", reduced_motion="reduce")

    def go(url: str) -> Page:
        page = context.new_page()
        page.goto(url)
        expect(page.locator("body.ready")).to_have_count(1)  # before that, presses are not heard
        return page

    yield go
    context.close()


def test_the_workspace_says_how_the_app_is_connected_and_what_it_was_not_allowed(
    opened: Callable[[str], Page], tmp_path: Path
) -> None:
    withheld = frozenset({"groups:history"})
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", withhold_scopes=withheld, over="http") as running:
        page = opened(running.playground.url)
        about = workspace(page)
        expect(about.get_by_test_id("transport")).to_contain_text("signed HTTP")
        expect(about.get_by_test_id("scopes")).to_contain_text("chat:write")
        expect(about.get_by_test_id("withheld-scopes")).to_have_text("groups:history")
        expect(page.get_by_test_id("sidebar-transport")).to_have_text("Signed HTTP")


def test_shortcuts_are_offered_at_the_composer_and_on_each_message(
    opened: Callable[[str], Page], tmp_path: Path
) -> None:
    with trials.trial(tmp_path) as running:
        running.app.shortcut("new_action")(lambda ack: ack())
        running.app.shortcut("record")(lambda ack: ack())
        ts = running.post("cx-council", text="Customers wait for a call back")
        page = opened(f"{running.playground.url}/#as=priya&in=cx-council")
        page.get_by_test_id("shortcuts").click()
        page.get_by_role("menuitem", name="New action").click()
        trials.until(lambda: bool(running.bodies("shortcut")), seconds=20)
        message = page.locator(f'#messages [data-ts="{ts}"]')
        message.hover()
        message.get_by_test_id("message-more").click()
        page.get_by_role("menuitem", name="Record it").click()
        trials.until(lambda: bool(running.bodies("message_action")), seconds=20)
        assert running.bodies("shortcut")[0]["callback_id"] == "new_action"
        assert running.bodies("message_action")[0]["message"]["ts"] == ts
