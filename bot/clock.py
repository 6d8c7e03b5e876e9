"""The only reader of the system clock. Everything else is given `now`."""

import time
import zoneinfo
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the instant it is now; a real one ticks, a movable one (tests, playground) stands still until moved."""

    def now(self) -> datetime:
        """Return the current instant as an aware UTC datetime."""
        ...

    def wait_until(self, instant: datetime) -> None:
        """Return once it is `instant` (aware): a real clock sleeps until then, a standing one is moved there."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the current instant as an aware UTC datetime."""
        return datetime.now(UTC)

    def wait_until(self, instant: datetime) -> None:
        """Sleep until `instant`."""
        time.sleep(max(0.0, (instant - self.now()).total_seconds()))


class StandingClock:
    """A clock that stands still at an instant until it is moved."""

    def __init__(self, instant: datetime) -> None:
        """Start at `instant`, an aware datetime."""
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant the clock was last moved to, in UTC."""
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Stand at `instant` from now on; aware datetimes only."""
        self._instant = instant.astimezone(UTC)

    def wait_until(self, instant: datetime) -> None:
        """Stand at `instant`, unless it is past."""
        self._instant = max(self._instant, instant.astimezone(UTC))


def use_pinned_zones() -> None:
    """Read time zones from the pinned tzdata package, so that every machine has the same rules for the same date."""
    zoneinfo.reset_tzpath(to=[])
