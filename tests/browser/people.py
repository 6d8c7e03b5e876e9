"""What a person does on the page, said in their terms."""

from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Locator, Page, expect


@dataclass
class Effort:
    """What it took: presses of mouse or finger, and words typed."""

    presses: int = 0
    words: int = 0


class Person:
    """Whoever the page is being used as."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()

    def types(self, text: str) -> None:
        """Type into the composer and send."""
        composer = self.page.get_by_test_id("composer")
        composer.fill(text)
        self.effort.words += len(text.split())
        # The first Enter may choose from the list of commands, as in any such composer.
        self.page.keyboard.press("Escape")
        self._press(self.page.get_by_test_id("composer-send"))

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_test_id("modal").last

    def field(self, block_id: str) -> Locator:
        """A field of the modal."""
        return self.modal.locator(f'[data-testid="field"][data-block-id="{block_id}"]')

    def fills(self, block_id: str, text: str) -> None:
        """Write into a field: words, a number, a day (2027-03-12) or a time (14:00)."""
        self.field(block_id).locator("input, textarea").first.fill(text)
        self.effort.words += len(text.split())

    def chooses(self, block_id: str, label: str) -> None:
        """Choose a radio button, or tick a box."""
        self.field(block_id).get_by_label(label, exact=False).first.check()
        self.effort.presses += 1

    def picks(self, block_id: str, *labels: str) -> None:
        """Choose one or more from a list, each found by typing the start of it."""
        combobox = self.field(block_id).get_by_role("combobox")
        for label in labels:
            self._press(combobox)
            combobox.fill(label)
            self.effort.words += 1
            self._press(self.page.get_by_role("option").filter(has_text=label).first)
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("option")).to_have_count(0)

    def has_picked(self, block_id: str, label: str) -> None:
        """See what is chosen in a list."""
        expect(self.field(block_id).get_by_role("combobox")).to_have_value(label)

    def presses(self, name: str) -> None:
        """Press a button in the modal by its name."""
        self._press(self.modal.get_by_role("button", name=name, exact=True).first)

    def opens_menu(self, text: str, item: str) -> None:
        """Choose from the overflow menu of the block that says `text`."""
        block = self.modal.locator("[data-block-id]").filter(has_text=text).first
        self._press(block.get_by_role("button").last)
        self._press(self.page.get_by_role("menuitem", name=item))

    def confirms(self) -> None:
        """Say yes to the question that a button asks first."""
        self._press(self.page.get_by_test_id("confirm-yes"))
        expect(self.page.get_by_test_id("confirm")).to_have_count(0)

    def waits_until(self, when: str) -> None:
        """Let the clock run to a time where this person is: 2027-02-09T13:45."""
        self.page.get_by_test_id("clock-go-to").click()
        self.page.get_by_test_id("clock-instant").fill(when)
        self.page.get_by_test_id("clock-go").click()
        at = datetime.fromisoformat(when)
        expect(self.page.get_by_test_id("clock-now")).to_contain_text(f"{at:%a} {at.day} {at:%B %Y}, {at:%H:%M}")

    def submits(self) -> None:
        """Press the modal's own button, once what was sent before is through."""
        expect(self.modal.get_by_test_id("modal-submit")).to_have_attribute("aria-busy", "false")
        self._press(self.modal.get_by_test_id("modal-submit"))

    def goes_back(self) -> None:
        """Leave the modal on top for the one beneath."""
        self._press(self.modal.get_by_test_id("modal-cancel"))

    def closes(self) -> None:
        """Close the modal and see it gone."""
        self._press(self.modal.get_by_test_id("modal-close").first)
        expect(self.page.get_by_test_id("modal")).to_have_count(0)

    def reads(self, text: str) -> None:
        """See a text in the modal."""
        expect(self.modal).to_contain_text(text)

    def reads_at(self, block_id: str, text: str) -> None:
        """See what is said to be wrong with a field, beside it."""
        expect(self.field(block_id).get_by_test_id("modal-error")).to_contain_text(text)

    def sees(self, text: str) -> Locator:
        """See a message with a text in the place that is open."""
        message = self.page.get_by_test_id("message").filter(has_text=text).last
        expect(message).to_be_visible()
        return message

    def _press(self, what: Locator) -> None:
        what.click()
        self.effort.presses += 1
