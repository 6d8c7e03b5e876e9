"""The report form in people's hands: what they type is never lost, drafts are shared, two versions are both kept."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.store import councils
from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen

SALES, COUNCIL = "sales", "cx-council"


def write(script: Script, who: str = "marcus", **more: Any) -> dict[str, Any]:
    return script.command(who, SALES, "/cx-report", **more)


def press(script: Script, action_id: str, who: str = "marcus", **more: Any) -> dict[str, Any]:
    return script.press(who, action_id, view=True, **more)


def type_in(script: Script, text: str, who: str = "marcus", field: str = "did") -> dict[str, Any]:
    return script.type(who, text, block_id=field)


def later(script: Script) -> None:
    script.clock(by="PT1M")


def fields(answer: dict[str, Any]) -> set[str]:
    return {block["block_id"] for block in answer["view"]["blocks"] if block["type"] == "input"}


def test_what_was_typed_is_there_again_after_the_form_was_closed_by_accident(script: Script) -> None:
    write(script)
    type_in(script, "Half a sentence")
    script.close("marcus")
    later(script)
    again = write(script)
    assert screen.entered(again) == {"did": "Half a sentence"}
    assert "Taken up where you left off, Wed 10:12." in screen.modal(again)
    assert "Half" not in str(screen.entered(write(script, "ines")))


def test_a_closed_form_tells_nothing_and_takes_nothing_away(script: Script) -> None:
    write(script)
    type_in(script, "Half a sentence")
    later(script)
    script.close("marcus", all=True)
    assert screen.entered(write(script)) == {"did": "Half a sentence"}


def test_what_was_typed_is_there_again_after_a_restart(larkspur: Trial, script: Script) -> None:
    write(script)
    type_in(script, "Half a sentence")
    larkspur.process.database.close()  # nothing of it is remembered outside the database
    assert screen.entered(write(script)) == {"did": "Half a sentence"}


def test_a_part_unfolds_and_what_was_typed_stays(script: Script) -> None:
    write(script)
    type_in(script, "Half a sentence")
    unfolded = press(script, "cx_report_unfold:best_practice")
    assert "best_practice" in fields(unfolded)
    assert screen.entered(unfolded)["did"] == "Half a sentence"
    type_in(script, "A/B tests", field="best_practice")
    later(script)
    script.close("marcus")
    assert screen.entered(write(script)) == {"did": "Half a sentence", "best_practice": "A/B tests"}


def test_a_draft_is_saved_and_the_deputy_goes_on_with_it(script: Script) -> None:
    write(script)
    type_in(script, "From Marcus")
    saved = press(script, ids.REPORT_SAVE)
    assert "Draft saved. Nobody outside Sales sees it. Ines Duarte can go on with it too." in screen.modal(saved)
    assert "Sales — not yet" in screen.private(script.command("priya", COUNCIL, "/cx-report", "status"))
    later(script)
    hers = write(script, "ines")
    assert screen.entered(hers) == {"did": "From Marcus"}
    assert "This is the draft that Marcus Bell saved Wed 10:12." in screen.modal(hers)
    type_in(script, "From both", "ines")
    script.type("ines", "lead", block_id="attending")
    sent = script.submit("ines")
    assert "Thank you, Ines." in screen.modal(sent)
    assert "Sales — in (Ines Duarte for Marcus Bell)" in screen.private(
        script.command("priya", COUNCIL, "/cx-report", "status")
    )


def meet(script: Script) -> None:
    """Marcus' form, in which he typed what Ines has saved something else than."""
    write(script)
    write(script, "ines")
    type_in(script, "From Marcus")
    type_in(script, "From Ines", "ines")
    press(script, ids.REPORT_SAVE, "ines")
    later(script)


@pytest.fixture
def met(script: Script) -> Script:
    """Marcus and Ines write at once; Ines has saved, and Marcus tries to."""
    meet(script)
    return script


def test_whoever_saves_second_chooses_and_loses_nothing(met: Script) -> None:
    choice = press(met, ids.REPORT_SAVE)
    assert "Ines Duarte saved at 10:12" in screen.modal(choice)
    both = press(met, ids.REPORT_SEE_BOTH)
    assert "From Ines" in screen.modal(both)
    assert "From Marcus" in screen.modal(both)
    mine = press(met, ids.REPORT_USE_MINE)
    assert list(screen.entered(mine).values()) == ["From Marcus"]
    later(met)
    hers = write(met, "ines")
    assert screen.entered(hers) == {"did": "From Marcus"}
    back = press(met, "cx_report_restart:copy", "ines")
    assert list(screen.entered(back).values()) == ["From Ines"]


def test_the_other_version_can_be_used_and_ones_own_taken_up_again(met: Script) -> None:
    press(met, ids.REPORT_SAVE)
    theirs = press(met, ids.REPORT_USE_THEIRS)
    assert list(screen.entered(theirs).values()) == ["From Ines"]
    later(met)
    mine = press(met, "cx_report_restart:copy")
    assert list(screen.entered(mine).values()) == ["From Marcus"]


