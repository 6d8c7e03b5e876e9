"""How fast the app may be: messages by channel and workspace, every other method by its tier.

docs.slack.dev/apis/web-api/rate-limits: about one message a second in a channel with a small burst, several hundred a
minute in the workspace; the burst of four and the 300 are the playground's reading of that. A tier is so many calls of
one method a minute; here so many at once, and as many a minute after that.
"""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

CHANNEL_BURST = 4
CHANNEL_PER_SECOND = 1.0
WORKSPACE_BURST = 300
WORKSPACE_PER_SECOND = 5.0
CALLS_PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""By tier."""


class RateLimited(Exception):
    """Too fast; the door answers HTTP 429. `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int, what: str) -> None:
        super().__init__(f"{what}, next in {retry_after} s")
        self.retry_after = retry_after


@dataclass
class _Bucket:
    """`level` is how many there are to take, `filled_at` when that was so, in seconds."""

    burst: int
    per_second: float
    level: float
    filled_at: float

    def seconds_short(self, now: float) -> float:
        """Fill up to `now`; how long until there is one to take."""
        self.level = min(self.burst, self.level + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        return max(0.0, (1 - self.level) / self.per_second)


class RateLimits:
    """Buckets, full at the start: one for each channel, one for the workspace, one for each method that has a tier.

    Messages are counted on the playground's clock alone. Tiers are counted on that clock and the wall's together: a
    person who presses buttons while the playground's clock stands still is not too fast, a program in a loop is.
    """

    def __init__(self, now: Callable[[], datetime], wall: Callable[[], float]) -> None:
        """`now` is the playground's clock, `wall` seconds of real time."""
        self._now = now
        self._wall = wall
        self._lock = threading.Lock()
        self._workspace = _Bucket(WORKSPACE_BURST, WORKSPACE_PER_SECOND, WORKSPACE_BURST, now().timestamp())
        self._channels: dict[str, _Bucket] = {}
        self._methods: dict[str, _Bucket] = {}

    def take(self, channel_id: str) -> None:
        """Take one message's worth. Raises RateLimited; a refused message costs nothing."""
        with self._lock:
            now = self._now().timestamp()
            channel = self._channels.setdefault(
                channel_id, _Bucket(CHANNEL_BURST, CHANNEL_PER_SECOND, CHANNEL_BURST, now)
            )
            _refuse(max(channel.seconds_short(now), self._workspace.seconds_short(now)), "one message too many")
            channel.level -= 1
            self._workspace.level -= 1

    def take_call(self, method: str, tier: int) -> None:
        """Take one call of a method of that tier. Raises RateLimited; a refused call costs nothing."""
        per_minute = CALLS_PER_MINUTE[tier]
        with self._lock:
            now = self._now().timestamp() + self._wall()
            bucket = self._methods.setdefault(method, _Bucket(per_minute, per_minute / 60, per_minute, now))
            _refuse(bucket.seconds_short(now), f"more than {per_minute} calls of {method} a minute")
            bucket.level -= 1


def _refuse(seconds_short: float, what: str) -> None:
    if seconds_short > 0:
        raise RateLimited(max(1, math.ceil(seconds_short - 1e-9)), what)
