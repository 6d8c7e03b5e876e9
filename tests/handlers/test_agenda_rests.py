"""See all: every action of an agenda that folds them is a press or two away."""

from __future__ import annotations

import re

from playground.script import Script, button
from tests.handlers import screen

POSTED = "2027-02-05T12:00:00+00:00"
LONG = "Remove the promise from every letter, page and script that still makes it. " * 3


def test_sixty_actions_are_all_there(script: Script) -> None:
    for number in range(60):
        script.command("priya", "cx-council", "/cx-action", f"@nina {LONG}{number} by 31 March")
        script.submit("priya")
    script.clock(to=POSTED)
    [shown] = [one for one in script.messages("cx-council") if "See all 60" in str(one["blocks"])]
    pressed = button(shown, "See all 60")
    answer = script.press("layla", pressed.action_id, block_id=pressed.block_id, channel="cx-council", ts=shown["ts"])
    seen: set[str] = set()
    for _ in range(10):
        said = screen.modal(answer)
        seen |= set(re.findall(r"A-\d+", said))
        if "Later" not in said:
            break
        answer = script.press("layla", **button(answer["view"], "Later")._asdict(), view=True)
    assert len(seen) == 60
