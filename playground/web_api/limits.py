"""How fast messages may come: about one a second in a channel with a small burst, 300 a minute in the workspace.

docs.slack.dev/apis/web-api/rate-limits gives "1 per second" and "several hundred messages per minute"; the burst of
four and the 300 are the playground's reading of "short bursts" and "several hundred". Time is the playground's clock.
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


@dataclass
class _Bucket:
    burst: int
    per_second: float
    level: float
    filled_at: datetime

    def seconds_short(self, now: datetime) -> float:
        """Fill up to `now`; how long until there is one to take."""
        self.level = min(self.burst, self.level + (now - self.filled_at).total_seconds() * self.per_second)
        self.filled_at = now
        return max(0.0, (1 - self.level) / self.per_second)


class RateLimits:
    """A bucket for each channel and one for the workspace, full at the start."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._workspace = _Bucket(WORKSPACE_BURST, WORKSPACE_PER_SECOND, WORKSPACE_BURST, now())
        self._channels: dict[str, _Bucket] = {}

    def take(self, channel_id: str) -> int | None:
        """Take one message's worth. None, or for how many whole seconds to stay away when there is none."""
        with self._lock:
            now = self._now()
            channel = self._channels.setdefault(
                channel_id, _Bucket(CHANNEL_BURST, CHANNEL_PER_SECOND, CHANNEL_BURST, now)
            )
            short = max(channel.seconds_short(now), self._workspace.seconds_short(now))
            if short > 0:
                return max(1, math.ceil(short - 1e-9))
            channel.level -= 1
            self._workspace.level -= 1
            return None
