"""What Slack tells the app of by itself: events, in the order they happened, those its manifest asks for only.

Whoever changes something notes it, with the workspace locked or not; one thread sends, so that what happened first is
told first. Which scope an event needs: the "required scopes" of docs.slack.dev/reference/events/<event>.
"""

import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground import events, installation

# Event -> one of these scopes lets an app have it. None are needed where there is nothing.
_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_id_changed": (),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
_SCOPES_BY_CHANNEL_TYPE = {"C": "channels:read", "G": "groups:read"}
_MEMBERSHIP = ("member_joined_channel", "member_left_channel")
_MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on its way. `event_id` is the key by which an app knows a second delivery of the same event."""

    event: events.Event
    event_id: str
    at: datetime


def needs() -> dict[str, tuple[str, ...]]:
    """Every event a manifest can subscribe to here, with the scopes one of which it needs."""
    return {**_SCOPES, **dict.fromkeys(_MEMBERSHIP, tuple(_SCOPES_BY_CHANNEL_TYPE.values()))}


class Happenings:
    """Those not told yet. Safe from any thread."""

    def __init__(self, app: installation.Installation, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now
        self._changed = threading.Condition()
        self._waiting: deque[Happening] = deque()
        self._under_way = 0
        self._installed = True
        self._publisher: threading.Thread | None = None
        self._stopping = False

    def hears(self, subscription: str, channel_type: str | None = None) -> bool:
        """Whether the manifest asks for it, by its name there, and a scope for it was granted.

        `channel_type` (C or G) says where somebody joined or left.
        """
        if not self._installed or subscription not in self._app.bot_events:
            return False
        if subscription in _MEMBERSHIP:
            return _SCOPES_BY_CHANNEL_TYPE[channel_type or "C"] in self._app.scopes
        needed = _SCOPES.get(subscription, ())
        return not needed or bool(self._app.scopes.intersection(needed))

    def hears_messages(self, channel_type: events.ChannelType) -> bool:
        """Whether it hears what is said in conversations of that kind."""
        return self.hears(_MESSAGES[channel_type])

    def note(self, event: events.Event) -> None:
        """Have it told to the app, if it asked for such events. Whether it sees the place is for callers to know."""
        if not self.hears(_subscription(event), event.get("channel_type")):
            return
        happening = Happening(event, new_event_id(), self._now())
        with self._changed:
            if self._stopping:
                return
            self._waiting.append(happening)
            self._changed.notify_all()

    def end_installation(self) -> None:
        """From now on nothing is noted: the app has been removed from the workspace."""
        self._installed = False

    def begin_installation(self) -> None:
        """The app is back."""
        self._installed = True

    def waiting(self) -> list[events.Event]:
        """Those nobody has begun to send."""
        with self._changed:
            return [happening.event for happening in self._waiting]

    def wait(self, seconds: float) -> bool:
        """Wait until everything noted was sent once, or false after so much wall time. Where nothing sends: at once."""
        with self._changed:
            return self._changed.wait_for(lambda: self._publisher is None or self._is_idle(), seconds)

    def start(self, publish: Callable[[Happening], Any]) -> None:
        """Send on a thread of its own from now on: `publish` blocks until the first attempt's outcome is there."""

        def work() -> None:
            while (happening := self._take()) is not None:
                try:
                    publish(happening)
                finally:
                    self._sent()

        self._publisher = threading.Thread(target=work, name="playground-happenings")
        self._publisher.start()

    def stop(self) -> None:
        """Send nothing more, and wait for what is under way."""
        with self._changed:
            self._stopping = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._publisher is not None:
            self._publisher.join()

    def _take(self) -> Happening | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if self._stopping:
                return None
            self._under_way += 1
            return self._waiting.popleft()

    def _sent(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    def _is_idle(self) -> bool:
        return not self._waiting and self._under_way == 0


def new_event_id() -> str:
    """A new id of an event, such as Ev0123ABC456."""
    return f"Ev0{secrets.token_hex(5).upper()[:9]}"


def _subscription(event: events.Event) -> str:
    kind = str(event["type"])
    return _MESSAGES[event["channel_type"]] if kind == "message" else kind
