"""Everything a council's dates follow from, as the chair sets it: rule, time, holidays, windows (model §3.3, §3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Literal

from bot.council import calendar, departments
from bot.council.departments import Council, HolidayPolicy

SHORTEST_MIN, LONGEST_MIN = 15, 240
# A month has 20 to 23 working days: reports that open earlier would run into the meeting before.
EARLIEST_OPENING_BD = 15
LONGEST_CORRECTION_BD = 15
LONGEST_DAY_NAME = 60
MOST_OWN_DAYS = 60


@dataclass(frozen=True)
class Rule:
    """A council's calendar. `start` is a wall time in the council's zone; `own_holidays` are its own days off, beside
    those of `country` (ISO 3166-1) and `region` (a code within it, None for the whole country)."""

    recurrence: calendar.Recurrence
    start: time
    duration_min: int = 90
    country: str = "GB"
    region: str | None = None
    own_holidays: Mapping[date, str] = field(default_factory=dict)
    holiday_policy: HolidayPolicy = "ask"
    date_order: Literal["DMY", "MDY"] = "DMY"
    windows: calendar.WindowRules = calendar.DEFAULT_RULES


class InvalidRule(ValueError):
    """The calendar breaks a rule; `field` names which part, `why` states the fact."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def of(council: Council) -> Rule:
    """The calendar a council has."""
    return Rule(
        recurrence=council.recurrence,
        start=council.start_time,
        duration_min=council.duration_min,
        country=council.holiday_country,
        region=council.holiday_subdivision,
        own_holidays=council.own_holidays,
        holiday_policy=council.holiday_policy,
        date_order=council.date_order,
        windows=council.rules,
    )


def under(council: Council, rule: Rule) -> Council:
    """The council with another calendar."""
    return replace(
        council,
        recurrence=rule.recurrence,
        start_time=rule.start,
        duration_min=rule.duration_min,
        holiday_country=rule.country,
        holiday_subdivision=rule.region,
        own_holidays=rule.own_holidays,
        holiday_policy=rule.holiday_policy,
        date_order=rule.date_order,
        rules=rule.windows,
    )


def check(rule: Rule) -> None:
    """Raise InvalidRule unless everything is within the ranges of model §3.3 and §3.6.1.

    The windows keep their order: reports open, are due, the agenda goes out, the meeting begins. Whether a calendar of
    holidays is known for the country is not looked at.
    """
    if not departments.EARLIEST_START <= rule.start <= departments.LATEST_START:
        raise InvalidRule("start_time", "please choose a start between 07:00 and 19:00")
    if not SHORTEST_MIN <= rule.duration_min <= LONGEST_MIN:
        raise InvalidRule("duration_min", f"a meeting lasts {SHORTEST_MIN} to {LONGEST_MIN} minutes")
    windows = rule.windows
    if not 1 <= windows.agenda_bd < windows.report_deadline_bd:
        raise InvalidRule(
            "agenda_bd", "the agenda goes out after reports are due and on a working day before the meeting"
        )
    if not windows.report_deadline_bd < windows.report_open_bd:
        raise InvalidRule("report_deadline_bd", "reports are due on a working day after the one they open on")
    if windows.report_open_bd > EARLIEST_OPENING_BD:
        why = f"reports open at most {EARLIEST_OPENING_BD} working days before the meeting"
        raise InvalidRule("report_open_bd", why)
    least = calendar.LEAST_CORRECTION_BD
    if not least <= windows.correction_bd <= LONGEST_CORRECTION_BD:
        why = f"minutes can be corrected for {least} to {LONGEST_CORRECTION_BD} working days"
        raise InvalidRule("correction_bd", why)
    if len(rule.own_holidays) > MOST_OWN_DAYS:
        raise InvalidRule("own_holidays", f"there is room for {MOST_OWN_DAYS} days of your own")
    if any(not 1 <= len(name) <= LONGEST_DAY_NAME for name in rule.own_holidays.values()):
        raise InvalidRule("own_holidays", f"a day's name has 1 to {LONGEST_DAY_NAME} characters")


def as_json(rule: Rule) -> dict[str, Any]:
    """The calendar as JSON: for drafts, and for what changed from what to what."""
    windows = rule.windows
    return {
        "nth": rule.recurrence.nth,
        "weekday": rule.recurrence.weekday,
        "months": sorted(rule.recurrence.months),
        "start": _clock(rule.start),
        "duration_min": rule.duration_min,
        "country": rule.country,
        "region": rule.region,
        "own_holidays": {on.isoformat(): name for on, name in sorted(rule.own_holidays.items())},
        "holiday_policy": rule.holiday_policy,
        "date_order": rule.date_order,
        "windows": {
            "report_open_bd": windows.report_open_bd,
            "report_deadline_bd": windows.report_deadline_bd,
            "deadline_time": _clock(windows.deadline_time),
            "agenda_bd": windows.agenda_bd,
            "agenda_time": _clock(windows.agenda_time),
            "correction_bd": windows.correction_bd,
        },
    }


def from_json(kept: Mapping[str, Any]) -> Rule:
    """What `as_json` made. Raises KeyError, TypeError or ValueError for anything else."""
    windows = kept["windows"]
    policies: dict[str, HolidayPolicy] = {"ask": "ask", "earlier": "earlier", "later": "later"}
    return Rule(
        recurrence=calendar.Recurrence(kept["nth"], kept["weekday"], frozenset(kept["months"])),
        start=time.fromisoformat(kept["start"]),
        duration_min=kept["duration_min"],
        country=kept["country"],
        region=kept["region"],
        own_holidays={date.fromisoformat(on): str(name) for on, name in kept["own_holidays"].items()},
        holiday_policy=policies[kept["holiday_policy"]],
        date_order="MDY" if kept["date_order"] == "MDY" else "DMY",
        windows=calendar.WindowRules(
            report_open_bd=windows["report_open_bd"],
            report_deadline_bd=windows["report_deadline_bd"],
            deadline_time=time.fromisoformat(windows["deadline_time"]),
            agenda_bd=windows["agenda_bd"],
            agenda_time=time.fromisoformat(windows["agenda_time"]),
            correction_bd=windows["correction_bd"],
        ),
    )


def _clock(at: time) -> str:
    return at.isoformat(timespec="minutes")
