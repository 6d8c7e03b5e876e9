"""The calendar as it is looked at, with meetings of the rule and others (model §3.6.1)."""

from __future__ import annotations

from datetime import date

from bot.store.database import Database
from bot.usecases import outlooks
from tests.builders import PRIYA, SET_UP_AT, who
from tests.usecases.test_meeting_moves import add, cancel


def ahead(database: Database) -> list[tuple[date, bool]]:
    """The meetings that are shown, and whether each is only foreseen."""
    seen = outlooks.look(database, who(PRIYA), is_admin=False, now=SET_UP_AT)
    return [(one.meeting.on, one.foreseen) for one in seen.ahead]


def test_three_meetings_are_planned_and_three_more_foreseen(sqlite_larkspur: Database) -> None:
    assert ahead(sqlite_larkspur) == [
        (date(2027, 2, 9), False),
        (date(2027, 3, 9), False),
        (date(2027, 4, 13), False),
        (date(2027, 5, 11), True),
        (date(2027, 6, 8), True),
        (date(2027, 7, 13), True),
    ]


def test_meetings_added_far_ahead_hide_none_that_come_sooner(sqlite_larkspur: Database) -> None:
    before = ahead(sqlite_larkspur)
    for on in ("2027-11-30", "2027-12-01", "2027-12-02"):
        add(sqlite_larkspur, on, request_key=on, now=SET_UP_AT)
    assert ahead(sqlite_larkspur) == before


def test_one_that_is_added_stands_among_them_and_one_cancelled_makes_room(sqlite_larkspur: Database) -> None:
    add(sqlite_larkspur, "2027-05-04", now=SET_UP_AT)
    cancel(sqlite_larkspur, 2, now=SET_UP_AT)
    assert ahead(sqlite_larkspur) == [
        (date(2027, 2, 9), False),
        (date(2027, 4, 13), False),
        (date(2027, 5, 4), False),
        (date(2027, 5, 11), True),
        (date(2027, 6, 8), True),
        (date(2027, 7, 13), True),
    ]
