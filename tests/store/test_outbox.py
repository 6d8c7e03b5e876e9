"""The outbox: owed once, claimed by one, paced, taken up again when whoever had it stopped."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.council.departments import Council
from bot.store import councils, outbox
from bot.store.database import Database
from bot.store.outbox import Claim, Kind, State, Subject
from tests import builders
from tests.builders import COUNCIL_CHANNEL, PRIYA, SALES_CHANNEL, T0
from tests.store import together

ROOT = Path(__file__).parents[2]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
AFTER_THE_LEASE = T0 + outbox.LEASE

_CLAIM_EVERYTHING = """
import sys
from datetime import datetime
from bot.store import database, outbox
opened, now = database.open_database(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
while True:
    with opened.write() as session:
        claim = outbox.claim(session, now=now, skips_locked=opened.skips_locked)
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


def owe(database: Database, key: str = "card", **facts: Any) -> bool:
    """A message for Sales' channel about nothing in particular, owed at T0."""
    what: dict[str, Any] = {"kind": Kind.ACTION_CARD, "recipient": SALES_CHANNEL, "subject": Subject(), "now": T0}
    with database.write() as session:
        (council,) = councils.list_all(session)
        return outbox.owe(session, council, key=key, **what | facts)


def touch(database: Database, *kinds: Kind, now: datetime = T0, **subject: Any) -> None:
    with database.write() as session:
        (council,) = councils.list_all(session)
        outbox.touch(session, council, *kinds or (Kind.ACTION_CARD,), now=now, **subject)


def claim(database: Database, now: datetime = T0) -> Claim | None:
    with database.write() as session:
        return outbox.claim(session, now=now, skips_locked=database.skips_locked)


def claim_many(database: Database) -> list[str]:
    """The keys of all that can be claimed at T0."""
    keys = []
    while (taken := claim(database)) is not None:
        keys.append(taken.key)
    return keys


def take(database: Database, now: datetime = T0) -> Claim:
    taken = claim(database, now)
    assert taken is not None
    return taken


def sent(database: Database, taken: Claim, *, ts: str = "1.1", now: datetime = T0) -> None:
    with database.write() as session:
        outbox.mark_sent(session, taken, channel=taken.recipient, ts=ts, digest="looks", now=now)


def waiting(database: Database, taken: Claim, *, until: datetime, in_doubt: bool = False) -> None:
    with database.write() as session:
        outbox.mark_waiting(session, taken, until=until, error="ratelimited", in_doubt=in_doubt)


def ended(database: Database, taken: Claim, state: State) -> None:
    with database.write() as session:
        outbox.mark_ended(session, taken, state, error="channel_not_found")


def next_at(database: Database) -> datetime | None:
    with database.read() as session:
        return outbox.next_at(session)


def tally(database: Database) -> dict[State, int]:
    with database.read() as session:
        return {state: len(keys) for state in State if (keys := outbox.list_keys(session, state))}


class TestOwing:
    def test_a_message_is_owed_once_however_often_it_is_said(self, database: Database) -> None:
        assert owe(database) is True
        assert owe(database) is False
        assert tally(database) == {State.PENDING: 1}

    def test_it_is_owed_once_by_many_at_the_same_moment(self, database: Database) -> None:
        assert sorted(together.at_once(*[partial(owe, database)] * 4)) == [False, False, False, True]

    def test_each_council_has_keys_of_its_own(self, database: Database) -> None:
        other = builders.establish(database, team_id="T0OTHER", name="Other")
        with database.write() as session:
            assert outbox.owe(
                session, other, key="card", kind=Kind.ACTION_CARD, recipient="C9", subject=Subject(), now=T0
            )
        assert owe_in_first(database) is True

    def test_nothing_is_owed_where_its_reason_was_undone(self, database: Database, council: Council) -> None:
        def decide_and_fail() -> None:
            with database.write() as session:
                outbox.owe(session, council, key="card", kind=Kind.BOARD, recipient="C1", subject=Subject(), now=T0)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            decide_and_fail()
        assert claim(database) is None

    def test_a_claim_says_everything_about_the_message(self, database: Database, council: Council) -> None:
        meeting = builders.current_meeting(database)
        owe(database, "item", kind=Kind.AGENDA_ITEM, subject=Subject(meeting_id=meeting.id, item=3))
        taken = take(database)
        assert taken.council_id == council.id
        assert (taken.key, taken.kind, taken.recipient) == ("item", Kind.AGENDA_ITEM, SALES_CHANNEL)
        assert taken.subject == Subject(meeting_id=meeting.id, item=3)
        assert (taken.tries, taken.in_doubt, taken.ts, taken.sent_at) == (1, False, None, None)
        assert (taken.attempted_at, taken.lease_until) == (T0, AFTER_THE_LEASE)

    def test_what_is_owed_for_later_waits_for_its_instant(self, database: Database) -> None:
        owe(database, at=T0 + MINUTE)
        assert claim(database, T0 + MINUTE - SECOND) is None
        assert take(database, T0 + MINUTE).key == "card"

    def test_the_longest_waiting_goes_first(self, database: Database) -> None:
        for key, minutes in (("b", 2), ("a", 1), ("c", 1)):
            owe(database, key, at=T0 + minutes * MINUTE, recipient=f"C{key}")
        assert [take(database, T0 + 5 * MINUTE).key for _ in "abc"] == ["a", "c", "b"]

    def test_what_was_dropped_is_owed_anew_when_there_is_something_to_say_again(self, database: Database) -> None:
        owe(database)
        ended(database, take(database), State.DROPPED)
        assert owe(database, now=T0 + MINUTE) is True
        again = take(database, T0 + MINUTE)
        assert (again.key, again.tries, again.in_doubt) == ("card", 1, False)

    def test_what_may_have_been_sent_is_not_owed_anew(self, database: Database) -> None:
        owe(database)
        ended(database, take(database), State.UNKNOWN)
        assert owe(database, now=T0 + MINUTE) is False
        assert claim(database, T0 + MINUTE) is None

    def test_what_slack_refused_is_owed_anew_when_it_is_wanted_again(self, database: Database) -> None:
        owe(database)
        ended(database, take(database), State.FAILED)
        assert owe(database, now=T0 + MINUTE) is True
        assert take(database, T0 + MINUTE).key == "card"


def owe_in_first(database: Database) -> bool:
    with database.write() as session:
        first = councils.list_all(session)[0]
        return outbox.owe(
            session, first, key="card", kind=Kind.ACTION_CARD, recipient=SALES_CHANNEL, subject=Subject(), now=T0
        )


class TestClaiming:
    def test_a_claimed_message_is_nobody_elses_until_the_lease_ends(self, database: Database) -> None:
        owe(database)
        take(database)
        assert claim(database, AFTER_THE_LEASE - SECOND) is None

    def test_four_threads_claim_each_message_once(self, database: Database) -> None:
        for number in range(24):
            owe(database, f"card:{number}", recipient=f"C{number}")

        claimed = [key for keys in together.at_once(*[partial(claim_many, database)] * 4) for key in keys]
        assert sorted(claimed) == sorted(f"card:{number}" for number in range(24))

    def test_four_threads_claim_each_edit_once(self, database: Database) -> None:
        for number in range(12):
            owe(database, f"card:{number}", recipient=f"C{number}")
            sent(database, take(database))
        touch(database)
        claims = together.at_once(*[partial(claim_many, database)] * 4)
        assert sorted(key for keys in claims for key in keys) == sorted(f"card:{number}" for number in range(12))

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
        assert [key_of(claim(database, T0)), key_of(claim(database, T0))] == ["a", None]
        assert key_of(claim(database, T0 + SECOND - timedelta(milliseconds=1))) is None
        assert [key_of(claim(database, T0 + SECOND)), key_of(claim(database, T0 + SECOND))] == ["b", None]
        assert key_of(claim(database, T0 + 2 * SECOND)) == "c"

    def test_one_a_second_holds_for_many_at_the_same_moment(self, database: Database) -> None:
        for key in "abcd":
            owe(database, key)
        together_at_once = together.at_once(*[partial(claim, database)] * 4)
        assert len([taken for taken in together_at_once if taken is not None]) == 1

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

    def test_nothing_new_is_posted_where_slack_asked_to_wait(self, database: Database, council: Council) -> None:
        owe(database, "a")
        waiting(database, take(database), until=T0)
        with database.write() as session:
            outbox.hold_conversation(session, council, SALES_CHANNEL, until=T0 + MINUTE)
        assert claim(database, T0 + MINUTE - SECOND) is None
        assert next_at(database) == T0 + MINUTE
        assert take(database, T0 + MINUTE).key == "a"

    def test_a_shorter_wait_does_not_end_a_longer_one(self, database: Database, council: Council) -> None:
        owe(database)
        waiting(database, take(database), until=T0)
        for minutes in (2, 1):
            with database.write() as session:
                outbox.hold_conversation(session, council, SALES_CHANNEL, until=T0 + minutes * MINUTE)
        assert claim(database, T0 + MINUTE) is None

    def test_a_reply_waits_until_its_parent_is_posted(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA, recipient=COUNCIL_CHANNEL, at=T0 + MINUTE)
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, recipient=COUNCIL_CHANNEL, parent_key="agenda")
        assert claim(database, T0) is None
        assert next_at(database) == T0 + MINUTE
        parent = take(database, T0 + MINUTE)
        assert claim(database, T0 + 2 * MINUTE) is None
        sent(database, parent, ts="7.7")
        reply = take(database, T0 + 2 * MINUTE)
        assert (reply.key, reply.thread_channel, reply.thread_ts) == ("agenda:3", COUNCIL_CHANNEL, "7.7")

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
        once_more = take(database, AFTER_THE_LEASE + outbox.LEASE)
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


