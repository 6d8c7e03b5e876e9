"""What is said of moves and cancellations: each place hears from where it was last told the meeting is (§3.6.5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.council import calendar
from bot.council.channels import Channel
from bot.delivery import calendar_rendering
from bot.store import channels, claims, outbox
from bot.store.database import Database
from tests import builders
from tests.builders import (
    COUNCIL_CHANNEL,
    JONAS,
    NUDGE_AT,
    OPENS_AT,
    SALES_CHANNEL,
    SET_UP_AT,
    STARTS_AT,
    T0,
    at,
)  # fmt: skip
from tests.rungs import ONLY_MTG_1
from tests.usecases import owed
from tests.usecases.test_calendar_rules import change
from tests.usecases.test_meeting_moves import FEBRUARY, MARCH, cancel, move, said, told

MARCH_STARTS_AT = at("2027-03-09 14:00")
ONE_HOUR = timedelta(hours=1)


@pytest.fixture
def nudged_after_a_move(database: Database) -> Database:
    """February cancelled, March moved to the 11th before anybody was told of it; then Sales is nudged for it."""
    builders.agree(database, JONAS)
    cancel(database, FEBRUARY)
    move(database, "2027-03-11", meeting_id=MARCH)
    owed.send_all(database, now=T0, ladder=ONLY_MTG_1)
    for now in ("2027-02-25 09:00", "2027-03-04 09:00"):
        builders.sweep(database, now=at(now), ladder=ONLY_MTG_1)
        owed.send_all(database, now=at(now), ladder=ONLY_MTG_1)
    return database


def test_a_channel_that_heard_of_a_moved_meeting_in_a_nudge_hears_from_that_day(nudged_after_a_move: Database) -> None:
    now = at("2027-03-04 10:00")
    move(nudged_after_a_move, "2027-03-12", meeting_id=MARCH, confirmed=True, now=now)
    assert dict(said(nudged_after_a_move, now=now))[SALES_CHANNEL] == at("2027-03-11 14:00")


def test_back_on_its_first_day_it_is_news_where_only_the_other_was_told(nudged_after_a_move: Database) -> None:
    now = at("2027-03-04 10:00")
    move(nudged_after_a_move, "2027-03-09", meeting_id=MARCH, confirmed=True, now=now)
    assert dict(said(nudged_after_a_move, now=now)) == {
        COUNCIL_CHANNEL: at("2027-03-11 14:00"),
        SALES_CHANNEL: at("2027-03-11 14:00"),
    }


def test_what_the_notice_of_a_new_rule_named_is_what_a_move_is_told_from(database: Database) -> None:
    change(database, recurrence=calendar.Recurrence(nth=2, weekday=2))
    said(database, now=SET_UP_AT)
    move(database, "2027-03-09", meeting_id=MARCH)
    assert said(database) == [(COUNCIL_CHANNEL, at("2027-03-10 14:00"))]
    move(database, "2027-03-11", meeting_id=MARCH, now=T0 + ONE_HOUR)
    assert said(database, now=T0 + ONE_HOUR) == [(COUNCIL_CHANNEL, MARCH_STARTS_AT)]


def test_what_the_notice_of_a_cancellation_named_as_the_next_is_what_a_move_is_told_from(database: Database) -> None:
    move(database, "2027-03-11", meeting_id=MARCH)
    with database.write() as session:
        claim = claims.claim(session, now=T0, skips_locked=database.skips_locked)
        assert claim is not None
        claims.mark_ended(session, claim, outbox.State.FAILED, error="channel_not_found")
    cancel(database, FEBRUARY)
    said(database, now=T0 + ONE_HOUR)
    move(database, "2027-03-09", meeting_id=MARCH, now=T0 + 2 * ONE_HOUR)
    assert said(database, now=T0 + 2 * ONE_HOUR) == [(COUNCIL_CHANNEL, at("2027-03-11 14:00"))]


def test_a_message_that_may_have_been_read_counts_as_read(database: Database) -> None:
    move(database, "2027-02-18")
    with database.write() as session:
        claim = claims.claim(session, now=T0, skips_locked=database.skips_locked)
        assert claim is not None
        claims.keep_told(session, claim, {FEBRUARY: at("2027-02-18 14:00")})
        claims.mark_ended(session, claim, outbox.State.UNKNOWN, error="answer_lost")
    move(database, "2027-02-09", now=T0 + ONE_HOUR)
    assert said(database, now=T0 + ONE_HOUR) == [(COUNCIL_CHANNEL, at("2027-02-18 14:00"))]


def test_an_edit_is_no_news(database: Database) -> None:
    builders.open_reports(database, ladder=ONLY_MTG_1)
    said(database, now=OPENS_AT)
    move(database, "2027-02-18")
    assert said(database) == [(COUNCIL_CHANNEL, STARTS_AT)], "the board that shows the new day already rings nowhere"


@pytest.fixture
def in_person(database: Database) -> Database:
    """Sales' channel is closed to the bot, so that its lead was nudged in person."""
    with database.write() as session:
        council = builders.council_of(database)
        shut = Channel(SALES_CHANNEL, "sales", has_bot=False)
        channels.remember(session, council.workspace_id, (shut,), now=T0)
    builders.agree(database, JONAS)
    builders.open_reports(database, ladder=ONLY_MTG_1)
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    return database


def test_who_was_nudged_in_place_of_a_channel_hears_of_a_move_and_of_the_end(in_person: Database) -> None:
    [lead] = {row.recipient for key, row in owed.messages(in_person).items() if key.startswith("digest:")}
    moved = move(in_person, "2027-02-18", now=NUDGE_AT)
    assert moved.told == (COUNCIL_CHANNEL, lead)
    assert said(in_person, now=NUDGE_AT) == [(COUNCIL_CHANNEL, STARTS_AT), (lead, STARTS_AT)]
    cancel(in_person, now=NUDGE_AT)
    assert told(in_person, "cancelled") == [f"cancelled:{FEBRUARY}:{place}" for place in (COUNCIL_CHANNEL, lead)]


def cancellation(database: Database, recipient: str, *, now: datetime) -> str:
    """What the notice of February's end says there."""
    while True:
        with database.write() as session:
            claim = claims.claim(session, now=now, skips_locked=database.skips_locked)
        assert claim is not None, "a notice is owed"
        if (claim.kind, claim.recipient) == (outbox.Kind.MEETING_CANCELLED, recipient):
            with database.read() as session:
                message = calendar_rendering.render(session, builders.council_of(database), claim, now=now)
            assert message is not None
            return message.text
        now += timedelta(seconds=2)


@pytest.mark.parametrize(("recipient", "names_the_next"), [(COUNCIL_CHANNEL, True), (SALES_CHANNEL, False)])
def test_only_the_councils_channel_is_told_of_the_next_meeting(
    database: Database, recipient: str, names_the_next: bool
) -> None:
    builders.agree(database, JONAS)
    builders.open_reports(database, ladder=ONLY_MTG_1)
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    cancel(database, now=NUDGE_AT)
    assert ("The next one is Tue 9 March" in cancellation(database, recipient, now=NUDGE_AT)) is names_the_next
