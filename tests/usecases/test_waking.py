"""Deeds know no rungs: each wakes what its effect may have changed for the ladder, in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.council import roster as rosters
from bot.council.calendar_rules import of as rule_of
from bot.council.people import Absence
from bot.store import tables
from bot.store.database import Database
from bot.usecases import absences, calendar_rules, clockwork, closings, happenings, meeting_moves, roster
from bot.usecases import actions as action_deeds
from tests import builders
from tests.builders import JONAS, MARCUS, NINA, PRIYA, STARTS_AT, T0, who
from tests.rungs import WITH_TEST_RUNGS
from tests.usecases import owed

NOW = T0 + timedelta(hours=1)
LATER = builders.at("2027-12-31 09:00")
ADMIN: dict[str, Any] = {"is_admin": False, "request_key": "W1", "now": NOW}


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur in February's preparation: Jonas owns A-1 of Sales, Nina A-2 of Marketing; nobody's turn is near."""
    builders.open_reports(larkspur)
    builders.agree(larkspur, JONAS)
    builders.agree(larkspur, NINA)
    builders.propose(larkspur, JONAS)
    owed.climb(larkspur, now=T0, ladder=WITH_TEST_RUNGS)
    with larkspur.write() as session:
        session.execute(update(tables.Ladder).values(next_at=LATER))
    return larkspur


def woken(database: Database) -> set[str]:
    """Whose turn it is at once: actions, and departments (Sales is 2) before a meeting (February's is 1), which reports
    are open for."""
    with database.read() as session:
        return set(session.scalars(select(tables.Ladder.subject).where(tables.Ladder.next_at == NOW)))


def before(meeting: int, *departments: int) -> set[str]:
    return {f"meeting:{meeting}:{department}" for department in departments or range(1, 7)}


MEETINGS = range(1, 5)


def before_each(*departments: int) -> set[str]:
    return set().union(*(before(meeting, *departments) for meeting in MEETINGS))


def reports_of(*departments: int) -> set[str]:
    return {f"report:1:{department}" for department in departments or range(1, 7)}


OF_SALES = {"action:1", *before_each(2), *reports_of(2)}
EVERYTHING = {"action:1", "action:2", *before_each(), *reports_of()}


def agrees(database: Database) -> None:
    builders.agree(database, now=NOW)


def proposes(database: Database) -> None:
    builders.propose(database, now=NOW)


def agrees_a_proposal(database: Database) -> None:
    action_deeds.agree(database, who(PRIYA), action_id=3, now=NOW)


def finishes(database: Database) -> None:
    action_deeds.finish(database, who(JONAS), action_id=1, evidence="Live since today.", request_key="W1", now=NOW)


def changes_sales(database: Database, **facts: Any) -> None:
    sales = builders.department_named(database, "Sales")
    wanted = replace(sales, **facts)
    roster.change_department(
        database, who(PRIYA), wanted, newcomers=[builders.a_person(builders.LAYLA)], seen_at=T0, **ADMIN
    )


def adds_a_department(database: Database) -> None:
    legal = builders.a_department(id=0, name="Legal", channel="C0LEGAL", lead=builders.LAYLA, deputy=None, members=())
    wanted = replace(legal, members=frozenset())
    newcomers = [builders.a_person(builders.LAYLA)]
    roster.add_department(database, who(PRIYA), wanted, newcomers=newcomers, **ADMIN)


def closes_sales(database: Database) -> None:
    sales, it = builders.department_named(database, "Sales"), builders.department_named(database, "IT & Platforms")
    closings.close(
        database,
        who(PRIYA),
        department_id=sales.id,
        version=sales.version,
        heir_id=it.id,
        merge=False,
        reason="Sold",
        **ADMIN,
    )


def is_away(database: Database) -> None:
    away = Absence(MARCUS, NOW.date(), NOW.date() + timedelta(days=9))
    absences.set_away(database, who(MARCUS), away, stand_in=None, **ADMIN)


def comes_back(database: Database) -> None:
    is_away(database)
    with database.write() as session:
        session.execute(update(tables.Ladder).values(next_at=LATER))
    absences.come_back(database, who(MARCUS), slack_id=MARCUS, is_admin=False, now=NOW)


def has_another_vice_chair(database: Database) -> None:
    council = builders.council_of(database)
    version = rosters.version_of_table(council)
    table = rosters.Table(
        council.chair, builders.LAYLA, council.secretary, council.chair_override, version, council.name, council.channel
    )
    roster.change_table(
        database, who(PRIYA), table, newcomers=[builders.a_person(builders.LAYLA)], seen_at=NOW, **ADMIN
    )


