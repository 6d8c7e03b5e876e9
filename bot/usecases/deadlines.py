"""The deadline's summary: whoever presides is told who is in, once, unless nobody is waited for (model §3.7, REP-4)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import calendar, deadlines, departments, meetings, nudges
from bot.council.deadlines import Left, Summary
from bot.council.departments import Council
from bot.store import due, events, outbox, people
from bot.store import meetings as kept_meetings
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.usecases import boards, calendars

_COLLECTS = (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED)


def tell_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Owe the summary to whoever acts as chair, in their working hours and before the meeting starts; where nobody
    presides, it waits for somebody. Returns what became of it: a short word for the log."""
    if meeting.state not in _COLLECTS:
        return "no_longer_wanted"
    if now >= meeting.starts_at:
        return "too_late"
    if not deadlines.waited_for(boards.read(session, council, meeting)):
        return "all_in"
    acting = council.acting(calendar.local_date(now, council.zone))
    if acting is None:
        again_at = now + calendars.ASKS_AGAIN_AFTER
        due.plan(session, council, due.Kind.REPORTS_DUE, meeting, due_at=again_at, now=now)
        return "nobody_presides"
    person = people.find(session, council.workspace_id, acting)
    zone = departments.zone_of_reader(person, council.zone)
    at = nudges.earliest_sending(now, zone, calendars.business_days(council, meeting.on))
    if at >= meeting.starts_at:
        return "too_late"
    if at > now:
        # By then somebody else may act as chair, or everybody be in.
        due.plan(session, council, due.Kind.REPORTS_DUE, meeting, due_at=at, now=now)
        return "put_off"
    told = outbox.owe(
        session,
        council,
        key=f"reports_due:{meeting.id}:{deadlines.due_on(council, meeting).isoformat()}",
        kind=outbox.Kind.REPORTS_DUE,
        recipient=acting,
        subject=outbox.Subject(meeting_id=meeting.id),
        now=now,
    )
    return "told" if told else "told_before"


def waits_again(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """A department took back that it has nothing to report, or is no longer excused. Where nothing was told at the
    deadline, because nobody was waited for, it is told now; a summary that stands is edited like the board."""
    past = now >= meeting.reports_due_at + deadlines.TOLD_AFTER
    if past and meeting.state in _COLLECTS and not due.is_owed(session, due.Kind.REPORTS_DUE, meeting):
        due.plan(session, council, due.Kind.REPORTS_DUE, meeting, due_at=now, now=now)


def read(session: Reader, council: Council, claim: Claim, *, now: datetime) -> Summary | None:
    """The summary as it stands; None where it need no longer be told: nobody is waited for, the meeting begins, or its
    deadline is another by now."""
    assert claim.subject.meeting_id is not None, "a summary is about a meeting"
    meeting = kept_meetings.get(session, claim.subject.meeting_id)
    of_due_on = date.fromisoformat(claim.key.rpartition(":")[2])
    summary = Summary(
        board=boards.read(session, council, meeting),
        reader=people.find(session, council.workspace_id, claim.recipient),
        due_on=of_due_on,
        told_at=claim.sent_at or now,
        left=_left(session, council, meeting, of_due_on, since=claim.sent_at) if claim.sent_at else None,
    )
    if claim.ts is None:
        too_late = meeting.state not in _COLLECTS or now >= meeting.starts_at
        if too_late or not summary.is_of_this_deadline or not deadlines.waited_for(summary.board):
            return None
    return summary


def _left(
    session: Reader, council: Council, meeting: meetings.Meeting, due_on: date, *, since: datetime
) -> Left | None:
    changes = events.list_changes(session, council, object_kind="summary", object_id=meeting.id, since=since)
    of_it = [change for change in changes if change.after.get("due_on") == due_on.isoformat()]
    return Left(of_it[0].actor, of_it[0].at) if of_it else None
