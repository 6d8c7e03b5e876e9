"""The command line: `python -m bot run | web | worker | tick | migrate | manifest`. The only place that opens databases
and builds Slack clients."""

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.error import URLError

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot import app, journal, manifest, scheduler, settings, web
from bot.clock import Clock, StandingClock, SystemClock, use_pinned_zones
from bot.delivery.post_office import PostOffice
from bot.delivery.slack import Slack
from bot.settings import Settings
from bot.store import migrate, outbox
from bot.store.database import Database, open_database
from bot.survey import Survey
from bot.usecases import clockwork, readiness, surveys

CALL_TIMEOUT_S = 10
TICK_PATIENCE = timedelta(seconds=60)


class CannotStart(Exception):
    """What is wrong and what to do about it, in a sentence for whoever started the program."""


@dataclass(frozen=True)
class Identity:
    """Who the bot is in Slack, as auth.test says, and the scopes it was granted."""

    team_id: str
    bot_user_id: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Process:
    """The parts of one running bot."""

    settings: Settings
    clock: Clock
    database: Database
    identity: Identity
    client: WebClient
    office: PostOffice

    def sweep(self) -> list[clockwork.Fired]:
        """Deal with everything that is due now."""
        fired = clockwork.sweep(self.database, now=self.clock.now())
        for one in fired:
            journal.note("due_fired", kind=one.kind, meeting=one.meeting_id, outcome=one.outcome)
        return fired

    def keep_house(self) -> None:
        """Top up the planned meetings, forget old requests."""
        clockwork.keep_house(self.database, now=self.clock.now())

    def look_round(self) -> None:
        """The nightly check of people and channels, where it is due; what was known stays where Slack has no answer."""
        ask = Survey(self.client, self.clock, self.identity.team_id).everything
        try:
            checked = surveys.look_round_tonight(self.database, self.identity.team_id, ask, now=self.clock.now())
        except (SlackApiError, OSError) as error:
            journal.failure("survey_failed", error, team=self.identity.team_id)
        else:
            if checked is not None:
                journal.note("checked", team=self.identity.team_id, needs=len(checked.needs))

    def warm_up(self) -> None:
        """Have at hand what the first people would wait for."""
        try:
            readiness.warm_up(self.database, now=self.clock.now())
        except Exception as error:  # noqa: BLE001  # everything works without it, the first time a little later
            journal.failure("warm_up_failed", error)
        else:
            journal.note("warm")

    def jobs(self) -> scheduler.Jobs:
        """What the timetable wakes."""
        return scheduler.Jobs(
            sweep=self.sweep, deliver=self.office.deliver, keep_house=self.keep_house, look_round=self.look_round
        )

    def build_bot(self) -> app.Bot:
        """The listening side."""
        return app.build_app(
            client=self.client,
            database=self.database,
            clock=self.clock,
            team_id=self.identity.team_id,
            bot_user_id=self.identity.bot_user_id,
        )

    def build_door(self, bot: app.Bot) -> web.Door:
        """Its WSGI application, for HTTP instead of Socket Mode."""
        return web.Door(bot.app, self.settings.signing_secret)


def assemble(configured: Settings, clock: Clock, *, migrates: bool = False) -> Process:
    """Open the database and introduce ourselves to Slack. Raises CannotStart."""
    database = open_database(configured.database_url)
    if migrates and not migrate.is_current(database):
        migrate.upgrade(configured.database_url)
    if not migrate.is_current(database):
        raise CannotStart("The database is not up to date. Run: python -m bot migrate")
    client = WebClient(
        token=configured.bot_token, base_url=configured.slack_api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[]
    )
    identity = _introduce(client)
    office = PostOffice(database, Slack(client, identity.scopes), clock)
    return Process(configured, clock, database, identity, client, office)


def _introduce(client: WebClient) -> Identity:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        name = error.response.get("error")
        raise CannotStart(
            f"Slack does not accept SLACK_BOT_TOKEN ({name}). Copy it again from the app's page."
        ) from None
    except (URLError, OSError):
        raise CannotStart(f"Slack cannot be reached at {client.base_url}.") from None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = headers.get("x-oauth-scopes", "")
    return Identity(
        team_id=str(answer["team_id"]),
        bot_user_id=str(answer["user_id"]),
        scopes=frozenset(scope.strip() for scope in granted.split(",") if scope.strip()),
    )


@contextlib.contextmanager
def listening(process: Process) -> Iterator[app.Bot]:
    """Take what people do from Slack over Socket Mode until the block ends; work begun is finished first."""
    bot = process.build_bot()
    # The app's own token would be asked for at construction; the client is ready and carries it.
    handler = SocketModeHandler(bot.app, process.settings.app_token, web_client=process.client)
    try:
        handler.connect()
    except SlackApiError as error:
        bot.close()
        name = error.response.get("error")
        raise CannotStart(
            f"Slack does not accept SLACK_APP_TOKEN ({name}). Copy it again from the app's page."
        ) from None
    try:
        yield bot
    finally:
        _close(handler)
        bot.close()


def _close(handler: SocketModeHandler) -> None:
    def close() -> None:
        # The client's reader may have dropped the connection already: slack_sdk 3.47 then tries to close None.
        with contextlib.suppress(AttributeError):
            handler.close()

    closing = threading.Thread(target=close)
    closing.start()
    while closing.is_alive():
        # The client's thread waits up to a second for a message before it looks whether to stop.
        handler.client.message_queue.put("")
        closing.join(timeout=0.02)


