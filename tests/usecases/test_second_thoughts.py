"""What becomes of a nudge that was decided, or composed, when something changes before it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update

from bot.council import nudges
from bot.council.ladder import Ladder
from bot.store import people, tables
from bot.store.database import Database
from bot.usecases import clockwork, digests, happenings, meeting_moves, roster
from tests import builders
from tests.builders import INES, JONAS, MARCUS, NUDGE_AT, PRIYA, SALES_CHANNEL, T0, TEAM, at, who
from tests.rungs import ONLY_MTG_1, WITH_TEST_RUNGS
from tests.usecases import deliveries, owed

SALES_NUDGE = "mtg_1:1:2"
ASKED_ANEW_AT = at("2027-02-16 09:00")
"""Five working days before 23 February."""
OVERDUE_FOR_LEAD = "overdue:action:1:lead"
FRIDAY_EVENING, SATURDAY, MONDAY = at("2027-02-12 18:30"), at("2027-02-13 12:00"), at("2027-02-15 09:00")


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur in February's preparation; Jonas owns an action of Sales that is due on Thu 11 February."""
    builders.open_reports(larkspur, ladder=ONLY_MTG_1)
    builders.agree(larkspur, owner=JONAS, due="11 February 2027")
    deliveries.deliver(larkspur, {}, now=T0)
    return larkspur


def outcome(database: Database, key: str) -> tuple[str, str, str] | None:
    """To whom it is said, on which day, and what became of it."""
    with database.read() as session:
        row = session.execute(select(tables.Nudge).where(tables.Nudge.key == key)).one_or_none()
        return None if row is None else (row.recipient, row.local_on.isoformat(), row.outcome)


def go_on(database: Database, now: datetime, ladder: Ladder = ONLY_MTG_1) -> list[str]:
    """The clock and delivery do what there is to do; which digests went."""
    clockwork.sweep(database, now=now, ladder=ladder)
    return [key for key in deliveries.deliver(database, {}, now=now, ladder=ladder) if key.startswith("digest:")]


def move_the_meeting(database: Database, now: datetime) -> None:
    meeting = builders.current_meeting(database)
    seen: dict[str, Any] = {"meeting_id": meeting.id, "version": meeting.version, "request_key": "m"}
    on, start = date(2027, 2, 23), time(14)
    meeting_moves.move(database, who(PRIYA), on=on, start=start, reason="Ill", confirmed=True, now=now, **seen)


def compose(
    database: Database, key: str, now: datetime, ladder: Ladder = ONLY_MTG_1
) -> nudges.Digest | datetime | None:
    with database.write() as session:
        row = session.scalars(select(tables.Outbox).filter_by(key=key)).one()
        return owed.composed(session, row, now=now, ladder=ladder)


def test_what_was_handed_on_to_people_and_never_said_to_them_is_said_of_the_meetings_new_date(
    database: Database,
) -> None:
    with database.write() as session:
        session.execute(
            update(tables.Person).where(tables.Person.slack_id.in_([MARCUS, JONAS])).values(tz="Australia/Sydney")
        )
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=NUDGE_AT, ladder=ONLY_MTG_1)
    assert outcome(database, SALES_NUDGE) == (SALES_CHANNEL, "2027-02-02", "handed_on")
    assert outcome(database, f"{SALES_NUDGE}:for:{MARCUS}") == (MARCUS, "2027-02-03", "queued")
    move_the_meeting(database, NUDGE_AT + timedelta(hours=1))
    assert outcome(database, SALES_NUDGE) is None
    assert go_on(database, ASKED_ANEW_AT) == [f"digest:{SALES_CHANNEL}:2027-02-16"]


def test_what_was_handed_on_and_said_to_one_of_them_stays_said(database: Database) -> None:
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=NUDGE_AT, ladder=ONLY_MTG_1)
    assert outcome(database, f"{SALES_NUDGE}:for:{MARCUS}") == (MARCUS, "2027-02-02", "said")
    move_the_meeting(database, NUDGE_AT + timedelta(hours=1))
    assert go_on(database, ASKED_ANEW_AT) == []


def test_what_was_composed_and_never_posted_is_said_of_the_meetings_new_date(database: Database) -> None:
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    digest = f"digest:{SALES_CHANNEL}:2027-02-02"
    assert isinstance(compose(database, digest, NUDGE_AT), nudges.Digest)
    move_the_meeting(database, NUDGE_AT + timedelta(seconds=30))
    assert go_on(database, NUDGE_AT + timedelta(minutes=2)) == []
    assert go_on(database, ASKED_ANEW_AT) == [f"digest:{SALES_CHANNEL}:2027-02-16"]
    assert outcome(database, SALES_NUDGE) == (SALES_CHANNEL, "2027-02-16", "said")


def closes_his_account(database: Database) -> None:
    with database.read() as session:
        marcus = people.find(session, 1, MARCUS)
    assert marcus is not None
    happenings.person_changed(database, happenings.Event(TEAM, "Ev1"), replace(marcus, active=False), now=SATURDAY)


def hands_sales_to_ines(database: Database) -> None:
    wanted = replace(builders.department_named(database, "Sales"), lead=INES, deputy=None)
    roster.change_department(
        database,
        who(PRIYA),
        wanted,
        newcomers=(),
        seen_at=SATURDAY,
        is_admin=False,
        request_key="r",
        now=SATURDAY,
    )


