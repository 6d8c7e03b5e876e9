"""What was sent, is due and did not get there; trying again, and settling what nobody knows. Everything once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert

from bot.council import permissions, receipts
from bot.council.receipts import Shelf, Standing
from bot.store import NotFound, rows, tables
from bot.store import receipts as kept
from bot.store.database import Database
from bot.usecases import receipts as deeds
from bot.usecases.receipts import Place
from tests import builders
from tests.builders import COUNCIL_CHANNEL, DANA, LAYLA, MARCUS, NINA, PRIYA, SALES_CHANNEL, T0, TOM, who
from tests.usecases import deliveries, owed

LATER = T0 + timedelta(minutes=10)


def look(
    database: Database, place: Place | None = None, *, by: str = PRIYA, is_admin: bool = False, now: datetime = LATER
) -> receipts.Delivery:
    return deeds.look(database, who(by), place, is_admin=is_admin, now=now)


def on(database: Database, shelf: Shelf) -> list[str]:
    return [found.kind for found in look(database).shelves[shelf].receipts]


def the_one(database: Database, shelf: Shelf, *, now: datetime = LATER) -> receipts.Receipt:
    [found] = look(database, now=now).shelves[shelf].receipts
    return found


@pytest.fixture
def refused(database: Database) -> Database:
    """The reports are open, and a card was refused in Sales' channel."""
    builders.open_reports(database)
    deliveries.deliver(database, {}, now=builders.OPENS_AT)
    builders.agree(database)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=T0)
    return database


@pytest.fixture
def in_doubt(database: Database) -> Database:
    """Of the agenda in the council's channel nobody knows whether it arrived."""
    builders.open_reports(database)
    deliveries.deliver(database, {}, now=builders.OPENS_AT)
    builders.report(database)
    builders.post_agenda(database)
    deliveries.deliver(database, {COUNCIL_CHANNEL: deliveries.is_silent}, now=T0)
    return database


@pytest.mark.parametrize(
    ("by", "is_admin", "may"),
    [(PRIYA, False, True), (TOM, False, True), (LAYLA, True, True), (LAYLA, False, False), (DANA, False, False)],
    ids=["chair", "secretary", "admin", "nobody", "lead"],
)
def test_who_may_look_and_do_something_about_it(refused: Database, by: str, is_admin: bool, may: bool) -> None:
    message_id = the_one(refused, Shelf.FAILED).id
    before = owed.events(refused)
    doings = (
        lambda: look(refused, by=by, is_admin=is_admin),
        lambda: deeds.retry(refused, who(by), message_id, is_admin=is_admin, now=LATER),
    )
    for doing in doings:
        if may:
            doing()
        else:
            with pytest.raises(permissions.NotAllowed) as told:
                doing()
            assert told.value.instead == (PRIYA, TOM)
    assert (owed.events(refused) == before) is not may


def test_every_message_stands_on_its_shelf(refused: Database) -> None:
    builders.agree(refused, owner=NINA, text="Draft three texts", now=LATER)
    assert on(refused, Shelf.FAILED) == ["action_card"]
    assert on(refused, Shelf.WAITING) == ["action_card"]
    assert "board" in [found.kind for found in look(refused, Place(Shelf.SENT)).shelves[Shelf.SENT].receipts]
    assert on(refused, Shelf.IN_DOUBT) == []
    failed = the_one(refused, Shelf.FAILED)
    assert (failed.cause, failed.action_number) == (receipts.Cause.NOT_IN_CHANNEL, 1)
    assert failed.department is not None
    assert failed.department.name == "Sales"
    assert failed.instead == (builders.JONAS, MARCUS)


def test_what_the_clock_says_next_is_told(refused: Database) -> None:
    ahead = look(refused).ahead
    assert [one.word for one in ahead][:2] == ["reminders", "post_agenda"]
    assert [one.at for one in ahead] == sorted(one.at for one in ahead)


def test_a_retry_tries_once_now_and_is_written_down(refused: Database) -> None:
    message_id = the_one(refused, Shelf.FAILED).id
    deeds.retry(refused, who(TOM), message_id, is_admin=False, now=LATER)
    assert on(refused, Shelf.FAILED) == []
    assert owed.events(refused)[-1] == (TOM, "retried")
    deliveries.deliver(refused, {}, now=LATER)
    assert deeds.find(refused, who(PRIYA), message_id).standing is Standing.SENT


