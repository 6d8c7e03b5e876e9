"""Everything Slack can show is drawn, and whatever a person does to it, by mouse or by keyboard, reaches the app."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import slack_bolt
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import conftest, gallery
from tests.playground import trial as trials

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Body = dict[str, Any]
ANYTHING = re.compile(".*")
CUSTOMERS = ["Avery", "Blake", "Casey"]
SIZES = pytest.mark.parametrize("size", [conftest.WIDE, conftest.NARROW], ids=["wide", "narrow"])


def _manifest() -> Body:
    changed = trials.manifest()
    scopes = changed["oauth_config"]["scopes"]["bot"]
    scopes += ["links.embed:write", "files:write", "files:read", "pins:write"]
    return changed


@dataclass
class Stage:
    """The gallery on show before an app that acknowledges everything, and suggests customers."""

    trial: trials.Trial
    shown: gallery.Shown
    chromium: Browser

    def actions(self) -> list[Body]:
        """What the app was told of touches so far, as `actions[]` items."""
        return [action for body in self.trial.bodies("block_actions") for action in body["actions"]]

    def told(self, before: int) -> Body:
        """The one thing the app was told since there were `before`."""
        trials.until(lambda: len(self.actions()) > before, seconds=20)
        return self.actions()[before]

    def heard(self, kind: str, before: int) -> Body:
        """The payload of a kind that came after there were `before`."""
        trials.until(lambda: len(self.trial.bodies(kind)) > before, seconds=20)
        return self.trial.bodies(kind)[-1]

    def opens(self, view: Body) -> None:
        """Priya has this modal before her."""
        self._view = view
        self.trial.script.command("priya", "cx-council", "/cx-action", "")

    def closes(self) -> None:
        """No modal is before her."""
        if self.trial.script.state()["views"].get(self.trial.person("priya")):
            self.trial.script.close("priya", all=True)


@pytest.fixture(scope="module")
def stage(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with trials.trial(tmp_path_factory.mktemp("stage"), app_manifest=_manifest()) as running:
        shown = gallery.post(running.client, running.channel("cx-council"), lambda: running.script.clock(by="PT2S"))
        stage = Stage(running, shown, chromium)

        def suggest(ack: slack_bolt.Ack, payload: Body) -> None:
            typed = payload["value"].lower()
            ack(options=[gallery.option(name, name.lower()) for name in CUSTOMERS if typed in name.lower()])

        def open_it(ack: slack_bolt.Ack, body: Body, client: Any) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=stage._view)

        running.app.options(ANYTHING)(suggest)
        running.app.action(ANYTHING)(lambda ack: ack())
        running.app.command("/cx-action")(open_it)
        running.app.view(ANYTHING)(lambda ack: ack())
        running.app.view_closed(ANYTHING)(lambda ack: ack())
        yield stage


@pytest.fixture(scope="module")
def desk(stage: Stage) -> Iterator[Page]:
    """Priya's page, on a desk."""
    with _page(stage, conftest.WIDE) as opened:
        yield opened


@pytest.fixture
def page(stage: Stage, desk: Page) -> Iterator[Page]:
    """The same page for one test, with nothing open when it is over."""
    desk.bring_to_front()
    yield desk
    desk.keyboard.press("Escape")
    for other in desk.context.pages[1:]:  # what a button led to
        other.close()
    stage.closes()
    expect(desk.get_by_test_id("modal")).to_have_count(0)
    if desk.get_by_test_id("thread").is_visible():
        desk.get_by_test_id("thread-close").click()


@contextlib.contextmanager
def _page(stage: Stage, size: Any, place: str = "cx-council") -> Iterator[Page]:
    """Priya's; whatever its script complains about is found when it is closed."""
    context = stage.chromium.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    opened = context.new_page()
    # pictures of the gallery are nowhere: what is drawn instead of them is tried too
    opened.route("https://example.com/**", lambda route: route.fulfill(status=404, body=""))
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if _complains(line) else None)
    opened.goto(f"{stage.trial.playground.url}/#as=priya&in={place}")
    try:
        yield opened
    finally:
        stage.closes()
        context.close()
    assert complaints == []


