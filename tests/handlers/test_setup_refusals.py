"""What set-up refuses: at the field that caused it, in words, with nothing changed."""

from __future__ import annotations

import pytest

from bot.council.setups import Step
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen, setting_up


@pytest.fixture
def script(before: Trial) -> Script:
    """What people do there."""
    return before.playground.script


def test_a_chair_who_leads_a_department_is_refused_at_the_field_unless_there_is_a_reason_and_an_end(
    script: Script,
) -> None:
    setting_up.go_to(script, Step.PEOPLE)
    setting_up.add_department(script, "Sales", "sales", "marcus", "ines")
    assert script.submit("priya", {"chair": "marcus"})["errors"] == {
        "chair": "Marcus leads Sales. The chair should be outside the departments so they can be impartial. "
        "Choose someone else, or give a reason and an end date."
    }
    refused = script.submit("priya", {"override_reason": "Sales has no other lead until the summer"})
    assert "last day from today on" in refused["errors"]["override_until"]
    answer = script.submit("priya", {"override_until": "2027-06-30"})
    assert answer["view"]["callback_id"] == "cx_setup_calendar"


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("yusuf", "Yusuf Demir is a guest here"),
        ("wendy", "Wendy Lam is a guest here"),
        ("pia", "Pia Lindqvist belongs to another organisation"),
        ("standup", "Standup is an app"),
        ("george", "George Tan has a closed account"),
    ],
)
def test_whoever_cannot_lead_is_named_as_what_they_are_at_the_field(script: Script, person: str, said: str) -> None:
    setting_up.go_to(script, Step.PEOPLE)
    for field in ("department_lead", "department_deputy"):
        people = {"department_lead": "marcus"} | {field: person}
        script.press("priya", "cx_setup_department_add", view=True)
        filled = {"department_name": "Sales", "department_channel": "sales", **people}
        answer = script.submit("priya", filled, force=True)
        assert said in answer["errors"][field]
        script.close("priya")
    assert said in script.submit("priya", {"chair": person}, force=True)["errors"]["chair"]


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"department_name": "SALES"}, "department_name", "SALES is there twice"),
        ({"department_channel": "sales"}, "department_channel", "needs a channel of its own"),
        ({"department_channel": setting_up.CHANNEL}, "department_channel", "this is the council's channel"),
        ({"department_deputy": "aisha"}, "department_deputy", "deputy"),
    ],
)
def test_a_department_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    setting_up.go_to(script, Step.PEOPLE)
    setting_up.add_department(script, "Sales", "sales", "marcus", "ines")
    script.press("priya", "cx_setup_department_add", view=True)
    service = {"department_name": "Service", "department_channel": "customer-service", "department_lead": "aisha"}
    assert said in script.submit("priya", service | facts)["errors"][field]


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"start_time": "02:00"}, "start_time", "Please choose a start between 07:00 and 19:00."),
        ({"start_time": "19:01"}, "start_time", "Please choose a start between 07:00 and 19:00."),
        ({"own_holidays": "the day after"}, "own_holidays", "I can't find a date in “the day after”"),
        ({"duration_min": "14"}, "duration_min", "15"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    setting_up.go_to(script, Step.CALENDAR, departments=2)
    assert said in script.submit("priya", setting_up.CALENDAR | facts, force=True)["errors"][field]


def test_there_is_no_fifth_weekday_to_choose(script: Script) -> None:
    answer = setting_up.go_to(script, Step.CALENDAR, departments=2)
    nth = next(b["element"] for b in answer["view"]["blocks"] if b.get("block_id") == "nth")
    assert [option["text"]["text"] for option in nth["options"]] == ["First", "Second", "Third", "Fourth", "Last"]


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"goal": "   "}, "goal", "A council needs a goal"),
        ({"focus_areas": "A\nB\nC\nD\nE\nF"}, "focus_areas", "one to 5 focus areas"),
        ({"focus_areas": "Bill\nbill: again"}, "focus_areas", "is there twice"),
        ({"focus_areas": "x" * 61}, "focus_areas", "1 to 60 characters"),
        ({"part:0": "x" * 301}, "part:0", "This has 301 characters, and there is room for 300."),
    ],
)
def test_a_charter_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    setting_up.go_to(script, Step.CHARTER, departments=2)
    assert said in script.submit("priya", setting_up.CHARTER | facts, force=True)["errors"][field]


def test_a_council_without_departments_is_refused_with_everything_kept(script: Script) -> None:
    setting_up.go_to(script, Step.PEOPLE)
    answer = script.submit("priya", {"secretary": "tom"})
    assert "Please add a department first" in screen.modal(answer)
    assert setting_up.chosen(answer, "secretary") is not None


@pytest.mark.parametrize("person", ["yusuf", "wendy"])
def test_guests_are_told_who_sets_a_council_up(before: Trial, script: Script, person: str) -> None:
    channel = {"yusuf": "marketing", "wendy": "field-ops"}[person]
    said = screen.private(script.command(person, channel, "/cx-council", "setup"))
    assert "Full members of this workspace set a council up, and not guests." in said
    assert setting_up.councils(before) == []


def test_a_step_sent_by_somebody_who_became_a_guest_is_refused(before: Trial, script: Script) -> None:
    setting_up.go_to(script, Step.REVIEW, departments=2)
    script.person("priya", "change", is_guest=True)
    answer = script.submit("priya")
    assert "not guests" in screen.modal(answer)
    assert setting_up.councils(before) == []


def test_somebody_who_left_while_the_form_was_open_is_found_at_the_end(before: Trial, script: Script) -> None:
    setting_up.go_to(script, Step.REVIEW, departments=2)
    script.person("marcus", "deactivate")
    answer = script.submit("priya")
    assert "Marcus Bell has a closed account" in screen.modal(answer)
    assert answer["view"]["callback_id"] == "cx_setup_review"
    assert setting_up.councils(before) == []