def person_changes(slack_id: str, **facts: Any) -> Callable[[Database], None]:
    def change(database: Database) -> None:
        event = happenings.Event(builders.TEAM, "Ev1")
        happenings.person_changed(database, event, builders.a_person(slack_id, **facts), now=NOW)

    return change


def moves(database: Database) -> None:
    meeting_moves.move(
        database,
        who(PRIYA),
        meeting_id=1,
        version=builders.current_meeting(database).version,
        on=date(2027, 2, 16),
        start=time(14),
        reason="Half term",
        confirmed=True,
        request_key="W1",
        now=NOW,
    )


def reports(database: Database) -> None:
    builders.report(database, now=NOW)


def adds_a_meeting(database: Database) -> None:
    meeting_moves.add(
        database,
        who(PRIYA),
        on=date(2027, 3, 23),
        start=time(14),
        duration_min=90,
        confirmed=True,
        request_key="W1",
        now=NOW,
    )


def changes_the_calendar(database: Database) -> None:
    council = builders.council_of(database)
    rule = replace(rule_of(council), own_holidays={date(2027, 2, 3): "Founders' day"})
    calendar_rules.change(database, who(PRIYA), rule, tz=council.tz, version=council.version, **ADMIN)


@pytest.mark.parametrize(
    ("deed", "subjects"),
    [
        (agrees, {"action:4"}),
        (proposes, set()),
        (agrees_a_proposal, {"action:3"}),
        (finishes, {"action:1"}),
        (lambda database: changes_sales(database, tz="Asia/Kolkata"), OF_SALES),
        (lambda database: changes_sales(database, channel="C0NEW"), OF_SALES),
        (lambda database: changes_sales(database, lead=builders.LAYLA), OF_SALES),
        (adds_a_department, before_each(7)),
        (closes_sales, OF_SALES),
        (is_away, OF_SALES),
        (comes_back, OF_SALES),
        (person_changes(JONAS, tz="Asia/Kolkata"), {"action:1"} | OF_SALES),
        (person_changes(MARCUS, tz="Asia/Kolkata"), OF_SALES),
        (person_changes(JONAS, active=False), OF_SALES),
        (person_changes(JONAS, name="Jo"), set()),
        (person_changes(PRIYA, tz="Asia/Kolkata"), EVERYTHING),
        (has_another_vice_chair, EVERYTHING),
        (moves, before(1) | reports_of()),
        (reports, reports_of(2)),
        (adds_a_meeting, before(5)),
        (changes_the_calendar, EVERYTHING),
    ],
)
def test_a_deed_wakes_what_it_may_have_changed_and_leaves_the_rest_alone(
    database: Database, deed: Callable[[Database], None], subjects: set[str]
) -> None:
    deed(database)
    assert woken(database) == subjects


def left(database: Database, meeting: int) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(tables.Ladder.subject).filter_by(meeting_id=meeting)))


def cancels(database: Database) -> None:
    meeting_moves.cancel(
        database,
        who(PRIYA),
        meeting_id=1,
        version=builders.current_meeting(database).version,
        reason="Half term",
        request_key="W1",
        now=NOW,
    )


@pytest.mark.parametrize("deed", [cancels, lambda database: builders.start(database, now=STARTS_AT)])
def test_before_a_meeting_that_is_cancelled_or_has_started_nobody_is_nudged(
    database: Database, deed: Callable[[Database], None]
) -> None:
    assert left(database, 1) == before(1) | reports_of()
    deed(database)
    assert left(database, 1) == set()


def test_meetings_that_are_planned_wake_what_departments_prepare_for_them(sqlite_database: Database) -> None:
    builders.establish(sqlite_database)
    with sqlite_database.read() as session:
        found = session.execute(select(tables.Ladder.subject, tables.Ladder.next_at))
        assert {row.subject: row.next_at for row in found} == dict.fromkeys(
            before(1) | before(2) | before(3), builders.SET_UP_AT
        )


def test_what_a_meeting_carries_is_looked_at_anew_when_it_closes(larkspur: Database) -> None:
    builders.open_reports(larkspur)
    builders.agree(larkspur, JONAS, "28 January 2027")
    owed.climb(larkspur, now=T0, ladder=WITH_TEST_RUNGS)
    builders.sweep(larkspur, now=builders.AGENDA_AT)
    builders.start(larkspur)
    meeting = builders.adjourn(larkspur).meeting
    builders.post_minutes(larkspur, meeting)
    with larkspur.write() as session:
        session.execute(update(tables.Ladder).values(next_at=LATER))
    fired = [one.kind for one in clockwork.sweep(larkspur, now=builders.CLOSES_AT, ladder=WITH_TEST_RUNGS)]
    assert "close_meeting" in fired
    assert "overdue" in fired
