"""A department has nothing to report: one click, a line that says why where they like, and taken back as easily."""

from dataclasses import replace
from datetime import datetime

from bot.council import meetings
from bot.council.reports import LONGEST_NIL_REASON, Report, ReportsClosed, ReportsNotOpen, State


class WordsAreIn(Exception):
    """The department has sent its words (`report`): they are changed, and not replaced by nothing with one click."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.id)
        self.report = report


class NoLongerNil(Exception):
    """The report no longer says that there is nothing to report; `report` is as it stands."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.id, str(report.state))
        self.report = report


class NilReasonTooLong(Exception):
    """The reason is over LONGEST_NIL_REASON characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def say(
    report: Report, reason: str | None = None, *, meeting: meetings.Meeting, by: str, lead: str, now: datetime
) -> Report:
    """The report with nothing to report, late after the deadline as words would be (model §3.4.2).

    Said again, the first time stands; with a `reason` it gets that reason, None leaves the one it has. Who was excused
    stays so underneath, for whoever takes it back. Raises ReportsClosed once the meeting is closed, ReportsNotOpen
    before it collects, WordsAreIn, NilReasonTooLong.
    """
    must_be_open(meeting)
    if report.state is State.SUBMITTED:
        raise WordsAreIn(report)
    if report.state is State.NIL:
        return report if reason is None else explain(report, reason, meeting=meeting, by=by, lead=lead, now=now)
    return replace(
        report,
        state=State.NIL,
        answers=None,
        submitted_by=by,
        on_behalf_of=None if by == lead else lead,
        submitted_at=now,
        late=now > meeting.reports_due_at,
        amended_at=None,
        nil_reason=_checked(reason or ""),
        number=report.number + 1,
    )


def explain(report: Report, reason: str, *, meeting: meetings.Meeting, by: str, lead: str, now: datetime) -> Report:
    """The same with another reason, which may be empty: a version of its own, as late as the first was.

    Raises ReportsClosed, ReportsNotOpen, NoLongerNil, NilReasonTooLong.
    """
    must_be_open(meeting)
    if report.state is not State.NIL:
        raise NoLongerNil(report)
    reason = _checked(reason)
    if reason == report.nil_reason:
        return report
    return replace(
        report,
        nil_reason=reason,
        submitted_by=by,
        on_behalf_of=None if by == lead else lead,
        amended_at=now,
        number=report.number + 1,
    )


def undo(report: Report, *, meeting: meetings.Meeting, has_draft: bool) -> Report:
    """The report as it was before: excused where it was, else the department's draft where `has_draft`, else not
    started. What was sent stays counted. Raises ReportsClosed, ReportsNotOpen, and NoLongerNil where words were sent.
    """
    must_be_open(meeting)
    if report.state is State.SUBMITTED:
        raise NoLongerNil(report)
    if report.state is not State.NIL:
        return report
    unexcused = State.DRAFT if has_draft else State.NOT_STARTED
    return replace(
        report,
        state=unexcused if report.excused_by is None else State.EXCUSED,
        submitted_by=None,
        on_behalf_of=None,
        submitted_at=None,
        late=False,
        amended_at=None,
        nil_reason="",
    )


def must_be_open(meeting: meetings.Meeting) -> None:
    """Raise ReportsClosed or ReportsNotOpen unless the meeting's reports can be changed."""
    if meeting.state in meetings.LOCKED:
        raise ReportsClosed
    if meeting.state is meetings.State.PLANNED:
        raise ReportsNotOpen(meeting)


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_NIL_REASON:
        raise NilReasonTooLong(len(reason))
    return reason
