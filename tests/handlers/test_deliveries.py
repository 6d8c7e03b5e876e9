"""/cx-council delivery, as the chair uses it: what didn't get there, trying again, settling what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import Trial, trial
from playground.script import Script, button
from tests import builders
from tests.handlers import screen
from tests.usecases import owed
from tests.views import samples

CHANNEL = "cx-council"
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
ONE_ACTION = ("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
NOT_THEIRS = "What was sent is for the chair, the secretary and the workspace's admins to see."
NOT_IN = "I'm not in #marketing. Nina Castillo and Dana Okoye have it in person."


@pytest.fixture
def without_history(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur without the optional scopes, its bot out of Marketing's channel for nobody's reason."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, withhold_scopes=HISTORY) as running:
        yield running


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur with its timetable running, as it is outside tests."""
    with trial(database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_scheduler=True) as running:
        yield running


def delivery(script: Script, user: str = "priya") -> dict[str, Any]:
    return script.command(user, CHANNEL, "/cx-council", "delivery")


def press(script: Script, answer: dict[str, Any], text: str, user: str = "priya") -> dict[str, Any]:
    return script.press(user, **button(answer["view"], text)._asdict(), view=True)


def offered(answer: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in answer["view"]["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


def refuse_a_card(script: Script) -> None:
    assert script.channel("nina", "marketing", "remove", person="cx_council")["ok"]
    script.command(*ONE_ACTION)
    script.submit("priya")


def lose_the_agenda(script: Script) -> dict[str, Any]:
    """Post the agenda, of which no answer comes back; the question that the chair gets."""
    script.fault("drop_after_accept", method="chat.postMessage", channel=CHANNEL)
    script.command("priya", CHANNEL, "/cx-agenda")
    script.submit("priya", {"question": "Why do dates slip?"})
    return script.last_message("@priya")


def agendas(script: Script) -> int:
    return sum("Why do dates slip?" in message["text"] for message in script.messages(CHANNEL))


@pytest.mark.parametrize(("user", "may"), [("priya", True), ("tom", True), ("marcus", False), ("layla", False)])
def test_whoever_can_do_nothing_about_it_hears_whom_to_ask(undisturbed: Script, user: str, may: bool) -> None:
    answer = delivery(undisturbed, user)
    if may:
        assert "Sent lately" in screen.modal(answer)
    else:
        assert screen.private(answer) == (
            "What was sent is for the chair, the secretary and the workspace's admins to see. "
            "Please ask Priya Raman or Tom Ashby."
        )


def test_what_was_refused_is_listed_with_why_who_has_it_and_the_fix(script: Script) -> None:
    refuse_a_card(script)
    said = screen.modal(delivery(script))
    assert said.startswith("Could not be sent\nThe card of A-1 (Marketing) · #marketing · Wed 27 January, 10:12")
    assert f"{NOT_IN} Invite me: type /invite @CX Council in #marketing" in said
    assert "re-target" not in said


def test_a_retry_says_within_seconds_that_the_cause_stands(at_work: Trial) -> None:
    script = at_work.playground.script
    refuse_a_card(script)
    answer = press(script, delivery(script), "Retry")
    assert screen.modal(answer).splitlines()[:2] == ["Still not: I'm not in #marketing.", "Could not be sent"]


def test_a_retry_once_the_cause_is_gone_says_where_it_is_now(at_work: Trial) -> None:
    script = at_work.playground.script
    refuse_a_card(script)
    shown = delivery(script)
    state = at_work.playground.workspace
    with state.lock:
        [marketing] = [channel for channel in state.conversations.channels() if channel.name == "marketing"]
        marketing.members.append(state.world.bot.user_id)  # and no event of it
    answer = press(script, shown, "Retry")
    assert screen.modal(answer).startswith("The card of A-1 (Marketing) is in #marketing now.")
    assert "A-1" in script.last_message("marketing")["text"]


def test_a_second_press_of_retry_says_how_it_stands_and_changes_nothing(larkspur: Trial, script: Script) -> None:
    refuse_a_card(script)
    for user in ("priya", "tom"):
        shown = delivery(script, user)
        assert "Retry" in offered(shown)
    script.channel("nina", "marketing", "invite", person="cx_council")
    assert larkspur.playground.workspace.happenings.wait(10)
    assert larkspur.bot.wait_until_idle(10)
    larkspur.machine.settle()
    before = owed.events(larkspur.process.database)
    answer = press(script, shown, "Retry", "tom")
    assert screen.modal(answer).startswith("There's nothing to try again: it is there.")
    assert owed.events(larkspur.process.database) == before


def test_let_in_again_the_channel_has_what_is_of_use_once_and_the_chair_reads_so(
    larkspur: Trial, script: Script
) -> None:
    refuse_a_card(script)
    assert script.last_message("@priya")["text"].startswith("I can't post in #marketing: I'm not in it.")
    for _ in range(2):
        script.channel("nina", "marketing", "invite", person="cx_council")
        assert larkspur.playground.workspace.happenings.wait(10)
        assert larkspur.bot.wait_until_idle(10)
        larkspur.machine.settle()
    cards = [message for message in script.messages("marketing") if message["text"].startswith("A-1")]
    assert len(cards) == 1
    assert script.last_message("@priya")["text"] == "I can post in #marketing again."
    assert len([message for message in script.messages("@nina") if message["text"].startswith("A-1")]) == 1


def dismiss(running: Trial) -> None:
    """Tom keeps the minutes no more."""
    builders.change_council(running.process.database, secretary=None)


def test_the_right_to_try_again_is_asked_for_with_every_press(larkspur: Trial, script: Script) -> None:
    refuse_a_card(script)
    shown = delivery(script, "tom")
    dismiss(larkspur)
    before = owed.events(larkspur.process.database)
    assert screen.modal(press(script, shown, "Retry", "tom")).startswith(NOT_THEIRS)
    assert owed.events(larkspur.process.database) == before


@pytest.mark.parametrize("pressed", ["It's there", "Post it again"])
def test_the_right_to_settle_a_doubt_is_asked_for_with_every_press(without_history: Trial, pressed: str) -> None:
    script = without_history.playground.script
    lose_the_agenda(script)
    there = agendas(script)
    shown = delivery(script, "tom")
    dismiss(without_history)
    before = owed.events(without_history.process.database)
    where = button(shown["view"], pressed)._asdict()
    answer = script.press("tom", **where, view=True, confirm=pressed == "Post it again")
    assert screen.modal(answer).startswith(NOT_THEIRS)
    assert owed.events(without_history.process.database) == before
    assert agendas(script) == there
    assert offered(delivery(script))[:2] == ["It's there", "Post it again"]


def test_of_a_lost_answer_the_chair_is_asked_and_says_that_it_is_there(without_history: Trial) -> None:
    script = without_history.playground.script
    asked = lose_the_agenda(script)
    assert asked["text"].startswith(
        "Did the agenda of the February meeting arrive in the council's channel? I posted it "
    )
    there = agendas(script)
    script.press("priya", "cx_delivery_there", channel="dm", ts=asked["ts"])
    question, answered = (message["text"] for message in script.messages("@priya"))
    assert question.startswith("The agenda of the February meeting is in the council's channel: Priya Raman looked, ")
    assert answered.startswith("Thank you: the agenda of the February meeting is there. I don't know where it stands")
    assert agendas(script) == there
    assert "May have been sent" not in screen.modal(delivery(script))


def test_posted_again_it_is_there_with_its_replies(without_history: Trial) -> None:
    script = without_history.playground.script
    asked = lose_the_agenda(script)
    there = agendas(script)
    script.press("priya", "cx_delivery_again", channel="dm", ts=asked["ts"], confirm=True)
    assert agendas(script) == there + 1
    assert "was posted again in the council's channel: Priya Raman" in str(script.messages("@priya"))


def test_somebody_elses_later_press_is_told_that_it_is_settled(without_history: Trial) -> None:
    script = without_history.playground.script
    lose_the_agenda(script)
    shown = delivery(script, "tom")
    assert offered(shown)[:2] == ["It's there", "Post it again"]
    press(script, delivery(script), "It's there")
    before = owed.events(without_history.process.database)
    answer = press(script, shown, "It's there", "tom")
    assert screen.modal(answer).startswith("That is settled: somebody looked, and it is there.")
    assert owed.events(without_history.process.database) == before


def test_all_of_a_shelf_is_reached_and_the_way_back(script: Script) -> None:
    for number in range(12):
        script.command("priya", CHANNEL, "/cx-action", f"@nina draft text number {number} by 31 March")
        script.submit("priya")
    every = press(script, delivery(script), "Show all")
    assert offered(every) == ["Back", "Older"]
    older = press(script, every, "Older")
    assert "Newer" in offered(older)
    assert samples.texts(press(script, press(script, older, "Newer"), "Back")["view"]["blocks"]).startswith(
        "Everything got where it should."
    )
