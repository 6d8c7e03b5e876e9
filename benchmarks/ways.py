"""How a crowd reaches an app: what the app has to be told, when it is there, and everybody at once.

Times are milliseconds of wall time, from sending a command to having its acknowledgement, as the person who typed it
waits for it.
"""

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.council import Asked
from bot.views import notices

START_S = 180.0
# slack_sdk's own client loses what comes in the same breath as the handshake.
AFTER_HANDSHAKE_S = 0.5
Transport = Literal["http", "socket"]


@dataclass(frozen=True)
class Answer:
    """What somebody saw: a form, or an answer in words; and how long the acknowledgement took."""

    asked: Asked
    ms: float
    view: dict[str, Any] | None
    said: dict[str, Any] | None

    def is_a_wait(self, expected: "Answer") -> bool:
        """Whether they are told to wait a moment. Raises AssertionError for anything but that and what is expected."""
        if (self.view, self.said) == (expected.view, expected.said):
            return False
        assert notices.LOADING in json.dumps([self.view, self.said], ensure_ascii=False), self
        return True


@dataclass(frozen=True)
class Way:
    """To one app. `rush` lets everybody type at once and gives their answers in the order asked."""

    settings: dict[str, str]
    ready: Callable[[], Awaitable[None]]
    rush: Callable[[list[Asked]], Awaitable[list[Answer]]]


# A Slack, for as long as its block lasts, with a way to the bot and one to the bare app.
Slack = Callable[[Transport], AbstractAsyncContextManager[tuple[Way, Way]]]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(port: int) -> None:
    """Return when somebody does. Raises TimeoutError after START_S."""
    async with asyncio.timeout(START_S):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def connected(is_connected: Callable[[], bool]) -> None:
    """Return when an app has its socket. Raises TimeoutError after START_S."""
    async with asyncio.timeout(START_S):
        while not is_connected():
            await asyncio.sleep(0.02)
    await asyncio.sleep(AFTER_HANDSHAKE_S)
