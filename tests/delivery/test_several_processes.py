"""Any number of processes on one database: each message goes out once, and none is late for another's stopping."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from playground.__main__ import Trial
from tests import builders
from tests.delivery import processes, town
from tests.delivery.conftest import nothing_sent
from tests.delivery.town import Running, Town
from tests.journeys.told import words

PROCESSES = 3
NUDGE_AT = "2027-02-02T09:00:00+00:00"
LATE = timedelta(seconds=10)

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


@pytest.fixture
def busy(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A council whose members agree on one thing after the other."""
    with town.town(database_url, tmp_path, over="socket") as larkspur:
        yield larkspur


def test_processes_that_wake_at_once_nudge_each_channel_once(larkspur: Trial) -> None:
    script = larkspur.playground.script
    for owner in ("nina", "marcus", "rhea"):
        script.command("priya", "cx-council", "/cx-action", f"@{owner} mend what is broken by end of next month")
        assert script.submit("priya")["ok"]
    with nothing_sent(larkspur):
        script.clock(to=NUDGE_AT)
        for together in (PROCESSES, 1):  # all at once, and one more a little later the same morning
            started = [processes.tick(larkspur) for _ in range(together)]
            assert [process.wait(timeout=60) for process in started] == [0] * together
            for process in started:
                process.communicate()
    for channel in ("marketing", "sales", "field-ops"):
        nudges = [message for message in script.messages(channel) if "open actions" in words(message)]
        assert len(nudges) == 1, channel
    for channel in ("customer-service", "finance-billing", "it-platforms"):
        [call] = script.messages(channel)  # nothing is open there: only the report is asked for, and once
        assert words(call).startswith("Reports are open"), channel


def test_one_worker_takes_over_from_another_while_messages_flow(busy: Town) -> None:
    owed: list[str] = []
    over = threading.Event()

    def flow() -> None:
        while not over.wait(0.4):
            owed.extend(busy.owe(1))

    flowing = threading.Thread(target=flow)
    worker = busy.start("worker")
    worker.wait_until_ready()
    flowing.start()
    try:
        for _ in range(3):
            following = busy.start("worker")
            following.wait_until_ready()
            time.sleep(1)
            worker.tell()
            assert worker.ended(within_s=10) == 0, worker.said
            worker = following
    finally:
        over.set()
        flowing.join()
    busy.wait_until_all_sent()
    assert len(owed) > 10
    assert busy.posted() == {f"1/{key}": 1 for key in owed}
    assert _longest_wait(busy) < LATE
    worker.tell()
    assert worker.ended() == 0


def test_a_tick_beside_a_worker_and_a_second_one_send_nothing_twice(busy: Town) -> None:
    keys = busy.owe(24)
    started = [busy.start("worker"), busy.start("tick"), busy.start("tick")]
    assert [one.ended(within_s=60) for one in started[1:]] == [0, 0], [one.said for one in started]
    busy.wait_until_all_sent()
    assert busy.posted() == {f"1/{key}": 1 for key in keys}
    _nothing_went_wrong(started)


def test_run_worker_and_web_together_do_once_what_is_due(postgres_url: str, tmp_path: Path) -> None:
    nudge_at = datetime.fromisoformat(NUDGE_AT)
    with town.town(postgres_url, tmp_path, set_up_at=builders.SET_UP_AT, now=nudge_at) as larkspur:
        larkspur.owe(6, at=builders.T0)  # nobody was there to open reports on 26 January, nor to send these cards
        ahead = nudge_at - datetime.now(UTC) - timedelta(seconds=15)
        started = [
            larkspur.start_elsewhen("run", ahead=ahead),
            larkspur.start_elsewhen("worker", ahead=ahead),
            larkspur.start_elsewhen("worker", ahead=ahead),
            larkspur.start_elsewhen("web", ahead=ahead, PORT="0"),
        ]
        town.wait(lambda: sum(key.startswith("1/digest:") for key in larkspur.posted()) == len(town.OWNERS))
        time.sleep(6)  # another sweep of each
        larkspur.wait_until_all_sent()
        posted = larkspur.posted()
        for process in started:
            process.tell()
        assert [process.ended() for process in started] == [0] * len(started), [process.said for process in started]
        _nothing_went_wrong(started)
        assert set(posted.values()) == {1}
        assert sum(key.startswith("1/board:") for key in posted) == 1, "reports were opened once"
        with larkspur.database.read() as session:
            done = session.execute(
                sqlalchemy.text("SELECT verb, object_kind, object_id, count(*) AS times FROM events GROUP BY 1, 2, 3")
            ).all()
        opened = [row for row in done if row.object_kind == "meeting" and row.verb == "opened_reports"]
        assert [row.times for row in opened] == [1], done


def test_nobody_on_one_file_ever_hears_that_it_is_locked(sqlite_url: str, tmp_path: Path) -> None:
    with town.town(sqlite_url, tmp_path, over="socket") as larkspur:
        started = [larkspur.start(role) for role in ("run", "worker", "worker", "worker")]
        for process in started:
            process.wait_until_ready()
        town.wait(lambda: larkspur.script.command("tom", "cx-council", "/cx-action", "help")["ok"])
        refused: list[object] = []
        owed: list[str] = []

        def agree() -> None:
            owed.extend(larkspur.owe(15))

        def ask(who: str) -> None:
            for _ in range(10):
                answer = larkspur.script.command(who, "cx-council", "/cx-action", "list")
                if not answer["ok"] or "Something went wrong" in str(answer):
                    refused.append(answer)

        everybody = [
            *(threading.Thread(target=agree) for _ in range(4)),
            *(threading.Thread(target=ask, args=(who,)) for who in ("tom", "aisha", "ravi")),
        ]
        for one in everybody:
            one.start()
        started.append(larkspur.start("tick"))
        for one in everybody:
            one.join()
        larkspur.wait_until_all_sent()
        assert refused == []
        assert len(owed) == 60
        assert larkspur.posted() == {f"1/{key}": 1 for key in owed}
        assert started.pop().ended() == 0
        for process in started:
            process.tell()
        assert [process.ended() for process in started] == [0] * len(started)
        _nothing_went_wrong(started)


def _longest_wait(larkspur: Town) -> timedelta:
    with larkspur.database.read() as session:
        wanted = "SELECT created_at, sent_at FROM outbox WHERE sent_at IS NOT NULL"
        rows = session.execute(sqlalchemy.text(wanted)).all()
    return max(_instant(row.sent_at) - _instant(row.created_at) for row in rows)


def _instant(kept: datetime | str) -> datetime:
    return kept if isinstance(kept, datetime) else datetime.fromisoformat(kept)


def _nothing_went_wrong(started: list[Running]) -> None:
    for process in started:
        for word in ("locked", "_failed", "Traceback", "WARNING", "ERROR"):
            assert word not in process.said, process.said
