"""What one person sees of their council at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.council import agendas, gaps, meetings
from bot.council.actions import Card
from bot.council.departments import Council, Department
from bot.council.heads_ups import HeadsUp
from bot.council.people import Absence, Person


@dataclass(frozen=True)
class Glance:
    """How a department stands: how many of its actions are `unfinished` and how many of those `overdue`, the heads-ups
    that wait for its answer, and who of its people is away today."""

    department: Department
    report: agendas.DepartmentReport | None
    unfinished: int
    overdue: int
    heads_ups: tuple[HeadsUp, ...]
    away: tuple[Absence, ...]


@dataclass(frozen=True)
class Readiness:
    """How ready the meeting at hand is, for whoever prepares it: the departments' reports (none before they are open),
    what `gaps` were found, how many actions are `proposed`, the sessions that are not closed, and how many messages
    were `refused` or are `in_doubt`."""

    lines: tuple[agendas.DepartmentReport, ...]
    gaps: tuple[gaps.Gap, ...]
    proposed: int
    unclosed: tuple[meetings.Meeting, ...]
    refused: int
    in_doubt: int


@dataclass(frozen=True)
class Home:
    """One reader's view: the meeting at hand, the departments they speak for with their reports (where reports are
    open), and the actions they own that are not closed, most urgent first; their departments at a glance (those of
    which they are lead, deputy or contributor), and how ready the meeting is, for whoever may post its agenda.

    `has_role` says whether they are anything in the council; `is_chair` whether they act as its chair.
    """

    council: Council
    reader: Person | None
    meeting: meetings.Meeting | None
    reports: tuple[agendas.DepartmentReport, ...]
    actions: tuple[Card, ...]
    is_chair: bool
    has_role: bool = True
    glances: tuple[Glance, ...] = ()
    readiness: Readiness | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
