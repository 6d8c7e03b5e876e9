"""A meeting from *Start* to *Closed* as people press it, and what the same buttons answer to everybody else."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.store import meetings as kept_meetings
from bot.usecases import Who, meeting_moves
from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen
from tests.views import samples

CHANNEL = "cx-council"
STARTS, ENDS, NEXT_DAY = "2027-02-09T14:00:00+00:00", "2027-02-09T15:27:00+00:00", "2027-02-10T14:00:00+00:00"
MINUTES = {"minutes": "We found out why dates slip."}


def look(script: Script, user: str = "priya") -> dict[str, Any]:
    """What /cx-agenda shows: the modal, or the message only they see."""
    answer = script.command(user, CHANNEL, "/cx-agenda")
    said: list[dict[str, Any]] = [m for m in answer["messages"] if m["kind"] == "ephemeral"]
    return said[0] if said else dict(answer["view"])


def press(script: Script, word: str, user: str = "priya", **more: Any) -> dict[str, Any]:
    """Press what /cx-agenda offers under that word, and say yes where it asks."""
    shown = look(script, user)
    found = button(shown, word)
    where = {"channel": CHANNEL, "ts": shown["ts"]} if "ts" in shown else {"view": True}
    if not found.block_id.startswith("session"):
        raise AssertionError(found)
    return script.press(user, found.action_id, block_id=found.block_id, confirm=True, **where, **more)


def start(script: Script) -> None:
    script.clock(to=STARTS)
    answer = press(script, "Start meeting")
    assert "In session since 14:00." in screen.modal(answer)
    script.close("priya", all=True)


def hold(script: Script) -> None:
    start(script)
    script.clock(to=ENDS)
    assert "Adjourned 15:27" in screen.private(press(script, "Adjourn"))


def posted(script: Script) -> list[dict[str, Any]]:
    """What everybody sees in the council's channel, oldest first."""
    return [message for message in script.messages(CHANNEL) if not message["ephemeral"]]


def told(script: Script) -> dict[str, Any]:
    """The last message the bot sent to Priya directly."""
    return [message for message in script.messages("@priya") if not message["ephemeral"]][-1]


def agenda(script: Script) -> str:
    [parent] = [m for m in posted(script) if m["text"].startswith("Larkspur CX Council —")]
    return samples.texts(parent["blocks"])


def test_a_meeting_from_start_to_closed(script: Script) -> None:
    script.clock(to="2027-02-05T09:00:00+00:00")
    assert "Posted by the timetable, without a question." in agenda(script)
    start(script)
    assert "In session since 14:00." in agenda(script)
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    script.clock(to=ENDS)
    adjourned = press(script, "Adjourn")
    assert "Adjourned 15:27; minutes come from Priya Raman. Next: Tue 9 March, 14:00." in screen.private(adjourned)
    script.clock(to="2027-02-10T10:40:00+00:00")
    form = press(script, "Post minutes")
    assert "A-1 Nina Castillo: re-target ads — Wed 31 March" in screen.modal(form)
    assert "They can be corrected until Tue 16 February, 17:00" in screen.modal(form)
    assert "on their way to the council's channel" in screen.modal(script.submit("priya", MINUTES))
    minutes = posted(script)[-1]
    assert minutes["text"].startswith("Minutes — Larkspur CX Council, Tue 9 February 2027: We found out")
    assert "until Tue 16 February, 17:00" in samples.texts(minutes["blocks"])
    script.clock(to="2027-02-16T17:00:00+00:00")
    minutes = posted(script)[-1]
    assert samples.texts(minutes["blocks"]).endswith("Closed Tue 16 February.")
    assert "Reports for 9 February · 0 of 6 in · closed" in [m["text"] for m in posted(script)]
    assert script.state()["refusals"] == []


def test_before_its_doors_open_the_chair_reads_when_they_do(script: Script) -> None:
    assert "You can start the meeting here from Tue 9 February, 13:30." in samples.texts(look(script)["blocks"])


def test_start_anyway_posts_the_agenda_first(script: Script, larkspur: Trial) -> None:
    with larkspur.process.database.engine.begin() as connection:  # as where the bot was down when it was due
        connection.exec_driver_sql("delete from due where kind = 'post_agenda'")
    script.clock(to=STARTS)
    assert "In session since 14:00." in screen.modal(press(script, "Start anyway"))
    assert "No question this time." in agenda(script)


