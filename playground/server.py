"""All of the playground on one port of the loopback interface."""

import asyncio
import contextlib
import secrets
import socket
import threading
import urllib.parse
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from playground import clock as clocks
from playground import (
    connections,
    control,
    faults,
    installation,
    payloads,
    response_urls,
    signed_http,
    sockets,
    web_api,
    wires,
    workspace,
)
from playground import machine as machines
from playground import script as scripts
from playground import world as worlds
from playground.deeds import context as contexts

HOST = "127.0.0.1"
_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGE = Path(__file__).parent / "page"
# A client blocked in recv() notices its own close() only when something arrives.
_PING_SECONDS = 0.2
_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Playground:
    """A running playground. The secrets are what the app's settings need; they are new at every start.

    `context` is for deeds side by side; those at `/_playground/` are done one after the other.
    """

    url: str
    port: int
    workspace: workspace.Workspace
    faults: faults.Faults
    sockets: sockets.Sockets
    context: contexts.Context

    @property
    def api_url(self) -> str:
        """The Web API's base, as slack_sdk wants it: with a slash at its end."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """xoxb-…"""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """xapp-…"""
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """For requests over HTTP."""
        return self.workspace.app.signing_secret

    @property
    def clock(self) -> clocks.Clock:
        """The playground's clock, to be read by the program beside it."""
        return self.workspace.clock

    @property
    def script(self) -> scripts.Script:
        """A client of `/_playground/`."""
        return scripts.Script(self.url)

    def save_request_url(self) -> bool:
        """Save the event address, as one would on the app's page once the program is up: it is asked for its challenge.

        Whether the program answered it; what it did instead is among the refusals. Nothing is asked in Socket Mode.
        """
        wire = self.context.wire
        return not isinstance(wire, signed_http.SignedHttp) or wire.verify()

    def resend_request(self, kind: wires.Kind, *, port: int | None = None) -> int:
        """Send the last request of that kind again, byte for byte, as who recorded it would; the answer's status.

        `port`: to another process of the app on this machine.

        Raises RuntimeError in Socket Mode, where there are no requests.
        """
        wire = self.context.wire
        if not isinstance(wire, signed_http.SignedHttp):
            raise RuntimeError("in Socket Mode no requests are sent")
        return wire.resend(kind, port=port)

    def attach(self, machine: machines.Machine) -> None:
        """Keep step with this program from now on; it can only be started once the playground is there."""
        self.context.machine = machine


@contextlib.contextmanager
def serve(
    *,
    world: worlds.World | Path,
    manifest_path: Path,
    port: int = 0,
    machine: machines.Machine | None = None,
    withhold_scopes: Collection[str] = frozenset(),
    clock: clocks.Clock | None = None,
    ack_seconds: float = wires.ACK_SECONDS,
    retry_seconds: tuple[float, ...] = wires.RETRY_SECONDS,
    close_seconds: float = sockets.CLOSE_SECONDS,
) -> Iterator[Playground]:
    """Serve a playground on a port of 127.0.0.1 (0: any) until the block ends.

    A manifest without Socket Mode that names request URLs is delivered to by signed HTTP, every other over sockets.
    Raises OSError where the port is taken, UnreadableWorld, UnusableManifest. `ack_seconds`, `retry_seconds` and
    `close_seconds` are in wall time; Slack's are the defaults.
    """
    plan = worlds.read(world) if isinstance(world, Path) else world
    app = installation.read(manifest_path, withhold=withhold_scopes)
    space = workspace.Workspace(plan, app, clock)

    verification_token = secrets.token_urlsafe(18)

    def keep(error: str, detail: str) -> None:
        space.record_refusal("socket" if app.request_urls is None else "http", error, detail)

    def admit(ticket: str) -> bool:
        if app.request_urls is not None:
            keep("socket_mode_disabled", "the manifest does not enable Socket Mode")
            return False
        return space.tickets.take_socket(ticket)

    hub = sockets.Sockets(
        app_id=plan.bot.app_id,
        admit=admit,
        refuse=keep,
        ack_seconds=ack_seconds,
        retry_seconds=retry_seconds,
        close_seconds=close_seconds,
    )
    wire: wires.Wire = hub
    if app.request_urls is not None:
        wire = signed_http.SignedHttp(
            urls=app.request_urls,
            signing_secret=app.signing_secret,
            verification_token=verification_token,
            refuse=keep,
            ack_seconds=ack_seconds,
            retry_seconds=retry_seconds,
        )
    with socket.create_server((HOST, port)) as listener:
        bound_port = listener.getsockname()[1]
        context = contexts.Context(
            workspace=space,
            faults=faults.Faults(),
            wire=wire,
            sockets=hub,
            app=payloads.App(
                app_id=plan.bot.app_id,
                team_id=plan.team.id,
                team_domain=plan.team.domain,
                bot_user_id=plan.bot.user_id,
                verification_token=verification_token,
            ),
            url=f"http://{HOST}:{bound_port}",
            machine=machine or machines.NullMachine(),
        )
        space.files.address = context.url
        with _running(context, listener):
            yield Playground(context.url, bound_port, space, context.faults, hub, context)


@contextlib.contextmanager
def _running(context: contexts.Context, listener: socket.socket) -> Iterator[None]:
    endpoints = control.Control(context)
    ways: list[wires.Wire] = list({id(wire): wire for wire in (context.sockets, context.wire)}.values())
    ready = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        for wire in ways:
            wire.start()
        loops.append(asyncio.get_running_loop())
        ready.set()
        yield

    app = Starlette(routes=_routes(context, endpoints), lifespan=lifespan)
    server = uvicorn.Server(
        uvicorn.Config(
            connections.Cuttable(LoopbackOnly(app)),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            lifespan="on",
            ws="websockets-sansio",
            ws_ping_interval=_PING_SECONDS,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="playground")
    thread.start()
    while not ready.wait(0.05):
        if not thread.is_alive():
            raise RuntimeError("the playground's server did not start")
    context.workspace.happenings.start(context.publish)
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(endpoints.stop)
        # before the loop ends: a deed under way waits for an acknowledgement, and this lets it go
        for wire in ways:
            asyncio.run_coroutine_threadsafe(wire.close(), loops[0]).result(_STOP_SECONDS)
        context.workspace.happenings.stop()
        endpoints.join()
        server.should_exit = True
        thread.join(_STOP_SECONDS)


def _routes(context: contexts.Context, endpoints: control.Control) -> list[BaseRoute]:
    templates = Jinja2Templates(_PAGE / "templates")

    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "index.html", {"title": context.workspace.world.team.name})

    return [
        Route("/", page),
        Mount("/static", StaticFiles(directory=_PAGE / "static", check_dir=False)),
        *web_api.routes(context.workspace, context.faults),
        Route("/response/{token}", response_urls.ResponseUrls(context.workspace).answer, methods=["POST"]),
        WebSocketRoute("/socket/{ticket}", context.sockets.serve),
        *endpoints.routes(),
    ]


class LoopbackOnly:
    """Refuse what a web page elsewhere could make a browser send here.

    A Host that is no loopback name (DNS rebinding) and an Origin that is not this server's own (cross-site requests).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            if not _is_ours(headers.get("host", ""), headers.get("origin")):
                refused = (
                    WebSocketClose(code=1008)
                    if scope["type"] == "websocket"
                    else PlainTextResponse("Only pages and programs on this machine may ask.\n", 403)
                )
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_ours(host: str, origin: str | None) -> bool:
    if urllib.parse.urlsplit(f"//{host}").hostname not in _LOOPBACK_NAMES:
        return False
    return origin is None or urllib.parse.urlsplit(origin).netloc == host
