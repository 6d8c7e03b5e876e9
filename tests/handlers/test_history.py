"""/cx-council history: what was done, page by page, for whoever presides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.store import councils, events
from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen

CHANNEL = "cx-council"


def open_log(script: Script, user: str = "priya") -> dict[str, Any]:
    return script.command(user, CHANNEL, "/cx-council", "history")


def happen(larkspur: Trial, times: int) -> None:
    """So many changes, as if somebody had made them."""
    with larkspur.process.database.write() as session:
        council = councils.list_all(session)[0]
        for number in range(times):
            events.record(
                session,
                council,
                actor=council.chair,
                verb="changed",
                object_kind="department",
                object_id=1,
                before={"tz": f"Zone/{number}"},
                after={"tz": f"Zone/{number + 1}"},
                via="slack",
                now=larkspur.process.clock.now(),
            )


def test_the_chair_reads_what_was_done_in_the_order_it_was_done(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    script.command("priya", CHANNEL, "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    said = screen.modal(open_log(script)).splitlines()
    sentences = [line for line in said if line.startswith(("Priya", "Aisha", "I "))]
    assert sentences[:3] == [
        "Priya Raman agreed A-1 “re-target ads”",
        "Aisha Khan sent Customer Service's report for the February meeting",
        "I opened reports for the February meeting",
    ]
    assert sentences[-1] == "Priya Raman set up Larkspur CX Council"


def test_pages_are_turned_in_place_there_and_back(larkspur: Trial, script: Script) -> None:
    happen(larkspur, 45)
    first = open_log(script)
    assert "Zone/44 → Zone/45" in screen.modal(first)
    assert "Zone/24" not in screen.modal(first)
    second = script.press("priya", ids.HISTORY_OLDER, view=True)
    assert "Zone/24 → Zone/25" in screen.modal(second)
    third = script.press("priya", ids.HISTORY_OLDER, view=True)
    assert "Priya Raman set up Larkspur CX Council" in screen.modal(third)
    assert ids.HISTORY_OLDER not in str(third["view"]["blocks"])
    back = script.press("priya", ids.HISTORY_NEWER, view=True)
    assert screen.modal(back) == screen.modal(second)
    top = script.press("priya", ids.HISTORY_NEWER, view=True)
    assert screen.modal(top) == screen.modal(first)
    assert len(script.state()["views"][user_id(script, "priya")]) == 1


@pytest.mark.parametrize("user", ["tom", "marcus", "ines", "jonas", "layla"])
def test_everybody_else_hears_whom_to_ask(undisturbed: Script, user: str) -> None:
    said = screen.private(open_log(undisturbed, user))
    assert said == "The history is for the chair. Please ask Priya Raman."


def test_who_no_longer_presides_turns_no_page(larkspur: Trial, script: Script) -> None:
    happen(larkspur, 25)
    open_log(script)
    with larkspur.process.database.write() as session:
        council = councils.list_all(session)[0]
        tom = user_id(script, "tom")
        on = larkspur.process.clock.now().date()
        councils.save(session, replace(council, chair=tom, secretary=None), on=on, now=larkspur.process.clock.now())
    turned = script.press("priya", ids.HISTORY_OLDER, view=True)
    assert "The history is for the chair. Please ask Tom Ashby." in screen.modal(turned)
    assert "Zone/4 " not in screen.modal(turned)


def user_id(script: Script, handle: str) -> str:
    [person] = [one for one in script.state()["people"] if one["handle"] == handle]
    return str(person["id"])
