"""Who may hold which role, what becomes of a department, and who acts while somebody is away or gone.

Model §3.1 (roles), §3.3 (Membership), §3.5 (INV-3), §3.10 (when people change).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from zlib import crc32

from bot.council import departments
from bot.council.departments import ChairOverride, Council, Department
from bot.council.people import Absence, Person

LONGEST_REASON = 300
MOST_CONTRIBUTORS = 20
MOST_MEMBERS = 100


class Role(StrEnum):
    """What somebody is for the council or for a department; a stand-in acts for somebody who is away."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    LEAD = "lead"
    DEPUTY = "deputy"
    CONTRIBUTOR = "contributor"
    MEMBER = "member"
    STAND_IN = "stand_in"


FOR_ANYBODY_ACTIVE = frozenset({Role.CONTRIBUTOR, Role.MEMBER})
"""Guests and people of other organisations may help; to answer for something takes a full member."""


@dataclass(frozen=True)
class Roster:
    """The council's people on a civil date `on` of the council's, for one reader.

    `since` says from which day somebody holds a role: (Slack id, role, department's id or None) -> date. `absences`
    are those that are not over, the coming ones too. `may_arrange` holds for the reader.
    """

    council: Council
    departments: tuple[Department, ...]
    people: Mapping[str, Person]
    since: Mapping[tuple[str, str, int | None], date]
    absences: tuple[Absence, ...]
    on: date
    reader: str
    may_arrange: bool

    def may_help(self, department: Department) -> bool:
        """Whether the reader may choose the department's deputy and contributors."""
        return self.may_arrange or self.reader == department.lead

    def is_gone(self, slack_id: str) -> bool:
        """Whether their account is closed."""
        person = self.people.get(slack_id)
        return person is not None and not person.active

    def absence_of(self, slack_id: str) -> Absence | None:
        """Their absence, today's or a coming one."""
        return next((away for away in self.absences if away.slack_id == slack_id), None)


@dataclass(frozen=True)
class Table:
    """The council's own roles, name and channel (an id) as somebody wants them; `version` says what they saw
    (`version_of_table`)."""

    chair: str
    vice_chair: str | None
    secretary: str | None
    override: ChairOverride | None
    version: int
    name: str
    channel: str


@dataclass(frozen=True)
class Change:
    """Something that was done to a department or to the council's own facts meanwhile: by whom, when (UTC), from what
    to what."""

    actor: str
    at: datetime
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True)
class Meanwhile:
    """What somebody finds where another was faster: `theirs` stands, `mine` was sent, `changes` is what was done since
    the form was opened; `stands` and `sent` are the facts in which theirs and mine differ. `departments` are the names
    of all there ever were, by id."""

    council: Council
    theirs: Department | Council
    mine: Department | Table
    changes: tuple[Change, ...]
    stands: Mapping[str, object]
    sent: Mapping[str, object]
    people: Mapping[str, Person]
    departments: Mapping[int, str] = field(default_factory=dict)


class CannotHold(Exception):
    """`person` cannot hold `role`: apps and closed accounts hold none, guests and people of other organisations only
    help."""

    def __init__(self, person: Person, role: Role) -> None:
        super().__init__(person.slack_id, role)
        self.person = person
        self.role = role


class LeadAsDeputy(Exception):
    """Lead and deputy of a department are one person: nobody would report while they are away."""


class ChairInside(Exception):
    """The chair would belong to `department` as its `role` (INV-3)."""

    def __init__(self, chair: str, department: str, role: Role) -> None:
        super().__init__(chair, department)
        self.chair = chair
        self.department = department
        self.role = role


class ViceChairInside(Exception):
    """The vice-chair, who acts where the chair is missing, would belong to `department` (INV-3)."""

    def __init__(self, vice_chair: str, department: str) -> None:
        super().__init__(vice_chair, department)
        self.vice_chair = vice_chair
        self.department = department


class ChairAsViceChair(Exception):
    """Chair and vice-chair are one person: nobody would act while they are away."""


