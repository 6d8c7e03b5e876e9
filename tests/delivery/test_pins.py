"""The agenda is pinned to the council's channel while it is the one at hand, once, and nothing waits for that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.store import outbox
from playground.__main__ import Trial, trial
from playground.script import Script
from tests import rungs
from tests.handlers.test_sessions import hold, press
from tests.journeys.told import telling, words

pytestmark = pytest.mark.faults


@pytest.fixture
def script(larkspur: Trial) -> Script:
    """What people do there."""
    return larkspur.playground.script


@pytest.fixture
def without_pins(database_url: str) -> Iterator[Trial]:
    """Larkspur with the right to pin withheld."""
    withheld = frozenset({"pins:write"})
    with trial(
        database_url=database_url, with_scheduler=False, ladder=rungs.ONLY_MTG_1, withhold_scopes=withheld
    ) as running:
        yield running


def test_the_agenda_is_pinned_once_it_is_posted_however_often_it_is_edited(larkspur: Trial, script: Script) -> None:
    _post(script)
    assert _pinned(larkspur) == [_agenda(script)]
    _post(script, question="And now?")
    assert _pinned(larkspur) == [_agenda(script)]
    assert _calls(script, "pins.add") == 1


@pytest.mark.parametrize("fault", ["drop_before_accept", "drop_after_accept", "ratelimited", "http_500"])
def test_a_pin_whose_answer_was_lost_is_tried_again(larkspur: Trial, script: Script, fault: str) -> None:
    script.fault(fault, method="pins.add")
    _post(script)
    script.clock(by="PT1H")
    assert _pinned(larkspur) == [_agenda(script)]
    assert _calls(script, "pins.add") == 2
    assert _states(larkspur)["agenda:1:pin"] is outbox.State.SENT


def test_the_agenda_of_a_cancelled_meeting_is_pinned_no_more(larkspur: Trial, script: Script) -> None:
    _post(script)
    _cancel(script)
    assert _pinned(larkspur) == []
    assert _states(larkspur)["agenda:1:unpin"] is outbox.State.SENT


def test_a_pin_that_comes_later_than_the_word_to_take_it_off_is_none(larkspur: Trial, script: Script) -> None:
    script.fault("ratelimited", method="pins.add", retry_after=3600)
    _post(script)
    _cancel(script)
    script.clock(by="PT2H")
    assert _pinned(larkspur) == []
    assert _states(larkspur)["agenda:1:pin"] is outbox.State.DROPPED


def test_the_agenda_of_a_closed_meeting_is_pinned_no_more(larkspur: Trial, script: Script) -> None:
    _post(script)
    hold(script)
    assert _pinned(larkspur) == [_agenda(script)]
    press(script, "Close")
    assert _pinned(larkspur) == []


def test_the_next_agenda_takes_the_place_of_the_one_before(larkspur: Trial, script: Script) -> None:
    _post(script)
    first = _agenda(script)
    script.clock(to="2027-02-09T14:00:00+00:00")
    script.command("priya", "cx-council", "/cx-agenda")
    script.press("priya", "cx_session_start", view=True)
    script.close("priya", all=True)
    assert _pinned(larkspur) == [first]
    script.clock(to="2027-03-05T09:00:00+00:00")
    [second] = [one["ts"] for one in telling(script, "cx-council", "Larkspur CX Council — Tue 9 March 2027")]
    assert _pinned(larkspur) == [second]


def test_without_the_right_to_pin_the_agenda_is_posted_and_nobody_hears_of_a_pin(without_pins: Trial) -> None:
    script = without_pins.playground.script
    _post(script)
    assert _agenda(script)
    assert _calls(script, "pins.add") == 0
    assert _states(without_pins)["agenda:1:pin"] is outbox.State.DROPPED
    script.command("priya", "cx-council", "/cx-action", "@nina mend the banners by friday")
    assert script.submit("priya")["ok"]
    assert "mend the banners" in words(script.last_message("marketing")), "everything else goes on"


def test_what_slack_does_not_let_us_take_off_is_given_up(larkspur: Trial, script: Script) -> None:
    _post(script)
    space = larkspur.playground.workspace
    channel = space.conversations.find_named("cx-council")
    assert channel is not None
    space.conversations.leave(channel.id, space.world.bot.user_id)
    _cancel(script)
    script.clock(by="PT1H")
    assert _calls(script, "pins.remove") == 1
    assert _states(larkspur)["agenda:1:unpin"] is outbox.State.DROPPED


def _post(script: Script, *, question: str = "How do we stop promising what we can't deliver?") -> None:
    script.command("priya", "cx-council", "/cx-agenda")
    assert script.submit("priya", {"question": question})["ok"]
    script.close("priya", all=True)


def _cancel(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-council", "calendar")
    script.press("priya", "cx_calendar_cancel", block_id="meeting:1", view=True)
    assert script.submit("priya", {"reason": "Half of us are at the fair."})["ok"]
    script.close("priya", all=True)


def _agenda(script: Script) -> str:
    [found] = telling(script, "cx-council", "Larkspur CX Council — Tue 9 February 2027")
    return str(found["ts"])


def _pinned(running: Trial) -> list[str]:
    space = running.playground.workspace
    channel = space.conversations.find_named("cx-council")
    assert channel is not None
    return [pin.ts for pin in space.pins.of(channel.id)]


def _calls(script: Script, method: str) -> int:
    return sum(call["method"] == method for call in script.state()["calls"])


def _states(running: Trial) -> dict[str, outbox.State]:
    with running.process.database.read() as session:
        return {key: state for state in outbox.State for key in outbox.list_keys(session, state)}
