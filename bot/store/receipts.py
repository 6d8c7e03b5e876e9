"""What became of the messages that were owed, read back for people; and what they settle about them.

Nothing here loads what a message says. Lists are read by keyset, so that the ten thousandth costs what the first does.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.receipts import (
    CLOSED,
    CONFIRMED,
    OF_CHANNEL,
    REMINDERS,
    REPEATED,
    Ahead,
    Page,
    Receipt,
    Settled,
    Shelf,
    Standing,
    names_of,
)
from bot.store import NotFound, councils, due, tables
from bot.store import meetings as kept_meetings
from bot.store.database import Reader

_MESSAGE = tables.Outbox.__table__.c
_ACTION = tables.Action.__table__.c
_EVENT = tables.Event.__table__.c
_DUE = tables.Due.__table__.c
_LADDER = tables.Ladder.__table__.c
# Of what falls due, what people will read.
_SAID = (due.Kind.OPEN_REPORTS, due.Kind.POST_AGENDA, due.Kind.HOLIDAY_QUESTION)
# An event about one message has its row's id.
MESSAGE = "message"
HANDED_ON = "handed_on"
_READ: Select[Any] = select(
    _MESSAGE.id,
    _MESSAGE.kind,
    _MESSAGE.recipient,
    _MESSAGE.state,
    _MESSAGE.next_at,
    _MESSAGE.attempted_at,
    _MESSAGE.sent_at,
    _MESSAGE.error,
    _MESSAGE.item,
    _MESSAGE.meeting_id,
    _MESSAGE.department_id,
    _MESSAGE.parent_id,
    _MESSAGE.copy_of,
    _MESSAGE.slot_at,
    _ACTION.number,
).select_from(tables.Outbox.__table__.outerjoin(tables.Action.__table__, _ACTION.id == _MESSAGE.action_id))
_NEWEST_FIRST = frozenset({Shelf.FAILED, Shelf.IN_DOUBT, Shelf.SENT})
# In which order a shelf's messages stand.
_BY_ID = (_MESSAGE.id,)
_BY_WHEN_SENT = (_MESSAGE.sent_at, _MESSAGE.id)
Side = Literal["older", "newer"]


def find(session: Reader, council: Council, message_id: int) -> Receipt:
    """One message. Raises NotFound for what is no message of the council's."""
    found = session.execute(_of(council).where(_MESSAGE.id == message_id)).all()
    if not found:
        raise NotFound(f"message {message_id}")
    return _receipts(session, council, found)[0]


def hold(session: Session, council: Council, message_id: int) -> Receipt:
    """The same, for whoever is about to settle it: nobody else does until this transaction ends."""
    touched = update(tables.Outbox).where(_MESSAGE.id == message_id, _MESSAGE.council_id == council.id)
    session.execute(touched.values(tries=_MESSAGE.tries))
    return find(session, council, message_id)


def page(
    session: Reader,
    council: Council,
    shelf: Shelf,
    *,
    now: datetime,
    size: int,
    side: Side = "older",
    than: int | None = None,
) -> Page:
    """`size` messages of a shelf: its first ones, or those on one `side` of the row with the id `than`.

    What is still to come is listed in the order it was owed ("older" goes on in that order), what was sent by when that
    was, everything else by when it was owed; both the newest first. A constant number of statements.
    """
    onward = side == "older"
    falling = (shelf in _NEWEST_FIRST) == onward
    order = _BY_WHEN_SENT if shelf is Shelf.SENT else _BY_ID
    query = _of(council).where(_on(shelf, now))
    if than is not None:
        columns = tuple_(*order)
        there = select(*order).where(_MESSAGE.id == than).scalar_subquery()
        query = query.where(columns < there if falling else columns > there)
    query = query.order_by(*(column.desc() if falling else column.asc() for column in order))
    found = list(session.execute(query.limit(size + 1)).all())
    more = len(found) > size
    found = found[:size]
    if not onward:
        if len(found) < size:
            return page(session, council, shelf, now=now, size=size)
        found.reverse()
    receipts = _receipts(session, council, found)
    if onward:
        return Page(receipts, has_newer=than is not None, has_older=more)
    return Page(receipts, has_newer=more, has_older=True)


