"""The chair's brief: five lines on the eve of a meeting, at 17:00 where whoever acts as chair is (delight.md 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.council import actions, calendar, excuses, meetings
from bot.council.agendas import Agenda, DepartmentReport
from bot.council.gaps import Gap
from bot.council.people import Person

BRIEF_HOUR = time(17)
# Carried over so often, an action is stuck.
STUCK_AFTER = 2
_EAST = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Brief:
    """What whoever acts as chair reads before a meeting, as things stand. `told_at` (UTC) is the moment as seen from
    which its days are said; `turn_id` the department (its id) whose turn it is to open item 3, and `opened_on` when the
    one that opens it last did so (a date of the council's), None where it never did. `gap` is the first there is;
    `is_for_reader` says that the reader still has the chair's rights.
    """

    agenda: Agenda
    reader: Person | None
    told_at: datetime
    turn_id: int | None
    opened_on: date | None
    gap: Gap | None
    is_for_reader: bool = True

    @property
    def missing(self) -> tuple[DepartmentReport, ...]:
        """The departments that have neither reported nor been excused."""
        return tuple(line for line in self.agenda.board.lines if excuses.may_be_excused(line.report))

    @property
    def stuck(self) -> tuple[actions.Action, ...]:
        """The actions that were carried over at least twice, most often first."""
        carried = [
            action
            for action in self.agenda.follow_up
            if action.state in actions.UNFINISHED and action.carry_count >= STUCK_AFTER
        ]
        return tuple(sorted(carried, key=lambda action: (-action.carry_count, action.due_on, action.number)))


def due_at(meeting: meetings.Meeting, zone: ZoneInfo, business_days: calendar.BusinessDays) -> datetime:
    """When it goes to a reader in `zone` (UTC): 17:00 there on the last business day before the meeting's date, or an
    earlier one where their 17:00 comes after the meeting has begun."""
    on = business_days.last_before(meeting.on)
    while (at := calendar.wall_time(on, BRIEF_HOUR, zone)) >= meeting.starts_at:
        on = business_days.last_before(on)
    return at


def first_look_at(meeting: meetings.Meeting, business_days: calendar.BusinessDays) -> datetime:
    """From when it can be due for somebody (UTC), wherever they are: who acts as chair is known only then."""
    on = business_days.before(meeting.on, 2)
    return datetime.combine(on, BRIEF_HOUR, _EAST).astimezone(ZoneInfo("UTC"))


def choose(gaps: Iterable[Gap]) -> Gap | None:
    """The one gap that is told of: one that lasts, else the first."""
    return next(iter(sorted(gaps, key=lambda gap: not gap.lasts)), None)
