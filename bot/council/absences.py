"""Being away: for how long, and who may act meanwhile (model §3.5 INV-3, §3.10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.council import roster
from bot.council.departments import Council, Department
from bot.council.people import Absence, Person

LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True)
class Place:
    """Somebody's place in the council: who they are in it, and who would usually act for them; `set` is the absence
    that was just set, `instead_of` those it took the place of."""

    roster: roster.Roster
    slack_id: str
    usual_stand_in: str | None
    set: Absence | None = None
    instead_of: tuple[Absence, ...] = ()

    @property
    def departments(self) -> tuple[Department, ...]:
        """The departments they belong to."""
        return tuple(d for d in self.roster.departments if self.slack_id in d.people)

    @property
    def absence(self) -> Absence | None:
        """Their absence, today's or a coming one."""
        return self.roster.absence_of(self.slack_id)

    @property
    def coming(self) -> tuple[Absence, ...]:
        """Their absences after that one."""
        return tuple(away for away in self.roster.absences if away.slack_id == self.slack_id)[1:]

    @property
    def has_role(self) -> bool:
        """Whether they hold any role."""
        return roster.has_role(self.roster.council, self.departments, self.slack_id)


class NoRole(Exception):
    """They hold no role in the council, so there is nothing to be away from."""


class AwayBackwards(Exception):
    """The absence would end before it begins."""


class AwayInThePast(Exception):
    """The absence would be over already."""


class AwayTooLong(Exception):
    """The absence would last longer than LONGEST_ABSENCE: somebody else should have the role."""


class ActsForThemselves(Exception):
    """Nobody stands in for themselves."""


class StandInAway(Exception):
    """The stand-in is away during the `absence` they would cover."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(absence.slack_id)
        self.absence = absence


class StandInInside(Exception):
    """Who acts for the chair is outside the departments as well (INV-3); `department` is the one they belong to."""

    def __init__(self, person: Person, department: str) -> None:
        super().__init__(person.slack_id)
        self.person = person
        self.department = department


class ChairStandsIn(Exception):
    """The chair cannot speak for a department, not even for a while (INV-3)."""


def check_absence(
    council: Council,
    everyone: Iterable[Department],
    absence: Absence,
    *,
    stand_in: Person | None,
    standing: Iterable[Absence],
    today: date,
) -> None:
    """Raise a named refusal unless they may be away so; `standing` are the council's other absences.

    Raises AwayBackwards, AwayInThePast, AwayTooLong, ActsForThemselves, CannotHold, StandInAway, StandInInside,
    ChairStandsIn.
    """
    if absence.until_on < absence.from_on:
        raise AwayBackwards
    if absence.until_on < today:
        raise AwayInThePast
    if absence.until_on - absence.from_on > LONGEST_ABSENCE:
        raise AwayTooLong
    if stand_in is None:
        return
    if stand_in.slack_id == absence.slack_id:
        raise ActsForThemselves
    roster.check_holder(stand_in, roster.Role.STAND_IN)
    for other in standing:
        if other.slack_id == stand_in.slack_id and other.overlaps(absence):
            raise StandInAway(other)
    everyone = tuple(everyone)
    if absence.slack_id == council.chair:
        override = council.chair_override
        inside = next((d.name for d in everyone if stand_in.slack_id in d.people), None)
        if inside is not None and (override is None or override.until_on < absence.until_on):
            raise StandInInside(stand_in, inside)
    elif stand_in.slack_id == council.chair and any(absence.slack_id in d.spokespeople for d in everyone):
        raise ChairStandsIn


def usual_stand_in(council: Council, everyone: Iterable[Department], slack_id: str) -> str | None:
    """Who would act for them without being asked: the vice-chair for the chair, a deputy for the lead."""
    if slack_id == council.chair:
        return council.vice_chair
    deputies = {d.deputy for d in everyone if d.lead == slack_id and d.deputy is not None and d.deputy not in d.gone}
    return deputies.pop() if len(deputies) == 1 else None


def facts_of(absence: Absence) -> dict[str, object]:
    """What the audit log keeps of an absence."""
    return {
        "from_on": absence.from_on.isoformat(),
        "until_on": absence.until_on.isoformat(),
        "stand_in": absence.stand_in,
    }
