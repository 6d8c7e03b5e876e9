"""A script, lived by one bot beside a playground: from event to event, or from minute to minute."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import manifest, processes, settings
from bot.store.database import Database
from bot.usecases import clockwork, councils
from playground import clock as playground_clock
from playground import server
from playground.__main__ import SharedClock
from tests import rungs
from tests.years import cast, posted
from tests.years.chronicle import Chronicle
from tests.years.deeds import Hands, openings
from tests.years.script import Script

PATIENCE = timedelta(seconds=90)
LOOKS_IN_AN_OUTAGE = timedelta(minutes=30)
A_WEEK = timedelta(days=7)
MOST_STEPS = 100_000


@dataclass(frozen=True)
class Running:
    """A bot at work in a workspace, and who reads there."""

    playground: server.Playground
    process: processes.Process
    reader: posted.Reader

    @property
    def database(self) -> Database:
        return self.process.database


@contextlib.contextmanager
def running(plan: Script, database_url: str) -> Iterator[Running]:
    """A bot on a database that is new, in a workspace where the council of the script has just been founded."""
    shared = playground_clock.Clock(plan.founded_at)
    world = cast.workspace(plan.founded_at)
    with server.serve(world=world, manifest_path=manifest.FILE, clock=shared) as playground:
        configured = settings.Settings(
            database_url=database_url,
            slack_api_url=playground.api_url,
            bot_token=playground.bot_token,
            app_token=playground.app_token,
            signing_secret=playground.signing_secret,
        )
        process = processes.assemble(configured, SharedClock(shared), migrates=True, ladder=rungs.EVERY_RUNG)
        try:
            establish(process.database, plan)
            yield Running(playground, process, posted.Reader(playground.workspace.conversations))
        finally:
            process.database.close()


def establish(database: Database, plan: Script) -> None:
    """Found the council of the script."""
    councils.establish(database, cast.plan(), by=cast.CHAIR, now=plan.founded_at)


def begin(plan: Script) -> Chronicle:
    """The chronicle of the script before anything has happened."""
    return Chronicle(plan.founded_at, plan.ends_at, tuple(cast.DEPARTMENTS.values()), dict(cast.ZONES), plan.outages)


def live(plan: Script, bot: Running, *, every: timedelta | None = None) -> Chronicle:
    """Let the script happen, and the bot wake whenever something is due, or `every` so often; what happened."""
    return _Life(plan, bot, every).live()


class _Life:
    def __init__(self, plan: Script, bot: Running, every: timedelta | None) -> None:
        self._plan = plan
        self._bot = bot
        self._every = every
        self._clock = bot.playground.clock
        self._told = begin(plan)
        self._hands = Hands(bot.database, self._told, bot.playground.workspace)
        self._deeds = list(plan.deeds)
        self._house_at = plan.founded_at

    def live(self) -> Chronicle:
        for _ in range(MOST_STEPS):
            self._wake()
            at = self._next_at()
            if at > self._plan.ends_at:
                self._told.happenings += openings(self._bot.database)
                return self._told
            self._clock.move_to(max(at, self._clock.now()))
        raise AssertionError("something is due for ever")

    def _wake(self) -> None:
        while self._deeds and self._deeds[0].at <= self._clock.now():
            self._hands.do(self._deeds.pop(0), now=self._clock.now())
        if self._suffers("down"):
            return
        if self._house_at <= self._clock.now():
            self._bot.process.keep_house()
            self._house_at = self._clock.now() + A_WEEK
        self._bot.process.sweep()
        if not self._suffers("mute"):
            self._bot.process.office.deliver_all(patience=PATIENCE)
            self._bot.reader.look()

    def _next_at(self) -> datetime:
        now = self._clock.now()
        known = [self._plan.ends_at + timedelta(seconds=1), *(deed.at for deed in self._deeds[:1])]
        known += [at for outage in self._plan.outages for at in (outage.begins_at, outage.ends_at) if at > now]
        if self._suffers("down"):
            return min(known)
        if self._every is not None:
            return min([now + self._every, *known])
        if self._suffers("mute"):
            return min([now + LOOKS_IN_AN_OUTAGE, self._house_at, *known])
        at = clockwork.next_event(self._bot.database)
        if at is not None:
            known.append(max(at, now + timedelta(seconds=1)))
        return min([self._house_at, *known])

    def _suffers(self, kind: str) -> bool:
        return any(one.kind == kind and one.covers(self._clock.now()) for one in self._plan.outages)
