"""/cx-council calendar: looked at by all, changed by those who may, each change previewed before it is made."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.usecases import Who, meeting_moves
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen
from tests.views import samples

CHANNEL = "cx-council"
FEBRUARY = "meeting:1"
MOVED = {"meets_on": "2027-02-18", "start_time": "16:00", "reason": "The room is being painted."}


def calendar(script: Script, user: str = "priya") -> str:
    """Open the calendar; what can be read in it."""
    return screen.modal(script.command(user, CHANNEL, "/cx-council", "calendar"))


def press(script: Script, action_id: str, user: str = "priya", block_id: str | None = None, **more: Any) -> Any:
    """Press a button of the modal on top."""
    return script.press(user, action_id, view=True, **({"block_id": block_id} if block_id else {}), **more)


def shown_beneath(script: Script, user: str = "priya") -> str:
    """What can be read in the modal at the bottom."""
    state = script.state()
    [person] = [p["id"] for p in state["people"] if p["handle"] == user]
    return samples.texts(state["views"][person][0]["blocks"])


def dates(script: Script) -> list[str]:
    """Every line with a meeting's date, as anybody reads it."""
    lines = calendar(script, "layla").splitlines()
    script.close("layla", all=True)
    return [line for line in lines if "2027" in line]


SIX = [
    "Tue 9 February 2027, 14:00–15:30",
    "Tue 9 March 2027, 14:00–15:30",
    "Tue 13 April 2027, 14:00–15:30",
    "Tue 11 May 2027, 14:00–15:30",
    "Tue 8 June 2027, 14:00–15:30",
    "Tue 13 July 2027, 14:00–15:30",
]


def test_everybody_sees_the_next_six_with_their_windows(undisturbed: Script) -> None:
    read = calendar(undisturbed, "layla")
    assert [line for line in read.splitlines() if "2027" in line] == SIX
    assert "Reports due Thu 4 February, 17:00 · agenda Fri 5 February, 09:00.\nReports are open." in read
    assert "Reports open Tue 23 February, 09:00 · due Thu 4 March, 17:00 · agenda Fri 5 March, 09:00." in read
    assert (read.count("Foreseen"), read.count("Foreseen by the rule")) == (2, 1)
    assert "[" not in read, "nothing to press for whoever may change nothing"


def test_who_lives_in_another_zone_sees_their_own_time_too(undisturbed: Script) -> None:
    assert "Tue 9 March 2027, 14:00–15:30 · 19:30 your time" in calendar(undisturbed, "ravi")


@pytest.mark.parametrize(
    ("user", "buttons"),
    [("priya", {"Move", "Cancel", "Add a meeting", "Change the rule"}), ("tom", {"Change the rule"}), ("dana", set())],
)
def test_each_sees_the_buttons_of_what_they_may_do(undisturbed: Script, user: str, buttons: set[str]) -> None:
    lines = calendar(undisturbed, user).splitlines()
    assert {line.strip("[]") for line in lines if line.startswith("[")} == buttons


def test_a_move_is_previewed_then_done_and_the_calendar_beneath_follows(script: Script) -> None:
    calendar(script)
    form = press(script, "cx_calendar_move", block_id=FEBRUARY)
    assert form["view"]["submit"]["text"] == "See what changes"
    preview = script.submit("priya", MOVED)
    assert preview["messages"] == [], "nothing is done yet"
    read = screen.modal(preview)
    assert "Meeting: Thu 18 February, 16:00 (was Tue 9 February, 14:00)" in read
    assert "Reports are due: Mon 15 February, 17:00 (was Thu 4 February, 17:00)" in read
    assert "Agenda goes out: Tue 16 February, 09:00 (was Fri 5 February, 09:00)" in read
    assert "21:30 Thu 18 February in Kolkata: Ravi Menon" in read
    assert "11:00 Thu 18 February in New York: Nina Castillo" in read
    assert "Reports stay open, and those sent stay." in read
    assert preview["view"]["submit"]["text"] == "Move meeting"
    done = script.submit("priya")
    assert "The February meeting is Thu 18 February, 16:00 now." in screen.modal(done)
    said = [m["text"] for m in done["messages"] if m["channel_name"] == CHANNEL]
    assert "Reports for 18 February · 0 of 6 in · due Mon 15 February, 17:00" in said
    assert (
        "The February meeting is Thu 18 February, 16:00, not Tue 9 February, 14:00. Reports are due Mon 15 February, "
        "17:00." in said
    )
    assert "Moved from Tue 9 February, 14:00." in shown_beneath(script)


