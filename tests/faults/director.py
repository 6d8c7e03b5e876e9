"""Who goes next, who is killed where, which call goes wrong, when the database is away: all of it from a seed.

One worker at a time goes from one seam to the next, so the same seed gives the same morning. Where one has to wait for
a lock that another holds, the others go on until that one has let go.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection

from bot.store.database import Database
from bot.usecases import clockwork
from playground import server
from tests.faults import databases, instants, workers

A_KILL = timedelta(seconds=60 + 20)
"""What it may cost a message that whoever held it is killed: a minute's lease, and a look whether it was sent."""
A_FAULT = timedelta(seconds=70)
"""What it may cost a message that a call for it goes wrong, beyond what Slack asked to wait."""
OF_OTHERS = timedelta(seconds=12)
"""What either may cost any other message: the conversation that is not free meanwhile, the turn that was lost."""
_STUCK_S = 30.0
_MOST_WAKES = 100_000
_SILENT_S = 0.25


class Stuck(Exception):
    """The episode never came to rest; says where it stood."""


@dataclass(eq=False)
class Worker:
    """A worker process as it is known here: the seam it stands at, None while it is under way."""

    number: int
    pid: int
    reach: Connection
    seam: workers.Seam | None = None
    waits: bool = False

    @property
    def name(self) -> str:
        """Unique in the episode; the database knows it, too."""
        return f"w{self.number}"


@dataclass(frozen=True)
class Deed:
    """What somebody does at `at` (UTC): `do(now)` is one transaction."""

    at: datetime
    name: str
    do: Callable[[datetime], object]


@dataclass(frozen=True)
class Menace:
    """How much may go wrong, and how soon: at `odds` of 1 within a morning. The first worker has a socket where it
    `listens`. Besides the `kills`, somebody is killed at the seam `kills_at` (of workers.SEAMS; "": at none) when it is
    come to after `passes` times."""

    workers: int
    kills: int
    faults: int
    outages: int
    stalls: int
    odds: float = 1.0
    listens: bool = False
    kills_at: str = ""
    passes: int = 0


@dataclass
class Course:
    """What went wrong. `broken` is how long that may have held any message up, `held_up` how much longer the message of
    a key; `trace` is every step, in order."""

    killed: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    outages: int = 0
    stalls: int = 0
    broken: timedelta = timedelta(0)
    held_up: dict[str, timedelta] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def hold_up(self, key: str, cost: timedelta) -> None:
        """The message of that key may be so much later, every other one a little."""
        self.broken += OF_OTHERS
        self.held_up[key] = self.held_up.get(key, timedelta(0)) + cost


_KILL_AT: dict[str, float] = {"begin": 0.015, "commit": 0.03, "committed": 0.03, "call": 0.08, "called": 0.16}
# Where a message is at stake; most calls and transactions only ask whether there is anything to do, or who is where.
_AT_STAKE = ("chat.", "carrier.")
# What a log line names that is another one each time: where the server listens, the reference for people.
_OF_THIS_RUN = re.compile(r'"/[^"]*"|reference=\w+|frames=.*')
_FAULTS = (
    *("drop_before_accept", "drop_after_accept", "drop_after_accept", "ratelimited", "ratelimited"),
    *("http_500", "http_503", "not_json", "delay", "unreachable", "silent"),
)
_FAULT_AT = 0.08
_OUTAGE_AT = 0.01
# With a message in hand that is not sent yet, and without.
_STALL_AT, _STALL_IDLE_AT = 0.12, 0.001
_CLOSE_SOCKETS_AT = 0.01


