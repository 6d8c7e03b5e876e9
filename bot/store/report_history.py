"""Reports of past meetings: which there are, what each version said, and where the agenda's thread has them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select

from bot.council import agenda_plans, meetings, report_reading, reports
from bot.council.departments import Council, Department
from bot.store import outbox, report_answers, tables
from bot.store import reports as kept_reports
from bot.store.database import Reader

_REPORT = tables.Report.__table__
_VERSION = tables.ReportVersion.__table__
_OUTBOX = tables.Outbox.__table__
_IN = [str(reports.State.SUBMITTED), str(reports.State.NIL)]
_MEETINGS = (
    select(_REPORT.c.meeting_id, func.max(case((_REPORT.c.state.in_(_IN), 1), else_=0)).label("any_in"))
    .where(_REPORT.c.council_id == bindparam("council_id"))
    .group_by(_REPORT.c.meeting_id)
)
_MEETINGS_OF_DEPARTMENT = _MEETINGS.where(_REPORT.c.department_id == bindparam("department_id"))
_OF_DEPARTMENT = select(_REPORT).where(
    _REPORT.c.department_id == bindparam("department_id"),
    _REPORT.c.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
)
_SENT = _REPORT.alias("sent")
_LATEST_ID = (
    select(_SENT.c.id)
    .where(_SENT.c.department_id == tables.Department.id, _SENT.c.state == str(reports.State.SUBMITTED))
    .order_by(_SENT.c.submitted_at.desc(), _SENT.c.id.desc())
    .limit(1)
    .correlate(tables.Department)
    .scalar_subquery()
)
_LATEST_SENT = (
    select(_REPORT)
    .join(tables.Department, _REPORT.c.id == _LATEST_ID)
    .where(tables.Department.id.in_(bindparam("department_ids", expanding=True)))
)
_VERSIONS = select(_VERSION).where(_VERSION.c.report_id == bindparam("report_id"))
_VERSION_AND_BEFORE = _VERSIONS.where(_VERSION.c.number.in_([bindparam("number"), bindparam("before")])).order_by(
    _VERSION.c.number
)
_VERSION_OF = _VERSIONS.where(_VERSION.c.created_at == bindparam("sent_at")).order_by(_VERSION.c.number).limit(1)
_POSTED = (
    select(_OUTBOX.c.channel, _OUTBOX.c.ts)
    .where(
        _OUTBOX.c.council_id == bindparam("council_id"),
        _OUTBOX.c.meeting_id == bindparam("meeting_id"),
        _OUTBOX.c.kind == str(outbox.Kind.AGENDA_ITEM),
        _OUTBOX.c.item == int(agenda_plans.Key.REPORTS),
        _OUTBOX.c.copy_of.is_(None),
        _OUTBOX.c.channel.is_not(None),
        _OUTBOX.c.ts.is_not(None),
    )
    .order_by(_OUTBOX.c.page)
    .limit(1)
)


def meetings_with(session: Reader, council: Council, department: Department | None = None) -> Mapping[int, bool]:
    """The ids of the meetings for which reports were collected, of one department where it is given, and whether any of
    them came in."""
    wanted: dict[str, int] = {"council_id": council.id}
    statement = _MEETINGS
    if department is not None:
        statement, wanted = _MEETINGS_OF_DEPARTMENT, wanted | {"department_id": department.id}
    return {row.meeting_id: bool(row.any_in) for row in session.execute(statement, wanted)}


def list_of_department(
    session: Reader, department: Department, meeting_ids: Collection[int]
) -> Mapping[int, reports.Report]:
    """The department's reports for these meetings, by the meeting's id."""
    wanted = {"department_id": department.id, "meeting_ids": list(meeting_ids)}
    found = [kept_reports.of_row(row) for row in session.execute(_OF_DEPARTMENT, wanted).all()]
    return {report.meeting_id: report for report in found}


def latest_sent(session: Reader, department_ids: Collection[int]) -> Mapping[int, reports.Report]:
    """The last report that each of these departments sent, by the department's id. One statement, however many."""
    found = [
        kept_reports.of_row(row) for row in session.execute(_LATEST_SENT, {"department_ids": list(department_ids)})
    ]
    return {report.department_id: report for report in found}


def find_version(session: Reader, report: reports.Report, number: int) -> report_reading.Version | None:
    """What the report said when it was sent for the `number`th time."""
    wanted = {"report_id": report.id, "number": number, "before": number - 1}
    found = {row.number: row for row in session.execute(_VERSION_AND_BEFORE, wanted).all()}
    if number not in found:
        return None
    before, version = found.get(number - 1), _version(found[number])
    had_words = before is not None and before.answers is not None
    return replace(version, is_change=had_words and version.answers is not None)


def find_first(session: Reader, report: reports.Report) -> report_reading.Version | None:
    """What the report said when it was sent, before it was changed; None where that was not kept."""
    row = session.execute(_VERSION_OF, {"report_id": report.id, "sent_at": report.submitted_at}).first()
    return None if row is None else _version(row)


def find_posted(session: Reader, council: Council, meeting: meetings.Meeting) -> report_reading.Posted | None:
    """Where the meeting's reports begin in the agenda's thread."""
    row = session.execute(_POSTED, {"council_id": council.id, "meeting_id": meeting.id}).first()
    return None if row is None else report_reading.Posted(row.channel, row.ts)


def _version(row: Row[Any]) -> report_reading.Version:
    return report_reading.Version(
        number=row.number,
        answers=None if row.answers is None else report_answers.from_json(row.answers),
        nil_reason=row.nil_reason,
        sent_by=row.sent_by,
        on_behalf_of=row.on_behalf_of,
        sent_at=row.created_at,
    )
