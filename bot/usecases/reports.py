"""Department reports: opening the form, submitting, amending."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.council import calendar, departments, meetings, permissions, report_desk, reports
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.council.report_answers import Answers
from bot.store import NotFound, councils, events, people, requests
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database, Reader
from bot.usecases import Who, agendas, boards, calendars
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Submitted:
    """A report as it now stands. `amended` says an earlier one was replaced, `changed` that anything differs;
    `days_early` counts the business days from today to the deadline, negative after it."""

    desk: report_desk.Desk
    amended: bool
    changed: bool
    days_early: int


class NotASpokesperson(Exception):
    """The person may not report for any department, or not for the one they named; `leads` says who may for which."""

    def __init__(
        self, leads: tuple[Department, ...], people: Mapping[str, Person], *, on: date, is_chair: bool = False
    ) -> None:
        super().__init__()
        self.on = on
        self.is_chair = is_chair
        self.leads = leads
        self.people = people


class NoSuchDepartment(Exception):
    """No department of the council is called `name`; `known` are those there are."""

    def __init__(self, name: str, known: tuple[Department, ...]) -> None:
        super().__init__()
        self.name = name
        self.known = known


class WhichDepartment(Exception):
    """The person speaks for several departments and named none of them."""

    def __init__(self, choices: tuple[Department, ...]) -> None:
        super().__init__()
        self.choices = choices


def sit_down(database: Database, who: Who, *, department_name: str = "", now: datetime) -> report_desk.Desk:
    """The form's facts for the department `who` speaks for (by name where they speak for several).

    Raises NoCouncil, NoSuchDepartment, NotASpokesperson, WhichDepartment, ReportsNotOpen, DepartmentJoinedLater.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        everyone = people.by_id(session, council.workspace_id)
        department = _department_of(
            session, council, who, department_name, everyone, calendar.local_date(now, council.zone)
        )
        meeting = boards.collecting(session, council)
        desk = _desk(session, council, department, meeting, who, everyone, now)
        return replace(desk, carried=_carried(session, desk))


def submit(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    answers: Answers,
    request_key: str,
    now: datetime,
) -> Submitted:
    """Submit or amend the department's report; the same request again changes nothing.

    The ids come from the form and prove nothing: role, department and meeting are looked up anew. Raises NoCouncil,
    NotAllowed, ReportsClosed, ReportsNotOpen, DepartmentJoinedLater, AnswerMissing, AnswerTooLong, NotFound.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # the meeting may be closing, or its agenda going out
        everyone = people.by_id(session, council.workspace_id)
        department = next((d for d in councils.list_departments(session, council) if d.id == department_id), None)
        if department is None:
            raise NotFound(department_id)
        permissions.must_report_for(department, who.slack_id, calendar.local_date(now, council.zone))
        # Before the report is read: a repetition waits here for the first request and then sees what that one kept.
        first_time = requests.first_time(session, council.workspace_id, f"report:{request_key}", now=now)
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        desk = _desk(session, council, department, meeting, who, everyone, now)
        amended = desk.report.state is reports.State.SUBMITTED
        days_early = _business_days_until(council, meeting.reports_due_at, now=now)
        if not first_time:
            return Submitted(desk, amended=False, changed=False, days_early=days_early)
        report = reports.submit(desk.report, answers, meeting=meeting, by=who.slack_id, lead=department.lead, now=now)
        if report == desk.report:
            return Submitted(desk, amended=amended, changed=False, days_early=days_early)
        kept_reports.save(session, report, now=now)
        agendas.refresh_one(session, council, meeting, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="amended" if amended else "submitted",
            object_kind="report",
            object_id=report.id,
            before={"state": str(desk.report.state)},
            after={"state": str(report.state), "late": report.late},
            via="slack",
            now=now,
        )
        desk = _desk(session, council, department, meeting, who, everyone, now)
        return Submitted(desk, amended=amended, changed=True, days_early=days_early)


def _department_of(
    session: Reader, council: Council, who: Who, name: str, everyone: Mapping[str, Person], today: date
) -> Department:
    all_of_them = councils.list_departments(session, council)
    mine = departments.spoken_for_by(all_of_them, who.slack_id, today)
    if name:
        named = [d for d in all_of_them if d.name.casefold() == name.casefold()]
        if not named:
            raise NoSuchDepartment(name, tuple(all_of_them))
        if named[0] not in mine:
            raise NotASpokesperson(tuple(named), everyone, on=today)
        mine = named
    if not mine:
        raise NotASpokesperson(
            tuple(all_of_them), everyone, on=today, is_chair=permissions.presides(council, who.slack_id, today)
        )
    if len(mine) > 1:
        raise WhichDepartment(tuple(mine))
    return mine[0]


def _desk(
    session: Reader,
    council: Council,
    department: Department,
    meeting: meetings.Meeting,
    who: Who,
    everyone: Mapping[str, Person],
    now: datetime,
) -> report_desk.Desk:
    report = kept_reports.find(session, meeting, department)
    if report is None and meeting.state is meetings.State.PLANNED:
        raise reports.ReportsNotOpen(meeting, council.tz)
    if report is None:
        raise reports.DepartmentJoinedLater
    return report_desk.Desk(council, department, meeting, report, everyone.get(who.slack_id), everyone, now)


def _carried(session: Reader, desk: report_desk.Desk) -> report_desk.Carried | None:
    """What the department sent last, where that meeting was cancelled and nothing is written for this one."""
    if desk.report.state is not reports.State.NOT_STARTED:
        return None
    sent = kept_reports.latest_sent(session, desk.department)
    if sent is None or sent.answers is None:
        return None
    meeting = kept_meetings.get(session, sent.meeting_id)
    return report_desk.Carried(meeting, sent.answers) if meeting.state is meetings.State.CANCELLED else None


def _business_days_until(council: Council, instant: datetime, *, now: datetime) -> int:
    today = calendar.local_date(now, council.zone)
    return calendars.business_days(council, today).between(today, calendar.local_date(instant, council.zone))
