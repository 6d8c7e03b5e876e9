"""Homes are drawn once each by one worker, the presser's first, and are left alone by and by."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot.store import councils, events, homes, paces
from bot.store.database import Database
from bot.store.homes import FRESH, LEASE, REST, Claim
from tests.builders import JONAS, MARCUS, NINA, PRIYA, T0
from tests.store import together
from tests.store.statements import recorded

SECOND = timedelta(seconds=1)
WORKSPACE = 1


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur's council."""
    return larkspur


def test_who_opens_their_home_is_drawn_at_once_and_then_left_alone(database: Database) -> None:
    open_home(database, PRIYA)
    taken = take(database)
    assert (taken.slack_id, taken.digest, taken.lease_until) == (PRIYA, None, T0 + LEASE)
    assert shown(database, taken)
    assert claim(database, T0 + LEASE) is None
    assert next_at(database) is None


def test_a_deed_draws_every_home_that_is_open_its_own_first(database: Database) -> None:
    for slack_id in (JONAS, MARCUS, PRIYA):
        open_home(database, slack_id, now=T0 - FRESH + SECOND)
    draw_all(database, now=T0 - FRESH + SECOND)
    do_something(database, by=PRIYA)
    assert [one.slack_id for one in claim_all(database, T0)] == [PRIYA]
    rest = claim_all(database, T0 + REST)
    assert [one.slack_id for one in rest] == sorted([JONAS, MARCUS])


def test_whoever_has_just_pressed_comes_before_those_who_have_waited_longer(database: Database) -> None:
    for slack_id in (JONAS, MARCUS):
        open_home(database, slack_id)
    draw_all(database)
    do_something(database, by=NINA)
    open_home(database, PRIYA, now=T0 + 60 * SECOND)
    assert take(database, T0 + 60 * SECOND).slack_id == PRIYA


def test_many_deeds_within_a_moment_are_one_drawing(database: Database) -> None:
    open_home(database, PRIYA)
    draw_all(database)
    for number in range(10):
        do_something(database, by=JONAS, now=T0 + number * SECOND / 10)
    assert claim(database, T0 + SECOND) is None
    taken = take(database, T0 + REST)
    assert shown(database, taken, now=T0 + REST)
    assert next_at(database) is None, "all ten are on it"


def test_what_changes_while_a_home_is_drawn_is_drawn_afterwards(database: Database) -> None:
    open_home(database, PRIYA)
    taken = take(database)
    do_something(database, by=JONAS)
    assert claim(database, T0 + SECOND) is None, "one worker at a time"
    shown(database, taken, now=T0 + SECOND)
    assert next_at(database) == T0 + SECOND + REST


def test_a_home_opened_again_while_it_is_drawn_is_drawn_at_once_afterwards(database: Database) -> None:
    open_home(database, PRIYA)
    taken = take(database)
    open_home(database, PRIYA, now=T0 + SECOND)
    assert claim(database, T0 + SECOND) is None
    shown(database, taken, now=T0 + 2 * SECOND)
    assert take(database, T0 + 2 * SECOND).slack_id == PRIYA


def test_whoever_lost_the_lease_marks_nothing(database: Database) -> None:
    open_home(database, PRIYA)
    lost = take(database)
    again = take(database, T0 + LEASE)
    assert again.tries == 2
    assert not shown(database, lost, digest="old", now=T0 + LEASE)
    assert shown(database, again, digest="new", now=T0 + LEASE)
    open_home(database, PRIYA, now=T0 + LEASE)
    assert take(database, T0 + LEASE).digest == "new"


def test_an_empty_tab_is_drawn_whatever_was_drawn_before(database: Database) -> None:
    open_home(database, PRIYA)
    shown(database, take(database), digest="as it was")
    open_home(database, PRIYA, anew=True)
    assert take(database).digest is None


def test_a_home_that_is_opened_anew_while_it_is_drawn_is_published_whatever_it_looked_like(database: Database) -> None:
    open_home(database, PRIYA)
    draw_all(database)
    do_something(database, by=PRIYA)
    taken = take(database)
    open_home(database, PRIYA, anew=True)
    assert shown(database, taken)
    assert take(database, T0 + REST).digest is None


def test_a_home_nobody_has_opened_for_a_day_is_not_kept_fresh_until_somebody_does(database: Database) -> None:
    open_home(database, PRIYA, now=T0 - FRESH)
    draw_all(database, now=T0 - FRESH)
    do_something(database, by=PRIYA)
    assert next_at(database) is None
    open_home(database, PRIYA)
    draw_all(database)
    do_something(database, by=JONAS)
    assert next_at(database) == T0 + REST


def test_one_that_could_not_be_drawn_waits_and_is_forgotten_in_the_end(database: Database) -> None:
    open_home(database, PRIYA)
    taken = take(database)
    with database.write() as session:
        homes.mark_waiting(session, taken, until=T0 + 60 * SECOND, counts=True, in_doubt=True)
    assert claim(database, T0 + 59 * SECOND) is None
    taken = take(database, T0 + 60 * SECOND)
    assert taken.tries == 2
    with database.write() as session:
        homes.forget(session, taken)
    assert next_at(database) is None
    open_home(database, PRIYA)
    assert take(database).tries == 1


