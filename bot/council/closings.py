"""Merging a department into another, or closing it: what has to be settled first (model §3.10)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.council import actions, roster
from bot.council.departments import Department


@dataclass(frozen=True)
class Estate:
    """A department that is to be closed, what it owns, and who could take it."""

    department: Department
    owned: tuple[actions.Action, ...]
    heirs: tuple[Department, ...]


@dataclass(frozen=True)
class Closed:
    """A department that is closed; its `moved` actions are the heir's now, and so are its people where it `merged`."""

    department: Department
    heir: Department | None
    moved: int
    merged: bool


class LastDepartment(Exception):
    """A council has at least one department."""


class IntoItself(Exception):
    """A department's things cannot be handed to itself."""


class HeirMissing(Exception):
    """The department owns something that another one has to take first."""


class CloseReasonMissing(Exception):
    """Closing a department takes a reason."""


class CloseReasonTooLong(Exception):
    """The reason is over roster.LONGEST_REASON characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def check_closing(
    department: Department, heir: Department | None, everyone: Iterable[Department], *, owns: bool, reason: str
) -> None:
    """Raise a named refusal unless `department` may be closed with `heir` taking what it `owns` (model §3.10).

    Raises LastDepartment, IntoItself, HeirMissing, CloseReasonMissing, CloseReasonTooLong.
    """
    if not [other for other in everyone if other.id != department.id]:
        raise LastDepartment
    if heir is not None and heir.id == department.id:
        raise IntoItself
    if heir is None and owns:
        raise HeirMissing
    if not reason:
        raise CloseReasonMissing
    if len(reason) > roster.LONGEST_REASON:
        raise CloseReasonTooLong(len(reason))


def merged(closing: Department, heir: Department) -> Department:
    """The department that takes another one's people, as members; who is in it already keeps their role. Customers who
    went on from the other one go on from here."""
    downstream = tuple(sorted({*heir.downstream, *closing.downstream} - {heir.id, closing.id}))
    members = heir.members | closing.people - closing.gone - {""}
    return roster.tidy(replace(heir, members=members, downstream=downstream))
