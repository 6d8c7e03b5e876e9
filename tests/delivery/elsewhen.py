"""`python -m tests.delivery.elsewhen run | web | worker`: the bot's own commands, by a clock off this machine's.

So that what is due on a Tuesday at nine can be seen whenever the tests run.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from bot import journal, roles, settings
from bot.clock import use_pinned_zones

AHEAD_S = "TEST_CLOCK_AHEAD_S"


class Ahead:
    """Goes as fast as the machine's clock."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by

    def wait_until(self, instant: datetime) -> None:
        time.sleep(max(0.0, (instant - self.now()).total_seconds()))


def main() -> None:
    """Carry out the command of that name."""
    use_pinned_zones()
    configured = settings.read(os.environ)
    journal.set_up(configured.log_level)
    role = {"run": roles.run, "web": roles.web, "worker": roles.worker}[sys.argv[1]]
    role(configured, Ahead(timedelta(seconds=float(os.environ[AHEAD_S]))))


if __name__ == "__main__":
    main()
