"""What menus with external options have offered to each person: only that can be chosen there."""

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
        """The menu offers these now. What it offered before can be chosen still: of several chosen, each is found by
        typing something else, and those found first stay chosen."""
        now = {option["value"] for option in options}
        with self._lock:
            before = self._options.get(menu, ())
            self._options[menu] = (*options, *(one for one in before if one["value"] not in now))

    def of(self, menu: Menu) -> tuple[Option, ...]:
        """What it offered so far, the latest first; nothing if it was never asked."""
        with self._lock:
            return self._options.get(menu, ())
