"""Reports that come late, twice, from two people or devices, over a restart: one report each, and not a word lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bot.store import reports as kept_reports
from playground.__main__ import Trial, trial
from playground.script import Script
from tests import builders
from tests.delivery import town
from tests.journeys import told
from tests.journeys.told import buttons, words


@pytest.fixture
def on_either(database_url: str) -> Iterator[Trial]:
    """Larkspur on Wed 27 January 2027, 10:12, its reports open, on each kind of database."""
    with trial(database_url=database_url, with_scheduler=False) as running:
        yield running


def sent(script: Script, who: str, did: str) -> str:
    """Somebody sends their department's report; what they read then."""
    return told.reports(script, who, "general", {"did": did, "attending": "lead"})


def agenda(script: Script) -> str:
    """What item 3 of the agenda says of who is in."""
    [parent] = told.telling(script, "cx-council", "Larkspur CX Council — ")
    [line] = [line for line in words(parent).splitlines() if line.startswith("Department reports")]
    return line


def test_every_row_of_the_late_table_in_one_february(opened: Trial) -> None:
    script = opened.playground.script

    # At the deadline: in time.
    script.clock(to="2027-02-04T17:00:00+00:00")
    assert "Marketing's report is in, in time." in sent(script, "dana", "Two offers tested.")
    assert told.stands(script, "Marketing") == "in"

    # After it, before the agenda: late, in the agenda's first version.
    script.clock(to="2027-02-04T18:30:00+00:00")
    assert "marked “added Thu 18:30”" in sent(script, "marcus", "The script is rewritten.")
    assert told.stands(script, "Sales") == "in, added Thu 18:30"
    script.clock(to="2027-02-05T09:00:00+00:00")
    [parent] = told.telling(script, "cx-council", "Larkspur CX Council — ")
    assert "agenda v1" in words(parent)
    assert "In: Sales (added Thu 18:30)." in agenda(script)

    # After the agenda, before the session: another version.
    script.clock(to="2027-02-05T11:20:00+00:00")
    assert "so I've added it as v2, marked “added Fri 11:20”" in sent(script, "owen", "Six slots a day.")
    assert told.stands(script, "Operations") == "in, added Fri 11:20"
    assert "Operations (added Fri 11:20)" in agenda(script)
    assert "Agenda v2: Operations' report added (late)." in told.thread(script, parent)

    # During the session: just in, for the chair to see.
    script.clock(to="2027-02-09T14:00:00+00:00")
    panel = script.command("priya", "cx-council", "/cx-agenda")
    told.press(script, "priya", panel["view"], "Start meeting")
    script.close("priya", all=True)
    script.clock(to="2027-02-09T14:20:00+00:00")
    assert "marked “just in”, and the chair sees it" in sent(script, "aisha", "1,302 calls logged.")
    assert told.stands(script, "Customer Service") == "in, just in"
    assert "Customer Service (just in)" in agenda(script)
    [panel] = script.command("priya", "cx-council", "/cx-agenda")["messages"]
    assert "Just in: Customer Service's report." in words(panel)

    # After it was adjourned: beside the minutes, once they are there.
    script.clock(to="2027-02-09T15:27:00+00:00")
    told.press(script, "priya", panel, "Adjourn", "cx-council", confirm=True)
    script.close("priya", all=True)
    script.clock(to="2027-02-09T16:00:00+00:00")
    assert "it stands under the minutes, marked “after the meeting”" in sent(script, "grace", "First bills explained.")
    assert told.stands(script, "Finance & Billing") == "in, after the meeting"
    script.clock(to="2027-02-10T10:40:00+00:00")
    [offered] = script.command("priya", "cx-council", "/cx-agenda")["messages"]
    told.press(script, "priya", offered, "Post minutes", "cx-council")
    script.submit("priya", {"minutes": "We promise dates we miss."})
    [minutes] = told.telling(script, "cx-council", "Minutes — ")
    assert "After the meeting: Finance & Billing's report, in the thread." in words(minutes)
    script.clock(to="2027-02-12T09:00:00+00:00")
    assert "it stands under the minutes" in sent(script, "ravi", "The lookup is estimated.")
    first, second = told.thread(script, minutes)
    assert first.startswith("After the meeting: Finance & Billing's report")
    assert "First bills explained." in first
    assert second.startswith("After the meeting: IT & Platforms' report")
    assert "The lookup is estimated." in second

    # After it was closed: refused, and kept for the next one.
    script.clock(to="2027-02-16T16:59:00+00:00")
    script.command("dana", "general", "/cx-report")
    script.clock(to="2027-02-16T17:01:00+00:00")
    refused = script.submit("dana", {"did": "Three offers tested, after all."})
    assert "so its reports are closed." in words(refused["view"])
    kept = told.press(script, "dana", refused["view"], "Keep it for 9 March")
    assert "Kept: it is in Marketing's draft for Tue 9 March." in words(kept["view"])
    script.close("dana", all=True)
    assert told.stands(script, "Marketing") == "in"
    assert "Three offers" not in str(script.messages("cx-council"))
    script.clock(to="2027-02-23T10:00:00+00:00")
    form = script.command("dana", "general", "/cx-report")
    assert "Three offers tested, after all." in str(form["view"]["blocks"])
    assert [len(told.telling(script, "cx-council", title)) for title in ("Larkspur CX Council — ", "Minutes — ")] == [
        1,
        1,
    ]
    assert script.state()["refusals"] == []


