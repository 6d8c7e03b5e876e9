"""Migrations on both databases: they make what the models say, any number may run them at once, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.council.charters import Charter
from bot.store import charters as kept_charters
from bot.store import councils, migrate, tables
from bot.store.database import open_database

ROOT = Path(__file__).parents[2]

_UPGRADE = "import sys; from bot.store import migrate; migrate.upgrade(sys.argv[1])"
_OPEN_WITHOUT_ALEMBIC = """
import sys
from bot.store import database, migrate
assert migrate.is_current(database.open_database(sys.argv[1]))
print([name for name in sys.modules if name.split(".")[0] == "alembic"])
"""


def test_from_nothing_to_exactly_what_the_models_say(database_url: str) -> None:
    migrate.upgrade(database_url)
    with _engine(database_url).connect() as connection:
        settings = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=settings)
        assert compare_metadata(context, tables.Base.metadata) == []
        assert _names(connection, tables.Base.metadata) == _names_in(tables.Base.metadata)


def test_what_was_said_and_done_with_takes_no_room_in_the_index_of_work(database_url: str) -> None:
    migrate.upgrade(database_url)
    with _engine(database_url).connect() as connection:
        indexes = {index["name"]: index for index in sqlalchemy.inspect(connection).get_indexes("outbox")}
        for name in ("ix_outbox_to_post", "ix_outbox_to_edit"):
            partial = str(indexes[name]["dialect_options"][f"{connection.dialect.name}_where"])
            assert "next_at is not null" in partial.lower(), name


def test_a_second_run_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    with _engine(database_url).begin() as connection:
        connection.exec_driver_sql("insert into workspaces values (1, 'T1', 'Larkspur', '2027-01-14 10:00:00')")
    migrate.upgrade(database_url)
    with _engine(database_url).connect() as connection:
        assert connection.exec_driver_sql("select name from workspaces").scalars().all() == ["Larkspur"]


def test_a_database_is_current_once_it_is_migrated_and_alembic_agrees_on_what_that_is(database_url: str) -> None:
    opened = open_database(database_url)
    assert not migrate.is_current(opened)
    migrate.upgrade(database_url)
    assert migrate.is_current(opened)
    assert ScriptDirectory(str(migrate.DIRECTORY)).get_heads() == [migrate.newest_revision()]
    with opened.write() as session:
        session.execute(sqlalchemy.text("update alembic_version set version_num = '0000'"))
    assert not migrate.is_current(opened)
    opened.close()


def test_what_the_first_release_kept_is_there_with_what_the_second_needs(tmp_path: Path, database_url: str) -> None:
    migrate.upgrade(database_url, directory=_up_to("0001", tmp_path))
    then = datetime(2027, 1, 14, 10, tzinfo=UTC)
    of_council = {"workspace_id": 1, "council_id": 1, "created_at": then, "updated_at": then, "version": 1}
    windows = dict.fromkeys(("starts_at", "original_starts_at", "opens_at", "reports_due_at", "agenda_at"), then)
    with _engine(database_url).begin() as connection:
        _put(connection, "workspaces", id=1, team_id="T1", name="Larkspur", created_at=then)
        council = {"id": 1, "workspace_id": 1, "name": "CX Council", "tz": "Europe/London", "channel": "C0COUNCIL"}
        rule = {"nth": 2, "weekday": 1, "months": {"months": [1]}, "start_time": time(14), "duration_min": 90}
        more = {"holiday_country": "", "own_holidays": {}, "date_order": "DMY", "goal": "Keep our word", "rules": {}}
        kept = {"last_action_number": 0, "created_at": then, "created_by": "U0PRIYA", "updated_at": then, "version": 1}
        _put(connection, "councils", **council, **rule, **more, **kept)
        chair = {"slack_id": "U0PRIYA", "role": "chair", "from_on": then.date()}
        _put(connection, "memberships", id=1, workspace_id=1, council_id=1, created_at=then, **chair)
        for number, state in enumerate(("closed", "collecting", "planned"), 1):
            on = date(2027, number, 9)
            facts = {"id": number, "seq": number, "meets_on": on, "nudge_on": on, "state": state, "question": ""}
            _put(connection, "meetings", duration_min=90, **of_council, **windows, **facts)
    migrate.upgrade(database_url)
    with _engine(database_url).connect() as connection:
        meetings = connection.exec_driver_sql("select meets_on, rule_on, held from meetings order by id").all()
        assert [(str(day), str(rule), held) for day, rule, held in meetings] == [
            ("2027-01-09", "2027-01-09", False),
            ("2027-02-09", "2027-02-09", None),
            ("2027-03-09", "2027-03-09", None),
        ]
        assert connection.exec_driver_sql("select workspace_id from rosters").scalars().all() == [1]
        charters = connection.exec_driver_sql("select council_id, version, goal, adopted_by from charters").all()
        assert charters == [(1, 1, "Keep our word", "U0PRIYA")]
    opened = open_database(database_url)
    with opened.read() as session:
        (only,) = councils.list_all(session)
        assert kept_charters.list_charters(session, only) == [Charter(1, "Keep our word", (), {})]
    opened.close()


def test_what_the_second_release_owed_is_owed_by_the_third(tmp_path: Path, database_url: str) -> None:
    migrate.upgrade(database_url, directory=_up_to("0002", tmp_path))
    then, soon = datetime(2027, 1, 14, 10, tzinfo=UTC), datetime(2027, 2, 2, 9, tzinfo=UTC)
    of_council = {"workspace_id": 1, "council_id": 1, "created_at": then}
    with _engine(database_url).begin() as connection:
        _put(connection, "workspaces", id=1, team_id="T1", name="Larkspur", created_at=then)
        council = {"id": 1, "workspace_id": 1, "name": "CX Council", "tz": "Europe/London", "channel": "C0COUNCIL"}
        rule = {"nth": 2, "weekday": 1, "months": {"months": [1]}, "start_time": time(14), "duration_min": 90}
        more = {"holiday_country": "", "own_holidays": {}, "date_order": "DMY", "goal": "Keep our word", "rules": {}}
        kept = {"last_action_number": 0, "created_at": then, "created_by": "U0PRIYA", "updated_at": then, "version": 1}
        _put(connection, "councils", **council, **rule, **more, **kept)
        windows = dict.fromkeys(("starts_at", "original_starts_at", "opens_at", "reports_due_at", "agenda_at"), then)
        meeting = {"id": 3, "seq": 1, "meets_on": date(2027, 2, 9), "nudge_on": date(2027, 2, 2), "state": "collecting"}
        changed = {"question": "", "updated_at": then, "version": 1}
        _put(connection, "meetings", duration_min=90, **of_council, **windows, **meeting, **changed)
        place = {"name": "Marketing", "channel": "C0MARKET", "tz": "Europe/London", "role_statement": ""}
        stands = {"reports": True, "active_from": date(2027, 1, 14), "updated_at": then, "version": 1}
        _put(connection, "departments", id=7, **of_council, **place, **stands)
        owed = {"kind": "mtg_1", "subject": "3:7", "meeting_id": 3, "department_id": 7, "due_at": soon}
        _put(connection, "due", **of_council, **owed)
        _put(connection, "due", **of_council, **owed | {"kind": "post_agenda", "subject": "3", "department_id": None})
        waiting = {"recipient": "C0COUNCIL", "state": "pending", "revision": 1, "shown": 0, "next_at": soon, "tries": 0}
        _put(connection, "outbox", id=1, **of_council, key="agenda:3", kind="agenda", **waiting)
        _put(connection, "outbox", id=2, parent_id=1, **of_council, key="agenda:3:1", kind="agenda_item", **waiting)
        asked = {"meeting_id": 3, "department_id": 7, "recipient": "C0MARKET"}
        posted = waiting | asked | {"state": "sent", "key": "digest:7:2027-02-02", "kind": "digest", "next_at": None}
        _put(connection, "outbox", id=3, **of_council, **posted)
        said = {"key": "mtg_1:3:7", "rung": "mtg_1", "recipient": "C0MARKET", "local_on": date(2027, 2, 2)}
        _put(connection, "nudges", **of_council, **said, outcome="queued")
    migrate.upgrade(database_url)
    with _engine(database_url).connect() as connection:
        ladder = connection.exec_driver_sql("select subject, meeting_id, department_id, action_id from ladder").all()
        assert ladder == [("meeting:3:7", 3, 7, None)]
        assert connection.exec_driver_sql("select kind from due").scalars().all() == ["post_agenda"]
        of_nudge = "select subject, audience, meeting_id, department_id, outcome from nudges"
        assert connection.exec_driver_sql(of_nudge).all() == [("meeting:3:7", "channel", 3, 7, "said")]
        digest = "select key from outbox where kind = 'digest'"
        assert connection.exec_driver_sql(digest).scalars().all() == ["digest:C0MARKET:2027-02-02"]
        waits = "select id from outbox where next_at is null order by id"
        assert connection.exec_driver_sql(waits).scalars().all() == [2, 3], "a reply waits for what it replies to"


def test_what_somebody_has_found_before_was_sent_when_it_was_tried(tmp_path: Path, database_url: str) -> None:
    migrate.upgrade(database_url, directory=_up_to("0005", tmp_path))
    then, tried_at = datetime(2027, 1, 14, 10, tzinfo=UTC), datetime(2027, 2, 2, 9, tzinfo=UTC)
    with _engine(database_url).begin() as connection:
        _put(connection, "workspaces", id=1, team_id="T1", name="Larkspur", created_at=then)
        council = {"id": 1, "workspace_id": 1, "name": "CX Council", "tz": "Europe/London", "channel": "C0COUNCIL"}
        rule = {"nth": 2, "weekday": 1, "months": {"months": [1]}, "start_time": time(14), "duration_min": 90}
        more = {"holiday_country": "", "own_holidays": {}, "date_order": "DMY", "goal": "Keep our word", "rules": {}}
        kept = {"last_action_number": 0, "created_at": then, "created_by": "U0PRIYA", "updated_at": then, "version": 1}
        _put(connection, "councils", **council, **rule, **more, **kept)
        tried = {"kind": "agenda", "recipient": "C0COUNCIL", "revision": 1, "shown": 0, "tries": 1}
        tried |= {"workspace_id": 1, "council_id": 1, "created_at": then, "attempted_at": tried_at}
        for number, error in enumerate(("confirmed", "no_answer"), 1):
            _put(connection, "outbox", id=number, key=f"agenda:{number}", state="unknown", error=error, **tried)
    migrate.upgrade(database_url)
    opened = open_database(database_url)
    with opened.read() as session:
        sent_at = sqlalchemy.select(tables.Outbox.sent_at).order_by(tables.Outbox.id)
        assert list(session.scalars(sent_at)) == [tried_at, None]
    opened.close()


@pytest.mark.faults
def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    together = [subprocess.Popen([sys.executable, "-c", _UPGRADE, database_url], cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in together] == [0, 0]
    with _engine(database_url).connect() as connection:
        assert connection.exec_driver_sql("select version_num from alembic_version").scalars().all() == [
            migrate.newest_revision()
        ]


def test_threads_that_start_together_migrate_once(database_url: str) -> None:
    # Alembic keeps what it works on in globals, so in one process, too, the lock has to come before it begins.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, [database_url] * 4))
    opened = open_database(database_url)
    assert migrate.is_current(opened)
    opened.close()


def test_whoever_only_asks_whether_the_database_is_current_does_not_load_alembic(sqlite_url: str) -> None:
    migrate.upgrade(sqlite_url)
    done = subprocess.run(
        [sys.executable, "-c", _OPEN_WITHOUT_ALEMBIC, sqlite_url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_program_may_live_in_a_directory_of_any_name(tmp_path: Path, sqlite_url: str) -> None:
    home = tmp_path / "50%s a:b é"
    shutil.copytree(ROOT / "bot", home / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-W", "error", "-c", _UPGRADE, sqlite_url], cwd=home, check=True)
    opened = open_database(sqlite_url)
    assert migrate.is_current(opened)
    opened.close()


def test_rows_that_refer_to_a_table_made_anew_are_kept(tmp_path: Path, sqlite_url: str) -> None:
    directory = _with(
        tmp_path,
        """
    with op.batch_alter_table("workspaces", recreate="always") as batch:
        batch.add_column(sa.Column("domain", sa.String(64), nullable=False, server_default="larkspur"))
