"""The outbox: messages owed to Slack, by whoever changes what they say.

pending -> sending -> sent | unknown | failed | dropped. Who sends them is found in `claims.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Label, Update, and_, case, func, literal_column, select, update
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.receipts import CONFIRMED, OF_CHANNEL, names_of
from bot.store import rows, tables
from bot.store.database import Reader
from bot.store.paces import Lane


class Kind(StrEnum):
    """What a message says; its words are found by delivery. PIN and UNPIN are no messages: they do that to the one in
    whose thread they are owed."""

    BOARD = "board"
    AGENDA = "agenda"
    AGENDA_ITEM = "agenda_item"
    AGENDA_NOTE = "agenda_note"
    AGENDA_ALONE = "agenda_alone"
    ANNEX = "annex"
    PIN = "pin"
    UNPIN = "unpin"
    ACTION_CARD = "action_card"
    PROPOSAL = "proposal"
    DIGEST = "digest"
    HELLO = "hello"
    SET_UP = "set_up"
    SET_UP_TOLD = "set_up_told"
    NEEDS = "needs"
    HELD_QUESTION = "held_question"
    MINUTES = "minutes"
    MEETING_MOVED = "meeting_moved"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_ADDED = "meeting_added"
    CANCELLED_TWICE = "cancelled_twice"
    RULE_CHANGED = "rule_changed"
    HOLIDAY_QUESTION = "holiday_question"
    LEFT = "left"
    STANDS_IN = "stands_in"
    NOT_DELIVERED = "not_delivered"
    ARRIVED = "arrived"
    REPORTS_DUE = "reports_due"
    BRIEF = "brief"
    HEADS_UP = "heads_up"
    HEADS_UP_CHANGED = "heads_up_changed"
    HEADS_UP_ANSWERED = "heads_up_answered"
    TOLD_COUNCIL = "told_council"
    TOLD_ANSWERED = "told_answered"


class State(StrEnum):
    """Where a message stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DROPPED = "dropped"


# Those that a change of their subject concerns.
ALIVE = (State.PENDING, State.SENDING, State.SENT, State.FAILED)
# What a department's other channel needs no repetition of: it is greeted itself, and people have the reminders.
_OF_THE_OLD_CHANNEL = (Kind.HELLO, Kind.DIGEST)


@dataclass(frozen=True)
class Subject:
    """What a message is about, by ids; `item` of an agenda, and the `page` of a long one, counted from 0. Of a moved
    meeting `item` is which move it is, counted from 1; of a note on an agenda, which version it tells of; of a
    heads-up and of what somebody told the council, its id."""

    meeting_id: int | None = None
    department_id: int | None = None
    action_id: int | None = None
    item: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class Waiting:
    """How long a workspace's messages have waited in a lane. UTC: the first of them could go `at` that instant by
    itself; `may_go_at` is the earliest that the workspace takes it."""

    workspace_id: int
    lane: Lane
    at: datetime
    may_go_at: datetime


def owe(
    session: Session,
    council: Council,
    *,
    key: str,
    kind: Kind,
    recipient: str,
    subject: Subject,
    now: datetime,
    at: datetime | None = None,
    parent_key: str | None = None,
    copy_of: int | None = None,
) -> bool:
    """Owe a message under a key that is unique in the council; False where it is owed already.

    One that was dropped, because there was nothing to say when it could go, or that Slack refused, is owed anew; one
    that may have been sent never is. `recipient` is a channel id
    or a person's id; `at` the UTC instant to send it (now unless given); `parent_key` the message in whose thread it
    stands, and which it waits for, unless nobody knows where that one stands; `copy_of` the message (its row's id) that
    it says to one person.
    """
    parent_id: int | None = None
    next_at: datetime | None = at or now
    if parent_key is not None:
        parent_id, parent_ts, is_nowhere = _parent(session, council, parent_key)
        if is_nowhere:
            return False
        next_at = None if parent_ts is None else next_at
    values = _values(key, kind, recipient, subject, parent_id=parent_id, next_at=next_at) | {"copy_of": copy_of}
    if rows.insert_once(session, tables.Outbox, rows.under(council, now) | values) is not None:
        return True
    return session.execute(_anew(council, [key], next_at).returning(tables.Outbox.id)).first() is not None