def count(session: Reader, council: Council, *, now: datetime) -> Mapping[Shelf, int]:
    """How many messages were refused or are in doubt. One statement."""
    undelivered = or_(_on(Shelf.FAILED, now), _on(Shelf.IN_DOUBT, now))
    counts = select(_MESSAGE.state, func.count().label("count")).where(_MESSAGE.council_id == council.id, undelivered)
    found = {row["state"]: int(row["count"]) for row in session.execute(counts.group_by(_MESSAGE.state)).mappings()}
    return {Shelf.FAILED: found.get(str(Standing.FAILED), 0), Shelf.IN_DOUBT: found.get(str(Standing.UNKNOWN), 0)}


def refused_by(session: Reader, council: Council, channel: str) -> tuple[Receipt, ...]:
    """What a channel did not take, or does not let us look for, the newest first, at most fifty; not what it refused
    before it took something."""
    refused = _of(council).where(
        _MESSAGE.state.in_([str(Standing.FAILED), str(Standing.UNKNOWN)]),
        _MESSAGE.recipient == channel,
        _MESSAGE.error.in_(names_of(OF_CHANNEL)),
    )
    found = session.execute(refused.order_by(_MESSAGE.id.desc()).limit(50)).all()
    if not found:
        return ()
    taken = _last_taken(session, council, {channel}).get(channel)
    return _receipts(session, council, [row for row in found if taken is None or _tried(row) >= taken])


def refusing(session: Reader, council: Council, errors: Collection[str]) -> dict[str, str]:
    """Channels that took nothing since they refused something with one of `errors`, with the last of those. One
    statement, or two where there are any."""
    wanted = (
        select(_MESSAGE.recipient, _MESSAGE.error, _MESSAGE.attempted_at, _MESSAGE.created_at)
        .where(
            _MESSAGE.council_id == council.id,
            _MESSAGE.state == str(Standing.FAILED),
            _MESSAGE.error.in_(errors),
        )
        .order_by(_MESSAGE.id)
    )
    last = {row.recipient: row for row in session.execute(wanted)}
    if not last:
        return {}
    taken = _last_taken(session, council, last.keys())
    return {
        channel: row.error for channel, row in last.items() if channel not in taken or _tried(row) >= taken[channel]
    }


def has_refused(session: Reader, council: Council, channel: str) -> bool:
    """Whether a channel refused something, as it did with everything then, that was not tried since."""
    refused = select(_MESSAGE.id).where(
        _MESSAGE.council_id == council.id,
        _MESSAGE.state == str(Standing.FAILED),
        _MESSAGE.recipient == channel,
        _MESSAGE.error.in_(CLOSED),
    )
    return session.execute(refused.limit(1)).first() is not None


def taken_at(session: Reader, council: Council, channel: str) -> datetime | None:
    """When a channel took a message last (UTC)."""
    return _last_taken(session, council, {channel}).get(channel)


def noticed_at(session: Reader, council: Council, kind: str, *, beginning: str) -> datetime | None:
    """When a message of a kind whose key has this `beginning` was owed last (UTC); not one that was not needed."""
    noticed = select(func.max(_MESSAGE.created_at)).where(
        _MESSAGE.council_id == council.id,
        _MESSAGE.kind == kind,
        _MESSAGE.key.startswith(beginning, autoescape=True),
        _MESSAGE.state != str(Standing.DROPPED),
    )
    found: datetime | None = session.scalar(noticed)
    return found


def list_missing(
    session: Reader, council: Council, kinds: Collection[str], *, begins_at: datetime, ends_at: datetime
) -> tuple[Receipt, ...]:
    """Messages of these kinds that were refused between two instants (UTC) for another reason than their channel's, the
    newest first, at most fifty."""
    place = and_(_MESSAGE.recipient.not_like("U%"), _MESSAGE.recipient.not_like("W%"))
    of_place = and_(place, func.coalesce(_MESSAGE.error, "").in_(names_of(OF_CHANNEL)))
    refused = _of(council).where(
        _MESSAGE.state == str(Standing.FAILED),
        _MESSAGE.kind.in_(kinds),
        _MESSAGE.attempted_at >= begins_at,
        _MESSAGE.attempted_at < ends_at,
        ~of_place,
    )
    return _receipts(session, council, session.execute(refused.order_by(_MESSAGE.id.desc()).limit(50)).all())


