"""One episode, from its seed to its tally."""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import manifest
from bot.store import outbox
from bot.store.database import open_database
from playground import clock as playground_clock
from playground import server, world
from tests.faults import databases, director, instants, mornings, nursery, tally, workers, years
from tests.years import cast

# In every fifth the first worker is a `run`.
LISTENS = 5
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})


@dataclass(frozen=True)
class Ended:
    """What became of an episode."""

    seed: int
    tally: tally.Tally
    course: director.Course
    seconds: float

    @property
    def complaints(self) -> list[str]:
        """Everything that is not as wanted; empty where all is well."""
        return [*self.tally.complaints, *self.course.complaints]


class Stage:
    """What all episodes of a process share: where databases come from, and where workers do."""

    def __init__(self, source: databases.Source, loaded: world.World, workers_from: nursery.Nursery) -> None:
        self._source = source
        self._world = loaded
        self._nursery = workers_from
        self._opened = open_database(source.url)

    def play(self, seed: int, *, history: bool) -> Ended:
        """Live through the episode of a seed. Whether Slack's history may be read is part of what is played."""
        began = time.monotonic()
        rng = random.Random(seed)
        menace = director.Menace(
            workers=rng.randint(2, 4),
            kills=rng.randint(0, 5),
            faults=rng.randint(0, 6),
            outages=int(rng.random() < 0.35),
            stalls=rng.randint(0, 2),
            listens=seed % LISTENS == 1,
            kills_at=workers.SEAMS[seed % len(workers.SEAMS)],
            passes=seed // len(workers.SEAMS) % 3,
        )
        with (
            tempfile.TemporaryDirectory(prefix="cx-faults-") as folder,
            self._source.new() as database,
            contextlib.closing(self._opened),
            _playground(self._world, history=history) as running,
        ):
            path = Path(folder) / "clock"
            clock = instants.begin(path, mornings.REPORTS_OPEN_AT)
            morning = mornings.write(rng, self._world, self._opened)

            def hire(number: int) -> director.Worker:
                told = _assignment(number, seed, running, path)
                return director.Worker(number, *self._nursery.hire(told))

            directing = director.Director(rng, menace, database, self._opened, running, clock, hire)
            _live(directing, morning.deeds, until=mornings.ENDS_AT)
            clock.close()
            compared = tally.compare(
                morning,
                tally.read(running),
                unknown=self._unknown(),
                history=history,
                course=directing.course,
            )
        return Ended(seed, compared, directing.course, time.monotonic() - began)

    def live_a_year(self, seed: int) -> Ended:
        """Live through the year of a seed, with the scope to read Slack's history."""
        began = time.monotonic()
        plan = years.plan_of(seed)
        with (
            tempfile.TemporaryDirectory(prefix="cx-faults-") as folder,
            self._source.new() as database,
            contextlib.closing(self._opened),
            _playground(cast.workspace(plan.founded_at), history=True) as running,
        ):
            path = Path(folder) / "clock"
            running.clock.move_to(plan.founded_at)
            clock = instants.begin(path, plan.founded_at)
            year = years.Year(plan, self._opened, running)

            def hire(number: int) -> director.Worker:
                return director.Worker(number, *self._nursery.hire(_assignment(number, seed, running, path)))

            directing = director.Director(
                random.Random(seed), years.MENACE, database, self._opened, running, clock, hire, year.reader.look
            )
            _live(directing, year.deeds, until=plan.ends_at)
            clock.close()
            return Ended(seed, year.compare(unknown=self._unknown()), directing.course, time.monotonic() - began)

    def _unknown(self) -> frozenset[str]:
        with self._opened.read() as session:
            return frozenset(outbox.list_keys(session, outbox.State.UNKNOWN))


@contextlib.contextmanager
def stage(kind: str, conceived: nursery.Conceived) -> Iterator[Stage]:
    """Everything that episodes on a kind of database need, until the block ends. Raises postgres.NoBinaries."""
    loaded = world.read(world.LARKSPUR)
    with contextlib.ExitStack() as lasting:
        folder = Path(lasting.enter_context(tempfile.TemporaryDirectory(prefix="cx-faults-")))
        source = lasting.enter_context(databases.source(kind))
        with source.new(), _playground(loaded, history=True) as running:
            instants.begin(folder / "clock", mornings.REPORTS_OPEN_AT).close()
            quiet = _assignment(0, 0, running, folder / "clock")
            workers_from = lasting.enter_context(nursery.opened(conceived, source.url, quiet))
        yield Stage(source, loaded, workers_from)


def _live(directing: director.Director, deeds: list[director.Deed], *, until: datetime) -> None:
    try:
        directing.live(deeds, until=until)
    except Exception as error:  # noqa: BLE001  # whatever it is, the seed is to be told, and the others go on
        at = "".join(traceback.format_tb(error.__traceback__)[-1:])
        directing.course.complaints.append(f"{type(error).__name__}: {error}\n{at}")
    finally:
        directing.close()


def _assignment(number: int, seed: int, running: server.Playground, clock: Path) -> workers.Assignment:
    return workers.Assignment(
        number=number,
        seed=seed,
        api_url=running.api_url,
        bot_token=running.bot_token,
        app_token=running.app_token,
        listens=number == 1 and seed % LISTENS == 1,
        clock=clock,
    )


@contextlib.contextmanager
def _playground(loaded: world.World, *, history: bool) -> Iterator[server.Playground]:
    stack = contextlib.ExitStack()
    running = stack.enter_context(
        server.serve(
            world=loaded,
            manifest_path=manifest.FILE,
            clock=playground_clock.Clock(min(loaded.start_at, mornings.REPORTS_OPEN_AT)),
            withhold_scopes=() if history else HISTORY,
        )
    )
    try:
        yield running
    finally:
        # It takes a fifth of a second to end: the next one begins meanwhile.
        threading.Thread(target=stack.close).start()
