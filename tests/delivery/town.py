"""A playground and a database for the bot as real processes, and what can be known of them from outside.

The processes go by the machine's own time, or all by the same time some days off it (`tests.delivery.elsewhen`).
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy

from bot import manifest
from bot.store import migrate, outbox
from bot.store.database import Database, open_database
from bot.usecases import Who, actions, councils
from playground import clock, server, world
from playground.__main__ import Transport, council_plan
from playground.script import Script
from tests.delivery import elsewhen
from tests.delivery.processes import ROOT

PATIENCE_S = 50.0
# Each of another department, whose channel their card goes to.
OWNERS = ("dana", "marcus", "rhea", "joe", "grace", "ravi")


@dataclass
class Running:
    """One process, and what it has said so far."""

    process: subprocess.Popen[str]
    _lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Read all the time: a full pipe would hold up whoever writes into it.
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.append(line)

    @property
    def said(self) -> str:
        """What it wrote to its log."""
        return "".join(self._lines)

    def wait_until_ready(self) -> None:
        """It says so itself."""
        wait(lambda: " ready " in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def ended(self, within_s: float = 30.0) -> int:
        """Its exit code, once it has ended and everything it said is read."""
        code = self.process.wait(timeout=within_s)
        self._reading.join(timeout=5)
        return code

    def end(self) -> None:
        """Whatever it is at."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reading.join(timeout=5)
        assert self.process.stderr is not None
        self.process.stderr.close()


@dataclass(frozen=True)
class Town:
    """A playground that calls 127.0.0.1:`port` where it calls anybody, and the environment of who shall answer."""

    playground: server.Playground
    database: Database
    port: int
    environment: dict[str, str]
    opened: contextlib.ExitStack
    _owners: Iterator[str] = field(default_factory=lambda: itertools.cycle(OWNERS))

    @property
    def script(self) -> Script:
        return self.playground.script

    def start(self, *arguments: str, **changed: str) -> Running:
        """`python -m bot …`; it is ended with the town."""
        return self._start([sys.executable, "-m", "bot", *arguments], changed)

    def start_elsewhen(self, *arguments: str, ahead: timedelta, **changed: str) -> Running:
        """The same, by a clock that is `ahead` of the machine's."""
        changed = {elsewhen.AHEAD_S: str(ahead.total_seconds()), **changed}
        return self._start([sys.executable, "-m", "tests.delivery.elsewhen", *arguments], changed)

    def _start(self, command: list[str], changed: dict[str, str]) -> Running:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment, **changed},
            stderr=subprocess.PIPE,
            text=True,
        )
        started = Running(process)
        self.opened.callback(started.end)
        return started

    def answers(self) -> bool:
        """Whether anybody is at home at `port`."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)) as connection:
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().read() == b"ok"
            except OSError:
                return False

    def owe(self, count: int, *, at: datetime | None = None) -> list[str]:
        """Owe so many messages, in six channels one after the other: cards of actions that the chair agrees `at` an
        instant, now unless given. Returns their keys."""
        loaded = self.playground.workspace.world
        slack_ids = {person.handle: person.id for person in loaded.people}
        known = {person.slack_id: person for person in council_plan(loaded).people}
        keys = []
        for _ in range(count):
            owner = known[slack_ids[next(self._owners)]]
            draft = actions.Draft(text="Mend what is broken", owner=owner, due_phrase="in 3 weeks")
            by = Who(loaded.team.id, slack_ids["priya"])
            added = actions.add(self.database, by, draft, request_key=secrets.token_hex(8), now=at or datetime.now(UTC))
            keys.append(f"action:{added.action.id}")
        return keys

    def posted(self) -> Counter[str]:
        """How often each message stands in the workspace, by its key."""
        space = self.playground.workspace
        with space.lock:
            written = [
                message
                for conversation in (*space.conversations.channels(), *space.conversations.dms())
                for message in conversation.messages.values()
            ]
        return Counter(one.metadata["event_payload"]["key"] for one in written if one.metadata)

    def rows(self) -> list[sqlalchemy.Row[Any]]:
        """The outbox: key, state, lease_until, error. Without what the nightly check found, which waits for nine."""
        wanted = "SELECT key, state, lease_until, error FROM outbox WHERE kind <> 'needs'"
        with self.database.read() as session:
            return list(session.execute(sqlalchemy.text(wanted)))

    def states(self) -> Counter[str]:
        """How many messages stand how."""
        return Counter(row.state for row in self.rows())

    def wait_until_all_sent(self, limit_s: float = PATIENCE_S) -> None:
        """Wait until nothing is owed any more."""
        ended = {str(outbox.State.SENT), str(outbox.State.DROPPED)}
        give_up = time.monotonic() + limit_s
        while left := [row for row in self.rows() if row.state not in ended]:
            assert time.monotonic() < give_up, left
            time.sleep(0.1)

    def leased(self) -> list[str]:
        """What is claimed, by its key: by a process that lives, or by one that died."""
        return [row.key for row in self.rows() if row.lease_until is not None]


@contextlib.contextmanager
def town(
    database_url: str,
    folder: Path,
    *,
    over: Transport = "http",
    set_up_at: datetime | None = None,
    now: datetime | None = None,
) -> Iterator[Town]:
    """Larkspur, its council just set up. `now` is the playground's, the machine's unless given."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    written = manifest.FILE
    if over == "http":
        written = folder / "manifest.json"
        written.write_text(json.dumps(manifest.called_at(f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}")))
    loaded, now = world.read(world.LARKSPUR), now or datetime.now(UTC)
    migrate.upgrade(database_url)
    plan = council_plan(loaded)
    shared = clock.Clock(now)
    with (
        contextlib.closing(open_database(database_url)) as database,
        server.serve(world=loaded, manifest_path=written, clock=shared) as playground,
        _running_on(shared),
        contextlib.ExitStack() as opened,
    ):
        councils.establish(database, plan, by=plan.chair, now=set_up_at or now)
        environment = {
            "SLACK_API_URL": playground.api_url,
            "SLACK_BOT_TOKEN": playground.bot_token,
            "DATABASE_URL": database_url,
            "WEB_CONCURRENCY": "4",
        }
        if over == "http":
            environment |= {"SLACK_SIGNING_SECRET": playground.signing_secret, "PORT": str(port)}
        else:
            environment |= {"SLACK_APP_TOKEN": playground.app_token}
        yield Town(playground, database, port, environment, opened)


@contextlib.contextmanager
def _running_on(shared: clock.Clock) -> Iterator[None]:
    """The playground's clock, which stands still of itself, goes as fast as the machine's until the block ends."""
    over = threading.Event()
    began_at, began = shared.now(), time.monotonic()

    def run() -> None:
        while not over.wait(0.05):
            shared.move_to(began_at + timedelta(seconds=time.monotonic() - began))

    running = threading.Thread(target=run, name="town-clock")
    running.start()
    try:
        yield
    finally:
        over.set()
        running.join()


def wait(until: Callable[[], bool], limit_s: float = PATIENCE_S, *, said_by: Iterable[Running] = ()) -> None:
    """Wait until it is so, and fail where it never is, with what these have said."""
    give_up = time.monotonic() + limit_s
    while not until():
        assert time.monotonic() < give_up, f"it never came to that: {[one.said for one in said_by]}"
        time.sleep(0.05)
