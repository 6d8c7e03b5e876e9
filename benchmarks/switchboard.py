"""Slack for a crowd, taking no time itself: a Web API that says ok at once, and one socket for each app.

It runs on an event loop of its own process; what is measured are the others. It keeps what was posted when and where,
and takes its time over posts where it is told to.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
import urllib.parse
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio import server as websockets
from websockets.exceptions import ConnectionClosed

from benchmarks import council, stand_in, ways
from benchmarks.council import Asked
from benchmarks.ways import Answer, Way

PATIENCE_S = 10.0
SECRET = "bench"

Say = Callable[[dict[str, str]], Awaitable[str]]


@dataclass(frozen=True)
class Post:
    """A message that came at `at` (seconds on the monotonic clock); `key` is the one in its metadata."""

    at: float
    channel: str
    key: str


@dataclass
class Switchboard:
    """Keeps which forms were opened, what was posted, and which acknowledgements are awaited."""

    api_url: str = ""
    calls: int = 0
    introductions: int = 0
    post_takes_s: float = 0.0
    opened: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    _sockets: dict[str, websockets.ServerConnection] = field(default_factory=dict)
    _awaited: dict[str, "asyncio.Future[str]"] = field(default_factory=dict)
    _socket_url: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """What any program of ours has to be told to find it."""
        return {"SLACK_API_URL": self.api_url, "SLACK_BOT_TOKEN": "xoxb-bench"}

    def way(self, over: ways.Transport) -> Way:
        """To an app that is about to be started."""
        port, app_token = ways.free_port(), f"xapp-{uuid.uuid4()}"
        settings = self.settings | {"SLACK_SIGNING_SECRET": SECRET}
        if over == "http":
            return Way(
                settings | {"PORT": str(port)},
                lambda: ways.listening(port),
                lambda crowd: self._rush(crowd, self._over_http(port)),
            )
        return Way(
            settings | {"SLACK_APP_TOKEN": app_token},
            lambda: ways.connected(lambda: app_token in self._sockets),
            lambda crowd: self._rush(crowd, self._over_socket(app_token)),
        )

    async def introduced(self, programs: int) -> None:
        """Return when that many programs have asked who they are. Raises TimeoutError."""
        async with asyncio.timeout(ways.START_S):
            while self.introductions < programs:
                await asyncio.sleep(0.02)

    async def _rush(self, crowd: list[Asked], say: Say) -> list[Answer]:
        return list(await asyncio.gather(*(self._ask(asked, say) for asked in crowd)))

    def _over_http(self, port: int) -> Say:
        """Signed requests, each over a connection of its own (docs.slack.dev/authentication/verifying-requests)."""

        async def say(payload: dict[str, str]) -> str:
            body = urllib.parse.urlencode(payload).encode()
            stamp = str(int(time.time()))
            signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
            head = (
                f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head.encode() + body)
            answer = await reader.read()
            writer.close()
            top, _, said = answer.decode().partition("\r\n\r\n")
            status = top.split(" ", 2)[1]
            assert status == "200", f"{payload['command']} was answered with {status}"
            return said

        return say

    def _over_socket(self, token: str) -> Say:
        """Envelopes over the one socket of the app whose app-level token that is."""

        async def say(payload: dict[str, str]) -> str:
            envelope_id = str(uuid.uuid4())
            acknowledged: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            self._awaited[envelope_id] = acknowledged
            envelope = {
                "envelope_id": envelope_id,
                "type": "slash_commands",
                "accepts_response_payload": True,
                "payload": payload,
            }
            await self._sockets[token].send(json.dumps(envelope))
            return await acknowledged

        return say

    async def _ask(self, asked: Asked, say: Say) -> Answer:
        trigger_id = uuid.uuid4().hex
        payload = _payload(asked, trigger_id, self.api_url)
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE_S):
            said = await say(payload)
        elapsed = (time.perf_counter() - began) * 1000
        return Answer(asked, elapsed, self.opened.pop(trigger_id, None), json.loads(said) if said else None)

    async def _web_api(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = (await reader.readexactly(int(fields.get("content-length", "0")))).decode()
        self.calls += 1
        method = head.split(" ", 2)[1].rsplit("/", 1)[1]
        content = json.dumps(self._answer(method, fields, body)).encode()
        if method == "chat.postMessage":
            await asyncio.sleep(self.post_takes_s)
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"x-oauth-scopes: commands,chat:write\r\nContent-Length: %d\r\n\r\n" % len(content) + content
        )
        await writer.drain()
        writer.close()

    def _answer(self, method: str, fields: dict[str, str], body: str) -> dict[str, Any]:
        if method == "apps.connections.open":
            token = fields["authorization"].removeprefix("bearer ")
            return {"ok": True, "url": f"{self._socket_url}/{token}"}
        if method == "chat.postMessage":
            sent = _read(fields, body)
            self.posts.append(Post(time.monotonic(), sent["channel"], sent["metadata"]["event_payload"]["key"]))
            return {"ok": True, "channel": sent["channel"], "ts": f"1.{self.calls:06}"}
        if method == "views.open":
            sent = _read(fields, body)
            view = json.loads(sent["view"]) if isinstance(sent["view"], str) else sent["view"]
            self.opened[sent["trigger_id"]] = view
            return {"ok": True, "view": {"id": f"V{self.calls:09}", "hash": "1.a"}}
        if method == "views.update":
            return {"ok": True, "view": {"id": "V0BENCH01", "hash": "1.a"}}
        if method == "conversations.members":
            return {"ok": True, "members": [person.slack_id for person in council.everyone()]}
        self.introductions += method == "auth.test"
        known = {"team_id": stand_in.TEAM, "user_id": stand_in.BOT, "bot_id": "B0BENCHBOT"}
        return {"ok": True, **known, "channel": "C0BENCH01", "ts": f"1.{self.calls:06}"}

    async def _socket(self, connection: websockets.ServerConnection) -> None:
        assert connection.request is not None
        token = connection.request.path.strip("/?")
        await connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self._sockets[token] = connection
        with contextlib.suppress(ConnectionClosed):
            async for frame in connection:
                ack = json.loads(frame)
                waiting = self._awaited.pop(ack["envelope_id"])
                waiting.set_result(json.dumps(ack["payload"]) if ack.get("payload") else "")


@contextlib.asynccontextmanager
async def slack(over: ways.Transport) -> AsyncIterator[tuple[Way, Way]]:
    """Serve until the block ends: a way to the bot and one to the bare app."""
    async with serving() as board:
        yield board.way(over), board.way(over)


@contextlib.asynccontextmanager
async def serving(*, post_takes_s: float = 0.0) -> AsyncIterator[Switchboard]:
    """Serve until the block ends. A post is answered after `post_takes_s`."""
    board = Switchboard(post_takes_s=post_takes_s)
    web_api = await asyncio.start_server(board._web_api, "127.0.0.1", 0, backlog=256)
    async with web_api, websockets.serve(board._socket, "127.0.0.1", 0) as sockets:
        board.api_url = f"http://127.0.0.1:{web_api.sockets[0].getsockname()[1]}/api/"
        board._socket_url = f"ws://127.0.0.1:{next(iter(sockets.sockets)).getsockname()[1]}"
        yield board


def _read(fields: dict[str, str], body: str) -> dict[str, Any]:
    sent = dict(urllib.parse.parse_qsl(body)) if "form" in fields["content-type"] else json.loads(body)
    return {
        name: json.loads(value) if name == "metadata" and isinstance(value, str) else value
        for name, value in sent.items()
    }


def _payload(asked: Asked, trigger_id: str, api_url: str) -> dict[str, str]:
    """docs.slack.dev/interactivity/implementing-slash-commands."""
    return {
        "token": "bench",
        "team_id": stand_in.TEAM,
        "team_domain": "bench",
        "channel_id": "C0COUNCIL",
        "channel_name": "cx-council",
        "user_id": asked.user,
        "user_name": "somebody",
        "command": asked.command,
        "text": asked.text,
        "api_app_id": "A0BENCH01",
        "is_enterprise_install": "false",
        "response_url": f"{api_url}response",
        "trigger_id": trigger_id,
    }
