import subprocess
import sys
from datetime import date

import pytest

from bot import public_holidays
from bot.council import calendar


def test_england_has_its_easter_and_its_early_may_holiday() -> None:
    found = public_holidays.observed("GB", "ENG", [2027])
    assert found[date(2027, 3, 26)] == "Good Friday"
    assert found[date(2027, 3, 29)] == "Easter Monday"
    assert date(2027, 5, 3) in found
    assert date(2027, 3, 17) not in found


def test_a_substitute_day_is_a_day_off() -> None:
    assert date(2027, 12, 28) in public_holidays.observed("GB", "ENG", [2027])
    assert date(2027, 12, 31) in public_holidays.observed("US", None, [2027])


def test_a_subdivision_may_be_named_and_differs_from_its_neighbour() -> None:
    assert public_holidays.observed("GB", "England", [2027]) == public_holidays.observed("GB", "ENG", [2027])
    assert date(2027, 3, 17) in public_holidays.observed("GB", "NIR", [2027])


@pytest.mark.parametrize(
    ("country", "on", "name"),
    [
        ("IT", date(2027, 8, 15), "Assumption Of Mary Day"),
        ("DE", date(2027, 5, 6), "Ascension Day"),
        ("FR", date(2027, 5, 1), "Labor Day"),
        ("JP", date(2027, 11, 3), "Culture Day"),
        ("NZ", date(2027, 4, 25), "Anzac Day"),
    ],
)
def test_days_are_named_in_english_everywhere(country: str, on: date, name: str) -> None:
    assert public_holidays.observed(country, None, [2027])[on] == name


def test_several_years_and_the_councils_own_days_come_together() -> None:
    own = {date(2027, 12, 24): "Company holiday", date(2027, 3, 26): "Spring break"}
    found = public_holidays.observed("GB", "ENG", range(2026, 2029), own)
    assert {day.year for day in found} == {2026, 2027, 2028}
    assert found[date(2027, 12, 24)] == "Company holiday"
    assert found[date(2027, 3, 26)] == "Spring break"


def test_what_one_caller_changes_no_other_sees() -> None:
    public_holidays.observed("GB", "ENG", [2027]).clear()
    assert public_holidays.observed("GB", "ENG", [2027])


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("GB", "XYZ"), ("", None)])
def test_an_unknown_region_is_named_in_the_refusal(country: str, subdivision: str | None) -> None:
    with pytest.raises(public_holidays.UnknownRegion) as refused:
        public_holidays.observed(country, subdivision, [2027])
    assert (refused.value.country, refused.value.subdivision) == (country, subdivision)


def test_they_make_a_councils_working_days() -> None:
    england = calendar.BusinessDays(public_holidays.observed("GB", "ENG", [2027]))
    assert england.why_not(date(2027, 3, 26)) == "Good Friday"
    assert england.before(date(2027, 4, 13), 10) == date(2027, 3, 30)


def test_the_slow_library_is_not_loaded_until_a_calendar_is_asked_for() -> None:
    program = "import sys, bot.public_holidays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("tz", "country"),
    [("Europe/London", "GB"), ("Asia/Kolkata", "IN"), ("America/New_York", "US"), ("UTC", None), ("Nowhere", None)],
)
def test_a_zone_tells_the_country_its_clocks_are_in(tz: str, country: str | None) -> None:
    assert public_holidays.country_of(tz) == country
