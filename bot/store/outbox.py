"""The outbox: messages owed to Slack, claimed by one worker at a time, in whatever number of processes.

pending -> sending -> sent | unknown | failed | dropped. A row that was `sending` when its lease ran out is in doubt:
whoever sent it may have reached Slack before it was stopped.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.council.departments import Council
from bot.store import rows, tables
from bot.store.database import Reader

LEASE = timedelta(seconds=120)
PACE = timedelta(seconds=1)


class Kind(StrEnum):
    """What a message says; its words are found by delivery."""

    BOARD = "board"
    AGENDA = "agenda"
    AGENDA_ITEM = "agenda_item"
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


@dataclass(frozen=True)
class Subject:
    """What a message is about, by ids; `item` of an agenda, and the `page` of a long one, counted from 0. Of a moved
    meeting `item` is which move it is, counted from 1."""

    meeting_id: int | None = None
    department_id: int | None = None
    action_id: int | None = None
    item: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class Claim:
    """A message this worker alone may send or edit until `lease_until` (UTC).

    `ts` is None until it was posted. `in_doubt` says an earlier attempt at `attempted_at` may have reached Slack.
    """

    id: int
    council_id: int
    key: str
    kind: Kind
    recipient: str
    subject: Subject
    revision: int
    tries: int
    lease_until: datetime
    in_doubt: bool
    attempted_at: datetime
    sent_at: datetime | None
    channel: str | None
    ts: str | None
    digest: str | None
    thread_channel: str | None
    thread_ts: str | None


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
) -> bool:
    """Owe a message under a key that is unique in the council; False where it is owed already.

    One that was dropped, because there was nothing to say when it could go, or that Slack refused, is owed anew; one
    that may have been sent never is. `recipient` is a channel id
    or a person's id; `at` the UTC instant to send it (now unless given); `parent_key` the message in whose thread it
    stands.
    """
    parent_id = None
    if parent_key is not None:
        parent_id = session.scalars(select(tables.Outbox.id).filter_by(council_id=council.id, key=parent_key)).one()
    values = {
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
        "next_at": at or now,
        "tries": 0,
    }
    if rows.insert_once(session, tables.Outbox, rows.under(council, now) | values) is not None:
        return True
    ended = (
        update(tables.Outbox)
        .filter_by(council_id=council.id, key=key)
        .where(tables.Outbox.state.in_([str(State.DROPPED), str(State.FAILED)]))
        .values(state=str(State.PENDING), next_at=at or now, tries=0, error=None)
    )
    return session.execute(ended.returning(tables.Outbox.id)).first() is not None


def touch(
    session: Session,
    council: Council,
    *kinds: Kind,
    now: datetime,
    meeting_id: int | None = None,
    department_id: int | None = None,
    action_id: int | None = None,
) -> None:
    """Something these messages show has changed: those posted are edited, those waiting say it when they go.

    Those that Slack refused are tried once more, as whatever stood in the way may be gone.
    """
    columns = tables.Outbox
    query = (
        update(columns)
        .where(
            columns.council_id == council.id,
            columns.kind.in_([str(kind) for kind in kinds]),
            columns.state.in_([str(state) for state in ALIVE]),
        )
        .values(
            revision=columns.revision + 1,
            state=case((columns.state == str(State.FAILED), str(State.PENDING)), else_=columns.state),
            next_at=case(
                (columns.state.in_([str(State.SENT), str(State.FAILED)]), func.coalesce(columns.next_at, now)),
                else_=columns.next_at,
            ),
        )
    )
    for column, value in (
        (columns.meeting_id, meeting_id),
        (columns.department_id, department_id),
        (columns.action_id, action_id),
    ):
        if value is not None:
            query = query.where(column == value)
    session.execute(query)


def readdress(session: Session, council: Council, *, old: str, new: str, department_id: int | None = None) -> None:
    """Messages to `old` that were not sent yet go to `new` (channel or person); of one department, or all of them."""
    columns = tables.Outbox
    query = (
        update(columns)
        .where(
            columns.council_id == council.id,
            columns.recipient == old,
            columns.ts.is_(None),
            columns.parent_id.is_(None),
            columns.state == str(State.PENDING),
        )
        .values(recipient=new)
    )
    if department_id is not None:
        query = query.where(columns.department_id == department_id)
    session.execute(query)


def readdress_all(session: Session, council: Council, kind: Kind, *, new: str) -> None:
    """Messages of a kind that were not sent yet go to `new` (a person), whoever they were for."""
    waiting = update(tables.Outbox).filter_by(council_id=council.id, kind=str(kind), state=str(State.PENDING), ts=None)
    session.execute(waiting.where(tables.Outbox.recipient != new).values(recipient=new))


def try_again(session: Session, council: Council, recipients: Collection[str], *, at: datetime) -> None:
    """What Slack refused to take for these is tried once more at `at` (UTC), as whatever stood in the way may be
    gone."""
    session.execute(
        update(tables.Outbox)
        .filter_by(council_id=council.id, state=str(State.FAILED))
        .where(tables.Outbox.recipient.in_(recipients))
        .values(state=str(State.PENDING), next_at=at, tries=0, error=None)
    )


def follow_channel(session: Session, council: Council, *, old: str, new: str) -> None:
    """A channel has another id: messages owed to it, and edits of those that stand there, go to the new one."""
    of_council = update(tables.Outbox).where(tables.Outbox.council_id == council.id)
    session.execute(of_council.where(tables.Outbox.recipient == old).values(recipient=new))
    session.execute(of_council.where(tables.Outbox.channel == old).values(channel=new))


def claim(session: Session, *, now: datetime, skips_locked: bool) -> Claim | None:
    """Take the next message that may go now, or None. Commit before calling Slack: the lease outlives the transaction.

    First posts keep to one a second in each conversation, whoever sends them; edits do not wait for that.
    """
    parent = aliased(tables.Outbox)
    query = (
        _work(select(tables.Outbox, parent.channel, parent.ts), parent)
        .where(
            tables.Outbox.next_at <= now,
            or_(tables.Outbox.lease_until.is_(None), tables.Outbox.lease_until <= now),
            or_(
                tables.Outbox.state == str(State.SENT),
                tables.ChannelPace.free_at.is_(None),
                tables.ChannelPace.free_at <= now,
            ),
        )
        .order_by(tables.Outbox.next_at, tables.Outbox.id)
        .limit(1)
    )
    if skips_locked:
        query = query.with_for_update(skip_locked=True, of=tables.Outbox)
    found = session.execute(query).first()
    if found is None:
        return None
    row, thread_channel, thread_ts = found
    if row.state != State.SENT and not _take_turn(session, row.workspace_id, row.recipient, now=now):
        return None
    in_doubt = row.state == State.SENDING
    attempted_at = row.attempted_at if in_doubt else now
    tries = row.tries + 1
    lease_until = now + LEASE
    session.execute(
        update(tables.Outbox)
        .where(tables.Outbox.id == row.id)
        .values(
            state=row.state if row.state == State.SENT else str(State.SENDING),
            lease_until=lease_until,
            tries=tries,
            attempted_at=attempted_at,
        )
    )
    return Claim(
        id=row.id,
        council_id=row.council_id,
        key=row.key,
        kind=Kind(row.kind),
        recipient=row.recipient,
        subject=Subject(row.meeting_id, row.department_id, row.action_id, row.item, row.page),
        revision=row.revision,
        tries=tries,
        lease_until=lease_until,
        in_doubt=in_doubt,
        attempted_at=attempted_at,
        sent_at=row.sent_at,
        channel=row.channel,
        ts=row.ts,
        digest=row.digest,
        thread_channel=thread_channel,
        thread_ts=thread_ts,
    )


def keep_told(session: Session, taken: Claim, told: Mapping[int, datetime]) -> None:
    """Which meetings' starts (by id, UTC) the message names that is about to be posted, so that whoever reads it hears
    of a change from there. Kept before it is posted: one in doubt may have been read."""
    if told:
        session.execute(
            update(tables.Outbox)
            .where(tables.Outbox.id == taken.id, tables.Outbox.lease_until == taken.lease_until)
            .values(told={str(meeting_id): starts_at.isoformat() for meeting_id, starts_at in told.items()})
        )


def mark_sent(session: Session, taken: Claim, *, channel: str, ts: str, digest: str, now: datetime) -> None:
    """Slack shows the message at (channel, ts) as of the claimed revision; later changes make it work again."""
    _settle(
        session,
        taken,
        state=str(State.SENT),
        channel=channel,
        ts=ts,
        digest=digest,
        sent_at=taken.sent_at or now,
        shown=taken.revision,
        tries=0,
        error=None,
        next_at=case((tables.Outbox.revision == taken.revision, None), else_=now),
    )


def mark_waiting(session: Session, taken: Claim, *, until: datetime, error: str, in_doubt: bool = False) -> None:
    """Nothing was sent (or, `in_doubt`, nobody knows): try again at `until`."""
    posted = taken.ts is not None
    state = State.SENT if posted else State.SENDING if in_doubt else State.PENDING
    _settle(session, taken, state=str(state), next_at=until, error=error)


def mark_ended(session: Session, taken: Claim, state: State, *, error: str) -> None:
    """Nothing more will be tried: unknown, failed or dropped, and why (a Slack error name or our own short word).

    A message that was posted stays `sent`: it is its edit that ended.
    """
    _settle(session, taken, state=str(State.SENT if taken.ts is not None else state), next_at=None, error=error)


def hold_conversation(session: Session, council: Council, recipient: str, *, until: datetime) -> None:
    """Post nothing more to `recipient` before `until`: Slack asked to wait."""
    session.execute(
        update(tables.ChannelPace)
        .where(
            tables.ChannelPace.workspace_id == council.workspace_id,
            tables.ChannelPace.recipient == recipient,
            tables.ChannelPace.free_at < until,
        )
        .values(free_at=until)
    )


def next_at(session: Reader) -> datetime | None:
    """The earliest instant at which some message can go, given its lease, its thread and its conversation's pace."""
    parent = aliased(tables.Outbox)
    query = _work(
        select(tables.Outbox.state, tables.Outbox.next_at, tables.Outbox.lease_until, tables.ChannelPace.free_at),
        parent,
    ).where(tables.Outbox.next_at.is_not(None))
    instants = [
        max(i for i in (due, lease, None if state == State.SENT else free) if i is not None)
        for state, due, lease, free in session.execute(query)
    ]
    return min(instants, default=None)


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