class TestKeepingUpToDate:
    def test_what_was_sent_is_no_more_work(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        assert claim(database, T0 + timedelta(days=1)) is None
        assert next_at(database) is None
        assert tally(database) == {State.SENT: 1}

    def test_a_change_makes_a_sent_message_work_again_and_says_where_it_stands(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        touch(database, now=T0 + MINUTE)
        assert next_at(database) == T0 + MINUTE
        edit = take(database, T0 + MINUTE)
        assert (edit.channel, edit.ts, edit.digest, edit.sent_at) == (SALES_CHANNEL, "1.1", "looks", T0)
        sent(database, edit, now=T0 + MINUTE)
        assert claim(database, T0 + timedelta(days=1)) is None

    def test_a_change_while_it_is_sent_makes_it_work_again_afterwards(self, database: Database) -> None:
        owe(database)
        first = take(database)
        touch(database)
        assert claim(database) is None
        sent(database, first, now=T0 + SECOND)
        assert next_at(database) == T0 + SECOND
        edit = take(database, T0 + SECOND)
        assert edit.revision == first.revision + 1
        sent(database, edit)
        assert claim(database, T0 + MINUTE) is None

    def test_a_change_does_not_hurry_what_is_owed_for_later(self, database: Database) -> None:
        owe(database, at=T0 + MINUTE)
        touch(database)
        assert next_at(database) == T0 + MINUTE

    def test_a_change_does_not_cut_short_an_edits_wait(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        touch(database)
        waiting(database, take(database), until=T0 + MINUTE)
        touch(database, now=T0 + SECOND)
        assert next_at(database) == T0 + MINUTE

    def test_a_change_concerns_only_messages_of_its_kind_and_subject(self, database: Database) -> None:
        meeting = builders.current_meeting(database)
        sales, marketing = (builders.department_named(database, name).id for name in ("Sales", "Marketing"))
        for name, department_id in (("sales", sales), ("marketing", marketing)):
            subject = Subject(meeting_id=meeting.id, department_id=department_id)
            owe(database, name, kind=Kind.DIGEST, recipient=name, subject=subject)
            sent(database, take(database))
        owe(database, "board", kind=Kind.BOARD, recipient="C1", subject=Subject(meeting_id=meeting.id))
        sent(database, take(database))
        touch(database, Kind.DIGEST, meeting_id=meeting.id, department_id=sales)
        assert (take(database).key, claim(database)) == ("sales", None)

    @pytest.mark.parametrize("state", [State.UNKNOWN, State.DROPPED])
    def test_a_change_does_not_wake_what_ended(self, database: Database, state: State) -> None:
        owe(database)
        ended(database, take(database), state)
        touch(database)
        assert claim(database, T0 + MINUTE) is None
        assert tally(database) == {state: 1}

    def test_a_change_tries_what_slack_refused_once_more(self, database: Database) -> None:
        owe(database)
        ended(database, take(database), State.FAILED)
        touch(database)
        again = take(database, T0 + MINUTE)
        assert (again.key, again.in_doubt, again.ts) == ("card", False, None)

    def test_an_edit_that_ended_leaves_the_message_sent(self, database: Database) -> None:
        owe(database)
        sent(database, take(database))
        touch(database)
        ended(database, take(database), State.FAILED)
        assert tally(database) == {State.SENT: 1}
        assert claim(database, T0 + MINUTE) is None

    def test_what_became_of_messages_can_be_listed(self, database: Database) -> None:
        for key in ("a", "b", "c"):
            owe(database, key, recipient=key)
            ended(database, take(database), State.UNKNOWN if key != "b" else State.FAILED)
        with database.read() as session:
            assert outbox.list_keys(session, State.UNKNOWN) == ["a", "c"]


class TestNextAt:
    def test_there_is_none_where_nothing_is_owed(self, database: Database) -> None:
        assert next_at(database) is None

    def test_it_is_the_earliest_of_what_is_owed(self, database: Database) -> None:
        owe(database, "a", at=T0 + 2 * MINUTE)
        owe(database, "b", at=T0 + MINUTE, recipient=PRIYA)
        assert next_at(database) == T0 + MINUTE

    def test_it_is_the_end_of_the_lease_while_somebody_holds_it(self, database: Database) -> None:
        owe(database)
        take(database)
        assert next_at(database) == AFTER_THE_LEASE

    def test_it_waits_for_the_conversations_pace(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        sent(database, take(database))
        assert next_at(database) == T0 + SECOND

    def test_whatever_it_says_can_be_claimed_then_and_not_before(self, database: Database) -> None:
        for key, minutes, recipient in (("a", 0, "C1"), ("b", 0, "C1"), ("c", 3, "C2"), ("d", 3, "C1")):
            owe(database, key, at=T0 + minutes * MINUTE, recipient=recipient)
        claimed = []
        while (instant := next_at(database)) is not None:
            assert claim(database, instant - timedelta(milliseconds=1)) is None
            taken = take(database, instant)
            sent(database, taken, now=instant)
            claimed.append((taken.key, instant - T0))
        assert claimed == [
            ("a", timedelta()),
            ("b", SECOND),
            ("c", 3 * MINUTE),
            ("d", 3 * MINUTE),
        ]


def key_of(taken: Claim | None) -> str | None:
    return None if taken is None else taken.key
