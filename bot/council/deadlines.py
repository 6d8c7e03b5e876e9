"""What whoever presides is told once the deadline has passed: who is in, and who is still waited for (REP-4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.council import calendar, excuses, meetings
from bot.council.agendas import Board, DepartmentReport
from bot.council.departments import Council
from bot.council.people import Person

# Model §3.7, REP-4: five minutes after the deadline.
TOLD_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Left:
    """That somebody (a Slack id) lets the departments that have not reported be, and when (UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Summary:
    """Who has reported by a deadline. `reader` is who presides and reads it, `due_on` the deadline's date in the
    council's zone, `told_at` when it was told (UTC): its days are said as seen from then."""

    board: Board
    reader: Person | None
    due_on: date
    told_at: datetime
    left: Left | None = None

    @property
    def meeting(self) -> meetings.Meeting:
        """The meeting that the reports are for."""
        return self.board.meeting

    @property
    def is_of_this_deadline(self) -> bool:
        """Whether the meeting's reports are still due on that date: another one has a summary of its own."""
        return self.due_on == due_on(self.board.council, self.meeting)

    @property
    def is_open(self) -> bool:
        """Whether something can be done about those who have not reported."""
        collects = self.meeting.state in (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED)
        return collects and self.is_of_this_deadline and self.left is None


@dataclass(frozen=True)
class Look:
    """The board as somebody looks at it; `presides` says whether they may excuse departments."""

    board: Board
    presides: bool


def waited_for(board: Board) -> tuple[DepartmentReport, ...]:
    """The departments that have neither reported nor been excused."""
    return tuple(line for line in board.lines if excuses.may_be_excused(line.report))


def due_on(council: Council, meeting: meetings.Meeting) -> date:
    """The date of the meeting's deadline in the council's zone."""
    return calendar.local_date(meeting.reports_due_at, council.zone)


def told_at(meeting: meetings.Meeting, now: datetime) -> datetime:
    """When the deadline's summary falls due (UTC) for a meeting that is planned, opened or moved at `now`: five minutes
    after the deadline; where that has passed already, when the agenda goes, so that departments have until then."""
    at = meeting.reports_due_at + TOLD_AFTER
    return at if at > now else meetings.agenda_goes_at(meeting, now)
