"""Who of those a message mentions can read it there: asked of Slack, remembered for ten minutes, never in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery import membership
from bot.delivery.membership import Membership
from bot.views import parts, rich
from playground.__main__ import Trial
from playground.script import Script
from tests.delivery.conftest import nothing_sent


@pytest.fixture
def script(without_history: Trial) -> Script:
    return without_history.playground.script


def person(running: Trial, handle: str) -> str:
    found = running.playground.workspace.find_person(handle)
    assert found is not None
    return found.id


def channel(running: Trial, name: str) -> str:
    found = running.playground.workspace.conversations.find_named(name)
    assert found is not None
    return found.id


def asked(script: Script) -> int:
    return sum(call["method"] == "conversations.members" for call in script.state()["calls"])


def test_everybody_a_message_mentions_is_found_wherever_they_stand_in_it() -> None:
    listed = rich.block(rich.bullets([(rich.mention("U0ONE"), " and ", rich.mention("U0TWO"))]))
    message = parts.message("Hello", listed, rich.paragraph("and ", rich.mention("U0ONE")))
    assert membership.mentioned(message) == {"U0ONE", "U0TWO"}
    assert membership.mentioned(parts.message("Nobody", rich.paragraph("U0ONE"))) == frozenset()


def test_those_who_are_not_in_the_channel_are_absent(without_history: Trial) -> None:
    members = Membership(without_history.process.client, without_history.process.clock)
    people = frozenset({person(without_history, "dana"), person(without_history, "ravi")})
    assert members.absent(channel(without_history, "marketing"), people) == {person(without_history, "ravi")}


def test_nobody_is_asked_about_where_nobody_is_mentioned(without_history: Trial, script: Script) -> None:
    members = Membership(without_history.process.client, without_history.process.clock)
    before = asked(script)
    assert members.absent(channel(without_history, "marketing"), frozenset()) == frozenset()
    assert asked(script) == before


def test_an_answer_is_remembered_for_ten_minutes(without_history: Trial, script: Script) -> None:
    members = Membership(without_history.process.client, without_history.process.clock)
    marketing, ravi = channel(without_history, "marketing"), person(without_history, "ravi")
    before = asked(script)
    for _ in range(3):
        members.absent(marketing, frozenset({ravi}))
    assert asked(script) == before + 1
    script.channel("nina", "marketing", "invite", person="ravi")
    assert members.absent(marketing, frozenset({ravi})) == {ravi}
    later = without_history.process.clock.now() + timedelta(minutes=10)
    with nothing_sent(without_history):
        script.clock(to=later.isoformat())
    assert members.absent(marketing, frozenset({ravi})) == frozenset()
    assert asked(script) == before + 2


@pytest.mark.parametrize("trouble", ["http_500", "not_json", "drop_before_accept", "ratelimited"])
def test_where_slack_does_not_say_nobody_is_absent(without_history: Trial, script: Script, trouble: str) -> None:
    members = Membership(without_history.process.client, without_history.process.clock)
    marketing, ravi = channel(without_history, "marketing"), person(without_history, "ravi")
    script.fault(trouble, method="conversations.members")
    assert members.absent(marketing, frozenset({ravi})) == frozenset()
    assert members.absent(marketing, frozenset({ravi})) == {ravi}


def test_whoever_owns_an_action_and_is_not_in_its_channel_has_the_card_in_person(
    without_history: Trial, script: Script
) -> None:
    script.channel("dana", "marketing", "remove", person="nina")
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    assert "A-1" in script.last_message("marketing")["text"]
    assert "A-1" in script.last_message("@nina")["text"]
    card = script.last_message("@nina")
    script.press("nina", "cx_done", channel="dm", ts=card["ts"])
    script.submit("nina", {"evidence": "Live since today."})
    for place in ("marketing", "@nina"):
        assert "Done by Nina Castillo" in str(script.messages(place))


def test_whoever_is_there_has_nothing_twice(without_history: Trial, script: Script) -> None:
    before = len(script.messages("@nina"))
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    assert len(script.messages("@nina")) == before
