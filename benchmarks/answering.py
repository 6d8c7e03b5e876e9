"""Time to answer a command in process, against a bare Bolt app that makes the same single Slack call only."""

import functools
import statistics
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as wall_clock

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from benchmarks import stand_in
from bot import app
from bot.clock import StandingClock
from bot.council import calendar
from bot.council.people import Person
from bot.store import migrate
from bot.store.database import Database, open_database
from bot.usecases import Who, actions, clockwork, councils

ROUNDS = 300
WARM_UP = 30
ACTIONS = 20
NOW = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)
CHAIR, LEAD = "U0CHAIR01", "U0LEAD001"


def run() -> list[str]:
    """The report, a line each."""
    with stand_in.slack() as api_url, tempfile.TemporaryDirectory() as folder:
        client = WebClient(token="xoxb-bench", base_url=api_url, retry_handlers=[])
        url = f"sqlite:///{folder}/council.sqlite3"
        migrate.upgrade(url)
        database = open_database(url)
        clock = StandingClock(NOW)
        _set_up(database)
        bot = app.build_app(
            client=client, database=database, clock=clock, team_id=stand_in.TEAM, bot_user_id=stand_in.BOT
        )
        bare = _bare(client)
        lines = []
        for command, text, who in (("/cx-report", "", LEAD), ("/cx-action", "list", CHAIR)):
            request = functools.partial(_request, command, text, who)
            ours, theirs = _measure(bot.app, bare, request)
            lines.append(_line(f"{command} {text}".strip(), ours, theirs))
        bot.close()
        database.close()
    return lines


def _measure(ours: App, theirs: App, request: Callable[[], BoltRequest]) -> tuple[list[float], list[float]]:
    """Taken in turns, so that whatever else the machine does meets both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARM_UP + ROUNDS):
        for kept, bolt in zip(times, (ours, theirs), strict=True):
            asked = request()
            began = time.perf_counter()
            answer = bolt.dispatch(asked)
            elapsed = (time.perf_counter() - began) * 1000
            assert answer.status == 200, answer.status
            if turn >= WARM_UP:
                kept.append(elapsed)
    return times


def _line(name: str, ours: list[float], theirs: list[float]) -> str:
    p50, p99 = statistics.median(ours), statistics.quantiles(ours, n=100)[98]
    bare50, bare99 = statistics.median(theirs), statistics.quantiles(theirs, n=100)[98]
    return (
        f"{name:<17} p50 {p50:6.2f} ms, p99 {p99:6.2f} ms · bare Bolt p50 {bare50:6.2f} ms, p99 {bare99:6.2f} ms · "
        f"ratio {p50 / bare50:4.1f} and {p99 / bare99:4.1f}"
    )


def _bare(client: WebClient) -> App:
    bolt = App(
        client=client,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=stand_in.TEAM, bot_token="xoxb-bench", bot_user_id=stand_in.BOT
        ),
        signing_secret="bench",
        token_verification_enabled=False,
        process_before_response=True,
    )
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [{"type": "divider"}]}

    @bolt.command("/cx-report")
    def open_view(ack: Ack, body: dict[str, str], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    @bolt.command("/cx-action")
    def answer(ack: Ack) -> None:
        ack("ok")

    return bolt


def _request(command: str, text: str, user: str) -> BoltRequest:
    body = {
        "token": "bench",
        "team_id": stand_in.TEAM,
        "team_domain": "bench",
        "channel_id": "C0BENCH01",
        "channel_name": "bench",
        "user_id": user,
        "user_name": "bench",
        "command": command,
        "text": text,
        "api_app_id": "A0BENCH01",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/response",
        "trigger_id": "1.2.a",
    }
    return BoltRequest(
        body=urllib.parse.urlencode(body),
        headers={"content-type": ["application/x-www-form-urlencoded"]},
        mode="socket_mode",
    )


def _set_up(database: Database) -> None:
    people = (Person(CHAIR, "Cora Chair", "Europe/London"), Person(LEAD, "Lea Lead", "Europe/London"))
    councils.establish(
        database,
        councils.Plan(
            team_id=stand_in.TEAM,
            team_name="Bench",
            name="Bench Council",
            tz="Europe/London",
            channel="C0COUNCIL",
            chair=CHAIR,
            recurrence=calendar.Recurrence(nth=2, weekday=1),
            start_time=wall_clock(14),
            departments=(councils.DepartmentPlan("Sales", "C0SALES01", "Europe/London", lead=LEAD),),
            people=people,
            holiday_subdivision="ENG",
        ),
        by=CHAIR,
        now=NOW - timedelta(days=13),
    )
    clockwork.sweep(database, now=NOW)
    for number in range(ACTIONS):
        draft = actions.Draft(f"Do the useful thing number {number}", people[1], "end of next month")
        actions.add(database, Who(stand_in.TEAM, CHAIR), draft, request_key=f"bench-{number}", now=NOW)
