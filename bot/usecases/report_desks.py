"""What somebody sees who sits down to report: loaded the same way wherever the form is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.council import actions, calendar, meetings, report_parts, report_start, reports, unsent_reports
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.council.report_answers import MOST_UPDATES, Answers
from bot.council.report_desk import Carried, Desk, Sent, Start
from bot.council.report_drafts import Copy, fingerprint
from bot.council.unsent_reports import Unsent
from bot.store import NotFound, councils, report_copies, report_drafts
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store import unsent_reports as kept_unsent
from bot.store.database import Reader
from bot.usecases import Who, neighbours


def load(
    session: Reader,
    council: Council,
    department: Department,
    meeting: meetings.Meeting,
    who: Who,
    everyone: Mapping[str, Person],
    *,
    now: datetime,
) -> Desk:
    """The desk at which `who` writes one department's report. As many statements however long the history is.

    Whoever calls has seen that they may write it. Raises ReportsNotOpen, DepartmentJoinedLater.
    """
    report = _report(session, council, department, meeting)
    standing, asides = report_copies.find(session, whose(council, who, meeting.id, department.id))
    shown, others = actions_shown(session, council, department)
    desk = Desk(
        council,
        department,
        meeting,
        report,
        everyone.get(who.slack_id),
        everyone,
        now,
        may_send=department.may_report(who.slack_id, today(council, now)),
        departments=tuple(councils.list_departments(session, council)),
        last=_last(session, department, meeting),
        draft=report_drafts.find(session, meeting.id, department.id),
        neighbours=neighbours.load(session, council, department),
        actions=shown,
        more_actions=others,
    )
    desk = replace(desk, carried=_carried(desk), copy=None if standing is None else standing.copy)
    desk = _with_earlier(session, desk, who)
    start, came_from = report_start.of(_sources(desk), council.focus_areas, _others(desk))
    desk = replace(desk, start=start, came_from=came_from)
    return with_asides(desk, [one.copy for one in asides])


def with_asides(desk: Desk, asides: Sequence[Copy]) -> Desk:
    """The desk with everything else that the reader typed, which the form offers: the newest first, and nothing that it
    starts with."""
    started, copies = [desk.start], list(asides)
    if desk.came_from is not Start.COPY and desk.copy is not None:
        copies.insert(0, desk.copy)
    others = []
    for copy in copies:
        answers = report_parts.laid_out(copy.answers, desk.council.focus_areas)
        if answers not in started:
            started.append(answers)
            others.append(copy)
    if desk.came_from is Start.COPY:
        return replace(desk, aside=tuple(others))
    return replace(desk, copy=others[0] if others else None, aside=tuple(others[1:]))


def started_from(desk: Desk, wanted: Start, which: str = "") -> Desk:
    """The desk with the form filled from `wanted`, where there is that; else as it was. `which` is the fingerprint of
    what was left unsent, where there is more than one."""
    desk = replace(desk, earlier=tuple(sorted(desk.earlier, key=lambda one: fingerprint(one.answers) != which)))
    start, came_from = report_start.of(_sources(desk), desk.council.focus_areas, _others(desk), wanted=wanted)
    return replace(desk, start=start, came_from=came_from)


def department_with(session: Reader, council: Council, department_id: int) -> Department:
    """The council's department with that id; raises NotFound, also for one that was closed."""
    for department in councils.list_departments(session, council):
        if department.id == department_id:
            return department
    raise NotFound(department_id)


def meeting_with(session: Reader, council: Council, meeting_id: int) -> meetings.Meeting:
    """The council's meeting with that id; raises NotFound."""
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    return meeting


def actions_shown(session: Reader, council: Council, department: Department) -> tuple[tuple[actions.Action, ...], int]:
    """The department's unfinished actions that a form shows, the most urgent first, and how many more there are."""
    standing = kept_actions.list_standing(session, council, department_id=department.id)
    unfinished = actions.by_urgency([action for action in standing if action.state in actions.UNFINISHED])
    return tuple(unfinished[:MOST_UPDATES]), len(unfinished[MOST_UPDATES:])


def tidied(answers: Answers, council: Council, department: Department, standing: Sequence[Department]) -> Answers:
    """What a form says, as it is kept: under the charter's focus areas, and naming none but other departments."""
    others = {other.id for other in standing if other.id != department.id}
    return report_start.among(report_parts.laid_out(answers, council.focus_areas), others)


def whose(council: Council, who: Who, meeting_id: int, department_id: int) -> report_copies.Whose:
    """Whose copy of which report."""
    return report_copies.Whose(council.workspace_id, who.slack_id, meeting_id, department_id)


def today(council: Council, now: datetime) -> date:
    """The civil date in the council's zone."""
    return calendar.local_date(now, council.zone)


def _report(session: Reader, council: Council, department: Department, meeting: meetings.Meeting) -> reports.Report:
    report = kept_reports.find(session, meeting, department)
    if report is None and meeting.state is meetings.State.PLANNED:
        raise reports.ReportsNotOpen(meeting, council.tz)
    if report is None:
        raise reports.DepartmentJoinedLater
    return report


def _last(session: Reader, department: Department, meeting: meetings.Meeting) -> Sent | None:
    report = kept_reports.latest_sent_before(session, department, meeting)
    return None if report is None else Sent(kept_meetings.get(session, report.meeting_id), report)


def _carried(desk: Desk) -> Carried | None:
    """What the department sent last, where that meeting was cancelled and nothing is written for this one."""
    last = desk.last
    if desk.report.state is not reports.State.NOT_STARTED or last is None or last.report.answers is None:
        return None
    cancelled = last.meeting.state is meetings.State.CANCELLED
    return Carried(last.meeting, last.report.answers) if cancelled else None


def _with_earlier(session: Reader, desk: Desk, who: Who) -> Desk:
    """The desk with what was left unsent for meetings that are over, as a form of today would show it, so that nothing
    is sent unseen."""
    over = kept_unsent.list_over(session, desk.council, desk.department, desk.meeting)
    copies, asides = report_copies.find_all(
        session, desk.council, who.slack_id, desk.department, [one.meeting.id for one in over]
    )
    left = unsent_reports.left(over, copies, asides)
    return replace(desk, earlier=tuple(_as_shown(one, desk) for one in left))


def _as_shown(unsent: Unsent, desk: Desk) -> Unsent:
    answers = tidied(unsent.answers, desk.council, desk.department, desk.departments)
    return replace(unsent, answers=report_start.of_shown_actions(answers, desk.actions))


def _sources(desk: Desk) -> report_start.Sources:
    return report_start.Sources(
        report=desk.report,
        draft=desk.draft,
        copy=desk.copy,
        earlier=desk.earlier,
        carried=None if desk.carried is None else desk.carried.answers,
        last=None if desk.last is None else desk.last.report.answers,
    )


def _others(desk: Desk) -> frozenset[int]:
    return frozenset(other.id for other in desk.departments if other.id != desk.department.id)
