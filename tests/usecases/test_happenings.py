"""What Slack tells of by itself is true at once: each event once, whatever it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.council.channels import Channel
from bot.council.people import Person
from bot.store import channels, outbox, people, tables
from bot.store.database import Database
from bot.usecases import checks, happenings
from bot.usecases.happenings import Event
from tests import builders
from tests.builders import COUNCIL_CHANNEL, JONAS, MARCUS, SALES_CHANNEL, TEAM, a_person, who
from tests.usecases import deliveries, owed

NOW = builders.T0
SALES = Channel(SALES_CHANNEL, "sales", has_bot=True)


def happened(number: int = 1, team_id: str = TEAM) -> Event:
    return Event(team_id, f"Ev{number}")


def seen(database: Database, channel: Channel, number: int = 1, *, before_s: int = 0) -> None:
    """Slack tells of a channel, and says when asked that it stands like this."""
    happenings.channel_changed(
        database,
        happened(number),
        channel.slack_id,
        lambda _: channel,
        seen_at=NOW - timedelta(seconds=before_s),
        now=NOW,
    )


def kept(database: Database, slack_id: str = SALES_CHANNEL) -> Channel | None:
    with database.read() as session:
        return channels.find(session, builders.council_of(database).workspace_id, slack_id)


def needed(database: Database) -> set[str]:
    return {need.key for need in checks.look(database, who(MARCUS), now=NOW).needs}


def test_a_channel_the_bot_is_put_out_of_needs_someone_at_once_and_no_longer_once_it_is_back(
    database: Database,
) -> None:
    seen(database, replace(SALES, has_bot=False), 1)
    assert "bot_missing:C0SALES" in needed(database)
    seen(database, SALES, 2)
    assert "bot_missing:C0SALES" not in needed(database)
    assert kept(database) == SALES


def test_what_slack_refused_meanwhile_is_tried_again_once_the_bot_is_let_in(database: Database) -> None:
    builders.agree(database)
    seen(database, replace(SALES, has_bot=False), 1)
    refuse_all(database, SALES_CHANNEL)
    seen(database, replace(SALES, has_bot=False, name="sales-2027"), 2)
    assert owed.messages(database)["action:1"].state == outbox.State.FAILED
    seen(database, SALES, 3)
    card = owed.messages(database)["action:1"]
    assert (card.state, card.next_at, card.error) == (outbox.State.PENDING, NOW, None)


def test_a_department_is_greeted_once_the_bot_is_let_in(database: Database) -> None:
    seen(database, replace(SALES, has_bot=False), 1)
    assert "hello:2:C0SALES" not in owed.keys(database)
    seen(database, SALES, 2)
    seen(database, replace(SALES, has_bot=False), 3)
    seen(database, SALES, 4)
    assert [key for key in owed.keys(database) if key.startswith("hello:")] == ["hello:2:C0SALES"]


@pytest.mark.parametrize(
    ("closed", "why"),
    [(replace(SALES, has_bot=False), "not_in_channel"), (replace(SALES, archived=True), "is_archived")],
)
def test_until_then_owner_and_lead_are_written_to(database: Database, closed: Channel, why: str) -> None:
    builders.agree(database, text="Before")
    deliveries.deliver(database, {}, now=NOW)
    seen(database, closed, 1)
    builders.agree(database, text="While the channel is closed")
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.refuses(why)}, now=NOW)
    seen(database, SALES, 2)
    builders.agree(database, text="After")
    deliveries.deliver(database, {}, now=NOW + timedelta(minutes=10))
    cards = [row for row in owed.messages(database).values() if row.kind == outbox.Kind.ACTION_CARD]
    assert [(row.recipient, row.state) for row in cards] == [
        (SALES_CHANNEL, "sent"),
        (SALES_CHANNEL, "sent"),
        (JONAS, "sent"),
        (MARCUS, "sent"),
        (SALES_CHANNEL, "sent"),
    ]


def test_what_was_refused_elsewhere_is_left_alone(database: Database) -> None:
    builders.agree(database)
    refuse_all(database, SALES_CHANNEL)
    seen(database, Channel(COUNCIL_CHANNEL, "cx-council", has_bot=True))
    assert owed.messages(database)["action:1"].state == outbox.State.FAILED


def test_an_archived_channel_that_is_opened_again_takes_what_it_refused(database: Database) -> None:
    builders.agree(database)
    seen(database, replace(SALES, archived=True), 1)
    refuse_all(database, SALES_CHANNEL)
    seen(database, SALES, 2)
    assert owed.messages(database)["action:1"].state == outbox.State.PENDING


def test_the_same_event_again_changes_nothing(database: Database) -> None:
    seen(database, SALES, 1)
    seen(database, replace(SALES, has_bot=False), 1)
    assert kept(database) == SALES


def test_an_answer_that_was_overtaken_by_a_later_one_is_forgotten(database: Database) -> None:
    seen(database, replace(SALES, has_bot=False), 1)
    seen(database, SALES, 2, before_s=5)
    assert kept(database) == replace(SALES, has_bot=False)


@pytest.mark.parametrize(
    ("slack_id", "concerns"), [(SALES_CHANNEL, True), (COUNCIL_CHANNEL, True), ("C0RANDOM", False)]
)
def test_channels_of_no_council_concern_nobody(sqlite_larkspur: Database, slack_id: str, concerns: bool) -> None:
    assert happenings.concerns(sqlite_larkspur, TEAM, slack_id) is concerns


def test_a_channel_the_bot_was_let_into_concerns_the_council_from_then_on(sqlite_larkspur: Database) -> None:
    seen(sqlite_larkspur, Channel("C0RANDOM", "random", has_bot=True))
    assert happenings.concerns(sqlite_larkspur, TEAM, "C0RANDOM")


def test_a_channel_with_another_id_takes_its_department_and_its_messages_along(database: Database) -> None:
    builders.agree(database)
    owed.send_all(database, now=NOW)
    seen(database, SALES, 1)
    happenings.channel_has_another_id(database, happened(2), SALES_CHANNEL, "C1SALES", now=NOW)
    assert builders.department_named(database, "Sales").channel == "C1SALES"
    card = owed.messages(database)["action:1"]
    assert (card.recipient, card.channel) == ("C1SALES", "C1SALES")
    assert (kept(database), kept(database, "C1SALES")) == (None, replace(SALES, slack_id="C1SALES"))
    assert last_event(database) == ("channel_followed", "department", {"channel": "C0SALES"}, {"channel": "C1SALES"})
    people_of_sales = builders.department_named(database, "Sales").people
    assert people_of_sales == {MARCUS, builders.INES, JONAS}


def test_a_channel_that_got_another_id_was_greeted_already(database: Database) -> None:
    seen(database, replace(SALES, has_bot=False), 1)
    seen(database, SALES, 2)
    owed.send_all(database, now=NOW)
    happenings.channel_has_another_id(database, happened(3), SALES_CHANNEL, "C1SALES", now=NOW)
    elsewhere = replace(SALES, slack_id="C1SALES")
    seen(database, replace(elsewhere, has_bot=False), 4)
    seen(database, elsewhere, 5)
    greeted = [(row.recipient, row.state) for key, row in owed.messages(database).items() if key.startswith("hello:")]
    assert greeted == [("C1SALES", outbox.State.SENT)]


def test_the_councils_own_channel_can_get_another_id_too(database: Database) -> None:
    builders.open_reports(database)
    happenings.channel_has_another_id(database, happened(), COUNCIL_CHANNEL, "C1COUNCIL", now=NOW)
    assert builders.council_of(database).channel == "C1COUNCIL"
    assert {row.recipient for key, row in owed.messages(database).items() if key.startswith("board")} == {"C1COUNCIL"}
    assert last_event(database)[:2] == ("channel_followed", "council")


def test_another_channels_new_id_changes_nothing_of_the_councils(database: Database) -> None:
    happenings.channel_has_another_id(database, happened(), "C0RANDOM", "C1RANDOM", now=NOW)
    assert "channel_followed" not in [verb for _, verb in owed.events(database)]


def changed(database: Database, person: Person, number: int = 1) -> None:
    happenings.person_changed(database, happened(number), person, now=NOW)


def known(database: Database, slack_id: str) -> Person | None:
    with database.read() as session:
        return people.find(session, builders.council_of(database).workspace_id, slack_id)


def test_a_lead_who_moves_far_away_and_takes_another_name_is_known_so(database: Database) -> None:
    moved = a_person(MARCUS, name="Marcus Bell-Price", tz="Asia/Kolkata")
    changed(database, moved)
    assert known(database, MARCUS) == moved
    assert f"distant:2:{MARCUS}:Asia/Kolkata" in needed(database)


def test_whoever_has_nothing_to_do_with_the_council_is_not_remembered(database: Database) -> None:
    changed(database, a_person("U0NOBODY"))
    assert known(database, "U0NOBODY") is None


def test_a_lead_whose_account_is_closed_is_told_of_once_and_needs_a_successor(database: Database) -> None:
    closed = a_person(MARCUS, active=False)
    changed(database, closed, 1)
    changed(database, closed, 1)
    changed(database, closed, 2)
    assert f"no_lead:2:{MARCUS}" in needed(database)
    assert len([key for key in owed.keys(database) if key.startswith("left:")]) == 1
    assert [verb for _, verb in owed.events(database)].count("left") == 1


def test_an_owner_whose_account_is_closed_leaves_an_action_that_needs_one_until_they_are_back(
    database: Database,
) -> None:
    builders.agree(database)
    changed(database, a_person(JONAS, active=False), 1)
    assert needs_owner(database)
    changed(database, a_person(JONAS), 2)
    assert not needs_owner(database)


def test_what_another_workspace_tells_is_nothing_to_us(database: Database) -> None:
    before = owed.events(database)
    elsewhere = happened(team_id="T0ELSEWHERE")
    happenings.person_changed(database, elsewhere, a_person(MARCUS, active=False), now=NOW)
    happenings.channel_changed(database, elsewhere, SALES_CHANNEL, lambda known: known, seen_at=NOW, now=NOW)
    happenings.channel_has_another_id(database, elsewhere, SALES_CHANNEL, "C1SALES", now=NOW)
    assert not happenings.concerns(database, "T0ELSEWHERE", SALES_CHANNEL)
    assert (owed.events(database), builders.department_named(database, "Sales").channel) == (before, SALES_CHANNEL)


def needs_owner(database: Database) -> bool:
    with Session(database.engine) as session:
        action = session.get(tables.Action, 1)
        assert action is not None
        return action.needs_owner


def refuse_all(database: Database, recipient: str) -> None:
    """As if Slack had refused what was owed there."""
    with database.write() as session:
        for row in session.query(tables.Outbox).filter_by(recipient=recipient):
            row.state, row.next_at, row.error = str(outbox.State.FAILED), None, "not_in_channel"


def last_event(database: Database) -> tuple[str, str, object, object]:
    with Session(database.engine) as session:
        rows = session.query(tables.Event).order_by(tables.Event.id.desc()).all()
    row = next(row for row in rows if row.verb != "checked")
    return row.verb, row.object_kind, row.before, row.after
