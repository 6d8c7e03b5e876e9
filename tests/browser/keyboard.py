"""What a person does on the page without a mouse: only keys are pressed, and what has the focus is looked at."""

import re

from playwright.sync_api import Locator, Page, expect

# More presses than any way on the page needs; a way that needs more is no way.
MOST = 60


class Typist:
    """Whoever the page is being used as, by the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def writes(self, text: str) -> None:
        """Letter by letter into whatever has the focus."""
        self.page.keyboard.type(text)

    def moves(self, key: str, target: Locator) -> None:
        """Press a key until the target has the focus."""
        for _ in range(MOST):
            if target.count() and target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{MOST} times {key} did not lead to {target}; the focus is on {self.focus()}")

    def focus(self) -> str:
        """What has the focus, for messages of failed tests."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    def goes_to(self, name: str) -> None:
        """Ctrl K, a name, Enter."""
        self.presses("Control+k")
        search = self.page.get_by_test_id("switcher-search")
        expect(search).to_be_focused()
        self.writes(name)
        first = self.page.get_by_test_id("switcher-option").first
        expect(first).to_contain_text(name)
        self.presses("Enter")
        expect(search).to_have_count(0)

    def becomes(self, name: str) -> None:
        """Ctrl K, "Be" somebody, Enter."""
        self.goes_to(f"Be {name}")
        # its label rather than its name: on a phone it is out of sight
        expect(self.page.get_by_test_id("person-menu")).to_have_attribute("aria-label", re.compile(f"You are {name}"))

    def says(self, text: str) -> None:
        """Into the composer, which has the focus, and off."""
        expect(self.page.get_by_test_id("composer")).to_be_focused()
        self.writes(text)
        expect(self.page.get_by_test_id("composer")).to_have_value(text)
        # The first Enter may choose from the list of commands, as in any such composer.
        self.presses("Escape", "Enter")
        expect(self.page.get_by_test_id("composer")).to_have_value("")

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_test_id("modal").last

    def field(self, block_id: str) -> Locator:
        """A field of the modal."""
        return self.modal.locator(f'[data-testid="field"][data-block-id="{block_id}"]')

    def reads(self, text: str) -> None:
        """See a text in the modal, which has the focus."""
        expect(self.modal).to_contain_text(text)
        expect(self.modal.locator(":focus")).to_have_count(1)

    def fills(self, block_id: str, text: str) -> None:
        """Tab to a field and write into it."""
        self.moves("Tab", self.field(block_id).locator("input, textarea").first)
        self.writes(text)

    def closes(self) -> None:
        """Escape, and the focus is back in the composer."""
        self.presses("Escape")
        expect(self.page.get_by_test_id("modal")).to_have_count(0)

    def finds(self, text: str) -> Locator:
        """From the composer up to the message with a text."""
        message = self.page.get_by_test_id("message").filter(has_text=text).last
        expect(message).to_be_visible()
        expect(self.page.get_by_test_id("composer")).to_be_focused()
        self.moves("ArrowUp", message)
        return message
