"""What people do with their department's draft: save it, settle whose version goes on, keep words for the next
meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import meetings, permissions, report_answers, report_drafts, report_start, reports, unsent_reports
from bot.council.actions import Action
from bot.council.departments import Council, Department
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy, SavedMeanwhile
from bot.store import NotFound, events, report_copies
from bot.store import meetings as kept_meetings
from bot.store import report_drafts as kept_drafts
from bot.store import reports as kept_reports
from bot.store import unsent_reports as kept_unsent
from bot.store.database import Database
from bot.usecases import Who, nudging, report_desks
from bot.usecases import councils as council_deeds
from bot.usecases import report_copies as copies
from bot.usecases import reports as report_deeds


@dataclass(frozen=True)
class Kept:
    """Words that are in the draft of a later `meeting` now."""

    department: Department
    meeting: meetings.Meeting


class Overtaken(Exception):
    """The form was sent, or saved again, after it said what it says here. Nothing was changed."""


class NoMeetingAhead(Exception):
    """No meeting is planned whose draft could take what was typed."""


class NoRoom(Exception):
    """The draft for `meeting` has no room for what was typed beside what is in it. Nothing was changed."""

    def __init__(self, meeting: meetings.Meeting) -> None:
        super().__init__(meeting.id)
        self.meeting = meeting


def save(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    answers: Answers,
    based_on: report_deeds.Numbers,
    view_id: str,
    at: datetime,
    now: datetime,
) -> Desk:
    """Save the department's draft, half written as it may be; the same again changes nothing.

    `view_id` is the form's, `at` when it was pressed by Slack's clock. Raises NoCouncil, NotAllowed, NotFound,
    ClosedMeanwhile, ReportsNotOpen, DepartmentJoinedLater, AnswerTooLong, SavedMeanwhile, and Overtaken where the same
    form was sent or saved after it was pressed.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        desk = copies.desk_of(session, council, who, meeting_id, department_id, now=now)
        _must_be_open(session, council, desk, now=now)
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, _ = report_copies.find(session, whose)
        if standing is not None and standing.is_past(at, view_id):
            raise Overtaken
        answers = report_desks.tidied(answers, council, desk.department, list(desk.departments))
        report_answers.check_lengths(answers)
        report_drafts.must_be_newest(
            desk.report, desk.draft, answers, draft_number=based_on.draft, report_number=based_on.report
        )
        number = _keep_draft(session, council, who, desk, answers, now=now)
        report_copies.put_away(session, whose, view_id=view_id, numbers=(number, desk.report.number), as_of=at)
        return copies.desk_of(session, council, who, meeting_id, department_id, now=now)


def use_theirs(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    sent: bool,
    view_id: str,
    at: datetime,
    now: datetime,
) -> Desk:
    """Go on with what somebody else saved or, with `sent`, sent; what the person typed is put aside, where the form
    offers it. Raises as `restart`."""
    return copies.restart(
        database,
        who,
        Start.REPORT if sent else Start.DRAFT,
        meeting_id=meeting_id,
        department_id=department_id,
        view_id=view_id,
        at=at,
        now=now,
    )


def use_mine(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    department_id: int,
    theirs: int,
    sent: bool,
    view_id: str,
    at: datetime,
    now: datetime,
) -> Desk:
    """Go on with what the person typed, in place of what somebody else saved: that becomes that person's own copy. What
    was sent stays until it is amended.

    `theirs` is the number of the draft, or of the `sent` report, that the person chose against. Raises NoCouncil,
    NotAllowed, NotFound, ClosedMeanwhile, ReportsNotOpen, DepartmentJoinedLater, AnswerTooLong, and SavedMeanwhile
    where it is not the newest by now.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        desk = copies.desk_of(session, council, who, meeting_id, department_id, now=now)
        _must_be_open(session, council, desk, now=now)
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, _ = report_copies.find(session, whose)
        if standing is None or standing.copy is None:  # pressed twice: it has been done
            return desk
        mine = standing.copy
        answers = report_desks.tidied(mine.answers, council, desk.department, list(desk.departments))
        report_drafts.must_be_newest(
            desk.report,
            desk.draft,
            answers,
            draft_number=mine.draft_number if sent else theirs,
            report_number=theirs if sent else mine.report_number,
        )
        if sent or desk.draft is None:
            copy = replace(mine, answers=answers, report_number=desk.report.number, kept_at=now)
            report_copies.keep(session, whose, copy, view_id=view_id, as_of=at)
        else:
            report_answers.check_lengths(answers)
            number = _keep_draft(session, council, who, desk, answers, now=now)
            _give_back(session, council, who, desk, now=now)
            report_copies.put_away(session, whose, view_id=view_id, numbers=(number, desk.report.number), as_of=at)
        return copies.desk_of(session, council, who, meeting_id, department_id, now=now)


def compare(
    database: Database, who: Who, *, meeting_id: int, department_id: int, sent: bool, now: datetime
) -> SavedMeanwhile:
    """The two versions as they stand: what somebody else saved or, with `sent`, sent, and what the person typed.

    Raises NoCouncil, NotAllowed, NotFound (there are no two versions any more), ReportsNotOpen, DepartmentJoinedLater.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        desk = copies.desk_of(session, council, who, meeting_id, department_id, now=now)
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, _ = report_copies.find(session, whose)
        if standing is None or standing.copy is None:
            raise NotFound(department_id)
        mine = report_desks.tidied(standing.copy.answers, council, desk.department, list(desk.departments))
        if desk.draft is not None and not sent:
            return SavedMeanwhile(desk.draft, mine)
        if desk.report.state is not reports.State.SUBMITTED:
            raise NotFound(department_id)
        return SavedMeanwhile(report_drafts.as_draft(desk.report), mine, sent=True)