def list_keys(session: Reader, state: State) -> list[str]:
    """The keys of the messages in a state, oldest first."""
    query = select(tables.Outbox.key).where(tables.Outbox.state == str(state)).order_by(tables.Outbox.id)
    return list(session.scalars(query))


def _work(query: Any, parent: type[tables.Outbox]) -> Any:
    return (
        query.outerjoin(parent, parent.id == tables.Outbox.parent_id)
        .outerjoin(
            tables.ChannelPace,
            and_(
                tables.ChannelPace.workspace_id == tables.Outbox.workspace_id,
                tables.ChannelPace.recipient == tables.Outbox.recipient,
            ),
        )
        .where(or_(tables.Outbox.parent_id.is_(None), parent.ts.is_not(None)))
    )


def _take_turn(session: Session, workspace_id: int, recipient: str, *, now: datetime) -> bool:
    """Reserve the next second of a conversation; False where another worker was faster."""
    pace = tables.ChannelPace
    key = {"workspace_id": workspace_id, "recipient": recipient}
    moved = session.execute(
        update(pace).filter_by(**key).where(pace.free_at <= now).values(free_at=now + PACE).returning(pace.free_at)
    ).first()
    if moved is not None:
        return True
    return rows.insert_new(session, pace, key | {"free_at": now + PACE})


def _settle(session: Session, taken: Claim, **values: object) -> None:
    # Only while the lease is ours: one that ran out may be another worker's by now, who decides.
    session.execute(
        update(tables.Outbox)
        .where(tables.Outbox.id == taken.id, tables.Outbox.lease_until == taken.lease_until)
        .values(lease_until=None, **values)
    )
