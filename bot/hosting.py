"""gunicorn as every HTTP role uses it: one worker, threads, and nothing of a request in its answers or its log.

Nobody keeps a thread by being slow: gunicorn's threaded worker has no limit of its own for reading a request, and
closes connections on the thread that accepts them.
"""

import contextlib
import os
import queue
import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn import glogging, util
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, ParseException
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

from bot import journal

THREADS = 20
# Whoever serves ends within ten seconds of being told to (bot/roles.py); the process that watches it, a moment later.
GRACE_S = 10
# Slack does not wait that long for any of them.
REQUESTS_GRACE_S = 7
# A request comes whole within moments. Whoever takes longer has gone, or wants our threads.
READ_WITHIN_S = 5.0
FIRST_BYTE_WITHIN_S = 0.1
# What is left of a request that was answered unread, and how long it may take whoever sent it to hang up.
REST_WITHIN_S = 0.3
# Longer than proxies keep an idle connection, so that it is never we who close one that is about to be used.
KEEP_ALIVE_S = 75


@dataclass(frozen=True)
class Served:
    """What a worker serves, and what ends it: `stop` is called when the worker is told to stop, on a thread of its own;
    `close` once requests are answered: it finishes what is under way."""

    application: WSGIApplication
    stop: Callable[[], None]
    close: Callable[[], None]


