"""A real Chromium on the playground's page. The system's browser is used; CHROMIUM names another."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from playground.__main__ import Trial, trial
from playground.script import Script
from tests.browser.axe import overflow, violations
from tests.browser.people import Person

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDE: ViewportSize = {"width": 1200, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
# As root a sandbox cannot start, and on a machine without a way out the rest only asks for what cannot be had.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)

As = Callable[..., Person]
Look = Callable[[str], None]
Picture = Callable[..., None]
_TO_THE_TOP = """() => {
    const body = document.querySelector(".modal-body");
    if (body && !body.querySelector(".field-wrong")) body.scrollTop = 0;
}"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    named = os.environ.get("CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no Chromium is installed; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def larkspur(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur as `make demo` starts it, the scheduler at work."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3") as running:
        yield running


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur as `PLAYGROUND_COUNCIL=none make demo` starts it: Thursday 14 January, and no council yet."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_council=False) as running:
        yield running


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What other people do meanwhile."""
    return larkspur.playground.script


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, chromium: Browser, larkspur: Trial) -> Iterator[Page]:
    """The page, on a desk and on a phone. Anything its script complains about fails the test."""
    context = chromium.new_context(viewport=request.param, locale="en-GB", reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    opened.goto(larkspur.playground.url)
    expect(opened.locator("body.ready")).to_have_count(1)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def as_(page: Page, larkspur: Trial) -> As:
    """`as_("aisha", "customer-service")`: the page as that person, in that place."""

    def become(handle: str, place: str) -> Person:
        # by way of nowhere: between two addresses that differ after the # the page would only be told
        page.goto("about:blank")
        page.goto(f"{larkspur.playground.url}/#as={handle}&in={place}")
        expect(page.locator("body.ready")).to_have_count(1)
        return Person(page)

    return become


@pytest.fixture
def look(page: Page) -> Look:
    """`look("the roster")`: axe finds nothing serious in what is before one, and nothing sticks out of the page."""

    def look_at(where: str) -> None:
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert violations(page, where) == []
        assert overflow(page) == 0, where

    return look_at


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest) -> Picture:
    """Keep what is on the screen as docs/pictures/NAME.png (or NAME-narrow.png), when PICTURES=1 asks for new ones.

    A form is shown from its top, unless something in it is said to be wrong or `from_top` is False.
    """
    size = page.viewport_size
    suffix = "-narrow" if size and size["width"] < 600 else ""

    def take(name: str, *, from_top: bool = True) -> None:
        if os.environ.get("PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            if from_top:
                page.evaluate(_TO_THE_TOP)
            page.screenshot(path=PICTURES / f"{name}{suffix}.png")

    return take
