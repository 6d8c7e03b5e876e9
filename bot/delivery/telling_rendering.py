"""Heads-ups, and what people tell the council, drawn when they are sent."""

from datetime import datetime

from bot.council import receipts
from bot.council.departments import Council
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind
from bot.usecases import heads_ups, other_business
from bot.views import heads_ups as heads_up_views
from bot.views import other_business as other_views
from bot.views import parts

KINDS = frozenset({Kind.HEADS_UP, Kind.HEADS_UP_CHANGED, Kind.HEADS_UP_ANSWERED, Kind.TOLD_COUNCIL, Kind.TOLD_ANSWERED})


def render(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    """The message of one of KINDS as it should stand at `now`, or None where it is no longer wanted."""
    if claim.kind in (Kind.HEADS_UP, Kind.HEADS_UP_CHANGED):
        shown = heads_ups.read(session, council, claim, now=now)
        if shown is None:
            return None
        if claim.kind is Kind.HEADS_UP_CHANGED:
            return heads_up_views.has_changed(shown)
        return heads_up_views.heads_up(shown, in_channel=not receipts.is_person(claim.recipient))
    if claim.kind is Kind.HEADS_UP_ANSWERED:
        answered = heads_ups.read_answered(session, council, claim, now=now)
        return None if answered is None else heads_up_views.wants_to_talk(answered[0], same=answered[1])
    told = other_business.read(session, council, claim)
    if told is None:
        return None
    return other_views.for_chair(told) if claim.kind is Kind.TOLD_COUNCIL else other_views.for_teller(told)
