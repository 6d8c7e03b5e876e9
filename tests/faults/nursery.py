"""The process that workers are forked from: it has lived through a quiet morning, so that they start in milliseconds.

What it has learned on the way (modules, the statements' SQL, holidays) is what would cost a new process most time.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import random
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import connection
from multiprocessing.process import BaseProcess

from bot.store.database import Database, open_database
from bot.usecases import clockwork
from playground import script, world
from tests.faults import director, instants, mornings, workers

A_MOMENT = timedelta(seconds=1)
_MOST_STEPS = 500


@dataclass(frozen=True)
class Nursery:
    """Where workers come from."""

    _ask: Callable[[workers.Assignment], None]
    _door: connection.Listener

    def hire(self, told: workers.Assignment) -> tuple[int, connection.Connection]:
        """A new worker: its process id, and the way to reach it."""
        self._ask(told)
        reach = self._door.accept()
        pid: int = reach.recv()
        return pid, reach


@dataclass(frozen=True)
class Conceived:
    """A process that may become a nursery."""

    _asked: connection.Connection
    _process: BaseProcess

    def tell(self, what: object) -> None:
        """Have it hear that."""
        self._asked.send(what)

    def wait_until_ready(self) -> None:
        """Return once it serves. Raises EOFError where it has ended instead."""
        assert self._asked.recv() == "ready"


@contextlib.contextmanager
def conceived() -> Iterator[Conceived]:
    """Fork a process to become a nursery, with every module that is imported by now, gone when the block ends.

    To be called while this process has one thread only: what others hold at that moment would be held for ever.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(ours, theirs))
    process.start()
    theirs.close()
    try:
        yield Conceived(ours, process)
    finally:
        # Not by closing the pipe alone: those that were forked later hold this end of it, too.
        with contextlib.suppress(BrokenPipeError):
            ours.send(None)
        ours.close()
        process.join()


@contextlib.contextmanager
def opened(forked: Conceived, database_url: str, quiet: workers.Assignment) -> Iterator[Nursery]:
    """Let it live through the quiet morning, on a database that is there for that; workers can be hired from it until
    the block ends."""
    with tempfile.TemporaryDirectory(prefix="cx-nursery-") as folder, connection.Listener(f"{folder}/door") as door:
        forked.tell((f"{folder}/door", database_url, quiet))
        forked.wait_until_ready()
        yield Nursery(forked.tell, door)


def _serve(ours: connection.Connection, asked: connection.Connection) -> None:
    ours.close()
    with contextlib.suppress(EOFError):
        if (told := asked.recv()) is None:
            return
        door, database_url, quiet = told
        database = open_database(database_url)
        _live_quietly(quiet, database)
        # Else whoever is forked copies it all when it collects garbage for the first time.
        gc.collect()
        gc.freeze()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: a killed one is gone at once
        asked.send("ready")
        while (assignment := asked.recv()) is not None:
            if os.fork() == 0:
                asked.close()
                _begin(door, assignment, database)


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
