"""A digest's words: the most urgent first, each action asked about once, what is shown in place afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.council import actions
from bot.council.nudges import Part
from bot.views import nudges
from tests.views import samples
from tests.views.samples import SALES, SERVICE

YESTERDAY, TOMORROW, FRIDAY = date(2027, 2, 1), date(2027, 2, 3), date(2027, 2, 5)
LATE = samples.action(2, due_on=YESTERDAY)
SOON = samples.action(4, due_on=TOMORROW)
AHEAD = samples.action(6, due_on=FRIDAY)


def lines(*parts: Part, reader: str | None = None) -> list[str]:
    return samples.read(nudges.digest(samples.digest(*parts, reader=reader))).splitlines()


def mentioned(*parts: Part, reader: str | None = None) -> bool:
    return "'user'" in repr(nudges.digest(samples.digest(*parts, reader=reader)).blocks)


def test_before_a_meeting_each_action_has_its_button_and_what_is_to_confirm_is_named() -> None:
    assert lines(samples.before_meeting(LATE, SOON, confirm=(samples.done(),))) == [
        "Before Tuesday 9 February: Sales' open actions. A quick update now saves time in the room.",
        "A-2  @U0NINA  Re-target ads — was due Mon 1 February (yesterday)",
        "[Done]",
        "A-4  @U0NINA  Re-target ads — due Wed 3 February (tomorrow)",
        "[Done]",
        "Done, to be confirmed: A-1 (2 Feb)",
    ]


def test_what_was_done_since_says_so_in_place_and_mentions_nobody() -> None:
    assert lines(samples.before_meeting(samples.done(4)))[1:] == [
        "A-4  Nina Castillo  Re-target ads. Done by Nina Castillo, Tue 2 February: Script v14 live."
    ]
    assert not mentioned(samples.before_meeting(samples.done(4)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((LATE,), "A-2 was due Mon 1 February (yesterday)."),
        ((SOON,), "A-4 is due Wed 3 February (tomorrow)."),
        ((LATE, samples.done(9)), "A-2 was due Mon 1 February (yesterday)."),
        ((LATE, replace(LATE, id=7, number=7)), "2 actions were due."),
        ((SOON, AHEAD), "2 actions are due by Fri 5 February."),
        ((LATE, SOON), "1 action was due, 1 is due by Wed 3 February (tomorrow)."),
        ((LATE, SOON, AHEAD), "1 action was due, 2 are due by Fri 5 February."),
        ((samples.done(9),), "Nothing of this is open any more."),
    ],
)
def test_a_reminders_first_line_says_what_is_true_of_its_dates(asked: tuple[actions.Action, ...], said: str) -> None:
    assert lines(samples.reminder(*asked))[0] == said
    assert nudges.digest(samples.digest(samples.reminder(*asked))).text == said


def test_the_most_urgent_part_comes_first_and_no_action_is_asked_about_twice() -> None:
    assert lines(samples.before_meeting(LATE, SOON, AHEAD), samples.reminder(LATE)) == [
        "A-2 was due Mon 1 February (yesterday).",
        "A-2  @U0NINA  Re-target ads — was due Mon 1 February (yesterday)",
        "[Done]",
        "Before Tuesday 9 February: Sales' open actions. A quick update now saves time in the room.",
        "A-4  @U0NINA  Re-target ads — due Wed 3 February (tomorrow)",
        "[Done]",
        "A-6  @U0NINA  Re-target ads — due Fri 5 February",
        "[Done]",
    ]


def test_where_the_meetings_part_begins_with_something_more_urgent_it_asks_about_all() -> None:
    said = lines(samples.reminder(SOON), samples.before_meeting(LATE, SOON))
    assert said[0].startswith("Before Tuesday 9 February")
    assert sum("A-4" in line for line in said) == 1


def test_before_a_meeting_for_which_all_was_asked_above_only_that_is_said() -> None:
    assert lines(samples.before_meeting(LATE), samples.reminder(LATE))[3:] == [
        "Before Tuesday 9 February: these are all of Sales' open actions. A quick update now saves time in the room."
    ]


def test_in_person_the_department_and_whose_each_is_are_named_and_nobody_is_mentioned() -> None:
    of_service = replace(SOON, owner="U0AISHA", department_id=SERVICE.id)
    parts = samples.reminder(LATE), samples.reminder(of_service, department=SERVICE)
    assert lines(*parts, reader="U0AISHA") == [
        "Sales: A-2 was due Mon 1 February (yesterday).",
        "A-2  Nina Castillo  Re-target ads — was due Mon 1 February (yesterday)",
        "[Done]",
        "Customer Service: A-4 is due Wed 3 February (tomorrow).",
        "A-4  yours:  Re-target ads — due Wed 3 February (tomorrow)",
        "[Done]",
    ]
    assert not mentioned(*parts, reader="U0AISHA")


def test_what_comes_late_says_since_when_in_one_small_line() -> None:
    said = lines(samples.reminder(LATE, late_since=date(2027, 1, 29)))
    assert said[1] == "I meant to say so on Fri 29 January."


def test_what_needs_an_owner_is_asked_of_who_speaks_for_the_department() -> None:
    said = lines(samples.reminder(replace(LATE, needs_owner=True)))
    assert said[1] == "A-2  needs an owner  @U0RAVI and @U0NINA  Re-target ads — was due Mon 1 February (yesterday)"
    assert SALES.spokespeople == ("U0RAVI", "U0NINA")


def test_what_finds_no_room_is_counted() -> None:
    many = tuple(replace(SOON, id=n, number=n, text="Re-target ads " * 21) for n in range(1, 61))
    message = nudges.digest(samples.digest(samples.reminder(*many)))
    said = samples.read(message).splitlines()
    shown = said.count("[Done]")
    assert said[-1] == f"and {60 - shown} more: /cx-action list"
    assert shown > 15
    assert len(message.blocks) <= 50
