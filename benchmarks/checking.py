"""The nightly check of 200 departments in a workspace of 5,000 accounts: statements, Slack calls against their tiers,
and its time against asking Slack the same and throwing the answers away. Slack is the playground, with its limits on.
"""

import contextlib
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as wall_time
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import event

from bot import manifest, survey
from bot.council import calendar
from bot.council.people import Person
from bot.store import migrate
from bot.store.database import Database, open_database
from bot.survey import Survey
from bot.usecases import councils, surveys
from playground import clock as clocks
from playground import server, world
from playground.__main__ import SharedClock
from playground.web_api import limits

FEW, MANY = 6, 200
ROUNDS = 3
ACCOUNTS = 5_000
# In one channel of ten the bot is not: those have to be asked about one by one.
OUT_OF_TEN = 1
NIGHT = datetime(2027, 1, 15, 3, 5, tzinfo=UTC)
SET_UP_AT = datetime(2027, 1, 14, 10, tzinfo=UTC)
TEAM, BOT, CHAIR, COUNCIL_CHANNEL = "T0NIGHT01", "U0NIGHTBOT", "U0CHAIR01", "C0COUNCIL"
ZONE = "Europe/London"
TIERS = {"users.list": 2, "users.conversations": 3, "conversations.info": 3}


@dataclass(frozen=True)
class Night:
    """What a night took: milliseconds in all and of the questions alone, statements, and calls by method."""

    departments: int
    needs: int
    took_ms: float
    questions_ms: float
    statements: int
    calls: Counter[str]
    waited_s: float


def run() -> list[str]:
    """The report, a line each."""
    few, many = night(FEW), night(MANY)
    assert few.statements == many.statements, (few.statements, many.statements)
    assert all(many.calls[method] <= limits.CALLS_PER_MINUTE[tier] for method, tier in TIERS.items()), many.calls
    calls = " · ".join(
        f"{method} {many.calls[method]} of {limits.CALLS_PER_MINUTE[tier]} a minute" for method, tier in TIERS.items()
    )
    return [
        f"nightly check     {many.took_ms:4.0f} ms for {many.departments} departments, {ACCOUNTS:,} accounts and"
        f" {many.needs} needs · the questions alone {many.questions_ms:4.0f} ms"
        f" · ratio {many.took_ms / many.questions_ms:4.2f}",
        f"                  {many.statements} statements for {many.departments} departments,"
        f" {few.statements} for {few.departments} · {calls} · {many.waited_s:.0f} s waited",
    ]


def night(departments: int) -> Night:
    """The first night of a council of so many departments; of its times the medians."""
    clock = clocks.Clock(NIGHT)
    with server.serve(world=_world(departments), manifest_path=manifest.FILE, clock=clock) as running:
        client = WebClient(token=running.bot_token, base_url=running.api_url, retry_handlers=[])
        rounds = []
        for _ in range(ROUNDS):
            rounds.append(_one_night(running, client, clock, departments))
            clock.move_to(clock.now() + survey.A_MINUTE)  # what Slack allows in a minute is there anew
        took, questions = ([getattr(one, name) for one in rounds] for name in ("took_ms", "questions_ms"))
        return replace(rounds[-1], took_ms=statistics.median(took), questions_ms=statistics.median(questions))


def _one_night(running: server.Playground, client: WebClient, clock: clocks.Clock, departments: int) -> Night:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/council.sqlite3"
        migrate.upgrade(url)
        database = open_database(url)
        _establish(database, departments)
        asking = Survey(client, SharedClock(clock), TEAM)
        began_at, asked_before = clock.now(), len(running.workspace.calls())
        began = time.perf_counter()
        with _counted(database) as executed:
            checked = surveys.look_round_tonight(database, TEAM, asking.everything, now=clock.now())
        took_ms = (time.perf_counter() - began) * 1000
        assert checked is not None
        database.close()
    calls = Counter(call.method for call in running.workspace.calls()[asked_before:])
    waited_s = (clock.now() - began_at).total_seconds()
    clock.move_to(clock.now() + survey.A_MINUTE)
    questions_ms = _questions_ms(client, departments)
    return Night(departments, len(checked.needs), took_ms, questions_ms, len(executed), calls, waited_s)


def _questions_ms(client: WebClient, departments: int) -> float:
    """The same questions, their answers thrown away."""
    began = time.perf_counter()
    cursor: str | None = None
    while cursor != "":
        page = client.users_list(limit=survey.PEOPLE_A_PAGE, cursor=cursor)
        cursor = str(page["response_metadata"]["next_cursor"])
    client.users_conversations(types=["public_channel", "private_channel"], limit=survey.CHANNELS_A_PAGE)
    for number in range(departments):
        if _is_out(number):
            client.conversations_info(channel=_channel(number))
    return (time.perf_counter() - began) * 1000


def _is_out(number: int) -> bool:
    return number % 10 < OUT_OF_TEN


def _channel(number: int) -> str:
    return f"C1{number:06}"


def _lead(number: int) -> str:
    return f"U1LEAD{number:04}"


def _world(departments: int) -> world.World:
    bot = world.Person(BOT, "CX Council", "cx_council", "", ZONE, is_bot=True)
    named = [(CHAIR, ZONE), *((_lead(number), ("Asia/Kolkata", ZONE)[number % 2]) for number in range(departments))]
    others = [(f"U2{number:07}", ZONE) for number in range(ACCOUNTS - len(named) - 1)]
    people = [
        world.Person(slack_id, f"Person {slack_id[2:]}", slack_id.lower(), "", tz) for slack_id, tz in (*named, *others)
    ]
    channels = [(COUNCIL_CHANNEL, "cx-council", True)]
    channels += [(_channel(number), f"department-{number}", not _is_out(number)) for number in range(departments)]
    return world.World(
        team=world.Team(TEAM, "Night", "night"),
        bot=world.Bot("A0NIGHT01", "B0NIGHTBOT", bot.id, bot.name),
        people=(bot, *people),
        channels=tuple(
            world.ChannelPlan(
                slack_id,
                name,
                private=False,
                archived=False,
                topic="",
                purpose="",
                creator=CHAIR,
                members=(CHAIR, BOT) if has_bot else (CHAIR,),
            )
            for slack_id, name, has_bot in channels
        ),
        start_at=NIGHT,
    )


def _establish(database: Database, departments: int) -> None:
    """A council whose people were known by other names: in its first night everything is news."""
    leads = tuple(Person(_lead(number), f"Lead {number}", ZONE) for number in range(departments))
    councils.establish(
        database,
        councils.Plan(
            team_id=TEAM,
            team_name="Night",
            name="Night Council",
            tz=ZONE,
            channel=COUNCIL_CHANNEL,
            chair=CHAIR,
            recurrence=calendar.Recurrence(nth=2, weekday=1),
            start_time=wall_time(14),
            departments=tuple(
                councils.DepartmentPlan(f"Department {number}", _channel(number), ZONE, lead=_lead(number))
                for number in range(departments)
            ),
            people=(Person(CHAIR, "Cora Chair", ZONE), *leads),
        ),
        by=CHAIR,
        now=SET_UP_AT,
    )


@contextlib.contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
