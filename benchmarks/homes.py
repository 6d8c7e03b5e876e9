"""The busiest Home there is, after ten years with 60 departments and 500 open actions, against one year with six and 50
in the same run; and how many Homes that are open are drawn anew a minute after one deed, next to what Slack takes.

Drawing is what is done until the view is ready to be sent.
"""

import json
import statistics
import time

from slack_sdk import WebClient

from benchmarks import agenda, databases, figures, plenty, reporting, stand_in
from benchmarks.reporting import CHAIR, LEAD, NOW, TEAM, Stopwatch
from bot.clock import StandingClock
from bot.council.people import Person
from bot.delivery.homes import Homes
from bot.processes import CALL_TIMEOUT_S
from bot.store import councils as kept_councils
from bot.store import homes as homes_kept
from bot.store import people
from bot.store.database import Database, open_database
from bot.usecases import Who, homes
from bot.views import home as views

FEW, MANY = (6, 12, 50), (60, 120, 500)
TIMES = 100
OPEN = 200


def run() -> list[str]:
    """The report, three lines for each kind of database."""
    lines = []
    with databases.kinds() as kinds:
        for kind in kinds:
            with kind.new() as few_url, kind.new() as many_url:
                few, many = _measured(few_url, *FEW), _measured(many_url, *MANY)
                swept = _swept(many_url)
            for name, reader in (("of the chair", CHAIR), ("of a lead", LEAD)):
                (small, counted), (large, as_many) = few[reader], many[reader]
                assert counted == as_many, (name, counted, as_many)
                ratio = statistics.median(large) / statistics.median(small)
                lines.append(
                    f"Home {name:<12} {statistics.median(large):6.1f} ms, p99 {figures.p99(large):6.1f} ms"
                    f" · {MANY[0]} departments, {MANY[1]} months, {MANY[2]} actions, {kind.name}"
                    f" · {as_many} statements, as with {FEW[0]}, {FEW[1]} and {FEW[2]} · ratio {ratio:5.2f}"
                )
            published, unchanged = swept
            lines.append(
                f"Homes after a deed {published:6.0f} a minute published, {unchanged:6.0f} a minute found unchanged"
                f" · {OPEN} open, one worker, {kind.name} · Slack takes 100 a minute"
            )
    return lines


def _measured(url: str, departments: int, months: int, open_actions: int) -> dict[str, tuple[list[float], int]]:
    """Of each reader the milliseconds of every time, and the statements of one."""
    database = open_database(url)
    try:
        _, department_ids = reporting.council(database, departments, months)
        with database.read() as session:
            council = kept_councils.list_all(session)[0]
        agenda.add_actions(database, council, department_ids, open_actions)
        plenty.tidy_up(database)
        watch = Stopwatch(database)
        taken: dict[str, tuple[list[float], int]] = {}
        for reader in (CHAIR, LEAD):
            times = [watch.timed(lambda: _draw(database, reader)) for _ in range(TIMES + 1)]  # noqa: B023  # called at once
            taken[reader] = times[1:], watch.last
        return taken
    finally:
        database.close()


def _draw(database: Database, reader: str) -> None:
    json.dumps(views.home(homes.look(database, Who(TEAM, reader), now=NOW)))


def _swept(url: str) -> tuple[float, float]:
    """How many a minute one worker draws of OPEN Homes that all look otherwise, by the clock that Slack's limit goes
    by, and of as many that look as they did after a deed, by the wall's."""
    database = open_database(url)
    clock = StandingClock(NOW)
    try:
        with database.write() as session:
            workspace = people.workspace_id(session, TEAM)
            newcomers = [Person(f"U0NEW{number:03}", f"New {number}", "Europe/London") for number in range(OPEN)]
            people.remember(session, workspace, newcomers, now=NOW)
            for newcomer in newcomers:
                homes_kept.opened(session, workspace, newcomer.slack_id, now=NOW)
        with stand_in.slack() as api_url:
            lane = Homes(
                database, WebClient(token="xoxb-bench", base_url=api_url, timeout=CALL_TIMEOUT_S), clock, team_id=TEAM
            )
            assert lane.draw_all() == {"published": OPEN}
            published = OPEN * 60 / (clock.now() - NOW).total_seconds()
            with database.write() as session:
                homes_kept.may_have_changed(session, workspace, now=clock.now())
            began = time.perf_counter()
            assert lane.draw_all() == {"unchanged": OPEN}
            return published, OPEN * 60 / (time.perf_counter() - began)
    finally:
        database.close()
