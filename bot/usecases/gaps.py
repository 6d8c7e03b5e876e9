"""Gaps before a meeting: found for whoever may post its agenda, put under item 7 and taken off it again."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import agenda_changes, agenda_plans, agendas, calendar, meetings, permissions
from bot.council.agenda_plans import Plan
from bot.council.departments import Council
from bot.council.gaps import Gap, GapClosed, Look
from bot.store import NotFound, events
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, boards, gap_facts
from bot.usecases import agendas as agenda_deeds
from bot.usecases import councils as council_deeds

_OPEN = (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED)


def find(session: Reader, board: agendas.Board, *, now: datetime) -> tuple[Gap, ...]:
    """The gaps before the meeting of `board` that can be said at `now`. A constant number of statements."""
    return gap_facts.find_said(session, board, kept_actions.list_unclosed(session, board.council), now=now)


def look(database: Database, who: Who, *, meeting_id: int, now: datetime) -> Look:
    """The gaps before a meeting, for whoever may post its agenda. Raises NoCouncil, NotAllowed, NotFound,
    NotCollecting."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return _look(session, council, _meeting(session, council, who, meeting_id, now=now), now=now)


def put_on(database: Database, who: Who, *, meeting_id: int, key: str, now: datetime) -> Look:
    """Put a gap on the meeting's agenda; one that is there already stays. Raises as `look`, and GapClosed."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        meeting = _meeting(session, council, who, meeting_id, now=now)
        looked = _look(session, council, meeting, now=now)
        gap = next((gap for gap in looked.gaps if gap.key == key), None)
        if gap is None:
            raise GapClosed
        if key in looked.on_agenda:
            return looked
        after = agenda_plans.with_gap(_plan(council, meeting), key)
        kept = _keep(session, council, meeting, after, who, now=now)
        _record(session, council, kept, who, "put_gap_on_agenda", gap.about, now=now)
        return _look(session, council, kept, now=now)


def take_off(database: Database, who: Who, *, meeting_id: int, key: str, now: datetime) -> Look:
    """Take a gap off the meeting's agenda; where it is not on it, nothing changes. Raises as `look`."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        meeting = _meeting(session, council, who, meeting_id, now=now)
        looked = _look(session, council, meeting, now=now)
        if key not in looked.on_agenda:
            return looked
        about = next((gap.about for gap in looked.gaps if gap.key == key), "")
        kept = _keep(session, council, meeting, agenda_plans.without_gap(_plan(council, meeting), key), who, now=now)
        _record(session, council, kept, who, "took_gap_off", about, now=now)
        return _look(session, council, kept, now=now)


def _meeting(session: Reader, council: Council, who: Who, meeting_id: int, *, now: datetime) -> meetings.Meeting:
    permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    if meeting.state not in _OPEN:
        raise meetings.NotCollecting
    return meeting


def _look(session: Reader, council: Council, meeting: meetings.Meeting, *, now: datetime) -> Look:
    board = boards.read(session, council, meeting)
    return Look(council, meeting, find(session, board, now=now), _plan(council, meeting).gaps, board.in_so_far)


def _plan(council: Council, meeting: meetings.Meeting) -> Plan:
    return meeting.plan or council.agenda


def _keep(
    session: Session, council: Council, meeting: meetings.Meeting, plan: Plan, who: Who, *, now: datetime
) -> meetings.Meeting:
    # With nothing of its own left, the meeting goes along with the council's items again.
    after = replace(meeting, plan=None if plan == council.agenda else plan)
    kind = agenda_changes.Kind.PLAN
    return agenda_deeds.revise(session, council, meeting, after, kind, actor=who.slack_id, now=now)


def _record(
    session: Session, council: Council, meeting: meetings.Meeting, who: Who, verb: str, about: str, *, now: datetime
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind="meeting",
        object_id=meeting.id,
        after={"gap": about},
        via="slack",
        now=now,
    )
