"""Planning meetings, opening their reports, closing them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import actions, calendar, meetings, nudges, permissions
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
    latest = kept_meetings.latest(session, council)
    today = calendar.local_date(now, council.zone)
    after = max(latest.on, today) if latest else today
    occurrences = council.recurrence.next_after(after)
    while missing > 0:
        occurrence = next(occurrences)
        # Nobody was asked, so the rule of model §3.6.2 for "no answer" holds: later in the month, else earlier.
        on = calendar.resolve(occurrence, calendars.business_days(council, occurrence), "later")
        _plan(session, council, on, now=now)
        missing -= 1


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


def _plan(session: Session, council: Council, on: date, *, now: datetime) -> None:
    windows = meetings.windows(council, on, calendars.business_days(council, on))
    meeting = kept_meetings.add(
        session,
        council,
        meetings.Meeting(
            id=0,
            council_id=council.id,
            seq=kept_meetings.last_seq(session, council) + 1,
            on=on,
            starts_at=windows.starts_at,
            original_starts_at=windows.starts_at,
            duration_min=council.duration_min,
            opens_at=windows.opens_at,
            reports_due_at=windows.reports_due_at,
            agenda_at=windows.agenda_at,
            nudge_on=windows.nudge_on,
            state=meetings.State.PLANNED,
        ),
        now=now,
    )
    due.plan(session, council, due.Kind.OPEN_REPORTS, meeting, due_at=meeting.opens_at, now=now)
    due.plan(session, council, due.Kind.CLOSE_MEETING, meeting, due_at=meeting.asks_if_held_at, now=now)
    for department in councils.list_departments(session, council):
        due.plan(
            session,
            council,
            due.Kind.MTG_1,
            meeting,
            due_at=nudges.mtg_1_at(meeting, department.zone),
            now=now,
            department_id=department.id,
        )


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
