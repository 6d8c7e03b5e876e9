"""Many episodes: in two processes side by side, counted in one table."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from tests.faults import episodes

LANES = 2
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


def play(orders: Iterable[Order]) -> Iterator[Report]:
    """Live through them one after the other, in this process."""
    waiting = list(orders)
    for kind in dict.fromkeys(order.database for order in waiting):
        with episodes.stage(kind) as stage:
            for order in waiting:
                if order.database == kind:
                    play = stage.live_a_year if order.year else partial(stage.play, history=order.history)
                    ended = play(order.seed)
                    yield Report(
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


def play_side_by_side(orders: list[Order]) -> Iterator[Report]:
    """Live through them in LANES processes. Raises RuntimeError where one of those ends before its time."""
    # A set's order must not differ from one run of a seed to the next.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    with contextlib.ExitStack() as lasting:
        lanes = [lasting.enter_context(_lane(environment)) for _ in range(min(LANES, len(orders)))]
        for place, lane in enumerate(lanes):
            assert lane.stdin is not None
            lane.stdin.write(json.dumps([asdict(order) for order in orders[place :: len(lanes)]]))
            lane.stdin.close()
        yield from _reports(lanes)


@contextlib.contextmanager
def _lane(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.faults", "--lane"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as lane:
        try:
            yield lane
        finally:
            lane.terminate()


def _reports(lanes: list[subprocess.Popen[str]]) -> Iterator[Report]:
    with selectors.DefaultSelector() as ready:
        for lane in lanes:
            ready.register(lane.stdout, selectors.EVENT_READ, lane)  # type: ignore[arg-type]
        while ready.get_map():
            for key, _ in ready.select():
                lane = key.data
                line = lane.stdout.readline()
                if line:
                    told = json.loads(line)
                    yield Report(**{**told, "order": Order(**told["order"])})
                    continue
                ready.unregister(lane.stdout)
                if (code := lane.wait()) != 0:
                    raise RuntimeError(f"a process of the suite ended with {code} before its time")


def serve_lane() -> None:
    """Read the orders from standard input, and write a report for each, one a line."""
    for report in play([Order(**order) for order in json.load(sys.stdin)]):
        sys.stdout.write(f"{json.dumps(asdict(report))}\n")
        sys.stdout.flush()
