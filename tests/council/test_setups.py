"""What each step of set-up takes, what it refuses, and what is left of it when one goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from bot.council import calendar, calendar_rules, charters, roster, setups
from bot.council.calendar_rules import InvalidRule, Rule
from bot.council.charters import FocusArea, InvalidCharter, PartTooLong
from bot.council.departments import ChairInDepartment, InvalidRoster
from bot.council.people import PersonUnknown
from bot.council.setups import Basics, DepartmentDraft, Draft, NotThere, Step, Table
from tests.builders import AISHA, EVERYONE, INES, JONAS, MARCUS, NINA, PRIYA, TOM, a_person

TODAY = date(2027, 1, 14)
GUEST, STRANGER, BOT, CLOSED, MISSING = "U0GUEST", "U0STRANGER", "U0BOT", "U0CLOSED", "U0MISSING"
KNOWN = {
    person.slack_id: person
    for person in (
        *EVERYONE,
        a_person(GUEST, is_guest=True),
        a_person(STRANGER, is_stranger=True),
        a_person(BOT, is_bot=True),
        a_person(CLOSED, active=False),
    )
}
BASICS = Basics("Larkspur CX Council", "C0COUNCIL", "Europe/London", acts_for_chair=False)
SALES = DepartmentDraft("Sales", "C0SALES", "Europe/London", MARCUS, INES, members=frozenset({JONAS}))
SERVICE = DepartmentDraft("Customer Service", "C0SERVICE", "Europe/London", AISHA)
RULE = Rule(calendar.Recurrence(2, 1), time(14))
BILL = FocusArea("F1", "First bill", "right the first time")


def _with_departments(*departments: DepartmentDraft, draft: Draft | None = None) -> Draft:
    draft = draft or setups.with_basics(Draft(), BASICS)
    for department in departments:
        draft = setups.with_department(draft, None, department, known=KNOWN, today=TODAY)
    return draft


def _with_table(draft: Draft, **facts: Any) -> Draft:
    return setups.with_table(draft, replace(Table(PRIYA, secretary=TOM), **facts), known=KNOWN, today=TODAY)


def _finished() -> Draft:
    draft = setups.with_rule(_with_table(_with_departments(SALES, SERVICE)), RULE)
    return setups.with_charter(draft, "Keep our word", (BILL,), ("Promise only what we can deliver.", ""))


def test_each_step_leads_to_the_next_and_the_last_to_a_look_at_everything() -> None:
    draft = Draft()
    assert draft.step is Step.BASICS
    draft = setups.with_basics(draft, BASICS)
    assert draft.step is Step.PEOPLE
    draft = _with_table(_with_departments(SALES, draft=draft))
    assert draft.step is Step.CALENDAR
    draft = setups.with_rule(draft, RULE)
    assert draft.step is Step.CHARTER
    draft = setups.with_charter(draft, "Keep our word", (BILL,), ("",))
    assert draft.step is Step.REVIEW
    setups.check(draft, known=KNOWN, today=TODAY)


def test_what_was_answered_later_stays_when_an_earlier_step_is_answered_again() -> None:
    back = setups.at(_finished(), Step.BASICS)
    again = setups.with_basics(back, replace(BASICS, name="Another name"))
    assert again.step is Step.PEOPLE
    assert (again.rule, again.goal, again.departments) == (RULE, "Keep our word", _finished().departments)


def test_nobody_goes_further_than_they_have_answered() -> None:
    assert setups.at(Draft(), Step.REVIEW).step is Step.BASICS
    assert setups.at(setups.with_basics(Draft(), BASICS), Step.CHARTER).step is Step.PEOPLE
    assert setups.at(_finished(), Step.REVIEW).step is Step.REVIEW


def test_what_stood_in_a_step_that_was_left_is_kept_until_it_is_answered() -> None:
    left = setups.left_with(_with_departments(SALES), Step.PEOPLE, {"chair": {}})
    assert left.left == {Step.PEOPLE: {"chair": {}}}
    assert setups.with_basics(left, BASICS).left == {Step.PEOPLE: {"chair": {}}}
    assert _with_table(left).left == {}


@pytest.mark.parametrize(
    "answer",
    [
        lambda: setups.with_table(Draft(), Table(PRIYA), known=KNOWN, today=TODAY),
        lambda: setups.with_department(Draft(), None, SALES, known=KNOWN, today=TODAY),
        lambda: setups.with_rule(_with_departments(SALES), RULE),
        lambda: setups.with_charter(_with_table(_with_departments(SALES)), "Goal", (BILL,), ("",)),
        lambda: setups.with_charter(_finished(), "Goal", (BILL,), ("",)),  # a department was added meanwhile
        lambda: setups.check(Draft(), known=KNOWN, today=TODAY),
    ],
)
def test_a_form_that_is_older_than_the_draft_is_refused(answer: Callable[[], Draft]) -> None:
    with pytest.raises(NotThere):
        answer()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"tz": "Leeds"}, "tz"),
        ({"channel": "C0SALES"}, "council_channel"),
    ],
)
def test_basics_that_cannot_be_are_refused_by_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRoster) as refusal:
        setups.with_basics(_with_departments(SALES), replace(BASICS, **facts))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("facts", "refused", "field"),
    [
        ({"name": ""}, InvalidRoster, "department"),
        ({"name": "x" * 41}, InvalidRoster, "department"),
        ({"name": "SALES"}, InvalidRoster, "department"),
        ({"channel": "C0SALES"}, InvalidRoster, "channel"),
        ({"channel": "C0COUNCIL"}, InvalidRoster, "channel"),
        ({"tz": "Leeds"}, InvalidRoster, "tz"),
        ({"deputy": AISHA}, roster.LeadAsDeputy, None),
        ({"lead": GUEST}, roster.CannotHold, None),
        ({"lead": STRANGER}, roster.CannotHold, None),
        ({"lead": BOT}, roster.CannotHold, None),
        ({"lead": CLOSED}, roster.CannotHold, None),
        ({"deputy": GUEST}, roster.CannotHold, None),
        ({"contributors": frozenset({BOT})}, roster.CannotHold, None),
        ({"members": frozenset({CLOSED})}, roster.CannotHold, None),
        ({"members": frozenset({MISSING})}, PersonUnknown, None),
    ],
)
def test_a_department_that_cannot_be_is_refused(
    facts: dict[str, Any], refused: type[Exception], field: str | None
) -> None:
    draft = _with_departments(SALES)
    with pytest.raises(refused) as refusal:
        _with_departments(replace(SERVICE, **facts), draft=draft)
    assert getattr(refusal.value, "field", None) == field


def test_guests_and_people_of_other_organisations_may_help_a_department() -> None:
    helped = replace(SERVICE, contributors=frozenset({GUEST}), members=frozenset({STRANGER}))
    assert _with_departments(helped).departments[0].people == {AISHA, GUEST, STRANGER}


def test_whoever_is_named_twice_in_a_department_has_the_higher_role_only() -> None:
    twice = replace(SALES, contributors=frozenset({INES, NINA}), members=frozenset({NINA, JONAS, MARCUS}))
    kept = _with_departments(twice).departments[0]
    assert kept.contributors == {NINA}
    assert kept.members == {JONAS}


def test_a_department_is_changed_in_its_place_and_keeps_its_part() -> None:
    renamed = replace(SALES, name="Sales and Partners")
    changed = setups.with_department(_finished(), 1, renamed, known=KNOWN, today=TODAY)
    assert [one.name for one in changed.departments] == ["Sales and Partners", "Customer Service"]
    assert changed.departments[0].part == "Promise only what we can deliver."


def test_a_department_is_taken_out_and_one_that_is_not_there_is_refused() -> None:
    draft = _with_departments(SALES, SERVICE)
    left = setups.without_department(draft, 1)
    assert [one.name for one in left.departments] == ["Customer Service"]
    assert setups.without_department(left, 1) == left
    with pytest.raises(setups.NoSuchDepartment):
        setups.with_department(left, 1, SALES, known=KNOWN, today=TODAY)


def test_no_later_department_has_the_key_of_one_that_was_taken_out() -> None:
    left = setups.without_department(_with_departments(SALES, SERVICE), 2)
    assert [one.key for one in _with_departments(SERVICE, draft=left).departments] == [1, 3]


def test_sixty_departments_can_be_set_up_and_no_more() -> None:
    many = [replace(SALES, key=n, name=f"Sales {n}", channel=f"C{n}") for n in range(setups.MOST_DEPARTMENTS)]
    draft = replace(setups.with_basics(Draft(), BASICS), departments=tuple(many), made=setups.MOST_DEPARTMENTS)
    with pytest.raises(setups.TooManyDepartments):
        _with_departments(SERVICE, draft=draft)
    assert len(_with_departments(SERVICE, draft=setups.without_department(draft, 0)).departments) == 60


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"chair": MARCUS}, ChairInDepartment),
        ({"chair": JONAS}, ChairInDepartment),
        ({"chair": GUEST}, roster.CannotHold),
        ({"chair": STRANGER}, roster.CannotHold),
        ({"chair": BOT}, roster.CannotHold),
        ({"chair": CLOSED}, roster.CannotHold),
        ({"chair": MISSING}, PersonUnknown),
        ({"secretary": GUEST}, roster.CannotHold),
        ({"vice_chair": STRANGER}, roster.CannotHold),
        ({"vice_chair": PRIYA}, roster.ChairAsViceChair),
        ({"chair": MARCUS, "override_reason": "No lead until June"}, roster.OverrideUnclear),
        ({"chair": MARCUS, "override_until": date(2027, 6, 30)}, roster.OverrideUnclear),
        ({"chair": MARCUS, "override_reason": "Why not", "override_until": date(2027, 1, 13)}, roster.OverrideUnclear),
    ],
)
def test_roles_that_cannot_be_held_so_are_refused(facts: dict[str, Any], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        _with_table(_with_departments(SALES), **facts)


def test_the_chair_may_belong_to_a_department_for_a_reason_and_until_a_day() -> None:
    draft = _with_table(
        _with_departments(SALES),
        chair=MARCUS,
        override_reason="Sales has no other lead until June",
        override_until=date(2027, 6, 30),
    )
    override = setups.provisional(draft).chair_override
    assert override is not None
    assert (override.reason, override.until_on) == ("Sales has no other lead until June", date(2027, 6, 30))


def test_a_council_without_departments_is_refused() -> None:
    with pytest.raises(setups.NoDepartments):
        _with_table(setups.with_basics(Draft(), BASICS))


def test_a_calendar_out_of_its_ranges_is_refused_by_field() -> None:
    with pytest.raises(InvalidRule) as refusal:
        setups.with_rule(_with_table(_with_departments(SALES)), replace(RULE, start=time(2)))
    assert refusal.value.field == "start_time"


@pytest.mark.parametrize(
    ("goal", "areas", "part", "refused"),
    [
        ("", (BILL,), "", InvalidCharter),
        ("x" * 301, (BILL,), "", InvalidCharter),
        ("Goal", (), "", InvalidCharter),
        ("Goal", tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(6)), "", InvalidCharter),
        ("Goal", (BILL, replace(BILL, key="F2", name="FIRST BILL")), "", InvalidCharter),
        ("Goal", (BILL,), "x" * 301, PartTooLong),
    ],
)
def test_a_charter_out_of_its_ranges_is_refused(
    goal: str, areas: tuple[FocusArea, ...], part: str, refused: type[Exception]
) -> None:
    draft = setups.with_rule(_with_table(_with_departments(SALES)), RULE)
    with pytest.raises(refused):
        setups.with_charter(draft, goal, areas, (part,))


@pytest.mark.parametrize("changed", [MARCUS, PRIYA, JONAS])
def test_people_who_left_since_they_were_named_are_found_at_the_end(changed: str) -> None:
    with pytest.raises(roster.CannotHold) as refusal:
        setups.check(_finished(), known=KNOWN | {changed: a_person(changed, active=False)}, today=TODAY)
    assert refusal.value.person.slack_id == changed
    with pytest.raises(PersonUnknown):
        setups.check(_finished(), known={k: v for k, v in KNOWN.items() if k != changed}, today=TODAY)


def test_an_override_that_ended_while_the_draft_waited_is_found_at_the_end() -> None:
    table = Table(MARCUS, override_reason="Until June", override_until=date(2027, 6, 30))
    draft = replace(_finished(), table=table)
    setups.check(draft, known=KNOWN, today=date(2027, 6, 30))
    with pytest.raises(roster.OverrideUnclear):
        setups.check(draft, known=KNOWN, today=date(2027, 7, 1))


def test_the_council_to_be_has_what_was_answered() -> None:
    council = setups.provisional(_finished())
    assert (council.name, council.chair, council.secretary, council.tz) == (BASICS.name, PRIYA, TOM, "Europe/London")
    assert calendar_rules.of(council) == RULE
    assert (council.goal, council.focus_areas) == ("Keep our word", (BILL,))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("First bill: right the first time", [("F1", "First bill", "right the first time")]),
        (
            "  First   bill \n\n At home: on the day: yes",
            [("F1", "First bill", ""), ("F2", "At home", "on the day: yes")],
        ),
        ("", []),
    ],
)
def test_focus_areas_are_typed_one_a_line(typed: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(a.key, a.name, a.description) for a in charters.read_focus_areas(typed)] == expected


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Installation\nFirst bill", ["F2", "F1"]),
        ("FIRST BILL: other words\nInstallation", ["F1", "F2"]),
        ("First invoice\nInstallation", ["F1", "F2"]),
        ("First bill\nInstallation\nMoving home", ["F1", "F2", "F3"]),
        ("Moving home\nLeaving", ["F3", "F4"]),
        ("Installation", ["F2"]),
    ],
)
def test_a_focus_area_keeps_its_key_whatever_becomes_of_the_others(typed: str, keys: list[str]) -> None:
    before = charters.read_focus_areas("First bill\nInstallation")
    assert [area.key for area in charters.read_focus_areas(typed, before)] == keys


def test_focus_areas_are_shown_as_they_are_typed() -> None:
    typed = "First bill: right the first time\nInstallation"
    assert charters.focus_areas_as_typed(charters.read_focus_areas(typed)) == typed
