"""Two rungs for tests, about actions: the ladder has none of those yet. Sent as any other, to channel and lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.council import actions, calendar
from bot.council.ladder import LADDER, MTG_1, Ladder
from bot.council.rungs import About, Audience, Occasion, Rung, Task


def _a_day_before(task: Task) -> Iterable[Occasion]:
    yield Occasion(task.business_days.before(task.action.due_on, 1))


def _done_or_just_agreed(task: Task, now: datetime) -> str | None:
    agreed_on = calendar.local_date(task.since, task.department.zone)
    if any(occasion.on == agreed_on for occasion in _a_day_before(task)):
        return "just_agreed"
    return _ended(task, now)


def _a_day_after(task: Task) -> Iterable[Occasion]:
    yield Occasion(task.business_days.after(task.action.due_on, 1))


def _ended(task: Task, _: datetime) -> str | None:
    return None if task.action.state in actions.UNFINISHED else "ended"


EARLY = Rung[Task](
    name="early",
    about=About.ACTION,
    audiences=(Audience.CHANNEL,),
    when=_a_day_before,
    suppressed=_done_or_just_agreed,
)
"""The working day before an action is due; not where it was agreed that very day."""

OVERDUE = Rung[Task](
    name="overdue",
    about=About.ACTION,
    audiences=(Audience.CHANNEL, Audience.LEAD),
    when=_a_day_after,
    suppressed=_ended,
    says_late=True,
)
"""The working day after it was due, in the channel and to the department's lead; the one to say when it is late."""

ONLY_MTG_1 = Ladder((MTG_1,))
WITH_TEST_RUNGS = Ladder((MTG_1, EARLY, OVERDUE))
EVERY_RUNG = Ladder((*LADDER.rungs, EARLY, OVERDUE))
