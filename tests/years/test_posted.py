"""What is read from a digest's words, from blocks as Slack has them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.years import posted
from tests.years.chronicle import Part
from tests.years.posted import Section

READ_ON = date(2027, 12, 29)


def paragraph(words: str, *, bold: bool = False) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "text", "text": words} | ({"style": {"bold": True}} if bold else {})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def bold(words: str) -> dict[str, Any]:
    return paragraph(words, bold=True)


def read(*blocks: dict[str, Any], to_person: bool = False) -> list[Section]:
    return posted.sections(blocks, READ_ON, to_person=to_person)


def test_before_a_meeting_the_words_say_when_that_is_whose_actions_and_which() -> None:
    asked = bold("Before Monday 3 January: Sales' open actions."), bold("A-4"), {"type": "actions"}, bold("A-12")
    assert read(*asked) == [Section("Sales", date(2028, 1, 3), ["A-4", "A-12"])]
    asked_above = bold("Before Friday 31 December: these are all of Marketing's open actions.")
    assert read(asked_above) == [Section("Marketing", date(2027, 12, 31), [])]


def test_a_reminder_says_whose_only_to_a_person() -> None:
    assert read(bold("A-4 is due Thu 30 December (tomorrow)."), bold("A-4")) == [Section(None, None, ["A-4"])]
    assert read(bold("IT: 2 actions were due."), bold("A-4"), bold("A-5"), to_person=True) == [
        Section("IT", None, ["A-4", "A-5"])
    ]


def test_each_action_belongs_to_the_heading_above_it() -> None:
    found = read(
        bold("A-4 was due Tue 28 December (yesterday)."),
        {"type": "context"},
        bold("A-4"),
        bold("Before Monday 3 January: Sales' open actions."),
        bold("A-5"),
        paragraph("Done, to be confirmed: A-6 (24 Dec)"),
    )
    assert found == [Section(None, None, ["A-4"]), Section("Sales", date(2028, 1, 3), ["A-5"])]


def test_what_is_asked_twice_is_read_twice() -> None:
    assert read(bold("A-4 is due Thu 30 December (tomorrow)."), bold("A-4"), bold("A-4"))[0].labels == ["A-4", "A-4"]


def test_what_is_folded_or_unknown_is_not_passed_over() -> None:
    with pytest.raises(AssertionError, match="and 3 more"):
        read(bold("A-4 is due Thu 30 December (tomorrow)."), bold("A-4"), paragraph("and 3 more: /cx-action list"))


def test_whatever_the_words_ask_about_is_a_part_also_where_no_rung_was_said() -> None:
    found = [Section(None, None, ["A-4", "A-5"])]
    rungs = {"A-4": ["early"], "A-6": ["overdue"]}
    parts = Part("early", "A-4"), Part(posted.NO_RUNG, "A-5")
    assert posted.says(found, rungs, to_person=False) == (parts, ("A-4", "A-5"))


def test_all_that_a_department_has_open_needs_no_rung_of_its_own_but_may_have_one() -> None:
    found = [Section("Sales", date(2028, 1, 3), ["A-4", "A-5"])]
    parts = Part("early", "A-4"), Part("mtg_1", "2028-01-03 Sales")
    assert posted.says(found, {"A-4": ["early"]}, to_person=False) == (parts, ("A-4", "A-5"))


def test_a_person_is_told_whose_each_is() -> None:
    found = [Section("Sales", None, ["A-4"]), Section("IT", None, ["A-5"])]
    _, asked = posted.says(found, {}, to_person=True)
    assert asked == ("IT A-5", "Sales A-4")


@pytest.mark.parametrize(
    ("words", "rung"),
    [
        ("Sales' report for Mon 3 January is in (Jonas).", "rep_1"),
        ("Sales has nothing to report for Mon 3 January (Jonas).", "rep_1"),
        ("Sales need not report for Mon 3 January.", "rep_1"),
        ("Jonas, Sales' report for Mon 3 January is due Wed 29 December, 12:00 your time.", "rep_2"),
        (" — Sales' CX report is due Wed 29 December (tomorrow), 12:00 in New York.", "rep_3"),
        ("Jonas, Sales' report is still welcome until the meeting starts: Mon 3 January, 09:00 your time.", "rep_5"),
    ],
)
def test_what_asks_for_a_report_or_says_what_became_of_it_is_a_part_of_its_own(words: str, rung: str) -> None:
    (section,) = read(paragraph(words))
    assert posted.says([section], {}, to_person=False) == ((Part(rung, "Sales"),), ())