def _run(configured: Settings) -> None:
    if not configured.app_token:
        _serve_http(configured, with_clock=True, migrates=True)
        return
    process = assemble(configured, SystemClock(), migrates=True)
    with listening(process):
        timetable = scheduler.start(process.jobs())
        warming = _ready(process, mode="socket")
        until_told_to_stop()
        timetable.shutdown(wait=True)
    _stopped(process, warming)


def _worker(configured: Settings) -> None:
    process = assemble(configured, SystemClock())
    timetable = scheduler.start(process.jobs())
    warming = _ready(process, mode="worker")
    until_told_to_stop()
    timetable.shutdown(wait=True)
    _stopped(process, warming)


def _ready(process: Process, *, mode: str) -> threading.Thread:
    journal.note("ready", team=process.identity.team_id, mode=mode)
    # Beside the work: it takes a second or so, and whoever comes meanwhile waits no longer than they would have.
    warming = threading.Thread(target=process.warm_up, name="warm-up")
    warming.start()
    return warming


def _stopped(process: Process, warming: threading.Thread) -> None:
    warming.join()
    process.database.close()
    journal.note("stopped")


def _serve_http(configured: Settings, *, with_clock: bool, migrates: bool) -> None:
    """Signed requests on PORT; one process answers, so that a timetable in it is the only one."""
    # Imported here: only this role serves HTTP, and gunicorn is the slowest of the imports.
    from bot import hosting  # noqa: PLC0415

    # Whatever is wrong is said in one line here rather than by a worker that dies.
    assemble(configured, SystemClock(), migrates=migrates).database.close()

    def start() -> hosting.Served:
        process = assemble(configured, SystemClock())
        bot = process.build_bot()
        timetable = scheduler.start(process.jobs()) if with_clock else None
        warming = _ready(process, mode="http")

        def close() -> None:
            if timetable is not None:
                timetable.shutdown(wait=True)
            bot.close()
            _stopped(process, warming)

        return hosting.Served(process.build_door(bot), close)

    hosting.serve(configured.port, start)


def _tick(configured: Settings, at: datetime | None) -> None:
    if at is not None and configured.talks_to_slack:
        raise CannotStart("--at is for trying things out against a stand-in; with Slack itself, now is now.")
    process = assemble(configured, SystemClock() if at is None else StandingClock(at))
    process.keep_house()
    process.look_round()
    fired = process.sweep()
    tally: Counter[str] = process.office.deliver_all(patience=TICK_PATIENCE)
    with process.database.read() as session:
        unknown = outbox.list_keys(session, outbox.State.UNKNOWN)
        failed = outbox.list_keys(session, outbox.State.FAILED)
    print(" · ".join([f"due: {len(fired)}", *(f"{word}: {count}" for word, count in sorted(tally.items()))]))
    for word, keys in (("may or may not have been sent", unknown), ("could not be sent", failed)):
        for key in keys:
            print(f"{word}: {key}")
    process.database.close()


def until_told_to_stop() -> None:
    """Return once the process is told to stop (SIGTERM, Ctrl-C)."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    told.wait()


def _instant(text: str) -> datetime:
    with contextlib.suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    raise argparse.ArgumentTypeError("an instant has an offset, for example 2027-02-02T09:00:00+00:00")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The CX Council bot for Slack.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="everything in one process (Socket Mode with SLACK_APP_TOKEN, else HTTP)")
    commands.add_parser("web", help="answer Slack's signed HTTP requests only")
    commands.add_parser("worker", help="clock and delivery only")
    tick = commands.add_parser("tick", help="do once what is due, deliver it, and exit")
    tick.add_argument("--at", type=_instant, help="pretend it is this instant (never against Slack itself)")
    commands.add_parser("migrate", help="bring the database up to date")
    printed = commands.add_parser("manifest", help="print the Slack app's manifest")
    printed.add_argument("--url", help="the https address of the bot: prints the HTTP variant instead of Socket Mode")
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Run one command; anything wrong with the environment ends in one clear line and exit code 1."""
    use_pinned_zones()
    asked = _parser().parse_args(arguments)
    if asked.command == "manifest":
        try:
            print(json.dumps(manifest.over_http(asked.url) if asked.url else manifest.socket_mode(), indent=2))
        except manifest.NotAnAddress as problem:
            _stop(str(problem))
        return
    needs = {
        "web": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
        "migrate": (),
    }.get(asked.command, ("SLACK_BOT_TOKEN",))
    try:
        configured = settings.read(os.environ, needs=needs)
        journal.set_up(configured.log_level)
        _carry_out(asked, configured)
    except settings.SettingsProblem as problem:
        _stop("\n".join(problem.problems))
    except CannotStart as problem:
        _stop(str(problem))
    except (SQLAlchemyError, ModuleNotFoundError) as problem:
        _stop(
            f"The database at DATABASE_URL cannot be used ({type(problem).__name__}). Is its address right, is it up?"
        )


def _carry_out(asked: argparse.Namespace, configured: Settings) -> None:
    match asked.command:
        case "run":
            if not configured.app_token and not configured.signing_secret:
                raise CannotStart("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")
            _run(configured)
        case "web":
            _serve_http(configured, with_clock=False, migrates=False)
        case "worker":
            _worker(configured)
        case "tick":
            _tick(configured, asked.at)
        case "migrate":
            migrate.upgrade(configured.database_url)


def _stop(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
