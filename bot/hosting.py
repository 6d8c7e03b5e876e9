"""gunicorn as every HTTP role uses it: one worker, threads, and nothing of a request in its answers or its log."""

import contextlib
import os
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn import glogging, util
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, ParseException
from gunicorn.workers.gthread import ThreadWorker

from bot import journal

THREADS = 20
# Hosts stop what is still there half a minute after asking; whatever is under way has most of that.
GRACE_S = 20
# Longer than proxies keep an idle connection, so that it is never we who close one that is about to be used.
KEEP_ALIVE_S = 75


@dataclass(frozen=True)
class Served:
    """What a worker serves, and what ends it: `close` finishes what is under way."""

    application: WSGIApplication
    close: Callable[[], None]


class Log(glogging.Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Its messages go where ours go."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn at the start and when it is told to read its settings again."""
        super().setup(cfg)
        self.error_log.propagate = True


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker, which would quote what it could not read to whoever sent it and in the log."""

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:
        """Called by gunicorn for a request it cannot read, and for what the application let fly."""
        ours = (InvalidResponseHeader, InvalidResponseHeaderName)
        if isinstance(exc, ParseException) and not isinstance(exc, ours):
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

    class Web(BaseApplication):  # type: ignore[misc]
        served: Served | None = None

        def load_config(self) -> None:
            self.cfg = _config()
            self.cfg.set("bind", f"0.0.0.0:{port}")
            self.cfg.set("worker_exit", lambda arbiter, worker: self.close())

        def load(self) -> WSGIApplication:
            self.served = start()
            return self.served.application

        def close(self) -> None:
            if self.served is not None:
                self.served.close()

    Web().run()


@contextlib.contextmanager
def in_this_process(application: WSGIApplication, listener: socket.socket) -> Iterator[None]:
    """Serve on a thread of this process, on the same worker, until the block ends: for trying things out and tests.

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
    """What a worker asks for its application."""

    application: WSGIApplication

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
