"""Setting a council up: the answers somebody gives step by step, each step checked when it is left (model §3.1-3.3).

What is entered is kept as a draft until the last step; only then is there a council. The last step checks everything
anew: a draft holds what people typed, and people and channels change meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.council import calendar, calendar_rules, charters, departments, needs, roster
from bot.council.calendar_rules import Rule
from bot.council.charters import FocusArea
from bot.council.departments import ChairOverride, Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person, PersonUnknown

MOST_DEPARTMENTS = 60


class Step(StrEnum):
    """What is asked, in this order."""

    BASICS = "basics"
    PEOPLE = "people"
    CALENDAR = "calendar"
    CHARTER = "charter"
    REVIEW = "review"


STEPS = tuple(Step)
Entries = Mapping[str, Any]


@dataclass(frozen=True)
class DepartmentDraft:
    """A department that is to be; people and channel by Slack id, `tz` an IANA name, `part` its part in the goal.

    `key` is its own in its draft, also after others have gone: what is chosen for one never falls on another.
    """

    name: str
    channel: str
    tz: str
    lead: str
    deputy: str | None = None
    contributors: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    part: str = ""
    key: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Everyone in it."""
        return self.as_department().people

    def as_department(self, number: int = 0) -> Department:
        """As the rules of rosters look at it; its id is `number`."""
        return Department(
            id=number,
            council_id=0,
            name=self.name,
            channel=self.channel,
            tz=self.tz,
            lead=self.lead,
            deputy=self.deputy,
            contributors=self.contributors,
            members=self.members,
            role_statement=self.part,
        )


@dataclass(frozen=True)
class Basics:
    """What the council is called, where it meets in Slack (a channel's id) and by whose clocks (an IANA zone)."""

    name: str
    channel: str
    tz: str
    acts_for_chair: bool


@dataclass(frozen=True)
class Table:
    """Who holds the council's own roles. The override's two halves are as they were entered."""

    chair: str
    vice_chair: str | None = None
    secretary: str | None = None
    override_reason: str = ""
    override_until: date | None = None

    @property
    def override(self) -> ChairOverride | None:
        """Why the chair may belong to a department, and until when; None where nothing was entered."""
        if not self.override_reason and self.override_until is None:
            return None
        return ChairOverride(self.override_reason, self.override_until or date.min)

    @property
    def people(self) -> frozenset[str]:
        """Everyone in it."""
        return frozenset(filter(None, (self.chair, self.vice_chair, self.secretary)))


@dataclass(frozen=True)
class Draft:
    """How far somebody has come: `step` is the one to go on with, `left` what stood in steps that were left by going
    back, as Slack sent it, `made` the highest key a department has had."""

    step: Step = Step.BASICS
    basics: Basics | None = None
    table: Table | None = None
    departments: tuple[DepartmentDraft, ...] = ()
    rule: Rule | None = None
    goal: str = ""
    focus_areas: tuple[FocusArea, ...] = ()
    left: Mapping[Step, Entries] = field(default_factory=dict)
    made: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Everyone named so far."""
        named = frozenset() if self.table is None else self.table.people
        return named.union(*(department.people for department in self.departments))

    @property
    def parts(self) -> tuple[str, ...]:
        """Each department's part in the goal, in their order."""
        return tuple(department.part for department in self.departments)


@dataclass(frozen=True)
class Established:
    """A council that stands, as one `reader` (a Slack id) is told of it: by whom it was set up, its next meetings,
    what needs someone. `today` is a civil date of the council's."""

    council: Council
    by: str
    reader: str
    ahead: tuple[Meeting, ...]
    needs: tuple[needs.Need, ...]
    people: Mapping[str, Person]
    today: date


class NotThere(Exception):
    """A step was answered whose earlier ones are not: the form is older than the draft. `step` is the one to go on
    with."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


class NoDepartments(Exception):
    """A council without departments has nobody to report."""


class TooManyDepartments(Exception):
    """Over MOST_DEPARTMENTS at once."""


class NoSuchDepartment(Exception):
    """The department is no longer in the list."""


def at(draft: Draft, step: Step) -> Draft:
    """The draft at a step, or as far as it has come where that is less."""
    return replace(draft, step=min(step, _furthest(draft), key=STEPS.index))


def left_with(draft: Draft, step: Step, entries: Entries) -> Draft:
    """The draft with what stands in a step's form, whatever it is worth."""
    return replace(draft, left={**draft.left, step: entries})


def with_basics(draft: Draft, basics: Basics) -> Draft:
    """The first step answered. Raises InvalidRoster."""
    departments.check_name(basics.name)
    departments.zone(basics.tz)
    for department in draft.departments:
        if department.channel == basics.channel:
            raise departments.InvalidRoster("council_channel", f"this is {department.name}'s channel; it needs its own")
    return _past(replace(draft, basics=basics), Step.BASICS)


def with_department(
    draft: Draft, key: int | None, wanted: DepartmentDraft, *, known: Mapping[str, Person], today: date
) -> Draft:
    """The draft with one more department, or another one in place of that with the `key`.

    Whether the chair is in it is looked at when the step is left: the chair may be changed until then. Raises
    InvalidRoster, CannotHold, LeadAsDeputy, TooMany, PersonUnknown, NoSuchDepartment, TooManyDepartments, NotThere.
    """
    if draft.basics is None:
        raise NotThere(_furthest(draft))
    before = None if key is None else department(draft, key)
    if before is None and len(draft.departments) >= MOST_DEPARTMENTS:
        raise TooManyDepartments
    _check_department(draft, before, wanted, known=known, today=today)
    tidied = roster.tidy(wanted.as_department())
    kept = replace(wanted, contributors=tidied.contributors, members=tidied.members)
    if before is None:
        made = draft.made + 1
        return replace(draft, departments=(*draft.departments, replace(kept, key=made)), made=made)
    kept = replace(kept, key=before.key, part=before.part)
    return replace(draft, departments=tuple(kept if one is before else one for one in draft.departments))


