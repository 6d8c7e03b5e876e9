"""The monthly agenda: posting it, and what it holds at this moment."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions, agendas, calendar, meetings, nudges, permissions, sessions
from bot.council.departments import Council
from bot.store import NotFound, councils, due, events, requests
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, boards, calendars, notices
from bot.usecases import councils as council_deeds


class NothingPlanned(Exception):
    """The council has no meeting ahead."""


def post(
    database: Database, who: Who, *, meeting_id: int, question: str, request_key: str, now: datetime
) -> agendas.Agenda:
    """Post the agenda, or give a posted one another question; the same request again changes nothing.

    Raises NoCouncil, NotAllowed, NotCollecting, QuestionTooLong, NotFound.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # a report may be coming in at this moment
        permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
        # Before the meeting is read: a repetition waits here for the first request and then sees what that one kept.
        first_time = requests.first_time(session, council.workspace_id, f"agenda:{request_key}", now=now)
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        if not first_time:
            return read(session, council, meeting)
        posted = meetings.post_agenda(meeting, question=question, by=who.slack_id, now=now)
        return read(session, council, keep_posted(session, council, meeting, posted, actor=who.slack_id, now=now))


def post_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Post the agenda that nobody has posted by its day, without a question, in working hours and before the meeting.

    Returns what became of it: a short word for the log.
    """
    if meeting.state is not meetings.State.COLLECTING:
        return "no_longer_wanted"
    at = nudges.earliest_sending(now, council.zone, calendars.business_days(council, meeting.on))
    if at >= meeting.starts_at:
        return "too_late"
    if at > now:
        due.plan(session, council, due.Kind.POST_AGENDA, meeting, due_at=at, now=now)
        return "put_off"
    posted = meetings.post_agenda(meeting, question=meeting.question, by=None, now=now)
    keep_posted(session, council, meeting, posted, actor=events.CLOCK, now=now)
    return "posted"


def keep_posted(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    posted: meetings.Meeting,
    *,
    actor: str,
    now: datetime,
) -> meetings.Meeting:
    """Keep a meeting whose agenda was posted or revised, and owe the agenda or its edit."""
    kept = kept_meetings.save(session, posted, now=now)
    due.drop(session, kept, due.Kind.POST_AGENDA)
    notices.owe_agenda(session, council, read(session, council, kept), now=now)
    notices.meeting_changed(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=actor,
        verb="posted_agenda" if before.agenda_posted_at is None else "revised_agenda",
        object_kind="meeting",
        object_id=kept.id,
        before={"state": str(before.state), "question": before.question},
        after={"state": str(kept.state), "question": kept.question},
        via="clock" if actor == events.CLOCK else "slack",
        now=now,
    )
    return kept


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> agendas.Agenda:
    """What the agenda of `meeting` holds at this moment. A constant number of statements, however much it holds."""
    return _draw_up(session, council, meeting, kept_meetings.list_ahead(session, council))


def refresh(session: Session, council: Council, *, now: datetime) -> None:
    """Bring board and agenda of the meeting at hand up to date: edits where they stand, new replies where needed.

    Those of a session that is adjourned stay as they were.
    """
    for meeting in kept_meetings.list_running(session, council):
        if not meeting.is_adjourned:
            refresh_one(session, council, meeting, now=now)


def refresh_one(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The same for one meeting, also for one that got a report after it was adjourned."""
    if meeting.agenda_posted_at is not None:
        notices.owe_agenda(session, council, read(session, council, meeting), now=now)
    notices.meeting_changed(session, council, meeting, now=now)


def _draw_up(
    session: Reader, council: Council, meeting: meetings.Meeting, ahead: list[meetings.Meeting]
) -> agendas.Agenda:
    unclosed = kept_actions.list_unclosed(session, council)
    departments = councils.list_departments(session, council, ever=True)
    agreed = sessions.agreed_in(meeting, unclosed)
    return agendas.Agenda(
        board=boards.draw_up(session, council, meeting, departments),
        follow_up=tuple(
            action for action in unclosed if action.state is not actions.State.PROPOSED and action not in agreed
        ),
        proposed=tuple(action for action in unclosed if action.state is actions.State.PROPOSED),
        departments={department.id: department for department in departments},
        next_meeting=meetings.following(ahead, meeting),
        agreed=agreed,
    )
