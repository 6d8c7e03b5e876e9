"""axe on one of everything Slack can show, in messages, in a modal and at Home, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import slack_bolt
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, conftest, gallery
from tests.playground import trial as trials

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trials.Trial]:
    manifest = trials.manifest()
    manifest["oauth_config"]["scopes"]["bot"] += ["links.embed:write", "files:write", "files:read", "pins:write"]
    directory: Path = tmp_path_factory.mktemp("gallery")
    with trials.trial(directory, app_manifest=manifest) as running:
        gallery.post(running.client, running.channel("cx-council"), lambda: running.script.clock(by="PT2S"))
        running.client.views_publish(user_id=running.person("priya"), view=gallery.HOME)

        def open_form(ack: slack_bolt.Ack, body: dict[str, Any], client: Any) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=gallery.form())

        running.app.command("/cx-action")(open_form)
        yield running


@pytest.mark.parametrize("size", [conftest.WIDE, conftest.NARROW], ids=["wide", "narrow"])
def test_nothing_serious_is_found_in_anything_slack_can_show(chromium: Browser, shown: trials.Trial, size: Any) -> None:
    context = chromium.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.route("https://example.com/**", lambda route: route.fulfill(status=404, body=""))
    found = _found(page, shown, "cx-council")
    page.goto(f"{shown.playground.url}/#as=priya&in=home")
    expect(page.get_by_test_id("home")).to_contain_text("What is yours")
    found += axe.violations(page, "home")
    page.goto(f"{shown.playground.url}/#as=priya&in=cx-council")
    shown.script.command("priya", "cx-council", "/cx-action", "")
    expect(page.get_by_test_id("modal")).to_be_visible()
    found += axe.violations(page, "modal")
    page.get_by_test_id("modal").get_by_role("combobox").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    found += axe.violations(page, "a menu in the modal")
    assert axe.overflow(page) == 0
    shown.script.close("priya", all=True)
    context.close()
    assert found == []


def _found(page: Page, shown: trials.Trial, place: str) -> list[str]:
    page.goto(f"{shown.playground.url}/#as=priya&in={place}")
    expect(page.get_by_test_id("message").filter(has_text="As it is now")).to_be_visible()
    assert axe.overflow(page) == 0
    return axe.violations(page, "messages")
