"""Planning meetings, opening their reports, closing them."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.council import actions, calendar, meetings, nudges, permissions, planning
from bot.council.departments import Council
from bot.store import actions as kept_actions
from bot.store import councils, due, events
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import Who, calendars, notices
from bot.usecases import councils as council_deeds


def top_up(session: Session, council: Council, *, now: datetime) -> None:
    """Keep the next PLANNED_AHEAD meetings planned, and what the clock owes for each."""
    missing = meetings.PLANNED_AHEAD - len(kept_meetings.list_planned(session, council))
    if missing <= 0:
        return
    foreseen = planning.foresee(
        council,
        missing,
        latest_rule_on=kept_meetings.latest_rule_on(session, council),
        taken=kept_meetings.days_taken(session, council),
        business_days_around=partial(calendars.business_days, council),
        now=now,
    )
    for seq, one in enumerate(foreseen, start=kept_meetings.last_seq(session, council) + 1):
        made = meetings.plan(council, one.windows, seq=seq, rule_on=one.rule_on, holiday_question=one.holiday_question)
        plan_due(session, council, kept_meetings.add(session, council, made, now=now), now=now)


def plan_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Owe everything that the clock does for the meeting as it stands, at the instants its windows give.

    What is owed already is owed at those instants instead; what they have left behind falls due at once, and finds out
    by itself whether it is still wanted.
    """
    if meeting.state not in meetings.NOT_STARTED:
        return
    if meeting.state is meetings.State.PLANNED:
        due.plan(session, council, due.Kind.OPEN_REPORTS, meeting, due_at=meeting.opens_at, now=now)
    if meeting.agenda_posted_at is None:
        due.plan(session, council, due.Kind.POST_AGENDA, meeting, due_at=meeting.agenda_at, now=now)
    due.plan(session, council, due.Kind.ASK_IF_HELD, meeting, due_at=meeting.asks_if_held_at, now=now)
    for department in councils.list_departments(session, council):
        due_at = nudges.mtg_1_at(meeting, department.zone)
        due.plan(session, council, due.Kind.MTG_1, meeting, due_at=due_at, now=now, department_id=department.id)


def drop_due(session: Session, meeting: meetings.Meeting) -> None:
    """Owe nothing more for the meeting: it started, moved, was cancelled or is over."""
    due.drop(session, meeting)


def open_reports_now(database: Database, who: Who, *, now: datetime) -> meetings.Meeting:
    """Open the next meeting's reports before their day, for the chair.

    Raises NoCouncil, NotAllowed, NotPlanned, AnotherIsRunning.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        permissions.must_open_reports(council, who.slack_id, calendar.local_date(now, council.zone))
        councils.hold(session, council)
        running = kept_meetings.list_running(session, council)
        planned = kept_meetings.list_planned(session, council)
        if not planned:
            raise meetings.NotPlanned
        opened = meetings.open_reports(planned[0], running)
        return _open(session, council, opened, by=who.slack_id, via="slack", now=now)


def open_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Open the meeting's reports on their day; where another meeting still runs, when that one is over.

    After downtime long enough for this one to be over itself, nobody is asked any more. Returns what became of it: a
    short word for the log.
    """
    if meeting.state is not meetings.State.PLANNED or now >= meeting.asks_if_held_at:
        return "no_longer_wanted"
    try:
        opened = meetings.open_reports(meeting, kept_meetings.list_running(session, council))
    except meetings.AnotherIsRunning as refusal:
        due.plan(
            session,
            council,
            due.Kind.OPEN_REPORTS,
            meeting,
            due_at=max(refusal.other.asks_if_held_at, now + meetings.GRACE_AFTER_START / 24),
            now=now,
        )
        return "put_off"
    _open(session, council, opened, by=events.CLOCK, via="clock", now=now)
    return "opened"


def close_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Close a meeting that nobody recorded: reports lock, done actions close, unfinished ones are carried."""
    if meeting.state in meetings.OVER:
        return
    closed = kept_meetings.save(session, meetings.close(meeting, now), now=now)
    for action in kept_actions.list_standing(session, council):
        passed = actions.pass_meeting(action, held_on=meeting.on, began_at=meeting.starts_at)
        if passed != action:
            kept_actions.save(session, passed, now=now)
            notices.action_changed(session, council, passed, now=now)
    notices.meeting_changed(session, council, closed, now=now)
    events.record(
        session,
        council,
        actor=events.CLOCK,
        verb="closed",
        object_kind="meeting",
        object_id=meeting.id,
        before={"state": str(meeting.state)},
        after={"state": str(closed.state)},
        via="clock",
        now=now,
    )
    top_up(session, council, now=now)


def _open(
    session: Session, council: Council, opened: meetings.Meeting, *, by: str, via: str, now: datetime
) -> meetings.Meeting:
    kept = kept_meetings.save(session, opened, now=now)
    for department in councils.list_departments(session, council):
        kept_reports.create_for(session, council, kept, department, now=now)
    notices.owe_board(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=by,
        verb="opened_reports",
        object_kind="meeting",
        object_id=kept.id,
        after={"state": str(kept.state)},
        via=via,
        now=now,
    )
    return kept
