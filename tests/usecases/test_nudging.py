"""MTG-1: five business days before the meeting, one post in a department channel, once ever (§3.7, INV-11, INV-12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.store import councils, ladder, tables
from bot.store.database import Database
from bot.usecases import clockwork
from tests import builders
from tests.builders import DANA, GRACE, JONAS, NEW_YORK, NUDGE_AT, RAVI, SALES_CHANNEL, STARTS_AT, T0, at
from tests.rungs import ONLY_MTG_1
from tests.store import together
from tests.usecases import owed

SALES_DIGEST = "digest:C0SALES:2027-02-02"


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database, ladder=ONLY_MTG_1)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur, ladder=ONLY_MTG_1)
    return sqlite_larkspur


def sweep(database: Database, *, now: datetime) -> list[str]:
    """What became of what was due, with nothing on the ladder but the rung this is about."""
    return builders.sweep(database, now=now, ladder=ONLY_MTG_1)


def digests(database: Database) -> dict[str, datetime | None]:
    """When each digest ever owed goes out, in UTC, by its key."""
    return {key: row.next_at for key, row in owed.messages(database).items() if key.startswith("digest")}


def decisions(database: Database) -> dict[str, str]:
    """What was decided for February's meeting, by the department's channel."""
    with database.read() as session:
        return {
            row.recipient: row.outcome
            for row in session.execute(select(tables.Nudge).where(tables.Nudge.key.startswith("mtg_1:1:")))
        }


def test_a_department_with_open_actions_is_asked_once_for_all_of_them_in_its_channel(collecting: Database) -> None:
    for owner in (JONAS, builders.MARCUS, JONAS):
        builders.agree(collecting, owner)
    sweep(collecting, now=NUDGE_AT - timedelta(seconds=1))
    assert digests(collecting) == {}
    sweep(collecting, now=NUDGE_AT)
    assert digests(collecting) == {SALES_DIGEST: NUDGE_AT}
    digest = owed.messages(collecting)[SALES_DIGEST]
    assert (digest.recipient, digest.department_id) == (SALES_CHANNEL, 2)


def test_a_department_with_nothing_unfinished_is_left_alone(collecting: Database) -> None:
    builders.finish(collecting, builders.agree(collecting, JONAS).action)
    builders.propose(collecting, GRACE)
    assert sweep(collecting, now=NUDGE_AT) == ["nothing_open"] * 6
    assert digests(collecting) == {}


def test_what_is_agreed_after_that_morning_is_not_asked_about_before_this_meeting(collecting: Database) -> None:
    sweep(collecting, now=NUDGE_AT)
    builders.agree(collecting, JONAS, now=NUDGE_AT + timedelta(minutes=1))
    for hours in range(1, 150):
        sweep(collecting, now=NUDGE_AT + timedelta(hours=hours))
    assert digests(collecting) == {}


def test_a_hundred_sweeps_by_many_at_once_ask_once_in_each_channel(collecting: Database) -> None:
    for owner in (DANA, JONAS, GRACE, RAVI):
        builders.agree(collecting, owner)

    def sweep_often() -> None:
        for seconds in range(25):
            clockwork.sweep(collecting, now=NUDGE_AT + timedelta(seconds=seconds), ladder=ONLY_MTG_1)

    together.at_once(*[sweep_often] * 4)
    rows = [row for key, row in owed.messages(collecting).items() if key.startswith("digest")]
    assert sorted((row.recipient, row.key) for row in rows) == [
        ("C0FINANCE", "digest:C0FINANCE:2027-02-02"),
        ("C0IT", "digest:C0IT:2027-02-02"),
        ("C0MARKETING", "digest:C0MARKETING:2027-02-02"),
        ("C0SALES", SALES_DIGEST),
    ]
    assert sorted(decisions(collecting).values()) == ["nothing_open"] * 2 + ["queued"] * 4


def test_a_department_that_was_asked_is_not_asked_again_when_it_falls_due_once_more(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    sweep(collecting, now=NUDGE_AT)
    again_at = NUDGE_AT + timedelta(days=1)
    with collecting.write() as session:
        council, meeting = builders.council_of(collecting), builders.current_meeting(collecting)
        everyone = councils.list_departments(session, council)
        ladder.wake_preparations(session, council, meeting, everyone, now=again_at)
    assert sweep(collecting, now=again_at) == []
    assert list(digests(collecting)) == [SALES_DIGEST]


def test_each_month_asks_anew(sqlite_collecting: Database) -> None:
    builders.agree(sqlite_collecting, JONAS, "31 March 2027")
    now = T0
    while now < at("2027-03-10 00:00"):
        sweep(sqlite_collecting, now=now)
        now += timedelta(hours=3)
    assert list(digests(sqlite_collecting)) == [SALES_DIGEST, "digest:C0SALES:2027-03-02"]


def test_nine_oclock_is_where_the_department_is(sqlite_database: Database) -> None:
    in_kolkata = builders.a_department_plan("IT & Platforms", RAVI, tz="Asia/Kolkata")
    in_new_york = builders.a_department_plan(
        "Sales", builders.MARCUS, members=frozenset({JONAS}), tz="America/New_York"
    )
    builders.establish(sqlite_database, departments=(in_kolkata, in_new_york))
    builders.open_reports(sqlite_database, ladder=ONLY_MTG_1)
    builders.agree(sqlite_database, RAVI)
    builders.agree(sqlite_database, JONAS)
    now = at("2027-02-02 00:00")
    while now < at("2027-02-03 00:00"):
        sweep(sqlite_database, now=now)
        now += timedelta(minutes=30)
    assert digests(sqlite_database) == {
        "digest:C0IT:2027-02-02": datetime(2027, 2, 2, 3, 30, tzinfo=UTC),
        "digest:C0SALES:2027-02-02": datetime(2027, 2, 2, 14, 0, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("up_again", "sent"),
    [
        ("2027-02-02 09:05", "2027-02-02 09:05"),
        ("2027-02-02 17:59", "2027-02-02 17:59"),
        ("2027-02-02 18:00", "2027-02-03 09:00"),
        ("2027-02-03 03:00", "2027-02-03 09:00"),
        ("2027-02-05 22:00", "2027-02-08 09:00"),  # a Friday evening: Monday
        ("2027-02-07 12:00", "2027-02-08 09:00"),  # a Sunday
        ("2027-02-09 07:00", "2027-02-09 09:00"),  # the meeting's own morning
        ("2027-02-09 13:59", "2027-02-09 13:59"),
    ],
)
def test_after_downtime_it_comes_late_but_between_9_and_18_on_a_business_day(
    sqlite_collecting: Database, up_again: str, sent: str
) -> None:
    builders.agree(sqlite_collecting, JONAS)
    sweep(sqlite_collecting, now=at(up_again))
    assert list(digests(sqlite_collecting).values()) == [at(sent)]
    assert list(digests(sqlite_collecting)) == [f"digest:C0SALES:{sent[:10]}"]


@pytest.mark.parametrize("up_again", ["2027-02-09 14:00", "2027-02-09 19:00", "2027-02-10 13:59", "2027-02-10 14:00"])
def test_after_the_meeting_started_nobody_is_asked_to_prepare_for_it(
    sqlite_collecting: Database, up_again: str
) -> None:
    builders.agree(sqlite_collecting, JONAS)
    sweep(sqlite_collecting, now=at(up_again))
    assert digests(sqlite_collecting) == {}
    assert decisions(sqlite_collecting)[SALES_CHANNEL] == "too_late"


def test_it_is_too_late_where_the_next_hour_for_messages_comes_after_the_start(sqlite_database: Database) -> None:
    in_new_york = builders.a_department_plan(
        "Sales", builders.MARCUS, members=frozenset({JONAS}), tz="America/New_York"
    )
    builders.establish(sqlite_database, departments=(in_new_york,))
    builders.open_reports(sqlite_database, ladder=ONLY_MTG_1)
    builders.agree(sqlite_database, JONAS)
    # 23:00 on the evening before in New York; at 09:00 there the meeting starts.
    sweep(sqlite_database, now=at("2027-02-09 04:00"))
    assert digests(sqlite_database) == {}
    assert decisions(sqlite_database) == {SALES_CHANNEL: "too_late"}
    assert at("2027-02-09 09:00", NEW_YORK) == STARTS_AT


def test_a_holiday_of_the_councils_is_no_day_for_it(sqlite_database: Database) -> None:
    builders.establish(sqlite_database, own_holidays={date(2027, 2, 3): "Founders' day"})
    builders.open_reports(sqlite_database, now=at("2027-01-26 10:00"), ladder=ONLY_MTG_1)
    builders.agree(sqlite_database, JONAS)
    sweep(sqlite_database, now=at("2027-02-03 10:00"))
    assert list(digests(sqlite_database).values()) == [at("2027-02-04 09:00")]


def test_what_fails_in_a_sweep_is_tried_again_later_and_nothing_of_it_is_kept(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    # Larkspur's clocks are no longer known: what needs them cannot be decided.
    with collecting.write() as session:
        session.execute(update(tables.Department).values(tz="Leeds"))
    assert {one.outcome for one in clockwork.sweep(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)} == {"failed"}
    assert decisions(collecting) == {}
    with collecting.write() as session:
        session.execute(update(tables.Department).values(tz="Europe/London"))
    assert sweep(collecting, now=NUDGE_AT + clockwork.AFTER_A_FAILURE).count("queued") == 1
