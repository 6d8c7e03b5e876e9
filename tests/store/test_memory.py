"""What is remembered of people and roles is what is there: whoever changes it, however, everybody sees it next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from bot.council.charters import Charter, FocusArea
from bot.council.departments import Council
from bot.council.people import Absence
from bot.store import NotFound, absences, charters, councils, memory, people, rosters, tables
from bot.store.database import Database, Reader, open_database
from tests import builders
from tests.builders import JONAS, LAYLA, MARCUS, PRIYA, T0, TEAM, TOM
from tests.store import statements

TODAY = T0.date()
AWAY = Absence(MARCUS, TODAY, TODAY + timedelta(days=3), LAYLA)
METADATA = tables.Base.metadata


@pytest.fixture
def database(larkspur: Database) -> Database:
    return larkspur


@pytest.fixture
def council(database: Database) -> Council:
    return builders.council_of(database)


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Database]:
    """The same database as another process has it open."""
    opened = open_database(database.engine.url.render_as_string(hide_password=False))
    yield opened
    opened.close()


def _everything(session: Reader, council: Council) -> tuple[object, ...]:
    """All that is remembered of a council and its workspace."""
    return (
        councils.find_serving(session, TEAM),
        councils.get(session, council.id),
        councils.list_departments(session, council),
        councils.list_departments(session, council, ever=True),
        dict(people.by_id(session, council.workspace_id)),
    )


def _remembered(database: Database, council: Council) -> tuple[object, ...]:
    with database.read() as session:
        return _everything(session, council)


def _read_anew(database: Database, council: Council) -> tuple[object, ...]:
    with database.write() as session:
        return _everything(session, council)


@pytest.mark.parametrize(
    "statement",
    [rosters.COUNCIL, rosters.OF_TEAM, rosters.DEPARTMENTS, rosters.DEPARTMENTS_EVER, people.EVERYONE],
    ids=["council", "of_team", "departments", "departments_ever", "everyone"],
)
def test_nothing_is_remembered_of_a_table_whose_changes_nobody_notices(statement: Select[Any]) -> None:
    read = {found.name for found in visitors.iterate(statement) if isinstance(found, sqlalchemy.Table)}
    # A workspace is found by Slack's id of it every time.
    assert read - {"workspaces"} <= memory.REMEMBERED
    assert read


@pytest.mark.parametrize("name", sorted(memory.REMEMBERED))
def test_every_change_of_a_table_is_noticed(database: Database, council: Council, name: str) -> None:
    table = METADATA.tables[name]
    with database.write() as session:
        absences.put(session, council, AWAY, by=PRIYA, now=T0)
    seen = [_stamp(database, council)]

    def change(statement: sqlalchemy.Executable) -> None:
        with database.write() as session:
            session.execute(statement)
        seen.append(_stamp(database, council))

    with database.read() as reading:
        row = dict(reading.execute(select(table).limit(1)).mappings().one())
    for column in table.columns:
        change(update(table).where(table.c.id == row["id"]).values({column: row[column.name]}))
    unique = {"name": "Another", "slack_id": "U0ANOTHER", "from_on": date(2028, 1, 3)}
    another = row | {"id": 999} | {column: value for column, value in unique.items() if column in row}
    change(sqlalchemy.insert(table).values(another))
    change(sqlalchemy.delete(table).where(table.c.id == 999))
    assert len(set(seen)) == len(seen) == len(table.columns) + 3


DEEDS: dict[str, Callable[[Session, Council], object]] = {
    "a council": lambda session, council: councils.save(session, replace(council, name="Anew"), on=TODAY, now=T0),
    "its chair": lambda session, council: councils.save(session, replace(council, chair=JONAS), on=TODAY, now=T0),
    "its secretary": lambda session, council: councils.save(
        session, replace(council, secretary=None), on=TODAY, now=T0
    ),
    "a charter": lambda session, council: charters.adopt(
        session, council, Charter(2, "Anew", (FocusArea("Answer", "first time"),), {}), by=PRIYA, now=T0
    ),
    "a new department": lambda session, council: councils.add_department(
        session, council, builders.a_department(name="Anew", lead=TOM), on=TODAY, now=T0
    ),
    "a department": lambda session, council: councils.save_department(
        session, council, replace(_sales(session, council), name="Anew"), on=TODAY, now=T0
    ),
    "its lead": lambda session, council: councils.save_department(
        session, council, replace(_sales(session, council), lead=LAYLA), on=TODAY, now=T0
    ),
    "its end": lambda session, council: councils.save_department(
        session, council, replace(_sales(session, council), active_to=TODAY), on=TODAY, now=T0
    ),
    "an absence": lambda session, council: absences.put(session, council, AWAY, by=PRIYA, now=T0),
    "the chair's absence": lambda session, council: absences.put(
        session, council, replace(AWAY, slack_id=PRIYA, stand_in=None), by=PRIYA, now=T0
    ),
    "a person": lambda session, council: people.remember(
        session, council.workspace_id, [builders.a_person(MARCUS, name="Anew")], now=T0
    ),
    "a leaver": lambda session, council: people.remember(
        session, council.workspace_id, [builders.a_person(PRIYA, active=False)], now=T0
    ),
    "a newcomer": lambda session, council: people.remember(
        session, council.workspace_id, [builders.a_person("U0ANEW")], now=T0
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_whatever_is_changed_here_or_in_another_process_is_seen_next(
    database: Database, elsewhere: Database, council: Council, deed: Callable[[Session, Council], object]
) -> None:
    before = _remembered(database, council)
    assert _remembered(elsewhere, council) == before
    with elsewhere.write() as session:
        deed(session, council)
    changed = _read_anew(database, council)
    assert changed != before
    assert _remembered(database, council) == _remembered(elsewhere, council) == changed


def test_an_absence_that_ended_is_no_longer_seen(database: Database, council: Council) -> None:
    before = _remembered(database, council)
    with database.write() as session:
        absences.put(session, council, AWAY, by=PRIYA, now=T0)
    assert _remembered(database, council) != before
    with database.write() as session:
        absences.end(session, council, AWAY, now=T0)
    assert _remembered(database, council) == before


def test_what_is_remembered_costs_one_look_at_the_stamp(database: Database, council: Council) -> None:
    _remembered(database, council)
    with statements.recorded(database) as said, database.read() as session:
        found = councils.find_serving(session, TEAM)
        assert found == council
        councils.list_departments(session, council)
        councils.list_departments(session, council, ever=True)
        people.by_id(session, council.workspace_id)
    assert len(said) == 1
    assert "rosters" in said[0]


def test_whoever_writes_reads_what_is_there_and_what_they_took_back_nobody_remembers(
    database: Database, council: Council
) -> None:
    before = _remembered(database, council)

    def change_and_fail() -> None:
        with database.write() as session:
            people.remember(session, council.workspace_id, [builders.a_person(MARCUS, name="Anew")], now=T0)
            assert people.by_id(session, council.workspace_id)[MARCUS].name == "Anew"
            assert _remembered(database, council) == before
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert _remembered(database, council) == _read_anew(database, council) == before


def test_what_changes_while_somebody_reads_is_seen_by_whoever_comes_next(
    database: Database, elsewhere: Database, council: Council
) -> None:
    with database.read() as session:
        assert councils.find_serving(session, TEAM) == council  # the stamp was looked at; the people were not yet
        with elsewhere.write() as changing:
            people.remember(changing, council.workspace_id, [builders.a_person(MARCUS, name="Anew")], now=T0)
        people.by_id(session, council.workspace_id)
    with elsewhere.write() as changing:
        people.remember(changing, council.workspace_id, [builders.a_person(MARCUS, name="Again")], now=T0)
    with database.read() as session:
        assert people.by_id(session, council.workspace_id)[MARCUS].name == "Again"


def test_what_is_remembered_cannot_be_changed_by_who_was_given_it(database: Database, council: Council) -> None:
    with database.read() as session:
        councils.list_departments(session, council).clear()
        with pytest.raises(TypeError):
            people.by_id(session, council.workspace_id)[MARCUS] = builders.a_person(MARCUS)  # type: ignore[index]
        assert len(councils.list_departments(session, council)) == 6


def test_another_workspaces_changes_leave_what_is_remembered(database: Database, council: Council) -> None:
    other = builders.establish(database, team_id="T0OTHER", name="Other")
    stamp = _stamp(database, council)
    with database.write() as session:
        people.remember(session, other.workspace_id, [builders.a_person(MARCUS, name="Anew")], now=T0)
    assert _stamp(database, council) == stamp
    with database.read() as session:
        assert councils.find_serving(session, "T0OTHER") == other
        assert councils.find_serving(session, TEAM) == council
        assert {found.council_id for found in councils.list_departments(session, other)} == {other.id}


def test_a_council_set_up_after_somebody_asked_for_it_is_found(database: Database) -> None:
    with database.write() as session:
        people.ensure_workspace(session, team_id="T0NEW", name="New", now=T0)
    with database.read() as session:
        assert councils.find_serving(session, "T0NEW") is None
        assert councils.find_serving(session, "T0NOBODY") is None
        with pytest.raises(NotFound):
            councils.get(session, 99)
    made = builders.establish(database, team_id="T0NEW", name="New")
    with database.read() as session:
        assert councils.find_serving(session, "T0NEW") == made


def test_who_changes_people_waits_for_nobody_who_changes_others(postgres_larkspur: Database) -> None:
    council = builders.council_of(postgres_larkspur)
    waiting, done = threading.Event(), threading.Event()

    def change_another() -> None:
        with postgres_larkspur.write() as session:
            people.remember(session, council.workspace_id, [builders.a_person(JONAS, name="Jo")], now=T0)
            waiting.set()
            councils.hold(session, council)
        done.set()

    other = threading.Thread(target=change_another)
    with postgres_larkspur.write() as session:
        councils.hold(session, council)
        other.start()
        assert waiting.wait(10)
        people.remember(session, council.workspace_id, [builders.a_person(MARCUS, name="Marc")], now=T0)
        assert not done.is_set()
    other.join(10)
    assert done.is_set()
    known = _remembered(postgres_larkspur, council)[-1]
    assert isinstance(known, dict)
    assert (known[JONAS].name, known[MARCUS].name) == ("Jo", "Marc")


def _sales(session: Session, council: Council) -> Any:
    return next(found for found in councils.list_departments(session, council) if found.name == "Sales")


def _stamp(database: Database, council: Council) -> int:
    with database.read() as session:
        return session.execute(select(tables.Roster.stamp).filter_by(workspace_id=council.workspace_id)).scalar_one()
