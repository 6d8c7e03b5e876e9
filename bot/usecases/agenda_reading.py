"""Reading agendas by month, also of meetings that are over, as they stood then; and taking one away. Anybody in the
workspace may, but for what stays among the council's members (INV-14). Each look costs the same number of statements,
however long the past is."""

from dataclasses import replace
from datetime import datetime

from bot.council import actions, agenda_reading, agendas, meetings, sessions
from bot.council.agenda_reading import Past
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, gap_facts
from bot.usecases import agendas as agenda_deeds
from bot.usecases import report_reading as reading_deeds
from bot.usecases.report_reading import Reading


def past(database: Database, who: Who, *, page: int = 0, now: datetime) -> Past:
    """A page of the meetings that have an agenda, the newest first. Raises NoCouncil, NoAgendaThen."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        there = list(reversed(agenda_reading.readable(reading.meetings)))
        if not there:
            raise agenda_reading.NoAgendaThen(None, ())
        pages = -(-len(there) // agenda_reading.PAGE)
        page = min(max(page, 0), pages - 1)
        shown = there[page * agenda_reading.PAGE : (page + 1) * agenda_reading.PAGE]
        return Past(reading.council, tuple(shown), page, pages, len(there))


def show(database: Database, who: Who, words: str, *, now: datetime) -> agenda_reading.Reading:
    """The agenda that `words` ask for: "january", "2027-01", "last". Raises NoCouncil, NotAMonth, NoAgendaThen."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        return _read(session, reading, agenda_reading.wanted(words, agenda_reading.readable(reading.meetings)))


def one(database: Database, who: Who, *, meeting_id: int, now: datetime) -> agenda_reading.Reading:
    """The agenda of a meeting; of one that has not opened its reports too. Raises NoCouncil, NotFound."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        return _read(session, reading, reading_deeds.meeting_of(reading, meeting_id))


def at_hand(database: Database, who: Who, *, now: datetime) -> agenda_reading.Reading:
    """The agenda of the meeting at hand. Raises NoCouncil, NothingPlanned."""
    with database.read() as session:
        reading = reading_deeds.sit_down(session, who, now=now)
        meeting = kept_meetings.find_current(session, reading.council, now=now)
        if meeting is None:
            raise agenda_deeds.NothingPlanned
        return _read(session, reading, meeting)


def _read(session: Reader, reading: Reading, meeting: meetings.Meeting) -> agenda_reading.Reading:
    agenda = agenda_deeds.read(session, reading.council, meeting)
    as_of = agenda_reading.began_at(meeting) if agenda_reading.is_past(meeting) else None
    if as_of is not None:
        agenda = _as_stood(session, reading, agenda, as_of)
    return agenda_reading.Reading(agenda if reading.is_member else agendas.for_everybody(agenda), as_of)


def _as_stood(session: Reader, reading: Reading, agenda: agendas.Agenda, at: datetime) -> agendas.Agenda:
    """The agenda with the actions as they stood at an instant (UTC), and those agreed in the meeting."""
    meeting = agenda.meeting
    confirmed = agenda_reading.confirmed_before(reading.meetings, at)
    ended_at = agenda_reading.ended_at(meeting)
    known = kept_actions.list_created_by(session, reading.council, max(at, ended_at), done_since=confirmed)
    agreed = sessions.agreed_in(
        meeting, [one for one in known if one.agreed_at is not None and one.agreed_at <= ended_at]
    )
    in_session = {one.id for one in agreed}
    stood = [agenda_reading.as_stood(one, at, confirmed=confirmed) for one in known if one.id not in in_session]
    there = [one for one in stood if one is not None]
    return replace(
        agenda,
        follow_up=tuple(one for one in there if one.state is not actions.State.PROPOSED),
        proposed=tuple(one for one in there if one.state is actions.State.PROPOSED),
        agreed=agreed,
        next_meeting=_next(reading, meeting),
        gaps=gap_facts.on_agenda(session, agenda.board, there),
    )


def _next(reading: Reading, meeting: meetings.Meeting) -> meetings.Meeting | None:
    """The meeting after this one, held or still to come."""
    later = (one for one in reading.meetings if one.starts_at > meeting.starts_at)
    return next((one for one in later if one.state is not meetings.State.CANCELLED), None)
