"""The clock's look for what is due: idle, and with 100 subjects due, at 10 thousand and at 1 million open actions.

What is flat costs the same at both. The two sizes are measured in turns, so that whatever else the machine does meets
both alike.
"""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from benchmarks import council, databases, plenty
from bot.council import nudges
from bot.store.database import Database, open_database
from bot.usecases import clockwork
from tests.rungs import WITH_TEST_RUNGS

SIZES = (10_000, 1_000_000)
DUE = 100
IDLE_ROUNDS = 301
DUE_ROUNDS = 31
WARM_UP = 3
NOW = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


@dataclass
class Measured:
    """Milliseconds and statements that a sweep took, a number each time."""

    times: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def run() -> Iterator[str]:
    """The report, a line each."""
    with databases.kinds() as kinds:
        for kind in kinds:
            yield from _on(kind)


def _on(kind: databases.Kind) -> list[str]:
    with contextlib.ExitStack() as opened:
        standing = [opened.enter_context(_council_of(kind, size)) for size in SIZES]
        idle = _measure(standing, IDLE_ROUNDS, lambda database: None, expected=0)
        due = _measure(standing, DUE_ROUNDS, _make_due, expected=DUE)
    return [_line(f"idle sweep, {kind.name}", idle), _line(f"sweep with {DUE} due, {kind.name}", due)]


@contextlib.contextmanager
def _council_of(kind: databases.Kind, size: int) -> Iterator[Database]:
    """A council with `size` open actions that the ladder knows, about which nothing is due at NOW."""
    with kind.new() as url, contextlib.closing(open_database(url)) as database:
        council.establish(database, now=NOW - timedelta(days=2))
        plenty.agree_actions(
            database, size, due_from=NOW.date() + timedelta(days=30), agreed_at=NOW - timedelta(days=1)
        )
        clockwork.sweep(database, now=NOW, ladder=WITH_TEST_RUNGS)
        plenty.tidy_up(database)
        yield database


def _make_due(database: Database) -> None:
    plenty.make_due(database, DUE, due_on=NOW.date() + timedelta(days=1), at=NOW - timedelta(hours=1))


def _measure(
    standing: Sequence[Database], rounds: int, prepare: Callable[[Database], None], *, expected: int
) -> list[Measured]:
    measured = [Measured() for _ in standing]
    for turn in range(WARM_UP + rounds):
        for database, kept in zip(standing, measured, strict=True):
            prepare(database)
            with _counting(database) as statements:
                began = time.perf_counter()
                fired = clockwork.sweep(database, now=NOW, ladder=WITH_TEST_RUNGS)
                elapsed = (time.perf_counter() - began) * 1000
            assert [one.outcome for one in fired] == [nudges.QUEUED] * expected, fired
            if turn >= WARM_UP:
                kept.times.append(elapsed)
                kept.statements.append(len(statements))
    return measured


@contextlib.contextmanager
def _counting(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # SQLite is told of a transaction with a statement, PostgreSQL is not.
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", keep)


def _line(name: str, measured: Sequence[Measured]) -> str:
    few, many = (statistics.median(one.times) for one in measured)
    few_said, many_said = (max(one.statements) for one in measured)
    return (
        f"{name}: {few:.2f} ms and {few_said} statements with {SIZES[0]:,} open actions, {many:.2f} ms and {many_said} "
        f"with {SIZES[1]:,} · ratio {many / few:.2f}"
    )
