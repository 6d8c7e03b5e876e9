"""Reading reports back: what there is to see, and who may read and export what (model §3.1, rows 'Read …' and
'Export'; INV-14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.council import meetings, permissions, reports
from bot.council.actions import Action
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.council.report_answers import Answers
from bot.council.report_wanted import Month

PAGE = 12


@dataclass(frozen=True)
class Version:
    """A report as it was sent once. `number` counts from 1; without `answers` there was nothing to report. `is_change`
    says that it took the place of words sent before."""

    number: int
    answers: Answers | None
    nil_reason: str
    sent_by: str
    on_behalf_of: str | None
    sent_at: datetime
    is_change: bool = False


@dataclass(frozen=True)
class Line:
    """A department's report for a meeting, as one reader may see it: withheld where it is among the council's members
    and they are none."""

    department: Department
    meeting: meetings.Meeting
    report: reports.Report
    withheld: bool = False

    @property
    def answers(self) -> Answers | None:
        """What is said, where it was sent and may be read."""
        sent = self.report.state is reports.State.SUBMITTED
        return self.report.answers if sent and not self.withheld else None

    @property
    def council_only(self) -> bool:
        """Whether it stays among the council's members."""
        return self.report.is_in and self.report.answers is not None and self.report.answers.council_only


@dataclass(frozen=True)
class Beside:
    """What reading any report needs: the council, everybody's names, and by id all departments there ever were and the
    actions that are spoken of. `is_member` says that the reader is of the council."""

    council: Council
    people: Mapping[str, Person]
    departments: Mapping[int, Department]
    actions: Mapping[int, Action]
    is_member: bool
    may_export: bool


@dataclass(frozen=True)
class One:
    """One department's report, or a version of it as it was sent, out of `versions` (0: it says nothing now). `earlier`
    and `later` are the meetings (ids) before and after for which it owed one; `first` is the version that was sent
    before what stands now was changed, None where nothing was or it isn't known."""

    beside: Beside
    line: Line
    version: Version | None
    versions: int
    earlier: int | None
    later: int | None
    first: Version | None = None


@dataclass(frozen=True)
class Posted:
    """Where the reports stand in the agenda's thread: the channel's id and the message's ts."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Everything:
    """All reports of a meeting, the opening department's first; `posted` is where the agenda has them."""

    beside: Beside
    meeting: meetings.Meeting
    lines: tuple[Line, ...]
    posted: Posted | None
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class Past:
    """One page of a department's reports, the newest meeting first; `page` counts from 0."""

    beside: Beside
    department: Department
    lines: tuple[Line, ...]
    page: int
    pages: int
    total: int


class WhoseHistory(Exception):
    """Which department's history was not said, and the reader belongs to none or to several: `departments`."""

    def __init__(self, departments: tuple[Department, ...]) -> None:
        super().__init__()
        self.departments = departments


class NoReportsThen(Exception):
    """There are none of that `month` (None: none at all so far), of the `department` where one was asked for;
    `latest` are the last meetings that have some, newest first."""

    def __init__(
        self, department: Department | None, month: Month | None, latest: tuple[meetings.Meeting, ...]
    ) -> None:
        super().__init__()
        self.department = department
        self.month = month
        self.latest = latest


class Withheld(Exception):
    """The report stays among the council's members, and the reader is none (INV-14)."""


def may_export(council: Council, department: Department | None, slack_id: str, on: date, *, is_admin: bool) -> bool:
    """Whether they may take a department's reports away as files, or those of a whole meeting where it is None (row
    'Export'): whoever presides, the secretary, the workspace's admins; of a department its lead and deputy too."""
    if is_admin or slack_id == council.secretary or permissions.presides(council, slack_id, on):
        return True
    return department is not None and department.active_to is None and department.may_report(slack_id, on)


def must_export(council: Council, department: Department | None, slack_id: str, on: date, *, is_admin: bool) -> None:
    """Raise NotAllowed unless `may_export`."""
    if not may_export(council, department, slack_id, on, is_admin=is_admin):
        raise permissions.NotAllowed("export_reports", council.presiding(on))


def is_member(council: Council, departments: Iterable[Department], slack_id: str, on: date) -> bool:
    """Whether they are of the council on that date of its own: chair, vice-chair, secretary and who acts for the chair,
    and of each standing department lead, deputy, who stands in for one of them, and contributors (INV-14)."""
    if slack_id in (council.chair, council.vice_chair, council.secretary) or slack_id in council.presiding(on):
        return True
    return any(
        department.active_to is None and (department.may_report(slack_id, on) or slack_id in department.contributors)
        for department in departments
    )


def as_sent(report: reports.Report, version: Version, meeting: meetings.Meeting) -> reports.Report:
    """The report as that version of it stood; late where it was itself sent after the deadline (model §3.4.2)."""
    return replace(
        report,
        state=reports.State.NIL if version.answers is None else reports.State.SUBMITTED,
        answers=version.answers,
        nil_reason=version.nil_reason,
        submitted_by=version.sent_by,
        on_behalf_of=version.on_behalf_of,
        submitted_at=version.sent_at,
        late=version.sent_at > meeting.reports_due_at,
        amended_at=None,
        number=version.number,
    )


def is_withheld(report: reports.Report, *, from_member: bool) -> bool:
    """Whether what it says is kept from the reader."""
    return report.answers is not None and report.answers.council_only and not from_member


def version_is_withheld(report: reports.Report, version: Version, *, from_member: bool) -> bool:
    """The same of a version: what was marked later is kept back in what was sent before, and the other way round."""
    marked = version.answers is not None and version.answers.council_only
    return is_withheld(report, from_member=from_member) or (marked and not from_member)


def in_order(lines: Iterable[Line], meeting: meetings.Meeting) -> tuple[Line, ...]:
    """The opening department first, the others in the order they joined."""
    return tuple(sorted(lines, key=lambda line: line.department.id != meeting.opening_department_id))