def test_a_retry_while_the_cause_stands_says_why_again(refused: Database) -> None:
    message_id = the_one(refused, Shelf.FAILED).id
    deeds.retry(refused, who(PRIYA), message_id, is_admin=False, now=LATER)
    before = owed.keys(refused)
    deliveries.deliver(refused, {SALES_CHANNEL: deliveries.refuses("is_archived")}, now=LATER)
    again = deeds.find(refused, who(PRIYA), message_id)
    assert (again.standing, again.cause) == (Standing.FAILED, receipts.Cause.ARCHIVED)
    assert [key for key in owed.keys(refused) if key not in before and key.startswith("action:")] == []


def test_a_second_press_of_retry_changes_nothing(refused: Database) -> None:
    message_id = the_one(refused, Shelf.FAILED).id
    deeds.retry(refused, who(PRIYA), message_id, is_admin=False, now=LATER)
    before = owed.events(refused)
    with pytest.raises(receipts.NotRefused) as told:
        deeds.retry(refused, who(TOM), message_id, is_admin=False, now=LATER)
    assert told.value.receipt.standing is Standing.PENDING
    assert owed.events(refused) == before


def test_a_message_of_nobody_is_not_there(refused: Database) -> None:
    for deed in (deeds.retry, deeds.is_there, deeds.send_again):
        with pytest.raises(NotFound):
            deed(refused, who(PRIYA), 999, is_admin=False, now=LATER)


def test_the_chair_is_asked_about_what_may_stand_in_the_councils_channel(in_doubt: Database) -> None:
    found = the_one(in_doubt, Shelf.IN_DOUBT)
    assert found.kind == "agenda"
    [question] = [row for row in owed.messages(in_doubt).values() if row.kind == "arrived"]
    assert (question.recipient, question.state) == (PRIYA, "sent")
    with in_doubt.read() as session:
        asked = deeds.read_asked(session, builders.council_of(in_doubt), question.key)
    assert (asked.receipt.id, asked.settled) == (found.id, None)


def test_whoever_acts_as_chair_is_asked(database: Database) -> None:
    builders.close_account(database, PRIYA)
    builders.open_reports(database)
    deliveries.deliver(database, {COUNCIL_CHANNEL: deliveries.is_silent}, now=builders.OPENS_AT)
    assert {row.recipient for row in owed.messages(database).values() if row.kind == "arrived"} == {TOM}


def test_in_a_departments_channel_nobody_is_asked_and_it_stays_listed(database: Database) -> None:
    builders.agree(database)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.is_silent}, now=T0)
    assert not [key for key in owed.keys(database) if key.startswith("arrived:")]
    assert the_one(database, Shelf.IN_DOUBT).may_be_repeated


