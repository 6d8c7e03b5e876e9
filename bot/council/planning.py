"""Which meetings come next: the rule's days, where they go on a day off, and no two on one day (model §3.6.1-3.6.2)."""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.council import calendar, meetings
from bot.council.departments import Council

LONGEST_SHIFT = timedelta(days=31)


@dataclass(frozen=True)
class Occurrence:
    """A meeting that the rule makes on `rule_on` and that is held on `on`.

    `holiday` names the day off that the rule's day is ("Good Friday"). `holiday_question` is set where the chair is
    still to choose; until then `on` is where it goes unanswered.
    """

    rule_on: date
    on: date
    holiday: str | None
    holiday_question: bool
    windows: calendar.Windows


def foresee(
    council: Council,
    count: int,
    *,
    latest_rule_on: date | None,
    taken: Collection[date],
    business_days_around: Callable[[date], calendar.BusinessDays],
    now: datetime,
) -> tuple[Occurrence, ...]:
    """The next `count` meetings of the council's rule, soonest first: those to plan, or that will be planned.

    They follow the month of `latest_rule_on`, the last of the rule's days that became a meeting (None before the
    first), cancelled or not: a cancelled month is not planned again, a moved meeting does not move those after it, and
    a new rule makes no second meeting in a month that has one. None is today or earlier in the council's zone. Days
    `taken` by meetings that stand, and by those before, are kept clear: the meeting goes to the next working day on
    the policy's side. `business_days_around` gives the working days from three months
    before a date to two after it, or more.
    """
    occurrences = _following(council, latest_rule_on, set(taken), business_days_around, now=now)
    return tuple(itertools.islice(occurrences, count))


def among_the_next(foreseen: Sequence[Occurrence], planned: Iterable[datetime]) -> Sequence[Occurrence]:
    """Those of `foreseen` that are to be planned, so that of them and the meetings that start at the instants `planned`
    the next PLANNED_AHEAD are. An occurrence is never left out between two that are planned."""
    starts = sorted([*planned, *(one.windows.starts_at for one in foreseen)])
    last = starts[: meetings.PLANNED_AHEAD][-1]
    count = max((n for n, one in enumerate(foreseen, start=1) if one.windows.starts_at <= last), default=0)
    return foreseen[:count]


def _following(
    council: Council,
    latest_rule_on: date | None,
    taken: set[date],
    business_days_around: Callable[[date], calendar.BusinessDays],
    *,
    now: datetime,
) -> Iterator[Occurrence]:
    today = calendar.local_date(now, council.zone)
    # A rule's day that has just passed may have been a day off, with its meeting still to come.
    after = today - LONGEST_SHIFT
    if latest_rule_on is not None:
        after = max(after, calendar.last_of_month(latest_rule_on))
    for rule_on in council.recurrence.next_after(after):
        occurrence = _place(council, rule_on, taken, business_days_around(rule_on), today=today, now=now)
        if occurrence is not None:
            taken.add(occurrence.on)
            yield occurrence


def _place(
    council: Council,
    rule_on: date,
    taken: Collection[date],
    business_days: calendar.BusinessDays,
    *,
    today: date,
    now: datetime,
) -> Occurrence | None:
    side: calendar.Side = "earlier" if council.holiday_policy == "earlier" else "later"
    free = business_days.without(taken)
    on = calendar.resolve(rule_on, free, side)
    if on <= today:
        on = calendar.resolve(rule_on, free, "later")
    if on <= today:
        return None
    clash = calendar.holiday_clash(rule_on, business_days, council.zone, taken, council.rules)
    return Occurrence(
        rule_on=rule_on,
        on=on,
        holiday=clash.name if clash else None,
        holiday_question=clash is not None and council.holiday_policy == "ask" and now < clash.settles_at,
        windows=meetings.windows(council, on, business_days),
    )
