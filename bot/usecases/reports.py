"""Department reports: sitting down to one, sending it, amending it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import (
    actions,
    agenda_changes,
    calendar,
    departments,
    meetings,
    permissions,
    report_drafts,
    report_parts,
    report_start,
    reports,
)
from bot.council.departments import Council, Department
from bot.council.heads_ups import NOTHING_TOLD, Telling
from bot.council.people import Person
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk
from bot.store import councils, events, people, report_copies, requests
from bot.store import meetings as kept_meetings
from bot.store import report_drafts as kept_drafts
from bot.store import reports as kept_reports
from bot.store.database import Database, Reader
from bot.usecases import (
    Who,
    agendas,
    boards,
    calendars,
    heads_ups,
    nudging,
    report_desks,
    report_effects,
    report_updates,
)
from bot.usecases import councils as council_deeds
from bot.usecases import report_copies as copies


@dataclass(frozen=True)
class Submitted:
    """A report as it now stands. `amended` says an earlier one was replaced, `changed` that anything differs since it
    was asked for first; `days_early` counts the business days from then to the deadline, negative after it. `updated`
    are the actions that the report brought up to date, `agenda_version` the version of the agenda that it made, 0 where
    it made none; `telling` is what it told other departments."""

    desk: Desk
    amended: bool
    changed: bool
    days_early: int
    updated: tuple[actions.Action, ...] = ()
    agenda_version: int = 0
    telling: Telling = NOTHING_TOLD


@dataclass(frozen=True)
class Numbers:
    """Which draft and which sent report of the department a form started from; 0 where there was none."""

    draft: int
    report: int


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
    """The person writes for several departments and named none of them; `meeting_id` is the meeting that collects."""

    def __init__(self, choices: tuple[Department, ...], meeting_id: int) -> None:
        super().__init__()
        self.choices = choices
        self.meeting_id = meeting_id


class ClosedMeanwhile(reports.ReportsClosed):
    """The `meeting` is over; what was typed for it can be kept for `following`, where one is planned."""

    def __init__(self, meeting: meetings.Meeting, department: Department, following: meetings.Meeting | None) -> None:
        super().__init__()
        self.meeting = meeting
        self.department = department
        self.following = following


class NoLongerTaken(reports.ReportsClosed):
    """Asked for the report of a `meeting` that is over; `present` is the meeting at hand, where one is planned, its
    times meant in the council's zone `tz` (IANA)."""

    def __init__(
        self, meeting: meetings.Meeting, department: Department, present: meetings.Meeting | None, tz: str
    ) -> None:
        super().__init__()
        self.meeting = meeting
        self.department = department
        self.present = present
        self.tz = tz


