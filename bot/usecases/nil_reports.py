"""Nothing to report: said with one click or one line, explained, and taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import calendar, departments, nil_reports, permissions, reports
from bot.council.departments import Department
from bot.council.standings import Standing
from bot.store import councils, people, report_drafts, requests
from bot.store.database import Database
from bot.usecases import Who, boards, standings
from bot.usecases import councils as council_deeds
from bot.usecases import reports as report_deeds


class NothingFromWhich(Exception):
    """The person speaks for several departments: which of `choices` has nothing to report for the meeting? `reason` is
    what they typed."""

    def __init__(self, choices: tuple[Department, ...], meeting_id: int, reason: str) -> None:
        super().__init__(meeting_id)
        self.choices = choices
        self.meeting_id = meeting_id
        self.reason = reason


def say(
    database: Database, who: Who, *, meeting_id: int, department_id: int, reason: str | None = None, now: datetime
) -> Standing:
    """The department has nothing to report for the meeting; said again, the first time stands.

    The ids come from a button and prove nothing. Raises NoCouncil, NotAllowed, NotFound, ReportsClosed, ReportsNotOpen,
    DepartmentJoinedLater, WordsAreIn, NilReasonTooLong.
    """
    with database.write() as session:
        place = _place(session, who, meeting_id, department_id, now=now)
        return _say(session, place, who, reason, now=now)


def say_typed(database: Database, who: Who, *, reason: str, now: datetime) -> Standing:
    """The same for the one department `who` speaks for and the meeting that collects now; an empty `reason` leaves the
    one there is. Raises as `say`, NotASpokesperson, NothingFromWhich."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        today = calendar.local_date(now, council.zone)
        all_of_them = councils.list_departments(session, council)
        mine = departments.spoken_for_by(all_of_them, who.slack_id, today)
        if not mine:
            presides = permissions.presides(council, who.slack_id, today)
            everyone = people.by_id(session, council.workspace_id)
            raise report_deeds.NotASpokesperson(tuple(all_of_them), everyone, on=today, is_chair=presides)
        meeting = boards.collecting(session, council)
        if len(mine) > 1:
            raise NothingFromWhich(tuple(mine), meeting.id, reason)
        place = standings.find(session, council, who, meeting_id=meeting.id, department_id=mine[0].id)
        return _say(session, place, who, reason or None, now=now)


def explain(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    reason: str,
    request_key: str,
    now: datetime,
) -> Standing:
    """Say why in a line, or no longer; the same request again changes nothing. Raises as `say`, NoLongerNil."""
    with database.write() as session:
        place = _place(session, who, meeting_id, department_id, now=now)
        if not requests.first_time(session, place.council.workspace_id, f"nil:{request_key}", now=now):
            return place
        after = nil_reports.explain(
            place.report, reason, meeting=place.meeting, by=who.slack_id, lead=place.department.lead, now=now
        )
        return standings.keep(session, place, after, verb="explained_nothing", by=who.slack_id, now=now)


def undo(database: Database, who: Who, *, meeting_id: int, department_id: int, now: datetime) -> Standing:
    """The department has something to report after all: its draft is there again, where it has one. Done again, it
    changes nothing. Raises as `say`, NoLongerNil."""
    with database.write() as session:
        place = _place(session, who, meeting_id, department_id, now=now)
        has_draft = report_drafts.find(session, place.meeting.id, place.department.id) is not None
        after = nil_reports.undo(place.report, meeting=place.meeting, has_draft=has_draft)
        return standings.keep(session, place, after, verb="took_back_nothing", by=who.slack_id, now=now)


def _say(session: Session, place: Standing, who: Who, reason: str | None, *, now: datetime) -> Standing:
    after = nil_reports.say(
        place.report, reason, meeting=place.meeting, by=who.slack_id, lead=place.department.lead, now=now
    )
    was_said = place.report.state is reports.State.NIL
    return standings.keep(
        session,
        place,
        after,
        verb="explained_nothing" if was_said else "said_nothing",
        by=who.slack_id,
        now=now,
    )


def _place(session: Session, who: Who, meeting_id: int, department_id: int, *, now: datetime) -> Standing:
    council = council_deeds.held(session, who)  # the meeting may be closing, or somebody sending its report
    place = standings.find(session, council, who, meeting_id=meeting_id, department_id=department_id)
    permissions.must_report_for(place.department, who.slack_id, calendar.local_date(now, council.zone))
    return place
