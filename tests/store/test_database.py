"""Transactions, instants and errors: the same on both databases."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import traceback
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy
from sqlalchemy import select

from bot.store import tables
from bot.store.database import Database, open_database
from tests.builders import T0
from tests.store import together

SECRET = "the price goes up in April"


def test_what_is_written_commits_together(database: Database) -> None:
    with database.write() as session:
        session.add(_workspace("T1"))
        session.add(_workspace("T2"))
    assert _teams(database) == ["T1", "T2"]


def test_an_exception_undoes_everything_written_in_its_block(database: Database) -> None:
    def write_and_fail() -> None:
        with database.write() as session:
            session.add(_workspace("T1"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert _teams(database) == []


def test_what_is_only_read_is_never_kept(database: Database) -> None:
    kept = {"team_id": "T1", "name": "Larkspur Broadband", "created_at": T0}
    with database.read() as session:
        session.execute(sqlalchemy.insert(tables.Workspace).values(**kept))
    assert _teams(database) == []


def test_writers_that_read_first_lose_nothing_of_each_other(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        session.add(_workspace("0"))

    def count_up() -> None:
        for _ in range(25):
            with sqlite_database.write() as session:
                row = session.scalars(select(tables.Workspace)).one()
                row.team_id = str(int(row.team_id) + 1)

    together.at_once(*[count_up] * 4)
    assert _teams(sqlite_database) == ["100"]


def test_nobody_waits_for_a_writer_to_read(database: Database) -> None:
    with database.write() as session:
        session.add(_workspace("T1"))
        session.flush()
        assert _teams(database) == []


def test_references_are_checked(database: Database) -> None:
    with pytest.raises(sqlalchemy.exc.IntegrityError), database.write() as session:
        session.add(tables.ChannelPace(workspace_id=12, recipient="C1", free_at=T0))


def test_connections_come_back_to_the_pool_with_their_settings(sqlite_database: Database) -> None:
    for _ in range(2):
        with sqlite_database.read() as session:
            pragmas = [
                session.exec_driver_sql(f"pragma {name}").scalar()
                for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
            ]
        assert pragmas == [1, "wal", 1, 30_000]


@pytest.mark.parametrize(
    "instant",
    [
        T0,
        datetime(2027, 2, 9, 14, tzinfo=ZoneInfo("Asia/Kolkata")),
        datetime(2027, 2, 9, 14, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2027, 10, 31, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
        datetime(2027, 2, 9, 14, 0, 0, 123456, tzinfo=UTC),
    ],
    ids=str,
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, instant: datetime) -> None:
    with database.write() as session:
        session.add(_workspace("T1", created_at=instant))
    with database.read() as session:
        kept = session.scalars(select(tables.Workspace.created_at)).one()
    assert kept == instant.astimezone(UTC)
    assert kept.tzinfo is UTC


def test_instants_are_compared_as_instants_whatever_their_zone(database: Database) -> None:
    # 09:00 in Kolkata is before 04:00 in London.
    nine_in_kolkata = datetime(2027, 2, 2, 9, tzinfo=ZoneInfo("Asia/Kolkata"))
    four_in_london = datetime(2027, 2, 2, 4, tzinfo=ZoneInfo("Europe/London"))
    with database.write() as session:
        session.add(_workspace("T1", created_at=nine_in_kolkata))
    with database.read() as session:
        query = select(tables.Workspace.team_id).where(tables.Workspace.created_at < four_in_london)
        assert session.scalars(query).all() == ["T1"]


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with (
        pytest.raises(sqlalchemy.exc.StatementError, match="an instant needs a zone") as refusal,
        database.write() as session,
    ):
        session.add(_workspace(SECRET, created_at=datetime(2027, 2, 9, 14)))  # noqa: DTZ001
    assert SECRET not in _as_logged(refusal.value)


def test_an_error_never_says_what_people_wrote(database: Database) -> None:
    with database.write() as session:
        session.add(_workspace(SECRET[:20]))

    def there_twice() -> None:
        with database.write() as session:
            session.add(_workspace(SECRET[:20]))

    def incomplete() -> None:
        with database.write() as session:
            session.execute(sqlalchemy.insert(tables.Workspace).values(team_id=SECRET[:20], created_at=T0))

    def misspelt() -> None:
        with database.write() as session:
            session.execute(sqlalchemy.text("select nowhere from workspaces where team_id = :id"), {"id": SECRET[:20]})

    for wrong in (there_twice, incomplete, misspelt):
        with pytest.raises(sqlalchemy.exc.DBAPIError) as refusal:
            wrong()
        assert SECRET[:20] not in _as_logged(refusal.value)
        assert len(str(refusal.value)) > 20, "it still says what went wrong"


def test_many_threads_share_the_pool(database: Database) -> None:
    def look(_: int) -> list[str]:
        return _teams(database)

    assert together.at_once(*[partial(look, number) for number in range(20)]) == [[]] * 20
    assert threading.active_count() < 20


def _workspace(team_id: str, created_at: datetime = T0) -> tables.Workspace:
    return tables.Workspace(team_id=team_id, name="Larkspur Broadband", created_at=created_at)


def _teams(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(tables.Workspace.team_id).order_by(tables.Workspace.team_id)))


def _as_logged(error: BaseException) -> str:
    """Everything a log may show of it: the error itself, what caused it, and its attributes."""
    return "".join(traceback.format_exception(error)) + str(error) + repr(error) + repr(error.args)


def test_a_new_file_that_somebody_else_is_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate")
        other.execute("create table theirs (id integer)")
        release = threading.Timer(0.3, other.execute, ["commit"])
        release.start()
        database = open_database(f"sqlite:///{path}")
        with database.read() as session:
            assert session.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        database.close()
        release.join()
