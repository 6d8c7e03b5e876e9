"""What is said about the council's calendar: once in each channel that had a date of a meeting (model §3.6.5).

Each message's key holds which move it is about, so that a second move is told once as well.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.council import calendar, departments, meetings, outlooks
from bot.council.departments import Council
from bot.store import councils, events, outbox, people
from bot.store import meeting_moves as kept_moves
from bot.store import meetings as kept_meetings
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind, Subject
from bot.usecases import calendars

_NAMES_ITS_MEETING = frozenset({Kind.BOARD, Kind.AGENDA, Kind.DIGEST, Kind.MEETING_MOVED, Kind.MEETING_ADDED})


@dataclass(frozen=True)
class Moved:
    """What a channel is told of a move: where the meeting is now and where that channel last knew it (UTC), and the
    `zone` of its readers."""

    council: Council
    meeting: meetings.Meeting
    from_starts_at: datetime
    reason: str
    zone: ZoneInfo


def owe_moved(
    session: Session, council: Council, meeting: meetings.Meeting, number: int, channel: str, *, now: datetime
) -> None:
    """That a meeting moved, in a channel that had a date of it; `number` is the move's."""
    outbox.owe(
        session,
        council,
        key=_moved_key(meeting.id, number, channel),
        kind=Kind.MEETING_MOVED,
        recipient=channel,
        subject=Subject(meeting_id=meeting.id, item=number),
        now=now,
    )


def owe_moved_in_thread(
    session: Session, council: Council, meeting: meetings.Meeting, number: int, *, now: datetime
) -> None:
    """The same in the thread of its agenda, which is posted."""
    outbox.owe(
        session,
        council,
        key=_moved_key(meeting.id, number, "agenda"),
        kind=Kind.MEETING_MOVED,
        recipient=council.channel,
        subject=Subject(meeting_id=meeting.id, item=number, page=0),
        now=now,
        parent_key=f"agenda:{meeting.id}",
    )


