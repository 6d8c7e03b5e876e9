"""Cutting a connection without an answer, as a network does.

An ASGI application can only answer; the connection is the server's. `Cuttable` stands outermost, where uvicorn's own
request object can still be seen, and leaves the way to it in the scope for `cut`.
"""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "playground.transport"


class NotCuttable(RuntimeError):
    """The application is not served by uvicorn through `Cuttable`."""


class Cuttable:
    """Wrap the whole application in this, outside everything else, before handing it to uvicorn."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as the application does."""
        if scope["type"] == "http":
            request: Any = getattr(send, "__self__", None)
            scope[_KEY] = getattr(request, "transport", None)
        await self._app(scope, receive, send)


async def cut(scope: Scope, receive: Receive) -> None:
    """Reset the request's connection. The caller sends nothing afterwards. Raises NotCuttable."""
    transport = scope.get(_KEY)
    if not isinstance(transport, asyncio.Transport):
        raise NotCuttable("wrap the application in playground.connections.Cuttable and serve it with uvicorn")
    transport.abort()
    # uvicorn complains of a request without an answer unless it has seen the client go first.
    while (await receive())["type"] != "http.disconnect":
        pass
