"""What the council owes people to say about a deed, under keys that make saying it twice impossible."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from bot.council import actions, agendas, meetings
from bot.council.departments import Council, Department
from bot.store import outbox
from bot.store.outbox import Kind, Subject


def owe_board(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The report board of a meeting, in the council's channel."""
    outbox.owe(
        session,
        council,
        key=f"board:{meeting.id}",
        kind=Kind.BOARD,
        recipient=council.channel,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_agenda(session: Session, council: Council, agenda: agendas.Agenda, *, now: datetime) -> None:
    """The agenda in the council's channel, and a reply in its thread for each item that has content and none yet."""
    meeting = agenda.meeting
    parent = f"agenda:{meeting.id}"
    subject = Subject(meeting_id=meeting.id)
    outbox.owe(session, council, key=parent, kind=Kind.AGENDA, recipient=council.channel, subject=subject, now=now)
    for item in agendas.ITEMS:
        for page in range(agenda.pages(item.key)):
            outbox.owe(
                session,
                council,
                key=f"{parent}:{int(item.key)}" + (f":{page + 1}" if page else ""),
                kind=Kind.AGENDA_ITEM,
                recipient=council.channel,
                subject=Subject(meeting_id=meeting.id, item=int(item.key), page=page),
                now=now,
                parent_key=parent,
            )


def owe_card(
    session: Session, council: Council, department: Department, action: actions.Action, *, now: datetime
) -> None:
    """An agreed action's card, in the channel of the department that answers for it."""
    outbox.owe(
        session,
        council,
        key=f"action:{action.id}",
        kind=Kind.ACTION_CARD,
        recipient=department.channel,
        subject=Subject(department_id=department.id, action_id=action.id),
        now=now,
    )


def owe_proposal(session: Session, council: Council, action: actions.Action, *, now: datetime) -> None:
    """A proposed action, to the chair, who can agree it."""
    outbox.owe(
        session,
        council,
        key=f"proposal:{action.id}",
        kind=Kind.PROPOSAL,
        recipient=council.chair,
        subject=Subject(action_id=action.id),
        now=now,
    )


def owe_digest(
    session: Session,
    council: Council,
    department: Department,
    meeting: meetings.Meeting,
    *,
    local_on: date,
    at: datetime,
    now: datetime,
) -> None:
    """The day's one scheduled post in a department's channel (INV-11), to be sent at `at`."""
    outbox.owe(
        session,
        council,
        key=f"digest:{department.id}:{local_on.isoformat()}",
        kind=Kind.DIGEST,
        recipient=department.channel,
        subject=Subject(meeting_id=meeting.id, department_id=department.id),
        now=now,
        at=at,
    )


def owe_needs(session: Session, council: Council, reader: str, *, at: datetime, now: datetime) -> None:
    """What needs someone and was not told yet, to whoever is told (a Slack id) at `at`: one message for all of it."""
    key = needs_key(at)
    outbox.owe(session, council, key=key, kind=Kind.NEEDS, recipient=reader, subject=Subject(), at=at, now=now)


def needs_key(told_at: datetime) -> str:
    """The key of the message that tells of needs at that instant."""
    return f"needs:{told_at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def meeting_changed(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Whatever shows the meeting is out of date: its board, its agenda and the replies under it."""
    outbox.touch(session, council, Kind.BOARD, Kind.AGENDA, Kind.AGENDA_ITEM, meeting_id=meeting.id, now=now)


def action_changed(session: Session, council: Council, action: actions.Action, *, now: datetime) -> None:
    """Whatever shows the action is out of date: its cards, and the nudges in its department's channel, old and new."""
    outbox.touch(session, council, Kind.ACTION_CARD, Kind.PROPOSAL, action_id=action.id, now=now)
    outbox.touch(session, council, Kind.DIGEST, department_id=action.department_id, now=now)
