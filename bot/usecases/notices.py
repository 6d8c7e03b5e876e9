"""What the council owes people to say about a deed, under keys that make saying it twice impossible."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from bot.council import actions, meetings, people
from bot.council.departments import Council, Department
from bot.store import outbox
from bot.store.outbox import Kind, Subject
from bot.usecases import nudging


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


def owe_card(
    session: Session,
    council: Council,
    department: Department,
    action: actions.Action,
    *,
    now: datetime,
    again: bool = False,
) -> None:
    """An agreed action's card, in the channel of the department that answers for it; `again` where another did."""
    outbox.owe(
        session,
        council,
        key=f"action:{action.id}" + (f":{department.id}" if again else ""),
        kind=Kind.ACTION_CARD,
        recipient=department.channel,
        subject=Subject(department_id=department.id, action_id=action.id),
        now=now,
    )


def owe_proposal(
    session: Session,
    council: Council,
    action: actions.Action,
    *,
    chair: str,
    now: datetime,
    at: datetime | None = None,
    again: bool = False,
) -> None:
    """A proposed action, to whoever acts as chair, who can agree it; `again` where somebody else has become that. To be
    sent at `at`, or at once."""
    outbox.owe(
        session,
        council,
        key=f"proposal:{action.id}" + (f":{chair}" if again else ""),
        kind=Kind.PROPOSAL,
        recipient=chair,
        subject=Subject(action_id=action.id),
        now=now,
        at=at,
    )


def owe_departure(
    session: Session,
    council: Council,
    leaver: str,
    *,
    to: str,
    on: date,
    department_id: int | None = None,
    now: datetime,
) -> None:
    """That somebody's account was closed on `on` (a date of the council's): to the chair, or whoever is asked for a
    department's actions that need another owner."""
    outbox.owe(
        session,
        council,
        key=f"left:{leaver}:{on.isoformat()}:{to}" + (f":{department_id}" if department_id is not None else ""),
        kind=Kind.LEFT,
        recipient=to,
        subject=Subject(department_id=department_id),
        now=now,
    )


def owe_stand_in(session: Session, council: Council, absence: people.Absence, *, now: datetime) -> None:
    """That somebody acts for a colleague for a while, to that somebody."""
    assert absence.stand_in is not None, "somebody stands in"
    outbox.owe(
        session,
        council,
        key=f"stands_in:{absence.slack_id}:{absence.from_on}:{absence.until_on}:{absence.stand_in}",
        kind=Kind.STANDS_IN,
        recipient=absence.stand_in,
        subject=Subject(),
        now=now,
    )


def person_of(key: str) -> str:
    """Whom a departure or an absence is about, from the key it was owed under."""
    return key.split(":")[1]


def owe_hello(
    session: Session, council: Council, department: Department, *, at: datetime | None = None, now: datetime
) -> None:
    """The first words in a department's channel, once in each channel it has; owed anew where Slack did not let us in
    and does now. A channel that got another id is the same channel. To be sent at `at`, or at once."""
    owed = outbox.find_key(session, council, Kind.HELLO, department_id=department.id, recipient=department.channel)
    outbox.owe(
        session,
        council,
        key=owed or f"hello:{department.id}:{department.channel}",
        kind=Kind.HELLO,
        recipient=department.channel,
        subject=Subject(department_id=department.id),
        now=now,
        at=at,
    )


def owe_established(session: Session, council: Council, reader: str, *, by: str, now: datetime) -> None:
    """That the council is set up, to whoever did it (`by`) and to whom it concerns; each is told once."""
    outbox.owe(
        session,
        council,
        key=f"established:{council.id}:{reader}",
        kind=Kind.SET_UP if reader == by else Kind.SET_UP_TOLD,
        recipient=reader,
        subject=Subject(),
        now=now,
    )


def owe_held_question(
    session: Session, council: Council, meeting: meetings.Meeting, recipient: str, *, at: datetime, now: datetime
) -> None:
    """Whether a meeting that nobody started took place, to whoever presides (a Slack id); to be sent at `at`."""
    outbox.owe(
        session,
        council,
        key=held_question_key(meeting),
        kind=Kind.HELD_QUESTION,
        recipient=recipient,
        subject=Subject(meeting_id=meeting.id),
        now=now,
        at=at,
    )


