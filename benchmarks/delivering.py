"""2,000 messages over 200 channels, by one worker and by three, against what the limits leave: nobody could be sooner.

Slack takes ROUND_TRIP_S for each, and looks whether its limits are kept. All arrangements run at the same time: they
mostly wait.

The bound, in seconds from when the messages are owed to when the last one comes: the longer of what a workspace's rate
takes for those after its first burst, (messages - burst) * 60 / posts a minute, and of what one a second takes in each
channel, messages / channels - 1.
"""

import asyncio
import bisect
import contextlib
import itertools
import os
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks import council, databases, plenty, programs, switchboard
from benchmarks.switchboard import Post
from bot.store.database import open_database
from bot.store.paces import Lane, Rates

MESSAGES = 2000
WORKERS = (1, 3)
ROUND_TRIP_S = 0.1
SETTLES_S = 3.0
A_MINUTE_S = 60.0
A_TURN_S = 1.0
RATES = Rates()


@dataclass(frozen=True)
class Delivered:
    """How it went: seconds from when the messages were owed to when the last one came, and what came."""

    took_s: float
    posts: tuple[Post, ...]


def run() -> list[str]:
    """The report, a line each."""
    with databases.kinds() as kinds:
        return asyncio.run(_all(kinds))


async def _all(kinds: list[databases.Kind]) -> list[str]:
    arrangements = list(itertools.product(kinds, WORKERS))
    delivered = await asyncio.gather(*(_deliver(kind, workers) for kind, workers in arrangements))
    return [
        line
        for (kind, workers), one in zip(arrangements, delivered, strict=True)
        for line in _report(f"{kind.name}, {workers} worker{'s' if workers > 1 else ''}", one)
    ]


async def _deliver(kind: databases.Kind, workers: int) -> Delivered:
    async with contextlib.AsyncExitStack() as opened:
        url = opened.enter_context(kind.new())
        database = opened.enter_context(contextlib.closing(open_database(url)))
        council.establish(database, now=datetime.now(UTC))
        plenty.forget_waiting(database)
        slack = await opened.enter_async_context(switchboard.serving(post_takes_s=ROUND_TRIP_S))
        for _ in range(workers):
            environment = {**os.environ, "DATABASE_URL": url, **slack.settings}
            await opened.enter_async_context(programs.running(environment, "-m", "bot", "worker"))
        await slack.introduced(workers)
        await asyncio.sleep(SETTLES_S)
        plenty.owe_cards(database, MESSAGES, name="bench", now=datetime.now(UTC))
        owed_at = time.monotonic()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2 * bound_s()):
                while len(slack.posts) < MESSAGES:
                    await asyncio.sleep(ROUND_TRIP_S)
        # Whatever comes twice comes now.
        await asyncio.sleep(SETTLES_S)
        return Delivered(slack.posts[-1].at - owed_at, tuple(slack.posts))


def bound_s() -> float:
    """The least that the limits leave, in seconds."""
    interval_s = RATES.interval(Lane.POST).total_seconds()
    return max((MESSAGES - RATES.burst) * interval_s, (MESSAGES / plenty.CHANNELS - 1) * A_TURN_S)


def _report(name: str, delivered: Delivered) -> list[str]:
    came = {post.key for post in delivered.posts}
    most, allowed = _most_in_a_minute(delivered.posts), RATES.posts_per_minute + RATES.burst
    closest = _apart(delivered.posts)
    too_soon = sum(gap < A_TURN_S for gap in closest)
    return [
        f"{MESSAGES:,} messages over {plenty.CHANNELS} channels, {name}: {delivered.took_s:.1f} s · the limits alone "
        f"{bound_s():.1f} s · ratio {delivered.took_s / bound_s():.3f}",
        f"    {MESSAGES - len(came)} missing, {len(delivered.posts) - len(came)} twice; at most {most} in a minute of "
        f"{allowed} allowed; {too_soon} within a second of another in the same channel, the closest "
        f"{min(closest, default=0):.2f} s",
    ]


def _most_in_a_minute(posts: tuple[Post, ...]) -> int:
    times = sorted(post.at for post in posts)
    return max(bisect.bisect_right(times, first + A_MINUTE_S) - place for place, first in enumerate(times))


def _apart(posts: tuple[Post, ...]) -> list[float]:
    """Seconds between each message and the one before it in its channel."""
    by_channel: dict[str, list[float]] = defaultdict(list)
    for post in posts:
        by_channel[post.channel].append(post.at)
    return [later - sooner for times in by_channel.values() for sooner, later in itertools.pairwise(sorted(times))]
