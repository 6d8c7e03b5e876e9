"""Several messages at once, from several processes' offices: paced, not held up by one another, and stopped in time."""

from __future__ import annotations

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.delivery.post_office import PostOffice
from bot.delivery.slack import Slack
from bot.store import claims, outbox, paces
from bot.store.claims import Claim
from bot.store.database import open_database
from bot.store.paces import Rates
from playground.__main__ import Trial
from playground.machine import NullMachine
from playground.script import Script
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

pytestmark = pytest.mark.faults

CHANNELS = ("marketing", "sales", "field-ops", "customer-service")


@contextmanager
def time_goes_on(running: Trial) -> Iterator[None]:
    """The playground's clock runs as the wall's does, and the limits it keeps with it."""
    start, began, done = running.process.clock.now(), time.monotonic(), threading.Event()

    def run() -> None:
        while not done.wait(0.02):
            running.playground.clock.move_to(start + timedelta(seconds=time.monotonic() - began))

    runner = threading.Thread(target=run)
    runner.start()
    try:
        yield
    finally:
        done.set()
        runner.join()


class Watched(WebClient):
    """A client that notes when posts set out, by the clock that the offices read, and to where."""

    clock: Clock
    posts: list[tuple[str, float]]

    def chat_postMessage(self, **arguments: Any) -> SlackResponse:  # noqa: N802  # the client's name for it
        self.posts.append((arguments["channel"], self.clock.now().timestamp()))
        return super().chat_postMessage(**arguments)


@contextmanager
def offices(running: Trial, count: int, rates: Rates | None = None) -> Iterator[list[tuple[PostOffice, Watched]]]:
    """Offices as of so many processes: each with a database, a client and hands of its own, on one clock."""
    configured, found, databases = running.process.settings, [], []
    posts: list[tuple[str, float]] = []
    for _ in range(count):
        database = open_database(configured.database_url)
        client = Watched(token=configured.bot_token, base_url=configured.slack_api_url, timeout=8, retry_handlers=[])
        client.clock, client.posts = running.process.clock, posts
        slack = Slack(client, running.process.identity.scopes)
        found.append((PostOffice(database, slack, running.process.clock, rates=rates), client))
        databases.append(database)
    try:
        with time_goes_on(running):
            yield found
    finally:
        for office, _ in found:
            office.stop()
        for database in databases:
            database.close()


def work_until(running: Trial, offices_of: list[tuple[PostOffice, Watched]], waiting: int, *, within: float) -> None:
    """Have them work, woken every now and then as by a timetable, until only so many messages wait."""
    done = threading.Event()

    def keep_waking(office: PostOffice) -> None:
        while not done.wait(0.05):
            office.work()

    threads = [threading.Thread(target=keep_waking, args=(office,)) for office, _ in offices_of]
    for thread in threads:
        thread.start()
    give_up_at = time.monotonic() + within
    while _count(running, "state in ('pending', 'sending')") > waiting and time.monotonic() < give_up_at:
        time.sleep(0.05)
    done.set()
    for thread in threads:
        thread.join()
    left = _rows(running, "select key, state, error, next_at from outbox where state in ('pending', 'sending')")
    assert len(left) <= waiting, left


def test_three_processes_send_each_message_once_and_keep_to_slacks_limits(larkspur: Trial) -> None:
    owe_boards(larkspur, each=8)
    rates = Rates(posts_per_minute=240, burst=4)
    with offices(larkspur, 3, rates) as three:
        work_until(larkspur, three, 0, within=60)
        posts = three[0][1].posts
    assert len(posts) == 8 * len(CHANNELS)
    assert _count(larkspur, "state = 'sent' and key like 'many:%'") == len(posts)
    by_channel: dict[str, list[float]] = defaultdict(list)
    for channel, at in posts:
        by_channel[channel].append(at)
    for times in by_channel.values():
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 1
    for _, start in posts:
        assert sum(start <= at < start + 3 for _, at in posts) <= 3 * 4 + 4 + 2  # what set out late counts later
    for channel in CHANNELS:
        assert len(larkspur.playground.script.messages(channel)) == 8


def test_a_slow_answer_in_one_channel_holds_up_nobody_else(larkspur: Trial) -> None:
    owe_boards(larkspur, each=2)
    larkspur.playground.script.fault("delay", method="chat.postMessage", channel="sales", seconds=7)
    with offices(larkspur, 1) as one:
        work_until(larkspur, one, 2, within=20)
        assert _count(larkspur, "state = 'sending' and key like 'many:sales:%'") == 1
        work_until(larkspur, one, 0, within=20)
        assert len(one[0][1].posts) == 2 * len(CHANNELS)


