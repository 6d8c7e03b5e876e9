"""Departments excused from reporting by whoever presides, and who has reported as they look at it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import calendar, deadlines, excuses, permissions
from bot.council.deadlines import Look
from bot.council.standings import Standing
from bot.store import NotFound, events, report_drafts
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import Who, boards, notices, standings
from bot.usecases import councils as council_deeds


def look(database: Database, who: Who, *, now: datetime) -> Look:
    """Who has reported for the meeting that collects now. Raises NoCouncil, ReportsNotOpen."""
    board = boards.look(database, who)
    today = calendar.local_date(now, board.council.zone)
    return Look(board, permissions.presides(board.council, who.slack_id, today))


def excuse(database: Database, who: Who, *, meeting_id: int, department_id: int, now: datetime) -> Standing:
    """Excuse a department from reporting for a meeting; of two who do so at once the first is kept.

    The ids come from a button and prove nothing. Raises NoCouncil, NotAllowed, NotFound, ReportsClosed, ReportsNotOpen,
    DepartmentJoinedLater, ReportIsIn.
    """
    with database.write() as session:
        place = _place(session, who, meeting_id, department_id, now=now)
        after = excuses.excuse(place.report, meeting=place.meeting, by=who.slack_id, now=now)
        return standings.keep(session, place, after, verb="excused", by=who.slack_id, now=now)


def take_back(database: Database, who: Who, *, meeting_id: int, department_id: int, now: datetime) -> Standing:
    """Expect the department's report after all; done again, it changes nothing. Raises as `excuse`."""
    with database.write() as session:
        place = _place(session, who, meeting_id, department_id, now=now)
        has_draft = report_drafts.find(session, meeting_id, department_id) is not None
        after = excuses.take_back(place.report, meeting=place.meeting, has_draft=has_draft)
        return standings.keep(session, place, after, verb="took_back_excuse", by=who.slack_id, now=now)


def leave(database: Database, who: Who, *, meeting_id: int, now: datetime) -> None:
    """Let those who have not reported by the deadline be: the summary asks no longer. The meeting's next deadline has a
    summary of its own. Raises NoCouncil, NotAllowed, NotFound."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_excuse(council, who.slack_id, calendar.local_date(now, council.zone))
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="left",
            object_kind="summary",
            object_id=meeting.id,
            after={"due_on": deadlines.due_on(council, meeting).isoformat()},
            via="slack",
            now=now,
        )
        notices.meeting_changed(session, council, meeting, now=now)


def _place(session: Session, who: Who, meeting_id: int, department_id: int, *, now: datetime) -> Standing:
    council = council_deeds.held(session, who)  # somebody else may be excusing it, or it may be reporting
    permissions.must_excuse(council, who.slack_id, calendar.local_date(now, council.zone))
    return standings.find(session, council, who, meeting_id=meeting_id, department_id=department_id)
