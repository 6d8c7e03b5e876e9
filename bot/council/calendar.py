"""Which day it is for a council: working days, the meeting's rule, and the windows counted back from a meeting.

Working days are Monday to Friday minus the council's holidays. Dates are civil dates in the council's zone; instants
are aware datetimes in UTC. Nothing here knows today's date.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EVERY_MONTH = frozenset(range(1, 13))
LAST = -1
HOLIDAY_ASKED_BD = 20
HOLIDAY_SETTLED_BD = 11
HOLIDAY_HOUR = time(9)
LEAST_CORRECTION_BD = 2
CORRECTIONS_END = time(17)
Side = Literal["earlier", "later"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BusinessDays:
    """A council's working days: Monday to Friday, except the holidays, each given with its name."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def is_business_day(self, on: date) -> bool:
        return on.weekday() < 5 and on not in self.holidays

    def why_not(self, on: date) -> str | None:
        """The holiday's name, or "a Saturday" or "a Sunday"; None for a working day."""
        if on in self.holidays:
            return self.holidays[on]
        return None if on.weekday() < 5 else f"a {WEEKDAYS[on.weekday()]}"

    def on_or_before(self, on: date) -> date:
        while not self.is_business_day(on):
            on -= ONE_DAY
        return on

    def on_or_after(self, on: date) -> date:
        while not self.is_business_day(on):
            on += ONE_DAY
        return on

    def before(self, on: date, count: int) -> date:
        """The `count`-th working day before `on`, itself never counted; with 0, `on` or the last one before it."""
        _require_no_less_than_zero(count)
        if count == 0:
            return self.on_or_before(on)
        for _ in range(count):
            on = self.on_or_before(on - ONE_DAY)
        return on

    def after(self, on: date, count: int) -> date:
        """The `count`-th working day after `on`, itself never counted; with 0, `on` or the first one after it."""
        _require_no_less_than_zero(count)
        if count == 0:
            return self.on_or_after(on)
        for _ in range(count):
            on = self.on_or_after(on + ONE_DAY)
        return on

    def without(self, taken: Iterable[date]) -> BusinessDays:
        """These days with the `taken` ones off as well: the days still free for a meeting."""
        return BusinessDays({**dict.fromkeys(taken, "taken"), **self.holidays})

    def last_before(self, on: date) -> date:
        return self.before(on, 1)

    def between(self, start: date, end: date) -> int:
        """How many working days there are after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_business_day(day) for day in days)


@dataclass(frozen=True)
class Recurrence:
    """A monthly rule such as the second Tuesday, or the last Friday of March and September.

    `nth` is 1 to 4, or -1 for the last; `weekday` is 0 for Monday to 6 for Sunday. A fifth weekday isn't offered
    because most months have none. Raises ValueError outside these ranges, and for no months at all.
    """

    nth: int
    weekday: int
    months: frozenset[int] = EVERY_MONTH

    def __post_init__(self) -> None:
        if self.nth not in {1, 2, 3, 4, LAST}:
            raise ValueError(f"nth must be 1 to 4, or -1 for the last, not {self.nth}")
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday must be 0 (Monday) to 6 (Sunday), not {self.weekday}")
        if not self.months or not self.months <= EVERY_MONTH:
            raise ValueError(f"months must be some of 1 to 12, not {sorted(self.months)}")

    def occurrence(self, year: int, month: int) -> date | None:
        """The day in this month, holidays not considered; None when the rule skips the month."""
        if month not in self.months:
            return None
        return nth_weekday(year, month, self.nth, self.weekday)

    def next_after(self, on: date) -> Iterator[date]:
        """Every occurrence later than `on`, in order."""
        for year in range(on.year, date.max.year + 1):
            for month in range(1, 13):
                day = self.occurrence(year, month)
                if day is not None and day > on:
                    yield day


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The nth (1 to 4, or -1 for the last) such weekday (0 is Monday) of a month."""
    if nth == LAST:
        end = last_of_month(date(year, month, 1))
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def last_of_month(on: date) -> date:
    """The last day of the month that `on` is in."""
    return on.replace(day=calendar.monthrange(on.year, on.month)[1])


def resolve(on: date, business_days: BusinessDays, policy: Side) -> date:
    """Where a meeting goes when its rule lands on a day off.

    The nearest working day on the side the policy names, kept in the same month; where the month has none on that
    side, the nearest on the other, so that April's meeting stays in April.
    """
    earlier, later = business_days.on_or_before(on), business_days.on_or_after(on)
    first, second = (earlier, later) if policy == "earlier" else (later, earlier)
    return first if first.month == on.month else second


