"""Acknowledging a command while delivery has all it may send, against the same program with nothing to send.

In one process with delivery (`run`, over a socket), and beside it (`web` and `worker`, over HTTP). Commands come one
after the other; rounds of either kind are taken in turns, so that whatever else the machine does meets both alike.
"""

import asyncio
import contextlib
import os
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks import council, databases, figures, plenty, programs, switchboard
from benchmarks.switchboard import Switchboard
from benchmarks.ways import Transport, Way
from bot.store.database import Database, open_database

ROUNDS = 8
ROUND_S = 5.0
ROUND_TRIP_S = 0.1
SETTLES_S = 3.0
# More than go in a round, so that there is always one that could be next.
WAITING = 2000
ARRANGEMENTS: tuple[tuple[str, Transport, tuple[str, ...]], ...] = (
    ("in the same process", "socket", ("run",)),
    ("beside a worker", "http", ("web", "worker")),
)


@dataclass(frozen=True)
class Round:
    """How long acknowledgements took (ms) in a round, and how many messages went a second."""

    times: list[float]
    rate: float


def run() -> list[str]:
    """The report, a line each."""
    with databases.kinds() as kinds:
        return asyncio.run(_all(kinds))


async def _all(kinds: list[databases.Kind]) -> list[str]:
    return [
        line
        for kind in kinds
        for name, over, roles in ARRANGEMENTS
        for line in await _measure(kind, f"{name}, {kind.name}", over, roles)
    ]


async def _measure(kind: databases.Kind, name: str, over: Transport, roles: tuple[str, ...]) -> list[str]:
    async with contextlib.AsyncExitStack() as opened:
        url = opened.enter_context(kind.new())
        database = opened.enter_context(contextlib.closing(open_database(url)))
        council.establish(database, now=datetime.now(UTC))
        plenty.forget_waiting(database)
        slack = await opened.enter_async_context(switchboard.serving(post_takes_s=ROUND_TRIP_S))
        way = slack.way(over)
        for role in roles:
            environment = {**os.environ, "DATABASE_URL": url, **way.settings}
            await opened.enter_async_context(programs.running(environment, "-m", "bot", role))
        await way.ready()
        await slack.introduced(len(roles))
        await asyncio.sleep(SETTLES_S)
        await _ask(slack, way)
        return _report(name, *await _take_turns(slack, way, database))


async def _take_turns(slack: Switchboard, way: Way, database: Database) -> tuple[list[Round], list[Round]]:
    idle: list[Round] = []
    saturated: list[Round] = []
    for turn in range(ROUNDS):
        for busy in (False, True)[:: 1 if turn % 2 else -1]:
            if busy:
                plenty.owe_cards(database, WAITING, name=f"round{turn}", now=datetime.now(UTC))
            await asyncio.sleep(SETTLES_S)
            (saturated if busy else idle).append(await _ask(slack, way))
            if busy:
                assert plenty.count_waiting(database)
                plenty.forget_waiting(database)
    return idle, saturated


async def _ask(slack: Switchboard, way: Way) -> Round:
    """What a crowd asks, one after the other, for a round's time."""
    began, posted = time.monotonic(), len(slack.posts)
    times: list[float] = []
    while time.monotonic() < began + ROUND_S:
        for asked in council.crowd():
            times += [answer.ms for answer in await way.rush([asked])]
    return Round(times, (len(slack.posts) - posted) / (time.monotonic() - began))


def _report(name: str, idle: list[Round], saturated: list[Round]) -> list[str]:
    all_idle, all_busy = (figures.together([one.times for one in rounds]) for rounds in (idle, saturated))
    by_round = [figures.p99(busy.times) / figures.p99(calm.times) for busy, calm in zip(saturated, idle, strict=True)]
    return [
        f"acknowledged while delivery is saturated, {name}: p50 {statistics.median(all_busy):.1f} ms, "
        f"p99 {figures.p99(all_busy):.1f} ms of {len(all_busy)}, while "
        f"{statistics.mean(one.rate for one in saturated):.1f} messages a second went",
        f"    with nothing to deliver p50 {statistics.median(all_idle):.1f} ms, p99 {figures.p99(all_idle):.1f} ms of "
        f"{len(all_idle)}, while {statistics.mean(one.rate for one in idle):.1f} went · ratio "
        f"{statistics.median(all_busy) / statistics.median(all_idle):.2f} and "
        f"{figures.p99(all_busy) / figures.p99(all_idle):.2f}, of a round's p99 in the middle "
        f"{statistics.median(by_round):.2f}",
    ]
