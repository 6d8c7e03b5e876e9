"""What somebody asks to read, in words."""

from dataclasses import replace
from datetime import date

import pytest

from bot.council import meetings, report_wanted
from bot.council.report_wanted import Month, NotUnderstood, Wanted
from tests.builders import a_department, a_meeting, at

SALES = a_department(id=2, name="Sales")
FINANCE = a_department(id=5, name="Finance & Billing")
SERVICE = a_department(id=4, name="Customer Service")
IT = a_department(id=6, name="IT & Platforms")
OLD_LEGAL = a_department(id=7, name="Legal", active_to=date(2026, 5, 1))
DEPARTMENTS = (SALES, FINANCE, SERVICE, IT, OLD_LEGAL)
FEBRUARY = Month(2)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Wanted()),
        ("   ", Wanted()),
        ("sales", Wanted(SALES)),
        ("SALES", Wanted(SALES)),
        ("sales february", Wanted(SALES, month=FEBRUARY)),
        ("Sales Feb", Wanted(SALES, month=FEBRUARY)),
        ("sales feb.", Wanted(SALES, month=FEBRUARY)),
        ("february sales", Wanted(SALES, month=FEBRUARY)),
        ("sales february 2027", Wanted(SALES, month=Month(2, 2027))),
        ("sales 2027 february", Wanted(SALES, month=Month(2, 2027))),
        ("sales february, 2027", Wanted(SALES, month=Month(2, 2027))),
        ("sales 2027-02", Wanted(SALES, month=Month(2, 2027))),
        ("sales 2027-2", Wanted(SALES, month=Month(2, 2027))),
        ("finance & billing", Wanted(FINANCE)),
        ("finance and billing", Wanted(FINANCE)),
        ("finance   &  billing sept 2026", Wanted(FINANCE, month=Month(9, 2026))),
        ("finance", Wanted(FINANCE)),
        ("customer march", Wanted(SERVICE, month=Month(3))),
        ("it", Wanted(IT)),
        ("all", Wanted(everything=True)),
        ("All february", Wanted(everything=True, month=FEBRUARY)),
        ("feb 2027 all", Wanted(everything=True, month=Month(2, 2027))),
        ("february", Wanted(month=FEBRUARY)),
        ("may 2027", Wanted(month=Month(5, 2027))),
        ("legal", Wanted(OLD_LEGAL)),
        ("legal december", Wanted(OLD_LEGAL, month=Month(12))),
    ],
)
def test_departments_and_months_are_understood_as_people_say_them(words: str, wanted: Wanted) -> None:
    assert report_wanted.read(words, DEPARTMENTS) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "salez",
        "sales tomorrow",
        "sales 13",
        "sales 2027-13",
        "sales 1999-02",
        "sa",
        "ju",
        "sales february march",
        "leg",
    ],
)
def test_other_words_say_what_there_is(words: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        report_wanted.read(words, DEPARTMENTS)
    assert refusal.value.asked == words
    assert refusal.value.departments == (SALES, FINANCE, SERVICE, IT)


def test_a_department_named_after_a_month_is_meant_before_the_month() -> None:
    may = replace(SALES, id=8, name="May")
    assert report_wanted.read("may", (may,)) == Wanted(may)
    assert report_wanted.read("may may", (may,)) == Wanted(may, month=Month(5))


def test_the_department_that_stands_is_meant_before_a_closed_one_of_its_name() -> None:
    closed = replace(SALES, id=1, active_to=date(2026, 1, 1))
    assert report_wanted.read("sales", (SALES, closed)).department == SALES


def test_a_beginning_that_two_departments_share_names_neither() -> None:
    with pytest.raises(NotUnderstood):
        report_wanted.read("customer", (SERVICE, replace(SERVICE, id=9, name="Customer Research")))


def meeting(on: str, **facts: object) -> meetings.Meeting:
    day = date.fromisoformat(on)
    starts = at(f"{on} 14:00")
    made = a_meeting(id=day.toordinal(), on=day, starts_at=starts, original_starts_at=starts, rule_on=day)
    return replace(made, **facts)  # type: ignore[arg-type]


HELD = [meeting("2026-02-10"), meeting("2027-01-12"), meeting("2027-02-09")]


@pytest.mark.parametrize(
    ("month", "expected"),
    [(Month(2), HELD[2]), (Month(2, 2026), HELD[0]), (Month(1), HELD[1]), (Month(3), None), (Month(1, 2026), None)],
)
def test_a_month_without_a_year_is_the_last_of_that_name(month: Month, expected: meetings.Meeting | None) -> None:
    assert report_wanted.of_month(HELD, month) == expected


def test_a_meeting_moved_into_the_next_month_keeps_its_months_name() -> None:
    moved = replace(HELD[2], on=date(2027, 3, 1), starts_at=at("2027-03-01 14:00"))
    assert report_wanted.of_month([moved], FEBRUARY) == moved
    assert report_wanted.of_month([moved], Month(3)) is None


def test_a_cancelled_meeting_is_meant_where_there_is_no_other_of_its_month() -> None:
    cancelled = meeting("2027-02-23", state=meetings.State.CANCELLED)
    assert report_wanted.of_month([HELD[2], cancelled], FEBRUARY) == HELD[2]
    assert report_wanted.of_month([cancelled], FEBRUARY) == cancelled
