"""Memory of a worker while 100,000 messages wait for their turn, against one that has none left to send.

Both send as many as Slack's limits let, and are looked at when the second has nothing left. All of them run at the same
time, as memory does not mind.
"""

import asyncio
import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks import council, databases, plenty, programs, switchboard
from bot.store.database import open_database

WAITING = 100_000
FEW = 75
PATIENCE_S = 180.0
SETTLES_S = 3.0


@dataclass(frozen=True)
class Measured:
    """A worker's memory in MiB, how many messages it had sent by then, and how many waited still."""

    now_mib: float
    peak_mib: float
    sent: int
    waiting: int


def run() -> list[str]:
    """The report, a line each."""
    with databases.kinds() as kinds:
        return asyncio.run(_all(kinds))


async def _all(kinds: list[databases.Kind]) -> list[str]:
    measured = await asyncio.gather(*(_measure(kind, many) for kind in kinds for many in (WAITING, FEW)))
    return [_line(kind.name, *measured[2 * place : 2 * place + 2]) for place, kind in enumerate(kinds)]


def _line(name: str, many: Measured, none: Measured) -> str:
    assert many.waiting >= WAITING * 0.99, many
    assert none.waiting == 0, none
    return (
        f"worker's memory, {name}: {many.now_mib:.1f} MiB, at most {many.peak_mib:.1f}, with {many.waiting:,} waiting "
        f"after {many.sent} sent · {none.now_mib:.1f}, at most {none.peak_mib:.1f}, with none waiting "
        f"after {none.sent} sent · ratio {many.now_mib / none.now_mib:.2f}, at most {many.peak_mib / none.peak_mib:.2f}"
    )


async def _measure(kind: databases.Kind, messages: int) -> Measured:
    with kind.new() as url, contextlib.closing(open_database(url)) as database:
        now = datetime.now(UTC)
        council.establish(database, now=now)
        plenty.forget_waiting(database)
        plenty.owe_cards(database, messages, name="bench", now=now)
        async with switchboard.serving() as slack:
            environment = {**os.environ, "DATABASE_URL": url, **slack.settings}
            async with programs.running(environment, "-m", "bot", "worker") as worker:
                async with asyncio.timeout(PATIENCE_S):
                    while len(slack.posts) < FEW:
                        await asyncio.sleep(0.1)
                await asyncio.sleep(SETTLES_S)
                return Measured(
                    programs.now_mib(worker.pid),
                    programs.peak_mib(worker.pid),
                    len(slack.posts),
                    plenty.count_waiting(database),
                )
