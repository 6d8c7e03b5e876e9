"""Reports: one per meeting and reporting department (INV-2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from bot.council import meetings, reports
from bot.council.departments import Council, Department
from bot.store import report_answers, rows, tables
from bot.store.database import Reader

_REPORT = tables.Report.__table__
_OF_MEETING = select(_REPORT).where(_REPORT.c.meeting_id == bindparam("meeting_id")).order_by(_REPORT.c.department_id)
_LATEST_SENT = (
    select(_REPORT)
    .where(_REPORT.c.department_id == bindparam("department_id"), _REPORT.c.state == str(reports.State.SUBMITTED))
    .order_by(_REPORT.c.submitted_at.desc(), _REPORT.c.id.desc())
    .limit(1)
)
_THESE = select(_REPORT).where(
    _REPORT.c.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
    _REPORT.c.department_id.in_(bindparam("department_ids", expanding=True)),
)
_LATEST_BEFORE = _LATEST_SENT.where(_REPORT.c.meeting_id != bindparam("meeting_id"))
_ONE = _OF_MEETING.where(_REPORT.c.department_id == bindparam("department_id"))


@dataclass(frozen=True)
class Opened:
    """Where a report stands that was opened at an instant (UTC)."""

    stands: reports.State
    opened_at: datetime


def create_for(
    session: Session, council: Council, meeting: meetings.Meeting, department: Department, *, now: datetime
) -> None:
    """Open the department's report for the meeting; nothing where it is open already."""
    rows.insert_once(
        session,
        tables.Report,
        rows.under(council, now)
        | {
            "meeting_id": meeting.id,
            "department_id": department.id,
            "state": str(reports.State.NOT_STARTED),
            "late": False,
            "version": 1,
            "updated_at": now,
        },
    )


def list_of(session: Reader, meeting: meetings.Meeting) -> list[reports.Report]:
    """All reports of the meeting, in the order of their departments."""
    return [of_row(row) for row in session.execute(_OF_MEETING, {"meeting_id": meeting.id}).all()]


def opened_for(session: Reader, meeting_ids: Collection[int]) -> dict[tuple[int, int], Opened]:
    """Where the reports for these meetings stand, by the ids of meeting and department. One statement, however many."""
    columns = (_REPORT.c.meeting_id, _REPORT.c.department_id, _REPORT.c.state, _REPORT.c.created_at)
    found = session.execute(select(*columns).where(_REPORT.c.meeting_id.in_(meeting_ids)))
    return {(row.meeting_id, row.department_id): Opened(reports.State(row.state), row.created_at) for row in found}


def find(session: Reader, meeting: meetings.Meeting, department: Department) -> reports.Report | None:
    """The department's report for the meeting."""
    return find_by_ids(session, meeting.id, department.id)


def find_by_ids(session: Reader, meeting_id: int, department_id: int) -> reports.Report | None:
    """The same, by their ids."""
    row = session.execute(_ONE, {"meeting_id": meeting_id, "department_id": department_id}).first()
    return None if row is None else of_row(row)


def find_all(
    session: Reader, meeting_ids: Collection[int], department_ids: Collection[int]
) -> dict[tuple[int, int], reports.Report]:
    """The reports of these departments for these meetings, by the ids of meeting and department. One statement."""
    wanted = {"meeting_ids": list(meeting_ids), "department_ids": list(department_ids)}
    found = [of_row(row) for row in session.execute(_THESE, wanted).all()]
    return {(report.meeting_id, report.department_id): report for report in found}


def latest_sent_before(session: Reader, department: Department, meeting: meetings.Meeting) -> reports.Report | None:
    """The last report that the department sent for another meeting than this one."""
    wanted = {"department_id": department.id, "meeting_id": meeting.id}
    row = session.execute(_LATEST_BEFORE, wanted).first()
    return None if row is None else of_row(row)


def save(session: Session, report: reports.Report, *, now: datetime) -> None:
    """Keep a changed report; raises Stale."""
    _keep_uncounted(session, report)
    rows.update_if_unchanged(
        session,
        tables.Report,
        row_id=report.id,
        version=report.version,
        values={
            "state": str(report.state),
            "answers": None if report.answers is None else report_answers.as_json(report.answers),
            "submitted_by": report.submitted_by,
            "on_behalf_of": report.on_behalf_of,
            "submitted_at": report.submitted_at,
            "late": report.late,
            "amended_at": report.amended_at,
            "nil_reason": report.nil_reason,
            "number": report.number,
            "excused_by": report.excused_by,
            "excused_at": report.excused_at,
            "updated_at": now,
        },
    )
    if report.is_in and report.submitted_by is not None:
        _keep_version(session, report, now=now)


def _keep_uncounted(session: Session, report: reports.Report) -> None:
    """Keep what the release before this one sent, which counts no versions, before something takes its place."""
    uncounted = select(_REPORT).where(
        _REPORT.c.id == report.id, _REPORT.c.number == 0, _REPORT.c.state == str(reports.State.SUBMITTED)
    )
    row = session.execute(uncounted).first()
    if row is not None:
        _keep_version(session, of_row(row), now=row.amended_at or row.submitted_at)


def _keep_version(session: Session, report: reports.Report, *, now: datetime) -> None:
    """Keep what was sent beside what was sent before (INV-16); nothing where this version is kept already."""
    of_report = session.execute(
        select(_REPORT.c.workspace_id, _REPORT.c.council_id).where(_REPORT.c.id == report.id)
    ).one()
    rows.insert_once(
        session,
        tables.ReportVersion,
        {
            "workspace_id": of_report.workspace_id,
            "council_id": of_report.council_id,
            "created_at": now,
            "report_id": report.id,
            "number": report.number,
            "answers": None if report.answers is None else report_answers.as_json(report.answers),
            "nil_reason": report.nil_reason,
            "sent_by": report.submitted_by,
            "on_behalf_of": report.on_behalf_of,
        },
    )


def of_row(row: Row[Any]) -> reports.Report:
    """The report that a row of the table stands for. The release before this one, which may still send beside it,
    counts no versions: what it sent is the first."""
    state = reports.State(row.state)
    return reports.Report(
        id=row.id,
        meeting_id=row.meeting_id,
        department_id=row.department_id,
        state=state,
        answers=None if row.answers is None else report_answers.from_json(row.answers),
        submitted_by=row.submitted_by,
        on_behalf_of=row.on_behalf_of,
        submitted_at=row.submitted_at,
        late=row.late,
        amended_at=row.amended_at,
        nil_reason=row.nil_reason,
        number=1 if state is reports.State.SUBMITTED and not row.number else row.number,
        excused_by=row.excused_by,
        excused_at=row.excused_at,
        version=row.version,
    )
