"""The program under trial, as far as the playground has to keep step with it.

A script that types a command wants to read the outcome when its call returns. The playground knows when Slack's side is
done; only the program knows when its own is. Whoever starts both hands the playground one of these.
"""

from datetime import datetime
from typing import Any, Protocol


class Machine(Protocol):
    """The program beside the playground. Every method is called from a worker thread and may block."""

    def settle(self) -> None:
        """Return when nothing asked for is under way and everything due now has been delivered."""

    def run_due(self) -> None:
        """Do what is due at the playground's `clock.now()`, as a scheduler would wake it, then settle."""

    def next_event(self) -> datetime | None:
        """The next instant (aware) after `clock.now()` at which something is due, or None."""

    def fault(self, kind: str, settings: dict[str, Any]) -> bool:
        """Prepare a fault on the program's own side (a slow database, ...). False if `kind` is not one it knows."""


class NullMachine:
    """For a program that answers within its acknowledgements and has nothing on a timetable."""

    def settle(self) -> None:
        """Nothing is ever under way."""

    def run_due(self) -> None:
        """Nothing is ever due."""

    def next_event(self) -> datetime | None:
        """Nothing is ever due."""
        return None

    def fault(self, kind: str, settings: dict[str, Any]) -> bool:
        """No fault is known."""
        return False