""",
    )
    migrate.upgrade(sqlite_url)
    with _engine(sqlite_url).begin() as connection:
        connection.exec_driver_sql("insert into workspaces values (1, 'T1', 'Larkspur', '2027-01-14 10:00:00')")
        connection.exec_driver_sql(
            "insert into channel_pace (workspace_id, recipient, free_at) values (1, 'C1', '2027-01-14 10:00:00')"
        )
    migrate.upgrade(sqlite_url, directory=directory)
    with _engine(sqlite_url).connect() as connection:
        assert connection.exec_driver_sql("select domain from workspaces").scalars().all() == ["larkspur"]
        assert connection.exec_driver_sql("select recipient from channel_pace").scalars().all() == ["C1"]


def test_a_table_whose_changes_are_noticed_can_be_filled_and_altered_at_once(tmp_path: Path, database_url: str) -> None:
    directory = _with(
        tmp_path,
        """
    op.execute("insert into workspaces values (1, 'T1', 'Larkspur', '2027-01-14 10:00:00')")
    facts = "name, tz, active, is_bot, seen_at) values (1, 'U1', 'Jo', '', true, false, '2027-01-14 10:00:00')"
    op.execute("insert into people (workspace_id, slack_id, " + facts)
    op.add_column("people", sa.Column("locale", sa.String(8), nullable=True))
