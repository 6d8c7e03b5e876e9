"""/cx-council roster and me, as people use them: looking, changing, being asked, being away, merging, closing."""

from __future__ import annotations

from typing import Any

import pytest

from playground.__main__ import Trial
from playground.script import Script, button
from tests.handlers import screen
from tests.usecases import owed
from tests.views import samples

CHANNEL = "cx-council"


def roster(script: Script, user: str) -> dict[str, Any]:
    """Open the roster."""
    return script.command(user, CHANNEL, "/cx-council", "roster")


def press(script: Script, user: str, answer: dict[str, Any], text: str) -> dict[str, Any]:
    """Press a button of the modal on top."""
    return script.press(user, **button(answer["view"], text)._asdict(), view=True)


def press_edit(script: Script, user: str, department: str) -> dict[str, Any]:
    """Open the roster and press Edit beside a department."""
    for block in roster(script, user)["view"]["blocks"]:
        for element in block.get("elements", []):
            spoken = element.get("accessibility_label", "")
            if element.get("action_id") == "cx_roster_edit" and spoken.endswith(department):
                return script.press(
                    user, "cx_roster_edit", block_id=block["block_id"], value=element["value"], view=True
                )
    raise AssertionError(f"{user} has no Edit beside {department}")


def choose(script: Script, user: str, what: str, department: str) -> dict[str, Any]:
    """Open the roster and choose something from a department's menu."""
    answer = roster(script, user)
    position = {"merge": 0, "close": 1, "history": 2}[what]
    for block in answer["view"]["blocks"]:
        elements = block.get("elements", [])
        if any(element.get("accessibility_label") == f"Edit {department}" for element in elements):
            menu = next(element for element in elements if element["type"] == "overflow")
            value = menu["options"][position]["value"]
            return script.press(user, menu["action_id"], block_id=block["block_id"], value=value, view=True)
    raise AssertionError(f"{user} has no menu beside {department}")


