"""The versions of a posted agenda: why there is another one, and which changes belong to the same (model §3.4.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.council.departments import Department
from bot.council.reports import Report, State

# What one department changes within so long is one version, told of once.
TOGETHER = timedelta(minutes=15)


class Kind(StrEnum):
    """What changed."""

    ADDED = "added"
    ADDED_LATE = "added_late"
    CHANGED = "changed"
    NIL = "nil"
    REOPENED = "reopened"
    QUESTION = "question"
    OPENING = "opening"
    QUESTION_AND_OPENING = "question_and_opening"
    PLAN = "plan"
    OTHER_BUSINESS = "other_business"
    OTHER_BUSINESS_OFF = "other_business_off"
    SEVERAL = "several"


_FROM_FORM = (Kind.QUESTION, Kind.OPENING, Kind.QUESTION_AND_OPENING)
# What no department's report is the cause of. What a question stands on is part of the QUESTION.
_OF_COUNCIL = (*_FROM_FORM, Kind.PLAN, Kind.OTHER_BUSINESS, Kind.OTHER_BUSINESS_OFF, Kind.SEVERAL)


@dataclass(frozen=True)
class Change:
    """Version `number` of a meeting's agenda: whose report is in it (`department_id`), or None where it is no report
    that changed; since the UTC instant `at`."""

    meeting_id: int
    number: int
    kind: Kind
    department_id: int | None
    at: datetime


@dataclass(frozen=True)
class Told:
    """A version as its note tells of it; `department` is the one whose report it is."""

    change: Change
    department: Department | None


def between(before: Report, after: Report) -> Kind | None:
    """What became of a report that makes another version of a posted agenda; None where nothing does: an excuse says
    nothing that the agenda holds."""
    if not after.is_in:
        return Kind.REOPENED if before.is_in else None
    if after.state is before.state:
        return Kind.CHANGED
    if after.state is State.NIL:
        return Kind.NIL
    return Kind.ADDED_LATE if after.late else Kind.ADDED


def is_together(last: Change, *, told: bool, now: datetime) -> bool:
    """Whether what changes at `now` belongs to the version that the same department, or the council itself, caused
    `last`: soon after, or before the council was `told` of that one."""
    return not told or now - last.at < TOGETHER


def both(first: Kind, then: Kind) -> Kind:
    """What one version is called that came about by two changes of the same department, or of the council itself."""
    if first in _OF_COUNCIL:
        if then is first:
            return first
        return Kind.QUESTION_AND_OPENING if first in _FROM_FORM and then in _FROM_FORM else Kind.SEVERAL
    if then is Kind.CHANGED and first in (Kind.ADDED, Kind.ADDED_LATE, Kind.NIL):
        return first
    return then