@dataclass(frozen=True)
class Reply:
    """A message that stands in another one's thread, under a key of its own."""

    key: str
    kind: Kind
    subject: Subject


def owe_replies(
    session: Session, council: Council, parent_key: str, replies: Sequence[Reply], *, recipient: str, now: datetime
) -> None:
    """As `owe`, all that stands in the thread of one message, in as many statements however much that is."""
    if not replies:
        return
    parent_id, parent_ts, is_nowhere = _parent(session, council, parent_key)
    if is_nowhere:
        return
    next_at = None if parent_ts is None else now
    owed = [
        rows.under(council, now)
        | _values(reply.key, reply.kind, recipient, reply.subject, parent_id=parent_id, next_at=next_at)
        for reply in replies
    ]
    session.execute(rows.insert(session, tables.Outbox).on_conflict_do_nothing(), owed)
    session.execute(_anew(council, [reply.key for reply in replies], next_at))


def _parent(session: Session, council: Council, key: str) -> tuple[int, str | None, bool]:
    """The id of the message in whose thread something is to stand, where it stands itself (None: it waits), and whether
    nobody knows where."""
    columns = tables.Outbox
    parent = select(columns.id, columns.ts, columns.error).filter_by(council_id=council.id, key=key)
    # Whoever has just posted it wakes what waits for it: either they see this one, or this one sees that.
    parent_id, ts, error = session.execute(parent.with_for_update(read=True)).one()
    return parent_id, ts, error == CONFIRMED


def _values(
    key: str, kind: Kind, recipient: str, subject: Subject, *, parent_id: int | None, next_at: datetime | None
) -> dict[str, Any]:
    return {
        "key": key,
        "kind": str(kind),
        "recipient": recipient,
        "meeting_id": subject.meeting_id,
        "department_id": subject.department_id,
        "action_id": subject.action_id,
        "item": subject.item,
        "page": subject.page,
        "parent_id": parent_id,
        "state": str(State.PENDING),
        "revision": 1,
        "shown": 0,
        "next_at": next_at,
        "tries": 0,
    }


def _anew(council: Council, keys: Sequence[str], next_at: datetime | None) -> Update:
    return (
        update(tables.Outbox)
        .filter_by(council_id=council.id)
        .where(tables.Outbox.key.in_(keys), tables.Outbox.state.in_([str(State.DROPPED), str(State.FAILED)]))
        .values(state=str(State.PENDING), next_at=next_at, slot_at=None, tries=0, error=None)
    )


def touch(
    session: Session,
    council: Council,
    *kinds: Kind,
    now: datetime,
    meeting_id: int | None = None,
    department_id: int | None = None,
    action_id: int | None = None,
    items: Collection[int] | None = None,
) -> None:
    """Something these messages show has changed: those posted are edited, those waiting say it when they go.

    Those that Slack refused are tried once more, as whatever stood in the way may be gone.
    """
    columns = tables.Outbox
    concerned = select(columns.id).where(
        columns.council_id == council.id,
        columns.kind.in_([str(kind) for kind in kinds]),
        columns.state.in_([str(state) for state in ALIVE]),
    )
    for column, value in (
        (columns.meeting_id, meeting_id),
        (columns.department_id, department_id),
        (columns.action_id, action_id),
    ):
        if value is not None:
            concerned = concerned.where(column == value)
    if items is not None:
        concerned = concerned.where(columns.item.in_(items))
    # A message before its replies, as whoever marks it posted: in another order the two could wait for each other.
    ids = session.scalars(concerned.order_by(columns.id).with_for_update()).all()
    session.execute(
        update(columns)
        .where(columns.id.in_(ids))
        .values(
            revision=columns.revision + 1,
            state=case((columns.state == str(State.FAILED), str(State.PENDING)), else_=columns.state),
            next_at=case(
                (columns.state.in_([str(State.SENT), str(State.FAILED)]), func.coalesce(columns.next_at, now)),
                else_=columns.next_at,
            ),
        )
    )