class Log(glogging.Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Its messages go where ours go."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn at the start and when it is told to read its settings again."""
        super().setup(cfg)
        self.error_log.propagate = True


class TooSlow(Exception):
    """A request did not come whole in time. No OSError, so that it reaches `Worker.handle_error`."""


class Connection(TConn):  # type: ignore[misc]  # as above
    """A connection that is read from only until a deadline, the same for a request's head and its body."""

    def __init__(self, *settled: Any) -> None:
        super().__init__(*settled)
        self.parser = Parser(self.cfg, self, self.client)
        self._read_by: float | None = None
        self._closed = False

    def begin(self) -> None:
        """A new request: its time runs from the first look for its bytes."""
        self._read_by = None

    def hurry(self) -> None:
        """The request was answered without reading it to its end."""
        self._read_by = time.monotonic() + REST_WITHIN_S

    def recv(self, size: int) -> bytes:
        """Up to `size` bytes, as a socket gives them. Raises TooSlow."""
        now = time.monotonic()
        if self._read_by is None:
            self._read_by = now + READ_WITHIN_S
        if now >= self._read_by:
            raise TooSlow
        self.sock.settimeout(self._read_by - now)
        try:
            received: bytes = self.sock.recv(size)
        except TimeoutError:
            raise TooSlow from None
        finally:
            self.sock.settimeout(None)
        return received

    def wait_for_data(self, timeout: float) -> bool:
        """Called by gunicorn on a thread; where it is false, the loop goes on waiting, which costs no thread."""
        return bool(super().wait_for_data(min(timeout, FIRST_BYTE_WITHIN_S)))

    def close(self, graceful: bool = False) -> None:
        """Once; gracefully, the other side has a moment to take the answer first."""
        if self._closed:
            return
        self._closed = True
        if graceful:
            util.close_graceful(self.sock, timeout=REST_WITHIN_S)
        else:
            util.close(self.sock)


class Parser(RequestParser):  # type: ignore[misc]  # as above
    """Reads requests from a Connection."""

    def finish_body(self, deadline: float | None = None, max_bytes: int | None = None) -> bool:
        """Called by gunicorn after an answer and before the next request: whether what was left unread has come."""
        if deadline is not None:
            self.unreader.sock.hurry()
        try:
            return bool(super().finish_body(deadline, max_bytes))
        except (TooSlow, ParseException):  # the request has its answer: a second one would be taken for the next's
            return False


class Worker(ThreadWorker):  # type: ignore[misc]  # as above
    """gunicorn's threaded worker, which would quote what it could not read to whoever sent it and in the log."""

    def run(self) -> None:
        """Called by gunicorn in the worker's process; returns once it was told to stop and requests are answered."""
        self.cfg.set("graceful_timeout", REQUESTS_GRACE_S)  # of this process: the one that watches it waits longer
        super().run()

    def handle_exit(self, sig: object, frame: object) -> None:
        """Called by gunicorn on SIGTERM, wherever this process is at that moment: nothing here may take a lock."""
        super().handle_exit(sig, frame)
        self.app.told_to_stop.put(None)

    def handle_quit(self, sig: object, frame: object) -> None:
        """Called by gunicorn on Ctrl-C, however often: what is under way is finished just the same."""
        self.handle_exit(sig, frame)

    def accept(self, listener: socket.socket) -> None:
        """Called by gunicorn when somebody connects."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):  # they have gone
            return
        self.nr_conns += 1
        self.enqueue_req(Connection(self.cfg, client, address, listener.getsockname()))

    def handle(self, conn: Connection) -> object:
        """Called by gunicorn on a thread when a connection has something to say."""
        conn.begin()
        goes_on = super().handle(conn)
        if not goes_on:
            conn.close(graceful=True)  # here: the loop, which would do it otherwise, must not wait for anybody
        return goes_on

    def murder_pending(self) -> None:
        """Called by gunicorn each time round: ends connections on which nothing was ever said."""
        if not self.alive:
            for silent in self.pending_conns:
                silent.timeout = 0.0
        super().murder_pending()

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:
        """Called by gunicorn for a request it cannot read, and for what the application let fly."""
        ours = (InvalidResponseHeader, InvalidResponseHeaderName)
        if isinstance(exc, TooSlow):
            journal.warn("request_refused", why="slow", status=408)
            status, reason = 408, "Request Timeout"
        elif isinstance(exc, ParseException) and not isinstance(exc, ours):
            journal.warn("request_refused", why="malformed", status=400)
            status, reason = 400, "Bad Request"
        else:
            journal.failure("request_failed", exc)
            status, reason = 500, "Internal Server Error"
        # whoever sent it may have gone
        with contextlib.suppress(OSError):
            util.write_error(client, status, reason, "")


def serve(port: int, start: Callable[[], Served]) -> None:
    """Serve on `port` until told to stop (SIGTERM, Ctrl-C); leaves by SystemExit.

    `start` is called in the worker's process; when that is told to stop, requests are answered, then it is closed.
    """

    class Web(BaseApplication):  # type: ignore[misc]  # as above
        served: Served | None = None
        told_to_stop: queue.SimpleQueue[None] = queue.SimpleQueue()

        def load_config(self) -> None:
            self.cfg = _config()
            self.cfg.set("bind", f"0.0.0.0:{port}")
            self.cfg.set("worker_exit", lambda arbiter, worker: self.close())
            self.cfg.set("when_ready", _take_ctrl_c_for_sigterm)

        def load(self) -> WSGIApplication:
            self.served = start()
            threading.Thread(target=self.pass_on, args=(self.served.stop,), name="told-to-stop", daemon=True).start()
            return self.served.application

        def pass_on(self, stop: Callable[[], None]) -> None:
            self.told_to_stop.get()
            stop()

        def close(self) -> None:
            if self.served is not None:
                self.served.close()

    Web().run()


def _take_ctrl_c_for_sigterm(arbiter: Any) -> None:
    """gunicorn's arbiter would have its worker killed two seconds after somebody is impatient."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda *_: arbiter.SIG_QUEUE.put_nowait(signal.SIGTERM))


@contextlib.contextmanager
def in_this_process(application: WSGIApplication, listener: socket.socket) -> Iterator[None]:
    """Serve on a thread of this process, on the same worker, until the block ends.

    `listener` is bound already, and is closed afterwards.
    """
    config = _config()
    worker = _OnAThread(0, os.getppid(), [listener], _Loaded(application), config.timeout, config, Log(config))
    listener.listen(config.backlog)
    thread = threading.Thread(target=worker.init_process, name="web")
    thread.start()
    worker.ready.wait()
    try:
        yield
    finally:
        worker.handle_exit(None, None)
        thread.join()
        worker.tpool.shutdown(wait=True)
        worker.tmp.close()


@dataclass(frozen=True)
class _Loaded:
    """What a worker asks for its application, and tells that it is to stop."""

    application: WSGIApplication
    told_to_stop: queue.SimpleQueue[None] = field(default_factory=queue.SimpleQueue)

    def wsgi(self) -> WSGIApplication:
        return self.application


class _OnAThread(Worker):
    """Without what a worker does to the process it has to itself: its user, its signals, its random numbers."""

    def __init__(self, *settled: Any) -> None:
        super().__init__(*settled)
        self.ready = threading.Event()

    def init_process(self) -> None:
        self.tpool = self.get_thread_pool()
        self.poller = selectors.DefaultSelector()
        self.method_queue.init()
        self.wsgi = self.app.wsgi()
        self.ready.set()
        self.run()

    def is_parent_alive(self) -> bool:
        return True


def _config() -> Any:
    config = Config()
    for name, value in {
        "workers": 1,  # whatever WEB_CONCURRENCY says: a second one would be a second timetable
        "worker_class": Worker,
        "threads": THREADS,
        "keepalive": KEEP_ALIVE_S,
        "graceful_timeout": GRACE_S,
        "logger_class": Log,
        "errorlog": None,
        "control_socket_disable": True,
    }.items():
        config.set(name, value)
    return config
