"""The post office: takes what may go now from the outbox and has it carried to Slack."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from bot import journal
from bot.clock import Clock
from bot.council.ladder import LADDER, Ladder
from bot.delivery.carrier import Carrier
from bot.delivery.slack import Slack
from bot.store import claims, outbox
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.paces import Rates

# Calls to Slack at once: a tenth of a second each, so that five a second can go also where some take seconds.
AT_ONCE = 4
# The running job ends where nothing could go for this long; whoever wakes it does so again.
IDLE_S = 1.0
SHORTEST_PAUSE_S = 0.02
STOP_WITHIN_S = 9.0
# How long nobody looks whether we are told to stop.
NAP = timedelta(seconds=1)


class PostOffice:
    """Delivers the outbox of one database through one Slack. Any number of them may work at once."""

    def __init__(
        self,
        database: Database,
        slack: Slack,
        clock: Clock,
        *,
        ladder: Ladder = LADDER,
        rates: Rates | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """`rates` are what the workspace takes of all processes together; `chance` spreads what is tried again."""
        self._database = database
        self._clock = clock
        self._rates = rates or Rates()
        chance = chance or random.Random()  # noqa: S311  # nothing to guess
        self._stopping = threading.Event()
        self._carrier = Carrier(database, slack, clock, ladder=ladder, chance=chance, stopping=self._stopping)
        self._one_round_at_a_time = threading.Lock()
        self._free_hands = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: set[Future[str]] = set()

    def deliver(self) -> Counter[str]:
        """Send and edit everything that may go now, one after the other; returns how many messages ended how."""
        with self._one_round_at_a_time:
            tally: Counter[str] = Counter()
            while (claim := self._claim()) is not None:
                tally[self._carrier.see_through(claim)] += 1
            return tally

    def deliver_all(self, *, patience: timedelta) -> Counter[str]:
        """Deliver until nothing more can go within `patience`, waiting for paces and delays that Slack asked for, or
        until `stop`."""
        tally = self.deliver()
        until = self._clock.now() + patience
        while not self._stopping.is_set() and (at := self._next_at()) is not None and at <= until:
            self._wait_until(at)
            tally += self.deliver()
        return tally

    def work(self) -> None:
        """Send and edit, several at once, for as long as something can go within a second. What was begun may still be
        under way afterwards."""
        idle_until = time.monotonic() + IDLE_S
        while not self._stopping.is_set() and time.monotonic() < idle_until:
            if not self._free_hands.acquire(timeout=IDLE_S):
                return
            try:
                claim = self._claim()
            except BaseException:
                self._free_hands.release()
                raise
            if claim is not None:
                self._carry(claim)
                idle_until = time.monotonic() + IDLE_S
                continue
            self._free_hands.release()
            at = self._next_at()
            pause = None if at is None else (at - self._clock.now()).total_seconds()
            if pause is None or pause > IDLE_S:
                return
            self._stopping.wait(max(pause, SHORTEST_PAUSE_S))

    def stop(self) -> None:
        """Take nothing more, for good, and return once what is under way has ended, or after nine seconds."""
        give_up_at = time.monotonic() + STOP_WITHIN_S
        self._stopping.set()
        with self._lock:
            pool, self._pool = self._pool, None
            under_way = set(self._under_way)
        left = wait(under_way, timeout=STOP_WITHIN_S).not_done
        if self._one_round_at_a_time.acquire(timeout=max(0.0, give_up_at - time.monotonic())):
            self._one_round_at_a_time.release()
        if left:
            journal.warn("messages_left", count=len(left))
        if pool is not None:
            pool.shutdown(wait=not left)

    def _claim(self) -> Claim | None:
        while not self._stopping.is_set():
            now = self._clock.now()
            with self._database.read() as reading:
                if not claims.may_go(reading, now=now):
                    return None
            with self._database.write() as session:
                skips_locked = self._database.skips_locked
                looked = claims.look(session, now=now, skips_locked=skips_locked, rates=self._rates)
            if looked.claim is not None or not looked.more:
                return looked.claim
        return None

    def _next_at(self) -> datetime | None:
        with self._database.read() as session:
            return outbox.next_at(session)

    def _wait_until(self, instant: datetime) -> None:
        while not self._stopping.is_set() and (now := self._clock.now()) < instant:
            self._clock.wait_until(min(instant, now + NAP))

    def _carry(self, claim: Claim) -> None:
        """Have it carried beside what else there is to do."""
        with self._lock:
            if self._stopping.is_set():
                # The carrier gives it back without a call.
                self._free_hands.release()
                self._carrier.see_through(claim)
                return
            # Made when there is something to carry: a process may be forked before.
            self._pool = self._pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="carrier")
            carried = self._pool.submit(self._carrier.see_through, claim)
            self._under_way.add(carried)
        carried.add_done_callback(self._arrived)

    def _arrived(self, carried: Future[str]) -> None:
        with self._lock:
            self._under_way.discard(carried)
        self._free_hands.release()