""",
    )
    migrate.upgrade(database_url, directory=directory)
    with _engine(database_url).connect() as connection:
        assert connection.exec_driver_sql("select count(*), count(locale) from people").one() == (1, 0)
        assert connection.exec_driver_sql("select workspace_id from rosters").scalars().all() == [1]


def test_a_migration_that_would_leave_rows_referring_to_nothing_is_undone(tmp_path: Path, sqlite_url: str) -> None:
    directory = _with(tmp_path, "    op.execute('delete from workspaces')\n")
    migrate.upgrade(sqlite_url)
    with _engine(sqlite_url).begin() as connection:
        connection.exec_driver_sql("insert into workspaces values (1, 'T1', 'Larkspur', '2027-01-14 10:00:00')")
        connection.exec_driver_sql(
            "insert into channel_pace (workspace_id, recipient, free_at) values (1, 'C1', '2027-01-14 10:00:00')"
        )
    with pytest.raises(migrate.BrokenReferences, match="channel_pace"):
        migrate.upgrade(sqlite_url, directory=directory)
    with _engine(sqlite_url).connect() as connection:
        assert connection.exec_driver_sql("select name from workspaces").scalars().all() == ["Larkspur"]
        assert (
            connection.exec_driver_sql("select version_num from alembic_version").scalar() == migrate.newest_revision()
        )


def test_a_migration_that_fails_half_way_leaves_nothing_behind(tmp_path: Path, database_url: str) -> None:
    directory = _with(
        tmp_path,
        """
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("select * from nowhere")
""",
    )
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="nowhere"):
        migrate.upgrade(database_url, directory=directory)
    with _engine(database_url).connect() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []


def test_a_drafted_migration_says_how_the_models_differ_and_names_no_type_of_ours(
    tmp_path: Path, database_url: str
) -> None:
    directory = _with(tmp_path, "    op.drop_column('meetings', 'closed_at')\n")
    migrate.upgrade(database_url, directory=directory)
    drafted = migrate.draft(database_url, "closing meetings", directory=directory)
    assert drafted.name == f"{int(migrate.newest_revision()) + 2:04}_closing_meetings.py"
    assert 'sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True)' in drafted.read_text().replace("'", '"')
    migrate.upgrade(database_url, directory=directory)
    with _engine(database_url).connect() as connection:
        assert "closed_at" in {column["name"] for column in sqlalchemy.inspect(connection).get_columns("meetings")}


def _put(connection: sqlalchemy.Connection, table_name: str, **values: object) -> None:
    """A row of a table as it is in the database, whatever the models say."""
    table = sqlalchemy.Table(table_name, sqlalchemy.MetaData(), autoload_with=connection, resolve_fks=False)
    connection.execute(table.insert(), values)


def _with(tmp_path: Path, upgrade: str) -> Path:
    """A copy of the migrations with one more, which does `upgrade`."""
    directory = tmp_path / "migrations"
    shutil.copytree(migrate.DIRECTORY, directory, ignore=shutil.ignore_patterns("__pycache__"))
    newest = migrate.newest_revision()
    (directory / "versions" / f"{int(newest) + 1:04}_one_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{int(newest) + 1:04}'\ndown_revision = '{newest}'\ndef upgrade() -> None:\n{upgrade}"
    )
    return directory


def _engine(url: str) -> sqlalchemy.Engine:
    return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)


def _names(connection: sqlalchemy.Connection, metadata: sqlalchemy.MetaData) -> set[str | None]:
    """What constraints and indexes are called in the database."""
    inspector = sqlalchemy.inspect(connection)
    names: set[str | None] = set()
    for name in metadata.tables:
        names.add(inspector.get_pk_constraint(name)["name"])
        names |= {key["name"] for key in inspector.get_foreign_keys(name)}
        names |= {unique["name"] for unique in inspector.get_unique_constraints(name)}
        names |= {index["name"] for index in inspector.get_indexes(name) if not index.get("duplicates_constraint")}
    return names


def _names_in(metadata: sqlalchemy.MetaData) -> set[str | None]:
    dialect = sqlalchemy.create_engine("sqlite://").dialect
    preparer = dialect.identifier_preparer
    names: set[str | None] = set()
    for table in metadata.tables.values():
        names |= {preparer.format_constraint(constraint) for constraint in table.constraints}
        names |= {index.name for index in table.indexes}
    return names


def _up_to(revision: str, folder: Path) -> Path:
    """The migrations as they were when `revision` was the newest."""
    later = [
        f"{path.name[:4]}_*"
        for path in (migrate.DIRECTORY / "versions").glob("[0-9]*.py")
        if path.name > f"{revision}~"
    ]
    directory = folder / revision
    shutil.copytree(migrate.DIRECTORY, directory, ignore=shutil.ignore_patterns("__pycache__", *later))
    return directory