def readdress(session: Session, council: Council, *, old: str, new: str, department_id: int | None = None) -> None:
    """Messages to `old` that were not sent yet go to `new` (channel or person), with what is to stand under them; of
    one department, or all of them."""
    waiting = and_(tables.Outbox.state == str(State.PENDING), tables.Outbox.parent_id.is_(None))
    _redirect(session, council, waiting, old=old, new=new, department_id=department_id, slot_at=None)


def move_refused(
    session: Session, council: Council, *, old: str, new: str, department_id: int | None = None, now: datetime
) -> None:
    """What Slack refused to take in the channel `old` goes to the channel `new` now; of one department, or all of them.
    A greeting and a day's reminders were for the old one, and are settled."""
    columns = tables.Outbox
    kinds = [str(kind) for kind in _OF_THE_OLD_CHANNEL]
    closed = columns.error.in_(names_of(OF_CHANNEL))
    settled = and_(columns.state == str(State.FAILED), columns.kind.in_(kinds), closed)
    dropped = {"state": str(State.DROPPED), "next_at": None, "slot_at": None}
    _redirect(session, council, settled, old=old, new=old, department_id=department_id, **dropped)
    refused = and_(columns.state == str(State.FAILED), columns.parent_id.is_(None), columns.kind.not_in(kinds))
    anew = {"state": str(State.PENDING), "next_at": now, "slot_at": None, "tries": 0, "error": None}
    _redirect(session, council, refused, old=old, new=new, department_id=department_id, **anew)


def _redirect(
    session: Session,
    council: Council,
    wanted: ColumnElement[bool],
    *,
    old: str,
    new: str,
    department_id: int | None,
    **values: object,
) -> None:
    columns = tables.Outbox
    concerned = select(columns.id).where(
        columns.council_id == council.id, columns.recipient == old, columns.ts.is_(None), wanted
    )
    if department_id is not None:
        concerned = concerned.where(columns.department_id == department_id)
    # A message before its replies, as whoever marks it posted: in another order the two could wait for each other.
    ids = session.scalars(concerned.order_by(columns.id).with_for_update()).all()
    session.execute(update(columns).where(columns.id.in_(ids)).values(recipient=new, **values))
    if old != new:
        replies = update(columns).where(columns.parent_id.in_(ids), columns.ts.is_(None))
        session.execute(replies.values(recipient=new, slot_at=None))


def readdress_all(session: Session, council: Council, kind: Kind, *, new: str) -> None:
    """Messages of a kind that were not sent yet go to `new` (a person), whoever they were for."""
    waiting = update(tables.Outbox).filter_by(council_id=council.id, kind=str(kind), state=str(State.PENDING), ts=None)
    session.execute(waiting.where(tables.Outbox.recipient != new).values(recipient=new, slot_at=None))


def try_again(
    session: Session,
    council: Council,
    recipients: Collection[str],
    *,
    errors: Collection[str] | None = None,
    at: datetime,
) -> None:
    """What Slack refused to take for these, with one of `errors` or any, is tried once more at `at` (UTC), as whatever
    stood in the way may be gone."""
    columns = tables.Outbox
    refused = update(columns).filter_by(council_id=council.id, state=str(State.FAILED))
    if errors is not None:
        refused = refused.where(columns.error.in_(errors))
    session.execute(
        refused.where(columns.recipient.in_(recipients)).values(
            state=str(State.PENDING), next_at=at, slot_at=None, tries=0, error=None
        )
    )


def follow_channel(session: Session, council: Council, *, old: str, new: str) -> None:
    """A channel has another id: messages owed to it, and edits of those that stand there, go to the new one."""
    of_council = update(tables.Outbox).where(tables.Outbox.council_id == council.id)
    session.execute(of_council.where(tables.Outbox.recipient == old).values(recipient=new, slot_at=None))
    session.execute(of_council.where(tables.Outbox.channel == old).values(channel=new))


