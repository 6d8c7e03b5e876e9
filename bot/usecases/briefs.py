"""The chair's brief on the eve of a meeting: told once to whoever acts as chair, in their own hours (delight.md 4)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import agendas, briefs, calendar, departments, meetings, nudges
from bot.council.briefs import Brief
from bot.council.departments import Council
from bot.store import due, outbox, people
from bot.store import meetings as kept_meetings
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.usecases import agendas as agenda_deeds
from bot.usecases import calendars, gap_facts

_COLLECTS = (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED)


def tell_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Owe the brief to whoever acts as chair now once its hour has come where they are, in their working hours and
    before the meeting starts; where nobody presides, it waits for somebody. A meeting whose reports are not open has
    none yet: opening them looks again. Returns what became of it: a short word for the log."""
    if meeting.state not in _COLLECTS:
        return "no_longer_wanted"
    if now >= meeting.starts_at:
        return "too_late"
    acting = council.acting(calendar.local_date(now, council.zone))
    if acting is None:
        again_at = now + calendars.ASKS_AGAIN_AFTER
        due.plan(session, council, due.Kind.CHAIRS_BRIEF, meeting, due_at=again_at, now=now)
        return "nobody_presides"
    person = people.find(session, council.workspace_id, acting)
    zone = departments.zone_of_reader(person, council.zone)
    business_days = calendars.business_days(council, meeting.on)
    at = nudges.earliest_sending(max(now, briefs.due_at(meeting, zone, business_days)), zone, business_days)
    if at >= meeting.starts_at:
        return "too_late"
    if at > now:
        # By then somebody else may act as chair, or be elsewhere.
        due.plan(session, council, due.Kind.CHAIRS_BRIEF, meeting, due_at=at, now=now)
        return "put_off"
    told = outbox.owe(
        session,
        council,
        key=f"brief:{meeting.id}:{meeting.on.isoformat()}:{acting}",
        kind=outbox.Kind.BRIEF,
        recipient=acting,
        subject=outbox.Subject(meeting_id=meeting.id),
        now=now,
    )
    return "told" if told else "told_before"


def follow_who_presides(session: Session, council: Council, *, now: datetime) -> None:
    """Somebody else may act as chair from now on: where the brief's hour has come, they have one too, and whoever had
    one and has the chair's rights no more reads that it is another's."""
    meeting = kept_meetings.find_current(session, council, now=now)
    if meeting is None or meeting.state not in _COLLECTS or now >= meeting.starts_at:
        return
    if now >= briefs.first_look_at(meeting, calendars.business_days(council, meeting.on)):
        due.plan(session, council, due.Kind.CHAIRS_BRIEF, meeting, due_at=now, now=now)
        outbox.touch(session, council, outbox.Kind.BRIEF, meeting_id=meeting.id, now=now)


def read(session: Reader, council: Council, claim: Claim, *, now: datetime) -> Brief | None:
    """The brief as it stands; None where it need no longer be told: the meeting begins, moved to another day or is
    called off, or its reader does not act as chair."""
    assert claim.subject.meeting_id is not None, "a brief is about a meeting"
    meeting = kept_meetings.get(session, claim.subject.meeting_id)
    today = calendar.local_date(now, council.zone)
    of_day = date.fromisoformat(claim.key.split(":")[2])
    if claim.ts is None:
        too_late = meeting.state not in _COLLECTS or now >= meeting.starts_at or meeting.on != of_day
        if too_late or council.acting(today) != claim.recipient:
            return None
    agenda = agenda_deeds.read(session, council, meeting)
    opened_at = kept_meetings.opened_at(session, council, before=meeting.starts_at)
    opened = None if agenda.opening is None else opened_at.get(agenda.opening.department.id)
    unclosed = (*agenda.follow_up, *agenda.agreed, *agenda.proposed)
    return Brief(
        agenda=agenda,
        reader=people.find(session, council.workspace_id, claim.recipient),
        told_at=claim.sent_at or now,
        turn_id=agendas.next_to_open(agenda.board.lines, opened_at),
        opened_on=None if opened is None else calendar.local_date(opened, council.zone),
        gap=briefs.choose(gap_facts.find_said(session, agenda.board, unclosed, now=now)),
        is_for_reader=claim.recipient in council.presiding(today),
    )