def sit_down(
    database: Database,
    who: Who,
    *,
    department_name: str = "",
    department_id: int | None = None,
    meeting_id: int | None = None,
    now: datetime,
) -> Desk:
    """The form's facts for the department `who` writes for (by name or id where they write for several), and for the
    meeting that collects now or the one with that id, as long as it takes reports. The ids come from a button and prove
    nothing.

    Raises NoCouncil, NoSuchDepartment, NotASpokesperson, WhichDepartment, ReportsNotOpen, NoLongerTaken,
    DepartmentJoinedLater, NotFound.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        everyone = people.by_id(session, council.workspace_id)
        on = report_desks.today(council, now)
        if department_id is None:
            department = _department_of(session, council, who, department_name, everyone, on)
        else:
            department = report_desks.department_with(session, council, department_id)
            if department not in departments.written_by([department], who.slack_id, on):
                raise NotASpokesperson((department,), everyone, on=on)
        if meeting_id is None:
            meeting = boards.collecting(session, council)
        else:
            meeting = report_desks.meeting_with(session, council, meeting_id)
        if meeting.state in meetings.LOCKED:
            present = kept_meetings.find_current(session, council, now=now)
            raise NoLongerTaken(meeting, department, present, council.tz)
        return report_desks.load(session, council, department, meeting, who, everyone, now=now)


def submit(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    answers: Answers,
    request_key: str,
    based_on: Numbers | None = None,
    now: datetime,
) -> Submitted:
    """Send or amend the department's report; the same request (the id of the form's view) again changes nothing, and
    while its report stands it is answered as the first was.

    The ids come from the form and prove nothing: role, department and meeting are looked up anew. With `based_on`,
    nothing takes the place of what somebody else saved or sent meanwhile. Raises NoCouncil, NotAllowed,
    ClosedMeanwhile, ReportsNotOpen, DepartmentJoinedLater, AnswerMissing, AnswerTooLong, SavedMeanwhile, NotFound.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # the meeting may be closing, or its agenda going out
        everyone = people.by_id(session, council.workspace_id)
        department = report_desks.department_with(session, council, department_id)
        permissions.must_report_for(department, who.slack_id, report_desks.today(council, now))
        # Before the report is read: a repetition waits here for the first request and then sees what that one kept.
        request = f"report:{request_key}"
        first_time = requests.first_time(session, council.workspace_id, request, now=now)
        meeting = report_desks.meeting_with(session, council, meeting_id)
        desk = report_desks.load(session, council, department, meeting, who, everyone, now=now)
        amended = desk.report.state is reports.State.SUBMITTED
        days_early = _business_days_until(council, meeting.reports_due_at, now=now)
        if not first_time:
            answers = report_desks.tidied(answers, council, department, list(desk.departments))
            first_at = requests.handled_at(session, council.workspace_id, request)
            if amended and desk.report.answers == answers and report_start.sent_at(desk.report) == first_at:
                return _as_sent(session, council, desk)
            return Submitted(desk, amended=amended, changed=False, days_early=days_early)
        must_be_open(session, council, department, meeting, now=now)
        answers = report_desks.tidied(answers, council, department, list(desk.departments))
        if based_on is not None:
            report_drafts.must_be_newest(
                desk.report, desk.draft, answers, draft_number=based_on.draft, report_number=based_on.report
            )
        report = reports.submit(desk.report, answers, meeting=meeting, by=who.slack_id, lead=department.lead, now=now)
        kept_drafts.drop(session, meeting.id, department.id)
        _put_away(session, council, who, report, view_id=request_key, now=now)
        if report == desk.report:
            desk = report_desks.load(session, council, department, meeting, who, everyone, now=now)
            return Submitted(desk, amended=amended, changed=False, days_early=days_early)
        kept_reports.save(session, report, now=now)
        updated = report_updates.carry_out(session, council, who, department, answers.updates, now=now)
        telling = heads_ups.keep(session, council, report, department, answers, now=now)
        kind = agenda_changes.between(desk.report, report)
        version = agendas.report_came(session, council, meeting, department, kind, now=now)
        if updated:
            agendas.refresh(session, council, now=now)
        nudging.report_changed(session, council, meeting, department.id, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="amended" if amended else "submitted",
            object_kind="report",
            object_id=report.id,
            before={"state": str(desk.report.state)},
            after={"state": str(report.state), "late": report.late, "number": report.number},
            via="slack",
            now=now,
        )
        meeting = kept_meetings.get(session, meeting.id)
        desk = report_desks.load(session, council, department, meeting, who, everyone, now=now)
        return Submitted(
            desk,
            amended=amended,
            changed=True,
            days_early=days_early,
            updated=updated,
            agenda_version=version,
            telling=telling,
        )


def _as_sent(session: Session, council: Council, desk: Desk) -> Submitted:
    """What was answered when the report was sent as it stands: whoever asks again has not read it."""
    effects = report_effects.find(session, council, desk)
    return Submitted(
        desk,
        amended=desk.report.amended_at is not None,
        changed=True,
        days_early=_business_days_until(council, desk.meeting.reports_due_at, now=report_start.sent_at(desk.report)),
        updated=effects.updated,
        agenda_version=effects.agenda_version,
        telling=effects.telling,
    )


def must_be_open(
    session: Reader, council: Council, department: Department, meeting: meetings.Meeting, *, now: datetime
) -> None:
    """Raise ClosedMeanwhile where the meeting is closed or cancelled, so that what was typed finds another place."""
    if meeting.state in meetings.LOCKED:
        following = kept_meetings.find_current(session, council, now=now)
        raise ClosedMeanwhile(meeting, department, following)


def _put_away(
    session: Session, council: Council, who: Who, report: reports.Report, *, view_id: str, now: datetime
) -> None:
    """What the sender typed is sent: no form takes it up again. What they typed besides is put aside."""
    whose = report_desks.whose(council, who, report.meeting_id, report.department_id)
    standing, asides = report_copies.find(session, whose)
    answers = report.answers
    for aside in asides:
        if report_parts.laid_out(aside.copy.answers, council.focus_areas) == answers:
            report_copies.drop_aside(session, whose, aside)
    if standing is not None and standing.copy is not None and standing.view_id != view_id:
        beside = [] if answers is None else [answers]
        copies.put_aside(session, council, whose, standing.copy, beside, view_id=standing.view_id)
    report_copies.put_away(session, whose, view_id=view_id, numbers=(0, report.number), sent=True, as_of=now)


def _department_of(
    session: Reader, council: Council, who: Who, name: str, everyone: Mapping[str, Person], today: date
) -> Department:
    all_of_them = councils.list_departments(session, council)
    mine = departments.written_by(all_of_them, who.slack_id, today)
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
        raise WhichDepartment(tuple(mine), boards.collecting(session, council).id)
    return mine[0]


def _business_days_until(council: Council, instant: datetime, *, now: datetime) -> int:
    today = calendar.local_date(now, council.zone)
    return calendars.business_days(council, today).between(today, calendar.local_date(instant, council.zone))
