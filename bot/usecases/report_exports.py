"""Reports taken away as files: all of a meeting's, or a department's of all time. Only for who may export, and what
stays among the council's members only for them (INV-14)."""

from dataclasses import dataclass
from datetime import datetime

from bot.council import report_reading
from bot.council.departments import Department
from bot.council.meetings import Meeting
from bot.council.report_reading import Beside, Line
from bot.store.database import Database
from bot.usecases import Who
from bot.usecases import report_reading as reading_deeds


@dataclass(frozen=True)
class Export:
    """Reports of one meeting, or of one department; the other is None. What is withheld from the reader is marked so
    in its line."""

    beside: Beside
    lines: tuple[Line, ...]
    meeting: Meeting | None = None
    department: Department | None = None


def of_meeting(database: Database, who: Who, *, meeting_id: int, is_admin: bool, now: datetime) -> Export:
    """All reports of a meeting, the opening department's first. Raises NoCouncil, NotFound, NotAllowed."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        report_reading.must_export(reading.council, None, who.slack_id, reading.on, is_admin=is_admin)
        meeting = reading_deeds.meeting_of(reading, meeting_id)
        lines = reading_deeds.lines_of(session, reading, meeting)
        said = [line.answers for line in lines if line.answers is not None]
        return Export(reading_deeds.beside(session, reading, None, said), lines, meeting=meeting)


def of_department(database: Database, who: Who, *, department_id: int, is_admin: bool, now: datetime) -> Export:
    """A department's reports for every meeting, the first one first. Raises NoCouncil, NotFound, NotAllowed."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        department = reading_deeds.department_of(reading, department_id)
        report_reading.must_export(reading.council, department, who.slack_id, reading.on, is_admin=is_admin)
        wanted = reading_deeds.with_reports(session, reading, department)
        lines = reading_deeds.lines_of_department(session, reading, department, wanted)
        said = [line.answers for line in lines if line.answers is not None]
        return Export(reading_deeds.beside(session, reading, department, said), lines, department=department)
