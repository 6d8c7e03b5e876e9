"""What a log holds after a whole morning: events and ids, a line each, and nothing that anybody wrote or is called."""

import logging
import re

import pytest

from playground.__main__ import Trial, trial
from tests.handlers import screen

LINE = re.compile(r"[a-z_0-9]+( [a-z_]+=[\w.:/@+-]+)*( frames=.*)?")
WRITTEN = "Zanzibar the promise from the script"


@pytest.fixture
def morning(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> str:
    """The log of one in which people report, agree and are refused, Slack refuses and fails, and the clock nudges."""
    with caplog.at_level(logging.DEBUG, logger="bot"), trial(database_url=sqlite_url, with_scheduler=False) as running:
        script = running.playground.script
        _a_morning(running)
        script.clock(to="2027-02-02T09:00:00+00:00")
        running.process.keep_house()
        running.process.look_round()
        names = [word for person in running.playground.workspace.people() for word in person.name.split()]
        names += [channel.name for channel in running.playground.workspace.conversations.channels()]
        configured = running.process.settings
        secrets = [configured.bot_token, configured.app_token, configured.signing_secret, configured.database_url]
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    said = "\n".join(lines)
    assert len(lines) > 20
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert [secret for secret in secrets if secret in said] == []
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE)] == []
    return said


def _a_morning(running: Trial) -> None:
    script = running.playground.script
    script.command("aisha", "customer-service", "/cx-report")
    assert script.submit("aisha", screen.REPORT | {"did": WRITTEN})["ok"]
    for owner in ("nina", "marcus", "rhea"):
        script.command("priya", "cx-council", "/cx-action", f"@{owner} {WRITTEN} by end of next month")
        assert script.submit("priya")["ok"]
    script.command("layla", "general", "/cx-action", f"@nina {WRITTEN} by yesterday")
    for kind in ("drop_after_accept", "http_500", "not_json"):
        script.fault(kind, method="chat.postMessage")
        script.command("priya", "cx-council", "/cx-action", f"@joe {WRITTEN} by end of next month")
        assert script.submit("priya")["ok"]
    script.fault("http_500", method="views.open")
    script.command("ravi", "it-platforms", "/cx-report")
    script.channel("dana", "marketing", "remove", person="cx_council")


def test_a_mornings_log_has_ids_only(morning: str) -> None:
    assert WRITTEN not in morning
    assert not any(word in morning for word in WRITTEN.split() if len(word) > 6)
    for event in ("message_sent", "message_waits", "due_fired", "checked"):
        assert re.search(rf"^{event} ", morning, re.MULTILINE), morning
