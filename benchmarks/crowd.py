"""Fifty commands at once, over HTTP and over one socket, against a bare Bolt app that says the same, word for word.

Bot and bare app each run in a process of their own, as in production, on the same machine and against the same Slack;
rounds are taken in turns, so that whatever else the machine does meets both alike.
"""

import asyncio
import contextlib
import json
import os
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import bare, council, switchboard
from benchmarks.switchboard import Answer, Say, Switchboard
from bot.store import migrate
from bot.store.database import open_database
from bot.views import notices
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
WARM_UP = 2
# docs.slack.dev/interactivity/handling-user-interaction
LIMIT_MS = 3000
TOKEN = "xapp-ours"


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
    async with switchboard.open_switchboard() as board:
        environment = {
            **os.environ,
            "SLACK_API_URL": board.api_url,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": switchboard.SECRET,
            "SLACK_APP_TOKEN": TOKEN,
            "DATABASE_URL": url,
            "LOG_LEVEL": "INFO",
        }
        await _set_up(url, environment)
        return [*await _over_http(name, board, environment), *await _over_socket(name, board, environment)]


async def _set_up(url: str, environment: dict[str, str]) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    council.establish(database, now=datetime.now(UTC))
    database.close()
    # So that nothing is left to deliver while it is measured.
    async with _running(environment, "-m", "bot", "tick") as delivering:
        await delivering.wait()


async def _over_http(name: str, board: Switchboard, environment: dict[str, str]) -> list[str]:
    port, bare_port = _free_port(), _free_port()
    async with _running(environment | {"PORT": str(port)}, "-m", "bot", "web"):
        ours = board.over_http(port)
        await _listening(port)
        first, calm = await _acquaint(board, ours)
        with _said(calm) as answers:
            async with _running(environment | {"PORT": str(bare_port)}, "-m", "benchmarks.bare", "http", answers):
                await _listening(bare_port)
                return await _compare(f"HTTP, {name}", board, ours, board.over_http(bare_port), first, calm)


async def _over_socket(name: str, board: Switchboard, environment: dict[str, str]) -> list[str]:
    async with _running(environment, "-m", "bot", "run"):
        await board.connected(TOKEN)
        ours = board.over_socket(TOKEN)
        first, calm = await _acquaint(board, ours)
        with _said(calm) as answers:
            async with _running(environment, "-m", "benchmarks.bare", "socket", answers):
                await board.connected(bare.TOKEN)
                return await _compare(f"socket, {name}", board, ours, board.over_socket(bare.TOKEN), first, calm)


async def _acquaint(board: Switchboard, ours: Say) -> tuple[list[Answer], list[Answer]]:
    """What the crowd hears right after the start, all at once, and then one after the other."""
    crowd = council.crowd()
    first = await board.rush(crowd, ours)
    return first, [answer for asked in crowd for answer in await board.rush([asked], ours)]


async def _compare(
    name: str, board: Switchboard, ours: Say, theirs: Say, first: list[Answer], calm: list[Answer]
) -> list[str]:
    crowd = council.crowd()
    taken: dict[Say, list[float]] = {ours: [], theirs: []}
    waited = sum(_waits(answer, expected) for answer, expected in zip(first, calm, strict=True))
    for turn in range(WARM_UP + ROUNDS):
        for way in (ours, theirs) if turn % 2 else (theirs, ours):
            answers = await board.rush(crowd, way)
            waiting = sum(_waits(answer, expected) for answer, expected in zip(answers, calm, strict=True))
            assert way is ours or not waiting, "the bare app knows no waiting"
            waited += waiting
            if turn >= WARM_UP:
                taken[way] += [answer.ms for answer in answers]
    return _report(name, [answer.ms for answer in first], taken[ours], taken[theirs], waited)


def _waits(answer: Answer, expected: Answer) -> bool:
    """Whether somebody is told to wait a moment; else they see what they see when nobody else asks."""
    if (answer.view, answer.said) == (expected.view, expected.said):
        return False
    assert notices.LOADING in json.dumps([answer.view, answer.said], ensure_ascii=False), answer
    return True


def _report(name: str, first: list[float], ours: list[float], theirs: list[float], waited: int) -> list[str]:
    everything = [*first, *ours]
    late = sum(ms > LIMIT_MS for ms in everything)
    all_in_time = f"{late} of {len(everything)} TOO LATE" if late else f"all {len(everything)} acknowledged in time"
    (p50, p99), (bare50, bare99) = _percentiles(ours), _percentiles(theirs)
    return [
        f"50 at once, {name}: {all_in_time}, the slowest after {max(everything):.0f} ms "
        f"(right after the start {max(first):.0f} ms); {waited} saw a waiting view first",
        f"    p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {max(ours):.0f} ms · bare Bolt p50 {bare50:.0f} ms, "
        f"p99 {bare99:.0f} ms, max {max(theirs):.0f} ms · ratio {p50 / bare50:.2f} and {p99 / bare99:.2f}",
    ]


def _percentiles(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


@contextlib.contextmanager
def _said(answers: list[Answer]) -> Iterator[str]:
    """A file with what the bot said, for the bare app to repeat."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.json"
        path.write_text(
            json.dumps([{**vars(answer.asked), "view": answer.view, "said": answer.said} for answer in answers])
        )
        yield str(path)


@contextlib.asynccontextmanager
async def _running(environment: dict[str, str], *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of ours in a process of its own until the block ends; what it said is shown where anything fails."""
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode()[-4000:])
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(switchboard.START_S):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
