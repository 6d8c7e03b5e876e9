"""The audit log as it is read back (INV-16): who did what to which object, from what to what, through which door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person

PAGE = 20


@dataclass(frozen=True)
class Entry:
    """One event. `actor` is a Slack id, or the clock; `at` is a UTC instant; `before` and `after` hold what changed."""

    id: int
    at: datetime
    actor: str
    verb: str
    object_kind: str
    object_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    via: str


@dataclass(frozen=True)
class ReportOf:
    """Whose report, and for which meeting: ids."""

    department_id: int
    meeting_id: int


@dataclass(frozen=True)
class Objects:
    """What the entries of a page are about, by id; `actions` are their numbers and texts, `accounts` Slack ids."""

    departments: Mapping[int, Department] = field(default_factory=dict)
    meetings: Mapping[int, Meeting] = field(default_factory=dict)
    actions: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    reports: Mapping[int, ReportOf] = field(default_factory=dict)
    accounts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """A page of the log, the newest first, and whether there is more on either side of it."""

    council: Council
    entries: tuple[Entry, ...]
    objects: Objects
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    has_newer: bool
    has_older: bool
