"""A department is excused from reporting for one meeting by whoever presides; it may report all the same."""

from dataclasses import replace
from datetime import datetime

from bot.council import meetings, nil_reports
from bot.council.reports import Report, State


class ReportIsIn(Exception):
    """The department has reported: there is nothing to excuse it from; `report` is as it stands."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.id, str(report.state))
        self.report = report


def may_be_excused(report: Report) -> bool:
    """Whether the department is waited for: nothing is sent, and nobody has excused it."""
    return report.state in (State.NOT_STARTED, State.DRAFT)


def excuse(report: Report, *, meeting: meetings.Meeting, by: str, now: datetime) -> Report:
    """The report of a department that need not send one. Excused again, whoever did so first is kept.

    Raises ReportsClosed, ReportsNotOpen, ReportIsIn.
    """
    nil_reports.must_be_open(meeting)
    if report.is_in:
        raise ReportIsIn(report)
    if report.state is State.EXCUSED:
        return report
    return replace(report, state=State.EXCUSED, excused_by=by, excused_at=now)


def take_back(report: Report, *, meeting: meetings.Meeting, has_draft: bool) -> Report:
    """The report as it was before it was excused: the department's draft where `has_draft`, else not started.

    Taken back again, nothing changes. Raises ReportsClosed, ReportsNotOpen, ReportIsIn.
    """
    nil_reports.must_be_open(meeting)
    if report.is_in:
        raise ReportIsIn(report)
    if report.state is not State.EXCUSED:
        return report
    return replace(report, state=State.DRAFT if has_draft else State.NOT_STARTED, excused_by=None, excused_at=None)
