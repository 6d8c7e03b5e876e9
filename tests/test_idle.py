"""A process that has nothing to do does next to nothing: a few indexed reads, and no transaction that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bot.store.database import Database
from playground.__main__ import trial
from tests.store import statements

SECONDS = 60
SWEEPS = SECONDS // 5
# A sweep asks what is due and whose turn it is; delivery, whether anything may go and when.
READS_A_SWEEP, READS_A_DELIVERY = 2, 2


@contextmanager
def _writing(database: Database) -> Iterator[list[bool]]:
    """One entry for each transaction that could write, until the block ends."""
    begun: list[bool] = []

    def note(connection: Any) -> None:
        if connection.get_execution_options().get("write"):
            begun.append(True)

    event.listen(database.engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(database.engine, "begin", note)


def test_a_minute_in_which_nothing_is_due_is_read_and_never_written(database_url: str) -> None:
    with trial(database_url=database_url, with_scheduler=False) as larkspur:
        jobs = larkspur.process.jobs()
        with (
            statements.recorded(larkspur.process.database) as said,
            _writing(larkspur.process.database) as begun,
        ):
            for second in range(SECONDS):
                if second % 5 == 0:
                    jobs.sweep()
                jobs.deliver()
                larkspur.playground.clock.move_by(timedelta(seconds=1))
    assert begun == []
    assert all(statement.lstrip().startswith("SELECT") for statement in said), said
    assert len(said) <= SWEEPS * READS_A_SWEEP + SECONDS * READS_A_DELIVERY, len(said) / SECONDS
