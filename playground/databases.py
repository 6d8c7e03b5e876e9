"""A database that fails on request: for the program beside the playground, where that program uses SQLAlchemy.

Listens for the beginning of transactions: event.listen(engine, "begin", ailing, insert=True).
"""

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from playground import machine

SLOW, GONE = "database_slow", "database_gone"


class Ailing:
    """Makes transactions begin late, or not at all, but for threads that are spared. All times are wall time."""

    def __init__(self, wall: Callable[[], float] = time.monotonic) -> None:
        """`wall` is real time in seconds."""
        self._wall = wall
        self._lock = threading.Lock()
        self._spared = threading.local()
        self._asked: dict[str, machine.Waiting] = {}
        self._gone_until = 0.0

    def ask_for(self, kind: str, settings: Mapping[str, Any], fault_id: int) -> bool:
        """In place of what that kind was asked for before; False for a kind that is not one of a database.

        `database_slow`: the next `times` transactions begin `seconds` late. `database_gone`: all of the next `seconds`
        fail as they begin; where that is 0, the next `times` of them.
        """
        if kind not in (SLOW, GONE):
            return False
        seconds = settings["seconds"]
        lasts = kind == GONE and seconds > 0
        with self._lock:
            self._asked.pop(kind, None)
            self._asked[kind] = machine.Waiting(
                fault_id, kind, None if lasts else settings["times"], {"seconds": seconds}
            )
            if lasts:
                self._gone_until = self._wall() + seconds
        return True

    def waiting(self) -> list[machine.Waiting]:
        """What was asked for and is not over, the oldest first."""
        with self._lock:
            return [one for one in self._asked.values() if not self._is_over(one)]

    def call_off(self, fault_id: int | None) -> None:
        """That one, or with None all of them."""
        with self._lock:
            self._asked = {kind: one for kind, one in self._asked.items() if fault_id not in (None, one.id)}

    @contextlib.contextmanager
    def spared(self) -> Iterator[None]:
        """Let this thread's transactions begin in time: keeping step must not use up what was meant for a person."""
        before = getattr(self._spared, "here", False)
        self._spared.here = True
        try:
            yield
        finally:
            self._spared.here = before

    def __call__(self, connection: Connection) -> None:
        """Called by the engine before each BEGIN. Raises OperationalError, as a driver does whose server has gone."""
        if getattr(self._spared, "here", False):
            return
        with self._lock:
            gone = self._take(GONE)
            late = None if gone else self._take(SLOW)
        if gone:
            raise OperationalError("BEGIN", None, ConnectionError("the server closed the connection unexpectedly"))
        if late:
            time.sleep(late.settings["seconds"])

    def _take(self, kind: str) -> machine.Waiting | None:
        """The one of that kind, one of its times used up. With the lock held."""
        asked = self._asked.get(kind)
        if asked is None or self._is_over(asked):
            return None
        if asked.times == 1:
            del self._asked[kind]
        elif asked.times is not None:
            self._asked[kind] = dataclasses.replace(asked, times=asked.times - 1)
        return asked

    def _is_over(self, asked: machine.Waiting) -> bool:
        return asked.times is None and self._wall() >= self._gone_until