def is_said_already(session: Reader, council: Council, message_id: int, recipient: str) -> bool:
    """Whether somebody was owed the same of their own accord: a message of the same kind about the same."""
    row = session.execute(select(tables.Outbox.__table__).where(_MESSAGE.id == message_id)).one()
    same = select(_MESSAGE.id).where(
        _MESSAGE.council_id == council.id,
        _MESSAGE.id != message_id,
        _MESSAGE.recipient == recipient,
        _MESSAGE.kind == row.kind,
        _MESSAGE.copy_of.is_(None),
        _same(_MESSAGE.meeting_id, row.meeting_id),
        _same(_MESSAGE.action_id, row.action_id),
        _same(_MESSAGE.item, row.item),
    )
    return session.execute(same.limit(1)).first() is not None


def send_once_more(session: Session, council: Council, message_id: int, *, now: datetime) -> None:
    """A message that was refused, or is in doubt, is owed as if it never had been tried."""
    session.execute(
        update(tables.Outbox)
        .where(_MESSAGE.id == message_id, _MESSAGE.council_id == council.id)
        .values(
            state=str(Standing.PENDING),
            next_at=now,
            slot_at=None,
            lease_until=None,
            tries=0,
            attempted_at=None,
            error=None,
        )
    )


def confirm(session: Session, council: Council, message_id: int) -> None:
    """A message in doubt is there, since it was tried, and stays as it is: nobody knows where it stands. What was to go
    into its thread cannot."""
    of_council = update(tables.Outbox).where(_MESSAGE.council_id == council.id)
    since = func.coalesce(_MESSAGE.sent_at, _MESSAGE.attempted_at)
    arrived = of_council.where(_MESSAGE.id == message_id).values(error=CONFIRMED, next_at=None, sent_at=since)
    session.execute(arrived)
    session.execute(
        of_council.where(_MESSAGE.parent_id == message_id, _MESSAGE.state == str(Standing.PENDING)).values(
            state=str(Standing.DROPPED), next_at=None, error="parent_lost"
        )
    )


def date_confirmed(session: Session) -> None:
    """Whatever is known to have arrived did so when it was tried, also where a release that did not write that down ran
    beside this one; of all councils."""
    undated = (_MESSAGE.state == str(Standing.UNKNOWN), _MESSAGE.error == CONFIRMED, _MESSAGE.sent_at.is_(None))
    session.execute(update(tables.Outbox).where(*undated).values(sent_at=_MESSAGE.attempted_at))


def list_settled(session: Reader, council: Council, message_id: int) -> list[Settled]:
    """How a message in doubt was settled, and by whom, the first time first."""
    wanted = (
        select(_EVENT.actor, _EVENT.verb, _EVENT.created_at)
        .where(
            _EVENT.council_id == council.id,
            _EVENT.object_kind == MESSAGE,
            _EVENT.object_id == message_id,
            _EVENT.verb.in_([CONFIRMED, REPEATED]),
        )
        .order_by(_EVENT.id)
    )
    return [Settled(row.actor, row.verb, row.created_at) for row in session.execute(wanted)]


def list_ahead(session: Reader, council: Council, *, most: int) -> tuple[Ahead, ...]:
    """What the clock will say next by itself, soonest first; the next reminders are looked for then, and need not be
    owed. Three statements."""
    planned = session.execute(
        select(_DUE.kind, _DUE.meeting_id, _DUE.due_at)
        .where(_DUE.council_id == council.id, _DUE.kind.in_([str(kind) for kind in _SAID]))
        .order_by(_DUE.due_at, _DUE.id)
        .limit(most)
    ).all()
    meetings = {one.id: one for one in kept_meetings.list_ahead(session, council)}
    ahead = [Ahead(row.kind, row.due_at, meetings.get(row.meeting_id)) for row in planned]
    looked = select(_LADDER.next_at).where(_LADDER.council_id == council.id).order_by(_LADDER.next_at).limit(1)
    next_look = session.scalar(looked)
    if next_look is not None:
        ahead.append(Ahead(REMINDERS, next_look))
    return tuple(sorted(ahead, key=lambda one: one.at)[:most])


def look_again(session: Session, council: Council, kind: str, *, at: datetime) -> None:
    """Messages of a kind that were posted are drawn again at `at` (UTC): what they tell of may have changed by then."""
    columns = tables.Outbox
    session.execute(
        update(columns)
        .where(columns.council_id == council.id, columns.kind == kind, columns.state == str(Standing.SENT))
        .values(revision=columns.revision + 1, next_at=func.coalesce(columns.next_at, at))
    )


