"""`python -m playground`: a workspace to try the bot in, on this machine, with a clock to move. Nothing leaves it.

The only place where playground and bot meet: it starts the playground, points a real bot process at it over HTTP and
WebSocket, sets the world's council up through the same deed that set-up uses, and lets the clock run to the start. Or
it sets nothing up, for whoever wants to do that in the workspace.
"""

import contextlib
import json
import os
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_clock
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot import hosting, journal, manifest, processes, roles, scheduler, settings
from bot.app import Bot
from bot.clock import use_pinned_zones
from bot.council import calendar
from bot.council.ladder import LADDER, Ladder
from bot.council.people import Person
from bot.usecases import clockwork, councils
from playground import clock as playground_clock
from playground import databases, server, world
from playground import machine as program

LARKSPUR = Path(__file__).resolve().parent / "worlds" / "larkspur.toml"
BEFORE = LARKSPUR.with_name("larkspur-before.toml")
"""Larkspur on the day before anything was set up, with those who may not set up or lead."""
DEFAULT_PORT = 8025
PATIENCE = timedelta(seconds=90)
SEED = 0  # what happens by chance happens the same way each time
SETTLE_LIMIT_S = 30.0
SET_UP_AT = wall_clock(9)
Transport = Literal["socket", "http"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SharedClock:
    """The playground's clock as the bot's: where a real one would sleep, this one is moved on."""

    def __init__(self, shared: playground_clock.Clock) -> None:
        self._shared = shared

    def now(self) -> datetime:
        """The instant the playground stands at, in UTC."""
        return self._shared.now()

    def wait_until(self, instant: datetime) -> None:
        """Move the playground's clock to `instant`, unless it is there already."""
        with contextlib.suppress(playground_clock.ClockRunsForwards):
            self._shared.move_to(instant)


class CouncilMachine:
    """The bot beside the playground: what a deed set going is finished before the deed's call returns."""

    def __init__(self) -> None:
        self._process: processes.Process | None = None
        self._bot: Bot | None = None
        self._database = databases.Ailing()

    def attach(self, process: processes.Process, bot: Bot) -> None:
        """From now on there is a bot to keep step with."""
        self._process, self._bot = process, bot
        event.listen(process.database.engine, "begin", self._database, insert=True)

    def settle(self) -> None:
        """Wait for the bot's own work, then do what that made due and deliver whatever may go, moving the clock where
        Slack asks to wait."""
        if self._process is None or self._bot is None:
            return
        self._bot.wait_until_idle(timeout=SETTLE_LIMIT_S)
        with self._as_scheduled():
            self._process.sweep()
            self._process.office.deliver_all(patience=PATIENCE)
            self._process.homes.draw_all()

    def run_due(self) -> None:
        """The same sweep and delivery that the scheduler wakes."""
        self.settle()

    def next_event(self) -> datetime | None:
        """The next instant after now at which something is due."""
        if self._process is None:
            return None
        at: datetime | None = None
        with self._as_scheduled():
            at = clockwork.next_event(self._process.database)
        return at if at is not None and at > self._process.clock.now() else None

    def fault(self, kind: str, settings: dict[str, Any], fault_id: int) -> bool:
        """`database_slow` and `database_gone`, for the next transactions of people's requests."""
        return self._database.ask_for(kind, settings, fault_id)

    def waiting(self) -> list[program.Waiting]:
        """What the database was asked for that has not happened yet."""
        return self._database.waiting()

    def call_off(self, fault_id: int | None) -> None:
        """Let the database be as it should."""
        self._database.call_off(fault_id)

    def timetable(self, jobs: scheduler.Jobs) -> scheduler.Jobs:
        """The jobs as the playground's scheduler wakes them: what is meant for people does not befall these, and what
        is delivered is delivered when they are done."""
        deliver = jobs.deliver if self._process is None else self._process.office.deliver
        draw_homes = jobs.draw_homes if self._process is None else self._process.homes.draw_all
        return scheduler.Jobs(
            sweep=self._spared(jobs.sweep),
            deliver=self._spared(deliver),
            draw_homes=self._spared(draw_homes),
            keep_house=self._spared(jobs.keep_house),
            look_round=self._spared(jobs.look_round),
        )

    def _spared(self, job: Callable[[], object]) -> Callable[[], None]:
        def woken() -> None:
            with self._database.spared():
                job()

        return woken

    @contextlib.contextmanager
    def _as_scheduled(self) -> Iterator[None]:
        """Spared what was meant for people; where a real server is gone, the scheduler tries again later as well."""
        with self._database.spared(), contextlib.suppress(OperationalError):
            yield


@dataclass(frozen=True)
class Trial:
    """A playground with a bot at work in it."""

    playground: server.Playground
    process: processes.Process
    bot: Bot
    machine: CouncilMachine


@contextlib.contextmanager
def trial(
    *,
    database_url: str,
    world_path: Path | None = None,
    with_council: bool = True,
    port: int = 0,
    start_at: datetime | None = None,
    with_scheduler: bool = True,
    withhold_scopes: frozenset[str] = frozenset(),
    over: Transport = "socket",
    ladder: Ladder = LADDER,
) -> Iterator[Trial]:
    """Run both until the block ends. The clock starts on the day the council was set up and runs to `start_at`.

    Without a council nothing is set up, and the clock starts at `start_at`, or when the world does. The world is
    LARKSPUR, or BEFORE without a council, unless another is given. `over` says how the bot is reached: by Socket Mode,
    or by signed HTTP requests on a port of its own.
    """
    loaded = world.read(world_path or (LARKSPUR if with_council else BEFORE))
    machine = CouncilMachine()
    starts_at = start_at or loaded.start_at
    shared = playground_clock.Clock(_set_up_at(loaded) if with_council else starts_at)
    with (
        _bound(over) as listener,
        _manifest(listener) as manifest_path,
        server.serve(
            world=loaded,
            manifest_path=manifest_path,
            port=port,
            clock=shared,
            withhold_scopes=withhold_scopes,
        ) as running,
    ):
        configured = settings.Settings(
            database_url=database_url,
            slack_api_url=running.api_url,
            bot_token=running.bot_token,
            app_token=running.app_token,
            signing_secret=running.signing_secret,
        )
        chance = random.Random(SEED)  # noqa: S311  # nothing to guess
        process = processes.assemble(configured, SharedClock(shared), migrates=True, ladder=ladder, chance=chance)
        if with_council:
            plan = council_plan(loaded)
            councils.establish(process.database, plan, by=plan.chair, now=shared.now())
        with _reachable(process, listener) as bot:
            running.save_request_url()
            machine.attach(process, bot)
            running.attach(machine)
            _run_clock_to(starts_at, machine, shared)
            timetable = scheduler.start(machine.timetable(process.jobs())) if with_scheduler else None
            try:
                yield Trial(running, process, bot, machine)
            finally:
                if timetable is not None:
                    timetable.shutdown(wait=True)
        process.database.close()


@contextlib.contextmanager
def _bound(over: Transport) -> Iterator[socket.socket | None]:
    """The bot's port, known before anything is started: the manifest names it."""
    if over == "socket":
        yield None
        return
    with socket.create_server((server.HOST, 0)) as listener:
        yield listener


@contextlib.contextmanager
def _manifest(listener: socket.socket | None) -> Iterator[Path]:
    if listener is None:
        yield manifest.FILE
        return
    host, port = listener.getsockname()
    with tempfile.TemporaryDirectory(prefix="cx-council-") as folder:
        written = Path(folder) / manifest.FILE.name
        written.write_text(json.dumps(manifest.called_at(f"http://{host}:{port}{manifest.EVENTS_PATH}")))
        yield written


@contextlib.contextmanager
def _reachable(process: processes.Process, listener: socket.socket | None) -> Iterator[Bot]:
    if listener is None:
        with processes.listening(process) as heard:
            yield heard.bot
        return
    bot = process.build_bot()
    try:
        with hosting.in_this_process(process.build_door(bot, process.build_health(backlog_decides=True)), listener):
            yield bot
    finally:
        bot.close()


def council_plan(loaded: world.World) -> councils.Plan:
    """The world's `[council]` table as set-up describes a council."""
    told: dict[str, Any] = loaded.extra["council"]
    user = {person.handle: person.id for person in loaded.people}
    channel = {c.name: c.id for c in loaded.channels}
    hour, minute = told["start_time"].split(":")
    return councils.Plan(
        team_id=loaded.team.id,
        team_name=loaded.team.name,
        name=told["name"],
        tz=told["tz"],
        channel=channel[told["channel"]],
        chair=user[told["chair"]],
        secretary=user[told["secretary"]] if "secretary" in told else None,
        recurrence=calendar.Recurrence(
            nth=told["recurrence"]["nth"], weekday=WEEKDAYS.index(told["recurrence"]["weekday"])
        ),
        start_time=wall_clock(int(hour), int(minute)),
        duration_min=told["duration_min"],
        holiday_country=told["holiday_country"],
        holiday_subdivision=told.get("holiday_subdivision"),
        date_order=told.get("date_order", "DMY"),
        goal=told.get("goal", ""),
        people=tuple(
            Person(
                slack_id=p.id,
                name=p.name,
                tz=p.tz,
                active=not p.deleted,
                is_bot=p.is_bot,
                is_guest=p.is_restricted,
                is_stranger=bool(p.team_id),
                is_admin=p.is_admin,
            )
            for p in loaded.people
        ),
        departments=tuple(
            councils.DepartmentPlan(
                name=department["name"],
                channel=channel[department["channel"]],
                tz=department["tz"],
                lead=user[department["lead"]],
                deputy=user[department["deputy"]] if "deputy" in department else None,
                members=frozenset(user[handle] for handle in department.get("members", [])),
                role_statement=department.get("role_statement", ""),
            )
            for department in told["departments"]
        ),
    )


def _set_up_at(loaded: world.World) -> datetime:
    told: dict[str, Any] = loaded.extra["council"]
    on: date = told["set_up_on"]
    return calendar.wall_time(on, SET_UP_AT, ZoneInfo(told["tz"]))


def _run_clock_to(instant: datetime, machine: CouncilMachine, shared: playground_clock.Clock) -> None:
    machine.run_due()
    while (at := machine.next_event()) is not None and at <= instant:
        shared.move_to(at)
        machine.run_due()
    with contextlib.suppress(playground_clock.ClockRunsForwards):
        shared.move_to(instant)


@dataclass(frozen=True)
class Asked:
    """What the environment asks of the playground."""

    port: int
    world_path: Path | None
    with_council: bool
    start_at: datetime | None
    database_url: str | None
    over: Transport
    withhold_scopes: frozenset[str]


def read(environment: Mapping[str, str]) -> Asked:
    """DATABASE_URL and PLAYGROUND_PORT, _WORLD, _COUNCIL, _START, _TRANSPORT, _WITHHOLD.

    Raises ValueError, in words.
    """
    port = environment.get("PLAYGROUND_PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError("PLAYGROUND_PORT must be a number from 0 to 65535.")
    world_path = Path(environment["PLAYGROUND_WORLD"]) if environment.get("PLAYGROUND_WORLD") else None
    if world_path is not None and not world_path.is_file():
        raise ValueError(f"PLAYGROUND_WORLD: there is no file {world_path}.")
    if environment.get("PLAYGROUND_COUNCIL") not in (None, "", "none"):
        raise ValueError("PLAYGROUND_COUNCIL is none, or not set.")
    start = environment.get("PLAYGROUND_START")
    start_at = _instant(start) if start else None
    over = environment.get("PLAYGROUND_TRANSPORT") or "socket"
    for known in get_args(Transport):
        if over == known:
            return Asked(
                port=int(port),
                world_path=world_path,
                with_council=not environment.get("PLAYGROUND_COUNCIL"),
                start_at=start_at,
                database_url=environment.get("DATABASE_URL") or None,
                over=known,
                withhold_scopes=_scopes(environment.get("PLAYGROUND_WITHHOLD", "")),
            )
    raise ValueError(f"PLAYGROUND_TRANSPORT is {' or '.join(get_args(Transport))}.")


def _scopes(listed: str) -> frozenset[str]:
    return frozenset(scope for scope in (part.strip() for part in listed.split(",")) if scope)


def _instant(text: str) -> datetime:
    with contextlib.suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    raise ValueError("PLAYGROUND_START must be an instant with its offset, like 2027-01-27T10:12:00+00:00.")


def main() -> None:
    """Start everything, say where it is and what to try first, and run until stopped."""
    use_pinned_zones()
    journal.set_up("WARNING")
    try:
        asked = read(os.environ)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None
    try:
        _run(asked)
    except OSError as problem:
        print(f"Port {asked.port} is taken ({problem.strerror}). Try: PLAYGROUND_PORT=0 make demo", file=sys.stderr)
        raise SystemExit(1) from None
    except (ValueError, processes.CannotStart) as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None


def _run(asked: Asked) -> None:
    with tempfile.TemporaryDirectory(prefix="cx-council-") as fresh:
        database_url = asked.database_url or f"sqlite:///{fresh}/council.sqlite3"
        with trial(
            database_url=database_url,
            world_path=asked.world_path,
            with_council=asked.with_council,
            port=asked.port,
            start_at=asked.start_at,
            withhold_scopes=asked.withhold_scopes,
            over=asked.over,
        ) as running:
            welcome = _welcome(running.playground, kept=asked.database_url is not None, in_session=asked.with_council)
            print(welcome, flush=True)
            roles.until_told_to_stop()
    print("Stopped.")


def _welcome(running: server.Playground, *, kept: bool, in_session: bool) -> str:
    there = "The council is in session at" if in_session else "The workspace, which has no council yet, is at"
    steps = "\n".join(
        f"  {number}. {step['title']}"
        for number, step in enumerate(running.workspace.world.extra.get("tour", []), start=1)
    )
    keeps = "Kept in the database you named." if kept else "A fresh council: nothing is kept when you stop."
    return f"""
{there}  {running.url}

Open that address in a browser. Then:
{steps}

{keeps}  Stop with Ctrl-C.
"""


if __name__ == "__main__":
    main()