def keep_for_next(database: Database, who: Who, *, meeting_id: int, department_id: int, now: datetime) -> Kept:
    """Put what the person typed for a meeting that is over under what is in the draft for the next one, or else under
    the draft that was left for the one that is over; the next need not have opened its reports. What that says already
    is not put there twice. It stays theirs as well: no draft takes evidence for an action that a form doesn't show.

    Raises NoCouncil, NotAllowed, NotFound, NoMeetingAhead, NoRoom.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        department = report_desks.department_with(session, council, department_id)
        permissions.must_draft_for(department, who.slack_id, report_desks.today(council, now))
        over = report_desks.meeting_with(session, council, meeting_id)
        meeting = kept_meetings.find_current(session, council, now=now)
        if meeting is None or meeting.id == over.id:
            raise NoMeetingAhead
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, _ = report_copies.find(session, whose)
        if standing is None or standing.copy is None:
            return Kept(department, meeting)
        shown, _ = report_desks.actions_shown(session, council, department)
        mine = report_start.of_shown_actions(standing.copy.answers, shown)
        draft = kept_drafts.find(session, meeting.id, department.id)
        begun = _left_unsent(session, council, department, meeting, shown) if draft is None else draft.answers
        answers = mine if begun is None else report_drafts.appended(begun, mine)
        if draft is not None and draft.answers == answers:
            return Kept(department, meeting)
        try:
            report_answers.check_lengths(answers)
        except report_answers.AnswerTooLong:
            raise NoRoom(meeting) from None
        before = 0 if draft is None else draft.number
        kept_drafts.save(session, council, meeting.id, department.id, answers, before=before, by=who.slack_id, now=now)
        report = kept_reports.find(session, meeting, department)
        if report is not None:
            _begin(session, council, who, meeting, report, number=before + 1, now=now)
        return Kept(department, meeting)


def _must_be_open(session: Session, council: Council, desk: Desk, *, now: datetime) -> None:
    report_deeds.must_be_open(session, council, desk.department, desk.meeting, now=now)
    if desk.meeting.state is meetings.State.PLANNED:
        raise reports.ReportsNotOpen(desk.meeting, council.tz)


def _keep_draft(session: Session, council: Council, who: Who, desk: Desk, answers: Answers, *, now: datetime) -> int:
    """Keep the draft where it says something else; its number."""
    before = 0 if desk.draft is None else desk.draft.number
    if desk.draft is not None and desk.draft.answers == answers:
        return before
    kept_drafts.save(
        session, council, desk.meeting.id, desk.department.id, answers, before=before, by=who.slack_id, now=now
    )
    _begin(session, council, who, desk.meeting, desk.report, number=before + 1, now=now)
    return before + 1


def _begin(
    session: Session,
    council: Council,
    who: Who,
    meeting: meetings.Meeting,
    report: reports.Report,
    *,
    number: int,
    now: datetime,
) -> None:
    begun = reports.begin_draft(report)
    if begun != report:
        kept_reports.save(session, begun, now=now)
        nudging.report_changed(session, council, meeting, report.department_id, now=now)
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb="drafted",
        object_kind="report",
        object_id=report.id,
        before={"state": str(report.state)},
        after={"state": str(begun.state), "draft": number},
        via="slack",
        now=now,
    )


def _left_unsent(
    session: Session, council: Council, department: Department, meeting: meetings.Meeting, shown: Sequence[Action]
) -> Answers | None:
    """Where the department's report for the meeting would start: its draft for one that is over, of actions with those
    that a form shows, so that nothing is sent unseen. A draft takes the place of that."""
    drafts = unsent_reports.left(kept_unsent.list_over(session, council, department, meeting))
    unsent = report_start.goes_on_from(drafts)
    return None if unsent is None else report_start.of_shown_actions(unsent.answers, shown)


def _give_back(session: Session, council: Council, who: Who, desk: Desk, *, now: datetime) -> None:
    """Whoever saved what is no longer the draft finds it where they put aside what they typed."""
    draft = desk.draft
    if draft is None or draft.saved_by == who.slack_id:
        return
    whose = report_desks.whose(council, Who(who.team_id, draft.saved_by), draft.meeting_id, draft.department_id)
    copy = Copy(draft.answers, draft.number, desk.report.number, unfolded=frozenset(), kept_at=draft.saved_at)
    copies.put_aside(session, council, whose, copy, [], as_of=now)
