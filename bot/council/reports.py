"""Department reports: where one stands, and what may become of it until the meeting closes (model §3.4.2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.council import meetings, report_answers
from bot.council.report_answers import Answers

LONGEST_NIL_REASON = 300


class State(StrEnum):
    """Where a report stands. *Missing* is derived, never stored."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NIL = "nil"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Report:
    """A department's report for a meeting. `on_behalf_of` is the lead where the deputy sent it.

    `number` counts the versions that were sent, "nothing to report" among them; `nil_reason` is the line that goes with
    that. Whoever excused the department is kept while it has not sent anything all the same.
    """

    id: int
    meeting_id: int
    department_id: int
    state: State
    answers: Answers | None = None
    submitted_by: str | None = None
    on_behalf_of: str | None = None
    submitted_at: datetime | None = None
    late: bool = False
    amended_at: datetime | None = None
    nil_reason: str = ""
    number: int = 0
    excused_by: str | None = None
    excused_at: datetime | None = None
    version: int = 1

    @property
    def is_in(self) -> bool:
        """Whether the department has answered, with words or with 'nothing to report'."""
        return self.state in (State.SUBMITTED, State.NIL)


class ReportsNotOpen(Exception):
    """No meeting collects reports now; `next_meeting` is the one that will, where one is planned, its times meant in
    the council's zone `tz` (IANA)."""

    def __init__(self, next_meeting: meetings.Meeting | None, tz: str = "UTC") -> None:
        super().__init__()
        self.next_meeting = next_meeting
        self.tz = tz


class ReportsClosed(Exception):
    """The meeting this report was for is over."""


class DepartmentJoinedLater(Exception):
    """The department was added after this meeting's reports opened: it reports next time (INV-2)."""


def submit(report: Report, answers: Answers, *, meeting: meetings.Meeting, by: str, lead: str, now: datetime) -> Report:
    """The report with `answers`, first time or amended; late after the deadline (the table of model §3.4.2).

    A first report's lateness stays with it: amending a report that was on time does not make it late. Raises
    ReportsClosed once the meeting is closed, ReportsNotOpen before it collects, AnswerMissing, AnswerTooLong.
    """
    if meeting.state in meetings.LOCKED:
        raise ReportsClosed
    if meeting.state is meetings.State.PLANNED:
        raise ReportsNotOpen(meeting)
    report_answers.check(answers)
    if report.state is State.SUBMITTED:
        if report.answers == answers:
            return report
        return replace(
            report,
            answers=answers,
            submitted_by=by,
            on_behalf_of=None if by == lead else lead,
            amended_at=now,
            number=report.number + 1,
        )
    return replace(
        report,
        state=State.SUBMITTED,
        answers=answers,
        submitted_by=by,
        on_behalf_of=None if by == lead else lead,
        submitted_at=now,
        late=now > meeting.reports_due_at,
        amended_at=None,
        nil_reason="",
        number=report.number + 1,
        excused_by=None,
        excused_at=None,
    )


def begin_draft(report: Report) -> Report:
    """not_started -> draft. Beside what was sent, nothing to report or an excuse, a draft changes nothing."""
    return replace(report, state=State.DRAFT) if report.state is State.NOT_STARTED else report
