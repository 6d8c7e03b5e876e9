"""Who sends a message: one worker at a time takes it from the outbox, and says what became of it.

A claim is committed before Slack is called, and holds for a lease. A row that was `sending` when its lease ran out is
in doubt: whoever sent it may have reached Slack before it was stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.store import homes, outbox, paces, tables
from bot.store.database import Reader
from bot.store.outbox import Kind, State, Subject
from bot.store.paces import Lane, Rates

LEASE = timedelta(seconds=60)
# How long a message is left as it is after an edit, so that many changes at once are one.
REST = timedelta(seconds=1)
# A reply whose parent is not posted has no instant; one that an older release gave one is looked at again after this.
PARENT_UNPOSTED = timedelta(minutes=1)
# How many of the longest waiting are looked at, again and again until one can go: mostly it is the first.
LOOKS = (4, 40, 400)

# Built once: these are asked for with every message.
_ROW, _PARENT = tables.Outbox, aliased(tables.Outbox)
_WAITING = {
    lane: select(_ROW.id, _ROW.recipient, _ROW.next_at, _ROW.slot_at, _ROW.attempted_at, _ROW.sent_at, _ROW.parent_id)
    .add_columns(_PARENT.ts.label("parent_ts"))
    .outerjoin(_PARENT, _PARENT.id == _ROW.parent_id)
    .where(
        _ROW.workspace_id == bindparam("workspace_id"),
        outbox.is_work(lane),
        _ROW.next_at <= bindparam("now"),
        # A release before this one keeps a claimed row's instant as it was.
        or_(_ROW.lease_until.is_(None), _ROW.lease_until <= bindparam("now")),
    )
    .order_by(_ROW.next_at, _ROW.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_ROW)
    for lane in Lane
}
_WHOLE = (
    select(*_ROW.__table__.c, _PARENT.channel.label("thread_channel"), _PARENT.ts.label("thread_ts"))
    .outerjoin(_PARENT, _PARENT.id == _ROW.__table__.c.parent_id)
    .where(_ROW.__table__.c.id == bindparam("row_id"))
)
_MOVE = update(_ROW).where(_ROW.id == bindparam("row_id")).values(next_at=bindparam("to"), slot_at=bindparam("turn"))
_TAKE = (
    update(_ROW)
    .where(_ROW.id == bindparam("row_id"))
    .values(
        state=bindparam("to_state"),
        lease_until=bindparam("until"),
        next_at=bindparam("until"),
        tries=bindparam("to_tries"),
        attempted_at=bindparam("at"),
        slot_at=bindparam("turn"),
    )
)


@dataclass(frozen=True)
class Claim:
    """A message this worker alone may send or edit until `lease_until` (UTC).

    `ts` is None until it was posted. `in_doubt` says an earlier attempt at `attempted_at` may have reached Slack.
    `posted_anew` counts how often it is posted because Slack had lost it, `copy_of` is the id of the message that it
    says to one person.
    """

    id: int
    workspace_id: int
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
    posted_anew: int = 0
    copy_of: int | None = None


@dataclass(frozen=True)
class Looked:
    """What was found: a claim, or none; `more` says that so many had to wait that there was no end to them yet."""

    claim: Claim | None
    more: bool = False


@dataclass(frozen=True)
class Found:
    """A message that can go now (an id), and its turn: kept for when it has to go again."""

    id: int
    turn: datetime | None


def may_go(session: Reader, *, now: datetime) -> bool:
    """Whether it is worth taking a message at `now`: something waits, and its workspace takes it. One statement."""
    return bool(_due(session, now=now))


def claim(session: Session, *, now: datetime, skips_locked: bool, rates: Rates | None = None) -> Claim | None:
    """Take the next message that may go now, or None. Commit before calling Slack: the lease outlives the transaction.

    First posts keep to one a second in each conversation, and one at a time; posts and edits to the rates of their
    workspace: whoever sends them.
    """
    return look(session, now=now, skips_locked=skips_locked, rates=rates).claim


def look(session: Session, *, now: datetime, skips_locked: bool, rates: Rates | None = None) -> Looked:
    """`claim`, which says as well whether it is worth looking again at once."""
    for due in _due(session, now=now):
        lane, workspace_id = due.lane, due.workspace_id
        if not paces.enter(session, workspace_id, lane, now=now):
            continue
        find = _find_post if lane is Lane.POST else _find_edit
        for most in LOOKS:
            wanted = {"workspace_id": workspace_id, "now": now, "most": most}
            waiting = session.execute(_WAITING[lane], wanted).all()
            found, again = find(session, workspace_id, waiting, now=now)
            if found is not None:
                paces.spend(session, workspace_id, lane, rates or Rates(), now=now)
                return Looked(_take(session, found, now=now))
            if len(waiting) < most and not again:
                break
        else:
            return Looked(None, more=True)
    return Looked(None)


def keep_told(session: Session, taken: Claim, told: Mapping[int, datetime]) -> None:
    """Which meetings' starts (by id, UTC) the message names that is about to be posted, so that whoever reads it hears
    of a change from there. Kept before it is posted: one in doubt may have been read."""
    if told:
        session.execute(
            update(tables.Outbox)
            .where(tables.Outbox.id == taken.id, tables.Outbox.lease_until == taken.lease_until)
            .values(told={str(meeting_id): starts_at.isoformat() for meeting_id, starts_at in told.items()})
        )


def is_held(session: Session, taken: Claim) -> bool:
    """Whether it is still this claim's message; it is until the transaction ends."""
    query = select(tables.Outbox.id).where(tables.Outbox.id == taken.id, tables.Outbox.lease_until == taken.lease_until)
    return session.scalar(query.with_for_update()) is not None