def _complains(line: Any) -> bool:
    return bool(line.type == "error" and "404" not in line.text)


def message(page: Page, stage: Stage, name: str) -> Locator:
    return page.locator(f'#messages [data-ts="{stage.shown.ts[name]}"]')


def element(page: Page, stage: Stage, name: str, action_id: str) -> Locator:
    return message(page, stage, name).locator(f'[data-action-id="{action_id}"]')


# ---- all of it is drawn ----------------------------------------------------------------------------------------------


@SIZES
def test_every_block_is_drawn_and_nothing_is_cut_off(stage: Stage, size: Any) -> None:
    with _page(stage, size) as page:
        for name, blocks in gallery.MESSAGES.items():
            shown = message(page, stage, name)
            for kind in {block["type"] for block in blocks}:
                expect(shown.locator(f'[data-block-type="{kind}"]').first).to_be_attached()
        expect(page.locator("#messages")).not_to_contain_text("cannot be drawn")
        assert page.evaluate(_TOO_WIDE) == []


_SCROLLED = ".table-wrap, .carousel-strip, .visually-hidden"
_TOO_WIDE = f"""() => [...document.querySelectorAll("#messages *")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest("{_SCROLLED}"))
    .map((node) => node.className + ": " + node.textContent.slice(0, 40))"""


def test_a_thumb_finds_every_control(stage: Stage) -> None:
    with _page(stage, conftest.NARROW) as page:
        stage.opens(gallery.form())
        expect(page.get_by_test_id("modal")).to_be_visible()
        assert page.evaluate(_TOO_SMALL) == []


# A box of a tick answers in its whole row.
_TOO_SMALL = """() => [...document.querySelectorAll(".message-main, .modal")]
    .flatMap((holder) => [...holder.querySelectorAll("button, input, textarea, summary, [contenteditable], .picker")])
    .filter((node) => node.offsetParent && !node.closest(".tick, .picker, .unknown") && node.type !== "file")
    .filter((node) => node.getBoundingClientRect().height < 43.5)
    .map((node) => node.outerHTML.slice(0, 120))"""


def test_what_cannot_be_drawn_says_so(stage: Stage, page: Page) -> None:
    stage.trial.script.clock(by="PT2S")
    posted = stage.trial.client.chat_postMessage(
        channel=stage.shown.channel, text="A call", blocks=[{"type": "call", "call_id": "R01"}]
    )
    shown = page.locator(f'#messages [data-ts="{posted["ts"]}"]')
    expect(shown).to_contain_text("This call block cannot be drawn here")


def test_texts_keep_their_marks(stage: Stage, page: Page) -> None:
    rich = message(page, stage, "rich text")
    expect(rich.locator("strong", has_text="Bold")).to_be_visible()
    expect(rich.locator("ol").nth(1)).to_have_attribute("start", "3")
    expect(rich.locator("ul.indent-1 li")).to_have_text(["for promises", "for bills"])
    expect(rich.locator("blockquote")).to_have_text("They promised next day.")
    expect(rich.locator("pre")).to_contain_text("answer = 42")
    markdown = message(page, stage, "markdown")
    expect(markdown.get_by_role("heading", name="Broken promises")).to_be_visible()
    expect(markdown.locator("ol > li")).to_have_count(2)
    expect(markdown.locator("ol ul > li")).to_have_text(["for promises", "for bills"])
    expect(markdown.locator(".task-item")).to_have_count(2)
    expect(markdown.locator("tbody td").nth(1)).to_have_text("1,302")
    expect(markdown.get_by_role("link")).to_have_text(["the plan", "a chart"])  # javascript: leads nowhere


