"""The Web API of a Larkspur workspace, served by uvicorn on a free port and called by Slack's own client."""

import contextlib
import http.client
import json
import socket
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import slack_sdk
import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from playground import connections, faults, installation, web_api, workspace, world

MANIFEST: dict[str, Any] = {
    "features": {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": True}},
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "im:write", "users:read", "channels:read", "groups:read", "channels:history"],
            "bot_optional": ["channels:history", "groups:read"],
        }
    },
}


@dataclass
class Office:
    """A workspace with its address, and Slack's client for it, which retries nothing."""

    state: workspace.Workspace
    trouble: faults.Faults
    port: int

    @property
    def client(self) -> slack_sdk.WebClient:
        return self.client_with(self.state.app.bot_token)

    def client_with(self, token: str | None) -> slack_sdk.WebClient:
        return slack_sdk.WebClient(token=token, base_url=f"http://127.0.0.1:{self.port}/api/", retry_handlers=[])

    def channel(self, name: str) -> str:
        found = self.state.conversations.find_named(name)
        assert found is not None
        return found.id

    def person(self, handle: str) -> str:
        found = self.state.find_person(handle)
        assert found is not None
        return found.id

    def grant(self, *scopes: str) -> None:
        self.state.app = replace(self.state.app, scopes=self.state.app.scopes | set(scopes))

    def withhold(self, *scopes: str) -> None:
        self.state.app = replace(self.state.app, scopes=self.state.app.scopes - set(scopes))

    def send(
        self, method: str, body: str | bytes, content_type: str | None, *, token: str | None = None, verb: str = "POST"
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """A request as written, without Slack's client: status, JSON answer, headers (lower case)."""
        headers = {"Authorization": f"Bearer {token or self.state.app.bot_token}"}
        if content_type:
            headers["Content-Type"] = content_type
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            connection.request(verb, f"/api/{method}", body.encode() if isinstance(body, str) else body, headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, json.loads(answer.read()), named

    def say(self, method: str, arguments: dict[str, Any], *, token: str | None = None) -> dict[str, Any]:
        """The JSON answer to a call with a form, which every method reads; what is no text goes as JSON."""
        fields = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in arguments.items()
            if value is not None
        }
        _, body, _ = self.send(method, urllib.parse.urlencode(fields), "application/x-www-form-urlencoded", token=token)
        return body

    def upload(self, name: str, content: bytes, **more: Any) -> str:
        """The id of a file whose bytes have come, its upload not completed yet."""
        promised = self.say("files.getUploadURLExternal", {"filename": name, "length": len(content), **more})
        assert self.fetch(promised["upload_url"], content)[0] == 200
        return str(promised["file_id"])

    def fetch(
        self, url: str, body: bytes | None = None, *, verb: str | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """A request to any address of the playground: status, body, headers (lower case)."""
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(verb or ("GET" if body is None else "POST"), parts.path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}


class Desk:
    """Stands in uvicorn's place for an application that every test brings anew."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.port = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    desk = Desk()
    server = uvicorn.Server(uvicorn.Config(desk, ws="none", lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        desk.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield desk
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()


@pytest.fixture
def office(desk: Desk) -> Office:
    state = workspace.Workspace(world.read(), installation.install(MANIFEST))
    state.files.address = f"http://127.0.0.1:{desk.port}"
    trouble = faults.Faults()
    # real time stands still, so that only the clock fills a method's tier
    desk.app = connections.Cuttable(Starlette(routes=web_api.routes(state, trouble, wall=lambda: 0.0)))
    return Office(state, trouble, desk.port)


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    """The body Slack's client raised over."""
    with pytest.raises(SlackApiError) as raised:
        call()
    body = raised.value.response.data
    assert isinstance(body, dict)
    return body