def test_what_is_put_off_without_a_try_counts_none(database: Database) -> None:
    open_home(database, PRIYA)
    with database.write() as session:
        homes.mark_waiting(session, take_in(session, database), until=T0, counts=False)
    assert take(database).tries == 1


def test_homes_long_closed_are_forgotten(database: Database) -> None:
    open_home(database, PRIYA, now=T0 - 31 * FRESH)
    open_home(database, JONAS)
    with database.write() as session:
        homes.forget_before(session, T0 - 30 * FRESH)
    assert [one.slack_id for one in claim_all(database, T0)] == [JONAS]


def test_nobody_takes_a_home_that_another_is_taking(database: Database) -> None:
    for slack_id in (JONAS, MARCUS, NINA, PRIYA):
        open_home(database, slack_id)
    found = together.at_once(*[partial(claim_all, database, T0)] * 4)
    drawn = [one.slack_id for some in found for one in some]
    assert sorted(drawn) == sorted([JONAS, MARCUS, NINA, PRIYA])


def test_deeds_at_the_same_moment_wait_for_each_other_and_never_for_ever(database: Database) -> None:
    for slack_id in (JONAS, MARCUS, NINA, PRIYA):
        open_home(database, slack_id)
    deeds = [partial(do_something, database, by=slack_id) for slack_id in (JONAS, MARCUS, NINA, PRIYA)] * 3
    together.at_once(*deeds)
    assert {one.revision for one in claim_all(database, T0)} == {13}


def test_a_deed_costs_one_statement_more_however_many_events_and_homes_there_are(database: Database) -> None:
    counts = []
    for slack_ids in ((), (PRIYA,), tuple(f"U0{number}" for number in range(50))):
        for slack_id in slack_ids:
            open_home(database, slack_id)
        with recorded(database) as said:
            do_something(database, by=PRIYA, times=3)
        counts.append(len([one for one in said if "homes" in one.lower()]))
    assert counts == [1, 1, 1]


def test_what_is_not_committed_draws_nothing(database: Database) -> None:
    open_home(database, PRIYA)
    draw_all(database)
    with pytest.raises(ZeroDivisionError):
        _do_something_and_fail(database)
    assert next_at(database) is None


def test_turns_are_an_interval_apart_but_for_a_burst(database: Database) -> None:
    turns = [book(database) for _ in range(4)]
    assert turns == [T0, T0, T0 + SECOND, T0 + 2 * SECOND]
    assert book(database, latest=T0 + 2 * SECOND) is None
    assert book(database, now=T0 + 60 * SECOND) == T0 + 60 * SECOND


def test_a_workspace_that_is_held_has_no_turn(database: Database) -> None:
    with database.write() as session:
        paces.hold_workspace(session, WORKSPACE, paces.HOME, until=T0 + 30 * SECOND, now=T0)
    assert book(database) is None
    with database.read() as session:
        assert paces.free_at(session, WORKSPACE, paces.HOME) == T0 + 30 * SECOND


def open_home(database: Database, slack_id: str, *, anew: bool = False, now: datetime = T0) -> None:
    with database.write() as session:
        homes.opened(session, WORKSPACE, slack_id, anew=anew, now=now)


def do_something(database: Database, *, by: str, times: int = 1, now: datetime = T0) -> None:
    with database.write() as session:
        for _ in range(times):
            _record(session, by=by, now=now)


def _do_something_and_fail(database: Database) -> None:
    with database.write() as session:
        _record(session, by=PRIYA)
        raise ZeroDivisionError


def _record(session: Session, *, by: str, now: datetime = T0) -> None:
    council = councils.list_all(session)[0]
    events.record(session, council, actor=by, verb="agreed", object_kind="action", object_id=1, now=now, via="slack")


def claim(database: Database, now: datetime = T0) -> Claim | None:
    with database.write() as session:
        return homes.claim(session, WORKSPACE, now=now, skips_locked=database.skips_locked)


def take(database: Database, now: datetime = T0) -> Claim:
    taken = claim(database, now)
    assert taken is not None
    return taken


def take_in(session: Session, database: Database) -> Claim:
    taken = homes.claim(session, WORKSPACE, now=T0, skips_locked=database.skips_locked)
    assert taken is not None
    return taken


def claim_all(database: Database, now: datetime) -> list[Claim]:
    found = []
    while (taken := claim(database, now)) is not None:
        found.append(taken)
    return found


def draw_all(database: Database, *, now: datetime = T0) -> None:
    for taken in claim_all(database, now):
        assert shown(database, taken, now=now)


def shown(database: Database, taken: Claim, *, digest: str = "drawn", now: datetime = T0) -> bool:
    with database.write() as session:
        return homes.mark_shown(session, taken, digest=digest, now=now)


def next_at(database: Database) -> datetime | None:
    with database.read() as session:
        return homes.next_at(session, WORKSPACE)


def book(database: Database, *, latest: datetime = T0 + 5 * SECOND, now: datetime = T0) -> datetime | None:
    with database.write() as session:
        return paces.book(session, WORKSPACE, paces.HOME, interval=SECOND, burst=2, latest=max(latest, now), now=now)
