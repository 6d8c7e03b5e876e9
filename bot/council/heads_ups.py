"""Heads-ups: a department is told of a change that it will feel, and answers "fine" or "let's talk first" (R-07)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What became of a heads-up."""

    OPEN = "open"
    FINE = "fine"
    TALK = "talk"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class HeadsUp:
    """The change that a report names, as one department (`to_department_id`) is told of it. `text` is what it was told;
    where that has changed since it was answered, it is open again."""

    id: int
    report_id: int
    meeting_id: int
    from_department_id: int
    to_department_id: int
    text: str
    state: State
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 1