def test_a_channel_that_slack_asks_to_wait_holds_up_nobody_else(larkspur: Trial) -> None:
    owe_boards(larkspur, each=2)
    larkspur.playground.script.fault("ratelimited", method="chat.postMessage", channel="sales", retry_after=30)
    with offices(larkspur, 1) as one:
        work_until(larkspur, one, 2, within=10)
        assert len(one[0][1].posts) == 2 * len(CHANNELS) - 1


def test_told_to_stop_it_keeps_what_slack_answers_and_gives_the_rest_back(larkspur: Trial) -> None:
    owe_boards(larkspur, each=3)
    for channel in CHANNELS:
        larkspur.playground.script.fault("delay", method="chat.postMessage", channel=channel, seconds=3)
    with offices(larkspur, 1) as one:
        office, client = one[0]
        working = threading.Thread(target=office.work)
        working.start()
        while len(client.posts) < len(CHANNELS):
            time.sleep(0.02)
        began = time.monotonic()
        office.stop()
        assert time.monotonic() - began < 5
        working.join(timeout=3)
        assert not working.is_alive()
        assert _count(larkspur, "lease_until is not null") == 0
        assert _count(larkspur, "state = 'sent' and key like 'many:%'") == len(CHANNELS)
        assert office.deliver() == {}
    with offices(larkspur, 1) as another:
        work_until(larkspur, another, 0, within=15)
        assert len(another[0][1].posts) == 2 * len(CHANNELS)


