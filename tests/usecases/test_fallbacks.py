"""A channel that takes nothing: who has it in person, what the chair hears, and what comes back once it is open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.council import receipts
from bot.council.channels import Channel
from bot.council.departments import Council
from bot.council.ladder import LADDER, Ladder
from bot.council.people import Absence
from bot.council.receipts import Cause
from bot.delivery import rendering
from bot.store import channels, outbox, tables
from bot.store import receipts as kept
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.outbox import Kind
from bot.usecases import absences, checks, clockwork, fallbacks, happenings, meeting_moves
from bot.usecases import digests as digest_deeds
from bot.usecases import notices as notice_deeds
from bot.views.parts import Message
from tests import builders, rungs
from tests.builders import (
    COUNCIL_CHANNEL,
    INES,
    JONAS,
    MARCUS,
    NINA,
    NUDGE_AT,
    OPENS_AT,
    PRIYA,
    SALES_CHANNEL,
    T0,
    TOM,
    who,
)
from tests.usecases import deliveries, owed

NOT_IN = {SALES_CHANNEL: deliveries.refuses("not_in_channel")}
LATER = T0 + timedelta(minutes=10)
ONLY_TEST_RUNGS = Ladder((rungs.EARLY, rungs.OVERDUE))


@pytest.fixture
def running(database: Database) -> Database:
    """Reports are open, and not called for; everything said so far has been sent."""
    builders.open_reports(database, ladder=rungs.ONLY_MTG_1)
    deliveries.deliver(database, {}, now=OPENS_AT)
    return database


def copies(database: Database) -> dict[str, str]:
    """Who was given which kind of message in person."""
    found = owed.messages(database).values()
    return {row.recipient: row.kind for row in found if row.copy_of is not None}


def digests(database: Database, recipient: str) -> list[str]:
    found = owed.messages(database).values()
    return [row.state for row in found if row.kind == "digest" and row.recipient == recipient]


def notices(database: Database) -> list[tables.Outbox]:
    return [row for row in owed.messages(database).values() if row.kind == "not_delivered"]


def known(database: Database) -> Channel | None:
    with database.read() as session:
        return channels.find(session, builders.council_of(database).workspace_id, SALES_CHANNEL)


def told(database: Database) -> receipts.Refused:
    [notice] = notices(database)
    with database.read() as session:
        return fallbacks.read_refused(session, builders.council_of(database), notice.key)


def nudge(database: Database, *, now: datetime = NUDGE_AT) -> None:
    builders.sweep(database, now=now)
    deliveries.deliver(database, NOT_IN, now=now)


def let_in(database: Database, *, now: datetime = LATER) -> None:
    happenings.channel_changed(
        database,
        happenings.Event(builders.TEAM, f"Ev{now.timestamp()}"),
        SALES_CHANNEL,
        lambda _: Channel(SALES_CHANNEL, "sales", has_bot=True),
        seen_at=now,
        now=now,
    )


def test_a_card_goes_to_owner_and_lead(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert copies(running) == {JONAS: "action_card", MARCUS: "action_card"}


def test_a_lead_who_owns_it_has_it_once(running: Database) -> None:
    builders.agree(running, owner=MARCUS)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert copies(running) == {MARCUS: "action_card"}


def test_of_a_lead_away_whoever_stands_in_has_it(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    away(running, MARCUS)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert copies(running) == {JONAS: "action_card", INES: "action_card"}


def test_where_nobody_speaks_for_a_department_the_chair_has_it(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    away(running, MARCUS)
    away(running, INES)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert copies(running) == {JONAS: "action_card", PRIYA: "action_card"}


def test_an_owner_whose_account_is_closed_is_given_nothing(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    builders.close_account(running, JONAS)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert copies(running) == {MARCUS: "action_card"}


def test_a_guest_who_owns_it_has_it_in_person(running: Database) -> None:
    builders.agree(running, owner="U0GUEST", owner_facts={"is_guest": True}, department_id=2)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert "U0GUEST" in copies(running)


def test_a_greeting_is_for_the_channel_alone(database: Database) -> None:
    council = builders.council_of(database)
    let_in(database, now=T0)
    assert any(key.startswith("hello:") for key in owed.keys(database))
    deliveries.deliver(database, NOT_IN, now=T0)
    assert copies(database) == {}
    assert [notice.recipient for notice in notices(database)] == [council.chair]


def test_of_the_councils_channel_only_the_chair_hears(running: Database) -> None:
    builders.post_agenda(running)
    deliveries.deliver(running, {COUNCIL_CHANNEL: deliveries.refuses("not_in_channel")}, now=T0)
    assert copies(running) == {}
    assert [notice.recipient for notice in notices(running)] == [PRIYA]


@pytest.mark.parametrize("error", ["invalid_blocks", "some_new_name", "internal_error"])
def test_what_is_wrong_with_a_message_is_no_fault_of_the_channels(running: Database, error: str) -> None:
    builders.agree(running)
    deliveries.deliver(running, {SALES_CHANNEL: deliveries.refuses(error)}, now=T0)
    assert copies(running) == {}
    assert notices(running) == []


@pytest.mark.parametrize("error", ["user_disabled", "not_in_channel", "is_archived"])
def test_what_a_person_cannot_get_nobody_else_gets(running: Database, error: str) -> None:
    builders.propose(running)
    deliveries.deliver(running, {PRIYA: deliveries.refuses(error)}, now=T0)
    assert copies(running) == {}
    assert notices(running) == []


@pytest.mark.parametrize(
    ("error", "cause", "has_bot", "archived", "need"),
    [
        ("not_in_channel", Cause.NOT_IN_CHANNEL, False, False, "bot_missing:C0SALES"),
        ("channel_not_found", Cause.CHANNEL_UNSEEN, False, False, "bot_missing:C0SALES"),
        ("is_archived", Cause.ARCHIVED, True, True, "archived:C0SALES"),
        ("restricted_action", Cause.RESTRICTED, True, False, "restricted:C0SALES"),
        ("restricted_action_read_only_channel", Cause.RESTRICTED, True, False, "restricted:C0SALES"),
    ],
)
def test_what_is_known_of_the_channel_is_put_right_and_the_chair_hears_why(
    running: Database, error: str, cause: Cause, has_bot: bool, archived: bool, need: str
) -> None:
    builders.agree(running)
    deliveries.deliver(running, {SALES_CHANNEL: deliveries.refuses(error)}, now=T0)
    channel = known(running)
    assert channel is not None
    assert (channel.has_bot, channel.archived) == (has_bot, archived)
    refused = told(running)
    assert (refused.channel, refused.cause, refused.kinds) == (SALES_CHANNEL, cause, ("action_card",))
    assert refused.instead == (JONAS, MARCUS)
    assert need in {one.key for one in checks.look(running, who(PRIYA), now=LATER).needs}


def test_the_chair_hears_of_a_channel_once_however_much_it_refuses(running: Database) -> None:
    for number in range(3):
        builders.agree(running, text=f"Draft text number {number}")
        deliveries.deliver(running, NOT_IN, now=T0 + timedelta(hours=number))
    assert [notice.recipient for notice in notices(running)] == [PRIYA]
    assert not [key for key in owed.keys(running) if key.startswith("needs:")]


def test_who_heard_that_we_are_not_let_in_hears_once_who_has_what_in_person(running: Database) -> None:
    happenings.channel_changed(
        running,
        happenings.Event(builders.TEAM, "Ev1"),
        SALES_CHANNEL,
        lambda _: Channel(SALES_CHANNEL, "sales", has_bot=False),
        seen_at=T0,
        now=T0,
    )
    next_day = builders.at("2027-01-28 09:30")
    deliveries.deliver(running, NOT_IN, now=next_day)
    assert notices(running) == []
    for hours in range(2):
        builders.agree(running, now=next_day + timedelta(hours=hours))
        deliveries.deliver(running, NOT_IN, now=next_day + timedelta(hours=hours))
    assert told(running).instead == (JONAS, MARCUS)
    assert "bot_missing:C0SALES" in needs_told(running, now=next_day)


def test_the_list_of_what_needs_the_chair_says_so_too_once_a_channel_is_open(running: Database) -> None:
    with_needs = builders.at("2027-01-28 09:30")
    happenings.channel_changed(
        running,
        happenings.Event(builders.TEAM, "Ev1"),
        SALES_CHANNEL,
        lambda _: Channel(SALES_CHANNEL, "sales", has_bot=False),
        seen_at=T0,
        now=T0,
    )
    deliveries.deliver(running, {}, now=with_needs)
    [listed] = [key for key in owed.keys(running) if key.startswith("needs:")]
    let_in(running, now=with_needs + timedelta(hours=1))
    assert listed in deliveries.deliver(running, {}, now=with_needs + timedelta(hours=1))
    assert "bot_missing:C0SALES" not in needs_told(running, now=with_needs)


def test_a_list_of_needs_none_of_which_is_left_says_so_and_one_not_sent_yet_is_not_sent(running: Database) -> None:
    with running.write() as session:
        council = builders.council_of(running)
        outbox.owe(session, council, key="needs:x", kind=Kind.NEEDS, recipient=PRIYA, subject=outbox.Subject(), now=T0)
    assert drawn(running, "needs:x") is None
    deliveries.deliver(running, {}, now=T0)
    said = drawn(running, "needs:x")
    assert said is not None
    assert said.text.endswith("nothing I told you of here needs you any more.")


def drawn(database: Database, key: str) -> Message | None:
    claim = owed.claim_of(owed.messages(database)[key])
    with database.read() as session:
        return rendering.render(session, builders.council_of(database), claim, now=LATER)


def needs_told(database: Database, *, now: datetime) -> set[str]:
    """What the one list of needs that was sent says now."""
    [listed] = [key for key in owed.keys(database) if key.startswith("needs:")]
    with database.read() as session:
        return {need.key for need in checks.read_told(session, builders.council_of(database), listed, now=now).needs}


def test_asking_what_needs_them_takes_nothing_out_of_the_list_they_were_sent(running: Database) -> None:
    happenings.channel_changed(
        running,
        happenings.Event(builders.TEAM, "Ev1"),
        SALES_CHANNEL,
        lambda _: Channel(SALES_CHANNEL, "sales", has_bot=False),
        seen_at=T0,
        now=T0,
    )
    asked_at = builders.at("2027-01-28 09:30")
    deliveries.deliver(running, {}, now=asked_at)
    with running.write() as session:
        checks.renew(session, builders.council_of(running), by=PRIYA, via="slack", shown_to=PRIYA, now=asked_at)
    assert "bot_missing:C0SALES" in needs_told(running, now=asked_at)


@pytest.mark.parametrize("error", ["invalid_blocks", "not_drawn", "some_new_name"])
def test_the_chair_hears_once_a_day_of_what_is_missing_for_another_reason(running: Database, error: str) -> None:
    builders.post_agenda(running)
    deliveries.deliver(running, {COUNCIL_CHANNEL: deliveries.refuses(error)}, now=T0)
    [notice] = notices(running)
    assert (notice.recipient, notice.state) == (PRIYA, "sent")
    assert [receipt.kind for receipt in missing(running, notice.key)] == ["agenda"]
    with running.write() as session:
        council = builders.council_of(running)
        [agenda] = missing(running, notice.key)
        kept.send_once_more(session, council, agenda.id, now=LATER)
    deliveries.deliver(running, {}, now=LATER)
    assert missing(running, notice.key) == ()


def test_a_persons_refused_reminders_are_missing_too_and_many_are_one_message(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    deliveries.deliver(running, {}, now=T0)
    builders.sweep(running, now=NUDGE_AT)
    refuses = deliveries.refuses("messages_tab_disabled")
    deliveries.deliver(running, NOT_IN | {MARCUS: refuses, JONAS: refuses}, now=NUDGE_AT)
    [notice] = [row for row in notices(running) if row.key.startswith("missing:")]
    assert {receipt.recipient for receipt in missing(running, notice.key)} == {MARCUS, JONAS}


def missing(database: Database, key: str) -> tuple[receipts.Receipt, ...]:
    on = notice_deeds.missing_on(key)
    assert on is not None
    with database.read() as session:
        return fallbacks.read_missing(session, builders.council_of(database), on).receipts


def test_a_channel_that_lets_us_post_again_gets_what_it_refused_with_the_next_post(running: Database) -> None:
    restricted = {SALES_CHANNEL: deliveries.refuses("restricted_action")}
    builders.agree(running)
    deliveries.deliver(running, restricted, now=T0)
    builders.agree(running, text="Draft three texts", now=LATER)
    went = deliveries.deliver(running, {}, now=LATER)
    assert [key for key in went if key.startswith("action:")] == ["action:2", "action:1"]
    assert told(running).cause is None
    again = LATER + timedelta(hours=1)
    builders.agree(running, text="Draft four texts", now=again)
    deliveries.deliver(running, restricted, now=again)
    assert len(notices(running)) == 2


def test_a_post_in_a_channel_says_that_we_are_in_it_whatever_slack_told_us(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, NOT_IN, now=T0)
    builders.agree(running, text="Draft three texts", now=LATER)
    went = deliveries.deliver(running, {}, now=LATER)
    assert {"action:1", "action:2"} <= set(went)
    channel = known(running)
    assert channel is not None
    assert channel.takes_posts


def test_what_is_refused_for_itself_is_not_tried_with_every_post(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, {SALES_CHANNEL: deliveries.refuses("invalid_blocks")}, now=T0)
    builders.agree(running, text="Draft three texts", now=LATER)
    assert "action:1" not in deliveries.deliver(running, {}, now=LATER)


def test_what_waited_for_the_morning_is_told_at_once_and_not_again(running: Database) -> None:
    happenings.channel_changed(
        running,
        happenings.Event(builders.TEAM, "Ev1"),
        SALES_CHANNEL,
        lambda _: Channel(SALES_CHANNEL, "sales", has_bot=False),
        seen_at=T0,
        now=T0,
    )
    builders.agree(running)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert [notice.recipient for notice in notices(running)] == [PRIYA]
    council = builders.council_of(running)
    with running.read() as session:
        [waiting] = [key for key in owed.keys(running) if key.startswith("needs:")]
        told_of = checks.read_told(session, council, waiting, now=builders.at("2027-01-28 09:00")).needs
    assert "bot_missing:C0SALES" not in {need.key for need in told_of}


def test_a_second_breakdown_is_told_as_well(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, NOT_IN, now=T0)
    let_in(running)
    deliveries.deliver(running, {}, now=LATER)
    assert told(running).cause is None
    again = LATER + timedelta(hours=1)
    builders.agree(running, text="Draft three texts", now=again)
    deliveries.deliver(running, NOT_IN, now=again)
    assert len(notices(running)) == 2


def test_let_in_again_what_is_of_use_is_sent_and_nobody_has_anything_twice(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, NOT_IN, now=T0)
    let_in(running)
    went = deliveries.deliver(running, {}, now=LATER)
    assert "action:1" in went
    assert not [key for key in went if ":for:" in key]
    let_in(running, now=LATER + timedelta(hours=1))
    assert "action:1" not in deliveries.deliver(running, {}, now=LATER + timedelta(hours=1))


def test_whoever_acts_as_chair_is_told(running: Database) -> None:
    builders.agree(running)
    builders.close_account(running, PRIYA)
    deliveries.deliver(running, NOT_IN, now=T0)
    assert [notice.recipient for notice in notices(running)] == [TOM]


def test_the_days_reminders_go_to_the_lead_and_to_each_owner_on_the_same_day(running: Database) -> None:
    for owner in (JONAS, JONAS, MARCUS):
        builders.agree(running, owner=owner)
    deliveries.deliver(running, {}, now=T0)
    nudge(running)
    assert digests(running, SALES_CHANNEL) == ["failed"]
    assert (digests(running, MARCUS), digests(running, JONAS)) == (["sent"], ["sent"])
    assert (shown(running, MARCUS), shown(running, JONAS)) == ([1, 2, 3], [1, 2])
    assert told(running).kinds == ("digest",)
    assert told(running).instead == (MARCUS, JONAS)


def test_whoever_owns_something_that_the_reminders_say_nothing_about_is_not_said_to_have_them(
    running: Database,
) -> None:
    builders.agree(running, owner=JONAS, due="3 February 2027")
    builders.agree(running, owner=NINA, due="26 March 2027", department_id=2)
    deliveries.deliver(running, {}, now=T0)
    clockwork.sweep(running, now=NUDGE_AT, ladder=ONLY_TEST_RUNGS)
    deliveries.deliver(running, NOT_IN, now=NUDGE_AT, ladder=ONLY_TEST_RUNGS)
    assert told(running).kinds == ("digest",)
    assert told(running).instead == (MARCUS, JONAS)
    assert digests(running, NINA) == []


def test_the_reminders_of_a_channel_known_to_be_closed_go_the_same_way(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, NOT_IN, now=T0)
    nudge(running)
    assert (digests(running, MARCUS), digests(running, JONAS)) == (["sent"], ["sent"])
    assert len(notices(running)) == 1


def test_whoever_lives_elsewhere_has_them_in_their_own_morning(running: Database) -> None:
    builders.agree(running, owner=NINA, department_id=2)
    deliveries.deliver(running, {}, now=T0)
    nudge(running)
    [waiting] = [row for row in owed.messages(running).values() if row.kind == "digest" and row.recipient == NINA]
    assert (waiting.state, waiting.next_at) == ("pending", builders.at("2027-02-02 09:00", builders.NEW_YORK))


def test_let_in_again_no_reminder_is_repeated(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, {}, now=T0)
    nudge(running)
    let_in(running, now=NUDGE_AT + timedelta(hours=1))
    went = deliveries.deliver(running, {}, now=NUDGE_AT + timedelta(hours=1))
    assert not [key for key in went if key.startswith("digest:")]
    assert digests(running, SALES_CHANNEL) == ["dropped"]


def test_a_person_has_one_digest_a_day_wherever_its_parts_come_from(running: Database) -> None:
    builders.agree(running, owner=JONAS, due="1 February 2027")
    deliveries.deliver(running, {}, now=T0)
    clockwork.sweep(running, now=NUDGE_AT, ladder=rungs.WITH_TEST_RUNGS)
    deliveries.deliver(running, NOT_IN, now=NUDGE_AT, ladder=rungs.WITH_TEST_RUNGS)
    assert digests(running, MARCUS) == ["sent"]
    assert len(digests(running, JONAS)) == 1


def test_whoever_is_mentioned_and_not_there_has_the_card_in_person(running: Database) -> None:
    builders.agree(running, owner=NINA, department_id=2)
    deliveries.deliver(running, {SALES_CHANNEL: takes_without(NINA)}, now=T0)
    assert copies(running) == {NINA: "action_card"}
    assert notices(running) == []


def test_whoever_is_mentioned_in_the_reminders_and_not_there_has_what_is_theirs(running: Database) -> None:
    builders.agree(running, owner=JONAS)
    builders.agree(running, owner=MARCUS)
    deliveries.deliver(running, {}, now=T0)
    builders.sweep(running, now=NUDGE_AT)
    deliveries.deliver(running, {SALES_CHANNEL: takes_without(JONAS)}, now=NUDGE_AT)
    assert digests(running, SALES_CHANNEL) == ["sent"]
    assert digests(running, JONAS) == ["sent"]
    assert shown(running, JONAS) == [1]
    assert digests(running, MARCUS) == []


def test_told_of_a_move_already_nobody_is_told_again_in_the_channels_place(running: Database) -> None:
    builders.agree(running)
    deliveries.deliver(running, {}, now=T0)
    nudge(running)
    moved_at = NUDGE_AT + timedelta(hours=2)
    meeting = builders.current_meeting(running)
    meeting_moves.move(
        running,
        who(PRIYA),
        meeting_id=meeting.id,
        version=meeting.version,
        on=date(2027, 2, 11),
        start=time(14),
        reason="Half of us are away",
        confirmed=True,
        request_key="V1",
        now=moved_at,
    )
    deliveries.deliver(running, NOT_IN, now=moved_at)
    told_of_it = [row.recipient for row in owed.messages(running).values() if row.kind == "meeting_moved" and row.ts]
    assert sorted(told_of_it) == sorted({*told_of_it})
    assert MARCUS in told_of_it


def shown(database: Database, recipient: str) -> list[int]:
    """The numbers of the actions that a recipient's digest of 2 February shows."""
    key = f"digest:{recipient}:2027-02-02"
    row = owed.messages(database)[key]
    with database.read() as session:
        claim: Any = SimpleNamespace(key=key, sent_at=row.sent_at)
        found = digest_deeds.read(session, builders.council_of(database), claim, LADDER, now=NUDGE_AT)
    assert found is not None
    return sorted(action.number for part in found.parts for action in part.asked)


def takes_without(*absent: str) -> deliveries.Answer:
    """Slack takes it, and these are not in the channel."""

    def answer(session: Session, council: Council, taken: Claim, now: datetime) -> None:
        deliveries.takes(session, council, taken, now)
        fallbacks.tell_absent(session, council, taken, frozenset(absent), now=now)

    return answer


def away(database: Database, slack_id: str) -> None:
    wanted = Absence(slack_id, T0.date(), date(2027, 2, 5))
    absences.set_away(database, who(slack_id), wanted, stand_in=None, is_admin=False, request_key=slack_id, now=T0)
