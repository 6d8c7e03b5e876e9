"""Slack's limits, kept together by whoever sends; and what taking a message costs, however many wait."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.store import claims, councils, outbox, paces
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.outbox import Kind, State
from bot.store.paces import Lane, Rates
from tests.builders import COUNCIL_CHANNEL, T0
from tests.store import statements, together
from tests.store.letters import (
    MILLISECOND,
    MINUTE,
    SECOND,
    claim,
    ended,
    key_of,
    next_at,
    owe,
    send_next,
    sent,
    take,
    tally,
    touch,
    waiting,
)

MANY = 100_000


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


class TestTheWorkspace:
    def test_no_minute_has_more_posts_than_the_limit_and_a_burst(self, database: Database) -> None:
        rates = Rates(posts_per_minute=60, burst=5)
        for number in range(100):
            owe(database, f"card:{number}", recipient=f"C{number}")
        gone: list[datetime] = []
        now = T0
        while len(gone) < 100:
            taken = claim(database, now, rates)
            if taken is None:
                now += timedelta(milliseconds=250)
                continue
            sent(database, taken, ts=f"{taken.id}.0", now=now)
            gone.append(now)
        assert gone[4] == T0
        assert gone[5] == T0 + SECOND
        most = max(sum(start <= at < start + MINUTE for at in gone) for start in gone)
        assert most in (64, 65)

    def test_a_pause_earns_no_more_than_a_burst(self, database: Database) -> None:
        for number in range(30):
            owe(database, f"card:{number}", recipient=f"C{number}")
        later = T0 + timedelta(hours=3)
        assert len([key for _ in range(30) if (key := send_next(database, T0))]) == 10
        assert len([key for _ in range(30) if (key := send_next(database, later))]) == 10

    def test_edits_have_a_rate_of_their_own(self, database: Database) -> None:
        for number in range(10):
            owe(database, f"card:{number}", recipient=f"C{number}")
            send_next(database)
        touch(database)
        owe(database, "new", recipient="C11")
        assert claim(database, T0 + 100 * MILLISECOND, Rates()) is not None
        assert len([key for _ in range(20) if (key := send_next(database, T0 + SECOND))]) == 10

    def test_the_limit_holds_for_many_at_the_same_moment(self, database: Database) -> None:
        for number in range(20):
            owe(database, f"card:{number}", recipient=f"C{number}")
        taken = together.at_once(*[partial(claim, database)] * 14)
        assert len([one for one in taken if one is not None]) == 10

    def test_nothing_goes_while_it_is_held_and_it_is_news_once(self, database: Database) -> None:
        owe(database)
        until = T0 + 5 * MINUTE
        with database.write() as session:
            news = [
                paces.hold_workspace(session, 1, *Lane, until=until + extra, now=T0)
                for extra in (timedelta(), 3 * SECOND)
            ]
        assert news == [True, False]
        assert claim(database, until) is None
        assert next_at(database) == until + 3 * SECOND
        assert key_of(claim(database, until + 3 * SECOND)) == "card"

    def test_while_it_is_held_nothing_is_looked_at(self, database: Database) -> None:
        owe(database)
        with database.write() as session:
            paces.hold_workspace(session, 1, *Lane, until=T0 + MINUTE, now=T0)
        with database.read() as session:
            assert claims.may_go(session, now=T0) is False
            assert claims.may_go(session, now=T0 + MINUTE) is True


class TestEdits:
    def test_fifty_changes_in_a_second_are_two_edits_and_the_last_is_shown(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        edits = []
        for number in range(50):
            now = T0 + SECOND + number * 20 * MILLISECOND
            touch(database, now=now)
            if (edit := claim(database, now)) is not None:
                edits.append(edit.revision)
                sent(database, edit, now=now + 5 * MILLISECOND)
        last = take(database, T0 + 2 * SECOND)
        assert (edits, last.revision) == ([2], 51)
        sent(database, last, now=T0 + 2 * SECOND)
        assert next_at(database) is None

    def test_a_message_that_slack_lost_is_posted_anew_with_what_stood_in_its_thread(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA, recipient=COUNCIL_CHANNEL)
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, recipient=COUNCIL_CHANNEL, parent_key="agenda")
        assert [send_next(database, T0), send_next(database, T0 + SECOND)] == ["agenda", "agenda:3"]
        touch(database, Kind.AGENDA, now=T0 + MINUTE)
        lost = take(database, T0 + MINUTE)
        with database.write() as session:
            claims.mark_lost(session, lost, error="message_not_found", now=T0 + MINUTE)
        anew = take(database, T0 + MINUTE)
        assert (anew.key, anew.ts, anew.posted_anew, anew.in_doubt) == ("agenda", None, 1, False)
        assert claim(database, T0 + MINUTE + 5 * SECOND) is None
        sent(database, anew, ts="8.8", now=T0 + 2 * MINUTE)
        reply = take(database, T0 + 3 * MINUTE)
        assert (reply.key, reply.thread_ts, reply.ts, reply.posted_anew) == ("agenda:3", "8.8", None, 1)


class TestTheConversation:
    """Of two whose posts are under way in one, as the first took so long that it was taken for stopped."""

    @pytest.fixture
    def two(self, database: Database) -> tuple[Claim, Claim]:
        for key in "abc":
            owe(database, key)
        return take(database), take(database, T0 + paces.BUSY)

    def test_how_long_slack_asked_to_wait_is_kept_whoever_else_ends(
        self, database: Database, two: tuple[Claim, Claim]
    ) -> None:
        slow, other = two
        waiting(database, other, until=T0 + 5 * MINUTE, holds=True)
        sent(database, slow, now=T0 + paces.BUSY + SECOND)
        assert claim(database, T0 + 5 * MINUTE - MILLISECOND) is None
        assert claim(database, T0 + 5 * MINUTE) is not None

    def test_how_long_slack_asked_the_slow_one_to_wait_is_kept_too(
        self, database: Database, two: tuple[Claim, Claim]
    ) -> None:
        slow, other = two
        waiting(database, slow, until=T0 + 5 * MINUTE, holds=True)
        sent(database, other, now=T0 + paces.BUSY + SECOND)
        assert claim(database, T0 + 5 * MINUTE - MILLISECOND) is None
        assert claim(database, T0 + 5 * MINUTE) is not None

    def test_the_end_of_one_is_not_the_end_of_the_other(self, database: Database, two: tuple[Claim, Claim]) -> None:
        slow, other = two
        sent(database, slow, now=T0 + paces.BUSY + SECOND)
        assert claim(database, T0 + paces.BUSY + 5 * SECOND) is None
        sent(database, other, ts="2.2", now=T0 + paces.BUSY + 6 * SECOND)
        assert key_of(claim(database, T0 + paces.BUSY + 7 * SECOND)) == "c"

    def test_who_is_slow_keeps_it_until_the_claim_ends_where_nobody_has_taken_it(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        slow = take(database)
        with database.write() as session:
            assert claims.keep_conversation(session, slow) is True
        assert claim(database, T0 + paces.BUSY + SECOND) is None
        sent(database, slow, now=T0 + 30 * SECOND)
        assert key_of(claim(database, T0 + 31 * SECOND)) == "b"

    def test_who_was_taken_for_stopped_has_lost_it(self, database: Database, two: tuple[Claim, Claim]) -> None:
        slow, other = two
        with database.write() as session:
            assert claims.keep_conversation(session, slow) is False
            assert claims.keep_conversation(session, other) is True

    def test_who_marks_and_who_takes_never_wait_for_each_other(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        slow = take(database)
        found, followed = Event(), Event()

        def wait_for_the_mark(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.startswith("SELECT channel_pace."):
                found.set()
                if followed.wait(1):
                    time.sleep(0.3)  # who marks waits by now for what was found, or has long ended

        def mark() -> bool:
            with database.write() as session:
                council = councils.list_all(session)[0]

                def follow() -> None:
                    found.wait(1)
                    followed.set()
                    outbox.touch(session, council, Kind.ACTION_CARD, now=T0)

                return claims.mark_ended(session, slow, State.FAILED, error="not_in_channel", then=follow)

        event.listen(database.engine, "before_cursor_execute", wait_for_the_mark)
        try:
            said = together.at_once(mark, lambda: claim(database, T0 + paces.BUSY + SECOND) is not None)
        finally:
            event.remove(database.engine, "before_cursor_execute", wait_for_the_mark)
        assert said == [True, True]


class TestGivingBack:
    def test_a_message_nobody_called_slack_for_can_be_taken_at_once(self, database: Database) -> None:
        owe(database)
        taken = take(database)
        with database.write() as session:
            claims.give_back(session, taken, now=T0)
        again = take(database)
        assert (again.key, again.tries, again.in_doubt) == ("card", 1, False)

    def test_one_in_doubt_stays_so(self, database: Database) -> None:
        owe(database)
        waiting(database, take(database), until=T0 + MINUTE, in_doubt=True)
        with database.write() as session:
            doubtful = claims.claim(session, now=T0 + MINUTE, skips_locked=database.skips_locked)
            assert doubtful is not None
            claims.give_back(session, doubtful, now=T0 + MINUTE)
        again = take(database, T0 + MINUTE)
        assert (again.in_doubt, again.attempted_at) == (True, T0)

    def test_an_edit_is_still_an_edit(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        touch(database)
        edit = take(database)
        with database.write() as session:
            claims.give_back(session, edit, now=T0)
        assert tally(database) == {State.SENT: 1}
        assert take(database).ts == "1.1"


class TestTheCost:
    """Of taking a message, with one waiting and with a hundred thousand."""

    @pytest.mark.parametrize("channels", [1, 1000])
    def test_it_is_flat(self, database: Database, channels: int) -> None:
        owe(database, "first", recipient="C-first")
        alone, moved_alone = _cost_of_claiming(database, T0)
        _owe_many(database, channels)
        for _ in range(2 * MANY // claims.LOOKS[-1]):
            # What all of them cost, once each: a turn in their conversation.
            if claim(database, T0 + MINUTE, Rates(burst=1)) is None and not _more(database):
                break
        now = T0 + timedelta(days=2)
        among_many = [_cost_of_claiming(database, now + second * SECOND) for second in range(3)]
        assert all(count <= alone + 2 for count, _ in among_many), (alone, among_many)
        assert all(moved <= moved_alone + claims.LOOKS[0] for _, moved in among_many), among_many

    @pytest.mark.parametrize("lane", list(Lane))
    def test_what_is_due_is_found_through_its_index(self, database: Database, lane: Lane) -> None:
        _owe_many(database, 1000, count=5000)
        with database.write() as session:
            if lane is Lane.EDIT:
                session.execute(text("update outbox set state = 'sent'"))
        with database.write() as session:
            if database.skips_locked:
                session.execute(text("analyze outbox"))
        plans = _plans_of_claiming(database, T0)
        assert len(plans) == 3  # what waits, asked before a transaction and in it, and which of it goes first
        assert all(f"ix_outbox_to_{lane}" in plan for plan in plans), plans


def _owe_many(database: Database, channels: int, *, count: int = MANY) -> None:
    """`count` messages due at T0, as many in each of `channels`."""
    with database.write() as session:
        council = councils.list_all(session)[0]
        series = (
            f"select generate_series(1, {count}) as n"
            if database.skips_locked
            else f"with recursive s(n) as (select 1 union all select n + 1 from s where n < {count}) select n from s"
        )
        at = T0 if database.skips_locked else T0.strftime("%Y-%m-%d %H:%M:%S.000000")
        columns = "workspace_id, council_id, created_at, key, kind, recipient, state, revision, shown, next_at, tries"
        values = f":w, :c, :at, 'many:' || n, 'action_card', 'C' || (n % {channels}), 'pending', 1, 0, :at, 0"
        session.execute(
            text(f"insert into outbox ({columns}) select {values} from ({series}) as numbers"),
            {"w": council.workspace_id, "c": council.id, "at": at},
        )


def _cost_of_claiming(database: Database, now: datetime) -> tuple[int, int]:
    """How many statements it takes, and how many rows are moved on the way."""
    with statements.recorded(database) as executed:
        taken = claim(database, now)
    assert taken is not None
    ended(database, taken, State.DROPPED)
    return len(executed), sum("slot_at" in one and "tries" not in one for one in executed if one.startswith("UPDATE"))


def _more(database: Database) -> bool:
    with database.write() as session:
        return claims.look(session, now=T0 + MINUTE, skips_locked=database.skips_locked, rates=Rates(burst=1)).more


def _plans_of_claiming(database: Database, now: datetime) -> list[str]:
    """How the database goes about finding what is due."""
    asked: list[tuple[str, Any]] = []

    def record(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("SELECT") and "outbox.next_at" in statement and "outbox.revision" not in statement:
            asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", record)
    try:
        with database.read() as reading:
            assert claims.may_go(reading, now=now)
        assert claim(database, now) is not None
    finally:
        event.remove(database.engine, "before_cursor_execute", record)
    explain = "explain" if database.skips_locked else "explain query plan"
    with database.engine.connect() as connection:
        return [
            "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {statement}", values))
            for statement, values in asked
        ]
