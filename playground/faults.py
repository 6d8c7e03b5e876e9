"""Trouble asked for by a script: what kinds there are, and those that wait until something comes by that they fit."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from playground import troubles

CLEAR = "clear"
_FITS = tuple(setting.name for setting in troubles.WHICH_CALLS)
_TROUBLES = {trouble.kind: trouble for trouble in troubles.TABLE}


def _kinds(where: troubles.Where) -> dict[str, dict[str, Any]]:
    return {
        trouble.kind: {setting.name: setting.default for setting in trouble.settings if setting.name not in _FITS}
        for trouble in troubles.TABLE
        if trouble.where == where
    }


# Kind -> its own settings with their defaults. A setting of None must be given.
WEB_API_KINDS = _kinds("web_api")
SOCKET_KINDS = _kinds("socket")
KINDS = WEB_API_KINDS | SOCKET_KINDS
PROGRAM_KINDS = {
    trouble.kind: {setting.name: setting.default for setting in trouble.settings}
    for trouble in troubles.TABLE
    if trouble.where == "program"
}


class UnknownFault(ValueError):
    """No such kind, or settings it does not have; the message names what there is."""


@dataclass(frozen=True)
class Fault:
    """One asked for. `times` is how often it will still happen; None as `method` or `channel_id` fits any."""

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

    def number(self) -> int:
        """A number no other fault has: for one that waits in the program."""
        with self._lock:
            return self._next_number()

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
        settled = complete(kind, settings or {})
        _refuse_misfits(kind, {"times": times})
        with self._lock:
            fault = Fault(self._next_number(), kind, method, channel_id, times, settled)
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

    def _next_number(self) -> int:
        self._count += 1
        return self._count

    def listen(self, listener: Callable[[Fault], None]) -> None:
        """Call `listener(fault)` when one is asked for, on the asking thread: for those who act at once."""
        with self._lock:
            self._listeners.append(listener)


def complete(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """A kind's own settings, with its defaults where nothing is given. Raises UnknownFault."""
    known = KINDS | PROGRAM_KINDS
    if kind not in known:
        raise UnknownFault(f"there is no fault {kind!r}; there are {', '.join(_TROUBLES)}")
    defaults = known[kind]
    if strays := set(given) - set(defaults):
        raise UnknownFault(f"{kind} has no setting {', '.join(sorted(strays))}; it has {', '.join(defaults) or 'none'}")
    settled = defaults | given
    if missing := [name for name, value in settled.items() if value is None]:
        raise UnknownFault(f"{kind} needs {', '.join(missing)}")
    _refuse_misfits(kind, given)
    return settled


def _refuse_misfits(kind: str, given: dict[str, Any]) -> None:
    for setting in _TROUBLES[kind].settings:
        if setting.name in given and not _is_a(given[setting.name], setting):
            raise UnknownFault(f"{setting.name} is {_wanted(setting)}, not {given[setting.name]!r}")


def _is_a(value: Any, setting: troubles.Setting) -> bool:
    match setting.type:
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "number":
            kinds = int if setting.type == "integer" else int | float
            # neither infinity nor what is no number lies between two numbers
            return isinstance(value, kinds) and not isinstance(value, bool) and setting.least <= value <= setting.most
        case _:
            return value in setting.choices


def _wanted(setting: troubles.Setting) -> str:
    if setting.choices:
        return f"one of {', '.join(setting.choices)}"
    if setting.type == "boolean":
        return "true or false"
    return f"{'a whole number' if setting.type == 'integer' else 'a number'} from {setting.least} to {setting.most}"


def _fits(fault: Fault, method: str | None, channel_id: str | None) -> bool:
    return fault.method in (None, method) and fault.channel_id in (None, channel_id)
