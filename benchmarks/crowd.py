"""Fifty commands at once, over HTTP and over one socket, against a bare Bolt app that says the same, word for word.

Bot and bare app each run in a process of their own, as in production, on the same machine and against the same Slack;
rounds are taken in turns, so that whatever else the machine does meets both alike. Measured twice: in the playground,
where everybody waits for Slack's own work too; and with a Slack that takes no time, so that only the two apps are left.
"""

import asyncio
import contextlib
import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import council, figures, playgrounds, programs, stand_in, switchboard
from benchmarks.ways import Answer, Slack, Transport, Way
from bot.store import migrate
from bot.store.database import open_database
from tests import postgres

ROUNDS = 20
WARM_UP = 2
# docs.slack.dev/interactivity/handling-user-interaction
LIMIT_MS = 3000
SLACKS: dict[str, Slack] = {"in the playground": playgrounds.slack, "Slack taking no time": switchboard.slack}
WAYS: tuple[tuple[str, Transport], ...] = (("HTTP", "http"), ("socket", "socket"))


def run() -> list[str]:
    """The report, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(_on("SQLite", f"sqlite:///{folder}/council.sqlite3"))
    try:
        with postgres.server() as server, server.database() as database:
            lines += asyncio.run(_on("PostgreSQL", database.url))
    except postgres.NoBinaries as none:
        lines.append(f"50 at once: {none}")
    return lines


async def _on(name: str, url: str) -> list[str]:
    environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "INFO"}
    await _set_up(url, environment)
    return [
        line
        for where, slack in SLACKS.items()
        for way, over in WAYS
        for line in await _measure(f"{where}, {way}, {name}", slack, over, environment)
    ]


async def _set_up(url: str, environment: dict[str, str]) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    council.establish(database, now=datetime.now(UTC))
    database.close()
    # So that nothing is left to deliver while it is measured.
    with stand_in.slack() as api_url:
        settings = {"SLACK_API_URL": api_url, "SLACK_BOT_TOKEN": "xoxb-bench"}
        async with programs.running(environment | settings, "-m", "bot", "tick") as delivering:
            await delivering.wait()


async def _measure(name: str, slack: Slack, over: Transport, environment: dict[str, str]) -> list[str]:
    async with (
        slack(over) as (ours, theirs),
        programs.running(environment | ours.settings, "-m", "bot", "web" if over == "http" else "run"),
    ):
        await ours.ready()
        first, calm = await _acquaint(ours)
        with _said(calm) as answers:
            async with programs.running(environment | theirs.settings, "-m", "benchmarks.bare", over, answers):
                await theirs.ready()
                return await _compare(name, ours, theirs, first, calm)


async def _acquaint(ours: Way) -> tuple[list[Answer], list[Answer]]:
    """What the crowd hears right after the start, all at once, and then one after the other."""
    crowd = council.crowd()
    first = await ours.rush(crowd)
    return first, [answer for asked in crowd for answer in await ours.rush([asked])]


async def _compare(name: str, ours: Way, theirs: Way, first: list[Answer], calm: list[Answer]) -> list[str]:
    crowd = council.crowd()
    our_rounds: list[list[float]] = []
    their_rounds: list[list[float]] = []
    waited = _waiting(first, calm)
    for turn in range(WARM_UP + ROUNDS):
        for way, rounds in ((ours, our_rounds), (theirs, their_rounds))[:: 1 if turn % 2 else -1]:
            answers = await way.rush(crowd)
            waiting = _waiting(answers, calm)
            assert way is ours or not waiting, "the bare app knows no waiting"
            waited += waiting
            if turn >= WARM_UP:
                rounds.append([answer.ms for answer in answers])
    return _report(name, [answer.ms for answer in first], our_rounds, their_rounds, waited)


def _waiting(answers: list[Answer], calm: list[Answer]) -> int:
    """How many are told to wait a moment; the others see what they see when nobody else asks."""
    return sum(answer.is_a_wait(expected) for answer, expected in zip(answers, calm, strict=True))


def _report(
    name: str, first: list[float], ours: list[list[float]], theirs: list[list[float]], waited: int
) -> list[str]:
    """Over all rounds together; and the middle one of the rounds' own ratios, because one bad round spoils a p99."""
    all_ours, all_theirs = figures.together(ours), figures.together(theirs)
    everything = [*first, *all_ours]
    late = sum(ms > LIMIT_MS for ms in everything)
    all_in_time = f"{late} of {len(everything)} TOO LATE" if late else f"all {len(everything)} acknowledged in time"
    by_round = statistics.median(figures.p99(our) / figures.p99(their) for our, their in zip(ours, theirs, strict=True))
    p50, bare50 = statistics.median(all_ours), statistics.median(all_theirs)
    p99, bare99 = figures.p99(all_ours), figures.p99(all_theirs)
    return [
        f"50 at once, {name}: {all_in_time}, the slowest after {max(everything):.0f} ms "
        f"(right after the start {max(first):.0f} ms); {waited} saw a waiting view first",
        f"    p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {max(all_ours):.0f} ms · bare Bolt p50 {bare50:.0f} ms, "
        f"p99 {bare99:.0f} ms, max {max(all_theirs):.0f} ms · ratio {p50 / bare50:.2f} and {p99 / bare99:.2f}, "
        f"of a round's p99 in the middle {by_round:.2f}",
    ]


@contextlib.contextmanager
def _said(answers: list[Answer]) -> Iterator[str]:
    """A file with what the bot said, for the bare app to repeat."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.json"
        path.write_text(
            json.dumps([{**vars(answer.asked), "view": answer.view, "said": answer.said} for answer in answers])
        )
        yield str(path)
