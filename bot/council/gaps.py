"""What nobody is at work on, or only one side tells of: gaps that the chair may put under item 7 (R-06, model §3.9).

Found are those that reports and actions show: a focus area without work, one in which two departments don't see the
same, hand-offs that only one side tells of, a department that is not heard from. Gaps of measures, objectives,
touchpoints, pain points and decisions wait until councils keep those.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.council.actions import Action
from bot.council.agenda_plans import Plan
from bot.council.charters import FocusArea
from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.report_answers import Alignment, Answers
from bot.council.reports import Report, State


class Kind(StrEnum):
    """What is missing."""

    AREA = "area"
    DRIFTING = "drifting"
    HANDOVER = "handover"
    SILENT = "silent"


@dataclass(frozen=True)
class Gap:
    """Something missing. `key` stays the same for as long as it is: its kind and what it is about.

    AREA: no report says anything of work in `area`, nor did any for the meeting before where `lasts`, and no open
    action names it. DRIFTING: the first of `departments` calls what is done in `area` (None: in everything) drifting
    from the second's, which calls it aligned. HANDOVER: the first wrote about its hand-offs, its neighbours on the
    customers' path, the others, did not. SILENT: the department sent no report for two meetings.
    """

    kind: Kind
    area: FocusArea | None = None
    departments: tuple[Department, ...] = ()
    lasts: bool = False

    @property
    def key(self) -> str:
        """Its kind and the ids it is about: "area:F3"."""
        area = [] if self.area is None else [self.area.key]
        named = self.departments[:1] if self.kind is Kind.HANDOVER else self.departments
        return ":".join([str(self.kind), *area, *(str(department.id) for department in named)])

    @property
    def about(self) -> str:
        """What it is about, by name: "First bill", or the departments."""
        names = [department.name for department in self.departments]
        return ", ".join([self.area.name] if self.area is not None and self.area.name else names)


@dataclass(frozen=True)
class Facts:
    """What gaps are found from: the `departments` that report for a meeting, their reports and those for the meeting
    `before`, by department (ids), and the actions that are `unfinished`."""

    focus_areas: tuple[FocusArea, ...]
    departments: tuple[Department, ...]
    reports: Mapping[int, Report]
    before: Mapping[int, Report]
    unfinished: tuple[Action, ...]


@dataclass(frozen=True)
class Look:
    """The gaps before a meeting as the chair looks at them, the keys of those `on_agenda`, and how many reports are in
    to find them from."""

    council: Council
    meeting: Meeting
    gaps: tuple[Gap, ...]
    on_agenda: tuple[str, ...]
    reports_in: int

    @property
    def plan(self) -> Plan:
        """The items of the meeting."""
        return self.meeting.plan or self.council.agenda


class GapClosed(Exception):
    """There is no such gap, or not any more."""


def find(facts: Facts) -> tuple[Gap, ...]:
    """Every gap, in the order of the charter and of the departments. As long as reports can come, those that are not
    there count as silent: whether that can be said yet is the caller's to know."""
    return (*_areas(facts), *_drifting(facts), *_handovers(facts), *_silent(facts))


def _areas(facts: Facts) -> Iterator[Gap]:
    now, before = _said(facts.reports.values()), _said(facts.before.values())
    if not now:
        return  # nothing to go by
    texts = [action.text.casefold() for action in facts.unfinished]
    for area in facts.focus_areas:
        if not any(_works_in(answers, area) for answers in now) and not any(area.name.casefold() in it for it in texts):
            lasts = bool(before) and not any(_works_in(answers, area) for answers in before)
            yield Gap(Kind.AREA, area, lasts=lasts)


def _works_in(answers: Answers, area: FocusArea) -> bool:
    said = answers.area(area.key)
    return said is not None and not said.is_blank and said.alignment is not Alignment.NOT_OURS


def _drifting(facts: Facts) -> Iterator[Gap]:
    told = _for_everybody(facts)
    departments = {department.id: department for department in facts.departments}
    areas = {area.key: area for area in facts.focus_areas}
    for one in facts.departments:
        for said in told[one.id].areas if one.id in told else ():
            if said.alignment is not Alignment.DRIFTING or (said.key and said.key not in areas):
                continue
            for other_id in said.drifting_from:
                other = told[other_id].area(said.key) if other_id in told and other_id in departments else None
                if other is not None and other.alignment is Alignment.ALIGNED:
                    yield Gap(Kind.DRIFTING, areas.get(said.key), (one, departments[other_id]))


def _handovers(facts: Facts) -> Iterator[Gap]:
    told = _for_everybody(facts)
    for one in facts.departments:
        if one.id not in told or not told[one.id].handover.strip():
            continue
        neighbours = [
            other
            for other in facts.departments
            if other.id in told and other.id != one.id and (other.id in one.downstream or one.id in other.downstream)
        ]
        if neighbours and not any(told[other.id].handover.strip() for other in neighbours):
            yield Gap(Kind.HANDOVER, departments=(one, *neighbours))


def _silent(facts: Facts) -> Iterator[Gap]:
    for department in facts.departments:
        both = (facts.reports.get(department.id), facts.before.get(department.id))
        if all(report is not None and not report.is_in and report.state is not State.EXCUSED for report in both):
            yield Gap(Kind.SILENT, departments=(department,))


def _said(reports: Iterable[Report]) -> list[Answers]:
    return [report.answers for report in reports if report.state is State.SUBMITTED and report.answers is not None]


def _for_everybody(facts: Facts) -> dict[int, Answers]:
    """What departments wrote, by their ids; not what stays among the members: gaps are read by others too (INV-14)."""
    return {
        department_id: report.answers
        for department_id, report in facts.reports.items()
        if report.state is State.SUBMITTED and report.answers is not None and not report.answers.council_only
    }
