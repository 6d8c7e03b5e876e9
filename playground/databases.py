"""A database that fails on request: for the program beside the playground, where that program uses SQLAlchemy.

Listens for the beginning of transactions: event.listen(engine, "begin", ailing, insert=True).
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError


class Ailing:
    """Makes transactions begin late, or not at all, but for threads that are spared. All times are wall time."""

    def __init__(self, wall: Callable[[], float] = time.monotonic) -> None:
        """`wall` is real time in seconds."""
        self._wall = wall
        self._lock = threading.Lock()
        self._spared = threading.local()
        self._late_times = 0
        self._late_seconds = 0.0
        self._gone_times = 0
        self._gone_until = 0.0

    def be_slow(self, *, seconds: float, times: int) -> None:
        """The next `times` transactions begin `seconds` late."""
        with self._lock:
            self._late_seconds, self._late_times = seconds, times

    def be_gone(self, *, seconds: float, times: int) -> None:
        """All transactions of the next `seconds` fail as they begin; where that is 0, the next `times` of them."""
        with self._lock:
            self._gone_until = self._wall() + seconds
            self._gone_times = 0 if seconds else times

    def recover(self) -> None:
        """Nothing is wrong any more."""
        with self._lock:
            self._late_times = self._gone_times = 0
            self._gone_until = 0.0

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
            gone = self._gone_times > 0 or self._wall() < self._gone_until
            self._gone_times -= self._gone_times > 0
            late = not gone and self._late_times > 0
            self._late_times -= late
        if gone:
            raise OperationalError("BEGIN", None, ConnectionError("the server closed the connection unexpectedly"))
        if late:
            time.sleep(self._late_seconds)
