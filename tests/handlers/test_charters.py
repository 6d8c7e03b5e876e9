"""/cx-council charter in Slack: everyone reads it, the chair edits it, nobody is asked twice."""

from __future__ import annotations

from typing import Any

import pytest

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


def test_a_charter_that_changed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(script: Script) -> None:
    _look(script, "priya")
    script.press("priya", "cx_charter_edit", view=True)
    answer = script.submit("priya", {"goal": "Mine", "focus_areas": "Bill"}, forge={"private_metadata": _older(script)})
    assert "Somebody else changed this" in screen.modal(answer)
    assert screen.entered(answer)["goal"] == "Mine"


def _older(script: Script) -> str:
    (view,) = script.state()["views"].values()
    return str(view[-1]["private_metadata"]).replace('"version":1', '"version":7')


@pytest.mark.parametrize("metadata", ["{}", '{"version":1}', '{"version":1,"departments":[1]}'])
def test_a_forged_form_is_refused_with_everything_kept(undisturbed: Script, metadata: str) -> None:
    _look(undisturbed, "priya")
    undisturbed.press("priya", "cx_charter_edit", view=True)
    filled = {"goal": "Mine", "focus_areas": "Bill"}
    answer = undisturbed.submit("priya", filled, forge={"private_metadata": metadata})
    assert "open it again from the command" in screen.modal(answer)
    assert screen.entered(answer)["goal"] == "Mine"
