"""What may have been sent: where it is looked for, what follows from that, and what is known not to have gone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery import rendering
from bot.delivery.answers import Held, Refused
from bot.delivery.slack import Slack
from bot.store import claims, councils, outbox
from bot.store.claims import Claim
from bot.store.outbox import Kind, State
from playground.__main__ import Trial, trial
from tests.builders import T0
from tests.delivery.conftest import HISTORY, nothing_sent
from tests.journeys.told import words
from tests.rungs import WITH_TEST_RUNGS
from tests.years import posted

pytestmark = pytest.mark.faults

MARKETING = "marketing"
CARD = "action:1"
LEASE_AND_MORE = claims.LEASE + timedelta(seconds=1)


@contextmanager
def answering(answer: dict[str, Any]) -> Iterator[str]:
    """A server that gives every call this answer; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the handler's name for it
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ("missing_scope", Refused),
        ("no_permission", Refused),
        ("not_allowed_token_type", Refused),
        ("channel_not_found", Refused),
        ("invalid_auth", Held),
        ("account_inactive", Held),
    ],
)
def test_a_right_that_only_the_search_lacks_holds_nothing_else_up(error: str, meaning: type) -> None:
    with answering({"ok": False, "error": error}) as url:
        slack = Slack(WebClient(token="xoxb-1", base_url=url, timeout=8, retry_handlers=[]), HISTORY)
        found = slack.find("C1", key="1/card", thread_ts=None, since=T0)
    assert isinstance(found, meaning)


@pytest.mark.parametrize("granted", ["groups:history", "channels:history", "im:history"])
def test_with_one_scope_of_three_nothing_is_repeated_and_nothing_waits(tmp_path: Path, granted: str) -> None:
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, withhold_scopes=HISTORY - {granted}) as running:
        script = running.playground.script
        before = running.process.clock.now()
        script.fault("drop_after_accept", method="chat.postMessage", channel=MARKETING)
        agree(running)
        script.fault("drop_after_accept", method="chat.postMessage")
        assert script.command("marcus", "sales", "/cx-action", "@jonas mend the form by end of next month")["ok"]
        assert script.submit("marcus")["ok"]
        assert state(running, CARD) is (State.SENT if granted == "channels:history" else State.UNKNOWN)
        assert state(running, "proposal:2") is (State.SENT if granted == "im:history" else State.UNKNOWN)
        assert running.process.clock.now() - before < timedelta(seconds=30)
        assert len(cards(running, MARKETING)) == len(script.messages("@priya")) == 1


def test_who_is_not_in_the_channel_has_what_is_found_there_in_person(larkspur: Trial) -> None:
    script = larkspur.playground.script
    assert script.channel("dana", MARKETING, "remove", person="nina")["ok"]
    script.fault("drop_after_accept", method="chat.postMessage", channel=MARKETING)
    agree(larkspur)
    assert state(larkspur, CARD) is State.SENT
    assert len(cards(larkspur, MARKETING)) == len(cards(larkspur, "@nina")) == 1


def test_what_cannot_be_looked_for_as_the_bot_is_out_of_the_channel_people_have_in_person(larkspur: Trial) -> None:
    script = larkspur.playground.script
    with nothing_sent(larkspur):
        agree(larkspur)
        script.fault("drop_before_accept", method="chat.postMessage", channel=MARKETING)
        assert larkspur.process.office.deliver()["waiting"] == 1
        out_of_the_channel(larkspur)
    pass_by(larkspur, timedelta(seconds=10))
    assert state(larkspur, CARD) is State.UNKNOWN
    assert cards(larkspur, MARKETING) == []
    assert len(cards(larkspur, "@nina")) == len(cards(larkspur, "@dana")) == 1
    told = "I can't post in Marketing's channel: I'm not in it. Nina Castillo and Dana Okoye have the action cards"
    assert told in words(script.last_message("@priya"))


@pytest.fixture
def climbing(database_url: str) -> Iterator[Trial]:
    """Larkspur without the history scopes, with rungs about actions."""
    with trial(
        database_url=database_url, with_scheduler=False, withhold_scopes=HISTORY, ladder=WITH_TEST_RUNGS
    ) as running:
        yield running