def test_adjourning_from_the_modal_that_started_it(script: Script) -> None:
    script.clock(to=STARTS)
    started = press(script, "Start meeting")
    adjourn = button(started["view"], "Adjourn")
    script.clock(to=ENDS)
    adjourned = script.press("priya", adjourn.action_id, block_id=adjourn.block_id, view=True, confirm=True)
    assert "Adjourned 15:27" in screen.modal(adjourned)
    assert "/cx-agenda offers the minutes" in screen.modal(adjourned)


def test_others_read_where_it_stands_in_words(script: Script) -> None:
    start(script)
    shown = look(script, "aisha")
    assert "In session since 14:00." in samples.texts(shown["blocks"])
    assert "Adjourn" not in [e["text"]["text"] for b in shown["blocks"] for e in b["elements"] if e["type"] == "button"]
    script.clock(to=ENDS)
    press(script, "Adjourn")
    said = samples.texts(look(script, "aisha")["blocks"])
    assert "Tue 9 February · Adjourned 15:27; minutes come from Priya Raman." in said
    assert "The next meeting is Tue 9 March, 14:00." in said


def test_minutes_that_are_too_long_are_said_at_the_field_and_nothing_typed_is_lost(script: Script) -> None:
    hold(script)
    press(script, "Post minutes")
    answer = script.submit("priya", {"minutes": "x" * 3001}, force=True)
    assert "This has 3,001 characters, and there is room for 3,000." in answer["errors"]["minutes"]
    assert "on their way" in screen.modal(script.submit("priya", MINUTES))


def test_minutes_written_while_somebody_closed_the_meeting_stay_on_the_screen(script: Script) -> None:
    hold(script)
    press(script, "Post minutes")
    shown = script.command("priya", CHANNEL, "/cx-agenda")
    [message] = [m for m in shown["messages"] if m["kind"] == "ephemeral"]
    close = button(message, "Close")
    script.press("priya", close.action_id, block_id=close.block_id, channel=CHANNEL, ts=message["ts"], confirm=True)
    answer = script.submit("priya", MINUTES)
    assert "The meeting of Tue 9 February is closed." in screen.modal(answer)
    assert screen.entered(answer) == MINUTES


def test_a_double_click_on_start_starts_once(script: Script) -> None:
    script.clock(to=STARTS)
    shown = look(script)
    found = button(shown, "Start meeting")
    script.press("priya", found.action_id, block_id=found.block_id, view=True, repeat=2, parallel=True)
    assert agenda(script).count("In session since 14:00.") == 1
    script.close("priya", all=True)
    assert "In session since 14:00." in samples.texts(look(script)["blocks"])


def test_pressing_again_what_is_done_says_where_it_stands(script: Script) -> None:
    start(script)
    shown = look(script)
    adjourn = button(shown, "Adjourn")
    where = {"block_id": adjourn.block_id, "channel": CHANNEL, "ts": shown["ts"], "confirm": True}
    script.press("priya", adjourn.action_id, **where)
    again = script.press("priya", adjourn.action_id, **where)
    assert "The meeting of Tue 9 February is adjourned." in screen.private(again)


def test_a_meeting_nobody_started_is_asked_about_and_the_answer_stands_in_place(script: Script) -> None:
    script.clock(to=NEXT_DAY)
    question = told(script)
    assert question["text"].startswith("Did the meeting of Tue 9 February, 14:00 take place?")
    held = button(question, "It took place")
    answer = script.press("priya", held.action_id, block_id=held.block_id, channel="dm", ts=question["ts"])
    assert "It took place; minutes come from Priya Raman." in screen.private(answer)
    said = told(script)
    assert said["text"] == "Tue 9 February: it took place · Priya Raman, Wed 10 February, 14:00."
    assert [block for block in said["blocks"] if block["type"] == "actions"] == []
    assert "It took place" in agenda(script)


def test_a_meeting_that_did_not_take_place_is_cancelled_where_it_was_asked(script: Script) -> None:
    script.clock(to=NEXT_DAY)
    question = told(script)
    no = button(question, "Cancel it")
    script.press("priya", no.action_id, block_id=no.block_id, channel="dm", ts=question["ts"], confirm=True)
    assert "cancelled, it did not take place · Priya Raman" in told(script)["text"]
    assert "Cancelled: It did not take place." in agenda(script)
    assert "Reports for 9 February · 0 of 6 in · cancelled" in [m["text"] for m in posted(script)]


