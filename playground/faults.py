"""Trouble asked for by a script: what kinds there are, and those that wait until something comes by that they fit."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

Where = Literal["web_api", "socket", "program", "everywhere"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be said about a fault. Without `default` it must be given, unless it is `optional`."""

    name: str
    type: Literal["integer", "number", "boolean", "choice", "channel", "method"]
    default: int | float | bool | str | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of fault. `where` it befalls; `what` happens; what a person in the middle of something `sees` of it."""

    kind: str
    where: Where
    what: str
    sees: str
    settings: tuple[Setting, ...] = ()


_WHICH_CALLS = (
    Setting("method", "method", optional=True),
    Setting("channel", "channel", optional=True),
    Setting("times", "integer", 1),
)
_DONE = Setting("done", "boolean", False)
_OUR_FAULT = "“Something went wrong on our side; nothing was saved. Please try again.”, with a reference"
_LOOKED_FOR = (
    "A message: nothing. Whether it stands there is looked up before it is sent again, so it is there once, some "
    "seconds later at most; without the history scopes it is never sent again, and may be missing."
)
_NO_FORM = f"A form does not open; instead, privately, {_OUR_FAULT}."
_DONE_ALL_THE_SAME = "With `done` the form is open as well."

TABLE: tuple[Trouble, ...] = (
    Trouble(
        "drop_after_accept",
        "web_api",
        "The call is done, then the connection is cut without an answer.",
        f"{_LOOKED_FOR} A form is open, and beside it stands, privately, {_OUR_FAULT}.",
        _WHICH_CALLS,
    ),
    Trouble(
        "drop_before_accept",
        "web_api",
        "The connection is cut before anything is done.",
        f"{_LOOKED_FOR} {_NO_FORM}",
        _WHICH_CALLS,
    ),
    Trouble(
        "delay",
        "web_api",
        "The call is done so many seconds later; with `done` it is done at once and answered later.",
        "Whatever it is comes later. A form asked for with a command, and more than three seconds late: Slack says "
        '“/cx-report failed with the error "operation_timeout"”. With `done` the form is open as well.',
        (Setting("seconds", "number"), _DONE, *_WHICH_CALLS),
    ),
    Trouble(
        "ratelimited",
        "web_api",
        "HTTP 429: too many calls, come back after so many seconds of the playground's clock.",
        f"A message comes that much later; other channels have theirs in time. {_NO_FORM}",
        (Setting("retry_after", "integer", 1), *_WHICH_CALLS),
    ),
    Trouble(
        "http_500",
        "web_api",
        "HTTP 500, trouble of Slack's own; with `done` the call was carried out all the same.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME}",
        (_DONE, *_WHICH_CALLS),
    ),
    Trouble(
        "http_503",
        "web_api",
        "HTTP 503, Slack is being worked on; with `done` the call was carried out all the same.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME}",
        (_DONE, *_WHICH_CALLS),
    ),
    Trouble(
        "not_json",
        "web_api",
        "A page of HTML instead of an answer, as a proxy in the way sends it; with `done` the call was carried out.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME} Nothing of the page is shown.",
        (_DONE, *_WHICH_CALLS),
    ),
    Trouble(
        "socket_close",
        "socket",
        "Every socket is told to disconnect, for that reason; `dropped` closes them without a word.",
        "Nothing, unless they do something while no socket is open, after `dropped` for ten seconds at most: Slack "
        'says “/cx-action failed with the error "dispatch_failed"” (or "operation_timeout", where it was on its way), '
        "and of a form “We had some trouble connecting. Try again?”, with everything typed still in it. Over HTTP "
        "there are no sockets, and nothing happens.",
        (
            Setting(
                "reason", "choice", "refresh_requested", ("warning", "refresh_requested", "link_disabled", "dropped")
            ),
        ),
    ),
    Trouble(
        "database_slow",
        "program",
        "The next transactions of people's requests begin so many seconds late.",
        "Never a timeout. In place of a form “One moment…” after half a second, then the form. A submission: "
        "“Saving…” after two seconds, then its confirmation, or the form again with everything typed. A list: "
        "“One moment…” after two seconds, then the list.",
        (Setting("seconds", "number", 4), Setting("times", "integer", 1)),
    ),
    Trouble(
        "database_gone",
        "program",
        "The next transactions of people's requests fail as they begin, as if the server had vanished; with `seconds`, "
        "all of them for so long.",
        f"{_OUR_FAULT}: privately, or in the form with everything typed still in it, or on a Home tab nobody has seen "
        "yet. Nothing is half saved. When the database is back the next try goes through, without a restart.",
        (Setting("seconds", "number", 0), Setting("times", "integer", 1)),
    ),
    Trouble("clear", "everywhere", "Calls off whatever has not happened yet.", "Nothing."),
)
"""Every kind. What the person sees is said of the council's bot, and held by tests/handlers/test_troubles.py."""

