"""An app's side of signed HTTP without any framework: keeps what it is sent, answers as told."""

import contextlib
import copy
import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground import script as scripts
from playground import server, world
from tests.playground import trial as trials


@dataclass(frozen=True)
class Request:
    """As it came; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """`after` seconds have passed."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0


ECHO = "the challenge"


@dataclass
class Receiver:
    """`replies` are given in turn, then the last one for ever. A challenge is answered apart, unless with another."""

    playground: server.Playground
    got: list[Request]
    challenges: list[Request]
    replies: list[Reply]
    challenge: list[Reply]

    @property
    def script(self) -> scripts.Script:
        return self.playground.script

    def says(self, *replies: Reply) -> None:
        self.replies[:] = replies

    def refusals(self) -> list[str]:
        return [refused.error for refused in self.playground.workspace.refusals()]


def manifest(port: int, **settings: Any) -> dict[str, Any]:
    """The trials' manifest over HTTP, an address for each kind of request."""
    over_http = copy.deepcopy(trials.MANIFEST)
    base = f"http://127.0.0.1:{port}"
    for command in over_http["features"]["slash_commands"]:
        command["url"] = f"{base}{command['command']}"
    over_http["settings"] = {
        "socket_mode_enabled": False,
        "interactivity": {
            "is_enabled": True,
            "request_url": f"{base}/interactivity",
            "message_menu_options_url": f"{base}/options",
        },
        "event_subscriptions": {"request_url": f"{base}/events", "bot_events": ["app_home_opened"]},
        **settings,
    }
    return over_http


@contextlib.contextmanager
def receiving(tmp_path: Path, **times: Any) -> Iterator[Receiver]:
    """A playground and who it calls. `times`: ack_seconds, retry_seconds."""
    got: list[Request] = []
    challenges: list[Request] = []
    replies = [Reply()]
    challenge = [Reply(body=ECHO)]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            if b"url_verification" in body:
                challenges.append(request)
                reply, echoed = challenge[0], request.json()["challenge"]
            else:
                got.append(request)
                reply, echoed = replies.pop(0) if len(replies) > 1 else replies[0], ""
            time.sleep(reply.after)
            said = reply.body.replace(ECHO, echoed).encode()
            with contextlib.suppress(ConnectionError):
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """A test's output is its own."""

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    written = tmp_path / "manifest.json"
    written.write_text(json.dumps(manifest(web.server_port)))
    try:
        with server.serve(world=world.LARKSPUR, manifest_path=written, **times) as playground:
            yield Receiver(playground, got, challenges, replies, challenge)
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
