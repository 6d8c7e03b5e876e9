"""Whether this process is alive, and whether it keeps up: for hosts, balancers and alarms to ask over HTTP.

`GET /healthz` says `ok` as long as the process serves: it looks at nothing. `GET /readyz` says in JSON what stands in
the way, with 200 or 503. Neither says a secret or a name, calls Slack, or waits for a database that hangs.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from sqlalchemy.exc import SQLAlchemyError

from bot import journal
from bot.clock import Clock
from bot.store import due, ladder, outbox
from bot.store.database import Database

ALIVE_PATH = "/healthz"
READY_PATH = "/readyz"
# Those who ask give up after two or three seconds, and take silence for "no" without hearing why.
DATABASE_WITHIN_S = 1.5
# The clock is woken every five seconds, so it is behind by as much at most.
CLOCK_LAG_LIMIT_S = 60
# Two thousand messages at once, at the pace that Slack takes them, are sent within seven minutes.
MESSAGE_LIMIT_S = 600
# However many ask, the database is asked no more often.
REMEMBERED_S = 1.0


@dataclass(frozen=True)
class Backlog:
    """By how many seconds the clock and delivery are behind, as the database says; 0.0 where nothing is overdue."""

    clock_lag_s: float
    oldest_due_message_s: float


class Health:
    """A WSGI application for those two paths; anything else is not found."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        backlog_decides: bool,
        socket: Callable[[], bool] | None = None,
    ) -> None:
        """`backlog_decides` where being behind makes the process not ready. Where people's requests come in over HTTP
        it is told without deciding: whatever is behind, they can be answered. `socket` says whether Slack is connected,
        over Socket Mode."""
        self._looking = _Looking(database, clock)
        self._backlog_decides = backlog_decides
        self._socket = socket
        self._stopping = False

    def is_asked(self, environ: WSGIEnvironment) -> bool:
        """Whether a request is for us."""
        return environ["REQUEST_METHOD"] in ("GET", "HEAD") and environ["PATH_INFO"] in (ALIVE_PATH, READY_PATH)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 200, 503 or 404."""
        status, kind, text = self._answer(environ)
        body = text.encode()
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", [*headers, ("Cache-Control", "no-store")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def stop(self) -> None:
        """From now on not ready: send nobody here any more."""
        self._stopping = True

    def _answer(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, str, str]:
        if not self.is_asked(environ):
            return HTTPStatus.NOT_FOUND, "text/plain", HTTPStatus.NOT_FOUND.phrase
        if environ["PATH_INFO"] == ALIVE_PATH:
            return HTTPStatus.OK, "text/plain", "ok"
        report = self.report()
        status = HTTPStatus.OK if report["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
        return status, "application/json", json.dumps(report)

    def report(self) -> dict[str, Any]:
        """`ready`, and under `checks` what that follows from: see docs/running.md. Takes two seconds at most."""
        backlog = self._looking.backlog()
        clock_lag_s = None if backlog is None else backlog.clock_lag_s
        oldest_due_message_s = None if backlog is None else backlog.oldest_due_message_s
        checks: dict[str, dict[str, Any] | None] = {
            "database": {"ok": backlog is not None, "limit_s": DATABASE_WITHIN_S},
            "clock_lag_s": self._behind(clock_lag_s, CLOCK_LAG_LIMIT_S),
            "oldest_due_message_s": self._behind(oldest_due_message_s, MESSAGE_LIMIT_S),
            "socket": None if self._socket is None else {"ok": self._socket()},
        }
        deciding = [check["ok"] for check in checks.values() if check is not None and check.get("decides", True)]
        return {"ready": all(deciding) and not self._stopping, "stopping": self._stopping, "checks": checks}

    def _behind(self, seconds: float | None, limit: int) -> dict[str, Any]:
        known = None if seconds is None else round(seconds, 1)
        return {
            "ok": seconds is not None and seconds <= limit,
            "value": known,
            "limit": limit,
            "decides": self._backlog_decides,
        }


class _Looking:
    """Looks at the database, one look at a time, on a thread that nobody has to wait for."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._look: _Look | None = None

    def backlog(self) -> Backlog | None:
        """What the database says, a second old at most; None where it does not answer, or not in time."""
        with self._lock:
            if self._look is None or self._look.is_outdated():
                self._look = _Look()
                # A daemon: a database that never answers must not keep the process from ending.
                threading.Thread(target=self._carry_out, args=(self._look,), name="health", daemon=True).start()
            look = self._look
        return look.wait()

    def _carry_out(self, look: "_Look") -> None:
        found = None
        try:
            found = self._find()
        except SQLAlchemyError:
            pass  # which is what was to be found out; those who do the work log it
        except Exception as error:  # noqa: BLE001  # the thread's last stop: whoever asked hears "no"
            journal.failure("health_failed", error)
        look.end(found)

    def _find(self) -> Backlog:
        now = self._clock.now()
        with self._database.read() as session:
            due_at = (due.next_at(session), ladder.next_at(session))
            # Whatever it waits for: also where Slack takes no more from all of us.
            waits_since = [waiting.at for waiting in outbox.list_waiting(session)]
            return Backlog(_longest_since(due_at, now), _longest_since(waits_since, now))


class _Look:
    """One look, under way or over."""

    def __init__(self) -> None:
        self._wanted_by = time.monotonic() + DATABASE_WITHIN_S
        self._over = threading.Event()
        self._ended_at = 0.0
        self._found: Backlog | None = None

    def wait(self) -> Backlog | None:
        """What was found, waiting for it until its time is over, however late whoever waits came to it."""
        self._over.wait(max(0.0, self._wanted_by - time.monotonic()))
        return self._found

    def end(self, found: Backlog | None) -> None:
        """It is over."""
        self._found, self._ended_at = found, time.monotonic()
        self._over.set()

    def is_outdated(self) -> bool:
        """Whether it is time for another one. One that is under way still is as good as any that began later."""
        return self._over.is_set() and time.monotonic() - self._ended_at >= REMEMBERED_S


def _longest_since(instants: Iterable[datetime | None], now: datetime) -> float:
    return max((0.0, *((now - at).total_seconds() for at in instants if at is not None)))
