"""What whoever posts an agenda gives to it, and how it is told that somebody else gave it something meanwhile."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.council.meetings import Meeting
from bot.council.questions import NO_GROUNDS, Grounds


@dataclass(frozen=True)
class Wording:
    """The question, what it stands on or why there is none, and the department (an id) that opens item 3."""

    question: str = ""
    grounds: Grounds = NO_GROUNDS
    opening_department_id: int | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether there is neither a question nor a reason for there being none."""
        return not self.question and not self.grounds.none_because


@dataclass(frozen=True)
class Touch:
    """Who last gave an agenda its wording (a Slack id, None for the timetable), by which verb, at a UTC instant."""

    by: str | None
    verb: str
    at: datetime


def of(meeting: Meeting) -> Wording:
    """The wording as it is kept."""
    return Wording(meeting.question, meeting.grounds, meeting.opening_department_id)


def mark(meeting: Meeting) -> str:
    """A short text that is another one as soon as somebody changed the wording, or the agenda was posted."""
    kept = json.dumps([asdict(of(meeting)), meeting.agenda_posted_at is not None], sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