def test_a_move_back_is_told_to_whoever_was_told_of_the_move(script: Script) -> None:
    for values in (MOVED, MOVED | {"meets_on": "2027-02-09", "start_time": "14:00"}):
        calendar(script)
        press(script, "cx_calendar_move", block_id=FEBRUARY)
        script.submit("priya", values)
        script.submit("priya")
        script.close("priya", all=True)
        script.clock(by="PT5S")
    [said] = [m["text"] for m in script.messages(CHANNEL) if "not Thu 18 February" in m["text"]]
    assert said.startswith("The February meeting is Tue 9 February, 14:00, not Thu 18 February, 16:00.")


def test_another_day_after_the_preview_is_previewed_again(script: Script) -> None:
    calendar(script)
    press(script, "cx_calendar_move", block_id=FEBRUARY)
    script.submit("priya", MOVED)
    again = script.submit("priya", {"meets_on": "2027-02-19"})
    assert "Meeting: Fri 19 February, 16:00" in screen.modal(again)
    assert dates(script) == SIX, "nothing is done yet"
    assert "Fri 19 February, 16:00 now" in screen.modal(script.submit("priya"))


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"meets_on": "2027-02-13"}, "meets_on", "Sat 13 February is a Saturday. Choose Fri 12 February or Mon 15"),
        ({"meets_on": "2027-03-26"}, "meets_on", "Fri 26 March is Good Friday. Choose Thu 25 March or Tue 30 March."),
        ({"meets_on": "2027-04-05"}, "meets_on", "It can be put between Mon 1 February 2027 and Wed 31 March 2027."),
        ({"meets_on": "2027-03-09"}, "meets_on", "The council meets on Tue 9 March already. Choose another day."),
        ({"meets_on": "2027-02-09", "start_time": "14:00"}, "meets_on", "The meeting is at this time already."),
        ({"start_time": "06:30"}, "start_time", "Please choose a start between 07:00 and 19:00."),
        ({"reason": "  "}, "reason", "Please say why, in a few words."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(undisturbed: Script, values: dict[str, str], field: str, said: str) -> None:
    calendar(undisturbed)
    press(undisturbed, "cx_calendar_move", block_id=FEBRUARY)
    answer = undisturbed.submit("priya", MOVED | values)
    assert said in answer["errors"][field]


def test_little_time_left_has_to_be_confirmed_with_its_number(script: Script) -> None:
    calendar(script)
    press(script, "cx_calendar_move", block_id=FEBRUARY)
    preview = script.submit("priya", MOVED | {"meets_on": "2027-02-02"})
    assert "1 working day left until reports are due." in screen.modal(preview)
    [box] = [b["block_id"] for b in preview["view"]["blocks"] if b["type"] == "input" and "confirmed" in b["block_id"]]
    refused = script.submit("priya")
    assert refused.get("errors") or not refused["ok"], "Slack itself asks for the tick"
    assert "Tue 2 February, 16:00 now" in screen.modal(script.submit("priya", {box: ["yes"]}))


def test_what_somebody_else_did_meanwhile_is_shown_before_anything_is_done(script: Script, larkspur: Trial) -> None:
    calendar(script)
    press(script, "cx_calendar_move", block_id=FEBRUARY)
    script.submit("priya", MOVED)
    move_from_elsewhere(larkspur)
    stale = script.submit("priya")
    read = screen.modal(stale)
    assert "Priya Raman moved it to Thu 11 February, 16:00 at 10:12, while you were looking." in read
    assert "Meeting: Thu 18 February, 16:00 (was Thu 11 February, 16:00)" in read
    assert dates(script)[0].startswith("Thu 11 February")
    assert "Thu 18 February, 16:00 now" in screen.modal(script.submit("priya"))


def test_whoever_cancels_what_was_just_moved_sees_it_first_and_keeps_their_reason(
    script: Script, larkspur: Trial
) -> None:
    calendar(script)
    press(script, "cx_calendar_cancel", block_id=FEBRUARY)
    move_from_elsewhere(larkspur)
    stale = script.submit("priya", {"reason": "Snow."})
    assert "moved it to Thu 11 February, 16:00 at 10:12, while you were looking." in screen.modal(stale)
    assert screen.entered(stale) == {"reason": "Snow."}
    assert "is cancelled." in screen.modal(script.submit("priya"))


def move_from_elsewhere(larkspur: Trial) -> None:
    """The chair moves February in another window."""
    rooms = larkspur.bot.rooms
    [priya] = [p["id"] for p in larkspur.playground.script.state()["people"] if p["handle"] == "priya"]
    who, now = Who(rooms.team_id, priya), rooms.now()
    subject = meeting_moves.sit_down(rooms.database, who, meeting_id=1, now=now)
    meeting_moves.move(
        rooms.database,
        who,
        meeting_id=1,
        version=subject.meeting.version,
        on=date(2027, 2, 11),
        start=time(16),
        reason="Elsewhere.",
        confirmed=True,
        request_key="elsewhere",
        now=now,
    )


def test_a_cancellation_says_what_happens_and_then_does_it(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    script.close("aisha", all=True)
    calendar(script)
    form = screen.modal(press(script, "cx_calendar_cancel", block_id=FEBRUARY))
    assert "The February meeting, Tue 9 February, 14:00" in form
    assert "1 report sent so far: kept as the start of the next one." in form
    done = script.submit("priya", {"reason": "Half of us are at the fair."})
    assert "The February meeting, Tue 9 February, is cancelled." in screen.modal(done)
    said = [m["text"] for m in done["messages"] if m["channel_name"] == CHANNEL]
    assert "Reports for 9 February · 1 of 6 in · cancelled" in said
    assert "The February meeting, Tue 9 February, 14:00, is cancelled. The next one is Tue 9 March, 14:00." in said
    script.clock(to="2027-02-23T10:00:00+00:00")
    again = script.command("aisha", "customer-service", "/cx-report")
    assert "Filled in from your report for Tue 9 February, which was cancelled." in screen.modal(again)
    assert screen.entered(again)["did"] == screen.REPORT["did"]


def test_one_meeting_more(script: Script) -> None:
    calendar(script)
    press(script, "cx_calendar_add")
    refused = script.submit("priya", {"meets_on": "2027-03-09"})
    assert "The council meets on Tue 9 March already." in refused["errors"]["meets_on"]
    overlaps = script.submit("priya", {"meets_on": "2027-02-23", "start_time": "10:00", "duration_min": "45"})
    read = screen.modal(overlaps)
    assert "The meeting of 23 February is Tue 23 February, 10:00." in read
    assert "The meeting of Tue 9 March is prepared in the same weeks" in read
    assert dates(script) == SIX, "nothing is done yet"
    assert overlaps["view"]["submit"]["text"] == "Add it all the same"
    nearer = script.submit("priya", {"meets_on": "2027-02-03"})
    assert "The meeting of Tue 9 February opens its reports first and is over later" in screen.modal(nearer)
    script.submit("priya", {"meets_on": "2027-02-23"})
    done = script.submit("priya")
    assert "A meeting is added: Tue 23 February 2027, 10:00–10:45." in screen.modal(done)
    assert dates(script)[1] == "Tue 23 February 2027, 10:00–10:45"


def test_another_rule_is_previewed_and_then_saved_by_the_secretary(script: Script) -> None:
    calendar(script, "tom")
    press(script, "cx_calendar_rule", "tom")
    preview = script.submit("tom", {"nth": "3", "weekday": "2"})
    read = screen.modal(preview)
    assert "Wed 17 March 2027, 14:00–15:30 (was Tue 9 March, 14:00)" in read
    assert "Staying where they are: Tue 9 February." in read
    assert "I tell #" in read
    assert preview["messages"] == []
    done = script.submit("tom")
    assert "The rule is changed: third Wednesday of the month, 14:00, 90 minutes." in screen.modal(done)
    assert dates(script)[:3] == [SIX[0], "Wed 17 March 2027, 14:00–15:30", "Wed 21 April 2027, 14:00–15:30"]


def test_in_the_rules_form_a_country_brings_its_regions_and_the_windows_unfold(script: Script) -> None:
    calendar(script)
    press(script, "cx_calendar_rule")
    script.type("priya", "45", block_id="duration_min")
    american = press(script, "holiday_country", value="US")
    names = [block["block_id"] for block in american["view"]["blocks"]]
    assert "holiday_subdivision:US" in names
    assert "holiday_subdivision:GB" not in names
    unfolded = press(script, "cx_calendar_windows")
    assert "report_open_bd" in [block["block_id"] for block in unfolded["view"]["blocks"]]
    assert screen.entered(unfolded)["duration_min"] == "45"
    refused = script.submit("priya", {"report_open_bd": "3"})
    assert "Reports are due on a working day after the one they open on." in refused["errors"]["report_deadline_bd"]
    preview = script.submit("priya", {"report_open_bd": "8", "holiday_subdivision:US": "TX"})
    assert "Tue 9 March 2027, 14:00–14:45" in screen.modal(preview)


THE_CHAIRS = "The chair moves, adds and cancels meetings. Please ask Priya Raman."
ARRANGED = "The roster and the calendar are kept by the chair, the secretary and the workspace's admins."
PRESSED = {
    "cx_calendar_move": (FEBRUARY, {"tom", "marcus", "ines", "jonas", "layla", "helen"}, THE_CHAIRS),
    "cx_calendar_cancel": (FEBRUARY, {"tom", "marcus", "ines", "jonas", "layla", "helen"}, THE_CHAIRS),
    "cx_calendar_add": (None, {"tom", "marcus", "ines", "jonas", "layla", "helen"}, THE_CHAIRS),
    "cx_calendar_rule": (None, {"marcus", "ines", "jonas", "layla"}, ARRANGED),
}
"""Button -> where it stands, whom it refuses (secretary, lead, deputy, owner, anyone, admin), and what they read."""
SENT: dict[str, list[dict[str, Any]]] = {
    "cx_calendar_move": [MOVED, {}],
    "cx_calendar_cancel": [{"reason": "Snow."}],
    "cx_calendar_add": [{"meets_on": "2027-02-23"}],
    "cx_calendar_rule": [{"nth": "3"}, {}],
}
"""Button -> what is filled into its form, step by step; the last step does it."""


@pytest.mark.parametrize("action_id", PRESSED)
def test_whoever_may_not_is_refused_at_the_button_and_nothing_changes(
    script: Script, larkspur: Trial, action_id: str
) -> None:
    block_id, refused, said = PRESSED[action_id]
    calendar(script)
    before = kept(larkspur)
    for user in sorted(refused):
        answer = press(script, action_id, block_id=block_id, forge={"user_id": id_of(script, user)})
        assert said in screen.modal(answer), user
        script.close("priya")
    assert kept(larkspur) == before


@pytest.mark.parametrize("action_id", PRESSED)
def test_whoever_may_not_is_refused_at_each_step_of_the_form_and_nothing_changes(
    script: Script, larkspur: Trial, action_id: str
) -> None:
    block_id, refused, said = PRESSED[action_id]
    before = kept(larkspur)
    for user in sorted(refused):
        for step in range(len(SENT[action_id])):
            calendar(script)
            press(script, action_id, block_id=block_id)
            for values in SENT[action_id][:step]:
                script.submit("priya", values)
            answer = script.submit("priya", SENT[action_id][step], forge={"user_id": id_of(script, user)})
            assert said in screen.modal(answer), (user, step)
            script.close("priya", all=True)
    assert kept(larkspur) == before


def test_an_admin_may_change_the_rule_and_nothing_else(script: Script) -> None:
    assert {line for line in calendar(script, "helen").splitlines() if line.startswith("[")} == {"[Change the rule]"}
    press(script, "cx_calendar_rule", "helen")
    script.submit("helen", {"nth": "3"})
    assert "The rule is changed" in screen.modal(script.submit("helen"))


@pytest.mark.parametrize("value", ["999", "x", "²", ""])
def test_a_forged_meeting_is_refused_in_words(script: Script, value: str) -> None:
    calendar(script)
    answer = press(script, "cx_calendar_move", block_id=FEBRUARY, forge={"value": value})
    assert "again from the command" in screen.modal(answer)


@pytest.fixture
def fridays(script: Script) -> Script:
    """The council meets on last Fridays: March's is Good Friday."""
    calendar(script)
    press(script, "cx_calendar_rule")
    script.submit("priya", {"nth": "-1", "weekday": "4"})
    script.submit("priya")
    script.close("priya", all=True)
    return script


def test_the_calendar_shows_both_days_and_takes_the_answer(fridays: Script) -> None:
    read = calendar(fridays)
    assert "Its day, Fri 26 March, is Good Friday. It is on Tue 30 March or Thu 25 March;" in read
    assert "without an answer by Thu 11 March, 09:00, on Tue 30 March." in read
    answered = press(fridays, "cx_holiday_earlier")
    assert "Thu 25 March 2027, 14:00–15:30" in screen.modal(answered)
    assert "Good Friday" not in screen.modal(answered)


def test_the_chair_is_asked_by_direct_message_and_the_answer_stands_in_its_place(fridays: Script) -> None:
    fridays.clock(to="2027-02-26T09:00:00+00:00")
    asked = question(fridays)
    assert "Fri 26 March is Good Friday, and the March meeting would be on it." in asked["text"]
    refused = fridays.press(
        "priya", "cx_holiday_earlier", channel="dm", ts=asked["ts"], forge={"user_id": id_of(fridays, "tom")}
    )
    assert THE_CHAIRS in screen.private(refused)
    assert question(fridays)["text"] == asked["text"]
    fridays.press("priya", "cx_holiday_earlier", channel="dm", ts=asked["ts"])
    settled = question(fridays)
    assert settled["text"].startswith("The March meeting is on Thu 25 March, chosen by Priya Raman.")
    assert not [block for block in settled["blocks"] if block["type"] == "actions"]


def test_unanswered_the_question_says_where_the_meeting_went(fridays: Script) -> None:
    fridays.clock(to="2027-02-26T09:00:00+00:00")
    fridays.clock(to="2027-03-11T09:00:00+00:00")
    assert question(fridays)["text"].startswith("The March meeting is on Tue 30 March: nobody chose in time.")


def question(script: Script) -> dict[str, Any]:
    """The question about March, as it stands in the chair's direct messages."""
    about = [m for m in script.messages("@priya") if "March meeting" in m["text"]]
    [asked] = [m for m in about if "need you" not in m["text"]]  # which names the day off among other things
    return dict(asked)


def id_of(script: Script, handle: str) -> str:
    return next(str(person["id"]) for person in script.state()["people"] if person["handle"] == handle)


def kept(larkspur: Trial) -> list[list[Any]]:
    """Whatever a deed would leave behind."""
    with larkspur.process.database.engine.connect() as connection:
        return [
            list(connection.exec_driver_sql(f"select * from {table} order by id").all())
            for table in ("meetings", "meeting_moves", "councils", "events", "outbox", "due")
        ]
