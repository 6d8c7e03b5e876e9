"""What becomes of words that were left unsent for a meeting that is over, once a later report is saved or sent."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import report_drafts
from bot.council.departments import Council
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk
from bot.council.report_drafts import Copy
from bot.council.unsent_reports import Unsent
from bot.store import report_copies
from bot.usecases import Who, report_desks
from bot.usecases import report_copies as copies


def let_go(
    session: Session, council: Council, who: Who, desk: Desk, answers: Answers, *, sent: bool = False, now: datetime
) -> None:
    """`answers` are the department's draft now, or with `sent` its report: of what was left unsent before, `desk` says
    what the reader finds of it, and whatever of that the answers do not say stays to be found."""
    if desk.earlier_copy is not None:
        _let_copy_go(session, council, who, desk, desk.earlier_copy, answers, sent=sent, now=now)
    # A draft, and a report the more, takes the place of the draft that was left: no form offers that one any longer.
    draft = desk.earlier_draft
    if draft is not None and draft.saved_by is not None:
        _put_beside(session, council, Who(who.team_id, draft.saved_by), desk, draft, answers, now=now)


def _let_copy_go(
    session: Session,
    council: Council,
    who: Who,
    desk: Desk,
    earlier: Unsent,
    answers: Answers,
    *,
    sent: bool,
    now: datetime,
) -> None:
    """Beside a draft it is offered for as long as that does not say it; beside a report nothing earlier is."""
    if not sent and not report_drafts.holds(answers, earlier.answers):
        return
    _put_beside(session, council, who, desk, earlier, answers, now=now)
    whose = report_desks.whose(council, who, earlier.meeting.id, desk.department.id)
    standing, asides = report_copies.find(session, whose)
    if standing is not None and standing.copy == earlier.copy:
        report_copies.forget(session, whose)
    for aside in asides:
        if aside.copy == earlier.copy:
            report_copies.drop_aside(session, whose, aside)


def _put_beside(
    session: Session, council: Council, who: Who, desk: Desk, earlier: Unsent, answers: Answers, *, now: datetime
) -> None:
    """Whoever wrote it finds it beside the new report, where that leaves some of it out."""
    if report_drafts.holds(answers, earlier.answers):
        return
    whose = report_desks.whose(council, who, desk.meeting.id, desk.department.id)
    copy = Copy(earlier.answers, 0, desk.report.number, unfolded=frozenset(), kept_at=earlier.written_at)
    copies.put_aside(session, council, whose, copy, [answers], as_of=now)
