"""Moving the clock: whatever falls due on the way is done when it is due, in order."""

import calendar
import contextlib
import re
from datetime import UTC, datetime, timedelta

from playground import clock
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

_DURATION = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)


def move_to(context: contexts.Context, target: datetime) -> Outcome:
    """Stop at every instant at which the program has something due, and at `target` (aware) last.

    Raises ImpossibleError clock_runs_forwards when it has passed.
    """
    space = context.workspace
    if target < space.clock.now():
        now = space.clock.now().isoformat()
        raise ImpossibleError("clock_runs_forwards", f"{target.isoformat()} has passed; it is {now}")
    while True:
        due_at = context.machine.next_event()
        if due_at is None or not space.clock.now() < due_at <= target:
            break
        _stop_at(context, due_at)
    _stop_at(context, target)
    return DONE


def move_to_next(context: contexts.Context) -> Outcome:
    """Move to the next instant at which the program has something due. Raises ImpossibleError nothing_due."""
    due_at = context.machine.next_event()
    if due_at is None:
        raise ImpossibleError("nothing_due", "the program has nothing on its timetable")
    _stop_at(context, due_at)
    return DONE


def instant(text: str) -> datetime:
    """An aware instant from ISO 8601, in UTC. Raises ValueError, for one without an offset too."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text!r} has no offset; write it like 2027-01-27T10:12:00+00:00")
    return read.astimezone(UTC)


def later(start_at: datetime, duration: str) -> datetime:
    """`start_at` (aware) and an ISO 8601 duration on. Years and months are the calendar's; days cut to the last.

    Raises ValueError for what is no duration, OverflowError for one past the end of the calendar.
    """
    read = _DURATION.fullmatch(duration)
    if read is None:
        raise ValueError(f"{duration!r} is no ISO 8601 duration, such as P1D, P2W or PT1H30M")
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in read.groups()[:6])
    month_index = start_at.year * 12 + start_at.month - 1 + years * 12 + months
    year, month = month_index // 12, month_index % 12 + 1
    day = min(start_at.day, calendar.monthrange(year, month)[1])
    step = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=float(read.group(7) or 0))
    return start_at.replace(year=year, month=month, day=day) + step


def _stop_at(context: contexts.Context, due_at: datetime) -> None:
    """The program may have moved the clock on by itself: rate limits are waited out on it."""
    with contextlib.suppress(clock.ClockRunsForwards):
        context.workspace.move_clock(due_at)
    context.machine.run_due()
