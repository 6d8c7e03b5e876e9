"""One port, on this machine only; there at once, gone at once."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import slack_sdk
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from playground import installation, server, world
from tests.playground import trial as trials


@pytest.fixture
def manifest_path(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(trials.MANIFEST))
    return path


def request(playground: server.Playground, verb: str, path: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=5)
    try:
        connection.request(verb, path, "{}" if verb == "POST" else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_is_there_at_once_and_gone_at_once_with_everything_open(manifest_path: Path) -> None:
    before = set(threading.enumerate())
    began_at = time.monotonic()
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        assert request(playground, "GET", "/_playground/state")[0] == 200
        assert time.monotonic() - began_at < 1
        client = slack_sdk.WebClient(base_url=playground.api_url)
        url = client.apps_connections_open(app_token=playground.app_token)["url"]
        stream = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=5)
        stream.request("GET", "/_playground/changes")
        assert stream.getresponse().status == 200
        ours = connect(str(url), proxy=None, legacy=True)
        assert ours.recv(timeout=3)
        ended_at = time.monotonic()
    assert time.monotonic() - ended_at < 1
    stream.close()
    ours.close()
    # the bare client's own threads take a moment to see that it is over
    trials.until(lambda: set(threading.enumerate()) <= before)
    with pytest.raises(ConnectionRefusedError):
        request(playground, "GET", "/")


def test_a_deed_under_way_is_let_go(manifest_path: Path) -> None:
    answers: list[Any] = []
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        client = slack_sdk.WebClient(base_url=playground.api_url)
        url = client.apps_connections_open(app_token=playground.app_token)["url"]
        silent = connect(str(url), proxy=None, legacy=True)
        deed = threading.Thread(
            target=lambda: answers.append(playground.script.command("aisha", "sales", "/cx-action"))
        )
        deed.start()
        assert silent.recv(timeout=3)
        assert silent.recv(timeout=3)
        ended_at = time.monotonic()
    assert time.monotonic() - ended_at < 1
    deed.join(5)
    silent.close()
    assert answers[0]["error"] == "operation_timeout"


def test_it_says_nothing_on_stderr(manifest_path: Path) -> None:
    program = """
import pathlib, sys, time
from playground import server, world
with server.serve(world=world.LARKSPUR, manifest_path=pathlib.Path(sys.argv[1])) as playground:
    playground.script.command("aisha", "sales", "/cx-action")
    playground.script.clock(by="P1D")
"""
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program, str(manifest_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=30,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_nobody_else_on_the_network_can_reach_it(manifest_path: Path) -> None:
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        assert playground.url.startswith("http://127.0.0.1:")
        # the same port is free on another address of this machine: nothing listens on all of them
        with socket.socket() as other:
            other.bind(("127.0.0.2", playground.port))


def test_a_port_that_is_taken_is_not_shared(manifest_path: Path) -> None:
    with (
        server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground,
        pytest.raises(OSError, match="use"),
        server.serve(world=world.LARKSPUR, manifest_path=manifest_path, port=playground.port),
    ):
        pass


def test_two_playgrounds_know_nothing_of_each_other(manifest_path: Path) -> None:
    with (
        server.serve(world=world.read(), manifest_path=manifest_path) as one,
        server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as other,
    ):
        assert one.bot_token != other.bot_token
        assert one.signing_secret != other.signing_secret
        one.script.clock(by="P1D")
        assert other.script.state()["now"] == "2027-01-27T10:12:00+00:00"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "127.0.0.1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        ({"Host": "playground.example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "localhost:1", "Origin": "http://localhost:1"}, 200),
        ({"Host": "localhost:1", "Origin": "http://localhost:2"}, 403),
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_pages_from_elsewhere_cannot_ask(manifest_path: Path, headers: dict[str, str], status: int) -> None:
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        assert request(playground, "GET", "/_playground/state", **headers)[0] == status
        expected = 403 if status == 403 else 400
        assert request(playground, "POST", "/_playground/clock", **headers)[0] == expected


def test_pages_from_elsewhere_cannot_open_a_socket(manifest_path: Path) -> None:
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        client = slack_sdk.WebClient(base_url=playground.api_url)
        url = str(client.apps_connections_open(app_token=playground.app_token)["url"])
        with pytest.raises(InvalidStatus), connect(url, proxy=None, additional_headers={"Origin": "https://a.org"}):
            pass
        with connect(url, proxy=None) as own:
            assert own.recv(timeout=3)


def test_the_page_is_there(manifest_path: Path) -> None:
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        status, page = request(playground, "GET", "/")
        assert (status, "<!doctype html>" in page.lower()) == (200, True)
        assert request(playground, "GET", "/static/app.js")[0] == 200
        assert request(playground, "GET", "/static/../server.py")[0] == 404


def test_the_secrets_are_shaped_like_slacks(manifest_path: Path) -> None:
    with server.serve(world=world.LARKSPUR, manifest_path=manifest_path) as playground:
        assert playground.bot_token.startswith("xoxb-")
        assert playground.app_token.startswith("xapp-")
        assert len(playground.signing_secret) == 32
        assert playground.bot_token not in repr(playground)
        state = json.dumps(playground.script.state())
        assert playground.bot_token not in state
        assert playground.app_token not in state


def test_optional_scopes_can_be_withheld(tmp_path: Path) -> None:
    optional = json.loads(json.dumps(trials.MANIFEST))
    optional["oauth_config"]["scopes"]["bot_optional"] = ["users:read"]
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(optional))
    with server.serve(world=world.LARKSPUR, manifest_path=path, withhold_scopes={"users:read"}) as playground:
        assert "users:read" not in playground.workspace.app.scopes
    with (
        pytest.raises(installation.UnusableManifest),
        server.serve(world=world.LARKSPUR, manifest_path=path, withhold_scopes={"chat:write"}),
    ):
        pass
