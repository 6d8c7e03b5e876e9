"""A worker process, which stops at each seam of its work until it is told to go on, or killed there.

A seam is where work that is half done can be torn: before a transaction that writes, before and after its commit,
before and after a call to Slack. They are cut from outside: nothing in the bot knows of them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot import journal, processes, settings
from bot.delivery import carrier
from bot.store import claims
from bot.store.database import Database
from tests import rungs
from tests.faults import instants

Place = Literal["asleep", "begin", "commit", "committed", "call", "called"]
Leave = Literal["go", "unreachable", "impatient"]
"""What a worker is told at a seam: to go on, or that its call finds nobody or waits no longer than PATIENCE_S."""

SEAMS = (
    *(f"{place} {work}" for place in ("begin", "commit", "committed") for work in ("post_office._claim", "carrier.")),
    *(f"{place} {work}" for place in ("commit", "committed") for work in ("clockwork._fire_next", "clockwork._climb")),
    *(f"{place} clockwork.keep_house" for place in ("commit", "committed")),
    *(f"{place} {work}" for place in ("call", "called") for work in ("chat.postMessage", "chat.update")),
)
"""Where somebody must have been killed, or the suite proves less than it says: a place, and how the work's name begins.
Each morning has its turn with one of them."""

PATIENCE_S = 0.1
# Once a night in earnest, and as soon as there is a process; here the first one does, and others now and then.
KEEPS_HOUSE = 0.01
CALL_TIMEOUT_S = 5
# Of a mark that cannot be kept: as much as that sooner is it given up.
SLEEPS_ARE = 10
# The bot waits half a minute for another process of the machine; here nobody else writes but when the file is away.
LOCKED_FOR_MS = 30
_BOT = str(Path(processes.__file__).resolve().parent)
_ROAD = (f"{_BOT}/delivery/", f"{_BOT}/usecases/", f"{_BOT}/processes")
_NOBODY = "http://127.0.0.1:9/api/"


@dataclass(frozen=True)
class Seam:
    """Where a worker has come to: `place`, in which function of the bot or method of Slack, about what, and the key of
    the message it has in hand."""

    place: Place
    work: str
    about: str = ""
    key: str = ""
    done: int = 0
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """What a worker is started with. Its `number` is unique in its episode. If it `listens` it has a socket."""

    number: int
    seed: int
    api_url: str
    bot_token: str
    app_token: str
    listens: bool
    clock: Path


def work(reach: Connection, told: Assignment, database: Database) -> None:
    """Wake, do what a worker's timetable wakes, sleep; until killed, or until nobody listens any more.

    `database` is the one to work on, no connection open.
    """
    # SIGKILL leaves nothing to report, and a failure is told at the next seam.
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    failed: list[str] = []
    journal.LOGGER.addHandler(_Listener(failed))
    seams = _Seams(reach)
    process = assemble(told, database)
    seams.cut_into(process)
    chance = random.Random(told.seed * 1000 + told.number)
    keeps_house = told.number == 1
    done = 0
    with contextlib.ExitStack() as lasting, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        if told.listens:
            lasting.enter_context(processes.listening(process))
        while True:
            seams.stop(Seam("asleep", "", done=done, failed=tuple(failed)))
            done = 0
            failed.clear()
            for job in (*([process.keep_house] if keeps_house else []), process.sweep, process.office.deliver):
                try:
                    done += _count(job())
                except Exception as error:  # noqa: BLE001  # as the timetable does, which wakes it again
                    failed.append(_told(error))
            keeps_house = chance.random() < KEEPS_HOUSE


def assemble(told: Assignment, database: Database) -> processes.Process:
    """The bot, on a database that was opened before."""
    # Which the server shows of whoever is connected (libpq's PGAPPNAME).
    os.environ["PGAPPNAME"] = f"w{told.number}"
    vars(processes)["open_database"] = lambda _: database
    vars(carrier)["time"] = _Impatient()
    configured = settings.Settings(slack_api_url=told.api_url, bot_token=told.bot_token, app_token=told.app_token)
    chance = random.Random(told.seed * 1000 + told.number)
    clock = instants.SharedInstant(told.clock)
    return processes.assemble(configured, clock, ladder=rungs.WITH_TEST_RUNGS, chance=chance)


class _Impatient:
    """The time module of whoever waits for the database to come back: here that takes no time, and is soon enough."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += SLEEPS_ARE * seconds


