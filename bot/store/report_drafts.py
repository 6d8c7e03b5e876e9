"""The one draft that a department's people write together for a meeting."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.report_answers import Answers
from bot.council.report_drafts import Draft
from bot.store import Stale, report_answers, rows, tables
from bot.store.database import Reader

_DRAFT = tables.ReportDraft.__table__


def find(session: Reader, meeting_id: int, department_id: int) -> Draft | None:
    """The department's draft for the meeting."""
    wanted = select(_DRAFT).where(_DRAFT.c.meeting_id == meeting_id, _DRAFT.c.department_id == department_id)
    row = session.execute(wanted).first()
    return None if row is None else _draft(row)


def departments_with_one(session: Reader, meeting_id: int) -> frozenset[int]:
    """The ids of the departments that have a draft for the meeting."""
    return frozenset(session.scalars(select(_DRAFT.c.department_id).where(_DRAFT.c.meeting_id == meeting_id)))


def save(
    session: Session,
    council: Council,
    meeting_id: int,
    department_id: int,
    answers: Answers,
    *,
    before: int,
    by: str,
    now: datetime,
) -> Draft:
    """Keep the draft in place of its save number `before` (0: there was none). Raises Stale where somebody else has
    saved, or taken it away, since."""
    facts = {"answers": report_answers.as_json(answers), "saved_by": by, "saved_at": now, "number": before + 1}
    if before == 0:
        whose = {"meeting_id": meeting_id, "department_id": department_id}
        if rows.insert_once(session, tables.ReportDraft, rows.under(council, now) | whose | facts) is None:
            raise Stale
    else:
        changed = (
            update(tables.ReportDraft)
            .where(
                _DRAFT.c.meeting_id == meeting_id, _DRAFT.c.department_id == department_id, _DRAFT.c.number == before
            )
            .values(**facts)
            .returning(_DRAFT.c.id)
        )
        if session.execute(changed).first() is None:
            raise Stale
    return Draft(meeting_id, department_id, before + 1, answers, by, now)


def drop(session: Session, meeting_id: int, department_id: int) -> None:
    """Forget the draft: it was sent."""
    gone = delete(tables.ReportDraft).where(_DRAFT.c.meeting_id == meeting_id, _DRAFT.c.department_id == department_id)
    session.execute(gone)


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        meeting_id=row.meeting_id,
        department_id=row.department_id,
        number=row.number,
        answers=report_answers.from_json(row.answers),
        saved_by=row.saved_by,
        saved_at=row.saved_at,
    )
