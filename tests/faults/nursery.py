"""The process that workers are forked from: it has lived through a quiet morning, so that they start in milliseconds.

What it has learned on the way (modules, the statements' SQL, holidays) is what would cost a new process most time.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import connection

from bot.clock import use_pinned_zones
from bot.store.database import Database, open_database
from bot.usecases import clockwork
from playground import script, world
from tests.faults import director, instants, mornings, workers

A_MOMENT = timedelta(seconds=1)
_MOST_STEPS = 500


@dataclass(frozen=True)
class Nursery:
    """Where workers come from."""

    _asked: connection.Connection
    _door: connection.Listener

    def hire(self, told: workers.Assignment) -> tuple[int, connection.Connection]:
        """A new worker: its process id, and the way to reach it."""
        self._asked.send(told)
        reach = self._door.accept()
        pid: int = reach.recv()
        return pid, reach


@contextlib.contextmanager
def opened(database_url: str, quiet: workers.Assignment) -> Iterator[Nursery]:
    """Let it live through the quiet morning, on a database that is there for that, and serve until the block ends."""
    with tempfile.TemporaryDirectory(prefix="cx-nursery-") as folder, connection.Listener(f"{folder}/door") as door:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_serve, args=(theirs, f"{folder}/door", database_url, quiet))
        process.start()
        theirs.close()
        assert ours.recv() == "ready"
        try:
            yield Nursery(ours, door)
        finally:
            ours.close()
            process.join()


def _serve(asked: connection.Connection, door: str, database_url: str, quiet: workers.Assignment) -> None:
    use_pinned_zones()
    database = open_database(database_url)
    _live_quietly(quiet, database)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: a killed one is gone at once
    asked.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            told = asked.recv()
            if os.fork() == 0:
                asked.close()
                _begin(door, told, database)


def _begin(door: str, told: workers.Assignment, database: Database) -> None:
    """Work, and never return to what was forked."""
    try:
        reach = connection.Client(door)
        assert isinstance(reach, connection.Connection)
        reach.send(os.getpid())
        workers.work(reach, told, database)
    finally:
        os._exit(0)


def _live_quietly(quiet: workers.Assignment, database: Database) -> None:
    process = workers.assemble(quiet, database)
    clock = instants.SharedInstant(quiet.clock)
    slack = script.Script(quiet.api_url.removesuffix("/api/"))
    morning = mornings.write(random.Random(quiet.seed), world.read(world.LARKSPUR), database)
    deeds = deque(sorted(morning.deeds, key=lambda deed: deed.at))
    for _ in range(_MOST_STEPS):
        at = _following(database, deeds)
        if at is None or at > mornings.ENDS_AT:
            break
        clock.move_to(max(at, clock.now() + A_MOMENT))
        slack.clock(to=clock.now().isoformat())
        while deeds and deeds[0].at <= clock.now():
            deeds.popleft().do(clock.now())
        process.sweep()
        process.office.deliver()
    else:
        raise RuntimeError("the quiet morning never came to an end")
    clock.close()
    database.close()


def _following(database: Database, deeds: deque[director.Deed]) -> datetime | None:
    own = clockwork.next_event(database)
    return min((at for at in (own, deeds[0].at if deeds else None) if at is not None), default=None)
