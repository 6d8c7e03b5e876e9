"""What members add to other business before a meeting starts: where it goes, and who may take it off again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.council import meetings, other_business, permissions
from bot.council.departments import Council
from bot.council.other_business import State, Told
from bot.council.people import Person


@dataclass(frozen=True)
class Place:
    """Where what one person adds would go at this moment: the agenda of `meeting`, the one at hand, or where that is
    None or has begun, of the next. `may_add` says that it goes there without asking the chair, `reader` (a Slack id)
    who is asked otherwise; `own` is what waits for an agenda already and this person may take off."""

    council: Council
    meeting: meetings.Meeting | None
    may_add: bool
    reader: str | None
    people: Mapping[str, Person]
    own: tuple[Told, ...] = ()

    @property
    def has_begun(self) -> bool:
        """Whether the meeting at hand has begun: what is added now is for the next one."""
        return self.meeting is not None and self.meeting.state not in meetings.NOT_STARTED

    @property
    def target(self) -> meetings.Meeting | None:
        """On whose agenda it goes; None for the next meeting, whichever that is."""
        return None if self.has_begun else self.meeting

    @property
    def is_skipped(self) -> bool:
        """Whether that agenda leaves other business out, so that it goes on to the next."""
        target = self.target
        return target is not None and other_business.is_skipped(self.council, target)

    @property
    def mark(self) -> str:
        """What a form was opened for: another mark is another place."""
        at_hand = 0 if self.meeting is None else self.meeting.id
        return f"{at_hand}:{'begun' if self.has_begun else 'ahead'}:{'adds' if self.may_add else 'asks'}"


class PlaceChanged(Exception):
    """What was added would no longer go where its form said; `place` is where it would."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.mark)
        self.place = place


class AlreadyBegun(Exception):
    """The meeting on whose agenda it is has begun, or is over."""


def may_take_off(council: Council, told: Told, slack_id: str, on: date) -> bool:
    """Whether they told it, or may post the agenda on that day."""
    return told.told_by == slack_id or permissions.may_run_session(council, slack_id, on)


def take_off(told: Told, meeting: meetings.Meeting | None, *, by: str, now: datetime) -> Told:
    """Off the agenda of `meeting`; as it is where it is on none. Raises AlreadyBegun."""
    if told.state is not State.ON_AGENDA:
        return told
    if meeting is not None and meeting.state not in (*meetings.NOT_STARTED, meetings.State.CANCELLED):
        raise AlreadyBegun
    return replace(told, state=State.TAKEN_OFF, meeting_id=None, settled_by=by, settled_at=now)
