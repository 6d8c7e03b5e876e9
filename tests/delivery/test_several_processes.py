"""Any number of processes on one database: each message goes out once."""

import pytest

from playground.__main__ import Trial
from tests.delivery import processes
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

PROCESSES = 3
NUDGE_AT = "2027-02-02T09:00:00+00:00"

pytestmark = pytest.mark.faults


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
        assert script.messages(channel) == []  # nothing is open there, so nothing is said


def test_a_process_told_to_stop_stops(larkspur: Trial) -> None:
    worker = processes.start(larkspur, "worker")
    try:
        larkspur.playground.script.state()
        worker.terminate()
        assert worker.wait(timeout=15) in (0, -15)  # -15: told before it had begun to listen
    finally:
        worker.kill()
        worker.communicate()
