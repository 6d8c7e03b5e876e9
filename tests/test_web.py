"""What is not Slack's is turned away at the door: before Bolt, before any row, with a reason in the log and no more."""

import contextlib
import hashlib
import hmac
import http.client
import logging
import select
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy
from slack_bolt import App

from bot import health, hosting, web
from playground import seals
from playground.__main__ import Trial, trial
from playground.script import Script
from tests.handlers import screen

REASONS: dict[seals.Lie, str] = {
    "bad": "signature",
    "missing": "no_signature",
    "old": "timestamp_too_far",
    "future": "timestamp_too_far",
    "not_a_number": "timestamp_not_a_number",
    "no_timestamp": "no_timestamp",
}
SECRET = "Zanzibar-4711-secret"
PATH = "/slack/events"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def larkspur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Over HTTP, shared: nothing here changes anything. Marketing has an action, and Aisha's report is typed."""
    path = tmp_path_factory.mktemp("web") / "council.sqlite3"
    with trial(database_url=f"sqlite:///{path}", with_scheduler=False, over="http") as running:
        script = running.playground.script
        script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
        assert script.submit("priya")["ok"]
        assert script.command("aisha", "customer-service", "/cx-report")["ok"]
        # Typing is a signed request of its own, which keeps a draft.
        for field, typed in (screen.REPORT | {"did": SECRET}).items():
            assert script.type("aisha", typed, block_id=field)["ok"]
        yield running


def _command(script: Script, forge: dict[str, str]) -> None:
    answer = script.command("priya", "cx-council", "/cx-action", f"list {SECRET}", forge=forge)
    assert answer["error"] == "dispatch_failed"


def _press(script: Script, forge: dict[str, str]) -> None:
    ts = script.last_message("marketing")["ts"]
    assert script.press("nina", "cx_done", channel="marketing", ts=ts, forge=forge)["error"] == "no_answer"


def _submit(script: Script, forge: dict[str, str]) -> None:
    assert script.submit("aisha", forge=forge)["error"] == "trouble_connecting"


def _event(script: Script, forge: dict[str, str]) -> None:
    assert "not acknowledged" in script.home("nina", forge=forge)["detail"]


@pytest.mark.parametrize("lie", seals.LIES)
@pytest.mark.parametrize("send", [_command, _press, _submit, _event])
def test_a_forged_request_is_refused_before_any_of_our_code_runs(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, send: Callable[[Script, dict[str, str]], None], lie: seals.Lie
) -> None:
    script = larkspur.playground.script
    rows, calls, revision = _rows(larkspur), len(script.state()["calls"]), len(script.messages("cx-council"))
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="bot"):
        send(script, {"signature": lie})
    assert _logged(caplog) == [f"request_refused why={REASONS[lie]} status=401"]
    assert _rows(larkspur) == rows
    assert len(script.state()["calls"]) == calls
    assert len(script.messages("cx-council")) == revision
    assert script.state()["refusals"][-1]["error"] == "http_error"


@pytest.mark.parametrize(
    "body",
    ['{"type": "url_verification", "challenge": "abc", "token": "x"}', "ssl_check=1&token=x", ""],
    ids=["challenge", "ssl_check", "nothing"],
)
def test_nothing_is_answered_without_a_signature(larkspur: Trial, caplog: pytest.LogCaptureFixture, body: str) -> None:
    with caplog.at_level(logging.DEBUG):
        assert _ask(larkspur, "POST", PATH, body.encode(), FORM) == (401, "Unauthorized")
    assert _logged(caplog) == ["request_refused why=no_timestamp status=401"]