def versions(running: Trial, department: str) -> int:
    """How many versions of a department's report for February were sent."""
    database = running.process.database
    found, meeting = builders.department_named(database, department), builders.current_meeting(database)
    with database.read() as session:
        report = kept_reports.find(session, meeting, found)
    assert report is not None
    return report.number


def said_by(view: dict[str, Any]) -> dict[str, str]:
    """What a submission says of the form it comes from, in another window than the one it is forged for."""
    return {"private_metadata": view["private_metadata"], "hash": view["hash"]}


def test_a_report_sent_twice_at_once_or_from_two_devices_is_one_report(on_either: Trial) -> None:
    script = on_either.playground.script
    answers = {"did": "Done.", "attending": "lead"}
    twice: dict[str, Any] = {"repeat": 2}
    at_once: dict[str, Any] = {"repeat": 3, "parallel": True}
    for who, department, how in (("aisha", "Customer Service", twice), ("marcus", "Sales", at_once)):
        script.command(who, "general", "/cx-report")
        answer = script.submit(who, answers, **how)
        assert words(answer["view"]).startswith("Thank you, "), "whichever of the answers arrives"
        assert department in words(answer["view"])
        assert " report is in, " in words(answer["view"])
        script.close(who, all=True)
        assert versions(on_either, department) == 1

    # Owen's telephone and his laptop: the laptop sends first, the telephone the same words.
    on_telephone = script.command("owen", "general", "/cx-report")["view"]
    assert "Operations' report is in" in told.reports(script, "owen", "general", answers)
    script.command("owen", "general", "/cx-report")
    again = script.submit("owen", answers, forge=said_by(on_telephone))
    assert "nothing has changed" in words(again["view"])
    assert versions(on_either, "Operations") == 1

    # And other words: he chooses which go on.
    on_telephone = script.command("owen", "general", "/cx-report")["view"]
    from_laptop = told.reports(script, "owen", "general", answers | {"did": "From the laptop."})
    assert "report is changed" in from_laptop
    script.command("owen", "general", "/cx-report")
    typed = {"did": {"did": {"type": "plain_text_input", "value": "From the telephone."}}}
    choice = script.submit("owen", forge={**said_by(on_telephone), "values": typed})
    assert {"Use mine", "See both"} < set(buttons(choice["view"]))
    assert versions(on_either, "Operations") == 2
    assert "3 of 6 in" in words(told.board(script))
    assert len(told.telling(script, "cx-council", "Reports for")) == 1
    assert script.state()["refusals"] == []


def test_marcus_and_ines_write_at_once_and_a_change_is_talked_about_first(opened: Trial) -> None:
    script = opened.playground.script
    form = script.command("marcus", "sales", "/cx-report")
    script.type("marcus", "From Marcus.", block_id="did")
    hers = script.command("ines", "sales", "/cx-report")
    script.type("ines", "From Ines.", block_id="did")
    script.clock(to="2027-01-27T10:41:00+00:00")
    saved = told.press(script, "ines", hers["view"], "Save draft")
    assert "Draft saved. Nobody outside Sales sees it." in words(saved["view"])
    script.close("ines", all=True)

    script.clock(to="2027-01-27T10:50:00+00:00")
    choice = told.press(script, "marcus", form["view"], "Save draft")
    assert words(choice["view"]).startswith("Ines Duarte saved at 10:41")
    both = told.press(script, "marcus", choice["view"], "See both")
    assert "From Ines." in words(both["view"])
    assert "From Marcus." in words(both["view"])
    mine = told.press(script, "marcus", both["view"], "Use mine")
    unfolded = told.press(script, "marcus", mine["view"], "+ We're changing something")
    fields = {
        block["block_id"].partition("@")[0]: block["block_id"]
        for block in unfolded["view"]["blocks"]
        if block["type"] == "input"
    }
    change = "From 1 March quotes name a week instead of a day."
    done = script.submit(
        "marcus", {fields["change"]: change, fields["affected"]: ["Operations"], fields["attending"]: "lead"}
    )
    assert "I've told Operations what changes." in words(done["view"])
    script.close("marcus", all=True)
    assert told.stands(script, "Sales") == "in"
    form = script.command("ines", "sales", "/cx-report")
    assert "From Marcus." in str(form["view"]["blocks"])
    again = told.press(script, "ines", form["view"], "Take up what I typed")
    assert "From Ines." in str(again["view"]["blocks"])

    heads_up = script.last_message("field-ops")
    assert words(heads_up).startswith(f"Sales is changing something that Operations may feel:{change}")
    assert told.mention(script, "Owen Price") in words(heads_up)
    told.press(script, "rhea", heads_up, "Let's talk first", "field-ops")
    assert "would like to talk first" in words(script.last_message("@marcus"))
    script.clock(to="2027-02-05T09:00:00+00:00")
    [parent] = told.telling(script, "cx-council", "Larkspur CX Council — ")
    assert "To talk about first: Sales' change (Operations)" in words(parent)
    assert "Let's talk first: Operations" in told.thread(script, parent)[0]
    assert script.state()["refusals"] == []