CLEAR = "clear"
_FITS = tuple(setting.name for setting in _WHICH_CALLS)


def _kinds(where: Where) -> dict[str, dict[str, Any]]:
    return {
        trouble.kind: {setting.name: setting.default for setting in trouble.settings if setting.name not in _FITS}
        for trouble in TABLE
        if trouble.where == where
    }


# Kind -> its own settings with their defaults. A setting of None must be given.
WEB_API_KINDS = _kinds("web_api")
SOCKET_KINDS = _kinds("socket")
KINDS = WEB_API_KINDS | SOCKET_KINDS
PROGRAM_KINDS = {
    trouble.kind: {setting.name: setting.default for setting in trouble.settings}
    for trouble in TABLE
    if trouble.where == "program"
}


_TROUBLES = {trouble.kind: trouble for trouble in TABLE}


def as_json(trouble: Trouble) -> dict[str, Any]:
    """A row of the table for whoever draws one."""
    return {
        "kind": trouble.kind,
        "what": trouble.what,
        "sees": trouble.sees,
        "settings": [_setting_as_json(setting) for setting in trouble.settings],
    }


def _setting_as_json(setting: Setting) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": setting.name, "type": setting.type}
    if setting.default is not None:
        shown["default"] = setting.default
    if setting.choices:
        shown["choices"] = list(setting.choices)
    return shown


class UnknownFault(ValueError):
    """No such kind, or settings it does not have; the message names what there is."""


@dataclass(frozen=True)
class Fault:
    """One of TABLE, asked for. `times` is how often it will still happen; None as `method` or `channel_id` fits any."""

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
        settled = complete(kind, settings or {})
        if times < 1:
            raise UnknownFault(f"times is 1 or more, not {times}")
        with self._lock:
            self._count += 1
            fault = Fault(self._count, kind, method, channel_id, times, settled)
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


def complete(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """A kind's own settings, with its defaults where nothing is given. Raises UnknownFault."""
    known = KINDS | PROGRAM_KINDS
    if kind not in known:
        raise UnknownFault(f"there is no fault {kind!r}; there are {', '.join(trouble.kind for trouble in TABLE)}")
    defaults = known[kind]
    if strays := set(given) - set(defaults):
        raise UnknownFault(f"{kind} has no setting {', '.join(sorted(strays))}; it has {', '.join(defaults) or 'none'}")
    settled = defaults | given
    if missing := [name for name, value in settled.items() if value is None]:
        raise UnknownFault(f"{kind} needs {', '.join(missing)}")
    for setting in _TROUBLES[kind].settings:
        if setting.name in given and not _is_a(given[setting.name], setting):
            wanted = f"one of {', '.join(setting.choices)}" if setting.choices else f"of type {setting.type}"
            raise UnknownFault(f"{setting.name} is {wanted}, not {given[setting.name]!r}")
    return settled


def _is_a(value: Any, setting: Setting) -> bool:
    match setting.type:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        case _:
            return value in setting.choices


def _fits(fault: Fault, method: str | None, channel_id: str | None) -> bool:
    return fault.method in (None, method) and fault.channel_id in (None, channel_id)
