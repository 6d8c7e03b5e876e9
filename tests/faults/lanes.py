"""Many episodes: in several processes side by side, counted in one table."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults import databases, episodes, nursery

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("owed", "delivered", "duplicated", "lost", "unknown", "late")


@dataclass(frozen=True)
class Order:
    """Which episode: of which seed, on which database, with or without the scope to read Slack's history."""

    seed: int
    database: str
    history: bool
    year: bool = False

    def __str__(self) -> str:
        if self.year:
            return f"--year --seed {self.seed} --database {self.database}"
        return f"--seed {self.seed} --database {self.database} --with{'' if self.history else 'out'}-history"


@dataclass(frozen=True)
class Report:
    """What is told of an episode between processes."""

    order: Order
    counts: dict[str, int]
    killed: dict[str, int]
    faults: dict[str, int]
    outages: int
    stalls: int
    complaints: list[str]
    trace: list[str]
    seconds: float


@dataclass
class Total:
    """What is told of all of them."""

    episodes: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    outages: int = 0
    stalls: int = 0
    failed: int = 0
    seconds: float = 0.0

    def add(self, report: Report) -> None:
        """Count one more."""
        self.episodes += 1
        self.counts.update(report.counts)
        self.killed.update(report.killed)
        self.faults.update(report.faults)
        self.outages += report.outages
        self.stalls += report.stalls
        self.failed += bool(report.complaints)
        self.seconds += report.seconds


def play_side_by_side(orders: list[Order]) -> Iterator[Report]:
    """Live through them, the years first, in a process for each processor and one more: each waits now and then, for a
    server that starts again or a worker that is gone.

    Raises RuntimeError where one of those ends before its time.
    """
    # A set's order must not differ from one run of a seed to the next.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    # Nobody else has anything left to do while a year that came last is lived to its end, least of all the longer one.
    waiting = sorted(orders, key=lambda order: (not order.year, order.database != "postgresql"))
    with contextlib.ExitStack() as lasting:
        count = min(max(len(os.sched_getaffinity(0)), 2) + 1, len(orders))
        lanes = [_Lane(lasting.enter_context(_process(environment))) for _ in range(count)]
        yield from _reports(lanes, waiting)


@dataclass
class _Lane:
    """A process that lives through one episode after the other."""

    process: subprocess.Popen[str]
    kinds: set[str] = field(default_factory=set)

    def take_next(self, waiting: list[Order]) -> None:
        """Be handed one of those waiting, if there is one: first on a kind of database that is ready there."""
        assert self.process.stdin is not None
        order = next((order for order in waiting if order.database in self.kinds), waiting[0] if waiting else None)
        if order is None:
            self.process.stdin.close()
            return
        waiting.remove(order)
        self.kinds.add(order.database)
        self.process.stdin.write(f"{json.dumps(asdict(order))}\n")
        self.process.stdin.flush()


@contextlib.contextmanager
def _process(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.faults", "--lane"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as lane:
        try:
            yield lane
        finally:
            lane.terminate()


def _reports(lanes: list[_Lane], waiting: list[Order]) -> Iterator[Report]:
    with selectors.DefaultSelector() as ready:
        for lane in lanes:
            ready.register(lane.process.stdout, selectors.EVENT_READ, lane)  # type: ignore[arg-type]
            lane.take_next(waiting)
        while ready.get_map():
            for key, _ in ready.select():
                lane = key.data
                line = lane.process.stdout.readline()
                if line:
                    lane.take_next(waiting)
                    told = json.loads(line)
                    yield Report(**{**told, "order": Order(**told["order"])})
                    continue
                ready.unregister(lane.process.stdout)
                if (code := lane.process.wait()) != 0:
                    raise RuntimeError(f"a process of the suite ended with {code} before its time")


def serve_lane() -> None:
    """Read orders from standard input, one a line, and write a report for each, until there are no more."""
    with contextlib.ExitStack() as lasting:
        nurseries = {kind: lasting.enter_context(nursery.conceived()) for kind in databases.KINDS}
        stages: dict[str, episodes.Stage] = {}
        while line := sys.stdin.readline():
            order = Order(**json.loads(line))
            kind = order.database
            if kind not in stages:
                stages[kind] = lasting.enter_context(episodes.stage(kind, nurseries[kind]))
            sys.stdout.write(f"{json.dumps(asdict(_play(order, stages[kind])))}\n")
            sys.stdout.flush()


def _play(order: Order, stage: episodes.Stage) -> Report:
    ended = stage.live_a_year(order.seed) if order.year else stage.play(order.seed, history=order.history)
    return Report(
        order,
        dict(ended.tally.counts),
        dict(ended.course.killed),
        dict(ended.course.faults),
        ended.course.outages,
        ended.course.stalls,
        ended.complaints,
        ended.course.trace,
        ended.seconds,
    )
