"""The way from the playground to the app: a Socket Mode connection, or signed HTTP requests. Deeds do not know which.

All times are wall time, in seconds: a program really has three seconds to acknowledge, whatever the playground's clock
says. Sources: docs.slack.dev/apis/events-api (retries), docs.slack.dev/interactivity/handling-user-interaction.
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from playground import seals

ACK_SECONDS = 3.0
# "nearly immediately", then after one minute, then after five (docs.slack.dev/apis/events-api, retries)
RETRY_SECONDS = (0.1, 60.0, 300.0)

Kind = Literal["slash_commands", "interactive", "events_api"]


class NothingSigned(ValueError):
    """Over this wire nothing carries a signature, so there is none to forge."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a payload fared: acknowledged in time, not in time, refused (an answer came, but no acknowledgement), or
    nobody there to take it.

    `payload` is what came with the acknowledgement, where the payload accepts one.
    """

    outcome: Literal["acknowledged", "late", "refused", "unreachable"]
    payload: Any = None


UNREACHABLE = Answer("unreachable")
LATE = Answer("late")
REFUSED = Answer("refused")


class Wire(Protocol):
    """`start` and `close` are for the event loop. The others are for worker threads and block until the answer is there
    or its time is over. Without `seal` a request is signed as it should be, now.
    """

    def start(self) -> None:
        """Bind to the running event loop."""

    def deliver(
        self,
        kind: Kind,
        payload: dict[str, Any],
        *,
        accepts_response_payload: bool,
        copies: int = 1,
        seal: seals.Seal | None = None,
    ) -> list[Answer]:
        """Send a command or an interaction and wait for the acknowledgement; Slack never repeats these by itself.

        With `copies`, the same payload goes out so often at once. Raises NothingSigned.
        """

    def publish(self, payload: dict[str, Any], *, copies: int = 1, seal: seals.Seal | None = None) -> list[Answer]:
        """Send an event and wait for the first attempt's outcome; further attempts follow by themselves.

        Raises NothingSigned.
        """

    async def close(self) -> None:
        """Stop sending and let every waiting deed go."""