def _of(council: Council) -> Select[Any]:
    return _READ.where(_MESSAGE.council_id == council.id)


def _on(shelf: Shelf, now: datetime) -> ColumnElement[bool]:
    on_its_way = _MESSAGE.state.in_([str(Standing.PENDING), str(Standing.SENDING)])
    for_later = and_(
        _MESSAGE.state == str(Standing.PENDING),
        _MESSAGE.next_at > now,
        _MESSAGE.slot_at.is_(None),
        _MESSAGE.error.is_(None),
    )
    match shelf:
        case Shelf.FAILED:
            return _MESSAGE.state == str(Standing.FAILED)
        case Shelf.IN_DOUBT:
            doubted = or_(_MESSAGE.error.is_(None), _MESSAGE.error != CONFIRMED)
            return and_(_MESSAGE.state == str(Standing.UNKNOWN), doubted)
        case Shelf.DUE:
            return for_later
        case Shelf.WAITING:
            # NULL next_at: what waits for the message it stands under.
            now_or_never = or_(_MESSAGE.next_at.is_(None), _MESSAGE.next_at <= now)
            held_up = or_(_MESSAGE.slot_at.is_not(None), _MESSAGE.error.is_not(None))
            return and_(on_its_way, or_(now_or_never, held_up, _MESSAGE.state == str(Standing.SENDING)))
        case Shelf.SENT:
            confirmed = and_(_MESSAGE.state == str(Standing.UNKNOWN), _MESSAGE.error == CONFIRMED)
            arrived = or_(_MESSAGE.state == str(Standing.SENT), confirmed)
            # All of these were sent at some time; spelt out, so that the databases use the index of what was.
            return and_(_MESSAGE.sent_at.is_not(None), arrived)


def _last_taken(session: Reader, council: Council, recipients: Collection[str]) -> dict[str, datetime]:
    """When each of these took a message last (UTC). An edit of an old one says nothing."""
    wanted = (
        select(_MESSAGE.recipient, func.max(_MESSAGE.sent_at).label("at"))
        .where(
            _MESSAGE.council_id == council.id,
            _MESSAGE.state == str(Standing.SENT),
            _MESSAGE.recipient.in_(recipients),
            _MESSAGE.sent_at.is_not(None),
        )
        .group_by(_MESSAGE.recipient)
    )
    return {row.recipient: row.at for row in session.execute(wanted)}


def _tried(row: Any) -> datetime:
    at: datetime = row.attempted_at or row.created_at
    return at


def _same(column: ColumnElement[Any], value: int | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _receipts(session: Reader, council: Council, found: Collection[Row[Any]]) -> tuple[Receipt, ...]:
    """With what they are about: a constant number of statements, however many."""
    if not found:
        return ()
    meetings = {one.id: one for one in kept_meetings.list_all(session, council)}
    departments = {one.id: one for one in councils.list_departments(session, council, ever=True)}
    instead = _instead(session, council, [row.id for row in found])
    receipts = []
    for row in found:
        receipt = _receipt(row)
        receipts.append(
            replace(
                receipt,
                meeting=meetings.get(row.meeting_id),
                department=departments.get(row.department_id),
                instead=instead.get(row.id, ()),
            )
        )
    return tuple(receipts)


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        standing=Standing(row.state),
        due_at=row.next_at,
        tried_at=row.attempted_at,
        sent_at=row.sent_at,
        error=row.error,
        item=row.item,
        action_number=row.number,
        is_reply=row.parent_id is not None,
        is_copy=row.copy_of is not None,
        takes_turn=row.slot_at is not None,
    )


def _instead(session: Reader, council: Council, message_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Who was given each of these in person, as it was written down."""
    wanted = (
        select(_EVENT.object_id, _EVENT.after)
        .where(
            _EVENT.council_id == council.id,
            _EVENT.object_kind == MESSAGE,
            _EVENT.object_id.in_(message_ids),
            _EVENT.verb == HANDED_ON,
        )
        .order_by(_EVENT.id)
    )
    given: dict[int, dict[str, None]] = {}
    for row in session.execute(wanted):
        given.setdefault(row.object_id, {}).update(dict.fromkeys((row.after or {}).get("instead", ())))
    return {message_id: tuple(people) for message_id, people in given.items()}