class Director:
    """Drives one episode."""

    def __init__(
        self,
        rng: random.Random,
        menace: Menace,
        database: databases.Database,
        opened: Database,
        running: server.Playground,
        clock: instants.SharedInstant,
        hire: Callable[[int], Worker],
        watch: Callable[[], object] = lambda: None,
    ) -> None:
        """`hire(number)` starts a worker process; `opened` is the database as whoever does a deed has it; `watch` is
        called whenever something may have been posted."""
        self.course = Course()
        self._rng = rng
        self._kills, self._faults = menace.kills, menace.faults
        self._outages, self._stalls = menace.outages, menace.stalls
        self._database = database
        self._opened = opened
        self._watch = watch
        self._odds = menace.odds
        self._kills_at, self._passes = menace.kills_at, menace.passes
        self._listens = menace.listens
        self._running = running
        self._clock = clock
        self._hire = hire
        self._numbers = 0
        self._crew: list[Worker] = []
        self._deeds: deque[Deed] = deque()
        self._away_for = 0
        self._excused: set[str] = set()
        for _ in range(menace.workers):
            self._take_on()

    def live(self, deeds: list[Deed], *, until: datetime) -> None:
        """Let the deeds be done at their instants, and everything that follows from them until `until`."""
        self._deeds.extend(sorted(deeds, key=lambda deed: deed.at))
        idle = 0
        for _ in range(_MOST_WAKES):
            idle = 0 if self._wake() else idle + 1
            self._stay_away_a_while()
            now = self._clock.now()
            following = self._following()
            if following is None or following > until:
                self._move_to(until)
                return
            if following > now:
                self._move_to(following + timedelta(milliseconds=self._rng.randrange(1000)))
                idle = 0
            elif idle > 1:
                self._move_to(now + timedelta(seconds=1))
        raise Stuck(f"at {self._clock.now().isoformat()} there is still something to do at once")

    def close(self) -> None:
        """End every worker."""
        self._database.give_back()
        for worker in self._crew:
            self._end(worker)

    def _following(self) -> datetime | None:
        own = clockwork.next_event(self._opened)
        return min((at for at in (own, self._deeds[0].at if self._deeds else None) if at is not None), default=None)

    def _move_to(self, instant: datetime) -> None:
        if instant > self._clock.now():
            self._running.clock.move_to(instant)
            self._clock.move_to(instant)
            self._note(f"--- {instant:%d %H:%M:%S.%f}"[:-3])

    def _stay_away_a_while(self) -> None:
        """Where the database is away and everybody has seen it: half the time it is for minutes."""
        if not self._away_for:
            return
        if self._rng.random() < 0.5:
            away = timedelta(seconds=self._rng.randint(1, 300))
            self.course.broken += away
            self._move_to(self._clock.now() + away)
            self._wake()
        self._come_back()

    def _wake(self) -> int:
        """Wake some of the workers, let them and whoever does something go on until all sleep; how much was done."""
        awake = self._rng.sample(self._crew, self._rng.randint(1, len(self._crew)))
        done = 0
        for worker in awake:
            self._go_on(worker, "go")
        give_up = time.monotonic() + _STUCK_S
        while True:
            asleep = [w for w in self._crew if w.seam is not None and w.seam.place == "asleep"]
            done += sum(w.seam.done for w in asleep if w.seam is not None)
            for worker in asleep:
                self._hear(worker)
            ready = [w for w in self._crew if w not in asleep and w.seam is not None and self._may_go(w)]
            if self._deed_may_be_done() and (not ready or self._rng.random() < 0.2):
                self._do_next_deed()
                done += 1
                continue
            if not ready:
                if len(asleep) == len(self._crew):
                    return done
                self._await([w for w in self._crew if w.seam is None], "nobody can go on")
                time.sleep(0.01)  # where two wait for each other the server ends one of them after a second
                if time.monotonic() > give_up:
                    raise Stuck("nobody can go on")
                continue
            give_up = time.monotonic() + _STUCK_S
            self._step(self._rng.choice(ready))

    def _hear(self, worker: Worker) -> None:
        """What a worker says as it goes to sleep is heard once."""
        assert worker.seam is not None
        for failure in worker.seam.failed:
            self._note(f"{worker.name} FAILED {_OF_THIS_RUN.sub('…', failure)}")
            if not self._was_to_be_expected(worker, failure):
                self.course.complaints.append(f"{worker.name}: {failure}")
        if not self._away_for:
            self._excused.discard(worker.name)
        worker.seam = workers.Seam("asleep", "")

    def _was_to_be_expected(self, worker: Worker, failure: str) -> bool:
        """Whether the bot complains of what was done to it: Slack did not say who is where, or the database was away
        since it last slept. That two of its own stand in each other's way was done by nobody else."""
        if failure.startswith("members_not_asked "):
            return True
        own_fault = any(word in failure.lower() for word in ("deadlock", "locknotavailable", "lock timeout"))
        return worker.name in self._excused and "OperationalError" in failure and not own_fault

    def _may_go(self, worker: Worker) -> bool:
        assert worker.seam is not None
        if worker.seam.place != "begin" or not self._database.one_writer:
            return True
        return not any(_in_transaction(other) for other in self._crew)

    def _deed_may_be_done(self) -> bool:
        return (
            bool(self._deeds)
            and self._deeds[0].at <= self._clock.now()
            and not self._away_for
            and not any(_in_transaction(worker) or worker.waits for worker in self._crew)
        )

    def _do_next_deed(self) -> None:
        deed = self._deeds.popleft()
        self._note(f"deed {deed.name}")
        deed.do(self._clock.now())

    def _step(self, worker: Worker) -> None:
        """Let one go on to its next seam, or do it some harm here."""
        seam = worker.seam
        assert seam is not None
        if self._away_for:
            self._away_for -= 1
            if not self._away_for:
                self._come_back()
        elif self._outages and self._rng.random() < self._odds * _OUTAGE_AT * (6 if seam.key else 1):
            self._go_away()
        elif self._stalls and self._rng.random() < self._odds * self._stall_at() and self._may_stall():
            self._stall()
            return
        stake = self._odds * (2 if seam.work.startswith(_AT_STAKE) else 0.5)
        if self._listens and self._crew[0].number == 1 and self._rng.random() < _CLOSE_SOCKETS_AT:
            self._close_sockets()
        if self._has_its_turn(seam):
            self._kills_at = ""
            self._kill(worker, seam)
        elif self._kills and self._rng.random() < stake * _KILL_AT[seam.place]:
            self._kills -= 1
            self._kill(worker, seam)
        elif seam.place == "call" and self._faults and self._rng.random() < stake * _FAULT_AT:
            self._break_call(worker, seam)
        else:
            self._go_on(worker, "go")

    def _has_its_turn(self, seam: workers.Seam) -> bool:
        """Whether this is where somebody is to be killed in any case."""
        if not self._kills_at or not f"{seam.place} {seam.work}".startswith(self._kills_at):
            return False
        self._passes -= 1
        return self._passes < 0

    def _go_on(self, worker: Worker, leave: workers.Leave) -> None:
        self._note(f"{worker.name} {_spelled(worker.seam)}" + (f" [{leave}]" if leave != "go" else ""))
        posts = worker.seam is not None and (worker.seam.place, worker.seam.work) == ("call", "chat.postMessage")
        worker.seam = None
        worker.reach.send(leave)
        self._await([worker], "does not come to its next seam")
        if posts:
            self._watch()

    def _await(self, under_way: list[Worker], why: str) -> None:
        """Return once each of these, and of those who waited for a lock, stands at a seam or waits for a lock."""
        give_up = time.monotonic() + _STUCK_S
        for worker in dict.fromkeys([*under_way, *(w for w in self._crew if w.seam is None)]):
            while worker.seam is None:
                # Either it comes to a seam, or it waits for one that stands at a seam and will not go on by itself: so
                # what is found here does not depend on how long anybody took.
                if worker.reach.poll(0.005 if self._may_wait(worker) else 0.5):
                    worker.seam = worker.reach.recv()
                    worker.waits = False
                elif self._may_wait(worker) and not self._away_for and self._database.waits(worker.name):
                    worker.waits = True
                    break
                elif time.monotonic() > give_up:
                    raise Stuck(f"{worker.name}: {why}")

    def _may_wait(self, worker: Worker) -> bool:
        return not self._database.one_writer and any(
            other is not worker and (_in_transaction(other) or other.waits) for other in self._crew
        )

    def _kill(self, worker: Worker, seam: workers.Seam) -> None:
        self.course.killed[f"{seam.place} {seam.work}"] += 1
        self.course.hold_up(seam.key, A_KILL)
        self._note(f"{worker.name} KILLED at {_spelled(seam)}")
        self._end(worker)
        self._crew.remove(worker)
        self._database.wait_until_gone(worker.name)
        self._await([], "was let go by one that was killed")
        if self._away_for:
            self._come_back()  # a new one could not even start
        self._take_on()

    def _end(self, worker: Worker) -> None:
        os.kill(worker.pid, signal.SIGKILL)
        worker.reach.close()
        # Not before it is gone altogether are its files closed, and their locks with them.
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(worker.pid, 0)
                time.sleep(0.0005)

    def _take_on(self) -> None:
        self._numbers += 1
        worker = self._hire(self._numbers)
        self._crew.append(worker)
        give_up = time.monotonic() + _STUCK_S
        while not worker.reach.poll(0.5):
            if time.monotonic() > give_up:
                raise Stuck(f"{worker.name} does not start")
        worker.seam = worker.reach.recv()

    def _break_call(self, worker: Worker, seam: workers.Seam) -> None:
        self._faults -= 1
        kind = self._rng.choice(_FAULTS)
        done = self._rng.random() < 0.5
        told = f"{kind} {seam.work}"
        self.course.hold_up(seam.key, A_FAULT)
        leave: workers.Leave = "go"
        wanted = self._calls_of(seam.work) + 1
        match kind:
            case "ratelimited":
                seconds = self._rng.choice((1, 3, 30))
                self.course.broken += timedelta(seconds=seconds)
                self._running.faults.ask_for(kind, method=seam.work, settings={"retry_after": seconds})
            case "unreachable":
                leave = "unreachable"
            case "silent":
                leave = "impatient"
                self._running.faults.ask_for("delay", method=seam.work, settings={"seconds": _SILENT_S, "done": done})
            case "delay":
                self._running.faults.ask_for("delay", method=seam.work, settings={"seconds": 0.02, "done": done})
            case "http_500" | "http_503" | "not_json":
                self._running.faults.ask_for(kind, method=seam.work, settings={"done": done})
            case _:
                self._running.faults.ask_for(kind, method=seam.work)
        self.course.faults[told] += 1
        self._note(f"{worker.name} FAULT {told} done={done}")
        self._go_on(worker, leave)
        if kind == "silent":
            # Slack has it before anybody looks for it: seconds there are no time at all here.
            while self._calls_of(seam.work) < wanted:
                time.sleep(0.005)

    def _calls_of(self, method: str) -> int:
        return sum(call.method == method for call in self._running.workspace.calls())

    def _close_sockets(self) -> None:
        reason = self._rng.choice(("dropped", "refresh_requested", "warning"))
        self.course.faults[f"sockets closed ({reason})"] += 1
        self._note(f"SOCKETS closed, {reason}")
        if reason == "dropped":
            self._running.sockets.drop()
        else:
            self._running.sockets.disconnect(reason)

    def _go_away(self) -> None:
        if self._database.one_writer and any(_in_transaction(worker) for worker in self._crew):
            return
        self._outages -= 1
        self.course.outages += 1
        self.course.broken += A_KILL  # a mark may have been given up
        self._excused = {one.name for one in self._crew}
        self._away_for = self._rng.randint(2, 30)
        self._note("DATABASE away")
        self._database.take_away()
        self._await([], "does not notice that its server is gone")

    def _may_stall(self) -> bool:
        """Not with one between its last look at the time and its call: that is a known limit (decision 0014)."""
        return not any(worker.seam is not None and worker.seam.place == "call" for worker in self._crew)

    def _stall_at(self) -> float:
        in_hand = any(w.seam is not None and w.seam.key and w.seam.place == "committed" for w in self._crew)
        return _STALL_AT if in_hand else _STALL_IDLE_AT

    def _stall(self) -> None:
        """Time passes while some are in the middle of their work, long enough for others to take it over."""
        self._stalls -= 1
        self.course.stalls += 1
        stalled = timedelta(seconds=self._rng.randint(30, 150))
        self.course.broken += stalled
        self._note("STALL")
        self._move_to(self._clock.now() + stalled)
        for worker in [w for w in self._crew if w.seam is not None and w.seam.place == "asleep"]:
            self._go_on(worker, "go")

    def _come_back(self) -> None:
        self._away_for = 0
        self._database.give_back()
        self._note("DATABASE back")

    def _note(self, line: str) -> None:
        self.course.trace.append(line)


def _in_transaction(worker: Worker) -> bool:
    return worker.seam is not None and worker.seam.place == "commit"


def _spelled(seam: workers.Seam | None) -> str:
    return "" if seam is None else " ".join(filter(None, (seam.place, seam.work, seam.about)))
