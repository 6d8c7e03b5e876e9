"""The items of one meeting's agenda as whoever may post it arranges them."""

from dataclasses import dataclass, replace

from bot.council import agenda_plans, meetings
from bot.council.agenda_plans import Plan
from bot.council.departments import Council


@dataclass(frozen=True)
class Arrangement:
    """A meeting with its items; `told` counts what people told the council that is on its agenda."""

    council: Council
    meeting: meetings.Meeting
    told: int = 0

    @property
    def plan(self) -> Plan:
        """The items of this meeting: its own, or else the council's."""
        return self.meeting.plan or self.council.agenda

    @property
    def is_usual(self) -> bool:
        """Whether nothing is arranged for this meeting but gaps."""
        return agenda_plans.as_usual(self.plan, self.council.agenda) == self.plan

    @property
    def has_lasting(self) -> bool:
        """Whether something is arranged that coming meetings could have too."""
        return agenda_plans.lasting(self.plan) != self.council.agenda


class NotArrangeable(Exception):
    """The items of an agenda are arranged until its session starts; `meeting` is as it stands."""

    def __init__(self, meeting: meetings.Meeting) -> None:
        super().__init__(meeting.id, str(meeting.state))
        self.meeting = meeting


def check_arrangeable(meeting: meetings.Meeting) -> None:
    """Raise NotArrangeable once the meeting has started or is over."""
    if meeting.state not in meetings.NOT_STARTED:
        raise NotArrangeable(meeting)


def arranged(arrangement: Arrangement, plan: Plan) -> meetings.Meeting:
    """The meeting with those items; with nothing of its own left it goes along with the council's again."""
    kept = None if plan == arrangement.council.agenda else plan
    return replace(arrangement.meeting, plan=kept)