def is_kept(larkspur: town.Town) -> bool:
    """Whether anything that somebody typed is in the database."""
    with larkspur.database.read() as session:
        return bool(session.scalar(sqlalchemy.text("SELECT count(*) FROM drafts")))


@pytest.mark.timeout(180)
def test_what_was_typed_is_there_when_the_bot_was_killed_and_started_again(sqlite_url: str, tmp_path: Path) -> None:
    now = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)
    ahead = now - datetime.now(UTC)
    with town.town(sqlite_url, tmp_path, over="socket", set_up_at=builders.SET_UP_AT, now=now) as larkspur:
        script = larkspur.script
        first = larkspur.start_elsewhen("run", ahead=ahead)
        first.wait_until_ready()
        town.wait(lambda: bool(told.telling(script, "cx-council", "Reports for")), said_by=[first])
        script.command("aisha", "customer-service", "/cx-report")
        assert script.type("aisha", "Half a sentence", block_id="did")["ok"]
        town.wait(lambda: is_kept(larkspur), said_by=[first])  # nobody who types waits for that
        first.tell(signal.SIGKILL)
        first.ended()
        script.close("aisha", all=True)
        second = larkspur.start_elsewhen("run", ahead=ahead)
        second.wait_until_ready()
        form = script.command("aisha", "customer-service", "/cx-report")
        assert "Taken up where you left off, Wed 10:1" in words(form["view"])
        [did] = [block["element"] for block in form["view"]["blocks"] if block["block_id"] == "did"]
        assert did["initial_value"] == "Half a sentence"


def entered(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the form's text boxes, by their names without the edition."""
    return {
        block["block_id"].partition("@")[0]: block["element"]["initial_value"]
        for block in view["blocks"]
        if block.get("element", {}).get("initial_value")
    }


def test_nothing_that_was_written_for_a_cancelled_meeting_is_out_of_reach(opened: Trial) -> None:
    script = opened.playground.script
    # Ines saves a draft, Marcus types a line besides and closes the form; Aisha only types.
    hers = script.command("ines", "sales", "/cx-report")
    script.type("ines", "The script is half rewritten.", block_id="did")
    told.press(script, "ines", hers["view"], "Save draft")
    script.close("ines", all=True)
    script.command("aisha", "general", "/cx-report")
    script.type("aisha", "Tags on half the chats", block_id="did")
    script.close("aisha", all=True)
    script.command("priya", "cx-council", "/cx-council", "calendar")
    script.press("priya", "cx_calendar_cancel", view=True, block_id="meeting:1")
    assert "is cancelled." in words(script.submit("priya", {"reason": "Half of us are at the fair."})["view"])
    script.close("priya", all=True)

    script.clock(to="2027-02-23T10:00:00+00:00")
    form = script.command("aisha", "general", "/cx-report")["view"]
    assert "What you typed for Tue 9 February, which was cancelled, is all here: go on with it." in words(form)
    assert entered(form) == {"did": "Tags on half the chats"}
    assert "Start with an empty form instead" in buttons(form)
    script.close("aisha", all=True)
    form = script.command("joe", "general", "/cx-report")["view"]
    assert "Tags on half the chats" not in str(form), "what she typed is hers"
    script.close("joe", all=True)

    form = script.command("marcus", "general", "/cx-report")["view"]
    said = "The draft that Ines Duarte saved for Tue 9 February, which was cancelled, is all here: go on with it."
    assert said in words(form)
    assert entered(form) == {"did": "The script is half rewritten."}
    afresh = told.press(script, "marcus", form, "Start with an empty form instead")["view"]
    assert entered(afresh) == {}
    back = told.press(script, "marcus", afresh, "Start from the draft for 9 February instead")["view"]
    assert entered(back) == {"did": "The script is half rewritten."}
    fields = {block["block_id"].partition("@")[0]: block["block_id"] for block in back["blocks"] if "block_id" in block}
    script.type("marcus", "The script is rewritten.", block_id=fields["did"])
    done = script.submit("marcus", {fields["attending"]: "lead"})
    assert "Sales' report is in" in words(done["view"])
    script.close("marcus", all=True)
    form = script.command("ines", "general", "/cx-report")["view"]
    assert entered(form)["did"] == "The script is rewritten."
    # What he reworded is still hers to find.
    back = told.press(script, "ines", form, "Start from the draft for 9 February instead")["view"]
    assert entered(back)["did"] == "The script is half rewritten."
    assert script.state()["refusals"] == []
