"""Slack for a crowd, as strict as the playground is: one playground for the bot and one for the bare app.

Each has its own server, signed requests or sockets, and checks; both are in the process that measures, and only one of
them is busy at a time. `/_playground/` does one deed after the other, so everybody types on a thread of their own here.
"""

import asyncio
import contextlib
import dataclasses
import json
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import council, stand_in, ways
from benchmarks.council import Asked
from benchmarks.ways import Answer, Way
from bot import manifest
from playground import clock as clocks
from playground import seals, server, wires, world
from playground.deeds import commands, delivery
from playground.deeds import context as contexts

# Opening forms belongs to tier 4, a hundred calls a minute: on the playground's clock the next crowd comes later.
BETWEEN_CROWDS = timedelta(minutes=1)


@contextlib.asynccontextmanager
async def slack(over: ways.Transport) -> AsyncIterator[tuple[Way, Way]]:
    """Serve until the block ends: a way to the bot and one to the bare app."""
    with _installed(over) as ours, _installed(over) as theirs:
        yield ours, theirs


@contextlib.contextmanager
def _installed(over: ways.Transport) -> Iterator[Way]:
    """A playground with an app that is about to be started."""
    port = ways.free_port()
    clock = clocks.Clock(datetime.now(UTC))
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(len(council.crowd())) as threads,
    ):
        installed = manifest.socket_mode()
        if over == "http":
            installed = manifest.called_at(f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}")
        written = Path(folder) / "manifest.json"
        written.write_text(json.dumps(installed))
        with server.serve(world=_world(clock.now()), manifest_path=written, clock=clock) as running:
            settings = {
                "SLACK_API_URL": running.api_url,
                "SLACK_BOT_TOKEN": running.bot_token,
                "SLACK_SIGNING_SECRET": running.signing_secret,
            }
            people = _People(running, threads)
            if over == "http":
                yield Way(settings | {"PORT": str(port)}, lambda: ways.listening(port), people.rush)
            else:
                yield Way(
                    settings | {"SLACK_APP_TOKEN": running.app_token},
                    lambda: ways.connected(lambda: running.sockets.connections > 0),
                    people.rush,
                )


def _world(now: datetime) -> world.World:
    """A workspace with the council's people in the council's channels."""
    bot = world.Person(stand_in.BOT, "CX Council", "cx_council", "", council.ZONE, is_bot=True)
    people = [world.Person(one.slack_id, one.name, one.slack_id.lower(), "", one.tz) for one in council.everyone()]
    names = [name.lower().replace(" ", "-") for name in council.DEPARTMENTS]
    channels = zip((council.CHANNEL, *council.CHANNELS), ("cx-council", *names), strict=True)
    members = tuple(person.id for person in (*people, bot))
    return world.World(
        team=world.Team(stand_in.TEAM, "Bench", "bench"),
        bot=world.Bot("A0BENCH01", "B0BENCHBOT", bot.id, bot.name),
        people=(bot, *people),
        channels=tuple(
            world.ChannelPlan(
                slack_id,
                name,
                private=False,
                archived=False,
                topic="",
                purpose="",
                creator=council.CHAIR,
                members=members,
            )
            for slack_id, name in channels
        ),
        start_at=now,
    )


@dataclasses.dataclass
class _Overheard:
    """The wire of one deed, which remembers what went over it."""

    wire: wires.Wire
    trigger_id: str = ""
    said: dict[str, Any] | None = None

    def start(self) -> None:
        self.wire.start()

    def deliver(
        self,
        kind: wires.Kind,
        payload: dict[str, Any],
        *,
        accepts_response_payload: bool,
        copies: int = 1,
        seal: seals.Seal | None = None,
    ) -> list[wires.Answer]:
        self.trigger_id = payload["trigger_id"]
        answers = self.wire.deliver(
            kind, payload, accepts_response_payload=accepts_response_payload, copies=copies, seal=seal
        )
        self.said = answers[0].payload
        return answers

    def publish(
        self, payload: dict[str, Any], *, copies: int = 1, seal: seals.Seal | None = None
    ) -> list[wires.Answer]:
        return self.wire.publish(payload, copies=copies, seal=seal)

    async def close(self) -> None:
        await self.wire.close()


class _People:
    """Everybody in one playground."""

    def __init__(self, running: server.Playground, threads: ThreadPoolExecutor) -> None:
        self._context = running.context
        self._threads = threads

    async def rush(self, crowd: list[Asked]) -> list[Answer]:
        """As `Way.rush`. Raises AssertionError where Slack refused something or somebody saw that it did not work."""
        space = self._context.workspace
        space.move_clock(space.clock.now() + BETWEEN_CROWDS)
        met_before = len(space.calls())
        all_here = threading.Barrier(len(crowd))
        loop = asyncio.get_running_loop()
        typed = await asyncio.gather(
            *(loop.run_in_executor(self._threads, self._type, asked, all_here) for asked in crowd)
        )
        # Twelve people type fifty commands: a form opened after "One moment…" takes its place before it was filled.
        refused = [one for one in space.refusals() if (one.method, one.error) != ("views.update", "not_found")]
        assert not refused, refused
        opened = {
            call.arguments["trigger_id"]: call.arguments["view"]
            for call in space.calls()[met_before:]
            if call.method == "views.open"
        }
        return [
            Answer(asked, ms, opened.get(heard.trigger_id), heard.said)
            for asked, (ms, heard) in zip(crowd, typed, strict=True)
        ]

    def _type(self, asked: Asked, all_here: threading.Barrier) -> tuple[float, _Overheard]:
        heard = _Overheard(self._context.wire)
        context = dataclasses.replace(self._context, wire=heard)
        who = contexts.person(context.workspace, asked.user)
        where = contexts.place(context.workspace, who, council.CHANNEL)
        all_here.wait()
        began = time.perf_counter()
        ended = commands.run(context, who, where, command=asked.command, text=asked.text, how=delivery.PLAIN)
        elapsed = (time.perf_counter() - began) * 1000
        assert ended.error is None, ended
        return elapsed, heard
