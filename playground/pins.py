"""Messages pinned to their channel (docs.slack.dev/reference/methods/pins.add)."""

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from playground import journal, refusals

MOST = 100  # in a channel; slack.com/help/articles/205239997 (Pin messages and files)


@dataclass(frozen=True)
class Pin:
    """Who pinned which message, and when (UTC)."""

    channel_id: str
    ts: str
    by: str
    at: datetime


class Pins:
    """All of them, in the order they were made. Safe from any thread; who may pin is asked elsewhere."""

    def __init__(self, lock: threading.RLock, log: journal.Journal, now: Callable[[], datetime]) -> None:
        self._lock = lock
        self._journal = log
        self._now = now
        self._all: dict[tuple[str, str], Pin] = {}

    def of(self, channel_id: str) -> list[Pin]:
        """The channel's pins, newest first, as pins.list has them."""
        with self._lock:
            return [pin for pin in reversed(self._all.values()) if pin.channel_id == channel_id]

    def find(self, channel_id: str, ts: str) -> Pin | None:
        """The message's pin, if it is pinned."""
        with self._lock:
            return self._all.get((channel_id, ts))

    def add(self, channel_id: str, ts: str, by: str) -> Pin:
        """Pin a message. Raises Refusal already_pinned or too_many_pins."""
        with self._lock:
            if (channel_id, ts) in self._all:
                raise refusals.Refusal("already_pinned", f"{ts} is pinned already")
            if len(self.of(channel_id)) >= MOST:
                raise refusals.Refusal("too_many_pins", f"a channel holds {MOST} pins")
            pin = self._all[(channel_id, ts)] = Pin(channel_id, ts, by, self._now())
            self._note(pin)
            return pin

    def remove(self, channel_id: str, ts: str) -> Pin:
        """Take a pin away. Raises Refusal no_pin."""
        with self._lock:
            pin = self._all.pop((channel_id, ts), None)
            if pin is None:
                raise refusals.Refusal("no_pin", f"{ts} is not pinned")
            self._note(pin)
            return pin

    def forget(self, channel_id: str, ts: str) -> None:
        """The message is gone, and its pin with it, if it had one."""
        with self._lock:
            self._all.pop((channel_id, ts), None)

    def follow_channel(self, old_id: str, new_id: str) -> None:
        """A channel's id changed: its pins stay."""
        with self._lock:
            moved = [
                dataclasses.replace(pin, channel_id=new_id) if pin.channel_id == old_id else pin
                for pin in self._all.values()
            ]
            self._all = {(pin.channel_id, pin.ts): pin for pin in moved}

    def _note(self, pin: Pin) -> None:
        self._journal.note("message", "edited", pin.channel_id, pin.ts)
        self._journal.note("channel", "edited", pin.channel_id)
