"""Trouble asked for by a script: it waits here until a request, or a socket, comes by that it fits."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

# Kind -> its settings with their defaults. A setting of None must be given.
WEB_API_KINDS: dict[str, dict[str, Any]] = {
    "drop_after_accept": {},
    "drop_before_accept": {},
    "delay": {"seconds": None, "done": False},
    "ratelimited": {"retry_after": 1},
    "http_500": {"done": False},
    "http_503": {"done": False},
    "not_json": {"done": False},
}
SOCKET_KINDS: dict[str, dict[str, Any]] = {
    "socket_close": {"reason": "refresh_requested"},
}
KINDS = WEB_API_KINDS | SOCKET_KINDS


class UnknownFault(ValueError):
    """No such kind, or settings it does not have; the message names what there is."""


@dataclass(frozen=True)
class Fault:
    """`times` is how often it will still happen. None for `method` or `channel_id` fits every one.

    drop_after_accept   the method is done, then the connection is cut without an answer
    drop_before_accept  the connection is cut, nothing is done
    delay               `seconds` of wall time pass before the method is done, or with `done` before it is answered
    ratelimited         HTTP 429 with Retry-After `retry_after` (whole seconds); nothing is done
    http_500, http_503  Slack's own trouble; `done` says whether the method was done all the same
    not_json            a page of HTML instead of an answer, as a proxy in the way would send it; `done` likewise
    socket_close        the WebSocket is closed with a disconnect message giving `reason`
    """

    id: int
    kind: str
    method: str | None
    channel_id: str | None
    times: int
    settings: dict[str, Any]


class Faults:
    """Those still to come, oldest first. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._count = 0
        self._listeners: list[Callable[[Fault], None]] = []

    def ask_for(
        self,
        kind: str,
        *,
        method: str | None = None,
        channel_id: str | None = None,
        times: int = 1,
        settings: dict[str, Any] | None = None,
    ) -> Fault:
        """Have it happen to the next `times` requests that fit. Raises UnknownFault."""
        complete = _settings(kind, settings or {})
        if times < 1:
            raise UnknownFault(f"times is 1 or more, not {times}")
        with self._lock:
            self._count += 1
            fault = Fault(self._count, kind, method, channel_id, times, complete)
            self._waiting.append(fault)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(fault)
        return fault

    def take(self, kinds: Collection[str], *, method: str | None = None, channel_id: str | None = None) -> Fault | None:
        """The first one waiting that fits, one of its times used up; None if nothing is wrong."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.kind not in kinds or not _fits(fault, method, channel_id):
                    continue
                if fault.times == 1:
                    del self._waiting[place]
                else:
                    self._waiting[place] = replace(fault, times=fault.times - 1)
                return fault
            return None

    def waiting(self) -> list[Fault]:
        """Those that have not happened yet."""
        with self._lock:
            return list(self._waiting)

    def clear(self, fault_id: int | None = None) -> int:
        """Call one off, or all; how many there were."""
        with self._lock:
            before = len(self._waiting)
            self._waiting = [] if fault_id is None else [fault for fault in self._waiting if fault.id != fault_id]
            return before - len(self._waiting)

    def listen(self, listener: Callable[[Fault], None]) -> None:
        """Call `listener(fault)` when one is asked for, on the asking thread: for those who act at once."""
        with self._lock:
            self._listeners.append(listener)


def _settings(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    defaults = KINDS.get(kind)
    if defaults is None:
        raise UnknownFault(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
    if strays := set(given) - set(defaults):
        raise UnknownFault(f"{kind} has no setting {', '.join(sorted(strays))}; it has {', '.join(defaults) or 'none'}")
    complete = defaults | given
    if missing := [name for name, value in complete.items() if value is None]:
        raise UnknownFault(f"{kind} needs {', '.join(missing)}")
    return complete


def _fits(fault: Fault, method: str | None, channel_id: str | None) -> bool:
    return fault.method in (None, method) and fault.channel_id in (None, channel_id)
