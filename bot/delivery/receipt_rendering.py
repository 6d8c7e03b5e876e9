"""What the chair is told and asked of messages that did not get there, drawn when it is sent."""

from datetime import datetime

from bot.council import departments
from bot.council.departments import Council
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind
from bot.usecases import fallbacks, notices
from bot.usecases import receipts as deeds
from bot.views import deliveries as views
from bot.views import delivery_words, parts

KINDS = frozenset({Kind.NOT_DELIVERED, Kind.ARRIVED})


def render(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    """The message of one of KINDS as it should stand at `now`, or None where it is no longer wanted."""
    names = deeds.read_names(session, council)
    person = names.people.get(claim.recipient)
    zone = departments.zone_of_reader(person, council.zone)
    reader = delivery_words.Reader(names, zone, now.astimezone(zone).date())
    if (on := notices.missing_on(claim.key)) is not None:
        missing = fallbacks.read_missing(session, council, on)
        return None if claim.ts is None and not missing.receipts else views.missing(missing, reader)
    if claim.kind is Kind.NOT_DELIVERED:
        refused = fallbacks.read_refused(session, council, claim.key)
        return None if claim.ts is None and refused.cause is None else views.refused(refused, reader)
    asked = deeds.read_asked(session, council, claim.key)
    if claim.ts is None and not asked.receipt.is_in_doubt:
        return None
    return views.arrived(asked.receipt, asked.settled, reader)
