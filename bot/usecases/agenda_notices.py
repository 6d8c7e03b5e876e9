"""What the council owes its channel about an agenda: itself, the replies under it, the notes on its versions, and what
came after the meeting."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import agenda_changes, agenda_pages, agenda_plans, agendas
from bot.council.departments import Council
from bot.store import outbox
from bot.store.outbox import Kind, Subject


def owe(session: Session, council: Council, agenda: agendas.Agenda, *, now: datetime) -> None:
    """The agenda in the council's channel, and a reply in its thread for each item that has content and none yet."""
    meeting = agenda.meeting
    parent = f"agenda:{meeting.id}"
    subject = Subject(meeting_id=meeting.id)
    outbox.owe(session, council, key=parent, kind=Kind.AGENDA, recipient=council.channel, subject=subject, now=now)
    for key in agenda_plans.Key:
        for page in range(agenda_pages.count(agenda, key)):
            outbox.owe(
                session,
                council,
                key=f"{parent}:{int(key)}" + (f":{page + 1}" if page else ""),
                kind=Kind.AGENDA_ITEM,
                recipient=council.channel,
                subject=Subject(meeting_id=meeting.id, item=int(key), page=page),
                now=now,
                parent_key=parent,
            )


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


def owe_annexes(session: Session, council: Council, agenda: agendas.Agenda, *, now: datetime) -> None:
    """What came after a meeting whose minutes are posted: replies under them, as many as each report takes."""
    for line in agenda.board.lines:
        department_id = line.department.id
        for page in range(len(agenda_pages.of_annex(agenda, department_id))):
            outbox.owe(
                session,
                council,
                key=f"annex:{agenda.meeting.id}:{department_id}" + (f":{page + 1}" if page else ""),
                kind=Kind.ANNEX,
                recipient=council.channel,
                subject=Subject(meeting_id=agenda.meeting.id, department_id=department_id, page=page),
                now=now,
                parent_key=f"minutes:{agenda.meeting.id}",
            )
