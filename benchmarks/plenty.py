"""More rows than anybody makes by hand, made by the database itself under the council of `benchmarks.council`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from benchmarks import council
from bot.council import actions
from bot.store import tables
from bot.store.database import Database
from bot.store.outbox import Kind, State

CHANNELS = 200
DATES = 50
_ACTION = tables.Action.__table__.c


def owe_cards(database: Database, many: int, *, name: str, now: datetime) -> None:
    """Owe `many` cards of an agreed action at `now`, in turns in CHANNELS channels that have that name.

    Their keys are `name:1` and so on.
    """
    numbers = _numbers(many)
    with database.write() as session:
        action = session.execute(select(tables.Action).order_by(tables.Action.id).limit(1)).scalar_one()
        values: dict[str, ColumnElement[Any]] = {
            "workspace_id": literal(action.workspace_id),
            "council_id": literal(action.council_id),
            "created_at": literal(now, tables.UTCDateTime()),
            "key": literal(f"{name}:") + cast(numbers.c.n, String),
            "kind": literal(str(Kind.ACTION_CARD)),
            "recipient": literal(f"C0{name.upper()}") + cast(numbers.c.n % CHANNELS, String),
            "department_id": literal(action.department_id),
            "action_id": literal(action.id),
            "state": literal(str(State.PENDING)),
            "revision": literal(1),
            "shown": literal(0),
            "next_at": literal(now, tables.UTCDateTime()),
            "tries": literal(0),
        }
        session.execute(insert(tables.Outbox).from_select(list(values), select(*values.values())))


def forget_waiting(database: Database) -> None:
    """Owe nothing more: what waits for its turn is gone; what is on its way is not touched."""
    with database.write() as session:
        session.execute(delete(tables.Outbox).where(tables.Outbox.state == str(State.PENDING)))


def count_waiting(database: Database) -> int:
    """How many messages wait."""
    with database.read() as session:
        waiting = select(func.count()).select_from(tables.Outbox).where(tables.Outbox.state == str(State.PENDING))
        return session.execute(waiting).scalar_one()


def agree_actions(database: Database, many: int, *, due_from: date, agreed_at: datetime) -> None:
    """Let there be `many` agreed actions, due on one of DATES days in a row, each with its row in the ladder, whose
    turn comes a day before that. Owners, departments and days take turns."""
    days = [due_from + timedelta(days=number) for number in range(DATES)]
    numbers = _numbers(many)
    with database.write() as session:
        of_council = select(tables.Council.id, tables.Council.workspace_id, tables.Council.last_action_number)
        council_id, workspace_id, number = session.execute(of_council).one()
        departments = list(session.scalars(select(tables.Department.id).order_by(tables.Department.id)))
        session.execute(update(tables.Council).values(last_action_number=number + many))
        if session.get_bind().dialect.name == "postgresql":
            # References are true as made, and looking each of them up takes most of the time.
            session.execute(text("set local session_replication_role = replica"))
        due_on = _in_turns(numbers, days)
        values: dict[str, ColumnElement[Any]] = {
            "workspace_id": literal(workspace_id),
            "council_id": literal(council_id),
            "created_at": literal(agreed_at, tables.UTCDateTime()),
            "number": literal(number) + numbers.c.n,
            "text": literal("Do the useful thing number ") + cast(numbers.c.n, String),
            "owner": _in_turns(numbers, council.LEADS),
            "department_id": _in_turns(numbers, departments),
            "due_on": due_on,
            "due_phrase": literal("end of the month"),
            "original_due_on": due_on,
            "state": literal(str(actions.State.OPEN)),
            "created_by": literal(council.CHAIR),
            "agreed_by": literal(council.CHAIR),
            "agreed_at": literal(agreed_at, tables.UTCDateTime()),
            "evidence": literal(""),
            "carry_count": literal(0),
            "updated_at": literal(agreed_at, tables.UTCDateTime()),
        }
        session.execute(insert(tables.Action).from_select(list(values), select(*values.values())))
        turns = {on: datetime.combine(on - timedelta(days=1), time(9), UTC) for on in days}
        known: dict[str, ColumnElement[Any]] = {
            "workspace_id": _ACTION.workspace_id,
            "council_id": _ACTION.council_id,
            "created_at": _ACTION.created_at,
            "subject": literal("action:") + cast(_ACTION.id, String),
            "department_id": _ACTION.department_id,
            "action_id": _ACTION.id,
            "next_at": case({on: literal(at, tables.UTCDateTime()) for on, at in turns.items()}, value=_ACTION.due_on),
        }
        session.execute(
            insert(tables.Ladder).from_select(list(known), select(*known.values()).where(_ACTION.number > number))
        )


def make_due(database: Database, many: int, *, due_on: date, at: datetime) -> None:
    """Let `many` of the actions, evenly spread among all, be due on `due_on`, and their turn in the ladder come at `at`
    (UTC), as if nothing had been decided or owed about any action."""
    with database.write() as session:
        session.execute(delete(tables.Nudge))
        session.execute(delete(tables.Outbox).where(tables.Outbox.kind == str(Kind.DIGEST)))
        last = session.execute(select(func.max(tables.Action.id))).scalar_one()
        chosen = [last * number // many for number in range(1, many + 1)]
        session.execute(update(tables.Action).where(tables.Action.id.in_(chosen)).values(due_on=due_on))
        session.execute(update(tables.Ladder).where(tables.Ladder.action_id.in_(chosen)).values(next_at=at))


def tidy_up(database: Database) -> None:
    """What PostgreSQL does by itself some time after many rows were written; SQLite needs none of it."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _numbers(many: int) -> CTE:
    """1 to `many`, a row each."""
    one = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    return one.union_all(select(one.c.n + 1).where(one.c.n < many))


def _in_turns(numbers: CTE, values: Sequence[Any]) -> ColumnElement[Any]:
    return case(dict(enumerate(values)), value=numbers.c.n % len(values))
