"""The playground's clock: it stands still until somebody moves it, and never runs backwards."""

import threading
from datetime import UTC, datetime, timedelta


class ClockRunsForwards(ValueError):
    """Somebody asked the clock to go back."""


class Clock:
    """One instant, shared by every thread of the playground."""

    def __init__(self, start_at: datetime) -> None:
        """Stand at `start_at`, an aware datetime in any zone."""
        self._lock = threading.Lock()
        self._now = _in_utc(start_at)
        self._stamped_at: datetime | None = None

    def now(self) -> datetime:
        """The instant the clock stands at, in UTC."""
        with self._lock:
            return self._now

    def stamp_at(self) -> datetime:
        """The instant that something done now is stamped with, in UTC: while the clock stands still, a microsecond
        after the stamp before, so that what is done has an order and yet takes no time."""
        with self._lock:
            before = self._stamped_at
            self._stamped_at = self._now if before is None else max(self._now, before + timedelta(microseconds=1))
            return self._stamped_at

    def move_to(self, instant: datetime) -> datetime:
        """Stand at `instant` (aware, any zone) from now on, and return it in UTC. Raises ClockRunsForwards."""
        target = _in_utc(instant)
        with self._lock:
            if target < self._now:
                raise ClockRunsForwards(f"{target.isoformat()} is before {self._now.isoformat()}")
            self._now = target
            return target

    def move_by(self, step: timedelta) -> datetime:
        """Move on by `step` and return the new instant, in UTC. Raises ClockRunsForwards if it is negative."""
        if step < timedelta(0):
            raise ClockRunsForwards(f"a step of {step} leads back")
        with self._lock:
            self._now += step
            return self._now


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(UTC)
