"""A playground with a real Bolt app on the other side of its sockets: what most tests of the deeds stand on."""

import contextlib
import copy
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import slack_bolt
import slack_sdk
from slack_bolt.adapter.socket_mode import SocketModeHandler

from playground import script as scripts
from playground import server, world

Body = dict[str, Any]

_SCOPES = [
    *("commands", "chat:write", "im:write", "users:read", "channels:read"),
    # what the events below need
    *("im:history", "channels:history", "app_mentions:read"),
]
MANIFEST: Body = {
    "display_information": {"name": "CX Council"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/cx-action", "description": "Actions", "should_escape": True},
            {"command": "/plain", "description": "As it was typed", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Record it", "type": "message", "callback_id": "record", "description": "Record this message"},
            {"name": "New action", "type": "global", "callback_id": "new_action", "description": "Write an action"},
        ],
    },
    "oauth_config": {"scopes": {"bot": _SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "message.channels", "app_mention"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def manifest(**features: Any) -> Body:
    """The manifest with some of its features replaced."""
    changed = copy.deepcopy(MANIFEST)
    changed["features"].update(features)
    return changed


@dataclass
class Trial:
    """`seen` holds every body the app was sent, in order, and `headers` what came beside it; `own` what it was told of
    messages of its own, which come whenever they come.
    """

    playground: server.Playground
    app: slack_bolt.App
    handler: SocketModeHandler
    seen: list[Body]
    headers: list[Body]
    own: list[Body]

    @property
    def script(self) -> scripts.Script:
        return self.playground.script

    @property
    def client(self) -> slack_sdk.WebClient:
        return self.app.client

    def bodies(self, kind: str) -> list[Body]:
        """The payloads of one type among what was seen; slash commands have none and go by their command."""
        return [body for body in self.seen if kind in (body.get("type"), body.get("command"), _event_type(body))]

    def person(self, handle: str) -> str:
        found = self.playground.workspace.find_person(handle)
        assert found is not None
        return found.id

    def channel(self, name: str) -> str:
        found = self.playground.workspace.conversations.find_named(name)
        assert found is not None
        return found.id

    def post(self, channel: str, *blocks: Body, text: str = "A message") -> str:
        """A message of the app's; its ts."""
        answer = self.client.chat_postMessage(channel=self.channel(channel), text=text, blocks=list(blocks) or None)
        return str(answer["ts"])

    def opens(self, view: Body, command: str = "/cx-action") -> None:
        """From now on, the command opens this modal."""

        def open_it(ack: slack_bolt.Ack, body: Body, client: slack_sdk.WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=view)

        self.app.command(command)(open_it)

    def refusals(self) -> list[str]:
        """The names of everything refused so far."""
        return [refused.error for refused in self.playground.workspace.refusals()]


@contextlib.contextmanager
def trial(tmp_path: Path, *, app_manifest: Body = MANIFEST, connected: bool = True, **times: Any) -> Iterator[Trial]:
    """A trial that ends with its block. `times`: ack_seconds, retry_seconds."""
    written = tmp_path / "manifest.json"
    written.write_text(json.dumps(app_manifest))
    seen: list[Body] = []
    headers: list[Body] = []
    own: list[Body] = []

    def note(request: slack_bolt.BoltRequest, next: Callable[[], slack_bolt.BoltResponse]) -> slack_bolt.BoltResponse:
        if _is_of_its_own(request.body):
            own.append(copy.deepcopy(request.body))
        else:
            seen.append(copy.deepcopy(request.body))
            headers.append(dict(request.headers))
        return next()

    with (
        server.serve(world=world.LARKSPUR, manifest_path=written, **times) as playground,
        _app(playground, note) as app,
        _handler(app, playground, connected=connected) as handler,
    ):
        yield Trial(playground, app, handler, seen, headers, own)


@contextlib.contextmanager
def _app(playground: server.Playground, note: Callable[..., slack_bolt.BoltResponse]) -> Iterator[slack_bolt.App]:
    logger = logging.getLogger("tests.playground")
    logger.setLevel(logging.CRITICAL)
    client = slack_sdk.WebClient(
        token=playground.bot_token, base_url=playground.api_url, logger=logger, retry_handlers=[]
    )
    with ThreadPoolExecutor(8) as threads:
        yield slack_bolt.App(
            client=client,
            signing_secret=playground.signing_secret,
            token_verification_enabled=False,
            # before Bolt turns away what comes from another workspace
            before_authorize=note,
            process_before_response=True,
            listener_executor=threads,
            logger=logger,
        )


@contextlib.contextmanager
def _handler(app: slack_bolt.App, playground: server.Playground, *, connected: bool) -> Iterator[SocketModeHandler]:
    handler = SocketModeHandler(app, playground.app_token)
    try:
        if connected:
            handler.connect()
            until(lambda: playground.sockets.connections == 1)
        yield handler
    finally:
        # it would come back; and its close() is slow, or trips over itself, while its own thread still reads
        handler.client.auto_reconnect_enabled = False
        playground.sockets.drop()
        until(lambda: not handler.client.is_connected())
        # its own loop looks up once a second, or when there is something in its queue
        handler.client.closed = True
        handler.client.enqueue_message("{}")
        handler.close()


def until(true: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait for something another thread is about to do."""
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        pause(0.01)
    raise AssertionError("it did not happen in time")


@contextlib.contextmanager
def together(*deeds: Callable[[], Any]) -> Iterator[None]:
    """Begin these on threads of their own, in this order, and have them done when the block ends."""
    with ThreadPoolExecutor(len(deeds)) as threads:
        begun = [threads.submit(deed) for deed in deeds]
        yield
        for deed in begun:
            deed.result()


def pause(seconds: float) -> None:
    """Do nothing for some real time."""
    threading.Event().wait(seconds)


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: Any) -> Body:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(block_id: str, *elements: Body) -> Body:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def question(block_id: str, label: str, element: Body, **more: Any) -> Body:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def text_input(action_id: str = "text", **more: Any) -> Body:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def option(text: str, value: str) -> Body:
    return {"text": plain(text), "value": value}


def modal(*blocks: Body, callback_id: str = "form", title: str = "A form", **more: Any) -> Body:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: Body) -> Body:
    return {"type": "home", "blocks": list(blocks)}


def _is_of_its_own(body: Body) -> bool:
    event = body.get("event", {})
    message = event.get("message") or event.get("previous_message") or event
    return event.get("type") == "message" and "bot_id" in message


def _event_type(body: Body) -> str | None:
    event = body.get("event")
    return event["type"] if isinstance(event, dict) else None
