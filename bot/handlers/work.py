"""The threads that deeds run on, so that a slow database costs nobody their form and Slack no answer.

Slack waits three seconds for an acknowledgement (docs.slack.dev/interactivity/handling-user-interaction), and so does
whoever pressed the button. A listener starts its deed here, waits a moment, and leaves word what is to be done with the
outcome if it comes later.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from bot import journal

THREADS = 25
# In a crowd, threads that all have something to compute only take it from each other; so deeds take turns, but nobody
# waits for one behind a slow database.
TURNS = 2
TURN_WITHIN_S = 0.1
T = TypeVar("T")


class Errand(Generic[T]):
    """A deed under way. Its outcome is dealt with once: by whoever waits, or by what they left behind."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._outcome: T | None = None
        self._follow_up: Callable[[T], None] | None = None

    def wait(self, seconds: float) -> T | None:
        """The outcome, or None where it has not come within so many seconds of wall time."""
        with self._changed:
            self._changed.wait_for(lambda: self._outcome is not None, seconds)
            return self._outcome

    def hand_over(self, follow_up: Callable[[T], None]) -> T | None:
        """Leave `follow_up` to be called with the outcome on the deed's thread; if the outcome has come, return it."""
        with self._changed:
            if self._outcome is None:
                self._follow_up = follow_up
            return self._outcome

    def bring(self, outcome: T) -> Callable[[T], None] | None:
        """Give the outcome to whoever waits, or say what they left to be done with it."""
        with self._changed:
            self._outcome = outcome
            self._changed.notify_all()
            return self._follow_up


class Work:
    """A pool of threads that knows how much is under way."""

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(THREADS, thread_name_prefix="deed")
        self._turns = threading.Semaphore(TURNS)
        self._changed = threading.Condition()
        self._under_way = 0

    def start(self, deed: Callable[[], T]) -> Errand[T]:
        """Start a deed that answers with something and does not raise; it counts until its follow-up is done too."""
        errand: Errand[T] = Errand()
        with self._changed:
            self._under_way += 1
        try:
            self.executor.submit(self._run, deed, errand)
        except RuntimeError:  # shut down: no new work is taken
            self._one_less()
            raise
        return errand

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until nothing is under way; False where something still is after so many seconds of wall time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._under_way == 0, timeout)

    def close(self) -> None:
        """Take no more work and finish what is under way."""
        self.executor.shutdown(wait=True)

    def _run(self, deed: Callable[[], T], errand: Errand[T]) -> None:
        try:
            outcome = self._in_turn(deed)
            follow_up = errand.bring(outcome)
            if follow_up is not None:
                follow_up(outcome)
        except Exception as error:  # noqa: BLE001  # the thread's last stop: nobody above it would ever hear of this
            journal.failure("follow_up_failed", error)
        finally:
            self._one_less()

    def _in_turn(self, deed: Callable[[], T]) -> T:
        its_turn = self._turns.acquire(timeout=TURN_WITHIN_S)
        try:
            return deed()
        finally:
            if its_turn:
                self._turns.release()

    def _one_less(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()


def let_ack_arrive(seconds: float) -> None:
    """Wait on the deed's thread, so that what is sent next reaches Slack after the acknowledgement did."""
    time.sleep(seconds)
