"""The menu that finds departments by typing, in a real browser, on a desk and on a phone: a council of fifty-six."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from bot.store import councils
from playground.__main__ import Trial, trial
from tests.browser.conftest import As, Look, Picture
from tests.browser.keyboard import Typist
from tests.browser.people import Person
from tests.handlers.test_report_seeking import add_regions

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

DID = "The call script is being rewritten; nobody says “next day” from March on."
A_WEEK = "From 1 March, quotes name a week instead of a day."
REGIONS = 50
# As long as a department's name may be.
LONGEST = "Région 47 Bourgogne-Franche-Comté, Doubs"
FORTIES = ["Région 4", *(f"Région {n}" for n in range(40, 47)), LONGEST, "Région 48", "Région 49"]
OTHERS = 55
WHO = "Who will feel it?"
_SCROLLED = """node => new Promise(done => {
    node.addEventListener("scroll", () => requestAnimationFrame(done), { once: true });
    node.scrollBy(0, node.scrollTop > 40 ? -40 : 40);
})"""


@pytest.fixture
def larkspur(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur with fifty regions besides its six departments. Owen leads the 41st and one of the longest name."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3") as running:
        add_regions(running, REGIONS)
        _give_to_owen(running, {"Région 41": "Région 41", "Région 47": LONGEST})
        yield running


def test_departments_are_found_by_typing_and_whoever_stays_chosen_is_told(
    page: Page, as_: As, look: Look, picture: Picture
) -> None:
    marcus = _about_to_say_who(as_("marcus", "sales"))
    menu = _menu(marcus)
    menu.click()
    expect(_offered(page)).to_have_count(OTHERS)
    _lies_beside_its_field(page, marcus)
    menu.press_sequentially("région 4")
    expect(_offered(page)).to_have_text(FORTIES)
    _lies_beside_its_field(page, marcus)
    look("departments found by typing")
    page.get_by_role("option", name=LONGEST).click()
    expect(_chosen(marcus)).to_have_text([LONGEST])
    menu.press_sequentially("region 41")
    expect(_offered(page)).to_have_text(["Région 41"])
    page.get_by_role("option", name="Région 41").click()
    menu.press_sequentially("MARK")
    expect(_offered(page)).to_have_text(["Marketing"])
    page.get_by_role("option", name="Marketing").click()
    expect(_chosen(marcus)).to_have_text([LONGEST, "Région 41", "Marketing"])
    expect(_offered(page)).to_have_count(OTHERS)
    expect(marcus.field("affected").get_by_test_id("modal-error")).to_be_hidden()
    _lies_beside_its_field(page, marcus)
    _is_cleared_at_its_end(marcus)
    look("three departments chosen")
    menu.press_sequentially("région 4")
    expect(_offered(page)).to_have_text(FORTIES)
    _lies_beside_its_field(page, marcus)
    picture("report-departments", from_top=False)
    marcus.field("affected").get_by_role("button", name=f"Remove {LONGEST}").click()
    expect(_chosen(marcus)).to_have_text(["Région 41", "Marketing"])
    expect(_offered(page)).to_have_count(0)
    expect(menu).to_be_focused()
    look("one of three taken off again")

    marcus.submits()
    marcus.reads("I've told Marketing and Région 41 what changes.")
    marcus.closes()
    marcus.types("/cx-report show")
    marcus.reads(A_WEEK)
    marcus.reads("Marketing and Région 41 will feel it.")
    expect(marcus.modal).not_to_contain_text(LONGEST)
    look("a report that names whom it was found for")
    marcus.closes()
    for who, place, named in (("dana", "marketing", "Marketing"), ("owen", "field-ops", "Région 41")):
        heads_up = as_(who, place).sees(f"Sales is changing something that {named} may feel:")
        expect(heads_up).to_contain_text(A_WEEK)
    expect(page.get_by_test_id("message").filter(has_text=LONGEST)).to_have_count(0)


def test_whoever_is_chosen_stays_so_while_the_form_changes_and_after_it_was_closed(page: Page, as_: As) -> None:
    marcus = _about_to_say_who(as_("marcus", "sales"))
    marcus.picks("affected", "Région 41", "Marketing")
    marcus.presses("+ Something others could copy")
    expect(marcus.field("best_practice")).to_be_visible()
    expect(_chosen(marcus)).to_have_text(["Région 41", "Marketing"])
    marcus.closes()
    page.reload()
    expect(page.locator("body.ready")).to_have_count(1)
    marcus.types("/cx-report")
    marcus.reads("Taken up where you left off")
    expect(_chosen(marcus)).to_have_text(["Marketing", "Région 41"])
    _menu(marcus).press_sequentially("région 41")
    expect(page.get_by_role("option", name="Région 41")).to_have_attribute("aria-selected", "true")
    page.get_by_role("option", name="Région 41").click()
    expect(_chosen(marcus)).to_have_text(["Marketing"])


def test_that_no_department_is_called_so_is_said_in_words_and_aloud(page: Page, as_: As, look: Look) -> None:
    marcus = _about_to_say_who(as_("marcus", "sales"))
    _menu(marcus).press_sequentially("nowhere")
    expect(_offered(page)).to_have_text(["No matches"])
    expect(page.get_by_test_id("live-region")).to_have_text("No matches")
    _lies_beside_its_field(page, marcus)
    look("no department of that name")
    page.get_by_role("listbox", name=WHO).click()
    expect(_chosen(marcus)).to_have_count(0)
    expect(_offered(page)).to_have_text(["No matches"])
    expect(_menu(marcus)).to_have_value("nowhere")


def test_what_is_offered_follows_its_field_when_the_form_is_scrolled(page: Page, as_: As) -> None:
    marcus = _about_to_say_who(as_("marcus", "sales"))
    menu = _menu(marcus)
    menu.press_sequentially("region 41")
    expect(_offered(page)).to_have_text(["Région 41"])
    before = _box(menu)["y"]
    marcus.modal.locator(".modal-body").evaluate(_SCROLLED)
    assert _box(menu)["y"] != before
    _lies_beside_its_field(page, marcus)


def test_departments_are_found_chosen_and_taken_off_with_the_keyboard_alone(page: Page) -> None:
    typist = Typist(page)
    typist.becomes("Marcus Bell")
    typist.goes_to("sales")
    typist.says("/cx-report")
    typist.reads("Sales · meeting Tue 9 February")
    typist.fills("did", DID)
    typist.moves("Tab", typist.field("attending").locator("input").first)
    typist.presses("Space")
    typist.moves("Tab", typist.modal.get_by_role("button", name="+ We're changing something", exact=True))
    typist.presses("Enter")
    expect(typist.field("change")).to_be_visible()
    typist.fills("change", A_WEEK)
    typist.presses("Tab")
    menu = typist.field("affected").get_by_role("combobox")
    chosen = typist.field("affected").locator(".chip")
    expect(menu).to_be_focused()
    expect(_offered(page)).to_have_count(0)

    typist.writes("région 4")
    expect(_offered(page)).to_have_text(FORTIES)
    _is_marked(page, menu, "Région 4")
    typist.presses("ArrowDown", "ArrowDown")
    _is_marked(page, menu, "Région 41")
    typist.presses("Enter")
    expect(chosen).to_have_text(["Région 41"])
    typist.writes("region 48")
    expect(_offered(page)).to_have_text(["Région 48"])
    typist.presses("Enter")
    typist.writes("mark")
    expect(_offered(page)).to_have_text(["Marketing"])
    typist.presses("Enter")
    expect(chosen).to_have_text(["Région 41", "Région 48", "Marketing"])

    typist.writes("nowhere")
    expect(_offered(page)).to_have_text(["No matches"])
    typist.presses("Enter")
    expect(chosen).to_have_count(3)
    typist.presses("Escape")
    expect(_offered(page)).to_have_count(0)
    expect(typist.modal).to_be_visible()
    expect(menu).to_be_focused()
    expect(menu).to_have_value("")

    typist.moves("Shift+Tab", typist.field("affected").get_by_role("button", name="Remove Région 48"))
    typist.presses("Enter")
    expect(chosen).to_have_text(["Région 41", "Marketing"])
    expect(menu).to_be_focused()
    typist.presses("Backspace")
    expect(chosen).to_have_text(["Région 41"])

    typist.writes("région 2")
    expect(_offered(page)).not_to_have_count(0)
    typist.presses("Tab")
    expect(_offered(page)).to_have_count(0)
    expect(menu).to_have_value("")
    expect(chosen).to_have_text(["Région 41"])
    expect(typist.modal.locator(":focus")).to_have_count(1)
    expect(menu).not_to_be_focused()
    typist.presses("Control+Enter")
    typist.reads("I've told Région 41 what changes.")
    typist.closes()
    expect(page.get_by_test_id("composer")).to_be_focused()


def _give_to_owen(running: Trial, names: dict[str, str]) -> None:
    """Owen leads the departments of these names, in his channel; each has another name from now on."""
    space = running.playground.workspace
    owen, channel = space.find_person("owen"), space.conversations.find_named("field-ops")
    assert owen is not None
    assert channel is not None
    now = datetime(2027, 1, 26, tzinfo=UTC)
    with running.process.database.write() as session:
        council = councils.list_all(session)[0]
        for department in councils.list_departments(session, council):
            if name := names.get(department.name):
                changed = replace(department, name=name, lead=owen.id, channel=channel.id, members=frozenset())
                councils.save_department(session, council, changed, on=now.date(), now=now)


def _about_to_say_who(marcus: Person) -> Person:
    """Marcus has written everything but who will feel what Sales is changing."""
    marcus.types("/cx-report")
    marcus.fills("did", DID)
    marcus.chooses("attending", "Me, Marcus Bell")
    marcus.presses("+ We're changing something")
    marcus.fills("change", A_WEEK)
    return marcus


def _menu(person: Person) -> Locator:
    return person.field("affected").get_by_role("combobox", name=WHO)


def _chosen(person: Person) -> Locator:
    return person.field("affected").locator(".chip")


def _offered(page: Page) -> Locator:
    """What stands in the list that is open, a sentence about it included."""
    return page.get_by_role("listbox", name=WHO).get_by_role("option")


def _is_marked(page: Page, menu: Locator, name: str) -> None:
    """Enter chooses that one, and a screen reader reads it."""
    option = page.get_by_role("option", name=name, exact=True)
    expect(option).to_be_visible()
    expect(menu).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))


def _box(what: Locator) -> FloatRect:
    found = what.bounding_box()
    assert found is not None, f"{what} is not on the screen"
    return found


def _is_cleared_at_its_end(person: Person) -> None:
    """However many are chosen, the button that takes all of them off is at the end of the field."""
    clear = _box(person.field("affected").get_by_role("button", name=f"Clear {WHO}"))
    field = _box(person.field("affected").locator(".picker"))
    assert field["x"] + field["width"] - clear["x"] - clear["width"] < 40


def _lies_beside_its_field(page: Page, person: Person) -> None:
    """The list is whole in the window and no wider than the form, cuts no name off, and covers neither the field nor
    what is chosen in it; the field can be seen."""
    size = page.viewport_size
    assert size is not None
    listed, field = _box(page.get_by_role("listbox", name=WHO)), _box(person.field("affected").locator(".picker"))
    form = _box(person.modal)
    assert form["x"] <= listed["x"]
    assert listed["x"] + listed["width"] <= form["x"] + form["width"]
    assert listed["y"] >= 0
    assert listed["y"] + listed["height"] <= size["height"]
    assert listed["y"] >= field["y"] + field["height"] or listed["y"] + listed["height"] <= field["y"]
    # beside it, and not where it once was
    apart = min(
        abs(listed["y"] - field["y"] - field["height"]),
        abs(field["y"] - listed["y"] - listed["height"]),
    )
    assert apart < 8
    cut = "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth).map(node => node.textContent)"
    assert _offered(page).evaluate_all(cut) == []
    seen = """node => {
        const box = node.getBoundingClientRect();
        return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    }"""
    assert person.field("affected").get_by_role("combobox").evaluate(seen)