def test_charts_can_be_read_as_numbers(stage: Stage, page: Page) -> None:
    for name, title, bars in (("bars", "Calls by month", 8), ("pie", "Why they call", 3)):
        chart = message(page, stage, name)
        expect(chart.get_by_role("img", name=title)).to_be_visible()
        assert chart.locator("rect, path.slice").count() == bars
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chart.get_by_role("row", name="Promises")).to_contain_text("60")


def test_a_data_table_has_pages_and_an_order(stage: Stage, page: Page) -> None:
    table = message(page, stage, "data table")
    first = table.locator("tbody th")
    expect(first).to_have_text(["Sales", "Billing", "Stores"])
    table.get_by_role("button", name="Next page").click()
    expect(first).to_have_text(["Field", "IT"])
    table.get_by_role("button", name="Calls").focus()
    page.keyboard.press("Enter")
    expect(first).to_have_text(["Stores", "IT", "Sales"])
    expect(table.get_by_role("columnheader", name="Calls")).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("searchbox").fill("bill")
    expect(first).to_have_text(["Billing"])


def test_edits_answers_to_all_pins_and_files_are_marked(stage: Stage, page: Page) -> None:
    client, channel = stage.trial.client, stage.shown.channel
    ts = stage.shown.ts["edited"]
    client.pins_add(channel=channel, timestamp=ts)
    client.files_upload_v2(channel=channel, filename="calls.csv", content="month,calls", title="Calls, counted")
    client.files_upload_v2(channel=channel, filename="dot.png", content=gallery.png(), alt_txt="a dot")
    edited = message(page, stage, "edited")
    expect(edited).to_contain_text("As it is now (edited)")
    expect(edited).to_contain_text("Pinned")
    expect(page.locator("#messages .message", has_text="An answer, to all")).to_be_visible()
    file = page.get_by_test_id("file").filter(has_text="Calls, counted")
    expect(file).to_contain_text("11 B")
    answer = page.request.get(stage.trial.playground.url + str(file.get_attribute("href")))
    assert answer.text() == "month,calls"
    expect(page.get_by_role("img", name="a dot")).to_be_visible()
    edited.get_by_test_id("thread-open").click()
    expect(page.get_by_test_id("thread")).to_contain_text("An answer, to all")


# ---- buttons ---------------------------------------------------------------------------------------------------------

BUTTONS = [
    ("section with a button", "done"),
    ("buttons", "plain_button"),
    ("buttons", "linked_button"),
    ("card", "join"),
    ("carousel", "join_Bills"),
    ("container", "all"),
    ("data table", "open_billing"),
    ("attachments", "take"),
    ("context actions", "remove"),
]


@pytest.mark.parametrize(("name", "action_id"), BUTTONS)
def test_a_button_tells_the_app_by_mouse_and_by_keyboard(stage: Stage, page: Page, name: str, action_id: str) -> None:
    button = element(page, stage, name, action_id)
    before = len(stage.actions())
    button.click()
    assert stage.told(before)["action_id"] == action_id
    button.focus()
    page.keyboard.press("Enter")
    assert stage.told(before + 1)["value"] == button_value(action_id)


def button_value(action_id: str) -> str:
    return "it" if action_id == "remove" else action_id


