"""What was sent is read back by when that was, page by page, at a price that does not grow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text, update

from bot.council.departments import Council
from bot.council.receipts import CONFIRMED, Page, Shelf, Standing
from bot.store import outbox, receipts, rows, tables
from bot.store.database import Database
from bot.usecases import clockwork
from tests import builders
from tests.builders import SALES_CHANNEL, T0
from tests.store.letters import MINUTE, SECOND, ended, owe, sent, take, touch, waiting

SIZE = 5


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


@pytest.fixture
def council(database: Database) -> Council:
    return builders.council_of(database)


def test_what_was_sent_last_stands_first_whenever_it_was_owed(database: Database, council: Council) -> None:
    for number, key in enumerate("abc"):
        owe(database, key, recipient=f"C{number}")
    first, second, third = (take(database) for _ in "abc")
    waiting(database, first, until=T0 + MINUTE)
    sent(database, third, now=T0 + SECOND)
    sent(database, second, now=T0 + 2 * SECOND)
    sent(database, take(database, T0 + MINUTE), now=T0 + MINUTE)
    assert _ids(_page(database, council)) == [first.id, second.id, third.id]


def test_an_edit_does_not_bring_a_message_to_the_front(database: Database, council: Council) -> None:
    for number, key in enumerate("ab"):
        owe(database, key, recipient=f"C{number}")
    first, second = take(database), take(database)
    sent(database, first)
    sent(database, second, now=T0 + SECOND)
    touch(database, now=T0 + MINUTE)
    for _ in "ab":
        sent(database, take(database, T0 + MINUTE), now=T0 + MINUTE)
    assert _ids(_page(database, council)) == [second.id, first.id]


def test_what_somebody_has_found_stands_where_it_was_tried(database: Database, council: Council) -> None:
    doubtful, (before, after) = _one_in_doubt_between_two(database)
    with database.write() as session:
        receipts.confirm(session, council, doubtful)
    page = _page(database, council)
    assert _ids(page) == [after, doubtful, before]
    assert page.receipts[1].sent_at == T0 + SECOND


def test_so_does_what_was_found_by_a_release_that_did_not_write_down_when(database: Database, council: Council) -> None:
    doubtful, (before, after) = _one_in_doubt_between_two(database)
    with database.write() as session:
        one = update(tables.Outbox).where(tables.Outbox.id == doubtful)
        session.execute(one.values(error=CONFIRMED, next_at=None, sent_at=None))
    clockwork.keep_house(database, now=T0 + MINUTE)
    page = _page(database, council)
    assert _ids(page) == [after, doubtful, before]
    assert page.receipts[1].sent_at == T0 + SECOND


def test_what_was_not_sent_is_not_among_it(database: Database, council: Council) -> None:
    _, (before, after) = _one_in_doubt_between_two(database)
    for number, state in enumerate((outbox.State.FAILED, outbox.State.DROPPED)):
        owe(database, state, recipient=f"C1{number}")
        ended(database, take(database, T0 + SECOND), state)
    owe(database, "pending", at=T0 + MINUTE)
    assert _ids(_page(database, council)) == [after, before]


def test_every_page_is_reached_and_shows_each_once_also_those_sent_in_one_moment(
    database: Database, council: Council
) -> None:
    _fill(database, council, 23)
    wanted = [id for id, _ in sorted(_kept(database), key=lambda row: (row[1], row[0]), reverse=True)]
    assert wanted not in (sorted(wanted), sorted(wanted, reverse=True))
    pages = [_page(database, council)]
    while pages[-1].has_older:
        pages.append(_page(database, council, "older", pages[-1].receipts[-1].id))
    assert [one for page in pages for one in _ids(page)] == wanted
    assert [len(page.receipts) for page in pages] == [5, 5, 5, 5, 3]
    back = pages[-1]
    for before in reversed(pages[:-1]):
        back = _page(database, council, "newer", back.receipts[0].id)
        assert _ids(back) == _ids(before)
    assert not back.has_newer


@pytest.mark.parametrize("side", ["first", "older", "newer"])
def test_it_is_read_through_an_index_in_its_order(database: Database, council: Council, side: str) -> None:
    _fill(database, council, 5000)
    if database.skips_locked:
        with database.write() as session:
            session.execute(text("analyze outbox"))
    than = None if side == "first" else _kept(database)[2500][0]
    plan = _plan(database, council, "newer" if side == "newer" else "older", than)
    assert "ix_outbox_sent" in plan, plan
    assert not any(word in plan.lower() for word in ("sort", "temp b-tree", "scan outbox", "seq scan on outbox")), plan


def _one_in_doubt_between_two(database: Database) -> tuple[int, tuple[int, int]]:
    """Of the message that was tried second nobody knows; its id, and those of the two that were sent."""
    for number, key in enumerate(("doubtful", "before", "after")):
        owe(database, key, recipient=f"C{number}", at=T0 + (SECOND if key == "doubtful" else 2 * SECOND * (number - 1)))
    before = take(database)
    sent(database, before)
    doubtful = take(database, T0 + SECOND)
    ended(database, doubtful, outbox.State.UNKNOWN)
    after = take(database, T0 + 2 * SECOND)
    sent(database, after, now=T0 + 2 * SECOND)
    assert (before.key, doubtful.key, after.key) == ("before", "doubtful", "after")
    return doubtful.id, (before.id, after.id)


def _fill(database: Database, council: Council, count: int) -> None:
    """So many messages that were sent in another order than they were owed, three at each moment, with one among them
    now and then that somebody has found, and as many again that nobody sent."""
    message: dict[str, Any] = {"kind": "action_card", "recipient": SALES_CHANNEL, "revision": 1, "shown": 1, "tries": 0}
    made = []
    for number in range(count):
        found = number % 9 == 4
        stands = {
            "state": str(Standing.UNKNOWN if found else Standing.SENT),
            "error": CONFIRMED if found else None,
            "sent_at": T0 + timedelta(minutes=number // 3 * 7919 % 1009),
        }
        missing = {"state": str(Standing.FAILED), "error": "not_in_channel", "sent_at": None}
        made += [
            rows.under(council, T0) | message | stands | {"key": f"sent:{number}"},
            rows.under(council, T0) | message | missing | {"key": f"failed:{number}"},
        ]
    with database.write() as session:
        session.execute(insert(tables.Outbox), made)


def _kept(database: Database) -> list[tuple[int, datetime]]:
    with database.read() as session:
        found = session.execute(text("select id, sent_at from outbox where sent_at is not null order by id"))
        return [(row.id, row.sent_at) for row in found]


def _page(database: Database, council: Council, side: receipts.Side = "older", than: int | None = None) -> Page:
    with database.read() as session:
        return receipts.page(session, council, Shelf.SENT, now=T0 + MINUTE, size=SIZE, side=side, than=than)


def _ids(page: Page) -> list[int]:
    return [receipt.id for receipt in page.receipts]


def _plan(database: Database, council: Council, side: receipts.Side, than: int | None) -> str:
    """How the database goes about finding a page."""
    asked: list[tuple[str, Any]] = []

    def record(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "ORDER BY outbox.sent_at" in statement:
            asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", record)
    try:
        assert len(_page(database, council, side, than).receipts) == SIZE
    finally:
        event.remove(database.engine, "before_cursor_execute", record)
    [(statement, values)] = asked
    explain = "explain" if database.skips_locked else "explain query plan"
    with database.engine.connect() as connection:
        return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {statement}", values))
