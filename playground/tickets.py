"""What Slack hands out for one use: triggers, response URLs, upload URLs, socket addresses.

docs.slack.dev/interactivity/handling-user-interaction (trigger_id: 3 s, once; response_url: 5 uses, 30 minutes).
"""

import dataclasses
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground import refusals

TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_AGE = timedelta(minutes=30)


@dataclass(frozen=True)
class Trigger:
    """A person's deed that lets the app open one view for them. `made` is monotonic wall time in seconds.

    `view_id` is the modal the deed was done in, if any; `channel_id` the conversation, where that is known.
    """

    id: str
    user_id: str
    view_id: str | None
    made: float
    used: bool = False
    channel_id: str | None = None


@dataclass(frozen=True)
class ResponseUrl:
    """Where the app may answer a deed. `message_ts` is the message it was done on, if any; `thread_ts` its thread.

    `from_command` tells a slash command's, which cannot delete or replace what it did not post.
    """

    token: str
    user_id: str
    channel_id: str
    made_at: datetime
    message_ts: str | None
    thread_ts: str | None
    from_command: bool
    uses: int = 0


@dataclass(frozen=True)
class UploadUrl:
    """Where the bytes of one file go; `length` is how many were announced."""

    token: str
    file_id: str
    length: int
    made_at: datetime
    used: bool = False


class Tickets:
    """Everything handed out since the start. Nothing is forgotten, to tell "used" and "expired" from "never was"."""

    def __init__(
        self, lock: threading.RLock, now: Callable[[], datetime], wall: Callable[[], float] = time.monotonic
    ) -> None:
        """`now` is the playground's clock, `wall` seconds of real time."""
        self._lock = lock
        self._now = now
        self._wall = wall
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}
        self._upload_urls: dict[str, UploadUrl] = {}
        self._sockets: set[str] = set()

    def new_trigger(self, user_id: str, *, view_id: str | None = None, channel_id: str | None = None) -> Trigger:
        """A trigger good for 3 s of wall time from now, once."""
        with self._lock:
            number = f"{secrets.randbelow(10**12):012d}.{secrets.randbelow(10**12):012d}"
            trigger = Trigger(
                f"{number}.{secrets.token_hex(16)}", user_id, view_id, self._wall(), channel_id=channel_id
            )
            self._triggers[trigger.id] = trigger
            return trigger

    def take_trigger(self, trigger_id: str) -> Trigger:
        """Use the trigger up. Raises Refusal: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id."""
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise refusals.Refusal("invalid_trigger_id", f"no trigger {trigger_id!r} was ever handed out")
            if trigger.used:
                raise refusals.Refusal("exchanged_trigger_id", "this trigger has opened a view already")
            age = self._wall() - trigger.made
            if age > TRIGGER_SECONDS:
                raise refusals.Refusal("expired_trigger_id", f"the trigger is {age:.1f} s old, 3 s are allowed")
            self._triggers[trigger_id] = dataclasses.replace(trigger, used=True)
            return trigger

    def new_response_url(
        self,
        user_id: str,
        channel_id: str,
        *,
        message_ts: str | None = None,
        thread_ts: str | None = None,
        from_command: bool = False,
    ) -> ResponseUrl:
        """A place to answer, good for five uses within 30 minutes of the playground's clock."""
        with self._lock:
            url = ResponseUrl(
                secrets.token_urlsafe(18), user_id, channel_id, self._now(), message_ts, thread_ts, from_command
            )
            self._response_urls[url.token] = url
            return url

    def use_response_url(self, token: str) -> ResponseUrl:
        """Count one use. Raises Refusal: no_such_url, used_url (the sixth) or expired_url (older than 30 minutes)."""
        with self._lock:
            url = self._response_urls.get(token)
            if url is None:
                raise refusals.Refusal("no_such_url", "no such response_url was ever handed out")
            if url.uses >= RESPONSE_URL_USES:
                raise refusals.Refusal("used_url", "a response_url can be used five times")
            if self._now() - url.made_at > RESPONSE_URL_AGE:
                raise refusals.Refusal("expired_url", "a response_url is good for 30 minutes")
            url = dataclasses.replace(url, uses=url.uses + 1)
            self._response_urls[token] = url
            return url

    def follow_channel(self, old_id: str, new_id: str) -> None:
        """A channel's id changed: what was handed out there goes on being good."""
        with self._lock:
            for token, url in self._response_urls.items():
                if url.channel_id == old_id:
                    self._response_urls[token] = dataclasses.replace(url, channel_id=new_id)

    def new_upload_url(self, file_id: str, length: int) -> UploadUrl:
        """A place to send the `length` bytes of a file to, once."""
        with self._lock:
            url = UploadUrl(secrets.token_urlsafe(24), file_id, length, self._now())
            self._upload_urls[url.token] = url
            return url

    def get_upload_url(self, token: str) -> UploadUrl:
        """One that can still be used. Raises Refusal: no_such_url or used_url."""
        with self._lock:
            url = self._upload_urls.get(token)
            if url is None:
                raise refusals.Refusal("no_such_url", "no such upload URL was ever handed out")
            if url.used:
                raise refusals.Refusal("used_url", "something has been uploaded here already")
            return url

    def use_upload_url(self, token: str) -> None:
        """The bytes have come. Raises Refusal as `get_upload_url` does."""
        with self._lock:
            self._upload_urls[token] = dataclasses.replace(self.get_upload_url(token), used=True)

    def new_socket(self) -> str:
        """A ticket for one WebSocket, as apps.connections.open hands it out."""
        with self._lock:
            ticket = secrets.token_urlsafe(12)
            self._sockets.add(ticket)
            return ticket

    def take_socket(self, ticket: str) -> bool:
        """Whether the ticket was good; it is not any more."""
        with self._lock:
            if ticket not in self._sockets:
                return False
            self._sockets.remove(ticket)
            return True