def test_whoever_sends_after_another_has_saved_chooses_too_and_then_sends(met: Script) -> None:
    choice = met.submit("marcus", {"attending": "lead"})
    assert "Ines Duarte saved at 10:12" in screen.modal(choice)
    press(met, ids.REPORT_USE_MINE)
    later(met)
    assert "Thank you, Marcus." in screen.modal(met.submit("marcus"))
    shown = write(met)
    assert screen.entered(shown) == {"did": "From Marcus"}


def test_what_is_wrong_is_said_under_its_field_with_everything_typed_still_there(script: Script) -> None:
    write(script)
    press(script, "cx_report_unfold:change")
    filled = {"did": "Done this.", "attending": "lead", "change": "Scripts change in March."}
    refused = script.submit("marcus", filled, force=True)
    assert "Please choose who will feel it." in refused["errors"]["affected"]
    script.close("marcus")
    later(script)
    again = screen.entered(write(script))
    assert again == {"did": "Done this.", "change": "Scripts change in March."}


def test_what_is_wrong_in_the_forms_next_edition_is_said_under_its_field_too(met: Script) -> None:
    press(met, ids.REPORT_SAVE)
    theirs = press(met, ids.REPORT_USE_THEIRS)
    [did] = [name for name in fields(theirs) if name.startswith("did")]
    type_in(met, "  ", field=did)
    refused = met.submit("marcus", {next(n for n in fields(theirs) if n.startswith("attending")): "lead"}, force=True)
    assert "Please say something here, in a sentence or two." in screen.modal(refused)


def test_words_for_a_meeting_that_is_no_more_find_the_next_one(script: Script) -> None:
    write(script)
    type_in(script, "Too late")
    script.command("priya", COUNCIL, "/cx-council", "calendar")
    press(script, "cx_calendar_cancel", "priya", block_id="meeting:1")
    script.submit("priya", {"reason": "Half of us are at the fair."})
    refused = script.submit("marcus", {"attending": "lead"})
    assert "The meeting of Tue 9 February is cancelled, so its reports are closed." in screen.modal(refused)
    kept = press(script, ids.KEEP_FOR_NEXT)
    assert "Kept: it is in Sales' draft for Tue 9 March." in screen.modal(kept)
    script.clock(to="2027-02-23T10:00:00+00:00")
    assert screen.entered(write(script))["did"] == "Too late"


def test_the_shortcut_opens_the_form_and_tells_others_who_leads(script: Script) -> None:
    assert "Sales · meeting" in screen.modal(script.shortcut("marcus", ids.REPORT_SHORTCUT))
    said = screen.modal(script.shortcut("layla", ids.REPORT_SHORTCUT))
    assert "Reports come from a department's lead or deputy." in said


def let_help(larkspur: Trial, department: str, handle: str) -> None:
    """Make somebody a contributor, straight in the store."""
    database = larkspur.process.database
    people = larkspur.playground.script.state()["people"]
    slack_id = next(str(one["id"]) for one in people if one["handle"] == handle)
    with database.write() as session:
        council = councils.list_all(session)[0]
        found = next(one for one in councils.list_departments(session, council) if one.name == department)
        helped = replace(found, contributors=frozenset({slack_id}), members=found.members - {slack_id})
        councils.save_department(session, council, helped, on=date(2027, 1, 27), now=datetime(2027, 1, 27, tzinfo=UTC))


def test_a_contributor_saves_a_draft_where_others_send(larkspur: Trial, script: Script) -> None:
    let_help(larkspur, "Sales", "jonas")
    opened = write(script, "jonas")
    assert opened["view"]["submit"]["text"] == "Save draft"
    saved = script.submit("jonas", {"did": "From Jonas"})
    assert "Draft saved. Marcus Bell or Ines Duarte can send it" in screen.modal(saved)
    assert "0 of 6 in" in screen.board(script)
    assert screen.entered(write(script)) == {"did": "From Jonas"}


def test_the_shortcut_asks_which_department_and_goes_on_in_its_place(larkspur: Trial, script: Script) -> None:
    let_help(larkspur, "Marketing", "marcus")
    asked = script.shortcut("marcus", ids.REPORT_SHORTCUT)
    assert "more than one department" in screen.modal(asked)
    opened = press(script, ids.WRITE_REPORT, block_id=button(asked["view"], "Marketing").block_id)
    assert "Marketing · meeting" in screen.modal(opened)
    assert opened["view"]["previous_view_id"] is None


def test_a_button_posted_before_it_held_ids_still_opens_the_department_it_names(
    larkspur: Trial, script: Script
) -> None:
    let_help(larkspur, "Marketing", "marcus")
    script.shortcut("marcus", ids.REPORT_SHORTCUT)
    assert "Marketing · meeting" in screen.modal(press(script, ids.WRITE_REPORT, value="Marketing"))


def test_a_part_that_was_opened_and_left_blank_is_nothing_to_take_up(script: Script) -> None:
    write(script)
    press(script, "cx_report_unfold:best_practice")
    script.close("marcus")
    later(script)
    assert "Taken up" not in screen.modal(write(script))


def test_letters_typed_while_the_database_is_away_come_with_the_next_ones(script: Script) -> None:
    write(script)
    script.fault("database_gone", seconds=60)
    type_in(script, "Half a")
    script.fault("clear")
    type_in(script, "Half a sentence")
    script.close("marcus")
    assert screen.entered(write(script)) == {"did": "Half a sentence"}
