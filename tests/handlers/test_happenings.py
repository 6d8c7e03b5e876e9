"""What Slack tells of by itself finds somebody who listens, whoever or whatever it is about."""

import logging

import pytest

from bot.council import needs
from bot.store import channels, people
from bot.usecases import Who, checks
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


def test_a_channel_is_known_as_it_is_as_soon_as_slack_tells_of_it(larkspur: Trial, script: Script) -> None:
    assert script.channel("marcus", "sales", "remove", person="cx_council")["ok"]
    assert known(larkspur, "sales") == ("sales", False, False)
    assert script.channel("marcus", "sales", "invite", person="cx_council")["ok"]
    assert known(larkspur, "sales") == ("sales", True, False)
    assert script.channel("marcus", "sales", "rename", name="sales-2027")["ok"]
    assert known(larkspur, "sales-2027") == ("sales-2027", True, False)
    assert script.channel("marcus", "sales-2027", "archive")["ok"]
    assert known(larkspur, "sales-2027")[2] is True
    assert script.channel("marcus", "sales-2027", "unarchive")["ok"]
    assert known(larkspur, "sales-2027")[2] is False


def test_where_slack_does_not_say_how_a_channel_stands_the_event_itself_is_believed(
    larkspur: Trial, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "bot")
    for do, archived in (("archive", True), ("unarchive", False)):
        assert script.fault("http_500", method="conversations.info")["ok"]
        assert script.channel("marcus", "sales", do)["ok"]
        assert known(larkspur, "sales")[2] is archived
    assert caplog.text.count("channel_not_asked") == 2


def test_of_a_channel_that_is_no_concern_of_the_councils_slack_is_not_asked(larkspur: Trial, script: Script) -> None:
    asked = calls(script, "conversations.info")
    assert script.channel("priya", "general", "rename", name="everybody")["ok"]
    assert script.channel("marcus", "sales", "invite", person="tom")["ok"]
    settle(larkspur)
    assert calls(script, "conversations.info") == asked


def test_a_person_who_changes_is_known_so_and_a_lead_who_leaves_is_told_of(larkspur: Trial, script: Script) -> None:
    assert script.person("marcus", "change", tz="Asia/Kolkata")["ok"]
    settle(larkspur)
    assert any(need.key.startswith("distant:") and "Kolkata" in need.key for need in found(larkspur))
    assert script.person("marcus", "deactivate")["ok"]
    settle(larkspur)
    assert any(need.key.startswith("no_lead:") for need in found(larkspur))
    assert "Marcus Bell" in script.last_message("@priya")["text"]
    assert script.person("marcus", "reactivate")["ok"]
    settle(larkspur)
    assert not any(need.key.startswith("no_lead:") for need in found(larkspur))


def settle(larkspur: Trial) -> None:
    """Wait until everything that happened was told, and dealt with."""
    assert larkspur.playground.workspace.happenings.wait(10)
    assert larkspur.bot.wait_until_idle(10)
    larkspur.machine.settle()


def found(larkspur: Trial) -> tuple[needs.Need, ...]:
    who = Who(larkspur.process.identity.team_id, "")
    return checks.look(larkspur.process.database, who, now=larkspur.process.clock.now()).needs


def known(larkspur: Trial, name: str) -> tuple[str, bool, bool]:
    """A channel by its present name: its name, whether the bot is in it and whether it is archived, as kept."""
    settle(larkspur)
    [channel] = [one for one in larkspur.playground.workspace.conversations.channels() if one.name == name]
    with larkspur.process.database.read() as session:
        workspace = people.workspace_id(session, larkspur.process.identity.team_id)
        kept = channels.by_id(session, workspace)[channel.id]
    return kept.name, kept.has_bot, kept.archived


def calls(script: Script, method: str) -> int:
    return len([call for call in script.state()["calls"] if call["method"] == method])
