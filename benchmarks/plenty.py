"""More rows than anybody makes by hand, made by the database itself under the council of `benchmarks.council`."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, String, cast, delete, func, insert, literal, select

from bot.store import tables
from bot.store.database import Database
from bot.store.outbox import Kind, State

CHANNELS = 200


def owe_cards(database: Database, many: int, *, name: str, now: datetime) -> None:
    """Owe `many` cards of agreed actions at `now`, the same number in each of CHANNELS channels, in turns.

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
            "recipient": _channel(numbers),
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


def _numbers(many: int) -> CTE:
    """1 to `many`, a row each."""
    one = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    return one.union_all(select(one.c.n + 1).where(one.c.n < many))


def _channel(numbers: CTE) -> ColumnElement[str]:
    return literal("C0BENCH") + cast(numbers.c.n % CHANNELS, String)
