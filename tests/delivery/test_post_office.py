"""What becomes of a message when Slack answers, asks to wait, refuses, or is not heard from again."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.store import outbox
from playground.__main__ import Trial, trial
from playground.script import Script, button
from tests.delivery.conftest import nothing_sent
from tests.journeys.told import words

pytestmark = pytest.mark.faults

CARD = "action:1"


def test_a_message_whose_answer_was_lost_is_found_again_and_not_repeated(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.fault("drop_after_accept", method="chat.postMessage")
    _agree_an_action(script)
    assert len(_cards(script)) == 1
    assert _states(larkspur)[CARD] is outbox.State.SENT
    assert _calls(script, "conversations.history") == 1


def test_a_message_that_never_arrived_is_sent_once_it_is_known_to_be_missing(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.fault("drop_before_accept", method="chat.postMessage")
    _agree_an_action(script)
    assert len(_cards(script)) == 1
    assert _states(larkspur)[CARD] is outbox.State.SENT


def test_without_the_history_scope_a_lost_answer_is_unknown_and_never_repeated(without_history: Trial) -> None:
    script = without_history.playground.script
    script.fault("drop_after_accept", method="chat.postMessage")
    _agree_an_action(script)
    script.clock(by="P30D")
    assert len(_cards(script)) == 1
    assert _states(without_history)[CARD] is outbox.State.UNKNOWN
    assert _calls(script, "conversations.history") == 0


def test_an_error_on_slacks_side_leaves_doubt_and_is_looked_into(larkspur: Trial) -> None:
    script = larkspur.playground.script
    for kind, done in (("http_500", True), ("http_503", False), ("not_json", True)):
        before = len(_cards(script))
        script.fault(kind, method="chat.postMessage", done=done)
        _agree_an_action(script)
        assert len(_cards(script)) == before + 1, kind


def test_a_conversation_waits_as_long_as_slack_asks_and_others_go_on(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.fault("ratelimited", method="chat.postMessage", channel="marketing", retry_after=30)
    before = larkspur.process.clock.now()
    _agree_an_action(script)
    assert len(_cards(script)) == 1
    assert (larkspur.process.clock.now() - before).total_seconds() == 30


def test_a_refusal_for_good_is_kept_with_its_name_and_stops_nothing_else(larkspur: Trial) -> None:
    script = larkspur.playground.script
    space = larkspur.playground.workspace
    marketing = space.conversations.find_named("marketing")
    assert marketing is not None
    space.conversations.leave(marketing.id, space.world.bot.user_id)
    _agree_an_action(script)
    _agree_an_action(script, "@marcus rewrite the call script by end of next month")
    assert _states(larkspur)[CARD] is outbox.State.FAILED
    assert "call script" in words(script.last_message("sales"))
    # Back in the channel, the next change of the action brings its card after all.
    space.conversations.join(marketing.id, space.world.bot.user_id)
    listed = script.command("priya", "cx-council", "/cx-action", "list")["messages"][0]
    done = button(listed, "Done")
    script.press("priya", done.action_id, block_id=done.block_id, channel="cx-council", ts=listed["ts"])
    assert script.submit("priya", {"evidence": "Live since Monday."})["ok"]
    assert "Done by Priya Raman" in words(script.last_message("marketing"))


def test_a_post_that_a_channel_takes_brings_what_it_refused_before_though_slack_never_said_so(larkspur: Trial) -> None:
    script = larkspur.playground.script
    space = larkspur.playground.workspace
    marketing = space.conversations.find_named("marketing")
    assert marketing is not None
    space.conversations.leave(marketing.id, space.world.bot.user_id)
    _agree_an_action(script)
    assert _states(larkspur)[CARD] is outbox.State.FAILED
    space.conversations.join(marketing.id, space.world.bot.user_id)
    _agree_an_action(script, "@nina draft three texts by end of next month")
    assert _states(larkspur)[CARD] is outbox.State.SENT
    said = [words(message) for message in script.messages("marketing")]
    assert sum("re-target ads" in one for one in said) == 1
    assert sum("draft three texts" in one for one in said) == 1


def test_several_changes_are_one_edit_and_the_latest_truth_wins(larkspur: Trial) -> None:
    script = larkspur.playground.script
    with_edits = _calls(script, "chat.update")
    with nothing_sent(larkspur):
        for user, channel in (("aisha", "customer-service"), ("marcus", "sales"), ("dana", "marketing")):
            script.command(user, channel, "/cx-report")
            script.submit(user, {"did": "All is well.", "attending": "lead"})
    script.clock(by="PT1S")
    assert _calls(script, "chat.update") == with_edits + 1
    assert "3 of 6 in" in words(script.messages("cx-council")[0])


def test_an_edit_that_would_change_nothing_is_not_sent(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", {"did": "All is well.", "attending": "lead"})
    edits = _calls(script, "chat.update")
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", {"did": "All is very well.", "attending": "lead"})
    assert _calls(script, "chat.update") == edits  # the board says the same as before: Customer Service is in


def _agree_an_action(script: Script, text: str = "@nina re-target ads by end of next month") -> None:
    assert script.command("priya", "cx-council", "/cx-action", text)["ok"]
    added = script.submit("priya")
    assert added["ok"], added


def _cards(script: Script) -> list[str]:
    return [words(message) for message in script.messages("marketing") if words(message).startswith("A-")]


def _calls(script: Script, method: str) -> int:
    return sum(call["method"] == method for call in script.state()["calls"])


def _states(running: Trial) -> dict[str, outbox.State]:
    with running.process.database.read() as session:
        return {key: state for state in outbox.State for key in outbox.list_keys(session, state)}


def test_a_nudge_that_waited_past_the_day_goes_out_the_next_working_morning(larkspur: Trial) -> None:
    script = larkspur.playground.script
    _agree_an_action(script)
    with nothing_sent(larkspur):
        larkspur.playground.clock.move_to(datetime.fromisoformat("2027-02-02T09:00:00+00:00"))
        larkspur.process.sweep()  # decided in time, and then nothing delivers it until the evening
    script.clock(to="2027-02-02T21:30:00+00:00")
    assert len(script.messages("marketing")) == 1
    script.clock(next=True)
    assert script.state()["now"] == "2027-02-03T09:00:00+00:00"
    assert "open actions" in words(script.last_message("marketing"))


def test_doubt_about_a_direct_message_survives_a_wait(without_history: Trial) -> None:
    script = without_history.playground.script
    script.fault("drop_after_accept", method="chat.postMessage")
    script.fault("ratelimited", method="conversations.open", retry_after=5)
    assert script.command("marcus", "sales", "/cx-action", "@jonas mend the form by end of next month")["ok"]
    assert script.submit("marcus")["ok"]
    script.clock(by="P1D")
    assert len(script.messages("@priya")) == 1
    assert _states(without_history)["proposal:1"] is outbox.State.UNKNOWN


def test_a_direct_message_whose_answer_was_lost_is_found_again_and_not_repeated(larkspur: Trial) -> None:
    script = larkspur.playground.script
    script.fault("drop_after_accept", method="chat.postMessage")
    assert script.command("marcus", "sales", "/cx-action", "@jonas mend the form by end of next month")["ok"]
    assert script.submit("marcus")["ok"]
    assert len(script.messages("@priya")) == 1
    assert _states(larkspur)["proposal:1"] is outbox.State.SENT


@pytest.mark.parametrize(
    ("withheld", "state"), [("im:history", outbox.State.UNKNOWN), ("channels:history", outbox.State.SENT)]
)
def test_a_scope_that_only_the_search_lacks_holds_nothing_else_up(
    tmp_path: Path, withheld: str, state: outbox.State
) -> None:
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, withhold_scopes=frozenset({withheld})) as running:
        script = running.playground.script
        script.fault("drop_after_accept", method="chat.postMessage")
        assert script.command("marcus", "sales", "/cx-action", "@jonas mend the form by end of next month")["ok"]
        assert script.submit("marcus")["ok"]
        assert _states(running)["proposal:1"] is state
        script.fault("drop_after_accept", method="chat.postMessage")
        before = running.process.clock.now()
        _agree_an_action(script)
        assert len(_cards(script)) == 1
        assert (running.process.clock.now() - before).total_seconds() < 30
        assert len(script.messages("@priya")) == 1
