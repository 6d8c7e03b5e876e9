"""What one person sees of their council at a glance."""

from dataclasses import dataclass

from bot.council import agendas, meetings
from bot.council.actions import Card
from bot.council.departments import Council
from bot.council.people import Person


@dataclass(frozen=True)
class Home:
    """One reader's view: the meeting at hand, the departments they speak for with their reports (where reports are
    open), and the actions they own that are not closed, most urgent first."""

    council: Council
    reader: Person | None
    meeting: meetings.Meeting | None
    reports: tuple[agendas.DepartmentReport, ...]
    actions: tuple[Card, ...]
    is_chair: bool
