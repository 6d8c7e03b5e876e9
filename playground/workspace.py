"""The workspace: everything that is so at the clock's instant, under one lock.

Its rooms: `conversations` (channels, direct messages, messages), `files`, `pins`, `surfaces` (modals, Homes), `tickets`
(triggers, response URLs, sockets), `journal` (what changed), `happenings` (what the app is told of that). People, calls
and refusals are kept here.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground import clock as clocks
from playground import (
    conversations,
    files,
    happenings,
    installation,
    journal,
    pins,
    refusals,
    surfaces,
    tickets,
    world,
)


@dataclass(frozen=True)
class Call:
    """One request to the Web API. `arguments` are without the token; `answer` is None when the connection was cut
    (`status` too, before or after the deed as `fault` says) or when it was no JSON.
    """

    n: int
    at: datetime
    method: str
    arguments: dict[str, Any]
    status: int | None
    answer: dict[str, Any] | None
    fault: str | None = None


@dataclass(frozen=True)
class Refused:
    """Something the app was refused. `method` is a Web API method, or where else it happened: response_url, ack, …"""

    n: int
    at: datetime
    method: str
    error: str
    detail: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as `snapshot` has drawn it, and what it was drawn from: drawing thousands anew each time is slow."""

    message: conversations.Message
    depends_on: tuple[Any, ...]
    shape: dict[str, Any]


class Workspace:
    """The state of the playground. Safe from any thread; hold `lock` to read several things as of one moment."""

    def __init__(
        self,
        plan: world.World,
        app: installation.Installation,
        clock: clocks.Clock | None = None,
        *,
        wall: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` stands at the world's start unless given; `wall` is real time in seconds, for triggers only."""
        self.lock = threading.RLock()
        self.world = plan
        self.app = app
        self.clock = clock or clocks.Clock(plan.start_at)
        self.journal = journal.Journal(self.lock)
        self.files = files.Files(plan, self.lock, self.journal, self.clock.now)
        self.pins = pins.Pins(self.lock, self.journal, self.clock.now)
        self.happenings = happenings.Happenings(app, self.clock.now)
        self.conversations = conversations.Conversations(
            plan,
            self.lock,
            self.journal,
            self.clock.now,
            files=self.files,
            pins=self.pins,
            noted=self.happenings,
        )
        self.surfaces = surfaces.Surfaces(plan, self.lock, self.journal, self.clock.now)
        self.tickets = tickets.Tickets(self.lock, self.clock.now, wall)
        self.drawn: dict[tuple[str, str], Drawn] = {}
        self._people = {person.id: person for person in plan.people}
        self._calls: list[Call] = []
        self._refusals: list[Refused] = []

    def people(self) -> list[world.Person]:
        """Everyone with an account, the bot's user first."""
        with self.lock:
            return list(self._people.values())

    def find_person(self, who: str) -> world.Person | None:
        """By id, exact name or handle (with or without @); case does not matter."""
        with self.lock:
            wanted = who.removeprefix("@").casefold()
            for person in self._people.values():
                if wanted in (person.id.casefold(), person.name.casefold(), person.handle.casefold()):
                    return person
            return None

    def get_person(self, user_id: str) -> world.Person:
        """By id. Raises Refusal user_not_found."""
        with self.lock:
            person = self._people.get(user_id)
        if person is None:
            raise refusals.Refusal("user_not_found", f"there is nobody with the id {user_id!r}")
        return person

    def change_person(self, user_id: str, **changes: Any) -> world.Person:
        """Change a person: deleted=True closes the account, tz="…" moves them. Raises Refusal user_not_found."""
        with self.lock:
            person = dataclasses.replace(self.get_person(user_id), **changes)
            self._people[user_id] = person
            self.journal.note("person", "edited", user_id)
            return person

    def move_clock(self, instant: datetime) -> datetime:
        """Move the clock on to `instant` and note it. Raises ClockRunsForwards when it has passed."""
        with self.lock:
            now = self.clock.move_to(instant)
            self.journal.note("clock", "edited")
            return now

    def calls(self) -> list[Call]:
        """Every request the Web API has had, oldest first."""
        with self.lock:
            return list(self._calls)

    def record_call(
        self,
        method: str,
        arguments: Mapping[str, Any],
        status: int | None,
        answer: Mapping[str, Any] | None,
        *,
        fault: str | None = None,
    ) -> Call:
        """Write a request down; the caller has taken the token out of `arguments`."""
        with self.lock:
            call = Call(
                len(self._calls) + 1,
                self.clock.now(),
                method,
                dict(arguments),
                status,
                None if answer is None else dict(answer),
                fault,
            )
            self._calls.append(call)
            self.journal.note("call", "new", str(call.n))
            return call

    def refusals(self) -> list[Refused]:
        """Everything the app was refused, oldest first."""
        with self.lock:
            return list(self._refusals)

    def record_refusal(self, method: str, error: str, detail: str) -> Refused:
        """Write a refusal down."""
        with self.lock:
            refused = Refused(len(self._refusals) + 1, self.clock.now(), method, error, detail)
            self._refusals.append(refused)
            self.journal.note("refusal", "new", str(refused.n))
            return refused