def next_at(session: Reader) -> datetime | None:
    """The earliest instant at which a message may be able to go; never before that. What has waited for its
    conversation is known to do so once somebody has tried to take it."""
    return min((waiting.may_go_at for waiting in list_waiting(session)), default=None)


def list_waiting(session: Reader) -> list[Waiting]:
    """The longest waiting message of each workspace in each lane, where there is one. One statement, which costs a few
    looks into indexes for each workspace."""
    waiting = []
    for row in session.execute(_WAITING):
        for lane in Lane:
            at, free_at = row._mapping[f"{lane}_at"], row._mapping[f"{lane}_free_at"]
            if at is not None:
                waiting.append(Waiting(row.id, lane, at, at if free_at is None else max(at, free_at)))
    return waiting


def is_work(lane: Lane) -> ColumnElement[bool]:
    """Whether a row waits in this lane: an index of its own has these, which the databases use only where the state is
    spelt out."""
    sent: ColumnElement[str] = literal_column("'sent'")
    state = tables.Outbox.state == sent if lane is Lane.EDIT else tables.Outbox.state != sent
    return and_(tables.Outbox.next_at.is_not(None), state)


def list_recipients(session: Reader, council: Council, kind: Kind) -> frozenset[tuple[int | None, str]]:
    """Which action each message of a kind is about (an id), and to whom it went or will go; not those that were dropped
    or that Slack refused."""
    columns = tables.Outbox
    query = select(columns.action_id, columns.recipient).where(
        columns.council_id == council.id,
        columns.kind == str(kind),
        columns.state.not_in([str(State.DROPPED), str(State.FAILED)]),
    )
    return frozenset((action_id, recipient) for action_id, recipient in session.execute(query))


def find_key(session: Reader, council: Council, kind: Kind, *, department_id: int, recipient: str) -> str | None:
    """The key of the first message of a kind that a department was ever owed there, in whatever state it is."""
    columns = tables.Outbox
    query = select(columns.key).where(
        columns.council_id == council.id,
        columns.kind == str(kind),
        columns.department_id == department_id,
        columns.recipient == recipient,
    )
    return session.scalar(query.order_by(columns.id).limit(1))


def is_posted(session: Reader, council: Council, key: str) -> bool:
    """Whether the message owed under that key stands in Slack."""
    posted = select(tables.Outbox.id).filter_by(council_id=council.id, key=key).where(tables.Outbox.ts.is_not(None))
    return session.execute(posted).first() is not None


def is_known(session: Reader, council_id: int, key: str) -> bool:
    """Whether a message was ever owed under that key."""
    owed = select(tables.Outbox.id).filter_by(council_id=council_id, key=key)
    return session.execute(owed).first() is not None


def list_keys(session: Reader, state: State) -> list[str]:
    """The keys of the messages in a state, oldest first; not of those in doubt of which somebody said that they are
    there."""
    columns = tables.Outbox
    settled = func.coalesce(columns.error, "") == CONFIRMED
    query = select(columns.key).where(columns.state == str(state), ~settled).order_by(columns.id)
    return list(session.scalars(query))


def _first_in(lane: Lane) -> Label[Any]:
    first = select(func.min(tables.Outbox.next_at)).where(tables.Outbox.workspace_id == tables.Workspace.id)
    return first.where(is_work(lane)).scalar_subquery().label(f"{lane}_at")


def _free(lane: Lane) -> Label[Any]:
    pace = select(tables.WorkspacePace.free_at).where(tables.WorkspacePace.workspace_id == tables.Workspace.id)
    return pace.where(tables.WorkspacePace.kind == str(lane)).scalar_subquery().label(f"{lane}_free_at")


_WAITING = select(tables.Workspace.id, *map(_first_in, Lane), *map(_free, Lane))