def test_feedback_is_one_of_two(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    row = message(page, stage, "context actions")
    row.get_by_role("button", name="Not helpful").click()
    assert stage.told(before)["value"] == "bad"
    expect(row.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    row.get_by_role("button", name="Helpful", exact=True).focus()
    page.keyboard.press("Space")
    assert stage.told(before + 1)["value"] == "good"


def test_an_overflow_menu_is_walked_with_arrows(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    more = element(page, stage, "buttons", "overflow")
    more.click()
    page.get_by_role("menuitem", name="New date").click()
    assert stage.told(before)["selected_option"]["value"] == "date"
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="New date")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert stage.told(before + 1)["selected_option"]["value"] == "not_mine"


def test_a_confirm_dialog_holds_the_focus_and_gives_it_back(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    button = element(page, stage, "buttons", "asked_button")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("alertdialog", name="Close the action?")
    expect(dialog).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
        expect(dialog.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Close it").click()
    assert stage.told(before)["action_id"] == "asked_button"
    assert len(stage.actions()) == before + 1


def test_a_choice_that_was_not_confirmed_is_taken_back(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    combobox = message(page, stage, "asked").get_by_role("combobox")
    choose(page, combobox, "Sales")
    page.get_by_role("button", name="Not yet").click()
    expect(combobox).to_have_value("")
    choose(page, combobox, "Marketing")
    page.get_by_role("button", name="Close it").click()
    assert stage.told(before)["selected_option"]["value"] == "marketing"


# ---- what is chosen --------------------------------------------------------------------------------------------------


def choose(page: Page, combobox: Locator, label: str) -> None:
    """With the mouse alone."""
    combobox.click()
    page.get_by_role("option", name=label).first.click()


def choose_by_keys(page: Page, combobox: Locator, typed: str, label: str) -> None:
    combobox.focus()
    page.keyboard.type(typed)
    expect(page.get_by_role("option", name=label)).to_be_visible()
    page.keyboard.press("Enter")


# kind -> (label by mouse, typed and label by keyboard, the action's key, what it holds after one and after the other)
def _chosen(stage: Stage) -> dict[str, tuple[str, str, str, str, Any, Any]]:
    person, channel = stage.trial.person, stage.trial.channel
    nina, ravi = person("nina"), person("ravi")
    sales, council = channel("marketing"), channel("cx-council")
    return {
        "static_select": ("Operations", "mark", "Marketing", "selected_option", "operations", "marketing"),
        "multi_static_select": ("Sales", "field", "Field service", "selected_options", ["sales"], ["sales", "field"]),
        "users_select": ("Nina Castillo", "rav", "Ravi", "selected_user", nina, ravi),
        "multi_users_select": ("Nina Castillo", "rav", "Ravi", "selected_users", [nina], [nina, ravi]),
        "conversations_select": ("marketing", "cx-c", "cx-council", "selected_conversation", sales, council),
        "multi_conversations_select": (
            "marketing",
            "cx-c",
            "cx-council",
            "selected_conversations",
            [sales],
            [sales, council],
        ),
        "channels_select": ("marketing", "cx-c", "cx-council", "selected_channel", sales, council),
        "multi_channels_select": ("marketing", "cx-c", "cx-council", "selected_channels", [sales], [sales, council]),
    }


MENUS = [kind for kind in gallery.CHOSEN if kind.endswith("_select") and "external" not in kind]


@pytest.mark.parametrize("kind", MENUS)
def test_a_menu_is_chosen_from_by_mouse_and_by_typing(stage: Stage, page: Page, kind: str) -> None:
    by_mouse, typed, by_keys, key, first, second = _chosen(stage)[kind]
    before = len(stage.actions())
    combobox = element(page, stage, "chosen", kind).get_by_role("combobox")
    choose(page, combobox, by_mouse)
    assert _values(stage.told(before)[key]) == first
    page.keyboard.press("Escape")
    choose_by_keys(page, combobox, typed, by_keys)
    assert _values(stage.told(before + 1)[key]) == second


def _values(held: Any) -> Any:
    if isinstance(held, list):
        return [_values(one) for one in held]
    return held["value"] if isinstance(held, dict) else held


def test_chosen_ones_are_taken_away_by_backspace_and_no_more_than_allowed_are_chosen(stage: Stage, page: Page) -> None:
    stage.opens(gallery.form(["multi_static_select"]))
    picker = page.get_by_test_id("modal").get_by_role("combobox")
    for label in ("Sales", "Marketing", "Operations"):
        choose_by_keys(page, picker, label[:3], label)
        picker.fill("")
    expect(page.locator(".modal .chip")).to_have_text(["Sales", "Marketing"])
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    expect(page.locator(".modal .chip")).to_have_text(["Sales"])
    before = len(stage.trial.bodies("view_submission"))
    page.keyboard.press("Control+Enter")
    state = stage.heard("view_submission", before)["view"]["state"]["values"]
    assert _values(state["multi_static_select"]["multi_static_select"]["selected_options"]) == ["sales"]


def test_an_external_menu_asks_the_app(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    combobox = element(page, stage, "chosen", "external_select").get_by_role("combobox")
    combobox.click()
    expect(page.get_by_role("option")).to_have_text("Type at least 2 to search")
    page.keyboard.type("bl")
    page.get_by_role("option", name="Blake").click()
    assert stage.told(before)["selected_option"]["value"] == "blake"
    expect(combobox).to_have_value("Blake")
    several = element(page, stage, "chosen", "multi_external_select").get_by_role("combobox")
    several.focus()
    page.keyboard.press("ArrowDown")  # at no typed letters it asks at once
    expect(page.get_by_role("option", name="Casey")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert _values(stage.told(before + 1)["selected_options"]) == ["blake"]


DATES = [
    ("datepicker", "2027-03-01", "selected_date", "2027-03-01", "2027-03-02", "2"),
    ("timepicker", "15:30", "selected_time", "15:30", "16:30", "4"),
    ("datetimepicker", "2027-02-09T15:30", "selected_date_time", 1802187000, None, None),
]


@pytest.mark.parametrize(("kind", "filled", "key", "first", "second", "digit"), DATES)
def test_a_day_or_time_is_told_once(
    stage: Stage, page: Page, kind: str, filled: str, key: str, first: Any, second: Any, digit: str | None
) -> None:
    before = len(stage.actions())
    field = element(page, stage, "chosen", kind)
    field.fill(filled)
    assert stage.told(before)[key] == first
    if digit is None:
        return
    field.focus()
    if kind == "datepicker":
        page.keyboard.press("ArrowRight")  # to the day, which stands after the month here
    for _ in range(1):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert stage.told(before + 1)[key] == second
    assert len(stage.actions()) == before + 2


def test_radio_buttons_and_checkboxes_answer_to_keys(stage: Stage, page: Page) -> None:
    before = len(stage.actions())
    chosen = message(page, stage, "chosen")
    chosen.get_by_role("radio", name="Operations").check()
    assert stage.told(before)["selected_option"]["value"] == "operations"
    chosen.get_by_role("radio", name="Operations").focus()
    page.keyboard.press("ArrowUp")
    assert stage.told(before + 1)["selected_option"]["value"] == "marketing"
    chosen.get_by_role("checkbox", name="Send it today").focus()
    page.keyboard.press("Space")
    assert _values(stage.told(before + 2)["selected_options"]) == ["today"]
    chosen.get_by_text("Keep a copy").click()
    assert _values(stage.told(before + 3)["selected_options"]) == ["today", "copy"]


# ---- what is typed ---------------------------------------------------------------------------------------------------


def test_a_form_filled_in_with_keys_alone_arrives_whole(stage: Stage, page: Page) -> None:
    stage.opens(gallery.form(["plain_text_input", "email_text_input", "url_text_input", "number_input", "checkboxes"]))
    expect(page.get_by_role("textbox", name="Plain text input")).to_be_focused()
    for text in ("Calls fell", "priya@example.com", "https://example.com", "12x,5"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    before = len(stage.trial.bodies("view_submission"))
    page.keyboard.press("Control+Enter")
    values = stage.heard("view_submission", before)["view"]["state"]["values"]
    held = {kind: next(iter(value.values())) for kind, value in values.items()}
    assert held["plain_text_input"]["value"] == "Calls fell"
    assert held["email_text_input"]["value"] == "priya@example.com"
    assert held["url_text_input"]["value"] == "https://example.com"
    assert held["number_input"]["value"] == "12.5"
    assert _values(held["checkboxes"]["selected_options"]) == ["today"]


def test_what_is_wrong_stands_at_its_field(stage: Stage, page: Page) -> None:
    stage.opens(gallery.form(["number_input", "email_text_input"]))
    number = page.get_by_role("textbox", name="Number input")
    number.fill("101")
    page.keyboard.press("Control+Enter")
    expect(number).to_have_attribute("aria-invalid", "true")
    error = page.locator(f"#{str(number.get_attribute('aria-describedby')).split()[0]}")
    expect(error).to_contain_text("100")
    expect(number).to_be_focused()


def _editor(stage: Stage, page: Page) -> Locator:
    stage.opens(gallery.form(["rich_text_input"]))
    editor = page.get_by_test_id("editor")
    expect(editor).to_be_focused()
    return editor


def _written(stage: Stage, page: Page) -> list[Body]:
    before = len(stage.trial.bodies("view_submission"))
    page.keyboard.press("Control+Enter")
    state = stage.heard("view_submission", before)["view"]["state"]["values"]
    value = state["rich_text_input"]["rich_text_input"]["rich_text_value"]
    assert value["type"] == "rich_text"
    found: list[Body] = value["elements"]
    return found


def test_rich_text_is_written_with_keys(stage: Stage, page: Page) -> None:
    _editor(stage, page)
    keys = page.keyboard
    keys.type("Calls ")
    keys.press("Control+b")
    keys.type("fell")
    keys.press("Control+b")
    keys.type(" thanks to @nin")
    expect(page.get_by_role("option", name="Nina Castillo")).to_be_visible()
    keys.press("Enter")
    keys.type("in #mark")
    keys.press("Enter")
    keys.press("Enter")
    keys.press("Control+Shift+Digit8")
    keys.type("bills")
    keys.press("Enter")
    keys.type("visits")
    keys.press("Control+BracketRight")
    bold, bullet = {"bold": True}, "rich_text_list"
    section, *lists = _written(stage, page)
    assert section["elements"] == [
        gallery.words("Calls "),
        gallery.words("fell", **bold),
        gallery.words(" thanks to "),
        {"type": "user", "user_id": stage.trial.person("nina")},
        gallery.words(" in "),
        {"type": "channel", "channel_id": stage.trial.channel("marketing")},
        gallery.words(" "),
    ]
    assert [(one["type"], one["indent"], one["elements"]) for one in lists] == [
        (bullet, 0, [gallery.line(gallery.words("bills"))]),
        (bullet, 1, [gallery.line(gallery.words("visits"))]),
    ]


def test_rich_text_is_marked_with_the_mouse(stage: Stage, page: Page) -> None:
    editor = _editor(stage, page)
    page.keyboard.type("the plan")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_test_id("link-address").fill("https://example.com/plan")
    page.keyboard.press("Enter")
    expect(editor.get_by_role("link", name="the plan")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Code", exact=True).click()
    page.keyboard.type("x = 1")
    page.get_by_role("button", name="Code", exact=True).click()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Quote").click()
    page.keyboard.type("They promised")
    section, quote = _written(stage, page)
    assert section["elements"] == [
        {"type": "link", "url": "https://example.com/plan", "text": "the plan"},
        gallery.words("\n"),
        gallery.words("x = 1", code=True),
    ]
    assert quote == {"type": "rich_text_quote", "elements": [gallery.words("They promised")]}


def test_files_are_chosen_and_taken_away_by_keys(stage: Stage, page: Page, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text(name)
    stage.opens(gallery.form(["file_input"]))
    button = page.get_by_role("button", name="Choose files")
    chooser = page.get_by_test_id("upload").locator("input[type=file]")
    # the system's own dialog stays closed: it belongs to no page, and takes the focus of all
    chooser.evaluate(
        "node => node.addEventListener('click', (event) => { event.preventDefault(); node.asked = true; })"
    )
    button.press("Enter")
    assert chooser.evaluate("node => node.asked")
    chooser.set_input_files([tmp_path / "one.txt", tmp_path / "two.txt", tmp_path / "three.txt"])
    expect(page.get_by_test_id("modal-error")).to_contain_text("At most 2 files")
    expect(page.locator(".upload-name")).to_have_text(["one.txt", "two.txt"])
    page.get_by_role("button", name="Remove one.txt").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".upload-name")).to_have_text(["two.txt"])
    expect(button).to_be_focused()
    before = len(stage.trial.bodies("view_submission"))
    page.keyboard.press("Control+Enter")
    state = stage.heard("view_submission", before)["view"]["state"]["values"]
    (file,) = state["file_input"]["file_input"]["files"]
    assert (file["name"], file["size"]) == ("two.txt", 7)


# ---- views and Home --------------------------------------------------------------------------------------------------


def test_a_pushed_view_leads_back_and_typed_text_outlives_an_update(stage: Stage, page: Page) -> None:
    client = stage.trial.client

    def push(ack: slack_bolt.Ack, body: Body) -> None:
        ack()
        client.views_push(
            trigger_id=body["trigger_id"], view={**gallery.form(["datepicker"]), "title": gallery.plain("More")}
        )

    first = gallery.form(["plain_text_input"])
    first["blocks"].append(gallery.actions("more", gallery.button("More", "push_it")))
    first["external_id"] = "kept"
    stage.trial.app.action("push_it")(push)
    # Bolt takes the first listener that fits, and there is one for everything
    stage.trial.app._listeners.insert(0, stage.trial.app._listeners.pop())
    stage.opens(first)
    text = page.get_by_role("textbox", name="Plain text input")
    text.fill("half a sen")
    page.get_by_test_id("modal").get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("dialog", name="More")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(text).to_have_value("half a sen")
    held = stage.trial.bodies("block_actions")[-1]["view"]["state"]["values"]
    assert held["plain_text_input"]["plain_text_input"]["value"] == "half a sen"
    text.focus()
    changed = {**first, "title": gallery.plain("Anew")}
    client.views_update(external_id="kept", view=changed)
    expect(page.get_by_role("dialog", name="Anew")).to_be_visible()
    expect(text).to_have_value("half a sen")
    expect(text).to_be_focused()


def test_home_is_used_like_a_message(stage: Stage) -> None:
    stage.trial.client.views_publish(user_id=stage.trial.person("priya"), view=gallery.HOME)
    with _page(stage, conftest.WIDE, "home") as page:
        home = page.get_by_test_id("home")
        home.get_by_role("textbox", name="A note").fill("later")
        before = len(stage.actions())
        home.get_by_role("button", name="Done").click()
        assert stage.told(before)["action_id"] == "home_done"
        values = stage.trial.bodies("block_actions")[-1]["view"]["state"]["values"]
        assert values["home-note"]["note"]["value"] == "later"
        home.locator("[data-action-id=join]").focus()
        page.keyboard.press("Enter")
        assert stage.told(before + 1)["action_id"] == "join"


def test_only_the_person_meant_sees_an_ephemeral_message(stage: Stage, page: Page) -> None:
    stage.trial.client.chat_postEphemeral(
        channel=stage.shown.channel,
        user=stage.trial.person("priya"),
        text="Yours",
        blocks=[gallery.actions("yours", gallery.button("Yours alone", "yours"))],
    )
    shown = page.get_by_test_id("ephemeral").filter(has_text="Yours alone")
    expect(shown).to_contain_text("Only visible to you")
    before = len(stage.actions())
    shown.get_by_role("button", name="Yours alone").click()
    assert stage.told(before)["action_id"] == "yours"
