"""What a department's people wrote for a meeting that is over by now and never sent: the next report starts there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from bot.council import report_parts
from bot.council.meetings import Meeting
from bot.council.report_answers import Answers
from bot.council.report_drafts import Copy, Draft

# A year of meetings: of a department that never answers, nobody takes up what is older.
MOST_OVER = 12


@dataclass(frozen=True)
class Over:
    """A meeting that is closed or cancelled, as a department left it: when words were sent for it, first and as they
    stand (UTC; None where none were), and the draft that is left."""

    meeting: Meeting
    first_sent_at: datetime | None
    sent_at: datetime | None
    draft: Draft | None


@dataclass(frozen=True)
class Unsent:
    """What was written for a `meeting` that is over: the draft that somebody (`saved_by`, a Slack id) saved last, or
    with None what the reader typed. `beside_sent` says that the department had sent a report for it before: then what
    it sent goes on, and this is only offered. So it is with what the reader had `put_aside`."""

    meeting: Meeting
    answers: Answers
    written_at: datetime
    saved_by: str | None = None
    beside_sent: bool = False
    put_aside: bool = False


def left(
    over: Sequence[Over],
    copies: Mapping[int, Copy] = MappingProxyType({}),
    asides: Mapping[int, Sequence[Copy]] = MappingProxyType({}),
) -> list[Unsent]:
    """What is still news of these meetings' drafts, of what one person typed, and of what they put aside, by the
    meeting's id: the latest meeting's first, as `over` has them. What the meeting's draft says too is in that."""
    found: list[Unsent] = []
    for one in over:
        draft, meeting = one.draft, one.meeting
        written = [] if draft is None else [Unsent(meeting, draft.answers, draft.saved_at, draft.saved_by)]
        typed = [(copies[meeting.id], False)] if meeting.id in copies else []
        typed += [(copy, True) for copy in asides.get(meeting.id, ())]
        written += [
            Unsent(meeting, copy.answers, copy.kept_at, put_aside=put_aside)
            for copy, put_aside in typed
            if draft is None or draft.answers != copy.answers
        ]
        found += [
            replace(unsent, beside_sent=one.sent_at is not None) for unsent in written if _is_news(unsent, one, over)
        ]
    return found


def _is_news(unsent: Unsent, one: Over, over: Sequence[Over]) -> bool:
    """Not a form in which nothing is said, nor what was written before the meeting's own report was sent; nor once
    another report was sent after the meeting was over, which could have started from it."""
    if not report_parts.with_content(unsent.answers):
        return False
    if one.sent_at is not None and unsent.written_at <= one.sent_at:
        return False
    over_at = one.meeting.closed_at
    others = (other.first_sent_at for other in over if other is not one)
    return over_at is None or not any(sent_at is not None and sent_at > over_at for sent_at in others)
