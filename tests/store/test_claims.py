"""Messages are claimed by one, paced, and taken up again when whoever had them stopped."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.council.departments import Council
from bot.store import claims, councils, outbox, paces, tables
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.outbox import Kind, State, Subject
from bot.store.paces import Rates
from tests import builders
from tests.builders import COUNCIL_CHANNEL, T0
from tests.store import together
from tests.store.letters import (
    AFTER_THE_LEASE,
    MILLISECOND,
    MINUTE,
    SECOND,
    claim,
    claim_many,
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

ROOT = Path(__file__).parents[2]
_CLAIM_EVERYTHING = """
import sys
from datetime import datetime
from bot.store import claims, database, paces
opened, now = database.open_database(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
while True:
    with opened.write() as session:
        rates = paces.Rates(burst=100)
        claim = claims.claim(session, now=now, skips_locked=opened.skips_locked, rates=rates)
    if claim is None:
        break
    print(claim.key)
"""


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


@pytest.fixture
def council(database: Database) -> Council:
    return builders.council_of(database)


class TestClaiming:
    def test_a_claimed_message_is_nobody_elses_until_the_lease_ends(self, database: Database) -> None:
        owe(database)
        take(database)
        assert claim(database, AFTER_THE_LEASE - SECOND) is None

    def test_four_threads_claim_each_message_once(self, database: Database) -> None:
        for number in range(24):
            owe(database, f"card:{number}", recipient=f"C{number}")

        at_once = [partial(claim_many, database, rates=Rates(burst=100))] * 4
        claimed = [key for keys in together.at_once(*at_once) for key in keys]
        assert sorted(claimed) == sorted(f"card:{number}" for number in range(24))

    def test_four_threads_claim_each_edit_once(self, database: Database) -> None:
        for number in range(10):
            owe(database, f"card:{number}", recipient=f"C{number}")
            sent(database, take(database))
        touch(database)
        claimed = together.at_once(*[partial(claim_many, database)] * 4)
        assert sorted(key for keys in claimed for key in keys) == sorted(f"card:{number}" for number in range(10))

    @pytest.mark.faults
    def test_two_processes_claim_each_message_once(self, database: Database) -> None:
        for number in range(24):
            owe(database, f"card:{number}", recipient=f"C{number}")
        url = database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", _CLAIM_EVERYTHING, url, T0.isoformat()]
        workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        claimed = [key for worker in workers for key in worker.communicate()[0].split()]
        assert sorted(claimed) == sorted(f"card:{number}" for number in range(24))

    def test_a_conversation_gets_one_new_message_a_second(self, database: Database) -> None:
        for key in "abc":
            owe(database, key)
        assert [send_next(database, T0), send_next(database, T0)] == ["a", None]
        assert send_next(database, T0 + SECOND - MILLISECOND) is None
        assert [send_next(database, T0 + SECOND), send_next(database, T0 + SECOND)] == ["b", None]
        assert send_next(database, T0 + 2 * SECOND) == "c"

    def test_the_second_is_counted_from_when_slack_has_answered(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        slow = take(database)
        assert claim(database, T0 + 5 * SECOND) is None
        sent(database, slow, now=T0 + 5 * SECOND)
        assert claim(database, T0 + 6 * SECOND - MILLISECOND) is None
        assert key_of(claim(database, T0 + 6 * SECOND)) == "b"

    def test_a_conversation_is_free_again_soon_after_whoever_posted_there_was_stopped(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        take(database)
        assert claim(database, T0 + paces.BUSY - MILLISECOND) is None
        assert key_of(claim(database, T0 + paces.BUSY + SECOND)) == "b"

    def test_one_a_second_holds_for_many_at_the_same_moment(self, database: Database) -> None:
        for key in "abcd":
            owe(database, key)
        taken = together.at_once(*[partial(claim, database)] * 4)
        assert len([one for one in taken if one is not None]) == 1

    def test_another_conversation_need_not_wait(self, database: Database) -> None:
        owe(database, "sales")
        owe(database, "council", recipient=COUNCIL_CHANNEL)
        assert {take(database).key, take(database).key} == {"sales", "council"}

    def test_another_workspace_need_not_wait_either(self, database: Database) -> None:
        builders.establish(database, team_id="T0OTHER", name="Other")
        with database.write() as session:
            for council in councils.list_all(session):
                outbox.owe(session, council, key="x", kind=Kind.BOARD, recipient="C1", subject=Subject(), now=T0)
        assert {take(database).council_id, take(database).council_id} == {1, 2}

    def test_an_edit_need_not_wait_for_its_conversation(self, database: Database) -> None:
        owe(database, "posted")
        sent(database, take(database))
        owe(database, "new")
        touch(database)
        assert take(database).key == "posted"

    def test_nothing_new_is_posted_where_slack_asked_to_wait(self, database: Database) -> None:
        for key in "abc":
            owe(database, key)
        waiting(database, take(database), until=T0 + MINUTE, holds=True)
        assert claim(database, T0 + MINUTE - MILLISECOND) is None
        assert [send_next(database, T0 + MINUTE + second * SECOND) for second in range(3)] == ["a", "b", "c"]

    def test_others_go_meanwhile(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "elsewhere", recipient=COUNCIL_CHANNEL)
        waiting(database, take(database), until=T0 + MINUTE, holds=True)
        assert key_of(claim(database)) == "elsewhere"

    def test_a_reply_waits_until_its_parent_is_posted(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA, recipient=COUNCIL_CHANNEL, at=T0 + MINUTE)
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, recipient=COUNCIL_CHANNEL, parent_key="agenda")
        assert claim(database, T0) is None
        assert next_at(database) == T0 + MINUTE
        parent = take(database, T0 + MINUTE)
        assert claim(database, T0 + MINUTE + 30 * SECOND) is None
        sent(database, parent, ts="7.7", now=T0 + MINUTE + 30 * SECOND)
        reply = take(database, T0 + 2 * MINUTE)
        assert (reply.key, reply.thread_channel, reply.thread_ts) == ("agenda:3", COUNCIL_CHANNEL, "7.7")

    def test_a_reply_that_is_owed_once_its_parent_is_posted_goes_at_once(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA)
        sent(database, take(database))
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, parent_key="agenda", recipient=COUNCIL_CHANNEL)
        assert key_of(claim(database)) == "agenda:3"

    def test_a_reply_with_an_instant_from_an_older_release_waits_for_its_parent_too(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA, at=T0 + MINUTE)
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, parent_key="agenda")
        with database.write() as session:
            session.execute(update(tables.Outbox).where(tables.Outbox.key == "agenda:3").values(next_at=T0))
        assert claim(database) is None
        assert send_next(database, T0 + MINUTE) == "agenda"
        assert key_of(claim(database, T0 + MINUTE + SECOND)) == "agenda:3"

    def test_whoever_owes_a_reply_while_its_parent_is_posted_leaves_none_behind(self, database: Database) -> None:
        for number in range(8):
            parent = f"agenda:{number}"
            at = T0 + 2 * number * SECOND
            owe(database, parent, kind=Kind.AGENDA, recipient=f"C{number}")
            posted = partial(sent, database, take(database, at), now=at)
            reply = partial(owe, database, f"{parent}:1", kind=Kind.AGENDA_ITEM, parent_key=parent, recipient="CX")
            together.at_once(posted, reply)
            assert send_next(database, at + SECOND) == f"{parent}:1"

    def test_a_reply_is_not_owed_without_its_parent(self, database: Database) -> None:
        with pytest.raises(Exception, match="No row"):
            owe(database, "agenda:3", parent_key="agenda")


class TestStopping:
    """Whoever had the message stopped before saying what became of it."""

    def test_a_message_whose_lease_ran_out_is_in_doubt_since_it_was_first_tried(self, database: Database) -> None:
        owe(database)
        take(database)
        again = take(database, AFTER_THE_LEASE)
        assert (again.in_doubt, again.attempted_at, again.tries) == (True, T0, 2)
        once_more = take(database, AFTER_THE_LEASE + claims.LEASE)
        assert (once_more.in_doubt, once_more.attempted_at, once_more.tries) == (True, T0, 3)

    def test_an_edit_whose_lease_ran_out_is_simply_done_again(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        touch(database)
        take(database)
        again = take(database, AFTER_THE_LEASE)
        assert (again.in_doubt, again.ts) == (False, "1.1")

    def test_a_lost_answer_leaves_the_message_in_doubt(self, database: Database) -> None:
        owe(database)
        waiting(database, take(database), until=T0 + MINUTE, in_doubt=True)
        assert claim(database, T0 + MINUTE - SECOND) is None
        again = take(database, T0 + MINUTE)
        assert (again.in_doubt, again.attempted_at) == (True, T0)

    def test_a_refusal_to_take_it_now_leaves_no_doubt(self, database: Database) -> None:
        owe(database)
        waiting(database, take(database), until=T0 + MINUTE)
        again = take(database, T0 + MINUTE)
        assert (again.in_doubt, again.attempted_at, again.tries) == (False, T0 + MINUTE, 2)

    @pytest.mark.parametrize(
        "mark",
        [
            lambda database, taken: sent(database, taken, ts="late"),
            lambda database, taken: waiting(database, taken, until=T0 + MINUTE),
            lambda database, taken: ended(database, taken, State.FAILED),
        ],
        ids=["sent", "waiting", "ended"],
    )
    def test_only_whoever_holds_the_lease_says_what_became_of_it(
        self, database: Database, mark: Callable[[Database, Claim], None]
    ) -> None:
        owe(database)
        slow = take(database)
        quick = take(database, AFTER_THE_LEASE)
        mark(database, slow)
        assert tally(database) == {State.SENDING: 1}
        sent(database, quick, ts="2.2", now=AFTER_THE_LEASE)
        mark(database, slow)
        touch(database, now=AFTER_THE_LEASE)
        edit = take(database, AFTER_THE_LEASE)
        assert (edit.ts, edit.sent_at) == ("2.2", AFTER_THE_LEASE)