class _Listener(logging.Handler):
    """Keeps what the bot caught, and put into its log as a failure."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())


def _count(result: Any) -> int:
    return sum(result.values()) if hasattr(result, "values") else len(result or ())


def _told(error: Exception) -> str:
    at = error.__traceback__
    last = ""
    while at is not None:
        if at.tb_frame.f_code.co_filename.startswith(_BOT):
            last = f"{Path(at.tb_frame.f_code.co_filename).stem}.{at.tb_frame.f_code.co_name}:{at.tb_lineno}"
        at = at.tb_next
    return f"{type(error).__name__} in {last}: {str(error).splitlines()[0] if str(error) else ''}"


class _Seams:
    def __init__(self, reach: Connection) -> None:
        self._reach = reach
        self._in_hand = ""

    def stop(self, seam: Seam) -> Leave:
        """Wait for leave. Whoever sweeps and delivers does: the threads of a socket come and go as they like."""
        if threading.current_thread() is not threading.main_thread():
            return "go"
        self._reach.send(replace(seam, key=self._in_hand))
        leave: Leave = self._reach.recv()
        return leave

    def cut_into(self, process: processes.Process) -> None:
        engine = process.database.engine
        engine.dispose()  # what was opened on the way did not wait as briefly
        self._cut_into_beginnings(process.database)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _wait_no_longer)
        self._cut_into_commits(engine)
        self._see_what_is_taken()
        client = process.client
        client.timeout = CALL_TIMEOUT_S
        client.api_call = self._around(client, client.api_call)  # type: ignore[method-assign]

    def _cut_into_beginnings(self, database: Database) -> None:
        # SQLAlchemy calls whoever listens to "begin" in the order they came, and the bot's own has the lock by then.
        write = database.write

        @contextlib.contextmanager
        def stopped_before() -> Iterator[Session]:
            self.stop(Seam("begin", _whose(sys._getframe())))
            with write() as session:
                yield session

        database.write = stopped_before  # type: ignore[method-assign]

    def _see_what_is_taken(self) -> None:
        look = claims.look

        def seen(*arguments: Any, **named: Any) -> claims.Looked:
            looked = look(*arguments, **named)
            self._in_hand = "" if looked.claim is None else looked.claim.key
            return looked

        vars(claims)["look"] = seen

    def _cut_into_commits(self, engine: Engine) -> None:
        dialect: Any = engine.dialect
        commit = dialect.do_commit

        def do_commit(dbapi_connection: Any) -> None:
            whose = _whose(sys._getframe())
            self.stop(Seam("commit", whose))
            commit(dbapi_connection)
            self.stop(Seam("committed", whose))

        dialect.do_commit = do_commit

    def _around(self, client: Any, call: Callable[..., Any]) -> Callable[..., Any]:
        def api_call(method: str, **arguments: Any) -> Any:
            sent = {**(arguments.get("params") or {}), **(arguments.get("json") or {})}
            about = str(sent.get("channel") or sent.get("users") or "")
            leave = self.stop(Seam("call", method, about))
            address, timeout = client.base_url, client.timeout
            if leave == "unreachable":
                client.base_url = _NOBODY
            if leave == "impatient":
                client.timeout = PATIENCE_S
            outcome = "answered"
            try:
                return call(method, **arguments)
            except Exception as error:
                outcome = type(error).__name__
                raise
            finally:
                client.base_url, client.timeout = address, timeout
                self.stop(Seam("called", method, outcome))

        return api_call


def _whose(frame: FrameType | None) -> str:
    """The function of the bot that this is done for: the innermost of those that have a transaction of their own."""
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(_ROAD):
            return f"{Path(path).stem}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "?"


def _wait_no_longer(connection: Any, _: Any) -> None:
    connection.execute(f"pragma busy_timeout={LOCKED_FOR_MS}")
