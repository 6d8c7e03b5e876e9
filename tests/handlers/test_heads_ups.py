"""A heads-up in its department's channel: answered, answered twice, by somebody else, and where nobody is let in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store import meetings as kept_meetings
from bot.usecases import Who, reports
from playground.__main__ import Trial
from playground.script import Script, button
from tests import builders
from tests.handlers import screen
from tests.views import samples

CHANGE = "From 1 March we publish the <!channel> activation wait."
OPEN = "Operations is changing something that Sales may feel: “From 1 March"


def person(script: Script, handle: str) -> str:
    return next(str(one["id"]) for one in script.state()["people"] if one["handle"] == handle)


def tell(script: Script, larkspur: Trial, *, change: str = CHANGE, number: str = "V1", **facts: Any) -> None:
    """Owen's report for Operations says that Sales will feel something."""
    database = larkspur.process.database
    sales = builders.department_named(database, "Sales").id
    with database.read() as session:
        meeting = kept_meetings.find_current(session, builders.council_of(database))
    assert meeting is not None
    reports.submit(
        database,
        Who(larkspur.bot.rooms.team_id, person(script, "owen")),
        meeting_id=meeting.id,
        department_id=builders.department_named(database, "Operations").id,
        answers=builders.an_answer(change=change, affected=(sales,), **facts),
        request_key=number,
        now=larkspur.process.clock.now(),
    )
    script.clock(by="PT5S")


def heads_up(script: Script) -> dict[str, Any]:
    """The one heads-up in #sales, as it stands."""
    [found] = [
        one for one in script.messages("sales") if CHANGE[:12] in str(one.get("blocks")) and not one["ephemeral"]
    ]
    return found


def press(script: Script, user: str, word: str, **more: Any) -> dict[str, Any]:
    shown = heads_up(script)
    pressed = button(shown, word)
    return script.press(user, pressed.action_id, block_id=pressed.block_id, channel="sales", ts=shown["ts"], **more)


def offered(shown: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


def test_fine_is_said_in_place(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur)
    assert heads_up(script)["text"].startswith(OPEN)
    answer = press(script, "ines", "Fine")
    assert [one for one in answer["messages"] if one["kind"] == "ephemeral"] == []
    assert "Fine for Sales (Ines Duarte, Wed 27 January)." in samples.texts(heads_up(script)["blocks"])
    assert offered(heads_up(script)) == ["Let's talk first"]
    assert len([one for one in script.messages("sales") if "Operations" in one["text"]]) == 1


def test_talk_first_reaches_the_lead_who_changes_something(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur)
    press(script, "marcus", "Let's talk first", repeat=2, parallel=True)
    told = script.last_message("@owen")
    assert told["text"].startswith("Sales would like to talk first about what you are changing: “From 1 March")
    assert "Marcus Bell, Wed 27 January." in samples.texts(told["blocks"])
    press(script, "ines", "Fine")
    assert script.last_message("@owen")["text"].startswith("Sales is fine with what you are changing after all")
    assert len([one for one in script.messages("@owen") if "Sales" in one["text"]]) == 1


def test_talk_first_is_on_the_agenda_until_it_is_fine(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur)
    press(script, "marcus", "Let's talk first")
    script.clock(to="2027-02-05T09:00:00+00:00")
    [parent, item] = agenda(script)
    assert "To talk about first: Operations' change (Sales)" in parent
    assert "Let's talk first: Sales" in item
    press(script, "marcus", "Fine")
    [parent, item] = agenda(script)
    assert "talk" not in parent + item


def agenda(script: Script) -> list[str]:
    """What can be read in the agenda and in the reply to it, of item 3."""
    return [samples.texts(one["blocks"]) for one in script.messages("cx-council") if one.get("thread_ts")]


@pytest.mark.parametrize("user", ["jonas", "owen", "priya"])
def test_others_hear_privately_who_can_answer(script: Script, larkspur: Trial, user: str) -> None:
    tell(script, larkspur)
    # Whoever is in the channel sees the buttons.
    if user != "jonas":
        script.channel("marcus", "sales", "invite", person=user)
    said = screen.private(press(script, user, "Fine"))
    assert said == (
        "A heads-up is answered by the lead or deputy of the department that is told. "
        "Please ask Marcus Bell or Ines Duarte."
    )
    assert offered(heads_up(script)) == ["Fine", "Let's talk first"]


def test_words_that_change_after_an_answer_are_asked_about_under_it(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur)
    press(script, "marcus", "Fine")
    tell(script, larkspur, change=f"{CHANGE} Per street.", number="V2")
    assert offered(heads_up(script)) == ["Fine", "Let's talk first"]
    [reply] = [one for one in script.messages("sales") if one.get("thread_ts") == heads_up(script)["ts"] != one["ts"]]
    assert reply["text"] == "Operations has changed what it says above."
    press(script, "marcus", "Let's talk first")
    assert "would like to talk first" in heads_up(script)["text"]


def test_a_channel_without_the_bot_leaves_it_to_the_lead_in_person(script: Script, larkspur: Trial) -> None:
    script.channel("marcus", "sales", "remove", person="cx_council")
    tell(script, larkspur)
    [copy] = [one for one in script.messages("@marcus") if one["text"].startswith(OPEN)]
    marcus = person(script, "marcus")
    direct = next(dm["id"] for dm in script.state()["dms"] if dm["user"] == marcus)
    pressed = button(copy, "Fine")
    script.press("marcus", pressed.action_id, block_id=pressed.block_id, channel=direct, ts=copy["ts"])
    [copy] = [one for one in script.messages("@marcus") if CHANGE[:12] in str(one.get("blocks"))]
    assert "Fine for Sales (Marcus Bell" in samples.texts(copy["blocks"])


def test_what_only_the_council_may_read_is_in_no_channel(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur, council_only=True)
    assert CHANGE[:12] not in str(script.messages("sales"))
    for handle in ("@marcus", "@ines"):
        assert script.last_message(handle)["text"].startswith(OPEN)


def test_nobody_is_pinged_by_what_somebody_wrote(script: Script, larkspur: Trial) -> None:
    tell(script, larkspur)
    assert "<!channel>" not in heads_up(script)["text"]
    assert "&lt;!channel&gt;" in heads_up(script)["text"]
    assert script.state()["refusals"] == []
