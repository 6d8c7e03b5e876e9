"""What is said about the calendar, drawn when it is sent: moves, cancellations, meetings added, days to choose."""

from datetime import datetime

from bot.council import meetings
from bot.council.departments import Council
from bot.store import meetings as kept_meetings
from bot.store import people
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind
from bot.usecases import calendar_notices as deeds
from bot.views import calendar_notices as views
from bot.views import parts

KINDS = frozenset(
    {
        Kind.MEETING_MOVED,
        Kind.MEETING_CANCELLED,
        Kind.MEETING_ADDED,
        Kind.CANCELLED_TWICE,
        Kind.RULE_CHANGED,
        Kind.HOLIDAY_QUESTION,
    }
)


def render(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    """The message of one of KINDS as it should stand at `now`, or None where it is no longer wanted."""
    if claim.kind is Kind.RULE_CHANGED:
        return views.rule_changed(council, deeds.next_by_rule(session, council))
    if claim.kind is Kind.MEETING_MOVED:
        return _moved(session, council, claim, now=now)
    if claim.kind is Kind.HOLIDAY_QUESTION:
        asked = deeds.read_question(session, council, claim)
        return asked and views.holiday_question(council, *asked, people.by_id(session, council.workspace_id))
    assert claim.subject.meeting_id is not None, "these are about a meeting"
    meeting = kept_meetings.get(session, claim.subject.meeting_id)
    if claim.kind is Kind.CANCELLED_TWICE:
        following = meetings.following(kept_meetings.list_ahead(session, council), meeting)
        return views.cancelled_twice(council, meeting, following)
    if claim.kind is Kind.MEETING_CANCELLED:
        following = deeds.next_after_cancelled(session, council, meeting.id, claim.recipient)
        return views.cancelled(council, meeting, following)
    if claim.ts is None and meeting.state is meetings.State.CANCELLED:
        return None
    return views.added(council, meeting)


def _moved(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    moved = deeds.read_moved(session, council, claim)
    if moved is None:
        return None
    return views.moved(
        council,
        moved.meeting,
        from_starts_at=moved.from_starts_at,
        reason=moved.reason,
        zone=moved.zone,
        now=claim.sent_at or now,
    )
