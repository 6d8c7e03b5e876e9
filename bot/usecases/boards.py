"""The report board: who is in for a meeting."""

from bot.council import agendas, meetings, reports
from bot.council.departments import Council, Department
from bot.store import councils, people
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database, Reader
from bot.usecases import Who
from bot.usecases import councils as council_deeds


def look(database: Database, who: Who) -> agendas.Board:
    """Who has reported for the meeting that collects now. Raises NoCouncil, ReportsNotOpen."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return read(session, council, collecting(session, council))


def collecting(session: Reader, council: Council) -> meetings.Meeting:
    """The meeting whose reports are open: the one at hand, else the last that is not closed; raises ReportsNotOpen."""
    at_hand = kept_meetings.find_current(session, council)
    if at_hand is not None and at_hand.state in meetings.RUNNING:
        return at_hand
    unclosed = kept_meetings.list_unclosed_sessions(session, council)
    if not unclosed:
        raise reports.ReportsNotOpen(at_hand, council.tz)
    return unclosed[-1]


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> agendas.Board:
    """The board of one meeting, a line for each department that reports for it."""
    return draw_up(session, council, meeting, councils.list_departments(session, council, ever=True))


def draw_up(
    session: Reader, council: Council, meeting: meetings.Meeting, departments: list[Department]
) -> agendas.Board:
    """As `read`, for whoever has all the departments there ever were. One that was closed stays where it has reported,
    and on the boards of meetings held before."""
    by_id = {department.id: department for department in departments}
    lines = tuple(
        agendas.DepartmentReport(department, report)
        for report in kept_reports.list_of(session, meeting)
        if (department := by_id.get(report.department_id)) is not None
        and (report.is_in or department.active_to is None or meeting.on < department.active_to)
    )
    return agendas.Board(council, meeting, lines, people.by_id(session, council.workspace_id))
