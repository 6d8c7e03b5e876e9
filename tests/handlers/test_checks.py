"""/cx-council check: a fresh look at Slack, answered to whoever may do something about it."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest

from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen
from tests.usecases import owed

CHANNEL = "cx-council"


def check(script: Script, user: str = "priya") -> list[str]:
    return screen.private(script.command(user, CHANNEL, "/cx-council", "check")).splitlines()


def needs(script: Script) -> list[str]:
    return check(script)[1:]


def test_the_chair_hears_what_needs_them_with_what_to_do(script: Script) -> None:
    before = needs(script)
    assert any(line.startswith("Finance & Billing has no deputy.") for line in before)
    assert script.channel("marcus", "sales", "remove", person="cx_council")["ok"]
    out = [line for line in needs(script) if line not in before]
    assert out == [
        "I'm not in #sales, so I can't post reminders there. Ask someone there to type /invite @CX Council. "
        "Until then I'll message Marcus directly, and owners about what is theirs."
    ]
    assert script.channel("marcus", "sales", "invite", person="cx_council")["ok"]
    assert needs(script) == before


def test_the_look_at_slack_is_fresh_even_where_slack_told_of_nothing(larkspur: Trial, script: Script) -> None:
    before = needs(script)
    state = larkspur.playground.workspace
    with state.lock:
        [sales] = [channel for channel in state.conversations.channels() if channel.name == "sales"]
        sales.members.remove(state.world.bot.user_id)  # and no event of it
    assert len(needs(script)) == len(before) + 1


@pytest.mark.parametrize(
    ("user", "may"),
    [("priya", True), ("tom", True), ("marcus", False), ("ines", False), ("jonas", False), ("layla", False)],
    ids=["chair", "secretary", "lead", "deputy", "member", "everyone"],
)
def test_whoever_can_do_nothing_about_it_hears_whom_to_ask_and_slack_is_not_asked(
    larkspur: Trial, script: Script, user: str, may: bool
) -> None:
    before = (owed.keys(larkspur.process.database), owed.events(larkspur.process.database))
    asked = len([call for call in script.state()["calls"] if call["method"] == "users.list"])
    said = check(script, user)
    if may:
        assert said[0].endswith(("things need you", "thing needs you"))
        return
    assert said == [
        "What still needs someone is for the chair, the secretary and the workspace's admins. "
        "Please ask Priya Raman or Tom Ashby."
    ]
    assert (owed.keys(larkspur.process.database), owed.events(larkspur.process.database)) == before
    assert len([call for call in script.state()["calls"] if call["method"] == "users.list"]) == asked


def test_an_admin_may_ask_as_soon_as_slack_says_they_are_one(script: Script) -> None:
    assert "Please ask Priya Raman" in check(script, "layla")[0]
    assert script.person("layla", "change", is_admin=True)["ok"]
    assert check(script, "layla")[0].endswith("things need you")


@pytest.mark.parametrize("trouble", ["http_500", "not_json", "drop_before_accept"])
def test_where_slack_does_not_answer_what_was_known_is_said(
    script: Script, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    before = check(script)
    for method in ("users.list", "users.info"):
        assert script.fault(trouble, method=method)["ok"]
    with caplog.at_level(logging.ERROR, "bot"):
        again = check(script)
    assert again[:-1] == before
    assert again[-1].startswith("Slack doesn't tell me more at the moment, so this is as I last knew it.")
    assert "survey_failed" in caplog.text


def test_slack_that_asks_to_wait_is_waited_for(script: Script) -> None:
    before = check(script)
    assert script.fault("ratelimited", method="users.list", retry_after=7)["ok"]
    assert check(script) == before


def test_the_chair_is_told_in_the_morning_what_came_up_in_the_night(larkspur: Trial, script: Script) -> None:
    check(script)
    script.clock(to="2027-01-27T22:00:00+00:00")
    assert script.channel("marcus", "sales", "archive")["ok"]
    assert larkspur.playground.workspace.happenings.wait(10)
    assert larkspur.bot.wait_until_idle(10)
    assert "archived" not in str(script.messages("@priya"))
    script.clock(to="2027-01-28T09:00:00+00:00")
    told = script.last_message("@priya")
    assert told["text"].startswith("Larkspur CX Council: one thing needs you. #sales is archived")


def test_the_nightly_job_finds_what_slack_told_nobody(larkspur: Trial, script: Script) -> None:
    check(script)
    state = larkspur.playground.workspace
    with state.lock:
        [sales] = [channel for channel in state.conversations.channels() if channel.name == "sales"]
        sales.members.remove(state.world.bot.user_id)
    larkspur.process.look_round()  # at 10:12 the night's check is overdue
    larkspur.process.look_round()
    keys = [key for key in owed.keys(larkspur.process.database) if key.startswith("needs:")]
    assert keys == ["needs:2027-01-28T09:00"]
    script.clock(to="2027-01-28T09:00:00+00:00")
    assert "I'm not in #sales" in script.last_message("@priya")["text"]


def test_the_nightly_job_survives_a_slack_that_does_not_answer(
    larkspur: Trial, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    assert script.fault("http_503", method="users.list")["ok"]
    with caplog.at_level(logging.ERROR, "bot"):
        larkspur.process.look_round()
    assert "survey_failed" in caplog.text
    larkspur.playground.clock.move_to(datetime.fromisoformat("2027-01-27T11:12:00+00:00"))
    larkspur.process.look_round()
    assert [verb for _, verb in owed.events(larkspur.process.database)][-1] == "checked"


def test_what_could_not_be_told_in_the_morning_waits_for_the_next_working_day(larkspur: Trial, script: Script) -> None:
    check(script)
    assert script.channel("marcus", "sales", "archive")["ok"]
    assert larkspur.playground.workspace.happenings.wait(10)
    assert larkspur.bot.wait_until_idle(10)
    for instant, told in (("2027-01-29T22:00:00+00:00", False), ("2027-02-01T08:00:00+00:00", True)):
        larkspur.playground.clock.move_to(datetime.fromisoformat(instant))  # as if nothing had run since Wednesday
        larkspur.process.office.deliver()
        assert ("#sales is archived" in str(script.messages("@priya"))) is told
