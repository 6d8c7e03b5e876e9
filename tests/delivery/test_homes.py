"""Homes are published where they changed, in turn, and none of them holds up another, whatever Slack answers."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.delivery import homes as lane
from bot.delivery.homes import Homes
from bot.store import homes, people
from playground.__main__ import Trial
from playground.script import Script
from tests.delivery.conftest import nothing_sent
from tests.views import samples

pytestmark = pytest.mark.faults


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script


def test_a_deed_shows_on_everybody_s_home_that_is_open_and_on_nobody_else_s(larkspur: Trial, script: Script) -> None:
    for handle in ("nina", "priya", "aisha"):
        script.home(handle)
    _agree_an_action(script)
    assert "mend the banners" in _shown(script, "nina")
    before = _publishes(script)
    script.command("priya", "cx-council", "/cx-action", "@nina write to everybody by 30 March")
    script.submit("priya")
    assert "write to everybody" in _shown(script, "nina")
    # Aisha's and Priya's look as they did.
    assert _publishes(script) == before + 1


def test_one_that_looks_as_slack_shows_it_is_not_sent_again(script: Script) -> None:
    script.home("nina")
    assert _publishes(script) == 1
    script.home("nina")
    assert _publishes(script) == 1


def test_where_slack_asks_to_wait_all_homes_do_and_then_come(larkspur: Trial, script: Script) -> None:
    script.home("nina")
    script.home("marcus")
    before = _publishes(script)
    script.fault("ratelimited", method="views.publish", retry_after=30)
    _agree_an_action(script)
    assert "mend the banners" not in _shown(script, "nina")
    assert _publishes(script) == before + 1, "nobody else's is tried meanwhile"
    script.clock(by="PT31S")
    larkspur.process.homes.draw_all()
    assert "mend the banners" in _shown(script, "nina")


def test_an_answer_that_was_lost_is_published_again(larkspur: Trial, script: Script) -> None:
    script.home("nina")
    script.fault("drop_before_accept", method="views.publish")
    _agree_an_action(script)
    assert "mend the banners" not in _shown(script, "nina")
    script.clock(by="PT10S")
    larkspur.process.homes.draw_all()
    assert "mend the banners" in _shown(script, "nina")


def test_one_that_slack_never_answers_for_is_given_up_and_comes_back_when_it_is_opened(
    larkspur: Trial, script: Script
) -> None:
    script.home("nina")
    script.fault("http_500", method="views.publish", times=lane.MOST_TRIES)
    _agree_an_action(script)
    for _ in range(lane.MOST_TRIES):
        script.clock(by="PT5M")
        larkspur.process.homes.draw_all()
    assert _next_at(larkspur) is None
    assert "mend the banners" not in _shown(script, "nina")
    script.home("nina")
    assert "mend the banners" in _shown(script, "nina")


def test_one_home_that_hangs_holds_up_no_other(larkspur: Trial, script: Script) -> None:
    client = _Hanging(larkspur, _id(script, "nina"))
    held = Homes(larkspur.process.database, client, larkspur.process.clock, team_id=larkspur.process.identity.team_id)
    script.home("nina")
    script.home("marcus")
    with nothing_sent(larkspur):
        _agree_an_action(script)
        _agree_an_action(script, "@marcus rewrite the call script by end of next month")
    try:
        _soon(larkspur)
        worker = threading.Thread(target=held.work)
        worker.start()
        _wait_for(lambda: "call script" in _shown(script, "marcus"))
        assert "mend the banners" not in _shown(script, "nina")
    finally:
        client.let_go.set()
        worker.join()
        held.stop()
    assert "mend the banners" in _shown(script, "nina")


def test_told_to_stop_it_draws_nothing_more_and_leaves_it_to_others(larkspur: Trial, script: Script) -> None:
    script.home("nina")
    with nothing_sent(larkspur):
        _agree_an_action(script)
    other = Homes(
        larkspur.process.database,
        larkspur.process.client,
        larkspur.process.clock,
        team_id=larkspur.process.identity.team_id,
    )
    other.stop()
    assert other.draw_all() == {}
    assert larkspur.process.homes.draw_all()["published"] == 1


def test_many_open_homes_keep_to_what_slack_takes_and_whoever_opens_theirs_waits_for_none(
    larkspur: Trial, script: Script
) -> None:
    process = larkspur.process
    with process.database.write() as session:
        workspace = people.workspace_id(session, process.identity.team_id)
        for number in range(30):
            homes.opened(session, workspace, f"U0NOBODY{number:03d}", now=process.clock.now())
    before, began = _publishes(script), process.clock.now()
    opened = False

    def watch() -> None:
        nonlocal opened
        script.home("nina")
        opened = "Next meeting" in _shown(script, "nina")

    watch()
    assert opened
    process.homes.draw_all()
    took = process.clock.now() - began
    sent = _publishes(script) - before
    assert took >= lane.INTERVAL * (sent - lane.BURST - 1)


def test_a_home_says_what_became_of_the_council_s_people(larkspur: Trial, script: Script) -> None:
    script.home("priya")
    assert "did not get there" not in _shown(script, "priya")
    space = larkspur.playground.workspace
    marketing = space.conversations.find_named("marketing")
    assert marketing is not None
    space.conversations.leave(marketing.id, space.world.bot.user_id)
    _agree_an_action(script)
    larkspur.process.homes.draw_all()
    assert "1 message did not get there." in _shown(script, "priya")


class _Hanging(WebClient):
    """A client whose calls for one person's Home do not come back until they are let go."""

    def __init__(self, larkspur: Trial, slack_id: str) -> None:
        ours = larkspur.process.client
        super().__init__(token=ours.token, base_url=ours.base_url, timeout=8, retry_handlers=[])
        self.let_go = threading.Event()
        self._slack_id = slack_id

    def views_publish(self, **arguments: Any) -> SlackResponse:
        if arguments["user_id"] == self._slack_id:
            assert self.let_go.wait(20)
        return super().views_publish(**arguments)


def _agree_an_action(script: Script, said: str = "@nina mend the banners by 31 March") -> None:
    script.command("priya", "cx-council", "/cx-action", said)
    script.submit("priya")


def _id(script: Script, handle: str) -> str:
    [found] = [person["id"] for person in script.state()["people"] if person["handle"] == handle]
    return str(found)


def _shown(script: Script, handle: str) -> str:
    return samples.texts(script.state()["homes"][_id(script, handle)]["blocks"])


def _publishes(script: Script) -> int:
    return len([call for call in script.state()["calls"] if call["method"] == "views.publish"])


def _next_at(larkspur: Trial) -> Any:
    with larkspur.process.database.read() as session:
        return homes.next_at(session, people.workspace_id(session, larkspur.process.identity.team_id))


def _soon(larkspur: Trial) -> None:
    """What was changed has rested."""
    larkspur.playground.clock.move_to(larkspur.process.clock.now() + homes.REST + timedelta(seconds=1))


def _wait_for(come: Any) -> None:
    give_up = time.monotonic() + 15
    while not come():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.05)