@pytest.mark.parametrize(
    ("verb", "path", "status", "why"),
    [
        ("POST", f"/{SECRET}", 404, "path"),
        ("POST", f"{PATH}/", 404, "path"),
        ("GET", "/", 404, "path"),
        ("HEAD", "/", 404, "path"),
        ("GET", f"{PATH}?{SECRET}", 404, "method"),
        ("PUT", PATH, 404, "method"),
        ("POST", health.ALIVE_PATH, 404, "path"),
        ("POST", health.READY_PATH, 404, "path"),
    ],
)
def test_only_posts_to_the_one_path_are_let_in(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, verb: str, path: str, status: int, why: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = _ask(larkspur, verb, path, SECRET.encode(), FORM | {"X-Slack-Signature": SECRET})
    assert answer == (status, "" if verb == "HEAD" else "Not Found")
    assert _logged(caplog) == [f"request_refused why={why} status={status}"]


@pytest.mark.parametrize("length", [str(web.MAX_BODY_BYTES + 1), "9" * 19])
def test_a_body_too_long_is_refused_without_waiting_for_it(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, length: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = _raw(larkspur, f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    assert said.startswith("HTTP/1.1 413 ")
    assert _logged(caplog) == ["request_refused why=size status=413"]


def test_a_stranger_is_refused_without_waiting_for_the_body(larkspur: Trial) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n"
    assert _raw(larkspur, head.encode()).startswith("HTTP/1.1 401 ")


@pytest.mark.parametrize(
    "head",
    [
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET} {SECRET}: 1\r\n\r\n",
        f"{SECRET}\r\n\r\n",
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {SECRET}\r\n\r\n",
    ],
    ids=["header", "request line", "length"],
)
def test_what_is_no_http_is_quoted_neither_in_the_answer_nor_in_the_log(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, head: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = _raw(larkspur, head.encode())
    assert said.startswith("HTTP/1.1 400 ")
    assert SECRET not in said
    assert _logged(caplog) == ["request_refused why=malformed status=400"]


@pytest.mark.parametrize("body", [b"\xff\xfe", f"payload={SECRET}".encode()], ids=["no text", "no payload"])
def test_even_what_is_signed_leaks_nothing_when_it_cannot_be_read(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    with caplog.at_level(logging.DEBUG):
        status, said = _ask(larkspur, "POST", PATH, body, FORM | _signed(larkspur, body))
    assert status in (401, 500)
    assert SECRET not in said
    assert "Traceback" not in said
    assert not any(SECRET in f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert len(_logged(caplog)) == 1


@pytest.mark.parametrize(
    ("body", "signed", "status"),
    [
        (b"command=/cx-action&text=list", True, 200),
        (b"command=/cx-action&text=list", False, 401),
        (b"x" * (web.MAX_BODY_BYTES + 1), True, 413),
    ],
    ids=["signed", "forged", "too long"],
)
def test_a_body_in_chunks_is_read_as_any_other(larkspur: Trial, body: bytes, signed: bool, status: int) -> None:
    headers = FORM | _signed(larkspur, body if signed else b"another") | {"Transfer-Encoding": "chunked"}
    half = len(body) // 2
    host, port = _address(larkspur)
    with contextlib.closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        connection.request("POST", PATH, iter([body[:half], body[half:]]), headers, encode_chunked=True)
        assert connection.getresponse().status == status


@pytest.mark.parametrize(("shaped", "status"), [(True, 400), (False, 401)], ids=["read", "unread"])
def test_chunks_that_are_none_get_one_answer_that_does_not_quote_them(
    larkspur: Trial, caplog: pytest.LogCaptureFixture, shaped: bool, status: int
) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n{_shaped() if shaped else ''}\r\n"
    with caplog.at_level(logging.DEBUG), socket.create_connection(_address(larkspur), timeout=5) as connection:
        connection.sendall(f"{head}{SECRET}\r\n".encode())
        said = _all_of(connection)
    assert said.startswith(f"HTTP/1.1 {status} ")
    assert said.count("HTTP/1.1") == 1
    assert SECRET not in said
    assert not any(SECRET in f"{record.getMessage()} {record.exc_text}" for record in caplog.records)


def _shaped(signature: str = "0" * 64) -> str:
    """Headers as Slack would send them, but for the secret."""
    return f"X-Slack-Request-Timestamp: {int(time.time())}\r\nX-Slack-Signature: v0={signature}\r\n"


@pytest.mark.parametrize("signature", ["00", "0" * 63 + "g", "0" * 65, "0" * 63 + "\N{SUPERSCRIPT TWO}"])
def test_what_has_not_even_the_shape_of_a_signature_is_refused_before_its_body_comes(
    larkspur: Trial, signature: str
) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{_shaped(signature)}Content-Length: 500\r\n\r\n"
    assert _raw(larkspur, head.encode("latin-1")).startswith("HTTP/1.1 401 ")


HALVES: dict[str, Callable[[], str]] = {
    "request line": lambda: f"POST {PATH}",
    "headers": lambda: f"POST {PATH} HTTP/1.1\r\nHost: x\r\n",
    "body": lambda: f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{_shaped()}Content-Length: 500\r\n\r\n",
    "chunks": lambda: f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{_shaped()}Transfer-Encoding: chunked\r\n\r\n1f4\r\n",
}


@pytest.mark.parametrize("dribbling", [False, True], ids=["silent", "dribbling"])
@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_a_request_is_waited_for_no_longer_than_a_moment(
    larkspur: Trial,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    half: Callable[[], str],
    dribbling: bool,
) -> None:
    monkeypatch.setattr(hosting, "READ_WITHIN_S", 0.5)
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG), socket.create_connection(_address(larkspur), timeout=5) as connection:
        connection.sendall(half().encode())
        while dribbling and not select.select([connection], [], [], 0.15)[0] and time.monotonic() - began < 3:
            connection.sendall(b"x")
        assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")
    assert 0.4 < time.monotonic() - began < 2
    assert _logged(caplog) == ["request_refused why=slow status=408"]


STRANGERS: dict[str, tuple[Callable[[], str], int, float]] = {
    "half a request": (HALVES["body"], 408, 0.5),
    "refused unread": (lambda: f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n", 401, 5.0),
    "nothing": (lambda: "", 0, 5.0),
}


@pytest.mark.parametrize(("sent", "status", "read_within_s"), STRANGERS.values(), ids=STRANGERS)
def test_more_strangers_than_threads_keep_nobody_out_for_longer_than_that(
    larkspur: Trial, monkeypatch: pytest.MonkeyPatch, sent: Callable[[], str], status: int, read_within_s: float
) -> None:
    monkeypatch.setattr(hosting, "READ_WITHIN_S", read_within_s)
    with contextlib.ExitStack() as strangers:
        connections = [
            strangers.enter_context(socket.create_connection(_address(larkspur), timeout=5))
            for _ in range(hosting.THREADS + 5)
        ]
        for connection in connections:
            connection.sendall(sent().encode())
        began = time.monotonic()
        for _ in range(3):
            assert _ask(larkspur, "GET", health.ALIVE_PATH, b"", {}) == (200, "ok")
        assert time.monotonic() - began < 3
        if status:
            for connection in connections:
                assert connection.recv(65536).startswith(f"HTTP/1.1 {status} ".encode())


def test_hosts_may_ask_whether_it_is_alive(larkspur: Trial, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert _ask(larkspur, "GET", health.ALIVE_PATH, b"", {}) == (200, "ok")
        assert _ask(larkspur, "HEAD", health.ALIVE_PATH, b"", {}) == (200, "")
    assert _logged(caplog) == []


def test_slack_uses_one_way_and_not_the_other(larkspur: Trial) -> None:
    assert larkspur.playground.sockets.connections == 0
    assert larkspur.playground.script.command("priya", "cx-council", "/cx-action", "help")["ok"]
    assert larkspur.playground.resend_request("slash_commands") == 200


def test_what_is_signed_is_let_in(larkspur: Trial) -> None:
    challenge = b'{"type": "url_verification", "challenge": "abc", "token": "x"}'
    headers = {"Content-Type": "application/json"} | _signed(larkspur, challenge)
    status, said = _ask(larkspur, "POST", PATH, challenge, headers)
    assert (status, "abc" in said) == (200, True)


@pytest.mark.parametrize("secret", ["", "  "])
def test_an_empty_secret_opens_no_door(larkspur: Trial, secret: str) -> None:
    app = App(token_verification_enabled=False, token="xoxb-none", request_verification_enabled=False)
    with pytest.raises(ValueError, match="signing_secret"):
        web.Door(app, secret, larkspur.process.build_health(backlog_decides=True))


def test_connections_are_kept_for_the_next_request(larkspur: Trial) -> None:
    host, port = _address(larkspur)
    with contextlib.closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        for _ in range(3):
            connection.request("GET", health.ALIVE_PATH)
            assert connection.getresponse().read() == b"ok"
            assert connection.sock is not None, "the server closed it"


def test_a_worker_on_a_thread_answers_what_it_has_begun_before_it_stops() -> None:
    begun = []

    def slow(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        begun.append(1)
        time.sleep(0.5)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        answers: list[bytes] = []

        def ask() -> None:
            with contextlib.closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
                connection.request("GET", "/")
                answers.append(connection.getresponse().read())

        asking = threading.Thread(target=ask)
        with hosting.in_this_process(slow, listener):
            asking.start()
            while not begun:
                time.sleep(0.01)
        asking.join()
        assert answers == [b"done"]


@pytest.mark.parametrize("asked_before", [False, True], ids=["silent", "kept"])
def test_a_connection_on_which_nothing_is_said_does_not_keep_a_worker_from_stopping(asked_before: bool) -> None:
    def answer(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as kept:
        address = listener.getsockname()
        with hosting.in_this_process(answer, listener):
            connection = kept.enter_context(socket.create_connection(address, timeout=5))
            if asked_before:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                said = b""
                while not said.endswith(b"ok"):
                    said += connection.recv(65536)
            time.sleep(2 * hosting.FIRST_BYTE_WITHIN_S)
            told_at = time.monotonic()
        assert time.monotonic() - told_at < 4


def _address(running: Trial) -> tuple[str, int]:
    urls = running.playground.workspace.app.request_urls
    assert urls is not None
    parts = urllib.parse.urlsplit(urls.events or "")
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def _ask(running: Trial, verb: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    host, port = _address(running)
    with contextlib.closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _raw(running: Trial, sent: bytes) -> str:
    """The first bytes of what comes back; nothing more is sent."""
    with socket.create_connection(_address(running), timeout=5) as connection:
        connection.sendall(sent)
        return connection.recv(65536).decode()


def _all_of(connection: socket.socket) -> str:
    """Everything that comes back until the other side hangs up."""
    said = b""
    while received := connection.recv(65536):
        said += received
    return said.decode()


def _signed(running: Trial, body: bytes) -> dict[str, str]:
    at = str(int(time.time()))
    secret = running.playground.signing_secret.encode()
    signature = hmac.new(secret, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


def _logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the bot's side logged, Bolt and gunicorn with it; the playground's libraries are no part of it."""
    ours = ("bot", "slack", "gunicorn", "sqlalchemy")
    return [record.getMessage() for record in caplog.records if record.name.startswith(ours)]


def _rows(running: Trial) -> dict[str, int]:
    engine = running.process.database.engine
    tables = sqlalchemy.inspect(engine).get_table_names()
    with engine.connect() as connection:
        return {
            name: connection.execute(sqlalchemy.text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables
        }
