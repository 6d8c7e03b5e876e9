"""Any other business: what somebody outside the reports tells the council, for the chair to bring to the meeting."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_TEXT = 500


class State(StrEnum):
    """What became of it."""

    INBOX = "inbox"
    ON_AGENDA = "on_agenda"
    THANKED = "thanked"


@dataclass(frozen=True)
class Told:
    """What one person (`told_by`, a Slack id) told the council; `meeting_id` is the meeting on whose agenda it is."""

    id: int
    text: str
    told_by: str
    told_at: datetime
    state: State
    meeting_id: int | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    version: int = 1
