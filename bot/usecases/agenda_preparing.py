"""An agenda before it is posted: made ready for its appointed time, and looked at as it will be."""

from dataclasses import replace
from datetime import datetime

from bot.council import agendas, calendar, meetings, permissions, questions
from bot.council.agenda_wordings import Wording
from bot.council.departments import Council
from bot.store import NotFound, events, requests
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, agenda_wordings, notices
from bot.usecases import agendas as agenda_deeds
from bot.usecases import councils as council_deeds


def prepare(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    wording: Wording,
    seen: str | None = None,
    request_key: str,
    now: datetime,
) -> agendas.Agenda:
    """Keep what the agenda is to say until the timetable posts it, or somebody does before; the same request again
    changes nothing. `seen` is the mark of what was shown, None where that is not known.

    Raises NoCouncil, NotAllowed, NotCollecting, AppointedTimePassed, ChangedMeanwhile, NotFound, and what
    questions.check does.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
        first_time = requests.first_time(session, council.workspace_id, f"agenda:{request_key}", now=now)
        meeting = _of(session, council, meeting_id)
        drawn = agenda_deeds.read(session, council, meeting)
        if not first_time:
            return drawn
        wanted = agenda_deeds.wanted(drawn, wording)
        if meeting.state is meetings.State.AGENDA_POSTED:
            touch = agenda_wordings.last_touch(session, council, meeting)
            raise agenda_wordings.ChangedMeanwhile(meeting, touch)
        prepared = meetings.prepare_agenda(
            meeting,
            question=wanted.question,
            grounds=wanted.grounds,
            opening_department_id=wanted.opening_department_id,
            by=who.slack_id,
            now=now,
        )
        agenda_wordings.must_be_as_seen(session, council, meeting, wanted, seen)
        questions.check(wanted.question, wanted.grounds)
        kept = kept_meetings.save(session, prepared, now=now)
        notices.meeting_changed(session, council, kept, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="prepared_agenda",
            object_kind="meeting",
            object_id=kept.id,
            before=agenda_deeds.facts(meeting, drawn.departments),
            after=agenda_deeds.facts(kept, drawn.departments) | {"goes_out_at": kept.agenda_at.isoformat()},
            via="slack",
            now=now,
        )
        return replace(drawn, board=replace(drawn.board, meeting=kept), opening_id=kept.opening_department_id)


def preview(
    database: Database, who: Who, *, meeting_id: int, wording: Wording, later: bool, now: datetime
) -> agendas.Agenda:
    """The agenda as it will be with that wording, posted at `now`, or `later` at its appointed time; one that is posted
    as it will be then. Nothing is kept.

    Raises NoCouncil, NotAllowed, NotCollecting, QuestionTooLong, NotFound.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
        drawn = agenda_deeds.read(session, council, _of(session, council, meeting_id))
        wanted = agenda_deeds.wanted(drawn, wording)
        at = drawn.meeting.agenda_at if later and drawn.meeting.agenda_at > now else now
        posted = meetings.post_agenda(
            drawn.meeting,
            question=wanted.question,
            grounds=wanted.grounds,
            opening_department_id=wanted.opening_department_id,
            by=who.slack_id,
            now=at,
        )
        return replace(drawn, board=replace(drawn.board, meeting=posted), opening_id=wanted.opening_department_id)


def _of(session: Reader, council: Council, meeting_id: int) -> meetings.Meeting:
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    return meeting
