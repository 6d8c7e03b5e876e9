"""What was sent, what is due and what did not get there: looked at, tried again, settled where nobody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.council import calendar, needs, permissions, receipts
from bot.council.departments import Council
from bot.council.receipts import Delivery, Receipt, Shelf
from bot.store import channels, councils, events, people
from bot.store import receipts as kept
from bot.store.claims import Claim
from bot.store.database import Database, Reader
from bot.store.outbox import Kind
from bot.usecases import Who, notices
from bot.usecases import councils as council_deeds

AHEAD_SHOWN = 5
# A retry takes a second or two; by then the notice that was about the same can say how it went.
AFTER_A_RETRY = timedelta(seconds=20)


@dataclass(frozen=True)
class Place:
    """Where to read: a shelf's first page, or the one on one `side` of the message with the id `than`."""

    shelf: Shelf
    side: kept.Side = "older"
    than: int | None = None


@dataclass(frozen=True)
class Asked:
    """A message in doubt, for whoever is asked about it, and how it was `settled`, where it is."""

    names: receipts.Names
    receipt: Receipt
    settled: receipts.Settled | None


def look(database: Database, who: Who, place: Place | None = None, *, is_admin: bool, now: datetime) -> Delivery:
    """Every shelf's first few, or a page of one. A constant number of statements. Raises NoCouncil, NotAllowed."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        _must_look(council, who, is_admin=is_admin, now=now)
        if place is None:
            size = receipts.FIRST_FEW
            shelves = {shelf: kept.page(session, council, shelf, now=now, size=size) for shelf in Shelf}
            return Delivery(
                read_names(session, council), shelves, ahead=kept.list_ahead(session, council, most=AHEAD_SHOWN)
            )
        found = kept.page(session, council, place.shelf, now=now, size=receipts.PAGE, side=place.side, than=place.than)
        return Delivery(read_names(session, council), {place.shelf: found}, only=place.shelf)


def retry(database: Database, who: Who, message_id: int, *, is_admin: bool, now: datetime) -> Receipt:
    """Try once more, now, what Slack refused; the message as it stood. Raises NoCouncil, NotAllowed, NotFound,
    NotRefused."""
    with database.write() as session:
        council, receipt = _held(session, who, message_id, is_admin=is_admin, now=now)
        if not receipt.may_be_tried:
            raise receipts.NotRefused(receipt)
        kept.send_once_more(session, council, message_id, now=now)
        kept.look_again(session, council, str(Kind.NOT_DELIVERED), at=now + AFTER_A_RETRY)
        _record(session, council, who, "retried", receipt, now=now)
        return receipt


def is_there(database: Database, who: Who, message_id: int, *, is_admin: bool, now: datetime) -> Receipt:
    """Keep that a message in doubt arrived. Raises NoCouncil, NotAllowed, NotFound, NotInDoubt."""
    with database.write() as session:
        council, receipt = _held(session, who, message_id, is_admin=is_admin, now=now)
        if not receipt.is_in_doubt:
            raise receipts.NotInDoubt(receipt)
        kept.confirm(session, council, message_id)
        _record(session, council, who, "confirmed", receipt, now=now)
        kept.look_again(session, council, str(Kind.ARRIVED), at=now)
        return kept.find(session, council, message_id)


def send_again(database: Database, who: Who, message_id: int, *, is_admin: bool, now: datetime) -> Receipt:
    """Owe a message in doubt once more, though it may be there; the message as it stood. Raises NoCouncil, NotAllowed,
    NotFound, NotInDoubt, NeverRepeated."""
    with database.write() as session:
        council, receipt = _held(session, who, message_id, is_admin=is_admin, now=now)
        if not receipt.is_in_doubt:
            raise receipts.NotInDoubt(receipt)
        if not receipt.may_be_repeated:
            raise receipts.NeverRepeated
        kept.send_once_more(session, council, message_id, now=now)
        _record(session, council, who, "repeated", receipt, now=now)
        kept.look_again(session, council, str(Kind.ARRIVED), at=now)
        return receipt


def find(database: Database, who: Who, message_id: int) -> Receipt:
    """How a message stands now. Raises NoCouncil, NotFound."""
    with database.read() as session:
        return kept.find(session, council_deeds.serving(session, who), message_id)


def names(database: Database, who: Who) -> receipts.Names:
    """`read_names` of the council of whoever is at the door. Raises NoCouncil."""
    with database.read() as session:
        return read_names(session, council_deeds.serving(session, who))


def ask_chair(session: Session, council: Council, claim: Claim, *, now: datetime) -> None:
    """Nobody knows whether a message arrived in the council's channel: whoever answers for the council is asked. Not
    about reminders, which are never repeated."""
    if claim.ts is not None or claim.recipient != council.channel or claim.kind is Kind.DIGEST:
        return
    today = calendar.local_date(now, council.zone)
    reader = needs.told_to(council, people.by_id(session, council.workspace_id), today)
    number = len(kept.list_settled(session, council, claim.id))
    notices.owe_arrived(session, council, reader, claim.id, number=number, now=now)


def read_asked(session: Reader, council: Council, key: str) -> Asked:
    """The message that the question under `key` is about, and how it was settled since it was asked."""
    message_id, number = notices.message_of(key)
    settled = kept.list_settled(session, council, message_id)[number:]
    return Asked(read_names(session, council), kept.find(session, council, message_id), next(iter(settled), None))


def read_names(session: Reader, council: Council) -> receipts.Names:
    """Everybody and every channel, to say of whom and which it is spoken."""
    return receipts.Names(
        council,
        people.by_id(session, council.workspace_id),
        channels.by_id(session, council.workspace_id),
        tuple(councils.list_departments(session, council)),
    )


def _held(session: Session, who: Who, message_id: int, *, is_admin: bool, now: datetime) -> tuple[Council, Receipt]:
    council = council_deeds.held(session, who)
    _must_look(council, who, is_admin=is_admin, now=now)
    return council, kept.hold(session, council, message_id)


def _must_look(council: Council, who: Who, *, is_admin: bool, now: datetime) -> None:
    on = calendar.local_date(now, council.zone)
    permissions.must_look_at_delivery(council, who.slack_id, on, is_admin=is_admin)


def _record(session: Session, council: Council, who: Who, verb: str, receipt: Receipt, *, now: datetime) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind=kept.MESSAGE,
        object_id=receipt.id,
        via="slack",
        now=now,
    )
