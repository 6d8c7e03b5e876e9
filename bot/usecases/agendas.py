"""The monthly agenda: looking at it, posting it, and what it holds at this moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions, agendas, calendar, meetings, permissions
from bot.council.departments import Council
from bot.store import NotFound, councils, events, requests
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, boards, notices
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Look:
    """The agenda as `who` may see it: `may_post` for whoever presides, or the secretary."""

    agenda: agendas.Agenda
    may_post: bool
    may_open: bool


class NothingPlanned(Exception):
    """The council has no meeting ahead."""


def look(database: Database, who: Who, *, now: datetime) -> Look:
    """The agenda of the meeting at hand, as it would be posted now. Raises NoCouncil, NothingPlanned."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        today = calendar.local_date(now, council.zone)
        ahead = kept_meetings.list_ahead(session, council)
        if not ahead:
            raise NothingPlanned
        return Look(
            _draw_up(session, council, ahead[0], ahead),
            may_post=permissions.may_run_session(council, who.slack_id, today),
            may_open=permissions.presides(council, who.slack_id, today),
        )


def post(
    database: Database, who: Who, *, meeting_id: int, question: str, request_key: str, now: datetime
) -> agendas.Agenda:
    """Post the agenda, or give a posted one another question; the same request again changes nothing.

    Raises NoCouncil, NotAllowed, NotCollecting, QuestionTooLong, NotFound.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
        councils.hold(session, council)  # a report may be coming in at this moment
        # Before the meeting is read: a repetition waits here for the first request and then sees what that one kept.
        first_time = requests.first_time(session, council.workspace_id, f"agenda:{request_key}", now=now)
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        if not first_time:
            return read(session, council, meeting)
        posted = kept_meetings.save(
            session, meetings.post_agenda(meeting, question=question, by=who.slack_id, now=now), now=now
        )
        agenda = read(session, council, posted)
        notices.owe_agenda(session, council, agenda, now=now)
        notices.meeting_changed(session, council, posted, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="posted_agenda" if meeting.agenda_posted_at is None else "revised_agenda",
            object_kind="meeting",
            object_id=posted.id,
            before={"state": str(meeting.state)},
            after={"state": str(posted.state)},
            via="slack",
            now=now,
        )
        return agenda


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> agendas.Agenda:
    """What the agenda of `meeting` holds at this moment. A constant number of statements, however much it holds."""
    return _draw_up(session, council, meeting, kept_meetings.list_ahead(session, council))


def refresh(session: Session, council: Council, *, now: datetime) -> None:
    """Bring board and agenda of the meeting at hand up to date: edits where they stand, new replies where needed."""
    for meeting in kept_meetings.list_running(session, council):
        if meeting.agenda_posted_at is not None:
            notices.owe_agenda(session, council, read(session, council, meeting), now=now)
        notices.meeting_changed(session, council, meeting, now=now)


def _draw_up(
    session: Reader, council: Council, meeting: meetings.Meeting, ahead: list[meetings.Meeting]
) -> agendas.Agenda:
    unclosed = kept_actions.list_unclosed(session, council)
    departments = councils.list_departments(session, council)
    return agendas.Agenda(
        board=boards.draw_up(session, council, meeting, departments),
        follow_up=tuple(action for action in unclosed if action.state is not actions.State.PROPOSED),
        proposed=tuple(action for action in unclosed if action.state is actions.State.PROPOSED),
        departments={department.id: department for department in departments},
        next_meeting=meetings.following(ahead, meeting),
    )
