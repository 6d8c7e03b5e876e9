"""How the council stands with the actions it agreed, as item 1 of an agenda says it (R-15, model §3.11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.council import actions, calendar, departments
from bot.council.actions import Action, State
from bot.council.agendas import Agenda
from bot.council.people import Person

OFTEN_CARRIED = 2


@dataclass(frozen=True)
class Standing:
    """The actions to follow up, most urgent first in each group; each is in one of the first five.

    Counted as due are those that were originally due by `on`, a date of the council's, and as kept those of them that
    were done by then. `needs_owner` and `carried` say more of some that are unfinished.
    """

    on: date
    to_confirm: tuple[Action, ...]
    blocked: tuple[Action, ...]
    overdue: tuple[Action, ...]
    due: tuple[Action, ...]
    later: tuple[Action, ...]
    needs_owner: tuple[Action, ...]
    carried: tuple[Action, ...]
    originally_due: int
    kept: int

    @property
    def percent(self) -> int | None:
        """How many in a hundred of those due were done in time, a hundred only for all; None where none was due."""
        if not self.originally_due:
            return None
        return 100 if self.kept == self.originally_due else min(99, round(100 * self.kept / self.originally_due))


def of(agenda: Agenda) -> Standing:
    """How the actions of an agenda stand, as of when it went out; from the session's start, as of the meeting's day.

    It is never today's date that counts, so that what is said stays true while nobody says it anew.
    """
    meeting, zone = agenda.meeting, agenda.council.zone
    reached = meeting.agenda_posted_at or meeting.opens_at
    on = meeting.on if meeting.started_at is not None else calendar.local_date(reached, zone)
    everyone = agenda.board.people

    def those(wanted: Callable[[Action], bool]) -> tuple[Action, ...]:
        return tuple(action for action in agenda.follow_up if wanted(action))

    moving = those(lambda one: one.state not in (State.DONE, State.BLOCKED))
    unfinished = those(lambda one: one.state is not State.DONE)
    originally_due = those(lambda one: one.original_due_on <= on)
    return Standing(
        on=on,
        to_confirm=those(lambda one: one.state is State.DONE),
        blocked=those(lambda one: one.state is State.BLOCKED),
        overdue=tuple(one for one in moving if one.due_on < on),
        due=tuple(one for one in moving if on <= one.due_on <= meeting.on),
        later=tuple(one for one in moving if one.due_on > max(on, meeting.on)),
        needs_owner=tuple(one for one in unfinished if actions.needs_owner(one, everyone)),
        carried=tuple(one for one in unfinished if one.carry_count >= OFTEN_CARRIED),
        originally_due=len(originally_due),
        kept=sum(_was_kept(one, everyone, agenda) for one in originally_due),
    )


def _was_kept(action: Action, everyone: Mapping[str, Person], agenda: Agenda) -> bool:
    """Whether it was done before the day it was first due on had ended where its owner is."""
    done_at: datetime | None = action.done_at
    if action.state is not State.DONE or done_at is None:
        return False
    known = everyone.get(action.owner)
    zone = departments.zone_of_reader(known, agenda.council.zone)
    return calendar.local_date(done_at, zone) <= action.original_due_on
