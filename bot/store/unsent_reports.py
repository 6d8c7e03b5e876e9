"""What departments left unsent when a meeting was over."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from bot.council import meetings, reports
from bot.council.departments import Council, Department
from bot.council.report_drafts import Draft
from bot.council.unsent_reports import MOST_OVER, Over
from bot.store import meetings as kept_meetings
from bot.store import report_answers, tables
from bot.store.database import Reader

_MEETING = tables.Meeting.__table__
_REPORT = tables.Report.__table__
_DRAFT = tables.ReportDraft.__table__
_ANSWERED = tables.Meeting.__table__.alias("answered")
_SENT_WORDS = str(reports.State.SUBMITTED)
_LAST_ANSWERED = (
    select(func.max(_ANSWERED.c.starts_at))
    .join(_REPORT, _REPORT.c.meeting_id == _ANSWERED.c.id)
    .where(
        _REPORT.c.department_id == bindparam("department_id"),
        _REPORT.c.meeting_id != bindparam("meeting_id"),
        _REPORT.c.state.in_([_SENT_WORDS, str(reports.State.NIL)]),
    )
    .scalar_subquery()
)
_OVER = (
    select(
        _MEETING,
        _REPORT.c.state.label("report_state"),
        _REPORT.c.submitted_at,
        _REPORT.c.amended_at,
        _DRAFT.c.number.label("draft_number"),
        _DRAFT.c.answers.label("draft_answers"),
        _DRAFT.c.saved_by,
        _DRAFT.c.saved_at,
    )
    .outerjoin(
        _REPORT,
        and_(_REPORT.c.meeting_id == _MEETING.c.id, _REPORT.c.department_id == bindparam("department_id")),
    )
    .outerjoin(
        _DRAFT,
        and_(_DRAFT.c.meeting_id == _MEETING.c.id, _DRAFT.c.department_id == bindparam("department_id")),
    )
    .where(
        _MEETING.c.council_id == bindparam("council_id"),
        _MEETING.c.state.in_([str(state) for state in meetings.LOCKED]),
        _MEETING.c.id != bindparam("meeting_id"),
        _MEETING.c.starts_at >= func.coalesce(_LAST_ANSWERED, _MEETING.c.starts_at),
    )
    .order_by(_MEETING.c.starts_at.desc(), _MEETING.c.id.desc())
    .limit(MOST_OVER)
)


def list_over(session: Reader, council: Council, department: Department, meeting: meetings.Meeting) -> list[Over]:
    """The meetings that are over, the latest first, since the last that the department answered for, with words or
    with nothing to report, that one included; without `meeting`, and MOST_OVER at most. One statement, however long the
    history is."""
    wanted = {"council_id": council.id, "department_id": department.id, "meeting_id": meeting.id}
    return [_over(row, department.id) for row in session.execute(_OVER, wanted)]


def _over(row: Row[Any], department_id: int) -> Over:
    has_words = row.report_state == _SENT_WORDS
    draft = None
    if row.draft_number is not None:
        answers = report_answers.from_json(row.draft_answers)
        draft = Draft(row.id, department_id, row.draft_number, answers, row.saved_by, row.saved_at)
    return Over(
        kept_meetings.of_row(row),
        row.submitted_at if has_words else None,
        (row.amended_at or row.submitted_at) if has_words else None,
        draft,
    )
