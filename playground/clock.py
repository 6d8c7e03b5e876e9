"""The playground's clock: it stands still until somebody moves it, and never runs backwards.

Only of several things done at one instant each but the first takes a microsecond, so that they have an order."""

import threading
from datetime import UTC, datetime, timedelta


class ClockRunsForwards(ValueError):
    """Somebody asked the clock to go back."""


class Clock:
    """One instant, shared by every thread of the playground."""

    def __init__(self, start_at: datetime) -> None:
        """Stand at `start_at`, an aware datetime in any zone."""
        self._lock = threading.Lock()
        self._now = self._moved_to = _in_utc(start_at)
        self._done_at: datetime | None = None

    def now(self) -> datetime:
        """The instant the clock stands at, in UTC."""
        with self._lock:
            return self._now

    def do_at(self) -> datetime:
        """The instant at which something is done, in UTC: never the same twice, and never after `now`."""
        with self._lock:
            if self._now == self._done_at:
                self._now += timedelta(microseconds=1)
            self._done_at = self._now
            return self._now

    def move_to(self, instant: datetime) -> datetime:
        """Stand at `instant` (aware, any zone) from now on, and return where it stands, in UTC. Raises
        ClockRunsForwards.

        To the instant it was moved to last it can be moved again: what was done there since has taken no time.
        """
        target = _in_utc(instant)
        with self._lock:
            if target < self._now and target != self._moved_to:
                raise ClockRunsForwards(f"{target.isoformat()} is before {self._now.isoformat()}")
            self._moved_to = target
            self._now = max(target, self._now)
            return self._now

    def move_by(self, step: timedelta) -> datetime:
        """Move on by `step` and return the new instant, in UTC. Raises ClockRunsForwards if it is negative."""
        if step < timedelta(0):
            raise ClockRunsForwards(f"a step of {step} leads back")
        with self._lock:
            self._now = self._moved_to = self._now + step
            return self._now


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(UTC)
