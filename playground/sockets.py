"""Socket Mode, from Slack's side: hello, envelopes, acknowledgements, redelivery, disconnect.

Source: docs.slack.dev/apis/events-api/using-socket-mode and docs.slack.dev/apis/events-api. All times are wall time, in
seconds: a program really has three seconds to acknowledge, whatever the playground's clock says.
"""

import asyncio
import contextlib
import itertools
import json
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground import seals, strict_json, wires

MAX_CONNECTIONS = 10
DISCONNECT_REASONS = ("warning", "refresh_requested", "link_disabled")
# Slack says that it will close a connection about ten seconds before it does.
CLOSE_SECONDS = 10.0
# A connection lives for some hours; with debug_reconnects=true in its address for six minutes.
CONNECTION_SECONDS = 18060
DEBUG_CONNECTION_SECONDS = 360
_T = TypeVar("_T")


@dataclass(slots=True, eq=False)
class _Connection:
    websocket: WebSocket
    in_flight: dict[str, "_InFlight"] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _InFlight:
    answer: "asyncio.Future[wires.Answer]"
    accepts_response_payload: bool


@dataclass(frozen=True, slots=True)
class _Event:
    payload: dict[str, Any]
    attempt: int


class Sockets:
    """The connections of one app, and what is on its way over them.

    `deliver`, `publish` and `disconnect` are for worker threads; `serve` and `close` run on the event loop.
    """

    def __init__(
        self,
        *,
        app_id: str,
        admit: Callable[[str], bool],
        refuse: Callable[[str, str], None],
        ack_seconds: float = wires.ACK_SECONDS,
        retry_seconds: tuple[float, ...] = wires.RETRY_SECONDS,
        close_seconds: float = CLOSE_SECONDS,
    ) -> None:
        """`admit` takes a connection's ticket, once; `refuse(error, detail)` keeps what was not accepted.

        `close_seconds` pass between the word that a connection will be closed and its end.
        """
        self._app_id = app_id
        self._admit = admit
        self._refuse = refuse
        self._ack_seconds = ack_seconds
        self._retry_seconds = retry_seconds
        self._close_seconds = close_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open: list[_Connection] = []
        self._turns = itertools.count()
        self._waiting: list[_Event] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self) -> None:
        """Bind to the running event loop."""
        self._loop = asyncio.get_running_loop()

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._open)

    @property
    def waiting(self) -> int:
        """How many events wait for a connection."""
        return len(self._waiting)

    def deliver(
        self,
        kind: wires.Kind,
        payload: dict[str, Any],
        *,
        accepts_response_payload: bool,
        copies: int = 1,
        seal: seals.Seal | None = None,
    ) -> list[wires.Answer]:
        """Send a command or an interaction and wait for the acknowledgement; Slack never repeats these by itself.

        With `copies`, the same payload goes out so often at once, each in an envelope of its own. Raises NothingSigned
        for a forged signature.
        """
        _refuse_forgery(seal)
        work = (self._send(kind, payload, accepts_response_payload=accepts_response_payload) for _ in range(copies))
        return self._from_thread(_all(work))

    def publish(
        self, payload: dict[str, Any], *, copies: int = 1, seal: seals.Seal | None = None
    ) -> list[wires.Answer]:
        """Send an event and wait for the first attempt's outcome; further attempts follow by themselves.

        Raises NothingSigned for a forged signature.
        """
        _refuse_forgery(seal)
        return self._from_thread(_all(self._attempt(_Event(payload, 0)) for _ in range(copies)))

    def disconnect(self, reason: str) -> int:
        """Say `disconnect`, for one of DISCONNECT_REASONS; how many heard.

        The client has time to leave by itself before the connection is closed, but for link_disabled (Socket Mode was
        switched off): that closes it at once. Whoever connects again is let in, as if it had been switched on again.
        """
        return self._from_thread(self._disconnect_all(reason))

    def drop(self) -> int:
        """Close every open connection without a word, as a broken network does; how many were closed."""
        return self._from_thread(self._drop())

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from its handshake to its end."""
        if self._closed or not self._admit(websocket.path_params["ticket"]):
            await websocket.close(code=1008)
            return
        await websocket.accept()
        if len(self._open) >= MAX_CONNECTIONS:
            await websocket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await websocket.close()
            return
        connection = _Connection(websocket)
        self._open.append(connection)
        debugging = websocket.query_params.get("debug_reconnects") == "true"
        lifetime = DEBUG_CONNECTION_SECONDS if debugging else CONNECTION_SECONDS
        end = self._spawn(self._refresh_after(connection, lifetime))
        try:
            await websocket.send_json(self._hello(lifetime))
            self._flush()
            while (frame := await websocket.receive())["type"] != "websocket.disconnect":
                self._receive(connection, frame.get("text") or "")
        except WebSocketDisconnect:
            # the client left while hello was being sent
            pass
        finally:
            end.cancel()
            self._forget(connection)

    async def close(self) -> None:
        """Stop sending, let every waiting deed go, close every connection."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await self._drop()

    def _from_thread(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            raise RuntimeError("the socket server has not been started")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _attempt(self, event: _Event) -> wires.Answer:
        answer = await self._send(
            "events_api",
            event.payload,
            accepts_response_payload=False,
            retry_attempt=event.attempt,
            retry_reason="timeout" if event.attempt else "",
        )
        if answer.outcome == "unreachable":
            # Slack delivers what was sent while no socket was open as a retry (slackapi/python-slack-events-api#93)
            self._waiting.append(_Event(event.payload, max(event.attempt, 1)))
        elif answer.outcome == "late" and not self._closed:
            self._spawn(self._retry(event))
        return answer

    async def _retry(self, event: _Event) -> None:
        if event.attempt >= len(self._retry_seconds):
            self._refuse("event_given_up", f"{event.payload.get('event_id')} was never acknowledged")
            return
        await asyncio.sleep(self._retry_seconds[event.attempt])
        await self._attempt(_Event(event.payload, event.attempt + 1))

    async def _send(
        self, kind: wires.Kind, payload: dict[str, Any], *, accepts_response_payload: bool, **retry: Any
    ) -> wires.Answer:
        if self._closed or not self._open:
            return wires.UNREACHABLE
        connection = self._open[next(self._turns) % len(self._open)]
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[wires.Answer] = asyncio.get_running_loop().create_future()
        connection.in_flight[envelope_id] = _InFlight(waiting, accepts_response_payload)
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": accepts_response_payload,
            "payload": payload,
            **retry,
        }
        # a client that left this instant is seen below: its connection's end settles what it still owed
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await connection.websocket.send_text(json.dumps(envelope))
        await asyncio.wait([waiting], timeout=self._ack_seconds)
        if waiting.done():
            return waiting.result()
        connection.in_flight.pop(envelope_id, None)
        connection.late.add(envelope_id)
        return wires.LATE

    def _receive(self, connection: _Connection, text: str) -> None:
        """An acknowledgement: `{"envelope_id": ..., "payload": ...?}`."""
        try:
            ack = strict_json.read(text)
        except ValueError:
            ack = None
        if not isinstance(ack, dict) or not isinstance(ack.get("envelope_id"), str):
            self._refuse("invalid_ack", "a frame came that is no acknowledgement: it needs an envelope_id")
            return
        envelope_id = ack["envelope_id"]
        sent = connection.in_flight.pop(envelope_id, None)
        if sent is not None:
            payload = ack.get("payload")
            if payload and not sent.accepts_response_payload:
                self._refuse("unexpected_response_payload", f"envelope {envelope_id} takes no payload; it was dropped")
                payload = None
            sent.answer.set_result(wires.Answer("acknowledged", payload))
        elif envelope_id in connection.late:
            connection.late.discard(envelope_id)
            self._refuse("late_ack", f"envelope {envelope_id} was acknowledged after {self._ack_seconds:g} s")
        else:
            self._refuse("unknown_envelope", f"no envelope {envelope_id} is waiting on this connection")

    def _flush(self) -> None:
        """What waited for a connection goes out over the one that has just opened."""
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._spawn(self._attempt(event))

    def _forget(self, connection: _Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        for sent in connection.in_flight.values():
            if not sent.answer.done():
                sent.answer.set_result(wires.LATE)
        connection.in_flight.clear()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _disconnect_all(self, reason: str) -> int:
        told = list(self._open)
        for connection in told:
            await self._say_disconnect(connection, reason)
            if reason == "link_disabled":
                await self._hang_up(connection)
            else:
                self._spawn(self._close_after(connection, self._close_seconds))
        return len(told)

    async def _refresh_after(self, connection: _Connection, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._say_disconnect(connection, "refresh_requested")
        await self._close_after(connection, self._close_seconds)

    async def _close_after(self, connection: _Connection, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._hang_up(connection)

    async def _say_disconnect(self, connection: _Connection, reason: str) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await connection.websocket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            )

    async def _drop(self) -> int:
        dropped = list(self._open)
        for connection in dropped:
            await self._hang_up(connection)
        return len(dropped)

    async def _hang_up(self, connection: _Connection) -> None:
        self._forget(connection)
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await connection.websocket.close(code=1001)

    def _hello(self, lifetime: int) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": lifetime},
            "connection_info": {"app_id": self._app_id},
        }


def _refuse_forgery(seal: seals.Seal | None) -> None:
    if seal is not None and seal.lie is not None:
        raise wires.NothingSigned("what comes over a socket carries no signature")


async def _all(work: Iterable[Awaitable[wires.Answer]]) -> list[wires.Answer]:
    return list(await asyncio.gather(*work))
