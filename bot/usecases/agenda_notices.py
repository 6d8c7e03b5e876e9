"""What the council owes its channel about an agenda: itself, the replies under it, the notes on its versions, and what
came after the meeting."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import agenda_changes, agenda_pages, agenda_plans, agendas, meetings
from bot.council.departments import Council
from bot.store import outbox
from bot.store.outbox import Kind, Reply, Subject


def owe(session: Session, council: Council, agenda: agendas.Agenda, *, now: datetime) -> None:
    """The agenda in the council's channel, and a reply in its thread for each item that has content and none yet."""
    meeting = agenda.meeting
    parent = f"agenda:{meeting.id}"
    subject = Subject(meeting_id=meeting.id)
    outbox.owe(session, council, key=parent, kind=Kind.AGENDA, recipient=council.channel, subject=subject, now=now)
    replies = [
        Reply(
            f"{parent}:{int(key)}" + (f":{page + 1}" if page else ""),
            Kind.AGENDA_ITEM,
            Subject(meeting_id=meeting.id, item=int(key), page=page),
        )
        for key in agenda_plans.Key
        for page in range(agenda_pages.count(agenda, key))
    ]
    outbox.owe_replies(session, council, parent, replies, recipient=council.channel, now=now)


def owe_note(session: Session, council: Council, change: agenda_changes.Change, *, now: datetime) -> None:
    """What is new in another version of the agenda: one note in its thread, which waits for the agenda itself."""
    outbox.owe(
        session,
        council,
        key=note_key(change),
        kind=Kind.AGENDA_NOTE,
        recipient=council.channel,
        subject=Subject(meeting_id=change.meeting_id, item=change.number),
        now=now,
        parent_key=f"agenda:{change.meeting_id}",
    )


def note_key(change: agenda_changes.Change) -> str:
    """The key of the note on a version."""
    return f"agenda:{change.meeting_id}:v{change.number}"


def owe_pin(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The agenda is pinned once it stands in its channel."""
    _owe_pin(session, council, meeting, Kind.PIN, now=now)


def owe_unpin(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The agenda of a meeting that is over, or has given way to the next one, is pinned no more; nothing where there is
    none."""
    if meeting.agenda_posted_at is not None:
        _owe_pin(session, council, meeting, Kind.UNPIN, now=now)


def _owe_pin(session: Session, council: Council, meeting: meetings.Meeting, kind: Kind, *, now: datetime) -> None:
    outbox.owe(
        session,
        council,
        key=f"agenda:{meeting.id}:{kind}",
        kind=kind,
        recipient=council.channel,
        subject=Subject(meeting_id=meeting.id),
        now=now,
        parent_key=f"agenda:{meeting.id}",
    )


def owe_alone(session: Session, council: Council, meeting: meetings.Meeting, acting: str, *, now: datetime) -> None:
    """That the agenda went out by itself without a question, to whoever acts as chair (a Slack id)."""
    outbox.owe(
        session,
        council,
        key=f"agenda_alone:{meeting.id}",
        kind=Kind.AGENDA_ALONE,
        recipient=acting,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_annexes(session: Session, council: Council, agenda: agendas.Agenda, *, now: datetime) -> None:
    """What came after a meeting whose minutes are posted: replies under them, as many as each report takes."""
    replies = [
        Reply(
            f"annex:{agenda.meeting.id}:{line.department.id}" + (f":{page + 1}" if page else ""),
            Kind.ANNEX,
            Subject(meeting_id=agenda.meeting.id, department_id=line.department.id, page=page),
        )
        for line in agenda.board.lines
        for page in range(len(agenda_pages.of_annex(agenda, line.department.id)))
    ]
    parent = f"minutes:{agenda.meeting.id}"
    outbox.owe_replies(session, council, parent, replies, recipient=council.channel, now=now)
