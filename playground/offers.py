"""What menus with external options last offered to each person: only that can be chosen there."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Option = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu before one person. `surface` is the view's id, or the message's channel and ts."""

    user_id: str
    surface: str
    block_id: str
    action_id: str


class Offers:
    """Safe from any thread."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._options: dict[Menu, tuple[Option, ...]] = {}

    def keep(self, menu: Menu, options: Sequence[Option]) -> None:
        """This is what the menu offers now, in place of what it offered before."""
        with self._lock:
            self._options[menu] = tuple(options)

    def of(self, menu: Menu) -> tuple[Option, ...]:
        """What it last offered; nothing if it was never asked."""
        with self._lock:
            return self._options.get(menu, ())
