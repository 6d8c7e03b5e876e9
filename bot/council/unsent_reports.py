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
    it sent goes on, and this is only offered. So it is with what the
    reader had `put_aside`. `copy` is what they typed, as it is kept."""

    meeting: Meeting
    answers: Answers
    written_at: datetime
    saved_by: str | None = None
    beside_sent: bool = False
    put_aside: bool = False
    copy: Copy | None = None


def draft_of(over: Sequence[Over]) -> Unsent | None:
    """The latest of these meetings' drafts that is still news; `over` has the latest meeting first."""
    drafts = [(one, one.draft) for one in over if one.draft is not None]
    return _newest(
        over, [(one, Unsent(one.meeting, draft.answers, draft.saved_at, draft.saved_by)) for one, draft in drafts]
    )


def copy_of(
    over: Sequence[Over], copies: Mapping[int, Copy], asides: Mapping[int, Sequence[Copy]] = MappingProxyType({})
) -> Unsent | None:
    """The same of what one person typed and, after that, put aside, by the meeting's id; what the meeting's draft says
    too is in that."""
    typed: list[tuple[Over, Unsent]] = []
    for one in over:
        standing = [copies[one.meeting.id]] if one.meeting.id in copies else []
        put_aside = asides.get(one.meeting.id, ())
        found = [(copy, False) for copy in standing] + [(copy, True) for copy in put_aside]
        typed += [
            (one, Unsent(one.meeting, copy.answers, copy.kept_at, copy=copy, put_aside=is_aside))
            for copy, is_aside in found
            if one.draft is None or one.draft.answers != copy.answers
        ]
    return _newest(over, typed)


def _newest(over: Sequence[Over], found: Sequence[tuple[Over, Unsent]]) -> Unsent | None:
    for one, unsent in found:
        if report_parts.with_content(unsent.answers) and _is_news(unsent, one, over):
            return replace(unsent, beside_sent=one.sent_at is not None)
    return None


def _is_news(unsent: Unsent, one: Over, over: Sequence[Over]) -> bool:
    """Not what was written before the meeting's own report was sent; nor once another report was sent after the meeting
    was over, which could have started from it."""
    if one.sent_at is not None and unsent.written_at <= one.sent_at:
        return False
    over_at = one.meeting.closed_at
    others = (other.first_sent_at for other in over if other is not one)
    return over_at is None or not any(sent_at is not None and sent_at > over_at for sent_at in others)
