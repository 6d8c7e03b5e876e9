"""Reports of a council with several focus areas: something done in any one of them is enough."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import ids
from playground.script import Script
from tests.handlers import screen

ANY_WILL_DO = "Please say something here or under another focus area, in a sentence or two."


@pytest.fixture
def both(script: Script) -> tuple[str, str]:
    """What the first fields of the charter's two areas are called, both unfolded in Marcus' form."""
    script.command("priya", "cx-council", "/cx-council", "charter")
    script.press("priya", "cx_charter_edit", view=True)
    areas = "First bill: right the first time\nActivation day: on the day"
    script.submit("priya", {"goal": "Keep our word", "focus_areas": areas})
    opened = script.command("marcus", "sales", "/cx-report")
    rows = [block["elements"] for block in opened["view"]["blocks"] if block["type"] == "actions"]
    folded = next(one["action_id"] for row in rows for one in row if one["text"]["text"] == "+ Activation day")
    first, second = done_in(script.press("marcus", folded, view=True))
    return first, second


def done_in(answer: dict[str, Any]) -> list[str]:
    blocks = answer["view"]["blocks"]
    return [block["block_id"] for block in blocks if block.get("block_id", "").startswith("did")]


def test_a_report_about_the_second_area_alone_is_sent(script: Script, both: tuple[str, str]) -> None:
    sent = script.submit("marcus", {both[1]: "Logged 1,302 calls.", "attending": "lead"})
    assert "Thank you, Marcus." in screen.modal(sent)


def test_a_report_about_none_hears_under_the_first_that_any_will_do(script: Script, both: tuple[str, str]) -> None:
    refused = script.submit("marcus", {"attending": "lead"})
    assert refused["errors"] == {both[0]: ANY_WILL_DO}


def test_where_only_the_second_is_unfolded_it_is_said_there(script: Script, both: tuple[str, str]) -> None:
    script.type("marcus", "Logged 1,302 calls.", block_id=both[1])
    script.press("marcus", ids.REPORT_SAVE, view=True)
    script.clock(by="PT1M")
    assert done_in(script.command("ines", "sales", "/cx-report")) == [both[1]]
    refused = script.submit("ines", {both[1]: "  ", "attending": "lead"})
    assert refused["errors"] == {both[1]: ANY_WILL_DO}
