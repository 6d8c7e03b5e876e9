"""Opening a meeting's reports: on their day by the clock, or sooner by the chair. One meeting prepares at a time."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import calendar, meetings, permissions, reports
from bot.council.departments import Council
from bot.store import councils, due, events, report_drafts
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import Who, calendar_notices, notices, other_business, sessions
from bot.usecases import councils as council_deeds
from bot.usecases import meetings as meeting_deeds


def open_reports_now(database: Database, who: Who, *, meeting_id: int, now: datetime) -> meetings.Meeting:
    """Open the reports of the meeting that was shown as the next before their day, for the chair.

    Raises NoCouncil, NotAllowed, NotPlanned also where another one is the next by now, AnotherIsRunning.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_open_reports(council, who.slack_id, calendar.local_date(now, council.zone))
        planned = kept_meetings.find_next_to_open(session, council, now=now)
        if planned is None:
            raise meetings.NotPlanned
        for other in kept_meetings.list_running(session, council):
            if other.blocks_next:
                sessions.give_way(session, council, other, now=now)
        opened = meetings.open_reports(planned, kept_meetings.list_running(session, council))
        if opened.id != meeting_id:
            raise meetings.NotPlanned
        return _open(session, council, planned, opened, actor=who.slack_id, now=now)


def open_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Open the meeting's reports on their day; where another meeting still runs, when that one is over.

    A session that nobody adjourned is adjourned then, and a meeting that nobody started closes as not recorded. After
    downtime long enough for this one to be over itself, nobody is asked any more. Returns what became of it: a short
    word for the log.
    """
    if meeting.state is not meetings.State.PLANNED or now >= meeting.asks_if_held_at:
        return "no_longer_wanted"
    for other in kept_meetings.list_running(session, council):
        if not other.blocks_next:
            continue
        until = other.asks_if_held_at if other.state is meetings.State.IN_SESSION else other.gives_way_at
        if now < until or not sessions.give_way(session, council, other, now=now):
            due.plan(session, council, due.Kind.OPEN_REPORTS, meeting, due_at=until, now=now)
            return "put_off"
    opened = meetings.open_reports(meeting, kept_meetings.list_running(session, council))
    _open(session, council, meeting, opened, actor=events.CLOCK, now=now)
    return "opened"


def _open(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    opened: meetings.Meeting,
    *,
    actor: str,
    now: datetime,
) -> meetings.Meeting:
    kept = kept_meetings.save(session, opened, now=now)
    for department in councils.list_departments(session, council):
        kept_reports.create_for(session, council, kept, department, now=now)
    _begin_drafts(session, kept, now=now)
    due.drop(session, kept, due.Kind.OPEN_REPORTS)
    if before.holiday_question:
        calendar_notices.question_changed(session, council, kept, now=now)
    meeting_deeds.plan_due(session, council, kept, now=now)
    meeting_deeds.top_up(session, council, now=now)
    notices.owe_board(session, council, kept, now=now)
    other_business.bring_along(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=actor,
        verb="opened_reports",
        object_kind="meeting",
        object_id=kept.id,
        before={"state": str(before.state)},
        after={"state": str(kept.state)},
        via="clock" if actor == events.CLOCK else "slack",
        now=now,
    )
    return kept


def _begin_drafts(session: Session, meeting: meetings.Meeting, *, now: datetime) -> None:
    """What was kept for this meeting while an earlier one was over already is where its reports begin."""
    written = report_drafts.departments_with_one(session, meeting.id)
    if not written:
        return
    for report in kept_reports.list_of(session, meeting):
        if report.department_id in written:
            kept_reports.save(session, reports.begin_draft(report), now=now)