def first_kept_until(taken: Claim) -> datetime:
    """Until when nobody else posts in the claim's conversation, unless it is kept for longer (UTC)."""
    return taken.lease_until - LEASE + paces.BUSY


def keep_conversation(session: Session, taken: Claim) -> bool:
    """Let nobody else post in the claim's conversation until its lease ends; False where it is not ours any more, as
    what came before the post took so long."""
    if not is_held(session, taken):
        return False
    kept = _kept_until(taken)
    return paces.renew(session, taken.workspace_id, taken.recipient, busy_until=kept, until=taken.lease_until)


def mark_sent(
    session: Session,
    taken: Claim,
    *,
    channel: str,
    ts: str,
    digest: str,
    now: datetime,
    found: bool = False,
    then: Callable[[], None] | None = None,
) -> bool:
    """Slack shows the message at (channel, ts) as of the claimed revision; later changes make it work again, and what
    waits to stand in its thread can go. One that was `found` there may say what was true before: it is brought up to
    date. `then` is what follows from it. False where the claim had run out: then nothing is marked."""
    ours = _settle(
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
        next_at=now if found else case((tables.Outbox.revision == taken.revision, None), else_=now),
    )
    if ours and taken.ts is None:
        _wake_replies(session, taken, now=now)
    if ours and then is not None:
        then()
    if ours:
        _release(session, taken, free_at=now + paces.SECOND)
    return ours


def mark_waiting(
    session: Session,
    taken: Claim,
    *,
    until: datetime,
    error: str,
    now: datetime | None = None,
    in_doubt: bool = False,
    holds_conversation: bool = False,
) -> bool:
    """Nothing was sent (or, `in_doubt`, nobody knows): try again at `until`. Its conversation gets nothing before that
    where it `holds_conversation`, else what is next from `now` on."""
    state = State.SENT if taken.ts is not None else State.SENDING if in_doubt else State.PENDING
    ours = _settle(session, taken, state=str(state), next_at=until, error=error)
    if ours:
        rested = (now or taken.attempted_at) + (paces.SECOND if in_doubt else timedelta())
        _release(session, taken, free_at=until if holds_conversation else rested)
    return ours


def mark_ended(
    session: Session,
    taken: Claim,
    state: State,
    *,
    error: str,
    now: datetime | None = None,
    then: Callable[[], None] | None = None,
) -> bool:
    """Nothing more will be tried: unknown, failed or dropped, and why (a Slack error name or our own short word).
    `then` is what follows from it.

    A message that was posted stays `sent`: it is its edit that ended.
    """
    ours = _settle(session, taken, state=str(State.SENT if taken.ts is not None else state), next_at=None, error=error)
    if ours and then is not None:
        then()
    if ours and state is not State.DROPPED:  # how many did not get there is on the chair's Home
        homes.may_have_changed(session, taken.workspace_id, now=now or taken.attempted_at)
    if ours:
        rested = (now or taken.attempted_at) + (paces.SECOND if state is State.UNKNOWN else timedelta())
        _release(session, taken, free_at=rested)
    return ours


def mark_lost(session: Session, taken: Claim, *, error: str, now: datetime) -> bool:
    """Slack has lost the posted message: it is posted anew, and what stood in its thread after it."""
    anew = {"channel": None, "ts": None, "digest": None, "slot_at": None, "error": error, "tries": 0}
    count = tables.Outbox.posted_anew + 1
    ours = _settle(session, taken, state=str(State.PENDING), next_at=now, posted_anew=count, **anew)
    if ours:
        columns = tables.Outbox
        replies = update(columns).where(columns.parent_id == taken.id, columns.state == str(State.SENT))
        session.execute(replies.values(state=str(State.PENDING), next_at=None, posted_anew=count, **anew))
    return ours


def give_back(session: Session, taken: Claim, *, now: datetime) -> bool:
    """Slack was not called: whoever looks next may take the message, as if this claim had not been."""
    state = State.SENT if taken.ts is not None else State.SENDING if taken.in_doubt else State.PENDING
    ours = _settle(session, taken, state=str(state), next_at=now, tries=taken.tries - 1)
    if ours:
        _release(session, taken, free_at=now)
    return ours