def test_digests_whose_senders_were_stopped_before_composing_them_go_after_all_that_morning(climbing: Trial) -> None:
    claimed = overdue_digests_claimed(climbing)
    pass_by(climbing, LEASE_AND_MORE)
    assert [state(climbing, one.key) for one in claimed] == [State.SENT] * 2
    assert reminders(climbing, channel(climbing)) == reminders(climbing, person(climbing, "dana")) == 1


def test_a_lead_whose_digest_was_stopped_has_what_the_channel_refuses_too(climbing: Trial) -> None:
    overdue_digests_claimed(climbing)
    out_of_the_channel(climbing)
    pass_by(climbing, LEASE_AND_MORE)
    assert reminders(climbing, channel(climbing)) == 0
    assert reminders(climbing, person(climbing, "dana")) == 1
    assert "Before Tuesday 9 February" in words(climbing.playground.script.last_message("@dana"))
    with climbing.process.database.read() as session:
        assert outbox.list_keys(session, State.UNKNOWN) == []


def test_a_digest_that_was_composed_may_have_been_sent_and_never_goes_again(climbing: Trial) -> None:
    claimed = overdue_digests_claimed(climbing)
    for one in claimed:
        with climbing.process.database.write() as session:
            council = councils.hold(session, councils.get(session, one.council_id))
            now = climbing.process.clock.now()
            assert rendering.compose(session, council, one, ladder=WITH_TEST_RUNGS, now=now) is not None
    pass_by(climbing, LEASE_AND_MORE)
    pass_by(climbing, timedelta(days=3))
    assert [state(climbing, one.key) for one in claimed] == [State.UNKNOWN] * 2
    assert reminders(climbing, channel(climbing)) == reminders(climbing, person(climbing, "dana")) == 0


def agree(running: Trial, text: str = "@nina re-target ads by end of next month") -> None:
    script = running.playground.script
    assert script.command("priya", "cx-council", "/cx-action", text)["ok"]
    assert script.submit("priya")["ok"]


def overdue_digests_claimed(running: Trial) -> list[Claim]:
    """An action of Marketing's was due yesterday; both digests about it are claimed by somebody who is stopped then."""
    agree(running, "@nina re-target ads by 1 February")
    with nothing_sent(running):
        now = datetime.fromisoformat("2027-02-02T09:00:00+00:00")
        running.playground.clock.move_to(now)
        running.process.sweep()
        database = running.process.database
        claimed: list[Claim] = []
        while True:
            with database.write() as session:
                taken = claims.claim(session, now=now, skips_locked=database.skips_locked)
                if taken is None:
                    break
                claimed.append(taken)
                if taken.kind is not Kind.DIGEST:
                    claims.mark_ended(session, taken, State.DROPPED, error="not_of_interest")
    digests = [one for one in claimed if one.kind is Kind.DIGEST and one.ts is None]
    assert len(digests) == 2
    return digests


def pass_by(running: Trial, time: timedelta) -> None:
    running.playground.script.clock(by=f"PT{int(time.total_seconds())}S")


def cards(running: Trial, place: str) -> list[str]:
    return [words(one) for one in running.playground.script.messages(place) if words(one).startswith("A-")]


def reminders(running: Trial, recipient: str) -> int:
    """How many digests stand in a channel, or in somebody's direct messages."""
    reader = posted.Reader(running.playground.workspace.conversations)
    reader.look()
    return sum(one.recipient == recipient and one.key.startswith("digest:") for one in reader.posted)


def channel(running: Trial) -> str:
    found = running.playground.workspace.conversations.find_named(MARKETING)
    assert found is not None
    return found.id


def person(running: Trial, handle: str) -> str:
    found = running.playground.workspace.find_person(handle)
    assert found is not None
    return found.id


def out_of_the_channel(running: Trial) -> None:
    """The bot is out of Marketing's channel, and was not told."""
    space = running.playground.workspace
    space.conversations.leave(channel(running), space.world.bot.user_id)


def state(running: Trial, key: str) -> State | None:
    with running.process.database.read() as session:
        return next((state for state in State if key in outbox.list_keys(session, state)), None)