@dataclass(frozen=True)
class HolidayClash:
    """A rule's day that is no working day, and what its council may do about it (model §3.6.2).

    `name` is the holiday's ("Good Friday"; "a Sunday"). `earlier` and `later` are the nearest working days on either
    side, maybe in a neighbouring month; `unanswered` is the one it goes to where nobody chooses. `asks_at` and
    `settles_at` are UTC instants: 20 and 11 working days before the rule's day, 09:00 in the council's zone. The second
    is sooner where reports would open sooner if the meeting were held on the earlier day.
    """

    rule_on: date
    name: str
    earlier: date
    later: date
    unanswered: date
    asks_at: datetime
    settles_at: datetime


def holiday_clash(
    rule_on: date,
    business_days: BusinessDays,
    zone: ZoneInfo,
    taken: Iterable[date] = (),
    rules: WindowRules | None = None,
) -> HolidayClash | None:
    """What has to be chosen where the rule lands on a day off; None for a working day.

    Days that are `taken` by other meetings are not among the choices; `rules` say when reports open (DEFAULT_RULES
    where none are given).
    """
    rules = DEFAULT_RULES if rules is None else rules
    name = business_days.why_not(rule_on)
    if name is None:
        return None
    free = business_days.without(taken)
    earlier = free.on_or_before(rule_on)
    opens_at = wall_time(business_days.before(earlier, rules.report_open_bd), rules.open_time, zone)
    settles_at = wall_time(business_days.before(rule_on, HOLIDAY_SETTLED_BD), HOLIDAY_HOUR, zone)
    return HolidayClash(
        rule_on=rule_on,
        name=name,
        earlier=earlier,
        later=free.on_or_after(rule_on),
        unanswered=resolve(rule_on, free, "later"),
        asks_at=wall_time(business_days.before(rule_on, HOLIDAY_ASKED_BD), HOLIDAY_HOUR, zone),
        settles_at=min(settles_at, opens_at),
    )


def wall_time(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which clocks in the zone show this date and time.

    A time that the clocks jump over is moved forward by the jump; of a time that they show twice, the first is meant.
    Raises ValueError when `at` carries a zone of its own.
    """
    if at.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return datetime.combine(on, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date in the zone at an aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(zone).date()


@dataclass(frozen=True)
class WindowRules:
    """How many working days before the meeting each step comes, and at what local time.

    `correction_bd` is counted the other way: how many working days after the meeting its minutes may be corrected.
    """

    report_open_bd: int = 10
    report_deadline_bd: int = 3
    deadline_time: time = time(17)
    agenda_bd: int = 2
    agenda_time: time = time(9)
    open_time: time = time(9)
    nudge_bd: int = 5
    correction_bd: int = 5


@dataclass(frozen=True)
class Windows:
    """One meeting's dates (in the council's zone) and instants (in UTC)."""

    meeting_on: date
    opens_on: date
    nudge_on: date
    reports_due_on: date
    agenda_on: date
    opens_at: datetime
    reports_due_at: datetime
    agenda_at: datetime
    starts_at: datetime
    ends_at: datetime


DEFAULT_RULES = WindowRules()


def windows(
    meeting_on: date,
    start: time,
    duration: timedelta,
    zone: ZoneInfo,
    business_days: BusinessDays,
    rules: WindowRules = DEFAULT_RULES,
) -> Windows:
    """Counts back from the meeting's date, which need not be a working day. `start` is the local time in the zone."""
    opens_on = business_days.before(meeting_on, rules.report_open_bd)
    reports_due_on = business_days.before(meeting_on, rules.report_deadline_bd)
    agenda_on = business_days.before(meeting_on, rules.agenda_bd)
    starts_at = wall_time(meeting_on, start, zone)
    return Windows(
        meeting_on=meeting_on,
        opens_on=opens_on,
        nudge_on=business_days.before(meeting_on, rules.nudge_bd),
        reports_due_on=reports_due_on,
        agenda_on=agenda_on,
        opens_at=wall_time(opens_on, rules.open_time, zone),
        reports_due_at=wall_time(reports_due_on, rules.deadline_time, zone),
        agenda_at=wall_time(agenda_on, rules.agenda_time, zone),
        starts_at=starts_at,
        ends_at=starts_at + duration,
    )


def corrections_end_at(
    meeting_on: date, minutes_on: date, zone: ZoneInfo, business_days: BusinessDays, rules: WindowRules = DEFAULT_RULES
) -> datetime:
    """When minutes posted on `minutes_on` can no longer be corrected, in UTC: 17:00 in the zone, `correction_bd`
    working days after the meeting and never less than two after they were posted (model §3.3, *Council*)."""
    last_on = max(
        business_days.after(meeting_on, rules.correction_bd), business_days.after(minutes_on, LEAST_CORRECTION_BD)
    )
    return wall_time(last_on, CORRECTIONS_END, zone)


def _require_no_less_than_zero(count: int) -> None:
    if count < 0:
        raise ValueError(f"working days are counted from 0 up, not {count}")