class OverrideUnclear(Exception):
    """That the chair belongs to a department takes a reason and an end date from today on; `field` says which lacks."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooMany(Exception):
    """More than `most` people in `role` of one department."""

    def __init__(self, role: Role, most: int) -> None:
        super().__init__(role)
        self.role = role
        self.most = most


def check_holder(person: Person, role: Role) -> None:
    """Raise CannotHold unless the person may hold the role."""
    fit = person.active and not person.is_bot
    if not (fit if role in FOR_ANYBODY_ACTIVE else person.is_full_member):
        raise CannotHold(person, role)


def tidy(department: Department) -> Department:
    """The department with each person in it once, in the highest of the roles they were given."""
    spokespeople = frozenset(department.spokespeople)
    contributors = department.contributors - spokespeople
    return replace(department, contributors=contributors, members=department.members - spokespeople - contributors)


def changed(standing: Department, wanted: Department) -> Department:
    """The standing department with what can be changed of it as `wanted`, the version of `wanted` included."""
    return tidy(
        replace(
            standing,
            name=wanted.name,
            channel=wanted.channel,
            tz=wanted.tz,
            lead=wanted.lead,
            deputy=wanted.deputy,
            contributors=wanted.contributors,
            members=wanted.members,
            downstream=wanted.downstream,
            version=wanted.version,
        )
    )


def beside(wanted: Department, others: Iterable[Department]) -> Department:
    """The department with customers going on only to `others` of the council, each once: one that was closed since the
    form was opened is no neighbour any more, and no department is its own."""
    there = {other.id for other in others} - {wanted.id}
    return replace(wanted, downstream=tuple(sorted(there & set(wanted.downstream))))


def check_department(
    council: Council,
    wanted: Department,
    others: Iterable[Department],
    *,
    before: Department | None,
    known: Mapping[str, Person],
    today: date,
) -> None:
    """Raise a named refusal unless `wanted` may stand beside the `others`, in place of `before`.

    Whoever is new in a role is looked at in `known`; who held it before may have become a guest or left since. Raises
    InvalidRoster, CannotHold, LeadAsDeputy, TooMany, ChairInside.
    """
    others = tuple(others)
    taken = frozenset(other.name.casefold() for other in others)
    departments.check_department(wanted.name, role_statement=wanted.role_statement, taken=taken)
    departments.check_channel(wanted.name, wanted.channel, taken=frozenset(other.channel for other in others))
    if wanted.channel == council.channel:
        raise departments.InvalidRoster("channel", "this is the council's channel; a department needs one of its own")
    departments.zone(wanted.tz)
    if wanted.deputy == wanted.lead:
        raise LeadAsDeputy
    for role, most in ((Role.CONTRIBUTOR, MOST_CONTRIBUTORS), (Role.MEMBER, MOST_MEMBERS)):
        # Merging may have made a department larger than that: it may stay so, and not grow by hand.
        if len(holders(wanted, role)) > max(most, 0 if before is None else len(holders(before, role))):
            raise TooMany(role, most)
    override = council.chair_override
    exempt = override is not None and today <= override.until_on
    for role in (Role.LEAD, Role.DEPUTY, Role.CONTRIBUTOR, Role.MEMBER):
        new = holders(wanted, role) - (frozenset() if before is None else holders(before, role))
        for slack_id in sorted(new):
            if slack_id == council.chair and not exempt:
                raise ChairInside(slack_id, wanted.name, role)
            check_holder(known[slack_id], role)


def holders(department: Department, role: Role) -> frozenset[str]:
    """Who holds a role in the department."""
    match role:
        case Role.LEAD:
            return frozenset({department.lead} - {""})
        case Role.DEPUTY:
            return frozenset(() if department.deputy is None else (department.deputy,))
        case Role.CONTRIBUTOR:
            return department.contributors
        case Role.MEMBER:
            return department.members
        case _:
            return frozenset()


def helpers_only(wanted: Department, standing: Department) -> Department:
    """What a lead may change of their own department: deputy and contributors, and nothing else."""
    return tidy(
        replace(standing, deputy=wanted.deputy, contributors=wanted.contributors, version=wanted.version),
    )


def check_table(
    council: Council,
    wanted: Table,
    everyone: Iterable[Department],
    *,
    known: Mapping[str, Person],
    today: date,
) -> None:
    """Raise a named refusal unless the council may be called so, have that channel and its own roles held so from
    `today` (a date of the council's).

    Raises InvalidRoster, CannotHold, ChairAsViceChair, ChairInDepartment, ViceChairInside, OverrideUnclear.
    """
    everyone = tuple(everyone)
    departments.check_name(wanted.name)
    for department in everyone:
        if department.channel == wanted.channel:
            why = f"this is {department.name}'s channel; it needs its own"
            raise departments.InvalidRoster("council_channel", why)
    if wanted.vice_chair == wanted.chair:
        raise ChairAsViceChair
    if wanted.override is not None:
        check_override(wanted.override, today=today)
    held = {Role.CHAIR: council.chair, Role.VICE_CHAIR: council.vice_chair, Role.SECRETARY: council.secretary}
    now = {Role.CHAIR: wanted.chair, Role.VICE_CHAIR: wanted.vice_chair, Role.SECRETARY: wanted.secretary}
    for role, slack_id in now.items():
        if slack_id is not None and slack_id != held[role]:
            check_holder(known[slack_id], role)
    by_name = {department.name: department for department in everyone}
    departments.check_chair(
        wanted.chair,
        {name: department.people for name, department in by_name.items()},
        leads={name: department.lead for name, department in by_name.items()},
        override=wanted.override,
        today=today,
    )
    for department in everyone:
        if wanted.override is None and wanted.vice_chair is not None and wanted.vice_chair in department.people:
            raise ViceChairInside(wanted.vice_chair, department.name)


def check_override(override: ChairOverride, *, today: date) -> None:
    """Raise OverrideUnclear unless there is a reason (at most LONGEST_REASON characters) and a day from today on."""
    if not 0 < len(override.reason) <= LONGEST_REASON:
        raise OverrideUnclear("reason")
    if override.until_on < today:
        raise OverrideUnclear("until_on")


def has_role(council: Council, everyone: Iterable[Department], slack_id: str) -> bool:
    """Whether they hold any role in the council."""
    return slack_id in (council.chair, council.vice_chair, council.secretary) or any(
        slack_id in department.people for department in everyone
    )


def answerable(council: Council, people: Mapping[str, Person], on: date) -> tuple[str, ...]:
    """Who hears that somebody is missing: whoever acts as chair that day, else vice-chair and secretary, else the
    workspace's admins; never a closed account."""

    def open_accounts(slack_ids: Iterable[str | None]) -> tuple[str, ...]:
        asked = dict.fromkeys(slack_id for slack_id in slack_ids if slack_id is not None)
        return tuple(one for one in asked if one not in people or people[one].active)

    return (
        open_accounts(council.presiding(on))[-1:]
        or open_accounts((council.vice_chair, council.secretary))
        or open_accounts(sorted(one.slack_id for one in people.values() if one.is_admin))
    )


def facts_of(department: Department) -> dict[str, object]:
    """What the audit log keeps of a department: names, channel and people by Slack id, departments by their ids."""
    return {
        "name": department.name,
        "channel": department.channel,
        "tz": department.tz,
        "lead": department.lead,
        "deputy": department.deputy,
        "contributors": sorted(department.contributors),
        "members": sorted(department.members),
        "downstream": sorted(department.downstream),
    }


def facts_of_table(council: Council) -> dict[str, object]:
    """What the audit log keeps of the council's own roles, name and channel."""
    override = council.chair_override
    return {
        "name": council.name,
        "channel": council.channel,
        "chair": council.chair,
        "vice_chair": council.vice_chair,
        "secretary": council.secretary,
        "chair_override": None if override is None else f"{override.reason} (until {override.until_on.isoformat()})",
    }


def version_of_table(council: Council) -> int:
    """Which facts of the table somebody sees: another number once one of them is another, and only then."""
    return crc32(json.dumps(facts_of_table(council)).encode()) >> 1 | 1


def difference(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """What changed: the same keys of both, where their values differ."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}
