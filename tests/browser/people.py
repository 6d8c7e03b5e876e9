"""What a person does on the page, said in their terms."""

from playwright.sync_api import Locator, Page, expect


class Person:
    """Whoever the page is being used as."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def types(self, text: str) -> None:
        """Type into the composer and send."""
        composer = self.page.get_by_test_id("composer")
        composer.fill(text)
        # The first Enter may choose from the list of commands, as in any such composer.
        self.page.keyboard.press("Escape")
        self.page.get_by_test_id("composer-send").click()

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_test_id("modal").last

    def field(self, block_id: str) -> Locator:
        """A field of the modal."""
        return self.modal.locator(f'[data-testid="field"][data-block-id="{block_id}"]')

    def fills(self, block_id: str, text: str) -> None:
        """Write into a field."""
        self.field(block_id).locator("input, textarea").first.fill(text)

    def chooses(self, block_id: str, label: str) -> None:
        """Choose a radio button."""
        self.field(block_id).get_by_label(label, exact=False).first.check()

    def submits(self) -> None:
        """Press the modal's own button."""
        self.modal.get_by_test_id("modal-submit").click()

    def closes(self) -> None:
        """Close the modal and see it gone."""
        self.modal.get_by_test_id("modal-close").first.click()
        expect(self.page.get_by_test_id("modal")).to_have_count(0)

    def reads(self, text: str) -> None:
        """See a text in the modal."""
        expect(self.modal).to_contain_text(text)

    def sees(self, text: str) -> Locator:
        """See a message with a text in the place that is open."""
        message = self.page.get_by_test_id("message").filter(has_text=text).last
        expect(message).to_be_visible()
        return message