def department(draft: Draft, key: int) -> DepartmentDraft:
    """The department with that key. Raises NoSuchDepartment."""
    for one in draft.departments:
        if one.key == key:
            return one
    raise NoSuchDepartment


def without_department(draft: Draft, key: int) -> Draft:
    """The draft without the department with that key; where there is none any more, the draft as it is."""
    return replace(draft, departments=tuple(one for one in draft.departments if one.key != key))


def with_table(draft: Draft, table: Table, *, known: Mapping[str, Person], today: date) -> Draft:
    """The second step answered. `today` is a civil date of the council's.

    Raises CannotHold, ChairAsViceChair, OverrideUnclear, ChairInDepartment, ViceChairInside, PersonUnknown,
    NoDepartments, NotThere.
    """
    if draft.basics is None:
        raise NotThere(_furthest(draft))
    _require_known(table.people, known)
    everyone = [one.as_department(number) for number, one in enumerate(draft.departments)]
    wanted = roster.Table(
        table.chair,
        table.vice_chair,
        table.secretary,
        table.override,
        version=0,
        name=draft.basics.name,
        channel=draft.basics.channel,
    )
    nobody_yet = provisional(replace(draft, table=None))  # who holds a role already would not be looked at
    roster.check_table(nobody_yet, wanted, everyone, known=known, today=today)
    if not draft.departments:
        raise NoDepartments
    return _past(replace(draft, table=table), Step.PEOPLE)


def with_rule(draft: Draft, rule: Rule) -> Draft:
    """The third step answered. Raises InvalidRule, NotThere."""
    if draft.table is None:
        raise NotThere(_furthest(draft))
    calendar_rules.check(rule)
    return _past(replace(draft, rule=rule), Step.CALENDAR)


def with_charter(draft: Draft, goal: str, focus_areas: tuple[FocusArea, ...], parts: tuple[str, ...]) -> Draft:
    """The fourth step answered; `parts` are in the departments' order. Raises InvalidCharter, NotThere."""
    if draft.rule is None or len(parts) != len(draft.departments):
        raise NotThere(_furthest(draft))
    charters.check(goal, focus_areas)
    charters.check_parts(parts)
    told = tuple(replace(one, part=part) for one, part in zip(draft.departments, parts, strict=True))
    return _past(replace(draft, goal=goal, focus_areas=focus_areas, departments=told), Step.CHARTER)


def check(draft: Draft, *, known: Mapping[str, Person], today: date) -> None:
    """Raise what the steps raise, or NotThere, unless the whole draft holds with people as they are `known` now."""
    if draft.basics is None or draft.table is None or draft.rule is None:
        raise NotThere(_furthest(draft))
    with_basics(draft, draft.basics)
    _require_known(draft.people, known)
    for one in draft.departments:
        _check_department(draft, one, one, known=known, today=today)
    with_table(draft, draft.table, known=known, today=today)
    with_rule(draft, draft.rule)
    with_charter(draft, draft.goal, draft.focus_areas, draft.parts)


def provisional(draft: Draft) -> Council:
    """The council that the draft would make, for looking ahead; where nothing was answered, with something harmless."""
    basics = draft.basics or Basics("", "", "UTC", acts_for_chair=False)
    table = draft.table or Table("")
    council = Council(
        id=0,
        workspace_id=0,
        name=basics.name,
        tz=basics.tz,
        channel=basics.channel,
        chair=table.chair,
        secretary=table.secretary,
        vice_chair=table.vice_chair,
        recurrence=calendar.Recurrence(1, 0),
        start_time=departments.EARLIEST_START,
        duration_min=90,
        holiday_country="",
        holiday_subdivision=None,
        date_order="DMY",
        goal=draft.goal,
        focus_areas=draft.focus_areas,
        chair_override=table.override,
    )
    return council if draft.rule is None else calendar_rules.under(council, draft.rule)


def _check_department(
    draft: Draft,
    before: DepartmentDraft | None,
    wanted: DepartmentDraft,
    *,
    known: Mapping[str, Person],
    today: date,
) -> None:
    _require_known(wanted.people, known)
    others = [one.as_department() for one in draft.departments if one is not before]
    nobody_chairs = replace(provisional(draft), chair="")
    roster.check_department(nobody_chairs, wanted.as_department(), others, before=None, known=known, today=today)


def _require_known(named: frozenset[str], known: Mapping[str, Person]) -> None:
    for slack_id in sorted(named):
        if slack_id not in known:
            raise PersonUnknown(slack_id)


def _past(draft: Draft, step: Step) -> Draft:
    left = {other: entries for other, entries in draft.left.items() if other is not step}
    return at(replace(draft, left=left), STEPS[STEPS.index(step) + 1])


def _furthest(draft: Draft) -> Step:
    if draft.basics is None:
        return Step.BASICS
    if draft.table is None:
        return Step.PEOPLE
    if draft.rule is None:
        return Step.CALENDAR
    return Step.REVIEW if draft.goal and draft.focus_areas else Step.CHARTER
