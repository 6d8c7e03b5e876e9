"""What changed, in order: one revision number per change, so that "what is new since" is a question with an answer."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

What = Literal["new", "edited", "deleted"]
Listener = Callable[[int], None]


@dataclass(frozen=True)
class Change:
    """One step. `about` names a kind of thing (message, view, home, person, channel, call, …), `key` which one."""

    revision: int
    about: str
    what: What
    key: tuple[str, ...]


class Journal:
    """The list of changes, and those who want to hear of them."""

    def __init__(self, lock: threading.RLock) -> None:
        """`lock` is the workspace's: whoever notes a change holds it already."""
        self._changed = threading.Condition(lock)
        self._changes: list[Change] = []
        self._listeners: list[Listener] = []

    @property
    def revision(self) -> int:
        """The number of the newest change; 0 when nothing has happened yet."""
        with self._changed:
            return len(self._changes)

    def note(self, about: str, what: What, *key: str) -> int:
        """Write a change down, tell the listeners, and return its revision."""
        with self._changed:
            self._changes.append(Change(len(self._changes) + 1, about, what, key))
            self._changed.notify_all()
            for listener in tuple(self._listeners):
                listener(len(self._changes))
            return len(self._changes)

    def since(self, revision: int, *, about: str) -> list[Change]:
        """The changes of one kind after `revision`, oldest first."""
        with self._changed:
            return [change for change in self._changes[revision:] if change.about == about]

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(revision)` at each change, until the function returned here is called.

        It is called with the workspace locked and on whichever thread made the change: it must be quick, must not wait
        for another thread and must not raise (`loop.call_soon_threadsafe` is made for it).
        """
        with self._changed:
            self._listeners.append(listener)

        def stop() -> None:
            with self._changed:
                self._listeners.remove(listener)

        return stop

    def wait_past(self, revision: int, *, seconds: float) -> bool:
        """Wait (wall time) until there is a change after `revision`; False if none came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._changes) > revision, seconds)


def sum_up(changes: Iterable[Change]) -> list[Change]:
    """One change for each thing that changed, in the order of first mention.

    New and then edited is new; new and then deleted is nothing at all.
    """
    first: dict[tuple[str, ...], Change] = {}
    last: dict[tuple[str, ...], Change] = {}
    for change in changes:
        first.setdefault(change.key, change)
        last[change.key] = change
    summary = []
    for key, beginning in first.items():
        end = last[key]
        if beginning.what == "new" and end.what == "deleted":
            continue
        what = "new" if beginning.what == "new" else end.what
        summary.append(Change(end.revision, end.about, what, key))
    return summary