def is_away_from_monday_on(database: Database) -> None:
    away = {"from_on": MONDAY.date(), "until_on": MONDAY.date(), "created_by": MARCUS}
    with database.write() as session:
        session.add(tables.Absence(workspace_id=1, council_id=1, created_at=T0, slack_id=MARCUS, **away))


@pytest.mark.parametrize("deed", [closes_his_account, hands_sales_to_ines, is_away_from_monday_on])
def test_who_leads_on_the_morning_it_is_read_reads_what_was_queued_for_who_led_before(
    database: Database, deed: Callable[[Database], None]
) -> None:
    clockwork.sweep(database, now=FRIDAY_EVENING, ladder=WITH_TEST_RUNGS)
    assert outcome(database, OVERDUE_FOR_LEAD) == (MARCUS, "2027-02-15", "queued")
    deed(database)
    clockwork.sweep(database, now=SATURDAY, ladder=WITH_TEST_RUNGS)
    went = go_on(database, MONDAY, WITH_TEST_RUNGS)
    assert f"digest:{INES}:2027-02-15" in went
    assert f"digest:{MARCUS}:2027-02-15" not in went
    assert outcome(database, OVERDUE_FOR_LEAD) == (INES, "2027-02-15", "said")


def test_what_has_become_nobodys_to_read_is_for_nobody(database: Database) -> None:
    clockwork.sweep(database, now=FRIDAY_EVENING, ladder=WITH_TEST_RUNGS)
    with database.write() as session:
        session.execute(update(tables.Action).values(owner=MARCUS))
    assert go_on(database, MONDAY, WITH_TEST_RUNGS) == [f"digest:{SALES_CHANNEL}:2027-02-15"]
    assert outcome(database, OVERDUE_FOR_LEAD) == (MARCUS, "2027-02-15", "nobody")


def test_a_process_that_does_not_know_a_rung_leaves_it_to_those_that_do(database: Database) -> None:
    early_at = at("2027-02-10 09:00")
    clockwork.sweep(database, now=early_at, ladder=WITH_TEST_RUNGS)
    digest = f"digest:{SALES_CHANNEL}:2027-02-10"
    assert compose(database, digest, early_at) == early_at + digests.WHILE_OTHERS_KNOW
    assert outcome(database, "early:action:1") == (SALES_CHANNEL, "2027-02-10", "queued")
    assert go_on(database, early_at, WITH_TEST_RUNGS) == [digest]


def test_what_nobody_knows_for_a_week_holds_nothing_up_any_more(database: Database) -> None:
    clockwork.sweep(database, now=at("2027-02-10 09:00"), ladder=WITH_TEST_RUNGS)
    with database.write() as session:
        session.execute(update(tables.Nudge).filter_by(key="early:action:1").values(planned_on=date(2027, 2, 3)))
    assert compose(database, f"digest:{SALES_CHANNEL}:2027-02-10", at("2027-02-10 09:00")) is None
    assert outcome(database, "early:action:1") == (SALES_CHANNEL, "2027-02-10", "gone")


def test_an_owner_with_nothing_before_a_meeting_is_shown_nothing_and_nothing_counts_as_said(
    database: Database,
) -> None:
    builders.sweep(database, now=NUDGE_AT, ladder=ONLY_MTG_1)
    deliveries.deliver(database, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=NUDGE_AT)
    copy = f"{SALES_NUDGE}:for:{JONAS}"
    with database.write() as session:
        session.execute(update(tables.Nudge).filter_by(key=copy).values(outcome="queued"))
        session.execute(update(tables.Outbox).filter_by(key=f"digest:{JONAS}:2027-02-02").values(state="pending"))
        session.execute(update(tables.Action).values(owner=INES))
    assert compose(database, f"digest:{JONAS}:2027-02-02", NUDGE_AT) is None
    assert outcome(database, copy) == (JONAS, "2027-02-02", "nothing_open")


def test_a_digest_whose_reader_crossed_the_date_line_waits_for_its_own_day_where_the_day_there_has_had_one(
    database: Database,
) -> None:
    west = ZoneInfo("Pacific/Honolulu")
    early_at = at("2027-02-10 09:00")
    clockwork.sweep(database, now=early_at, ladder=WITH_TEST_RUNGS)
    before = at("2027-02-09 12:00", west)
    with database.write() as session:
        session.execute(delete(tables.Ladder))
        session.execute(update(tables.Department).filter_by(name="Sales").values(tz="Pacific/Honolulu"))
        said = select(tables.Nudge).filter_by(key="early:action:1")
        session.add(_another_said(session.execute(said).scalars().one(), on=before.astimezone(west).date()))
    digest = f"digest:{SALES_CHANNEL}:2027-02-10"
    assert compose(database, digest, before, WITH_TEST_RUNGS) == at("2027-02-10 09:00", west)


def _another_said(nudge: tables.Nudge, *, on: date) -> tables.Nudge:
    columns = {one.name: getattr(nudge, one.name) for one in tables.Nudge.__table__.columns if one.name != "id"}
    return tables.Nudge(**(columns | {"key": "early:action:99", "local_on": on, "outcome": nudges.SAID}))