def offered(answer: dict[str, Any]) -> set[str]:
    """The texts of every button in the modal on top."""
    return {
        element["text"]["text"]
        for block in answer["view"]["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == "button"
    }


def refusals(script: Script) -> list[Any]:
    """What Slack refused so far."""
    refused: list[Any] = script.state()["refusals"]
    return refused


@pytest.mark.parametrize(
    ("user", "may"),
    [
        ("priya", {"Add a department", "Chair and secretary", "Somebody is away", "Hand over", "Edit"}),
        ("tom", {"Add a department", "Chair and secretary", "Somebody is away", "Hand over", "Edit"}),
        ("marcus", {"Edit deputy and contributors"}),
        ("ines", set()),
        ("layla", set()),
    ],
)
def test_everybody_sees_the_roster_with_what_is_theirs_to_change(undisturbed: Script, user: str, may: set[str]) -> None:
    shown = roster(undisturbed, user)
    said = screen.modal(shown)
    assert "Larkspur CX Council · 6 departments, 15 people" in said
    assert "Chair Priya Raman, since 14 January" in said
    assert "Lead Marcus Bell, since 14 January" in said
    assert "Deputy nobody yet" in said
    assert offered(shown) == may


def test_the_chair_names_another_deputy_and_the_roster_beneath_says_so(script: Script) -> None:
    press_edit(script, "priya", "Sales")
    shown = script.submit("priya", {"department_deputy": "jonas"})
    said = screen.modal(shown)
    assert "Sales is saved." in said
    assert "Deputy Jonas Weber, since 27 January" in said
    history = screen.modal(choose(script, "priya", "history", "Sales"))
    assert "Ines Duarte · deputy from Thu 14 January 2027, until Wed 27 January 2027" in history
    assert refusals(script) == []


def test_a_lead_chooses_deputy_and_contributors_of_their_own(script: Script) -> None:
    form = press_edit(script, "marcus", "Sales")
    assert [block["block_id"] for block in form["view"]["blocks"] if block["type"] == "input"] == [
        "department_deputy",
        "department_contributors",
    ]
    said = screen.modal(script.submit("marcus", {"department_deputy": "ines", "department_contributors": ["layla"]}))
    assert "Contributors ليلى الحسيني" in said


@pytest.mark.parametrize(
    ("entered", "field", "said"),
    [
        ({"department_name": "marketing"}, "department_name", "is there twice"),
        ({"department_channel": "marketing"}, "department_channel", "needs a channel of its own"),
        ({"department_deputy": "marcus"}, "department_deputy", "The deputy is somebody else than the lead"),
        ({"department_members": ["priya"]}, "department_members", "chairs the council and should be outside"),
        ({"department_lead": "cx_council"}, "department_lead", "is an app and can't have a role"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    script: Script, entered: dict[str, Any], field: str, said: str
) -> None:
    press_edit(script, "priya", "Sales")
    answer = script.submit("priya", {"department_name": "Sales & Partners"} | entered)
    assert said in answer["errors"][field], answer
    assert answer["view"]["callback_id"] == "cx_roster_department"


def test_a_new_department_says_hello_and_reports_from_the_next_meeting_on(script: Script) -> None:
    script.channel("layla", "general", "invite", person="cx_council")
    press(script, "tom", roster(script, "tom"), "Add a department")
    added = script.submit(
        "tom",
        {"department_name": "Facilities", "department_channel": "general", "department_lead": "layla"},
    )
    assert "Facilities is added. It reports from the next meeting on." in screen.modal(added)
    assert "Facilities" not in screen.board(script)
    assert "0 of 6 in" in screen.board(script)
    assert any("Hello" in message["text"] for message in script.messages("general"))


def test_the_second_of_two_sees_what_the_first_did_beside_their_own_and_keeps_theirs(script: Script) -> None:
    asked = _two_at_once(script)
    said = screen.modal(asked)
    assert "Tom Ashby changed Sales while your form was open, Wed 27 January, 10:12." in said
    assert "Deputy: Ines Duarte → Joe Lister" not in said
    assert "Deputy: Ines Duarte → ليلى الحسيني" in said
    assert "Name: now Sales; yours Sales & Partners" in said
    kept = screen.modal(script.submit("priya", {"choice": "theirs"}))
    assert "What stood there is kept." in kept
    assert "Deputy ليلى الحسيني" in kept
    assert "Sales & Partners" not in kept


def test_the_second_of_two_saves_their_own_over_it(script: Script) -> None:
    _two_at_once(script)
    kept = screen.modal(script.submit("priya", {"choice": "mine"}))
    assert "Sales & Partners is saved." in kept
    assert "Deputy Ines Duarte" in kept


def test_the_second_of_two_goes_back_to_their_form_with_both_in_view(script: Script) -> None:
    _two_at_once(script)
    form = script.submit("priya", {"choice": "edit"})
    assert "Tom Ashby changed Sales" in screen.modal(form)
    assert screen.entered(form)["department_name"] == "Sales & Partners"
    saved = screen.modal(script.submit("priya", {"department_deputy": "layla"}))
    assert "Sales & Partners is saved." in saved
    assert "Deputy ليلى الحسيني" in saved
    assert refusals(script) == []


def _two_at_once(script: Script) -> dict[str, Any]:
    """Priya and Tom have Sales' form open; Tom saves another deputy, then Priya another name."""
    press_edit(script, "priya", "Sales")
    press_edit(script, "tom", "Sales")
    script.submit("tom", {"department_deputy": "layla"})
    return script.submit("priya", {"department_name": "Sales & Partners"})


def test_two_who_change_the_chairs_table_are_asked_in_the_same_way(script: Script) -> None:
    press(script, "priya", roster(script, "priya"), "Chair and secretary")
    press(script, "tom", roster(script, "tom"), "Chair and secretary")
    assert "Chair and secretary are saved." in screen.modal(script.submit("tom", {"vice_chair": "layla"}))
    asked = screen.modal(script.submit("priya", {"secretary": "helen"}))
    assert "Vice-chair: nobody → ليلى الحسيني" in asked
    kept = screen.modal(script.submit("priya", {"choice": "edit"}))
    assert "Tom Ashby changed the council while" in kept
    saved = screen.modal(script.submit("priya", {"vice_chair": "layla"}))
    assert "Chair and secretary are saved." in saved
    assert "Vice-chair ليلى الحسيني" in saved


def test_who_held_the_councils_own_roles_stands_behind_their_form(script: Script) -> None:
    press(script, "tom", roster(script, "tom"), "Chair and secretary")
    script.submit("tom", {"secretary": "helen"})
    form = press(script, "priya", roster(script, "priya"), "Chair and secretary")
    shown = screen.modal(press(script, "priya", form, "Roles over time"))
    assert "Tom Ashby · secretary from Thu 14 January 2027, until Wed 27 January 2027" in shown
    assert "Priya Raman · chair from Thu 14 January 2027, still" in shown
    assert "lead" not in shown


def test_a_lead_cannot_chair_without_a_reason(script: Script) -> None:
    press(script, "tom", roster(script, "tom"), "Chair and secretary")
    refused = script.submit("tom", {"chair": "marcus"})
    assert refused["errors"]["chair"] == (
        "Marcus leads Sales. The chair should be outside the departments so they can be impartial. Choose someone "
        "else, or give a reason and an end date."
    )


def test_marcus_is_away_and_ines_acts(script: Script) -> None:
    me = script.command("marcus", CHANNEL, "/cx-council", "me")
    assert "Lead of Sales, since Thu 14 January 2027" in screen.modal(me)
    form = press(script, "marcus", me, "Set away")
    people = {person["id"]: person["handle"] for person in script.state()["people"]}
    stand_in = next(b["element"] for b in form["view"]["blocks"] if b["block_id"] == "stand_in")
    assert people[stand_in["initial_user"]] == "ines"
    done = script.submit("marcus", {"away_until": "2027-03-12"})
    assert "Away until Fri 12 March, Ines acts." in screen.modal(done)
    assert "You act for Marcus Bell until Fri 12 March." in script.last_message("@ines")["text"]
    assert "Marcus Bell (away until Fri 12 March, Ines Duarte acts)" in screen.modal(roster(script, "layla"))
    script.command("ines", "sales", "/cx-report")
    script.submit("ines", screen.REPORT)
    board = script.command("layla", CHANNEL, "/cx-report", "status")
    assert "Sales — in (Ines Duarte for Marcus Bell)" in screen.private(board)
    back = press(script, "marcus", done, "I'm back")
    assert "You are not away any more." in screen.modal(back)
    assert "Set away" in offered(back)


def test_an_absence_that_cannot_be_is_said_at_its_field(script: Script) -> None:
    press(script, "marcus", script.command("marcus", CHANNEL, "/cx-council", "me"), "Set away")
    assert "before the first" in script.submit("marcus", {"away_until": "2027-01-01"})["errors"]["away_until"]
    refused = script.submit("marcus", {"away_until": "2027-03-12", "stand_in": "priya"})
    assert "The chair can't speak for a department" in refused["errors"]["stand_in"]


def test_the_chair_hands_over_and_whoever_acts_agrees_actions(script: Script) -> None:
    press(script, "priya", roster(script, "priya"), "Hand over")
    handed = script.submit("priya", {"away_until": "2027-03-12", "stand_in": "tom"})
    assert "Priya Raman (away until Fri 12 March, Tom Ashby acts)" in screen.modal(handed)
    script.command("marcus", "sales", "/cx-action", "@jonas write it all down by 26 February 2027")
    script.submit("marcus")
    assert "proposes A-1" in script.last_message("@tom")["text"]


def test_the_secretary_says_that_somebody_is_away(script: Script) -> None:
    press(script, "tom", roster(script, "tom"), "Somebody is away")
    said = screen.modal(script.submit("tom", {"away_person": "grace", "away_until": "2027-02-05"}))
    assert "Grace Liu is away until Fri 5 February." in said
    press(script, "tom", roster(script, "tom"), "Somebody is away")
    later = script.submit("tom", {"away_person": "grace", "away_from": "2027-04-01", "away_until": "2027-04-09"})
    assert "Grace Liu is away from Thu 1 April until Fri 9 April." in screen.modal(later)
    assert "Grace Liu is away until Fri 5 February." in screen.modal(later)
    block = next(b for b in later["view"]["blocks"] if "accessory" in b)
    back = script.press("tom", "cx_roster_back", block_id=block["block_id"], view=True)
    assert "Grace Liu is away until Fri 5 February." not in screen.modal(back)
    assert "away from Thu 1 April" in screen.modal(back)


def test_somebody_away_says_that_they_are_away_again_later(script: Script) -> None:
    press(script, "marcus", script.command("marcus", CHANNEL, "/cx-council", "me"), "Set away")
    done = script.submit("marcus", {"away_until": "2027-02-12"})
    press(script, "marcus", done, "Away again later")
    again = script.submit("marcus", {"away_from": "2027-04-01", "away_until": "2027-04-09"})
    assert "Away from Thu 1 April until Fri 9 April, Ines acts." in screen.modal(again)
    assert "Away until Fri 12 February, Ines acts. Ines Duarte is asked" in screen.modal(again)
    press(script, "marcus", again, "Change")
    assert "Away until Fri 19 February, Ines acts. That replaces: away until Fri 12 February." in screen.modal(
        script.submit("marcus", {"away_until": "2027-02-19"})
    )


def test_a_person_without_a_role_sees_what_they_can_do(undisturbed: Script) -> None:
    said = screen.modal(undisturbed.command("layla", CHANNEL, "/cx-council", "me"))
    assert "You have no role in Larkspur CX Council." in said


def test_merging_lists_what_is_owned_says_what_will_happen_and_does_it(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@jonas write it all down by 26 February 2027")
    script.submit("priya")
    form = choose(script, "priya", "merge", "Sales")
    assert "It owns 1 action that somebody has to take:" in screen.modal(form)
    will = script.submit("priya", {"heir": "1", "reason": "One team from March on"})
    assert "Sales is closed from Wed 27 January 2027 on." in screen.modal(will)
    assert "Its 1 action goes to Marketing." in screen.modal(will)
    done = screen.modal(script.submit("priya"))
    assert "Sales is merged into Marketing. 1 action goes to Marketing." in done
    assert "5 departments" in done
    assert "0 of 5 in" in screen.board(script)
    assert "A-1 for Jonas Weber" in script.last_message("marketing")["text"]
    assert refusals(script) == []


def test_closing_needs_somebody_to_take_the_actions_and_a_reason(script: Script) -> None:
    choose(script, "tom", "close", "Finance & Billing")
    script.submit("tom", {"reason": "Moved to the group's shared services"})
    assert "Finance & Billing is closed." in screen.modal(script.submit("tom"))


def test_what_somebody_who_left_owned_needs_an_owner_and_they_are_never_mentioned_again(script: Script) -> None:
    script.command("priya", CHANNEL, "/cx-action", "@jonas write it all down by 26 February 2027")
    script.submit("priya")
    script.person("jonas", "deactivate")
    card = samples.texts(script.last_message("sales")["blocks"])
    people = {person["handle"]: person["id"] for person in script.state()["people"]}
    assert "A-1 · needs an owner (was Jonas Weber)" in card
    assert f"@{people['marcus']} and @{people['ines']} answer for it" in card
    assert f"@{people['jonas']}" not in card
    assert "1 action of Sales needs an owner" in script.last_message("@marcus")["text"]
    script.person("jonas", "reactivate")
    assert f"@{people['jonas']}" in samples.texts(script.last_message("sales")["blocks"])


def test_the_deputy_acts_for_a_lead_who_left_and_the_chair_is_told(script: Script) -> None:
    script.person("marcus", "deactivate")
    said = [message["text"] for message in script.messages("@priya")]
    assert [text for text in said if "Ines Duarte speaks for it until it has another lead" in text] == said
    assert "Marcus Bell (account closed)" in screen.modal(roster(script, "priya"))


OTHERS = ("marcus", "ines", "jonas", "aisha", "layla")
PRESSED = ("Edit", "Add a department", "Chair and secretary", "Somebody is away", "Hand over", "menu")
NOT_THEIRS = [(user, what) for user in OTHERS for what in PRESSED if (user, what) != ("marcus", "Edit")]


@pytest.mark.parametrize(("user", "what"), NOT_THEIRS)
def test_pressing_what_is_not_ones_own_is_refused_and_changes_nothing(
    larkspur: Trial, script: Script, user: str, what: str
) -> None:
    # The chair's buttons are shown to nobody else; a press that says it is somebody else's is refused all the same.
    before = _kept(larkspur)
    answer = _press_as(script, user, roster(script, "priya")["view"], what)
    assert "Please ask" in screen.modal(answer)
    assert _kept(larkspur) == before


@pytest.mark.parametrize(
    ("what", "entered"),
    [
        ("Edit", {"department_deputy": "layla"}),
        ("Add a department", {"department_name": "X", "department_channel": "general", "department_lead": "layla"}),
        ("Chair and secretary", {"vice_chair": "layla"}),
        ("Somebody is away", {"away_person": "grace", "away_until": "2027-02-05"}),
        ("Hand over", {"away_until": "2027-02-05", "stand_in": "tom"}),
        ("menu", {"heir": "1", "reason": "Why not"}),
    ],
)
@pytest.mark.parametrize("user", ["ines", "jonas", "aisha", "layla"])
def test_sending_what_is_not_ones_own_is_refused_and_changes_nothing(
    larkspur: Trial, script: Script, user: str, what: str, entered: dict[str, Any]
) -> None:
    before = _kept(larkspur)
    _press_as(script, "priya", roster(script, "priya")["view"], what)
    answer = script.submit("priya", entered, forge={"user_id": _id_of(script, user)})
    assert "Please ask" in screen.modal(answer)
    assert _kept(larkspur) == before


def _press_as(script: Script, user: str, shown: dict[str, Any], what: str) -> dict[str, Any]:
    """Press what stands in Priya's roster in somebody's name: Edit and the menu are those of Sales."""
    if what == "menu":
        pressed = {"action_id": "cx_roster_menu", "block_id": "department:2", "value": "merge:2"}
    elif what == "Edit":
        pressed = {"action_id": "cx_roster_edit", "block_id": "department:2", "value": "2"}
    else:
        pressed = button(shown, what)._asdict()
    return script.press("priya", **pressed, view=True, forge={"user_id": _id_of(script, user)})


def _id_of(script: Script, handle: str) -> str:
    return next(str(person["id"]) for person in script.state()["people"] if person["handle"] == handle)


def _kept(larkspur: Trial) -> tuple[list[tuple[str, str]], list[str]]:
    return owed.events(larkspur.process.database), owed.keys(larkspur.process.database)
