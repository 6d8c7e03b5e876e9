"""The wiring: a Bolt app with every listener, and the threads its deeds run on."""

import logging
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.homes import Homes
from bot.handlers import (
    absences,
    actions,
    additions,
    agenda_plans,
    agenda_reading,
    agenda_rests,
    agendas,
    calendars,
    charters,
    checks,
    closings,
    councils,
    deliveries,
    doors,
    errors,
    excuses,
    gaps,
    happenings,
    heads_ups,
    history,
    homes,
    nil_reports,
    other_business,
    report_reading,
    reports,
    roster,
    sessions,
    setups,
)
from bot.handlers.rooms import Rooms
from bot.handlers.work import Work
from bot.store.database import Database

COMMANDS = (reports, agendas, actions, councils)
NOUNS = (
    reports, report_reading, heads_ups, other_business, agendas, gaps, sessions, actions, setups, calendars, charters,
    roster, closings, absences, history, homes, checks, deliveries, happenings, nil_reports, excuses, agenda_reading,
    agenda_plans, additions, agenda_rests,
)  # fmt: skip


@dataclass(frozen=True)
class Bot:
    """The listening side: Bolt's app, and what its handlers share."""

    app: App
    rooms: Rooms

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until everything people asked for has been dealt with; False where it takes over `timeout` seconds."""
        return self.rooms.work.wait_until_idle(timeout)

    def close(self) -> None:
        """Finish what is under way and take no more."""
        self.rooms.work.close()


def build_app(
    *,
    client: WebClient,
    database: Database,
    clock: Clock,
    team_id: str,
    bot_user_id: str,
) -> Bot:
    """Put the listening side together. Nothing is sent anywhere yet."""
    rooms = Rooms(
        team_id=team_id,
        bot_user_id=bot_user_id,
        database=database,
        clock=clock,
        client=client,
        work=Work(),
        homes=Homes(database, client, clock, team_id=team_id),
    )

    def authorize() -> AuthorizeResult:
        # Who we are was asked once at the start; Bolt would ask again within the first request's three seconds.
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_user_id=bot_user_id, bot_token=client.token)

    app = App(
        logger=_quiet_logger(),
        client=client,
        request_verification_enabled=False,  # `web.Door` does that, and lets nothing else as far as here
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        listener_executor=rooms.work.executor,
    )
    errors.register(app, rooms)
    doors.register(app, rooms)
    register(app, rooms)
    return Bot(app, rooms)


def register(app: App, rooms: Rooms) -> None:
    """Every listener. Bolt asks one after the other, so commands come first: none costs more for a button added."""
    for handlers in COMMANDS:
        handlers.register_command(app, rooms)
    for handlers in NOUNS:
        handlers.register(app, rooms)


def _quiet_logger() -> logging.Logger:
    """Bolt and the SDK log bodies and arguments below ERROR, and Bolt gives its loggers the level of this one."""
    for library in ("slack_bolt", "slack_sdk"):
        logging.getLogger(library).setLevel(logging.ERROR)
    quiet = logging.getLogger("bot.bolt")
    quiet.setLevel(logging.ERROR)
    return quiet
