"""What is changed on top of the chair's form shows in it, and nothing typed into it is lost."""

from __future__ import annotations

from playground.script import Script
from tests.handlers import screen
from tests.handlers.test_agenda_plans import arrange, change, choose, press
from tests.handlers.test_agendas import QUESTION, top
from tests.handlers.test_gaps import collecting, open_gaps
from tests.handlers.test_report_areas import both

__all__ = ["both", "collecting"]


def form(script: Script) -> str:
    """The chair's form, once what stands on it is closed."""
    script.close("priya")
    return screen.modal({"view": top(script)})


def opened(script: Script) -> dict[str, object]:
    answer = script.command("priya", "cx-council", "/cx-agenda")
    script.type("priya", QUESTION, block_id="question")
    return answer


def test_an_item_that_is_skipped_is_not_counted_in_the_form_beneath(collecting: Script) -> None:
    arranging = press(collecting, opened(collecting), "Arrange")
    choose(collecting, arranging, "Department reports", "Skip this time")
    assert "9 items, 65 of 90 minutes." in form(collecting)
    sent = collecting.submit("priya")
    assert sent["ok"], "the question is there still"
    assert "on its way" in screen.modal(sent)


def test_an_item_that_is_added_from_a_third_form_is_counted(collecting: Script) -> None:
    press(collecting, press(collecting, opened(collecting), "Arrange"), "Add an item")
    assert change(collecting, "Visit from the field engineers", "15")["ok"]
    assert "11 items, 105 of 90 minutes." in form(collecting)


def test_the_items_arranged_without_a_form_beneath_need_none(collecting: Script) -> None:
    choose(collecting, arrange(collecting), "Department reports", "Skip this time")
    assert collecting.state()["refusals"] == []


def test_gaps_beside_what_was_typed(collecting: Script) -> None:
    gaps = open_gaps(collecting, QUESTION)
    press(collecting, gaps, "Put on the agenda")
    assert "Gaps (1)" in form(collecting)
    assert collecting.submit("priya")["ok"]


def test_what_somebody_else_asked_meanwhile_is_met_all_the_same(collecting: Script) -> None:
    arranging = press(collecting, opened(collecting), "Arrange")
    collecting.command("tom", "cx-council", "/cx-agenda")
    assert collecting.submit("tom", {"question": "Whose promise is it?"})["ok"]
    choose(collecting, arranging, "Best practice", "Skip this time")
    assert "10 items" in form(collecting)
    assert "Whose promise is it?" in screen.modal(collecting.submit("priya"))