def held_question_key(meeting: meetings.Meeting) -> str:
    """The key of the question about the meeting on its day; one that has moved may be asked about once more."""
    return f"held:{meeting.id}:{meeting.on.isoformat()}"


def owe_minutes(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """A meeting's minutes, in the council's channel."""
    outbox.owe(
        session,
        council,
        key=f"minutes:{meeting.id}",
        kind=Kind.MINUTES,
        recipient=council.channel,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_not_delivered(session: Session, council: Council, reader: str, channel: str, *, now: datetime) -> None:
    """That a channel does not take what goes there, to whoever is told (a Slack id), once for each time it begins."""
    outbox.owe(
        session,
        council,
        key=f"{not_delivered(channel)}{now.astimezone(UTC):%Y%m%dT%H%M%S}",
        kind=Kind.NOT_DELIVERED,
        recipient=reader,
        subject=Subject(),
        now=now,
    )


def not_delivered(channel: str) -> str:
    """How the keys of such messages of a channel begin."""
    return f"not_delivered:{channel}:"


def owe_missing(session: Session, council: Council, reader: str, on: date, *, now: datetime) -> None:
    """What could not be sent on a day of the council's, to whoever is told (a Slack id): one message for all of it."""
    outbox.owe(
        session,
        council,
        key=f"missing:{on.isoformat()}",
        kind=Kind.NOT_DELIVERED,
        recipient=reader,
        subject=Subject(),
        now=now,
    )


def missing_on(key: str) -> date | None:
    """Of which day such a message tells; None where it tells of a channel."""
    kind, _, on = key.partition(":")
    return date.fromisoformat(on) if kind == "missing" else None


def channel_of(key: str) -> str:
    """Which channel (an id) a message owed under such a key tells of."""
    return key.split(":")[1]


def copy_key(key: str, slack_id: str) -> str:
    """The key of what one person is given of a message in person."""
    return f"{key}:for:{slack_id}"


def owe_arrived(
    session: Session, council: Council, reader: str, message_id: int, *, number: int, now: datetime
) -> None:
    """Whether a message (its row's id) arrived of which nobody knows, to whoever is asked (a Slack id); `number` is how
    often that was settled before."""
    outbox.owe(
        session,
        council,
        key=f"arrived:{message_id}:{number}",
        kind=Kind.ARRIVED,
        recipient=reader,
        subject=Subject(),
        now=now,
    )


def message_of(key: str) -> tuple[int, int]:
    """Which message (its row's id) such a question is about, and how often that was settled before it was asked."""
    _, message_id, number = key.split(":")
    return int(message_id), int(number)


def owe_needs(session: Session, council: Council, reader: str, *, at: datetime, now: datetime) -> None:
    """What needs someone and was not told yet, to whoever is told (a Slack id) at `at`: one message for all of it."""
    key = needs_key(at)
    outbox.owe(session, council, key=key, kind=Kind.NEEDS, recipient=reader, subject=Subject(), at=at, now=now)


def needs_key(told_at: datetime) -> str:
    """The key of the message that tells of needs at that instant."""
    return f"needs:{told_at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def meeting_changed(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Whatever shows the meeting is out of date: its board, agenda and the replies under it, minutes, the question,
    the deadline's summary, the word that the agenda went out by itself."""
    outbox.touch(
        session,
        council,
        Kind.BOARD,
        Kind.AGENDA,
        Kind.AGENDA_ITEM,
        Kind.AGENDA_NOTE,
        Kind.AGENDA_ALONE,
        Kind.ANNEX,
        Kind.HELD_QUESTION,
        Kind.MINUTES,
        Kind.REPORTS_DUE,
        meeting_id=meeting.id,
        now=now,
    )


def action_changed(session: Session, council: Council, action: actions.Action, *, now: datetime) -> None:
    """Whatever shows the action is out of date: its cards, and the digests that ask about it; and what the ladder has
    for it is another."""
    outbox.touch(session, council, Kind.ACTION_CARD, Kind.PROPOSAL, action_id=action.id, now=now)
    nudging.action_changed(session, council, action, now=now)
