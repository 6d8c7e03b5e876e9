"""What Slack tells of by itself finds somebody who listens, whoever or whatever it is about."""

import logging

import pytest

from playground.__main__ import Trial
from playground.script import Script


def test_whatever_slack_tells_of_people_and_channels_is_listened_to(
    larkspur: Trial, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    for head, channel in (("marcus", "sales"), ("priya", "cx-strategic")):
        if channel == "cx-strategic":
            assert script.channel(head, channel, "invite", person="cx_council")["ok"]
        assert script.channel(head, channel, "invite", person="tom")["ok"]
        assert script.channel(head, channel, "rename", name=f"{channel}-2027")["ok"]
        assert script.channel(head, f"{channel}-2027", "archive")["ok"]
        assert script.channel(head, f"{channel}-2027", "unarchive")["ok"]
        if channel == "cx-strategic":
            assert script.channel(head, f"{channel}-2027", "change_id")["ok"]
        assert script.channel(head, f"{channel}-2027", "remove", person="cx_council")["ok"]
    assert script.channel("owen", "field-ops", "leave")["ok"]
    assert script.person("jonas", "change", tz="Asia/Kolkata")["ok"]
    assert script.person("jonas", "deactivate")["ok"]
    assert larkspur.playground.workspace.happenings.wait(10)
    assert caplog.messages == []  # neither "no_listener" nor "listener_failed"
