"""What hosts are told when they ask after a process: the truth, at once, and nothing else."""

import contextlib
import http.client
import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from bot import health, hosting
from bot.health import Health
from bot.store.database import open_database
from playground.__main__ import Trial, trial
from tests import postgres
from tests.delivery import processes
from tests.delivery.conftest import nothing_sent
from tests.store import statements

STATEMENTS_A_LOOK = 4
CHECKS = {"database", "clock_lag_s", "oldest_due_message_s", "socket"}


@pytest.fixture
def larkspur(sqlite_url: str) -> Iterator[Trial]:
    """A council at work, over Socket Mode, nothing sent but when a test says so."""
    with trial(database_url=sqlite_url, with_scheduler=False) as running:
        yield running


@pytest.fixture
def larkspur_on_either(database_url: str) -> Iterator[Trial]:
    """The same, on each database."""
    with trial(database_url=database_url, with_scheduler=False) as running:
        yield running


@dataclass(frozen=True)
class Answered:
    """What came back, and after how many seconds."""

    status: int
    report: dict[str, Any]
    seconds: float

    def failing(self) -> set[str]:
        """Which checks are not well."""
        return {name for name, check in self.report["checks"].items() if check is not None and not check["ok"]}


@contextlib.contextmanager
def _asking(asked: Health) -> Iterator[Callable[[], Answered]]:
    """Serve it, and ask whether it is ready, over HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with hosting.in_this_process(asked, listener):
            yield lambda: _ask(port)


def _ask(port: int) -> Answered:
    began = time.monotonic()
    status, body = _get(port, health.READY_PATH)
    return Answered(status, json.loads(body), time.monotonic() - began)


def _get(port: int, path: str, verb: str = "GET") -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(verb, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _fresh() -> None:
    time.sleep(health.REMEMBERED_S + 0.05)


def test_a_process_that_keeps_up_is_ready(larkspur: Trial) -> None:
    with _asking(larkspur.process.build_health(backlog_decides=True)) as ask:
        answered = ask()
    assert (answered.status, answered.report["ready"], answered.failing()) == (200, True, set())
    assert set(answered.report["checks"]) == CHECKS
    assert answered.report["checks"]["clock_lag_s"] == {
        "ok": True, "value": 0.0, "limit": health.CLOCK_LAG_LIMIT_S, "decides": True,
    }  # fmt: skip


@pytest.mark.parametrize(("late", "ready"), [(timedelta(seconds=50), True), (timedelta(seconds=70), False)])
def test_a_clock_that_is_behind_is_not_ready(larkspur_on_either: Trial, late: timedelta, ready: bool) -> None:
    due_at = larkspur_on_either.machine.next_event()
    health = larkspur_on_either.process.build_health(backlog_decides=True)
    assert due_at is not None
    with (
        nothing_sent(larkspur_on_either),
        _asking(health) as ask,
    ):
        larkspur_on_either.playground.clock.move_to(due_at + late)
        behind = ask()
        larkspur_on_either.process.sweep()
        _fresh()
        caught_up = ask()
    assert (behind.status == 200, "clock_lag_s" in behind.failing()) == (ready, not ready)
    assert behind.report["checks"]["clock_lag_s"]["value"] == late.total_seconds()
    assert "clock_lag_s" not in caught_up.failing()


@pytest.mark.parametrize(("late", "ready"), [(timedelta(minutes=9), True), (timedelta(minutes=11), False)])
def test_messages_that_could_have_gone_and_did_not_are_told(
    larkspur_on_either: Trial, late: timedelta, ready: bool
) -> None:
    script = larkspur_on_either.playground.script
    health = larkspur_on_either.process.build_health(backlog_decides=True)
    with (
        nothing_sent(larkspur_on_either),
        _asking(health) as ask,
    ):
        script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
        assert script.submit("priya")["ok"]
        larkspur_on_either.process.sweep()
        larkspur_on_either.playground.clock.move_by(late)
        waiting = ask()
        larkspur_on_either.process.office.deliver()
        _fresh()
        gone = ask()
    assert (waiting.status == 200, waiting.failing()) == (ready, set() if ready else {"oldest_due_message_s"})
    assert waiting.report["checks"]["oldest_due_message_s"]["value"] == pytest.approx(late.total_seconds(), abs=2)
    assert (gone.status, gone.failing()) == (200, set())


def test_whoever_only_answers_people_is_ready_while_others_are_behind_and_tells_it(larkspur: Trial) -> None:
    with nothing_sent(larkspur), _asking(larkspur.process.build_health(backlog_decides=False)) as ask:
        due_at = larkspur.machine.next_event()
        assert due_at is not None
        larkspur.playground.clock.move_to(due_at + timedelta(minutes=5))
        answered = ask()
    assert (answered.status, answered.report["ready"]) == (200, True)
    assert "clock_lag_s" in answered.failing()
    assert not answered.report["checks"]["clock_lag_s"]["decides"]


@pytest.mark.parametrize(("connected", "status"), [(True, 200), (False, 503)])
def test_socket_mode_without_a_socket_is_not_ready(larkspur: Trial, connected: bool, status: int) -> None:
    with _asking(larkspur.process.build_health(backlog_decides=True, socket=lambda: connected)) as ask:
        answered = ask()
    assert (answered.status, answered.report["checks"]["socket"]) == (status, {"ok": connected})


def test_whoever_was_told_to_stop_wants_nobody_sent_to_it(larkspur: Trial) -> None:
    asked = larkspur.process.build_health(backlog_decides=True)
    with _asking(asked) as ask:
        asked.stop()
        answered = ask()
    assert (answered.status, answered.report["stopping"], answered.failing()) == (503, True, set())


def test_however_many_ask_the_database_is_asked_once_a_second(larkspur: Trial) -> None:
    with (
        _asking(larkspur.process.build_health(backlog_decides=True)) as ask,
        statements.recorded(larkspur.process.database) as said,
    ):
        began = time.monotonic()
        asking = [threading.Thread(target=lambda: [ask() for _ in range(20)]) for _ in range(5)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        looks = 1 + int((time.monotonic() - began) / health.REMEMBERED_S)
    assert len(said) <= looks * STATEMENTS_A_LOOK
    assert all(statement.startswith("SELECT") for statement in said)


@pytest.fixture
def server(postgres_server: postgres.Server) -> Iterator[postgres.Server]:
    """A server of its own: the one all tests share goes on running."""
    with postgres.server() as own:
        yield own


def test_a_database_that_hangs_costs_whoever_asks_no_more_than_two_seconds(server: postgres.Server) -> None:
    url = f"postgresql+psycopg://postgres@/postgres?host={server.directory}"
    with (
        trial(database_url=url, with_scheduler=False) as running,
        _asking(running.process.build_health(backlog_decides=True)) as ask,
    ):
        with psycopg.connect(host=str(server.directory), user="postgres", dbname="postgres") as other:
            other.execute("LOCK TABLE due, outbox IN ACCESS EXCLUSIVE MODE")
            hanging = [ask() for _ in range(3)]
            held = [thread for thread in threading.enumerate() if thread.name == "health"]
            other.rollback()
        _fresh()
        again = ask()
    for answered in hanging:
        assert (answered.status, answered.failing() >= {"database"}) == (503, True)
        assert answered.report["checks"]["clock_lag_s"]["value"] is None
    assert max(answered.seconds for answered in hanging) < 2
    assert hanging[-1].seconds < 0.5, "one waits, and who comes later hears what that one heard"
    assert len(held) == 1, "and nobody looks a second time meanwhile"
    assert (again.status, again.failing()) == (200, set())


def test_a_database_that_is_gone_is_told_and_so_is_its_return(server: postgres.Server) -> None:
    url = f"postgresql+psycopg://postgres@/postgres?host={server.directory}"
    with (
        trial(database_url=url, with_scheduler=False) as running,
        _asking(running.process.build_health(backlog_decides=True)) as ask,
    ):
        assert ask().status == 200
        server.stop()
        _fresh()
        gone = ask()
        server.start()
        _fresh()
        back = ask()
    assert (gone.status, "database" in gone.failing()) == (503, True)
    assert gone.seconds < 2
    assert (back.status, back.failing()) == (200, set())


def test_only_the_two_paths_are_answered_and_only_to_who_asks(larkspur: Trial) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with hosting.in_this_process(larkspur.process.build_health(backlog_decides=True), listener):
            assert _get(port, health.ALIVE_PATH) == (200, "ok")
            assert _get(port, health.ALIVE_PATH, "HEAD") == (200, "")
            assert _get(port, health.READY_PATH, "HEAD") == (200, "")
            for verb, path in (("POST", health.READY_PATH), ("GET", "/"), ("GET", "/readyz/"), ("DELETE", "/healthz")):
                assert _get(port, path, verb) == (404, "Not Found")


def test_it_names_nobody_and_nothing(larkspur: Trial) -> None:
    with _asking(larkspur.process.build_health(backlog_decides=True)) as ask:
        said = json.dumps(ask().report)
    configured = larkspur.process.settings
    secrets = (configured.bot_token, configured.app_token, configured.signing_secret, configured.database_url)
    assert not any(secret and secret in said for secret in secrets)
    assert not any(word in said for word in ("Larkspur", "larkspur", "T0", "C0", "U0", "sqlite", "postgres"))


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.mark.faults
@pytest.mark.parametrize(("role", "connected"), [("worker", None), ("run", {"ok": True})])
def test_a_process_that_serves_nobody_else_answers_on_a_port_of_its_own(
    larkspur: Trial, free_port: int, role: str, connected: dict[str, bool] | None
) -> None:
    process = processes.start(larkspur, role, HEALTH_PORT=str(free_port))
    try:
        answered = _wait_until_ready(process, free_port)
        process.terminate()
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.communicate()
    assert answered.report["checks"]["socket"] == connected


@pytest.mark.faults
def test_a_port_that_is_taken_is_said_in_one_line(larkspur: Trial) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        process = processes.start(larkspur, "worker", HEALTH_PORT=str(port), stderr=subprocess.PIPE)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said == f"Port {port} of HEALTH_PORT cannot be used: Address already in use.\n"


def test_a_file_that_is_no_database_is_not_ready(larkspur: Trial, sqlite_url: str) -> None:
    empty = open_database(f"{sqlite_url}.other")
    with _asking(Health(empty, larkspur.process.clock, backlog_decides=True)) as ask:
        answered = ask()
    empty.close()
    assert (answered.status, "database" in answered.failing()) == (503, True)


def _wait_until_ready(process: "subprocess.Popen[str]", port: int) -> Answered:
    give_up = time.monotonic() + 40
    while time.monotonic() < give_up:
        assert process.poll() is None, "it ended"
        with contextlib.suppress(OSError):
            answered = _ask(port)
            if answered.report["checks"]["database"]["ok"]:
                return answered
        time.sleep(0.1)
    raise AssertionError("it never answered")