def owe_cancelled(
    session: Session, council: Council, meeting: meetings.Meeting, channel: str, *, now: datetime
) -> None:
    """That a meeting is cancelled, in a channel that had a date of it."""
    outbox.owe(
        session,
        council,
        key=f"cancelled:{meeting.id}:{channel}",
        kind=Kind.MEETING_CANCELLED,
        recipient=channel,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_cancelled_twice(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """That two meetings in a row are cancelled, to whoever acts as chair."""
    acting = council.acting(calendar.local_date(now, council.zone))
    if acting is None:
        return
    outbox.owe(
        session,
        council,
        key=f"cancelled_twice:{meeting.id}",
        kind=Kind.CANCELLED_TWICE,
        recipient=acting,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_added(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """That there is one meeting more, in the council's channel."""
    outbox.owe(
        session,
        council,
        key=f"added:{meeting.id}",
        kind=Kind.MEETING_ADDED,
        recipient=council.channel,
        subject=Subject(meeting_id=meeting.id),
        now=now,
    )


def owe_rule_changed(session: Session, council: Council, *, now: datetime) -> None:
    """That the council meets by another rule, in its channel; a change that comes before it was sent is in it."""
    outbox.owe(
        session,
        council,
        key=f"rule:{council.version}",
        kind=Kind.RULE_CHANGED,
        recipient=council.channel,
        subject=Subject(),
        now=now,
    )


def owe_holiday_question(
    session: Session, council: Council, meeting: meetings.Meeting, slack_id: str, *, at: datetime, now: datetime
) -> None:
    """Which of two days it is to be, to whoever acts as chair; to be sent at `at`."""
    outbox.owe(
        session,
        council,
        key=f"holiday:{meeting.id}:{meeting.rule_on}:{slack_id}",
        kind=Kind.HOLIDAY_QUESTION,
        recipient=slack_id,
        subject=Subject(meeting_id=meeting.id),
        now=now,
        at=at,
    )


def question_changed(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The day is chosen, or no longer to be chosen: whoever was asked sees so."""
    outbox.touch(session, council, Kind.HOLIDAY_QUESTION, meeting_id=meeting.id, now=now)


def read_moved(session: Reader, council: Council, claim: Claim) -> Moved | None:
    """What a notice of a move says when it is sent; None where nothing is left to say.

    A move that another followed before its notice was sent is not told; the later one's notice tells from where its
    readers were last told the meeting is. Nothing is said where it is back there, or cancelled meanwhile.
    """
    meeting = kept_meetings.get(session, _id(claim.subject.meeting_id))
    moves = kept_moves.list_of(session, meeting.id)
    number = _id(claim.subject.item)
    if claim.ts is None and (number < len(moves) or meeting.state is meetings.State.CANCELLED):
        return None
    known = kept_moves.last_told(session, claim, meeting.id) or moves[0].from_starts_at
    if claim.ts is None and known == meeting.starts_at:
        return None
    return Moved(council, meeting, known, moves[number - 1].reason, _zone(session, council, claim.recipient))


def dates_told(
    session: Reader, council: Council, kind: Kind, recipient: str, meeting_id: int | None
) -> dict[int, datetime]:
    """Which meetings' starts (by id, UTC) such a message names as it is posted now."""
    if kind is Kind.RULE_CHANGED:
        named = next_by_rule(session, council)
    elif meeting_id is None:
        named = []
    elif kind is Kind.MEETING_CANCELLED:
        following = next_after_cancelled(session, council, meeting_id, recipient)
        named = [] if following is None else [following]
    else:
        named = [kept_meetings.get(session, meeting_id)] if kind in _NAMES_ITS_MEETING else []
    return {meeting.id: meeting.starts_at for meeting in named}


def next_by_rule(session: Reader, council: Council) -> list[meetings.Meeting]:
    """The meetings that the notice of another rule names."""
    ahead = kept_meetings.list_ahead(session, council)
    return [meeting for meeting in ahead if not meeting.is_adjourned][: meetings.PLANNED_AHEAD]


def next_after_cancelled(session: Reader, council: Council, meeting_id: int, recipient: str) -> meetings.Meeting | None:
    """The meeting that the notice of a cancellation names as the next: in the council's channel only, as that one also
    hears of whatever becomes of it."""
    if recipient != council.channel:
        return None
    return meetings.following(kept_meetings.list_ahead(session, council), kept_meetings.get(session, meeting_id))


def read_question(session: Reader, council: Council, claim: Claim) -> tuple[outlooks.Ahead, str | None] | None:
    """The question of a meeting whose day is a day off, with who chose (a Slack id, events.CLOCK, or None where it was
    settled in another way); None where it need no longer be asked."""
    meeting = kept_meetings.get(session, _id(claim.subject.meeting_id))
    if claim.ts is None and not meeting.holiday_question:
        return None
    changes = events.list_changes(
        session, council, object_kind="meeting", object_id=meeting.id, since=claim.sent_at or claim.attempted_at
    )
    chosen = [change for change in changes if change.after.get("chosen_on")]
    who = chosen[-1].actor if chosen else None
    return outlooks.Ahead(meeting, clash=calendars.clash(session, council, meeting)), who


def _zone(session: Reader, council: Council, recipient: str) -> ZoneInfo:
    """Whose clocks those who read there have: the department's, a person's own, or the council's."""
    person = people.find(session, council.workspace_id, recipient)
    if person is not None:
        return departments.zone_of_reader(person, council.zone)
    of_department = (d.zone for d in councils.list_departments(session, council) if d.channel == recipient)
    return next(of_department, council.zone)


def _moved_key(meeting_id: int, number: int, place: str) -> str:
    return f"moved:{meeting_id}:{number}:{place}"


def _id(value: int | None) -> int:
    assert value is not None, "this kind of message is never owed without it"
    return value