def test_what_is_there_stays_as_it_is(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    assert deeds.is_there(in_doubt, who(TOM), message_id, is_admin=False, now=LATER).is_confirmed
    assert on(in_doubt, Shelf.IN_DOUBT) == []
    assert "agenda" in on(in_doubt, Shelf.SENT)
    assert owed.events(in_doubt)[-1] == (TOM, "confirmed")
    builders.report(in_doubt, builders.OWEN, "Operations", now=LATER)
    went = deliveries.deliver(in_doubt, {}, now=LATER)
    assert [key for key in went if key.startswith("agenda:")] == []


def test_what_was_to_go_under_it_is_not_waited_for_any_more(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    replies = [key for key, row in owed.messages(in_doubt).items() if row.parent_id == message_id]
    assert replies
    deeds.is_there(in_doubt, who(PRIYA), message_id, is_admin=False, now=LATER)
    assert {row.state for key, row in owed.messages(in_doubt).items() if key in replies} == {"dropped"}


def test_nor_is_what_belongs_under_it_later(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    deeds.is_there(in_doubt, who(PRIYA), message_id, is_admin=False, now=LATER)
    for _ in range(2):
        builders.report(in_doubt, builders.OWEN, "Operations", now=LATER)
        builders.post_agenda(in_doubt, question="Why do dates slip?", now=LATER)
    deliveries.deliver(in_doubt, {}, now=LATER)
    assert look(in_doubt, now=LATER + timedelta(days=1)).shelves[Shelf.WAITING].receipts == ()
    assert {r.state for r in owed.messages(in_doubt).values() if r.parent_id == message_id} <= {"dropped"}


def test_what_is_posted_again_brings_its_replies_along(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    deeds.send_again(in_doubt, who(PRIYA), message_id, is_admin=False, now=LATER)
    assert owed.events(in_doubt)[-1] == (PRIYA, "repeated")
    went = [key for key in deliveries.deliver(in_doubt, {}, now=LATER) if key.startswith("agenda:")]
    parent, *replies = went
    assert parent == f"agenda:{builders.current_meeting(in_doubt).id}"
    assert replies


def test_lost_once_more_it_is_asked_about_once_more(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    deeds.send_again(in_doubt, who(PRIYA), message_id, is_admin=False, now=LATER)
    deliveries.deliver(in_doubt, {COUNCIL_CHANNEL: deliveries.is_silent}, now=LATER)
    first, second = [key for key in owed.keys(in_doubt) if key.startswith("arrived:")]
    council = builders.council_of(in_doubt)
    with in_doubt.read() as session:
        settled = deeds.read_asked(session, council, first).settled
        assert settled is not None
        assert (settled.by, settled.verb) == (PRIYA, "repeated")
        assert deeds.read_asked(session, council, second).settled is None


def test_settled_twice_is_settled_once(in_doubt: Database) -> None:
    message_id = the_one(in_doubt, Shelf.IN_DOUBT).id
    deeds.is_there(in_doubt, who(PRIYA), message_id, is_admin=False, now=LATER)
    before = (owed.events(in_doubt), {key: row.state for key, row in owed.messages(in_doubt).items()})
    for deed in (deeds.is_there, deeds.send_again):
        with pytest.raises(receipts.NotInDoubt):
            deed(in_doubt, who(TOM), message_id, is_admin=False, now=LATER)
    assert (owed.events(in_doubt), {key: row.state for key, row in owed.messages(in_doubt).items()}) == before


def test_reminders_in_doubt_are_never_sent_again(database: Database) -> None:
    builders.open_reports(database)
    builders.agree(database)
    deliveries.deliver(database, {}, now=T0)
    builders.sweep(database, now=builders.NUDGE_AT)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.is_silent}, now=builders.NUDGE_AT)
    [found] = [
        one for one in look(database, now=builders.NUDGE_AT).shelves[Shelf.IN_DOUBT].receipts if one.kind == "digest"
    ]
    with pytest.raises(receipts.NeverRepeated):
        deeds.send_again(database, who(PRIYA), found.id, is_admin=False, now=builders.NUDGE_AT)


def fill(database: Database, count: int) -> None:
    already = sum(key.startswith("filler:") for key in owed.keys(database))
    council = builders.council_of(database)
    message = {
        "kind": "action_card",
        "recipient": SALES_CHANNEL,
        "state": "failed",
        "error": "not_in_channel",
        "revision": 1,
        "shown": 0,
        "tries": 1,
        "attempted_at": T0,
    }
    made = [rows.under(council, T0) | message | {"key": f"filler:{already + number}"} for number in range(count)]
    with database.write() as session:
        session.execute(insert(tables.Outbox), made)


def test_every_page_of_many_is_reached_and_shows_each_once(database: Database) -> None:
    fill(database, 35)
    found: list[int] = []
    place = Place(Shelf.FAILED)
    while True:
        page = look(database, place).shelves[Shelf.FAILED]
        found += [receipt.id for receipt in page.receipts]
        assert page.has_newer is (place.than is not None)
        if not page.has_older:
            break
        place = Place(Shelf.FAILED, "older", page.receipts[-1].id)
    assert found == sorted(set(found), reverse=True)
    assert len(found) == 35
    back = look(database, Place(Shelf.FAILED, "newer", found[30])).shelves[Shelf.FAILED]
    assert [receipt.id for receipt in back.receipts] == found[20:30]


def test_what_is_to_come_is_listed_in_its_order(database: Database) -> None:
    for number in range(4):
        builders.agree(database, text=f"Draft text number {number}")
    page = look(database, Place(Shelf.WAITING)).shelves[Shelf.WAITING]
    assert [receipt.action_number for receipt in page.receipts] == [1, 2, 3, 4]


def test_ten_thousand_cost_as_many_statements_as_one(database: Database) -> None:
    look(database)
    counted: list[int] = []
    for more in (1, 10_000):
        fill(database, more)
        statements = 0

        def count(*_: object) -> None:
            nonlocal statements
            statements += 1

        event.listen(database.engine, "before_cursor_execute", count)
        look(database)
        look(database, Place(Shelf.FAILED))
        event.remove(database.engine, "before_cursor_execute", count)
        counted.append(statements)
    assert counted[0] == counted[1]


def test_what_a_channel_refused_before_it_took_something_is_over(refused: Database) -> None:
    council = builders.council_of(refused)
    with refused.read() as session:
        assert len(kept.refused_by(session, council, SALES_CHANNEL)) == 1
        assert kept.refusing(session, council, ["not_in_channel"]) == {SALES_CHANNEL: "not_in_channel"}
    builders.agree(refused, text="Draft three texts", now=LATER)
    deliveries.deliver(refused, {}, now=LATER)
    with refused.read() as session:
        assert kept.refused_by(session, council, SALES_CHANNEL) == ()
        assert kept.refusing(session, council, ["not_in_channel"]) == {}
