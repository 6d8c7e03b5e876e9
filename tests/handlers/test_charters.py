"""/cx-council charter in Slack: everyone reads it, the chair edits it, nobody is asked twice."""

from __future__ import annotations

from typing import Any

import pytest

from bot.usecases import Who, charters
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen

CHANNEL = "cx-council"


def _look(script: Script, who: str) -> dict[str, Any]:
    return script.command(who, CHANNEL, "/cx-council", "charter")


def _edit(script: Script, goal: str, areas: str = "First bill: right the first time") -> dict[str, Any]:
    _look(script, "priya")
    script.press("priya", "cx_charter_edit", view=True)
    return script.submit("priya", {"goal": goal, "focus_areas": areas})


@pytest.mark.parametrize("person", ["tom", "marcus", "jonas", "layla"])
def test_everyone_reads_it_and_is_told_whom_to_ask(undisturbed: Script, person: str) -> None:
    answer = _look(undisturbed, person)
    assert "Our goal: customers tell us we did what we said we'd do" in screen.modal(answer)
    assert "Priya Raman edits it as the chair" in screen.modal(answer)
    assert "Edit the charter" not in screen.modal(answer)
    assert undisturbed.press(person, "cx_charter_edit", view=True)["ok"] is False


def test_the_chair_edits_it_and_everyone_sees_the_new_version(script: Script) -> None:
    assert "saved as version 2" in screen.modal(_edit(script, "Keep our word"))
    seen = screen.modal(_look(script, "marcus"))
    assert "Our goal: Keep our word" in seen
    assert "First bill: right the first time" in seen
    assert "Version 2, by Priya Raman on Wed 27 January." in seen


def test_what_is_not_changed_is_no_new_version(script: Script) -> None:
    _edit(script, "Keep our word")
    assert "nothing has changed" in screen.modal(_edit(script, "Keep our word"))


def test_what_the_charter_became_meanwhile_is_shown_beside_what_was_typed_and_replaced_knowingly(
    script: Script, larkspur: Trial
) -> None:
    _look(script, "priya")
    script.press("priya", "cx_charter_edit", view=True)
    _adopted_elsewhere(larkspur)
    answer = script.submit("priya", {"goal": "Mine", "focus_areas": "Bill"})
    assert "Priya Raman saved version 2 while your form was open:" in screen.modal(answer)
    assert "Goal: Elsewhere" in screen.modal(answer)
    assert screen.entered(answer)["goal"] == "Mine"
    assert "saved as version 3" in screen.modal(script.submit("priya"))
    assert "Our goal: Mine" in screen.modal(_look(script, "tom"))


def _adopted_elsewhere(larkspur: Trial) -> None:
    """Priya, from another device of hers."""
    people = larkspur.playground.script.state()["people"]
    priya = next(person["id"] for person in people if person["handle"] == "priya")
    charters.adopt(
        larkspur.process.database,
        Who(larkspur.playground.workspace.world.team.id, priya),
        version=1,
        goal="Elsewhere",
        focus_areas="Bill",
        parts={},
        request_key="elsewhere",
        now=larkspur.process.clock.now(),
    )


@pytest.mark.parametrize("metadata", ["{}", '{"version":1}', '{"version":1,"departments":[1]}'])
def test_a_forged_form_is_refused_with_everything_kept(undisturbed: Script, metadata: str) -> None:
    _look(undisturbed, "priya")
    undisturbed.press("priya", "cx_charter_edit", view=True)
    filled = {"goal": "Mine", "focus_areas": "Bill"}
    answer = undisturbed.submit("priya", filled, forge={"private_metadata": metadata})
    assert "open it again from the command" in screen.modal(answer)
    assert screen.entered(answer)["goal"] == "Mine"
