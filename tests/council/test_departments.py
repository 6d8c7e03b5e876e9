from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import departments
from bot.council.departments import InvalidRoster
from bot.council.people import Person
from tests.builders import DANA, GRACE, INES, JONAS, LAYLA, MARCUS, NINA, PRIYA, a_department

MARKETING = a_department(id=1, name="Marketing", lead=DANA, deputy=None, members=frozenset({NINA, JONAS}))
SALES = a_department(contributors=frozenset({NINA}))
A_COUNCIL: dict[str, Any] = {"name": "Larkspur", "start_time": time(14), "duration_min": 90, "goal": "Keep our word"}


def test_the_lead_speaks_for_the_department_and_then_the_deputy() -> None:
    assert SALES.spokespeople == (MARCUS, INES)
    assert MARKETING.spokespeople == (DANA,)


def test_a_closed_department_whose_roles_have_ended_speaks_through_nobody() -> None:
    closed = a_department(lead="", deputy=None, active_to=date(2027, 2, 2))
    assert (closed.spokespeople, closed.speakers(date(2027, 2, 2))) == ((), ())


def test_everyone_in_any_role_belongs_to_the_department() -> None:
    assert SALES.people == {MARCUS, INES, NINA, JONAS}


@pytest.mark.parametrize(
    ("slack_id", "belongs_to", "speaks_for"),
    [
        (MARCUS, ["Sales"], ["Sales"]),
        (INES, ["Sales"], ["Sales"]),
        (JONAS, ["Marketing", "Sales"], []),
        (NINA, ["Marketing", "Sales"], []),
        (LAYLA, [], []),
    ],
)
def test_a_person_belongs_to_departments_and_speaks_for_those_they_lead_or_stand_in_for(
    slack_id: str, belongs_to: list[str], speaks_for: list[str]
) -> None:
    everyone = [MARKETING, SALES]
    assert [d.name for d in departments.of_person(everyone, slack_id)] == belongs_to
    assert [d.name for d in departments.spoken_for_by(everyone, slack_id, date(2027, 2, 9))] == speaks_for


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "x"},
        {"name": "x" * 80},
        {"start_time": time(7)},
        {"start_time": time(19)},
        {"duration_min": 15},
        {"duration_min": 240},
        {"goal": "x" * 300},
        {"goal": ""},
    ],
    ids=str,
)
def test_a_council_within_its_ranges_is_taken(facts: dict[str, Any]) -> None:
    departments.check_council(**A_COUNCIL | facts)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("start_time", time(6, 59)),
        ("start_time", time(19, 1)),
        ("start_time", time(2)),
        ("duration_min", 14),
        ("duration_min", 241),
        ("goal", "x" * 301),
    ],
)
def test_a_council_outside_its_ranges_is_refused_by_field(field: str, value: object) -> None:
    with pytest.raises(InvalidRoster) as refusal:
        departments.check_council(**A_COUNCIL | {field: value})
    assert refusal.value.field == field


def test_a_department_within_its_ranges_is_taken() -> None:
    departments.check_department("x" * 40, role_statement="x" * 300, taken=frozenset({"sales"}))


@pytest.mark.parametrize(
    ("name", "role_statement", "field"),
    [
        ("", "", "department"),
        ("x" * 41, "", "department"),
        ("Sales", "", "department"),
        ("SALES", "", "department"),
        ("Marketing", "x" * 301, "role_statement"),
    ],
)
def test_a_department_outside_its_ranges_or_there_twice_is_refused_by_field(
    name: str, role_statement: str, field: str
) -> None:
    with pytest.raises(InvalidRoster) as refusal:
        departments.check_department(name, role_statement=role_statement, taken=frozenset({"sales"}))
    assert refusal.value.field == field


def test_the_chair_stands_outside_the_departments() -> None:
    departments.check_chair(PRIYA, {"Sales": SALES.people, "Finance & Billing": frozenset({GRACE})})
    with pytest.raises(InvalidRoster, match="the chair belongs to Sales") as refusal:
        departments.check_chair(JONAS, {"Finance & Billing": frozenset({GRACE}), "Sales": SALES.people})
    assert refusal.value.field == "chair"


@pytest.mark.parametrize("tz", ["Leeds", "", "../../etc/passwd", "Europe/", "Europe", "a\0b"])
def test_a_zone_that_is_none_is_refused(tz: str) -> None:
    with pytest.raises(InvalidRoster) as refusal:
        departments.zone(tz)
    assert refusal.value.field == "tz"


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "Europe"])
def test_somebody_whose_zone_this_machine_does_not_know_is_on_the_councils_clock(tz: str) -> None:
    london = ZoneInfo("Europe/London")
    assert departments.zone_of_reader(Person("U1", "Ada King", tz), london) == london
    assert departments.zone_of_reader(None, london) == london
    assert departments.zone_of_reader(Person("U1", "Ada King", "Asia/Kolkata"), london) == ZoneInfo("Asia/Kolkata")
