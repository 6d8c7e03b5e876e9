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
    """The meeting whose reports are open; raises ReportsNotOpen."""
    ahead = kept_meetings.list_ahead(session, council)
    if not ahead or ahead[0].state not in meetings.RUNNING:
        raise reports.ReportsNotOpen(ahead[0] if ahead else None, council.tz)
    return ahead[0]


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> agendas.Board:
    """The board of one meeting, a line for each department that reports for it."""
    return draw_up(session, council, meeting, councils.list_departments(session, council))


def draw_up(
    session: Reader, council: Council, meeting: meetings.Meeting, departments: list[Department]
) -> agendas.Board:
    """As `read`, for whoever has the council's departments already."""
    by_id = {department.id: department for department in departments}
    lines = tuple(
        agendas.DepartmentReport(by_id[report.department_id], report)
        for report in kept_reports.list_of(session, meeting)
        if report.department_id in by_id
    )
    return agendas.Board(council, meeting, lines, people.by_id(session, council.workspace_id))
