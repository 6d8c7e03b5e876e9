"""One running bot: its parts, what wakes in it, and how Slack reaches it over Socket Mode. The only place that opens
databases and builds Slack clients."""

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.error import URLError

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import app, journal, scheduler, web
from bot.clock import Clock
from bot.council.ladder import LADDER, Ladder
from bot.delivery.homes import Homes
from bot.delivery.post_office import PostOffice
from bot.delivery.slack import Slack
from bot.health import Health
from bot.settings import Settings
from bot.store import migrate
from bot.store.database import Database, open_database
from bot.store.paces import Rates
from bot.survey import Survey
from bot.usecases import clockwork, readiness, surveys

# Less than whoever stops us waits, so that what Slack answered is kept.
CALL_TIMEOUT_S = 8
NAP = timedelta(seconds=1)
# Slack waits three seconds, and whoever stops us ten.
ANSWERS_WITHIN_S = 5.0


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
    homes: Homes
    told_to_stop: threading.Event
    ladder: Ladder = LADDER

    def sweep(self) -> list[clockwork.Fired]:
        """Deal with everything that is due now."""
        fired = clockwork.sweep(
            self.database, now=self.clock.now(), ladder=self.ladder, going=lambda: not self.told_to_stop.is_set()
        )
        for one in fired:
            journal.note("due_fired", kind=one.kind, subject=one.subject, outcome=one.outcome)
        return fired

    def keep_house(self) -> None:
        """Top up the planned meetings, look at what the ladder has not seen, forget old requests."""
        clockwork.keep_house(self.database, now=self.clock.now(), ladder=self.ladder)

    def look_round(self) -> None:
        """The nightly check of people and channels, where it is due; what was known stays where Slack has no answer."""
        ask = Survey(self.client, _UntilToldToStop(self.clock, self.told_to_stop), self.identity.team_id).everything
        try:
            checked = surveys.look_round_tonight(self.database, self.identity.team_id, ask, now=self.clock.now())
        except (SlackApiError, OSError) as error:
            journal.failure("survey_failed", error, team=self.identity.team_id)
        except _ToldToStop:
            journal.note("survey_left", team=self.identity.team_id)
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
            sweep=self.sweep,
            deliver=self.office.work,
            draw_homes=self.homes.work,
            keep_house=self.keep_house,
            look_round=self.look_round,
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

    def build_health(self, *, backlog_decides: bool, socket: Callable[[], bool] | None = None) -> Health:
        """Who answers for this process when a host asks after it."""
        return Health(self.database, self.clock, backlog_decides=backlog_decides, socket=socket)

    def build_door(self, bot: app.Bot, health: Health) -> web.Door:
        """Its WSGI application, for HTTP instead of Socket Mode."""
        return web.Door(bot.app, self.settings.signing_secret, health)


class _ToldToStop(Exception):
    """Whatever takes long ends here, and is begun anew by another process or another day."""


@dataclass(frozen=True)
class _UntilToldToStop:
    """A clock for what takes long and may be left at any moment. Both raise _ToldToStop."""

    clock: Clock
    told: threading.Event

    def now(self) -> datetime:
        if self.told.is_set():
            raise _ToldToStop
        return self.clock.now()

    def wait_until(self, instant: datetime) -> None:
        while (now := self.now()) < instant:
            self.clock.wait_until(min(instant, now + NAP))


def assemble(
    configured: Settings,
    clock: Clock,
    *,
    migrates: bool = False,
    ladder: Ladder = LADDER,
    chance: random.Random | None = None,
) -> Process:
    """Open the database and introduce ourselves to Slack; `ladder` is what is nudged about, `chance` spreads what is
    tried again. Raises CannotStart."""
    database = open_database(configured.database_url)
    if migrates and not migrate.is_current(database):
        migrate.upgrade(configured.database_url)
    if not migrate.is_current(database):
        raise CannotStart("The database is not up to date. Run: python -m bot migrate")
    client = WebClient(
        token=configured.bot_token, base_url=configured.slack_api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[]
    )
    identity = _introduce(client)
    rates = Rates(posts_per_minute=configured.posts_per_minute)
    office = PostOffice(database, Slack(client, identity.scopes), clock, ladder=ladder, rates=rates, chance=chance)
    homes = Homes(database, client, clock, team_id=identity.team_id)
    return Process(configured, clock, database, identity, client, office, homes, threading.Event(), ladder)


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


@dataclass(frozen=True)
class Listening:
    """A bot that hears what people do over Socket Mode; `is_connected` says whether it does at this moment."""

    bot: app.Bot
    is_connected: Callable[[], bool]


@contextlib.contextmanager
def listening(process: Process) -> Iterator[Listening]:
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
    under_way = _UnderWay(handler)
    try:
        yield Listening(bot, handler.client.is_connected)
    finally:
        under_way.wait_until_none(ANSWERS_WITHIN_S)
        _close(handler)
        bot.close()


class _UnderWay:
    """Counts the requests that Slack waits for an answer to."""

    def __init__(self, handler: SocketModeHandler) -> None:
        """From now on."""
        self._changed = threading.Condition()
        self._count = 0
        self._handler = handler
        handler.client.socket_mode_request_listeners[:] = [self._counted]

    def wait_until_none(self, within_s: float) -> None:
        """Those that come meanwhile are answered as well: nobody else hears of them as long as the socket is open."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0, within_s)

    def _counted(self, _: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self._add(1)
        try:
            self._handler.handle(self._handler.client, request)
        finally:
            self._add(-1)

    def _add(self, number: int) -> None:
        with self._changed:
            self._count += number
            self._changed.notify_all()


def _close(handler: SocketModeHandler) -> None:
    client = handler.client

    def close() -> None:
        # It would close the socket first, and answer those under way afterwards.
        client.closed = True
        client.message_processor.shutdown()
        client.message_workers.shutdown()
        # The client's reader may have dropped the connection already: slack_sdk 3.47 then tries to close None.
        with contextlib.suppress(AttributeError):
            handler.close()

    closing = threading.Thread(target=close)
    closing.start()
    while closing.is_alive():
        # The client's thread waits up to a second for a message before it looks whether to stop.
        client.message_queue.put("")
        closing.join(timeout=0.02)