def _due(session: Reader, *, now: datetime) -> list[outbox.Waiting]:
    """Where something may be able to go at `now`: the lane whose messages have waited longest first."""
    due = [waiting for waiting in outbox.list_waiting(session) if waiting.may_go_at <= now]
    since = {lane: min((waiting.at for waiting in due if waiting.lane is lane), default=now) for lane in Lane}
    # Workspaces in one order for all, so that two who look at several do not wait for each other.
    return sorted(due, key=lambda waiting: (since[waiting.lane], waiting.lane, waiting.workspace_id))


def _find_post(
    session: Session, workspace_id: int, waiting: Sequence[Row[Any]], *, now: datetime
) -> tuple[Found | None, bool]:
    """The first whose conversation is free, and a turn for each before it; whether one of those can go now, too."""
    turns = paces.turns(session, workspace_id, {row.recipient for row in waiting}, now=now) if waiting else {}
    found: Found | None = None
    moves = []
    for row in waiting:
        if row.parent_id is not None and row.parent_ts is None:
            moves.append({"row_id": row.id, "to": now + PARENT_UNPOSTED, "turn": row.slot_at})
            continue
        pace = turns[row.recipient]
        turn = row.slot_at or pace.turn(now=now)
        comes_at = pace.comes_at(turn, now=now)
        # Whoever has a later turn stands back until it has come, also where all of them are late.
        if comes_at > (now if pace.is_next(turn) else min(now, row.next_at)):
            moves.append({"row_id": row.id, "to": comes_at, "turn": turn})
            continue
        pace.take(turn, now=now)
        found = Found(row.id, turn)
        break
    _move(session, moves)
    paces.save(session, workspace_id, turns)
    return found, any(move["to"] <= now for move in moves)


def _find_edit(session: Session, _: int, waiting: Sequence[Row[Any]], *, now: datetime) -> tuple[Found | None, bool]:
    """The first that has rested since its last edit."""
    found: Found | None = None
    moves = []
    for row in waiting:
        edited = row.attempted_at is not None and row.sent_at is not None and row.attempted_at > row.sent_at
        if edited and row.attempted_at + REST > now:
            moves.append({"row_id": row.id, "to": row.attempted_at + REST, "turn": row.slot_at})
            continue
        found = Found(row.id, row.slot_at)
        break
    _move(session, moves)
    return found, False


def _move(session: Session, moves: list[dict[str, Any]]) -> None:
    if moves:
        session.connection().execute(_MOVE, moves)


def _take(session: Session, found: Found, *, now: datetime) -> Claim:
    row = session.execute(_WHOLE, {"row_id": found.id}).one()
    in_doubt = row.state == State.SENDING
    attempted_at = row.attempted_at if in_doubt else now
    tries, lease_until = row.tries + 1, now + LEASE
    values = {
        "row_id": row.id,
        "to_state": row.state if row.state == State.SENT else str(State.SENDING),
        "until": lease_until,
        "to_tries": tries,
        "at": attempted_at,
        "turn": found.turn,
    }
    session.connection().execute(_TAKE, values)
    return Claim(
        id=row.id,
        workspace_id=row.workspace_id,
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
        thread_channel=row.thread_channel,
        thread_ts=row.thread_ts,
        posted_anew=row.posted_anew,
        copy_of=row.copy_of,
    )


def _wake_replies(session: Session, parent: Claim, *, now: datetime) -> None:
    columns = tables.Outbox
    waiting = columns.parent_id == parent.id, columns.state == str(State.PENDING), columns.ts.is_(None)
    session.execute(update(columns).where(*waiting).values(next_at=now))


def _release(session: Session, taken: Claim, *, free_at: datetime) -> None:
    # The last of all that a transaction does: who takes a message locks those that wait first, and then the paces of
    # their conversations. Edits hold no conversation.
    if taken.ts is None:
        taken_at, kept = taken.lease_until - LEASE, _kept_until(taken)
        workspace_id, recipient = taken.workspace_id, taken.recipient
        paces.release(session, workspace_id, recipient, taken_at=taken_at, busy_until=kept, free_at=free_at)


def _kept_until(taken: Claim) -> tuple[datetime, datetime]:
    """Until when a claim keeps its conversation: at first, and where its post comes late."""
    return first_kept_until(taken), taken.lease_until


def _settle(session: Session, taken: Claim, **values: object) -> bool:
    # Only while the lease is ours: one that ran out may be another worker's by now, who decides.
    settled = session.execute(
        update(tables.Outbox)
        .where(tables.Outbox.id == taken.id, tables.Outbox.lease_until == taken.lease_until)
        .values(lease_until=None, **values)
        .returning(tables.Outbox.id)
    )
    return settled.first() is not None
