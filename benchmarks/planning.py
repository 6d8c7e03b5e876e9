"""Ten years of meetings planned in six zones, against the holiday library reading those years' calendars alone."""

import functools
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from datetime import time as wall_time

import holidays

from bot.council import calendar, planning
from bot.council.departments import Council
from bot.usecases import calendars

REGIONS = {
    "Europe/London": ("GB", "ENG"),
    "America/New_York": ("US", "NY"),
    "Asia/Kolkata": ("IN", "MH"),
    "Australia/Lord_Howe": ("AU", "NSW"),
    "Pacific/Auckland": ("NZ", "AUK"),
    "America/Sao_Paulo": ("BR", "SP"),
}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MEETINGS = 120
YEARS = range(BEGIN.year - 1, BEGIN.year + 10)
ROUNDS = 7


def run() -> list[str]:
    """The report, a line each."""
    councils = [_council(tz) for tz in REGIONS]
    _plan(councils)  # the calendars are read once a process
    ours = _median_ms(functools.partial(_plan, councils))
    theirs = _median_ms(_read_calendars)
    each = ours * 1000 / (MEETINGS * len(councils))
    return [
        f"ten years planned {ours:4.0f} ms for {MEETINGS * len(councils)} meetings, {each:.0f} µs each"
        f" · the holiday library alone {theirs:4.0f} ms · ratio {ours / theirs:4.2f}"
    ]


def _plan(councils: list[Council]) -> None:
    for council in councils:
        found = planning.foresee(
            council,
            MEETINGS,
            latest_rule_on=None,
            taken=(),
            business_days_around=functools.partial(calendars.business_days, council),
            now=BEGIN,
        )
        assert found[-1].on.year == BEGIN.year + 9


def _read_calendars() -> None:
    for country, subdivision in REGIONS.values():
        assert holidays.country_holidays(country, subdivision, years=YEARS)


def _median_ms(deed: Callable[[], None]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _council(tz: str) -> Council:
    country, subdivision = REGIONS[tz]
    return Council(
        id=1,
        workspace_id=1,
        name="Bench Council",
        tz=tz,
        channel="C0COUNCIL",
        chair="U0CHAIR01",
        secretary=None,
        recurrence=calendar.Recurrence(nth=2, weekday=1),
        start_time=wall_time(14),
        duration_min=90,
        holiday_country=country,
        holiday_subdivision=subdivision,
        date_order="DMY",
        goal="",
    )