def test_an_unanswered_question_says_so_when_the_next_reports_open(script: Script) -> None:
    script.clock(to="2027-02-23T09:00:00+00:00")
    said = told(script)["text"]
    assert said == "Tue 9 February: not recorded, as nobody said whether it took place."
    assert "Not recorded: nobody said whether it took place." in agenda(script)
    assert "Reports for 9 March" in posted(script)[-1]["text"]


def test_a_question_says_where_its_meeting_moved_and_a_new_day_is_asked_about_anew(
    script: Script, larkspur: Trial
) -> None:
    script.clock(to="2027-02-10T15:00:00+00:00")
    [priya] = [person["id"] for person in script.state()["people"] if person["handle"] == "priya"]
    with larkspur.process.database.read() as session:
        version = kept_meetings.get(session, 1).version
    meeting_moves.move(
        larkspur.process.database,
        Who(larkspur.bot.rooms.team_id, priya),
        meeting_id=1,
        version=version,
        on=date(2027, 2, 18),
        start=time(14),
        reason="Half of us are ill.",
        confirmed=True,
        request_key="V1",
        now=larkspur.process.clock.now(),
    )
    script.clock(by="PT5S")
    assert told(script)["text"] == "The meeting has moved to Thu 18 February, 14:00."
    script.clock(to="2027-02-19T14:00:00+00:00")
    assert told(script)["text"].startswith("Did the meeting of Thu 18 February, 14:00 take place?")


OTHERS = {"secretary": "tom", "lead": "marcus", "deputy": "ines", "owner": "jonas", "anyone": "layla"}
REFUSED = {
    "Start meeting": (set(OTHERS) - {"secretary"}, "The chair runs the meeting"),
    "Adjourn": (set(OTHERS) - {"secretary"}, "The chair runs the meeting"),
    "Post minutes": (set(OTHERS), "The chair posts the minutes"),
    "Close": (set(OTHERS), "The chair closes a meeting"),
    "It took place": (set(OTHERS) - {"secretary"}, "The chair runs the meeting"),
    "Cancel it": (set(OTHERS), "The chair moves, adds and cancels meetings"),
}


def _reach(script: Script, word: str) -> None:
    """Live up to where the chair is offered that button."""
    if word in ("Post minutes", "Close"):
        hold(script)
    elif word == "Adjourn":
        start(script)
    else:
        script.clock(to=STARTS if word == "Start meeting" else "2027-02-10T14:00:01+00:00")


@pytest.mark.parametrize("word", REFUSED)
def test_whoever_may_not_is_told_whom_to_ask_and_nothing_changes(script: Script, larkspur: Trial, word: str) -> None:
    _reach(script, word)
    shown = look(script)
    found = button(shown, word)
    where = {"channel": CHANNEL, "ts": shown["ts"]} if "ts" in shown else {"view": True}
    people = {person["handle"]: person["id"] for person in script.state()["people"]}
    before = (_facts(larkspur), [m["text"] for m in posted(script)])
    roles, said = REFUSED[word]
    for role in sorted(roles):
        forged = {"user_id": people[OTHERS[role]]}
        answer = script.press("priya", found.action_id, block_id=found.block_id, confirm=True, forge=forged, **where)
        told = screen.modal(answer) if answer["view"] else screen.private(answer)
        assert f"{said}" in told, role
        assert "Please ask Priya Raman." in told, role
        if answer["view"] and "view" in where:
            script.close("priya")
    assert (_facts(larkspur), [m["text"] for m in posted(script)]) == before


@pytest.mark.parametrize("role", OTHERS)
def test_a_form_for_minutes_is_refused_when_it_comes_from_somebody_else(script: Script, role: str) -> None:
    hold(script)
    press(script, "Post minutes")
    people = {person["handle"]: person["id"] for person in script.state()["people"]}
    answer = script.submit("priya", MINUTES, forge={"user_id": people[OTHERS[role]]})
    assert "The chair posts the minutes. Please ask Priya Raman." in screen.modal(answer)
    assert screen.entered(answer) == MINUTES
    assert [m for m in posted(script) if m["text"].startswith("Minutes")] == []


def test_a_forged_meeting_is_refused_in_words(script: Script) -> None:
    start(script)
    for value in ("999", "x", "²"):
        answer = press(script, "Adjourn", forge={"value": value})
        assert "again from the command" in screen.private(answer)


def _facts(larkspur: Trial) -> tuple[int, int, int]:
    """How many events, messages owed and due things there are: whatever a deed would leave behind."""
    with larkspur.process.database.engine.connect() as connection:
        counts = [
            connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
            for table in ("events", "outbox", "due")
        ]
    return counts[0], counts[1], counts[2]
