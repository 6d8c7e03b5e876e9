"""The program under trial, as far as the playground has to keep step with it.

A script that types a command wants to read the outcome when its call returns. The playground knows when Slack's side is
done; only the program knows when its own is. Whoever starts both hands the playground one of these.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Waiting:
    """A fault of the program's own that has not happened yet. `times` is how often it will; None: while it lasts."""

    id: int
    kind: str
    times: int | None
    settings: dict[str, Any]


class Machine(Protocol):
    """The program beside the playground. Every method is called from a worker thread and may block."""

    def settle(self) -> None:
        """Return when nothing asked for is under way and everything due now has been delivered."""

    def run_due(self) -> None:
        """Do what is due at the playground's `clock.now()`, as a scheduler would wake it, then settle."""

    def next_event(self) -> datetime | None:
        """The next instant (aware) after `clock.now()` at which something is due, or None."""

    def fault(self, kind: str, settings: dict[str, Any], fault_id: int) -> bool:
        """Prepare a fault on the program's own side (a slow database, ...). False if `kind` is not one it knows."""

    def waiting(self) -> list[Waiting]:
        """The faults it was asked for that have not happened yet."""

    def call_off(self, fault_id: int | None) -> None:
        """Let that one not happen, or with None none of them. Nothing, where it is not waiting."""


class NullMachine:
    """For a program that answers within its acknowledgements and has nothing on a timetable."""

    def settle(self) -> None:
        """Nothing is ever under way."""

    def run_due(self) -> None:
        """Nothing is ever due."""

    def next_event(self) -> datetime | None:
        """Nothing is ever due."""
        return None

    def fault(self, kind: str, settings: dict[str, Any], fault_id: int) -> bool:
        """No fault is known."""
        return False

    def waiting(self) -> list[Waiting]:
        """Nothing is ever asked for."""
        return []

    def call_off(self, fault_id: int | None) -> None:
        """There is nothing to call off."""
