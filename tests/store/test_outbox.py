"""The outbox: owed once, brought up to date, and when something in it can go."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from slack_sdk import WebClient
from sqlalchemy import case, update

from bot.clock import StandingClock
from bot.council.departments import Council
from bot.delivery.post_office import PostOffice
from bot.delivery.slack import Slack
from bot.store import claims, outbox, paces, receipts, tables
from bot.store.database import Database
from bot.store.outbox import Kind, State, Subject
from bot.store.paces import Lane
from tests import builders
from tests.builders import PRIYA, SALES_CHANNEL, T0
from tests.store import statements, together
from tests.store.letters import (
    AFTER_THE_LEASE,
    MINUTE,
    SECOND,
    claim,
    ended,
    next_at,
    owe,
    send_next,
    sent,
    take,
    tally,
    touch,
    waiting,
)


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


@pytest.fixture
def council(database: Database) -> Council:
    return builders.council_of(database)


class TestOwing:
    def test_a_message_is_owed_once_however_often_it_is_said(self, database: Database) -> None:
        assert owe(database) is True
        assert owe(database) is False
        assert tally(database) == {State.PENDING: 1}

    def test_it_is_owed_once_by_many_at_the_same_moment(self, database: Database) -> None:
        assert sorted(together.at_once(*[partial(owe, database)] * 4)) == [False, False, False, True]

    def test_replies_are_owed_once_and_anew_where_they_were_dropped(self, database: Database, council: Council) -> None:
        replies = [
            outbox.Reply(f"agenda:1:{number}", Kind.AGENDA_ITEM, Subject(item=1, page=number)) for number in range(205)
        ]
        costs = []
        with database.write() as session:
            outbox.owe(session, council, key="agenda:1", kind=Kind.AGENDA, recipient="C0", subject=Subject(), now=T0)
            for some in (replies[:1], replies[:3], replies, replies):
                with statements.recorded(database) as recorded:
                    outbox.owe_replies(session, council, "agenda:1", some, recipient="C0", now=T0)
                costs.append(len(recorded))
        assert tally(database) == {State.PENDING: 206}
        assert costs == [3, 3, 3, 3]
        with database.write() as session:
            session.execute(
                update(tables.Outbox)
                .where(tables.Outbox.page.in_([0, 1]))
                .values(state=case((tables.Outbox.page == 0, "dropped"), else_="sent"))
            )
        with database.write() as session:
            outbox.owe_replies(session, council, "agenda:1", replies, recipient="C0", now=T0)
        assert tally(database) == {State.PENDING: 205, State.SENT: 1}

    def test_each_council_has_keys_of_its_own(self, database: Database) -> None:
        other = builders.establish(database, team_id="T0OTHER", name="Other")
        with database.write() as session:
            assert outbox.owe(
                session, other, key="card", kind=Kind.ACTION_CARD, recipient="C9", subject=Subject(), now=T0
            )
        assert owe(database) is True

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

    def test_one_in_doubt_that_somebody_has_found_there_is_listed_no_more(
        self, database: Database, council: Council
    ) -> None:
        owe(database)
        taken = take(database)
        ended(database, taken, State.UNKNOWN)
        with database.write() as session:
            receipts.confirm(session, council, taken.id)
            assert outbox.list_keys(session, State.UNKNOWN) == []


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

    def test_it_waits_for_the_conversations_pace_once_that_is_known(self, database: Database) -> None:
        owe(database, "a")
        owe(database, "b")
        sent(database, take(database))
        assert claim(database) is None
        assert next_at(database) == T0 + SECOND

    def test_it_waits_for_the_workspaces_pace(self, database: Database) -> None:
        for number in range(11):
            owe(database, f"card:{number}", recipient=f"C{number}")
        for _ in range(10):
            sent(database, take(database))
        assert next_at(database) == T0 + timedelta(milliseconds=200)

    def test_a_reply_whose_parent_is_not_posted_is_not_waited_for(self, database: Database) -> None:
        owe(database, "agenda", kind=Kind.AGENDA)
        owe(database, "agenda:3", kind=Kind.AGENDA_ITEM, parent_key="agenda")
        ended(database, take(database), State.FAILED)
        assert next_at(database) is None

    @pytest.mark.parametrize("count", [1, 200])
    def test_it_is_found_by_one_statement_however_many_wait(self, database: Database, count: int) -> None:
        for number in range(count):
            owe(database, f"card:{number}")
        with statements.recorded(database) as executed:
            next_at(database)
        assert len(executed) == 1

    def test_whatever_it_says_can_be_claimed_then_and_not_before(self, database: Database) -> None:
        for key, minutes, recipient in (("a", 0, "C1"), ("b", 0, "C1"), ("c", 3, "C2"), ("d", 3, "C1")):
            owe(database, key, at=T0 + minutes * MINUTE, recipient=recipient)
        claimed = []
        while (instant := next_at(database)) is not None:
            assert claim(database, instant - timedelta(milliseconds=1)) is None
            if (gone := send_next(database, instant)) is not None:
                claimed.append((gone, instant - T0))
        assert claimed == [
            ("a", timedelta()),
            ("b", SECOND),
            ("c", 3 * MINUTE),
            ("d", 3 * MINUTE),
        ]


class TestSeveralWorkspaces:
    """On one database, each at a pace of its own. The other one has sent something, and is free for more."""

    @pytest.fixture
    def other(self, database: Database) -> Council:
        other = _another_workspace(database, "T0OTHER")
        owe(database, "hello", of=other, recipient="C9")
        assert send_next(database, T0) == "hello"
        return other

    def test_one_that_may_send_does_not_make_anothers_messages_go(self, database: Database, other: Council) -> None:
        owe(database)
        _hold(database, until=T0 + MINUTE)
        assert next_at(database) == T0 + MINUTE
        assert [_may_go(database, T0 + after) for after in (30 * SECOND, MINUTE)] == [False, True]
        assert claim(database, T0 + 30 * SECOND) is None
        assert take(database, T0 + MINUTE).key == "card"

    def test_one_that_is_held_does_not_keep_another_waiting(self, database: Database, other: Council) -> None:
        owe(database)
        owe(database, "theirs", of=other, at=T0 + 10 * SECOND)
        _hold(database, until=T0 + MINUTE)
        assert next_at(database) == T0 + 10 * SECOND
        assert (_may_go(database, T0 + 9 * SECOND), _may_go(database, T0 + 10 * SECOND)) == (False, True)
        assert take(database, T0 + 10 * SECOND).key == "theirs"

    def test_its_edits_go_while_its_posts_are_held(self, database: Database, other: Council) -> None:
        owe(database)
        sent(database, take(database))
        owe(database, "second", recipient=PRIYA)
        touch(database, now=T0 + SECOND)
        _hold(database, Lane.POST, until=T0 + MINUTE)
        assert next_at(database) == T0 + SECOND
        assert take(database, T0 + SECOND).key == "card"
        assert next_at(database) == T0 + MINUTE

    def test_who_waits_until_something_can_go_does_not_look_again_and_again(
        self, database: Database, other: Council
    ) -> None:
        owe(database)
        _hold(database, until=T0 + timedelta(hours=1))
        clock = Waited(T0)
        nobody = Slack(WebClient(token="xoxb-nobody", base_url="http://127.0.0.1:9/"), frozenset())
        with statements.recorded(database) as executed:
            assert PostOffice(database, nobody, clock).deliver_all(patience=MINUTE) == {}
        assert (len(executed), clock.waits) == (2, 0), "whether anything may go, and when"

    def test_those_with_nothing_to_say_cost_no_statements(
        self, database: Database, council: Council, other: Council
    ) -> None:
        alone = _statements_of_a_claim(database, council)
        for number in range(5):
            last = _another_workspace(database, f"T0MORE{number}")
        assert _statements_of_a_claim(database, last) == alone


class Waited(StandingClock):
    """How often somebody has waited for it."""

    waits = 0

    def wait_until(self, instant: datetime) -> None:
        self.waits += 1
        assert self.waits < 10, "it never comes to an end"
        super().wait_until(instant)


def _another_workspace(database: Database, team_id: str) -> Council:
    return builders.establish(database, team_id=team_id, name=f"{team_id}'s")


def _hold(database: Database, *lanes: Lane, until: datetime) -> None:
    """The first workspace takes nothing in these lanes (in none, unless given) until then."""
    with database.write() as session:
        paces.hold_workspace(session, 1, *lanes or Lane, until=until, now=T0)


def _statements_of_a_claim(database: Database, council: Council) -> int:
    """How many it takes to know when something of a council's can go, that it can, and to take it."""
    owe(database, "first", of=council, recipient="C1")
    take(database)  # from then on its workspace has a pace
    owe(database, "second", of=council, recipient="C2")
    with statements.recorded(database) as executed:
        assert next_at(database) == T0
        assert _may_go(database, T0)
        take(database)
    return len(executed)


def _may_go(database: Database, now: datetime) -> bool:
    with database.read() as session:
        return claims.may_go(session, now=now)