def test_where_slack_does_not_know_us_everything_waits_and_is_said_once(
    larkspur: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    owe_boards(larkspur, each=3)
    configured = larkspur.process.settings
    nobody = WebClient(token="xoxb-nobody", base_url=configured.slack_api_url, timeout=8, retry_handlers=[])
    office = PostOffice(larkspur.process.database, Slack(nobody, frozenset()), larkspur.process.clock)
    assert office.deliver() == {"waiting": 1}
    assert _count(larkspur, "state = 'pending'") == 3 * len(CHANNELS)
    assert _count(larkspur, "state = 'failed'") == 0
    assert sum("workspace_held" in record.getMessage() for record in caplog.records) == 1
    assert office.deliver() == {}
    larkspur.playground.clock.move_to(larkspur.process.clock.now() + timedelta(minutes=5))
    larkspur.process.office.deliver_all(patience=timedelta(minutes=1))
    assert _count(larkspur, "state = 'pending'") == 0


class Slow(WebClient):
    """A client that learns only after a while who is in a channel, and posts as slowly; somebody else looks for
    messages to take meanwhile."""

    running: Trial
    asks_for: timedelta
    taken: list[Claim | None]

    def conversations_members(self, **arguments: Any) -> SlackResponse:
        answer = super().conversations_members(**arguments)
        self._wait(self.asks_for)
        return answer

    def chat_postMessage(self, **arguments: Any) -> SlackResponse:  # noqa: N802  # the client's name for it
        answer = super().chat_postMessage(**arguments)
        self._wait(timedelta(seconds=8))
        return answer

    def _wait(self, time: timedelta) -> None:
        now = self.running.process.clock.now() + time
        self.running.playground.clock.move_to(now)
        database = self.running.process.database
        with database.write() as session:
            self.taken.append(claims.claim(session, now=now, skips_locked=database.skips_locked))


@pytest.mark.parametrize(("seconds", "posted"), [(12, 1), (paces.BUSY.total_seconds() + 1, 0)])
def test_two_posts_are_never_under_way_in_one_channel_however_long_the_first_takes(
    larkspur: Trial, seconds: float, posted: int
) -> None:
    script = larkspur.playground.script
    with nothing_sent(larkspur):
        agree_an_action(script)
        agree_an_action(script)
        client = Slow(token=larkspur.process.settings.bot_token, base_url=larkspur.process.settings.slack_api_url)
        client.running, client.asks_for, client.taken = larkspur, timedelta(seconds=seconds), []
        slack = Slack(client, larkspur.process.identity.scopes)
        PostOffice(larkspur.process.database, slack, larkspur.process.clock).deliver()
        assert len(_cards(script)) == posted
        # Whoever was too slow finds that another has taken the channel, and leaves it to them.
        assert [one is None for one in client.taken] == ([True] * 2 if posted else [False])
        assert _count(larkspur, "key = 'action:1' and state = 'pending'") == 1 - posted


def test_a_database_that_is_away_right_before_a_slow_post_leaves_no_doubt(larkspur: Trial) -> None:
    def break_off(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("UPDATE channel_pace SET busy_until"):
            event.remove(engine, "before_cursor_execute", break_off)
            raise OperationalError(statement, {}, ConnectionError("gone"))

    engine, script = larkspur.process.database.engine, larkspur.playground.script
    with nothing_sent(larkspur):
        agree_an_action(script)
        client = Slow(token=larkspur.process.settings.bot_token, base_url=larkspur.process.settings.slack_api_url)
        client.running, client.asks_for, client.taken = larkspur, timedelta(seconds=12), []
        event.listen(engine, "before_cursor_execute", break_off)
        office = PostOffice(
            larkspur.process.database, Slack(client, larkspur.process.identity.scopes), larkspur.process.clock
        )
        office.deliver()
        assert not event.contains(engine, "before_cursor_execute", break_off)
    script.clock(by="PT1S")
    assert len(_cards(script)) == 1
    assert _count(larkspur, "key = 'action:1' and state = 'sent' and tries = 0") == 1


def test_a_message_that_was_deleted_is_posted_anew_once(larkspur: Trial) -> None:
    script = larkspur.playground.script
    agree_an_action(script)
    client = larkspur.process.client
    for cards in (1, 0):
        client.chat_delete(channel=_channel(larkspur, "marketing"), ts=script.last_message("marketing")["ts"])
        assert _cards(script) == []
        outdate(larkspur, "action_card")
        assert len(_cards(script)) == cards
    (row,) = _rows(larkspur, "select state, error, posted_anew from outbox where key = 'action:1'")
    assert row == (str(outbox.State.SENT), "message_not_found", 1)


def test_replies_stand_under_the_agenda_that_was_posted_anew(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.command("aisha", "customer-service", "/cx-report")
    assert script.submit("aisha", {"did": "All is well.", "attending": "lead"})["ok"]
    script.command("priya", "cx-council", "/cx-agenda", "post")
    assert script.submit("priya", {"question": "How do we keep our word?"})["ok"]
    (first,) = _rows(larkspur, "select ts from outbox where kind = 'agenda'")
    larkspur.process.client.chat_delete(channel=_channel(larkspur, "cx-council"), ts=first[0])
    outdate(larkspur, "agenda")
    (anew,) = _rows(larkspur, "select ts from outbox where kind = 'agenda'")
    assert anew != first
    replies = _rows(larkspur, "select ts, state from outbox where kind = 'agenda_item'")
    assert replies
    assert {state for _, state in replies} == {"sent"}
    thread = larkspur.process.client.conversations_replies(channel=_channel(larkspur, "cx-council"), ts=anew[0])
    assert {message["ts"] for message in thread["messages"]} == {anew[0], *(ts for ts, _ in replies)}
    pins = larkspur.playground.workspace.pins.of(_channel(larkspur, "cx-council"))
    assert [pin.ts for pin in pins] == [anew[0]], "it is pinned in place of the one that is gone"


def agree_an_action(script: Script) -> None:
    assert script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")["ok"]
    assert script.submit("priya")["ok"]


def outdate(running: Trial, kind: str) -> None:
    """Let messages of a kind be out of date, and be brought up to date."""
    with running.process.database.write() as session:
        session.execute(
            text("update outbox set revision = revision + 1, digest = null, next_at = :now where kind = :kind"),
            {"kind": kind, "now": _as_kept(running, running.process.clock.now())},
        )
    running.process.office.deliver_all(patience=timedelta(minutes=1))


def owe_boards(running: Trial, *, each: int) -> None:
    """The board, owed `each` times more in each of CHANNELS; nothing is delivered by the trial itself from now on."""
    columns = "workspace_id, council_id, created_at, kind, meeting_id, revision, shown, tries"
    copied = "workspace_id, council_id, created_at, kind, meeting_id, 1, 0, 0"
    running.playground.attach(NullMachine())
    now = _as_kept(running, running.process.clock.now())
    with running.process.database.write() as session:
        for channel in CHANNELS:
            for number in range(each):
                session.execute(
                    text(
                        f"insert into outbox ({columns}, key, recipient, state, next_at) select {copied},"
                        " :key, :channel, 'pending', :now from outbox where key like 'board:%'"
                    ),
                    {"key": f"many:{channel}:{number}", "channel": _channel(running, channel), "now": now},
                )


def _as_kept(running: Trial, instant: datetime) -> object:
    return instant if running.process.database.skips_locked else instant.strftime("%Y-%m-%d %H:%M:%S.%f")


def _channel(running: Trial, name: str) -> str:
    found = running.playground.workspace.conversations.find_named(name)
    assert found is not None
    return found.id


def _cards(script: Script) -> list[str]:
    return [words(message) for message in script.messages("marketing") if words(message).startswith("A-")]


def _rows(running: Trial, query: str) -> list[tuple[Any, ...]]:
    with running.process.database.read() as session:
        return [tuple(row) for row in session.execute(text(query))]


def _count(running: Trial, where: str) -> int:
    return int(_rows(running, f"select count(*) from outbox where {where}")[0][0])
