"""Dates as people look them up: which days are worked in England, and when the council meets. Obvious, and slow."""

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
MORNING, EVENING = time(9), time(18)
MEETS_AT = time(14)
COUNCIL_TZ = "Europe/London"
_ENGLAND = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2026, 2031)))


@dataclass(frozen=True)
class Almanac:
    """England's working days without the council's own days off."""

    days_off: frozenset[date] = frozenset()

    def works_on(self, on: date) -> bool:
        return on.weekday() < SATURDAY and on not in _ENGLAND and on not in self.days_off

    def before(self, on: date, count: int) -> date:
        """The `count`-th working day before `on`."""
        while count:
            on -= ONE_DAY
            count -= self.works_on(on)
        return on

    def after(self, on: date, count: int) -> date:
        """The `count`-th working day after `on`."""
        while count:
            on += ONE_DAY
            count -= self.works_on(on)
        return on

    def meets_on(self, month: date) -> date:
        """The first Monday of the month; where that is no working day, the next working day of the month."""
        first_monday = next(
            day for day in (month.replace(day=number) for number in range(1, 8)) if day.weekday() == MONDAY
        )
        return first_monday if self.works_on(first_monday) else self.after(first_monday, 1)


@functools.cache
def instant(on: date, at: time, tz: str) -> datetime:
    """When clocks in the zone show this date and time, in UTC."""
    return datetime.combine(on, at, tzinfo=ZoneInfo(tz)).astimezone(UTC)


def local(at: datetime, tz: str) -> datetime:
    """What calendars and clocks in the zone show."""
    return at.astimezone(ZoneInfo(tz))
