"""The deadline's summary as the chair has it, and departments excused from it and from the board."""

from __future__ import annotations

from typing import Any

import pytest

from playground.script import Script, button
from tests.handlers import screen
from tests.views import samples

TOLD_AT = "2027-02-04T17:05:10+00:00"
REPORTING = (("aisha", "customer-service"), ("marcus", "sales"), ("dana", "marketing"))


def report(script: Script, user: str, channel: str) -> None:
    assert script.command(user, channel, "/cx-report")["ok"]
    assert script.submit(user, screen.REPORT)["ok"]
    script.close(user, all=True)


def summary(script: Script) -> dict[str, Any]:
    """The summary as it stands in the chair's direct messages."""
    script.clock(by="PT5S")
    found = [one for one in script.messages("@priya") if " of 6 reports are in." in one["text"]]
    return found[-1]


def press(script: Script, word: str, user: str = "priya", **more: Any) -> dict[str, Any]:
    shown = summary(script)
    found = button(shown, word)
    return script.press(user, found.action_id, block_id=found.block_id, channel="dm", ts=shown["ts"], **more)


def words(message: dict[str, Any]) -> list[str]:
    return [line for line in samples.texts(message["blocks"]).splitlines() if not line.startswith("[")]


@pytest.fixture
def told(script: Script) -> Script:
    """Thu 4 February, 17:05: three reports are in, IT & Platforms has nothing to report, two are not in."""
    for user, channel in REPORTING:
        report(script, user, channel)
    script.command("ravi", "it-platforms", "/cx-report", "nothing")
    script.close("ravi", all=True)
    script.clock(to=TOLD_AT)
    return script


def test_the_chair_is_told_who_is_in_and_excuses_with_a_click(told: Script) -> None:
    first = summary(told)
    assert words(first) == [
        "4 of 6 reports are in. In: Marketing, Sales, Customer Service. Nothing to report: IT & Platforms.",
        "Not yet: Operations, Finance & Billing.",
        "The agenda goes out Fri 5 February (tomorrow), 09:00. Still needed from you: the question for this meeting.",
    ]
    answer = press(told, "Excuse Operations")
    assert "Operations is excused from reporting for Tue 9 February." in screen.private(answer)
    after = summary(told)
    assert after["ts"] == first["ts"], "it is edited where it stands"
    assert words(after)[1:3] == ["Not yet: Finance & Billing.", "Excused: Operations."]


def test_an_excuse_is_taken_back_where_it_was_confirmed(told: Script) -> None:
    answer = press(told, "Excuse Operations")
    [said] = [one for one in answer["messages"] if one["kind"] == "ephemeral"]
    back = button(said, "Take back")
    undone = told.press("priya", back.action_id, block_id=back.block_id, channel="dm", ts=said["ts"])
    assert "Operations is no longer excused" in screen.private(undone)
    assert words(summary(told))[1] == "Not yet: Operations, Finance & Billing."


def test_left_as_it_is_it_says_so_in_place(told: Script) -> None:
    assert "Left as it is." in screen.private(press(told, "Leave it"))
    after = summary(told)
    assert any(line.startswith("Left as it is (Priya Raman, Thu 4 February, 17:05).") for line in words(after))
    assert "Excuse Operations" not in samples.texts(after["blocks"])


def test_the_question_is_written_from_there(told: Script) -> None:
    form = press(told, "Write it")
    assert "question" in [block["block_id"] for block in form["view"]["blocks"] if block["type"] == "input"]
    told.submit("priya", {"question": "Why do dates slip?"})
    assert words(summary(told))[-1] == "The agenda is posted; reports that come now are added to it."


def test_a_late_report_is_added_to_it_where_it_stands(told: Script) -> None:
    report(told, "owen", "field-ops")
    assert words(summary(told))[:2] == [
        "5 of 6 reports are in. In: Marketing, Sales, Operations, Customer Service. Nothing to report: IT & Platforms.",
        "Not yet: Finance & Billing.",
    ]


def test_an_excuse_pressed_by_somebody_else_is_refused(told: Script) -> None:
    people = {person["handle"]: person["id"] for person in told.state()["people"]}
    answer = press(told, "Excuse Operations", forge={"user_id": people["tom"]})
    assert "The chair excuses departments from reporting. Please ask Priya Raman." in screen.private(answer)
    assert words(summary(told))[1] == "Not yet: Operations, Finance & Billing."


def test_an_excuse_for_whoever_has_reported_meanwhile_is_refused(told: Script) -> None:
    of_sales = button(told.command("priya", "sales", "/cx-report", "status")["messages"][0], "Excuse Operations")
    operations, meeting = str(of_sales.value).split(":")
    report(told, "owen", "field-ops")
    answer = press(told, "Excuse Finance & Billing", forge={"value": f"{operations}:{meeting}"})
    assert "That department has reported meanwhile" in screen.private(answer)
    assert words(summary(told))[1] == "Not yet: Finance & Billing."


def test_on_the_board_only_whoever_presides_can_excuse(script: Script) -> None:
    def board(user: str) -> dict[str, Any]:
        answer = script.command(user, "cx-council", "/cx-report", "status")
        [shown] = [one for one in answer["messages"] if one["kind"] == "ephemeral"]
        return dict(shown)

    assert [block["type"] for block in board("marcus")["blocks"]] == ["rich_text"]
    shown = board("priya")
    excuse = button(shown, "Excuse Marketing")
    answer = script.press("priya", excuse.action_id, block_id=excuse.block_id, channel="cx-council", ts=shown["ts"])
    assert "Marketing is excused" in screen.private(answer)
    assert "Take back: Marketing" in samples.texts(board("priya")["blocks"])


def test_another_is_excused_from_the_menu(script: Script) -> None:
    script.clock(to=TOLD_AT)
    shown = summary(script)
    [menu] = [e for b in shown["blocks"] for e in b.get("elements", []) if e.get("type") == "static_select"]
    assert len(menu["options"]) == 4
    answer = script.press("priya", menu["action_id"], value=menu["options"][-1]["value"], channel="dm", ts=shown["ts"])
    assert f"{menu['options'][-1]['text']['text']} is excused" in screen.private(answer)
