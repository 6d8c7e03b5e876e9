"""The payloads as they really arrive: in the frames of a socket, and in the bodies of HTTP requests."""

import contextlib
import copy
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import slack_sdk
from websockets.sync.client import ClientConnection, connect

from playground import sockets
from tests.playground import receiver as receivers
from tests.playground import trial as trials
from tests.playground.trial import actions, button

Body = dict[str, Any]


def over_a_socket(tmp_path: Path) -> list[Body]:
    """Every kind of frame, one after the other."""
    manifest = copy.deepcopy(trials.MANIFEST)
    manifest["settings"]["event_subscriptions"]["bot_events"] = ["app_home_opened"]
    times: dict[str, Any] = {"ack_seconds": 0.2, "retry_seconds": (0.05, 0.05, 0.05)}
    with (
        trials.trial(tmp_path, app_manifest=manifest, connected=False, **times) as trial,
        contextlib.ExitStack() as connections,
    ):
        client, script = slack_sdk.WebClient(base_url=trial.playground.api_url), trial.script
        ts = trial.post("sales", actions("A-1", button("Done", "done")))

        def connected() -> ClientConnection:
            url = str(client.apps_connections_open(app_token=trial.playground.app_token)["url"])
            return connections.enter_context(connect(url, proxy=None))

        first = connected()
        seen = [_read(first)]
        seen += _while_doing(lambda: script.command("aisha", "sales", "/plain"), first)
        seen += _while_doing(lambda: script.press("marcus", "done", channel="sales", ts=ts), first)
        # never acknowledged, so that it comes once more
        seen += _while_doing(lambda: script.home("aisha"), first, frames=2)
        others = [connected() for _ in range(sockets.MAX_CONNECTIONS)]
        seen += [_read(other) for other in others]
        trial.playground.sockets.disconnect("warning")
        while seen[-1].get("reason") != "warning":
            seen.append(_read(others[0]))
    return seen


def over_http(tmp_path: Path) -> list[Body]:
    """The body of every request, whatever form it came in."""
    with receivers.receiving(tmp_path) as app:
        client = slack_sdk.WebClient(app.playground.bot_token, base_url=app.playground.api_url, retry_handlers=[])
        sales = next(one["id"] for one in app.script.state()["channels"] if one["name"] == "sales")
        ts = client.chat_postMessage(channel=sales, text="Words", blocks=[actions("A-1", button("Done", "done"))])["ts"]
        for answer in (
            app.script.command("aisha", "sales", "/cx-action", "list & more"),
            app.script.press("marcus", "done", channel="sales", ts=ts),
            app.script.shortcut("marcus", "new_action"),
            app.script.home("aisha"),
        ):
            assert answer["ok"], answer
        return [_unpacked(request) for request in (*app.challenges, *app.got)]


def _while_doing(deed: Callable[[], Any], connection: ClientConnection, *, frames: int = 1) -> list[Body]:
    with ThreadPoolExecutor(1) as thread:
        begun = thread.submit(deed)
        read = [_read(connection) for _ in range(frames)]
        begun.result()
    return read


def _read(connection: ClientConnection) -> Body:
    frame: Body = json.loads(connection.recv(timeout=3))
    return frame


def _unpacked(request: receivers.Request) -> Body:
    if request.headers["content-type"] == "application/json":
        body: Body = request.json()
        return body
    form: Body = request.form()
    if "payload" not in form:
        return form
    payload: Body = json.loads(form["payload"])
    return payload
